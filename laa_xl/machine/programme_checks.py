"""What doctor says of a programme folder: register, master, who has it open, what waits, locks, inbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from laa_xl.files.owners import owner_of, saved_by
from laa_xl.files.store import StoreError, read_only
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.holders import read_holder
from laa_xl.flow.pending import next_master, read_pending
from laa_xl.flow.pipeline import inbox_files
from laa_xl.flow.programme import HOLDER, LOCK, MASTER, Programme
from laa_xl.machine.told import Check, note, right, wrong


def programme_checks(folder: Path) -> Iterator[Check]:
    """Each part of the folder with what is wrong with it. Looks, and changes nothing."""
    programme = Programme(folder)
    try:
        programme.require()
    except ProgrammeError as error:
        yield wrong("Programme folder", error.message, "Name the folder that holds register.json and the master.")
        return
    yield from _records(programme)
    yield from _master(programme)
    yield from _at_work(programme)
    waiting = len(inbox_files(programme))
    files = "1 file" if waiting == 1 else f"{waiting} files"
    yield note("Inbox", f"{files} in {programme.folder('inbox')}. What came in before counts once only.")


def _records(programme: Programme) -> Iterator[Check]:
    try:
        register = programme.load_register()
    except (ProgrammeError, StoreError) as error:
        told = error.message if isinstance(error, ProgrammeError) else str(error)
        yield wrong("Register", told, f"Run: laa-xl fsck {programme.root}")
        return
    looked = f"Whether all that was kept is as it was, says: laa-xl fsck {programme.root}"
    yield right("Register", f"{len(register.receipts)} returns came in, as it says. {looked}")
    if why := read_only(programme.master):
        yield wrong("Writing in the folder", why, "Then run laa-xl doctor again.")


def _master(programme: Programme) -> Iterator[Check]:
    master = programme.master
    if not master.is_file():
        yield wrong(
            "Master", f"There is no {master}.", f"Make it again from the journal: laa-xl consolidate {programme.root}"
        )
        return
    try:
        state = programme.load()
    except (ProgrammeError, StoreError) as error:
        told = error.message if isinstance(error, ProgrammeError) else str(error)
        rows = [one.told(in_master=True) for one in getattr(error, "errors", ()) if one.stops]
        yield wrong("Master", " ".join([told, *rows]), "Mend what it says, then run laa-xl doctor again.")
        return
    odd = f" {len(state.warnings)} entries to look at: laa-xl status names them." if state.warnings else ""
    yield right("Master", f"{master} can be read.{odd}")
    if master.name != MASTER:
        yield note(
            "The master's buttons",
            f"{master.name} is of an earlier version.",
            f"Run: laa-xl consolidate {programme.root}",
        )
    elif saved_by(master).startswith("LibreOffice"):
        yield note(
            "The master's buttons",
            "LibreOffice saved the master last, and does not keep its buttons.",
            f"Close it and run: laa-xl consolidate {programme.root}",
        )
    if owner := owner_of(master):
        left = (
            f" If nobody has, delete {owner.mark.name}, which a program that broke down left behind."
            if owner.mark
            else ""
        )
        yield note("Who has the master open", f"{owner}.{left}")
    if read_pending(master) is not None:
        told = f"{next_master(master).name} is put in place when the master is closed."
        yield note("A new master waits", told, f"Close the master, or run: laa-xl settle {programme.root}")


def _at_work(programme: Programme) -> Iterator[Check]:
    holder = read_holder(programme.root / HOLDER)
    try:
        with FileLock(programme.root / LOCK, timeout=0):
            free = True
    except Timeout:
        free = False
    except OSError:
        return  # told above: the folder cannot be written
    if not free:
        yield note("Who is at work", f"{holder or 'Another run'} is working in the folder.")
    elif holder is not None:
        yield note(
            "Who is at work",
            f"Nobody. {holder} did not end as it should; the next run takes over, nothing has to be done.",
        )
    else:
        yield right("Who is at work", "Nobody.")
