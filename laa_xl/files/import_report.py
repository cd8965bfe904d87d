"""The report of an import: what was taken, what was not and why, as a workbook and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from laa_xl.declare.theme import ATTENTION, TAB_COLOURS
from laa_xl.domain.grammar import understand
from laa_xl.domain.imports import Became, Line, tally
from laa_xl.files.book import Book
from laa_xl.files.csv_writer import csv_text
from laa_xl.files.formats import Exact, Formats, figure_format
from laa_xl.files.sheets import GrowingSheet, height_of

SHEET = "Import"
COLUMNS: tuple[tuple[str, float], ...] = (
    ("Row", 7),
    ("Place", 22),
    ("Code, as written", 16),
    ("Quarter, as written", 20),
    ("Entered", 16),
    ("Became", 11),
    ("Indicator", 12),
    ("Quarter", 10),
    ("Figure", 12),
    ("Why, or what else there is to say", 66),
)
_HEADER = 5
_ORDER = {Became.NOT_TAKEN: 0, Became.IGNORED: 1, Became.TAKEN: 2}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a report says above its lines."""

    title: str
    asked: str  # who, when, which sheet
    unread: tuple[str, ...]  # columns that were not read
    lines: tuple[Line, ...]

    @property
    def total(self) -> str:
        """The control total: nothing that was read is left out."""
        found = tally(self.lines)
        parts = ", ".join(f"{found[became]} {became.value}" for became in Became)
        return f"Entries read: {len(self.lines)} = {parts}. Rows: {len({line.row for line in self.lines})}."


def sorted_lines(lines: Sequence[Line]) -> list[Line]:
    """What was not taken first, then what was ignored, each in the order of the file."""
    return sorted(lines, key=lambda line: _ORDER[line.became])


def values_of(line: Line) -> tuple[str | int | float | None, ...]:
    """A line's cells, in the order of COLUMNS."""
    figure = line.figure
    return (
        line.row,
        line.place,
        line.code,
        line.when,
        line.entered,
        line.became.value,
        figure.indicator if figure else None,
        figure.period if figure else None,
        figure.actual if figure else None,
        line.why,
    )


def report_csv(report: ImportReport) -> bytes:
    """The lines as CSV in UTF-8 with its mark, as Excel wants it; text never becomes a formula there."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([title for title, _ in COLUMNS])
    for line in sorted_lines(report.lines):
        writer.writerow(["" if value is None else _as_text(value) for value in values_of(line)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _as_text(value: str | int | float) -> str | int | float:
    if not isinstance(value, str) or understand(value).kind in ("number", "percent"):
        return value
    return csv_text(value)


def report_workbook(report: ImportReport, created: datetime) -> bytes:
    """The report as a workbook; the same report and time always give the same bytes."""
    buffer = io.BytesIO()
    with Book(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": report.title[:255], "created": created})
        formats = Formats(book)
        sheet = book.add_worksheet(SHEET, GrowingSheet)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(TAB_COLOURS["computed"])
        sheet.write_string(0, 0, report.title, formats.role("title"))
        sheet.set_row(0, 24)
        sheet.write_string(1, 0, report.asked, formats.role("subtitle"))
        sheet.write_string(2, 0, report.total, formats.role("subsection"))
        unread = (
            f"Columns that were not read: {', '.join(report.unread)}." if report.unread else "Every column was read."
        )
        sheet.write_string(3, 0, unread, formats.role("guidance"))
        header = formats.role("header")
        columns = [{"header": title, "header_format": header} for title, _ in COLUMNS]
        last = _HEADER + max(1, len(report.lines))
        options = {"name": "tblImport", "style": None, "columns": columns}
        sheet.add_table(_HEADER, 0, last, len(COLUMNS) - 1, options)
        for index, (title, width) in enumerate(COLUMNS):
            sheet.set_column(index, index, width)
            sheet.write_string(_HEADER, index, title, header)
        sheet.set_row(_HEADER, 20)
        plain, wrapped = formats.role("plain", align="left"), formats.role("plain", text_wrap=True)
        for row, line in enumerate(sorted_lines(report.lines), _HEADER + 1):
            values = values_of(line)
            sheet.set_row(
                row, height_of([(v, w) for v, (_, w) in zip(values, COLUMNS, strict=True) if isinstance(v, str)])
            )
            for index, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row, index, value, wrapped)
                elif isinstance(value, float):
                    look = formats.role("plain", num_format=figure_format(None), align="right")
                    sheet.write_number(row, index, Exact(value), look)
                elif value is not None:
                    sheet.write_number(row, index, value, plain)
                else:
                    sheet.write_blank(row, index, None, plain)
        look = formats.made(ATTENTION)
        rule = {"type": "cell", "criteria": "==", "value": f'"{Became.NOT_TAKEN.value}"', "format": look}
        sheet.conditional_format(_HEADER + 1, 5, last, 5, rule)
        sheet.freeze_panes(_HEADER + 1, 2)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER)
        sheet.print_area(0, 0, last, len(COLUMNS) - 1)
        sheet.set_footer("&L&8&A&R&8Page &P of &N")
    return buffer.getvalue()
