"""What `files.sheets` and `files.book` do quicker than XlsxWriter comes out byte for byte as XlsxWriter's own."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from xlsxwriter.worksheet import Worksheet

from laa_xl.files.book import Book, SmallBook
from laa_xl.files.formats import Exact
from laa_xl.files.sheets import GrowingSheet
from tests.support.zips import parts_of

FORMULAS: list[tuple[str, Any]] = [
    ("=A1", 0),
    ("=A1+1", 2.5),
    ("=0.1+0.2", Exact(0.1 + 0.2)),
    ('=IF(A1<>"","a & b","<")', "a & b"),
    ("=A2", "x < y > z"),
    ("=A3", ""),
    ("=NA()", "#N/A"),
    ("=1/0", "#DIV/0!"),
    ("=A4", "#1 of all"),
    ("=A5", 'He said "no"\nand left'),
    ("=TRUE", True),
    ("=FALSE", False),
    ("=A6", "£ – ★ é"),
]
LIST = {"validate": "list", "source": "=$A$1:$A$3", "input_title": "A & B", "input_message": 'Choose "one" <of> these'}
NUMBER = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100, "error_message": "0 to 100 only."}
DAY = {"validate": "date", "criteria": ">=", "value": date(1990, 1, 1)}
ANY = {"validate": "any", "input_title": "Trend", "input_message": "See History."}


class Own(GrowingSheet):
    """A sheet whose cells, rows and validations XlsxWriter writes itself."""

    write_formula = Worksheet.write_formula
    _write_cell = Worksheet._write_cell
    _write_rows = Worksheet._write_rows
    _calculate_spans = Worksheet._calculate_spans
    _write_data_validation = Worksheet._write_data_validation

    def allow(self, row: int, column: int, rule: dict[str, Any]) -> None:
        self.data_validation(row, column, row, column, rule)


def written(kind: type[GrowingSheet], book: Any, *, tall: bool) -> None:
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    sheet = book.add_worksheet("All", kind)
    book.add_worksheet("Empty", kind)
    if tall:
        sheet.set_default_row(20)
    sheet.set_column(2, 2, 20, red)
    sheet.set_row(3, 40, bold)
    sheet.set_row(60, 30)  # a row without a cell
    for row, (formula, value) in enumerate(FORMULAS):
        sheet.write_formula(row, 0, formula, None, value)
        sheet.write_formula(row, 2, formula, bold if row % 2 else None, value)
        sheet.write_formula(row + 20, 30 + row, formula, red, value)
    for row, text in enumerate(("plain", "", "a & b", "  spaces ", "=no formula", "line\nline", "plain")):
        sheet.write_string(row, 3, text, bold if row % 2 else None)
        sheet.write_string(row, 2, text)
    for row, number in enumerate((0, 1.5, Exact(0.1 + 0.2), -3)):
        sheet.write_number(row + 14, 1, number)
    sheet.write_blank(18, 1, None, bold)
    sheet.write_boolean(19, 1, True)
    sheet.write_datetime(20, 1, datetime(2008, 10, 1), red)
    sheet.write_comment(70, 5, "A note in a cell that holds nothing")
    for row in range(5):
        for column, rule in enumerate((LIST, NUMBER, DAY)):
            sheet.allow(row, column, rule)
        sheet.data_validation(row, 7, row, 7, ANY)
    sheet.allow(40, 1, LIST)


@pytest.mark.parametrize("tall", [False, True])
def test_cells_rows_and_validations_are_written_as_xlsxwriter_writes_them(tall: bool) -> None:
    made = []
    for kind in (GrowingSheet, Own):
        out = io.BytesIO()
        with Book(out, {"in_memory": True}) as book:
            book.set_properties({"created": datetime(2008, 10, 1)})
            written(kind, book, tall=tall)
        made.append(parts_of(out.getvalue()))
    assert made[0] == made[1]
    assert b"customHeight" not in made[0]["xl/worksheets/sheet1.xml"].partition(b"<sheetData>")[2]


def test_a_book_packed_once_is_the_book_packed_again_as_small_as_it_goes() -> None:
    options = {"in_memory": True, "strings_to_urls": False}
    out, again = io.BytesIO(), io.BytesIO()
    small = SmallBook()
    for book in (Book(out, options), small):
        with book:
            book.set_properties({"created": datetime(2008, 10, 1)})
            written(GrowingSheet, book, tall=False)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as made, zipfile.ZipFile(again, "w") as packed:
        for part in made.infolist():
            packed.writestr(part, made.read(part), zipfile.ZIP_DEFLATED, 9)
    assert small.data() == again.getvalue()
