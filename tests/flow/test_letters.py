"""Letters to partners: who gets which, what it says, what goes with it, and the table for a mail merge."""

from __future__ import annotations

import csv
import email
import io
import shutil
from datetime import date
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.domain.periods import Period
from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl, succeeded
from tests.support.programmes import edited, fill_row, filled, find, new_return, prints, put

Q2 = Period(2008, 2)
BEFORE, AFTER = "2009-01-14T09:00:00", "2009-01-27T09:00:00"  # of the deadline of 2008-Q3, 24 January 2009


def drafts(programme: Programme, kind: str, period: str = "2008-Q3", now: str = BEFORE) -> dict[str, EmailMessage]:
    """The drafts of a kind by theme, as the standard library reads them."""
    result = succeeded(laa_xl("letters", programme.root, "--kind", kind, "--period", period, now=now))
    folder = programme.folder("reports", period, "letters", f"{kind}-{now[:10]}")
    assert (str(folder) in result.stdout) is folder.exists()
    found: dict[str, Any] = {}
    for path in sorted(folder.glob("*.eml")):
        found[path.stem.split("-")[1]] = email.message_from_bytes(path.read_bytes(), policy=default)
    return found


def text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def addresses(message: EmailMessage, header: str) -> list[str]:
    return [one.addr_spec for one in message[header].addresses]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    programme = filled("leicester-2008", tmp_path_factory.mktemp("sent"))
    succeeded(laa_xl("templates", programme.root, "--period", "2008-Q3", now="2009-01-05T09:00:00"))
    return programme.root


@pytest.fixture
def sent(kept: Path, tmp_path: Path) -> Programme:
    """The templates of 2008-Q3 are out."""
    return Programme(Path(shutil.copytree(kept, tmp_path / "p")))


def test_templates_go_to_those_who_fill_them_in_with_a_copy_to_the_lead(sent: Programme) -> None:
    found = drafts(sent, "templates")
    assert set(found) == {"CYP", "HCOP", "SSC", "EDE"}
    assert addresses(found["SSC"], "To") == ["ssc.returns@leicester.example"]
    assert addresses(found["SSC"], "Cc") == ["ssc.lead@leicester.example"]
    (attached,) = found["SSC"].iter_attachments()
    template = sent.folder("templates", "2008-Q3") / "leicester-2008-SSC-2008-Q3.xlsx"
    assert (attached.get_filename(), attached.get_payload(decode=True)) == (template.name, template.read_bytes())
    for words in ("Safer and Stronger Communities", "Quarter 3 of 2008-09", "24 January 2009"):
        assert words in text(found["SSC"]), words


def test_a_template_that_is_gone_is_told_and_nothing_is_written(sent: Programme) -> None:
    (sent.folder("templates", "2008-Q3") / "leicester-2008-SSC-2008-Q3.xlsx").unlink()
    result = laa_xl("letters", sent.root, "--kind", "templates", "--period", "2008-Q3", now=BEFORE)
    assert result.exit_code == 2
    assert "--theme SSC" in result.stderr
    assert not sent.folder("reports", "2008-Q3").exists()


def test_before_the_deadline_all_who_owe_are_reminded_and_after_it_they_are_asked(sent: Programme) -> None:
    row = {"Period": "2008-Q3", "Theme": "HCOP", "New deadline": date(2009, 2, 6), "Reason": "Flu"}
    row |= {"Agreed by (post)": "Officer", "On": date(2009, 1, 12)}
    edited(sent, lambda book: fill_row(book["Extensions"], "Theme", row))
    reminded = drafts(sent, "reminder")
    assert set(reminded) == {"CYP", "HCOP", "SSC", "EDE"}
    assert "due on 24 January 2009 (in 10 days)" in text(reminded["SSC"])
    assert "due on 6 February 2009 (in 23 days)" in text(reminded["HCOP"])
    assert drafts(sent, "overdue") == {}
    late = drafts(sent, "overdue", now=AFTER)
    assert set(late) == {"CYP", "SSC", "EDE"}
    assert "3 days late" in text(late["SSC"])
    assert set(drafts(sent, "reminder", now=AFTER)) == {"HCOP"}


def test_findings_go_back_with_a_marked_copy_for_what_was_sent_back_and_what_is_to_be_confirmed(
    leicester: Programme,
) -> None:
    put(leicester, "police.xlsx", new_return(leicester, "SSC", Q2, {"NI020": {"actual": "approx 120"}}))
    put(leicester, "health.xlsx", new_return(leicester, "HCOP", Q2, {"NI040": {"confirm": None}}))
    laa_xl("consolidate", leicester.root, now="2008-10-27T09:00:00")
    found = drafts(leicester, "findings", "2008-Q2")
    assert set(found) == {"SSC", "HCOP"}
    assert "1 entry to be fixed" in found["SSC"]["Subject"]
    assert "1 entry to be confirmed" in found["HCOP"]["Subject"]
    assert 'You entered "approx 120" for Actual' in text(found["SSC"])
    assert "cannot be accepted until" in text(found["SSC"])
    assert "accepted as it stands" in text(found["HCOP"])
    (copy,) = found["SSC"].iter_attachments()
    assert copy.get_filename() == "police-marked.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(copy.get_payload(decode=True)))  # type: ignore[arg-type]
    told = [str(cell.value) for line in book["Findings"].iter_rows() for cell in line if cell.value]
    assert any("approx 120" in one for one in told)


def test_thanks_say_what_was_accepted_and_when_and_go_to_nobody_else(leicester: Programme) -> None:
    register = leicester.load_register()
    kept = tuple(one for one in register.receipts if one.theme != "EDE")
    leicester.save_register(register.model_copy(update={"receipts": kept}))
    found = drafts(leicester, "thanks", "2008-Q2")
    assert set(found) == {"CYP", "HCOP", "SSC"}
    said = text(found["SSC"])
    for words in (
        "leicester-2008-SSC-2008-Q2.xlsx",
        "24 October 2008",
        "NI 16; Indicator: Serious acquisitive crime",
        "2.42",
    ):
        assert words in said, words


def test_the_table_for_a_mail_merge_has_a_row_a_letter_and_no_formula(sent: Programme, ooxml_errors: Any) -> None:
    def change(book: Any) -> None:
        sheet = book["Agreement contacts"]
        find(sheet, "Performance contact, Safer and Stronger Communities").value = "@SUM(A1)"

    edited(sent, change)
    found = drafts(sent, "templates")
    folder = sent.folder("reports", "2008-Q3", "letters", "templates-2009-01-14")
    rows = list(csv.DictReader(io.StringIO((folder / "letters.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert {row["Theme"]: row["E-mail"] for row in rows} == {t: ", ".join(addresses(m, "To")) for t, m in found.items()}
    ssc = next(row for row in rows if row["Theme"] == "SSC")
    assert ssc["To (post)"] == "'@SUM(A1)"
    assert (ssc["Due"], ssc["Draft"]) == ("2009-01-24", "templates-SSC-2008-Q3.eml")
    assert ssc["Subject"] == found["SSC"]["Subject"]
    assert " ".join(ssc["Text"].split()) == text(found["SSC"])
    book = openpyxl.load_workbook(folder / "letters.xlsx")
    assert not any(cell.data_type == "f" for line in book["Letters"].iter_rows() for cell in line)
    assert ooxml_errors(folder / "letters.xlsx") == []


def test_a_theme_without_an_address_gets_a_draft_to_nobody_and_that_is_told(sent: Programme) -> None:
    def change(book: Any) -> None:
        sheet = book["Agreement contacts"]
        column = find(sheet, "E-mail").column
        for post in (
            "Performance contact, Safer and Stronger Communities",
            "Theme lead, Safer and Stronger Communities",
        ):
            sheet.cell(find(sheet, post).row, column).value = None

    edited(sent, change)
    result = succeeded(laa_xl("letters", sent.root, "--kind", "templates", "--period", "2008-Q3", now=BEFORE))
    assert "Safer and Stronger Communities has no contact" in result.stderr
    assert "To" not in drafts(sent, "templates")["SSC"]


def test_nobody_to_write_to_is_said_and_a_quarter_without_templates_refused(leicester: Programme) -> None:
    before = prints(leicester.root, "journal")
    result = succeeded(laa_xl("letters", leicester.root, "--kind", "overdue", "--period", "2008-Q2"))
    assert "Nobody is to be written to" in result.stdout
    assert prints(leicester.root, "journal") == before
    assert laa_xl("letters", leicester.root, "--kind", "overdue", "--period", "2009-Q1").exit_code == 2


def test_a_draft_that_somebody_worked_in_is_never_written_over(sent: Programme) -> None:
    drafts(sent, "templates")
    folder = sent.folder("reports", "2008-Q3", "letters")
    mine = folder / "templates-2009-01-14" / "templates-SSC-2008-Q3.eml"
    mine.write_bytes(b"mine")
    result = succeeded(laa_xl("letters", sent.root, "--kind", "templates", "--period", "2008-Q3", now=BEFORE))
    assert "templates-2009-01-14-2" in result.stdout
    assert mine.read_bytes() == b"mine"
    again = succeeded(laa_xl("letters", sent.root, "--kind", "templates", "--period", "2008-Q3", now=BEFORE))
    assert "templates-2009-01-14-2" in again.stdout
    assert len(list(folder.iterdir())) == 2


LATER = "2009-01-16T10:00:00"


def test_a_letter_that_was_drafted_on_an_earlier_day_word_for_word_is_not_drafted_again(sent: Programme) -> None:
    first = drafts(sent, "templates")
    again = succeeded(laa_xl("letters", sent.root, "--kind", "templates", "--period", "2008-Q3", now=LATER))
    assert again.stdout.startswith("The same letter was drafted before, so it is not drafted again: ")
    assert all(theme in again.stdout for theme in first)
    folder = sent.folder("reports", "2008-Q3", "letters")
    assert [one.name for one in folder.iterdir()] == ["templates-2009-01-14"]

    def change(book: Any) -> None:
        sheet = book["Agreement contacts"]
        row = find(sheet, "Performance contact, Safer and Stronger Communities").row
        sheet.cell(row, find(sheet, "E-mail").column).value = "new@leicester.example"

    edited(sent, change)
    (folder / "templates-2009-01-14" / "templates-CYP-2008-Q3.eml").unlink()
    some = succeeded(laa_xl("letters", sent.root, "--kind", "templates", "--period", "2008-Q3", now=LATER))
    (left_out,) = (line for line in some.stdout.splitlines() if line.startswith("The same letter was drafted before"))
    assert {theme for theme in first if theme in left_out} == {"EDE", "HCOP"}
    assert {one.name for one in (folder / "templates-2009-01-16").glob("*.eml")} == {
        "templates-CYP-2008-Q3.eml",
        "templates-SSC-2008-Q3.eml",
    }


def test_who_still_owes_is_reminded_again_on_another_day(sent: Programme) -> None:
    for now in (BEFORE, LATER):
        result = succeeded(laa_xl("letters", sent.root, "--kind", "reminder", "--period", "2008-Q3", now=now))
        assert "letters.xlsx" in result.stdout


def test_the_agreements_own_words_are_used_with_its_placeholders(sent: Programme) -> None:
    row = {"Letter": "templates", "Subject": "$theme: $deadline", "Text": "Dear $post,\n\n$$ and ${code}"}
    edited(sent, lambda book: fill_row(book["Agreement letters"], "Letter", row))
    found = drafts(sent, "templates")["SSC"]
    assert found["Subject"] == "Safer and Stronger Communities: 24 January 2009"
    assert text(found) == "Dear Performance contact, Safer and Stronger Communities, $ and SSC"
    assert Path(sent.master).is_file()
