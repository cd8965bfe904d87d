"""The earlier figures of an indicator, wherever they come from: the one place that history and comparators ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.live import status_of
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Return

Returns = Mapping[tuple[str, Period], Return]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure of an earlier quarter, in the indicator's unit."""

    actual: float


@dataclass(frozen=True, slots=True)
class EarlierFigures:
    """What is known of earlier quarters: by the whole agreement, for a moved indicator's return stands elsewhere."""

    agreement: Agreement
    returns: Returns

    def figure(self, code: str, period: Period) -> Earlier | None:
        """The figure that counts for a quarter; None where there is none, or where its data status says so."""
        returned = self.returns.get((self.agreement.reported_in(code, period), period))
        row = returned.row("indicators", code) if returned else None
        if row is None:
            return None
        status, actual = status_of(row), row.number_of("actual")
        return None if actual is None or (status is not None and not status.has_figure) else Earlier(actual)

    def actual(self, code: str, period: Period) -> float | None:
        """The figure alone."""
        found = self.figure(code, period)
        return None if found is None else found.actual
