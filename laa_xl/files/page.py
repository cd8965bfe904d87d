"""A laid-out page before it stands anywhere: cells with their places and looks, heights of rows, and what stays in its place.

A page is produced once and put into a file (files.page_writer) or into an open workbook (files.open_pages).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from laa_xl.declare.theme import ROLES


@dataclass(frozen=True, slots=True)
class Placed:
    """One cell; row and column count from 0. ``link`` is a sheet of the same workbook to go to, "" for none."""

    row: int
    column: int
    value: str | int
    role: str
    more: tuple[tuple[str, Any], ...] = ()  # what differs from the role's look
    link: str = ""

    @property
    def look(self) -> dict[str, Any]:
        """How it looks, in the words of the theme."""
        return {**ROLES[self.role], **dict(self.more)}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of ``end`` rows and ``width`` columns, in the order in which it is read.

    ``heights`` are points, by row; a row that is not there is as high as Excel makes it. ``anchors`` are rows whose text
    in the first column is always the same: what stands between two of them grows and shrinks with what is told.
    ``shown`` is the number of columns in use; those after it have room for more and are hidden until then.
    ``buttons_row`` is left free for buttons. From ``fixed_from`` on (None: nowhere) nothing ever changes.
    """

    cells: tuple[Placed, ...]
    heights: Mapping[int, float]
    end: int
    width: int
    shown: int
    anchors: tuple[int, ...]
    buttons_row: int
    fixed_from: int | None = None

    def text(self, row: int) -> str:
        """What stands in the first column of a row."""
        return next((str(cell.value) for cell in self.cells if (cell.row, cell.column) == (row, 0)), "")


@dataclass(slots=True)
class Draft:
    """A page that is being laid out, line by line."""

    row: int = 0
    cells: list[Placed] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    anchors: list[int] = field(default_factory=list)

    def put(self, row: int, column: int, value: str | int, role: str, link: str = "", **more: Any) -> None:
        """Place a cell; empty text is no cell."""
        if value != "":
            self.cells.append(Placed(row, column, value, role, tuple(sorted(more.items())), link))

    def anchor(self, row: int, text: str, role: str) -> None:
        """Place a text of the first column by which its row is found again."""
        self.put(row, 0, text, role)
        self.anchors.append(row)
