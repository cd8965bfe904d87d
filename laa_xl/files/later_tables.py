"""The tables of a return, held as packed text but for those that were looked into last: a run holds thousands of returns."""

from __future__ import annotations

import json
import math
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from laa_xl.domain.entries import NOTHING, OWN, SAME, Shape
from laa_xl.domain.returns import ErrorValue, KeyedTables, LaterEntries, Row

Tables = Mapping[str, tuple[Row, ...]]

MOST_OPEN = 128  # returns that are held taken apart, at 50 to 130 kB each; a small programme never packs one for that

_PLAIN = (str, float, bool, int, type(None))  # JSON's own: no subclass, which would come back as something else
_WRITTEN: dict[type, tuple[str, Callable[[Any], str]]] = {
    ErrorValue: ("error", str),
    datetime: ("moment", datetime.isoformat),
    date: ("date", date.isoformat),
    time: ("time", time.isoformat),
}


class NotPlain(Exception):
    """A value that has no text from which it comes back the same."""


def to_text(tables: Tables) -> bytes:
    """The tables as packed text; NotPlain where a value would not come back the same."""
    if isinstance(tables, LaterTables):
        return tables.text()
    lines = [_dumped(list(tables)), *(_dumped(_packed_table(rows)) for rows in tables.values())]
    return zlib.compress("\n".join(lines).encode("ascii"), 1)


class LaterTables(KeyedTables):
    """Tables that are taken apart when somebody asks for a row. Equal to the tables they were made of.

    The ``MOST_OPEN`` that were opened last stay open; of an earlier one the text alone is held, and rows that somebody still
    holds are equal to those that he is given next.
    """

    __slots__ = ("_by_key", "_lines", "_rows", "_text")

    def __init__(self, text: bytes = b"", rows: Mapping[str, tuple[Row, ...]] | None = None) -> None:
        self._text = text  # empty: not packed yet
        self._lines: dict[str, str] | None = None  # what was not taken apart yet; None: closed
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._by_key: dict[str, dict[str, Row]] = {}
        if rows is not None:
            self._lines, self._rows = {}, dict(rows)
            _opened(self)

    @classmethod
    def of(cls, tables: Mapping[str, tuple[Row, ...]]) -> LaterTables:
        """Tables that were just made: packed when more than ``MOST_OPEN`` others were opened after them."""
        return cls(rows=tables)

    @property
    def waiting(self) -> bool:
        """Whether the text alone is held."""
        return self._lines is None

    def text(self) -> bytes:
        """The packed text; NotPlain where a value would not come back the same."""
        if not self._text:
            self._text = to_text(self._rows)
        return self._text

    def close(self) -> None:
        """Hold the text alone; tables that have none stay as they are."""
        try:
            self.text()
        except NotPlain:
            return
        self._lines, self._rows, self._by_key = None, {}, {}

    def keyed(self, table: str) -> Mapping[str, Row]:
        """The rows of a table by their keys, of several with one key the first."""
        found = self._by_key.get(table)
        if found is None:
            rows = self.get(table, ())
            found = self._by_key[table] = {row.key: row for row in reversed(rows)}
        return found

    def _open(self) -> dict[str, str]:
        if self._lines is None:
            first, *lines = zlib.decompress(self._text).decode("ascii").split("\n")
            self._lines = dict(zip(json.loads(first), lines, strict=True))
            _opened(self)
        return self._lines

    def __getitem__(self, name: str) -> tuple[Row, ...]:
        found = self._rows.get(name)
        if found is None:
            found = _table(name, json.loads(self._open()[name]))
            self._rows[name] = found
        return found

    def __iter__(self) -> Iterator[str]:
        lines = self._open()
        return iter(tuple(lines or self._rows))

    def __len__(self) -> int:
        return len(self._open() or self._rows)


_LAST: OrderedDict[int, LaterTables] = OrderedDict()  # those that are open, the one opened first in front


def let_go() -> None:
    """Hold none of those that are open: who still has one keeps it as it is, the others go."""
    _LAST.clear()


def _opened(tables: LaterTables) -> None:
    _LAST[id(tables)] = tables
    while len(_LAST) > MOST_OPEN:
        _, oldest = _LAST.popitem(last=False)
        oldest.close()


def _packed_table(rows: Sequence[Row]) -> list[Any]:
    """The shapes of the rows, each once, and the rows: number of the shape, key, row of the sheet, values, and what is their own."""
    shapes: dict[tuple[Any, ...], int] = {}
    packed = []
    for row in rows:
        values: list[Any] = []
        cells: list[str] = []
        said: list[str] = []
        others: list[list[Any]] = []
        for place, entry in enumerate(row.entries.values()):
            value, entered = _packed(entry.value), entry.entered
            values.append(value)
            cells.append(entry.cell)
            if not entry.usable or (entered is not None and not _alike(entry.value, entered)):
                said.append(OWN)
                others.append([place, _packed(entered), entry.usable])
            else:
                said.append(NOTHING if entered is None else SAME)
        end = str(row.number + 1)
        letters = [cell.removesuffix(end) for cell in cells]
        plain = all(letter + end == cell for letter, cell in zip(letters, cells, strict=True))
        shape = (row.table, row.sheet, tuple(row.entries), tuple(letters) if plain else (), "".join(said))
        number = shapes.setdefault(shape, len(shapes))
        packed.append([number, row.key, row.number, values, None if plain else cells, others])
    return [list(shapes), packed]


def _alike(value: Any, entered: Any) -> bool:
    """Whether one may stand for the other: -0 is printed otherwise than 0."""
    if type(value) is not type(entered) or value != entered:
        return False
    return type(value) is not float or math.copysign(1, value) == math.copysign(1, entered)


def _dumped(packed: Any) -> str:
    return json.dumps(packed, separators=(",", ":"), allow_nan=False)


def _packed(value: Any) -> Any:
    """A value as itself, or as the name of its kind and its text."""
    if type(value) in _PLAIN:
        if type(value) is float and not math.isfinite(value):
            raise NotPlain("a number that is none")
        return value
    if type(value) not in _WRITTEN:
        raise NotPlain(type(value).__name__)
    kind, written = _WRITTEN[type(value)]
    return [kind, written(value)]


def _table(name: str, packed: list[Any]) -> tuple[Row, ...]:
    shapes = [(table, Shape(*shape)) for table, *shape in packed[0]]
    rows = []
    for which, key, number, values, cells, others in packed[1]:
        table, shape = shapes[which]
        own = {place: (entered, usable) for place, entered, usable in others} if others else None
        rows.append(
            Row(
                name if table == name else table,
                shape.sheet,
                key,
                number,
                LaterEntries(shape, number, values, cells, own),
            )
        )
    return tuple(rows)
