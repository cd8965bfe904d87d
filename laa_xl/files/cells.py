"""The cells of a workbook: every value with its address, and what kind of cell it stood in."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Literal, NamedTuple

from laa_xl.files.addresses import address, parse_address

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Cell", "SheetCells", "Value", "WorkbookCells", "address", "parse_address", "read_cells", "read_sheet"]

SheetState = Literal["visible", "hidden", "veryHidden"]
Kind = Literal["macros", "dde", "activex", "programs", "objects", "queries", "remote", "links"]  # of what is carried

Value = str | float | int | bool | date | datetime | time | None


class Cell(NamedTuple):
    """One cell that is not empty.

    A formula that gives empty text has the value ""; an error, or a formula that nobody calculated, None.
    ``percent``: the cell shows its number as a percentage, 0.62 as 62 %.
    """

    value: Value
    formula: bool = False
    error: str | None = None
    uncalculated: bool = False
    percent: bool = False


class SheetCells(NamedTuple):
    """One sheet; rows and columns count from 0, and only cells that are not empty are there.

    ``linked``: the cells whose formulas look into another workbook.
    """

    name: str
    state: SheetState
    rows: Mapping[int, Mapping[int, Cell]]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merged: tuple[tuple[int, int, int, int], ...]  # first row, first column, last row, last column
    comments: int = 0
    linked: frozenset[tuple[int, int]] = frozenset()

    def get(self, row: int, col: int) -> Cell | None:
        """The cell at a 0-based row and column, or None where it is empty."""
        return self.rows.get(row, {}).get(col)


class Carried(NamedTuple):
    """One thing that a workbook carries besides cells: its kind, and where it leads or what it is called."""

    kind: Kind
    what: str = ""


class WorkbookCells(NamedTuple):
    """What a workbook holds; the hash is that of the file as it was received."""

    sha256: str
    sheets: tuple[SheetCells, ...]
    has_macros: bool
    external_links: bool
    carries: tuple[Carried, ...] = ()  # what is in the file besides cells and could do something


def read_cells(
    source: Path | bytes,
    password: str | None = None,
    unread: Container[str] = frozenset(),
    passed_over: Container[str] = frozenset(),
) -> WorkbookCells:
    """Read every cell of a workbook; raises Refused, and nothing else, for any file that cannot be read.

    ``unread``: hidden sheets of these names are there without cells, since nobody asks what stands on them.
    ``passed_over``: so are sheets of these names that are seen.
    """
    from laa_xl.files.cell_reading import read  # brings all that reads, which is at work in the reading process alone

    return read(source, password, unread, passed_over)


def read_sheet(source: Path | bytes, name: str) -> SheetCells | None:
    """One sheet of a workbook, whatever the case of its name; None where there is none. Refused as ``read_cells``.

    The others are passed over, and not looked into.
    """
    book = read_cells(source, passed_over=_AllBut(name.casefold()))
    return next((sheet for sheet in book.sheets if sheet.name.casefold() == name.casefold()), None)


class _AllBut(Container[str]):
    """Every name but one, which is given in lower case."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __contains__(self, name: object) -> bool:
        return str(name).casefold() != self._name
