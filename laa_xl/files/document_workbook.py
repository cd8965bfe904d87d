"""Writes any document as a workbook of its own: the page that is read, its tables, its charts and their numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import datetime

from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.theme import TAB_COLOURS
from laa_xl.domain.documents import Document
from laa_xl.domain.sentences import as_words
from laa_xl.files.book import Book
from laa_xl.files.chart_sheet import CHARTS, DATA, put_charts, put_data
from laa_xl.files.document_page import document_page
from laa_xl.files.formats import Formats
from laa_xl.files.grid_sheet import put_grid, unique
from laa_xl.files.page_writer import printed, put_page, ready_to_print
from laa_xl.files.reading import COLUMNS
from laa_xl.files.sheets import GrowingSheet

REPORT = "Report"
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 31 - 3  # of a sheet's name, with room for a number


def document_workbook(document: Document, created: datetime) -> bytes:
    """The document as .xlsx; the same document and time always give the same bytes."""
    buffer = io.BytesIO()
    with Book(buffer, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}) as book:
        subject = as_words(f"{document.agreement}, {document.period}")
        book.set_properties({"title": as_words(document.title)[:255], "subject": subject[:255], "created": created})
        formats, grids = Formats(book), list(document.grids)
        pictures = list(document.pictures)
        tables = dict(zip((grid.name for grid in grids), _sheet_names(grid.title for grid in grids), strict=True))
        report = book.add_worksheet(REPORT, GrowingSheet)
        _write_report(formats, report, document, tables)
        charts = book.add_worksheet(CHARTS, GrowingSheet) if pictures else None
        names = unique([_table_name(grid.name) for grid in grids])
        for grid, name in zip(grids, names, strict=True):
            sheet = book.add_worksheet(tables[grid.name], GrowingSheet)
            about = f"{document.agreement} · {document.period} · {document.state}"
            above = ((grid.title, "title"), (about, "subtitle"), (document.illustrative_note, "warning"))
            put_grid(sheet, formats, grid, above, name)
            sheet.set_tab_color(TAB_COLOURS["computed"])
            _edges(sheet, document)
        if charts is not None:
            data = book.add_worksheet(DATA, GrowingSheet)
            put_charts(book, charts, formats, document, put_data(data, formats, pictures))
            charts.set_tab_color(TAB_COLOURS["title"])
            for sheet in (charts, data):
                _edges(sheet, document)
    return buffer.getvalue()


def _write_report(formats: Formats, sheet: Worksheet, document: Document, tables: dict[str, str]) -> None:
    page = document_page(document, tables, CHARTS)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(TAB_COLOURS["title"])
    for index, (_, width) in enumerate(COLUMNS):
        sheet.set_column(index, index, width)
    put_page(sheet, formats, page)
    ready_to_print(sheet, page, page.width)
    _edges(sheet, document)


def _edges(sheet: Worksheet, document: Document) -> None:
    """Header and footer, which name the document on every printed page."""
    sheet.set_header(f"&L&8{printed(document.agreement)}&R&8{printed(document.state)}")
    sheet.set_footer(f"&L&8{printed(f'{document.title} · {document.period}')}&C&8&A&R&8Page &P of &N")


def _sheet_names(titles: Iterable[str]) -> list[str]:
    """Names that Excel takes, each once, and none that another sheet of the workbook has."""
    taken = [REPORT, CHARTS, DATA]
    short = [" ".join(_NOT_IN_A_NAME.sub(" ", as_words(title)).split()) for title in titles]
    cut = [name if len(name) <= _LONGEST else name[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,.-") for name in short]
    return unique([*taken, *cut])[len(taken) :]


def _table_name(name: str) -> str:
    """``designated-targets`` as ``tblDesignatedTargets``."""
    return f"tbl{''.join(part.capitalize() for part in re.split(r'[^A-Za-z0-9]+', name))}"
