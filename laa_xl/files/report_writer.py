"""Writes the highlight report to a worksheet: of the master, or of a workbook of its own."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from datetime import datetime

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.actions import Action
from laa_xl.declare.theme import ROLES
from laa_xl.domain.report import RATED_COLUMNS, RATED_HEADING, Bullet, HighlightReport, ReportSection
from laa_xl.domain.sentences import as_words
from laa_xl.files.book import Book
from laa_xl.files.buttons_writer import write_buttons
from laa_xl.files.formats import Formats
from laa_xl.files.sheets import GrowingSheet, height_of

SHEET, RATINGS_SHEET = "Highlight report", "Ratings"
RULES_HEADING = "How this report was rated"

_COLUMNS = (("Report", 62), ("Rating", 8), ("Source and rule", 24), ("Reference", 13))
_TEXT, _RATING, _SOURCE, _REFERENCE = range(4)
_WIDTHS = tuple(width for _, width in _COLUMNS)
_BODY, _SMALL = 10, 8  # points
_GREY = "#50575F"
_LINE_HEIGHT = 1.32  # of the font's size
_MOST_LINES = 29  # Excel's rows end at 409 points: longer texts go on in the next row
_PADDING = 5


def report_bytes(report: HighlightReport, created: datetime) -> bytes:
    """The report as a workbook of its own; the same report and time always give the same bytes."""
    buffer = io.BytesIO()
    with Book(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        subject = as_words(f"{report.agreement}, {report.period}")
        book.set_properties({"title": as_words(report.title)[:255], "subject": subject[:255], "created": created})
        formats = Formats(book)
        write_report_sheet(book, formats, book.add_worksheet(SHEET, GrowingSheet), report)
        if report.ratings:
            _write_ratings(formats, book.add_worksheet(RATINGS_SHEET, GrowingSheet), report)
    return buffer.getvalue()


def write_report_sheet(
    book: Workbook, formats: Formats, worksheet: Worksheet, report: HighlightReport, buttons: Sequence[Action] = ()
) -> None:
    """Write the report to an empty worksheet, ready to print on A4 portrait, one page wide; buttons above its headings."""
    _Writer(book, formats, worksheet).write(report, buttons)


def _write_ratings(formats: Formats, sheet: Worksheet, report: HighlightReport) -> None:
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
        sheet.set_row(row, height_of([(value, width) for value, (_, width) in zip(values, RATED_COLUMNS, strict=True)]))
        for index, value in enumerate(values):
            role = f"rag_{value.lower()}"
            look = formats.role(role) if role in ROLES else formats.role("plain", text_wrap=True)
            sheet.write_string(row, index, value, look)
    sheet.freeze_panes(head + 1, 2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_footer(f"&L&8 {_printed(report.period_title)}&R&8 Page &P of &N")


class _Writer:
    def __init__(self, book: Workbook, formats: Formats, worksheet: Worksheet) -> None:
        self.book = book
        self.formats = formats
        self.sheet = worksheet
        self.row = 0

    def write(self, report: HighlightReport, buttons: Sequence[Action]) -> None:
        self.sheet.hide_gridlines(2)
        for index, (_, width) in enumerate(_COLUMNS):
            self.sheet.set_column(index, index, width)
        self._line(report.title, "title")
        self._line(report.agreement, "section")
        self._line(f"{report.period} · {report.state}", "subtitle")
        self._line(report.illustrative_note, "warning")
        write_buttons(self.sheet, self.row, buttons)
        self.row += 1
        self._headings()
        for section in report.sections:
            self._section(section)
        self.row += 1
        self._line(RULES_HEADING, "section")
        for rule in report.rules:
            self._line(rule, "guidance", size=_SMALL)
        self._page(report)

    def _headings(self) -> None:
        for index, (heading, _) in enumerate(_COLUMNS):
            self.sheet.write_string(self.row, index, heading, self.formats.role("header"))
        self.sheet.set_row(self.row, 18)
        self.sheet.repeat_rows(self.row)
        self.row += 1
        self.sheet.freeze_panes(self.row, 0)

    def _section(self, section: ReportSection) -> None:
        self.row += 1
        if section.rag:
            self._rating(self.row, section.rag)
        self._line(section.heading, "section")
        self._line(section.rating_note, "guidance")
        for line in section.lines:
            self._line(line, "guidance")
        for block in section.blocks:
            if block.name:
                self._line(block.name, "subsection")
            for bullet in block.bullets:
                self._bullet(bullet)

    def _line(self, text: str, role: str, size: int = 0) -> None:
        """One wrapped line over its own row, in the first column; nothing for a blank."""
        if not as_words(text):
            return
        look = {"font_size": size} if size else {}
        points = size or int(ROLES[role]["font_size"])
        bold = bool(ROLES[role].get("bold"))
        for part in _parts(as_words(text), _WIDTHS[_TEXT], points, bold):
            self.sheet.write_string(self.row, _TEXT, part, self.formats.role(role, text_wrap=True, **look))
            self.sheet.set_row(self.row, _height(_count(part, _WIDTHS[_TEXT], points, bold), points))
            self.row += 1

    def _bullet(self, bullet: Bullet) -> None:
        origin = as_words(bullet.origin) + (f"\n{as_words(bullet.note)}" if bullet.note else "")
        texts = list(_parts(f"• {as_words(bullet.line)}", _WIDTHS[_TEXT] - 2, _BODY))
        origins = list(_parts(origin, _WIDTHS[_SOURCE], _SMALL))
        small = self.formats.role("bullet", font_size=_SMALL, font_color=_GREY)
        for number in range(max(len(texts), len(origins))):
            text = texts[number] if number < len(texts) else ""
            source = origins[number] if number < len(origins) else ""
            reference = bullet.id if number == 0 else ""
            if number == 0 and bullet.rag:
                self._rating(self.row, bullet.rag)
            self._string(_TEXT, text, self.formats.role("bullet", indent=1))
            self._string(_SOURCE, source, small)
            self._string(_REFERENCE, reference, small)
            heights = (
                _height(_count(text, _WIDTHS[_TEXT] - 2, _BODY), _BODY),
                _height(_count(source, _WIDTHS[_SOURCE], _SMALL), _SMALL),
                _height(_count(reference, _WIDTHS[_REFERENCE], _SMALL), _SMALL),
            )
            self.sheet.set_row(self.row, max(heights))
            self.row += 1

    def _string(self, column: int, text: str, look: Format) -> None:
        if text:
            self.sheet.write_string(self.row, column, text, look)

    def _rating(self, row: int, rag: str) -> None:
        role = f"rag_{rag.lower()}"
        look = self.formats.role(role if role in ROLES else "bullet", valign="top")
        self.sheet.write_string(row, _RATING, rag, look)

    def _page(self, report: HighlightReport) -> None:
        self.sheet.set_paper(9)
        self.sheet.set_portrait()
        self.sheet.set_margins(0.5, 0.5, 0.8, 0.7)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.print_area(0, 0, self.row - 1, _REFERENCE)
        title, period = _printed(report.agreement), _printed(report.period_title)
        self.sheet.set_header(f"&L&8 {title}&R&8 {_printed(report.state)}")
        self.sheet.set_footer(f"&L&8 {period}&R&8 Page &P of &N")


def _printed(text: str) -> str:
    """A text in a header or footer, where an ampersand begins a code; 255 characters are allowed in all."""
    return as_words(text)[:100].replace("&", "&&")


def _room(width: float, points: int, bold: bool) -> int:
    """How many characters of Arial fit on a line of a column, on the safe side."""
    return max(1, int(width * _BODY / points * (1.0 if bold else 1.08)))


def _wrapped(text: str, width: float, points: int, bold: bool = False) -> list[str]:
    room = _room(width, points, bold)
    return [line for part in text.split("\n") for line in textwrap.wrap(part, room) or [""]]


def _count(text: str, width: float, points: int, bold: bool = False) -> int:
    return len(_wrapped(text, width, points, bold)) if text else 1


def _parts(text: str, width: float, points: int, bold: bool = False) -> Iterator[str]:
    """The text in pieces that each fit in one row; nearly always the whole."""
    lines = _wrapped(text, width, points, bold)
    if len(lines) <= _MOST_LINES:
        yield text
        return
    for start in range(0, len(lines), _MOST_LINES):
        yield " ".join(lines[start : start + _MOST_LINES])


def _height(lines: int, points: int) -> float:
    return round(min(409.0, lines * points * _LINE_HEIGHT + _PADDING), 2)
