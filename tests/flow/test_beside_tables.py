"""What an officer put beside a computed table stops a run from outside Excel, which could not keep it, and is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from laa_xl.declare.master_form import COMPUTED_SHEETS, NEVER_READ
from laa_xl.files.beside_tables import beside_computed
from laa_xl.files.cells import read_cells, read_sheet
from laa_xl.files.master_reader import read_master
from laa_xl.files.store import sha256_of
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.homes import MasterBeside
from laa_xl.flow.pending import Pending
from laa_xl.flow.pipeline import consolidate
from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl, succeeded
from tests.support.demo_folders import demo
from tests.support.living import NOW

HEAD, WIDTH, LAST = 7, 41, 43  # of the demonstration's Indicators
Edit = Callable[[Any], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return demo(tmp_path / "p")


def edited(folder: Path, sheet: str, edit: Edit) -> None:
    book = openpyxl.load_workbook(folder / "master.xlsm", keep_vba=True)
    edit(book[sheet])
    book.save(folder / "master.xlsm")


def found(folder: Path) -> list[tuple[str, str]]:
    told = beside_computed((folder / "master.xlsm").read_bytes(), lambda table: ())
    return [(one.table, one.message.split()[1]) for one in told]


def table_of(sheet: Any) -> Any:
    (table,) = sheet.tables.values()
    return table


def typed_beside(sheet: Any) -> None:
    """As Excel does it: what is typed beside a table becomes a column of it."""
    table = table_of(sheet)
    first, last = table.ref.split(":")
    right = sheet[last].column + 1
    head = sheet[first].row
    sheet.cell(head, right).value, sheet.cell(head + 1, right).value = "My remark", "ring police"
    table.ref = table.autoFilter.ref = f"{first}:{get_column_letter(right)}{sheet[last].row}"
    table.tableColumns.append(openpyxl.worksheet.table.TableColumn(id=right, name="My remark"))


@pytest.mark.parametrize("sheet", [sheet.name for sheet in COMPUTED_SHEETS])
def test_a_column_of_the_officers_own_is_found_on_every_computed_sheet(folder: Path, sheet: str) -> None:
    edited(folder, sheet, typed_beside)
    ((where, _),) = found(folder)
    assert where == sheet


CELLS: list[tuple[str, Edit, list[tuple[str, str]]]] = [
    ("beside the headings", lambda tab: setattr(tab["AP7"], "value", "My remark"), [("Indicators", "AP7")]),
    ("beside a row, further away", lambda tab: setattr(tab["AS8"], "value", "ring police"), [("Indicators", "AS8")]),
    ("beside the title", lambda tab: setattr(tab["AP1"], "value", "mine"), [("Indicators", "AP1")]),
    ("above the headings", lambda tab: setattr(tab["C3"], "value", "mine"), [("Indicators", "C3")]),
    ("just below the table", lambda tab: setattr(tab["C44"], "value", "ring police"), [("Indicators", "C44")]),
    ("below the table", lambda tab: setattr(tab["C46"], "value", "ask again in May"), [("Indicators", "C46")]),
    ("a nought", lambda tab: setattr(tab["AP8"], "value", 0), [("Indicators", "AP8")]),
    ("in our own columns", lambda tab: setattr(tab["C9"], "value", "ours"), []),
    ("only a colour", lambda tab: setattr(tab["AP8"], "fill", PatternFill("solid", "FFFF00")), []),
    ("only a colour above the headings", lambda tab: setattr(tab["C3"], "fill", PatternFill("solid", "FFFF00")), []),
    ("only a width", lambda tab: setattr(tab.column_dimensions["AR"], "width", 40), []),
    ("a blank text", lambda tab: setattr(tab["AP8"], "value", ""), []),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "told"), [case[1:] for case in CELLS], ids=[case[0] for case in CELLS])
def test_what_would_be_lost_is_found_and_nothing_else(folder: Path, edit: Edit, told: list[tuple[str, str]]) -> None:
    edited(folder, "Indicators", edit)
    assert found(folder) == told


def inserted(sheet: Any) -> None:
    """A column between ours; the rows are moved, as Excel does."""
    table = table_of(sheet)
    sheet.insert_cols(4)
    sheet["D7"], sheet["D9"] = "My remark", "ring police"
    table.ref = table.autoFilter.ref = f"A{HEAD}:{get_column_letter(WIDTH + 1)}{LAST}"
    table.tableColumns.insert(3, openpyxl.worksheet.table.TableColumn(id=99, name="My remark"))


def renamed(sheet: Any) -> None:
    """One of our columns becomes hers: as many columns as before."""
    sheet["D7"] = "My remark"
    table_of(sheet).tableColumns[3].name = "My remark"


def plain_cells(sheet: Any) -> None:
    """The table is made an ordinary range."""
    sheet.tables.clear()
    sheet["AP9"] = "ring police"


@pytest.mark.parametrize(("edit", "cell"), [(inserted, "D7"), (renamed, "D7"), (plain_cells, "AP9")])
def test_a_column_among_ours_is_found_by_its_heading(folder: Path, edit: Edit, cell: str) -> None:
    edited(folder, "Indicators", edit)
    assert found(folder) == [("Indicators", cell)]


def test_a_run_that_writes_the_master_stops_with_the_cell_and_changes_nothing(folder: Path) -> None:
    edited(folder, "Indicators", typed_beside)
    edited(folder, "Register", typed_beside)
    before = (folder / "master.xlsm").read_bytes()
    issue = ("report", "issue", folder, "--period", "2008-Q2")
    for words in (("consolidate", folder), ("rebuild", folder), issue):
        run = laa_xl(*words, now=NOW)
        said = " ".join(run.output.split())
        assert run.exit_code == 2, words
        assert "has entries of your own beside tables that are written anew" in said
        assert (
            'Indicators, row 7: You have "My remark". Cell AP7 is outside the table, and a run from outside Excel could not keep it. '
            "Move it to another workbook."
        ) in said
        assert 'Register, row 7: You have "My remark".' in said
        assert (folder / "master.xlsm").read_bytes() == before
    succeeded(laa_xl("status", folder, now=NOW))  # which writes no master


def test_a_press_that_works_beside_the_open_master_stops_too(folder: Path) -> None:
    edited(folder, "Findings", typed_beside)
    home = MasterBeside(Programme(folder).file, Pending("", "", action="consolidate"))
    with pytest.raises(ProgrammeError, match="beside tables that are written anew"):
        consolidate(Programme(folder, open_master=home), [], None, datetime.fromisoformat(NOW))
    assert not (folder / "master.next.xlsm").exists()


def test_a_master_without_anything_beside_its_tables_is_not_read_for_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(
        "laa_xl.files.beside_tables.read_sheet", lambda data, name: (read.append(name), read_sheet(data, name))[1]
    )
    succeeded(laa_xl("consolidate", folder, now=NOW))
    assert read == []
    edited(folder, "Findings", lambda tab: setattr(tab["Z9"], "value", "mine"))
    assert [sheet for sheet, _ in found(folder)] == ["Findings"]
    assert read == ["Findings"]


def test_a_column_that_an_earlier_version_wrote_is_ours_and_goes(folder: Path) -> None:
    edited(folder, "Indicators", renamed)
    (entry,) = (folder / "journal").glob("*.json")
    noted = json.loads(entry.read_text(encoding="utf-8"))
    noted["columns"]["all_indicators"].append("My remark")
    data = json.dumps(noted).encode()
    entry.rename(entry.with_name(f"00001-{sha256_of(data)[:12]}.json")).write_bytes(data)
    succeeded(laa_xl("consolidate", folder, now=NOW))
    assert "My remark" not in [
        cell.value for cell in openpyxl.load_workbook(folder / "master.xlsm")["Indicators"][HEAD]
    ]


@pytest.mark.parametrize("cell", ["C3", "Z2", "Z9"])
def test_a_note_above_or_beside_an_officers_own_table_is_told_with_its_cell(folder: Path, cell: str) -> None:
    edited(folder, "Overrides", lambda tab: setattr(tab[cell], "value", "ask the board"))
    book = read_cells((folder / "master.xlsm").read_bytes(), passed_over=NEVER_READ)
    told = [(one.table, one.entered, one.message.split()[1]) for one in read_master(book).errors]
    assert told == [("Overrides", "ask the board", cell)]
    assert read_master(book, stays=True).errors == []  # an open master keeps it


def test_what_stands_below_an_officers_own_table_is_read_as_rows_of_it(folder: Path) -> None:
    rows = len(read_master(read_cells((folder / "master.xlsm").read_bytes())).tables["county_entries"])

    def typed(tab: Any) -> None:
        below = tab[table_of(tab).ref.split(":")[1]].row + 3
        tab.cell(below, 1).value = "2008-Q2"

    edited(folder, "County entries", typed)
    assert len(read_master(read_cells((folder / "master.xlsm").read_bytes())).tables["county_entries"]) == rows + 1
