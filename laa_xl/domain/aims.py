"""What an indicator is held against in a quarter: the targets that are in force, and how far from them is still within."""

from __future__ import annotations

from dataclasses import dataclass

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.periods import Period
from laa_xl.domain.profile import period_target
from laa_xl.domain.records import Indicator
from laa_xl.domain.variance import Target, Tolerance
from laa_xl.domain.words import Polarity, ToleranceKind


@dataclass(frozen=True, slots=True)
class Aims:
    """The two targets of an indicator in a period; they are never mixed (document 003's NI 154)."""

    period: Target
    year_end: Target


def aims(agreement: Agreement, indicator: Indicator, period: Period) -> Aims:
    """Period and year-end target of an indicator; an empty Target where none is agreed.

    The period's own wins, else it follows from the year's (docs/rating.md, The target of a quarter). Of a lagged indicator
    too: its targets are those of what each quarter reports. docs/decisions/0003.
    """
    of_year = agreement.target_row(indicator.code, period.year, None, period.end)
    of_quarter = agreement.target_row(indicator.code, period.year, period.quarter, period.end)
    year_end = of_year.as_target if of_year else Target()
    if indicator.polarity is Polarity.RANGE:
        return Aims(of_quarter.as_target if of_quarter else year_end, year_end)
    value = period_target(
        year_end.value,
        period.quarter,
        indicator.accumulation,
        indicator.shares,
        indicator.decimals,
        of_quarter.target if of_quarter else None,
    )
    return Aims(Target(value), year_end)


def tolerance_of(agreement: Agreement, indicator: Indicator) -> Tolerance:
    """The indicator's own tolerance, else the agreement's."""
    kind = indicator.tolerance_kind or ToleranceKind.PERCENT
    if kind is ToleranceKind.POINTS:
        return Tolerance(indicator.tolerance_upper or 0, indicator.tolerance_lower or 0, kind)
    settings = agreement.settings
    upper = settings.tolerance_upper if indicator.tolerance_upper is None else indicator.tolerance_upper
    lower = settings.tolerance_lower if indicator.tolerance_lower is None else indicator.tolerance_lower
    return Tolerance(upper, lower, kind)
