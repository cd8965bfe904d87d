"""Tables written row by row: the same bytes as cell by cell, and every figure comes back to the last bit."""

from __future__ import annotations

import base64
import io
import random
import struct
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from laa_xl.declare.code_names import WORKBOOK_CODE_NAME
from laa_xl.files.book import Book, LargeBook
from laa_xl.files.cells import read_cells
from laa_xl.files.formats import Formats
from laa_xl.files.macros import master_project, master_ribbon
from laa_xl.files.sheets import GrowingSheet, write_value
from laa_xl.files.streamed import StreamedSheet, StreamedTexts

DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")
FIRST = 3  # the row in which the table begins

ROWS: list[tuple[float, list[Any]]] = [
    (15.0, ["plain", 1, 0.1, None]),
    (29.0, ["  kept space ", -3, 1e-300, ""]),
    (15.0, ["<b> & \"q\" 'a' ]]>", True, False, "Ünïcode ▲ 𝄞"]),
    (42.0, [date(2008, 9, 30), datetime(2008, 9, 30, 17, 5, 12), Decimal("1.25"), 5.0]),
    (15.0, ["x" * 40_000, "𝄞" * 20_000, "line\nbreak\ttab", "_x0041_ \x01"]),
    (15.0, ["%s {0} %", 10**15, -0.0, 1.7976931348623157e308]),
    *((15.0 + number % 3, [f"row {number}", number, number / 7, None]) for number in range(40)),
]


def written(kind: type[GrowingSheet], rows: list[tuple[float, list[Any]]]) -> bytes:
    """A sheet with a title and a table, once by each way."""
    buffer = io.BytesIO()
    with Book(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2008, 1, 1)})
        formats = Formats(book)
        sheet = book.add_worksheet("Table", kind)
        sheet.write_string(0, 6, "beside", formats.role("title"))
        sheet.write_string(1, 0, "plain", formats.role("subtitle"))
        looks = [
            tuple(formats.made({"num_format": form}) for form in forms)
            for forms in (["@", "0", "0.0", "0.00"], ["0"] * 4)
        ]
        for offset, (height, values) in enumerate(rows):
            row, mine = FIRST + offset, looks[offset % 5 == 2]
            if isinstance(sheet, StreamedSheet):
                sheet.add_row(row, height, values, mine)
            else:
                sheet.set_row(row, height)
                for column, value in enumerate(values):
                    write_value(sheet, row, column, value, mine[column])
        book.add_worksheet("After", GrowingSheet).write_string(0, 0, "row 3")
    return buffer.getvalue()


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], []])
def test_row_by_row_gives_the_bytes_of_cell_by_cell(rows: list[tuple[float, list[Any]]]) -> None:
    assert dict(parts(written(StreamedSheet, rows))) == dict(parts(written(GrowingSheet, rows)))


def test_a_text_without_a_letter_is_a_text_only_where_all_are_texts() -> None:
    rows: list[list[Any]] = [["", "a", ""], ["a", "", "  "]]

    def made(kind: type[GrowingSheet]) -> dict[str, bytes]:
        buffer = io.BytesIO()
        with Book(buffer, {"in_memory": True}) as book:
            book.set_properties({"created": datetime(2008, 1, 1)})
            look, sheet = book.add_format({}), book.add_worksheet("Table", kind)
            sheet.write_string(0, 0, "", look)  # a text that is known already
            for number, values in enumerate(rows, 1):
                if isinstance(sheet, StreamedSheet):
                    sheet.add_row(number, 15.0, values, (look,) * 3)
                    continue
                sheet.set_row(number, 15.0)
                for column, value in enumerate(values):
                    if kind is GrowingSheet:
                        write_value(sheet, number, column, value, look)
                    else:
                        sheet.write_string(number, column, value, look)
        return dict(parts(buffer.getvalue()))

    class Strings(GrowingSheet):
        """Every cell by ``write_string``."""

    assert made(StreamedSheet) == made(GrowingSheet)
    assert made(StreamedTexts) == made(Strings)
    assert made(StreamedTexts) != made(StreamedSheet)


def test_every_double_comes_back_to_the_last_bit() -> None:
    """Any bits that are a finite number; 90,000 of them in benchmarks/writing.py."""
    chance = random.Random(2008)
    doubles = [value for _ in range(4_000) if abs(value := struct.unpack("<d", chance.randbytes(8))[0]) < float("inf")]
    doubles = [value for value in doubles if value][:3_600]
    rows = [(15.0, doubles[at : at + 4]) for at in range(0, len(doubles), 4)]
    (sheet, _) = read_cells(written(StreamedSheet, rows)).sheets
    found = [sheet.rows[FIRST + number][column].value for number in range(len(rows)) for column in range(4)]
    assert [struct.pack("<d", value) for value in found] == [struct.pack("<d", value) for value in doubles]


def test_a_row_that_leaves_a_gap_is_a_programming_error() -> None:
    with Book(io.BytesIO(), {"in_memory": True}) as book:
        sheet = book.add_worksheet("Table", StreamedSheet)
        look = (book.add_format({}),)
        sheet.add_row(3, 15.0, ["a"], look)
        for row, looks in ((5, look), (3, look), (4, look * 2)):
            with pytest.raises(ValueError, match="does not follow"):
                sheet.add_row(row, 15.0, ["b"] * len(looks), looks)


def whole(book: Book) -> None:
    """A workbook with a part of nearly every kind, opened and closed."""
    with book:
        book.set_properties({"title": "Title", "created": datetime(2008, 1, 1)})
        book.add_macros(master_project(), WORKBOOK_CODE_NAME, master_ribbon())
        looks = Formats(book)
        first = book.add_worksheet("First", GrowingSheet)
        first.write_comment(1, 1, "a note")
        first.insert_button(3, 3, {"caption": "Press", "macro": "Press"})
        first.insert_image(5, 5, "dot.png", {"image_data": io.BytesIO(DOT)})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Second!$A$2:$A$3"})
        first.insert_chart(9, 1, chart)
        second = book.add_worksheet("Second", StreamedSheet)
        second.add_table(0, 0, 700, 1, {"name": "tblSecond", "columns": [{"header": "One"}, {"header": "Two"}]})
        for row in range(1, 701):
            second.add_row(row, 15.0, [row / 7, f"é {row % 9}"], (looks.role("plain"),) * 2)
        book.add_worksheet("Third", GrowingSheet).write_string(0, 0, "last " * 50_000)
        for sheet in book.worksheets():
            sheet.set_vba_name(sheet.get_name())


def test_a_large_book_puts_its_parts_into_the_package_as_it_writes_them_and_gives_the_same_bytes() -> None:
    buffer, large = io.BytesIO(), LargeBook()
    whole(Book(buffer, {"in_memory": True, "strings_to_urls": False}))
    whole(large)
    assert len(list(parts(large.data()))) > 20
    assert large.data() == buffer.getvalue()
