"""A programme over time: nothing lost, nothing doubled, officers' words kept, equal input gives an equal master."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from laa_xl.domain.periods import Period
from laa_xl.files.kept_answers import OFF, PLACE
from laa_xl.files.store import sha256_of
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.frames import frames
from laa_xl.flow.pipeline import highlight
from laa_xl.flow.programme import Programme
from laa_xl.stages import reading
from tests.support.cli import laa_xl, succeeded
from tests.support.demo_folders import demo
from tests.support.programmes import find

PERIOD = "2008-Q2"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A programme with the four demonstration returns accepted."""
    return demo(tmp_path / "leicester")


def without_the_log(files: dict[str, str]) -> dict[str, str]:
    """What there is but for the log, which has a line for each run that changed something, and who remembers it."""
    return {
        name: one for name, one in files.items() if not name.startswith(("audit.jsonl", "register.json", "backups/"))
    }


def prints(folder: Path) -> dict[str, str]:
    """The fingerprint of every file of a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256_of(path.read_bytes()) for path in files}


def inbox(folder: Path, theme: str) -> Path:
    return next((folder / "inbox").glob(f"*-{theme}-*.xlsx"))


def edit(path: Path, change: Callable[[Any], None], target: Path | None = None) -> Path:
    book = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
    change(book)
    book.save(target or path)
    return target or path


def under(sheet: Any, heading: str, row: str) -> Any:
    """The cell under a heading, in the row that begins with a code."""
    return sheet.cell(find(sheet, row).row, find(sheet, heading).column)


def records(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The rows of a master's table as dicts by heading."""
    worksheet = openpyxl.load_workbook(path)[sheet]
    head = next(line for line in worksheet.iter_rows() if sum(cell.value is not None for cell in line) > 4)
    titles = [cell.value for cell in head]
    rows = worksheet.iter_rows(min_row=head[0].row + 1)
    found = [dict(zip(titles, (cell.value for cell in line), strict=True)) for line in rows]
    return [row for row in found if any(value is not None for value in row.values())]


def status(folder: Path, **more: str) -> list[tuple[str, str]]:
    said = json.loads(succeeded(laa_xl("status", folder, "--json", **more)).stdout)
    return [(line["theme"], line["state"]) for line in said["returns"]]


def test_consolidating_again_changes_no_byte(folder: Path) -> None:
    before = prints(folder)
    result = succeeded(laa_xl("consolidate", folder))
    assert "unchanged" in result.stdout
    assert prints(folder) == before


def test_a_lost_master_comes_back_byte_for_byte_from_journal_and_accepted_returns(folder: Path) -> None:
    before = prints(folder)
    (folder / "master.xlsm").unlink()
    said = succeeded(laa_xl("consolidate", folder))
    assert "There was no master.xlsm, so it is made again" in said.stdout
    assert without_the_log(prints(folder)) == without_the_log(before)
    assert "made again" not in succeeded(laa_xl("consolidate", folder)).stdout


@pytest.mark.parametrize("verb", ["consolidate", "rebuild"])
def test_a_master_that_was_given_another_name_is_not_made_again_from_the_journal(verb: str, folder: Path) -> None:
    """What officers entered in it since the last run is in no journal."""
    renamed = (folder / "master.xlsm").rename(folder / "Leicester master, second quarter.xlsm")
    shutil.copy(inbox(folder, "SSC"), folder / "some other workbook.xlsx")
    (folder / "no workbook.xlsm").write_bytes(b"no workbook")
    before = prints(folder)
    said = laa_xl(verb, folder)
    assert said.exit_code == 2
    assert f"{renamed.name} looks like it" in said.stderr
    assert "some other workbook" not in said.stderr
    assert without_the_log(prints(folder)) == without_the_log(before)
    renamed.rename(folder / "master.xlsm")
    succeeded(laa_xl(verb, folder))


def test_every_accepted_return_is_kept_as_it_was_received(folder: Path) -> None:
    kept = set(prints(folder / "accepted" / PERIOD).values())
    assert kept == set(prints(folder / "inbox").values())


def test_a_second_return_supersedes_the_first_and_both_stay(folder: Path) -> None:
    def better(book: Any) -> None:
        under(book["Indicators"], "Actual", "NI193").value = 50.0

    newer = edit(inbox(folder, "SSC"), better, folder / "inbox" / "police, corrected.xlsx")
    succeeded(laa_xl("consolidate", folder, newer))
    assert status(folder).count(("SSC", "superseded")) == 1
    assert status(folder).count(("SSC", "accepted")) == 1
    assert len(list((folder / "accepted" / PERIOD).glob("SSC-*"))) == 2
    (row,) = [row for row in records(folder / "master.xlsm", "Indicators") if row["Code"] == "NI193"]
    assert row["Actual"] == 50.0
    assert row["File"] == "police, corrected.xlsx"


def test_an_older_return_left_in_the_inbox_never_replaces_its_correction(folder: Path) -> None:
    first = inbox(folder, "SSC")

    def other(book: Any) -> None:
        under(book["Indicators"], "Actual", "NI193").value = 50.0

    # The name that mail programs give a second copy sorts before the first.
    edit(first, other, first.with_name(first.stem + " (2).xlsx"))
    for _ in range(2):
        succeeded(laa_xl("consolidate", folder))
        (row,) = [row for row in records(folder / "master.xlsm", "Indicators") if row["Code"] == "NI193"]
        assert row["Actual"] == 50.0
    assert sorted(state for theme, state in status(folder) if theme == "SSC") == ["accepted", "superseded"]


def test_the_first_return_may_come_back_after_the_second(folder: Path) -> None:
    first = inbox(folder, "SSC")

    def other(book: Any) -> None:
        under(book["Indicators"], "Actual", "NI193").value = 50.0

    succeeded(laa_xl("consolidate", folder, edit(first, other, folder / "second.xlsx")))
    assert laa_xl("consolidate", folder, first).exit_code == 1  # an older file after a newer one needs somebody's yes
    (row,) = [row for row in records(folder / "master.xlsm", "Indicators") if row["Code"] == "NI193"]
    assert row["Actual"] == 50.0
    succeeded(laa_xl("held", folder, "--accept", "SSC 2008-Q2", "--because", "The first one was right"))
    (row,) = [row for row in records(folder / "master.xlsm", "Indicators") if row["Code"] == "NI193"]
    assert row["Actual"] == 51.4


def test_a_return_that_must_be_fixed_is_not_accepted_and_the_old_one_stands(folder: Path) -> None:
    def broken(book: Any) -> None:
        under(book["Indicators"], "Actual", "NI193").value = "about 50"

    bad = edit(inbox(folder, "SSC"), broken, folder / "bad.xlsx")
    result = laa_xl("consolidate", folder, bad, "--json")
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert [item["became"] for item in said["files"]] == ["rejected"]
    assert sha256_of(bad.read_bytes()) in prints(folder / "rejected").values()
    assert ("SSC", "rejected") in status(folder)
    (row,) = [row for row in records(folder / "master.xlsm", "Indicators") if row["Code"] == "NI193"]
    assert row["Actual"] == 51.4


def test_every_figure_of_the_master_names_the_file_and_cell_it_came_from(folder: Path) -> None:
    sources = {path.name: openpyxl.load_workbook(path) for path in (folder / "inbox").iterdir()}
    rated = [row for row in records(folder / "master.xlsm", "Indicators") if row["Actual"] is not None]
    assert len(rated) == 25
    for row in rated:
        assert sources[row["File"]][row["Sheet"]][row["Cell"]].value == row["Actual"], row["Code"]


def test_the_master_shows_computed_declared_and_effective_rating_side_by_side(folder: Path) -> None:
    rows = {row["Code"]: row for row in records(folder / "master.xlsm", "Indicators")}
    shown = ("Computed rating", "Declared or published", "Override", "Rating that counts")
    assert [rows["NI065"][title] for title in shown] == ["Amber", "Green", "Green", "Green"]
    assert [rows["NI186"][title] for title in shown] == ["Amber", "Red", "Red", "Red"]
    assert [rows["NI125"][title] for title in shown] == ["Amber", "Amber", None, "Amber"]


def test_an_officers_override_in_the_master_counts_at_the_next_run_and_stays(folder: Path) -> None:
    def override(book: Any) -> None:
        sheet = book["Overrides"]
        row = find(sheet, "NI186").row + 1
        values = {
            "Period": PERIOD,
            "What is rated": "Indicator",
            "Code": "NI125",
            "Rating": "Green",
            "Reason": "Seasonal cohort.",
            "By (post)": "Performance officer",
            "On": date(2008, 10, 30),
        }
        for heading, value in values.items():
            sheet.cell(row, find(sheet, heading).column).value = value

    edit(folder / "master.xlsm", override)
    succeeded(laa_xl("consolidate", folder))
    rows = {row["Code"]: row for row in records(folder / "master.xlsm", "Indicators")}
    assert (rows["NI125"]["Computed rating"], rows["NI125"]["Rating that counts"]) == ("Amber", "Green")
    overrides = [row["Code"] for row in records(folder / "master.xlsm", "Overrides")]
    assert overrides == ["NI065", "NI186", "NI125"]
    succeeded(laa_xl("consolidate", folder))
    assert [row["Code"] for row in records(folder / "master.xlsm", "Overrides")] == overrides


def test_an_edited_bullet_keeps_the_officers_words_through_every_run(folder: Path) -> None:
    programme = Programme(folder)
    before, _, _ = highlight(programme, Period(2008, 2))
    bullet = next(iter(before.section("3b").bullets))

    def words(book: Any) -> None:
        sheet = book["Report edits"]
        row = find(sheet, "Bullet").row + 1
        for heading, value in (
            ("Period", PERIOD),
            ("Bullet", bullet.id),
            ("What to do", "Replace"),
            ("New words", "Our own words."),
            ("By (post)", "Performance officer"),
        ):
            sheet.cell(row, find(sheet, heading).column).value = value

    edit(folder / "master.xlsm", words)
    for _ in range(2):
        succeeded(laa_xl("consolidate", folder))
        after, _, _ = highlight(programme, Period(2008, 2))
        (kept,) = [one for one in after.section("3b").bullets if one.id == bullet.id]
        assert kept.edited
        assert "Our own words." in kept.text


def test_a_changed_target_in_the_master_changes_the_rating(folder: Path) -> None:
    def renegotiated(book: Any) -> None:
        under(book["Agreement targets"], "Target", "NI125").value = 60.0

    edit(folder / "master.xlsm", renegotiated)
    succeeded(laa_xl("consolidate", folder))
    rows = {row["Code"]: row for row in records(folder / "master.xlsm", "Indicators")}
    # 59 against 60 is 1.7 % worse: within the tolerance of 10 %.
    assert rows["NI125"]["Computed rating"] == "Green"


def test_a_wrong_cell_in_the_masters_agreement_is_named_and_nothing_changes(folder: Path) -> None:
    def wrong(book: Any) -> None:
        under(book["Agreement indicators"], "Outcome", "NI125").value = "NOWHERE"

    edit(folder / "master.xlsm", wrong)
    before = prints(folder)
    result = laa_xl("consolidate", folder)
    assert result.exit_code == 2
    assert "NOWHERE" in result.stderr
    assert "indicators, row" in result.stderr
    assert prints(folder) == before


def test_a_sheet_of_the_officers_own_is_not_lost_by_a_run_from_outside_excel(folder: Path) -> None:
    edit(folder / "master.xlsm", lambda book: book.create_sheet("My notes").append(["keep"]))
    before = prints(folder)
    result = laa_xl("consolidate", folder)
    assert result.exit_code == 2
    assert "My notes" in result.stderr
    assert prints(folder) == before


def test_a_column_of_the_officers_own_beside_an_input_table_is_not_lost(folder: Path) -> None:
    edit(folder / "master.xlsm", lambda book: book["Overrides"].__setitem__("L9", "my remark"))
    before = prints(folder)
    result = laa_xl("consolidate", folder)
    assert result.exit_code == 2
    assert "L9" in result.stderr
    assert prints(folder) == before


def test_comments_in_the_master_are_not_lost(folder: Path) -> None:
    def comment(book: Any) -> None:
        book["Overrides"]["A1"].comment = Comment("keep", "officer")

    edit(folder / "master.xlsm", comment)
    before = prints(folder)
    result = laa_xl("consolidate", folder)
    assert result.exit_code == 2
    assert "comments" in result.stderr
    assert prints(folder) == before


def test_what_an_officer_entered_wrongly_is_told_and_stays(folder: Path) -> None:
    def wrong(book: Any) -> None:
        sheet = book["Overrides"]
        row = find(sheet, "NI186").row + 1
        for heading, value in (
            ("Period", PERIOD),
            ("What is rated", "Indicator"),
            ("Code", "NI999"),
            ("Rating", "Red"),
        ):
            sheet.cell(row, find(sheet, heading).column).value = value
        edits = book["Report edits"]
        for heading, value in (("Period", PERIOD), ("Bullet", "3b/NOWHERE"), ("What to do", "Hide")):
            edits.cell(find(edits, "Bullet").row + 1, find(edits, heading).column).value = value

    edit(folder / "master.xlsm", wrong)
    result = succeeded(laa_xl("consolidate", folder))
    told = [line for line in result.stderr.splitlines() if line.startswith("Please look: ")]
    assert [any(part in line for line in told) for part in ("Overrides", "3b/NOWHERE")] == [True, True]
    front = [
        cell.value for line in openpyxl.load_workbook(folder / "master.xlsm")["Dashboard"].iter_rows() for cell in line
    ]
    assert sum(1 for value in front if isinstance(value, str) and value.startswith("Please look: ")) >= 2
    assert [row["Code"] for row in records(folder / "master.xlsm", "Overrides")] == ["NI065", "NI186", "NI999"]


def test_a_figure_whose_indicator_left_the_agreement_is_told(folder: Path) -> None:
    def leaves(book: Any) -> None:
        for name in ("Agreement indicators", "Agreement targets"):
            sheet = book[name]
            sheet.delete_rows(find(sheet, "NI020").row)

    edit(folder / "master.xlsm", leaves)
    told = succeeded(laa_xl("consolidate", folder)).stderr
    assert "NI020, which the agreement no longer has" in told


def test_an_accepted_return_whose_theme_left_the_agreement_is_told(folder: Path) -> None:
    def leaves(book: Any) -> None:
        codes = {"EDE"} | {row[0].value for row in book["Agreement outcomes"].iter_rows() if row[1].value == "EDE"}
        sheet = book["Agreement indicators"]
        codes |= {row[0].value for row in sheet.iter_rows() if row[1].value in codes}
        for name, columns in (
            ("Agreement themes", (0,)),
            ("Agreement outcomes", (0,)),
            ("Agreement indicators", (0,)),
            ("Agreement targets", (0,)),
            ("Agreement funding streams", (1,)),
            ("Agreement contacts", (1,)),
        ):
            sheet = book[name]
            for row in reversed(list(sheet.iter_rows())):
                if any(row[column].value in codes for column in columns):
                    sheet.delete_rows(row[0].row)

    edit(folder / "master.xlsm", leaves)
    told = succeeded(laa_xl("consolidate", folder)).stderr
    assert "stands nowhere in the master" in told
    assert "EDE" in told


@pytest.mark.parametrize(("now", "told"), [(3, "by an earlier version of laa-xl"), (1, "by a newer version of laa-xl")])
@pytest.mark.parametrize("verb", ["consolidate", "rebuild"])
def test_a_version_that_does_not_read_what_was_accepted_writes_no_master_without_it(
    verb: str, now: int, told: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = prints(folder)
    monkeypatch.setattr(reading, "FORMAT_VERSION", now)
    monkeypatch.setenv(PLACE, OFF)
    said = laa_xl(verb, folder)
    assert said.exit_code == 2
    assert told in said.stderr
    assert without_the_log(prints(folder)) == without_the_log(before)


def recoded(book: Any) -> None:
    """SSC becomes SAFE wherever its code stands."""
    for name in ("Agreement themes", "Agreement outcomes", "Agreement funding streams", "Agreement contacts"):
        for row in book[name].iter_rows():
            for cell in row[:2]:
                if cell.value == "SSC" and not (name == "Agreement themes" and cell.column == 2):
                    cell.value = "SAFE"


def test_status_tells_of_an_accepted_return_whose_theme_has_another_code_now(folder: Path) -> None:
    edit(folder / "master.xlsm", recoded)
    result = succeeded(laa_xl("status", folder))
    (line,) = [line for line in result.stdout.splitlines() if "SSC" in line and "accepted" in line]
    assert "2008-Q2" in line
    assert (
        'was accepted from "SSC" for 2008-Q2 and counts nowhere: the agreement has no theme of that code.'
        in result.stderr
    )
    assert "Returns of 2008-Q2 are asked for from CYP, HCOP and EDE alone." in result.stderr
    said = json.loads(laa_xl("status", folder, "--json").stdout)["returns"]
    assert [one["state"] for one in said if one["theme"] == "SSC"] == ["accepted"]
    assert "SSC" not in laa_xl("status", folder, "--period", "2008-Q3").stdout


def test_a_demonstration_never_fills_a_programme_of_ones_own(tmp_path: Path) -> None:
    succeeded(laa_xl("new", tmp_path / "p", "--agreement", "leicester-2008"))
    before = prints(tmp_path / "p")
    result = laa_xl("demo", "--into", tmp_path / "p")
    assert result.exit_code == 2
    assert "programme of yours" in result.stderr
    assert prints(tmp_path / "p") == before


def test_the_tables_of_the_master_are_there_as_data_frames(folder: Path) -> None:
    found = frames(folder, datetime(2008, 10, 24, 12))
    indicators = found["Indicators"].set_index("Code")
    assert indicators.loc["NI154", "Actual"] == 300
    assert indicators.loc["NI001", "Actual"] is None
    sheet = records(folder / "master.xlsm", "Indicators")
    assert list(found["Indicators"].columns) == list(sheet[0])
    assert len(found["Indicators"]) == len(sheet)


def test_a_missing_figure_never_turns_a_theme_green_by_a_word(folder: Path, tmp_path: Path) -> None:
    def not_due(book: Any) -> None:
        for code in ("NI020", "NI035", "NI186", "NI193", "NI016"):
            sheet = book["Indicators"]
            for heading in ("Actual", "Forecast in a word", "Your own rating"):
                under(sheet, heading, code).value = None
            under(sheet, "Data status", code).value = "Not due this period"
            under(sheet, "Confirmed because", code).value = "We did not collect it."

    laa_xl("consolidate", folder, edit(inbox(folder, "SSC"), not_due, tmp_path / "r.xlsx"))
    said = json.loads(succeeded(laa_xl("consolidate", folder, "--json")).stdout)
    (period,) = said["periods"]
    assert period["themes"]["SSC"]["rating"] == "Grey"
    gaps = {row["Code"] for row in records(folder / "master.xlsm", "Data gaps")}
    assert {"NI020", "NI035", "NI193"} <= gaps


def test_a_rejected_file_is_judged_again_when_the_agreement_was_corrected(folder: Path, tmp_path: Path) -> None:
    def seven(book: Any) -> None:
        under(book["Indicators"], "Actual", "NI035").value = 7

    file = edit(inbox(folder, "SSC"), seven, tmp_path / "r.xlsx")
    assert laa_xl("consolidate", folder, file).exit_code == 1

    def to_ten(book: Any) -> None:
        under(book["Agreement indicators"], "Highest possible", "NI035").value = 10

    edit(folder / "master.xlsm", to_ten)
    assert laa_xl("consolidate", folder, file).exit_code == 0
    (row,) = [row for row in records(folder / "master.xlsm", "Indicators") if row["Code"] == "NI035"]
    assert row["Actual"] == 7


def test_who_sent_a_return_stands_in_the_register(folder: Path) -> None:
    rows = {row["Theme"]: row for row in records(folder / "master.xlsm", "Register")}
    start = openpyxl.load_workbook(inbox(folder, "SSC"))["Start"]
    assert rows["SSC"]["Completed by (post)"] == start.cell(find(start, "Completed by (post)").row, 2).value


def test_an_override_without_a_date_or_given_twice_is_told(folder: Path) -> None:
    def twice(book: Any) -> None:
        sheet = book["Overrides"]
        row = find(sheet, "NI186").row + 1
        for heading in ("Period", "What is rated", "Code", "Rating", "Reason", "By (post)", "On"):
            column = find(sheet, heading).column
            sheet.cell(row, column).value = sheet.cell(row - 1, column).value
        sheet.cell(row - 2, find(sheet, "On").column).value = None

    edit(folder / "master.xlsm", twice)
    told = succeeded(laa_xl("consolidate", folder)).stderr
    assert "NI186" in told
    assert "On: This is needed" in told


def test_returns_of_other_quarters_wait_in_the_inbox(folder: Path) -> None:
    result = succeeded(laa_xl("consolidate", folder, "--period", "2008-Q1", "--json"))
    assert [item["became"] for item in json.loads(result.stdout)["files"]] == ["waiting"] * 4
    assert laa_xl("consolidate", folder, "--period", "2015-Q1").exit_code == 2
    assert laa_xl("status", folder, "--period", "2099-Q2").exit_code == 2


def test_a_lost_register_asks_for_the_backup(folder: Path) -> None:
    (folder / "register.json").unlink()
    result = laa_xl("consolidate", folder)
    assert result.exit_code == 2
    assert "put it back from your backup" in result.stderr
    assert f"laa-xl rebuild {folder}" in result.stderr


def test_a_quarter_without_returns_does_not_take_the_report_of_another_away(folder: Path) -> None:
    before = prints(folder)
    succeeded(laa_xl("consolidate", folder, "--period", "2008-Q3"))
    assert prints(folder) == before


def test_a_target_changed_since_leaves_the_accepted_return_accepted(folder: Path) -> None:
    def stricter(book: Any) -> None:
        under(book["Agreement targets"], "Target", "NI152").value = 10.0

    edit(folder / "master.xlsm", stricter)
    succeeded(laa_xl("consolidate", folder))
    severities = {row["Severity"] for row in records(folder / "master.xlsm", "Findings") if row["Row"] == "NI152"}
    # The declared green differs now, and that the target was changed is told (I19).
    assert severities == {"Open since a change", "Please confirm", "For information"}
    assert ("EDE", "accepted") in status(folder)


def test_returns_are_expected_then_missing_then_late(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    succeeded(laa_xl("new", folder, "--agreement", "leicester-2008", now="2008-10-01T09:00:00"))
    succeeded(laa_xl("templates", folder, "--period", PERIOD, now="2008-10-01T09:00:00"))
    assert status(folder, now="2008-10-24T09:00:00") == [(t, "expected") for t in ("CYP", "HCOP", "SSC", "EDE")]
    assert status(folder, now="2008-10-25T09:00:00") == [(t, "missing") for t in ("CYP", "HCOP", "SSC", "EDE")]
    succeeded(laa_xl("consolidate", folder, inbox(demo(tmp_path / "filled"), "EDE"), now="2008-10-27T09:00:00"))
    said = json.loads(succeeded(laa_xl("status", folder, "--json", now="2008-10-28T09:00:00")).stdout)
    (line,) = [line for line in said["returns"] if line["theme"] == "EDE"]
    assert (line["state"], line["late"], line["days_late"]) == ("accepted", True, 3)


def test_a_return_of_another_programme_theme_or_period_is_refused(folder: Path, tmp_path: Path) -> None:
    succeeded(laa_xl("demo", "--agreement", "leicestershire-2006", "--into", tmp_path / "county"))
    other = inbox(tmp_path / "county", "SAFER")
    result = laa_xl("validate", other, "--programme", folder, "--json")
    assert result.exit_code == 2
    assert [finding["rule"] for finding in json.loads(result.stdout)["findings"]] == ["W02"]
    wrong_period = laa_xl("consolidate", folder, inbox(folder, "SSC"), "--period", "2008-Q1", "--json")
    assert wrong_period.exit_code in (0, 2)
    templates = succeeded(laa_xl("templates", folder, "--period", "2008-Q3", "--theme", "EDE"))
    next_quarter = Path(templates.stdout.strip())
    result = laa_xl("consolidate", folder, next_quarter, "--period", PERIOD, "--json")
    assert result.exit_code == 2
    rules = [finding["rule"] for item in json.loads(result.stdout)["files"] for finding in item["findings"]]
    assert rules == ["W04"]


def test_next_quarters_template_carries_last_quarters_figures(folder: Path) -> None:
    path = Path(succeeded(laa_xl("templates", folder, "--period", "2008-Q3", "--theme", "EDE")).stdout.strip())
    sheet = openpyxl.load_workbook(path)["Indicators"]
    assert under(sheet, "Last period", "NI154").value == 300


def test_a_run_beside_another_one_waits_and_then_says_so(folder: Path) -> None:
    programme = Programme(folder)
    with programme.locked():
        result = laa_xl("consolidate", folder)
    assert result.exit_code == 2
    assert f"is working in {folder}" in result.stderr


def test_an_accepted_file_that_was_changed_afterwards_is_noticed(folder: Path) -> None:
    kept = next((folder / "accepted" / PERIOD).glob("EDE-*"))
    kept.write_bytes(kept.read_bytes() + b"x")
    result = laa_xl("consolidate", folder)
    assert result.exit_code == 2
    assert kept.name in result.stderr


def test_one_file_that_cannot_be_used_does_not_keep_the_others_out(folder: Path, tmp_path: Path) -> None:
    def better(book: Any) -> None:
        under(book["Indicators"], "Actual", "NI193").value = 50.0

    good = edit(inbox(folder, "SSC"), better, tmp_path / "good.xlsx")
    result = laa_xl("consolidate", folder, tmp_path / "not-there.xlsx", good, "--json")
    assert result.exit_code == 2
    assert [item["became"] for item in json.loads(result.stdout)["files"]] == ["refused", "accepted"]
    assert "There is no such file" in result.stderr


def test_a_return_with_open_questions_is_accepted_and_the_questions_stay_in_sight(folder: Path, tmp_path: Path) -> None:
    def unconfirmed(book: Any) -> None:
        under(book["Indicators"], "Confirmed because", "NI040").value = None

    result = laa_xl("consolidate", folder, edit(inbox(folder, "HCOP"), unconfirmed, tmp_path / "r.xlsx"), "--json")
    assert result.exit_code == 0
    assert [item["became"] for item in json.loads(result.stdout)["files"]] == ["accepted"]
    asked = [row for row in records(folder / "master.xlsm", "Findings") if row["Severity"] == "Please confirm"]
    assert [(row["Rule"], row["Row"]) for row in asked] == [("I04", "NI040")]
    lines = json.loads(succeeded(laa_xl("status", folder, "--json")).stdout)["returns"]
    assert [line["to_confirm"] for line in lines if (line["theme"], line["state"]) == ("HCOP", "accepted")] == [1]


def test_a_run_knows_the_register_as_it_stands_and_not_as_it_stood(folder: Path) -> None:
    programme, path = Programme(folder), folder / "register.json"
    before = programme.load_register()
    assert programme.load_register() == before
    path.write_bytes(path.read_bytes() + b"\n")
    assert programme.load_register() == before
    said = json.loads(path.read_bytes())
    path.write_text(json.dumps({**said, "receipts": said["receipts"][:-1]}), encoding="utf-8")
    assert programme.load_register().receipts == before.receipts[:-1]
    assert programme.load_register().content != before.content
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ProgrammeError, match=r"register\.json is damaged"):
        programme.load_register()


def test_what_a_run_knows_is_the_same_each_time_and_in_another_process(folder: Path) -> None:
    state = Programme(folder).load()
    assert state.register.receipts[0].totals
    assert Programme(folder).load() == state
    assert pickle.loads(pickle.dumps(state)) == state
