"""laa-xl fsck: whether everything in a programme folder is as the register says. It only looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from laa_xl.domain.audit import Trouble
from laa_xl.domain.register import Register
from laa_xl.domain.sentences import many
from laa_xl.files.store import StoreError
from laa_xl.flow.auditing import LOG, faults, log_of
from laa_xl.flow.backups import kept_backups
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.found import Found, Weight, note, right, wrong
from laa_xl.flow.fsck_files import UNREADABLE, foreign, kept_files, killed_runs, unclaimed
from laa_xl.flow.fsck_master import master_checks
from laa_xl.flow.holders import CannotLock, held, read_holder
from laa_xl.flow.journal import journal_entries, number_of, read_entry
from laa_xl.flow.programme import HOLDER, LOCK, Programme, busy
from laa_xl.flow.recording import BACKUPS, COPY, REGISTER, RegisterError, read_register

Progress = Callable[[str], None]


def fsck(programme: Programme, now: datetime, progress: Progress = lambda _: None) -> list[Found]:
    """Everything there is to say of a programme folder; ProgrammeError where it is none, or another run is under way."""
    if not programme.exists() and not programme.lost_register():
        programme.require()
    with _undisturbed(programme):
        progress("Looking at the records")
        found = list(_records(programme))
        register = _register(programme)
        if register is not None:
            progress("Looking at every file that was kept")
            found += kept_files(programme, register)
            found += unclaimed(programme, register)
        found += _journal(programme)
        found += killed_runs(programme)
        found += foreign(programme)
        if register is not None:
            progress("Holding the master against the accepted returns")
            found += master_checks(programme, now)
    return found


@contextmanager
def _undisturbed(programme: Programme) -> Iterator[None]:
    """No other run writes meanwhile; a folder in which nothing can be written is looked at as it is."""
    try:
        with held(programme.root / LOCK, programme.lock_seconds) as free:
            if not free:
                raise busy(programme.root, read_holder(programme.root / HOLDER))
            yield
    except CannotLock:
        yield


def _register(programme: Programme) -> Register | None:
    try:
        return programme.load_register()
    except (ProgrammeError, StoreError):
        return None


def _records(programme: Programme) -> Iterator[Found]:
    """Register, its copy, the audit log, the settings."""
    root = programme.root
    mend = f"Run: laa-xl rebuild {root}. It puts back the copy in {BACKUPS}, if there is one; else put back your own backup."
    if not programme.exists():
        yield wrong(REGISTER, "It is lost. It says what was accepted.", mend)
        return
    try:
        register = programme.load_register()
    except RegisterError as error:
        yield wrong(REGISTER, f"It {error.told}", error.mend)
        return
    except StoreError as error:
        yield wrong(REGISTER, str(error), UNREADABLE)
        return
    troubles = list(_inconsistent(register))
    for told in troubles:
        yield wrong(REGISTER, told, "Put back a copy of the register from your backup.")
    if not troubles:
        yield right(REGISTER, f"It can be read: {many(len(register.receipts), 'file')} came in.")
    yield from _copy(programme, register)
    yield from _audit(root, register)
    try:
        kept_backups(root)
    except ProgrammeError as error:
        yield wrong("settings.toml", error.message, "Mend or delete it.")


def _inconsistent(register: Register) -> Iterator[str]:
    kept = [(one.kept, one.sha256) for one in register.receipts if one.kept]
    kept += [(file.kept, file.sha256) for report in register.reports for file in report.every_file]
    kept += [(one.kept, one.record_sha256) for one in register.imports]
    for place in sorted({place for place, _ in kept}):
        if Path(place).is_absolute() or ".." in Path(place).parts:
            yield f"It names a place outside the folder: {place}."
        if len({sha256 for one, sha256 in kept if one == place}) > 1:
            yield f"It gives two fingerprints to one place: {place}."
    numbers = [(report.period, report.number) for report in register.reports]
    for period, number in sorted({one for one in numbers if numbers.count(one) > 1}):
        yield f"It has issue {number} of {period} more than once."


def _copy(programme: Programme, register: Register) -> Iterator[Found]:
    path = programme.records.copy
    where = f"{BACKUPS}/{COPY}"
    if not path.is_file():
        if register.seen is not None and register.seen.lines:
            yield note(
                where, "The copy of the register is missing.", "The next run that changes something makes it anew."
            )
        return
    try:
        same = read_register(path).content == register.content
    except (ProgrammeError, StoreError):
        same = False
    if not same:
        yield note(
            where,
            "The copy of the register says something else than the register.",
            "The next run that changes something makes it anew.",
        )


_TOLD = {
    Trouble.UNSEEN: "Line {line} is not known to the register: its run was killed in that moment. Nothing is lost.",
    Trouble.UNWRITTEN: "The last run was killed before its line was written. What the register says counts.",
    Trouble.UNREADABLE: "Line {line} cannot be read.",
    Trouble.CHANGED: "Line {line} was changed after it was written.",
    Trouble.CHAIN: "Line {line} does not follow the one before it: a line was removed, added or moved.",
    Trouble.MISSING: "Lines are missing from line {line} on: the register remembers more than there are, or other ones.",
    Trouble.ADDED: "Line {line} and those after it were not written by a run that the register knows.",
    Trouble.OUTSIDE: "The register was changed by something else than laa-xl, after line {before}.",
}
_TAMPERED = (
    "Ask who had the folder, and compare with your backup of this file and of register.json. The log cannot be mended: this "
    "stays to be seen in it."
)


def _audit(root: Path, register: Register) -> Iterator[Found]:
    data = log_of(root)
    if register.seen is None and not data:
        if register.receipts or register.issued or register.reports or register.imports:
            told = "There is no audit log: the folder was made by an earlier version, or somebody took the log away."
            yield note(LOG, told, "The next run that changes something begins one.")
        return
    found = faults(root, register)
    for fault in found:
        told = _TOLD[fault.kind].format(line=fault.line, before=fault.line - 1)
        if fault.explained:
            yield note(LOG, told, "The next run writes down that it broke off.")
        else:
            yield wrong(LOG, told, _TAMPERED)
    if not found:
        lines = data.count(b"\n")
        yield right(LOG, f"{many(lines, 'line')}, each as it was written, none missing.")


def _journal(programme: Programme) -> Iterator[Found]:
    entries, number = journal_entries(programme.root), 0
    for path in entries:
        where = path.relative_to(programme.root).as_posix()
        try:
            read_entry(path)
        except ProgrammeError as error:
            yield wrong(where, error.message, f"Run: laa-xl rebuild {programme.root}. It puts a damaged entry aside.")
        except StoreError as error:
            yield wrong(where, str(error), UNREADABLE)
        this = number_of(path)
        if this > number + 1:
            yield note(where, f"{many(this - number - 1, 'entry', 'entries')} before it went away since.")
        number = this
    if not entries:
        yield note("journal", "It is empty: a lost master could not be made again.", "The next run writes an entry.")


def exit_code(found: list[Found]) -> int:
    """0 where nothing must be mended, 1 where something must."""
    return 1 if any(one.weight is Weight.WRONG for one in found) else 0
