"""Cells of the agreement's tables are made their columns' kinds as one by one, whatever stood in the cells before them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES
from laa_xl.declare.converting import NotUsable, convert
from laa_xl.declare.load import RawRow, _wrong, load_agreement, load_with_tables, typed_rows
from laa_xl.declare.master_form import INPUT_SHEETS, NEVER_READ
from laa_xl.declare.model import Column, Kind, Means, Table
from laa_xl.files.cells import Cell, SheetCells, WorkbookCells, read_cells
from laa_xl.files.master_reader import read_master
from laa_xl.files.text import read_agreement_folder
from laa_xl.flow.shipped import agreement_folder

MASTER = Path(__file__).parents[2] / "workbooks/leicester-2008/master.xlsm"
# Equal to one another, or nearly, and not the same.
CELLS = (
    *(None, "", "  ", "1", " 1", 1, 1.0, True, "0", 0, 0.0, -0.0, False, "Y", "yes", "n", 2.5, "2.5", "1,200", "12%", -3.0, 9.0),
    *("2008/09", "Q2", "31/03/2009", "05/06/2009"),
    *("2008-Q2", "2008-q2 ", "2008-Q9", date(2009, 3, 31), datetime(2009, 3, 31, 12, 0), "2009-03-31", "higher", "HIGHER", "percent"),
)  # fmt: skip
BY_NAME = {table.name: table for table in AGREEMENT_TABLES}


def alone(raw: object, column: Column) -> object:
    try:
        return convert(raw, column)
    except NotUsable:
        return raw


@pytest.mark.parametrize("table", AGREEMENT_TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("seed", range(3))
def test_a_cell_comes_out_as_it_would_alone(table: Table, seed: int) -> None:
    order = random.Random(seed)
    names = [column.name for column in table.columns]
    rows = [
        RawRow(number, {name: order.choice(CELLS) for name in order.sample([*names, "another"], len(names))})
        for number in range(60)
    ]
    expected = [{column.name: alone(row.values.get(column.name), column) for column in table.columns} for row in rows]
    assert repr(typed_rows(table, rows)) == repr(expected)


def test_the_tables_of_an_agreement_are_those_of_its_records() -> None:
    raw = read_agreement_folder(agreement_folder("leicester-2008"))
    loaded = load_with_tables(raw)
    assert loaded.agreement is not None
    assert loaded.tables["targets"] == typed_rows(BY_NAME["targets"], raw.tables["targets"])
    for row, record in zip(loaded.tables["targets"], loaded.agreement.targets, strict=True):
        filled = {name: value for name, value in row.items() if value is not None}
        assert record.model_dump(mode="python", exclude_unset=True) == filled


@pytest.mark.parametrize("blank", [None, "", "   "])
def test_a_cell_of_blanks_is_a_blank_where_something_is_needed(blank: str | None) -> None:
    raw = read_agreement_folder(agreement_folder("leicester-2008"))
    first, *rest = raw.tables["indicators"]
    raw.tables["indicators"] = [replace(first, values={**first.values, "title": blank}), *rest]
    agreement, errors = load_agreement(raw)
    assert agreement is None
    assert [(error.table, error.row, error.column, error.message) for error in errors] == [
        ("indicators", first.number, "Title", "This is needed.")
    ]


YEAR, QUARTER, SINCE = (BY_NAME["targets"].column(name) for name in ("year", "quarter", "effective_from"))
LIMIT = BY_NAME["indicators"].column("lag_months")
YEAR_FORM = "write the year in which the financial year begins: 2008 for 2008-09."
QUARTER_FORM = (
    "write the quarter as a number from 1 (April to June) to 4 (January to March); the year has its own column."
)
DATE_FORM = "enter a date with its month as a word, such as 31 March 2009, or year first: 2009-03-31."
EITHER = "enter the date with its month as a word, as in 5 June 2009: this can be read in more than one way."


@pytest.mark.parametrize(
    ("column", "raw", "value"),
    [
        *((YEAR, raw, 2008) for raw in (2008, 2008.0, "2008", "2008/09", "2008-09", "2008/2009", "FY 2008/09")),
        (YEAR, datetime(1905, 6, 30), 2008),  # 2008, in a cell of which Excel made a date
        *((YEAR, raw, YEAR_FORM) for raw in ("08/09", "2008/10", "Q2", "next", datetime(2008, 9, 1), True)),
        *((QUARTER, raw, 2) for raw in (2, 2.0, "2", "Q2", "q2", "Quarter 2", "2nd quarter")),
        *((QUARTER, raw, QUARTER_FORM) for raw in ("2008-Q2", "Q5", "July", datetime(2008, 9, 1))),
        *((SINCE, raw, date(2009, 3, 31)) for raw in (date(2009, 3, 31), datetime(2009, 3, 31), "2009-03-31")),
        *((SINCE, raw, date(2009, 3, 31)) for raw in ("31/03/2009", "31.3.2009", "31 March 2009", "31st March 2009")),
        *((SINCE, raw, EITHER) for raw in ("05/06/2009", "5/6/09")),
        *((SINCE, raw, DATE_FORM) for raw in ("31/13/2009", "soon", 39903, 39903.0)),
        (LIMIT, "soon", "enter a number only, for example 12."),
    ],
)
def test_what_is_clearly_meant_is_taken_and_what_is_not_is_told_with_the_form_that_is_wanted(
    column: Column, raw: object, value: object
) -> None:
    try:
        assert convert(raw, column) == value
    except NotUsable as error:
        assert error.message == value


def test_a_new_column_is_understood_as_a_year_or_a_quarter_where_it_is_declared_as_one() -> None:
    since, due, plain = (
        Column("since", "Since", Kind.INTEGER, means=means) for means in (Means.YEAR, Means.QUARTER, Means.ITSELF)
    )
    assert (convert("2008/09", since), convert("Q3", due), convert("3", plain)) == (2008, 3, 3)
    with pytest.raises(NotUsable):
        convert("Q3", plain)


@pytest.mark.parametrize(
    ("minimum", "maximum", "entered", "told"),
    [
        (1, 4, 5.0, "enter a number from 1 to 4."),
        (0, None, -1.0, "enter a number from 0 up."),
        (None, 10, 11.0, "enter a number up to 10."),
        (-5, 0, 1.0, "enter a number from -5 to 0."),
    ],
)
def test_a_number_beyond_a_limit_is_told_the_limits_that_there_are(
    minimum: float | None, maximum: float | None, entered: float, told: str
) -> None:
    table = Table("things", "Things", (Column("size", "Size", Kind.NUMBER, minimum=minimum, maximum=maximum),))
    (error,) = _wrong(table, RawRow(7, {"size": entered}), ())
    assert (error.row, error.column, error.message) == (7, "Size", told)


def test_a_setting_of_years_is_read_as_its_column_would_be() -> None:
    raw = read_agreement_folder(agreement_folder("leicester-2008"))
    agreement, _ = load_agreement(
        replace(raw, settings={**raw.settings, "start_year": "2008/09", "end_year": "2010-11"})
    )
    assert agreement is not None
    assert (agreement.settings.start_year, agreement.settings.end_year) == (2008, 2010)


def moved(sheet: SheetCells) -> SheetCells:
    """The sheet with its first two columns in each other's place, and a row in which both show no value."""
    other = {0: 1, 1: 0}
    rows = {row: {other.get(column, column): cell for column, cell in line.items()} for row, line in sheet.rows.items()}
    last = max(rows)
    rows[last] = {**rows[last], 1: Cell(None, error="#REF!"), 0: Cell(None, True, uncalculated=True)}
    return sheet._replace(rows=rows)


def test_moved_columns_are_read_by_their_headings_and_told_in_the_order_of_the_table() -> None:
    book = read_cells(MASTER, passed_over=NEVER_READ)
    sheet = next(one for one in INPUT_SHEETS if one.table.name == "targets")
    before = read_master(book)
    cells = next(one for one in book.sheets if one.name == sheet.name)
    swapped = WorkbookCells(book.sha256, tuple(moved(one) if one is cells else one for one in book.sheets), True, False)
    found = read_master(swapped)
    assert [(error.row, error.column, error.entered) for error in found.errors] == [
        (max(cells.rows) + 1, "Indicator", "#REF!"),
        (max(cells.rows) + 1, "Financial year", "a formula"),
    ]
    rows, earlier = found.agreement.tables["targets"], before.agreement.tables["targets"]
    assert [row.values for row in rows[:-1]] == [row.values for row in earlier[:-1]]
