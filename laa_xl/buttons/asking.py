"""What was asked by a press: in which programme, at which cell, by whom, with which answer."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from laa_xl.buttons.screen import Screen
from laa_xl.declare.actions import Asks
from laa_xl.declare.actions import action as declared
from laa_xl.domain.periods import Period
from laa_xl.flow.answers import Asked
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.homes import Home
from laa_xl.flow.programme import Programme

_LOOK_ONLY = ("check", "chase", "collect", "letters", "mail", "explain", "source")
_CLOUD = (
    "This workbook is open from OneDrive or SharePoint, where its programme folder cannot be worked in. Open it from a folder "
    "of your computer or of the network, or let OneDrive keep the folder on your computer; nothing was changed."
)


def changes_master(action: str) -> bool:
    """Whether an action may write to the master; the others only look at it."""
    return action not in _LOOK_ONLY


def programme_of(book: Any, home: Home) -> Programme:
    """The programme whose master is open; ProgrammeError with one sentence where the workbook is not such a master."""
    try:
        name = str(book.fullname)
    except Exception:  # xlwings gives up on an address that it finds in no folder of this computer
        raise ProgrammeError(_CLOUD) from None
    if "://" in name:
        raise ProgrammeError(_CLOUD)
    path = Path(name)
    if not path.is_absolute():
        raise ProgrammeError(
            "This workbook was never saved. Save it in its programme folder, or open the master there; nothing was changed."
        )
    programme = Programme(path.parent, open_master=home)
    if not programme.exists():
        raise ProgrammeError(
            f"{path.parent} is not a programme folder (it has no register). Open the master in the folder where it belongs, "
            "and press there; nothing was changed."
        )
    if path.name.casefold() != programme.master.name.casefold():
        raise ProgrammeError(
            f"This is {path.name}. The master of this programme is {programme.master.name}: open that one, and press there; "
            "nothing was changed."
        )
    return programme


def asked_for(screen: Screen, action: str, answer: str) -> Asked:
    """The press in full; ProgrammeError where the answer cannot be understood."""
    asks = declared(action).asks
    period: Period | None = None
    files: tuple[Path, ...] = ()
    if asks is Asks.PERIOD and answer.strip():
        try:
            period = Period.parse(answer.strip())
        except ValueError as error:
            raise ProgrammeError(f"{error} Nothing was changed.") from None
    if asks in (Asks.FILES, Asks.MAILS):
        files = tuple(Path(line) for line in answer.splitlines() if line.strip())
    reason = answer.strip() if asks is Asks.REASON else ""
    sheet, row = screen.selected()
    return Asked(action, datetime.now(), sheet, row, period, files, screen.officer(), reason)  # noqa: DTZ005 - officers read local time
