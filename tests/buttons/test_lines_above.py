"""The lines above the tables follow the agreement's settings, as typed into the open master."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.declare.master_form import COMPUTED_SHEETS, INPUT_SHEETS
from laa_xl.flow.pipeline import consolidate, inbox_files
from laa_xl.flow.programme import Programme
from tests.buttons.opened import Opened, by_command, waiting
from tests.support.engine import Book
from tests.support.same_book import book_as_it_is, differences


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    made = waiting("leicester-2008", tmp_path / "p")
    consolidate(made, inbox_files(made), None, datetime.now(), named=False)
    return made


def set_(book: Any, **settings: str | None) -> None:
    sheet = book["Settings"]
    for row in sheet.iter_rows():
        name = {"Title": "title", "What is illustrative": "note"}.get(str(row[0].value), "")
        if name in settings:
            row[1].value = settings[name]


def above(book: Any, sheet: str) -> list[str]:
    """What stands above the table of a sheet, in its first column."""
    (table,) = book[sheet].tables.values()
    top = int(table.ref.split(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return [book[sheet].cell(row, 1).value for row in range(1, top) if book[sheet].cell(row, 1).value]


def test_the_agreements_title(programme: Programme, tmp_path: Path) -> None:
    title = "=Leicester's agreement, second edition"
    other = by_command(programme, tmp_path / "command", files=[])
    book = openpyxl.load_workbook(other.master)
    set_(book, title=title)
    next(row[1] for row in book["Settings"].iter_rows() if row[0].value == "Title").data_type = "s"
    book.save(other.master)
    consolidate(other, [], None, datetime.now())
    opened = Opened(programme)
    set_(opened.xl, title=title)
    next(row[1] for row in opened.xl["Settings"].iter_rows() if row[0].value == "Title").data_type = "s"
    opened.press("rebuild")
    assert {above(opened.xl, sheet.name)[1] for sheet in (*COMPUTED_SHEETS, *INPUT_SHEETS)} == {title}
    found = differences(opened.as_it_is(), book_as_it_is(Book.loaded(other.master)))
    assert [line for line in found if not line.startswith("Settings, ('look'")] == []


@pytest.mark.parametrize("note", ["Everything here is made up. " * 20, "Made up.", None])
def test_what_is_illustrative(programme: Programme, note: str | None) -> None:
    opened = Opened(programme)
    before = opened.values("Indicators", "Code", "Actual")
    inputs = opened.values("Overrides", "Period", "Reason")
    set_(opened.xl, note=note)
    opened.press("rebuild")
    for sheet in (*COMPUTED_SHEETS, *INPUT_SHEETS):
        lines = above(opened.xl, sheet.name)
        assert lines[0] == sheet.title
        said = " ".join(lines[2:])
        assert said.endswith((note or "").strip()), sheet.name
        assert "Leicester published" not in said, "the old words are gone"
    assert opened.values("Indicators", "Code", "Actual") == before
    assert opened.values("Overrides", "Period", "Reason") == inputs
    opened.press("rebuild")  # the Dashboard names rows of the agreement, which the new lines have moved down
    again = opened.as_it_is()
    opened.press("rebuild")
    assert opened.as_it_is() == again
