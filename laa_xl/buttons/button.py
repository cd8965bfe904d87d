"""One press of a button in the open master: what was asked, the work behind it, one message at the end."""

from __future__ import annotations

from pathlib import Path

import xlwings

from laa_xl.buttons.asking import asked_for, changes_master, programme_of
from laa_xl.buttons.screen import Screen
from laa_xl.buttons.telling import keep_as_saved, keep_left_over, refusal, told_of, unexpected
from laa_xl.declare.actions import action as declared
from laa_xl.flow.desk import answer as answered
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.homes import OpenMaster
from laa_xl.flow.pending import forget_pending
from laa_xl.flow.programme import Programme


def press(action: str, answer: str = "") -> None:
    """Do what a button says, in the workbook that it was pressed in.

    ``action`` is a name of declare.actions; ``answer`` what the macro asked for: a quarter, or the full names of files, one
    a line. Whatever happens ends in one message; where it did not work, the workbook is as it was.
    """
    book = xlwings.Book.caller()
    screen = Screen(book)
    programme: Programme | None = None
    title, problem = "LAA", True
    try:
        title = _label(action)
        programme = programme_of(book, OpenMaster(book))
        if changes_master(action):
            screen.require_writable()
        text, problem = _done(programme, screen, action, answer)
    except Exception as error:
        text = refusal(error) or unexpected(error, None if programme is None else programme.root)
    finally:
        screen.release()
    screen.tell(text, title, problem=problem)


def _label(action: str) -> str:
    try:
        return declared(action).label
    except KeyError:
        raise ProgrammeError(
            f'There is no action "{action}". Install the newest buttons with: laa-xl install. Nothing was changed.'
        ) from None


def _done(programme: Programme, screen: Screen, action: str, answer: str) -> tuple[str, bool]:
    """Do it, save it, show it; the message, and whether something needs the officer."""
    home = programme.open_master
    asked = asked_for(screen, action, answer)
    given = answered(programme, asked, screen.progress)
    parts, problem = [given.text], given.problem
    if given.changed:
        screen.progress("Saving the master")
        parts += keep_as_saved(programme)
        unsaved = screen.save()
        parts += unsaved
        if not unsaved:
            forget_pending(programme.master)  # what waits of a press without xlwings is older than what was saved now
    if isinstance(home, OpenMaster):
        kept = keep_left_over(home.left_over, programme.root, asked.now)
        parts += told_of(home, kept)
        problem = problem or bool(home.left_over)
    if given.show is not None:
        try:
            screen.show(given.show)
        except Exception:
            parts.append(_not_shown(given.show.file))
            problem = True
    return "\n".join(part for part in parts if part), problem


def _not_shown(file: Path | None) -> str:
    if file is None:
        return "The cell could not be shown."
    return f"{file} could not be opened. Open it yourself."
