"""What the live checks of a template look at beside its cells: the parameters of a row, worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from laa_xl.checks.live_values import CHECK_COLUMNS, helpers, is_carried, parameters
from laa_xl.checks.look import Look
from laa_xl.declare.lists import serial
from laa_xl.declare.return_form import FINANCE, INDICATORS
from laa_xl.domain.returns import Entry, Row
from laa_xl.domain.words import Measure
from tests.checks.shaped import seen

Values = dict[str, Any]


def look_at(changes: Values | None = None, **shape: Any) -> Look:
    return seen(changes or {}, **shape).look


def of_indicator(code: str, **shape: Any) -> Values:
    look = look_at(**shape)
    row = look.returned.row("indicators", code)
    assert row is not None
    return parameters(INDICATORS, row, look)


def of_line(code: str) -> Values:
    look = look_at()
    row = look.returned.row("finance", code)
    assert row is not None
    return parameters(FINANCE, row, look)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # limits of the unit, whether a fraction would be meant as a percentage, half a unit, the last figure
        ("PERCENT", {"lowest": 0, "highest": 100, "share_actual": 1, "share_forecast": 1, "half": 0.05, "before": 58}),
        ("LOWER", {"lowest": 0, "highest": "", "share_actual": 0, "half": 0.005, "before": 2.4}),
        ("OPEN", {"lowest": 0, "highest": "", "half": 0.5, "before": ""}),
        ("SEASON", {"half": "", "before": 190, "measure": "count"}),  # a year ago, not the quarter before
        ("CHANGE", {"lowest": "", "highest": "", "half": "", "measure": "change"}),
        ("SCORE", {"lowest": 1, "highest": 5, "half": ""}),
        ("OVER", {"lowest": 0, "highest": 150, "share_actual": 1}),
        ("QUARTER", {"share_actual": 0, "share_forecast": 0}),
        # as carried from the last return: spaces made one, a date in days since 30 December 1899
        (
            "LOWER",
            {
                "carried_cause": "Three posts stood empty until June.",
                "carried_action_owner": "Head of community safety",
            },
        ),
        ("LOWER", {"carried_action_date": float((date(2008, 12, 31) - date(1899, 12, 30)).days)}),
        ("YEAR", {"carried_cause": "", "carried_action": "Yards are looked at.", "carried_action_date": ""}),
    ],
)
def test_an_indicator_s_parameters_follow_from_the_agreement_and_its_past(code: str, expected: Values) -> None:
    found = of_indicator(code)
    assert {name: found[name] for name in expected} == expected
    assert found["far"] == 50
    assert set(found) >= {name for name in CHECK_COLUMNS["indicators"] if name in expected}


def test_every_parameter_that_a_template_names_is_given() -> None:
    assert set(CHECK_COLUMNS["indicators"]) <= set(of_indicator("PERCENT"))
    assert set(CHECK_COLUMNS["finance"]) <= set(of_line("GRANT"))


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({"measure": Measure.MONEY}, ""),
        ({"measure": Measure.RATIO, "decimals": 3}, 0.0005),
    ],
)
def test_half_a_unit_is_of_the_last_decimal_where_parts_say_something(declared: Values, expected: Any) -> None:
    assert of_indicator("RATIO", declared={"RATIO": declared})["half"] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("GRANT", {"total": 0, "lines": 2, "before": 25000, "same_year": 1}),
        ("BID", {"total": 0, "lines": 2, "before": 9000, "same_year": 1}),
        ("TOTAL", {"total": 1, "lines": 2, "before": "", "same_year": 0}),
    ],
)
def test_a_line_of_money_has_its_last_spend_beside_it(line: str, expected: Values) -> None:
    assert of_line(line) == expected


def row(**entries: Any) -> Row:
    return Row("indicators", "Indicators", "LOWER", 7, {name: Entry(value, "Z7") for name, value in entries.items()})


@pytest.mark.parametrize(
    ("column", "entry", "carried"),
    [
        ("action_date", date(2008, 12, 31), True),  # as it was carried forward
        ("action_date", date(2009, 1, 31), False),
        ("cause", "Three posts stood empty until June.", True),
        ("cause", "THREE posts  stood empty\nuntil June.", True),  # case and spaces say nothing
        ("cause", "Two posts stood empty until June.", False),
        ("cause", None, False),
        ("status_reason", "The courts report late.", False),  # nothing was carried there
    ],
)
def test_an_entry_stands_as_it_was_carried_forward(column: str, entry: Any, carried: bool) -> None:
    assert is_carried(row(**{column: entry}), column, look_at()) is carried


def answer(name: str, code: str, changes: Values | None = None, **shape: Any) -> bool:
    look = look_at(changes, **shape)
    found = look.returned.row("indicators", code)
    assert found is not None
    return helpers(INDICATORS)[name][1](found, look)


@pytest.mark.parametrize(
    ("helper", "code", "changes", "holds"),
    [
        ("started", "PERCENT", {}, True),
        ("started", "LATER", {}, False),
        ("confirmed", "PERCENT", {}, False),
        ("confirmed", "PERCENT", {"PERCENT.confirm": "It is right."}, True),
        ("confirmed", "PERCENT", {"PERCENT.confirm": "n/a"}, False),
        ("doubtful_actual", "PERCENT", {}, False),
        ("doubtful_actual", "PERCENT", {"PERCENT.actual": 0.62}, True),
        ("doubtful_actual", "PERCENT", {"PERCENT.actual": 620}, True),
        ("doubtful_actual", "PERCENT", {"PERCENT.forecast": 620}, False),
        ("doubtful_forecast", "PERCENT", {"PERCENT.forecast": 620}, True),
        ("sound", "PERCENT", {}, True),
        ("sound", "PERCENT", {"PERCENT.actual": 620}, False),
        ("rated", "PERCENT", {}, True),
        ("rated", "POINTS", {}, False),  # no figure
        ("rated", "UNSET", {}, False),  # nobody said which way is good
        ("off_target", "YEAR", {}, True),
        ("off_target", "LOWER", {}, True),
        ("off_target", "PERCENT", {}, False),
        ("off_target", "POINTS", {}, False),
        ("own", "LATER", {}, False),
        ("own", "PERCENT", {}, True),
    ],
)
def test_what_follows_from_the_cells_of_a_row(helper: str, code: str, changes: Values, holds: bool) -> None:
    assert answer(helper, code, changes) is holds


def test_a_date_is_a_number_of_days() -> None:
    assert serial("2008-12-31") == 39813  # as Excel shows it
