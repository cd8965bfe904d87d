"""The History sheet and what is behind it: Python's values are LibreOffice's, for whichever indicator is chosen."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from laa_xl.declare.return_form import HISTORY_DATA, HISTORY_SHEET, INDICATORS
from laa_xl.domain.history import PAST_QUARTERS, history_of, label_of, quarters
from laa_xl.domain.periods import Period
from laa_xl.domain.spec import FormSpec, Past
from laa_xl.files.cells import address, read_cells
from laa_xl.files.history_writer import NO_INDICATORS, NOT_IN_LIST
from tests.support.returns import PERIOD, cell_xml, places, return_of, rewritten, spec, valid_entries

CHOICE = "B5"
FIGURES = {"PERCENT": (58.0, 60.25), "RANGE": (14.0, 9.5), "SEASON": (40.0, 190.0), "HOLDER": (3.0,)}


@functools.cache
def form(baseline: bool = True) -> FormSpec:
    """A template with figures of earlier quarters, some missing, and a baseline."""
    past = tuple(
        Past(indicator=code, period=str(period), actual=figure)
        for code, figures in FIGURES.items()
        for period, figure in zip(quarters(PERIOD)[1:8:3], figures, strict=False)
    )
    agreement = spec().agreement
    known = {"baseline": 55.5, "baseline_period": "2006-07"} if baseline else {}
    changed = tuple(i.model_copy(update=known) if i.code == "PERCENT" else i for i in agreement.indicators)
    return spec().model_copy(update={"past": past, "agreement": agreement.model_copy(update={"indicators": changed})})


@functools.cache
def workbook() -> bytes:
    return return_of(valid_entries(), form())


def part_of(sheet: str) -> str:
    names = openpyxl.load_workbook(io.BytesIO(workbook()), read_only=True).sheetnames
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def choosing(code: str) -> bytes:
    """The workbook after a partner chose another indicator."""
    typed = f'<c r="{CHOICE}" t="inlineStr"><is><t>{code}</t></is></c>'
    return rewritten(
        workbook(), part_of(HISTORY_SHEET), lambda xml: re.sub(rf'<c r="{CHOICE}"[^>]*>.*?</c>', typed, xml, count=1)
    )


def recalculated(data: bytes, office: ModuleType, folder: Path) -> dict[str, Any]:
    path = folder / "return.xlsx"
    path.write_bytes(data)
    found: dict[str, Any] = office.recalculated(path)[HISTORY_SHEET]
    return found


def rows(cells: dict[str, Any]) -> dict[str, list[Any]]:
    """The table by the words of its first column; nothing is an empty text."""
    numbers = sorted(int(cell[1:]) for cell in cells if re.fullmatch(r"A\d+", cell) and int(cell[1:]) > 10)
    return {cells[f"A{n}"]: [cells.get(f"{letter}{n}", "") for letter in "BCD"] for n in numbers}


def test_the_quarters_are_eight_past_ones_this_one_and_the_rest_of_the_year() -> None:
    assert [str(period) for period in quarters(Period(2008, 2))] == [
        *("2006-Q2", "2006-Q3", "2006-Q4", "2007-Q1", "2007-Q2", "2007-Q3", "2007-Q4", "2008-Q1"),
        *("2008-Q2", "2008-Q3", "2008-Q4"),
    ]
    assert quarters(Period(2008, 4))[-1] == Period(2008, 4)
    assert len(quarters(Period(2008, 4))) == PAST_QUARTERS + 1
    assert label_of(Period(2008, 4)) == "Q4 2008-09"


def test_targets_of_a_year_that_the_return_does_not_carry_are_not_made_up() -> None:
    points = history_of(form(), form().agreement.indicator("SEASON"))
    known = {str(point.period): point.aims.period.value for point in points if point.aims.period.value is not None}
    assert known == {"2008-Q1": 40, "2008-Q2": 200, "2008-Q3": 320, "2008-Q4": 400}


def test_libreoffice_works_out_what_python_wrote(office: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(workbook())
    found = office.recalculated(path)
    for sheet in read_cells(workbook()).sheets:
        if sheet.name not in (HISTORY_SHEET, HISTORY_DATA):
            continue
        formulas = {(r, c): cell for r, line in sheet.rows.items() for c, cell in line.items() if cell.formula}
        assert len(formulas) > 30
        for (row, column), cell in formulas.items():
            written = cell.error or ("" if cell.value is None else cell.value)
            assert found[sheet.name].get(address(row, column), "") == written, (sheet.name, address(row, column))


@pytest.mark.parametrize(
    ("code", "facts", "table"),
    [
        (
            "PERCENT",
            ["Residents who feel safe", "% of residents", "higher", "55.5 (2006-07)", 1.0],
            {
                "October to December 2006": [58.0, "", ""],
                "July to September 2007": [60.25, "", ""],
                "April to June 2008": ["", 60.0, 60.0],
                "July to September 2008 (this return)": [61.5, 60.0, 60.0],
                "January to March 2009": ["", 60.0, 60.0],
            },
        ),
        (
            "RANGE",
            ["Visits a home a year", "visits", "in a range", "not known", 1.0],
            {
                "July to September 2007": [9.5, "", ""],
                "July to September 2008 (this return)": [15.0, "10.0 to 20.0", "10.0 to 20.0"],
            },
        ),
        (
            "SEASON",
            ["Young people on summer schemes", "people", "higher", "not known", 0.0],
            {
                "July to September 2008 (this return)": [210.0, 200.0, 400.0],
                "October to December 2008": ["", 320.0, 400.0],
            },
        ),
        (
            "HOLDER",
            ["Homes with alarms", "% of homes", "higher", "not known", 1.0],
            {
                "October to December 2006": [3.0, "", ""],
                "July to September 2008 (this return)": ["", "", ""],
                "January to March 2009": ["", "", ""],
            },
        ),
        (
            "QUARTER",
            ["Grants paid by September", "grants", "higher", "not known", 0.0],
            {
                "July to September 2008 (this return)": [31.0, 30.0, ""],
                "October to December 2008": ["", "", ""],
            },
        ),
    ],
)
def test_another_indicator_shows_its_own_history(
    code: str, facts: list[Any], table: dict[str, list[Any]], office: ModuleType, tmp_path: Path
) -> None:
    data = workbook() if code == "PERCENT" else choosing(code)
    cells = recalculated(data, office, tmp_path)
    assert [cells[f"B{row}"] for row in range(6, 11)] == facts
    shown = rows(cells)
    assert {quarter: shown[quarter] for quarter in table} == table


def test_a_code_that_is_not_in_the_list_shows_a_sentence_and_no_error(office: ModuleType, tmp_path: Path) -> None:
    cells = recalculated(choosing("NI999"), office, tmp_path)
    assert cells["B6"] == NOT_IN_LIST
    assert not [value for value in cells.values() if isinstance(value, str) and value.startswith("#")]
    assert all(values == ["", "", ""] for quarter, values in rows(cells).items() if quarter != "Quarter")


def test_a_figure_typed_on_the_indicators_sheet_is_seen_at_once(office: ModuleType, tmp_path: Path) -> None:
    data = cell_xml("PERCENT.actual", "<v>70.5</v>", data=workbook())
    assert rows(recalculated(data, office, tmp_path))["July to September 2008 (this return)"][0] == 70.5


def test_the_chart_says_what_it_shows_and_is_never_empty() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook())) as package:
        chart = package.read("xl/charts/chart1.xml").decode()
        drawing = package.read("xl/drawings/drawing1.xml").decode()
    assert re.search(r'descr="Line chart of the chosen indicator by quarter: [^"]{60,}"', drawing)
    for words in ("Actual against target", "Quarter", "In the unit above"):
        assert f"<a:t>{words}</a:t>" in chart
    assert re.findall(r'<c:symbol val="(\w+)"/>', chart) == ["circle", "diamond", "triangle", "none"]
    assert len(set(re.findall(r'<a:prstDash val="(\w+)"/>', chart))) == 4
    drawn = [re.findall(r"<c:v>([-\d.]+)</c:v>", values) for values in re.findall(r"<c:val>.*?</c:val>", chart)]
    assert [float(value) for value in drawn[0]] == [58, 60.25, 61.5]
    assert {float(value) for value in drawn[3]} == {55.5}, "the baseline is a line of its own"


def test_each_sparkline_draws_its_own_row_past_quarters_first() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook())) as package:
        xml = package.read("xl/worksheets/sheet2.xml").decode()
    hidden = openpyxl.load_workbook(io.BytesIO(workbook()))[HISTORY_DATA]
    lines = re.findall(r"<xm:f>_history!(\w+):(\w+)</xm:f><xm:sqref>(\w+)</xm:sqref>", xml)
    assert len(lines) == len(form().agreement.indicators)
    assert 'markers="1"' in xml
    assert 'displayHidden="1"' in xml
    code = INDICATORS.key.name
    for first, last, cell in lines:
        row = hidden[first].row
        name = hidden.cell(row, 1).value
        assert places()[f"{name}.{code}"].endswith(re.sub(r"\D", "", cell)), "the sparkline stands in its row"
        headings = [hidden.cell(1, column).value for column in range(hidden[first].column, hidden[last].column + 1)]
        assert headings == [f"actual {period}" for period in quarters(PERIOD)[: PAST_QUARTERS + 1]]


def test_a_sparkline_says_its_figures_to_who_cannot_see_it() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook())) as package:
        xml = package.read("xl/worksheets/sheet2.xml").decode()
    assert "Q3 2006-07: 58.0; Q2 2007-08: 60.25. See the History sheet." in xml


def test_a_theme_without_indicators_has_a_sentence_in_place_of_a_history(
    tmp_path: Path, ooxml_errors: Callable[..., list[str]]
) -> None:
    agreement = spec().agreement.model_copy(update={"indicators": (), "targets": ()})
    data = return_of({}, spec().model_copy(update={"agreement": agreement, "past": ()}))
    sheet = openpyxl.load_workbook(io.BytesIO(data))[HISTORY_SHEET]
    assert sheet["A3"].value == NO_INDICATORS
    (tmp_path / "none.xlsx").write_bytes(data)
    assert ooxml_errors(tmp_path / "none.xlsx") == []


def test_what_is_illustrative_is_said_above_the_figures() -> None:
    agreement = spec().agreement
    settings = agreement.settings.model_copy(update={"illustrative_note": "Every figure here is made up."})
    marked = spec().model_copy(update={"agreement": agreement.model_copy(update={"settings": settings})})
    sheet = openpyxl.load_workbook(io.BytesIO(return_of({}, marked)))[HISTORY_SHEET]
    assert [sheet[f"A{row}"].value for row in (5, 6)] == ["Every figure here is made up.", "Code of the indicator"]
    assert sheet["B6"].value == "PERCENT"


def test_the_workbook_has_no_error_for_office(tmp_path: Path, ooxml_errors: Callable[..., list[str]]) -> None:
    (tmp_path / "return.xlsx").write_bytes(workbook())
    assert ooxml_errors(tmp_path / "return.xlsx") == []
    assert len(workbook()) < 200_000


def test_imported_figures_are_marked_for_whichever_indicator_is_chosen(
    office: ModuleType, ooxml_errors: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    past = (
        Past(indicator="PERCENT", period="2007-Q4", actual=57.0, imported=True),
        Past(indicator="PERCENT", period="2008-Q1", actual=58.0),
        Past(indicator="SEASON", period="2007-Q2", actual=190.0, imported=True),
    )
    path = tmp_path / "return.xlsx"
    path.write_bytes(return_of(valid_entries(), form().model_copy(update={"past": past})))
    assert ooxml_errors(path) == []
    # The choice stands a row lower, below the line that says what "imported" means.
    book = openpyxl.load_workbook(path)
    choice = next(
        cell.row for (cell,) in book[HISTORY_SHEET].iter_rows(max_col=1) if cell.value == "Code of the indicator"
    )
    for code, told in (
        ("PERCENT", {"January to March 2008": "imported", "April to June 2008": ""}),
        ("SEASON", {"January to March 2008": "", "July to September 2007": "imported"}),
    ):
        book[HISTORY_SHEET].cell(choice, 2).value = code
        book.save(tmp_path / "chosen.xlsx")
        cells = office.recalculated(tmp_path / "chosen.xlsx")[HISTORY_SHEET]
        where = {cells[f"A{n}"]: cells.get(f"E{n}", "") for n in range(choice + 6, choice + 20) if f"A{n}" in cells}
        assert {quarter: where[quarter] for quarter in told} == told
