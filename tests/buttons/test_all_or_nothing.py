"""A press either does everything or leaves the workbook, and Excel, as they were: tried at every single write."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment

from laa_xl.declare.master_form import COMPUTED_SHEETS, INPUT_SHEETS
from laa_xl.domain.master import MasterContent
from laa_xl.files.open_master import write_open_master
from laa_xl.flow.homes import OpenMaster
from laa_xl.flow.pipeline import consolidate, inbox_files
from laa_xl.flow.programme import Programme
from tests.buttons.opened import Opened, waiting
from tests.support.engine import Broke
from tests.support.same_book import differences


class Listening(OpenMaster):
    """An open master that keeps what it was to write."""

    content: MasterContent

    def write(self, content: MasterContent) -> bool:
        self.content = content
        return False


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> tuple[Opened, MasterContent]:
    """A master with some returns, hers in many ways, and the content that all returns give."""
    programme = waiting("leicester-2008", tmp_path_factory.mktemp("half") / "p")
    files = [path for path in inbox_files(programme) if "-HCOP-" in path.name or "-EDE-" in path.name]
    consolidate(programme, files, None, datetime.now(), named=False)
    opened = Opened(programme)
    home = Listening(opened.book)
    consolidate(Programme(programme.root, open_master=home), inbox_files(programme), None, datetime.now(), named=False)
    make_it_hers(opened)
    return opened, home.content


def make_it_hers(opened: Opened) -> None:
    """Own columns, a filter, hidden rows, a comment, totals, notes below a table, a heading of her own."""
    opened.add_column("Actions", "My note", lambda row: f"about {row}", after="Line")
    opened.add_column("Actions", "Twice", lambda row: f"=LEN(F{row})*2")
    opened.book.sheets["Actions"].tables[0].autofilter.apply_values(2, ["HCOP"])
    opened.xl["Narrative"].row_dimensions[9].hidden = True
    opened.xl["Risks"]["D9"].comment = Comment("Mine", "Ann Officer")
    opened.xl["Narrative"].cell(opened.table("Narrative")[2] + 2, 1).value = "Below the table"
    opened.xl["Findings"].cell(opened.table("Findings")[0], opened.column("Findings", "Entered")).value = "Was entered"
    opened.book.sheets["Finance"].tables[0].show_totals = True
    opened.app.calculation, opened.app.status_bar = "semiautomatic", "Mine"
    opened.book.sheets["Overrides"].activate()
    opened.book.sheets["Overrides"].range("C9").select()


def settings(opened: Opened) -> dict[str, Any]:
    app = opened.app
    return {
        "drawing": app.screen_updating,
        "events": app.enable_events,
        "alerts": app.display_alerts,
        "calculation": app.calculation,
        "bar": app.status_bar,
        "copying": app.cut_copy_mode,
        "sheet": opened.xl.active.title,
        "cell": app.selection.address if app.selection else "",
        "sheets": opened.xl.sheetnames,
    }


_LOOKS = ("font", "align", "borders", "colour")  # hundreds of them dress the two pages: one in eight is tried


def test_a_failure_at_any_write_leaves_everything_as_it_was(half: tuple[Opened, MasterContent]) -> None:
    opened, content = half
    opened.app.cut_copy_mode = False
    before, around = opened.as_it_is(), settings(opened)
    number, tried = 0, []
    while True:
        number += 8 if tried and tried[-1] in _LOOKS else 1
        opened.app.calls.clear()
        opened.app.fail_at = number
        try:
            write_open_master(opened.book, content)
        except Broke as broke:
            tried.append(str(broke))
            assert differences(before, opened.as_it_is()) == [], (number, str(broke))
            assert settings(opened) == around, (number, str(broke))
            continue
        finally:
            opened.app.fail_at = None
        break
    assert len(tried) > 100
    assert {"paste", "resize", "insert", "heights", "number format", "Dashboard values", "clear formats"} <= set(tried)
    assert settings(opened) == around
    assert differences(before, opened.as_it_is()) != [], "the last run, with nothing in its way, wrote"


def test_one_array_is_read_of_a_sheet_and_one_is_written_to_a_table(tmp_path: Path) -> None:
    """Each call to Excel costs about a millisecond, whatever the size of the table."""
    opened = Opened(waiting("leicester-2008", tmp_path / "p"))
    opened.press()
    for sheet in INPUT_SHEETS:
        assert opened.app.calls.count(("read", f"{sheet.name} values")) == 1
        assert ("write", f"{sheet.name} values") not in opened.app.calls
    for sheet in COMPUTED_SHEETS:
        assert opened.app.calls.count(("read", f"{sheet.name} values")) <= 2  # the first tells of all what stands above
        assert opened.app.calls.count(("read", f"{sheet.name} formulas")) == 1
        assert opened.app.calls.count(("write", f"{sheet.name} values")) <= 1
    for page in ("Dashboard", "Highlight report"):
        assert opened.app.calls.count(("write", f"{page} values")) == 1
    assert len(opened.app.calls) < 600
