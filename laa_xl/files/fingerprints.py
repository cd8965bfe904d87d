"""The fingerprints of many files, taken by a process of their own while this one has something else to do."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from laa_xl.files import own_process
from laa_xl.files.fingerprint_process import UNREAD
from laa_xl.files.store import read_file, sha256_of

PROCESS = "laa_xl.files.fingerprint_process"
MANY = 200  # files, which take as long as a process takes to start

Fingerprint = Callable[[Path], str]


def fingerprint(path: Path) -> str:
    """The fingerprint of a file, read now; StoreError where it cannot be read."""
    return sha256_of(read_file(path))


@contextmanager
def fingerprints(paths: Sequence[Path]) -> Iterator[Fingerprint]:
    """While this runs, as ``fingerprint``; those of many files are taken meanwhile where another processor has time for it.

    A file counts as it is read after this began. What that process cannot read, or all where it breaks down, is read
    when it is asked for.
    """
    process = _started() if len(paths) >= MANY and own_process.processors() > 1 else None
    if process is None:
        yield fingerprint
        return
    found: dict[Path, str] = {}
    thread = threading.Thread(target=_fetch, args=(process, paths, found), name="fingerprints", daemon=True)
    thread.start()

    def taken(path: Path) -> str:
        thread.join()
        return found.get(path) or fingerprint(path)

    try:
        yield taken
    finally:
        process.kill()
        thread.join()


def _started() -> subprocess.Popen[bytes] | None:
    try:
        return own_process.started(PROCESS)
    except (OSError, ValueError):
        return None


def _fetch(process: subprocess.Popen[bytes], paths: Sequence[Path], found: dict[Path, str]) -> None:
    with contextlib.suppress(OSError, ValueError), process:
        answer = process.communicate(b"\0".join(map(os.fsencode, paths)))[0].decode("ascii").splitlines()
        if process.returncode == 0 and len(answer) == len(paths):
            found.update((path, told) for path, told in zip(paths, answer, strict=True) if told != UNREAD)
