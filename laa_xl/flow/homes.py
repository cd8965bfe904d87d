"""Where the officers' master stands: a file on disk, or a workbook that is open in front of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from laa_xl.domain.master import MasterContent
from laa_xl.files.cells import SheetCells, read_cells
from laa_xl.files.master_reader import MasterInputs, read_master
from laa_xl.files.master_writer import master_bytes
from laa_xl.files.open_book import CannotWrite
from laa_xl.files.open_master import write_open_master
from laa_xl.files.open_reader import read_open_master, read_open_sheet
from laa_xl.files.open_rows import LeftOver
from laa_xl.files.package import Refused, has_comments
from laa_xl.files.store import read_file, write_whole
from laa_xl.flow.errors import ProgrammeError


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

    def read(self) -> MasterInputs | None:
        """As ``Home`` says. What a file written anew could not keep stops the run here."""
        if not self.path.is_file():
            return None
        data = read_file(self.path)
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
        """As ``Home`` says."""
        return write_whole(self.path, master_bytes(content))


class OpenMaster:
    """The master while it is open in Excel (an xlwings Book): read as it stands, saved or not, and written in place.

    Sheets, columns, filters and comments of the officer's own stay. What could not stay with its row is in ``left_over``,
    and what else she should know in ``said``, each of all writes so far.
    """

    def __init__(self, book: Any) -> None:
        self.book = book
        self.left_over: tuple[LeftOver, ...] = ()
        self.said: tuple[str, ...] = ()

    def read(self) -> MasterInputs | None:
        """As ``Home`` says."""
        try:
            found = read_open_master(self.book)
        except CannotWrite as refused:
            raise ProgrammeError(str(refused)) from None
        if found.errors:
            raise ProgrammeError("The input tables of this workbook cannot be read.", found.errors)
        return found

    def sheet(self, name: str) -> SheetCells | None:
        """As ``Home`` says."""
        try:
            return read_open_sheet(self.book, name)
        except CannotWrite as refused:
            raise ProgrammeError(str(refused)) from None

    def write(self, content: MasterContent) -> bool:
        """As ``Home`` says."""
        try:
            written = write_open_master(self.book, content)
        except CannotWrite as refused:
            raise ProgrammeError(str(refused)) from None
        self.left_over += written.left_over
        self.said += written.said
        return written.changed
