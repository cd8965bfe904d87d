"""Where the officers' master stands: a file on disk, or a workbook that is open in front of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from laa_xl.declare.master_form import NEVER_READ
from laa_xl.domain.master import MasterContent
from laa_xl.files.beside_tables import beside_computed
from laa_xl.files.cells import SheetCells, read_cells, read_sheet
from laa_xl.files.limits import of_our_own
from laa_xl.files.master_reader import MasterInputs, read_master
from laa_xl.files.open_book import CannotWrite
from laa_xl.files.open_reader import read_open_master, read_open_sheet
from laa_xl.files.own_macros import own_modules
from laa_xl.files.package import Refused, has_comments
from laa_xl.files.store import StoreError, read_file, replace_file, sha256_of, write_whole
from laa_xl.files.undoing import afterwards
from laa_xl.flow.backups import back_up
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pending import Pending, fingerprint, forget_pending, write_pending

if TYPE_CHECKING:
    from laa_xl.files.open_rows import LeftOver


class Home(Protocol):
    """The master, read and written as a whole; the flow does not know whether it is a file or an open workbook."""

    def read(self) -> MasterInputs | None:
        """The input tables as they stand; None where there is no master. ProgrammeError where it cannot be used."""

    def sheet(self, name: str) -> SheetCells | None:
        """The cells of one sheet, for what is about a selected cell; None where there is no such sheet."""

    def write(self, content: MasterContent) -> bool:
        """Put everything computed in its place, all of it or nothing. False: it already stood just so."""


class MasterFile:
    """The master as a file: read from disk, and written anew as a whole.

    ``earlier`` is where versions without macros kept it. It is read until a master was written to ``path``; then it is
    put away in the folder ``kept``.
    """

    def __init__(self, path: Path, earlier: Path, kept: Path) -> None:
        self.path, self.earlier, self.kept = path, earlier, kept
        self.seen: str | None = None  # the fingerprint of the master that was read, "" where there was none

    @property
    def standing(self) -> Path:
        """The file that is the master now."""
        return self.earlier if self.earlier.is_file() and not self.path.is_file() else self.path

    def read(self) -> MasterInputs | None:
        """As ``Home`` says. What a file written anew could not keep stops the run here."""
        path = self.standing
        if not path.is_file():
            self.seen = ""
            return None
        self._refuse_two()
        data = read_file(path)
        try:
            with of_our_own():
                book = read_cells(data, passed_over=NEVER_READ)
                self.seen = book.sha256
                found = read_master(book)
                commented, macros = has_comments(data), own_modules(data)
        except Refused as refused:
            self.seen = sha256_of(data)
            raise ProgrammeError(
                f"{path} cannot be read ({refused.code.replace('_', ' ')}{': ' + refused.detail if refused.detail else ''}). "
                "Move it away, and the next run makes it again from the journal and the accepted returns."
            ) from None
        if found.own_sheets:
            names = ", ".join(f'"{name}"' for name in found.own_sheets)
            gone = ", ".join(f'"{one.sheet}"' for one in found.missing if not one.title)
            renamed = f"If one of them is {gone}, which is missing, give it that name again. " if gone else ""
            raise ProgrammeError(
                f"{path} has sheets of your own ({names}), which a run from outside Excel cannot keep. "
                f"{renamed}Move {'the others' if gone else 'them'} to another workbook and run again; nothing was changed."
            )
        if commented:
            raise ProgrammeError(
                f"{path} has comments, which a run from outside Excel cannot keep. Move them to another workbook "
                "and run again; nothing was changed."
            )
        if macros:
            raise ProgrammeError(
                f"{path} has macros of your own ({', '.join(macros)}), which a run from outside Excel cannot keep. "
                "Move them to another workbook, such as your personal macro workbook, and run again; nothing was changed."
            )
        if found.errors:
            raise ProgrammeError(f"The input tables of {path} cannot be read.", found.errors)
        return found

    def refuse_what_would_be_lost(self, once_ours: Callable[[str], Collection[str]]) -> None:
        """Raise ProgrammeError where something stands beside a computed table, which a file written anew would not have.

        ``once_ours``: gives the headings of a table's columns that an earlier version wrote.
        """
        path = self.standing
        if not path.is_file():
            return
        try:
            with of_our_own():
                found = beside_computed(read_file(path), once_ours)
        except Refused:
            return  # whoever reads it says so
        if found:
            raise ProgrammeError(
                f"{path} has entries of your own beside tables that are written anew, which a run from outside Excel cannot keep. "
                "Move them to another workbook and run again; nothing was changed.",
                found,
            )

    def sheet(self, name: str) -> SheetCells | None:
        """As ``Home`` says. The other sheets are not read: of a country they take eight seconds."""
        with of_our_own():
            return read_sheet(read_file(self.standing), name)

    def write(self, content: MasterContent) -> bool:
        """As ``Home`` says. A master that somebody saved since it was read is left alone: her entries are newer."""
        data = master_bytes(content)
        if self.seen is not None and fingerprint(self.standing) != self.seen:
            raise ProgrammeError(
                f"{self.standing} was saved by somebody while this run was at work. It was left as it is, with every entry "
                "in it; nothing was changed. Run again."
            )
        if fingerprint(self.path) != sha256_of(data):
            back_up(self.path)
        changed = write_whole(self.path, data)
        self._put_away()
        self.seen = sha256_of(data)
        afterwards(lambda: forget_pending(self.path))  # what waited beside it is older than what was written now
        return changed

    def _refuse_two(self) -> None:
        """Somebody may go on working in the earlier file where it could not be put away: that must not be overlooked."""
        if not (self.path.is_file() and self.earlier.is_file()):
            return
        if self.earlier.stat().st_mtime > self.path.stat().st_mtime:
            raise ProgrammeError(
                f"There are two masters, and {self.earlier} of an earlier version was changed after {self.path} was written. "
                f"Enter in {self.path.name} what you changed there, move {self.earlier.name} away, and run again; "
                "nothing was changed."
            )

    def _put_away(self) -> None:
        if not self.earlier.is_file():
            return
        name = f"master-of-an-earlier-version-{sha256_of(read_file(self.earlier))[:12]}{self.earlier.suffix}"
        try:
            self.kept.mkdir(exist_ok=True)
            replace_file(self.earlier, self.kept / name)
        except (OSError, StoreError):
            raise ProgrammeError(
                f"{self.earlier} of an earlier version could not be put away in {self.kept}. If it is open in Excel, close it "
                "there and run again; nothing was changed."
            ) from None


class MasterBeside(MasterFile):
    """The master while it is open in front of an officer: read as she saved it, written anew beside it.

    It is put in place once she has closed it (flow.settling); what she saves until then is in that one as well.
    """

    def __init__(self, file: MasterFile, pending: Pending) -> None:
        super().__init__(file.path, file.earlier, file.kept)
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


def master_bytes(content: MasterContent) -> bytes:
    """The master as a file; brings XlsxWriter, and so only where one is written."""
    from laa_xl.files import master_writer

    return master_writer.master_bytes(content)


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
        from laa_xl.files.open_master import write_open_master  # what writes is brought where something is written

        try:
            written = write_open_master(self.book, content)
        except CannotWrite as refused:
            raise ProgrammeError(str(refused)) from None
        self.left_over += written.left_over
        self.said += written.said
        return written.changed
