"""Which earlier quarter a figure may be compared with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from laa_xl.domain.periods import Period
from laa_xl.domain.words import Accumulation

T = TypeVar("T")


def comparable_period(period: Period, accumulation: Accumulation, *, seasonal: bool) -> Period:
    """The same quarter last year for cumulative, seasonal and surveyed measures, else the quarter before.

    docs/rating.md, Direction of travel. Whether a figure is known for it is another question.
    """
    if seasonal or accumulation in (Accumulation.CUMULATIVE, Accumulation.SURVEY):
        return period.same_last_year
    return period.previous


def last_known(
    figure: Callable[[Period], T | None], wanted: Period, accumulation: Accumulation, *, oldest: Period | None
) -> tuple[Period, T] | None:
    """The newest figure before the quarter ``wanted``, of which there is none, and its quarter; None where there is none.

    Of a survey it is that of the same quarter of a year before, since in between stands the same one. ``oldest``: the first quarter
    of which any figure may be known. Not to be asked of what adds up over the year.
    """
    at = wanted
    while oldest is not None and at > oldest:
        at = at.same_last_year if accumulation is Accumulation.SURVEY else at.previous
        if (found := figure(at)) is not None:
            return at, found
    return None
