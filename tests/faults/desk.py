"""A return's cells laid out to be changed, as a person might change them, without a workbook's bytes in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from laa_xl.files.cells import Cell, SheetCells, WorkbookCells

Edit = Callable[["Desk"], object]


def cell_of(value: Any) -> Cell:
    """A cell that holds a value as reading gives it; whole numbers are floats."""
    if isinstance(value, Cell):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    return Cell(value)


@dataclass
class Tab:
    """One sheet, to be changed."""

    sheet: SheetCells
    name: str
    state: Any
    rows: dict[int, dict[int, Cell]]
    more: dict[str, Any] = field(default_factory=dict)

    def put(self, row: int, column: int, value: Any) -> None:
        """Type a value into a cell; None clears it."""
        if value is None:
            self.rows.get(row, {}).pop(column, None)
        else:
            self.rows.setdefault(row, {})[column] = cell_of(value)

    def get(self, row: int, column: int) -> Cell | None:
        """The cell there, if any."""
        return self.rows.get(row, {}).get(column)

    def insert_row(self, at: int, cells: Mapping[int, Cell] | None = None) -> None:
        """Push down what stands from a row on."""
        self.rows = {number + (number >= at): line for number, line in self.rows.items()}
        if cells:
            self.rows[at] = dict(cells)

    def delete_row(self, at: int) -> None:
        """Take a row out; what is below moves up."""
        self.rows = {number - (number > at): line for number, line in self.rows.items() if number != at}

    def insert_column(self, at: int) -> None:
        """Push what stands from a column on to the right."""
        self._columns(lambda index: index + (index >= at))

    def delete_column(self, at: int) -> None:
        """Take a column out."""
        for line in self.rows.values():
            line.pop(at, None)
        self._columns(lambda index: index - (index > at))

    def move_column(self, at: int, to: int, first: int = 0) -> None:
        """Cut the column at one place, from a row on, and put it in at another, counted after the cut."""
        for number, line in self.rows.items():
            if number >= first:
                held = line.pop(at, None)
                moved = {index - (index > at): cell for index, cell in line.items()}
                self.rows[number] = {index + (index >= to): cell for index, cell in moved.items()}
                if held is not None:
                    self.rows[number][to] = held

    def _columns(self, moved: Callable[[int], int]) -> None:
        self.rows = {number: {moved(index): cell for index, cell in line.items()} for number, line in self.rows.items()}

    def cells(self) -> SheetCells:
        """The sheet as reading would give it."""
        rows = {number: dict(sorted(line.items())) for number, line in sorted(self.rows.items()) if line}
        return self.sheet._replace(name=self.name, state=self.state, rows=rows, **self.more)


class Desk:
    """Every sheet of a workbook, in order."""

    def __init__(self, book: WorkbookCells) -> None:
        self.book = book
        self.tabs = [
            Tab(sheet, sheet.name, sheet.state, {number: dict(line) for number, line in sheet.rows.items()})
            for sheet in book.sheets
        ]

    def tab(self, name: str) -> Tab:
        """The sheet of that name."""
        return next(tab for tab in self.tabs if tab.name == name)

    def remove(self, name: str) -> None:
        """Delete a sheet."""
        self.tabs = [tab for tab in self.tabs if tab.name != name]

    def add(self, name: str, rows: Mapping[int, Mapping[int, Any]], state: str = "visible") -> Tab:
        """Add a sheet at the end."""
        sheet = SheetCells(name, "visible", {}, frozenset(), frozenset(), ())
        made = {number: {index: cell_of(value) for index, value in line.items()} for number, line in rows.items()}
        self.tabs.append(Tab(sheet, name, state, made))
        return self.tabs[-1]

    def cells(self) -> WorkbookCells:
        """The workbook as reading would give it."""
        return self.book._replace(sheets=tuple(tab.cells() for tab in self.tabs))


def changed(book: WorkbookCells, *edits: Edit) -> WorkbookCells:
    """A workbook with changes made to it."""
    desk = Desk(book)
    for edit in edits:
        edit(desk)
    return desk.cells()


def on(sheet: str, action: str, *given: Any) -> Edit:
    """One change to one sheet, as ``on("Risks", "delete_row", 7)``."""
    return lambda desk: getattr(desk.tab(sheet), action)(*given)
