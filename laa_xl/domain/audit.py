"""The audit log: who did what, when, to which files; each line is chained to the one before by its fingerprint. Pure.

The register remembers the newest line that it knows, and each line remembers the register before and after it. So a line
that was changed, removed, moved or cut off shows, and so does a register that was changed by hand; a run that was killed
between two writes is told apart from both.
"""

from __future__ import annotations

import hashlib
import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

BEGIN = "0" * 64  # what the first line is chained to


class Outcome(StrEnum):
    """How an action ended."""

    DONE = "done"
    BROKE_OFF = "broke off"  # killed after the register spoke of it: the next run wrote the line


class Touched(BaseModel):
    """A file that an action wrote: its place in the programme folder, and its fingerprint ("" where it is not known)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    sha256: str = ""


class Doing(BaseModel):
    """An action that is under way."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    action: str
    officer: str = ""
    machine: str = ""
    at: str = ""  # UTC, such as 2008-10-24T11:00:00Z


class Seen(BaseModel):
    """What the register knows of the log: how many lines, the newest one's fingerprint, and what is under way."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: int = 0
    last: str = BEGIN
    doing: Doing | None = None


class AuditLine(BaseModel):
    """One action. ``before`` and ``after`` are the fingerprints of what the register says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    at: str
    officer: str
    machine: str
    action: str
    outcome: Outcome
    told: str = ""  # what the register has more than before: "2 accepted, 1 rejected"
    files: tuple[Touched, ...] = ()
    before: str
    after: str
    previous: str
    hash: str = ""

    def sealed(self) -> AuditLine:
        """The line with its fingerprint."""
        return self.model_copy(update={"hash": self.seal})

    @property
    def seal(self) -> str:
        """The fingerprint that belongs to what the line says."""
        return fingerprint_of(self.model_dump(mode="json", exclude={"hash"}))


def fingerprint_of(content: Mapping[str, Any]) -> str:
    """The fingerprint of plain data, however its keys are ordered."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def read_lines(data: bytes) -> tuple[list[AuditLine], int | None]:
    """The lines of a log as far as they can be read, and the number of the first that cannot."""
    found: list[AuditLine] = []
    for number, text in enumerate(data.removeprefix(BOM_UTF8).splitlines(), 1):  # an editor may put that mark before it
        try:
            found.append(AuditLine.model_validate_json(text))
        except ValidationError:
            return found, number
    return found, None


class Trouble(StrEnum):
    """What can be found wrong with a log; the first two are explained by a run that was killed."""

    UNSEEN = "unseen"  # the register does not know the newest line yet
    UNWRITTEN = "unwritten"  # the register has a change whose line was not written any more
    UNREADABLE = "unreadable"
    CHANGED = "changed"
    CHAIN = "chain"  # a line is missing here, or stands in another place
    MISSING = "missing"  # lines are missing at the end
    ADDED = "added"
    OUTSIDE = "outside"  # the register was changed by something that writes no line


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong; ``line`` is its number in the file, from 1."""

    kind: Trouble
    line: int

    @property
    def explained(self) -> bool:
        """Whether a run that was killed leaves just this."""
        return self.kind in (Trouble.UNSEEN, Trouble.UNWRITTEN)


def faults_of(data: bytes, seen: Seen, register: str) -> list[Fault]:
    """Everything wrong with a log; ``register`` is the fingerprint of what the register says now."""
    lines, unreadable = read_lines(data)
    if unreadable is not None:
        return [*_chain(lines), Fault(Trouble.UNREADABLE, unreadable)]
    if found := [*_chain(lines)]:
        return found
    if seen.lines > len(lines) or (seen.lines and lines[seen.lines - 1].hash != seen.last):
        return [Fault(Trouble.MISSING, min(seen.lines, len(lines) + 1))]
    return list(_register(lines, seen, register))


def _chain(lines: Sequence[AuditLine]) -> Iterator[Fault]:
    """Whether each line is as it was written, and follows the one before."""
    previous = BEGIN
    for place, line in enumerate(lines, 1):
        if line.hash != line.seal:
            yield Fault(Trouble.CHANGED, place)
            return  # what follows is chained to what it was
        if line.previous != previous or line.number != place:
            yield Fault(Trouble.CHAIN, place)
            return
        previous = line.hash


def _register(lines: Sequence[AuditLine], seen: Seen, register: str) -> Iterator[Fault]:
    """Whether the register became what it is by what the lines say."""
    for place, (before, line) in enumerate(pairwise(lines), 2):
        if line.before != before.after:
            yield Fault(Trouble.OUTSIDE, place)
    newer = len(lines) - seen.lines
    if newer > 1:
        yield Fault(Trouble.ADDED, seen.lines + 1)
    if not lines or lines[-1].after == register:
        if newer == 1:
            yield Fault(Trouble.UNSEEN, len(lines))
        return
    explained = seen.doing is not None and newer == 0
    yield Fault(Trouble.UNWRITTEN if explained else Trouble.OUTSIDE, len(lines) + 1)
