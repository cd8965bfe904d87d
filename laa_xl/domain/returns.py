"""A return: what a partner entered, each value with the cell it came from."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from laa_xl.domain.entries import Entry, ErrorValue, LaterEntries, nothing_at
from laa_xl.domain.periods import Period

__all__ = ["Entry", "ErrorValue", "KeyedTables", "LaterEntries", "Return", "Row", "nothing_at"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, by its key."""

    table: str
    sheet: str
    key: str
    number: int
    entries: Mapping[str, Entry]

    def __getitem__(self, column: str) -> Any:
        """The value of a column; None for a blank, an unusable entry or a column that is not there."""
        entries = self.entries
        if type(entries) is LaterEntries:
            return entries.value(column)
        entry = entries.get(column)
        return None if entry is None else entry.value

    def number_of(self, column: str) -> float | None:
        """The value of a column where it is a number."""
        value = self[column]
        if type(value) is float:  # nearly always, and this is asked more than anything else
            return value
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def date_of(self, column: str) -> date | None:
        """The value of a column where it is a date."""
        value = self[column]
        return value if isinstance(value, date) else None

    def text_of(self, column: str) -> str:
        """The value of a column as text; "" for a blank."""
        value = self[column]
        return "" if value is None else str(value)

    def blank(self, column: str) -> bool:
        """Whether nothing was entered there."""
        entry = self.entries.get(column)
        return entry is None or (entry.value is None and entry.usable)

    def unusable(self, column: str) -> bool:
        """Whether something was entered there that could not be understood."""
        entry = self.entries.get(column)
        return entry is not None and not entry.usable

    def standing(self) -> dict[str, Any]:
        """What was entered by column, understood or not; None for a blank."""
        entries = self.entries
        if type(entries) is LaterEntries:
            return entries.standing()
        return {name: entry.value if entry.usable else entry.entered for name, entry in entries.items()}

    def told(self) -> dict[str, Any]:
        """What was entered by column, and where an entry could not be used, the text that stands there: nothing is lost."""
        entries = self.entries
        if type(entries) is LaterEntries:
            return entries.told()
        return {name: entry.value if entry.usable else str(entry.entered) for name, entry in entries.items()}

    def cell(self, column: str) -> str:
        """The address of a column's cell in this row; "" where the column is not there."""
        entries = self.entries
        if type(entries) is LaterEntries:
            return entries.cell(column)
        entry = entries.get(column)
        return "" if entry is None else entry.cell


class KeyedTables(Mapping[str, tuple[Row, ...]]):
    """Tables that are not held all the time, and so find their rows by key themselves."""

    __slots__ = ()

    @abstractmethod
    def keyed(self, table: str) -> Mapping[str, Row]:
        """The rows of a table by their keys, of several with one key the first; none of a table that is not there."""


@dataclass(frozen=True, slots=True)
class Return:
    """A checked return of one theme for one period."""

    agreement: str
    theme: str
    period: Period
    file: str
    sha256: str
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    _keyed: dict[str, dict[str, Row]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table, in the order of the sheet."""
        return self.tables.get(table, ())

    def row(self, table: str, key: str) -> Row | None:
        """The row with that key."""
        tables = self.tables
        if type(tables) is not dict and isinstance(tables, KeyedTables):
            return tables.keyed(table).get(key)
        found = self._keyed.get(table)
        if found is None:
            found = self._keyed[table] = {row.key: row for row in reversed(self.rows(table))}  # of several the first
        return found.get(key)

    @property
    def about(self) -> Row | None:
        """The one row of the Start sheet."""
        rows = self.rows("about")
        return rows[0] if rows else None

    @property
    def nil(self) -> bool:
        """Whether the theme says that it has nothing to report."""
        return self.about is not None and self.about.text_of("nil") != ""
