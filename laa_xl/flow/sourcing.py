"""Where a row of the master came from: the kept file, as it was received, and the cell in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from laa_xl.declare.actions import action
from laa_xl.declare.master_records import CHECKS, IMPORTED, REGISTER
from laa_xl.domain.imports import Import
from laa_xl.domain.register import Receipt, Register
from laa_xl.domain.register import State as Standing
from laa_xl.files.apart import read_apart
from laa_xl.files.refused import Refused
from laa_xl.files.store import StoreError, read_file, sha256_of
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.imported import received
from laa_xl.flow.master_rows import MasterRow, cells_of, computed_sheet, row_of
from laa_xl.flow.programme import Programme
from laa_xl.flow.register_rows import period_of

_CANNOT = (
    "Rows that have a source are those of Indicators, Data gaps, Finance, Risks, Actions, Narrative, Findings, Imported and "
    "Register. Choose one of them."
)


@dataclass(frozen=True, slots=True)
class Origin:
    """The kept file of a row, its sheet and cell, and under which name and when it came in.

    ``cell`` is "" where the file as a whole is meant, ``sheet`` where the file has no sheets.
    """

    path: Path
    sheet: str
    cell: str
    receipt: Receipt | Import

    @property
    def sentence(self) -> str:
        """In words: ``police.xlsx, received 24/10/2008 and accepted: Indicators, F14.``"""
        place = f": {', '.join(part for part in (self.sheet, self.cell) if part)}" if self.cell else ""
        if isinstance(self.receipt, Import):
            gone = " and withdrawn since" if self.receipt.withdrawn else ""
            return f"{self.receipt.file}, imported {self.receipt.at:%d/%m/%Y} by {self.receipt.by}{gone}{place}."
        return f"{self.receipt.file}, received {self.receipt.at:%d/%m/%Y} and {self.receipt.state.value}{place}."


def source_of_row(programme: Programme, sheet: str, row: int) -> Origin:
    """The source of a row of the master; ProgrammeError with the reason where it has none."""
    declared = computed_sheet(sheet)
    if declared is None or declared.name not in action("source").sheets:
        cells_of(programme, sheet)
        raise ProgrammeError(_CANNOT)
    found = row_of(programme, declared, row)
    register = programme.load_register()
    if declared.table is IMPORTED:
        return _imported(programme, register, found)
    if declared.table is CHECKS:
        receipt = register.current().get((found.text("theme"), period_of(found)))
        receipt = receipt if receipt and receipt.file == found.text("file") else None
    else:
        same = [one for one in register.receipts if one.sha256 == found.text("sha256")]
        kept = found.text("kept")  # of the Register: a file may have been rejected first and accepted later
        receipt = next((one for one in reversed(same) if kept in ("", one.kept)), None)
    if receipt is None:
        raise ProgrammeError(_why_none(found, known=bool(found.text("file"))))
    was = "accepted" if receipt.state is Standing.ACCEPTED else "received"
    path, data = _kept(programme.root / receipt.kept, receipt.sha256, was)
    if declared.table is REGISTER:
        return Origin(path, _first_sheet(data), "", receipt)
    return Origin(path, found.text("sheet"), found.text("cell"), receipt)


def _imported(programme: Programme, register: Register, found: MasterRow) -> Origin:
    """Of a figure of a past quarter: the spreadsheet as it was imported; of several imports of one file, the newest."""
    same = [one for one in register.imports if one.sha256 == found.text("sha256")]
    entry = next((one for one in reversed(same) if found.text("sheet") == one.sheet), None)
    if entry is None:
        raise ProgrammeError(_why_none(found, known=True))
    path, _ = _kept(received(programme.root, entry), entry.sha256, "imported")
    return Origin(path, found.text("sheet"), found.text("cell"), entry)


def _why_none(found: MasterRow, *, known: bool) -> str:
    if known:
        return f"The register does not know the file {found.text('file')} any more. Rebuild the master, and try again."
    theme, period = found.text("theme"), found.text("period")
    if found.sheet == "Register":
        return f"No return of {theme} for {period} has come in, so there is no file."
    return f"This row has no source: no return of {theme} was accepted for {period}."


def _kept(path: Path, sha256: str, was: str) -> tuple[Path, bytes]:
    try:
        data = read_file(path)
    except StoreError as error:
        raise ProgrammeError(f"{error} Put back the file as received.") from None
    if sha256_of(data) != sha256:
        raise ProgrammeError(f"{path} was changed after it was {was}. Put back the file as received.")
    return path, data


def _first_sheet(data: bytes) -> str:
    """The first visible tab; "" where the file cannot be read."""
    try:
        return next((sheet.name for sheet in read_apart(data).sheets if sheet.state == "visible"), "")
    except Refused:
        return ""
