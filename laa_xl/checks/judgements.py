"""Rules about what a partner says beside a figure: a rating, a forecast, when a missing figure is expected."""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.registry import Look, Where, row_check
from laa_xl.domain.live import judgement_of, status_of
from laa_xl.domain.rating import forecast_disagrees, symbol
from laa_xl.domain.returns import Row
from laa_xl.domain.words import DataStatus, Severity, Symbol

_MUST, _CONFIRM = Severity.MUST_FIX, Severity.CONFIRM


@row_check(
    "indicators",
    "I10",
    _CONFIRM,
    'You rate {row} "{entered}", but the figures give {computed}. {why} Both are kept. If yours stands, say why in {at_confirm}; '
    "else clear {cell}.",
    meaning="The partner's own rating differs from the computed one.",
    example="Green declared, and 14.8 against 11.0 where lower is better (NI 065).",
)
def declared_against_computed(row: Row, look: Look) -> Iterator[Where]:
    """Declared and computed differ: a finding, never silently resolved."""
    rating, declared = look.rating(row), row.text_of("declared")
    if rating is not None and declared and declared != rating.rag.value:
        yield Where("declared", {"computed": rating.rag.value, "why": rating.explanation})


@row_check(
    "indicators",
    "I11",
    _CONFIRM,
    "The forecast {entered} is {computed} the target for the year end ({target}), but {at_forecast_judgement} "
    'says "{word}". The figure counts. Correct one of them, or say in {at_confirm} why both stand.',
    meaning="Forecast figure and forecast word say different things.",
    example="800 against 1,450, and Better.",
)
def forecast_twice(row: Row, look: Look) -> Iterator[Where]:
    """A figure beats a judgement, and their disagreement is a finding."""
    indicator, word, forecast = look.indicator(row), judgement_of(row), look.figure(row, "forecast")
    if indicator is None or indicator.placeholder or word is None:
        return
    aim, tolerance = look.target(indicator, "forecast"), look.agreement.tolerance(indicator)
    if forecast_disagrees(forecast, word, aim, indicator.polarity, tolerance):
        mark = symbol(forecast, aim, indicator.polarity, tolerance)
        target = aim.written(indicator.polarity, indicator.decimals)
        yield Where("forecast", {"computed": _SPOKEN[mark], "target": target, "word": word.value})


_SPOKEN = {
    Symbol.STAR: "better than",
    Symbol.CIRCLE: "within the tolerance of",
    Symbol.TRIANGLE: "worse than",
    None: "",
}


@row_check(
    "indicators",
    "I12",
    _CONFIRM,
    "You gave the forecast {entered}, but no target for the year end is agreed, so it cannot be rated and counts as none. Choose a "
    "word in {at_forecast_judgement} as well, or say in {at_confirm} why there is none.",
    meaning="A forecast figure without a year-end target, and no word beside it.",
    example="Forecast 12 where only a September target is agreed.",
)
def forecast_without_target(row: Row, look: Look) -> Iterator[Where]:
    """A forecast figure that nothing can be set against."""
    indicator = look.indicator(row)
    if indicator is None or indicator.placeholder or row.number_of("forecast") is None:
        return
    known = look.target(indicator, "forecast").known(indicator.polarity)
    rating = look.rating(row)
    if not known and row.blank("forecast_judgement") and rating is not None and rating.symbol is not None:
        yield Where("forecast")


@row_check(
    "indicators",
    "I13",
    _MUST,
    "The figure is expected on {entered}, which is not after the quarter that this return is about. Correct {cell}, or enter the figure.",
    meaning="A missing figure that should be here already.",
    example="Expected on 30/06/2008 in the return for July to September 2008.",
)
def expected_in_the_past(row: Row, look: Look) -> Iterator[Where]:
    """A date for a missing figure lies after the quarter."""
    expected = row.date_of("status_date")
    if status_of(row) is DataStatus.NOT_YET and expected is not None and expected <= look.period.end:
        yield Where("status_date")
