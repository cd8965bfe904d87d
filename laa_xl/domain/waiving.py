"""The waivers that stand for a return, put on its findings. What officers are told of them: domain/waivers_told.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from laa_xl.domain.findings import Finding
from laa_xl.domain.periods import Period
from laa_xl.domain.waivers import Waiver


@dataclass(frozen=True, slots=True)
class Waivers:
    """Those that count for one return."""

    standing: tuple[Waiver, ...] = ()

    def of(self, rule: str, row: str) -> Waiver | None:
        """The waiver of a rule for a row of the return; of several, the one that is entered first."""
        return next((one for one in self.standing if one.rule == rule and one.code in ("", row)), None)

    def marked(self, findings: Iterable[Finding]) -> list[Finding]:
        """The same findings, those waived with their waiver. What refuses a file, or is confirmed, is left as it is."""
        return [self._marked(item) for item in findings]

    def _marked(self, item: Finding) -> Finding:
        waiver = None if item.refuses or item.settled else self.of(item.rule, item.row)
        return replace(item, waived=waiver) if waiver else item


NO_WAIVERS = Waivers()


def standing(waivers: Iterable[Waiver], theme: str, period: Period, came_in: date) -> Waivers:
    """The waivers that count for the return of a theme and quarter which came in on a day."""
    return Waivers(tuple(one for one in waivers if one.stands(theme, period, came_in)))
