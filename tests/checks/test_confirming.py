"""What a reason under "Confirmed because" confirms, what it does not, and what a typed figure becomes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from laa_xl.checks.catalogue import RULES
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.findings import Verdict
from laa_xl.domain.periods import Period
from laa_xl.domain.words import Severity
from laa_xl.flow.receiving import spec_for
from tests.checks.test_every_rule import CASES
from tests.support.returns import (
    THEME,
    address,
    agreement,
    checked,
    located,
    return_of,
    spec,
    typed,
    valid_entries,
    valid_return,
)

REASON = "We counted twice."
TO_CONFIRM = [case for case in CASES if RULES[case.rule].severity is Severity.CONFIRM]
TO_FIX = [
    case
    for case in CASES
    if RULES[case.rule].severity is Severity.MUST_FIX and "." in case.at and not case.at.startswith("about.")
]


def confirm_of(spot: str) -> str:
    return f"{located(spot)[1]}.confirm"


def can_be_confirmed(spot: str) -> bool:
    return any(column.name == "confirm" for column in located(spot)[0].columns)


@pytest.mark.parametrize("case", [case for case in TO_CONFIRM if can_be_confirmed(case.at)], ids=str)
def test_a_finding_to_confirm_is_confirmed_by_a_reason_in_its_row(case: Any) -> None:
    before = case.checked()
    assert (before.verdict, before.confirmed) == (Verdict.FINDINGS, ())
    after = case.checked(typed({confirm_of(case.at): REASON}, case.file()))
    confirmed = [finding for finding in after.findings if finding.rule == case.rule]
    assert [finding.confirmed for finding in confirmed] == [REASON]
    # What the reason does not answer is still asked: a fraction that stands is rated, and red asks for its cause.
    assert after.verdict is Verdict.OK or {finding.rule for finding in after.open} <= {"B09", "I13", "I07", "I11"}


@pytest.mark.parametrize("case", [case for case in TO_CONFIRM if can_be_confirmed(case.at)], ids=str)
def test_a_reason_in_another_row_confirms_nothing(case: Any) -> None:
    table, key, _ = located(case.at)
    other = {"indicators": "MONEY", "finance": "BID", "risks": "R2", "actions": "A2", "narrative": "N3"}[table.name]
    other = "GRANT" if key == other else other
    after = case.checked(typed({f"{other}.confirm": REASON}, case.file()))
    assert after.verdict is Verdict.FINDINGS


@pytest.mark.parametrize("reason", ["", "   ", None, "TBC", "n/a", " - ", ".", "None", "?"])
def test_a_blank_confirms_nothing(reason: str | None) -> None:
    data = typed({"LOWER.actual": 3.7, "LOWER.confirm": reason})
    assert [(finding.rule, finding.confirmed) for finding in checked(data).findings] == [("I06", "")]


@pytest.mark.parametrize("case", TO_FIX, ids=str)
def test_what_has_to_be_fixed_is_not_silenced_by_a_reason(case: Any) -> None:
    if not can_be_confirmed(case.at):
        return
    after = checked(typed({confirm_of(case.at): REASON}, case.file()))
    assert after.verdict is not Verdict.OK
    assert [(finding.rule, finding.confirmed) for finding in after.open] == [(case.rule, "")]


@pytest.mark.parametrize("case", [case for case in TO_CONFIRM if can_be_confirmed(case.at)], ids=str)
def test_a_message_that_asks_for_a_reason_names_the_cell_for_it(case: Any) -> None:
    (finding,) = case.findings()
    assert address(confirm_of(case.at)).split("!")[1] in finding.message


@pytest.mark.parametrize("table", [table.name for table in RETURN_FORM.tables() if table.name != "about"])
def test_every_table_but_the_first_has_a_place_to_confirm(table: str) -> None:
    assert RETURN_FORM.table(table).column("confirm").title == "Confirmed because"


def test_a_word_that_says_nothing_is_welcome_where_nothing_is_needed() -> None:
    """A green figure needs no cause, an action that is over may lie behind, and figures may be negative where the unit is."""
    changes = {
        "PERCENT.cause": "n/a",
        "PERCENT.action": "-",
        "PERCENT.confirm": "none",
        "A1.comment": "n/a",
        "GRANT.comment": "none",
        "about.approved_by": "TBC",
        "A1.due": date(2008, 3, 31),
        "A1.indicator": "PERCENT",  # green: nothing more is to be done
        "A1.progress": "Complete",
        "CHANGE.numerator": -5.2,
        "CHANGE.denominator": 100,
        "LATER.status": "Not due this period",
        "HOLDER.status": "Not due this period",
    }
    assert checked(typed(changes)).findings == ()


def test_spend_is_compared_with_the_last_accepted_of_the_year_across_a_gap() -> None:
    before = checked(typed({"BID.spend": None, "BID.comment": "The ledger closes in October."})).returned
    first = checked(valid_return()).returned
    assert before is not None
    assert first is not None
    returns = {(THEME, Period(2008, 1)): first, (THEME, Period(2008, 2)): before}
    form = spec_for(agreement(), THEME, Period(2008, 4), returns)
    assert {(p.indicator, p.period, p.actual) for p in form.past if p.indicator.startswith("spend:")} == {
        ("spend:GRANT", "2008-Q2", 48000.0),
        ("spend:BID", "2008-Q1", 20000.5),
        ("spend:TOTAL", "2008-Q2", 68000.5),
    }
    entries = valid_entries()
    entries["finance"] = {"GRANT": {"spend": 47000, "outturn": 99000}, "BID": {"spend": 20, "outturn": 50000}}
    found = [finding for finding in checked(return_of(entries, form)).findings if finding.sheet == "Finance"]
    assert [(finding.rule, finding.row) for finding in found] == [("M02", "GRANT"), ("M03", "BID")]
    assert "at the end of September 2008 it was 48,000" in found[0].message
    assert "at the end of June 2008 (20,000.5)" in found[1].message
    assert spec_for(agreement(), THEME, Period(2009, 2), returns).past_actual("spend:GRANT", Period(2008, 1)) is None


def test_no_forecast_is_asked_for_where_it_does_not_count() -> None:
    entries = valid_entries()
    del entries["indicators"]["RANGE"]["forecast_judgement"]
    assert [finding.rule for finding in checked(return_of(entries)).findings] == ["B10"]
    assert "B10" not in [finding.rule for finding in checked(return_of(entries, spec("current"))).findings]


def test_a_forecast_that_does_not_count_needs_no_target() -> None:
    entries = valid_entries()
    del entries["indicators"]["QUARTER"]["forecast_judgement"]
    entries["indicators"]["QUARTER"]["forecast"] = 40
    assert [finding.rule for finding in checked(return_of(entries)).findings] == ["I12"]
    assert "I12" not in [finding.rule for finding in checked(return_of(entries, spec("current"))).findings]


TYPED: list[tuple[str, str, float]] = [
    ("PERCENT.actual", "61.5", 61.5),
    ("PERCENT.actual", "61.5%", 61.5),
    ("PERCENT.actual", " 61.5 % ", 61.5),
    ("MONEY.actual", "£10,400", 10400),
    ("MONEY.actual", "£10.4k", 10400),
    ("MONEY.actual", "10 400", 10400),
    ("CHANGE.actual", "-5.2", -5.2),
    ("CHANGE.actual", "(5.2)", -5.2),
    ("CHANGE.actual", "−5.2%", -5.2),
    ("YEAR.actual", "70\u00a0", 70),
    ("ZERO.actual", "0", 0),
    ("GRANT.spend", "£48k", 48000),
    ("R1.likelihood", "3", 3),
]


@pytest.mark.parametrize(("spot", "text", "value"), TYPED)
def test_a_figure_typed_as_text_is_understood_and_told(spot: str, text: str, value: float) -> None:
    validated = checked(typed({spot: text}))
    assert [finding.rule for finding in validated.findings] == ["N06"]
    assert validated.verdict is Verdict.OK
    assert value_of(validated.returned, spot) == value


NO_FIGURES = ("n/a", "N/A", "TBC", "tbc", "-", "–", "nil", "none", "unknown", "not available", "?", "...", "*")


@pytest.mark.parametrize("word", NO_FIGURES)
@pytest.mark.parametrize("spot", ["PERCENT.actual", "YEAR.actual", "YEAR.forecast", "GRANT.spend", "R1.impact"])
def test_a_word_for_no_figure_never_becomes_a_zero(spot: str, word: str) -> None:
    validated = checked(typed({spot: word}))
    assert [finding.rule for finding in validated.findings] == ["N04"]
    assert value_of(validated.returned, spot) is None


@pytest.mark.parametrize("text", ["1,23", "1.234,5", "10-12", "10/12", "5 to 7", "c. 120", "1e3", "12 k"])
@pytest.mark.parametrize("spot", ["YEAR.actual", "SEASON.forecast", "BID.spend"])
def test_a_figure_with_two_readings_is_asked_about(spot: str, text: str) -> None:
    validated = checked(typed({spot: text}))
    assert [finding.rule for finding in validated.findings] == ["N05"]
    assert value_of(validated.returned, spot) is None


@pytest.mark.parametrize("spot", ["PERCENT.actual", "YEAR.actual", "RANGE.actual", "GRANT.spend"])
def test_a_blank_is_never_a_zero(spot: str) -> None:
    assert value_of(checked(typed({spot: None})).returned, spot) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("31/12/2008", date(2008, 12, 31)), ("3 April 2009", date(2009, 4, 3)), ("2009-04-03", date(2009, 4, 3))],
)
def test_a_date_typed_as_text_is_understood_and_told(text: str, day: date) -> None:
    validated = checked(typed({"YEAR.action_date": text}))
    assert [finding.rule for finding in validated.findings] == ["D03"]
    assert value_of(validated.returned, "YEAR.action_date") == day


def test_a_rating_follows_a_figure_that_was_typed_as_text() -> None:
    data = typed({"RANGE.actual": "30", "RANGE.declared": "Green"})
    assert {finding.rule for finding in checked(data).findings} == {"N06", "B09", "I10"}


def value_of(returned: Any, spot: str) -> Any:
    table, key, column = located(spot)
    return returned.row(table.name, key)[column]
