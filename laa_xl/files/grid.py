"""A spreadsheet that is none of ours, as a grid of cells: CSV text, or the sheets of a workbook."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass

from laa_xl.files.cells import Cell, SheetCells, address, read_cells
from laa_xl.files.package import LARGEST_FILE, Refused
from laa_xl.files.text import UnusableText

_DELIMITERS = ",;\t"
_WORKBOOK = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. ``percent`` are the cells that show a fraction as a percentage; a CSV has one sheet without a name."""

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    percent: frozenset[tuple[int, int]] = frozenset()
    hidden: bool = False

    def get(self, row: int, column: int) -> Cell | None:
        """The cell at a place counted from 0; None where it is empty."""
        return self.rows.get(row, {}).get(column)

    def place(self, row: int, column: int) -> str:
        """``Past figures, C5``; ``C5`` in a CSV."""
        cell = address(row, column)
        return f"{self.name}, {cell}" if self.name else cell


def read_grids(name: str, data: bytes) -> list[Grid]:
    """Every sheet; UnusableText with a sentence where the file is neither CSV nor .xlsx."""
    if data.startswith(_WORKBOOK):
        return _of_workbook(name, data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnusableText(
            f"{name} is an old or an encrypted Excel file. Save it as .xlsx without a password, and try again."
        )
    return [_of_csv(name, data)]


def _of_workbook(name: str, data: bytes) -> list[Grid]:
    try:
        sheets = read_cells(data).sheets
        percent = _percentages(data, sheets)
    except Refused as refused:
        detail = f": {refused.detail}" if refused.detail else ""
        raise UnusableText(f"{name} cannot be read ({refused.code.replace('_', ' ')}{detail}).") from None
    return [
        Grid(sheet.name, sheet.rows, sheet.merged, percent[sheet.name], sheet.state != "visible") for sheet in sheets
    ]


def _percentages(data: bytes, sheets: tuple[SheetCells, ...]) -> dict[str, frozenset[tuple[int, int]]]:
    """The cells whose format shows 0.62 as 62 %; the fast reader does not know formats."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), data_only=True)
        found: dict[str, frozenset[tuple[int, int]]] = {}
        for sheet in sheets:
            cells = book[sheet.name]._cells if sheet.rows else {}
            found[sheet.name] = frozenset(
                (row - 1, column - 1) for (row, column), cell in cells.items() if "%" in str(cell.number_format)
            )
    except Exception as problem:
        raise Refused("corrupt", str(problem)) from problem
    return found


def _of_csv(name: str, data: bytes) -> Grid:
    if len(data) > LARGEST_FILE:
        raise UnusableText(f"{name} is larger than {LARGEST_FILE // 1024 // 1024} MB. Import it in parts.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnusableText(
            f"{name} is neither an Excel workbook (.xlsx) nor CSV in UTF-8. In Excel choose CSV UTF-8 when saving."
        ) from None
    if "\0" in text:
        raise UnusableText(f"{name} is neither an Excel workbook (.xlsx) nor CSV text.")
    head = "\n".join(text.splitlines()[:20])
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnusableText(f"{name} cannot be read as a table: {error}.") from None
    rows = {
        number: {column: Cell(value) for column, value in enumerate(line) if value.strip()}
        for number, line in enumerate(lines)
    }
    return Grid("", {number: row for number, row in rows.items() if row})
