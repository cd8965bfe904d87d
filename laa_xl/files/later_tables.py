"""The tables of a return as text, and as tables again when somebody asks for a row: most runs look into few returns."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from itertools import starmap
from typing import Any

from laa_xl.domain.returns import Entry, ErrorValue, Row

Tables = Mapping[str, tuple[Row, ...]]

_PLAIN = (str, float, bool, int, type(None))  # JSON's own: no subclass, which would come back as something else
_WRITTEN: dict[type, tuple[str, Callable[[Any], str]]] = {
    ErrorValue: ("error", str),
    datetime: ("moment", datetime.isoformat),
    date: ("date", date.isoformat),
    time: ("time", time.isoformat),
}
_READ: dict[str, Callable[[str], Any]] = {
    "error": ErrorValue,
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


class NotPlain(Exception):
    """A value that has no text from which it comes back the same."""


def to_text(tables: Tables) -> bytes:
    """The tables as packed text; NotPlain where a value would not come back the same."""
    packed = {name: [_packed_row(row) for row in rows] for name, rows in tables.items()}
    return zlib.compress(json.dumps(packed, separators=(",", ":"), allow_nan=False).encode("ascii"), 1)


def text_of(tables: Tables) -> bytes:
    """As ``to_text``; of tables that wait, the text that they are made of."""
    return tables.text if isinstance(tables, LaterTables) and tables.text else to_text(tables)


class LaterTables(Mapping[str, tuple[Row, ...]]):
    """The tables that such a text holds, taken apart when the first of them is asked for. Equal to the tables it was made of."""

    __slots__ = ("_found", "_text")

    def __init__(self, text: bytes) -> None:
        self._text, self._found = text, None if text else dict[str, tuple[Row, ...]]()

    @property
    def text(self) -> bytes:
        """What they are taken apart from; empty where that is done."""
        return self._text

    @property
    def waiting(self) -> bool:
        """Whether nobody has asked yet."""
        return self._found is None

    def _tables(self) -> dict[str, tuple[Row, ...]]:
        if self._found is None:
            packed = json.loads(zlib.decompress(self._text))
            self._found, self._text = {name: tuple(map(_row, rows)) for name, rows in packed.items()}, b""
        return self._found

    def __getitem__(self, name: str) -> tuple[Row, ...]:
        return self._tables()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables())

    def __len__(self) -> int:
        return len(self._tables())


def _packed_row(row: Row) -> list[Any]:
    """Values and cells by column, and apart from them, by their place, the few that need more than JSON has."""
    values: list[Any] = []
    cells: list[str] = []
    others: dict[int, list[Any]] = {}
    for number, entry in enumerate(row.entries.values()):
        if type(entry.value) in _PLAIN and entry.entered is None and entry.usable is True:
            values.append(_finite(entry.value))
        else:
            values.append(None)
            others[number] = [_packed(entry.value), _packed(entry.entered), entry.usable]
        cells.append(entry.cell)
    return [row.table, row.sheet, row.key, row.number, list(row.entries), values, cells, list(others.items())]


def _finite(value: Any) -> Any:
    if type(value) is float and not math.isfinite(value):
        raise NotPlain("a number that is none")
    return value


def _packed(value: Any) -> Any:
    """A value as itself, or as the name of its kind and its text."""
    if type(value) in _PLAIN:
        return _finite(value)
    if type(value) not in _WRITTEN:
        raise NotPlain(type(value).__name__)
    kind, written = _WRITTEN[type(value)]
    return [kind, written(value)]


def _row(packed: list[Any]) -> Row:
    table, sheet, key, number, columns, values, cells, others = packed
    entries = dict(zip(columns, starmap(Entry, zip(values, cells, strict=True)), strict=True))
    for place, (value, entered, usable) in others:
        entries[columns[place]] = Entry(_unpacked(value), cells[place], _unpacked(entered), usable)
    return Row(table, sheet, key, number, entries)


def _unpacked(value: Any) -> Any:
    return _READ[value[0]](value[1]) if type(value) is list else value
