"""Writes the highlight report to a worksheet: of the master, or of a workbook of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.actions import Action, actions_on
from laa_xl.declare.master_form import REPORT_SHEET
from laa_xl.declare.theme import ROLES
from laa_xl.domain.report import DRAFT, RATED_COLUMNS, RATED_HEADING, HighlightReport
from laa_xl.domain.sentences import as_words
from laa_xl.files.book import LargeBook
from laa_xl.files.buttons_writer import write_buttons
from laa_xl.files.formats import Formats
from laa_xl.files.page_writer import printed, put_page, ready_to_print
from laa_xl.files.reading import COLUMNS
from laa_xl.files.report_page import HIDDEN, report_page
from laa_xl.files.sheets import GrowingSheet, height_of
from laa_xl.files.streamed import StreamedTexts

SHEET, RATINGS_SHEET = "Highlight report", "Ratings"


def report_bytes(report: HighlightReport, created: datetime) -> bytes:
    """The report as a workbook of its own; the same report and time always give the same bytes."""
    with LargeBook() as book:
        subject = as_words(f"{report.agreement}, {report.period}")
        book.set_properties({"title": as_words(report.title)[:255], "subject": subject[:255], "created": created})
        formats = Formats(book)
        write_report_sheet(formats, book.add_worksheet(SHEET, GrowingSheet), report)
        if report.ratings:
            _write_ratings(formats, book.add_worksheet(RATINGS_SHEET, StreamedTexts), report)
    data: bytes = book.data()
    return data


def write_report_sheet(formats: Formats, worksheet: Worksheet, report: HighlightReport) -> None:
    """Write the report to an empty worksheet, ready to print on A4 portrait, one page wide."""
    _write(formats, worksheet, report, report.agreement, report.state, printed(report.period_title))


def write_master_report(formats: Formats, worksheet: Worksheet, report: HighlightReport | None, agreement: str) -> None:
    """Write the report, or that there is none yet, to its sheet of the master.

    In an open master another period may be shown without a new footer, so the footer names the sheet alone.
    """
    _write(formats, worksheet, report, agreement, DRAFT, "&A", actions_on(REPORT_SHEET), desk=True)


def _write(
    formats: Formats,
    sheet: Worksheet,
    report: HighlightReport | None,
    agreement: str,
    state: str,
    footer: str,
    buttons: Sequence[Action] = (),
    *,
    desk: bool = False,
) -> None:
    page = report_page(report, desk=desk)
    sheet.hide_gridlines(2)
    for index, (_, width) in enumerate(COLUMNS):
        sheet.set_column(index, index, width)
    if desk:
        sheet.set_column(len(COLUMNS), len(COLUMNS) + len(HIDDEN) - 1, 12, None, {"hidden": True})
    put_page(sheet, formats, page)
    write_buttons(sheet, page.buttons_row, buttons)
    ready_to_print(sheet, page, page.shown)
    sheet.set_header(f"&L&8{printed(agreement)}&R&8{printed(state)}")
    sheet.set_footer(f"&L&8{footer}&R&8Page &P of &N")


def _write_ratings(formats: Formats, sheet: StreamedTexts, report: HighlightReport) -> None:
    """The ratings table on a sheet of its own: computed and declared side by side."""
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, RATED_HEADING, formats.role("title"))
    sheet.set_row(0, 24)
    sheet.write_string(1, 0, as_words(f"{report.agreement} · {report.period}"), formats.role("subtitle"))
    head = 3
    options = {"name": "tblRatings", "style": None, "columns": [{"header": name} for name, _ in RATED_COLUMNS]}
    sheet.add_table(head, 0, head + len(report.ratings), len(RATED_COLUMNS) - 1, options)
    for index, (name, width) in enumerate(RATED_COLUMNS):
        sheet.set_column(index, index, width)
        sheet.write_string(head, index, name, formats.role("header"))
    sheet.set_row(head, 32)
    for row, line in enumerate(report.ratings, head + 1):
        values = astuple(line)
        height = height_of([(value, width) for value, (_, width) in zip(values, RATED_COLUMNS, strict=True)])
        roles = [f"rag_{value.lower()}" for value in values]
        looks = tuple(formats.role(role) if role in ROLES else formats.role("plain", text_wrap=True) for role in roles)
        sheet.add_row(row, height, values, looks)
    sheet.leave_in_peace(
        xl_range(head + 1, 0, head + len(report.ratings), len(RATED_COLUMNS) - 1), "numberStoredAsText"
    )
    sheet.freeze_panes(head + 1, 2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_footer(f"&L&8{printed(report.period_title)}&R&8Page &P of &N")
