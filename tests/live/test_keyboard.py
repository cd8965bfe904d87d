"""A partner fills a return in LibreOffice with the keyboard alone: every entry cell is reached, read and judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from laa_xl.declare.layout import layout
from laa_xl.declare.lists import list_of, lists
from laa_xl.declare.return_form import CHECKS_DATA, CHECKS_SHEET, GUIDE_SHEET, HISTORY_SHEET, RETURN_FORM
from laa_xl.files.cells import address as cell_name
from laa_xl.files.return_writer import return_bytes
from laa_xl.stages.templating import content
from tests.support.cli import laa_xl
from tests.support.office import Keyboard, Values
from tests.support.returns import STAMP, address, checked, return_of, spec, typed, valid_entries

SHEETS = (*(sheet.name for sheet in RETURN_FORM.sheets), CHECKS_SHEET, HISTORY_SHEET, GUIDE_SHEET)
EMPTY = content(spec(), {})
CHOSEN_INDICATOR = "History!B5"  # the only cell to choose in outside the form
OPEN_CHECKS = ("LOWER.action_owner", "YEAR.cause", "PERCENT.declared")


def entry_cells(sheet: str) -> list[str]:
    """The cells of a template that a person may change, row by row, from the form as it is declared.

    The tables of a partner's own lines are unlocked as a whole, so that they can be sorted.
    """
    if sheet not in {one.name for one in RETURN_FORM.sheets}:
        return [CHOSEN_INDICATOR] if sheet == HISTORY_SHEET else []
    form = RETURN_FORM.sheet(sheet)
    table, place = form.table, layout(form, len(EMPTY[form.table.name]))
    if table.name == "about":
        return [f"{sheet}!B{row + 1}" for row in range(place.first, place.end)]
    columns = [n for n, column in enumerate(table.columns) if column.entry or table.blank_rows]
    return [f"{sheet}!{cell_name(row, column)}" for row in range(place.first, place.end) for column in columns]


def entries() -> dict[str, dict[str, dict[str, Any]]]:
    """The valid return. Its "June 2008" stays what was typed, since the cell is formatted as text."""
    return valid_entries()


def as_typed(value: Any) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


@dataclass
class Walk:
    """What the walk through an empty template saw."""

    saved: Path
    tabs: list[str] = field(default_factory=list)
    order: dict[str, list[str]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    values: Values = field(default_factory=dict)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.xlsx"
    path.write_bytes(return_bytes(spec(), EMPTY, STAMP))
    return path


@pytest.fixture(scope="module")
def walk(office: ModuleType, template: Path, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Tab through every sheet, typing the valid return on the way; Ctrl+PageDown to the next sheet."""
    to_type = {
        address(f"{row}.{column}"): as_typed(value)
        for rows in entries().values()
        for row, columns in rows.items()
        for column, value in columns.items()
    }
    seen = Walk(tmp_path_factory.mktemp("filled") / "filled.xlsx")
    with office.Keyboard(template) as keys:
        for sheet in SHEETS:
            (home,) = keys.press("Ctrl+Home")
            seen.tabs.append(home)
            order: list[str] = []
            (here,) = keys.press("Tab")
            while here != home and here not in order and len(order) < 1000:
                order.append(here)
                if here in to_type:
                    keys.type(to_type.pop(here))
                (here,) = keys.press("Tab")
            seen.order[sheet] = order
            keys.press("Ctrl+PageDown")
        seen.left = set(to_type)
        seen.values = keys.values()
        keys.save(seen.saved)
    return seen


@pytest.fixture
def keys(office: ModuleType, template: Path) -> Iterator[Keyboard]:
    with office.Keyboard(template) as opened:
        yield opened


def test_ctrl_page_down_goes_through_the_sheets_in_their_order(walk: Walk) -> None:
    assert walk.tabs == [f"{sheet}!A1" for sheet in SHEETS]


def test_tab_reaches_every_entry_cell_row_by_row_and_no_other(walk: Walk) -> None:
    assert walk.order == {sheet: entry_cells(sheet) for sheet in SHEETS}


def test_what_tab_reaches_is_what_the_file_leaves_unlocked(walk: Walk, template: Path) -> None:
    book = openpyxl.load_workbook(template)
    unlocked = {
        sheet: {f"{sheet}!{cell.coordinate}" for row in book[sheet] for cell in row if not cell.protection.locked}
        for sheet in SHEETS
    }
    assert {sheet: set(order) for sheet, order in walk.order.items()} == unlocked


def test_shift_tab_goes_the_same_way_back(keys: Keyboard) -> None:
    keys.press(*["Ctrl+PageDown"] * 4)
    there = keys.press("Ctrl+Home", *["Tab"] * len(entry_cells("Finance")))[1:]
    assert there == entry_cells("Finance")
    assert keys.press(*["Shift+Tab"] * (len(there) - 1)) == there[-2::-1]


def test_a_return_typed_with_the_keyboard_alone_is_ready_to_send(walk: Walk) -> None:
    assert walk.left == set()
    assert walk.values["Start"]["B9"] == "Ready to send"
    assert walk.values["Checks"]["A3"] == "Nothing to fix, nothing to confirm."


def test_the_file_saved_from_there_has_nothing_to_find_and_says_what_was_typed(walk: Walk) -> None:
    saved, meant = checked(walk.saved.read_bytes()), checked(return_of(entries()))
    assert saved.findings == ()
    assert saved.returned and meant.returned

    def said(found: Any) -> dict[tuple[str, str, str], Any]:
        return {
            (row.table, row.key, name): entry.value
            for table in RETURN_FORM.tables()
            for row in found.returned.rows(table.name)
            for name, entry in row.entries.items()
            if table.column(name).entry and entry.value is not None
        }

    assert said(saved) == said(meant)
    assert laa_xl("validate", walk.saved).exit_code == 0


LOCKED = (
    *("Start!A1", "Start!B9", "Indicators!A6", "Indicators!F6", "Indicators!X6", "Indicators!AE6", "Finance!I7"),
    *("Narrative!A1", "Checks!A3", "Checks!C7", "History!A1", "Guide!A5"),
)


@pytest.mark.parametrize("cell", LOCKED)
def test_a_locked_cell_takes_no_key(keys: Keyboard, cell: str) -> None:
    before = keys.values()
    keys.go(cell)
    keys.type("7")
    keys.press("Return")
    keys.go(cell)
    keys.press("Delete", "Backspace", "Escape")
    assert keys.values() == before


@pytest.mark.parametrize("column", ["A", "L"])
def test_a_cell_that_fills_itself_in_takes_no_text_though_it_is_unlocked(keys: Keyboard, column: str) -> None:
    before = keys.text(f"Narrative!{column}6")
    keys.go(f"Narrative!{column}6")
    keys.type("typed")
    keys.press("Return")
    assert keys.text(f"Narrative!{column}6") == before


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ("Indicators!K6", "abc"),
        ("Indicators!K6", "150"),  # % of residents
        ("Indicators!N6", "Finally"),
        ("Indicators!Q6", "soon"),
        ("Indicators!Q6", "20/13/2008"),
        ("Start!B17", "tomorrow"),
        ("Risks!E6", "9"),
    ],
)
def test_what_cannot_be_right_is_refused_as_it_is_typed(keys: Keyboard, cell: str, wrong: str) -> None:
    keys.go(cell)
    keys.type(wrong)
    keys.press("Return")
    assert keys.text(cell) == ""


def test_alt_down_opens_the_list_and_return_takes_a_word_from_it(keys: Keyboard) -> None:
    keys.go("Indicators!N6")
    keys.press("Alt+Down", "Down", "Return")
    assert keys.text("Indicators!N6") == RETURN_FORM.table("indicators").column("status").choices[1]


def test_every_list_cell_offers_its_words(keys: Keyboard) -> None:
    named, expected = lists(spec()), {}
    for form in RETURN_FORM.sheets:
        table, place = form.table, layout(form, len(EMPTY[form.table.name]))
        for index, column in enumerate(table.columns):
            if column.entry and column.choices:
                span = [place.first + index] if table.name == "about" else range(place.first, place.end)
                for row in span:
                    cell = f"{form.name}!{cell_name(row, 1 if table.name == 'about' else index)}"
                    expected[cell] = list(named[list_of(table, column)])
    assert keys.choices([cell for sheet in SHEETS[:6] for cell in entry_cells(sheet)]) == expected


def test_the_links_of_the_checks_lead_to_their_cells(office: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "open.xlsx"
    path.write_bytes(typed({"LOWER.action_owner": None, "YEAR.cause": None, "PERCENT.declared": "Red"}))
    with office.Keyboard(path) as keys:
        values = keys.values()
        shown = [str(values[CHECKS_SHEET][f"C{row}"]) for row in (7, 8, 9)]
        targets = [str(values[CHECKS_DATA][f"I{row}"]) for row in (2, 3, 4)]  # what the HYPERLINK formulas lead to
        assert targets == [address(spot) for spot in OPEN_CHECKS]
        assert shown == [target.replace("!", " ") for target in targets]
        assert [keys.command(".uno:JumpToMark", "Bookmark", target) for target in targets] == targets


def test_the_links_of_the_start_sheet_lead_to_every_other_sheet(keys: Keyboard) -> None:
    places = []
    for row in range(22, 28):
        (link,) = keys.links(f"Start!A{row}")
        places.append(keys.command(".uno:JumpToMark", "Bookmark", link.removeprefix("#")))
    assert places == [f"{sheet}!A1" for sheet in SHEETS[1:7]]


def test_the_tables_keep_their_filter_buttons_under_protection(keys: Keyboard) -> None:
    assert {"Indicators", "Narrative", "Risks", "Finance", "Actions", CHECKS_SHEET} == set(keys.buttons())
    keys.go("Indicators!K6")
    keys.command(".uno:DataFilterAutoFilter")  # Ctrl+Shift+L: the protection lets it work
    assert "Indicators" not in keys.buttons()
    keys.command(".uno:DataFilterAutoFilter")
    assert "Indicators" in keys.buttons()


def test_a_note_can_be_left_at_an_entry_cell(keys: Keyboard, tmp_path: Path) -> None:
    keys.go("Indicators!K6")
    keys.command(".uno:InsertAnnotation", "Text", "From the survey of June")
    assert keys.notes("Indicators") == ["From the survey of June"]
    book = openpyxl.load_workbook(keys.save(tmp_path / "noted.xlsx"))
    assert "From the survey of June" in book["Indicators"]["K6"].comment.text


@pytest.mark.parametrize("paste", ["Ctrl+V", "Ctrl+Alt+Shift+V"])
def test_figures_pasted_from_another_workbook_are_judged_at_once(keys: Keyboard, paste: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.append([61.5, 123, 200, "Final"])
    book.save(tmp_path / "figures.xlsx")
    keys.copy_from(tmp_path / "figures.xlsx", "A1:D1")
    keys.go("Indicators!K6")
    before = keys.text("Indicators!AE6")
    keys.press(paste)
    assert [float(keys.text(f"Indicators!{column}6")) for column in "KLM"] == [61.5, 123, 200]
    assert keys.text("Indicators!N6") == "Final"
    assert keys.text("Indicators!X6") == "Green"
    assert before != keys.text("Indicators!AE6") != ""


def test_a_plain_paste_that_locked_a_cell_is_undone_with_one_key(keys: Keyboard, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.append(["Finally"])
    book.save(tmp_path / "words.xlsx")
    keys.copy_from(tmp_path / "words.xlsx", "A1")
    keys.go("Indicators!N6")
    keys.press("Ctrl+V")
    assert keys.text("Indicators!N6") == "Finally"
    assert keys.choices(["Indicators!N6"]) == {}
    keys.press("Ctrl+Z")
    assert keys.text("Indicators!N6") == ""
    assert keys.choices(["Indicators!N6"]) != {}
