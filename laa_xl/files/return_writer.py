"""Writes the workbook that a partner fills: declared sheets, live formulas, protection, and what it carries hidden."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.layout import Layout, layout
from laa_xl.declare.live_formulas import COMPLETE, NOTHING_NEEDED, RULE_COLUMNS
from laa_xl.declare.model import Sheet, Table
from laa_xl.declare.printed import NOTHING_ASKED, subtitle_of, title_of
from laa_xl.declare.return_form import (
    GUIDE_SHEET,
    HIDDEN_SHEET,
    HISTORY_DATA,
    HISTORY_SHEET,
    RETURN_FORM,
    RULES_SHEET,
)
from laa_xl.declare.theme import ATTENTION, DONE, RAG_LOOKS, TAB_COLOURS
from laa_xl.domain.live import rule_values
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.words import Measure
from laa_xl.files.book import Book
from laa_xl.files.formats import Exact, Formats, places_of
from laa_xl.files.guide_writer import write_guide
from laa_xl.files.history_writer import History
from laa_xl.files.sheets import GrowingSheet, height_of, write_value
from laa_xl.files.start_writer import StartSheet
from laa_xl.files.validation import validation_of

_CHUNK = 30_000  # characters of the specification a hidden cell; Excel allows 32,767
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


def return_bytes(spec: FormSpec, content: Mapping[str, Sequence[Mapping[str, Any]]], created: datetime) -> bytes:
    """The workbook; the same specification, content and time always give the same bytes."""
    buffer = io.BytesIO()
    with Book(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        _Writer(book, spec, content).write(created)
    return buffer.getvalue()


class _Writer:
    def __init__(self, book: Workbook, spec: FormSpec, content: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
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
        shown = {name: self.book.add_worksheet(name, GrowingSheet) for name in (HISTORY_SHEET, GUIDE_SHEET)}
        rules = self.book.add_worksheet(RULES_SHEET)
        hidden = self.book.add_worksheet(HIDDEN_SHEET)
        past = self.book.add_worksheet(HISTORY_DATA)
        for sheet in RETURN_FORM.sheets:
            worksheet = sheets[sheet.name]
            self._head(worksheet, sheet)
            if sheet.table.name == "about":
                StartSheet(worksheet, self.formats, self.spec, self.content, self.layouts).write(sheet)
            else:
                self._table(worksheet, sheet)
            self._page(worksheet, sheet)
            worksheet.protect("", _PROTECTION)
        history = History(self.book, self.formats, self.spec, self.content, self.layouts)
        history.write(shown[HISTORY_SHEET], past)
        history.sparklines(sheets["Indicators"])
        write_guide(shown[GUIDE_SHEET], self.formats, self.spec)
        for worksheet in shown.values():
            worksheet.protect("", _PROTECTION)
        self._rules(rules)
        self._hidden(hidden)
        for worksheet in (rules, hidden, past):
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

    def _table(self, worksheet: Worksheet, sheet: Sheet) -> None:
        table, place = sheet.table, self.layouts[sheet.name]
        rows = self.content[table.name]
        worksheet.freeze_panes(place.first, sheet.freeze_columns)
        worksheet.set_row(place.header, height_of([(c.title, c.width * 0.85) for c in table.columns]) + 4)
        for index, column in enumerate(table.columns):
            worksheet.set_column(index, index, column.width)
            worksheet.write_string(place.header, index, column.title, self.formats.role("header"))
        for offset, values in enumerate(rows):
            self._row(worksheet, table, place, offset, values)
        if not rows:
            worksheet.write_string(place.first, 0, NOTHING_ASKED, self.formats.role("guidance"))
            return
        last = place.end - 1
        worksheet.add_table(
            place.header,
            0,
            last,
            len(table.columns) - 1,
            {
                "name": f"tbl{table.name.capitalize()}",
                "style": None,
                "columns": [
                    {"header": column.title, "header_format": self.formats.role("header")} for column in table.columns
                ],
            },
        )
        self._conditional(worksheet, table, place.first, last)

    def _row(self, worksheet: Worksheet, table: Table, place: Layout, offset: int, values: Mapping[str, Any]) -> None:
        row = place.first + offset
        indicator = None
        if table.name == "indicators":
            indicator = self.spec.agreement.indicator(str(values["code"]))
        decimals = indicator.decimals if indicator else None
        total = str(values.get(table.key.name)) == table.total_row != ""
        cells = {c.name: xl_rowcol_to_cell(row, i, col_abs=True) for i, c in enumerate(table.columns)}
        rules = {
            f"rule:{name}": f"{RULES_SHEET}!{xl_rowcol_to_cell(offset + 1, i, True, True)}"
            for i, name in enumerate(RULE_COLUMNS)
        }
        wrapped = [(values.get(c.name), c.width) for c in table.columns if not c.kind.numeric]
        worksheet.set_row(row, height_of(wrapped, 2 if table.blank_rows else 1))
        for index, column in enumerate(table.columns):
            value = values.get(column.name)
            if column.formula:
                formula = _filled(column.formula, {**cells, **rules})
                shown = "" if value is None else Exact(value) if isinstance(value, float) else value
                look = self.formats.cell(column, decimals=places_of(value, decimals))
                worksheet.write_formula(row, index, formula, look, shown)
                continue
            look = self.formats.cell(
                column, decimals=places_of(value, decimals), style="total" if total and not column.entry else ""
            )
            write_value(worksheet, row, index, value, look)
            if column.entry:
                lowest = highest = None
                if column.name in ("actual", "forecast") and indicator:
                    lowest, highest = indicator.lowest, indicator.highest
                    if indicator.measure is Measure.COUNT and column.name == "actual":
                        lowest = 0.0
                blocks = tuple(block.code for block in self.spec.agreement.blocks)
                worksheet.data_validation(row, index, row, index, validation_of(column, lowest, highest, blocks))

    def _conditional(self, worksheet: Worksheet, table: Table, first: int, last: int) -> None:
        for index, column in enumerate(table.columns):
            span = (first, index, last, index)
            if column.style == "rag":
                for colour, look in RAG_LOOKS.items():
                    rule = {
                        "type": "cell",
                        "criteria": "==",
                        "value": f'"{colour}"',
                        "format": self.formats.made(look),
                    }
                    worksheet.conditional_format(*span, rule)
            if column.name == "to_do":
                top = xl_rowcol_to_cell(first, index)
                done = f'=OR({top}="{COMPLETE}",{top}="{NOTHING_NEEDED}")'
                worksheet.conditional_format(
                    *span,
                    {
                        "type": "formula",
                        "criteria": done,
                        "format": self.formats.made(DONE),
                        "stop_if_true": True,
                    },
                )
                worksheet.conditional_format(*span, {"type": "no_blanks", "format": self.formats.made(ATTENTION)})

    def _page(self, worksheet: Worksheet, sheet: Sheet) -> None:
        place = self.layouts[sheet.name]
        worksheet.set_paper(9)
        if sheet.landscape:
            worksheet.set_landscape()
        worksheet.set_margins(0.4, 0.4, 0.6, 0.6)
        width = sum(column.width for column in sheet.table.columns)
        pages = 1 if sheet.table.name == "about" else max(1, round(width / 190))
        worksheet.fit_to_pages(pages, 0)
        if sheet.table.name != "about":
            worksheet.repeat_rows(place.header)
            worksheet.print_area(0, 0, max(place.end - 1, place.first), len(sheet.table.columns) - 1)
        if pages > 1:
            worksheet.repeat_columns(0, sheet.freeze_columns - 1)
        worksheet.set_footer(f"&L&8{self.spec.form_id}&C&8&A&R&8Page &P of &N")

    def _rules(self, worksheet: Worksheet) -> None:
        for index, name in enumerate(RULE_COLUMNS):
            worksheet.write_string(0, index, name)
        for offset, values in enumerate(self.content["indicators"]):
            indicator = self.spec.agreement.indicator(str(values["code"]))
            rules = rule_values(self.spec.agreement, indicator, self.spec.when)
            for index, name in enumerate(RULE_COLUMNS):
                value = rules[name]
                if isinstance(value, str):
                    worksheet.write_string(offset + 1, index, value)
                else:
                    worksheet.write_number(offset + 1, index, Exact(value))

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


def _filled(formula: str, cells: Mapping[str, str]) -> str:
    for name, cell in cells.items():
        formula = formula.replace("{" + name + "}", cell)
    return formula
