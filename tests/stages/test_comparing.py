"""What a corrected return says it changed: by the declared columns and the rows' own identity, never by places."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from laa_xl.domain.returns import Return
from laa_xl.domain.versions import CellChange, How
from laa_xl.stages.comparing import changes_between
from tests.support.returns import address, checked, return_of, typed, valid_entries, valid_return


def read(data: bytes) -> Return:
    found = checked(data).returned
    assert found is not None
    return found


def between(before: bytes, after: bytes) -> tuple[CellChange, ...]:
    return changes_between(read(before), read(after))


def cell(spot: str) -> str:
    return address(spot).replace("!", ", ")


def test_the_same_return_saved_again_changes_nothing() -> None:
    assert between(valid_return(), typed({})) == ()


@pytest.mark.parametrize(
    ("spot", "entry", "said"),
    [
        ("PERCENT.actual", 62, "PERCENT, Actual: was 61.5, is 62"),
        ("UNSET.status", "Provisional", 'UNSET, Data status: was "Estimate", is "Provisional"'),
        ("PERCENT.actual", None, "PERCENT, Actual: was 61.5, is blank"),
        ("ZERO.actual", None, "ZERO, Actual: was 0, is blank"),
        ("RANGE.numerator", 0, "RANGE, Numerator: was blank, is 0"),
        ("PERCENT.actual", "approx 62", 'PERCENT, Actual: was 61.5, is "approx 62"'),
        ("GRANT.spend", 48250.5, "GRANT, Spend to date, £: was 48,000, is 48,250.5"),
        ("POINTS.status_date", date(2008, 12, 5), "POINTS, Figure expected on: was 28/11/2008, is 05/12/2008"),
        ("N1.text", "Many more came.", 'N1, What you want to say: was "More young people came than planned.", is "Many more came."'),
        ("R1.likelihood", 5, "R1, Likelihood 1-5: was 3, is 5"),
        ("about.completed_by", "Head of safety", 'Completed by (post): was "Performance officer", is "Head of safety"'),
    ],
)  # fmt: skip
def test_an_entry_that_is_another_one_is_told_at_its_cell(spot: str, entry: Any, said: str) -> None:
    (change,) = between(valid_return(), typed({spot: entry}))
    assert change.line == f"{cell(spot)}: {said}"
    assert change.how is How.CHANGED


def test_how_spaces_are_drawn_is_no_change() -> None:
    assert between(valid_return(), typed({"N1.text": " More young  people came than planned. "})) == ()


def rearranged(**tables: dict[str, dict[str, Any]]) -> bytes:
    return return_of({**copy.deepcopy(valid_entries()), **tables})


def test_lines_that_only_changed_places_are_the_same_lines() -> None:
    lines = valid_entries()["narrative"]
    assert between(valid_return(), rearranged(narrative={"N1": lines["N2"], "N2": lines["N1"]})) == ()
    assert between(valid_return(), rearranged(narrative={"N4": lines["N1"], "N7": lines["N2"]})) == ()


def test_a_line_taken_away_is_told_once_though_the_next_moved_up() -> None:
    lines = valid_entries()["narrative"]
    (gone,) = between(valid_return(), rearranged(narrative={"N1": lines["N2"]}))
    assert (gone.how, gone.row, gone.after) == (How.TAKEN_AWAY, "N1", None)
    assert gone.before.startswith("1 Overall progress · Summer schemes · More young people")
    assert gone.line.startswith(f"{cell('N1.section')} of the earlier file: N1, Line taken away:")


def test_a_line_put_in_before_the_others_is_told_once() -> None:
    lines = valid_entries()["narrative"]
    new = {"section": "4 Impact", "heading": "Patrols", "text": "Fewer calls at night."}
    (added,) = between(valid_return(), rearranged(narrative={"N1": new, "N2": lines["N1"], "N3": lines["N2"]}))
    assert (added.how, added.row, added.before) == (How.ADDED, "N1", None)
    assert "Patrols · Fewer calls at night." in added.after


def test_a_line_that_moved_and_was_changed_is_the_changed_cell_alone() -> None:
    lines = copy.deepcopy(valid_entries()["narrative"])
    lines["N2"]["when"] = "end of December 2008"
    (change,) = between(valid_return(), rearranged(narrative={"N1": lines["N2"], "N2": lines["N1"]}))
    assert (change.row, change.title, change.after) == ("N1", "By when", "end of December 2008")


def test_another_line_under_the_same_number_is_not_the_old_one_changed() -> None:
    other = {"section": "4 Impact", "heading": "Patrols", "text": "Fewer calls at night."}
    lines = valid_entries()["narrative"]
    changes = between(valid_return(), rearranged(narrative={"N1": other, "N2": lines["N2"]}))
    assert [(change.how, change.row) for change in changes] == [(How.ADDED, "N1"), (How.TAKEN_AWAY, "N1")]
