"""Words that were carried forward: asked about where they are wanted and did not change, and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from laa_xl.domain.words import Severity
from tests.checks.cases_continuity import ACTION, ASKED, CAUSE
from tests.support.returns import address, checked, findings, return_of, spec, typed, valid_entries

SILENT: dict[str, dict[str, Any]] = {
    "a cause of an indicator that is green": {"PERCENT.cause": "Fewer people were asked."},
    "the cause of another indicator": {"YEAR.cause": CAUSE},
    "a cause that was added to": {"LOWER.cause": f"{CAUSE} They are filled now."},
    "the owner and the date of an improvement action": {
        "LOWER.action_owner": "Head of community safety",
        "LOWER.action_date": date(2008, 12, 31),
    },
    "an improvement action of long ago for an indicator that is green": {
        "PERCENT.action": "Ask again in spring.",
        "PERCENT.action_date": date(2008, 4, 30),
    },
    "a risk and an action that go on": {"R1.risk": "Fires go on", "A1.action": "Lock the yards"},
    "a point with one word more": {"N1.text": f"{ASKED} Again."},
    "a topic with the words of a point": {"N1.heading": ASKED},
}


@pytest.mark.parametrize("changes", SILENT.values(), ids=SILENT)
def test_nothing_is_asked_about(changes: dict[str, Any]) -> None:
    assert findings(typed(changes)) == []


def test_one_question_names_both_cells_of_an_indicator() -> None:
    (finding,) = checked(typed({"LOWER.cause": CAUSE, "LOWER.action": ACTION})).findings
    cause, action, confirm = (address(f"LOWER.{name}").split("!")[1] for name in ("cause", "action", "confirm"))
    assert finding.message == (
        f'You entered "{CAUSE}" for Cause, word for word as in your return for April to June 2008; Improvement action has '
        f"not changed either. Please update both in {cause} and {action}, or say in {confirm} that they still hold."
    )


def test_a_point_is_asked_about_by_its_cell() -> None:
    (finding,) = checked(typed({"N2.text": ASKED})).findings
    text, confirm = (address(f"N2.{name}").split("!")[1] for name in ("text", "confirm"))
    assert finding.severity is Severity.CONFIRM
    assert finding.message == (
        f'You entered "{ASKED}" for What you want to say, word for word as in your return for April to June 2008. Please '
        f"update it in {text}, or say in {confirm} that it still holds."
    )


def test_what_has_to_be_fixed_in_the_same_cell_is_not_hidden_by_the_question() -> None:
    carried = tuple(
        item.model_copy(update={"value": "TBC"}) if (item.row, item.column) == ("LOWER", "cause") else item
        for item in spec().carried
    )
    entries = valid_entries()
    entries["indicators"]["LOWER"]["cause"] = "TBC"
    found = checked(return_of(entries, spec().model_copy(update={"carried": carried}))).findings
    assert [(finding.rule, finding.severity) for finding in found] == [
        ("B14", Severity.MUST_FIX),
        ("T02", Severity.CONFIRM),
    ]


def test_nothing_is_asked_where_nothing_was_carried_forward() -> None:
    entries = valid_entries()
    entries["indicators"]["LOWER"].update(cause=CAUSE, action=ACTION)
    bare = spec().model_copy(update={"carried": (), "carried_from": ""})
    assert findings(return_of(entries, bare)) == []


def test_nothing_is_asked_in_a_nil_return() -> None:
    assert "T02" not in {rule for rule, _ in findings(typed({"about.nil": "Yes", "N1.text": ASKED}))}


@pytest.mark.parametrize("column", ["cause", "action"])
def test_a_reason_says_that_the_words_still_hold(column: str) -> None:
    words = {"cause": CAUSE, "action": ACTION}[column]
    (finding,) = checked(typed({f"LOWER.{column}": words, "LOWER.confirm": "It still holds."})).findings
    assert (finding.rule, finding.confirmed) == ("T02", "It still holds.")
