"""The words at the end of a press: what went wrong, and what of the officer's own could not stay with its row."""

from __future__ import annotations

import csv
import io
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from laa_xl.files.csv_writer import csv_text
from laa_xl.files.open_rows import LeftOver
from laa_xl.files.store import StoreError, write_whole
from laa_xl.files.text import UnusableText
from laa_xl.flow.backups import back_up
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.homes import OpenMaster
from laa_xl.flow.programme import Programme

LOGS = "logs"
_SHOWN = 5  # lines of a kind in the message; the file has them all
_LONGEST = 80


def refusal(error: Exception) -> str:
    """What can be expected to go wrong, in sentences; "" for anything else."""
    if isinstance(error, ProgrammeError):
        lines = [one.told(in_master=error.in_master) for one in error.errors if one.stops]
        more = [f"- and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
        return "\n".join([error.message, *(f"- {line}" for line in lines[:_SHOWN]), *more])
    if isinstance(error, (StoreError, UnusableText)):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename} cannot be used: {(error.strerror or str(error)).lower()}."
    return ""


def unexpected(error: Exception, root: Path | None) -> str:
    """What to say when something broke that should not have, and where the programme's makers find out why.

    The log says where in the code it was, and never what stood in a cell.
    """
    text = (
        "This could not be done, for a reason that was not expected. The workbook is as it was. If a tab or the whole workbook is "
        "protected (Review, Unprotect Sheet or Protect Workbook), or a cell is being edited, put that right and press again."
    )
    if root is None:
        return text
    now = datetime.now()  # noqa: DTZ005 - officers read local time
    path = root / LOGS / f"press-{now:%Y%m%d-%H%M%S}.txt"
    lines = [f"{now:%d/%m/%Y %H:%M:%S}", *_traced(error)]
    try:
        write_whole(path, "\n".join(lines).encode())
    except StoreError:
        return text
    return f"{text} If it happens again, send {path} to whoever looks after laa-xl."


def _traced(error: BaseException) -> list[str]:
    lines = [line.rstrip() for line in traceback.format_tb(error.__traceback__)]
    lines.append(type(error).__name__)
    earlier = error.__cause__ or error.__context__
    return [*_traced(earlier), "", *lines] if earlier is not None else lines


def keep_as_saved(programme: Programme) -> list[str]:
    """Keep the master as it was saved last, before it is saved anew; a sentence where that does not work."""
    try:
        back_up(programme.master)
    except (ProgrammeError, StoreError) as error:
        return [f"No backup of the master was kept: {refusal(error)}"]
    return []


def keep_left_over(left_over: Sequence[LeftOver], root: Path, now: datetime) -> Path | None:
    """Keep what an officer had beside rows that are gone, as a table in the journal.

    None where there is nothing, or where no file can be written.
    """
    gone = [one for one in left_over if not one.comment]
    if not gone:
        return None
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("Tab", "Row", "Column", "Entry"))
    table.writerows([csv_text(word) for word in (one.sheet, one.row, one.column, one.value)] for one in gone)
    path = root / "journal" / f"left-over-{now:%Y%m%d-%H%M%S}.csv"
    try:
        write_whole(path, b"\xef\xbb\xbf" + text.getvalue().encode())
    except StoreError:
        return None
    return path


def told_of(home: OpenMaster, kept: Path | None) -> list[str]:
    """The sentences about what did not stay where it was."""
    gone = [one for one in home.left_over if not one.comment]
    moved = [one for one in home.left_over if one.comment]
    said = list(home.said)
    if gone:
        where = f", kept in {kept.parent.name}/{kept.name}" if kept else ""
        lines = [f"{one.sheet}, {one.row}, {one.column}: {one.value}" for one in gone]
        said.append(f"Entries of yours whose rows are no longer there{where}:")
        said += _listed(lines) if kept else [f"- {line}" for line in lines]
    if moved:
        said.append("Comments beside which another row stands now:")
        said += _listed([f"{one.sheet}, {one.column}, written beside {one.row}: {one.value}" for one in moved])
    return said


def _listed(lines: Sequence[str]) -> list[str]:
    short = [f"- {line if len(line) <= _LONGEST else line[: _LONGEST - 3].rstrip() + '...'}" for line in lines[:_SHOWN]]
    return [*short, *([f"- and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else [])]
