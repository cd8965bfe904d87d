"""Programme folders filled with the demonstration's returns, made once a test process and copied for each test."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from laa_xl.domain.periods import Period
from laa_xl.files.return_writer import return_bytes
from laa_xl.files.store import sha256_of
from laa_xl.flow.accepting import accepted_returns
from laa_xl.flow.demonstration import demonstrate, new_from, read_entries
from laa_xl.flow.pipeline import make_templates
from laa_xl.flow.programme import Programme
from laa_xl.flow.receiving import template_spec
from laa_xl.flow.shipped import demonstration_folder
from laa_xl.stages.templating import content
from tests.support.copies import copy_of, made
from tests.support.returns import PERIOD, SETTINGS, TABLES, Entries, valid_entries

NOW = datetime(2008, 10, 27, 9, 30)
PERIODS = {"leicester-2008": Period(2008, 2), "leicestershire-2006": Period(2006, 2)}


@functools.cache
def _demonstration(name: str) -> Callable[[Path], object]:
    return functools.partial(demonstrate, name)


def filled(name: str, folder: Path) -> Programme:
    """A programme of its own for a test, in which every demonstration return is accepted; its inbox is empty."""
    programme = Programme(copy_of(_demonstration(name), folder / name))
    for path in programme.folder("inbox").iterdir():
        path.unlink()
    return programme


def demo_return(name: str, theme: str) -> bytes:
    """The demonstration return of a theme, as it was accepted."""
    return next((made(_demonstration(name)) / "inbox").glob(f"*-{theme}-*.xlsx")).read_bytes()


def new_return(
    programme: Programme,
    theme: str,
    period: Period,
    changes: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    name: str = "leicester-2008",
) -> bytes:
    """A return of any quarter with the demonstration's entries; ``changes``: row code to column to entry."""
    state = programme.load()
    earlier = {key: one for key, one in accepted_returns(programme, state).items() if key[1] < period}
    spec = template_spec(state, theme, period, earlier)
    entries = read_entries(demonstration_folder(name) / str(PERIODS[name]), theme)
    if period != PERIODS[name]:
        entries["about"]["about"]["date_completed"] = period.deadline(20)
    for code, columns in (changes or {}).items():
        entries["indicators"].setdefault(code, {}).update(columns)
    return return_bytes(spec, content(spec, entries), datetime(2008, 10, 1))


def put(programme: Programme, name: str, data: bytes) -> Path:
    """A file in the inbox."""
    path = programme.folder("inbox") / name
    path.write_bytes(data)
    return path


def edited(programme: Programme, change: Callable[[Any], None]) -> None:
    """Change the master as an officer does, and save it."""
    book = openpyxl.load_workbook(programme.master)
    change(book)
    book.save(programme.master)


def find(sheet: Any, text: str) -> Any:
    """The first cell that holds a text."""
    return next(cell for line in sheet.iter_rows() for cell in line if cell.value == text)


def row_of(programme: Programme, sheet: str, **values: str) -> int:
    """The number of the first row whose cells under these headings (spaces for underscores) hold these texts."""
    worksheet = openpyxl.load_workbook(programme.master)[sheet]
    wanted = {title.replace("_", " "): value for title, value in values.items()}
    heads = {title: find(worksheet, title) for title in wanted}
    for row in range(next(iter(heads.values())).row + 1, worksheet.max_row + 1):
        if all(str(worksheet.cell(row, heads[title].column).value) == value for title, value in wanted.items()):
            return row
    raise AssertionError(f"{sheet} has no row with {wanted}")


def fill_row(sheet: Any, first: str, values: Mapping[str, Any]) -> None:
    """Fill the next free row of a table: ``first`` is the heading of the column that tells whether a row is free."""
    head = find(sheet, first)
    row = head.row + 1
    while sheet.cell(row, head.column).value is not None:
        row += 1
    for title, value in values.items():
        sheet.cell(row, find(sheet, title).column).value = value


def prints(folder: Path, *without: str) -> dict[str, str]:
    """The fingerprint of every file of a folder, but those whose path begins so."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: sha256_of(path.read_bytes()) for name, path in files.items() if not name.startswith(without or ("\0",))
    }


def with_shared_figure(above: Path, now: datetime) -> Programme:
    """A programme in which SEASON of SAFE is the same figure as WORK of JOBS; the templates of both for ``PERIOD`` are out."""
    folder = above / "agreement"
    folder.mkdir()
    lines = (
        f"{name} = {value!r}" if isinstance(value, int) else f'{name} = "{value}"' for name, value in SETTINGS.items()
    )
    (folder / "agreement.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text.lstrip(), encoding="utf-8")
    rows = (folder / "indicators.csv").read_text(encoding="utf-8").splitlines()
    shared = [f"{rows[0]},same_as", *(f"{row},{'WORK' if row.startswith('SEASON') else ''}" for row in rows[1:])]
    (folder / "indicators.csv").write_text("\n".join(shared) + "\n", encoding="utf-8")
    made, _ = new_from(above / "p", str(folder), now)
    make_templates(made, PERIOD, ["SAFE", "JOBS"], now)
    return made


def shared_entries(theme: str, work: float) -> Entries:
    """What such a theme returns, with that figure for WORK."""
    if theme == "SAFE":
        return valid_entries()
    row = {"actual": work, "status": "Final", "forecast": 82}
    return {"about": valid_entries()["about"], "indicators": {"WORK": row}}
