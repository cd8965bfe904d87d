"""laa-xl publish: where the page goes, what stops it, what the log says, and that both agreements' figures stand on it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.domain.sentences import spoken_code
from laa_xl.files.html_page import page_bytes
from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl, succeeded
from tests.support.programmes import PERIODS, edited, find, prints
from tests.support.shipped_pages import WORKBOOKS, shipped_page

NOW = "2008-10-27T09:30:00"


def published(programme: Programme, *words: str | Path) -> str:
    """The page, as it was just written."""
    return Path(succeeded(laa_xl("publish", programme.root, *words, now=NOW)).stdout.strip()).read_text("utf-8")


def setting(programme: Programme, title: str, value: str) -> None:
    def change(book: Any) -> None:
        sheet = book["Settings"]
        sheet.cell(find(sheet, title).row, 2).value = value

    edited(programme, change)


def cells(text: str) -> list[list[str]]:
    """The rows of the table of all indicators."""
    table = text[text.index('id="index-rows"') :]
    rows = re.findall("<tr.*?</tr>", table[: table.index("</tbody>")], re.DOTALL)
    return [
        [" ".join(re.sub("<[^>]*>", " ", cell).split()) for cell in re.findall("<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]


@pytest.mark.parametrize("name", PERIODS)
def test_every_indicator_of_the_master_stands_on_the_page_with_its_figure_target_and_rating(name: str) -> None:
    sheet = openpyxl.load_workbook(WORKBOOKS / name / "master.xlsm", read_only=True)["Indicators"]
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    (head,) = [number for number, line in enumerate(lines) if line[0] == "Period"]
    master = [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :] if line[0]]
    rows = cells(page_bytes(shipped_page(name)).decode())
    assert len(rows) == len(master) == {"leicester-2008": 36, "leicestershire-2006": 33}[name]
    told = 0
    by_code = {spoken_code(line["Code"]): line for line in master}
    for indicator, _, figure, target, rating, _ in rows:
        (line,) = [line for code, line in by_code.items() if indicator.startswith(f"{code} ")]
        if line["Actual"] is not None:
            told += 1
            assert float(re.sub("[,%]", "", figure.split(" ")[0])) == line["Actual"]
        assert (target == "–") == (line["Target this period"] is None)
        assert rating.endswith(line["Rating that counts"])
    assert told == {"leicester-2008": 25, "leicestershire-2006": 0}[name]


def test_the_published_counts_stand_in_the_summary(leicester: Programme) -> None:
    text = published(leicester)
    tiles = re.findall(r"<dt><span[^>]*>.</span> ([^<]*)</dt><dd>(\d+)", text)
    assert tiles == [
        ("On track", "16"),
        ("Off trajectory, expected to recover", "3"),
        ("At risk", "5"),
        ("Placeholder, not agreed yet", "11"),
    ]
    assert "Published on 27 October 2008 by Leicester City Council" in text


def test_it_stands_in_reports_changes_nothing_else_and_is_logged(leicester: Programme) -> None:
    before = prints(leicester.root)
    published(leicester)
    after = prints(leicester.root, ".laa-xl")
    new = {name for name in after if after[name] != before.get(name)}
    assert {name for name in new if not name.startswith("backups/")} == {
        "reports/2008-Q2/public-page-2008-Q2.html",
        "audit.jsonl",
        "register.json",
    }
    newest = leicester.root.joinpath("audit.jsonl").read_text().splitlines()[-1]
    assert '"action":"publish"' in newest
    assert "reports/2008-Q2/public-page-2008-Q2.html" in newest
    said = succeeded(laa_xl("fsck", leicester.root, now=NOW)).stdout
    assert "public-page" not in said
    lines = leicester.root.joinpath("audit.jsonl").read_text().count("\n")
    published(leicester)  # which says just the same
    assert leicester.root.joinpath("audit.jsonl").read_text().count("\n") == lines


def test_it_goes_where_it_is_asked_to(leicester: Programme, tmp_path: Path) -> None:
    out = tmp_path / "website" / "progress.html"
    text = published(leicester, "--period", "2008-Q2", "--out", out)
    assert out.read_text("utf-8") == text
    assert not (leicester.root / "reports" / "2008-Q2" / "public-page-2008-Q2.html").exists()


def test_another_kind_of_file_or_a_quarter_without_a_return_is_refused_in_a_sentence(
    leicester: Programme, tmp_path: Path
) -> None:
    result = laa_xl("publish", leicester.root, "--out", tmp_path / "page.docx", now=NOW)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip().endswith("page.docx has to end in .html.")
    result = laa_xl("publish", leicester.root, "--period", "2009-Q1", now=NOW)
    assert result.exit_code == 2
    assert "no return was accepted for 2009-Q1" in result.stderr


def test_an_address_in_what_would_be_published_stops_it_and_the_page_of_before_stands(leicester: Programme) -> None:
    before = published(leicester)
    setting(leicester, "Public page, contact", "Ann Other, ann.other@leicester.example")
    result = laa_xl("publish", leicester.root, now=NOW)
    assert result.exit_code == 1
    assert 'an e-mail address ("ann.other@leicester.example")' in result.stdout
    assert "The page was not written" in result.stderr
    assert (leicester.root / "reports" / "2008-Q2" / "public-page-2008-Q2.html").read_text("utf-8") == before


def test_the_master_decides_what_the_page_tells(leicester: Programme) -> None:
    before = published(leicester)
    assert "Year-end forecast" in before
    assert "NI 154" in before

    def change(book: Any) -> None:
        indicators, settings = book["Agreement indicators"], book["Settings"]
        indicators.cell(find(indicators, "NI154").row, find(indicators, "Local only").column).value = "Y"
        settings.cell(find(settings, "Public page, year-end forecasts").row, 2).value = "no"
        settings.cell(find(settings, "Public page, contact").row, 2).value = "Performance officer, Town Hall"

    edited(leicester, change)
    text = published(leicester)
    assert "Year-end forecast" not in text
    assert "Forecasts of the year end are not published here." in text
    assert "Please write to: Performance officer, Town Hall" in text
    assert "NI 154" not in text
    assert "Net additional homes" not in text
    assert len(cells(text)) == 35


def test_a_rating_changed_in_the_report_is_not_published_before_its_reason_is_given(leicester: Programme) -> None:
    def rate(book: Any) -> None:
        sheet = book["Highlight report"]
        sheet.cell(find(sheet, "1/SSC/rating").row, 2).value = "Amber"

    edited(leicester, rate)
    result = laa_xl("publish", leicester.root, now=NOW)
    assert result.exit_code == 2
    assert "give the reason for Amber (Block SSC, 2008-Q2)" in result.stderr
    assert not list((leicester.root / "reports").rglob("public-page*"))
