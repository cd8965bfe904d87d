"""A file that comes in, looked at before anything is decided about it; and when and by which mails it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from laa_xl.domain.collected import Collected
from laa_xl.domain.earlier import Returns
from laa_xl.domain.findings import must_be_fixed
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register
from laa_xl.files.refused import Refused
from laa_xl.files.store import StoreError, sha256_of
from laa_xl.flow.passwords import read_plain
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.receiving import Validated, validate_file


@dataclass(frozen=True, slots=True)
class Taking:
    """How files are taken in. ``named``: somebody asked for these very files, which did not just lie in the inbox."""

    programme: Programme
    state: State
    now: datetime
    named: bool = False
    only: Period | None = None  # the quarter that is being consolidated

    @property
    def slight(self) -> Taking:
        """What looking at files needs of it, for another process."""
        return replace(self, programme=Programme(self.programme.root), state=self.state.slight)


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
        return register.mailed(sha256_of(read_plain(path)))
    except (StoreError, Refused):
        return ()  # told where it is read


def arrival_of(mails: Sequence[Collected], now: datetime) -> datetime | None:
    """When the first of these mails arrived; None where none says so, or says a time that is yet to come."""
    found = [one.arrived for one in mails if one.arrived is not None and one.arrived <= now.replace(tzinfo=None)]
    return min(found, default=None)
