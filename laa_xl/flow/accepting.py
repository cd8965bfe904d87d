"""The accepted returns: read again from the files that were kept, and added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from laa_xl.domain.collected import Collected
from laa_xl.domain.earlier import Returns
from laa_xl.domain.findings import must_be_fixed
from laa_xl.domain.holding import Arrival, known_reasons, why_held
from laa_xl.domain.mails import known_addresses
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Receipt, Register
from laa_xl.domain.register import State as Standing
from laa_xl.domain.returns import Return
from laa_xl.files.store import StoreError, read_file, sha256_of, write_whole
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.passwords import read_received
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.receiving import Validated, reading_ahead, validate_bytes, validate_file
from laa_xl.flow.remembering import Remembering
from laa_xl.stages.comparing import changes_between

Accepted = Mapping[tuple[str, Period], Validated]


def read_accepted(
    programme: Programme, state: State, remembering: Remembering | None = None
) -> dict[tuple[str, Period], Validated]:
    """The accepted returns, from the files that were kept: they are the record.

    What was found in a file before is not worked out again as long as it holds. ``remembering``: what this run remembers, for
    whoever takes in more; it is kept here, and by him again.
    """
    remembers = remembering or Remembering(programme, state)
    found: dict[tuple[str, Period], Validated] = {}
    returns: dict[tuple[str, Period], Return] = {}
    counting = sorted(state.register.current().items(), key=lambda item: (item[0][1], item[0][0]))
    known = remembers.known(counting)
    unknown = [partial(_kept_file, programme, receipt) for key, receipt in counting if key not in known]
    with reading_ahead(unknown, len(unknown)):
        for key, receipt in counting:
            data = _kept_file(programme, receipt)
            if (checked := known.get(key)) is None:
                checked = validate_bytes(receipt.file, data, state, returns, came_in=receipt.came_in.date())
                remembers.learn(receipt, checked, returns)
            found[key] = checked
            if checked.returned is not None:
                returns[key] = checked.returned
    remembers.keep()
    return found


def _kept_file(programme: Programme, receipt: Receipt) -> bytes:
    """The bytes of an accepted file; ProgrammeError where they are not those that were accepted."""
    data = read_file(programme.root / receipt.kept)
    if sha256_of(data) != receipt.sha256:
        raise ProgrammeError(
            f"{programme.root / receipt.kept} was changed after it was accepted. Put back the file as received."
        )
    return data


def accepted_returns(programme: Programme, state: State) -> dict[tuple[str, Period], Return]:
    """What the accepted returns say, by theme and period."""
    return returns_of(read_accepted(programme, state))


def returns_of(accepted: Accepted) -> dict[tuple[str, Period], Return]:
    """The returns among what was accepted."""
    return {key: item.returned for key, item in accepted.items() if item.returned is not None}


@dataclass(frozen=True, slots=True)
class Taking:
    """How files are taken in. ``named``: somebody asked for these very files, which did not just lie in the inbox."""

    programme: Programme
    state: State
    now: datetime
    named: bool = False
    only: Period | None = None  # the quarter that is being consolidated


def looked_at(taking: Taking, path: Path, returns: Returns) -> Validated:
    """A file checked. One of another quarter that somebody asked for by name is read all the same where nothing is to be
    fixed in it: then it is held, and not refused."""
    came = (arrival_of(mailed_as(taking.state.register, path), taking.now) or taking.now).date()
    checked = validate_file(path, taking.state, returns, only=taking.only, came_in=came)
    if not taking.named or checked.form is None or checked.form.when == taking.only:
        return checked
    whole = validate_file(path, taking.state, returns, came_in=came) if taking.only else checked
    return checked if whole.refused or must_be_fixed(whole.findings) else whole


def mailed_as(register: Register, path: Path) -> tuple[Collected, ...]:
    """The mails by which a file came, as far as they are known; by its bytes, whatever it is called now."""
    if not register.collected:
        return ()
    try:
        return register.mailed(sha256_of(read_file(path)))
    except StoreError:
        return ()  # told where it is read


def arrival_of(mails: Sequence[Collected], now: datetime) -> datetime | None:
    """When the first of these mails arrived; None where none says so, or says a time that is yet to come."""
    found = [one.arrived for one in mails if one.arrived is not None and one.arrived <= now.replace(tzinfo=None)]
    return min(found, default=None)


def becomes(taking: Taking, register: Register, checked: Validated, accepted: Accepted) -> tuple[Validated, str]:
    """What becomes of a checked file, and what is said of it besides its findings.

    accepted, held, rejected or refused; unchanged, superseded, withdrawn or turned down for a file that came in before and
    that nobody asked for by its name.
    """
    known = register.knows(checked.sha256)
    if known is not None:
        if known.waits or known.stands is Standing.TURNED_DOWN:
            return replace(checked, held=known_reasons(known)), known.stands.value
        if known.state is Standing.ACCEPTED and known.withdrawn is None and register.last_word(known):
            return checked, "unchanged"
        if not taking.named and known.withdrawn is not None:
            return replace(checked, held=known_reasons(known)), known.stands.value
        if not taking.named and not register.last_word(known):
            still = register.current().get(known.key) is known  # what came in later was not accepted
            return checked, "unchanged" if still else Standing.SUPERSEDED.value
    if checked.form is None or checked.returned is None or checked.refused:
        return checked, "refused"
    if must_be_fixed(checked.findings):
        return checked, Standing.REJECTED.value
    returned = checked.returned
    checked = compared(checked, returned, accepted)
    counts, agreement = accepted.get((returned.theme, returned.period)), taking.state.agreement
    arrival = Arrival(
        checked.file,
        returned,
        agreement.settings.code,
        [theme.code for theme in agreement.themes],
        taking.only,
        len(checked.changes or ()),
        tuple(dict.fromkeys(one.sender for one in mailed_as(register, Path(checked.file)))),
        known_addresses(agreement, returned.theme),
        agreement.theme(returned.theme).name,
    )
    held = why_held(arrival, register, counts.returned if counts else None)
    return replace(checked, held=held), (Standing.HELD if held else Standing.ACCEPTED).value


def compared(checked: Validated, returned: Return, accepted: Accepted) -> Validated:
    """With what changed since the return of its theme and quarter that counts; None where none does."""
    counts = accepted.get((returned.theme, returned.period))
    if counts is None or counts.returned is None:
        return checked
    return replace(checked, changes=changes_between(counts.returned, returned), replaces=counts.file)


def receive(
    taking: Taking, register: Register, checked: Validated, path: Path, accepted: Accepted
) -> tuple[Register, Validated, str]:
    """Keep the file, then enter it in the register; the same file twice changes nothing."""
    checked, verdict = becomes(taking, register, checked, accepted)
    if checked.form is None or verdict not in _KEPT or _is_known(register, checked, verdict):
        return register, checked, verdict
    data = read_received(path)
    if sha256_of(data) != checked.sha256:
        raise ProgrammeError(f"{path} was changed while it was being read. Run again.")
    receipt = keep(taking.programme, checked, data, Standing(verdict), taking.now)
    if arrived := arrival_of(mailed_as(register, path), taking.now):
        receipt = receipt.model_copy(update={"arrived": arrived})
    return register.model_copy(update={"receipts": (*register.receipts, receipt)}), checked, verdict


_KEPT = {Standing.ACCEPTED.value: "accepted", Standing.HELD.value: "held", Standing.REJECTED.value: "rejected"}


def _is_known(register: Register, checked: Validated, verdict: str) -> bool:
    known = register.knows(checked.sha256)
    if known is None or verdict == Standing.ACCEPTED.value:
        return False
    return verdict == Standing.REJECTED.value or known.waits


def keep(programme: Programme, checked: Validated, data: bytes, state: Standing, now: datetime) -> Receipt:
    """Write the file as it was received to its place, and give the receipt that is to be entered in the register."""
    form = checked.form
    assert form is not None
    kept = f"{_KEPT[state.value]}/{form.period}/{form.theme}-{checked.sha256[:16]}.xlsx"
    write_whole(programme.root / kept, data)
    return Receipt(
        period=form.period,
        theme=form.theme,
        file=Path(checked.file).name,
        sha256=checked.sha256,
        at=now,
        state=state,
        must_fix=checked.count("must_fix"),
        to_confirm=checked.count("confirm"),
        waived=len(checked.waived),
        kept=kept,
        nil=checked.returned is not None and checked.returned.nil,
        held=checked.held,
        changes=None if checked.changes is None else len(checked.changes),
        totals=checked.totals,
    )
