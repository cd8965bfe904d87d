"""An agreement that nobody wrote code for: another county, five themes, other tolerances, the "current" mode."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.domain.periods import Period
from laa_xl.flow.pipeline import highlight
from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl, succeeded

AGREEMENT = Path(__file__).parent / "borsetshire"
PERIOD = "2009-Q2"
NOW = "2009-10-10T09:00:00"

# code, theme, actual, period target, rating in "current" mode: green at or above target, amber within the
# tolerance below it (5 %; B4 2 points; a range: 5 % of the nearer edge), red beyond.
#   B2: 0.1 + 0.4 of 200 = 100 by September; B3: straight line, 1000 x 2/4 = 500; the others stand flat.
FIGURES = [
    ("B1", "CHILD", 94.0, 94, "Green"),
    ("B2", "ADULT", 95, 100, "Amber"),  # 5 % below: the edge counts as within
    ("B3", "SAFE", 526, 500, "Red"),  # 5.2 % more burglaries
    ("B4", "GREEN", 32.0, 30, "Amber"),  # 2 points worse: the edge
    ("B5", "WORK", 9.4, "10.00 to 20.00", "Red"),  # 0.6 below 10 is 6 % of the edge
    ("B6", "WORK", 210, 200, "Green"),
]


def fill(path: Path, theme: str) -> None:
    book = openpyxl.load_workbook(path)
    start, indicators = book["Start"], book["Indicators"]
    for title, value in (
        ("Completed by (post)", "Performance officer"),
        ("Organisation", "Borsetshire County Council"),
        ("Date completed", date(2009, 10, 9)),
    ):
        row = next(line[0].row for line in start.iter_rows() if line[0].value == title)
        start.cell(row, 2).value = value
    head = next(line for line in indicators.iter_rows() if line[0].value == "Code")
    column = {cell.value: cell.column for cell in head}
    for code, of, actual, target, rating in FIGURES:
        if of != theme:
            continue
        row = next(line[0].row for line in indicators.iter_rows() if line[0].value == code)
        assert indicators.cell(row, column["Target this period"]).value == target
        entries: dict[str, Any] = {"Actual": actual, "Data status": "Final", "Forecast in a word": "Within"}
        if rating != "Green":
            entries |= {
                "Cause": "Two of the four teams had no leader until August.",
                "Improvement action": "Appoint the two leaders and start both teams in October.",
                "Action owner (post)": "Head of service",
                "Action by": date(2010, 1, 31),
            }
        for heading, value in entries.items():
            indicators.cell(row, column[heading]).value = value
    if theme == "SAFE":
        finance = book["Finance"]
        for line in finance.iter_rows():
            if line[0].value in ("F1", "F2", "TOTAL"):
                amounts = {"F1": (20000, 25000, 50000), "F2": (10000, 10000, 21500), "TOTAL": (30000, 35000, 71500)}
                for offset, amount in enumerate(amounts[line[0].value]):
                    finance.cell(line[0].row, 6 + offset).value = amount
                if line[0].value == "F2":  # 7.5 % over its budget, which asks for a word
                    finance.cell(line[0].row, 11).value = "The patrol car was replaced a year early."
    book.save(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("programme") / "borsetshire"
    succeeded(laa_xl("new", folder, "--agreement", AGREEMENT, now=NOW))
    written = succeeded(laa_xl("templates", folder, "--period", PERIOD, now=NOW)).stdout.split("\n")
    paths = [Path(line) for line in written if line]
    assert len(paths) == 5
    for path in paths:
        target = folder / "inbox" / path.name
        target.write_bytes(path.read_bytes())
        fill(target, path.name.split("-")[2])
    return folder


@pytest.fixture(scope="module")
def outcome(folder: Path) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(succeeded(laa_xl("consolidate", folder, "--json", now=NOW)).stdout)
    return result


def test_its_filled_returns_give_no_finding(folder: Path) -> None:
    files = sorted((folder / "inbox").iterdir())
    said = json.loads(succeeded(laa_xl("validate", *files, "--programme", folder, "--json")).stdout)
    assert [(item["verdict"], item["findings"]) for item in said] == [("ok", [])] * 5


def test_its_ratings_follow_its_own_mode_and_tolerances(folder: Path, outcome: dict[str, Any]) -> None:
    assert [item["became"] for item in outcome["files"]] == ["accepted"] * 5
    sheet = openpyxl.load_workbook(folder / "master.xlsm")["Indicators"]
    head = next(line for line in sheet.iter_rows() if line[0].value == "Period")
    column = {cell.value: cell.column - 1 for cell in head}
    rows = {line[column["Code"]].value: line for line in sheet.iter_rows(min_row=head[0].row + 1)}
    for code, _, _, _, rating in FIGURES:
        assert rows[code][column["Computed rating"]].value == rating, code
        explanation = rows[code][column["Why this rating"]].value
        assert '"current" rule, version B2' in explanation


def test_its_counts_and_roll_ups_follow_its_own_settings(outcome: dict[str, Any]) -> None:
    (period,) = outcome["periods"]
    assert period["counts"] == {
        "on_track": 2,
        "off_trajectory": 2,
        "at_risk": 2,
        "placeholder": 0,
        "not_rated": 0,
        "of": 6,
    }
    # Red from 50 % red: WORK has one red of two. The agreement: 2 of 6 red, so neither red nor green.
    ratings = {code: theme["rating"] for code, theme in period["themes"].items()}
    assert ratings == {"CHILD": "Green", "ADULT": "Amber", "SAFE": "Red", "GREEN": "Amber", "WORK": "Red"}
    assert period["rating"] == "Amber"


def test_its_report_speaks_of_its_own_office_and_leaves_local_indicators_out(
    folder: Path, outcome: dict[str, Any]
) -> None:
    report, _, _ = highlight(Programme(folder), Period(2009, 2))
    assert report.government_office == "Government Office for the West"
    words = " ".join(bullet.line for bullet in report.bullets)
    assert "B3" in words
    assert "B6" not in words
    assert "jobs fair" not in words
    assert [part.code for part in report.section("3").blocks] == ["PLACE"]


def test_money_is_banded_by_over_and_underspend(folder: Path, outcome: dict[str, Any]) -> None:
    sheet = openpyxl.load_workbook(folder / "master.xlsm")["Finance"]
    head = next(line for line in sheet.iter_rows() if line[0].value == "Period")
    column = {cell.value: cell.column - 1 for cell in head}
    rows = {line[column["Line"]].value: line for line in sheet.iter_rows(min_row=head[0].row + 1)}
    # F1 on budget; F2 21,500 against 20,000 is 7.5 % over: red beyond 5 %; together 2.1 % over: amber beyond 2 %.
    bands = {code: rows[code][column["Band"]].value for code in ("F1", "F2", "TOTAL")}
    assert bands == {"F1": "Green", "F2": "Red", "TOTAL": "Amber"}
    assert rows["F2"][column["Forecast less budget, £"]].value == 1500
