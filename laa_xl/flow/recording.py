"""The records of a programme folder: its register, which is what counts, and the audit log that goes with it.

An action that changes the register writes it twice: when it counts (with a note of what is under way), and at its end, when
its line stands in the log. A run that is killed in between is told by that note, and the next one writes the line.
"""

from __future__ import annotations

import platform
from codecs import BOM_UTF8
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from laa_xl.domain.audit import Outcome, Trouble
from laa_xl.domain.copying import alike
from laa_xl.domain.register import Register
from laa_xl.domain.sentences import many
from laa_xl.files.store import StoreError, read_file, sha256_of, write_whole
from laa_xl.flow.auditing import Trail, doing_of, faults, touched
from laa_xl.flow.errors import ProgrammeError

REGISTER = "register.json"
BACKUPS = "backups"
COPY = "register-copy.json"  # in BACKUPS: the register as it stood at the end of the last run
UPDATE = "Update laa-xl on this machine and run again; nothing was changed."
_MORE = {"extra_forbidden", "enum", "literal_error"}  # a whole register that says more: what a later version adds


class RegisterError(ProgrammeError):
    """A register that cannot count as it stands: ``told`` of it, as in "register.json is damaged.", and what to do.

    ``was``: what rebuild says of one in whose place it put the copy, as in "was damaged"; "" where it does not.
    """

    def __init__(self, path: Path, told: str, mend: str, was: str = "") -> None:
        super().__init__(f"{path} {told} {mend}")
        self.told, self.mend, self.was = told, mend, was


class Records:
    """The register and the log of one folder; one a run, as it remembers what is under way."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._trail: Trail | None = None
        self._before: Register | None = None
        self._known: tuple[str, Register] | None = None  # the register as it was read last, by its fingerprint
        self._newest = False  # whether it was held against its copy; a run itself never goes back behind that
        self.at: datetime | None = None  # when the action under way began; None where none is

    @property
    def register(self) -> Path:
        """Where the register stands."""
        return self.root / REGISTER

    @property
    def copy(self) -> Path:
        """Where its copy stands."""
        return self.root / BACKUPS / COPY

    def load(self) -> Register:
        """The register; RegisterError where it is damaged, older than its copy, or of a newer version."""
        copy = b"" if self._newest else self._copied()  # first: a run that ends meanwhile writes it after the register
        data = read_file(self.register)
        sha256 = sha256_of(data)
        if self._known is None or self._known[0] != sha256:
            register = _understood(data, self.register)
            if not self._newest and copy != data:
                self._refuse_older(register, copy)
            self._newest = True
            self._known = sha256, register
        return self._known[1]

    def _copied(self) -> bytes:
        try:
            return read_file(self.copy)
        except StoreError:
            return b""

    def _refuse_older(self, register: Register, data: bytes) -> None:
        """One that was put back from an older copy: to go on with it would leave out whatever came in since, without a word.

        The copy is written after the register, so that nothing but a hand, or a shared drive, leaves it ahead.
        """
        try:
            copy = _understood(data, self.copy)
        except ProgrammeError:
            return
        here, there = (one.seen.lines if one.seen else 0 for one in (register, copy))
        if here < there and not register.leads_to(copy):
            raise RegisterError(
                self.register,
                f"and {BACKUPS}/{COPY}, which knows more of the audit log, say different things: two machines worked at once, or the copy "
                "is of another programme.",
                f"Compare them. To go on with {REGISTER}, move the copy to another folder, and take in again what is in it alone; to go on "
                "with the copy, put it in the place of the register.",
            )
        if here < there:
            raise RegisterError(
                self.register,
                f"is older than {BACKUPS}/{COPY}: it knows {many(here, 'line')} of the audit log, and the copy {there}. An older one was "
                "put back, or a shared drive has not brought the newer one yet.",
                f"Let the drive finish. If that changes nothing, run: laa-xl rebuild {self.root} (it puts the copy in its place). If the "
                "older one is to count, move the copy to another folder first.",
                "was older than its copy",
            )

    def save(self, register: Register) -> None:
        """Write the register, unless it says just that already."""
        standing = self._readable()
        if standing is not None and standing.says(register):
            return
        if self._trail is not None:
            register = register.model_copy(update={"seen": self._trail.seen(standing or register)})
        write_whole(self.register, _bytes(register))

    def begin(self, action: str, officer: str, now: datetime) -> None:
        """An action begins; what a run that was killed did not write any more is written now."""
        self._before = before = self._readable()
        self.at = now
        self._trail = Trail(
            self.root, doing_of(action, officer, platform.node(), now), before.content if before else None
        )
        if before is None or before.seen is None:
            return
        found = faults(self.root, before)
        if not all(fault.explained for fault in found):
            return  # it stays to be seen, and the copy may be the better one
        if found or before.seen.doing is not None:
            self._catch_up(before)
        else:
            write_whole(self.copy, read_file(self.register))

    def _catch_up(self, register: Register) -> None:
        """Write the line of a run that was killed, or only let the register know the line that it wrote."""
        assert register.seen is not None
        assert self._trail is not None
        if any(fault.kind is Trouble.UNWRITTEN for fault in faults(self.root, register)):
            assert register.seen.doing is not None
            seen = Trail(self.root, register.seen.doing).line(register, register, (), Outcome.BROKE_OFF)
        else:
            seen = self._trail.newest()
        self._before = register.model_copy(update={"seen": seen})
        self._write(self._before)

    def finish(self, written: Mapping[Path, str]) -> None:
        """An action ends: its line is written if it changed anything, and the register remembers it."""
        trail, before = self._trail, self._before
        self._trail = self._before = None
        register = self._readable()
        if trail is None or register is None:
            return
        files = touched(self.root, written)
        if not files and before is not None and before.content == register.content:
            return
        seen = trail.line(register, before, files, Outcome.DONE)
        self._write(register.model_copy(update={"seen": seen}))

    def _readable(self) -> Register | None:
        try:
            return self.load() if self.register.is_file() else None
        except (ProgrammeError, StoreError):
            return None

    def _write(self, register: Register) -> None:
        data = _bytes(register)
        write_whole(self.register, data)
        write_whole(self.copy, data)


def read_register(path: Path) -> Register:
    """A register; RegisterError where it is damaged or of a newer version, StoreError where it cannot be read."""
    return _understood(read_file(path), path)


def _understood(data: bytes, path: Path) -> Register:
    try:
        register = Register.model_validate_json(data.removeprefix(BOM_UTF8))
    except ValidationError as error:
        if {one["type"] for one in error.errors()} <= _MORE:
            told = "was written by a newer version of laa-xl: it says more than this one understands."
            mend = (
                f"{UPDATE} If there is no newer one, something else changed the file: move it to another folder and run: "
                f"laa-xl rebuild {path.parent} (it puts back the copy in {BACKUPS})."
            )
            raise RegisterError(path, told, mend) from None
        raise RegisterError(
            path,
            "is damaged.",
            f"Run: laa-xl rebuild {path.parent} (it puts back the copy in {BACKUPS}), or put back a copy from your backup.",
            "was damaged",
        ) from None
    alike(register.receipts)
    alike(register.issued)
    return register


def _bytes(register: Register) -> bytes:
    return register.model_dump_json(indent=1).encode()
