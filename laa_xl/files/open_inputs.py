"""Enters rows that a run took in from the report in an input table of the open master; every other row stays untouched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from laa_xl.declare.model import Sheet
from laa_xl.files.master_reader import header_of
from laa_xl.files.open_book import (
    CannotWrite,
    area,
    as_it_was,
    entered,
    heights_of,
    read_sheet,
    set_heights,
    shown,
    told,
    value_at,
)
from laa_xl.files.open_ledger import Ledger
from laa_xl.files.open_reader import cells_of, sheet_named
from laa_xl.files.table_look import row_height

_SPARED = ("drafted",)  # what a master of an earlier version can do without: it is filled in once the column is there


class OpenInput:
    """An input table as it stands in the open workbook, and which of its rows are to be entered. Rows count from 1."""

    def __init__(self, book: Any, sheet: Sheet, rows: Sequence[Mapping[str, Any]], numbers: frozenset[int]) -> None:
        self.table, self.rows = sheet.table, rows
        self.sheet = sheet_named(book, sheet.name)
        self.grid = read_sheet(self.sheet)
        cells = cells_of(sheet.name, self.grid)
        header = header_of(cells, sheet.table)
        if header is None:
            raise CannotWrite(f'The headings of the tab "{sheet.name}" cannot be found; nothing was changed.')
        titles = {str(cell.value).strip().casefold(): index + 1 for index, cell in cells.rows[header].items()}
        self.columns = {c.name: titles[c.title.casefold()] for c in sheet.table.columns if c.title.casefold() in titles}
        missing = [c for c in sheet.table.columns if c.name not in self.columns and c.name not in _SPARED]
        if any(rows[number].get(column.name) for number in numbers for column in missing):
            raise CannotWrite(
                f'The tab "{sheet.name}" has no column "{missing[0].title}". A master of an earlier version gets its new columns when it '
                "is closed and laa-xl rebuild is run once. Nothing was changed."
            )
        self.header = header + 1
        self.used = [
            row + 1
            for row in sorted(cells.rows)
            if row > header
            and any(
                index + 1 in self.columns.values() and cell.value not in (None, "")
                for index, cell in cells.rows[row].items()
            )
        ]

        self.numbers = [number for number in sorted(numbers) if self._differs(number)]

    def _differs(self, number: int) -> bool:
        row, values = self._place(number), self.rows[number]
        return any(told(value_at(self.grid, row, at)) != shown(values.get(name)) for name, at in self.columns.items())

    def _place(self, number: int) -> int:
        """The row of the sheet in which a row of the table stands, or is to stand."""
        if number < len(self.used):
            return self.used[number]
        return max([self.header, *self.used]) + 1 + number - len(self.used)

    def put(self, ledger: Ledger) -> None:
        """Enter the rows; the table grows where it has no blank row left."""
        self._make_room(ledger)
        for number in self.numbers:
            row = self._place(number)
            heights = heights_of(self.sheet, row, row)
            ledger.on_undo(partial(set_heights, self.sheet, dict(heights)))
            for name, column in self.columns.items():
                cell = area(self.sheet, row, column, row, column)
                before = as_it_was(value_at(self.grid, row, column), "")
                ledger.on_undo(partial(setattr, cell, "value", before))
                cell.value = entered(self.rows[number].get(name))
            set_heights(self.sheet, {row: row_height(self.table, self.rows[number])})

    def _make_room(self, ledger: Ledger) -> None:
        last = max((self._place(number) for number in self.numbers), default=0)
        for table in self.sheet.tables:
            block = table.range
            top, left = block.row, block.column
            rows, width = block.shape
            bottom = top + rows - 1
            if top != self.header or last <= bottom:
                continue
            if any(
                value_at(self.grid, row, column) is not None
                for row in range(bottom + 1, last + 1)
                for column in range(1, left + width)
            ):
                raise CannotWrite(
                    f'The table of the tab "{self.sheet.name}" is full, and what stands below it leaves no room. Move that away; '
                    "nothing was changed."
                )
            old, new = (
                area(self.sheet, top, left, bottom, left + width - 1),
                area(self.sheet, top, left, last, left + width - 1),
            )
            ledger.on_undo(partial(table.resize, old))
            table.resize(new)
            area(self.sheet, bottom, left, bottom, left + width - 1).copy()
            area(self.sheet, bottom + 1, left, last, left + width - 1).paste("formats")
