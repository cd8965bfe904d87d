"""Columns of Word tables: as they ask, and no word broken where there is room."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import docx as python_docx
import pytest
from docx.shared import Mm

from laa_xl.domain.documents import Document, Drawing, Field, Grid, Line, Part
from laa_xl.files.document_word import document_docx
from laa_xl.files.word_widths import MARGIN, column_widths, word_width
from tests.support.documents import PICTURES

CREATED = datetime(2008, 9, 30)


def test_columns_that_fit_their_words_share_the_width_as_they_ask() -> None:
    assert column_widths([1, 3], [5, 5], 100) == [25, 75]


def test_a_column_that_would_break_a_word_is_widened_at_the_cost_of_the_others() -> None:
    first, second, third = column_widths([1, 20, 20], [18, 5, 5], 100)
    assert first == 18 + 2 * MARGIN
    assert second == third == pytest.approx((100 - first) / 2)


def test_where_no_words_fit_each_column_gets_its_part_of_what_there_is() -> None:
    widths = column_widths([1, 1], [30, 10], 22)
    assert sum(widths) == pytest.approx(22)
    assert widths[0] > widths[1]


def test_the_longest_word_counts_not_the_longest_text() -> None:
    assert word_width("a b c d e f g", 8) < word_width("Placeholders", 8)
    assert word_width("Placeholders", 8) < word_width("Placeholders", 8, bold=True)
    assert word_width("", 8) == 0


def _words_that_break(document: Document) -> list[str]:
    """By a measure of its own: half an em of 8 points is 1.41 mm, which the letters of these words average."""
    out = []
    for table in python_docx.Document(BytesIO(document_docx(document, CREATED))).tables:
        for row in table.rows:
            for cell in row.cells:
                words = cell.text.split()
                out += [word for word in words if (cell.width or Mm(0)).mm < 1.41 * len(word)]
    return out


def test_ratings_dates_and_headings_are_not_broken_in_a_table_of_many_columns() -> None:
    names = ("Code", "Indicator", "Likelihood", "Placeholders", "Rating", "Comparison", "Reviewed", "Forecast", "Theme")
    fields = tuple(Field(name.lower(), name, width=60 if name == "Indicator" else 4) for name in names)
    values = (
        "NI120(ii)",
        "All-age all cause mortality",
        "4",
        "Placeholder",
        "Amber",
        "none",
        "31/01/2009",
        "better",
        "",
    )
    document = Document(
        *("self-assessment", "Self-assessment", "Somewhere", "Somewhere", "Quarter 2", "Draft"),
        (Part("Tables", grids=(Grid("all", "All", fields, (Line(values),)),)),),
    )
    assert _words_that_break(document) == []


def test_a_part_lies_across_with_all_below_it_so_that_no_page_is_left_half_empty() -> None:
    wide = Grid("wide", "Wide", (Field("a", "A", width=60), Field("b", "B", width=60)), (Line(("x", "y")),))
    parts = (
        Part("Theme", words=("One.",)),
        Part("Achievements", 2, words=("Two.",)),
        Part("Risks", 2, grids=(wide,)),
        Part("Improvement", 2, words=("Three.",)),
    )
    document = Document("report", "Report", "Somewhere", "Somewhere", "Quarter 2", "Draft", parts)
    word = python_docx.Document(BytesIO(document_docx(document, CREATED)))
    assert len(word.sections) == 1
    assert (word.sections[0].page_width or 0) > (word.sections[0].page_height or 0)
    theme = next(one for one in word.paragraphs if one.text == "One.")
    assert theme.paragraph_format.keep_with_next, "what leads into the parts below stays with them"


def test_of_the_words_above_a_chart_the_last_alone_holds_on_to_it_so_that_no_page_holds_a_title_only() -> None:
    words = ("Half of them were on track.", "There are 2 data gaps.", "To be decided.")
    document = Document(
        *("report", "Report", "Somewhere", "Somewhere", "Quarter 2", "Draft"),
        (Part("Summary", words=words, pictures=(PICTURES[0],)),),
    )
    word = python_docx.Document(BytesIO(document_docx(document, CREATED)))
    kept = [bool(one.paragraph_format.keep_with_next) for one in word.paragraphs if one.text in words]
    assert kept == [False, False, True]


def test_a_single_row_of_trends_may_follow_its_heading_at_the_foot_of_a_page() -> None:
    trend = next(one for one in PICTURES if one.drawing is Drawing.TREND)
    document = Document(
        *("report", "Report", "Somewhere", "Somewhere", "Quarter 2", "Draft"),
        (Part("Trends", words=("5 indicators.",), pictures=(trend,) * 5),),
    )
    word = python_docx.Document(BytesIO(document_docx(document, CREATED)))
    charts = next(one for one in word.paragraphs if len(one.runs) == 5)
    assert charts.paragraph_format.widow_control is False
