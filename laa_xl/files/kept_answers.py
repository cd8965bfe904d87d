"""What was found in each accepted return, kept on the officer's own machine so that nobody reads the file again.

A copy for speed and no record: whatever is damaged, locked, full or of another time is as if it were not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

PLACE = "LAA_XL_KEPT_ANSWERS"  # another folder than the usual one, or OFF
OFF = "off"
_NAME = "*.db"
_SECONDS = 2.0  # that another run of the same officer may hold them
_TABLE = "CREATE TABLE IF NOT EXISTS answers (sha256 TEXT PRIMARY KEY, key BLOB, asked BLOB, head BLOB, tables BLOB, sum BLOB)"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was found in one file.

    ``key`` covers everything that it rests on but other returns, and ``asked`` names those. ``head`` is the finding of it, and
    ``tables`` the return itself, both as text.
    """

    sha256: str
    key: bytes
    asked: bytes
    head: bytes
    tables: bytes

    @property
    def sum(self) -> bytes:
        """By which a damaged one is known."""
        parts = (self.sha256.encode("ascii"), self.key, self.asked, self.head, self.tables)
        return hashlib.sha256(b"".join(len(part).to_bytes(8, "little") + part for part in parts)).digest()


def answers_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """The folder of them on this machine, for the one who is logged in; None where they are turned off."""
    if named := environ.get(PLACE):
        return None if named.strip().lower() == OFF else Path(named)
    home = Path(environ["HOME"]) if environ.get("HOME") else Path.home()
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "laa-xl" / "answers"
    if platform == "darwin":
        return home / "Library" / "Caches" / "laa-xl" / "answers"
    return Path(environ.get("XDG_CACHE_HOME") or home / ".cache") / "laa-xl" / "answers"


def kept_in(folder: Path) -> list[Path]:
    """The files of answers in that folder."""
    return sorted(folder.glob(_NAME))


def forget_answers(folder: Path) -> None:
    """Take them away, and the folder where nothing else is in it; OSError where that cannot be done."""
    for path in kept_in(folder):
        path.unlink()
    with contextlib.suppress(OSError):
        folder.rmdir()


class KeptAnswers:
    """The answers of one programme folder; nothing is kept where there is no place for them."""

    def __init__(self, place: Path | None, programme: Path) -> None:
        name = hashlib.sha256(os.fsencode(programme.resolve())).hexdigest()[:24]
        self._path = None if place is None else place / _NAME.replace("*", name)

    def find(self, sha256s: Iterable[str]) -> dict[str, KeptAnswer]:
        """The answers for files, by the files' fingerprints; those that are not there, or damaged, are left out."""
        found: dict[str, KeptAnswer] = {}
        if self._path is None or not self._path.is_file():
            return found
        with self._open(self._path) as answers:
            for sha256 in sha256s:
                row = answers.execute(
                    "SELECT sha256, key, asked, head, tables, sum FROM answers WHERE sha256 = ?", (sha256,)
                ).fetchone()
                if row is not None and (answer := _whole(row)) is not None:
                    found[sha256] = answer
        return found

    def keep(self, fresh: Sequence[KeptAnswer], still: Callable[[str], bool]) -> None:
        """Keep answers, in place of earlier ones for the same files; those of files that are not ``still`` wanted go."""
        if self._path is None or not (fresh or self._path.is_file()):
            return
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._open(self._path) as answers:
                answers.execute(_TABLE)
                answers.executemany(
                    "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)",
                    ((one.sha256, one.key, one.asked, one.head, one.tables, one.sum) for one in fresh),
                )
                known = answers.execute("SELECT sha256 FROM answers").fetchall()
                gone = [(sha256,) for (sha256,) in known if not still(sha256)]
                answers.executemany("DELETE FROM answers WHERE sha256 = ?", gone)

    @contextlib.contextmanager
    def _open(self, path: Path) -> Iterator[sqlite3.Connection]:
        """The database, everything in it done or nothing; one that is damaged goes, and one that is held is left."""
        import sqlite3  # only where returns are taken in

        try:
            with contextlib.closing(sqlite3.connect(path, timeout=_SECONDS)) as answers, answers:
                answers.execute("PRAGMA secure_delete = ON")  # what goes is not left in the file
                yield answers
        except sqlite3.OperationalError:
            return  # held by another run, no room, or read-only: it is worked out
        except sqlite3.DatabaseError:
            with contextlib.suppress(OSError):
                path.unlink()


def _whole(row: tuple[object, ...]) -> KeptAnswer | None:
    sha256, *blobs, told = row
    if not isinstance(sha256, str) or not all(isinstance(one, bytes) for one in (*blobs, told)):
        return None
    key, asked, head, tables = (one for one in blobs if isinstance(one, bytes))
    answer = KeptAnswer(sha256, key, asked, head, tables)
    return answer if answer.sum == told else None
