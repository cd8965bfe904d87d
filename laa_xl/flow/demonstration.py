"""A whole programme from a shipped agreement and its published figures: templates, filled returns, master, report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

from laa_xl.declare.converting import NotUsable, convert
from laa_xl.declare.load import RawAgreement, RawRow, load_agreement
from laa_xl.declare.model import Table
from laa_xl.declare.prefill import line_key
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.inputs import Inputs
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register
from laa_xl.files.return_writer import return_bytes
from laa_xl.files.store import write_whole
from laa_xl.files.text import UnusableText, read_agreement_folder, read_csv
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pipeline import Outcome, Progress, consolidate, make_templates, new_programme
from laa_xl.flow.programme import Programme, State, officers_tables, typed_tables
from laa_xl.flow.receiving import return_name, template_spec
from laa_xl.flow.shipped import agreement_folder, demonstration_folder, shipped_names
from laa_xl.stages.templating import content

MARK = "DEMONSTRATION.txt"
Filled = dict[str, dict[str, dict[str, Any]]]


def read_agreement(folder: Path) -> tuple[RawAgreement, Agreement]:
    """An agreement from its folder; ProgrammeError with every error where it cannot be used."""
    if not folder.is_dir():
        names = ", ".join(shipped_names())
        raise ProgrammeError(
            f"There is no folder {folder}, and no shipped agreement of that name. Shipped are: {names}."
        )
    raw = read_agreement_folder(folder)
    agreement, errors = load_agreement(raw)
    if agreement is None:
        raise ProgrammeError(f"The agreement in {folder} cannot be used.", errors, in_master=False)
    return raw, agreement


def new_from(
    root: Path, name: str, now: datetime, officers: Mapping[str, list[RawRow]] | None = None
) -> tuple[Programme, Period]:
    """Make a programme folder from a shipped agreement or a folder of one's own; gives its first quarter as well."""
    programme = Programme(root)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise ProgrammeError(f"{root} is already there and not empty. Choose another folder, or empty it first.")
    raw, agreement = read_agreement(agreement_folder(name))
    tables = typed_tables(raw, officers or {})
    new_programme(programme, State(agreement, Inputs(), tables, Register()), now)
    return programme, Period(agreement.settings.start_year, 1)


def demonstrate(
    name: str, root: Path, progress: Progress = lambda _: None, *, even_if_open: bool = False
) -> tuple[Programme, Outcome]:
    """Run the demonstration of a shipped agreement in a new folder, or once more in its own."""
    if name not in shipped_names():
        raise ProgrammeError(f'There is no demonstration called "{name}". There are: {", ".join(shipped_names())}.')
    folder = next(path for path in sorted(demonstration_folder(name).iterdir()) if path.is_dir())
    period = Period.parse(folder.name)
    _, agreement = read_agreement(agreement_folder(name))
    # The demonstration plays on the day its returns are due, so that every run gives the same files.
    now = datetime.combine(period.deadline(agreement.settings.deadline_days), time(12))
    programme = Programme(root, even_if_open=even_if_open)
    mark = root / MARK
    if not programme.exists():
        progress("Making the programme folder")
        new_from(root, name, now, officers_tables(folder))
        write_whole(mark, f"A demonstration of {name}. Delete the folder when you have seen enough.\n".encode())
    elif not mark.is_file():
        raise ProgrammeError(
            f"{root} is a programme of yours. A demonstration would fill it: choose another folder with --into."
        )
    elif programme.load().agreement.settings.code != agreement.settings.code:
        raise ProgrammeError(f"{root} holds another agreement. Choose another folder with --into.")
    progress("Writing the templates")
    make_templates(programme, period, [theme.code for theme in agreement.themes], now)
    files = []
    for theme in agreement.themes:
        progress(f"Filling the return of {theme.name}")
        spec = template_spec(programme.load(), theme.code, period, {})
        entries = read_entries(folder, theme.code)
        path = programme.folder("inbox") / return_name(name, theme.code, period)
        write_whole(path, return_bytes(spec, content(spec, entries), datetime.combine(period.end, time())))
        files.append(path)
    return programme, consolidate(programme, files, period, now, progress)


def read_entries(folder: Path, theme: str) -> Filled:
    """The entries of one theme from a folder of CSV tables: table, row key, column."""
    return {table.name: dict(_entries(table, folder / f"{table.name}.csv", theme)) for table in RETURN_FORM.tables()}


def _entries(table: Table, path: Path, theme: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if not path.is_file():
        return
    rows: Sequence[RawRow] = [row for row in read_csv(path) if row.values.get("theme") == theme]
    for number, row in enumerate(rows, 1):
        key = str(row.values.get(table.key.name) or number) if table.name != "about" else "about"
        if table.blank_rows and key.isdigit():
            key = line_key(table, int(key))
        values = {}
        for column in table.entries:
            try:
                value = convert(row.values.get(column.name), column)
            except NotUsable as error:
                if column.choices == ("=blocks",):
                    value = row.values.get(column.name)
                else:
                    where = f"{path}, line {row.number}, {column.name}"
                    raise UnusableText(f'{where}: you have "{row.values.get(column.name)}". {error.message}') from None
            if value is not None:
                values[column.name] = value
        yield key, values
