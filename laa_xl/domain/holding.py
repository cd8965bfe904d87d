"""Why a return that has nothing to fix still waits for an officer's yes: pure, and each reason a sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from laa_xl.domain.imports import Withdrawal
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Decision, Receipt, Register, State
from laa_xl.domain.returns import Return
from laa_xl.domain.sentences import as_sentence, listed, sentences, spoken_day


@dataclass(frozen=True, slots=True)
class Arrival:
    """A return that came in. ``agreement`` and ``themes`` are codes, as they stand in the names of templates."""

    file: str
    returned: Return
    agreement: str
    themes: Collection[str]
    asked: Period | None  # the quarter that is being consolidated, where somebody named one
    changed: int  # entries that differ from the return that counts
    senders: tuple[
        str, ...
    ] = ()  # who sent it by e-mail, "" for one that a mail does not name plainly; none: came otherwise
    contacts: Collection[str] = ()  # the addresses of its theme's contacts and of the county team, in small letters
    theme: str = ""  # its name


def why_held(arrival: Arrival, register: Register, counts: Return | None) -> tuple[str, ...]:
    """Every reason to hold a return; () where it may be accepted. ``counts`` is the return of its theme and quarter that counts."""
    return tuple(_reasons(arrival, register, counts))


def _reasons(arrival: Arrival, register: Register, counts: Return | None) -> Iterator[str]:
    returned = arrival.returned
    known = register.knows(returned.sha256)
    if known is not None and known.withdrawn is not None:
        yield _done("This very file was withdrawn", known.withdrawn)
    elif known is not None and counts is not None and not register.last_word(known):
        yield f"This very file came in on {spoken_day(known.at)}, and {counts.file}, which came in later, counts now."
    elif known is not None and known.state is State.ACCEPTED and not register.last_word(known):
        yield f"This very file came in on {spoken_day(known.at)}; a later one took its place, and was withdrawn."
    elif counts is not None and (older := _older(returned, counts)):
        yield older
    if counts is not None and arrival.changed and (later := _for_a_later_quarter(returned, register)):
        yield later
    if arrival.asked is not None and returned.period != arrival.asked:
        yield f"It is a return for {returned.period.spelled}; you are consolidating {arrival.asked.spelled}."
    if arrival.senders and not any(sender in arrival.contacts for sender in arrival.senders):
        who = listed(sender or "a sender whom the mail does not name plainly" for sender in arrival.senders)
        yield f"It came by e-mail from {who}, not from a contact of {arrival.theme or returned.theme}."
    yield from _by_its_name(arrival)
    issues = register.standing_reports(returned.period)
    if counts is not None and issues and arrival.changed:
        told = listed(f"issue {one.number} of {spoken_day(one.at)}" for one in issues)
        yield f"The highlight report for {returned.period} was issued already ({told}); it stays as it was sent."


def _older(returned: Return, counts: Return) -> str:
    """Whether its Start sheet says an earlier day than that of the return that counts."""
    day, last = _completed(returned), _completed(counts)
    if day is None or last is None or day >= last:
        return ""
    told = f"{counts.file}, completed on {spoken_day(last)}"
    return f"It was completed on {spoken_day(day)}, which is before the return that counts ({told})."


def _for_a_later_quarter(returned: Return, register: Register) -> str:
    """Whether it may be an old workbook with new figures: it was completed when a later quarter had ended whose return is owed."""
    day = _completed(returned)
    if day is None:
        return ""
    sent = {Period.parse(one.period) for one in register.issued if one.theme == returned.theme}
    ended, counts = [one for one in sent if returned.period < one and one.end < day], register.current()
    owed = [one for one in ended if (returned.theme, one) not in counts]
    if not owed:
        return ""
    return (
        f"It replaces the return for {returned.period} and was completed on {spoken_day(day)}, while the return for {max(owed)} is still "
        "owed: its figures may be those of the later quarter, in the workbook of the earlier one."
    )


def _completed(returned: Return) -> date | None:
    return returned.about.date_of("date_completed") if returned.about else None


def _by_its_name(arrival: Arrival) -> Iterator[str]:
    """A file that still has its template's name says there whose return it is meant to be; any other name says nothing."""
    found = re.search(
        rf"{re.escape(arrival.agreement)}-({'|'.join(map(re.escape, arrival.themes))})-([0-9]{{4}}-Q[1-4])(?![0-9])",
        PurePath(arrival.file).name,
        re.IGNORECASE,
    )
    if found is None:
        return
    theme = next(code for code in arrival.themes if code.casefold() == found[1].casefold())
    if theme != arrival.returned.theme:
        yield f"By its name it is the return of {theme}; inside it is the return of {arrival.returned.theme}."
    if found[2].upper() != str(arrival.returned.period):
        yield f"By its name it is a return for {found[2].upper()}; inside it is one for {arrival.returned.period}."


def known_reasons(receipt: Receipt) -> tuple[str, ...]:
    """Why a file that was held before, turned down or withdrawn is not taken in again."""
    if receipt.withdrawn is not None:
        return (_done("It was withdrawn", receipt.withdrawn),)
    if receipt.decision is not None:
        return (_done("It was turned down", receipt.decision),)
    return receipt.held


def why_it_stands(receipt: Receipt) -> str:
    """Why a receipt stands as it does, where somebody decided it or has to; "" for what went its usual way."""
    if receipt.withdrawn is not None:
        return _done("Withdrawn", receipt.withdrawn)
    decided = receipt.decision
    if decided is None:
        return sentences(*receipt.held)
    if decided.let_in:
        return _done("Let in", decided)
    return sentences(_done("Turned down", decided), *receipt.held)


def _done(what: str, decided: Decision | Withdrawal) -> str:
    return f"{what} on {spoken_day(decided.at)} by {decided.by}: {as_sentence(decided.reason)}"
