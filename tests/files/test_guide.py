"""The guide says what the form and the catalogue say, and is two pages of A4."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

from laa_xl.checks.catalogue import all_rules
from laa_xl.checks.guide import MUST_FIX, TITLE, TO_CONFIRM, guide, guide_markdown
from laa_xl.declare.model import When
from laa_xl.declare.return_form import GUIDE_SHEET, RETURN_FORM
from laa_xl.domain.words import DataStatus, Rag, RatingMode, Severity
from tests.support.returns import return_of, spec, valid_entries

WORDS = guide_markdown()


def test_the_rules_that_it_tells_of_are_in_the_catalogue() -> None:
    severities = {rule.code: rule.severity for rule in all_rules()}
    assert {severities[code] for code in MUST_FIX} == {Severity.MUST_FIX}
    assert {severities[code] for code in TO_CONFIRM} == {Severity.CONFIRM}


def test_it_names_every_sheet_every_data_status_every_rating_and_what_amber_and_red_ask_for() -> None:
    asked = [c.title for c in RETURN_FORM.table("indicators").columns if c.required is When.AMBER_RED]
    sheets = [sheet.name for sheet in RETURN_FORM.sheets]
    for word in (*sheets, *(status.value for status in DataStatus), *(rag.value for rag in Rag), *asked):
        assert word in WORDS, word


def test_it_names_every_column_that_has_to_be_filled_in() -> None:
    for table in RETURN_FORM.tables():
        for column in table.entries:
            if column.required in (When.ALWAYS, When.ROW_STARTED, When.DUE, When.AMBER_RED):
                assert column.title in WORDS, column.title


def test_an_agreement_that_rates_by_the_current_figure_is_told_its_own_rule() -> None:
    outlook, current = (next(section for section in guide(mode) if section.title == "Ratings") for mode in RatingMode)
    assert dict(outlook.lines)["◆ Amber"] != dict(current.lines)["◆ Amber"]
    assert [about for about, _ in outlook.lines] == [about for about, _ in current.lines]


@pytest.mark.parametrize("mode", list(RatingMode))
def test_the_sheet_says_what_the_page_says(mode: RatingMode) -> None:
    book = openpyxl.load_workbook(io.BytesIO(return_of(valid_entries(), spec(mode.value))))
    sheet = book[GUIDE_SHEET]
    shown = [(row[0].value, row[1].value) for row in sheet.iter_rows(max_col=2)]
    assert shown[0] == (TITLE, None)
    for section in guide(mode):
        assert (section.title, None) in shown
        assert all(line in shown for line in (section.headings, *section.lines))


@pytest.mark.parametrize("mode", list(RatingMode))
def test_on_paper_it_is_two_pages(mode: RatingMode, office: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(return_of(valid_entries(), spec(mode.value)))
    pdf = office.to_pdf(path, tmp_path)
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    feet = [re.search(r"(\w+)\s+Page \d+ of \d+\s*$", page.strip()) for page in text.split("\f") if page.strip()]
    assert [foot[1] for foot in feet if foot].count(GUIDE_SHEET) == 2
