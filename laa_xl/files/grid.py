"""A spreadsheet that is none of ours, as a grid of cells: CSV text, or the sheets of a workbook."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from laa_xl.checks.file_rules import part_in_words
from laa_xl.files.apart import read_apart
from laa_xl.files.cells import Cell, SheetCells, address
from laa_xl.files.package import LARGEST_FILE
from laa_xl.files.refused import Refused
from laa_xl.files.store import read_file
from laa_xl.files.text import UnusableText

_DELIMITERS = ",;\t"
_WORKBOOK = b"PK\x03\x04"
_WHY = {
    "unsafe": "it is built in a way that could do harm",
    "stopped": "reading it was stopped",
    "archive": "it is no workbook",
    "not_a_workbook": "it is no workbook",
    "other_format": "it is no workbook of the kind .xlsx",
    "too_large": "it is too large",
    "too_large_grid": "a sheet is too large",
    "too_many_parts": "it is too large",
    "inflates_too_large": "it is too large",
}


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


def spreadsheet_bytes(path: Path) -> bytes:
    """The bytes of a spreadsheet; UnusableText for one that is too large, of which nothing is read; StoreError where it cannot be read."""
    with contextlib.suppress(OSError):
        _require_size(str(path), path.stat().st_size)
    return read_file(path)


def read_grids(name: str, data: bytes) -> list[Grid]:
    """Every sheet; UnusableText with a sentence where the file is neither CSV nor .xlsx."""
    _require_size(name, len(data))
    if data.startswith(_WORKBOOK):
        return _of_workbook(name, data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnusableText(
            f"{name} is an old or an encrypted Excel file. Save it as .xlsx without a password, and try again."
        )
    return [_of_csv(name, data)]


def _require_size(name: str, size: int) -> None:
    if size > LARGEST_FILE:
        raise UnusableText(f"{name} is larger than {LARGEST_FILE // 1024 // 1024} MB. Import it in parts.")


def _of_workbook(name: str, data: bytes) -> list[Grid]:
    try:
        sheets = read_apart(data).sheets
    except Refused as refused:
        detail = ", ".join(part for part in (refused.detail, part_in_words(refused.part)) if part)
        raise UnusableText(
            f"{name} cannot be read ({_WHY.get(refused.code, 'it is damaged')}{': ' + detail if detail else ''})."
        ) from None
    return [
        Grid(sheet.name, sheet.rows, sheet.merged, _percentages(sheet), sheet.state != "visible") for sheet in sheets
    ]


def _percentages(sheet: SheetCells) -> frozenset[tuple[int, int]]:
    return frozenset(
        (row, column) for row, cells in sheet.rows.items() for column, cell in cells.items() if cell.percent
    )


def _of_csv(name: str, data: bytes) -> Grid:
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
