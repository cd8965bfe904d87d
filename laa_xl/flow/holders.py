"""Who is working in a programme folder: written down while the lock is held, so that a second officer is told by name.

The lock itself is the system's and ends with its run, also when that breaks down; what is written beside it may be left
over, and is then replaced by the next run. Some shared folders keep no locks between machines: there the note itself is
believed while it is young.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

from laa_xl.files.lines import from_lines, to_lines
from laa_xl.files.store import StoreError, read_file, write_whole
from laa_xl.flow.errors import ProgrammeError

BELIEVED_SECONDS = 120  # how long a note from another machine stands against a lock that could be had


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is working, on which machine, since when (local time, to the minute), in which process."""

    name: str
    machine: str
    since: str
    process: str = ""

    def __str__(self) -> str:
        """``Ann Other on PC-12, since 24/10/2008 14:03``."""
        return f"{self.name or 'Somebody'} on {self.machine or 'another machine'}, since {self.since}"


def myself(name: str = "") -> Holder:
    """This very process; ``name`` is what the officer's spreadsheet calls her, else her log-in name is taken."""
    since = f"{datetime.now():%d/%m/%Y %H:%M}"  # noqa: DTZ005 - officers read local time
    return Holder(name or login(), platform.node(), since, str(os.getpid()))


def write_holder(path: Path, holder: Holder) -> None:
    """Write down who is working; a note that cannot be written stops nobody."""
    with contextlib.suppress(StoreError):
        write_whole(path, to_lines(asdict(holder).items()))


def read_holder(path: Path) -> Holder | None:
    """Who is written down; None where nobody is, or where it cannot be read."""
    try:
        found = dict(from_lines(read_file(path)))
    except StoreError:
        return None
    if "machine" not in found:
        return None
    return Holder(found.get("name", ""), found["machine"], found.get("since", ""), found.get("process", ""))


def elsewhere(path: Path) -> Holder | None:
    """Who is at work on another machine, although the lock could be had: a young note of that machine says so."""
    holder = read_holder(path)
    if holder is None or holder.machine == platform.node():
        return None
    try:
        age = time.time() - path.stat().st_mtime
    except OSError:
        return None
    return holder if age < BELIEVED_SECONDS else None


def forget_holder(path: Path) -> None:
    """Take the note away."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


class CannotLock(ProgrammeError):
    """A folder in which no lock can be had, such as one that may only be read."""


@contextmanager
def held(path: Path, seconds: float) -> Iterator[bool]:
    """Hold a lock, waiting at most that long; False where somebody else does. CannotLock where none can be had.

    Where the drive keeps no locks at all, a file that only one can make is the lock.
    """
    lock: BaseFileLock = FileLock(path, timeout=seconds, fallback_to_soft=False)
    try:
        try:
            lock.acquire()
        except OSError as error:
            if error.errno != errno.ENOSYS:
                raise
            lock = SoftFileLock(path.with_name(f"{path.name}ed"), timeout=seconds)
            lock.acquire()
    except Timeout:
        yield False
        return
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise CannotLock(f"{path.parent} cannot be locked against a second run: {why}. Nothing was changed.") from None
    try:
        yield True
    finally:
        lock.release()


def login() -> str:
    """The name by which this machine knows who is at work; "" where it knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user on this machine
        return ""
