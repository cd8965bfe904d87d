"""Rules about an indicator's figures: is the value possible, plausible, and does it agree with what stands beside it?"""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.registry import Look, Where, row_check
from laa_xl.domain.comparable import comparable_period
from laa_xl.domain.live import aims, judgement_of, status_of
from laa_xl.domain.numbers import exact, plain, round_half_away
from laa_xl.domain.rating import forecast_disagrees
from laa_xl.domain.returns import Row
from laa_xl.domain.words import DataStatus, Measure, Rag, Severity

_MUST, _CONFIRM = Severity.MUST_FIX, Severity.CONFIRM
_FIGURES = ("actual", "forecast")


@row_check(
    "indicators",
    "I01",
    _MUST,
    "You entered {entered} for {column}. This figure cannot be negative ({unit}). Enter it again in {cell}.",
    meaning="A negative figure where none is possible.",
    example="-3 offences.",
)
def negative(row: Row, look: Look) -> Iterator[Where]:
    """Only a change from a baseline, or an indicator that says so, may be negative."""
    indicator = look.indicator(row)
    for column in _FIGURES:
        value = row.number_of(column)
        if indicator and value is not None and value < 0 and indicator.lowest is not None and indicator.lowest >= 0:
            yield Where(column, {"unit": indicator.unit or indicator.measure.value})


@row_check(
    "indicators",
    "I02",
    _MUST,
    "You entered {entered} for {column}. A percentage lies between 0 and 100. Enter it again in {cell}.",
    meaning="A percentage above 100.",
    example="620 for 62.0 %.",
)
def percentage(row: Row, look: Look) -> Iterator[Where]:
    """A percentage outside 0-100; below 0 is I01's."""
    indicator = look.indicator(row)
    for column in _FIGURES:
        value = row.number_of(column)
        if indicator and value is not None and indicator.measure is Measure.PERCENT and value > 100:
            yield Where(column)


@row_check(
    "indicators",
    "I03",
    _MUST,
    "You entered {entered} for {column}. The figure has to lie {limits} ({unit}). Enter it again in {cell}.",
    meaning="A figure outside the range of its unit.",
    example="7 on a score of 1 to 5.",
)
def out_of_range(row: Row, look: Look) -> Iterator[Where]:
    """Outside what the indicator's unit allows."""
    indicator = look.indicator(row)
    if indicator is None or indicator.measure is Measure.PERCENT:
        return
    low, high = indicator.lowest, indicator.highest
    for column in _FIGURES:
        value = row.number_of(column)
        if value is None or (value < 0 and low is not None and low >= 0):
            continue
        if (low is not None and value < low) or (high is not None and value > high):
            both = low is not None and high is not None
            limits = f"from {plain(low, None)} to {plain(high, None)}" if both else "within its limits"
            yield Where(column, {"limits": limits, "unit": indicator.unit or indicator.measure.value})


@row_check(
    "indicators",
    "I04",
    _CONFIRM,
    "You entered {entered} for {column}, but {row} counts whole things ({unit}). Enter a whole number in {cell}; if the figure is "
    "right, say why in {at_confirm}.",
    meaning="Decimals in a count.",
    example="1177.1 drug users (NI 040 in the annual review of 2008).",
)
def decimals_in_a_count(row: Row, look: Look) -> Iterator[Where]:
    """A count has no decimals."""
    indicator = look.indicator(row)
    for column in _FIGURES:
        value = row.number_of(column)
        if indicator and value is not None and indicator.measure is Measure.COUNT and value != int(value):
            yield Where(column, {"unit": indicator.unit or "count"})


@row_check(
    "indicators",
    "I05",
    _CONFIRM,
    "You entered {entered} for {column}. Did you mean {meant} %? For 62 % enter 62, not 0.62. If {entered} is right, say so in "
    "{at_confirm}.",
    meaning="A fraction where a percentage is meant.",
    example="0.62 for 62 %.",
)
def fraction_for_percentage(row: Row, look: Look) -> Iterator[Where]:
    """A value between 0 and 1 where the target is a percentage far above 1."""
    indicator = look.indicator(row)
    if indicator is None or indicator.measure is not Measure.PERCENT:
        return
    both = aims(look.agreement, indicator, look.period)
    for column, target in (("actual", both.period), ("forecast", both.year_end)):
        value, aim = row.number_of(column), target.value
        if value is not None and 0 < value < 1 and aim is not None and aim >= 5:
            yield Where(column, {"meant": plain(exact(value) * 100, None)})


@row_check(
    "indicators",
    "I06",
    _CONFIRM,
    "You entered {entered}; {when} it was {before}, a change of {change} %. Check the figure in {cell}; if it is right, say why in "
    "{at_confirm}.",
    meaning="A figure far from the last comparable one.",
    example="1,200 after 118.",
)
def far_from_last(row: Row, look: Look) -> Iterator[Where]:
    """A change beyond the agreement's limit against the last comparable period."""
    indicator = look.indicator(row)
    value = row.number_of("actual")
    if indicator is None or value is None:
        return
    earlier = comparable_period(look.period, indicator.accumulation, seasonal=indicator.shares is not None)
    before = look.spec.past_actual(indicator.code, earlier)
    if before is None or before == 0:
        return
    change = abs(exact(value) - exact(before)) / abs(exact(before)) * 100
    if change > exact(look.agreement.settings.far_from_last):
        shown = plain(round_half_away(change, 0), 0)
        yield Where("actual", {"when": f"in {earlier.months}", "before": plain(before, None), "change": shown})


@row_check(
    "indicators",
    "I07",
    _MUST,
    "The numerator {entered} and the denominator {below} give {worked}, but Actual in {at_actual} is {actual}. Correct whichever "
    "is wrong.",
    meaning="Numerator and denominator do not give the figure.",
    example="30 of 50, and Actual 62 %.",
)
def parts_against_value(row: Row, look: Look) -> Iterator[Where]:
    """Numerator over denominator has to give the figure, to its decimals; a rate may be per 1, 100, 1,000 and so on."""
    indicator = look.indicator(row)
    actual, above, below = (row.number_of(name) for name in ("actual", "numerator", "denominator"))
    if indicator is None or actual is None or above is None or below is None or below == 0:
        return
    if indicator.measure in (Measure.COUNT, Measure.MONEY, Measure.CHANGE, Measure.SCORE):
        return
    bases = (100,) if indicator.measure is Measure.PERCENT else (1, 100, 1_000, 10_000, 100_000)
    worked = [exact(above) / exact(below) * base for base in bases]
    # Half a unit of the last decimal that the partner gave or the indicator has, whichever is coarser.
    places = min(indicator.decimals, max(0, -int(exact(actual).normalize().as_tuple().exponent)))
    if any(abs(value - exact(actual)) <= exact(5) / exact(10) ** (places + 1) for value in worked):
        return
    nearest = min(worked, key=lambda value: abs(value - exact(actual)))
    shown = plain(round_half_away(nearest, indicator.decimals + 1), None)
    yield Where("numerator", {"below": plain(below, None), "worked": shown, "actual": plain(actual, None)})


@row_check(
    "indicators",
    "I08",
    _MUST,
    "{present} is given but {column} is blank. Fill in {cell}, or clear both.",
    meaning="Half of numerator and denominator.",
    example="Numerator 30, denominator blank.",
)
def half_of_the_parts(row: Row, look: Look) -> Iterator[Where]:
    """Numerator and denominator come together."""
    for given, other, title in (("numerator", "denominator", "A numerator"), ("denominator", "numerator", "A denominator")):
        if not row.blank(given) and row.blank(other):
            yield Where(other, {"present": title})


@row_check(
    "indicators",
    "I09",
    _MUST,
    "You entered {entered} for {column}. Nothing can be divided by zero. Correct {cell}, or clear numerator and denominator.",
    meaning="A denominator of 0.",
    example="30 of 0.",
)
def nothing_to_divide_by(row: Row, look: Look) -> Iterator[Where]:
    """A denominator of 0 gives no figure."""
    if row.number_of("denominator") == 0:
        yield Where("denominator")


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
    if rating is not None and declared and declared != rating.rag.value and not (_no_figure(row) and declared == Rag.GREY):
        yield Where("declared", {"computed": rating.rag.value, "why": rating.explanation})


def _no_figure(row: Row) -> bool:
    status = status_of(row)
    return row.number_of("actual") is None or (status is not None and not status.has_figure)


@row_check(
    "indicators",
    "I11",
    _CONFIRM,
    'The forecast {entered} is not "{word}" than or within the target as you chose in {at_forecast_judgement}. The figure counts. '
    "Clear the word, or say in {at_confirm} why both stand.",
    meaning="Forecast figure and forecast word say different things.",
    example="800 against 1,450, and Better.",
)
def forecast_twice(row: Row, look: Look) -> Iterator[Where]:
    """A figure beats a judgement, and their disagreement is a finding."""
    indicator, word = look.indicator(row), judgement_of(row)
    if indicator is None or indicator.placeholder or word is None:
        return
    year_end = aims(look.agreement, indicator, look.period).year_end
    tolerance = look.agreement.tolerance(indicator)
    if forecast_disagrees(row.number_of("forecast"), word, year_end, indicator.polarity, tolerance):
        yield Where("forecast", {"word": word.value.lower()})


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
    known = aims(look.agreement, indicator, look.period).year_end.known(indicator.polarity)
    rating = look.rating(row)
    if not known and judgement_of(row) is None and rating is not None and rating.symbol is not None:
        yield Where("forecast")


@row_check(
    "indicators",
    "I13",
    _MUST,
    "The figure is expected on {entered}, which is before the quarter ended. Correct {cell}, or enter the figure.",
    meaning="A missing figure that should be here already.",
    example="Expected on 30/06/2008 in the return for July to September 2008.",
)
def expected_in_the_past(row: Row, look: Look) -> Iterator[Where]:
    """A date for a missing figure lies after the quarter."""
    expected = row.date_of("status_date")
    if status_of(row) is DataStatus.NOT_YET and expected is not None and expected <= look.period.end:
        yield Where("status_date")
