"""Writes the content of a run into the master that is open in Excel: all of it, or nothing.

What is written is what a file would hold; everything of the officer's own stays as it is, and of input tables all rows but those
that were taken in from the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from laa_xl.declare.layout import layout
from laa_xl.declare.master_form import COMPUTED_SHEETS, DASHBOARD_SHEET, INPUT_SHEETS, REPORT_SHEET
from laa_xl.declare.model import Sheet
from laa_xl.declare.theme import ROLES
from laa_xl.domain.master import MasterContent
from laa_xl.files.dashboard_page import dashboard_page
from laa_xl.files.open_book import area, as_it_was, entered, read_sheet
from laa_xl.files.open_inputs import OpenInput
from laa_xl.files.open_ledger import Ledger, all_or_nothing
from laa_xl.files.open_pages import OpenPage, dress
from laa_xl.files.open_reader import sheet_named
from laa_xl.files.open_rows import LeftOver
from laa_xl.files.open_tables import OpenTable
from laa_xl.files.report_page import report_page


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing: whether anything changed, and what the officer should know."""

    changed: bool
    left_over: tuple[LeftOver, ...] = ()
    said: tuple[str, ...] = ()


def write_open_master(book: Any, content: MasterContent) -> Written:
    """Put the content where the old one stands. What stands just so already is not touched.

    CannotWrite, before anything is changed, where a tab or a table is missing. Any error leaves the workbook as it was.
    """
    dashboard, _ = dashboard_page(content.dashboard, content.note)
    pages = [
        OpenPage(book, DASHBOARD_SHEET, dashboard),
        OpenPage(book, REPORT_SHEET, report_page(content.report, desk=True)),
    ]
    tables = [(OpenTable(book, sheet), list(content.tables.get(sheet.table.name, ()))) for sheet in COMPUTED_SHEETS]
    pages = [page for page in pages if not page.stands()]
    tables = [(table, rows) for table, rows in tables if not table.stands(rows)]
    heads = _heads(book, content)
    inputs = [
        OpenInput(book, sheet, content.tables.get(sheet.table.name, ()), content.entered[sheet.table.name])
        for sheet in INPUT_SHEETS
        if content.entered.get(sheet.table.name)
    ]
    inputs = [table for table in inputs if table.numbers]
    if not (pages or tables or heads or inputs):
        return Written(changed=False)
    left: list[LeftOver] = []
    with all_or_nothing(book) as ledger:
        for table, rows in tables:
            left += table.put(ledger, rows)
        for table_of_hers in inputs:
            table_of_hers.put(ledger)
        for page in pages:
            page.put(ledger)
        for head in heads:
            head.put(ledger)
    return Written(True, tuple(left), tuple(ledger.said))


@dataclass(frozen=True, slots=True)
class _Head:
    """The lines above a table whose words changed: the agreement's title, and what is illustrative. Rows count from 1."""

    sheet: Any
    row: int
    old: tuple[Any, ...]
    new: tuple[str, ...]
    role: str

    def put(self, ledger: Ledger) -> None:
        more = len(self.new) - len(self.old)
        if more > 0:
            rows = f"{self.row + len(self.old)}:{self.row + len(self.new) - 1}"
            self.sheet.range(rows).insert("down")
            ledger.on_undo(lambda: self.sheet.range(rows).delete("up"))
        lines = [*self.new, *[""] * -more]
        ledger.keep_formats(self.sheet, self.row, 1, self.row + len(lines) - 1, 1)
        ledger.on_undo(lambda: self._write([as_it_was(value, "") for value in self.old]))
        self._write([entered(line) for line in lines])
        block = area(self.sheet, self.row, 1, self.row + len(lines) - 1, 1)
        block.clear_formats()
        dress(block, ROLES[self.role])

    def _write(self, lines: list[Any]) -> None:
        if lines:
            block = area(self.sheet, self.row, 1, self.row + len(lines) - 1, 1)
            block.options(ndim=2).value = [[line] for line in lines]


def _heads(book: Any, content: MasterContent) -> list[_Head]:
    """The lines to change above the tables. One computed sheet tells whether there are any; then every sheet is read."""
    first = COMPUTED_SHEETS[0]
    if not _head_of(book, first, content):
        return []
    return [head for sheet in (*COMPUTED_SHEETS, *INPUT_SHEETS) for head in _head_of(book, sheet, content)]


def _head_of(book: Any, sheet: Sheet, content: MasterContent) -> list[_Head]:
    """Found by the title of the sheet, below which its lines stand together."""
    xl = sheet_named(book, sheet.name)
    if xl is None:
        return []
    column = [line[0] for line in read_sheet(xl)]
    title = next((number for number, value in enumerate(column) if value == sheet.title), None)
    if title is None:
        return []
    end = next((number for number in range(title + 1, len(column)) if column[number] is None), len(column))
    place = layout(sheet, 1, content.note)
    guidance = sum(not line.note for line in place.lines)
    found = []
    if column[title + 1] != content.dashboard.title:
        found.append(_Head(xl, title + 2, (column[title + 1],), (content.dashboard.title,), "subtitle"))
    notes = tuple(line.text for line in place.lines if line.note)
    start = title + 2 + guidance
    old = tuple(column[start:end])
    if old != notes:
        found.append(_Head(xl, start + 1, old, notes, "warning"))
    return found
