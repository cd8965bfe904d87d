"""The guide tells of the rules that partners meet most, in the words of the catalogue."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from laa_xl.checks.catalogue import RULES, all_rules, rules_markdown
from laa_xl.checks.guide import MUST_FIX, TO_CONFIRM, guide, guide_markdown
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.words import DataStatus, Rag, RatingMode
from tests.support.returns import valid_return


def lines(title: str, mode: RatingMode = RatingMode.OUTLOOK) -> tuple[tuple[str, str], ...]:
    return next(section.lines for section in guide(mode) if section.title == title)


def test_each_rule_that_it_tells_of_stands_under_what_is_asked_for() -> None:
    told = lines("What must be fixed, and what we ask you to confirm")
    all_rules()
    for about, codes in (("Must fix", MUST_FIX), ("Please confirm", TO_CONFIRM)):
        said = [text for heading, text in told if heading == about]
        for code in codes:
            assert any(text.startswith(RULES[code].meaning) for text in said), code
    assert len(told) == len(MUST_FIX) + len(TO_CONFIRM) + 2  # what to do with a question, and with what is only told


def test_examples_name_no_document() -> None:
    for _, text in lines("What must be fixed, and what we ask you to confirm"):
        assert not re.search(r"\(|\.\.|For example: \.", text), text


def test_each_sheet_but_the_first_is_told_with_what_it_asks_for() -> None:
    sheets = dict(lines("What each sheet asks for"))
    assert list(sheets)[:-1] == [sheet.name for sheet in RETURN_FORM.sheets[1:]]
    assert "In a row that you begin: Risk, Threatens, Likelihood 1-5, Impact 1-5" in sheets["Risks"]
    assert "In each row: Spend to date, £ and Forecast outturn, £, or why there is none." in sheets["Finance"]


def test_each_data_status_and_each_rating_has_its_line() -> None:
    figures = dict(lines("Figures and data status"))
    assert "Final, Provisional, Estimate or Proxy" in figures
    assert {status.value for status in DataStatus if not status.has_figure} <= set(figures)
    ratings = [about for about, _ in lines("Ratings")]
    assert all(any(about.endswith(rag.value) for about in ratings) for rag in Rag)


@pytest.mark.parametrize(("part", "to"), [("Police", "to your theme lead"), ("lead", "Join all parts"), ("", "")])
def test_a_part_is_never_sent_to_the_county_team(part: str, to: str) -> None:
    """Its own guide said so, although the team takes no parts (W09) and the Start sheet named the theme lead."""
    told = {about: text for section in guide(part=part) for about, text in section.lines}
    assert to in told["5 Send it back"]
    assert ("and e-mail it to the county team" in told["5 Send it back"]) == (part == "")
    assert ("theme lead joins" in told["After you send it"]) == (part == "Police")


def test_what_the_sheets_protection_forbids_is_never_asked_for_without_saying_how_to_lift_it() -> None:
    book = openpyxl.load_workbook(io.BytesIO(valid_return()))
    protection = book["Indicators"].protection
    assert protection.sheet and protection.formatCells  # Excel greys out "Format Cells" and "Merge & Center"
    assert protection.password is None
    asked = {rule.code for rule in all_rules() if re.search("cell's format|nmerge", rule.says)}
    assert asked == {"N07", "N11", "S17"}
    for code in asked:
        assert "Review, Unprotect Sheet (it asks for no password)" in RULES[code].says


def test_the_page_says_all_that_the_sheet_says() -> None:
    page = guide_markdown()
    for found in guide():
        assert f"\n## {found.title}\n\n| {found.headings[0]} | {found.headings[1]} |\n|---|---|\n" in page
        for about, text in found.lines:
            assert f"| {about} | {text} |".replace("\n", "<br>") in page


@pytest.mark.parametrize(
    ("page", "text"), [("rules.md", rules_markdown), ("how-to-fill-in-your-return.md", guide_markdown)]
)
def test_the_pages_in_docs_are_the_generated_ones(page: str, text: Callable[[], str]) -> None:
    docs = Path(__file__).parents[2] / "docs"
    assert (docs / page).read_text(encoding="utf-8") == text()
