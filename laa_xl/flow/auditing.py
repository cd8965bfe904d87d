"""The audit log of a programme folder: one line for each action that changed something, written by its lock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from laa_xl.declare.office_lists import AUDIT
from laa_xl.domain.audit import (
    AuditLine,
    Doing,
    Fault,
    Outcome,
    Seen,
    Touched,
    Trouble,
    faults_of,
    read_lines,
)
from laa_xl.domain.register import Register
from laa_xl.domain.sentences import many
from laa_xl.files.csv_writer import csv_bytes
from laa_xl.files.store import read_file, write_whole

LOG = "audit.jsonl"
_OURS = {"register.json", LOG}  # what a line does not name: it is about them
_NOT_NAMED = ("backups",)
_RECEIVED = "received"  # below it a file has the name that somebody else gave it


@dataclass(slots=True)
class Trail:
    """The log while an action is under way: what the register said before, and who is doing what."""

    root: Path
    doing: Doing
    before: str | None = None  # None: there was no register

    def seen(self, register: Register) -> Seen:
        """What the register remembers while the action is under way."""
        return (register.seen or Seen()).model_copy(update={"doing": self.doing})

    def line(self, register: Register, before: Register | None, files: tuple[Touched, ...], outcome: Outcome) -> Seen:
        """Write one line, and give what the register has to remember from then on."""
        data = log_of(self.root)
        seen = register.seen or Seen()
        lines, unreadable = read_lines(data)
        fits = unreadable is None and len(lines) >= seen.lines
        fits = fits and (seen.lines == 0 or lines[seen.lines - 1].hash == seen.last)
        # Where lines are gone the new one follows those that the register remembers, so that it shows for ever.
        number, previous = (len(lines), lines[-1].hash) if fits and lines else (seen.lines, seen.last)
        after = register.content
        line = AuditLine(
            number=number + 1,
            at=self.doing.at,
            officer=self.doing.officer,
            machine=self.doing.machine,
            action=self.doing.action,
            outcome=outcome,
            told=told_of(before, register),
            files=files,
            before=self.before or (lines[-1].after if lines else after),
            after=after,
            previous=previous,
        ).sealed()
        gap = b"" if not data or data.endswith(b"\n") else b"\n"
        write_whole(self.root / LOG, data + gap + line.model_dump_json().encode() + b"\n")
        return Seen(lines=line.number, last=line.hash)

    def newest(self) -> Seen:
        """What the register has to remember of the log as it stands."""
        lines, _ = read_lines(log_of(self.root))
        return Seen(lines=len(lines), last=lines[-1].hash) if lines else Seen()


def doing_of(action: str, officer: str, machine: str, now: datetime) -> Doing:
    """An action as the log names it, at a time in UTC."""
    return Doing(action=action, officer=officer, machine=machine, at=f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")


def log_of(root: Path) -> bytes:
    """The log's bytes; none where there is none."""
    path = root / LOG
    return read_file(path) if path.is_file() else b""


def touched(root: Path, written: Mapping[Path, str]) -> tuple[Touched, ...]:
    """The files that were written, as the log names them: never by a name that somebody else gave them."""
    found = {}
    for path, sha256 in written.items():
        inside = path.is_relative_to(root)
        parts = path.relative_to(root).parts if inside else ("(outside the folder)", path.name)
        if parts[0] in _NOT_NAMED or (len(parts) == 1 and parts[0] in _OURS):
            continue
        if _RECEIVED in parts:
            parts = parts[: parts.index(_RECEIVED) + 1]
        found["/".join(parts)] = sha256
    return tuple(Touched(file=file, sha256=sha256) for file, sha256 in sorted(found.items()))


def told_of(before: Register | None, after: Register) -> str:
    """What the register has more than before, in a few words without a name: ``2 accepted, 1 rejected``.

    "" where what was before is not known: the register had been lost.
    """
    if before is None:
        return ""
    new = after.receipts[len(before.receipts) :]
    told = [f"{number} {state}" for state, number in Counter(receipt.state.value for receipt in new).items()]
    for earlier, now_there, noun in (
        (before.issued, after.issued, "template"),
        (before.reports, after.reports, "report"),
        (before.imports, after.imports, "import"),
        (before.approvals, after.approvals, "approval"),
        (before.collected, after.collected, "collected file"),
        (before.mails, after.mails, "mail"),
    ):
        if (more := len(now_there) - len(earlier)) > 0:
            told.append(many(more, noun))
    return ", ".join(told)


def faults(root: Path, register: Register) -> list[Fault]:
    """What is wrong with the log of a folder."""
    data, seen = log_of(root), register.seen
    if seen is None:  # of an earlier version, or somebody took away what the register remembered
        return [Fault(Trouble.ADDED, 1)] if data else []
    return faults_of(data, seen, register.content)


def newest_known(root: Path) -> AuditLine | None:
    """The newest line of a log that can be read; None where there is none."""
    lines, _ = read_lines(log_of(root))
    return lines[-1] if lines else None


def audit_csv(root: Path) -> bytes:
    """The log as a table for a spreadsheet; a line that cannot be read ends it."""
    rows = [
        {
            **line.model_dump(exclude={"files", "outcome"}),
            "outcome": line.outcome.value,
            "files": "\n".join(f"{one.file} {one.sha256}".strip() for one in line.files),
        }
        for line in read_lines(log_of(root))[0]
    ]
    return csv_bytes(AUDIT, rows)
