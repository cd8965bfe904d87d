"""Puts the rows of a computed table in the place of the old ones, in the master that is open in Excel.

Columns are found by their headings. What is the officer's own stays: her columns with their rows, her filters, widths and
hidden rows, her formats where the row stays, and whatever stands below or beside the table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from laa_xl.declare.master_form import identity_of
from laa_xl.declare.model import Column, Sheet
from laa_xl.files.open_book import (
    CannotWrite,
    Grid,
    area,
    as_it_was,
    blocks_of,
    entered,
    formulas_of,
    heights_of,
    read_sheet,
    runs,
    set_heights,
    shown,
    told,
    unions,
    value_at,
)
from laa_xl.files.open_filter import lift_filter
from laa_xl.files.open_ledger import Ledger
from laa_xl.files.open_reader import sheet_named
from laa_xl.files.open_rows import Identity, LeftOver, identities, own_column, row_words
from laa_xl.files.table_look import follows_its_row, format_in, row_heights, table_name

Row = Mapping[str, Any]


class OpenTable:
    """A computed table as it stands in the open workbook; rows and columns count from 1."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self.declared = sheet.table
        self.sheet = sheet_named(book, sheet.name)
        if self.sheet is None:
            raise CannotWrite(
                f'The tab "{sheet.name}" is missing. Undo what took it away, or close the master without saving and open '
                "it again. A master of an earlier version gets its new tabs when it is closed and laa-xl rebuild is run once. "
                "Nothing was changed."
            )
        self.grid = read_sheet(self.sheet)
        self.table = self._find()
        block = self.table.range
        self.top, self.left = block.row, block.column
        rows, self.width = block.shape
        self.totals = bool(self.table.show_totals)
        self.bottom = self.top + rows - 1 - self.totals
        self.headings = [
            str(value_at(self.grid, self.top, self.left + offset) or "").strip() for offset in range(self.width)
        ]
        self.missing = [c for c in self.declared.columns if c.title.casefold() not in self._casefolded()]
        self.values = [
            [value_at(self.grid, row, self.left + offset) for offset in range(self.width)]
            for row in range(self.top + 1, self.bottom + 1)
        ]
        self.formulas = formulas_of(self._block(self.top + 1, self.bottom), len(self.values), self.width)

    def _find(self) -> Any:
        wanted = table_name(self.declared).casefold()
        tables = list(self.sheet.tables)
        for table in tables:
            if table.name.casefold() == wanted:
                return table
        titles = {column.title.casefold() for column in self.declared.columns}
        for table in tables:
            block = table.range
            row, column, width = block.row, block.column, block.shape[1]
            here = {str(value_at(self.grid, row, column + offset) or "").strip().casefold() for offset in range(width)}
            if len(here & titles) * 2 >= len(titles):
                return table
        raise CannotWrite(
            f'The tab "{self.sheet.name}" has lost its table. Undo what took it away; or select its headings and rows and '
            "choose Insert, Table. Nothing was changed."
        )

    def _casefolded(self) -> list[str]:
        return [heading.casefold() for heading in self.headings]

    def _block(self, first: int, last: int, more: int = 0) -> Any:
        return area(self.sheet, first, self.left, last, self.left + self.width - 1 + more)

    # What is to stand there.

    def _columns(self) -> list[Column | None]:
        """The declared column in each place of the table, those to be added last; None for a column of hers."""
        known = {column.title.casefold(): column for column in self.declared.columns}
        return [known.pop(heading, None) for heading in self._casefolded()] + list(self.missing)

    def _identities(self, rows: Sequence[Row]) -> tuple[list[Identity], list[Identity]]:
        titles = {name: self.declared.column(name).title.casefold() for name in identity_of(self.declared)}
        here = {name: self._casefolded().index(title) for name, title in titles.items() if title in self._casefolded()}
        old = identities([[line[place] for place in here.values()] for line in self.values])
        return old, identities([[shown(row.get(name)) for name in here] for row in rows])

    def stands(self, rows: Sequence[Row]) -> bool:
        """Whether just these rows stand there already."""
        wanted = rows or [{}]
        if self.missing or len(wanted) != len(self.values):
            return False
        columns = self._columns()
        return all(not self._changes(line, row, columns) for line, row in zip(self.values, wanted, strict=True))

    def _changes(self, line: Sequence[Any], row: Row, columns: Sequence[Column | None]) -> bool:
        return any(
            column is not None and told(old) != shown(row.get(column.name))
            for old, column in zip(line, columns, strict=False)
        )

    # Putting it there.

    def put(self, ledger: Ledger, rows: Sequence[Row]) -> list[LeftOver]:
        """Replace the rows; what has no row any more is given back, to be told."""
        wanted: Sequence[Row] = rows or [{}]
        columns = self._columns()
        old, new = self._identities(wanted)
        grid, left = self._entered(wanted, columns, old, new)
        changed = [
            number
            for number, row in enumerate(wanted)
            if number >= len(self.values) or self._changes(self.values[number], row, columns)
        ]
        left += self._comments(old, new)
        lift_filter(ledger, self.table, self.headings)
        self._without_totals(ledger)
        bottom = self.top + len(wanted)
        self._make_room(ledger, bottom)
        heights = self._keep(ledger, bottom, changed)
        if bottom > self.bottom or self.missing:
            self._resize(ledger, bottom)
        self._grow(bottom)
        surplus = self.bottom - bottom
        grid += [[None] * len(columns) for _ in range(surplus)]
        self._block(self.top + 1, max(bottom, self.bottom), len(self.missing)).value = grid
        self._formats(wanted, columns, changed)
        if surplus > 0:
            self._shrink(ledger, bottom)
        hidden = {old[row - self.top - 1] for row, height in heights.items() if height == 0 and row <= self.bottom}
        self._heights(heights, wanted, new, changed, hidden)
        self._print_area(ledger, bottom)
        return left

    def _entered(
        self, rows: Sequence[Row], columns: Sequence[Column | None], old: list[Identity], new: list[Identity]
    ) -> tuple[Grid, list[LeftOver]]:
        """The whole table as it is handed to Excel, and what of her own columns found no row."""
        grid: Grid = [[None if c is None else entered(row.get(c.name)) for c in columns] for row in rows]
        left: list[LeftOver] = []
        for offset, column in enumerate(columns[: self.width]):
            if column is not None:
                continue
            hers = own_column(
                self.headings[offset], self.left + offset, self.top + 1, self.values, self.formulas, offset
            )
            cells, gone = hers.moved(old, new)
            for line, cell in zip(grid, cells, strict=True):
                line[offset] = cell
            left += [LeftOver(self.sheet.name, row_words(row), hers.heading, value) for row, value in gone]
        return grid, left

    def _comments(self, old: list[Identity], new: list[Identity]) -> list[LeftOver]:
        """Comments stay at their cells: where another row stands there now, that is told."""
        found = []
        for note in self.sheet.notes:
            place = note.location
            offset = place.row - self.top - 1
            beside = place.column - self.left
            if 0 <= offset < len(old) and 0 <= beside < self.width and new[offset : offset + 1] != [old[offset]]:
                row = row_words(old[offset])
                found.append(LeftOver(self.sheet.name, row, self.headings[beside], str(note.text), comment=True))
        return found

    def _without_totals(self, ledger: Ledger) -> None:
        if self.totals:
            ledger.at_the_end(lambda: setattr(self.table, "show_totals", True))
            self.table.show_totals = False

    def _make_room(self, ledger: Ledger, bottom: int) -> None:
        """Rows and columns for what is added, where something of hers stands in the way."""
        right = self.left + self.width - 1
        below = range(self.bottom + 1, bottom + 1)
        if any(value_at(self.grid, row, column) is not None for row in below for column in range(self.left, right + 1)):
            address = f"{below[0]}:{below[-1]}"
            self.sheet.range(address).insert("down")
            ledger.on_undo(lambda: self.sheet.range(address).delete("up"))
            self._moved_down(below)
        count = len(self.missing)
        beside = range(right + 1, right + count + 1)
        if any(
            value_at(self.grid, row, column) is not None for row in range(self.top, bottom + 1) for column in beside
        ):
            raise CannotWrite(
                f'The tab "{self.sheet.name}" has no column "{self.missing[0].title}", and what stands to the right of its '
                "table leaves no room for it. Insert a column there with that heading; nothing was changed."
            )

    def _moved_down(self, rows: range) -> None:
        width = len(self.grid[0]) if self.grid else 0
        self.grid[rows[0] - 1 : rows[0] - 1] = [[None] * width for _ in rows]

    def _keep(self, ledger: Ledger, bottom: int, changed: Sequence[int]) -> dict[int, float]:
        """Remember formats, heights and values of what is written over; the heights are given back."""
        more, last = len(self.missing), max(bottom, self.bottom)
        right = self.left + self.width - 1 + more
        ledger.keep_formats(self.sheet, self.top, self.left, last, right)
        rows = [*(self.top + 1 + number for number in changed), *range(bottom + 1, last + 1)]
        heights: dict[int, float] = {}
        for first, end in runs(rows):
            heights |= heights_of(self.sheet, first, end)
        ledger.on_undo(lambda: set_heights(self.sheet, dict(heights)))
        before: Grid = [
            [None if offset >= self.width else f"'{self.headings[offset]}" for offset in range(self.width + more)]
        ]
        for line, formulas in zip(self.values, self.formulas, strict=True):
            cells = [as_it_was(value, formula) for value, formula in zip(line, formulas, strict=True)]
            before.append(cells + [None] * more)
        before += [[None] * (self.width + more) for _ in range(self.bottom + 1, last + 1)]
        first_row = 0 if more else 1  # headings are written only where one is added
        place = (self.top + first_row, self.left, last, right)
        ledger.on_undo(lambda: setattr(area(self.sheet, *place), "value", before[first_row:]))
        return heights

    def _resize(self, ledger: Ledger, bottom: int) -> None:
        ledger.on_undo(lambda: self.table.resize(self._block(self.top, self.bottom)))
        self.table.resize(self._block(self.top, bottom, len(self.missing)))

    def _grow(self, bottom: int) -> None:
        """New rows look like the last one there was; new columns like the column before them."""
        if bottom > self.bottom:
            self._block(self.bottom, self.bottom).copy()
            self._block(self.bottom + 1, bottom).paste("formats")
        right = self.left + self.width - 1
        for offset, column in enumerate(self.missing, 1):
            area(self.sheet, self.top, right, bottom, right).copy()
            area(self.sheet, self.top, right + offset, bottom, right + offset).paste("formats")
            area(self.sheet, self.top + 1, right + offset, bottom, right + offset).number_format = format_in(column, {})
            area(self.sheet, self.top, right + offset, self.top, right + offset).value = entered(column.title)

    def _formats(self, rows: Sequence[Row], columns: Sequence[Column | None], changed: Sequence[int]) -> None:
        """Figures of a row are shown with its own decimals."""
        formats: dict[str, list[tuple[int, int]]] = {}
        for number in changed:
            if rows[number] and "decimals" not in rows[number]:
                continue
            for offset, column in enumerate(columns):
                if column is not None and follows_its_row(column):
                    shape = format_in(column, rows[number])
                    formats.setdefault(shape, []).append((self.top + 1 + number, self.left + offset))
        for shape, cells in formats.items():
            for address in unions(blocks_of(cells)):
                self.sheet.range(address).number_format = shape

    def _shrink(self, ledger: Ledger, bottom: int) -> None:
        self._resize(ledger, bottom)
        self._block(bottom + 1, self.bottom, len(self.missing)).clear_formats()

    def _heights(
        self,
        heights: Mapping[int, float],
        rows: Sequence[Row],
        new: Sequence[Identity],
        changed: Sequence[int],
        hidden: set[Identity],
    ) -> None:
        """Changed rows fit their text; one that the officer had hidden stays hidden wherever it stands now."""
        wanted: dict[int, float | None] = {row: None for row in heights if row > self.top + len(rows)}
        fitting = row_heights(self.declared)
        for number in changed:
            height = 0 if new[number] in hidden else fitting(rows[number])
            wanted[self.top + 1 + number] = height
        differing = {row: height for row, height in wanted.items() if height is None or heights.get(row) != height}
        shown_again = [row for row, height in differing.items() if height != 0 and heights.get(row) == 0]
        for first, last in runs(shown_again):
            self.sheet.range(f"{first}:{last}").rows.hidden = False
        set_heights(self.sheet, differing)

    def _print_area(self, ledger: Ledger, bottom: int) -> None:
        """What is printed ends where the table ends, if it did so before."""
        setup = self.sheet.page_setup
        before = str(setup.print_area or "")
        after = re.sub(rf"(?<=\D){self.bottom}$", str(bottom), before)
        if after != before:
            ledger.on_undo(lambda: setattr(setup, "print_area", before))
            setup.print_area = after
