"""Values and addresses on their way to an open workbook and back."""

from __future__ import annotations

import itertools
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.files.cells import Cell
from laa_xl.files.open_book import area, blocks_of, cell_of, entered, read_sheet, runs, unions
from laa_xl.files.open_reader import cells_of, read_open_sheet
from tests.support.engine import open_book

TEXTS = [
    "=1+1",
    "+1",
    "-abc",
    "@x",
    "'quoted",
    "''",
    "2008-09",
    "June 2008",
    "007",
    "5%",
    "TRUE",
    "#N/A",
    "1e5",
    "x" * 9000,
]


@pytest.fixture
def book(tmp_path: Path) -> Any:
    made = openpyxl.Workbook()
    made.save(tmp_path / "book.xlsx")
    return open_book(tmp_path / "book.xlsx")


@pytest.mark.parametrize("text", TEXTS)
def test_text_stays_the_text_that_it_is(book: Any, text: str) -> None:
    sheet = book.sheets[0]
    area(sheet, 1, 1, 1, 2).value = [[entered(text), entered("beside")]]
    cell = book.impl.xl.worksheets[0]["A1"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert text == "#N/A" or read_sheet(sheet)[0][0] == text  # as text it cannot be told from the error


def test_what_is_not_marked_as_text_would_not_stay(book: Any) -> None:
    """The Excel of the tests is as eager as the real one; otherwise the test above would show nothing."""
    sheet = book.sheets[0]
    area(sheet, 1, 1, 1, 5).value = [["=1+1", "'quoted", "2008-09", "007", "TRUE"]]
    found = [cell.value for cell in book.impl.xl.worksheets[0][1]]
    assert found == ["=1+1", "quoted", datetime(2008, 9, 1), 7.0, True]
    assert book.impl.xl.worksheets[0]["A1"].data_type == "f"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_figures_survive_to_the_last_bit(figure: float) -> None:
    assert entered(figure) == figure
    assert cell_of(entered(figure)) == Cell(figure)


@pytest.mark.parametrize(
    ("value", "handed"),
    [
        (None, None),
        ("", None),
        (True, "'Y"),
        (False, None),
        (7, 7.0),
        (date(2008, 9, 30), datetime(2008, 9, 30)),
        (datetime(2008, 9, 30, 12, 5), datetime(2008, 9, 30, 12, 5)),
    ],
)
def test_a_value_is_handed_over_as_a_file_would_hold_it(value: Any, handed: Any) -> None:
    assert entered(value) == handed


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (None, None),
        ("", None),
        ("#REF!", Cell(None, error="#REF!")),
        (-2146826243, Cell(None, error="an error")),  # #SPILL!, which xlwings leaves as Windows has it
        (5.0, Cell(5.0)),
        (5, Cell(5)),
        (Decimal("12.5000"), Cell(12.5)),  # a cell formatted as currency
        (datetime(2008, 9, 30), Cell(date(2008, 9, 30))),
        (datetime(2008, 9, 30, 12), Cell(datetime(2008, 9, 30, 12))),
    ],
)
def test_a_value_is_read_as_a_file_would_give_it(read: Any, cell: Cell | None) -> None:
    assert cell_of(read) == cell


def test_a_sheet_is_read_from_its_first_cell_on(book: Any) -> None:
    sheet = book.impl.xl.worksheets[0]
    sheet["C4"] = 12.5
    found = read_open_sheet(book, "sheet")
    assert found is not None
    assert found.get(3, 2) == Cell(12.5)
    assert cells_of("x", [[None, None]]).rows == {}
    assert read_open_sheet(book, "none") is None


_BLOCK = st.tuples(st.integers(1, 900), st.integers(1, 60))


@given(st.sets(_BLOCK, max_size=80))
def test_cells_are_put_together_to_blocks_and_none_is_lost(cells: set[tuple[int, int]]) -> None:
    blocks = blocks_of(cells)
    covered = [
        (row, column)
        for top, left, bottom, right in blocks
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]
    assert sorted(covered) == sorted(cells)
    addresses = list(unions(blocks))
    assert all(len(address) <= 255 for address in addresses)
    assert sum(len(address.split(",")) for address in addresses) == len(blocks)
    assert all(re.fullmatch(r"[A-Z]+\d+(:[A-Z]+\d+)?", part) for address in addresses for part in address.split(","))


@given(st.sets(st.integers(1, 60)))
def test_numbers_that_follow_one_another_are_one_run(numbers: set[int]) -> None:
    found = list(runs(numbers))
    assert {n for first, last in found for n in range(first, last + 1)} == numbers
    assert all(after[0] > before[1] + 1 for before, after in itertools.pairwise(found))
