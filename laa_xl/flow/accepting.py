"""The accepted returns: read again from the files that were kept, and added to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from laa_xl.domain.findings import must_be_fixed
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Receipt, Register
from laa_xl.domain.register import State as Standing
from laa_xl.domain.returns import Return
from laa_xl.files.store import read_file, sha256_of, write_whole
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.passwords import read_received
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.receiving import Validated, validate_bytes

Accepted = Mapping[tuple[str, Period], Validated]


def read_accepted(programme: Programme, state: State) -> dict[tuple[str, Period], Validated]:
    """The accepted returns, read again from the files that were kept: they are the record."""
    found: dict[tuple[str, Period], Validated] = {}
    for key, receipt in sorted(state.register.current().items(), key=lambda item: (item[0][1], item[0][0])):
        data = read_file(programme.root / receipt.kept)
        if sha256_of(data) != receipt.sha256:
            raise ProgrammeError(
                f"{programme.root / receipt.kept} was changed after it was accepted. Put back the file as received."
            )
        found[key] = validate_bytes(receipt.file, data, state, returns_of(found))
    return found


def accepted_returns(programme: Programme, state: State) -> dict[tuple[str, Period], Return]:
    """What the accepted returns say, by theme and period."""
    return returns_of(read_accepted(programme, state))


def returns_of(accepted: Accepted) -> dict[tuple[str, Period], Return]:
    """The returns among what was accepted."""
    return {key: item.returned for key, item in accepted.items() if item.returned is not None}


def becomes(register: Register, checked: Validated, *, named: bool) -> str:
    """What becomes of a checked file: accepted, rejected, refused, unchanged or superseded. ``named``: see receive."""
    known = register.knows(checked.sha256)
    if known is not None and not register.last_word(known) and not named:
        return Standing.SUPERSEDED.value
    if known is not None and known.state is Standing.ACCEPTED and register.last_word(known):
        return "unchanged"
    if checked.spec is None or checked.refused:
        return "refused"
    return (Standing.REJECTED if must_be_fixed(checked.findings) else Standing.ACCEPTED).value


def receive(
    programme: Programme, register: Register, checked: Validated, path: Path, now: datetime, *, named: bool
) -> tuple[Register, str]:
    """Keep the file, then enter it in the register; the same file twice changes nothing.

    ``named``: somebody asked for this very file, so that it counts although a later return came in.
    """
    verdict, spec = becomes(register, checked, named=named), checked.spec
    rejected = verdict == Standing.REJECTED.value
    if spec is None or verdict not in (Standing.ACCEPTED.value, Standing.REJECTED.value):
        return register, verdict
    if rejected and register.knows(checked.sha256) is not None:
        return register, verdict
    folder = "rejected" if rejected else "accepted"
    kept = f"{folder}/{spec.period}/{spec.theme}-{checked.sha256[:16]}.xlsx"
    data = read_received(path)
    if sha256_of(data) != checked.sha256:
        raise ProgrammeError(f"{path} was changed while it was being read. Run again.")
    write_whole(programme.root / kept, data)
    receipt = Receipt(
        period=spec.period,
        theme=spec.theme,
        file=path.name,
        sha256=checked.sha256,
        at=now,
        state=Standing.REJECTED if rejected else Standing.ACCEPTED,
        must_fix=checked.count("must_fix"),
        to_confirm=checked.count("confirm"),
        kept=kept,
        nil=checked.returned is not None and checked.returned.nil,
    )
    updated = register.model_copy(update={"receipts": (*register.receipts, receipt)})
    return updated, receipt.state.value
