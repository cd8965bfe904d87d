"""The waivers that stand for a return, put on its findings; and what to tell the officers of those they have granted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from laa_xl.domain.findings import Finding
from laa_xl.domain.periods import Period
from laa_xl.domain.sentences import many
from laa_xl.domain.waivers import Waiver

SOON = timedelta(days=31)  # before its end a waiver is spoken of


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


def told(
    waivers: Sequence[Waiver],
    findings: Mapping[tuple[str, Period], Sequence[Finding]],
    today: date,
    deadline_days: int,
) -> Iterator[str]:
    """A sentence for each waiver that silences something, silences nothing, or is about to end.

    ``findings`` are those of the accepted returns, by theme and quarter.
    """
    for waiver in waivers:
        hits = {key: sum(item.waived == waiver for item in found) for key, found in findings.items()}
        used = {key: count for key, count in hits.items() if count}
        here = any(waiver.covers(*key) for key in findings)
        ends = waiver.ends(deadline_days)
        said = [*_use(used, here), *_end(waiver, bool(used), ends, today)]
        if here and not used and today <= ends:
            said.append("If it is not needed any more, take the row away.")
        if said:
            yield f"Waivers, {waiver.cell}: {_what(waiver)}. {' '.join(said)}"


def _what(waiver: Waiver) -> str:
    about = [part for part in (waiver.code, f"theme {waiver.theme}" if waiver.theme else "") if part]
    return (
        f"{waiver.rule} is waived{' for ' + ', '.join(about) if about else ''} from {waiver.first} until {waiver.until}"
    )


def _use(used: Mapping[tuple[str, Period], int], here: bool) -> Iterator[str]:
    if used:
        where = ", ".join(f"{theme} {period}" for theme, period in sorted(used, key=lambda key: (key[1], key[0])))
        yield f"It silences {many(sum(used.values()), 'finding')} in {where}."
    elif here:
        yield "It silences nothing in the returns that were accepted."


def _end(waiver: Waiver, used: bool, ends: date, today: date) -> Iterator[str]:
    if today > ends:
        yield f"It has ended. {'Keep the row: those returns were accepted by it.' if used else 'Take the row away.'}"
    elif today + SOON >= ends:
        yield f"It ends soon: after {ends:%d/%m/%Y} the entry has to be mended, or the waiver granted anew."
