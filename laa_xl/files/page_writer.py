"""Puts a laid-out page into an empty worksheet of XlsxWriter."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from laa_xl.files.formats import Formats
from laa_xl.files.page import Page


def put_page(sheet: Worksheet, formats: Formats, page: Page) -> None:
    """Cells, looks, links and heights of rows; columns, printing and charts are the sheet's own matter."""
    for cell in page.cells:
        look = formats.made(cell.look)
        if cell.link:
            sheet.write_url(cell.row, cell.column, f"internal:'{cell.link}'!A1", look, str(cell.value))
        elif isinstance(cell.value, str):
            sheet.write_string(cell.row, cell.column, cell.value, look)
        else:
            sheet.write_number(cell.row, cell.column, cell.value, look)
    for row, height in page.heights.items():
        sheet.set_row(row, height)
