"""Where the officers' master stands: a file on disk, or a workbook that is open in front of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from laa_xl.domain.master import MasterContent
from laa_xl.files.cells import SheetCells, read_cells
from laa_xl.files.master_reader import MasterInputs, read_master
from laa_xl.files.master_writer import master_bytes
from laa_xl.files.package import Refused, has_comments
from laa_xl.files.store import read_file, sha256_of, write_whole
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pending import Pending, fingerprint, forget_pending, write_pending


class Home(Protocol):
    """The master, read and written as a whole; the flow does not know whether it is a file or an open workbook."""

    def read(self) -> MasterInputs | None:
        """The input tables as they stand; None where there is no master. ProgrammeError where it cannot be used."""

    def sheet(self, name: str) -> SheetCells | None:
        """The cells of one sheet, for what is about a selected cell; None where there is no such sheet."""

    def write(self, content: MasterContent) -> bool:
        """Put everything computed in its place, all of it or nothing. False: it already stood just so."""


class MasterFile:
    """The master as a file: read from disk, and written anew as a whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seen: str | None = None  # the fingerprint of the master that was read, "" where there was none

    def read(self) -> MasterInputs | None:
        """As ``Home`` says. What a file written anew could not keep stops the run here."""
        if not self.path.is_file():
            self.seen = ""
            return None
        data = read_file(self.path)
        self.seen = sha256_of(data)
        try:
            found = read_master(read_cells(data))
            commented = has_comments(data)
        except Refused as refused:
            raise ProgrammeError(
                f"{self.path} cannot be read ({refused.code.replace('_', ' ')}{': ' + refused.detail if refused.detail else ''}). "
                "Move it away, and the next run makes it again from the journal and the accepted returns."
            ) from None
        if found.own_sheets:
            names = ", ".join(f'"{name}"' for name in found.own_sheets)
            raise ProgrammeError(
                f"{self.path} has sheets of your own ({names}), which a run from outside Excel cannot keep. "
                "Move them to another workbook and run again; nothing was changed."
            )
        if commented:
            raise ProgrammeError(
                f"{self.path} has comments, which a run from outside Excel cannot keep. Move them to another workbook "
                "and run again; nothing was changed."
            )
        if found.errors:
            raise ProgrammeError(f"The input tables of {self.path} cannot be read.", found.errors)
        return found

    def sheet(self, name: str) -> SheetCells | None:
        """As ``Home`` says."""
        book = read_cells(read_file(self.path))
        return next((sheet for sheet in book.sheets if sheet.name.casefold() == name.casefold()), None)

    def write(self, content: MasterContent) -> bool:
        """As ``Home`` says. A master that somebody saved since it was read is left alone: her entries are newer."""
        data = master_bytes(content)
        if self.seen is not None and fingerprint(self.path) != self.seen:
            raise ProgrammeError(
                f"{self.path} was saved by somebody while this run was at work. It was left as it is, with every entry in it. "
                "Run again."
            )
        changed = write_whole(self.path, data)
        self.seen = sha256_of(data)
        forget_pending(self.path)  # what waited beside it is older than what was written now
        return changed


class MasterBeside(MasterFile):
    """The master while it is open in front of an officer: read as she saved it, written anew beside it.

    It is put in place once she has closed it (flow.settling); what she saves until then is in that one as well.
    """

    def __init__(self, path: Path, pending: Pending) -> None:
        super().__init__(path)
        self.pending = pending  # who asked for what; the fingerprints are filled in here

    def write(self, content: MasterContent) -> bool:
        """As ``Home`` says; the open file itself stays as it is."""
        data = master_bytes(content)
        seen = fingerprint(self.path) if self.seen is None else self.seen
        if sha256_of(data) == seen == fingerprint(self.path):
            forget_pending(self.path)
            return False
        write_pending(self.path, replace(self.pending, base=seen, next=sha256_of(data)), data)
        return True
