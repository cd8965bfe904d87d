"""The earlier figures of an indicator, wherever they come from: the one place that history and comparators ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.imports import Imported
from laa_xl.domain.live import status_of
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Return

Returns = Mapping[tuple[str, Period], Return]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure of an earlier quarter, in the indicator's unit, and the file that it came in."""

    actual: float
    file: str
    imported: bool = False


@dataclass(frozen=True, slots=True)
class EarlierFigures:
    """What is known of earlier quarters: by the whole agreement, for a moved indicator's return stands elsewhere."""

    agreement: Agreement
    returns: Returns
    imported: Imported = field(default_factory=dict)

    def figure(self, code: str, period: Period) -> Earlier | None:
        """The figure that counts for a quarter: the accepted return's, else an imported one; None where there is none."""
        found = self.accepted(code, period)
        stands = self.imported.get((code, period))
        if found is not None or stands is None:
            return found
        return Earlier(stands.figure.actual, stands.entry.file, imported=True)

    def accepted(self, code: str, period: Period) -> Earlier | None:
        """The accepted return's figure; None where it has none, or where its data status says so."""
        returned = self.returns.get((self.agreement.reported_in(code, period), period))
        row = returned.row("indicators", code) if returned else None
        if returned is None or row is None:
            return None
        status, actual = status_of(row), row.number_of("actual")
        has_figure = actual is not None and (status is None or status.has_figure)
        return Earlier(actual, returned.file) if has_figure and actual is not None else None

    def actual(self, code: str, period: Period) -> float | None:
        """The figure that counts, alone."""
        found = self.figure(code, period)
        return None if found is None else found.actual
