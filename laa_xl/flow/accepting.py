"""The accepted returns: read again from the files that were kept, and added to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from laa_xl.checks import structure
from laa_xl.domain.earlier import Returns
from laa_xl.domain.findings import must_be_fixed
from laa_xl.domain.holding import Arrival, known_reasons, why_held
from laa_xl.domain.mails import known_addresses
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Receipt, Register
from laa_xl.domain.register import State as Standing
from laa_xl.domain.returns import Return
from laa_xl.files.foreign import is_locked
from laa_xl.files.refused import Refused
from laa_xl.files.store import StoreError, as_text, read_file, sha256_of, write_whole
from laa_xl.flow.beside import Growing, Job, beside, incoming, kept
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.looking_at import Taking, arrival_of, mailed_as
from laa_xl.flow.passwords import read_plain, read_received
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.receiving import Validated
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
    jobs = {
        key: Job(programme.root / receipt.kept, receipt.file, receipt.came_in.date())
        for key, receipt in counting
        if key not in known
    }
    before = {key: checked.returned for key, checked in known.items() if checked.returned is not None}
    check = partial(kept, state.slight)
    with beside(check, state.agreement, list(jobs.values()), before, growing=Growing.ALL) as others:
        for key, receipt in counting:
            _require_there(programme, receipt)
            if (checked := known.get(key)) is not None:
                _require_whole(programme, receipt, sha256_of(read_file(programme.root / receipt.kept)))
            else:
                checked = others.check(jobs[key], returns)
                _require_whole(programme, receipt, checked.sha256)
                remembers.learn(receipt, checked, returns)
            _require_understood(programme, receipt, checked)
            found[key] = checked
            if checked.returned is not None:
                returns[key] = checked.returned
    remembers.keep()
    return found


def _require_understood(programme: Programme, receipt: Receipt, checked: Validated) -> None:
    """ProgrammeError for an accepted file of a kind that this version does not read: the master would be without its figures."""
    kinds = {finding.rule for finding in checked.findings} & {structure.OLDER_FORMAT.code, structure.NEWER_FORMAT.code}
    if checked.returned is None and kinds:
        newer = structure.NEWER_FORMAT.code in kinds
        raise ProgrammeError(
            f"{programme.root / receipt.kept} was accepted by {'a newer' if newer else 'an earlier'} version of laa-xl, and this one does "
            f"not read that kind of template. {'Update laa-xl on this machine' if newer else 'Go on with the version that you had'}; "
            "nothing was changed."
        )


def _require_whole(programme: Programme, receipt: Receipt, sha256: str) -> None:
    """ProgrammeError where the bytes of an accepted file are not those that were accepted."""
    if sha256 != receipt.sha256:
        raise _not_as_accepted(programme, receipt, "was changed after it was accepted")


def _require_there(programme: Programme, receipt: Receipt) -> None:
    """ProgrammeError where an accepted file is gone."""
    if not (programme.root / receipt.kept).exists():
        raise _not_as_accepted(programme, receipt, "was accepted, and is gone")


def _not_as_accepted(programme: Programme, receipt: Receipt, what: str) -> ProgrammeError:
    return ProgrammeError(
        f"{programme.root / receipt.kept} {what}. Put back the file as received; laa-xl rebuild {programme.root} does so where "
        "the folder holds another copy. Until then nothing is taken in or written."
    )


def accepted_returns(programme: Programme, state: State) -> dict[tuple[str, Period], Return]:
    """What the accepted returns say, by theme and period."""
    return returns_of(read_accepted(programme, state))


def returns_of(accepted: Accepted) -> dict[tuple[str, Period], Return]:
    """The returns among what was accepted."""
    return {key: item.returned for key, item in accepted.items() if item.returned is not None}


@contextmanager
def looking_at_each(
    taking: Taking, files: Sequence[Path], accepted: Accepted, returns: Returns, *, growing: Growing
) -> Iterator[Callable[[Path], Validated]]:
    """While this runs, what there is to say about each of these files, to be asked in their order.

    Each is held against ``returns`` as they are when it is asked for; ``growing``: which of the files will be among them then.
    """
    known = {path: found for path in files if (found := _known_already(taking, path, accepted)) is not None}
    jobs = {path: Job(path) for path in files if path not in known}
    check = partial(incoming, taking.slight)
    with beside(check, taking.state.agreement, list(jobs.values()), returns, growing=growing) as others:
        yield lambda path: known[path] if path in known else others.check(jobs[path], returns)


def _known_already(taking: Taking, path: Path, accepted: Accepted) -> Validated | None:
    """What was found in a file of the inbox that counts already, whatever it is called now: nobody has to open it again.

    None for any other, and where somebody asked for it by its name.
    """
    if taking.named:
        return None
    try:
        data = read_plain(path)
    except (StoreError, Refused):
        return None  # told where it is read
    if is_locked(data):
        return None  # what is inside is what is known
    sha256 = sha256_of(data)
    receipt = taking.state.register.knows(sha256)
    counts = accepted.get(receipt.key) if receipt else None
    if receipt is None or counts is None or counts.sha256 != sha256:
        return None
    if receipt.state is not Standing.ACCEPTED or receipt.withdrawn is not None:
        return None
    return replace(counts, file=as_text(path))


def becomes(
    taking: Taking, register: Register, checked: Validated, path: Path, accepted: Accepted
) -> tuple[Validated, str]:
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
        tuple(dict.fromkeys(one.sender for one in mailed_as(register, path))),
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
    checked, verdict = becomes(taking, register, checked, path, accepted)
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
    place = f"{_KEPT[state.value]}/{form.period}/{form.theme}-{checked.sha256[:16]}.xlsx"
    write_whole(programme.root / place, data)
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
        kept=place,
        nil=checked.returned is not None and checked.returned.nil,
        held=checked.held,
        changes=None if checked.changes is None else len(checked.changes),
        totals=checked.totals,
    )
