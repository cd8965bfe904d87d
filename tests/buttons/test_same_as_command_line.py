"""A press in the open master gives the workbook that the command line writes: cell by cell, look by look."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.domain.periods import Period
from laa_xl.flow.pipeline import consolidate, inbox_files
from laa_xl.flow.programme import Programme
from laa_xl.flow.shipped import shipped_names
from tests.buttons.opened import Opened, by_command, send_back, waiting
from tests.support.engine import Book
from tests.support.same_book import book_as_it_is, differences


def written(programme: Programme) -> dict[str, dict[Any, Any]]:
    """The master on disk, each column apart as Excel knows it."""
    return book_as_it_is(Book.loaded(programme.master))


def taken_in(programme: Programme) -> None:
    consolidate(programme, inbox_files(programme), None, datetime.now(), named=False)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Path], Programme]:
    """A programme whose returns wait, made once for each agreement."""
    made: dict[str, Path] = {}

    def copied(name: str, root: Path) -> Programme:
        if name not in made:
            made[name] = waiting(name, tmp_path_factory.mktemp(name) / "p").root
        return Programme(Path(shutil.copytree(made[name], root)))

    return copied


Ready = Callable[[str, Path], Programme]


@pytest.mark.parametrize("name", shipped_names())
def test_the_first_returns(ready: Ready, name: str, tmp_path: Path) -> None:
    """From an empty master: tables that held one blank row, a report that was not there, a chart without a bar."""
    programme = ready(name, tmp_path / "open")
    other = by_command(programme, tmp_path / "command")
    opened = Opened(programme)
    opened.press()
    assert differences(opened.as_it_is(), written(other)) == []
    assert opened.book.impl.saved == 1
    assert differences(written(programme), written(other)) == []


@pytest.mark.parametrize("name", shipped_names())
def test_another_quarter(ready: Ready, name: str, tmp_path: Path) -> None:
    """A column is added to the Dashboard, rows to every table, and another report takes the place of the first."""
    programme = ready(name, tmp_path / "open")
    taken_in(programme)
    first = programme.load_register().receipts[0].period
    for path in inbox_files(programme):
        path.unlink()
    period = Period.parse(first)
    send_back(programme, Period(period.year, period.quarter + 1))
    other = by_command(programme, tmp_path / "command")
    opened = Opened(programme)
    before = len(opened.values("Indicators", "Code"))
    opened.press()
    assert len(opened.values("Indicators", "Code")) == 2 * before
    # Print settings are the officer's in an open master: where a page of more quarters lies across, hers stays upright.
    assert differences(opened.as_it_is(), written(other)) == []
    shown = {letter: not column.hidden for letter, column in opened.xl["Dashboard"].column_dimensions.items()}
    assert [shown[letter] for letter in "BCDM"] == [True, True, False, False]


def test_an_indicator_more(ready: Ready, tmp_path: Path) -> None:
    """Typed into the open master, not saved: the row appears where the agreement's order puts it."""
    programme = ready("leicester-2008", tmp_path / "open")
    taken_in(programme)

    def type_it(book: Any) -> None:
        sheet = book["Agreement indicators"]
        row = next(n for n in range(1, 200) if sheet.cell(n, 1).value == "NI152")
        free = max(n for n in range(1, 200) if sheet.cell(n, 1).value) + 1
        for column in range(1, sheet.max_column + 1):
            designated = sheet.cell(6, column).value == "Designated"
            sheet.cell(free, column).value = None if designated else sheet.cell(row, column).value
        sheet.cell(free, 1).value = "L99"

    opened = Opened(programme)
    type_it(opened.xl)
    other = by_command(programme, tmp_path / "command")
    book = openpyxl.load_workbook(other.master)
    type_it(book)
    book.save(other.master)
    taken_in(other)
    opened.press("rebuild")
    assert ("L99",) in opened.values("Indicators", "Code")
    mine, theirs = opened.as_it_is(), written(other)
    for found in (mine, theirs):  # what she typed has the look that a prepared row has, in either master
        del found["Agreement indicators"]
    assert differences(mine, theirs) == []


def test_a_return_that_brings_fewer_rows(ready: Ready, tmp_path: Path) -> None:
    """A correction with fewer findings and lines: the tables get shorter, and nothing stays below them."""
    programme = ready("leicestershire-2006", tmp_path / "open")
    taken_in(programme)
    theme = programme.load_register().receipts[0].theme
    (path,) = [path for path in inbox_files(programme) if f"-{theme}-" in path.name]
    book = openpyxl.load_workbook(path)
    sheet = book["Narrative"]
    (table,) = sheet.tables.values()
    left, top, right, bottom = openpyxl.utils.cell.range_boundaries(table.ref)
    for row in range(top + 1, bottom + 1):
        for column in range(left + 1, right):
            cell = sheet.cell(row, column)
            if not str(cell.value or "").startswith("="):
                cell.value = None
    book.save(path)
    other = by_command(programme, tmp_path / "command")
    opened = Opened(programme)
    before = len(opened.values("Narrative", "Line"))
    opened.press()
    assert len(opened.values("Narrative", "Line")) < before
    assert differences(opened.as_it_is(), written(other)) == []


def test_a_second_press_writes_nothing(ready: Ready, tmp_path: Path) -> None:
    programme = ready("leicester-2008", tmp_path / "open")
    opened = Opened(programme)
    opened.press()
    before, saved = opened.as_it_is(), opened.book.impl.saved
    opened.press()
    assert [what for kind, what in opened.app.calls if kind == "write"] == []
    assert opened.as_it_is() == before
    assert opened.book.impl.saved == saved


def test_tables_without_a_row_have_one_blank_row_again(ready: Ready, tmp_path: Path) -> None:
    """Everything that was accepted is withdrawn: the register no longer knows of it."""
    programme = ready("leicester-2008", tmp_path / "open")
    other = by_command(programme, tmp_path / "command", files=[])
    opened = Opened(programme)
    opened.press()
    register = programme.load_register()
    programme.save_register(register.model_copy(update={"receipts": ()}))
    opened.press("rebuild")
    assert opened.values("Indicators", "Code") == [(None,)]
    assert differences(opened.as_it_is(), written(other)) == []
