"""What officers are told of the waivers they have granted: what each silences, and when it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.findings import Finding
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register
from laa_xl.domain.sentences import listed, many
from laa_xl.domain.waivers import Waiver

SOON = timedelta(days=31)  # before its end a waiver is spoken of
LONG_AGO = timedelta(days=92)  # after its end the next returns, in which the entry had to be mended, are due as well
MOST_NAMED = 6  # returns in one sentence


def told(
    waivers: Sequence[Waiver],
    findings: Mapping[tuple[str, Period], Sequence[Finding]],
    agreement: Agreement,
    register: Register,
    today: date,
) -> Iterator[str]:
    """A sentence for each waiver that silences something, silences nothing, or is about to end. Long after its end nothing is left
    to be done about one whose row has to be kept, and nothing is said of it.

    ``findings`` are those of the accepted returns, by theme and quarter.
    """
    for waiver in waivers:
        hits = {key: sum(item.waived == waiver for item in found) for key, found in findings.items()}
        used = {key: count for key, count in hits.items() if count}
        here = any(_applies(waiver, agreement, *key) for key in findings)
        owed = _owed(waiver, agreement, register)
        ends = waiver.ends(agreement.settings.deadline_days)
        if used and not owed and not _to_come(waiver, register.periods()) and today - LONG_AGO > ends:
            continue
        said = [*_use(used, here), *_end(waiver, bool(used), owed, ends, today, register.periods())]
        if here and not used and not owed and today <= ends:
            said.append("If it is not needed any more, take the row away.")
        if said:
            yield f"Waivers, {waiver.cell}: {_what(waiver)}. {' '.join(said)}"


def _applies(waiver: Waiver, agreement: Agreement, theme: str, period: Period) -> bool:
    """Whether the return of that theme and quarter has the row that it is about."""
    if not waiver.covers(theme, period):
        return False
    if agreement.has_indicator(waiver.code):
        return agreement.reported_in(waiver.code, period) == theme
    return not waiver.code or any((line.code, line.theme) == (waiver.code, theme) for line in agreement.funding)


def _owed(waiver: Waiver, agreement: Agreement, register: Register) -> list[str]:
    """The returns that it would count for and that are not accepted yet: asked for and not in, or held for an officer's yes.

    Where it ends on a day, those that may have come in by then: a mail is collected later than it arrives.
    """
    themes = {theme.code for theme in agreement.themes}
    asked = {(one.theme, Period.parse(one.period)) for one in register.issued if one.theme in themes}
    held = {one.key for one in register.receipts if one.waits and waiver.stands(*one.key, one.came_in.date())}
    owed = {
        key for key in asked - register.current().keys() if waiver.last_day is None or key[1].start <= waiver.last_day
    }
    found = sorted((key for key in owed | held if _applies(waiver, agreement, *key)), key=_by_quarter)
    return [f"{theme} {period}{' (held)' if (theme, period) in held else ''}" for theme, period in found]


def _by_quarter(key: tuple[str, Period]) -> tuple[Period, str]:
    return key[1], key[0]


def _what(waiver: Waiver) -> str:
    about = [part for part in (waiver.code, f"theme {waiver.theme}" if waiver.theme else "") if part]
    return (
        f"{waiver.rule} is waived{' for ' + ', '.join(about) if about else ''} from {waiver.first} until {waiver.until}"
    )


def _use(used: Mapping[tuple[str, Period], int], here: bool) -> Iterator[str]:
    if used:
        where = ", ".join(f"{theme} {period}" for theme, period in sorted(used, key=_by_quarter))
        yield f"It silences {many(sum(used.values()), 'finding')} in {where}."
    elif here:
        yield "It silences nothing in the returns that were accepted."


def _to_come(waiver: Waiver, asked: Sequence[Period]) -> bool:
    """Whether the templates of its last quarter did not go out yet."""
    return waiver.last is not None and (not asked or asked[-1] < waiver.last)


def _end(
    waiver: Waiver, used: bool, owed: Sequence[str], ends: date, today: date, asked: Sequence[Period]
) -> Iterator[str]:
    """How it ends, from a month before; ``asked``: every quarter for which returns were asked for, in order."""
    if today + SOON < ends:
        return
    if waiver.last is None:
        yield from _day_end(waiver, used, owed, today)
        return
    to_come = _to_come(waiver, asked)
    if today > ends and not owed and not to_come:
        yield "It has ended: every return of its quarters that was asked for is accepted."
        yield _row(used)
        return
    yield (
        f"It ends with the returns of {waiver.last}: from those of {waiver.last.next} on the entry has to be mended, or the "
        "waiver granted anew."
    )
    if today > ends:
        still = [*owed, *([f"{waiver.last}"] if to_come else [])]
        yield f"Keep the row: it counts for what is not accepted yet ({_some(still)}), however late that comes."


def _day_end(waiver: Waiver, used: bool, owed: Sequence[str], today: date) -> Iterator[str]:
    day = f"{waiver.last_day:%d/%m/%Y}"
    if waiver.last_day is not None and today <= waiver.last_day:
        yield f"It ends soon: in what comes in after {day} the entry has to be mended, or the waiver granted anew."
    elif owed:
        yield f"It counts only for what came in by {day}."
        yield f"Keep the row while this is not accepted, as it may have come in by then: {_some(owed)}."
    else:
        yield f"It has ended. {_row(used)}"


def _row(used: bool) -> str:
    return "Keep the row: those returns were accepted by it." if used else "Take the row away."


def _some(names: Sequence[str]) -> str:
    """The first few of them, and how many more there are."""
    more = len(names) - MOST_NAMED
    return listed([*names[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])
