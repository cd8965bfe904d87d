"""Reads the master that is open in Excel: its input tables and its report as they stand now, saved or not."""

from __future__ import annotations

from typing import Any

from laa_xl.declare.master_form import INPUT_SHEETS, REPORT_SHEET
from laa_xl.files.cells import SheetCells, WorkbookCells
from laa_xl.files.master_reader import MasterInputs, read_master
from laa_xl.files.open_book import Grid, cell_of, read_sheet


def read_open_master(book: Any) -> MasterInputs:
    """The input tables. Sheets, columns and comments of the officer's own stay where they are, and are not looked at."""
    wanted = {REPORT_SHEET.casefold(), *(sheet.name.casefold() for sheet in INPUT_SHEETS)}
    sheets = tuple(cells_of(sheet.name, read_sheet(sheet)) for sheet in book.sheets if sheet.name.casefold() in wanted)
    found = read_master(WorkbookCells("", sheets, has_macros=False, external_links=False), stays=True)
    found.own_sheets = ()
    return found


def read_open_sheet(book: Any, name: str) -> SheetCells | None:
    """The cells of one sheet; None where there is no sheet of that name."""
    sheet = sheet_named(book, name)
    return None if sheet is None else cells_of(sheet.name, read_sheet(sheet))


def sheet_named(book: Any, name: str) -> Any:
    """The sheet of that name, in capitals or not; None where there is none."""
    return next((sheet for sheet in book.sheets if sheet.name.casefold() == name.casefold()), None)


def cells_of(name: str, grid: Grid) -> SheetCells:
    """What was read of a sheet, as readers of files give it."""
    rows = {}
    for number, line in enumerate(grid):
        cells = {column: cell for column, value in enumerate(line) if (cell := cell_of(value)) is not None}
        if cells:
            rows[number] = cells
    return SheetCells(name, "visible", rows, frozenset(), frozenset(), ())
