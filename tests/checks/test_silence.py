"""Where nothing is wrong nothing is said, whatever a person or another spreadsheet did around the entries."""

from __future__ import annotations

import functools
import io
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from laa_xl.domain.findings import Verdict
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Return
from laa_xl.domain.words import Severity
from laa_xl.flow.receiving import Validated
from tests.checks.edits import Edit, append_copy, below, delete_row, edited, heading, put, put_at
from tests.support.returns import (
    Entries,
    address,
    checked,
    findings,
    return_of,
    spec,
    state,
    typed,
    valid_entries,
    valid_return,
)

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
DEMONSTRATIONS = [
    (folder, theme)
    for folder in sorted(WORKBOOKS.glob("*/demonstration/*"))
    for theme in sorted(
        line.split(",")[0] for line in (folder / "about.csv").read_text(encoding="utf-8").splitlines()[1:]
    )
]
EVERY_DEMONSTRATION = pytest.mark.parametrize(
    ("folder", "theme"), DEMONSTRATIONS, ids=[f"{f.parts[-3]} {theme}" for f, theme in DEMONSTRATIONS]
)


def nothing_stops(data: bytes) -> bool:
    return all(finding.severity is Severity.INFO for finding in checked(data).findings)


def values(returned: Return | None) -> dict[str, list[Any]]:
    """What a return says, table by table: the value of every entry, without the cells that work themselves out."""
    assert returned is not None
    return {
        name: [
            (row.key, {column: entry.value for column, entry in row.entries.items() if column not in COMPUTED})
            for row in rows
        ]
        for name, rows in returned.tables.items()
    }


COMPUTED = ("variance", "variance_pct", "performance", "forecast_mark", "rag", "to_do", "score", "spent_pct")


@functools.cache
def demonstration(folder: Path, theme: str) -> bytes:
    """The filled return of a demonstration."""
    from laa_xl.flow.demonstration import read_agreement, read_entries
    from laa_xl.flow.receiving import spec_for

    _, agreement = read_agreement(folder.parents[1] / "agreement")
    form = spec_for(agreement, theme, Period.parse(folder.name), {})
    return return_of(read_entries(folder, theme), form)


def test_a_valid_return_gives_no_finding() -> None:
    validated = checked(valid_return())
    assert (validated.findings, validated.verdict) == ((), Verdict.OK)


def test_a_valid_return_gives_no_finding_in_its_programme() -> None:
    assert findings(valid_return(), state()) == []


def test_a_return_under_the_other_rating_rule_gives_no_finding() -> None:
    other = valid_entries()
    for row in other["indicators"].values():
        row.pop("declared", None)
    assert findings(return_of(other, spec("current"))) == []


def test_a_theme_without_money_gives_no_finding() -> None:
    entries: Entries = {
        "about": valid_entries()["about"],
        "indicators": {"WORK": {"actual": 41, "status": "Final", "forecast": 82}},
    }
    assert findings(return_of(entries, spec(theme="JOBS"))) == []


def test_an_untouched_template_asks_for_what_is_due_and_for_nothing_else() -> None:
    validated = checked(return_of({}))
    found = [(f.rule, f"{f.sheet}!{cell}") for f in validated.findings for cell in f.cells]
    assert {rule for rule, _ in found} == {"B01", "B03", "B12"}
    assert len(validated.findings) == 3 + 1 + 4  # what is blank in a whole column is told once
    assert [place for rule, place in found if rule == "B01"] == [
        address(f"about.{field}") for field in ("completed_by", "organisation", "date_completed")
    ]
    due = [key for key in valid_entries()["indicators"] if key not in ("HOLDER", "LATER")]
    assert [place for rule, place in found if rule == "B03"] == [address(f"{key}.actual") for key in due]
    assert len([rule for rule, _ in found if rule == "B12"]) == 4


def test_there_are_eleven_demonstration_returns() -> None:
    assert len(DEMONSTRATIONS) == 11


@EVERY_DEMONSTRATION
def test_a_demonstration_return_is_accepted(folder: Path, theme: str) -> None:
    validated = checked(demonstration(folder, theme))
    assert [finding.line for finding in validated.open if finding.severity is not Severity.INFO] == []
    assert validated.verdict is Verdict.OK


@EVERY_DEMONSTRATION
def test_a_demonstration_return_saved_by_openpyxl_reads_the_same(folder: Path, theme: str) -> None:
    assert_the_same(data := demonstration(folder, theme), edited(data=data))


@EVERY_DEMONSTRATION
def test_a_demonstration_return_saved_by_libreoffice_reads_the_same(
    folder: Path, theme: str, office: ModuleType, tmp_path: Path
) -> None:
    assert_the_same(data := demonstration(folder, theme), saved_by_libreoffice(office, tmp_path, data))


def test_the_invented_return_saved_by_openpyxl_reads_the_same() -> None:
    assert_the_same(valid_return(), edited())


def test_the_invented_return_saved_by_libreoffice_reads_the_same(office: ModuleType, tmp_path: Path) -> None:
    assert_the_same(valid_return(), saved_by_libreoffice(office, tmp_path, valid_return()))


def test_a_return_with_findings_saved_by_libreoffice_has_the_same(office: ModuleType, tmp_path: Path) -> None:
    data = typed(
        {
            "PERCENT.actual": "61.5%",
            "LOWER.actual": "n/a",
            "YEAR.action_date": "03/04/2009",
            "RANGE.status": "finel",
            "GRANT.spend": None,
            "LOWER.target": 3,
        }
    )
    assert len(findings(data)) == 6
    assert findings(saved_by_libreoffice(office, tmp_path, data)) == findings(data)


def pasted_as_values(data: bytes) -> bytes:
    """Every formula of the visible sheets replaced by what it shows."""
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)

    def paste(book: Workbook) -> None:
        for sheet in book.worksheets:
            for line in sheet.iter_rows():
                for cell in line:
                    if isinstance(cell.value, str) and cell.value.startswith("="):
                        cell.value = shown[sheet.title][cell.coordinate].value

    return edited(paste, data=data)


@EVERY_DEMONSTRATION
def test_a_demonstration_return_pasted_as_values_reads_the_same(folder: Path, theme: str) -> None:
    assert_the_same(data := demonstration(folder, theme), pasted_as_values(data))


def test_the_invented_return_pasted_as_values_reads_the_same() -> None:
    assert_the_same(valid_return(), pasted_as_values(valid_return()))


def test_values_pasted_over_figures_typed_as_text_are_what_the_sheet_showed(office: ModuleType, tmp_path: Path) -> None:
    data = saved_by_libreoffice(office, tmp_path, typed({"PERCENT.actual": "61.5 %", "YEAR.actual": "70"}))
    assert_the_same(data, pasted_as_values(data))


@EVERY_DEMONSTRATION
def test_nothing_that_a_template_prints_is_taken_for_a_note(folder: Path, theme: str) -> None:
    assert [
        f.line for f in checked(demonstration(folder, theme)).findings if f.rule in ("S12", "S13", "S14", "S15")
    ] == []


def test_rows_inserted_above_and_in_the_start_sheet_make_no_notes() -> None:
    def insert(book: Workbook) -> None:
        book["Start"].insert_rows(12)
        book["Start"].insert_rows(1, 2)

    assert findings(edited(insert)) == []


def test_numbers_of_lines_drawn_further_down_are_no_notes() -> None:
    assert findings(edited(*cells("Narrative", A26="N21", A27="N22"))) == []


def assert_the_same(data: bytes, again: bytes) -> None:
    before, after = untouched(data), checked(again)
    assert [f.line for f in after.findings] == [f.line for f in before.findings]
    assert values(after.returned) == values(before.returned)


@functools.lru_cache(maxsize=16)
def untouched(data: bytes) -> Validated:
    """What is said of a return that several tests change, each in its own way."""
    return checked(data)


def saved_by_libreoffice(office: ModuleType, folder: Path, data: bytes) -> bytes:
    source = folder / "return.xlsx"
    source.write_bytes(data)
    saved: Path = office.resave(source, folder / "again.xlsx")
    return saved.read_bytes()


def cells(sheet: str, **written: Any) -> list[Edit]:
    return [put_at(sheet, cell, value) for cell, value in written.items()]


def hide_rows(book: Workbook) -> None:
    for number in (7, 8, 9):
        book["Indicators"].row_dimensions[number].hidden = True


def filtered(book: Workbook) -> None:
    sheet = book["Narrative"]
    sheet.auto_filter.ref = f"A5:I{below('narrative') - 1}"
    sheet.auto_filter.add_filter_column(0, ["N1"])
    sheet.row_dimensions[7].hidden = True


def widened(book: Workbook) -> None:
    for column in "ABCDEFGHI":
        book["Indicators"].column_dimensions[column].width = 50
    book["Indicators"].column_dimensions["J"].hidden = True


def extra_sheet(book: Workbook) -> None:
    sheet = book.create_sheet("Workings", 0)
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"] = "Code", "Actual", "PERCENT", "=1/0"


def chart_sheet(book: Workbook) -> None:
    book.create_chartsheet("Chart")


def older_copy(book: Workbook) -> None:
    copy = book.copy_worksheet(book["Indicators"])
    copy.title = "Indicators (2)"
    copy["I6"] = "n/a"


def sorted_backwards(book: Workbook) -> None:
    """Exchange two rows of money as a sort does: everything but the formulas."""
    sheet = book["Finance"]
    first, second = (int(address(f"{key}.line").split("!A")[1]) for key in ("GRANT", "BID"))
    for index in (*range(1, 9), 11, 12):
        one, two = sheet.cell(first, index), sheet.cell(second, index)
        one.value, two.value = two.value, one.value


AROUND: dict[str, list[Edit]] = {
    "a stray note under a table": cells("Indicators", A30="Figures come from the police"),
    "a stray note under a table, in the next column": cells("Indicators", B30="Figures come from the police"),
    "a stray note under a list, in a column of choices": cells("Narrative", B30="See the annex"),
    "a stray note under a list, in a column of dates": cells("Actions", E30="See the annex"),
    "a stray note under a table, in a column of figures": cells("Finance", F20="See the annex"),
    "a stray note under the Start sheet": cells("Start", A40="Thank you", B41="Ring me"),
    "a stray note beside a table": cells("Indicators", AE7="checked", AE5="Checked?", AG9="x"),
    "a stray note above a table": cells("Risks", E2="Draft 2"),
    "an extra sheet": [extra_sheet],
    "a chart sheet": [chart_sheet],
    "a copy of a sheet": [older_copy],
    "a filter that hides a row": [filtered],
    "hidden rows": [hide_rows],
    "other widths and a hidden column": [widened],
    "lines of money sorted the other way": [sorted_backwards],
    "another active sheet": [lambda book: setattr(book, "active", 3)],
    "headings in capitals and with line breaks": [
        heading("actual", "indicators", "ACTUAL "),
        heading("forecast", "indicators", "Year-end\nforecast"),
        heading("organisation", "about", " organisation"),
    ],
    "codes in lower case, with spaces": [
        put("PERCENT.code", " percent "),
        put("N1.indicator", " season"),
        put("BID.line", "bid"),
        put("N1.line", "n1"),
    ],
    "a tab in capitals": [lambda book: setattr(book["Actions"], "title", "ACTIONS")],
    "an empty line of a list deleted": [delete_row("N9")],
    "spaces in empty cells": [put("HOLDER.actual", "  "), put("N5.text", " "), put("LATER.status", "\u00a0")],
}


@pytest.mark.parametrize("what", AROUND)
def test_what_a_person_does_around_the_entries_has_not_to_be_fixed(what: str) -> None:
    data = edited(*AROUND[what])
    assert nothing_stops(data), [finding.line for finding in checked(data).findings]
    keys = {table: {key for key, _ in rows} for table, rows in values(checked(data).returned).items()}
    assert keys == {table: {key for key, _ in rows} for table, rows in values(checked(valid_return()).returned).items()}


SPELLINGS: dict[str, Any] = {
    "PERCENT.status": " final ",
    "PERCENT.declared": "green",
    "RANGE.forecast_judgement": "WITHIN",
    "POINTS.status": "not  yet available",
    "N1.section": "1 overall progress",
    "N2.block": "ssc",
    "R1.outcome_kind": "mandatory outcome ",
    "A1.progress": "In Progress",
    "R1.indicator": "year ",
    "about.organisation": "  Safer Northshire Partnership ",
    "YEAR.cause": "Two posts stood empty until August.   ",
}


@pytest.mark.parametrize("spot", SPELLINGS)
def test_spaces_and_small_letters_are_understood(spot: str) -> None:
    validated = checked(typed({spot: SPELLINGS[spot]}))
    assert validated.findings == ()
    assert values(validated.returned) == values(checked(valid_return()).returned)


def test_a_line_of_ones_own_below_a_list_is_read() -> None:
    number = below("narrative")
    own = cells("Narrative", **{f"C{number}": "4 Impact and strong performance", f"D{number}": "Awards"})
    validated = checked(edited(*own, *cells("Narrative", **{f"E{number}": "The wardens won a prize."})))
    assert validated.findings == ()
    assert validated.returned is not None
    assert validated.returned.rows("narrative")[-1].text_of("heading") == "Awards"


def test_a_line_that_was_copied_with_its_number_is_a_line_of_its_own() -> None:
    validated = checked(edited(append_copy("N1", {"heading": "Winter schemes", "text": "Fewer came."})))
    assert validated.findings == ()
    assert validated.returned is not None
    *_, copy = validated.returned.rows("narrative")
    assert (copy.key, copy.text_of("text")) == (str(below("narrative")), "Fewer came.")


def test_a_risk_without_anything_but_a_reason_is_begun() -> None:
    assert {rule for rule, _ in findings(typed({"R2.confirm": "x"}))} == {"B02"}


@pytest.mark.parametrize("period", [Period(2008, 1), Period(2008, 3), Period(2008, 4), Period(2010, 4)])
def test_another_quarter_gives_no_finding_that_the_figures_do_not_give(period: Period) -> None:
    entries = valid_entries()
    form = spec(period=period).model_copy(update={"past": ()})
    for row in entries["indicators"].values():
        row.pop("declared", None)
        row |= {"confirm": "Looked at twice."}
    entries["indicators"]["POINTS"]["status_date"] = date(2011, 5, 1)
    entries["about"]["about"]["date_completed"] = period.deadline(20)
    entries["risks"]["R1"]["review"] = entries["actions"]["A1"]["due"] = date(2011, 5, 1)
    entries["indicators"]["LATER"] = {"actual": 71, "status": "Final", "forecast_judgement": "Within"}
    explained = {"cause": "c", "action": "a", "action_owner": "o", "action_date": date(2011, 5, 1)}
    for row in entries["indicators"].values():
        row |= explained
    if period.year != 2008:
        entries["finance"] = {}
    assert [finding.line for finding in checked(return_of(entries, form)).open] == []


def test_reading_a_return_twice_gives_the_same() -> None:
    assert checked(valid_return()) == checked(valid_return())


def test_the_workbook_that_openpyxl_saved_has_formulas_without_values() -> None:
    """What the tests above lean on."""
    book = openpyxl.load_workbook(io.BytesIO(edited()), data_only=True)
    sheet, cell = address("PERCENT.rag").split("!")
    assert book[sheet][cell].value is None
