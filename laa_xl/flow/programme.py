"""The programme folder: master, inbox, accepted returns, templates, reports, register and journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from laa_xl.checks.catalogue import all_rules
from laa_xl.declare.agreement_tables import AGREEMENT_TABLES, SETTINGS
from laa_xl.declare.converting import as_entered
from laa_xl.declare.input_tables import INPUT_TABLES
from laa_xl.declare.inputs_load import load_inputs
from laa_xl.declare.load import RawAgreement, RawRow, load_with_tables, typed_rows
from laa_xl.declare.table_errors import TableError
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.imports import Imported, KeptImport, standing
from laa_xl.domain.inputs import Inputs
from laa_xl.domain.register import Register
from laa_xl.files.later_tables import let_go
from laa_xl.files.leftovers import clear_leftovers
from laa_xl.files.master_reader import Missing
from laa_xl.files.owners import left_over, owner_of
from laa_xl.files.store import StoreError, read_only
from laa_xl.files.text import read_csv
from laa_xl.files.undoing import NotUndone, together
from laa_xl.flow.as_written import AsWritten
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.holders import Holder, elsewhere, forget_holder, held, login, myself, read_holder, write_holder
from laa_xl.flow.homes import Home, MasterFile
from laa_xl.flow.imported import read_imported
from laa_xl.flow.journal import keep_entry, told_of_going_back
from laa_xl.flow.lost_master import first_row, from_journal
from laa_xl.flow.pending import next_master
from laa_xl.flow.recording import BACKUPS, REGISTER, Records
from laa_xl.flow.taking_in import Entered, TakenIn, take_in
from laa_xl.flow.unhurried import few_collections

MASTER = "master.xlsm"
EARLIER_MASTER = "master.xlsx"  # of versions whose master had no macros
LOCK, HOLDER = ".laa-xl.lock", ".laa-xl.holder"
FOLDERS = ("inbox", "accepted", "templates", "reports", "journal")


@dataclass(frozen=True)
class State:
    """What a programme knows when a run begins."""

    agreement: Agreement
    inputs: Inputs
    tables: Mapping[str, Sequence[Mapping[str, Any]]]  # the input tables as they stand, to be written back
    register: Register
    warnings: tuple[TableError, ...] = ()
    kept_imports: tuple[KeptImport, ...] = ()
    entered: Entered = field(default_factory=dict)  # rows of input tables that were taken in from the report sheet
    told: tuple[str, ...] = ()  # what was taken in from it
    said: tuple[str, ...] = ()  # what could not be
    missing: tuple[Missing, ...] = ()  # what the master never had, being of an earlier version

    @cached_property
    def imported(self) -> Imported:
        """The imported figures that stand, by indicator and quarter."""
        return standing(self.kept_imports)

    @property
    def slight(self) -> State:
        """What checking needs of it, without the tables that are there to be written back."""
        return replace(self, tables={}, entered={}, told=(), said=(), missing=())


@dataclass(frozen=True)
class Programme:
    """A folder in which one agreement is run."""

    root: Path
    lock_seconds: float = field(default=2.0)
    open_master: Home | None = None  # the master where it is open in front of somebody; None: the file in the folder
    officer: str = ""  # who is at work, as a second officer is told it; "": whoever is logged in
    even_if_open: bool = False  # the master is replaced although it is marked as open: the mark is left over
    afresh: bool = False  # every accepted return is read again, whatever was remembered of it

    @property
    def master(self) -> Path:
        """The officers' workbook."""
        return self.file.standing

    @property
    def home(self) -> Home:
        """Where the master is read from and written to."""
        return self.open_master or self.file

    @cached_property
    def file(self) -> MasterFile:
        """The master as a file; one a run, as it remembers what it read."""
        return MasterFile(self.root / MASTER, self.root / EARLIER_MASTER, self.folder("journal"))

    def folder(self, name: str, *more: str) -> Path:
        """One of the programme's folders."""
        return self.root.joinpath(name, *more)

    def exists(self) -> bool:
        """Whether this is a programme folder."""
        return (self.root / REGISTER).is_file()

    def create(self) -> None:
        """Make the folders and an empty register."""
        for name in FOLDERS:
            self.folder(name).mkdir(parents=True, exist_ok=True)
        self.save_register(Register())

    @cached_property
    def records(self) -> Records:
        """The register and the audit log; one a run."""
        return Records(self.root)

    @contextmanager
    def locked(
        self, action: str = "change", now: datetime | None = None, *, writes_master: bool = False
    ) -> Iterator[None]:
        """Keep a second run out; ProgrammeError, by name, where another one is under way.

        Everything that is written inside stands, or, where a step fails, nothing of it does. What changed stands in the audit
        log as one line, under the name of the ``action`` and its time (None: the machine's).

        ``writes_master``: the run ends by replacing the master. ProgrammeError, before anything is done, where that could
        not be: it is open in front of somebody, or read-only.
        """
        note = self.root / HOLDER
        if self.root.is_dir() and (why := read_only(self.root / LOCK)):
            raise ProgrammeError(f"{why} Nothing was changed.")
        with held(self.root / LOCK, self.lock_seconds) as free:
            if not free:
                raise busy(self.root, read_holder(note))
            if holder := elsewhere(note):
                raise busy(self.root, holder)
            write_holder(note, myself(self.officer))
            try:
                clear_leftovers(self.root)
                if writes_master:
                    self._require_replaceable()
                with self._recorded(action, now or datetime.now()):  # noqa: DTZ005 - local time, as every other caller's
                    yield
            finally:
                forget_holder(note)
                let_go()  # this process may go on for as long as Excel is open

    @contextmanager
    def _recorded(self, action: str, now: datetime) -> Iterator[None]:
        try:
            with together() as writes:
                self.records.begin(action, self.officer or login(), now)
                yield
                self.records.finish(writes.written)
        except NotUndone as error:
            first = error.__cause__
            why = f"{first} " if isinstance(first, (ProgrammeError, StoreError)) else ""
            names = ", ".join(str(path) for path in error.paths)
            raise ProgrammeError(
                f"{why}What had been written before could not all be taken back: {names}. Nothing that came in is lost. When the "
                f"drive is well again, run: laa-xl rebuild {self.root}"
            ) from first

    def _require_replaceable(self) -> None:
        if isinstance(self.home, MasterFile):
            self.home.refuse_what_would_be_lost(AsWritten(self.root).titles)
        if self.open_master is not None:
            return  # it is written where it is open, or beside it
        if why := read_only(self.master):
            raise ProgrammeError(f"{why} Nothing was changed.")
        owner = None if self.even_if_open else owner_of(self.master)
        if owner is None:
            return
        told = f"{self.master} is open: {owner}. Nothing was changed. Ask for it to be closed and try again."
        if owner.mark is not None:
            told += f" {left_over(owner.mark)}, or give the same command again with --even-if-open."
        raise ProgrammeError(told)

    def lost_register(self) -> bool:
        """Whether this was a programme folder once, and has no register any more."""
        return not self.exists() and (self.folder("accepted").is_dir() or self.folder("journal").is_dir())

    def require(self) -> None:
        """Raise ProgrammeError where the folder is none of ours."""
        if self.lost_register():
            raise ProgrammeError(
                f"{self.root} has lost its {REGISTER}, which says what was accepted. Run: laa-xl rebuild {self.root} (it puts "
                f"back the copy in {BACKUPS}), or put it back from your backup; nothing was changed."
            )
        if not self.exists():
            raise ProgrammeError(
                f"{self.root} is not a programme folder (it has no {REGISTER}). Make one with: laa-xl new {self.root} --agreement NAME"
            )

    def load(self) -> State:
        """The agreement, the officers' inputs and the register; ProgrammeError with every error otherwise.

        What officers changed in the report sheet is among their inputs.
        """
        with few_collections():  # tens of thousands of records, and no circle among them
            return self._load()

    def _load(self) -> State:
        self.require()
        raw, taken_in, errors, missing = self._raw_inputs()
        tables = taken_in.tables
        loaded = load_with_tables(raw)
        agreement, errors = loaded.agreement, [*errors, *loaded.errors]
        if agreement is None:
            raise ProgrammeError(f"The agreement in {self.master} cannot be used.", errors)
        inputs, wrong = load_inputs(tables, agreement, {rule.code: rule.waivable for rule in all_rules()})
        register = self.load_register()
        imports = read_imported(self.root, register)
        return State(
            agreement,
            inputs,
            typed_tables(raw, tables, loaded.tables),
            register,
            (*errors, *wrong),
            imports,
            taken_in.entered,
            taken_in.told,
            taken_in.said,
            missing,
        )

    def _raw_inputs(self) -> tuple[RawAgreement, TakenIn, list[TableError], tuple[Missing, ...]]:
        found = self.home.read()
        if found is None:
            others = frozenset((MASTER, EARLIER_MASTER, next_master(self.root / MASTER).name))
            return *from_journal(self.root, MASTER, others), [], ()
        if found.missing and (lost := AsWritten(self.root).lost(found.missing)):
            raise ProgrammeError(f"The input tables of {self.master} cannot be read.", lost)
        note = str(found.agreement.settings.get("illustrative_note") or "")
        today = self.records.at or datetime.now()  # noqa: DTZ005 - local time, as every other caller's
        taken_in = take_in(found.tables, found.report, today.date(), lambda table: first_row(table, note))
        return found.agreement, taken_in, found.told, tuple(found.missing)

    def journal(self, state: State, *, tells: bool = False) -> tuple[str, ...]:
        """Keep the input tables as they stood at this run, once for each state: a lost master loses nothing.

        What it gives says that they are those of an earlier run again; ``tells``: the run hands that on. What others find gone
        back is left for the next run that tells.
        """
        back = keep_entry(self.root, state.tables, state.missing, tells=tells)
        return (told_of_going_back(self.master, back),) if back else ()

    def load_register(self) -> Register:
        """The register; ProgrammeError where it is damaged."""
        return self.records.load()

    def save_register(self, register: Register) -> None:
        """Write the register; it is what counts: a return is accepted when the register says so."""
        self.records.save(register)


def typed_tables(
    raw: RawAgreement,
    tables: Mapping[str, Sequence[RawRow]],
    typed: Mapping[str, list[dict[str, Any]]] = MappingProxyType({}),
) -> dict[str, list[dict[str, Any]]]:
    """The input tables with each cell as its column's kind; what cannot be used stays as it was entered.

    ``typed``: those of the agreement, where they were made before.
    """
    out: dict[str, list[dict[str, Any]]] = {"settings": _settings_rows(raw)}
    for table in (*AGREEMENT_TABLES, *INPUT_TABLES):
        rows = raw.tables.get(table.name) or tables.get(table.name) or ()
        out[table.name] = typed.get(table.name) or typed_rows(table, rows)
    return out


def _settings_rows(raw: RawAgreement) -> list[dict[str, Any]]:
    return [
        {
            "setting": setting.title,
            "value": as_entered(raw.settings.get(setting.name, setting.default), setting),
            "meaning": setting.meaning,
        }
        for setting in SETTINGS
    ]


def busy(root: Path, holder: Holder | None) -> ProgrammeError:
    """What to say where another run has the folder; ``holder`` None: nobody knows whose."""
    who = f"{holder} is" if holder else "Another run is"
    return ProgrammeError(f"{who} working in {root}. Wait until that has finished and try again; nothing was changed.")


def officers_tables(folder: Path) -> dict[str, list[RawRow]]:
    """The officers' tables of a demonstration, from CSV; a table without a file is empty."""
    found: dict[str, list[RawRow]] = {}
    for table in INPUT_TABLES:
        path = folder / f"{table.name}.csv"
        found[table.name] = read_csv(path) if path.is_file() else []
    return found
