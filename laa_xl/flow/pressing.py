"""A press that comes from outside Excel's own process: looked at first, done, and told in one answer.

While the master is open the new one is written beside it, and put in place once it is closed.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass, replace
from pathlib import Path

from laa_xl.declare.actions import action
from laa_xl.files.owners import Owner, left_over, owner_of, saved_by
from laa_xl.files.store import read_only
from laa_xl.flow.answers import Answer, Asked
from laa_xl.flow.desk import answer
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.holders import login
from laa_xl.flow.homes import MasterBeside
from laa_xl.flow.pending import Pending, is_pending
from laa_xl.flow.pipeline import Progress, consolidate
from laa_xl.flow.programme import Programme
from laa_xl.flow.recording import REGISTER
from laa_xl.flow.settling import settle

CLOSE_IT = (
    "The new master is put in place when you close this workbook: close it, and open it again after a moment. "
    "What you type and save before you close it is kept."
)


@dataclass(frozen=True, slots=True)
class Pressed:
    """How a press ended; ``waits``: a new master waits until the open one is closed."""

    answer: Answer
    programme: Programme
    waits: bool

    @property
    def after(self) -> str:
        """What to do to see the result; "" where it is seen already, or nothing changed."""
        return CLOSE_IT if self.waits and self.answer.changed else ""


def programme_of(where: Path) -> Programme:
    """The programme of a folder, or of the workbook that was pressed in; ProgrammeError with one sentence where none is."""
    root = where if where.is_dir() else where.parent
    if not where.exists():
        raise ProgrammeError(f"There is no {where}. Nothing was done.")
    programme = Programme(root)
    if not (root / REGISTER).is_file():
        raise ProgrammeError(
            f"{where.name or where} is not in a programme folder: {root} has no {REGISTER}. Open the master in its own "
            "folder and press there; nothing was done."
        )
    if where.is_file() and not _same(where, programme.master):
        raise ProgrammeError(
            f"{where.name} is not the master of {root}: that is {programme.master.name}. Open that one and press there; "
            "nothing was done."
        )
    return programme


def press(where: Path, asked: Asked, progress: Progress = lambda _: None, *, beside: bool = False) -> Pressed:
    """Do what was pressed. ``beside``: the press came from the open master, which is then never written itself.

    ProgrammeError or StoreError, and nothing changed, where it cannot be done.
    """
    programme = programme_of(where)
    if why := read_only(programme.master):
        raise ProgrammeError(f"{why} Nothing was done.")
    title = action(asked.action).label
    owner = owner_of(programme.master)
    if owner is not None and _somebody_else(owner, asked.officer):
        told = f"{programme.master.name} is open: {owner}. Nothing was done. Ask for it to be closed first."
        raise ProgrammeError(told if owner.mark is None else f"{told} {left_over(owner.mark)}, and press again.")
    if not beside and owner is None:
        settle(programme, asked.now)
        programme = replace(programme, officer=asked.officer)
        return Pressed(answer(programme, asked, progress), programme, False)
    if programme.master != programme.file.path:
        raise ProgrammeError(
            f"{programme.master.name} is of an earlier version and open. Close it and run laa-xl consolidate once: that makes "
            f"{programme.file.path.name}, which has the buttons. Nothing was done."
        )
    pending = Pending(
        "",
        "",
        action=asked.action,
        period=str(asked.period or ""),
        officer=asked.officer,
        at=asked.now.isoformat(sep=" "),
    )
    programme = replace(programme, officer=asked.officer, open_master=MasterBeside(programme.file, pending))
    given = answer(programme, asked, progress)
    if not is_pending(programme.master) and saved_by(programme.master).startswith("LibreOffice"):
        # LibreOffice does not keep buttons and hidden things of a workbook: one that it saved is written anew.
        progress("Writing the master anew")
        consolidate(programme, [], asked.period, asked.now, progress)
    waits = is_pending(programme.master)
    return Pressed(replace(given, title=given.title or title), programme, waits)


def _somebody_else(owner: Owner, officer: str) -> bool:
    """Whether the master is open in front of somebody other than who pressed; not known is no."""
    if owner.login:
        return (owner.login.casefold(), _short(owner.machine)) != (login().casefold(), _short(platform.node()))
    return bool(officer and owner.name) and owner.name.casefold() != officer.casefold()


def _short(machine: str) -> str:
    return machine.split(".")[0].casefold()


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
