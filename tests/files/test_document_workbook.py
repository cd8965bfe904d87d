"""Any report as a workbook of its own: the page that is read, typed tables, native charts."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.dom import minidom

import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from laa_xl.domain.documents import Document, Drawing, Line, Part, Picture
from laa_xl.files.document_word import document_docx
from laa_xl.files.document_workbook import document_workbook
from laa_xl.files.plots import BELOW, Plot, plot_of
from tests.support.documents import AGAINST, DOCUMENT, PICTURES, SHARES, STEPS, STREAMS

CREATED = datetime(2008, 9, 30)
SHEET = "Budget, spend and forecast"


def opened(document: Document = DOCUMENT) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(document_workbook(document, CREATED)))


def parts(pattern: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(document_workbook(DOCUMENT, CREATED))) as package:
        return [package.read(name).decode() for name in sorted(package.namelist()) if re.fullmatch(pattern, name)]


def test_the_first_sheet_reads_like_the_report_and_leads_to_its_tables_and_charts() -> None:
    book = opened()
    assert book.sheetnames == ["Report", "Charts", SHEET, "Empty", "Chart data"]
    sheet = book["Report"]
    lines = [tuple(value or "" for value in row) for row in sheet.iter_rows(max_col=4, values_only=True) if any(row)]
    assert lines[:4] == [
        ("Money: budget & spend", "", "", ""),
        ("Anyshire & District Agreement 2008-11", "", "", ""),
        ("Quarter 2 of 2008-09 (July to September 2008) · Draft", "", "", ""),
        ("All of this is made up.", "", "", ""),
    ]
    source = "Jobs return, Finance, F14"
    assert ("• NI 16 Crime: 2.42 against 2.14.", "Red", f"{source}\nWorse: rule 1.", "1/a") in lines
    assert ("• =1+1 is what they wrote <& more>.", "", source, "1/b") in lines
    assert ("Overview", "Amber", "", "") in lines
    assert ('Rating: "outlook" rule, version 1.', "", "", "") in lines
    links = {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{SHEET}'!A1", "'Empty'!A1", "'Charts'!A1"}


def test_a_table_holds_typed_values_each_with_the_number_format_of_its_shape() -> None:
    sheet = opened()[SHEET]
    table = sheet.tables["tblStreams"]
    head, *rows = sheet[table.ref]
    assert [cell.value for cell in head] == [*(field.heading for field in STREAMS.fields), "Source"]
    first = dict(zip([cell.value for cell in head], rows[0], strict=True))
    expected = {
        "Budget": (1000000, "£#,##0;[Red]-£#,##0"),
        "Variance": (
            -250000.5,
            "£#,##0.00;[Red]-£#,##0.00",
        ),  # pennies where there are any, so that sums add up on paper
        "Spent": (0.1234, "0.0%"),
        "Paid on": (datetime(2008, 9, 30), "dd/mm/yyyy"),
        "Projects": (3, "#,##0"),
        "Rate": (0.1 + 0.2, "#,##0.0"),  # to the last bit
    }
    assert {name: (first[name].value, first[name].number_format) for name in expected} == expected
    assert first["Rating"].value == "Red"
    assert first["Rating"].fill.fgColor.rgb == first["Level"].fill.fgColor.rgb == "FFEFA9A2"
    assert "✗" in first["Level"].number_format  # the colour is never alone
    assert first["Performance"].value == "★ better"
    assert first["Source"].value == "Jobs return, Finance, F14, G14"
    assert rows[1][7].value == "fewer than 5"
    assert rows[2][0].font.b


def test_what_looks_like_a_formula_stays_words_on_every_sheet() -> None:
    kinds = {cell.data_type for sheet in opened() for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_a_table_prints_across_a4_one_page_wide_below_its_frozen_headings() -> None:
    sheet = opened()[SHEET]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        9,
        "landscape",
        0,
    )
    head = int(re.search(r"\d+", sheet.tables["tblStreams"].ref)[0])  # type: ignore[index]
    assert sheet.freeze_panes == f"B{head + 1}"
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.oddHeader.left.text.strip() == "Anyshire && District Agreement 2008-11"


def test_every_picture_is_a_native_chart_with_its_words_for_who_cannot_see_it() -> None:
    drawing = "".join(parts(r"xl/drawings/drawing\d+\.xml"))
    assert re.findall(r'descr="([^"]*)"', drawing) == [picture.alt for picture in PICTURES]
    charts = parts(r"xl/charts/chart\d+\.xml")
    assert len(charts) == len(PICTURES)
    assert all("<c:v>" in chart for chart in charts)


def test_bars_and_columns_begin_at_nothing_where_left_alone_their_axis_would_begin_just_below_the_figures() -> None:
    many = Line(("All themes", 290, 0, 27, 0))  # by itself Excel begins at 270, where 290 look like less than 27
    fall = (Line(("Budget", -95)), Line(("Less", -5)), Line(("Forecast", -100), total=True))
    drawn = {
        "all above": replace(PICTURES[3], grid=replace(SHARES, lines=(many,))),
        "all below": replace(PICTURES[0], grid=replace(STEPS, lines=fall)),
        "on both sides": PICTURES[0],
        "a line": PICTURES[1],
    }
    ends = {}
    for name, picture in drawn.items():
        made = document_workbook(replace(DOCUMENT, parts=(Part("One", pictures=(picture,)),)), CREATED)
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            ends[name] = re.findall(r"<c:(min|max) val=\"(.*?)\"", package.read("xl/charts/chart1.xml").decode())
    assert ends == {"all above": [("min", "0")], "all below": [("max", "0")], "on both sides": [], "a line": []}


def test_no_chart_is_printed_across_two_pages() -> None:
    many = tuple(replace(PICTURES[1], name=f"p{number}") for number in range(20))
    sheet = opened(replace(DOCUMENT, parts=(Part("Trends", pictures=many), Part("More", pictures=PICTURES))))["Charts"]
    breaks = [0, *(one.id for one in sheet.row_breaks.brk), sheet.max_row + 200]
    spans = [(chart.anchor._from.row, chart.anchor.to.row) for chart in sheet._charts]
    assert len(spans) == 25
    for first, last in spans:
        assert any(start <= first and last < end for start, end in itertools.pairwise(breaks)), (first, last)


def test_two_tables_of_one_title_stand_on_two_sheets() -> None:
    twice = replace(DOCUMENT, parts=(Part("A", grids=(STREAMS, replace(STREAMS, name="again"))),))
    book = opened(twice)
    assert book.sheetnames == ["Report", SHEET, f"{SHEET} 2"]
    assert [name for sheet in book for name in sheet.tables] == ["tblStreams", "tblAgain"]


def test_characters_that_no_file_may_hold_are_left_out_of_both_files() -> None:
    odd = "Fine\x07 words\ud800"
    fields = (replace(STEPS.fields[0], heading=odd), *STEPS.fields[1:])
    steps = replace(STEPS, title=odd, note=odd, fields=fields, lines=(Line((odd, 1)), Line((odd, 2), total=True)))
    shown = replace(PICTURES[0], title=odd, alt=odd, axis=odd, grid=steps)
    trend = replace(PICTURES[1], title=odd, alt=odd, axis=odd)
    document = replace(DOCUMENT, title=odd, parts=(Part(odd, words=(odd,), grids=(steps,), pictures=(shown, trend)),))
    for data in (document_workbook(document, CREATED), document_docx(document, CREATED)):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                assert b"\x07" not in package.read(name), name
                minidom.parseString(package.read(name))
    assert opened(document)["Report"]["A1"].value == "Fine words"


def test_office_finds_nothing_wrong(tmp_path: Path, ooxml_errors: Callable[..., list[str]]) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(document_workbook(DOCUMENT, CREATED))
    assert ooxml_errors(path) == []


def series(plot: Plot) -> dict[str, tuple[float | int | None, ...]]:
    return {one.name: one.values for one in plot.series}


@given(st.integers(-50, 50), st.lists(st.integers(-50, 50), min_size=1, max_size=6))
def test_the_bars_of_a_waterfall_stand_between_what_was_and_what_is(start: int, changes: list[int]) -> None:
    lines = (
        Line(("Start", start)),
        *(Line(("Step", change)) for change in changes),
        Line(("End", start + sum(changes)), total=True),
    )
    drawn = series(plot_of(Picture("p", "P", "P", Drawing.WATERFALL, replace(STEPS, lines=lines), "step", ("change",))))
    reached = [start]
    for change in changes:
        reached.append(reached[-1] + change)
    ends = [(0, start), *itertools.pairwise(reached), (0, reached[-1])]
    for place, (was, now) in enumerate(ends):
        below = drawn[BELOW][place] or 0
        bars = [values[place] or 0 for name, values in drawn.items() if name != BELOW]
        # Columns grow away from zero, above and below it, on what stands there already.
        top = max(below, 0) + sum(bar for bar in bars if bar > 0)
        bottom = min(below, 0) + sum(bar for bar in bars if bar < 0)
        covered = (below, top) if below > 0 else (bottom, below) if below < 0 else (bottom, top)
        if was != now:
            assert covered == (min(was, now), max(was, now))


def test_a_text_in_place_of_a_figure_is_a_gap_in_a_chart_and_half_a_tolerance_is_no_band() -> None:
    drawn = series(plot_of(PICTURES[2]))
    assert AGAINST.column("actual") == (300, "fewer than 5")
    assert drawn["Actual"] == (300, None)
    assert drawn["Target"] == (1450, 10)
    assert drawn["Within tolerance"] == (290, None)
