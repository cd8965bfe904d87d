"""A partner's words that tell a figure about few people: whatever leaves the county is looked through for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl, succeeded
from tests.support.programmes import edited, find

NOW = "2008-10-27T09:00:00"
WORDS = "NI 40 counted 1,177.1 users this quarter."


def _few(book: Any) -> None:
    """NI040's 1,177.1 becomes a count too small to be told; partners' words stand on the public page."""
    sheet = book["Agreement indicators"]
    sheet.cell(find(sheet, "NI040").row, find(sheet, "Suppress small counts").column).value = "Y"
    sheet = book["Settings"]
    value = find(sheet, "Value").column
    sheet.cell(find(sheet, "Suppress counts below").row, value).value = 2000
    sheet.cell(find(sheet, "Public page, partners' words").row, value).value = "yes"


def _said(programme: Programme, words: str) -> Path:
    """The theme's return once more, with these words in its commentary, about no indicator by its column."""
    book = openpyxl.load_workbook(next(programme.folder("accepted", "2008-Q2").glob("HCOP-*")))
    sheet = book["Narrative"]
    places = {
        title: find(sheet, title) for title in ("Section of the highlight report", "Topic", "What you want to say")
    }
    row = places["Topic"].row + 1
    while sheet.cell(row, places["What you want to say"].column).value is not None:
        row += 1
    for title, text in zip(places, ("4 Impact and strong performance", "Drug treatment", words), strict=True):
        sheet.cell(row, places[title].column).value = text
    start = book["Start"]
    start.cell(find(start, "Date completed").row, 2).value = date(2008, 10, 24)
    path = programme.folder("inbox") / "once more.xlsx"
    book.save(path)
    return path


@pytest.fixture
def telling(leicester: Programme) -> Programme:
    edited(leicester, _few)
    succeeded(laa_xl("consolidate", leicester.root, _said(leicester, WORDS), now=NOW))
    return leicester


@pytest.mark.parametrize("verb", [("publish",), ("pack",), ("report", "issue"), ("report", "annual-review")])
def test_whatever_leaves_the_county_is_looked_through_for_small_counts(
    verb: tuple[str, ...], telling: Programme
) -> None:
    found = laa_xl(*verb, telling.root, "--period", "2008-Q2", now=NOW)
    assert "a figure about few people (NI 40)" in found.stdout + found.stderr
    assert found.exit_code == 1
    made = {path.name for path in telling.folder("reports", "2008-Q2").iterdir()}
    assert not made & {"pack", "public-page-2008-Q2.html"}
