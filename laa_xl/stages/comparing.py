"""Two returns of one theme and quarter, compared through the declared columns: never by where anything stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from laa_xl.declare.model import Column, Table
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.returns import Entry, Return, Row
from laa_xl.domain.sentences import as_words
from laa_xl.domain.versions import CellChange, How, told

_ALIKE = 0.5  # of what is entered in two lines: then one of them is the other, changed


def changes_between(before: Return, after: Return) -> tuple[CellChange, ...]:
    """Every entry that differs, in the order of the newer return; then, a table each, the lines that are gone.

    Rows with a code are the same row by their code. Lines of one's own (narrative, risks, actions) may have been sorted, or
    moved up: they are the same line by what stands in them.
    """
    return tuple(
        change
        for table in RETURN_FORM.tables()
        for change in _of_table(table, before.rows(table.name), after.rows(table.name))
    )


def _of_table(table: Table, old: Sequence[Row], new: Sequence[Row]) -> Iterator[CellChange]:
    pairs = _same_lines(table, old, new) if table.blank_rows else _same_keys(old, new)
    for row in new:
        before = pairs.get(id(row))
        if before is None:
            yield _whole(table, row, How.ADDED)
        else:
            yield from _cells(table, before, row)
    kept = {id(row) for row in pairs.values()}
    for row in old:
        if id(row) not in kept and _words(table, row):
            yield _whole(table, row, How.TAKEN_AWAY)


def _same_keys(old: Sequence[Row], new: Sequence[Row]) -> dict[int, Row]:
    known = {row.key: row for row in old}
    return {id(row): known[row.key] for row in new if row.key in known}


def _same_lines(table: Table, old: Sequence[Row], new: Sequence[Row]) -> dict[int, Row]:
    """The older line of each newer one: the most alike first; of equals, the one with the same number."""
    scored = [
        (_likeness(table, before, after), before.key == after.key, -number, before, after)
        for number, after in enumerate(new)
        for before in old
    ]
    pairs: dict[int, Row] = {}
    taken: set[int] = set()
    for likeness, same_key, _, before, after in sorted(scored, key=lambda one: one[:3], reverse=True):
        if id(after) in pairs or id(before) in taken or not (likeness >= _ALIKE or (same_key and likeness > 0)):
            continue
        pairs[id(after)] = before
        taken.add(id(before))
    return pairs


def _likeness(table: Table, before: Row, after: Row) -> float:
    """How much of what is entered in either line stands in both, from 0 to 1."""
    either = [
        column for column in table.entries if _value(before, column) is not None or _value(after, column) is not None
    ]
    same = [column for column in either if _equal(_value(before, column), _value(after, column))]
    return len(same) / len(either) if either else 1.0


def _cells(table: Table, before: Row, after: Row) -> Iterator[CellChange]:
    for column in table.entries:
        was, now = _value(before, column), _value(after, column)
        if not _equal(was, now):
            cell = after.cell(column.name) or before.cell(column.name)
            place = (table.name, after.sheet, cell, after.key, column.name, column.title)
            yield CellChange(*place, How.CHANGED, was, now)


def _whole(table: Table, row: Row, how: How) -> CellChange:
    """A line as one change: its first filled cell, and its words."""
    filled = [column for column in table.entries if _value(row, column) is not None]
    cell = row.cell(filled[0].name) if filled else row.cell(table.key.name)
    words = _words(table, row)
    before, after = (words, None) if how is How.TAKEN_AWAY else (None, words)
    return CellChange(table.name, row.sheet, cell, row.key, "", how.value.capitalize(), how, before, after)


def _words(table: Table, row: Row) -> str:
    return " · ".join(text for column in table.entries if (text := told(_value(row, column))))


def _value(row: Row, column: Column) -> Any:
    """What was entered: the value understood, else what stands there; None for a blank."""
    entry: Entry | None = row.entries.get(column.name)
    if entry is None:
        return None
    value = entry.value if entry.usable else entry.entered
    return None if isinstance(value, str) and not as_words(value) else value


def _equal(was: Any, now: Any) -> bool:
    """Numbers by their value, texts by their words: how spaces are drawn says nothing."""
    if isinstance(was, str) and isinstance(now, str):
        return as_words(was) == as_words(now)
    return bool(was == now) and isinstance(was, bool) == isinstance(now, bool)
