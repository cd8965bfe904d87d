"""The programme folder: master, inbox, accepted returns, templates, reports, register and journal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import ValidationError

from laa_xl.checks.catalogue import all_rules
from laa_xl.declare.agreement_tables import AGREEMENT_TABLES, SETTINGS
from laa_xl.declare.input_tables import INPUT_TABLES
from laa_xl.declare.inputs_load import load_inputs
from laa_xl.declare.layout import layout
from laa_xl.declare.load import NotUsable, RawAgreement, RawRow, convert, load_agreement
from laa_xl.declare.master_form import INPUT_SHEETS
from laa_xl.declare.table_errors import TableError
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.imports import Imported, KeptImport, standing
from laa_xl.domain.inputs import Inputs
from laa_xl.domain.register import Register
from laa_xl.files.owners import owner_of
from laa_xl.files.store import read_file, read_only, sha256_of, write_whole
from laa_xl.files.text import read_csv
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.holders import Holder, elsewhere, forget_holder, myself, read_holder, write_holder
from laa_xl.flow.homes import Home, MasterFile
from laa_xl.flow.imported import read_imported

MASTER, REGISTER = "master.xlsm", "register.json"
EARLIER_MASTER = "master.xlsx"  # of versions whose master had no macros
LOCK, HOLDER = ".laa-xl.lock", ".laa-xl.holder"
_FOLDERS = ("inbox", "accepted", "templates", "reports", "journal")


@dataclass(frozen=True, slots=True)
class State:
    """What a programme knows when a run begins."""

    agreement: Agreement
    inputs: Inputs
    tables: Mapping[str, Sequence[Mapping[str, Any]]]  # the input tables as they stand, to be written back
    register: Register
    warnings: tuple[TableError, ...] = ()
    kept_imports: tuple[KeptImport, ...] = ()

    @property
    def imported(self) -> Imported:
        """The imported figures that stand, by indicator and quarter."""
        return standing(self.kept_imports)


@dataclass(frozen=True)
class Programme:
    """A folder in which one agreement is run."""

    root: Path
    lock_seconds: float = field(default=2.0)
    open_master: Home | None = None  # the master where it is open in front of somebody; None: the file in the folder
    officer: str = ""  # who is at work, as a second officer is told it; "": whoever is logged in
    even_if_open: bool = False  # the master is replaced although it is marked as open: the mark is left over

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
        for name in _FOLDERS:
            self.folder(name).mkdir(parents=True, exist_ok=True)
        self.save_register(Register())

    @contextmanager
    def locked(self, *, writes_master: bool = False) -> Iterator[None]:
        """Keep a second run out; ProgrammeError, by name, where another one is under way.

        ``writes_master``: the run ends by replacing the master. ProgrammeError, before anything is done, where that could
        not be: it is open in front of somebody, or read-only.
        """
        note = self.root / HOLDER
        if self.root.is_dir() and (why := read_only(self.root / LOCK)):
            raise ProgrammeError(f"{why} Nothing was changed.")
        try:
            with FileLock(self.root / LOCK, timeout=self.lock_seconds):
                if holder := elsewhere(note):
                    raise _busy(self.root, holder)
                write_holder(note, myself(self.officer))
                try:
                    if writes_master:
                        self._require_replaceable()
                    yield
                finally:
                    forget_holder(note)
        except Timeout:
            raise _busy(self.root, read_holder(note)) from None

    def _require_replaceable(self) -> None:
        if self.open_master is not None:
            return  # it is written where it is open, or beside it
        if why := read_only(self.master):
            raise ProgrammeError(f"{why} Nothing was changed.")
        owner = None if self.even_if_open else owner_of(self.master)
        if owner is None:
            return
        told = f"{self.master} is open: {owner}. Nothing was changed. Ask for it to be closed and try again."
        if owner.mark is not None:
            told += (
                " If you know that nobody has it open (a spreadsheet that broke down leaves the mark "
                f"{owner.mark.name} behind), delete that mark, or run laa-xl consolidate {self.root} --even-if-open."
            )
        raise ProgrammeError(told)

    def require(self) -> None:
        """Raise ProgrammeError where the folder is none of ours."""
        if not self.exists() and (self.folder("accepted").is_dir() or self.folder("journal").is_dir()):
            raise ProgrammeError(
                f"{self.root} has lost its {REGISTER}, which says what was accepted. Put it back from your backup; "
                "nothing was changed."
            )
        if not self.exists():
            raise ProgrammeError(
                f"{self.root} is not a programme folder (it has no {REGISTER}). Make one with: laa-xl new {self.root} --agreement NAME"
            )

    def load(self) -> State:
        """The agreement, the officers' inputs and the register; ProgrammeError with every error otherwise."""
        self.require()
        raw, tables, errors = self._raw_inputs()
        agreement, found = load_agreement(raw)
        errors = [*errors, *found]
        if agreement is None:
            raise ProgrammeError(f"The agreement in {self.master} cannot be used.", errors)
        inputs, wrong = load_inputs(tables, agreement, {rule.code: rule.waivable for rule in all_rules()})
        register = self.load_register()
        imports = read_imported(self.root, register)
        return State(agreement, inputs, typed_tables(raw, tables), register, (*errors, *wrong), imports)

    def _raw_inputs(self) -> tuple[RawAgreement, dict[str, list[RawRow]], list[TableError]]:
        found = self.home.read()
        if found is None:
            return self._from_journal()
        return found.agreement, found.tables, []

    def _from_journal(self) -> tuple[RawAgreement, dict[str, list[RawRow]], list[TableError]]:
        entries = sorted(self.folder("journal").glob("*.json"))
        if not entries:
            raise ProgrammeError(f"{self.root} has neither {MASTER} nor a journal to make it from.")
        data = json.loads(read_file(entries[-1]))
        note = str(data["settings"].get("illustrative_note") or "")
        tables = {
            name: [RawRow(number, values) for number, values in enumerate(rows, first_row(name, note))]
            for name, rows in data["tables"].items()
        }
        own = {table.name for table in INPUT_TABLES}
        raw = RawAgreement(data["settings"], {name: rows for name, rows in tables.items() if name not in own})
        return raw, {name: rows for name, rows in tables.items() if name in own}, []

    def journal(self, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """Keep the input tables as they stood at this run, once for each state: a lost master loses nothing."""
        names = {setting.title: setting.name for setting in SETTINGS}
        data = {
            "settings": {names[row["setting"]]: row["value"] for row in tables["settings"] if row["value"] is not None},
            "tables": {name: list(rows) for name, rows in sorted(tables.items()) if name != "settings"},
        }
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, default=_plain)
        entries = sorted(self.folder("journal").glob("*.json"))
        if entries and entries[-1].read_text(encoding="utf-8") == text:
            return
        name = f"{len(entries) + 1:05d}-{sha256_of(text.encode())[:12]}.json"
        write_whole(self.folder("journal") / name, text.encode())

    def load_register(self) -> Register:
        """The register; ProgrammeError where it is damaged."""
        try:
            return Register.model_validate_json(read_file(self.root / REGISTER))
        except ValidationError:
            raise ProgrammeError(f"{self.root / REGISTER} is damaged. Put back a copy from your backup.") from None

    def save_register(self, register: Register) -> None:
        """Write the register; it is what counts: a return is accepted when the register says so."""
        write_whole(self.root / REGISTER, register.model_dump_json(indent=1).encode())


def first_row(table: str, note: str) -> int:
    """The number of the first row of an input table on its sheet of the master, as the master is written."""
    sheet = next(sheet for sheet in INPUT_SHEETS if sheet.table.name == table)
    return layout(sheet, 1, note).first + 1


def typed_tables(raw: RawAgreement, tables: Mapping[str, Sequence[RawRow]]) -> dict[str, list[dict[str, Any]]]:
    """The input tables with each cell as its column's kind; what cannot be used stays as it was entered."""
    out: dict[str, list[dict[str, Any]]] = {"settings": _settings_rows(raw)}
    for table in (*AGREEMENT_TABLES, *INPUT_TABLES):
        rows = raw.tables.get(table.name) or tables.get(table.name) or ()
        out[table.name] = [
            {column.name: _typed(row.values.get(column.name), column) for column in table.columns} for row in rows
        ]
    return out


def _settings_rows(raw: RawAgreement) -> list[dict[str, Any]]:
    return [
        {
            "setting": setting.title,
            "value": _typed(raw.settings.get(setting.name, setting.default), setting),
            "meaning": setting.meaning,
        }
        for setting in SETTINGS
    ]


def _busy(root: Path, holder: Holder | None) -> ProgrammeError:
    who = f"{holder} is" if holder else "Another run is"
    return ProgrammeError(f"{who} working in {root}. Wait until that has finished and try again; nothing was changed.")


def _typed(value: Any, column: Any) -> Any:
    try:
        return convert(value, column)
    except NotUsable:
        return value


def _plain(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"cannot journal {type(value)}")


def officers_tables(folder: Path) -> dict[str, list[RawRow]]:
    """The officers' tables of a demonstration, from CSV; a table without a file is empty."""
    found: dict[str, list[RawRow]] = {}
    for table in INPUT_TABLES:
        path = folder / f"{table.name}.csv"
        found[table.name] = read_csv(path) if path.is_file() else []
    return found
