"""Who has a workbook open, and which program saved it last: the first is read from small files beside it.

Excel and LibreOffice put such a file there while they have a workbook open.

Excel's (``~$master.xlsm``, 165 bytes) is not documented by Microsoft; known from looking at it: one byte with the length of
the user's name, the name in the machine's 8-bit letters, filled up with blanks to 54 bytes; then two bytes with the length
and the name in UTF-16, filled up with blanks. (Word's has 53 bytes in the first part.) Excel deletes it when it closes the
workbook. LibreOffice's (``.~lock.master.xlsm#``) is one line: name, log-in name, machine, time, profile, with commas
between them and a backslash before a comma that belongs to a name.
"""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

_EXCEL_PARTS = (55, 54)  # where the UTF-16 part may begin: Excel, Word
_LONGEST = 54  # letters
_PROPERTIES = 100_000  # bytes of what a workbook says of itself, unpacked


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a workbook open. Empty parts are not known; ``mark`` is the file that says so, None where none does."""

    name: str
    login: str = ""
    machine: str = ""
    since: str = ""
    program: str = ""
    mark: Path | None = None

    def __str__(self) -> str:
        """``Ann Other (LibreOffice on PC-12, since 24.10.2008 14:03)``."""
        place = " on ".join(part for part in (self.program, self.machine) if part)
        details = ", ".join(part for part in (place, self.since and f"since {self.since}") if part)
        return (self.name or self.login or "Somebody") + (f" ({details})" if details else "")


def left_over(mark: Path) -> str:
    """What to do about a mark that nobody stands behind; how the sentence ends is for whoever tells it."""
    return f"If you know that this is not so (a spreadsheet that broke down leaves the mark {mark.name} behind), delete that mark"


def excel_mark(path: Path) -> Path:
    """The file that Excel keeps beside an open workbook."""
    return path.with_name(f"~${path.name}")


def libreoffice_mark(path: Path) -> Path:
    """The file that LibreOffice keeps beside an open workbook."""
    return path.with_name(f".~lock.{path.name}#")


def owner_of(path: Path, *, windows: bool = os.name == "nt") -> Owner | None:
    """Who has a workbook open, None where nobody has as far as can be known.

    A mark may be left over from a program that broke down. Windows keeps an open workbook from being written, so there
    a mark is believed only while it does; elsewhere it is believed as long as it is there.
    """
    held = windows and _held(path)
    for mark, read, program in (
        (excel_mark(path), excel_owner, "Excel"),
        (libreoffice_mark(path), libreoffice_owner, "LibreOffice"),
    ):
        try:
            data = mark.read_bytes()
        except FileNotFoundError:
            continue
        except OSError:
            data = b""  # Windows may keep it to Excel alone: it is there all the same
        if not windows or held:
            return replace(read(data), program=program, mark=mark)
    return Owner("") if held else None


def excel_owner(data: bytes) -> Owner:
    """The name in Excel's mark; it holds nothing else."""
    for start in _EXCEL_PARTS:
        length = int.from_bytes(data[start : start + 2], "little")
        wide = data[start + 2 : start + 2 + 2 * length]
        if 0 < length <= _LONGEST and len(wide) == 2 * length:
            name = wide.decode("utf-16-le", errors="replace").strip("\0 ")
            if name:
                return Owner(name)
    name = data[1 : 1 + data[0]].decode("cp1252", errors="replace") if data else ""
    return Owner(name.strip("\0 "))


def libreoffice_owner(data: bytes) -> Owner:
    """Name, log-in name, machine and time from LibreOffice's mark; the first is often empty."""
    parts = [re.sub(r"\\(.)", r"\1", part) for part in re.split(r"(?<!\\),", data.decode("utf-8", errors="replace"))]
    name, login, machine, since = (part.strip() for part in (parts + [""] * 4)[:4])
    return Owner(name, login, machine, since)


def saved_by(path: Path) -> str:
    """The program that saved a workbook last, as it calls itself: "Microsoft Excel", "LibreOffice/7.4 ..."; "" unknown.

    XlsxWriter calls itself Microsoft Excel.
    """
    found = re.search(r"<Application>([^<]*)</Application>", properties_of(path, "app"))
    return found[1] if found else ""


def properties_of(path: Path, part: str) -> str:
    """What a workbook says of itself, as XML: its ``core`` or its ``app`` properties; "" where it says nothing that can be read."""
    name = f"docProps/{part}.xml"
    try:
        with zipfile.ZipFile(path) as package:
            fits = package.getinfo(name).file_size <= _PROPERTIES
            return package.read(name).decode("utf-8", errors="replace") if fits else ""
    except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return ""  # whatever is no package, is locked, or is damaged


def _held(path: Path) -> bool:
    """Whether Windows keeps a file from being written although it is not marked read-only."""
    try:
        with path.open("r+b"):
            return False
    except PermissionError:
        return bool(path.stat().st_mode & 0o200)
    except OSError:
        return False
