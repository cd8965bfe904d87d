"""Files that systems and programs put beside others for their own use: no return, no record, and hidden from whoever put none there."""

from __future__ import annotations

from pathlib import Path

_NAMES = {"thumbs.db", "desktop.ini", ".ds_store", ".directory"}
_MARKS = ("~$", ".~lock.", "._")  # of a workbook open in Excel, in LibreOffice; what a Mac keeps of a file elsewhere


def is_systems_own(path: Path) -> bool:
    """Whether a name is one of these."""
    name = path.name.casefold()
    return name in _NAMES or name.startswith(_MARKS) or (name.startswith("~") and name.endswith(".tmp"))
