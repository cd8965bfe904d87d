"""The tables of a workbook as found: what reading hands to checking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from laa_xl.files.cells import Cell


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a table as found: its key, its row on the sheet (from 0), its cells and their addresses.

    ``covered``: the columns whose cells lie under a merged cell, so that nobody can say what was entered there.
    """

    key: str
    number: int
    cells: Mapping[str, Cell]
    addresses: Mapping[str, str]
    covered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as found on the sheet of that name (the tab's name as it is now).

    ``outside`` are the filled cells of the sheet that are neither printed nor read, by their addresses.
    """

    sheet: str
    rows: tuple[RawRow, ...]
    columns: Mapping[str, int]
    outside: Mapping[str, Cell] = field(default_factory=dict)
