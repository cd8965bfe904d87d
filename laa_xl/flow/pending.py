"""A new master that waits beside the one that is open: what is written down about it.

``master.next.xlsm`` is the new workbook, ``master.next.txt`` says from which state of the master it was computed. The note
is written first: whatever breaks down in between, the next run sees that a new master is owed, and can tell whether the
one that lies there is it.
"""

from __future__ import annotations

import contextlib
from dataclasses import asdict, dataclass
from pathlib import Path

from laa_xl.files.lines import from_lines, to_lines
from laa_xl.files.store import StoreError, read_file, sha256_of, write_whole


@dataclass(frozen=True, slots=True)
class Pending:
    """``base`` is the fingerprint of the master that was read, ``next`` that of the new one; ``period``: shown in it."""

    base: str
    next: str
    action: str = ""
    period: str = ""
    officer: str = ""
    at: str = ""


def next_master(master: Path) -> Path:
    """Where the new master waits."""
    return master.with_name(f"{master.stem}.next{master.suffix}")


def note_of(master: Path) -> Path:
    """What is written down about it."""
    return master.with_name(f"{master.stem}.next.txt")


def is_pending(master: Path) -> bool:
    """Whether a new master is owed, or lies there although nothing is written about it."""
    return note_of(master).is_file() or next_master(master).is_file()


def write_pending(master: Path, pending: Pending, data: bytes) -> None:
    """The note first, then the workbook."""
    write_whole(note_of(master), to_lines(asdict(pending).items()))
    write_whole(next_master(master), data)


def read_pending(master: Path) -> Pending | None:
    """What is owed; None where nothing is. A note that cannot be read fits no workbook, so that all is computed again."""
    if not is_pending(master):
        return None
    try:
        found = dict(from_lines(read_file(note_of(master))))
    except StoreError:
        found = {}
    names = ("base", "next", "action", "period", "officer", "at")
    return Pending(**{name: found.get(name, "") for name in names})


def forget_pending(master: Path) -> None:
    """Nothing is owed any more: the workbook goes first, as a note alone is harmless."""
    for path in (next_master(master), note_of(master)):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def fingerprint(path: Path) -> str:
    """The fingerprint of a file's bytes; "" where there is none."""
    return sha256_of(read_file(path)) if path.is_file() else ""
