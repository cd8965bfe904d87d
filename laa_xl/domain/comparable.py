"""Which earlier quarter a figure may be compared with."""

from __future__ import annotations

from laa_xl.domain.periods import Period
from laa_xl.domain.words import Accumulation


def comparable_period(period: Period, accumulation: Accumulation, *, seasonal: bool) -> Period:
    """The same quarter last year for cumulative, seasonal and surveyed measures, else the quarter before.

    docs/rating.md, Direction of travel. Whether a figure is known for it is another question.
    """
    if seasonal or accumulation in (Accumulation.CUMULATIVE, Accumulation.SURVEY):
        return period.same_last_year
    return period.previous
