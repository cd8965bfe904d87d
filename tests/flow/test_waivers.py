"""A rule that the county team waives: who, what, until when; accepted by it, and shown wherever it silences something."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.domain.periods import Period
from laa_xl.flow.programme import Programme
from tests.flow.test_programme import edit, find, records
from tests.support.cli import laa_xl, succeeded
from tests.support.earlier import written_without
from tests.support.programmes import fill_row, new_return, put

PERIOD = "2008-Q2"
WORDS = "about 13, as far as we know"  # for the actual of NI152: has to be fixed (N03)
ROW = {
    "From quarter": PERIOD,
    "Until quarter": "2008-Q3",
    "Rule": "N03",
    "Theme": "EDE",
    "Indicator or line": "NI152",
    "Reason": "The source publishes words only until its system is renewed.",
    "Granted by (post)": "Head of performance",
    "On": date(2008, 10, 15),
}
BECAUSE = "The source publishes words only until its system is renewed. (Head of performance, until 2008-Q3)"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "p"
    succeeded(laa_xl("new", folder, "--agreement", "leicester-2008", now="2008-10-01T09:00:00"))
    succeeded(laa_xl("templates", folder, "--period", PERIOD, now="2008-10-01T09:00:00"))
    programme = Programme(folder)
    put(programme, "ede.xlsx", new_return(programme, "EDE", Period(2008, 2), {"NI152": {"actual": WORDS}}))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A programme with a return in its inbox that has one entry to be fixed."""
    return Path(shutil.copytree(made, tmp_path / "p"))


def waive(folder: Path, *rows: dict[str, Any]) -> None:
    def enter(book: Any) -> None:
        for row in rows:
            fill_row(book["Waivers"], "From quarter", row)

    edit(folder / "master.xlsm", enter)


def unwaive(folder: Path) -> None:
    def away(book: Any) -> None:
        for line in book["Waivers"].iter_rows(min_row=find(book["Waivers"], "From quarter").row + 1):
            for cell in line:
                cell.value = None

    edit(folder / "master.xlsm", away)


def became(folder: Path, now: str = "2008-10-20T09:00:00") -> tuple[int, str, list[str], list[str]]:
    """Exit code, what became of the return, and the rules that have to be fixed and that are waived."""
    result = laa_xl("consolidate", folder, "--json", now=now)
    (item,) = json.loads(result.stdout)["files"]
    must = [found["rule"] for found in item["findings"] if found["severity"] == "must_fix"]
    return result.exit_code, item["became"], must, [found["rule"] for found in item["waived"]]


def looks(folder: Path, now: str) -> list[str]:
    """What each run says of the waivers."""
    said = laa_xl("consolidate", folder, now=now).stderr.splitlines()
    return [line.removeprefix("Please look: ") for line in said if "Waivers" in line]


def test_a_return_with_something_to_fix_is_accepted_once_its_rule_is_waived(folder: Path) -> None:
    assert became(folder) == (1, "rejected", ["N03"], [])
    waive(folder, ROW)
    assert became(folder) == (0, "accepted", [], ["N03"])
    assert became(folder)[1] == "unchanged"


@pytest.mark.parametrize(
    "change",
    [{"Indicator or line": "NI186"}, {"Until quarter": None, "Or until": date(2008, 10, 19)}],
    ids=["another indicator", "ended the day before"],
)
def test_a_waiver_of_something_else_or_of_another_time_does_nothing(folder: Path, change: dict[str, Any]) -> None:
    waive(folder, {**ROW, **change})
    assert became(folder) == (1, "rejected", ["N03"], [])


def test_a_waiver_that_cannot_be_used_is_told_at_its_cell_stays_and_does_nothing(folder: Path) -> None:
    waive(folder, {**ROW, "Rule": "N99"}, {**ROW, "Reason": None})
    assert became(folder) == (1, "rejected", ["N03"], [])
    unsaid, unknown = looks(folder, "2008-10-20T09:00:00")  # blank cells are told first
    assert re.fullmatch(r'Waivers, row \d+, Rule: You have "N99". There is no such rule. .*', unknown)
    assert re.fullmatch(r"Waivers, row \d+, Reason: This is needed.", unsaid)
    assert [row["Rule"] for row in records(folder / "master.xlsm", "Waivers")] == ["N99", "N03"]


def test_what_a_waiver_silences_is_shown_wherever_it_does(folder: Path) -> None:
    waive(folder, ROW)
    path = folder / "inbox" / "ede.xlsx"
    checked = laa_xl("validate", path, "--programme", folder, "--annotate", folder / "marked")
    (line,) = [line for line in checked.stdout.splitlines() if "N03" in line]
    assert line.startswith("  Waived · N03 · Indicators, ")
    assert line.endswith(f"Waived because: {BECAUSE}")
    assert "1 waived" in checked.stdout.splitlines()[0]
    (found,) = [row for row in records(folder / "marked" / "ede.xlsx", "Findings") if row["Rule"] == "N03"]
    assert (found["Severity"], found["Confirmed because"]) == ("Waived", f"Waived: {BECAUSE}")

    taken = succeeded(laa_xl("consolidate", folder, now="2008-10-20T09:00:00"))
    assert line in taken.stdout
    master = folder / "master.xlsm"
    (found,) = [row for row in records(master, "Findings") if row["Rule"] == "N03"]
    assert (found["Severity"], found["Waived because"]) == ("Waived", BECAUSE)
    # What the partner typed stays, beside a figure that counts as missing.
    (figure,) = [row for row in records(master, "Indicators") if row["Code"] == "NI152"]
    assert (figure["Actual"], figure["Computed rating"]) == (WORDS, "Grey")
    (entry,) = [row for row in records(master, "Register") if row["State"] == "accepted"]
    assert (entry["To fix"] or 0, entry["Waived"]) == (0, 1)
    (status,) = [
        one for one in json.loads(laa_xl("status", folder, "--json").stdout)["returns"] if one["theme"] == "EDE"
    ]
    assert (status["must_fix"], status["waived"]) == (0, 1)
    explained = succeeded(laa_xl("explain", folder, "NI152")).stdout
    assert "Waived · N03" in explained
    assert BECAUSE in explained
    dashboard = openpyxl.load_workbook(master)["Dashboard"]
    texts = [str(cell.value) for row in dashboard.iter_rows() for cell in row]
    assert any("N03 is waived for NI152, theme EDE from 2008-Q2 until 2008-Q3" in text for text in texts)
    succeeded(laa_xl("pack", folder, "--period", PERIOD, "--out", folder.parent / "to-goem"))
    note = (folder.parent / "to-goem" / "cover-note.txt").read_text(encoding="utf-8")
    assert "- Waived by the county team, and accepted as sent: 1 entry.\n" in note


def test_a_partners_reason_is_shown_the_same_way(folder: Path) -> None:
    programme = Programme(folder)
    path = put(programme, "ede.xlsx", new_return(programme, "EDE", Period(2008, 2)))  # explains what is asked about it
    result = laa_xl("validate", path, "--programme", folder)
    (line,) = [line for line in result.stdout.splitlines() if "· B10 ·" in line]
    assert line.startswith("  Confirmed · B10 · Indicators, ")
    assert line.endswith(" Confirmed because: The forecast symbol is lost in the printed report.")
    assert line in succeeded(laa_xl("consolidate", folder)).stdout
    (row,) = [row for row in records(folder / "master.xlsm", "Findings") if row["Rule"] == "B10"]
    assert (row["Severity"], row["Waived because"]) == ("Confirmed", None)
    assert line.strip() in succeeded(laa_xl("explain", folder, row["Row"])).stdout


def test_a_waiver_that_ends_leaves_what_was_accepted_by_it_and_one_that_is_taken_away_does_not(folder: Path) -> None:
    waive(folder, {**ROW, "Until quarter": None, "Or until": date(2008, 10, 20)})
    assert became(folder, "2008-10-20T09:00:00")[1] == "accepted"
    succeeded(laa_xl("consolidate", folder, now="2009-06-01T09:00:00"))

    def severity() -> Any:
        return [row["Severity"] for row in records(folder / "master.xlsm", "Findings") if row["Rule"] == "N03"]

    assert severity() == ["Waived"]
    unwaive(folder)
    succeeded(laa_xl("consolidate", folder, now="2009-06-01T09:00:00"))
    assert severity() == ["Open since a change"]


def test_a_waiver_of_a_quarter_is_not_said_to_have_ended_before_its_late_return_is_in(folder: Path) -> None:
    waive(folder, {**ROW, "Until quarter": PERIOD})
    waiting = (folder / "inbox" / "ede.xlsx").rename(folder.parent / "ede.xlsx")
    (said,) = looks(folder, "2008-10-30T09:00:00")  # six days after it was due
    assert said.endswith(
        "It ends with the returns of 2008-Q2: from those of 2008-Q3 on the entry has to be mended, or the waiver granted anew. "
        "Keep the row: it counts for what is not accepted yet (EDE 2008-Q2), however late that comes."
    )
    waiting.rename(folder / "inbox" / "ede.xlsx")
    assert became(folder, "2008-10-30T10:00:00")[1] == "accepted"
    (said,) = looks(folder, "2008-10-30T11:00:00")
    assert said.endswith(
        "It has ended: every return of its quarters that was asked for is accepted. Keep the row: "
        "those returns were accepted by it."
    )


def test_waivers_survive_every_run_and_a_lost_master(folder: Path) -> None:
    waive(folder, {**ROW, "Until quarter": None, "Or until": date(2008, 12, 31)})
    assert became(folder)[1] == "accepted"
    before = (folder / "master.xlsm").read_bytes()
    (folder / "master.xlsm").unlink()
    succeeded(laa_xl("consolidate", folder, now="2008-10-20T09:00:00"))
    assert (folder / "master.xlsm").read_bytes() == before
    (row,) = records(folder / "master.xlsm", "Waivers")
    assert (row["Rule"], row["Or until"].date()) == ("N03", date(2008, 12, 31))


def test_a_master_from_before_there_were_waivers_is_read(folder: Path) -> None:
    written_without(folder, {"waivers": ()})
    edit(folder / "master.xlsm", lambda book: book.remove(book["Waivers"]))
    assert became(folder) == (1, "rejected", ["N03"], [])
    assert "Waivers" in openpyxl.load_workbook(folder / "master.xlsm").sheetnames
