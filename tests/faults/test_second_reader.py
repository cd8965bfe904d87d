"""A second reader: openpyxl and the fast path (calamine with our scan) agree on every cell, or the reason is written here."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import ModuleType
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell as PyCell

from laa_xl.files.cells import Cell, WorkbookCells, read_cells
from tests.faults.desk import changed
from tests.faults.kinds import at_places
from tests.faults.odd_workbooks import ODD, line, raw
from tests.faults.odd_workbooks import written as formatted
from tests.faults.returns_made import Clean, demonstrations, drawn
from tests.faults.seeding import all_kinds, givens
from tests.faults.written import written
from tests.support.returns import valid_return

# Where the two differ and the fast path is right: the workbook of one cell, what we read, and why.
RIGHT: dict[str, tuple[bytes, Cell, str]] = {
    "a formula of text without a saved result": (
        raw(line('t="str"|<f>A1</f>')),
        Cell(None, True, None, True),
        "openpyxl cannot tell it from one that gives an empty text; a spreadsheet saves that as a text of length 0",
    ),
    "Excel's own escapes": (
        raw(line('t="inlineStr"|<is><t>a_x000A_b</t></is>')),
        Cell("a\nb"),
        "Excel writes a line end or a control character so, and shows what it stands for",
    ),
    "spaces that are not marked as kept": (
        raw(line('t="inlineStr"|<is><t>  a </t></is>')),
        Cell("a"),
        "without xml:space they are no part of the text; and spaces around an entry say nothing anyway",
    ),
    "a date before there are dates": (
        formatted("dd/mm/yyyy", value=-5.0),
        Cell(time(0, 0)),
        "Excel shows #### for it; no column takes a time, so that it is told (D01, N07)",
    ),
    "a date after the year 9999": (
        formatted("dd/mm/yyyy", value=3_000_000.0),
        Cell(3_000_000.0),
        "Excel shows #### for it; a number is no date, so that it is told (D01); openpyxl makes an error of it",
    ),
}


@dataclass(frozen=True)
class Seen:
    """What both readers can say about a cell."""

    value: Any
    formula: bool
    error: str | None
    uncalculated: bool


Grid = dict[str, dict[tuple[int, int], Seen]]


def fast(book: WorkbookCells) -> Grid:
    """By calamine and our scan."""
    return {
        sheet.name: {
            (row, column): Seen(cell.value, cell.formula, cell.error, cell.uncalculated)
            for row, line in sheet.rows.items()
            for column, cell in line.items()
        }
        for sheet in book.sheets
    }


def slow(data: bytes) -> Grid:
    """By openpyxl, which reads the file as it came: once for what stands there, once for the formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values, formulas = (openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (True, False))
    found: Grid = {}
    for name in values.sheetnames:
        shown, written_ = (getattr(book[name], "_cells", {}) for book in (values, formulas))
        found[name] = {}
        for (row, column), cell in sorted(written_.items()):
            seen = _by_openpyxl(shown.get((row, column)), cell)
            if seen is not None:
                found[name][row - 1, column - 1] = seen
    return found


def _by_openpyxl(shown: PyCell | None, cell: PyCell) -> Seen | None:
    formula = cell.data_type == "f"
    value = None if shown is None else shown.value
    if shown is not None and shown.data_type == "e":
        return Seen(None, formula, str(value), False)
    if value is None and formula:
        empty = shown is not None and shown.data_type == "str"  # it keeps the type of the cell, though not the text
        return Seen("" if empty else None, True, None, not empty)
    if value in (None, "") and not formula:
        return None
    return Seen(_plain(value), formula, None, False)


def _plain(value: Any) -> Any:
    """A value in our words: numbers are floats, a whole day is a date, a duration a number of days."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return float(value) if math.isfinite(value) else str(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    return value


def differences(data: bytes) -> Iterator[str]:
    """Every cell on which the two do not agree, in words."""
    ours, theirs = fast(read_cells(data)), slow(data)
    for name in theirs.keys() | ours.keys():
        mine, other = ours.get(name, {}), theirs.get(name, {})
        for place in sorted(mine.keys() | other.keys()):
            if not _agree(mine.get(place), other.get(place)):
                yield f"{name} {place}: we {mine.get(place)}, openpyxl {other.get(place)}"


def _agree(ours: Seen | None, theirs: Seen | None) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    if (ours.formula, ours.error, ours.uncalculated) != (theirs.formula, theirs.error, theirs.uncalculated):
        return False
    one, other = ours.value, theirs.value
    if isinstance(one, datetime) and isinstance(other, datetime):
        return abs(one - other) < timedelta(milliseconds=1)  # a fraction of a day has no exact microseconds
    if isinstance(one, float) and isinstance(other, float):
        return one == other
    return type(one) is type(other) and one == other


@pytest.mark.parametrize("clean", [*demonstrations(), *drawn()[::6]], ids=lambda clean: clean.name)
def test_the_readers_agree_on_every_cell_of_a_return(clean: Clean) -> None:
    assert list(differences(clean.data)) == []


def test_the_readers_agree_on_the_invented_return() -> None:
    assert list(differences(valid_return())) == []


@pytest.mark.parametrize("kind", all_kinds(), ids=str)
def test_the_readers_agree_on_a_return_with_a_fault(kind: Any) -> None:
    (fault,) = at_places(kind, givens()[:9], 1) or at_places(kind, givens(), 1)
    assert list(differences(written(changed(fault.given.book, *fault.edits)))) == []


@pytest.mark.parametrize("what", ODD)
def test_the_readers_agree_on_an_odd_workbook(what: str) -> None:
    assert list(differences(ODD[what])) == []


@pytest.mark.parametrize("what", RIGHT)
def test_where_the_readers_differ_the_fast_path_is_right(what: str) -> None:
    data, ours, reason = RIGHT[what]
    assert read_cells(data).sheets[0].get(0, 0) == ours
    assert len(list(differences(data))) == 1
    assert reason


@pytest.mark.parametrize("clean", demonstrations()[::4], ids=lambda clean: clean.name)
def test_the_readers_agree_on_what_libreoffice_saved(clean: Clean, office: ModuleType, tmp_path: Any) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(clean.data)
    assert list(differences(office.resave(path, tmp_path / "again.xlsx").read_bytes())) == []


def test_a_blank_an_error_an_empty_text_and_an_uncalculated_formula_are_four_things() -> None:
    cells = ("|", 't="e"|<f>1/0</f><v>#DIV/0!</v>', 't="str"|<f>""</f><v></v>', "|<f>1+1</f>", "|<f>1+1</f><v>2</v>")
    data = raw(line(*cells))
    assert list(differences(data)) == []
    (sheet,) = read_cells(data).sheets
    assert [sheet.get(0, column) for column in range(5)] == [
        None,
        Cell(None, True, "#DIV/0!"),
        Cell("", True),
        Cell(None, True, None, True),
        Cell(2.0, True),
    ]


def test_a_difference_would_be_seen() -> None:
    """What the tests above lean on: another value, a lost formula, a lost cell and a lost error are each told."""
    one, day = Seen(1.0, False, None, False), date(2008, 10, 24)
    for ours, theirs in (
        (one, None),
        (None, one),
        (one, Seen(2.0, False, None, False)),
        (one, Seen("1", False, None, False)),
        (one, Seen(1.0, True, None, False)),
        (one, Seen(None, False, "#N/A", False)),
        (Seen(None, True, None, True), Seen("", True, None, False)),
        (Seen(day, False, None, False), Seen(datetime(2008, 10, 24, 1), False, None, False)),
        (Seen(True, False, None, False), one),
    ):
        assert not _agree(ours, theirs)
