"""More time for one theme: what officers enter in the master counts for the template, the register and the master."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.files.store import sha256_of
from tests.flow.test_programme import edit, find, inbox, records
from tests.support.cli import laa_xl, succeeded
from tests.support.demo_folders import demo, sent
from tests.support.earlier import written_without

PERIOD = "2008-Q2"
ROW = {
    "Period": PERIOD,
    "Theme": "EDE",
    "New deadline": date(2008, 10, 31),
    "Reason": "The planning system is being moved.",
    "Agreed by (post)": "Performance officer",
    "On": date(2008, 10, 15),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A programme whose templates went out; returns are due on 24 October 2008."""
    return sent(tmp_path / "p")


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The filled return of EDE, made from the template that went out."""
    return inbox(demo(tmp_path_factory.mktemp("filled") / "p"), "EDE")


def extend(folder: Path, *rows: dict[str, Any]) -> None:
    """Enter rows in the table of extensions, from its first free row on."""

    def enter(book: Any) -> None:
        sheet = book["Extensions"]
        head = find(sheet, "New deadline").row
        used = sum(1 for line in sheet.iter_rows(min_row=head + 1) if line[0].value is not None)
        for number, row in enumerate(rows, head + 1 + used):
            for heading, value in row.items():
                sheet.cell(number, find(sheet, heading).column).value = value

    edit(folder / "master.xlsm", enter)


def clear(folder: Path) -> None:
    def away(book: Any) -> None:
        sheet = book["Extensions"]
        for line in sheet.iter_rows(min_row=find(sheet, "New deadline").row + 1):
            for cell in line:
                cell.value = None

    edit(folder / "master.xlsm", away)


def lines(folder: Path, now: str) -> dict[str, tuple[str, str, int, bool]]:
    said = json.loads(succeeded(laa_xl("status", folder, "--json", now=now)).stdout)["returns"]
    return {line["theme"]: (line["state"], line["deadline"], line["days_late"], line["extended"]) for line in said}


def test_a_theme_with_more_time_is_not_missing_while_the_others_are(folder: Path) -> None:
    extend(folder, ROW)
    now = lines(folder, "2008-10-28T09:00:00")
    assert now["EDE"] == ("expected", "2008-10-31", 0, True)
    assert now["SSC"] == ("missing", "2008-10-24", 4, False)
    assert lines(folder, "2008-11-03T09:00:00")["EDE"] == ("missing", "2008-10-31", 3, True)
    shown = succeeded(laa_xl("status", folder, now="2008-10-28T09:00:00")).stdout
    assert "31/10/2008, extended" in shown


@pytest.mark.parametrize(("day", "late"), [("28", 0), ("31", 0)])
def test_a_return_that_came_in_within_the_new_time_is_not_late(
    folder: Path, returned: Path, day: str, late: int
) -> None:
    extend(folder, ROW)
    succeeded(laa_xl("consolidate", folder, returned, now=f"2008-10-{day}T09:00:00"))
    assert lines(folder, "2008-11-05T09:00:00")["EDE"] == ("accepted", "2008-10-31", late, True)
    rows = records(folder / "master.xlsm", "Register")
    (row,) = [row for row in rows if (row["Theme"], row["State"]) == ("EDE", "accepted")]
    assert (row["Due"].date(), row["Days late"]) == (date(2008, 10, 31), None)


def test_an_extension_agreed_afterwards_takes_the_lateness_away_and_its_end_brings_it_back(
    folder: Path, returned: Path
) -> None:
    succeeded(laa_xl("consolidate", folder, returned, now="2008-10-27T09:00:00"))
    assert lines(folder, "2008-10-28T09:00:00")["EDE"][2] == 3
    extend(folder, ROW)
    assert lines(folder, "2008-10-28T09:00:00")["EDE"][2] == 0
    clear(folder)
    assert lines(folder, "2008-10-28T09:00:00")["EDE"] == ("accepted", "2008-10-24", 3, False)


def test_a_template_made_afterwards_prints_the_new_day(folder: Path) -> None:
    extend(folder, ROW)
    path = succeeded(laa_xl("templates", folder, "--period", PERIOD, "--theme", "EDE")).stdout.strip()
    texts = [str(cell.value) for line in openpyxl.load_workbook(path)["Start"].iter_rows() for cell in line]
    # Below the title, beside "Deadline", and in the last line.
    assert sum("Friday 31 October 2008" in text for text in texts) == 3
    assert not any("24 October" in text for text in texts)


def test_a_return_on_the_template_of_before_is_still_one_of_ours(folder: Path, returned: Path) -> None:
    extend(folder, ROW)
    said = json.loads(succeeded(laa_xl("validate", returned, "--programme", folder, "--json")).stdout)
    assert said["findings"] == []
    succeeded(laa_xl("templates", folder, "--period", PERIOD))
    said = json.loads(succeeded(laa_xl("validate", returned, "--programme", folder, "--json")).stdout)
    assert said["findings"] == []
    clear(folder)
    said = json.loads(succeeded(laa_xl("validate", returned, "--programme", folder, "--json")).stdout)
    assert said["findings"] == []


def test_when_the_extension_is_taken_back_the_templates_made_then_count(folder: Path) -> None:
    extend(folder, ROW)
    succeeded(laa_xl("templates", folder, "--period", PERIOD, "--theme", "EDE"))
    clear(folder)
    succeeded(laa_xl("templates", folder, "--period", PERIOD, "--theme", "EDE"))
    assert lines(folder, "2008-10-28T09:00:00")["EDE"] == ("missing", "2008-10-24", 4, False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Theme": "NOPE"}, 'Theme: You have "NOPE". There is no such theme. The themes are: CYP, HCOP, SSC, EDE.'),
        ({"Period": "2030-Q1"}, 'Period: You have "2030-Q1". The agreement runs from 2008-Q1 to 2010-Q4.'),
        ({"Period": "soon"}, '"soon" is not a period'),
        ({"New deadline": date(2008, 10, 20)}, "The return is due on 24/10/2008 anyway. Enter a later day"),
        ({"New deadline": "next week"}, "Enter a date"),
        ({"New deadline": None}, "New deadline: This is needed."),
        ({"Reason": None}, "Reason: This is needed."),
        ({"Agreed by (post)": None}, "Agreed by (post): This is needed."),
    ],
)
def test_an_extension_that_cannot_be_used_is_told_stays_and_does_nothing(
    folder: Path, change: dict[str, Any], said: str
) -> None:
    extend(folder, {**ROW, **change})
    result = succeeded(laa_xl("consolidate", folder, now="2008-10-20T09:00:00"))
    (told,) = [line for line in result.stderr.splitlines() if "Please look: Extensions, row " in line]
    assert said in told
    assert lines(folder, "2008-10-28T09:00:00")["EDE"] == ("missing", "2008-10-24", 4, False)
    (row,) = records(folder / "master.xlsm", "Extensions")
    assert row["Theme"] == change.get("Theme", "EDE")


def test_of_two_extensions_of_one_return_the_last_row_counts_and_it_is_told(folder: Path) -> None:
    extend(folder, ROW, {**ROW, "New deadline": date(2008, 11, 7)})
    assert lines(folder, "2008-10-28T09:00:00")["EDE"][1] == "2008-11-07"
    assert "the last row counts" in laa_xl("status", folder).stderr


def test_extensions_survive_every_run_and_a_lost_master(folder: Path) -> None:
    extend(folder, ROW)
    succeeded(laa_xl("consolidate", folder, now="2008-10-20T09:00:00"))
    before = sha256_of((folder / "master.xlsm").read_bytes())
    (folder / "master.xlsm").unlink()
    succeeded(laa_xl("consolidate", folder, now="2008-10-20T09:00:00"))
    assert sha256_of((folder / "master.xlsm").read_bytes()) == before
    assert [row["Theme"] for row in records(folder / "master.xlsm", "Extensions")] == ["EDE"]


def test_a_master_from_before_there_were_extensions_is_read(folder: Path) -> None:
    written_without(folder, {"extensions": ()})
    edit(folder / "master.xlsm", lambda book: book.remove(book["Extensions"]))
    succeeded(laa_xl("consolidate", folder, now="2008-10-20T09:00:00"))
    assert "Extensions" in openpyxl.load_workbook(folder / "master.xlsm").sheetnames
