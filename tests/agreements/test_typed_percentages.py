"""A percentage typed into a green tab: the spreadsheet keeps 0.1 and shows 10 %, and 10 is what the officer meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES
from laa_xl.declare.load import RawAgreement, RawRow
from laa_xl.declare.model import Column, Kind, Means
from laa_xl.declare.percentages import ShownPercent, take_percentages
from laa_xl.files.cells import read_cells
from laa_xl.files.master_reader import MasterInputs, read_master
from laa_xl.files.open_reader import read_open_master
from tests.support.cli import laa_xl, succeeded
from tests.support.demo_folders import demo
from tests.support.engine import open_book
from tests.support.living import NOW, TABLES, new_programme


def typed(folder: Path, sheet: str, row: int | str, heading: str, kept: float, shape: str = "0%") -> None:
    """Type a percentage as Excel keeps it, into a row by its number or by what stands first in it."""
    book = openpyxl.load_workbook(folder / "master.xlsm", keep_vba=True)
    tab = book[sheet]
    head = next(line for line in tab.iter_rows() if heading in [cell.value for cell in line])
    number = row if isinstance(row, int) else next(line[0].row for line in tab.iter_rows() if line[0].value == row)
    cell = tab.cell(number, next(cell.column for cell in head if cell.value == heading))
    cell.value, cell.number_format = kept, shape
    book.save(folder / "master.xlsm")


def as_a_file(folder: Path) -> MasterInputs:
    return read_master(read_cells(folder / "master.xlsm"))


def as_open(folder: Path) -> MasterInputs:
    return read_open_master(open_book(folder / "master.xlsm"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """NI021 is a percentage, NI016 a rate, NI154 a number of homes."""
    rewards = "indicator,target_no,target_title,without_stretch,with_stretch,weight\nNI021,1,Safety,60,70,1\n"
    return new_programme(tmp_path, rewards=rewards, funding="code,theme,stream,budget\nF1,SAFE,Grant,1000\n")


def value(found: MasterInputs, table: str, row: int | str, name: str) -> Any:
    """What was read for a row, by its number or its first entry."""
    if table == "settings":
        return found.agreement.settings[name]
    rows = (found.agreement.tables | found.tables)[table]
    return next(one.values[name] for one in rows if row in (one.number, next(iter(one.values.values()))))


READERS = pytest.mark.parametrize("reader", [as_a_file, as_open])

TAKEN = [
    # sheet, row, heading, kept by the spreadsheet, its format, table, field, what is meant
    ("Settings", "Tolerance above target, %", "Value", 0.1, "0%", "settings", "tolerance_upper", 10.0),
    ("Settings", "Finance, red beyond, %", "Value", 0.07, "0%", "settings", "finance_band_red", 7.0),
    ("Settings", "Reward pot, % of net budget", "Value", 0.025, "0.00%", "settings", "reward_pot_percent", 2.5),
    ("Agreement targets", "NI021", "Target", 0.63, "0%", "targets", "target", 63.0),
    ("Agreement targets", "NI021", "Target", 0.07, "0%", "targets", "target", 7.0),
    ("Agreement targets", "NI021", "Target", 0.291, "0.00%", "targets", "target", 29.1),
    ("Agreement targets", "NI021", "Target", 1.1, '0 %" of residents"', "targets", "target", 110.0),
    ("Agreement indicators", "NI021", "Baseline", 0.57, "0%", "indicators", "baseline", 57.0),
    ("Agreement indicators", "NI154", "Tolerance above", 0.05, "0%", "indicators", "tolerance_upper", 5.0),
    ("Agreement reward targets", "NI021", "Target with stretch", 0.72, "0%", "rewards", "with_stretch", 72.0),
]


@READERS
@pytest.mark.parametrize(("sheet", "row", "heading", "kept", "shape", "table", "name", "meant"), TAKEN)
def test_the_percentage_that_a_cell_shows_is_taken_and_told(
    reader: Any, folder: Path, sheet: str, row: str, heading: str, kept: float, shape: str, table: str, name: str, meant: float
) -> None:  # fmt: skip
    typed(folder, sheet, row, heading, kept, shape)
    found = reader(folder)
    assert found.errors == []
    assert repr(value(found, table, row, name)) == repr(meant)
    (told,) = found.told
    assert not told.stops
    column = row if table == "settings" else heading
    assert told.told(in_master=True).startswith(
        f'{sheet}, row {told.row}, {column}: You have "{meant:g}%". {meant:g} was taken'
    )


ASKED = [
    ("Settings", "Return due, days after the quarter", "Value", 0.24, "24%"),
    ("Agreement targets", "NI016", "Target", 0.08, "8%"),
    ("Agreement targets", "NI154", "Target", 4.0, "400%"),
    ("Agreement targets", "NI021", "Quarter", 0.02, "2%"),
    ("Agreement indicators", "NI154", "Lag, months", 0.01, "1%"),
    ("Agreement funding streams", "F1", "Budget, £", 0.5, "50%"),
    ("Agreement reward targets", "NI021", "Weight", 0.5, "50%"),
]


@READERS
@pytest.mark.parametrize(("sheet", "row", "heading", "kept", "shown"), ASKED)
def test_a_percentage_where_none_belongs_is_asked_about(
    reader: Any, folder: Path, sheet: str, row: str, heading: str, kept: float, shown: str
) -> None:
    typed(folder, sheet, row, heading, kept)
    found = reader(folder)
    (error,) = found.errors
    column = row if sheet == "Settings" else heading
    assert error.stops
    assert error.told(in_master=True) == (
        f'{sheet}, row {error.row}, {column}: You have "{shown}". This is no percentage. Set the cell\'s format to Number, and type the '
        "number again."
    )


UNTOLD = [
    ("Agreement indicators", "NI154", "Share Q1", 0.25, "0%", "indicators", "share_q1", 0.25),  # shares are of 1
    ("Agreement indicators", "NI154", "Baseline", 0.0, "0%", "indicators", "baseline", 0.0),
    (
        "Agreement targets",
        "NI021",
        "Target",
        0.63,
        '0.00" %"',
        "targets",
        "target",
        0.63,
    ),  # a sign that is only printed
    ("Agreement targets", "NI021", "Note", 0.63, "0%", "targets", "note", "63%"),  # words are what was typed
]


@READERS
@pytest.mark.parametrize(("sheet", "row", "heading", "kept", "shape", "table", "name", "meant"), UNTOLD)
def test_where_nothing_else_can_be_meant_nothing_is_said(
    reader: Any, folder: Path, sheet: str, row: str, heading: str, kept: float, shape: str, table: str, name: str, meant: Any
) -> None:  # fmt: skip
    typed(folder, sheet, row, heading, kept, shape)
    found = reader(folder)
    assert (found.errors, found.told) == ([], [])
    assert value(found, table, row, name) == meant


def taken(column: Column, unit: str = "% of residents", table: str = "surveys") -> Any:
    """What a cell that shows 25 % is read as, or "?" where it is asked about."""
    values: dict[str, Any] = {"code": "NI1", "indicator": "NI1", column.name: 0.25}
    known = {"code": "NI1", "measure": "count", "unit": unit, "tolerance_kind": "points"}
    agreement = RawAgreement({}, {"indicators": [RawRow(2, known)]})
    values |= known if table == "indicators" else {}
    told = take_percentages([ShownPercent(table, 5, column, 0.25, values)], agreement)
    return "?" if any(one.stops for one in told) else values[column.name]


@pytest.mark.parametrize(
    ("means", "of_a_percentage", "of_a_count"),
    [
        (Means.FIGURE, 25.0, "?"),
        (Means.TOLERANCE, 25.0, "?"),  # in points
        (Means.SHARE, 0.25, 0.25),
        (Means.YEAR, "?", "?"),
        (Means.ITSELF, "?", "?"),
    ],
)
def test_a_new_column_is_read_by_what_its_declaration_says_it_means(
    means: Means, of_a_percentage: Any, of_a_count: Any
) -> None:
    column = Column("floor", "Floor", Kind.NUMBER, means=means)
    assert (taken(column), taken(column, "homes")) == (of_a_percentage, of_a_count)


def test_every_figure_of_an_indicator_is_declared_as_one() -> None:
    figures = {
        (table.name, column.name)
        for table in AGREEMENT_TABLES
        for column in table.columns
        if column.kind.numeric and taken(column, table=table.name) == 25.0
    }
    assert figures == {
        *(("indicators", name) for name in ("baseline", "minimum", "maximum", "confidence")),
        *(("indicators", name) for name in ("tolerance_upper", "tolerance_lower")),
        *(("targets", name) for name in ("target", "low", "high")),
        *(("rewards", name) for name in ("without_stretch", "with_stretch")),
        ("baselines", "baseline"),
    }


@pytest.mark.parametrize("kind", ["%", None, "points"])
def test_a_tolerance_in_points_is_a_percentage_only_of_an_indicator_in_percent(
    tmp_path: Path, kind: str | None
) -> None:
    head, *rows = TABLES["indicators"].splitlines()
    lines = [f"{head},tolerance_upper,tolerance_lower,tolerance_kind", *(f"{row},3,3,{kind or ''}" for row in rows)]
    folder = new_programme(tmp_path, indicators="\n".join(lines) + "\n")
    for code in ("NI021", "NI016"):
        typed(folder, "Agreement indicators", code, "Tolerance below", 0.05)
    found = as_a_file(folder)
    assert [one.row for one in found.told + found.errors] == [5, 6]
    assert [one.message.startswith("This is no percentage") for one in found.errors] == [True] * (kind == "points")


def test_in_the_open_master_a_column_of_many_formats_takes_few_calls_and_none_a_cell(folder: Path) -> None:
    typed(folder, "Agreement targets", "NI021", "Target", 0.63)
    book = open_book(folder / "master.xlsm")
    asked = []
    kind = type(book.sheets[0].range((1, 1)))
    shape = kind.number_format
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kind, "number_format", property(lambda self: (asked.append(self.address), shape.fget(self))[1]))
        found = read_open_master(book)
    assert value(found, "targets", "NI021", "target") == 63.0
    numbers = sum(
        type(entry) is float
        for rows in found.agreement.tables.values()
        for row in rows
        for entry in row.values.values()
    )
    assert len(asked) < numbers + 20


def test_a_tolerance_typed_as_ten_percent_changes_no_rating_and_is_told(tmp_path: Path) -> None:
    folder = demo(tmp_path / "p")
    for title in ("Tolerance above target, %", "Tolerance below target, %"):
        typed(folder, "Settings", title, "Value", 0.1)
    run = succeeded(laa_xl("consolidate", folder, now=NOW))
    assert "on track 16 · off trajectory 3 · at risk 5" in run.stdout
    assert 'Tolerance above target, %: You have "10%". 10 was taken' in " ".join(run.stderr.split())
    # The next master holds the number itself, and there is nothing to tell any more.
    assert "was taken" not in succeeded(laa_xl("consolidate", folder, now=NOW)).stderr


def test_a_percentage_that_has_to_be_asked_about_stops_the_run_and_changes_nothing(tmp_path: Path) -> None:
    folder = new_programme(tmp_path)
    typed(folder, "Agreement targets", "NI154", "Target", 4.0)
    before = (folder / "master.xlsm").read_bytes()
    run = laa_xl("consolidate", folder, now=NOW)
    assert run.exit_code == 2
    assert 'Target: You have "400%". This is no percentage.' in " ".join(run.stderr.split())
    assert (folder / "master.xlsm").read_bytes() == before
