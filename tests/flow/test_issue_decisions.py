"""What is decided about an issued report: who approved it, what differs from the issue before, and that it is withdrawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
from docx import Document

from laa_xl.domain.periods import Period
from laa_xl.files.store import sha256_of
from laa_xl.flow.issuing import issue_report
from laa_xl.flow.pipeline import consolidate
from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl, succeeded
from tests.support.programmes import NOW, edited, prints

Q2 = Period(2008, 2)
ISSUED = "reports/2008-Q2/issued"
MINE, GONE = "4/EDE/indicators/NI179a", "6/county/all/area-based-grant"


def report(programme: Programme, verb: str, *more: Any) -> Any:
    return laa_xl("report", verb, programme.root, "--period", "2008-Q2", *more, now="2008-10-27T09:30:00")


def change(book: Any) -> None:
    """One bullet with other words, one dropped, one added."""
    sheet = book["Highlight report"]
    rows = {sheet.cell(row, 4).value: row for row in range(1, sheet.max_row + 1)}
    sheet.cell(rows[MINE], 1).value = "Savings are ahead."
    sheet.delete_rows(rows[GONE])
    sheet.insert_rows(rows[MINE] + 1)
    sheet.cell(rows[MINE] + 1, 1).value = "A new scheme began."


def words(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def listed(programme: Programme) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(programme.master)["Issued reports"]
    head = next(row for row in range(1, 12) if sheet.cell(row, 1).value == "Period")
    names = [cell.value for cell in sheet[head]]
    lines = ([cell.value for cell in line] for line in sheet.iter_rows(min_row=head + 1))
    return [dict(zip(names, line, strict=True)) for line in lines if line[0]]


def test_what_an_issue_says_is_kept_as_data_beside_it_known_to_the_register(leicester: Programme) -> None:
    issue = issue_report(leicester, Q2, NOW).report
    assert issue.data is not None
    data = (leicester.root / issue.data.kept).read_bytes()
    assert sha256_of(data) == issue.data.sha256
    said = json.loads(data)
    assert said["state"] == "Issue 1, 27 October 2008"
    bullets = {one["id"]: one for part in said["sections"] for block in part["blocks"] for one in block["bullets"]}
    assert bullets[MINE]["rating"] == "Green"
    assert "11,043 against a target of 10,326" in bullets[MINE]["text"]
    assert len(said["ratings"]) == 36
    (leicester.root / issue.data.kept).chmod(0o644)
    (leicester.root / issue.data.kept).write_bytes(b"{}")
    result = laa_xl("fsck", leicester.root)
    assert result.exit_code == 1
    assert "highlight-report-2008-Q2-issue-1.json" in result.stdout


def test_a_draft_after_an_issue_says_that_nothing_differs_or_what_does(leicester: Programme) -> None:
    issue_report(leicester, Q2, NOW)
    path = consolidate(leicester, [], None, NOW).report
    assert path is not None
    assert "Nothing: it says what Issue 1, 27 October 2008 says." in words(path.with_suffix(".docx"))
    edited(leicester, change)
    consolidate(leicester, [], None, NOW)
    text = words(path.with_suffix(".docx"))
    assert "What is different since Issue 1, 27 October 2008" in text
    assert "Added in 4) Economic Development and Enterprise: A new scheme began." in text
    assert "Dropped from 6): Area Based Grant: Continued guidance" in text
    changed = next(line for line in text.splitlines() if line.startswith("Changed in 4) Economic"))
    assert "Before: [Green] NI 179a VFM" in changed
    assert changed.endswith("Now: [Green] Savings are ahead.")
    sheet = openpyxl.load_workbook(leicester.master)["Highlight report"]
    assert changed in [cell.value for cell in sheet["A"]]


def test_a_later_issue_prints_what_differs_and_the_command_tells_it(leicester: Programme) -> None:
    succeeded(report(leicester, "issue"))
    first = prints(leicester.root / ISSUED)
    edited(leicester, change)
    result = succeeded(report(leicester, "issue"))
    assert "Different from Issue 1, 27 October 2008: 3 points." in result.stdout
    assert "  Dropped from 6): Area Based Grant:" in result.stdout
    assert "Dropped from 6): Area Based Grant:" in words(
        leicester.root / ISSUED / "highlight-report-2008-Q2-issue-2.docx"
    )
    after = prints(leicester.root / ISSUED)
    assert {name: after[name] for name in first} == first
    again = succeeded(report(leicester, "issue"))
    assert "no new one was made" in again.stdout


def test_a_withdrawn_issue_stays_marked_with_its_reason_and_the_next_is_compared_with_the_one_before(
    leicester: Programme,
) -> None:
    succeeded(report(leicester, "issue"))
    edited(leicester, change)
    succeeded(report(leicester, "issue"))
    kept = prints(leicester.root / ISSUED)
    assert report(leicester, "withdraw").exit_code == 2, "a reason is needed"
    said = succeeded(report(leicester, "withdraw", "--issue", "2", "--because", "The Board had not agreed"))
    assert "Withdrawn: issue 2 of 2008-Q2" in said.stdout
    assert prints(leicester.root / ISSUED) == kept
    rows = listed(leicester)
    assert [(row["Issue"], row["Withdrawn because"]) for row in rows] == [
        *[(1, None)] * 2,
        *[(2, "27 October 2008, County team: The Board had not agreed")] * 2,
    ]
    again = report(leicester, "withdraw", "--issue", "2", "--because", "Once more")
    assert again.exit_code == 2
    assert "was withdrawn on 27 October 2008 already" in again.stderr
    third = succeeded(report(leicester, "issue"))
    assert "Issue 3 of 2008-Q2" in third.stdout
    assert "Different from Issue 1, 27 October 2008" in third.stdout
    assert laa_xl("fsck", leicester.root).exit_code == 0


def test_a_number_that_was_never_given_and_a_day_that_is_none_are_said_in_a_sentence(leicester: Programme) -> None:
    succeeded(report(leicester, "issue"))
    other = report(leicester, "withdraw", "--issue", "7", "--because", "x")
    assert (other.exit_code, "has no issue 7. It has: 1." in other.stderr) == (2, True)
    succeeded(report(leicester, "withdraw", "--because", "Sent by mistake"))
    again = report(leicester, "withdraw", "--because", "x")
    assert (again.exit_code, "has no issue that stands. It has: 1 (withdrawn)." in again.stderr) == (2, True)
    wrong = report(leicester, "approve", "--step", "Board", "--on", "31/02/2008")
    assert wrong.exit_code == 2
    assert '"31/02/2008" is no day of the calendar. Write it as 2008-10-22 or 22/10/2008.' in wrong.stderr


def test_without_an_issue_that_stands_there_is_nothing_to_withdraw_and_nothing_to_compare_with(
    leicester: Programme,
) -> None:
    none = report(leicester, "withdraw", "--because", "x")
    assert none.exit_code == 2
    assert "was never issued" in none.stderr
    succeeded(report(leicester, "issue"))
    succeeded(report(leicester, "withdraw", "--because", "Sent by mistake"))
    second = succeeded(report(leicester, "issue"))
    assert "Issue 2 of 2008-Q2" in second.stdout
    assert "Different from" not in second.stdout
    assert "What is different" not in words(leicester.root / ISSUED / "highlight-report-2008-Q2-issue-2.docx")


def test_approvals_are_dates_and_posts_in_the_register_the_master_and_the_report(leicester: Programme) -> None:
    lead = ("--step", "block lead", "--block", "ssc", "--by", "Head of Community Safety", "--on", "2008-10-20")
    said = succeeded(report(leicester, "approve", *lead))
    assert "Approved: Block lead for SSC (Head of Community Safety), 20 October 2008" in said.stdout
    assert "Still to approve: Block lead (CYP, HCOP, EDE), Senior Officers Group, Board." in said.stdout
    (row,) = listed(leicester)
    assert row["The files are"] == "approved, not issued"
    assert row["Approved by"] == "Block lead SSC, Head of Community Safety, 20 October 2008"
    succeeded(report(leicester, "approve", "--step", "Board"))
    result = report(leicester, "issue")
    assert (
        "Please note: nobody has approved it as Block lead (CYP, HCOP, EDE) and Senior Officers Group." in result.stderr
    )
    text = words(leicester.root / ISSUED / "highlight-report-2008-Q2-issue-1.docx")
    assert "Approved: Block lead, Safer and Stronger Communities (Head of Community Safety), 20 October 2008." in text
    assert "Approved: Board, 27 October 2008." in text
    rows = listed(leicester)
    assert [row["The files are"] for row in rows] == ["as issued"] * 2
    assert "Board, Board, 27 October 2008" in rows[0]["Approved by"]


def test_a_report_that_changed_after_it_was_approved_says_so_and_is_to_be_approved_again(leicester: Programme) -> None:
    succeeded(report(leicester, "approve", "--step", "Board"))
    edited(leicester, change)
    result = report(leicester, "issue")
    assert "nobody has approved it as Block lead, Senior Officers Group and Board" in result.stderr
    text = words(leicester.root / ISSUED / "highlight-report-2008-Q2-issue-1.docx")
    assert "Approved: Board, 27 October 2008; what it says has changed since." in text


def test_a_step_a_block_or_a_day_that_cannot_be_is_refused_and_nothing_changes(leicester: Programme) -> None:
    before = prints(leicester.root)
    for more, told in (
        (("--step", "Mayor"), "The steps of this agreement are: Block lead, Senior Officers Group, Board"),
        (("--step", "Board", "--block", "XX"), 'There is no block "XX"'),
        (("--step", "Board", "--on", "2008-12-01"), "is still to come"),
        (
            ("--step", "Board", "--on", "2007-10-22"),
            "22 October 2007 is before the quarter ended, on 30 September 2008.",
        ),
    ):
        result = report(leicester, "approve", *more)
        assert result.exit_code == 2
        assert told in result.stderr
    assert prints(leicester.root, ".laa-xl") == {k: v for k, v in before.items() if not k.startswith(".laa-xl")}


def test_a_rating_changed_in_the_report_keeps_it_from_being_issued_until_its_reason_is_given(
    leicester: Programme,
) -> None:
    def rate(book: Any) -> None:
        sheet = book["Highlight report"]
        row = next(row for row in range(1, sheet.max_row) if sheet.cell(row, 4).value == "1/SSC/rating")
        sheet.cell(row, 2).value = "Amber"

    edited(leicester, rate)
    result = report(leicester, "issue")
    assert result.exit_code == 2
    assert "give the reason for Amber (Block SSC, 2008-Q2)" in result.stderr
    consolidate(leicester, [], None, NOW)

    def explain(book: Any) -> None:
        sheet = book["Overrides"]
        cell = next(cell for line in sheet.iter_rows() for cell in line if str(cell.value).startswith("To be given"))
        cell.value = "The new figures are better."

    edited(leicester, explain)
    assert "Issue 1 of 2008-Q2" in succeeded(report(leicester, "issue")).stdout
