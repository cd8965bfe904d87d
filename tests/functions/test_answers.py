"""Each worksheet function, as an officer calls it: one cell, arrays, blanks, errors, and anything a cell can hold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laa_xl.declare.functions import FUNCTIONS, Function
from laa_xl.domain.numbers import exact
from laa_xl.domain.rating import rate, symbol
from laa_xl.domain.variance import Target, Tolerance, variance, variance_fraction
from laa_xl.domain.words import DataStatus, Judgement, Polarity, RatingMode, ToleranceKind
from laa_xl.functions import cells, udfs
from laa_xl.functions.cells import ERRORS, NOT_AVAILABLE, NUM, VALUE, ExcelError, Problem, Sentence


def call(name: str, *given_: Any) -> Any:
    return getattr(udfs, name)(*given_)


@pytest.mark.parametrize(
    ("name", "given_", "answer"),
    [
        ("LAA_VARIANCE", [72, 63, "higher"], 9.0),
        ("LAA_VARIANCE", [10.8, 8.4, "lower"], -2.4),
        ("LAA_VARIANCE", [8, "10 to 20", "range"], -2.0),
        ("LAA_VARIANCE", [25, "at least 10", "RANGE"], 0.0),
        ("LAA_VARIANCE", ["1,450", "1,400.5", "higher"], 49.5),  # numbers typed as text, plainly
        ("LAA_VARIANCE_PCT", [72, 80, "higher"], -0.1),
        ("LAA_VARIANCE_PCT", [3, 0, "lower"], ""),  # no percentage of 0
        ("LAA_VARIANCE_PCT", [-5.3, -28.3, "lower"], -0.812721),
        ("LAA_SYMBOL", [11043, 10326, "higher"], "● within"),
        ("LAA_SYMBOL", [11043, 10326, "higher", 5], "★ better"),
        ("LAA_SYMBOL", [11043, 10326, "higher", "5%"], "★ better"),
        ("LAA_SYMBOL", [97.9, 100, "higher", "2 points"], "▲ worse"),
        ("LAA_SYMBOL", [98, 100, "higher", "2 points"], "● within"),
        ("LAA_SYMBOL", [105.01, 100, "lower", "5%", "10%"], "▲ worse"),
        ("LAA_SYMBOL", [91, 100, "lower", "5%", "10%"], "● within"),
        ("LAA_RAG", [59.0, 80.0, "higher", 85, 80], "Amber"),  # NI 125
        ("LAA_RAG", [13.0, 11.9, "lower", None, None, None, None, "worse"], "Red"),  # NI 131
        ("LAA_RAG", [300, 1450, "higher", 800, 1450], "Red"),  # NI 154
        ("LAA_RAG", [591.3, 582.0, "lower"], "Green"),  # NI 120, females
        ("LAA_RAG", [95, 100, "higher", None, None, None, "current"], "Amber"),
        ("LAA_RAG", [95, 100, "higher", None, None, None, None, None, "Not due this period"], "Grey"),
        ("LAA_RAG", [95, 100, "higher", None, None, None, None, None, None, True], "Grey"),
        ("LAA_RAG", [95, None, "higher"], "Grey"),
        ("LAA_FORECAST", [800, 1450, "higher", "better"], "▲ worse"),  # a figure beats a judgement
        ("LAA_FORECAST", [800, None, "higher", "better"], "★ better"),
        ("LAA_FORECAST", [None, 1450, "higher"], ""),
        ("LAA_DIRECTION", [64, 63, "higher"], "steady"),
        ("LAA_DIRECTION", [66, 63, "higher"], "improved"),
        ("LAA_DIRECTION", [66, 63, "higher", "5%"], "steady"),
        ("LAA_DIRECTION", [52, 50, "higher", None, None, "yes", 3], "steady"),
        ("LAA_DIRECTION", [66, None, "higher"], "no comparison"),
        ("LAA_DIRECTION", [22, 25, "range", None, "10 to 20"], "improved"),
        ("LAA_PROFILE", [1450, 1, "cumulative", None, 0], 363.0),
        ("LAA_PROFILE", [1450, 1, "cumulative"], 362.5),
        ("LAA_PROFILE", [1450, 2, "cumulative", [[0.1, 0.2, 0.3, 0.4]], 0], 435.0),
        ("LAA_PROFILE", [8.4, 1, "rate"], 8.4),
        ("LAA_PROFILE", [None, 1, "rate", None, None, 7], 7.0),
        ("LAA_ROLLUP", [[["Green"], ["Green"], ["Green"], ["Red"]]], "Red"),
        ("LAA_ROLLUP", [[["Green"], ["Grey"]]], "Amber"),
        ("LAA_ROLLUP", [[["Green"], ["Grey"]], [["yes"], ["no"]]], "Green"),
        ("LAA_ROLLUP", [[["Green"], [None]]], "Green"),  # an empty row
        (  # five groups of long numbers: one of five is red, which is not a quarter
            "LAA_ROLLUP",
            [[["Red", *["Green"] * 4]], None, None, [[1000001.0, 1000002.0, 1000003.0, 1000004.0, 1000005.0]]],
            "Amber",
        ),
        ("LAA_ROLLUP", [[["Green"], [None]], [["yes"], ["yes"]]], "Amber"),  # a row without its rating
        ("LAA_REWARD", [58, 50, 60, 312500, "Final"], 250000.0),
        ("LAA_REWARD", [56, 50, 60, 312500, "Final"], 187500.0),
        ("LAA_REWARD", [55.9, 50, 60, 312500, "Final"], 0.0),
        ("LAA_REWARD", [58, 50, 60, 312500, "Provisional"], 0.0),
        ("LAA_REWARD", [58, 50, 50, 312500, "Final"], 0.0),
        ("LAA_REWARD", [None, 50, 60, 312500, "Final"], ""),
        (
            "LAA_EXPLAIN",
            [80, 80, "higher"],
            'Green: 80 against 80 is on target, no forecast; "outlook" rule, version 1.',
        ),
        ("LAA_CHECK", [12, "Actual"], ""),
        ("LAA_CHECK", ["", "Actual"], ""),
    ],
)
def test_a_function_answers_as_worked_by_hand(name: str, given_: list[Any], answer: Any) -> None:
    found = call(name, *given_)
    assert (found, type(found)) == (answer, type(answer))


@pytest.mark.parametrize("declared", FUNCTIONS, ids=lambda declared: declared.name)
def test_the_declared_example_is_what_the_function_gives(declared: Function) -> None:
    formula, shown = declared.example
    inside = formula.removeprefix(f"={declared.name}(").removesuffix(")")
    if declared.name == "LAA_ROLLUP":  # its cells are not in the formula
        given_: list[Any] = [[["Green"]] * 5 + [["Amber"]] * 2 + [["Red"]]]
    else:
        parts = _split(inside)
        given_ = [None if part == "" else part[1:-1] if part[0] == '"' else float(part) for part in parts]
    found = call(declared.name, *given_)
    assert (f"{found:g}" if isinstance(found, float) else found) == shown


def _split(inside: str) -> list[str]:
    """Arguments apart, commas in quotes left alone."""
    parts, quoted = [""], False
    for letter in inside:
        quoted ^= letter == '"'
        if letter == "," and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def test_one_cell_goes_with_every_cell_of_an_array_and_shapes_are_kept() -> None:
    column, row, block = [[72.0], [71.9]], [[72.0, 71.9]], [[72.0, 71.9], [80.0, 90.0]]
    assert call("LAA_VARIANCE", column, 80, "higher") == [[-8.0], [-8.1]]
    assert call("LAA_VARIANCE", row, 80, "higher") == [[-8.0, -8.1]]
    assert call("LAA_VARIANCE", block, 80, "higher") == [[-8.0, -8.1], [0.0, 10.0]]
    assert call("LAA_VARIANCE", block, [[80.0], [90.0]], "higher") == [[-8.0, -8.1], [-10.0, 0.0]]
    assert call("LAA_VARIANCE", column, [[80.0, 90.0]], [["higher"], ["lower"]]) == [[-8.0, -18.0], [8.1, 18.1]]
    assert call("LAA_VARIANCE", [[72.0]], [[80.0]], [["higher"]]) == -8.0
    assert call("LAA_VARIANCE", [72.0, 71.9], 80.0, "higher") == [-8.0, -8.1]  # a plain list, from Python
    assert call("LAA_SYMBOL", column, 80, "higher", [["10%"], ["20%"]]) == [["● within"], ["● within"]]


def test_arrays_that_do_not_fit_give_not_available_beyond_the_smaller_as_in_excel() -> None:
    assert call("LAA_VARIANCE", [[1.0], [2.0], [3.0]], [[1.0], [1.0]], "higher") == [[0.0], [1.0], [NOT_AVAILABLE]]


def test_in_an_array_a_blank_stays_blank_and_an_error_stays_in_its_place() -> None:
    found = call("LAA_VARIANCE", [[1.0], [None], [""], ["#DIV/0!"], ["x"], [0.0]], 1.0, "higher")
    assert found == [[0.0], [""], [""], ["#DIV/0!"], [VALUE], [-1.0]]


@pytest.mark.parametrize("declared", FUNCTIONS, ids=lambda declared: declared.name)
def test_a_row_of_blanks_is_blank(declared: Function) -> None:
    found = call(declared.name, *[None] * len(declared.arguments))
    if declared.name == "LAA_CHECK":
        assert isinstance(found, Sentence)  # it cannot say anything without a column
    else:
        assert found == ""


@pytest.mark.parametrize("error", list(ERRORS))
def test_an_error_that_comes_in_goes_out(error: str) -> None:
    found = call("LAA_RAG", 5, error, "up")
    assert (found, type(found)) == (error, ExcelError)


@pytest.mark.parametrize(
    ("name", "given_", "shown"),
    [
        ("LAA_RAG", ["#N/A", "text", "up"], NOT_AVAILABLE),  # the first argument that is wrong speaks
        ("LAA_RAG", ["text", "#N/A", "up"], VALUE),
        ("LAA_RAG", [5, 6, "up"], "Polarity has to be higher, lower or range."),
        ("LAA_RAG", [5, 6, 1], "Polarity has to be higher, lower or range."),
        ("LAA_RAG", [5, 6, "range"], cells.A_RANGE),
        ("LAA_RAG", [5, "20 to 10", "range"], cells.REVERSED),
        ("LAA_RAG", [5, "10 to 20", "higher"], VALUE),
        ("LAA_RAG", [dt.datetime(2008, 9, 30), 6, "higher"], VALUE),
        ("LAA_RAG", [True, 6, "higher"], VALUE),
        ("LAA_RAG", ["12%", 6, "higher"], VALUE),
        ("LAA_RAG", ["1,23", 6, "higher"], VALUE),
        ("LAA_RAG", [1e101, 6, "higher"], NUM),
        ("LAA_VARIANCE_PCT", [1e100, 1e-300, "higher"], NUM),
        ("LAA_SYMBOL", [5, 6, "higher", 0.1], cells.FRACTION),  # a cell that shows 10% holds 0.1
        ("LAA_SYMBOL", [5, 6, "higher", -1], cells.TOLERANCE),
        ("LAA_SYMBOL", [5, 6, "higher", "wide"], cells.TOLERANCE),
        ("LAA_SYMBOL", [5, 6, "higher", "5 points", "10%"], cells.MIXED),
        ("LAA_DIRECTION", [5, 6, "higher", "2 points"], cells.PERCENT),
        ("LAA_PROFILE", [100, 5, "rate"], cells.QUARTER),
        ("LAA_PROFILE", [100, None, "rate"], cells.QUARTER),
        ("LAA_PROFILE", [100, 1, "rate", None, 1.5], cells.DECIMALS),
        (
            "LAA_PROFILE",
            [100, 1, "cumulative", [[25, 25, 25, 25]]],
            "Seasonal shares are four numbers that add up to 100%.",
        ),
        ("LAA_ROLLUP", [[["Blue"]]], "Ratings have to be Red, Amber, Green or Grey."),
        ("LAA_CHECK", [5, "Colour"], None),
        ("LAA_CHECK", [5, "Actual", "Colours"], None),
    ],
)
def test_what_is_wrong_with_a_call_is_said(name: str, given_: list[Any], shown: str | None) -> None:
    found = call(name, *given_)
    assert isinstance(found, Problem)
    assert shown is None or found == shown


@pytest.mark.parametrize(
    ("entry", "column", "sheet", "unit", "rule"),
    [
        ("approx 120", "Actual", None, None, "Must fix · N03"),
        ("n/a", "actual", "indicators", None, "Must fix · N04"),
        ("1,23", "Actual", None, None, "Must fix · N05"),
        ("12%", "Actual", None, None, "Must fix · N05"),
        ("12%", "Actual", None, "% of 16-18", "For information · N06"),
        (dt.datetime(2008, 4, 3), "Actual", None, None, "Must fix · N07"),
        ("#REF!", "Actual", None, None, "Must fix · N01"),
        (2.5, "Likelihood 1-5", "Risks", None, "Must fix · N08"),
        (7, "Impact 1-5", "Risks", None, "Must fix · N09"),
        (45, "Action by", None, None, "Must fix · D01"),
        ("Done", "Data status", None, None, "Must fix · C01"),
        ("x" * 2001, "Cause", None, None, "Must fix · T01"),
    ],
)
def test_an_entry_is_checked_by_the_rules_of_the_return(
    entry: Any, column: str, sheet: str | None, unit: str | None, rule: str
) -> None:
    found = call("LAA_CHECK", entry, column, sheet, unit)
    assert found.startswith(f"{rule} · ")
    assert "{" not in found
    assert found.split(" · ", 2)[2][0].isupper()


def test_a_block_of_entries_is_checked_against_its_row_of_headings() -> None:
    found = call("LAA_CHECK", [[5.0, "Final"], ["x", "Done"]], [["Actual", "Data status"]])
    assert [[text[:14] for text in row] for row in found] == [["", ""], ["Must fix · N03", "Must fix · C01"]]


# The same as the rules of the domain, whichever way the answer was found.

figures = st.none() | st.decimals(min_value=-1000, max_value=1000, places=3).map(float)
ways = st.sampled_from([Polarity.HIGHER, Polarity.LOWER])
sizes = st.integers(0, 30) | st.decimals(min_value=1, max_value=30, places=2)


@given(figures, figures, ways, st.booleans(), sizes, sizes)
def test_variance_and_symbol_are_the_domains(
    actual: float | None, target: float | None, way: Polarity, points: bool, low: Decimal | int, up: Decimal | int
) -> None:
    aim = Target(target)
    kind = ToleranceKind.POINTS if points else ToleranceKind.PERCENT
    written = [f"{size} points" if points else f"{size}%" for size in (low, up)]
    mark = symbol(actual, aim, way, Tolerance(up, low, kind))
    assert call("LAA_SYMBOL", actual, target, way.value, *written) == (mark.mark if mark else "")
    for name, rule in (("LAA_VARIANCE", variance), ("LAA_VARIANCE_PCT", variance_fraction)):
        exactly = rule(actual, aim, way)
        assert call(name, actual, target, way.value) == ("" if exactly is None else float(exactly))


@given(
    figures, figures, ways, figures, figures, sizes, st.sampled_from(RatingMode), st.none() | st.sampled_from(Judgement),
    st.none() | st.sampled_from(DataStatus), st.booleans(),
)  # fmt: skip
def test_the_colour_and_its_reason_are_the_domains(
    actual: float | None, target: float | None, way: Polarity, forecast: float | None, year_end: float | None,
    size: Decimal | int, mode: RatingMode, judgement: Judgement | None, status: DataStatus | None, placeholder: bool,
) -> None:  # fmt: skip
    rating = rate(
        actual=actual, status=status, target=Target(target), year_end=Target(year_end), forecast=forecast,
        judgement=judgement, polarity=way, tolerance=Tolerance(size, size), mode=mode, version="1",
        placeholder=placeholder,
    )  # fmt: skip
    given_ = [actual, target, way.value, forecast, year_end, f"{size}%", mode.value, judgement, status, placeholder]
    assert call("LAA_RAG", *given_) == rating.rag
    assert call("LAA_EXPLAIN", *given_) == rating.explanation


@given(st.lists(st.tuples(figures, figures), min_size=1, max_size=30), ways)
def test_an_array_gives_what_its_cells_give_one_by_one(
    pairs: list[tuple[float | None, float | None]], way: Polarity
) -> None:
    actuals, targets = [[a] for a, _ in pairs], [[t] for _, t in pairs]
    for name in ("LAA_VARIANCE", "LAA_VARIANCE_PCT", "LAA_SYMBOL", "LAA_RAG"):
        singly = [[call(name, a, t, way.value)] for a, t in pairs]
        together = call(name, actuals, targets, way.value)
        assert together == (singly if len(pairs) > 1 else singly[0][0])


# Whatever a cell can hold, and whatever a careless caller can pass.

cell_values = st.one_of(
    st.none(),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.text(max_size=12),
    st.decimals(),
    st.datetimes(),
    st.times(),
    st.sampled_from(["#N/A", "10 to 20", "at least 5", "higher", "range", "10%", "5 points", "Final", "yes", "Actual"]),
    st.sampled_from([10**400, -(10**400), 1e308, 5e-324, "9" * 400, "1e5", "٣", "½", object(), b"x", (1 + 2j)]),
)
arguments = cell_values | st.lists(st.lists(cell_values, max_size=3), max_size=3) | st.lists(cell_values, max_size=3)


@pytest.mark.parametrize("declared", FUNCTIONS, ids=lambda declared: declared.name)
@settings(max_examples=150)
@given(data=st.data())
def test_nothing_that_comes_in_raises(declared: Function, data: st.DataObject) -> None:
    given_ = [data.draw(arguments) for _ in declared.arguments]
    for answer in _cells_of(call(declared.name, *given_)):
        assert isinstance(answer, (str, float))
        assert not (isinstance(answer, float) and abs(answer) > 1.7e308)
        assert answer == answer


def _cells_of(found: Any) -> list[Any]:
    return [cell for row in found for cell in _cells_of(row)] if isinstance(found, list) else [found]


def test_figures_that_a_currency_format_gives_are_figures() -> None:
    assert call("LAA_VARIANCE", Decimal("10.8"), Decimal("8.4"), "lower") == -2.4
    assert exact(call("LAA_VARIANCE", Decimal("0.1"), 0, "higher")) == Decimal("0.1")
