"""The earlier figures of an indicator, wherever they come from: the one place that history and comparators ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.live import figure_of
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Return

if TYPE_CHECKING:
    from laa_xl.domain.imports import Imported

Key = tuple[str, Period]  # the theme and the period of a return
Returns = Mapping[Key, Return]


class Asked(Mapping[tuple[str, Period], Return]):
    """Returns, and which of them somebody asked for, those that are not there included: what an answer rests on."""

    def __init__(self, returns: Returns) -> None:
        self._returns = returns
        self._keys: dict[tuple[str, Period], None] = {}
        self._all = False

    @property
    def keys_asked(self) -> tuple[tuple[str, Period], ...] | None:
        """Those asked for, in the order of asking; None where it was asked which there are."""
        return None if self._all else tuple(self._keys)

    def __getitem__(self, key: tuple[str, Period]) -> Return:
        self._keys[key] = None
        return self._returns[key]

    def get(self, key: tuple[str, Period], default: Any = None) -> Any:
        """As a mapping's; asked for all the same where it is not there."""
        self._keys[key] = None
        return self._returns.get(key, default)

    def __contains__(self, key: object) -> bool:
        if isinstance(key, tuple):
            self._keys[key] = None
        return key in self._returns

    def __iter__(self) -> Iterator[tuple[str, Period]]:
        self._all = True
        return iter(self._returns)

    def __len__(self) -> int:
        self._all = True
        return len(self._returns)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure of an earlier quarter, in the indicator's unit, and the file that it came in."""

    actual: float
    file: str
    imported: bool = False


@dataclass(frozen=True)
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

    @cached_property
    def oldest(self) -> Period | None:
        """The first quarter of which any figure may be known; None where there is none."""
        return min((period for _, period in (*self.returns, *self.imported)), default=None)

    def accepted(self, code: str, period: Period) -> Earlier | None:
        """The accepted return's figure; None where it has none, or where its data status says so."""
        returned = self.returns.get((self.agreement.reported_in(code, period), period))
        actual = figure_of(returned.row("indicators", code)) if returned else None
        return None if returned is None or actual is None else Earlier(actual, returned.file)
