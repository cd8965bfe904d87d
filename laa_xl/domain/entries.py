"""The entries of a row: as such, or made of packed values when somebody asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

# What an entry says of itself beside its value: entered as understood, nothing entered, or something of its own.
SAME, NOTHING, OWN = "s", "n", "o"


class ErrorValue(str):
    """What a cell shows in place of a value, such as ``#REF!``: written as that error, not as its text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: the value understood (None: blank, or not usable) and what stands there."""

    value: Any
    cell: str
    entered: Any = None
    usable: bool = True

    @property
    def blank(self) -> bool:
        """Whether nothing was entered; an entry that cannot be used is not blank."""
        return self.value is None and self.usable


@lru_cache(maxsize=8192)  # of most cells of a form nothing is ever said; returns share them, at 100 bytes each
def nothing_at(cell: str) -> Entry:
    """The entry of a cell in which nothing stands."""
    return Entry(None, cell)


_READ: dict[str, Callable[[str], Any]] = {
    "error": ErrorValue,
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


class LaterEntries(Mapping[str, Entry]):
    """The entries of a row, each made when it is asked for; what is asked most is answered without.

    Values and what was entered are themselves, or where JSON has no such kind, its name and its text.
    """

    __slots__ = ("_cells", "_number", "_others", "_shape", "_values")

    def __init__(
        self, shape: Shape, number: int, values: list[Any], cells: list[str] | None, others: dict[int, Any] | None
    ) -> None:
        self._shape, self._number, self._values, self._cells, self._others = shape, number, values, cells, others

    def __getitem__(self, column: str) -> Entry:
        return self._at(self._shape.places[column])

    def get(self, column: str, default: Any = None) -> Any:
        """As a mapping's, without an exception where the column is not there."""
        place = self._shape.places.get(column)
        return default if place is None else self._at(place)

    def _at(self, place: int) -> Entry:
        value, shape, cell = self._values[place], self._shape, self._cell(place)
        said = shape.said[place]
        if said == OWN and self._others is not None:
            entered, usable = self._others[place]
            return Entry(_unpacked(value), cell, _unpacked(entered), usable)
        if value is None:
            return nothing_at(cell)
        if type(value) is list:
            value = _unpacked(value)
        return Entry(value, cell, value if said == SAME else None)

    def _cell(self, place: int) -> str:
        return f"{self._shape.letters[place]}{self._number + 1}" if self._cells is None else self._cells[place]

    def cell(self, column: str) -> str:
        """The address of a column's cell; "" where it is not there."""
        place = self._shape.places.get(column)
        return "" if place is None else self._cell(place)

    def value(self, column: str) -> Any:
        """The value of a column; None where it is not there."""
        place = self._shape.places.get(column)
        if place is None:
            return None
        value = self._values[place]
        return _unpacked(value) if type(value) is list else value

    def standing(self) -> dict[str, Any]:
        """As ``Row.standing``."""
        return self._by_column(lambda entered: entered)

    def told(self) -> dict[str, Any]:
        """As ``Row.told``."""
        return self._by_column(str)

    def _by_column(self, unusable: Callable[[Any], Any]) -> dict[str, Any]:
        """The values by column, and what is made of an entry that could not be used."""
        values, places = self._values, self._shape.places
        if list in map(type, values):
            values = [_unpacked(value) for value in values]
        found = dict(zip(places, values, strict=True))
        if self._others is not None:
            for column, place in places.items():
                entered, usable = self._others.get(place, (None, True))
                if not usable:
                    found[column] = unusable(_unpacked(entered))
        return found

    def __repr__(self) -> str:
        return repr(dict(self))

    def __contains__(self, column: object) -> bool:
        return column in self._shape.places

    def __iter__(self) -> Iterator[str]:
        return iter(self._shape.places)

    def __len__(self) -> int:
        return len(self._values)


class Shape:
    """What the rows of a table share: the sheet, the columns, the letters of their cells, what entries say of themselves."""

    __slots__ = ("letters", "places", "said", "sheet")

    def __init__(self, sheet: str, columns: Sequence[str], letters: Sequence[str], said: str) -> None:
        self.sheet, self.places, self.said = sheet, _places(tuple(columns)), said
        self.letters = _letters(tuple(letters))


@lru_cache(maxsize=256)
def _places(columns: tuple[str, ...]) -> Mapping[str, int]:
    return {column: place for place, column in enumerate(columns)}


@lru_cache(maxsize=256)
def _letters(letters: tuple[str, ...]) -> tuple[str, ...]:
    return letters


def _unpacked(value: Any) -> Any:
    return _READ[value[0]](value[1]) if type(value) is list else value
