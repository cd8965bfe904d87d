"""Writes the master workbook: dashboard, report, computed tables, input tables, agreement tables, buttons, macros."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, islice, repeat
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.actions import actions_on
from laa_xl.declare.code_names import CODE_NAMES, WORKBOOK_CODE_NAME
from laa_xl.declare.layout import layout
from laa_xl.declare.master_form import COMPUTED_SHEETS, DASHBOARD_SHEET, INPUT_SHEETS, REPORT_SHEET
from laa_xl.declare.model import Column, Kind, Role, Sheet, Table
from laa_xl.declare.theme import MASTER_HELP, MASTER_TITLE, RAG_LOOKS, TAB_COLOURS
from laa_xl.domain.master import MasterContent
from laa_xl.files.book import LargeBook
from laa_xl.files.buttons_writer import write_buttons
from laa_xl.files.dashboard_writer import write_dashboard
from laa_xl.files.formats import Formats
from laa_xl.files.macros import master_project, master_ribbon
from laa_xl.files.report_writer import write_master_report
from laa_xl.files.sheets import GrowingSheet, height_of
from laa_xl.files.streamed import StreamedSheet
from laa_xl.files.table_look import UNWRAPPED, decimals_in, follows_its_row, row_heights, table_name

_SPARE_ROWS = 15  # empty rows of an input table, with their lists and formats, ready to be filled


def master_bytes(content: MasterContent) -> bytes:
    """The workbook; equal content gives equal bytes."""
    dashboard, report, note = content.dashboard, content.report, content.note
    with LargeBook() as book:
        formats = Formats(book)
        book.set_properties({"title": f"{MASTER_TITLE}{dashboard.title}", "created": content.stamp})
        book.set_size(2600, 1600)
        book.add_macros(master_project(), WORKBOOK_CODE_NAME, master_ribbon())
        front = book.add_worksheet(DASHBOARD_SHEET)
        report_sheet = book.add_worksheet(REPORT_SHEET, GrowingSheet)
        write_dashboard(book, formats, front, dashboard, note)
        write_master_report(formats, report_sheet, report, dashboard.title)
        report_sheet.set_tab_color(TAB_COLOURS["title"])
        for sheet in (*COMPUTED_SHEETS, *INPUT_SHEETS):
            worksheet = book.add_worksheet(sheet.name, StreamedSheet)
            _write_sheet(worksheet, formats, sheet, content.tables.get(sheet.table.name, ()), dashboard.title, note)
        for worksheet in book.worksheets():
            worksheet.set_vba_name(CODE_NAMES[worksheet.get_name()])
        front.activate()
    data: bytes = book.data()
    return data


def _write_sheet(
    worksheet: StreamedSheet,
    formats: Formats,
    sheet: Sheet,
    rows: Sequence[Mapping[str, Any]],
    title: str,
    note: str,
) -> None:
    table = sheet.table
    spare = _SPARE_ROWS if sheet.input_table and table.name != "settings" else 0
    count = max(1, len(rows) + spare)
    place = layout(sheet, count, note)
    worksheet.hide_gridlines(2)
    worksheet.set_tab_color(TAB_COLOURS[sheet.tab])
    worksheet.write_string(0, 0, sheet.title, formats.role("title"))
    worksheet.set_row(0, 24)
    worksheet.write_string(1, 0, title, formats.role("subtitle"))
    for index, line in enumerate(place.lines):
        role = "warning" if line.note else "guidance"
        worksheet.write_string(place.first_line + index, 0, line.text, formats.role(role))
    write_buttons(worksheet, place.header - 1, actions_on(sheet.name))
    worksheet.freeze_panes(place.first, sheet.freeze_columns)
    worksheet.set_row(place.header, height_of([(c.title, c.width * 0.85) for c in table.columns]) + 4)
    last = place.end - 1
    columns = [{"header": column.title, "header_format": formats.role("header")} for column in table.columns]
    options = {"name": table_name(table), "style": None, "columns": columns}
    worksheet.add_table(place.header, 0, last, len(table.columns) - 1, options)
    for index, column in enumerate(table.columns):
        worksheet.set_column(index, index, column.width)
        worksheet.write_string(place.header, index, column.title, formats.role("header"))
        _lists(worksheet, sheet, column, place.first, index, last)
        if column.style == "rag":
            _colour(worksheet, formats, place.first, index, last)
    looks, height = _Looks(formats, table), row_heights(table)
    names = [column.name for column in table.columns]
    for offset, values in enumerate(islice(chain(rows, repeat({})), count)):
        row = [values.get(name) for name in names]
        worksheet.add_row(place.first + offset, height(values), row, looks.of(values))
    _page(worksheet, sheet, place.header, last)


class _Looks:
    """The formats of a table's rows: a column's is the same in each, but for the decimals of a figure."""

    def __init__(self, formats: Formats, table: Table) -> None:
        self.formats, self.columns = formats, table.columns
        self.own = [(index, column) for index, column in enumerate(table.columns) if follows_its_row(column)]
        self.known: dict[tuple[int | None, ...], tuple[Format, ...]] = {}

    def of(self, values: Mapping[str, Any]) -> tuple[Format, ...]:
        """The formats of a row, column by column."""
        decimals = tuple([decimals_in(column, values) for _, column in self.own])
        found = self.known.get(decimals)
        if found is None:
            places = dict(zip((index for index, _ in self.own), decimals, strict=True))
            found = tuple(self._look(column, places.get(index)) for index, column in enumerate(self.columns))
            self.known[decimals] = found
        return found

    def _look(self, column: Column, decimals: int | None) -> Format:
        style = "plain" if column.role is Role.COMPUTED else "entry" if column.role is Role.KEY else ""
        fitted = _unwrapped(column) if column.name in UNWRAPPED else column
        return self.formats.cell(fitted, style=style, decimals=decimals)


def _unwrapped(column: Column) -> Column:
    """A column of long words that are not wrapped."""
    return Column(column.name, column.title, Kind.YES, column.role, column.width)


def _lists(worksheet: Worksheet, sheet: Sheet, column: Column, first: int, index: int, last: int) -> None:
    """Input tables offer their lists; another value is allowed, and told at the next run."""
    if not sheet.input_table or not column.entry:
        return
    rule: dict[str, Any] = {"validate": "any", "input_title": column.title[:32]}
    if column.choices:
        rule |= {"validate": "list", "source": list(column.choices), "error_type": "warning"}
    if column.prompt:
        rule["input_message"] = column.prompt[:255]
    if column.choices or column.prompt:
        worksheet.data_validation(first, index, last, index, rule)


def _colour(worksheet: Worksheet, formats: Formats, first: int, index: int, last: int) -> None:
    for colour, look in RAG_LOOKS.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{colour}"', "format": formats.made(look)}
        worksheet.conditional_format(first, index, last, index, rule)


def _page(worksheet: Worksheet, sheet: Sheet, header: int, last: int) -> None:
    columns = sheet.table.columns
    width = sum(column.width for column in columns)
    worksheet.set_paper(9)
    worksheet.set_landscape()
    worksheet.set_margins(0.4, 0.4, 0.6, 0.6)
    pages = max(1, round(width / 150))
    worksheet.fit_to_pages(pages, 0)
    worksheet.repeat_rows(header)
    if pages > 1:
        worksheet.repeat_columns(0, sheet.freeze_columns - 1)
    worksheet.print_area(0, 0, last, len(columns) - 1)
    worksheet.set_footer("&L&8" + MASTER_HELP.replace("&", "&&") + "&C&8&A&R&8Page &P of &N")
