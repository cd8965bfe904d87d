"""What docs/accessibility.md says of a return's workbook, looked up in the workbook itself."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from laa_xl.declare.return_form import GUIDE_SHEET, HISTORY_SHEET, OWN_SHEETS, RETURN_FORM
from tests.files.test_theme import contrast
from tests.support.returns import return_of, valid_entries

FORMS = [sheet.name for sheet in RETURN_FORM.sheets]
TABLES = [sheet.name for sheet in RETURN_FORM.sheets if sheet.table.name != "about"]


@functools.cache
def data() -> bytes:
    return return_of(valid_entries())


@functools.cache
def book() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data()))


@functools.cache
def parts() -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data())) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def visible() -> list[Worksheet]:
    return [sheet for sheet in book().worksheets if sheet.sheet_state == "visible"]


def every_cell() -> Iterator[tuple[str, openpyxl.cell.Cell]]:
    for sheet in visible():
        for row in sheet.iter_rows():
            for cell in row:
                yield f"{sheet.title}!{cell.coordinate}", cell


def test_the_document_has_a_title_and_a_language() -> None:
    core = parts()["docProps/core.xml"]
    assert "<dc:title>Performance return: Safer Communities</dc:title>" in core
    assert "<dc:language>en-GB</dc:language>" in core


def test_the_sheets_come_in_the_order_of_the_work_and_the_workbook_opens_at_the_first() -> None:
    names = [sheet.title for sheet in visible()]
    assert names[: len(FORMS)] == FORMS
    assert [name for name in names if name in (HISTORY_SHEET, GUIDE_SHEET)] == [HISTORY_SHEET, GUIDE_SHEET]
    assert book().active is not None
    assert book().active.title == FORMS[0]
    assert len({name.casefold() for name in names}) == len(names)
    hidden = [sheet for sheet in book().worksheets if sheet.sheet_state != "visible"]
    assert all(sheet.sheet_state == "veryHidden" for sheet in hidden)
    assert {name for name in OWN_SHEETS if name.startswith("_")} <= {sheet.title for sheet in hidden}


def test_each_sheet_begins_with_a_title_of_its_own_in_a1() -> None:
    titles = [sheet["A1"].value for sheet in visible()]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    assert all(sheet["A1"].font.size >= 14 and sheet["A1"].font.bold for sheet in visible())


def test_no_cells_are_merged_and_no_row_or_column_is_hidden() -> None:
    for sheet in visible():
        assert not sheet.merged_cells.ranges, sheet.title
        assert not [key for key, row in sheet.row_dimensions.items() if row.hidden], sheet.title
        assert not [key for key, column in sheet.column_dimensions.items() if column.hidden], sheet.title


@pytest.mark.parametrize("name", [*TABLES, HISTORY_SHEET])
def test_a_table_is_marked_up_with_a_name_and_a_heading_for_each_column(name: str) -> None:
    tables = list(book()[name].tables.values())
    assert len(tables) == 1, "one table a sheet"
    (table,) = tables
    assert re.fullmatch(r"tbl[A-Z]\w+", table.displayName)
    assert table.ref.startswith("A"), "against the left edge"
    assert table.headerRowCount == 1
    headings = [column.name for column in table.tableColumns]
    assert all(heading.strip() and not re.fullmatch(r"Column\d+", heading) for heading in headings)
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("name", TABLES)
def test_headings_stay_in_sight_on_screen_and_on_every_page(name: str) -> None:
    sheet = book()[name]
    (table,) = sheet.tables.values()
    header = int(re.sub(r"\D", "", table.ref.split(":")[0]))
    assert re.fullmatch(rf"[B-Z]{header + 1}", str(sheet.freeze_panes)), "below the headings, right of the row's key"
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.print_area


def test_each_page_of_each_sheet_says_its_number_and_has_the_size_of_paper() -> None:
    for sheet in visible():
        assert "Page &P of &N" in str(sheet.oddFooter.right.text), sheet.title
        assert sheet.page_setup.paperSize == 9, "A4"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title


def test_every_drawing_has_words_for_who_cannot_see_it() -> None:
    drawings = [xml for name, xml in parts().items() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]
    named = [tag for xml in drawings for tag in re.findall(r"<xdr:cNvPr [^>]*>", xml)]
    assert named
    assert all(re.search(r'descr="[^"]{40,}"', tag) for tag in named)
    assert not [name for name in parts() if name.startswith("xl/media/")], "no pictures"


def test_text_is_sans_serif_large_enough_and_stands_out() -> None:
    for place, cell in every_cell():
        if cell.value is None and cell.protection.locked:
            continue
        assert cell.font.name == "Arial", place
        assert cell.font.size >= 10, place
        fill = cell.fill.fgColor.rgb if cell.fill.patternType == "solid" else "FFFFFFFF"
        ink = (
            cell.font.color.rgb if cell.font.color is not None and isinstance(cell.font.color.rgb, str) else "FF000000"
        )
        assert contrast(f"#{ink[2:]}", f"#{fill[2:]}") >= 4.5, place


def test_every_cell_that_is_to_be_filled_in_says_what_belongs_there() -> None:
    missing = []
    for sheet in visible():
        said = [rule for rule in sheet.data_validations.dataValidation if rule.promptTitle and rule.prompt]
        prompted = {cell for rule in said for span in rule.sqref.ranges for row in span.rows for cell in row}
        for row in sheet.iter_rows():
            missing += [
                f"{sheet.title}!{cell.coordinate}"
                for cell in row
                if not cell.protection.locked and (cell.row, cell.column) not in prompted
            ]
    assert missing == []


def test_a_link_says_where_it_leads() -> None:
    words = [str(cell.value) for _, cell in every_cell() if cell.hyperlink]
    assert words
    assert all(len(text.split()) > 1 and "://" not in text for text in words)


def left_in_peace(sheet: Worksheet, rule: str) -> set[str]:
    """The cells of a sheet in which Excel puts no green corner for one of its rules."""
    text = parts()[f"xl/worksheets/sheet{book().worksheets.index(sheet) + 1}.xml"]
    areas = [
        area
        for told in re.findall(r"<ignoredError [^>]*>", text)
        if f'{rule}="1"' in told
        for area in re.findall(r'sqref="([^"]*)"', told)[0].split()
    ]
    cells = [cell.coordinate for area in areas for row in sheet[area] for cell in row]
    assert len(set(cells)) == len(cells)
    return set(cells)


@pytest.mark.parametrize("name", TABLES)
def test_excel_marks_no_cell_as_a_mistake_that_is_as_it_should_be(name: str) -> None:
    """It does so by default where a formula may be typed over, an entry breaks its rule, or a word is a number: 2006."""
    sheet, columns = book()[name], RETURN_FORM.sheet(name).table.columns
    loose = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and not cell.protection.locked
    }
    assert loose <= left_in_peace(sheet, "unlockedFormula")
    full = {
        cell
        for one in sheet.data_validations.dataValidation
        if one.formula1 == "FALSE"
        for cell in str(one.sqref).split()
    }
    assert full == left_in_peace(sheet, "listDataValidation")
    words = left_in_peace(sheet, "numberStoredAsText")
    (first, *_), titles = sheet.tables.values(), [column.title for column in columns]
    for cell in [cell for row in sheet[first.ref][1:] for cell in row]:
        assert (cell.coordinate in words) is not columns[cell.column - 1].kind.counted, titles[cell.column - 1]


def test_a_figure_that_was_pasted_as_a_word_keeps_its_green_corner() -> None:
    actual = RETURN_FORM.table("indicators").position("actual")
    sheet = book()["Indicators"]
    assert not {cell.coordinate for row in sheet.iter_rows(min_col=actual + 1, max_col=actual + 1) for cell in row} & (
        left_in_peace(sheet, "numberStoredAsText") | left_in_peace(sheet, "listDataValidation")
    )
