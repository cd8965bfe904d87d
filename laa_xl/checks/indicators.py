"""Rules about an indicator's figures: is the value possible, plausible, and what its parts give?"""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.figures import (
    FIGURES,
    fraction_meant,
    impossible,
    limits_of,
    live_doubtful,
    live_fraction,
    live_impossible,
    slip,
)
from laa_xl.checks.look import Look
from laa_xl.checks.parts import LIVE_NEGATIVE, PARTS, negative_figure, negative_parts
from laa_xl.checks.registry import Live, Where, row_check
from laa_xl.declare.excel import all_of, has, is_number, negated, whole
from laa_xl.declare.return_form import INDICATORS
from laa_xl.domain.agreement import Indicator
from laa_xl.domain.comparable import comparable_period
from laa_xl.domain.numbers import exact, is_whole, plain, round_half_away
from laa_xl.domain.returns import Row
from laa_xl.domain.words import Accumulation, Measure, Severity

_MUST, _CONFIRM = Severity.MUST_FIX, Severity.CONFIRM
_TITLE = {column.name: column.title for column in INDICATORS.columns}
_LIVE_OVER_100 = {name: f'AND({{rule:measure}}="percent",{{rule:highest}}=100,{{{name}}}>100)' for name in FIGURES}
_LIVE_FAR = "IF({rule:before}=0,TRUE,ROUND(ABS({actual}-{rule:before})/ABS({rule:before})*100,9)>{rule:far})"


def _impossible(row: Row, look: Look) -> list[tuple[str, float, Indicator]]:
    """The figures of a row that its indicator's unit does not allow: one of I01 to I03 speaks, the others do not."""
    return look.once("impossible", row, lambda: _not_allowed(row, look))


def _not_allowed(row: Row, look: Look) -> list[tuple[str, float, Indicator]]:
    indicator = look.indicator(row)
    figures = [(column, row.number_of(column)) for column in FIGURES] if indicator is not None else []
    return [
        (column, value, indicator)
        for column, value in figures
        if indicator is not None and value is not None and impossible(indicator, value)
    ]


def _over_100(indicator: Indicator, value: float) -> bool:
    return indicator.measure is Measure.PERCENT and indicator.highest == 100 and value > 100


@row_check(
    "indicators",
    "I01",
    _MUST,
    "You entered {entered} for {column}. This figure cannot be negative ({unit}). Enter it again in {cell}.",
    meaning="A negative figure where none is possible.",
    example="-3 offences.",
    live=[
        Live("indicators", name, all_of(is_number(name), LIVE_NEGATIVE[name]), f"{_TITLE[name]}: it cannot be negative")
        for name in (*FIGURES, *PARTS)
    ],
)
def negative(row: Row, look: Look) -> Iterator[Where]:
    """Only a change from a baseline, or an indicator that says so, may be negative."""
    for column, value, indicator in _impossible(row, look):
        if negative_figure(indicator, value):
            yield Where(column, {"unit": indicator.unit or indicator.measure.value})
    for column in negative_parts(row, look):
        yield Where(column, {"unit": "a number counted"})


@row_check(
    "indicators",
    "I02",
    _MUST,
    "You entered {entered} for {column}. A percentage lies between 0 and 100. Enter it again in {cell}.",
    meaning="A percentage above 100.",
    example="620 for 62.0 %.",
    live=[
        Live(
            "indicators",
            name,
            all_of(is_number(name), _LIVE_OVER_100[name]),
            f"{_TITLE[name]}: a percentage lies between 0 and 100",
        )
        for name in FIGURES
    ],
)
def percentage(row: Row, look: Look) -> Iterator[Where]:
    """A percentage above 100, where the indicator does not say that it may be; below 0 is I01's."""
    for column, value, indicator in _impossible(row, look):
        if _over_100(indicator, value):
            yield Where(column)


@row_check(
    "indicators",
    "I03",
    _MUST,
    "You entered {entered} for {column}. The figure has to be {limits} ({unit}). Enter it again in {cell}.",
    meaning="A figure outside the range of its unit.",
    example="7 on a score of 1 to 5.",
    live=[
        Live(
            "indicators",
            name,
            all_of(is_number(name), live_impossible(name), negated(LIVE_NEGATIVE[name]), negated(_LIVE_OVER_100[name])),
            f"{_TITLE[name]} is outside what is possible: check it",
        )
        for name in FIGURES
    ],
)
def out_of_range(row: Row, look: Look) -> Iterator[Where]:
    """Outside what the indicator's unit allows, otherwise than in I01 and I02."""
    for column, value, indicator in _impossible(row, look):
        if not negative_figure(indicator, value) and not _over_100(indicator, value):
            unit = indicator.unit or indicator.measure.value
            yield Where(column, {"limits": limits_of(indicator), "unit": unit})


@row_check(
    "indicators",
    "I04",
    _CONFIRM,
    "You entered {entered} for {column}, but {row} counts whole things ({unit}). Enter a whole number in {cell}; if the figure is "
    "right, say why in {at_confirm}.",
    meaning="Decimals in a count.",
    example="1177.1 drug users (NI 040 in the annual review of 2008).",
    live=[
        Live(
            "indicators",
            name,
            all_of(is_number(name), '{rule:measure}="count"', negated(whole(name)), negated(live_doubtful(name))),
            f"{_TITLE[name]}: whole things are counted. Correct it, or confirm it",
        )
        for name in FIGURES
    ],
)
def decimals_in_a_count(row: Row, look: Look) -> Iterator[Where]:
    """A count has no decimals."""
    indicator = look.indicator(row)
    for column in FIGURES:
        value = look.figure(row, column)
        if indicator and value is not None and indicator.measure is Measure.COUNT and not is_whole(value):
            yield Where(column, {"unit": indicator.unit or "count"})


@row_check(
    "indicators",
    "I05",
    _CONFIRM,
    "You entered {entered} for {column}. Did you mean {meant} %? For 62 % enter 62, not 0.62. If {entered} is right, say so in "
    "{at_confirm}.",
    meaning="A fraction where a percentage is meant.",
    example="0.62 for 62 %.",
    live=[
        Live(
            "indicators",
            name,
            live_fraction(name),
            f"{_TITLE[name]}: for 62 % enter 62, not 0.62. Correct it, or confirm it",
        )
        for name in FIGURES
    ],
)
def fraction_for_percentage(row: Row, look: Look) -> Iterator[Where]:
    """A value between 0 and 1 where the target is a percentage far above 1."""
    indicator = look.indicator(row)
    for column in FIGURES:
        value = row.number_of(column)
        if indicator and value is not None and fraction_meant(indicator, value, look.target(indicator, column)):
            yield Where(column, {"meant": plain(exact(value) * 100)})


@row_check(
    "indicators",
    "I06",
    _CONFIRM,
    "You entered {entered}; {when} it was {before}{change}. Check the figure in {cell}; if it is right, say why in "
    "{at_confirm}.",
    meaning="A figure far from the last comparable one.",
    example="1,200 after 118.",
    live=[
        Live(
            "indicators",
            "actual",
            all_of(
                is_number("actual"),
                negated(live_doubtful("actual")),
                has("before"),
                "{actual}<>{rule:before}",
                _LIVE_FAR,
            ),
            "This is far from the last figure known (see History): check it, or confirm it",
            ("I24",),
        )
    ],
)
def far_from_last(row: Row, look: Look) -> Iterator[Where]:
    """A change beyond the agreement's limit against the last comparable figure, else the baseline; from 0, any change.

    One that looks like a slip of the unit is I24's, unless that question is waived.
    """
    where = far(row, look)
    if where is not None and (not slipped(row, look) or look.waived(row, "I24")):
        yield where


@row_check(
    "indicators",
    "I24",
    _CONFIRM,
    "You entered {entered}, about {times} what it was {when} ({before}). Was the unit or a digit mistaken? Correct {cell}; if the "
    "figure is right, say why in {at_confirm}.",
    meaning="A figure about 10, 100 or 1,000 times the last comparable one, or such a part of it.",
    example="29 offences for each 1,000 homes after 2.9.",
)
def slip_against_last(row: Row, look: Look) -> Iterator[Where]:
    """A figure far from the last one (I06) that looks like a slip of the unit; the template asks the same as I06."""
    where = far(row, look)
    if where is not None and (times := slipped(row, look)):
        yield Where("actual", {**where.words, "times": times})


def slipped(row: Row, look: Look) -> str:
    """How the actual looks ten, a hundred or a thousand times the last comparable figure, or such a part; "" where not."""
    return look.once("slipped", row, lambda: _slipped(row, look))


def _slipped(row: Row, look: Look) -> str:
    indicator, value = look.indicator(row), look.figure(row, "actual")
    before = before_of(indicator, look)[1] if indicator else None
    return "" if indicator is None or value is None or before is None else slip(indicator, value, before)


def far(row: Row, look: Look) -> Where | None:
    """A figure far from the last comparable one: the words of I06, or None."""
    return look.once("far", row, lambda: _far(row, look))


def _far(row: Row, look: Look) -> Where | None:
    indicator = look.indicator(row)
    value = look.figure(row, "actual")
    if indicator is None or value is None:
        return None
    when, before = before_of(indicator, look)
    if before is None or value == before:
        return None
    said = ""
    if before != 0:
        limit = look.agreement.settings.far_from_last
        # A change well within the limit needs no exact arithmetic: floats are wrong by far less than a thousandth of a percent.
        if abs(value - before) / abs(before) * 100 < float(limit) * 0.999 - 0.001:
            return None
        change = abs(exact(value) - exact(before)) / abs(exact(before)) * 100
        if change <= exact(limit):
            return None
        said = f", a change of {plain(round_half_away(change, 0), 0)} %"
    return Where("actual", {"when": when, "before": plain(before, None), "change": said})


def before_of(indicator: Indicator, look: Look) -> tuple[str, float | None]:
    """The figure that the direction of travel compares with (docs/rating.md), as far as a return knows it, and when it was; a
    baseline is a whole year, and no part of one is held against it."""
    return look.once("before", indicator, lambda: _before_of(indicator, look))


def _before_of(indicator: Indicator, look: Look) -> tuple[str, float | None]:
    seasonal = indicator.shares is not None
    earlier = comparable_period(look.period, indicator.accumulation, seasonal=seasonal)
    before = look.spec.past_actual(indicator.code, earlier)
    in_season = seasonal or indicator.accumulation is Accumulation.CUMULATIVE
    if before is None and not in_season:
        earlier, before = look.spec.last_known(indicator, earlier) or (earlier, None)
    if before is not None or in_season:
        return f"in {earlier.months}", before
    named = f" ({indicator.baseline_period})" if indicator.baseline_period else ""
    return f"in the baseline{named}", indicator.baseline
