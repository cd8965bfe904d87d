"""How an indicator has gone: its accepted figures of the last two years, and what the year's quarters aim at."""

from __future__ import annotations

from dataclasses import dataclass

from laa_xl.domain.agreement import Indicator
from laa_xl.domain.aims import Aims, aims
from laa_xl.domain.periods import Period
from laa_xl.domain.spec import FormSpec

PAST_QUARTERS = 8


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter of an indicator. ``actual`` is what was accepted; None where nothing was, and from now on."""

    period: Period
    actual: float | None
    aims: Aims


def quarters(period: Period) -> tuple[Period, ...]:
    """The eight quarters before, this one, and those still to come in its financial year; the oldest first."""
    past = [period]
    for _ in range(PAST_QUARTERS):
        past.append(past[-1].previous)
    ahead = (Period(period.year, quarter) for quarter in range(period.quarter + 1, 5))
    return (*reversed(past), *ahead)


def history_of(spec: FormSpec, indicator: Indicator) -> tuple[Point, ...]:
    """An indicator quarter by quarter. A quarter whose year's targets the return does not carry has none."""
    return tuple(
        Point(
            period,
            spec.past_actual(indicator.code, period) if period < spec.when else None,
            aims(spec.agreement, indicator, period),
        )
        for period in quarters(spec.when)
    )


def label_of(period: Period) -> str:
    """A quarter in few letters: ``Q2 2008-09``."""
    return f"Q{period.quarter} {period.financial_year}"
