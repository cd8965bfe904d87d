"""What the version that wrote the last master wrote into it: its tables and their headings, by the journal."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from laa_xl.declare.model import Table
from laa_xl.declare.table_errors import TableError
from laa_xl.files.master_reader import Missing
from laa_xl.flow.journal import journal_entries, read_entry

_GONE = (
    "This column is gone. Put it back, with this heading, and what stood in it from the newest master in the folder backups: "
    "without it, it would be blank in every row."
)


class AsWritten:
    """The newest entry of a programme's journal, read when somebody asks."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def _entry(self) -> dict[str, Any] | None:
        entries = journal_entries(self.root)
        return read_entry(entries[-1]) if entries else None

    def titles(self, table: str) -> frozenset[str]:
        """The headings of a table, of whatever version; none where an earlier version did not note them."""
        columns = self._entry.get("columns", {}) if self._entry else {}
        return frozenset(columns.get(table, ()))

    def lost(self, missing: Iterable[Missing]) -> list[TableError]:
        """Of what is missing in a master, what it had: somebody took it away. What its version did not know is blank."""
        found = []
        for one in missing:
            if self._had(one.table, one.title):
                message = _GONE if one.title else "This sheet of the master is missing."
                found.append(TableError(one.sheet, one.row, one.title, None, message))
        return found

    def _had(self, table: Table, title: str) -> bool:
        """Whether the last master had a table, or a column of it. Without a journal it had everything."""
        if self._entry is None:
            return True
        if (columns := self._entry.get("columns")) is not None:
            return title in columns[table.name] if title and table.name in columns else table.name in columns
        # Of an earlier version: a row that it kept has all of its columns, and a table without rows has nothing to lose.
        rows = self._entry["tables"].get(table.name)
        if rows is None or not title:
            return rows is not None
        return any(column.title == title and column.name in row for row in rows[:1] for column in table.columns)
