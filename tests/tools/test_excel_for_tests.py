"""The Excel of the tests does what the real one does where our code depends on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from tests.support.engine import Broke, open_book


@pytest.fixture
def book(tmp_path: Path) -> Any:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (["Theme", "Figure"], ["A", 1], ["B", 2], ["A", 3], ["B", 4]):
        sheet.append(row)
    sheet.add_table(Table(displayName="tblOne", ref="A1:B5"))
    sheet["D7"] = "below"
    made.save(tmp_path / "book.xlsx")
    return open_book(tmp_path / "book.xlsx")


def test_an_array_written_into_a_filtered_range_goes_wrong(book: Any) -> None:
    """xlwings' issue 747: hidden rows are passed over, and each stretch begins with the first line again."""
    sheet = book.sheets[0]
    sheet.tables["tblOne"].autofilter.apply_values(1, ["A"])
    sheet.range("B2:B5").value = [[10], [20], [30], [40]]
    assert sheet.range("B2:B5").value == [10, 2, 10, 4]
    sheet.tables["tblOne"].autofilter.clear()
    sheet.range("B2:B5").value = [[10], [20], [30], [40]]
    assert sheet.range("B2:B5").value == [10, 20, 30, 40]


def test_rows_hidden_by_hand_are_written_to(book: Any) -> None:
    sheet = book.sheets[0]
    sheet.range("3:3").rows.hidden = True
    sheet.range("B2:B5").value = [[10], [20], [30], [40]]
    assert sheet.range("B2:B5").value == [10, 20, 30, 40]
    assert (sheet.range("3:3").row_height, sheet.range("2:5").row_height) == (0, None)


def test_rows_put_in_move_what_is_below(book: Any) -> None:
    sheet = book.sheets[0]
    sheet.range("6:7").insert("down")
    assert (sheet.tables["tblOne"].range.address, sheet.range("D9").value) == ("$A$1:$B$5", "below")
    sheet.range("3:3").insert("down")
    assert sheet.tables["tblOne"].range.address == "$A$1:$B$6"
    sheet.range("3:3").delete("up")
    assert (sheet.tables["tblOne"].range.address, sheet.range("D9").value) == ("$A$1:$B$5", "below")


def test_a_write_can_be_made_to_fail(book: Any) -> None:
    book.app.impl.calls.clear()
    book.app.impl.fail_at = 2
    book.sheets[0].range("A9").value = 1
    with pytest.raises(Broke):
        book.sheets[0].range("A10").value = 2
    assert (book.sheets[0].range("A9").value, book.sheets[0].range("A10").value) == (1, None)
