"""The records of a programme folder: its register, which is what counts, and the audit log that goes with it.

An action that changes the register writes it twice: when it counts (with a note of what is under way), and at its end, when
its line stands in the log. A run that is killed in between is told by that note, and the next one writes the line.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from laa_xl.domain.audit import Outcome, Trouble
from laa_xl.domain.copying import alike
from laa_xl.domain.register import Register
from laa_xl.files.store import StoreError, read_file, sha256_of, write_whole
from laa_xl.flow.auditing import Trail, doing_of, faults, touched
from laa_xl.flow.errors import ProgrammeError

REGISTER = "register.json"
BACKUPS = "backups"
COPY = "register-copy.json"  # in BACKUPS: the register as it stood at the end of the last run


class Records:
    """The register and the log of one folder; one a run, as it remembers what is under way."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._trail: Trail | None = None
        self._before: Register | None = None
        self._known: tuple[str, Register] | None = None  # the register as it was read last, by its fingerprint
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
        """The register; ProgrammeError where it is damaged."""
        data = read_file(self.register)
        sha256 = sha256_of(data)
        if self._known is None or self._known[0] != sha256:
            self._known = sha256, _understood(data, self.register)
        return self._known[1]

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
    """A register; ProgrammeError where it is damaged, StoreError where it cannot be read."""
    return _understood(read_file(path), path)


def _understood(data: bytes, path: Path) -> Register:
    try:
        register = Register.model_validate_json(data)
    except ValidationError:
        raise ProgrammeError(
            f"{path} is damaged. Run: laa-xl rebuild {path.parent} (it puts back the copy in {BACKUPS}), or put back a copy from "
            "your backup."
        ) from None
    alike(register.receipts)
    alike(register.issued)
    return register


def _bytes(register: Register) -> bytes:
    return register.model_dump_json(indent=1).encode()
