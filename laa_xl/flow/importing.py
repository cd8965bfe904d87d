"""Past quarters from existing spreadsheets: read, reported line by line, kept with their file, withdrawn with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from laa_xl.declare.import_headings import MAP_COLUMNS, ImportMap, map_of
from laa_xl.domain.earlier import EarlierFigures
from laa_xl.domain.imports import Became, Import, ImportRecord, KeptImport, Line, Withdrawal, standing, tally
from laa_xl.domain.periods import Period
from laa_xl.domain.sentences import spoken_day
from laa_xl.domain.settling import settled
from laa_xl.files.grid import Grid, read_grids, spreadsheet_bytes
from laa_xl.files.import_report import ImportReport, report_csv, report_workbook
from laa_xl.files.store import as_text, read_file, sha256_of, write_whole
from laa_xl.files.tabulated import Columns, NotATable, columns_of
from laa_xl.files.text import read_csv
from laa_xl.flow.accepting import accepted_returns
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.imported import RECORD, received
from laa_xl.flow.programme import Programme, State
from laa_xl.stages.importing import Asked, lines_of

FOLDER = "imported"


@dataclass(frozen=True, slots=True)
class HowToImport:
    """What was asked for: who, which quarter only, which sheet, and what other words mean."""

    by: str
    only: Period | None = None
    sheet: str = ""
    map_file: Path | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    ``became``: imported, unchanged (asked for just so before), nothing taken, or dry run. ``kept`` is the folder with the
    file, the figures and the report; None where nothing was kept.
    """

    file: str
    sheet: str
    became: str
    lines: tuple[Line, ...] = ()
    unread: tuple[str, ...] = ()
    kept: Path | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A file that was read: its bytes, the sheet and its headings."""

    path: Path
    data: bytes
    grid: Grid
    columns: Columns


def import_files(programme: Programme, files: Sequence[Path], how: HowToImport, now: datetime) -> list[Outcome]:
    """Take in the figures of each file; every file has to be readable, or nothing is taken of any.

    The master has to be written anew afterwards: where it could not be, nothing is taken either.
    """
    with programme.locked("import", now, writes_master=not how.dry_run):
        state = programme.load()
        codes = [indicator.code for indicator in state.agreement.indicators]
        told, map_data = _map(how.map_file, codes)
        map_sha256 = sha256_of(map_data) if map_data is not None else ""
        asked = Asked(state.agreement, told, how.only, now.date())
        earlier = EarlierFigures(state.agreement, accepted_returns(programme, state), state.imported)
        kept, register, outcomes = list(state.kept_imports), state.register, []
        sources = [(path, spreadsheet_bytes(path)) for path in files]
        known = [_known(state, data, how, map_sha256) for _, data in sources]
        read = [
            _Source(path, data, *_table(path, data, told, how)) if entry is None else None
            for (path, data), entry in zip(sources, known, strict=True)
        ]
        for (path, _), entry, source in zip(sources, known, read, strict=True):
            if source is None:
                assert entry is not None
                folder = programme.root / entry.kept
                outcomes.append(Outcome(str(path), entry.sheet, "unchanged", kept=folder))
                continue
            found = lines_of(source.grid, source.columns, asked)
            lines = tuple(settled(found, replace(earlier, imported=standing(kept))))
            outcome = _outcome(source, lines)
            if outcome.became == "imported" and how.dry_run:
                outcome = replace(outcome, became="dry run")
            elif outcome.became == "imported":
                new = _keep(programme, source, outcome, how, now, len(register.imports) + 1, map_data)
                kept.append(new)
                register = register.model_copy(update={"imports": (*register.imports, new.entry)})
                outcome = replace(outcome, kept=programme.root / new.entry.kept)
            outcomes.append(outcome)
        if register is not state.register:
            programme.save_register(register)
    return outcomes


def _outcome(source: _Source, lines: tuple[Line, ...]) -> Outcome:
    header = source.columns.header
    unread = tuple(f'"{text}" ({source.grid.place(header, column)})' for column, text in source.columns.unread)
    became = "imported" if tally(lines)[Became.TAKEN] else "nothing taken"
    return Outcome(str(source.path), source.grid.name, became, lines, unread)


def _known(state: State, data: bytes, how: HowToImport, map_sha256: str) -> Import | None:
    """The import that asked for this very file in the very same way, and still counts."""
    only = str(how.only) if how.only else ""
    wanted = (sha256_of(data), only, map_sha256)
    same = (one for one in state.register.imports if (one.sha256, one.only, one.map_sha256) == wanted)
    return next((one for one in same if not one.withdrawn and how.sheet.casefold() in ("", one.sheet.casefold())), None)


def _map(path: Path | None, codes: Sequence[str]) -> tuple[ImportMap, bytes | None]:
    if path is None:
        return ImportMap.empty(), None
    data = read_file(path)
    rows = read_csv(path)
    if rows and not set(MAP_COLUMNS) <= set(rows[0].values):
        raise ProgrammeError(f"{path} needs the columns {', '.join(MAP_COLUMNS)} in its first line.")
    told, wrong = map_of([(row.number, row.values) for row in rows], codes)
    if wrong:
        raise ProgrammeError(f"{path} cannot be used: {' '.join(wrong)}")
    return told, data


def _table(path: Path, data: bytes, told: ImportMap, how: HowToImport) -> tuple[Grid, Columns]:
    """The sheet with past figures; ProgrammeError where there is none, or more than one."""
    grids = read_grids(str(path), data)
    names = ", ".join(f'"{grid.name}"' for grid in grids if grid.name)
    if not how.sheet:
        grids = [grid for grid in grids if not grid.hidden]
    if how.sheet:
        grids = [grid for grid in grids if grid.name.casefold() == how.sheet.strip().casefold()]
        if not grids:
            there = f"Its sheets are: {names}." if names else "A CSV file has no sheets."
            raise ProgrammeError(f'{path} has no sheet "{how.sheet}". {there}')
    try:
        found = [(grid, columns) for grid in grids if (columns := columns_of(grid, told, how.only)) is not None]
    except NotATable as problem:
        raise ProgrammeError(f"{path}: {problem}") from None
    if len(found) > 1:
        which = ", ".join(f'"{grid.name}"' for grid, _ in found)
        raise ProgrammeError(f"{path} has past figures on more than one sheet: {which}. Import each with --sheet NAME.")
    if not found:
        raise ProgrammeError(
            f'{path}: no table of past figures was found. It needs a heading over the codes ("Code", "Ref" or "Indicator"), and '
            'either "Period" and "Actual", or a column for each quarter, such as "2007-Q3", "Q3 2007/08" or "December 2007". A '
            "table of one quarter needs --period. Say what other headings mean in a mapping file: --map."
        )
    return found[0]


def _keep(
    programme: Programme,
    source: _Source,
    outcome: Outcome,
    how: HowToImport,
    now: datetime,
    number: int,
    map_data: bytes | None,
) -> KeptImport:
    """Write the file as received, the figures and the report; the register, written last, is what counts."""
    figures = tuple(line.figure for line in outcome.lines if line.figure)
    record = ImportRecord(figures=figures).model_dump_json(indent=1, exclude_none=True).encode()
    sha256, found = sha256_of(source.data), tally(outcome.lines)
    kept = f"{FOLDER}/{number:03d}-{sha256[:16]}"
    entry = Import(
        file=as_text(Path(source.path.name)),
        sha256=sha256,
        at=now,
        by=how.by,
        sheet=source.grid.name,
        only=str(how.only) if how.only else "",
        map_sha256=sha256_of(map_data) if map_data is not None else "",
        read=len(outcome.lines),
        taken=found[Became.TAKEN],
        not_taken=found[Became.NOT_TAKEN],
        ignored=found[Became.IGNORED],
        kept=kept,
        record_sha256=sha256_of(record),
    )
    folder = programme.root / kept
    write_whole(received(programme.root, entry), source.data)
    if map_data is not None:
        write_whole(folder / "map.csv", map_data)
    report = report_of(outcome, entry)
    stamp = now.replace(tzinfo=None, microsecond=0)
    write_whole(folder / "import-report.xlsx", report_workbook(report, stamp))
    write_whole(folder / "import-report.csv", report_csv(report))
    write_whole(folder / RECORD, record)
    return KeptImport(entry, figures)


def report_of(outcome: Outcome, entry: Import) -> ImportReport:
    """The report of an import."""
    sheet = f', sheet "{entry.sheet}"' if entry.sheet else ""
    only = f", {entry.only} only" if entry.only else ""
    asked = f"{entry.file}{sheet}{only} · imported on {spoken_day(entry.at.date())} by {entry.by}"
    return ImportReport("Import of past quarters", asked, outcome.unread, outcome.lines)


def withdraw(programme: Programme, which: str, reason: str, by: str, now: datetime) -> Import:
    """Take an import back: its figures count no longer, and everything that was kept stays."""
    if not reason.strip():
        raise ProgrammeError("Say why the import is withdrawn: --because.")
    with programme.locked("withdraw an import", now, writes_master=True):
        register = programme.load().register
        named = [one for one in register.imports if _means(which, one)]
        found = [one for one in named if one.withdrawn is None]
        if not found:
            why = "was withdrawn already" if named else "is not among the imports"
            raise ProgrammeError(f'"{which}" {why}. See which there are: laa-xl import {programme.root}')
        if len(found) > 1:
            numbers = ", ".join(number_of(one) for one in found)
            raise ProgrammeError(f'"{which}" was imported more than once. Say which by its number: {numbers}.')
        gone = found[0].model_copy(update={"withdrawn": Withdrawal(at=now, by=by, reason=reason.strip())})
        imports = tuple(gone if one is found[0] else one for one in register.imports)
        programme.save_register(register.model_copy(update={"imports": imports}))
    return gone


def number_of(entry: Import) -> str:
    """The number by which an import is named: ``001``."""
    return entry.kept.rpartition("/")[2].partition("-")[0]


def _means(which: str, entry: Import) -> bool:
    plain = which.strip()
    number = plain.isdecimal() and int(plain) == int(number_of(entry))
    return number or plain.casefold() == entry.file.casefold() or (len(plain) >= 8 and entry.sha256.startswith(plain))
