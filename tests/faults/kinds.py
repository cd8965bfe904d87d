"""What a kind of fault is: a name, a family, how it is planted at a place, and the rule and the cell that must be found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from zlib import crc32

from laa_xl.checks.look import Known
from laa_xl.domain.spec import FormSpec
from laa_xl.files.cells import WorkbookCells
from laa_xl.stages.checking import Checked
from tests.faults.desk import Desk, Edit, changed
from tests.faults.places import Given, Seen, Spot, judged

RECOVERED = ""  # the rule of a kind whose meaning is certain: nothing is said, and the return reads as before


@dataclass(frozen=True)
class Fault:
    """One fault at one place: the change, and the place of the finding that must come of it.

    ``spec`` and ``known``: what the programme knows by now, where the fault lies in how an entry stands to that.
    """

    given: Given
    at: str
    edits: tuple[Edit, ...] = ()
    spec: Callable[[], FormSpec] | None = None
    known: Callable[[], Known] | None = None

    def judged(self, through: Callable[[WorkbookCells], WorkbookCells] = lambda book: book) -> Seen:
        """What is found once it is planted; ``through``: saved and read again."""
        return self._judged(through)[0]

    def read(self) -> tuple[Seen, Checked | None]:
        """What is found, and the return as it reads now."""
        return self._judged(lambda book: book)

    def _judged(self, through: Callable[[WorkbookCells], WorkbookCells]) -> tuple[Seen, Checked | None]:
        book = through(changed(self.given.book, *self.edits))
        return judged(book, self.spec and self.spec(), self.known and self.known())


@dataclass(frozen=True)
class Kind:
    """A kind of fault. ``rule`` and the places come from what the catalogue says a rule means, not from what the code does.

    ``companions``: rules that may be found beside it, with the reason; everything else that is found is too much.
    """

    name: str
    family: str
    rule: str
    faults: Callable[[Given], Iterable[Fault]]
    companions: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.rule or 'recovered'} {self.name}"


KINDS: list[Kind] = []


def kind(
    name: str, family: str, rule: str, companions: Mapping[str, str] | None = None
) -> Callable[[Callable[[Given], Iterator[Fault]]], Callable[[Given], Iterator[Fault]]]:
    """Declare a kind by the function that gives its faults in a return."""

    def declare(faults: Callable[[Given], Iterator[Fault]]) -> Callable[[Given], Iterator[Fault]]:
        KINDS.append(Kind(name, family, rule, faults, tuple((companions or {}).items())))
        return faults

    return declare


def typed(
    name: str,
    family: str,
    rule: str,
    where: Callable[[Spot], bool],
    value: Callable[[Spot], Any] | Any,
    *tables: str,
    also: Callable[[Spot], Mapping[str, Any]] = lambda _: {},
    empty: bool = False,
    at: str = "",
    spec: Callable[[Spot], FormSpec] | None = None,
    companions: Mapping[str, str] | None = None,
) -> None:
    """Declare a kind that types something over an entry: ``where`` it may be, and what.

    ``also``: other cells of the row that are changed with it. ``at``: the column where it is found, if it is another.
    ``spec``: what the programme knows, where that has moved on as well.
    """

    def faults(given: Given) -> Iterator[Fault]:
        for spot in given.spots(*tables, empty=empty):
            if where(spot):
                found = spot.beside(at) if at else spot
                yield Fault(given, found.place, (_typing(spot, value, also),), spec and partial(spec, spot))

    KINDS.append(Kind(name, family, rule, faults, tuple((companions or {}).items())))


def beside(
    name: str,
    family: str,
    rule: str,
    where: Callable[[Spot], Any],
    *,
    spec: Callable[[Spot], FormSpec] | None = None,
    known: Callable[[Spot], Known] | None = None,
    at: str = "",
    companions: Mapping[str, str] | None = None,
) -> None:
    """Declare a kind that leaves every cell as it is: the entry is wrong beside what the programme knows.

    ``at``: the column where it is found, if it is another than the one of ``where``.
    """

    def faults(given: Given) -> Iterator[Fault]:
        for spot in given.spots():
            if where(spot):
                found = spot.beside(at) if at else spot
                yield Fault(given, found.place, (), spec and partial(spec, spot), known and partial(known, spot))

    KINDS.append(Kind(name, family, rule, faults, tuple((companions or {}).items())))


def _typing(spot: Spot, value: Callable[[Spot], Any] | Any, also: Callable[[Spot], Mapping[str, Any]]) -> Edit:
    def edit(desk: Desk) -> None:
        spot.put(desk, value(spot) if callable(value) else value)
        for column, other in also(spot).items():
            spot.beside(column).put(desk, other)

    return edit


def at_places(kind: Kind, givens: Sequence[Given], count: int) -> list[Fault]:
    """So many faults of a kind, each from another return before any return gives a second, and from another part of it.

    Each kind begins at another return, so that together they visit them all.
    """
    first = crc32(kind.name.encode()) % len(givens)
    queues: list[list[Fault]] = []
    for number, given in enumerate((*givens[first:], *givens[:first])):
        if len(queues) < count and (faults := list(kind.faults(given))):
            queues.append(_from(faults, number))
    turns = max(map(len, queues), default=0)
    return [queue[turn] for turn in range(turns) for queue in queues if turn < len(queue)][:count]


def _from(faults: list[Fault], number: int) -> list[Fault]:
    """The same faults, begun at another one for each return and going round in steps that visit them all."""
    count = len(faults)
    step = next((step for step in (7, 11, 13, 17) if count % step), 1)
    return [faults[(5 * number + step * turn) % count] for turn in range(count)]
