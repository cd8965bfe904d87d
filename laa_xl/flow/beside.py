"""Checking many files in several processes, each file before its turn comes.

What a process found counts only where the returns that it looked into are those that count when the file's turn comes; else the
file is checked again, here and now. So the outcome is that of checking one after the other. docs/decisions/0061-checking-beside.md
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import re
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from functools import partial
from pathlib import Path

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.earlier import Key, Returns
from laa_xl.files import own_process
from laa_xl.files.later_tables import NotPlain
from laa_xl.files.reading_process import HEAD
from laa_xl.files.refused import Refused
from laa_xl.files.store import StoreError, read_file, sha256_of
from laa_xl.flow.looking_at import Taking, looked_at
from laa_xl.flow.packed_returns import Identities, Packed, packed
from laa_xl.flow.passwords import read_received
from laa_xl.flow.programme import State
from laa_xl.flow.receiving import Validated, reading_ahead, validate_bytes

FEW = 30  # files for each process, at least: what starting one costs is made up for by then
MOST = 8  # processes; the one that takes in is busy with what eight find
PROCESS = "laa_xl.flow.beside_process"  # what they run
_SECONDS = 5.0  # in which a process that nobody waits for any more ends by itself
_WAITING = 64  # answers of a process that may wait for their turn


@dataclass(frozen=True, slots=True)
class Job:
    """A file to look at. One that was kept has the name and the day with which it came in; "" and None: it comes in now."""

    path: Path
    name: str = ""
    came_in: date | None = None


Check = Callable[[Job, Returns], Validated]


class Growing(Enum):
    """Which of the files that are looked at will count for those behind them."""

    NONE = auto()
    WITHOUT_FAULT = auto()  # those in which nothing has to be fixed
    ALL = auto()


def incoming(taking: Taking, job: Job, returns: Returns) -> Validated:
    """A file that comes in."""
    return looked_at(taking, job.path, returns)


def kept(state: State, job: Job, returns: Returns) -> Validated:
    """A file that was accepted, checked again as it was then."""
    return validate_bytes(job.name, read_file(job.path), state, returns, came_in=job.came_in)


@dataclass(frozen=True, slots=True)
class Begin:
    """What a process is told: how to check, with what, and which files, in their order.

    ``growing``: what it finds counts for the files behind it.
    """

    check: Check
    jobs: tuple[Job, ...]
    returns: tuple[Packed, ...]
    growing: Growing


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found in a file, and the identity of each return that was asked for ("": there was none).

    ``checked`` is without the return; None: nothing that would hold.
    """

    path: Path
    checked: Validated | None
    returned: Packed | None
    asked: tuple[tuple[Key, str], ...]


@dataclass(eq=False)
class _Process:
    """One process, and its answers in the order of its jobs; after the last of them, or its end, there are none."""

    process: subprocess.Popen[bytes]
    begin: bytes  # until it was told
    answers: queue.Queue[bytes] = field(default_factory=lambda: queue.Queue(_WAITING))
    over: bool = False

    def serve(self) -> None:
        """Tell it what to do and take what it says; runs in a thread of its own, for a pipe holds few answers.

        The pipe to it stays open: its end is how the process knows that nobody waits for it any more.
        """
        told, said = self.process.stdin, self.process.stdout
        assert told is not None and said is not None, "both are pipes"
        try:
            told.write(self.begin)
            told.flush()
            self.begin = b""  # a copy of every accepted return
            while len(head := said.read(HEAD.size)) == HEAD.size:
                length = HEAD.unpack(head)[0]
                if len(blob := said.read(length)) < length:
                    break
                self.answers.put(blob)
        except OSError:
            pass  # it is no more: what it has not answered is checked by whoever asks
        finally:
            self.answers.put(b"")  # whatever happened, or somebody would wait for ever

    def answer(self, path: Path) -> Answer | None:
        """What it found in a file, all that it found in files before it being passed over; None where it has nothing."""
        while not self.over:
            blob = self.answers.get()
            self.over = not blob
            if blob:
                found = pickle.loads(blob)  # noqa: S301 - of our own program, which has files read in a third process
                if isinstance(found, Answer) and found.path == path:
                    return found
        return None

    def stop(self) -> None:
        """End it, and the reading process that it has: one that hangs in a file does not see that nobody asks any more."""
        if self.process.stdin is not None and not self.begin:  # told all, so nobody is writing
            with contextlib.suppress(OSError):
                self.process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_SECONDS)
        self.process.kill()  # it holds nothing that could be lost
        while not self.over:  # so that the thread, which may wait for room, comes to its end
            self.over = not self.answers.get()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class Beside:
    """Files that are looked at in their order, some of them already."""

    def __init__(self, check: Check, hands: dict[Path, _Process], identities: Identities) -> None:
        self._check, self._hands, self._identities = check, hands, identities
        self.spared = 0  # files that nobody had to look at here

    def check(self, job: Job, returns: Returns) -> Validated:
        """What there is to say about a file, held against these returns; to be asked in the order of the jobs."""
        process = self._hands.pop(job.path, None)
        answer = None if process is None else process.answer(job.path)
        if answer is None or answer.checked is None or not self._holds(answer, answer.checked, returns):
            return self._check(job, returns)
        self.spared += 1
        if answer.returned is None:
            return answer.checked
        returned = answer.returned.unpacked()
        self._identities.learn(returned, answer.returned.identity)
        return replace(answer.checked, returned=returned)

    def _holds(self, answer: Answer, checked: Validated, returns: Returns) -> bool:
        if any(self._identities.of(key, returns) != identity for key, identity in answer.asked):
            return False
        try:
            return sha256_of(read_received(answer.path)) == checked.sha256  # where a password opens it, it is not
        except (StoreError, Refused):
            return False


@contextmanager
def beside(
    check: Check, agreement: Agreement, jobs: Sequence[Job], returns: Returns, *, growing: Growing
) -> Iterator[Beside]:
    """While this runs, files are checked in their order: beside each other where there are many, else read ahead.

    ``returns`` are those that count now, ``growing`` says which will count besides. To guess wrong costs time and nothing else.
    """
    processes: list[_Process] = []
    hands: dict[Path, _Process] = {}
    identities = Identities()
    if (count := processes_for(len(jobs), processors())) > 1 and not held_together(agreement):
        told = tuple(_sendable(returns, identities))
        for dealt in _dealt(jobs, [theme.code for theme in agreement.themes], count):
            try:
                process = _Process(
                    begin=pickle.dumps(Begin(check, dealt, told, growing), 5), process=own_process.started(PROCESS)
                )
            except (OSError, ValueError):
                break  # what is left is checked here
            threading.Thread(target=process.serve, name="checked-beside", daemon=True).start()
            processes.append(process)
            hands.update((job.path, process) for job in dealt)
        del told
    mine = [job for job in jobs if job.path not in hands]
    try:
        with reading_ahead((partial(read_received, job.path) for job in mine), len(mine)):
            yield Beside(check, hands, identities)
    finally:
        for process in processes:
            process.stop()


def processors() -> int:
    """How many this program may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # on Windows and macOS nobody is held to some of them
        return os.cpu_count() or 1


def processes_for(files: int, processors: int) -> int:
    """How many are worth it: each keeps two processors busy, its reading process being as slow as the rules.

    On two or three processors that is one, and then it is better to do it here, with files read ahead.
    """
    return min(processors // 2, files // FEW, MOST)


def held_together(agreement: Agreement) -> bool:
    """Whether themes look at each other's returns: then what one process finds rests on what another does."""
    return agreement.shares_figures or bool(agreement.moves)


def _sendable(returns: Returns, identities: Identities) -> Iterator[Packed]:
    for returned in returns.values():
        with contextlib.suppress(NotPlain):  # one that looks into it is looked at again here
            found = packed(returned)
            identities.learn(returned, found.identity)
            yield found


def _dealt(jobs: Sequence[Job], themes: Sequence[str], count: int) -> list[tuple[Job, ...]]:
    """The jobs of each process: those of a theme, as their names say, in one hand, for later quarters look at earlier ones."""
    hands: list[list[Job]] = [[] for _ in range(count)]
    known = {theme.upper() for theme in themes}
    chosen: dict[str, list[Job]] = {}
    for job in {job.path: job for job in jobs}.values():
        words = re.split(r"[^0-9A-Z]+", job.path.stem.upper())
        theme = next((word for word in words if word in known), job.path.name)
        chosen.setdefault(theme, min(hands, key=len)).append(job)
    return [tuple(hand) for hand in hands if hand]
