"""The highlight report as a worksheet and as a Word document."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from docx import Document
from openpyxl.worksheet.worksheet import Worksheet

from laa_xl.domain.report import BlockBullets, Bullet, HighlightReport, RatedLine, ReportSection, Source
from laa_xl.files.formats import Formats
from laa_xl.files.report_writer import report_bytes, write_report_sheet
from laa_xl.files.word import report_docx

CREATED = datetime(2008, 12, 15, 10, 30, tzinfo=UTC)
CELL = Source("Safer Communities", "safe.xlsx", "Narrative", "D7")
OFF_TARGET = Bullet("3b/SAFE/indicators/NI016", "NI 16 Crime", "2.42 against 2.14.", CELL, "Red", note="Worse: rule 1.")
PLAIN = Bullet("3b/SAFE/narrative/N1", "", "=1+1 is what they wrote <& more>.", CELL)
HIDDEN = Bullet("3b/SAFE/narrative/N2", "Secret", "Hidden words.", CELL)
REPORT = HighlightReport(
    agreement="Anyshire & District Agreement 2008-11",
    area="Anyshire",
    government_office="Government Office for Anyshire",
    period_title="April to September 2008",
    period_spelled="Quarter 2 of 2008-09 (July to September 2008)",
    state="Draft",
    sections=(
        ReportSection("1", "Overall progress", "Amber", "Amber: of 3 due, 3 could be rated.", ("Of 3: 2 on track.",)),
        ReportSection("2", "Direction of travel", "", "To be decided by the county team."),
        ReportSection(
            "3b",
            "Risks to other outcomes",
            blocks=(
                BlockBullets("", "", (replace(PLAIN, id="3b/county/all/x", text="Above all blocks."),)),
                BlockBullets("SSC", "Safer and Stronger Communities", (OFF_TARGET, PLAIN)),
            ),
        ),
    ),
    rules=('Rating: "outlook" rule, version 1.',),
    illustrative_note="All of this is made up.",
    hidden=(HIDDEN,),
)


def sheet_of(data: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def lines_of(sheet: Worksheet) -> list[tuple[str, ...]]:
    rows = [tuple(value or "" for value in line) for line in sheet.iter_rows(max_col=4, values_only=True)]
    return [line for line in rows if any(line)]


def with_text(text: str) -> HighlightReport:
    block = BlockBullets("SSC", "Safer", (replace(PLAIN, text=text),))
    return replace(REPORT, sections=(ReportSection("4", "Impact", blocks=(block,)),))


def test_a_bullet_stands_beside_its_rating_its_source_and_its_reference() -> None:
    lines = lines_of(sheet_of(report_bytes(REPORT, CREATED)))
    assert (
        "• NI 16 Crime: 2.42 against 2.14.",
        "Red",
        "Safer Communities return, Narrative, D7\nWorse: rule 1.",
        "3b/SAFE/indicators/NI016",
    ) in lines
    assert ("1) Overall progress", "Amber", "", "") in lines
    assert ("To be decided by the county team.", "", "", "") in lines
    assert ("All of this is made up.", "", "", "") in lines
    assert ('Rating: "outlook" rule, version 1.', "", "", "") in lines
    first = [line[0] for line in lines]
    assert first.index("• Above all blocks.") < first.index("Safer and Stronger Communities")


def test_what_is_hidden_is_in_neither_file() -> None:
    for data in (report_bytes(REPORT, CREATED), report_docx(REPORT, CREATED)):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert not any(b"Hidden words" in package.read(name) for name in package.namelist())


def test_words_that_look_like_a_formula_stay_words() -> None:
    sheet = sheet_of(report_bytes(with_text("=HYPERLINK(1)"), CREATED))
    assert "f" not in {cell.data_type for line in sheet.iter_rows() for cell in line}


def test_the_sheet_prints_on_a4_portrait_one_page_wide_with_its_headings() -> None:
    sheet = sheet_of(report_bytes(REPORT, CREATED))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage  # one page wide is the default
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows
    assert sheet.oddHeader.left.text.strip() == "Anyshire && District Agreement 2008-11"
    assert sheet.oddHeader.right.text.strip() == "Draft"
    assert sheet.oddFooter.right.text.strip() == "Page &P of &N"


def test_the_figures_of_the_ratings_are_printed_words_and_excel_does_not_mark_each_as_a_number_stored_as_text() -> None:
    crime = RatedLine("NI 16", "Crime", "2.42", "2.14", "Worse", "", "Red", "Red", "Red")
    with zipfile.ZipFile(io.BytesIO(report_bytes(replace(REPORT, ratings=(crime, crime)), CREATED))) as package:
        ratings = package.read("xl/worksheets/sheet2.xml").decode()
    assert '<ignoredError sqref="A5:I6" numberStoredAsText="1"/>' in ratings


def test_a_row_is_as_high_as_its_text_needs() -> None:
    short, long = (sheet_of(report_bytes(with_text(text), CREATED)) for text in ("Short.", "Some words. " * 30))
    heights = [
        next(sheet.row_dimensions[cell.row].height for cell in sheet["A"] if str(cell.value).startswith("• "))
        for sheet in (short, long)
    ]
    assert heights[0] < 30
    assert heights[1] > 6 * 12.75  # 360 characters in a column of 62


def test_a_text_longer_than_a_row_can_be_high_goes_on_in_the_next_rows() -> None:
    words = [f"word{number}" for number in range(1200)]
    sheet = sheet_of(report_bytes(with_text(" ".join(words) + "."), CREATED))
    texts = [str(cell.value) for cell in sheet["A"] if "word" in str(cell.value)]
    assert len(texts) > 1
    assert " ".join(texts).replace("• ", "").rstrip(".").split() == words
    assert all((line.height or 0) <= 409 for line in sheet.row_dimensions.values())


def test_the_report_can_stand_in_a_workbook_with_other_sheets() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("Dashboard")
        write_report_sheet(Formats(book), book.add_worksheet("Highlight report"), REPORT)
    assert openpyxl.load_workbook(buffer).sheetnames == ["Dashboard", "Highlight report"]


@pytest.mark.parametrize("written", [report_bytes, report_docx])
def test_the_same_report_and_time_give_the_same_bytes(
    written: Callable[[HighlightReport, datetime], bytes],
) -> None:
    first = written(REPORT, CREATED)
    time.sleep(2.1)  # a zip's clock ticks every two seconds
    assert written(REPORT, CREATED) == first


def test_the_document_has_real_headings_and_lists() -> None:
    document = Document(io.BytesIO(report_docx(REPORT, CREATED)))
    styled = [(found.style.name, found.text) for found in document.paragraphs if found.style is not None]
    assert ("Title", "Government Office for Anyshire highlight report") in styled
    assert ("Heading 1", "1) Overall progress") in styled
    assert ("Heading 2", "Safer and Stronger Communities") in styled
    bullets = [found for found in document.paragraphs if found.style is not None and found.style.name == "List Bullet"]
    rated = next(found for found in bullets if "NI 16" in found.text)
    assert rated.runs[0].text == "NI 16 Crime:"
    assert rated.runs[0].bold
    assert "Red" in [run.text.strip("\u00a0") for run in rated.runs]
    assert rated.text.endswith("[Safer Communities return, Narrative, D7. Worse: rule 1.]")


def test_a_rating_in_the_document_is_a_word_on_its_colour() -> None:
    document = Document(io.BytesIO(report_docx(REPORT, CREATED)))
    shaded = [run.text.strip("\u00a0") for found in document.paragraphs for run in found.runs if "w:shd" in run._r.xml]
    assert shaded == ["Amber", "Red"]


def test_the_document_names_no_author_and_is_in_british_english() -> None:
    data = report_docx(REPORT, CREATED)
    properties = Document(io.BytesIO(data)).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.created == properties.modified
    assert properties.created is not None
    assert properties.created.replace(tzinfo=UTC) == CREATED
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b'<w:lang w:val="en-GB"' in package.read("word/styles.xml")
        assert not any("thumbnail" in name for name in package.namelist())
        footers = [package.read(name) for name in package.namelist() if "footer" in name and name.endswith(".xml")]
    assert any(b"PAGE" in footer and b"NUMPAGES" in footer for footer in footers)


def test_characters_that_no_file_may_hold_are_left_out() -> None:
    report = replace(with_text("Fine\x07 words\ud800."), agreement="Any\x01shire\ud800")
    document = Document(io.BytesIO(report_docx(report, CREATED)))
    assert "Fine words." in [found.text.split(" [")[0] for found in document.paragraphs]
    lines = [line[0] for line in lines_of(sheet_of(report_bytes(report, CREATED)))]
    assert {"• Fine words.", "Anyshire"} <= set(lines)


@pytest.mark.parametrize(("written", "ending"), [(report_bytes, "xlsx"), (report_docx, "docx")])
def test_office_finds_nothing_wrong(
    written: Callable[[HighlightReport, datetime], bytes],
    ending: str,
    tmp_path: Path,
    ooxml_errors: Callable[..., list[str]],
) -> None:
    path = tmp_path / f"report.{ending}"
    path.write_bytes(written(REPORT, CREATED))
    assert ooxml_errors(path) == []
