"""What is the officer's own in the open master survives a press: entries, sheets, columns, comments, filters, widths."""

from __future__ import annotations

import csv
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from laa_xl.declare.master_form import ALL_ACTIONS
from laa_xl.flow.pipeline import consolidate, inbox_files
from laa_xl.flow.programme import Programme
from tests.buttons.opened import Opened, by_command, waiting
from tests.support.engine import Book
from tests.support.same_book import book_as_it_is, differences


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The returns of two themes are taken in, two wait."""
    made = waiting("leicester-2008", tmp_path_factory.mktemp("half") / "p")
    files = [path for path in inbox_files(made) if "-HCOP-" in path.name or "-EDE-" in path.name]
    consolidate(made, files, None, datetime.now(), named=False)
    return made.root


@pytest.fixture
def programme(half: Path, tmp_path: Path) -> Programme:
    return Programme(Path(shutil.copytree(half, tmp_path / "p")))


def fill(sheet: Any, row: int, values: dict[str, Any], header: int) -> None:
    titles = {sheet.cell(header, column).value: column for column in range(1, sheet.max_column + 1)}
    for title, value in values.items():
        sheet.cell(row, titles[title]).value = value


def test_an_override_that_was_typed_but_not_saved_counts(programme: Programme) -> None:
    opened = Opened(programme)
    sheet = opened.xl["Overrides"]
    top = opened.table("Overrides")[0]
    free = next(row for row in range(top + 1, 99) if sheet.cell(row, 1).value is None)
    typed = {
        "Period": "2008-Q2",
        "What is rated": "Indicator",
        "Code": "NI152",
        "Rating": "Red",
        "Reason": "=the count is in doubt",
        "By (post)": "'Performance manager",
        "On": datetime(2008, 10, 24),
    }
    fill(sheet, free, typed, top)
    sheet.cell(free, 5).data_type = "s"
    opened.press()
    (found,) = [
        row for row in opened.values("Indicators", "Code", "Override", "Reason for the override") if row[0] == "NI152"
    ]
    assert found == ("NI152", "Red", "=the count is in doubt ('Performance manager)")
    place = opened.xl["Indicators"].cell(
        opened.row("Indicators", Code="NI152"), opened.column("Indicators", "Reason for the override")
    )
    assert place.data_type == "s"
    assert [sheet.cell(free, column).value for column in range(1, 8)] == list(typed.values())


def test_her_sheet_her_look_and_her_notes_beside_the_tables_stay(programme: Programme) -> None:
    opened = Opened(programme)
    mine = opened.xl.create_sheet("My sums")
    mine["B2"] = "=SUM(Indicators!A1:A9)"
    sheet = opened.xl["Actions"]
    _, _, bottom, right = opened.table("Actions")
    sheet.cell(bottom + 3, 1).value = "Below the table: ask the police about NI 16."
    sheet.cell(3, right + 3).value = "Beside it"
    sheet.column_dimensions["E"].width = 71.5
    sheet.column_dimensions["F"].hidden = True
    overrides = opened.xl["Overrides"]
    overrides["E30"].fill = PatternFill("solid", fgColor="FFFFFF00")
    overrides["A2"].comment = Comment("Mine", "Ann Officer")
    opened.press()
    assert mine["B2"].value == "=SUM(Indicators!A1:A9)"
    assert (sheet.column_dimensions["E"].width, sheet.column_dimensions["F"].hidden) == (71.5, True)
    assert sheet.cell(3, right + 3).value == "Beside it"
    below = [row for row in range(1, 200) if str(sheet.cell(row, 1).value).startswith("Below the table")]
    grown = opened.table("Actions")[2]
    assert grown > bottom + 3  # the table needed that very row
    assert below == [grown + 3], "what stood below the table has moved down with its end"
    assert overrides["E30"].fill.fgColor.rgb == "FFFFFF00"
    assert overrides["A2"].comment.text == "Mine"


def test_her_own_column_goes_with_its_rows(programme: Programme) -> None:
    opened = Opened(programme)
    sheet = opened.xl["Actions"]
    about = {row: sheet.cell(row, opened.column("Actions", "Action")).value for row in range(1, 99)}
    opened.add_column("Actions", "My note", lambda row: f"=about {about[row]}", after="Line")
    opened.add_column("Actions", "Seen", lambda row: datetime(2008, 10, row % 28 + 1))
    for row in sheet.iter_rows():
        for cell in row:
            if str(cell.value).startswith("=about"):
                cell.data_type = "s"
    before = {row[:2]: row[2:] for row in opened.values("Actions", "Theme", "Line", "My note", "Seen")}
    opened.press()
    after = {row[:2]: row[2:] for row in opened.values("Actions", "Theme", "Line", "My note", "Seen")}
    assert len(before) == 7
    assert len(after) == 17
    assert {row: found for row, found in after.items() if row in before} == before
    assert {found for row, found in after.items() if row not in before} == {(None, None)}
    assert [row for row in after if row in before] != list(after)[: len(before)], "rows have come between"


def test_her_formulas_keep_pointing_at_their_own_row(programme: Programme) -> None:
    """A column of one formula fills the new rows too; a single formula moves with its row."""
    opened = Opened(programme)
    top, _, bottom, _ = opened.table("Actions")
    opened.add_column("Actions", "Twice", lambda row: f"=LEN(F{row})*2")
    opened.add_column("Actions", "Once", lambda row: f"=F{row}&A$1" if row == top + 1 else None)
    (row,) = opened.values("Actions", "Theme", "Line")[:1]
    opened.press()
    top, _, bottom, _ = opened.table("Actions")
    assert [value for (value,) in opened.values("Actions", "Twice")] == [
        f"=LEN(F{row})*2" for row in range(top + 1, bottom + 1)
    ]
    moved = opened.row("Actions", Theme=row[0], Line=row[1])
    assert moved > top + 1
    once = [value for (value,) in opened.values("Actions", "Once")]
    assert once[moved - top - 1] == f"=F{moved}&A$1"
    assert sum(value is not None for value in once) == 1


def test_what_has_no_row_any_more_is_told_and_kept(programme: Programme) -> None:
    opened = Opened(programme)
    top = opened.table("Actions")[0]
    opened.add_column("Actions", "My note", lambda row: "-1 is wrong, ask again" if row == top + 2 else None)
    theme, line = opened.values("Actions", "Theme", "Line")[1]
    register = programme.load_register()
    programme.save_register(register.model_copy(update={"receipts": ()}))
    said = opened.press("rebuild")
    assert f"Actions, 2008-Q2, {theme}, {line}, My note: -1 is wrong, ask again" in said
    (path,) = (programme.root / "journal").glob("left-over-*.csv")
    assert path.name in said
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1:] == [["Actions", f"2008-Q2, {theme}, {line}", "My note", "'-1 is wrong, ask again"]]


def test_a_comment_stays_at_its_cell_and_a_row_that_went_on_is_told(programme: Programme) -> None:
    opened = Opened(programme)
    sheet = opened.xl["Narrative"]
    top = opened.table("Narrative")[0]
    sheet.cell(top + 1, 4).comment = Comment("Is this so?", "Ann Officer")
    heading = sheet.cell(top, 4).value
    theme, line = opened.values("Narrative", "Theme", "Line")[0]
    said = opened.press()
    assert sheet.cell(top + 1, 4).comment.text == "Is this so?"
    assert opened.row("Narrative", Theme=theme, Line=line) != top + 1
    assert f"Narrative, {heading}, written beside 2008-Q2, {theme}, {line}: Is this so?" in said


def test_a_comment_whose_row_stays_is_not_talked_about(programme: Programme) -> None:
    opened = Opened(programme)
    sheet = opened.xl["Register"]
    sheet.cell(opened.table("Register")[0] + 1, 3).comment = Comment("Rang them", "Ann Officer")
    assert "Rang them" not in opened.press()


def test_a_filter_stays_and_shows_the_new_rows_that_fit_it(programme: Programme, tmp_path: Path) -> None:
    """Excel writes wrongly into a filtered range: everything is as it would be without a filter."""
    other = by_command(programme, tmp_path / "command")
    opened = Opened(programme)
    table = opened.book.sheets["Actions"].tables["tblAllActions"]
    table.autofilter.apply_values(opened.column("Actions", "Theme"), ["HCOP", "SSC"])
    assert any(line.hidden for line in opened.xl["Actions"].row_dimensions.values())
    opened.press()
    top, _, bottom, _ = opened.table("Actions")
    shown = [not opened.xl["Actions"].row_dimensions[row].hidden for row in range(top + 1, bottom + 1)]
    themes = [theme for (theme,) in opened.values("Actions", "Theme")]
    assert shown == [theme in ("HCOP", "SSC") for theme in themes]
    assert themes.count("SSC") > 0
    found = differences(opened.as_it_is(), book_as_it_is(Book.loaded(other.master)), "row", "table")
    assert found == []


def test_a_filter_that_cannot_be_set_again_is_told(programme: Programme) -> None:
    from openpyxl.worksheet.filters import ColorFilter, FilterColumn

    opened = Opened(programme)
    (table,) = opened.xl["Indicators"].tables.values()
    table.autoFilter.filterColumn.append(FilterColumn(colId=1, colorFilter=ColorFilter(dxfId=0)))
    assert 'The filter of Theme on the tab "Indicators" could not be kept.' in opened.press()


def test_rows_that_she_hid_stay_hidden_wherever_they_stand_now(programme: Programme) -> None:
    opened = Opened(programme)
    sheet = opened.xl["Actions"]
    top = opened.table("Actions")[0]
    rows = opened.values("Actions", "Theme", "Line")
    for offset in (0, 3):
        sheet.row_dimensions[top + 1 + offset].hidden = True
    opened.press()
    after = opened.values("Actions", "Theme", "Line")
    now = [row for number, row in enumerate(after, top + 1) if sheet.row_dimensions[number].hidden]
    assert now == [rows[0], rows[3]]


def test_columns_that_she_moved_are_found_by_their_headings(programme: Programme, tmp_path: Path) -> None:
    other = by_command(programme, tmp_path / "command")
    opened = Opened(programme)
    sheet = opened.xl["Actions"]
    top, _, bottom, _ = opened.table("Actions")
    for row in range(top, bottom + 1):
        one, two = sheet.cell(row, 2), sheet.cell(row, 6)
        one.value, two.value = two.value, one.value
    assert sheet.cell(top, 6).value == "Theme"
    opened.press()
    assert sheet.cell(top, 6).value == "Theme"
    headings = [column.title for column in ALL_ACTIONS.columns]
    theirs = Opened(other)
    assert opened.values("Actions", *headings) == theirs.values("Actions", *headings)


def test_a_column_that_is_gone_comes_back_at_the_right_end(programme: Programme) -> None:
    opened = Opened(programme)
    sheet = opened.xl["Indicators"]
    top, _, _, right = opened.table("Indicators")
    place = opened.column("Indicators", "Direction of travel")
    sheet.cell(top, place).value = "Which way"
    opened.press()
    assert opened.table("Indicators")[3] == right + 1
    assert sheet.cell(top, right + 1).value == "Direction of travel"
    assert {value for (value,) in opened.values("Indicators", "Direction of travel")} == {"no comparison"}
    assert {value for (value,) in opened.values("Indicators", "Which way")} == {"no comparison"}, "it is hers now"


def test_totals_that_she_switched_on_stay_below_the_last_row(programme: Programme) -> None:
    opened = Opened(programme)
    table = opened.book.sheets["Finance"].tables["tblAllFinance"]
    table.show_totals = True
    _, _, bottom, _ = opened.table("Finance")
    opened.xl["Finance"].cell(bottom, 7).value = "=SUBTOTAL(109,[Budget])"
    opened.press()
    _, _, bottom, _ = opened.table("Finance")
    assert table.show_totals
    assert opened.xl["Finance"].cell(bottom, 7).value == "=SUBTOTAL(109,[Budget])"
    assert opened.xl["Finance"].cell(bottom, 1).value is None


def test_what_is_printed_ends_where_the_table_ends_unless_she_chose_otherwise(programme: Programme) -> None:
    opened = Opened(programme)
    opened.xl["Register"].print_area = "A1:C9"
    opened.press()
    _, _, bottom, _ = opened.table("Indicators")
    assert str(opened.xl["Indicators"].print_area).endswith(f"${bottom}")
    assert str(opened.xl["Register"].print_area).endswith("$A$1:$C$9")


def test_new_rows_have_the_formats_and_the_marks_of_the_others(programme: Programme) -> None:
    opened = Opened(programme)
    opened.press()
    sheet = opened.xl["Indicators"]
    top, left, bottom, right = opened.table("Indicators")
    for column in range(left, right + 1):
        looks = {
            (
                cell.font.name,
                cell.border.left.style,
                cell.fill.fgColor.rgb,
                cell.alignment.horizontal,
                cell.alignment.wrap_text,
            )
            for cell in (sheet.cell(row, column) for row in range(top + 1, bottom + 1))
        }
        assert len(looks) == 1, sheet.cell(top, column).value
    marked = {
        str(part)
        for one in sheet.conditional_formatting
        for part in one.sqref.ranges
        if one.rules and part.min_col == opened.column("Indicators", "Rating that counts")
    }
    assert {part.split(":")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for part in marked} == {str(bottom)}


@pytest.mark.parametrize(
    ("take_away", "word"), [("tab", "Reward"), ("table", "has lost its table"), ("line", "At risk")]
)
def test_what_was_taken_away_is_told_before_anything_is_changed(
    programme: Programme, take_away: str, word: str
) -> None:
    opened = Opened(programme)
    if take_away == "tab":
        opened.xl.remove(opened.xl["Reward"])
    elif take_away == "table":
        opened.xl["Reward"].tables.clear()
    else:
        sheet = opened.xl["Dashboard"]
        next(cell for row in sheet.iter_rows() for cell in row if cell.value == "At risk").value = None
    before = opened.as_it_is()
    said = opened.press()
    assert word in said
    assert "nothing was changed" in said.casefold()
    assert opened.as_it_is() == before


def test_an_error_in_an_input_table_is_told_with_its_cell(programme: Programme) -> None:
    opened = Opened(programme)
    top = opened.table("Overrides")[0]
    for column, error in ((1, "#REF!"), (4, "#SPILL!")):
        cell = opened.xl["Overrides"].cell(top + 1, column)
        cell.value, cell.data_type = error, "e"
    said = opened.press()
    assert f"Overrides, row {top + 1}, Period" in said
    assert f"Overrides, row {top + 1}, Rating" in said
