"""Reads the master that is open in Excel: its input tables and its report as they stand now, saved or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from laa_xl.declare.master_form import INPUT_SHEETS, REPORT_SHEET
from laa_xl.files.cells import SheetCells, WorkbookCells
from laa_xl.files.looking import shows_percent
from laa_xl.files.master_reader import MasterInputs, read_master
from laa_xl.files.open_book import Grid, area, cell_of, read_sheet


def read_open_master(book: Any) -> MasterInputs:
    """The input tables. Sheets, columns and comments of the officer's own stay where they are, and are not looked at."""
    tables = {sheet.name.casefold() for sheet in INPUT_SHEETS}
    sheets = []
    for sheet in book.sheets:
        name = sheet.name.casefold()
        if name in tables or name == REPORT_SHEET.casefold():
            grid = read_sheet(sheet)
            cells = cells_of(sheet.name, grid)
            sheets.append(_with_percentages(cells, sheet, grid) if name in tables else cells)
    found = read_master(WorkbookCells("", tuple(sheets), has_macros=False, external_links=False), stays=True)
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


_MOST_KEPT = 10  # of a typed percentage: 1,000 %


def _with_percentages(cells: SheetCells, sheet: Any, grid: Grid) -> SheetCells:
    """The cells with those marked that show their number as a percentage: one call a column, where its format is one."""
    rows = {number: dict(line) for number, line in cells.rows.items()}
    for column in range(len(grid[0]) if grid else 0):
        numbers = [row for row, line in enumerate(grid) if type(line[column]) is float]
        if not numbers:
            continue
        shape = _format(sheet, column, numbers[0], numbers[-1])
        if shape is None:  # of figures with decimals of their own, which are many calls: only those that it could be
            small = [row for row in numbers if 0 < abs(grid[row][column]) <= _MOST_KEPT]
            found = list(_shown_as_percent(sheet, column, small))
        else:
            found = numbers if shows_percent(shape) else []
        for row in found:
            rows[row][column] = rows[row][column]._replace(percent=True)
    return cells._replace(rows=rows)


def _format(sheet: Any, column: int, first: int, last: int) -> str | None:
    """The number format of a stretch of a column; None where it is more than one."""
    shape = area(sheet, first + 1, column + 1, last + 1, column + 1).number_format
    return shape if isinstance(shape, str) else None  # Excel for Mac has a word of its own for "several"


def _shown_as_percent(sheet: Any, column: int, rows: Sequence[int]) -> Iterator[int]:
    if not rows:
        return
    shape = _format(sheet, column, rows[0], rows[-1])
    if shape is not None:
        yield from rows if shows_percent(shape) else ()
    elif len(rows) > 1:
        middle = len(rows) // 2
        yield from _shown_as_percent(sheet, column, rows[:middle])
        yield from _shown_as_percent(sheet, column, rows[middle:])
