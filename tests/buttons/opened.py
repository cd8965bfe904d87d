"""A programme whose master is open in front of an officer, and what she does in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from laa_xl.buttons import press
from laa_xl.flow.pipeline import consolidate, inbox_files
from laa_xl.flow.programme import Programme
from tests.support.engine import Excel, open_book
from tests.support.same_book import book_as_it_is
from tests.support.waiting import send_back, waiting

__all__ = ["Opened", "send_back", "waiting"]


class Opened:
    """The open master: ``xl`` is what stands in it, as openpyxl sees it."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.book = open_book(programme.master)
        self.app: Excel = self.book.impl.app
        self.xl: Any = self.book.impl.xl

    def press(self, action: str = "consolidate", answer: str = "") -> str:
        """Press a button; gives its message."""
        self.app.calls.clear()
        self.app.alerts.clear()
        press(action, answer)
        assert len(self.app.alerts) == 1, "one message ends every press"
        return self.app.alerts[0][1]

    def as_it_is(self) -> dict[str, dict[Any, Any]]:
        return book_as_it_is(self.xl)

    def table(self, sheet: str) -> tuple[int, int, int, int]:
        """Header row, first column, last row, last column of the table of a sheet."""
        (table,) = self.xl[sheet].tables.values()
        left, top, right, bottom = openpyxl.utils.cell.range_boundaries(table.ref)
        return top, left, bottom, right

    def column(self, sheet: str, heading: str) -> int:
        """Where a column of the table stands."""
        top, left, _, right = self.table(sheet)
        return next(c for c in range(left, right + 1) if self.xl[sheet].cell(top, c).value == heading)

    def values(self, sheet: str, *headings: str) -> list[tuple[Any, ...]]:
        """The table's rows, under some headings."""
        top, _, bottom, _ = self.table(sheet)
        columns = [self.column(sheet, heading) for heading in headings]
        return [tuple(self.xl[sheet].cell(row, c).value for c in columns) for row in range(top + 1, bottom + 1)]

    def row(self, sheet: str, **wanted: Any) -> int:
        """The row of the table that holds these values, by heading."""
        top, _, _, _ = self.table(sheet)
        places = list(wanted)
        for number, values in enumerate(self.values(sheet, *places), top + 1):
            if values == tuple(wanted.values()):
                return number
        raise LookupError(wanted)

    def add_column(self, sheet: str, heading: str, values: Callable[[int], Any], after: str = "") -> int:
        """A column of the officer's own, at the right end of the table or after one of its columns."""
        ws = self.xl[sheet]
        top, left, bottom, right = self.table(sheet)
        (table,) = ws.tables.values()
        at = self.column(sheet, after) + 1 if after else right + 1
        for row in range(top, bottom + 1):
            for column in range(right, at - 1, -1):  # the columns behind it move to the right
                source, target = ws.cell(row, column), ws.cell(row, column + 1)
                target.value, target._style = source.value, source._style
                target.data_type = source.data_type
            ws.cell(row, at).value = heading if row == top else values(row)
        letters = [openpyxl.utils.get_column_letter(number) for number in (left, right + 1)]
        table.ref = table.autoFilter.ref = f"{letters[0]}{top}:{letters[1]}{bottom}"
        return at


def by_command(programme: Programme, root: Path, files: Sequence[Path] | None = None) -> Programme:
    """The same programme in another folder, consolidated by the command line."""
    shutil.copytree(programme.root, root)
    other = Programme(root)
    consolidate(other, inbox_files(other) if files is None else files, None, datetime.now(), named=False)
    return other
