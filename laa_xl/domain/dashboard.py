"""What the master's first page shows: ratings of themes by period, counts, and what is still owed."""

from __future__ import annotations

from dataclasses import dataclass

from laa_xl.domain.rollup import Rollup
from laa_xl.domain.words import Rag


@dataclass(frozen=True, slots=True)
class Tile:
    """One cell of the matrix: a theme, block or the agreement in one period."""

    rag: Rag
    computed: Rag
    rollup: Rollup

    @property
    def counts(self) -> str:
        """``Green 3 · Amber 1 · Red 2 · grey 5``."""
        tally = self.rollup.tally
        rest = tally.grey_due + tally.placeholders + tally.not_due
        return f"green {tally.green} · amber {tally.amber} · red {tally.red} · grey {rest}"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A theme, a block or the agreement, and its tile in each period (None: nothing was accepted)."""

    level: str
    code: str
    name: str
    tiles: tuple[Tile | None, ...]


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period's counts, as the annual review prints them, the direction decided on, and what is owed."""

    period: str
    spelled: str
    on_track: int
    off_trajectory: int
    at_risk: int
    placeholder: int
    not_rated: int
    of: int
    direction: str
    expected: int
    accepted: int
    owed: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The first page of the master. ``room`` is the number of quarters that the agreement has in all."""

    title: str
    periods: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    lines: tuple[PeriodLine, ...]
    rule: str
    room: int
    amber: str  # what the class of the amber ones is called
    looks: tuple[str, ...] = ()  # what officers entered that somebody should look at
