"""Control totals: what stood on each sheet of a return, what became of it, and the sums, so that nothing gets lost unseen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pydantic import ConfigDict

from laa_xl.domain.numbers import plain
from laa_xl.domain.sentences import many

# Not models: a register of a country holds tens of thousands of them, and a model keeps two tables of its own for each.
_CONFIG = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Ignored:
    """So many rows of a sheet were not taken, for one reason."""

    __pydantic_config__ = _CONFIG

    why: str
    rows: int


@dataclass(frozen=True, slots=True)
class ColumnTotal:
    """The sum of a column of figures, without the row of totals.

    ``typed`` as the numbers stand in the cells, ``entered`` as the return that was understood remembers them, ``taken`` what
    it understood. ``otherwise`` counts the cells that were read as another number than the one that stands there: numbers
    typed as text, or 0.62 in a cell that shows 62 %. Without any, all three are one.
    """

    __pydantic_config__ = _CONFIG

    column: str
    title: str
    typed: Decimal
    entered: Decimal
    taken: Decimal
    otherwise: int = 0


@dataclass(frozen=True, slots=True)
class SheetTotals:
    """A sheet: rows below the headings, and filled entry cells of the rows that were accepted.

    ``filled`` counts cells of the file, ``entries`` those of the return that was understood.
    """

    __pydantic_config__ = _CONFIG

    table: str
    sheet: str
    read: int
    accepted: int
    rejected: int
    ignored: tuple[Ignored, ...] = ()
    filled: int = 0
    entries: int = 0
    sums: tuple[ColumnTotal, ...] = ()

    @property
    def left_out(self) -> int:
        """Rows that were ignored, whatever the reason."""
        return sum(one.rows for one in self.ignored)

    @property
    def reasons(self) -> str:
        """``18 prepared, nothing entered; 1 the headings once more``."""
        return "; ".join(f"{one.rows} {one.why}" for one in self.ignored)

    @property
    def differences(self) -> tuple[str, ...]:
        """What does not add up within the reading itself, in words; () where everything does."""
        said = []
        lost = self.read - self.accepted - self.rejected - self.left_out
        if lost:
            said.append(
                f"{many(self.read, 'row')} read, but {self.accepted} accepted, {self.rejected} rejected and {self.left_out} ignored"
            )
        if self.filled != self.entries:
            said.append(f"{many(self.filled, 'entry', 'entries')} filled in, but {self.entries} understood")
        for one in self.sums:
            if one.typed != one.entered or (not one.otherwise and one.taken != one.entered):
                now = one.entered if one.typed != one.entered else one.taken
                said.append(f"{one.title} adds up to {plain(one.typed)} in the file, but to {plain(now)} as understood")
        return tuple(said)
