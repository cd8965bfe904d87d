"""Cells of the agreement's tables are made their columns' kinds as one by one, whatever stood in the cells before them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES
from laa_xl.declare.load import NotUsable, RawRow, convert, load_agreement, load_with_tables, typed_rows
from laa_xl.declare.master_form import INPUT_SHEETS, NEVER_READ
from laa_xl.declare.model import Column, Table
from laa_xl.files.cells import Cell, SheetCells, WorkbookCells, read_cells
from laa_xl.files.master_reader import read_master
from laa_xl.files.text import read_agreement_folder
from laa_xl.flow.shipped import agreement_folder

MASTER = Path(__file__).parents[2] / "workbooks/leicester-2008/master.xlsm"
# Equal to one another, or nearly, and not the same.
CELLS = (
    *(None, "", "  ", "1", " 1", 1, 1.0, True, "0", 0, 0.0, -0.0, False, "Y", "yes", "n", 2.5, "2.5", "1,200", "12%", -3.0, 9.0),
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
