"""The report edited in the master itself: what is changed there is kept by a run on the saved file and by a press in the open one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.domain.inputs import REASON_ASKED
from laa_xl.domain.periods import Period
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pipeline import consolidate
from laa_xl.flow.programme import Programme
from tests.buttons.opened import Opened
from tests.support.earlier import written_without
from tests.support.programmes import NOW, edited, fill_row, filled, find, new_return, put

MINE, GONE, MOVED = "4/EDE/indicators/NI179a", "6/county/all/area-based-grant", "3b/HCOP/indicators/NI135"
AFTER = "3b/HCOP/narrative/N1"


def at(sheet: Any, ref: str) -> int:
    """The row of a bullet."""
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 4).value == ref)


def cut_and_insert(sheet: Any, ref: str, below: str) -> None:
    line = [cell.value for cell in sheet[at(sheet, ref)]]
    sheet.delete_rows(at(sheet, ref))
    row = at(sheet, below) + 1
    sheet.insert_rows(row)
    for column, value in enumerate(line, 1):
        sheet.cell(row, column).value = value


def change(book: Any) -> None:
    """One of each: words, a rating, a section's rating, a bullet hidden, moved, added."""
    sheet = book["Highlight report"]
    sheet.cell(at(sheet, MINE), 1).value = "• Savings: Better than we dared to hope,\nand earlier"
    sheet.cell(at(sheet, "1/SSC/rating"), 2).value = "Amber"
    direction = next(row for row in range(1, sheet.max_row) if str(sheet.cell(row, 1).value).startswith("2)"))
    sheet.cell(direction, 2).value = "Green"
    cut_and_insert(sheet, MOVED, AFTER)
    row = at(sheet, MINE) + 1
    sheet.insert_rows(row)
    sheet.cell(row, 1).value = "=A point of our own"
    sheet.cell(row, 1).data_type = "s"
    sheet.delete_rows(at(sheet, GONE))


def stands(book: Any) -> dict[str, Any]:
    """What of it stands in a master."""
    sheet = book["Highlight report"]
    refs = [sheet.cell(row, 4).value for row in range(1, sheet.max_row + 1) if sheet.cell(row, 4).value]
    texts = {ref: sheet.cell(at(sheet, ref), 1).value for ref in refs}
    direction = next(row for row in range(1, sheet.max_row) if str(sheet.cell(row, 1).value).startswith("2)"))
    return {
        "words": texts[MINE],
        "rating": sheet.cell(at(sheet, "1/SSC/rating"), 2).value,
        "direction": sheet.cell(direction, 2).value,
        "moved": refs[refs.index(AFTER) + 1],
        "added": [text for ref, text in texts.items() if "/added/" in ref],
        "hidden": GONE not in refs,
    }


KEPT = {
    "words": "• Savings: Better than we dared to hope, and earlier.",
    "rating": "Amber",
    "direction": "Green",
    "moved": MOVED,
    "added": ["• =A point of our own."],
    "hidden": True,
}


def table(book: Any, name: str, *headings: str) -> list[tuple[Any, ...]]:
    sheet = book[name]
    head = next(row for row in range(1, 12) if sheet.cell(row, 1).value == "Period")
    columns = {sheet.cell(head, n).value: n for n in range(1, sheet.max_column + 1)}
    lines = ([sheet.cell(row, columns[h]).value for h in headings] for row in range(head + 1, sheet.max_row + 1))
    return [tuple(line) for line in lines if any(line)]


def by_file(programme: Programme) -> tuple[Callable[[Callable[[Any], None]], None], Callable[[], Any]]:
    """She saves and closes it; the command line runs."""

    def run(act: Callable[[Any], None]) -> None:
        edited(programme, act)
        consolidate(programme, [*programme.folder("inbox").iterdir()], None, NOW)

    return run, lambda: openpyxl.load_workbook(programme.master)


def by_press(programme: Programme) -> tuple[Callable[[Callable[[Any], None]], None], Callable[[], Any]]:
    """She presses in the open master, nothing saved."""
    opened = Opened(programme)

    def run(act: Callable[[Any], None]) -> None:
        act(opened.xl)
        told = opened.press()
        assert "Nothing was changed" not in told, told

    return run, lambda: opened.xl


@pytest.mark.parametrize("way", [by_file, by_press], ids=["saved", "open"])
def test_every_change_is_kept_through_a_new_return_and_two_runs(way: Any, tmp_path: Path) -> None:
    programme = filled("leicester-2008", tmp_path)
    run, book = way(programme)
    run(change)
    assert stands(book()) == KEPT
    edits = table(book(), "Report edits", "Bullet", "What to do", "New words", "New heading", "By (post)")
    assert sorted(line[1] for line in edits) == ["Add", "Hide", "Order", "Order", "Replace"]
    assert (MINE, "Replace", "Better than we dared to hope, and earlier.", "Savings", "County team") in edits
    overrides = table(book(), "Overrides", "What is rated", "Code", "Rating", "Reason")
    assert ("Block", "SSC", "Amber", REASON_ASKED) in overrides
    assert ("Direction of travel", None, "Green", REASON_ASKED) in overrides

    put(programme, "ede.xlsx", new_return(programme, "EDE", Period(2008, 2), {"NI179a": {"actual": 11500.0}}))
    run(lambda _: None)
    assert stands(book()) == KEPT
    assert table(book(), "Report edits", "Bullet", "What to do", "New words", "New heading", "By (post)") == edits
    source = book()["Highlight report"].cell(at(book()["Highlight report"], MINE), 3).value
    assert "The draft has changed since these words were written. It says now:" in source
    assert "11,500" in source
    front = " ".join(str(cell.value) for line in book()["Dashboard"].iter_rows() for cell in line if cell.value)
    assert f"Highlight report, {MINE}: the draft has changed since you edited it" in front


def test_both_ways_give_the_same_tables(tmp_path: Path) -> None:
    names = ("Bullet", "What to do", "New words", "New heading", "By (post)", "On", "Draft when edited")
    found = []
    for number, way in enumerate((by_file, by_press)):
        (tmp_path / str(number)).mkdir()
        run, book = way(filled("leicester-2008", tmp_path / str(number)))
        run(change)
        found.append(
            [
                (table(book(), "Report edits", *names[:5], names[6]), table(book(), "Overrides", "Code", "Rating")),
                [[cell.value for cell in line[:7]] for line in book()["Highlight report"].iter_rows()],
            ]
        )
    assert found[0] == found[1]


def test_a_press_that_fails_leaves_the_edits_in_the_sheet_as_they_were(tmp_path: Path) -> None:
    opened = Opened(filled("leicester-2008", tmp_path))
    change(opened.xl)
    before = opened.as_it_is()
    opened.app.fail_at = 40
    opened.press()
    opened.app.fail_at = None
    assert opened.as_it_is()["Highlight report"] == before["Highlight report"]
    assert opened.as_it_is()["Report edits"] == before["Report edits"]
    opened.press()
    assert stands(opened.xl) == KEPT


def test_the_first_run_says_what_it_took_in_and_the_next_one_nothing(tmp_path: Path) -> None:
    programme = filled("leicester-2008", tmp_path)
    edited(programme, change)
    assert consolidate(programme, [], None, NOW).taken == (
        "Taken in from the tab Highlight report: 1 bullet with your words, 1 bullet hidden, 1 bullet added, 2 blocks in your "
        "order and 2 ratings.",
    )
    again = consolidate(programme, [], None, NOW)
    assert (again.taken, again.changed) == ((), False)


def test_what_stands_beside_the_report_stops_a_run_that_could_not_keep_it(tmp_path: Path) -> None:
    programme = filled("leicester-2008", tmp_path)
    edited(programme, lambda book: setattr(book["Highlight report"].cell(20, 9), "value", "a note"))
    with pytest.raises(ProgrammeError) as stopped:
        consolidate(programme, [], None, NOW)
    assert ["Highlight report, row 20" in error.told(in_master=True) for error in stopped.value.errors] == [True]


def test_words_that_became_a_formula_without_a_value_stop_a_run_and_hide_no_bullet(tmp_path: Path) -> None:
    programme = filled("leicester-2008", tmp_path)
    consolidate(programme, [], None, NOW)
    row = at(openpyxl.load_workbook(programme.master)["Highlight report"], MINE)
    edited(programme, lambda book: setattr(book["Highlight report"].cell(row, 1), "value", "=1+1"))
    with pytest.raises(ProgrammeError) as stopped:
        consolidate(programme, [], None, NOW)
    (told,) = [error.told(in_master=True) for error in stopped.value.errors]
    assert told.startswith(f'Highlight report, row {row}, Report: You have "a formula". This cell shows no value.')


@pytest.mark.parametrize("harm", ["title", "columns"])
def test_without_what_tells_the_edits_no_run_writes_over_them_until_the_tab_is_cleared(
    harm: str, tmp_path: Path
) -> None:
    programme = filled("leicester-2008", tmp_path)

    def spoil(book: Any) -> None:
        sheet = book["Highlight report"]
        change(book)
        sheet.delete_rows(1) if harm == "title" else sheet.delete_cols(5, 3)

    edited(programme, spoil)
    before = programme.master.read_bytes()
    with pytest.raises(ProgrammeError) as stopped:
        consolidate(programme, [], None, NOW)
    assert "by which your changes are known" in stopped.value.errors[0].told(in_master=True)
    assert programme.master.read_bytes() == before

    def clear(book: Any) -> None:
        book["Highlight report"].delete_rows(1, 500)

    edited(programme, clear)
    consolidate(programme, [], None, NOW)
    assert MINE in [cell.value for cell in openpyxl.load_workbook(programme.master)["Highlight report"]["D"]]


def test_in_an_open_master_of_an_earlier_version_edits_that_stand_in_its_table_still_count(tmp_path: Path) -> None:
    """Its table has no columns for headings and drafts, and its report no hidden ones."""
    programme = filled("leicester-2008", tmp_path)

    def earlier(book: Any) -> None:
        edits, report = book["Report edits"], book["Highlight report"]
        fill_row(edits, "Bullet", {"Period": "2008-Q2", "Bullet": MINE, "What to do": "Replace", "New words": "Mine."})
        for title in ("New heading", "Draft when edited"):
            cell = find(edits, title)
            (table,) = edits.tables.values()
            cell.value = f"{title}, once"
            table.tableColumns[cell.column - 1].name = cell.value
        report.delete_cols(5, 3)
        row = next(row for row in range(1, 12) if str(report.cell(row, 1).value).startswith("Change words"))
        report.cell(row, 1).value = None

    written_without(programme.root, {"report_edits": ("New heading", "Draft when edited")})
    edited(programme, earlier)
    opened = Opened(programme)
    assert "by which your changes" not in opened.press()
    sheet = opened.xl["Highlight report"]
    assert sheet.cell(at(sheet, MINE), 1).value.endswith("Mine.")
    assert all(sheet.column_dimensions[letter].hidden for letter in "EFG")
    sheet.cell(at(sheet, GONE), 1).value = "Area Based Grant: now in the report itself."
    assert "1 bullet with your words" in opened.press()
    sheet.cell(at(sheet, GONE), 1).value = "Words without a topic."
    assert 'has no column "New heading"' in opened.press()
    assert sheet.cell(at(sheet, GONE), 1).value == "Words without a topic."


def test_settings_of_the_report_shorten_it_and_leave_templates_that_are_out_as_they_are(tmp_path: Path) -> None:
    programme = filled("leicester-2008", tmp_path)

    def shorter(book: Any) -> None:
        cell = find(book["Settings"], "Report: most words a bullet")
        cell.offset(column=1).value = 60

    edited(programme, shorter)
    data = new_return(programme, "EDE", Period(2008, 2), {"NI179a": {"actual": 11500.0}})
    put(programme, "ede.xlsx", data)
    outcome = consolidate(programme, [*programme.folder("inbox").iterdir()], None, NOW)
    assert [became for _, became in outcome.files] == ["accepted"]
    sheet = openpyxl.load_workbook(programme.master)["Highlight report"]
    shortened = [cell.value for cell in sheet["A"] if "all of it stands in the master" in str(cell.value)]
    assert len(shortened) > 4
