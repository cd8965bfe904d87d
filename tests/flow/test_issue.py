"""Issuing a report: numbered, dated, kept, never written over, and noticed when somebody changed it."""

from __future__ import annotations

import json
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register
from laa_xl.files.store import sha256_of
from laa_xl.files.undoing import Together
from laa_xl.flow.answers import Answer, Asked
from laa_xl.flow.deciding import Why, let_in
from laa_xl.flow.desk import answer
from laa_xl.flow.issuing import issue_report
from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl, succeeded
from tests.support.copies import copy_of
from tests.support.programmes import NOW, edited, fill_row, filled, new_return, prints, put

Q2 = Period(2008, 2)
ISSUED = "reports/2008-Q2/issued"


def press(programme: Programme, name: str, now: datetime = NOW) -> Answer:
    return answer(programme, Asked(name, now))


def _issued(folder: Path) -> None:
    press(filled("leicester-2008", folder), "freeze")


@pytest.fixture
def issued(tmp_path: Path) -> Programme:
    """The report of 2008-Q2 is issued, and nothing else happened since."""
    return Programme(copy_of(_issued, tmp_path / "p") / "leicester-2008")


def corrected(programme: Programme) -> None:
    """A correction; where a report was issued, it needs somebody's yes."""
    put(programme, "police.xlsx", new_return(programme, "SSC", Q2, {"NI193": {"actual": 50.0}}))
    press(programme, "consolidate")
    if programme.load_register().reports:
        let_in(programme, "police.xlsx", Why("Performance officer", "The police counted anew", NOW))


def listed(programme: Programme) -> list[tuple[Any, ...]]:
    """Period, number and state of each line of the master's table of issued reports."""
    sheet = openpyxl.load_workbook(programme.master)["Issued reports"]
    rows = [line[:5] for line in sheet.iter_rows(values_only=True) if isinstance(line[1], (int, float))]
    return [(row[0], row[1], row[3]) for row in rows]


def test_an_issued_report_is_numbered_dated_hashed_and_read_only(leicester: Programme) -> None:
    said = press(leicester, "freeze")
    assert "issue 1, 27 October 2008" in said.text
    assert f"{ISSUED}/highlight-report-2008-Q2-issue-1.xlsx" in said.text
    (report,) = leicester.load_register().reports
    assert (report.period, report.number, report.at) == ("2008-Q2", 1, NOW)
    assert [file.kept for file in report.files] == [
        f"{ISSUED}/highlight-report-2008-Q2-issue-1{suffix}" for suffix in (".xlsx", ".docx")
    ]
    for file in report.files:
        path = leicester.root / file.kept
        assert sha256_of(path.read_bytes()) == file.sha256
        assert not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def test_it_says_its_issue_where_a_draft_says_draft(leicester: Programme) -> None:
    workbook, document = press(leicester, "freeze").written
    sheet = openpyxl.load_workbook(workbook)["Highlight report"]
    words = " ".join(str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value)
    assert "Issue 1, 27 October 2008" in words
    assert "Draft" not in words + str(sheet.oddHeader.right.text)
    paragraphs = [p.text for p in Document(str(document)).paragraphs]
    header = Document(str(document)).sections[0].header.paragraphs[0].text
    assert any("Issue 1, 27 October 2008" in text for text in paragraphs)
    assert "Issue 1" in header
    assert "Draft" not in header


def test_the_master_lists_it_and_shows_the_report_of_that_quarter(leicester: Programme) -> None:
    assert press(leicester, "freeze").changed
    assert listed(leicester) == [("2008-Q2", 1, "as issued")] * 2


def test_issuing_what_did_not_change_makes_no_second_number_even_on_another_day(issued: Programme) -> None:
    before = prints(issued.root)
    again = press(issued, "freeze", NOW + timedelta(days=9))
    assert "no new one was made" in again.text
    assert "issue 1 of 27 October 2008" in again.text
    assert prints(issued.root) == before


def test_later_drafts_and_issues_leave_it_as_it_is(issued: Programme) -> None:
    first = prints(issued.root / ISSUED)
    corrected(issued)
    press(issued, "report")
    assert prints(issued.root / ISSUED) == first
    second = press(issued, "freeze", NOW + timedelta(days=3))
    assert "issue 2, 30 October 2008" in second.text
    after = prints(issued.root / ISSUED)
    assert {name: after[name] for name in first} == first
    assert len(after) == 6
    assert listed(issued) == [("2008-Q2", number, "as issued") for number in (1, 1, 2, 2)]


def test_a_later_issue_names_each_figure_and_rating_that_is_another(issued: Programme) -> None:
    assert differences_in(issued) == ()  # none stands that it could differ from
    corrected(issued)  # NI193 was 51.4 against 50, and is 50.0 now
    _, document = press(issued, "freeze", NOW + timedelta(days=3)).written
    told = [p.text for p in Document(str(document)).paragraphs]
    (line,) = [text for text in told if text.startswith("Ratings, NI193 ")]
    assert "Actual 50.0, before 51.4" in line
    assert not any(text.startswith("Nothing: it says what") for text in told)


def differences_in(programme: Programme) -> tuple[str, ...]:
    return issue_report(programme, Q2, NOW).differences


def test_numbers_are_counted_in_each_quarter() -> None:
    old = '{"version": 1, "issued": [], "receipts": []}'  # as it was before there were issues
    assert Register.model_validate_json(old).reports_of(Q2) == []


def test_an_edit_of_a_bullet_is_new_content(issued: Programme) -> None:
    bullet = "4/EDE/indicators/NI179a"
    row = {"Period": "2008-Q2", "Bullet": bullet, "What to do": "Hide", "By (post)": "Officer"}
    edited(issued, lambda book: fill_row(book["Report edits"], "Bullet", row))
    assert "issue 2" in press(issued, "freeze").text


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda path: path.unlink(), "not there any more"),
        (lambda path: path.write_bytes(path.read_bytes() + b"x"), "no longer as it was issued"),
    ],
)
def test_a_changed_or_missing_issued_file_is_told_by_every_run(harm: Any, told: str, issued: Programme) -> None:
    workbook = issued.root / ISSUED / "highlight-report-2008-Q2-issue-1.xlsx"
    workbook.chmod(0o644)
    harm(workbook)
    for name in ("freeze", "consolidate", "rebuild"):
        said = press(issued, name)
        assert said.problem, name
        assert told in said.text, name
        assert "issue-1.xlsx (Issue 1, 27 October 2008)" in said.text, name
    states = [state for _, _, state in listed(issued)]
    assert states == ["not there" if "there" in told else "changed since", "as issued"]
    front = openpyxl.load_workbook(issued.master)["Dashboard"]
    assert any("issue-1.xlsx" in str(cell.value) for line in front.iter_rows() for cell in line)


def test_a_report_that_the_register_lost_is_never_written_over(leicester: Programme, issued: Programme) -> None:
    backup = (leicester.root / "register.json").read_bytes()
    first = prints(issued.root / ISSUED)
    (issued.root / "register.json").write_bytes(backup)
    issued.records.copy.unlink()  # the older one is to count
    corrected(issued)
    assert "issue 2" in press(issued, "freeze").text
    after = prints(issued.root / ISSUED)
    assert {name: after[name] for name in first} == first


def test_a_run_that_broke_off_after_keeping_the_files_is_taken_up(
    leicester: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Programme, "save_register", breaks)
        patch.setattr(Together, "go_back", lambda _: [])  # as a run that is killed goes back nowhere
        with pytest.raises(KeyboardInterrupt):
            issue_report(leicester, Q2, NOW)
    kept = prints(leicester.root / ISSUED)
    assert "issue 1, 27 October 2008" in press(leicester, "freeze").text
    assert prints(leicester.root / ISSUED) == kept


def test_what_a_pack_would_not_take_is_told_when_it_is_issued(leicester: Programme) -> None:
    row = {
        "Period": "2008-Q2",
        "Section of the highlight report": "6 Other key issues for Government",
        "Topic": "Contact",
        "Text": "Write to officer@county.example.",
    }
    edited(leicester, lambda book: fill_row(book["County entries"], "Topic", row))
    said = press(leicester, "freeze")
    assert said.problem
    assert "officer@county.example" in said.text


def test_an_issued_file_that_was_taken_out_on_purpose_is_nothing_to_mend(issued: Programme) -> None:
    workbook = issued.root / ISSUED / "highlight-report-2008-Q2-issue-1.xlsx"
    workbook.chmod(0o644)
    workbook.unlink()
    workbook.with_suffix(".removed.txt").write_text("Asked for by its author.")
    for name in ("freeze", "consolidate", "rebuild"):
        assert "from your backup" not in press(issued, name).text, name
    assert [state for _, _, state in listed(issued)] == ["removed on purpose", "as issued"]


def test_the_command_line_issues_and_says_which(leicester: Programme) -> None:
    result = succeeded(laa_xl("report", "issue", leicester.root, "--period", "2008-Q2"))
    assert "Issue 1 of 2008-Q2, 24 October 2008" in result.stdout
    paths = [Path(line) for line in result.stdout.splitlines()[1:]]
    assert [path.suffix for path in paths] == [".xlsx", ".docx"]
    assert all(path.is_file() for path in paths)
    again = succeeded(laa_xl("report", "issue", leicester.root))
    assert "no new one was made" in again.stdout
    paths[0].chmod(0o644)
    paths[0].write_bytes(b"changed")
    result = laa_xl("report", "issue", leicester.root)
    assert result.exit_code == 1
    assert "no longer as it was issued" in result.stderr
    assert laa_xl("report", "issue", leicester.root, "--period", "2008-Q1").exit_code == 2
    assert len(json.loads((leicester.root / "register.json").read_text())["reports"]) == 1
