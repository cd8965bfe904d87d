"""Writes the workbook that a partner fills: declared sheets, live formulas, protection, and what it carries hidden."""

from __future__ import annotations

import math
from datetime import datetime

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from laa_xl.checks.live_state import Content
from laa_xl.declare.layout import layout
from laa_xl.declare.model import Sheet
from laa_xl.declare.printed import CHECKS_TITLE, SEE_NOTE, subtitle_of, subtitle_parts, title_of
from laa_xl.declare.return_form import (
    CHECKS_DATA,
    CHECKS_SHEET,
    GUIDE_SHEET,
    HIDDEN_SHEET,
    HIDDEN_SHEETS,
    HISTORY_DATA,
    HISTORY_SHEET,
    LISTS_SHEET,
    RETURN_FORM,
    RULES_SHEET,
)
from laa_xl.declare.theme import TAB_COLOURS
from laa_xl.domain.spec import FormSpec
from laa_xl.files.book import SmallBook
from laa_xl.files.checks_writer import write_checks_sheet
from laa_xl.files.formats import Formats
from laa_xl.files.guide_writer import write_guide
from laa_xl.files.history_writer import History
from laa_xl.files.live_places import Places
from laa_xl.files.live_writer import write_checks, write_lists, write_rules
from laa_xl.files.page_writer import LONGEST_EDGE, edge_size, printed
from laa_xl.files.sheets import GrowingSheet
from laa_xl.files.start_writer import StartSheet
from laa_xl.files.table_writer import TableWriter

_CHUNK = 30_000  # characters of the specification a hidden cell; Excel allows 32,767
_A4 = 165  # units of column width on a page across, in letters of about 8 points
_PROTECTION = {
    "format_columns": True,
    "format_rows": True,
    "format_cells": False,
    "sort": True,
    "autofilter": True,
    "objects": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


def return_bytes(spec: FormSpec, content: Content, created: datetime) -> bytes:
    """The workbook; the same specification, content and time always give the same bytes."""
    book = SmallBook()
    with book:
        _Writer(book, spec, content).write(created)
    return book.data()


class _Writer:
    def __init__(self, book: Workbook, spec: FormSpec, content: Content) -> None:
        self.book = book
        self.spec = spec
        self.content = content
        self.formats = Formats(book)
        self.layouts = {
            sheet.name: layout(sheet, len(content[sheet.table.name]), self._note) for sheet in RETURN_FORM.sheets
        }

    @property
    def _note(self) -> str:
        return self.spec.agreement.settings.illustrative_note or ""

    def write(self, created: datetime) -> None:
        settings = self.spec.agreement.settings
        title = f"{RETURN_FORM.title}: {self.spec.the_theme.name}"
        self.book.set_properties(
            {"title": title, "subject": f"{settings.title}, {self.spec.when.spelled}", "created": created}
        )
        self.book.set_size(2400, 1500)
        sheets = {sheet.name: self.book.add_worksheet(sheet.name, GrowingSheet) for sheet in RETURN_FORM.sheets}
        others = (CHECKS_SHEET, HISTORY_SHEET, GUIDE_SHEET)
        shown = {name: self.book.add_worksheet(name, GrowingSheet) for name in others}
        behind = {name: self.book.add_worksheet(name, GrowingSheet) for name in HIDDEN_SHEETS}
        places = Places(self.layouts, self.content)
        for sheet in RETURN_FORM.sheets:
            worksheet = sheets[sheet.name]
            self._head(worksheet, sheet)
            if sheet.table.name == "about":
                StartSheet(worksheet, self.formats, places).write(sheet)
            else:
                TableWriter(worksheet, self.formats, places, sheet).write(sheet.freeze_columns)
            self._page(worksheet, sheet)
            worksheet.protect("", _PROTECTION)
        self._checks(shown[CHECKS_SHEET], places)
        history = History(self.book, self.formats, self.spec, self.content.tables, self.layouts)
        history.write(shown[HISTORY_SHEET], behind[HISTORY_DATA])
        history.sparklines(sheets["Indicators"])
        write_guide(shown[GUIDE_SHEET], self.formats, self.spec)
        for worksheet in shown.values():
            worksheet.protect("", _PROTECTION)
        write_lists(self.book, behind[LISTS_SHEET], places)
        write_rules(self.book, behind[RULES_SHEET], places)
        write_checks(self.book, behind[CHECKS_DATA], places)
        self._hidden(behind[HIDDEN_SHEET])
        for worksheet in behind.values():
            worksheet.protect()
            worksheet.very_hidden()
        sheets[RETURN_FORM.sheets[0].name].activate()

    def _head(self, worksheet: Worksheet, sheet: Sheet) -> None:
        place = self.layouts[sheet.name]
        worksheet.hide_gridlines(2)
        worksheet.set_tab_color(TAB_COLOURS[sheet.tab])
        worksheet.write_string(0, 0, title_of(sheet, self.spec), self.formats.role("title"))
        worksheet.set_row(0, 24)
        worksheet.write_string(1, 0, subtitle_of(sheet, self.spec), self.formats.role("subtitle"))
        for index, line in enumerate(place.lines):
            role = "warning" if line.note else "guidance"
            worksheet.write_string(place.first_line + index, 0, line.text, self.formats.role(role))

    def _checks(self, worksheet: Worksheet, places: Places) -> None:
        title = f"{CHECKS_TITLE}: {self.spec.the_theme.name}"
        worksheet.write_string(0, 0, title, self.formats.role("title"))
        worksheet.set_row(0, 24)
        worksheet.write_string(1, 0, subtitle_of(RETURN_FORM.sheets[1], self.spec), self.formats.role("subtitle"))
        worksheet.hide_gridlines(2)
        worksheet.set_tab_color(TAB_COLOURS["computed"])
        write_checks_sheet(worksheet, self.formats, places)
        self._paper(worksheet, 1)
        worksheet.set_landscape()

    def _page(self, worksheet: Worksheet, sheet: Sheet) -> None:
        place = self.layouts[sheet.name]
        if sheet.landscape:
            worksheet.set_landscape()
        pages = 1 if sheet.table.name == "about" else _pages(sheet)
        self._paper(worksheet, pages)
        if sheet.table.name != "about":
            worksheet.repeat_rows(place.header)
            top = place.header if pages > 1 else 0
            worksheet.print_area(top, 0, max(place.end - 1, place.first), len(sheet.table.columns) - 1)
        if pages > 1:
            worksheet.repeat_columns(0, sheet.freeze_columns - 1)
            self._page_header(worksheet, sheet)

    def _page_header(self, worksheet: Worksheet, sheet: Sheet) -> None:
        """On several pages beside each other lines above the table would be cut at the repeated columns."""
        agreement, *others = subtitle_parts(sheet, self.spec)
        rest = f" · {printed(' · '.join(others), 60)}" + (f"&R&9{SEE_NOTE}" if self._note else "")
        bold, regular = '&L&"Arial,Bold"&12', '\n&"Arial,Regular"&9'
        room = LONGEST_EDGE - edge_size(bold + regular + rest)
        title = printed(title_of(sheet, self.spec), room - 20)
        # Of the agreement's title there is what room is left: its code stands at the foot of the page.
        worksheet.set_header(f"{bold}{title}{regular}{printed(agreement, room - edge_size(title))}{rest}")
        worksheet.set_margins(0.4, 0.4, 0.9, 0.6)

    def _paper(self, worksheet: Worksheet, pages: int) -> None:
        worksheet.set_paper(9)
        worksheet.set_margins(0.4, 0.4, 0.6, 0.6)
        worksheet.fit_to_pages(pages, 0)
        worksheet.set_footer(f"&L&8{printed(self.spec.form_id, 180)}&C&8&A&R&8Page &P of &N")

    def _hidden(self, worksheet: Worksheet) -> None:
        text = self.spec.text()
        chunks = [text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK)]
        identity = {
            "form": self.spec.form_id,
            "format": str(self.spec.version),
            "agreement": self.spec.agreement.settings.code,
            "theme": self.spec.theme,
            "period": self.spec.period,
            "digest": self.spec.digest,
            "parts": str(len(chunks)),
        }
        lines = [*identity.items(), *((f"specification {n}", chunk) for n, chunk in enumerate(chunks, 1))]
        for row, (name, value) in enumerate(lines):
            worksheet.write_string(row, 0, name)
            worksheet.write_string(row, 1, value)


def _pages(sheet: Sheet) -> int:
    """How many pages beside each other a table needs to be readable; the first columns stand on each."""
    widths = [column.width for column in sheet.table.columns]
    repeated = sum(widths[: sheet.freeze_columns])
    return math.ceil((sum(widths) - repeated) / (_A4 - repeated))
