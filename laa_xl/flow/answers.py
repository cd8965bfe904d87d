"""What an officer asked for by pressing something, and the one answer that she gets; the same for every front end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from laa_xl.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Asked:
    """A press. ``action`` is a name of declare.actions.

    ``sheet`` and ``row`` say where the selection was (row counted from 1; 0: none). ``period`` None: the newest that
    fits. ``files`` are those chosen in a dialogue, and empty for every other action. ``officer`` is who pressed,
    ``reason`` why, where the action asks.
    """

    action: str
    now: datetime
    sheet: str = ""
    row: int = 0
    period: Period | None = None
    files: tuple[Path, ...] = ()
    officer: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell to show: of another workbook (``file``), or of the master (``file`` None)."""

    sheet: str
    cell: str
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How a press ended: one message, and what to show next.

    ``problem``: something needs the officer, and her message box shows it (returns with things to fix count; a refusal comes
    as ProgrammeError instead, and changes nothing). ``code``: what the command line ends with for the same work, which many
    a thing to look at leaves at 0. ``changed``: the master was written. ``written`` are the files made, for the message of
    a front end that can open them.
    """

    title: str
    text: str
    problem: bool = False
    code: int = 0
    changed: bool = False
    show: Place | None = None
    written: tuple[Path, ...] = ()
