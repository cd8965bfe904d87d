"""What was found in each accepted return, kept on the officer's own machine so that nobody reads the file again.

A copy for speed and no record: whatever is damaged, locked, full, forbidden or of another time is as if it were not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

PLACE = "LAA_XL_KEPT_ANSWERS"  # another folder than the usual one, or OFF
OFF = "off"
_SECONDS = 2.0  # that another run of the same officer may hold them
_NAME = re.compile(r"[0-9a-f]{24}\.db(-journal|-wal|-shm)?")  # ours, and what SQLite puts beside them
_TABLES = (
    "CREATE TABLE IF NOT EXISTS answers (sha256 TEXT PRIMARY KEY, key BLOB, asked BLOB, head BLOB, tables BLOB, sum BLOB)",
    "CREATE TABLE IF NOT EXISTS programme (root TEXT PRIMARY KEY)",
)


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


def usual_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """The folder of answers in the profile of the one who is logged in; None where nobody knows of a profile."""
    try:
        home = Path(environ["HOME"]) if environ.get("HOME") else Path.home()
    except RuntimeError:
        return None
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "laa-xl" / "answers"
    if platform == "darwin":
        return home / "Library" / "Caches" / "laa-xl" / "answers"
    return Path(environ.get("XDG_CACHE_HOME") or home / ".cache") / "laa-xl" / "answers"


def answers_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """The folder of answers, wherever it was said to be; None where they are turned off."""
    if named := environ.get(PLACE):
        return None if named.strip().lower() == OFF else Path(named)
    return usual_folder(environ, platform)


def kept_in(folder: Path) -> list[Path]:
    """The files of answers in that folder; OSError where it cannot be looked into."""
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name)) if folder.is_dir() else []


def forget_answers(folder: Path) -> None:
    """Take them away, and the folder where nothing else is in it; OSError where that cannot be done."""
    for path in kept_in(folder):
        path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        folder.rmdir()


class KeptAnswers:
    """The answers of one programme folder; nothing is kept where there is no place for them."""

    def __init__(self, place: Path | None, programme: Path) -> None:
        self._root = os.path.realpath(programme)
        name = hashlib.sha256(os.fsencode(self._root)).hexdigest()[:24]
        self._path = None if place is None else place.absolute() / f"{name}.db"

    def find(self, sha256s: Iterable[str]) -> dict[str, KeptAnswer]:
        """The answers for files, by the files' fingerprints; those that are not there, or damaged, are left out."""
        found: dict[str, KeptAnswer] = {}
        with self._guarded() as path:
            if path is None or not path.is_file():
                return found
            with _opened(path) as answers:
                for sha256 in sha256s:
                    row = answers.execute(
                        "SELECT sha256, key, asked, head, tables, sum FROM answers WHERE sha256 = ?", (sha256,)
                    ).fetchone()
                    if row is not None and (answer := _whole(row)) is not None:
                        found[sha256] = answer
        return found

    def keep(self, fresh: Sequence[KeptAnswer], still: Callable[[str], bool]) -> None:
        """Keep answers, in place of earlier ones for the same files; those of files that are not ``still`` wanted go.

        So do the answers of programme folders that are not there any more.
        """
        with self._guarded() as path:
            if path is None or not (fresh or path.is_file()):
                return
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # what SQLite puts beside it is as private
            with _opened(path) as answers:
                for table in _TABLES:
                    answers.execute(table)
                answers.execute("INSERT OR IGNORE INTO programme VALUES (?)", (self._root,))
                answers.executemany(
                    "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)",
                    ((one.sha256, one.key, one.asked, one.head, one.tables, one.sum) for one in fresh),
                )
                known = answers.execute("SELECT sha256 FROM answers").fetchall()
                gone = [(sha256,) for (sha256,) in known if not still(sha256)]
                answers.executemany("DELETE FROM answers WHERE sha256 = ?", gone)
            if fresh:
                _forget_gone(path)

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[Path | None]:
        """The database's place, and that nothing about it stops a run; one that is damaged goes."""
        try:
            import sqlite3  # only where returns are taken in
        except ImportError:  # Python can be built without it
            yield None
            return
        try:
            yield self._path
        except sqlite3.OperationalError:
            pass  # held by another run, no room, or not ours to open
        except sqlite3.DatabaseError:
            with contextlib.suppress(OSError):
                _take_away(self._path)
        except OSError:
            pass
        except UnicodeEncodeError:
            pass  # a folder whose name is no text: a database cannot say of which folder it is


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A database, everything done in it or nothing."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(path, timeout=_SECONDS)) as answers, answers:
        answers.execute("PRAGMA secure_delete = ON")  # what goes is not left in the file
        # Not waited for: what the power takes is worked out again, and what it leaves half done is seen by its sum.
        answers.execute("PRAGMA synchronous = OFF")
        yield answers


def _forget_gone(beside: Path) -> None:
    """Take away the answers of other programme folders that are gone; those of a drive that is not there now stay."""
    import sqlite3

    for path in kept_in(beside.parent):
        if path == beside or path.suffix != ".db":
            continue
        with contextlib.suppress(sqlite3.Error, OSError):
            with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", timeout=0, uri=True)) as answers:
                roots = [Path(root) for (root,) in answers.execute("SELECT root FROM programme")]
            if roots and not any(root.exists() or not root.parent.exists() for root in roots):
                _take_away(path)


def _take_away(path: Path | None) -> None:
    if path is not None:
        for name in (path.name, *(f"{path.name}-{kind}" for kind in ("journal", "wal", "shm"))):
            path.with_name(name).unlink(missing_ok=True)


def _whole(row: tuple[object, ...]) -> KeptAnswer | None:
    sha256, *blobs, told = row
    if not isinstance(sha256, str) or not all(isinstance(one, bytes) for one in (*blobs, told)):
        return None
    key, asked, head, tables = (one for one in blobs if isinstance(one, bytes))
    answer = KeptAnswer(sha256, key, asked, head, tables)
    return answer if answer.sum == told else None
