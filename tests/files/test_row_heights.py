"""Rows are as high as Excel needs: it shows the height in the file, where LibreOffice fits each row anew as it opens one.

Widths of letters are those that Arial's makers give, in thousandths of its size: STRONGER 667+611+722+778+722+778+667+722.
"""

from __future__ import annotations

import io

import openpyxl
import pytest

from laa_xl.declare.master_form import MASTER_FORM
from laa_xl.declare.return_form import GUIDE_SHEET
from laa_xl.domain.dashboard import Dashboard, MatrixRow, Tile
from laa_xl.domain.rollup import Rollup, Tally
from laa_xl.domain.words import Rag
from laa_xl.files.dashboard_page import dashboard_page
from laa_xl.files.sheets import height_of, lines_of
from laa_xl.files.table_look import row_height
from tests.support.returns import return_of, spec, valid_entries


@pytest.mark.parametrize(
    ("text", "width", "scale", "lines"),
    [
        ("STRONGER", 10, 1, 2),  # 56.7 points, where ten digits of Calibri 11 have 52.5
        ("stronger", 10, 1, 1),  # 36.7
        ("i" * 22, 10, 1, 1),  # 48.8, though more letters than digits
        (
            "For each row enter the figure, or choose a data status that says why there is none.",
            74,
            1,
            1,
        ),  # 364.6 of 388.5
        ("For each row enter the figure, or choose a data status that says why there is none.", 74, 1.1, 2),  # 401.1
        ("aaaa bbbb aaaa", 10, 1, 2),  # 22.2 each, and 2.8 for a space: two fit beside each other
        ("aaaaaa bbbbbb aaaaaa", 10, 1, 3),  # 33.4 each: 67 letters' worth on two lines, but a word is not broken
        ("a" * 30, 10, 1, 4),  # 166.8 in one word: nine letters a line
        ("a\n\nb", 10, 1, 3),
        ("a ", 1.6, 1, 1),  # a space at the end takes no line
        ("", 10, 1, 1),
        (None, 10, 1, 1),
    ],
)
def test_a_text_takes_as_many_lines_as_its_words_in_arial_do(
    text: str | None, width: float, scale: float, lines: int
) -> None:
    assert lines_of(text, width, scale) == lines


def test_a_row_is_as_high_as_its_fullest_cell() -> None:
    assert height_of([("STRONGER", 10), ("short", 40), (None, 3)]) >= 2 * 12.75  # a line of Arial 10
    assert height_of([("stronger", 10), ("short", 40)]) < 2 * 12.75


def test_no_line_of_the_guide_is_cut_off() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(return_of(valid_entries(), spec())))[GUIDE_SHEET]
    (row,) = [cell.row for cell in sheet["B"] if str(cell.value).startswith("For each row enter the figure, or choose")]
    assert sheet.column_dimensions["B"].width < 75
    assert sheet.row_dimensions[row].height >= 2 * 14.25  # a line of Arial 11


@pytest.mark.parametrize(
    ("counts", "lines"),
    [
        (Tally(16, 3, 5, 11, 0, 0), 2),  # 163 points of bold letters, where the column has 178
        (Tally(116, 103, 105, 111, 0, 0), 3),
    ],
)
def test_no_count_of_a_dashboards_tile_is_cut_off(counts: Tally, lines: int) -> None:
    tile = Tile(Rag.AMBER, Rag.AMBER, Rollup(Rag.AMBER, counts, ""))
    shown = Dashboard("Anyshire", ("2008-Q2",), (MatrixRow("Themes", "SAFE", "Safer", (tile,)),), (), "", 12, "Amber")
    page, _ = dashboard_page(shown, "")
    (row,) = [cell.row for cell in page.cells if str(cell.value).endswith(tile.counts)]
    assert lines * 12.75 < page.heights[row] < (lines + 1) * 12.75


def test_a_code_in_capitals_in_a_narrow_column_of_the_master_gets_its_two_lines() -> None:
    table = next(sheet.table for sheet in MASTER_FORM.sheets if sheet.name == "Control totals")
    narrow = next(column for column in table.columns if column.name == "theme")
    assert narrow.width == 10
    assert row_height(table, {"theme": "STRONGER"}) > 2 * 12.75
    assert row_height(table, {"theme": "SAFER"}) < 2 * 12.75
