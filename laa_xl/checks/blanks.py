"""What of a row is empty, and whether it was begun: asked by the rules about what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from laa_xl.checks.look import Look
from laa_xl.checks.registry import Where
from laa_xl.declare.model import When
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.returns import Row

_TOTAL = RETURN_FORM.table("finance").total_row


def blank_columns(row: Row, when: When, condition: bool = True) -> Iterator[Where]:
    """The columns of the row's table that are required under a condition, and empty."""
    if not condition:
        return
    for name in _required(row.table, when):
        entry = row.entries.get(name)
        if entry is not None and entry.blank:
            yield Where(name)


@lru_cache(maxsize=256)  # there are as many as tables times conditions
def _required(table: str, when: When) -> tuple[str, ...]:
    return tuple(column.name for column in RETURN_FORM.table(table).columns if column.required is when)


def empty(row: Row, *columns: str) -> bool:
    """Whether nothing was entered in any of these; of a column that is not on the sheet nobody can say."""
    return all(name in row.entries and row.blank(name) for name in columns)


def started(row: Row, look: Look) -> bool:
    """Whether anything was entered in a row."""
    return any(not row.blank(column.name) for column in RETURN_FORM.table(row.table).entries)


def is_total(row: Row) -> bool:
    """Whether this is the row of totals of the Finance table."""
    return row.key == _TOTAL
