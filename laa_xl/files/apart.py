"""Reading files from outside in a process of their own, which is watched: what a parser cannot survive becomes a refusal.

One process stays for many files. After one that it did not survive, the next file gets a fresh one.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from laa_xl.files import limits, own_process
from laa_xl.files.ahead import current, reading_ahead
from laa_xl.files.cells import WorkbookCells
from laa_xl.files.incoming import read_once
from laa_xl.files.reading_process import read_message, write_message
from laa_xl.files.refused import Refused
from laa_xl.files.store import StoreError
from laa_xl.files.wire import Garbled, from_wire

_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None  # how the system ends a process that used up its time


def read_apart(source: Path | bytes, password: str | None = None, unread: Iterable[str] = frozenset()) -> WorkbookCells:
    """As ``read_cells``, in the reading process: raises Refused for any file that cannot be read.

    StoreError where the process cannot be started, which says nothing about the file.
    """
    data, left = read_once(source), frozenset(unread)
    ahead = current()
    found = ahead.take(data, password, left) if ahead is not None else None
    try:
        return from_wire(_ask(data, left, password) if found is None else found)
    except Garbled as problem:
        _READER.stop()
        raise Refused("stopped", "the program that reads it broke down over it") from problem


def read_ahead(files: Iterable[bytes], unread: Iterable[str]) -> AbstractContextManager[None]:
    """While this runs, ``read_apart`` finds these files read already, or nearly so, where it asks for them in their order."""
    return reading_ahead(_ask, files, unread)


def read_beforehand(data: bytes, unread: Iterable[str]) -> None:
    """Let the reading process begin with a file that may be asked for next; no answer is waited for here.

    Refused for what ``read_apart`` would not hand it either: a file that is too large, or empty.
    """
    _READER.begin(_reading(frozenset(unread), None), read_once(data))


def _ask(data: bytes, unread: frozenset[str], password: str | None = None) -> bytes:
    return _READER.ask(_reading(unread, password), read_once(data))


def _reading(unread: frozenset[str], password: str | None) -> dict[str, Any]:
    return {"do": "read", "password": password, "unread": sorted(unread)}


def unlock_apart(data: bytes, password: str | None = None) -> bytes:
    """As ``unlock``, in the reading process."""
    return _READER.ask({"do": "unlock", "password": password}, read_once(data))


def warm_up() -> None:
    """Start the reading process now, so that it is ready when the first file is; the call does not wait."""
    _READER.start()


def last_used() -> tuple[float, float]:
    """The processor seconds and the most bytes that the process had used after its last answer; zeros where unknown."""
    return _READER.used


def cool_down() -> None:
    """End the reading process; the next file starts another."""
    _READER.stop()


def abandon() -> None:
    """End the reading process whatever it is doing, without waiting for whoever asked it: this process ends too."""
    process = _READER.process
    if process is not None and _READER.owner == os.getpid():
        process.kill()


@dataclass(slots=True)
class _Reader:
    """The reading process of this process."""

    process: subprocess.Popen[bytes] | None = None
    owner: int = 0  # a fork has the pipes of its parent, and must not use them
    used: tuple[float, float] = (0.0, 0.0)
    lock: threading.RLock = field(default_factory=threading.RLock)
    begun: tuple[dict[str, Any], bytes] | None = None  # what the process was asked, of which no answer was fetched yet

    def begin(self, told: dict[str, Any], data: bytes) -> None:
        """Ask and do not wait; whoever asks the same next gets that answer. What fails here is tried again there."""
        with self.lock:
            process = self.start()
            if self.begun is not None or process.stdin is None:
                return
            try:
                with _watched(process), contextlib.suppress(OSError, ValueError):
                    write_message(process.stdin, told, data)
                    self.begun = told, data
            finally:
                if self.begun is None:  # half a message may stand in the pipe
                    self.stop()

    def ask(self, told: dict[str, Any], data: bytes) -> bytes:
        """The bytes of the answer; Refused where the answer is a refusal, or none came."""
        with self.lock:
            found = self._answer(told, data)
            if found is None:  # it may have been ended from outside: once more, with a fresh one
                found = self._answer(told, data)
        if found is None:
            raise Refused("stopped", "the program that reads it broke down over it")
        said, blob = found
        if "code" in said:
            raise Refused(str(said["code"]), str(said.get("detail", "")), str(said.get("part", "")))
        return blob

    def start(self) -> subprocess.Popen[bytes]:
        """The process that runs, or a new one."""
        with self.lock:
            if self.process is not None and self.owner == os.getpid() and self.process.poll() is None:
                return self.process
            self.process, self.owner, self.begun = _started(), os.getpid(), None
            return self.process

    def stop(self) -> None:
        """End the process, if there is one and it is ours."""
        with self.lock:
            process, self.process, self.begun = self.process, None, None
            if process is not None and self.owner == os.getpid():
                _end(process)

    def _drop(self, process: subprocess.Popen[bytes]) -> None:
        """Fetch the answer that nobody asked for, in a time of its own. A process that fails over it is ended, and no more."""
        assert process.stdout is not None, "a pipe"
        self.begun, said = None, None
        try:
            with _watched(process), contextlib.suppress(OSError, ValueError, RecursionError):
                said = read_message(process.stdout, limits.INFLATED.most)
        finally:
            if said is None or said[0].get("end"):
                self.stop()

    def _answer(self, told: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes] | None:
        """The answer; None where the process died over it. Refused where it took too long."""
        process = self.start()
        if self.begun is not None and self.begun != (told, data):
            self._drop(process)
            process = self.start()
        assert process.stdin is not None and process.stdout is not None, "both are pipes"
        begun, self.begun, found = self.begun, None, None
        try:
            with _watched(process) as late:
                if begun is None:
                    write_message(process.stdin, told, data)
                found = read_message(process.stdout, limits.INFLATED.most)
        except (OSError, ValueError, RecursionError):
            found = None
        finally:
            if found is None:
                self.stop()
        if found is None and process.returncode == _OUT_OF_TIME:
            raise Refused("stopped", f"it took more than {limits.PROCESSOR.most} seconds of the processor")
        if late.is_set():
            raise Refused("stopped", f"it took longer than {limits.SECONDS.most} seconds")
        if found is not None:
            self.used = (_figure(found[0].get("seconds")), _figure(found[0].get("memory")))
            if found[0].get("end"):
                self.stop()
        return found


def _figure(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


@contextlib.contextmanager
def _watched(process: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
    """While this runs, the process is killed when its time is up; the event says that it was."""
    late = threading.Event()
    watchdog = threading.Timer(limits.SECONDS.most, _kill_late, (process, late))
    watchdog.daemon = True
    watchdog.start()
    try:
        yield late
    finally:
        watchdog.cancel()


def _kill_late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()  # it holds nothing that could be lost
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _started() -> subprocess.Popen[bytes]:
    try:
        return own_process.started("laa_xl.files.reading_process")
    except (OSError, ValueError) as problem:
        raise StoreError(
            f"The program that reads files from outside could not be started ({problem}), so no file was read. "
            "Start laa-xl anew; if that does not help, laa-xl doctor says what is missing."
        ) from None


_READER = _Reader()
atexit.register(_READER.stop)
