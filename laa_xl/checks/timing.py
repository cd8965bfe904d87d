"""Rules about the time that a figure is about."""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.doubts import LAGGED
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Beyond, Where, row_check
from laa_xl.domain.numbers import plain
from laa_xl.domain.returns import Row
from laa_xl.domain.times import months_before, time_of
from laa_xl.domain.words import Severity

_CONFIRM = Severity.CONFIRM


@row_check(
    "indicators",
    "I16",
    _CONFIRM,
    "Figures for {row} come about {lag} months late, so {actual} in {at_actual} is not about this quarter. Enter in {cell} which time "
    "it is about, for example June 2007, or say in {at_confirm} why nobody knows.",
    meaning="A figure of a measure that comes late, without the time that it is about.",
    example="Conceptions under 18 are known 14 months later; the table of 2008 prints -5.3 % without its time (NI 112).",
    beyond=Beyond.WORDS,
)
def lag_unsaid(row: Row, look: Look) -> Iterator[Where]:
    """Which time a lagged figure is about is shown beside it, and nobody could guess it; it is rated by the target of the quarter."""
    indicator, actual = look.indicator(row), look.figure(row, "actual")
    if indicator is None or actual is None or "data_period" not in row.entries:
        return
    if (indicator.lag_months or 0) >= LAGGED and row.blank("data_period"):
        yield Where("data_period", {"lag": str(indicator.lag_months), "actual": plain(actual, None)})


@row_check(
    "indicators",
    "I17",
    _CONFIRM,
    'You entered "{entered}" for {column}, {why}. Correct {cell}; if it is a forecast, move the figure to {at_forecast}; if it stands, say '
    "why in {at_confirm}.",
    meaning="A figure about a time that is not over yet, or that is newer than the measure's figures can be.",
    example="November 2008 to January 2009, in the return for July to September 2008 (as the target of NI 117 is).",
    beyond=Beyond.WORDS,
)
def about_a_time_to_come(row: Row, look: Look) -> Iterator[Where]:
    """Only a time that is certain is judged; a whole year that is still running may mean the year to date."""
    indicator, about = look.indicator(row), time_of(row.text_of("data_period"))
    if indicator is None or about is None or look.figure(row, "actual") is None:
        return
    end = look.period.end
    if about.start > end or (about.end > end and not about.year):
        yield Where("data_period", {"why": f"which is not over on {end.day} {end:%B %Y}"})
    elif indicator.lag_months and indicator.lag_months >= LAGGED:
        newest = months_before(end, indicator.lag_months // 2)
        if about.end > newest and not about.year:
            late = f"although figures for {row.key} come about {indicator.lag_months} months late"
            yield Where("data_period", {"why": late})
