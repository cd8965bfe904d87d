"""Writes a declared list as a workbook of its own: values only, ready to filter and to print."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.layout import Layout, layout
from laa_xl.declare.model import Sheet
from laa_xl.declare.theme import RAG_LOOKS
from laa_xl.files.book import Book
from laa_xl.files.formats import Formats, places_of
from laa_xl.files.page_writer import printed
from laa_xl.files.sheets import GrowingSheet, height_of, write_value

_WIDE = 150  # characters that read well across a page in landscape


def list_bytes(
    sheet: Sheet, rows: Sequence[Mapping[str, Any]], about: str, created: datetime, notes: Sequence[str] = ()
) -> bytes:
    """One list under its title; ``about`` says of what, ``notes`` are lines of warning. Equal content, equal bytes."""
    buffer = io.BytesIO()
    with Book(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        stamp = created.replace(tzinfo=None, microsecond=0)
        book.set_properties({"title": sheet.title, "subject": about[:255], "created": stamp})
        formats = Formats(book)
        worksheet = book.add_worksheet(sheet.name, GrowingSheet)
        place = layout(sheet, max(1, len(rows)), " ".join(notes))
        worksheet.hide_gridlines(2)
        worksheet.write_string(0, 0, sheet.title, formats.role("title"))
        worksheet.set_row(0, 24)
        worksheet.write_string(1, 0, about, formats.role("subtitle"))
        for index, line in enumerate(place.lines):
            role = "warning" if line.note else "guidance"
            worksheet.write_string(place.first_line + index, 0, line.text, formats.role(role))
        _table(worksheet, formats, sheet, rows, place)
        _page(worksheet, sheet, place, about)
    return buffer.getvalue()


def _table(
    worksheet: Worksheet, formats: Formats, sheet: Sheet, rows: Sequence[Mapping[str, Any]], place: Layout
) -> None:
    columns = sheet.table.columns
    worksheet.freeze_panes(place.first, sheet.freeze_columns)
    worksheet.set_row(place.header, height_of([(c.title, c.width * 0.85) for c in columns]) + 4)
    header = formats.role("header")
    options = {
        "name": f"tbl{sheet.table.name.capitalize()}",
        "style": None,
        "columns": [{"header": column.title, "header_format": header} for column in columns],
    }
    worksheet.add_table(place.header, 0, place.end - 1, len(columns) - 1, options)
    for index, column in enumerate(columns):
        worksheet.set_column(index, index, column.width)
        worksheet.write_string(place.header, index, column.title, header)
    for offset, values in enumerate(rows or ({},)):
        row, decimals = place.first + offset, values.get("decimals")
        wrapped = [(values.get(c.name), c.width) for c in columns if not c.kind.numeric]
        worksheet.set_row(row, min(200, height_of(wrapped)))
        for index, column in enumerate(columns):
            value = values.get(column.name)
            if column.style == "rag" and value in RAG_LOOKS:
                look = formats.role(f"rag_{str(value).lower()}")
            else:
                places = places_of(value, decimals if isinstance(decimals, int) else None)
                look = formats.cell(column, style="plain", decimals=places)
            write_value(worksheet, row, index, value, look)


def _page(worksheet: Worksheet, sheet: Sheet, place: Layout, about: str) -> None:
    width = sum(column.width for column in sheet.table.columns)
    worksheet.set_paper(9)
    worksheet.set_landscape()
    worksheet.set_margins(0.4, 0.4, 0.6, 0.6)
    pages = max(1, round(width / _WIDE))
    worksheet.fit_to_pages(pages, 0)
    worksheet.repeat_rows(place.header)
    if pages > 1:
        worksheet.repeat_columns(0, sheet.freeze_columns - 1)
    worksheet.print_area(0, 0, place.end - 1, len(sheet.table.columns) - 1)
    worksheet.set_footer(f"&L&8{printed(about, 180)}&R&8Page &P of &N")
