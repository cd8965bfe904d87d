"""Rows of a large table, held packed: they are made once, read a few times in their order, and take a tenth of the memory."""

from __future__ import annotations

import pickle  # never leaves the process, and holds what the process itself has made
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

Row = Mapping[str, Any]

TOGETHER = 512  # rows that are packed together; a table of fewer is never packed


class PackedRows(Sequence[Row]):
    """Rows of a table. Equal to the list of the same rows; the rows that it gives are made anew each time, but for the last."""

    __slots__ = ("_blocks", "_last", "_open")

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._blocks: list[bytes] = []
        self._last: list[Row] = []
        self._open: tuple[int, list[Row]] = (-1, [])  # the block that was asked for by number, and which it is
        self.extend(rows)

    def append(self, row: Row) -> None:
        """One more row."""
        self._last.append(row)
        if len(self._last) == TOGETHER:
            self._blocks.append(zlib.compress(pickle.dumps(self._last, pickle.HIGHEST_PROTOCOL), 1))
            self._last = []

    def extend(self, rows: Iterable[Row]) -> None:
        """More rows."""
        for row in rows:
            self.append(row)

    def _block(self, number: int) -> list[Row]:
        if number == len(self._blocks):
            return self._last
        found: list[Row] = pickle.loads(zlib.decompress(self._blocks[number]))  # noqa: S301  # as above
        return found

    def __len__(self) -> int:
        return TOGETHER * len(self._blocks) + len(self._last)

    def __iter__(self) -> Iterator[Row]:
        for number in range(len(self._blocks) + 1):
            yield from self._block(number)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return list(self)[index]
        place = range(len(self))[index]
        number = place // TOGETHER
        if number == len(self._blocks):
            return self._last[place % TOGETHER]
        if self._open[0] != number:
            self._open = (number, self._block(number))
        return self._open[1][place % TOGETHER]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as a list's
