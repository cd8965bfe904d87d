"""What a template's own checks say as one types: which are open, how many, and what "What to do" says in each row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from laa_xl.checks.catalogue import live_checks
from laa_xl.checks.live_state import LiveState
from laa_xl.checks.look import Look
from laa_xl.checks.registry import cells_of, run_checks, shown
from laa_xl.declare.live_formulas import COMPLETE, NOTHING_NEEDED
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.returns import Entry, ErrorValue, Return, Row
from laa_xl.domain.words import Severity
from laa_xl.stages.templating import content
from tests.checks.shaped import seen
from tests.support.returns import PERIOD, THEME, spec

MUST, CONFIRM = Severity.MUST_FIX, Severity.CONFIRM


def to_do(state: LiveState, table: str, key: str, column: str = "") -> str:
    form = RETURN_FORM.table(table)
    return state.to_do(form, next(row for row in state.rows[table] if row.key == key), column)


def test_a_valid_return_has_nothing_open_and_says_so_in_each_row() -> None:
    state = seen({})
    assert [state.count(severity) for severity in Severity] == [0, 0, 0]
    assert state.open == frozenset()
    assert to_do(state, "indicators", "PERCENT") == COMPLETE
    assert to_do(state, "indicators", "LATER") == NOTHING_NEEDED  # not due, and nothing entered
    assert to_do(state, "risks", "R1") == COMPLETE
    assert to_do(state, "risks", "R2") == ""
    assert to_do(state, "about", "about", "completed_by") == COMPLETE
    assert to_do(state, "about", "about", "approved_by") == ""  # blank, and not asked for


def test_what_must_be_fixed_is_asked_before_what_is_to_be_confirmed() -> None:
    state = seen({"PERCENT.actual": 0.62, "PERCENT.status": None, "PERCENT.forecast": 0.62})
    assert to_do(state, "indicators", "PERCENT") == "Choose the data status"
    assert (state.count(MUST), state.count(CONFIRM)) == (1, 2)


@pytest.mark.parametrize(
    ("changes", "table", "key", "column", "says"),
    [
        ({"RANGE.actual": None, "RANGE.status": None}, "indicators", "RANGE", "", "Enter the actual, or choose a data status"),
        ({"YEAR.cause": None}, "indicators", "YEAR", "", "Amber or red: give the cause"),
        ({"R1.owner": None}, "risks", "R1", "", "Owner (post) is blank: fill it in, or clear the row"),
        ({"R1.impact": 7}, "risks", "R1", "", "Impact 1-5 is outside what is possible: check it"),
        ({"about.organisation": None}, "about", "about", "organisation", "Please fill it in"),
        ({"about.organisation": None}, "about", "about", "completed_by", COMPLETE),  # each field for itself
        ({"TOTAL.outturn": 150000}, "finance", "TOTAL", "", "Forecast outturn, £: the lines do not add up to this total"),
        # typed as text, a number or a date holds none for a formula, and has to be typed again
        ({"RANGE.actual": "15"}, "indicators", "RANGE", "", "Actual: enter a number only"),
        ({"YEAR.action_date": "31/12/2008"}, "indicators", "YEAR", "", "Action by: enter a date, for example 31/03/2009"),
        ({"R1.impact": "4"}, "risks", "R1", "", "Impact 1-5: enter a number only"),
        ({"RANGE.actual": ErrorValue("#REF!")}, "indicators", "RANGE", "", "Actual: type the value itself, not a formula"),
    ],
)  # fmt: skip
def test_a_row_says_what_is_to_be_done_first(
    changes: Mapping[str, Any], table: str, key: str, column: str, says: str
) -> None:
    state = seen(changes)
    assert to_do(state, table, key, column) == says
    other = {"indicators": "SCORE", "risks": "R2", "finance": "GRANT"}.get(table)
    assert other is None or to_do(state, table, other) in (COMPLETE, "")


def test_what_is_confirmed_in_its_row_is_not_open() -> None:
    asked = {"PERCENT.forecast": None, "RANGE.forecast_judgement": None}
    assert seen(asked).count(CONFIRM) == 2
    assert seen({**asked, "RANGE.confirm": "Nobody can know."}).count(CONFIRM) == 1


def test_one_check_in_three_rows_counts_three_times() -> None:
    assert seen({f"{code}.status": None for code in ("PERCENT", "RANGE", "SCORE")}).count(MUST) == 3


def test_a_nil_return_is_asked_for_nothing_but_what_it_reports_all_the_same() -> None:
    entries = {"about": {"about": {"completed_by": "Officer", "nil": "Yes"}}}
    empty = content(spec().model_copy(update={"carried": (), "carried_from": ""}), entries).live
    assert empty.nil
    assert [empty.count(severity) for severity in Severity] == [0, 0, 0]
    assert to_do(empty, "indicators", "PERCENT") == NOTHING_NEEDED
    reporting = seen({"about.nil": "Yes", "PERCENT.actual": "about 60"})
    assert {rule for *_, rule in reporting.open} == {"B15"}
    assert to_do(reporting, "risks", "R1") == ""
    assert to_do(reporting, "about", "about", "nil") == "Clear this, or clear your other entries"


@pytest.mark.parametrize("table", [table.name for table in RETURN_FORM.tables()])
def test_live_checks_stand_in_the_order_in_which_they_are_asked(table: str) -> None:
    checks = live_checks(RETURN_FORM.table(table))
    severities = [list(Severity).index(check.rule.severity) for check in checks]
    assert severities == sorted(severities)
    assert {check.live.table for check in checks} == {table}
    for check in checks:
        assert check.codes == (check.rule.code, *check.live.also)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "TRUE"),
        (False, "FALSE"),
        (0, "0"),
        (48000.0, "48000"),
        (-0.5, "-0.5"),
        ("  so it was  ", "so it was"),
        ("x" * 120, "x" * 120),
        ("x" * 121, "x" * 117 + "..."),
    ],
)
def test_an_entry_is_quoted_as_it_was_typed(value: Any, text: str) -> None:
    assert shown(value) == text


def test_a_column_that_is_not_there_is_named_by_its_heading() -> None:
    at = cells_of(Row("indicators", "Indicators", "RANGE", 8, {"actual": Entry(15, "K8")}))
    assert (at["at_actual"], at["at_status"]) == ("K8", '"Data status"')


def test_a_column_that_is_not_there_is_asked_nothing() -> None:
    whole = seen({"RANGE.status": None}).look
    (row,) = [row for row in whole.returned.rows("indicators") if row.key == "RANGE"]
    for gone, left in (("heading", 1), ("status", 0)):
        cut = Row(row.table, row.sheet, row.key, row.number, {k: v for k, v in row.entries.items() if k != gone})
        returned = Return("northshire-2008", THEME, PERIOD, "", "", {"indicators": (cut,)})
        found = list(run_checks(Look(whole.spec, returned, whole.ratings)))
        assert [one.rule for one in found] == ["B04"] * left
