"""Why a rating is what it is: by code and by row, wherever the row stands now."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.domain.periods import Period
from laa_xl.flow.answers import Asked
from laa_xl.flow.desk import answer
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.explaining import explain
from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl, succeeded
from tests.support.programmes import NOW, edited, fill_row, filled, find, row_of


def words(programme: Programme, sheet: str, row: int) -> str:
    return answer(programme, Asked("explain", NOW, sheet=sheet, row=row)).text


def of_code(programme: Programme, code: str) -> list[str]:
    return [" ".join(sentences) for sentences in explain(programme, code, None, NOW)]


def test_an_indicators_row_is_explained_with_figures_target_rule_direction_and_roll_up(leicester: Programme) -> None:
    said = words(leicester, "Indicators", row_of(leicester, "Indicators", Code="NI154"))
    for part in (
        "NI 154",
        "Quarter 2 of 2008-09 (July to September 2008)",
        "300",  # the figure
        "1,450",  # its target
        '"outlook" rule, version 1',
        "tolerance 10%",
        "Direction of travel:",
        "Economic Development and Enterprise",
        "leicester-2008-EDE-2008-Q2.xlsx, Indicators, ",
    ):
        assert part in said, part


def test_an_override_stands_beside_what_the_figures_say(leicester: Programme) -> None:
    said = words(leicester, "Indicators", row_of(leicester, "Indicators", Code="NI065"))
    # Published green; 14.8 against 11 with a better forecast computes to amber.
    assert "Green by decision of" in said
    assert "the figures suggest Amber" in said
    assert "Computed: Amber: 14.8% against 11%" in said
    assert "The partner declares green." in said


def test_a_row_is_found_by_its_headings_when_rows_were_sorted_and_columns_moved(leicester: Programme) -> None:
    def shuffled(book: Any) -> None:
        sheet = book["Indicators"]
        head = find(sheet, "Code")
        period = find(sheet, "Period").column
        for row in range(head.row, sheet.max_row + 1):
            a, b = sheet.cell(row, head.column), sheet.cell(row, period)
            a.value, b.value = b.value, a.value
        first, last = head.row + 1, head.row + 20
        for column in range(1, sheet.max_column + 1):
            a, b = sheet.cell(first, column), sheet.cell(last, column)
            a.value, b.value = b.value, a.value

    edited(leicester, shuffled)
    row = row_of(leicester, "Indicators", Code="NI154")
    assert "NI 154" in words(leicester, "Indicators", row)
    moved = row_of(leicester, "Indicators", Code="NI001")  # the first row as it was written
    assert moved > 20
    assert "NI 1 " in words(leicester, "indicators", moved)


def test_reward_and_money_rows_say_their_own_rule(leicester: Programme, tmp_path: Path) -> None:
    county = filled("leicestershire-2006", tmp_path)
    reward = words(county, "Reward", row_of(county, "Reward", **{"Sub-indicator": "R3.1"}))
    assert "Reward target 3, R3.1" in reward
    assert "Earns nothing" in reward
    money = words(leicester, "Finance", row_of(leicester, "Finance", Line="SSC-ABG"))
    assert "Finance, SSC-ABG " in money
    assert "Safer and Stronger Communities" in money
    assert "no forecast given; finance bands, version" in money  # spend and outturn are not published
    assert of_code(leicester, "ssc-abg") == [" ".join(money.splitlines())]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Children and Young People (CYP)", ("theme", "of 5 due", "roll-up rule, version 1")),
        ("Leicester's Local Area Agreement 2008-11", ("agreement", "24 due")),
    ],
)
def test_a_line_of_the_dashboard_is_explained_by_its_roll_up(
    name: str, told: tuple[str, ...], leicester: Programme
) -> None:
    sheet = openpyxl.load_workbook(leicester.master)["Dashboard"]
    rows = [line[0].row for line in sheet.iter_rows() if line[0].value == name]
    said = words(leicester, "Dashboard", rows[0]).lower()
    assert all(part in said for part in told), said
    if "CYP" in name:  # a theme and a Government block of one name: the heading above tells which
        assert len(rows) == 2
        assert "government block" in words(leicester, "Dashboard", rows[1]).lower()


def test_a_decision_on_a_block_is_told_with_what_it_would_be(leicester: Programme) -> None:
    row = {"Period": "2008-Q2", "What is rated": "Block", "Code": "CYP", "Rating": "Red", "Reason": "Known better."}
    edited(
        leicester,
        lambda book: fill_row(book["Overrides"], "Rating", {**row, "By (post)": "Officer", "On": date(2008, 10, 30)}),
    )
    theme, block = of_code(leicester, "cyp")
    assert "theme" in theme
    assert "Red by decision of Officer; the figures suggest Amber. Reason: Known better." in block


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("NI154", "NI 154"),
        ("ni 154", "NI 154"),
        ("leicester-2008", "agreement"),
        ("EDE", "Economic Development and Enterprise (EDE), theme"),
    ],
)
def test_a_code_is_known_however_it_is_written(code: str, told: str, leicester: Programme) -> None:
    assert told in of_code(leicester, code)[0]


def test_a_sub_indicator_of_a_reward_target_is_explained_as_both(tmp_path: Path) -> None:
    said = of_code(filled("leicestershire-2006", tmp_path), "R3.1")
    assert len(said) == 2
    assert "Reward target 3" in said[1]


def test_an_unknown_code_names_the_nearest(leicester: Programme) -> None:
    with pytest.raises(ProgrammeError, match="NI154"):
        explain(leicester, "NI1544", None, NOW)
    with pytest.raises(ProgrammeError, match="No return was accepted for 2008-Q1"):
        explain(leicester, "NI154", Period(2008, 1), NOW)


def test_rows_that_cannot_be_explained_say_which_can(leicester: Programme) -> None:
    front = openpyxl.load_workbook(leicester.master)["Dashboard"]
    counts = next(line[0].row for line in front.iter_rows() if line[0].value == "On track")
    for sheet, row, told in (
        ("Register", 9, "Indicators, Reward and Finance"),
        ("Overrides", 9, "Indicators, Reward and Finance"),
        ("Dashboard", 1, "Indicators, Reward and Finance"),
        ("Dashboard", counts, "Indicators, Reward and Finance"),
        ("Indicators", 2, "none of its table's rows"),
        ("Indicators", 900, "none of its table's rows"),
        ("My own", 3, 'no sheet "My own"'),
        ("", 0, "Choose a row"),
    ):
        with pytest.raises(ProgrammeError) as refused:
            words(leicester, sheet, row)
        assert told in refused.value.message, (sheet, row)


def test_a_local_only_indicator_is_explained_and_called_so(leicester: Programme) -> None:
    def local(book: Any) -> None:
        sheet = book["Agreement indicators"]
        sheet.cell(find(sheet, "NI193").row, find(sheet, "Local only").column).value = "Y"

    edited(leicester, local)
    assert "never reported to Government" in of_code(leicester, "NI193")[0]


def test_the_command_line_explains_by_code_or_by_row(leicester: Programme) -> None:
    shown = succeeded(laa_xl("explain", leicester.root, "NI065")).stdout
    assert "the figures suggest Amber" in shown
    row = row_of(leicester, "Indicators", Code="NI065")
    assert succeeded(laa_xl("explain", leicester.root, "--sheet", "Indicators", "--row", str(row))).stdout == shown
    assert laa_xl("explain", leicester.root, "NI065", "--period", "2008-Q2").stdout == shown
    for wrong in ([], ["NI065", "--sheet", "Indicators", "--row", "9"], ["--sheet", "Indicators"], ["NI999"]):
        assert laa_xl("explain", leicester.root, *wrong).exit_code == 2, wrong
