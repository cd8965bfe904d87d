"""Where things stand on a generated sheet. A reader never relies on it: it finds tables by their headings."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import lru_cache

from laa_xl.declare.model import Sheet

_FIRST_LINE = 2  # below title and subtitle
_WIDEST, _NARROWEST = 150, 100  # characters a line of guidance
COCKPIT_ROWS = 6  # above the form of the Start sheet: a heading, how the return stands, and a blank row


@dataclass(frozen=True, slots=True)
class Line:
    """One line above the table; ``note`` marks what is illustrative."""

    text: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows counted from 0: the lines of guidance, the headings, the first row, and the row after the last."""

    first_line: int
    lines: tuple[Line, ...]
    header: int
    first: int
    end: int


@lru_cache(maxsize=256)  # the same guidance stands in each template, and is known again in each return
def _wrapped(text: str, room: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, room))


def layout(sheet: Sheet, rows: int, note: str = "") -> Layout:
    """The layout of a sheet whose table has so many rows; a form (the Start sheet) has a row for each column."""
    room = max(_NARROWEST, min(_WIDEST, int(sum(column.width for column in sheet.table.columns))))
    lines = [Line(part) for text in sheet.guidance for part in _wrapped(text, room)]
    lines += [Line(part, note=True) for part in _wrapped(note, room)]
    is_form = sheet.table.name == "about"
    header = _FIRST_LINE + len(lines) + 1 + (COCKPIT_ROWS if is_form else 0)
    length = len(sheet.table.columns) if is_form else rows
    return Layout(_FIRST_LINE, tuple(lines), header, header + 1, header + 1 + length)
