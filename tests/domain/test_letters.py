"""Letters as words: placeholders, where the table stands, addresses, and names of files from outside."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from laa_xl.domain.documents import Field, Grid, Line
from laa_xl.domain.findings import Finding
from laa_xl.domain.letters import (
    DEFAULTS,
    PLACEHOLDERS,
    LetterKind,
    LetterText,
    Wording,
    fill,
    wording,
    wrong_placeholders,
)
from laa_xl.domain.mails import Attachment, is_address, plain_text, safe_name
from laa_xl.domain.records import Theme
from laa_xl.domain.register import Receipt, State
from laa_xl.domain.words import Severity
from laa_xl.stages.lettering import findings_about

GRID = Grid("t", "", (Field("a", "Code"), Field("b", "What to do")), (Line(("NI 16", "Look")),))


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_is_worded_with_placeholders_that_it_fills_in(kind: LetterKind) -> None:
    worded = DEFAULTS[kind]
    assert wrong_placeholders(kind, worded.subject) == wrong_placeholders(kind, worded.text) == ""
    filled = fill(worded, dict.fromkeys(PLACEHOLDERS[kind], "word"), GRID)
    assert "$" not in filled.subject + plain_text(filled.parts)


def test_a_blank_of_the_agreements_own_wording_stays_as_laa_xl_words_it() -> None:
    own = LetterText(kind=LetterKind.THANKS, subject="Thank you, $theme")
    found = wording(LetterKind.THANKS, [own])
    assert found == Wording("Thank you, $theme", DEFAULTS[LetterKind.THANKS].text)
    assert wording(LetterKind.OVERDUE, [own]) == DEFAULTS[LetterKind.OVERDUE]


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (LetterKind.REMINDER, "Due $deadline, $$5", ""),
        (LetterKind.REMINDER, "Due ${deadline}", ""),
        (LetterKind.REMINDER, "You are $days_late late", "no placeholder $days_late in the letter"),
        (LetterKind.PACK, "About $theme", "no placeholder $theme"),
        (LetterKind.PACK, "It costs $ 5", "After a $ comes the name"),
        (LetterKind.PACK, "${oops", "After a $ comes the name"),
    ],
)
def test_an_unknown_placeholder_is_told_in_a_sentence(kind: LetterKind, text: str, told: str) -> None:
    found = wrong_placeholders(kind, text)
    assert (told in found) if told else not found
    assert not found or "$period" in found  # what there is


def test_the_table_stands_where_the_text_says_else_at_the_end() -> None:
    middle = plain_text(fill(Wording("", "Before\n$table\nAfter"), {}, GRID).parts)
    assert middle.index("Before") < middle.index("NI 16") < middle.index("After")
    end = plain_text(fill(Wording("", "Before\n\nAfter"), {}, GRID).parts)
    assert end.index("After") < end.index("NI 16")


def test_a_value_is_words_whatever_it_holds() -> None:
    filled = fill(Wording("About $theme", "For $theme"), {"theme": "A $table\r\nBcc: x@y.example\u2028$deadline"}, GRID)
    assert filled.subject == "About A $table Bcc: x@y.example $deadline"
    assert filled.parts[0].words == ("For A $table Bcc: x@y.example $deadline",)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("post@council.example", True),
        ("a.b+c@x-y.example", True),
        ("post@council.example, other@council.example", False),
        ("Post <post@council.example>", False),
        ("post@council.example\nBcc: x@y.example", False),
        ("post@münchen.example", False),
        ("post@@council.example", False),
        ("post@council..example", False),
        ("", False),
        ("phone only", False),
    ],
)
def test_an_address_is_one_plain_mailbox(text: str, good: bool) -> None:
    assert is_address(text) is good


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("return.xlsx", "return.xlsx"),
        ("../../master.xlsm", "master.xlsm"),
        ("..\\..\\windows\\evil.xlsx", "evil.xlsx"),
        ("C:\\Users\\x\\return.xlsx", "return.xlsx"),
        ("/etc/passwd", "passwd"),
        ("a\x00b\r\n.xlsx", "ab.xlsx"),
        ("invoice\u202exslx.exe", "invoicexslx.exe"),
        ("~$return.xlsx", "return.xlsx"),
        (".hidden.xlsx", "hidden.xlsx"),
        (".xlsx", "xlsx"),
        ("con.xlsx", "_con.xlsx"),
        ("LPT1", "_LPT1"),
        ('a<b>:"c|d?*.xlsx', "a_b___c_d__.xlsx"),
        ("return.xlsx. . .", "return.xlsx"),
        ("", "attachment"),
        ("...", "attachment"),
        ("Rückmeldung  für\tQ2.xlsx", "Rückmeldung fürQ2.xlsx"),
        ("x" * 300 + ".xlsx", "x" * 115 + ".xlsx"),
    ],
)
def test_a_name_from_outside_becomes_one_that_every_system_can_have(text: str, name: str) -> None:
    assert safe_name(text) == name


@pytest.mark.parametrize(
    ("copy", "note"),
    [
        (Attachment("r-marked.xlsx", b""), "And 2 more: the sheet Findings has them all."),
        (None, "And 2 more: please ask for them."),
    ],
)
def test_findings_beyond_those_in_the_letter_are_on_the_sheet_only_where_there_is_one(
    copy: Attachment | None, note: str
) -> None:
    one = Finding("B01", Severity.MUST_FIX, "Start", "B17", "", "", "Please fill in B17.")
    receipt = Receipt(
        period="2008-Q2",
        theme="SSC",
        file="r.xlsx",
        sha256="",
        at=datetime(2008, 10, 24, tzinfo=UTC),
        state=State.REJECTED,
    )
    about = findings_about(Theme(code="SSC", name="Safer", block="SSC"), None, receipt, [one] * 42, copy)
    assert about.grid is not None
    assert about.grid.note == note
