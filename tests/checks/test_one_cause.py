"""One cause, one finding: what follows from a finding is not told again, and what does not follow is not lost."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl.workbook import Workbook

from laa_xl.declare.model import Kind, Role
from laa_xl.declare.return_form import RETURN_FORM
from tests.checks.case import ERROR, UNCALCULATED, with_entries
from tests.checks.edits import delete_row, edited, heading, put, put_at, remove, rename
from tests.support.returns import address, checked, findings, heading_address, place_of, typed, valid_entries

GARBAGE = {
    Kind.NUMBER: "about 12, we think",
    Kind.INTEGER: "about 3",
    Kind.MONEY: "n/a",
    Kind.DATE: "soon",
    Kind.CHOICE: "Any",
}
FILLED = [
    f"{key}.{column}"
    for table, rows in valid_entries().items()
    for key, row in rows.items()
    for column in row
    if RETURN_FORM.table(table).column(column).kind in GARBAGE
]
ENTERED = [f"{key}.{column}" for rows in valid_entries().values() for key, row in rows.items() for column in row]


def kind_of(spot: str) -> Kind:
    sheet = address(spot).split("!")[0]
    return RETURN_FORM.sheet(sheet).table.column(spot.split(".")[1]).kind


@pytest.mark.parametrize("spot", FILLED)
def test_an_entry_that_cannot_be_used_brings_one_finding(spot: str) -> None:
    found = findings(typed({spot: GARBAGE[kind_of(spot)]}))
    assert [place for _, place in found] == [address(spot)]
    assert found[0][0][0] in "NDC"


@pytest.mark.parametrize("spot", ENTERED)
def test_an_error_in_any_entry_brings_one_finding(spot: str) -> None:
    assert findings(with_entries({spot: ERROR})) == [("N01", address(spot))]


def test_many_entries_that_cannot_be_used_bring_one_finding_each() -> None:
    spots: dict[str, Any] = {
        "PERCENT.actual": "n/a",
        "PERCENT.numerator": ERROR,
        "PERCENT.denominator": "1,23",
        "PERCENT.status": "Finished",
        "PERCENT.forecast": UNCALCULATED,
        "PERCENT.declared": "Blue",
        "TOTAL.spend": "TBC",
        "BID.spend": "a lot",
        "R1.likelihood": ERROR,
        "N2.section": "5",
    }
    assert sorted(place for _, place in findings(with_entries(spots))) == sorted(address(spot) for spot in spots)


@pytest.mark.parametrize("table", [table for table in RETURN_FORM.tables() if table.name != "about"])
def test_a_heading_that_is_gone_brings_one_finding_whatever_the_column(table: Any) -> None:
    for column in table.columns:
        found = findings(typed({heading_address(column.name, table.name): "Mine"}))
        expected = [] if column.role is Role.COMPUTED else [("S05", heading_address(column.name, table.name))]
        assert found == expected, column.title


@pytest.mark.parametrize("field", [column.name for column in RETURN_FORM.table("about").columns])
def test_a_field_of_the_start_sheet_that_is_gone_brings_one_finding(field: str) -> None:
    assert findings(typed({heading_address(field, "about"): "Mine"})) == [("S05", "Start")]


@pytest.mark.parametrize("sheet", [sheet.name for sheet in RETURN_FORM.sheets])
def test_a_sheet_that_is_gone_brings_one_finding(sheet: str) -> None:
    assert findings(edited(remove(sheet))) == [("S01", sheet)]


def test_a_sheet_renamed_and_a_sheet_deleted_are_not_mixed_up() -> None:
    found = findings(edited(rename("Risks", "Our risks"), remove("Actions")))
    assert sorted(found) == [("S01", "Actions"), ("S03", "Our risks")]


def test_two_sheets_renamed_are_told_apart_by_their_headings() -> None:
    validated = checked(edited(rename("Actions", "One"), rename("Risks", "Two"), rename("Narrative", "Three")))
    assert {(f.rule, f.sheet) for f in validated.findings} == {("S03", "One"), ("S03", "Two"), ("S03", "Three")}
    assert validated.returned is not None
    assert {name: len(validated.returned.rows(name)) for name in ("risks", "actions", "narrative")} == {
        name: len(valid_entries()[name]) for name in ("risks", "actions", "narrative")
    }


def test_two_rows_with_their_codes_exchanged_are_told_by_their_locked_cells() -> None:
    found = findings(edited(put("RANGE.code", "OPEN"), put("OPEN.code", "RANGE")))
    assert {rule for rule, _ in found} == {"S10"}


def test_three_rows_deleted_are_three_findings() -> None:
    found = checked(edited(delete_row("YEAR"), delete_row("SEASON"), delete_row("UNSET"))).findings
    assert [(f.rule, f.row) for f in found] == [("S08", "UNSET"), ("S08", "SEASON"), ("S08", "YEAR")]


def test_a_row_inserted_in_the_middle_changes_nothing() -> None:
    assert findings(edited(lambda book: book["Indicators"].insert_rows(9))) == []


def test_rows_inserted_above_the_headings_change_nothing() -> None:
    def insert(book: Workbook) -> None:
        for sheet in ("Start", "Indicators", "Narrative", "Finance"):
            book[sheet].insert_rows(1, 3)

    assert findings(edited(insert)) == []


def test_a_column_inserted_in_the_middle_changes_nothing() -> None:
    assert findings(edited(lambda book: book["Finance"].insert_cols(4))) == []


def test_two_causes_in_a_row_are_two_findings() -> None:
    data = typed({"YEAR.actual": "about 70", "YEAR.action_date": "soon", "YEAR.declared": "Green"})
    assert findings(data) == [("N03", address("YEAR.actual")), ("D01", address("YEAR.action_date"))]


def test_a_fraction_that_is_confirmed_is_rated_and_asks_for_its_cause() -> None:
    doubted = {"PERCENT.actual": 0.9, "PERCENT.numerator": None, "PERCENT.denominator": None}
    assert findings(typed(doubted)) == [("I05", address("PERCENT.actual"))]
    confirmed = checked(typed({**doubted, "PERCENT.confirm": "Nearly nobody answered."})).open
    assert [f.rule for f in confirmed] == ["B09"] * 4


@pytest.mark.parametrize(
    ("spot", "text", "rule"),
    [("LOWER.actual", "\u22122.14", "I01"), ("R1.score", 20, "R01"), ("PERCENT.actual", "-5", "I01")],
)
def test_how_an_entry_was_read_is_not_told_where_it_has_to_be_fixed(spot: str, text: Any, rule: str) -> None:
    assert findings(typed({spot: text})) == [(rule, address(spot))]


def test_many_notes_outside_a_table_are_three_findings_and_one_for_the_rest() -> None:
    found = checked(edited(*(put_at("Risks", f"P{row}", f"note {row}") for row in range(6, 26)))).findings
    assert [(f.rule, place_of(f)) for f in found] == [("S12", f"Risks!P{row}") for row in range(6, 10)]
    assert "16 more" in found[-1].message
    assert not any("more" in f.message for f in found[:-1])


def test_many_sheets_of_ones_own_are_three_findings_and_one_for_the_rest() -> None:
    found = checked(edited(*(lambda book, n=n: book.create_sheet(f"Own {n}") for n in range(9)))).findings
    assert [(f.rule, f.sheet) for f in found] == [("S15", f"Own {n}") for n in range(4)]
    assert "5 more" in found[-1].message


def test_entries_under_a_heading_that_is_gone_are_not_notes() -> None:
    found = findings(edited(heading("actual", "indicators", None), put_at("Indicators", "AG7", "x")))
    assert found == [("S05", "Indicators"), ("S12", "Indicators!AG7")]


def test_a_sheet_pasted_as_values_that_have_grown_old_is_one_finding() -> None:
    def paste(book: Workbook) -> None:
        for row in range(6, 20):
            book["Indicators"][f"X{row}"].value = "Blue"
            book["Indicators"][f"T{row}"].value = 99

    (found,) = checked(edited(paste)).findings
    assert found.rule == "S13"
    assert "more such cells" in found.message


def test_a_missing_line_of_money_leaves_the_total_alone() -> None:
    comment = {"BID.spend": None, "BID.outturn": None, "BID.comment": "The ledger closes in October."}
    assert findings(typed(comment)) == []


KEYS = ("PERCENT", "LOWER", "RANGE", "OPEN", "UNSET", "SEASON")


def test_the_same_error_in_a_whole_column_is_one_finding_that_names_every_cell() -> None:
    data = with_entries({f"{key}.actual": ERROR for key in (*KEYS, "MONEY")})
    (found,) = checked(data).findings
    assert (found.rule, found.cells) == ("N01", tuple(address(f"{k}.actual").split("!")[1] for k in (*KEYS, "MONEY")))
    assert found.message.endswith("The same goes for 6 more cells: K7 to K11, K14.")


def test_three_that_are_the_same_are_told_one_by_one() -> None:
    assert len(findings(with_entries({f"{key}.actual": ERROR for key in KEYS[:3]}))) == 3


def test_different_entries_of_a_column_are_different_causes() -> None:
    assert len(findings(typed({f"{key}.actual": f"about {n}" for n, key in enumerate(KEYS)}))) == len(KEYS)


def test_what_is_confirmed_in_its_row_leaves_the_others_together() -> None:
    scores = {f"{key}.declared": "Grey" for key in ("PERCENT", "RANGE", "OPEN", "SEASON", "SCORE")}
    found = checked(typed({**scores, "OPEN.confirm": "Nobody knows yet."})).findings
    assert [(f.rule, f.confirmed != "", len(f.cells)) for f in found] == [("I10", False, 4), ("I10", True, 1)]


def test_several_rows_that_are_gone_are_not_taken_together() -> None:
    gone = [delete_row(key) for key in ("YEAR", "SEASON", "UNSET", "OPEN")]
    assert [f.rule for f in checked(edited(*gone)).findings] == ["S08"] * 4


@pytest.mark.parametrize("text", ["{row}", "{0} of {1}", "100% {entered!r}", "<b>", "=1+1", "x" * 5000])
def test_whatever_was_typed_is_quoted_as_it_stands(text: str) -> None:
    spots = ["PERCENT.actual", "RANGE.status", "YEAR.action_date", "N1.indicator", "R1.impact", "GRANT.outturn"]
    found = checked(typed(dict.fromkeys(spots, text))).findings
    assert sorted(place_of(finding) for finding in found) == sorted(address(spot) for spot in spots)
    for finding in found:
        quoted = text if len(text) <= 120 else text[:117] + "..."
        assert f'"{quoted}"' in finding.message or finding.rule == "T01"


def test_a_locked_cell_that_was_changed_does_not_change_the_rating() -> None:
    """The target in force is the one that was agreed; a green figure does not turn red, and asks for no cause."""
    assert findings(typed({"PERCENT.target": 90})) == [("S10", address("PERCENT.target"))]
