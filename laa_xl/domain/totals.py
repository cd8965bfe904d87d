"""Control totals: what stood on each sheet of a return, what became of it, and the sums, so that nothing gets lost unseen."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from laa_xl.domain.numbers import plain
from laa_xl.domain.sentences import many


class Ignored(BaseModel):
    """So many rows of a sheet were not taken, for one reason."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    why: str
    rows: int


class ColumnTotal(BaseModel):
    """The sum of a column of figures, without the row of totals.

    ``typed`` as the numbers stand in the cells, ``entered`` as the return that was understood remembers them, ``taken`` what
    it understood. ``otherwise`` counts the cells that were read as another number than the one that stands there: numbers
    typed as text, or 0.62 in a cell that shows 62 %. Without any, all three are one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: str
    title: str
    typed: Decimal
    entered: Decimal
    taken: Decimal
    otherwise: int = 0


class SheetTotals(BaseModel):
    """A sheet: rows below the headings, and filled entry cells of the rows that were accepted.

    ``filled`` counts cells of the file, ``entries`` those of the return that was understood.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

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
