"""Where things stand on a generated sheet. A reader never relies on it: it finds tables by their headings."""

from __future__ import annotations

from dataclasses import dataclass

from laa_xl.declare.model import Sheet


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows counted from 0: the lines of guidance, the headings, the first row, and the row after the last."""

    first_line: int
    lines: tuple[str, ...]
    header: int
    first: int
    end: int


def layout(sheet: Sheet, rows: int, note: str = "") -> Layout:
    """The layout of a sheet whose table has so many rows; a form (the Start sheet) has a row for each column."""
    lines = (*sheet.guidance, *((note,) if note else ()))
    header = 2 + len(lines) + 1
    length = len(sheet.table.columns) if sheet.table.name == "about" else rows
    return Layout(2, lines, header, header + 1, header + 1 + length)
