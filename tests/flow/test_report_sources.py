"""Every bullet names cells that hold what it says, and its figures are those of the master's Indicators sheet."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.domain.report import Bullet, HighlightReport, Source
from laa_xl.flow.accepting import read_accepted
from laa_xl.flow.programme import Programme
from laa_xl.flow.shipped import shipped_names
from laa_xl.flow.working_out import assess_all, report_of
from tests.support.programmes import PERIODS, filled

FIGURES = re.compile(
    r"(-?\d[\d,]*(?:\.\d+)?)(%?)(?: \([^()]*(?:\([^()]*\))?[^()]*\))? against a target of (-?\d[\d,]*(?:\.\d+)?)%?(?: \(([\d.]+)% (better|worse)\)| \(on target\))?[;.]"
)


@pytest.fixture(scope="module", params=shipped_names())
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Programme, HighlightReport]:
    """A programme and its report."""
    programme = filled(request.param, tmp_path_factory.mktemp("told"))
    state = programme.load()
    accepted = read_accepted(programme, state)
    report = report_of(state, assess_all(state, accepted), accepted, PERIODS[request.param])
    assert report is not None
    return programme, report


def squashed(text: object) -> str:
    return re.sub(r"[\s.]+", "", str(text)).casefold()


def cells(programme: Programme) -> dict[str, Any]:
    """The workbooks of the accepted returns, by the theme's name."""
    names = {theme.code: theme.name for theme in programme.load().agreement.themes}
    return {
        names[receipt.theme]: openpyxl.load_workbook(programme.root / receipt.kept, data_only=True)
        for receipt in programme.load_register().current().values()
    }


def values(source: Source, books: dict[str, Any]) -> list[Any]:
    return [books[source.theme][source.sheet][cell].value for cell in source.cell.split(", ")]


def holds(bullet: Bullet, value: object) -> bool:
    """Whether a bullet says what stands in a cell: the figure with its decimals, or how the words begin."""
    if isinstance(value, (int, float)):
        return any(f"{Decimal(str(value)):,.{places}f}" in bullet.line for places in range(4))
    first = re.split(r"(?<=[a-z0-9])[.!?](?:\s|$)", str(value).strip())[0]
    return squashed(first) in squashed(bullet.line)


def test_the_named_cell_holds_the_words_or_the_figure(told: tuple[Programme, HighlightReport]) -> None:
    programme, report = told
    books, seen = cells(programme), 0
    for bullet in report.bullets:
        assert bullet.source is not None, bullet.id
        assert bullet.origin, bullet.id
        if not bullet.source.theme:
            continue
        (value,) = values(bullet.source, books)
        seen += 1
        if bullet.kind == "gap" and value == "Not yet available":
            continue  # the status in the figure's place
        assert holds(bullet, value), (bullet.id, value, bullet.line)
    assert seen > 15


def test_further_places_that_a_bullet_names_hold_something(told: tuple[Programme, HighlightReport]) -> None:
    programme, report = told
    books = cells(programme)
    further = [(bullet, source) for bullet in report.bullets for source in bullet.also if source.theme]
    assert further
    for bullet, source in further:
        assert all(value not in (None, "") for value in values(source, books)), (bullet.id, source)


def test_a_county_bullet_names_the_row_of_the_master_that_holds_its_words(
    told: tuple[Programme, HighlightReport],
) -> None:
    programme, report = told
    sheet = openpyxl.load_workbook(programme.master)["County entries"]
    mine = [bullet for bullet in report.bullets if bullet.kind == "county"]
    assert mine
    for bullet in mine:
        assert bullet.source is not None
        row = int(bullet.source.cell.removeprefix("row "))
        assert any(squashed(bullet.text.split(" Who: ")[0]) == squashed(cell.value) for cell in sheet[row]), bullet.id


def test_figures_in_bullets_are_those_of_the_indicators_sheet_and_the_distance_is_worked_out_from_them(
    tmp_path: Path,
) -> None:
    programme = filled("leicester-2008", tmp_path)
    sheet = openpyxl.load_workbook(programme.master, data_only=True)["Indicators"]
    head = next(row for row in range(1, 12) if sheet.cell(row, 1).value == "Period")
    names = {cell.value: cell.column for cell in sheet[head]}
    rows = {sheet.cell(row, names["Code"]).value: row for row in range(head + 1, sheet.max_row + 1)}
    report = openpyxl.load_workbook(programme.root / "reports/2008-Q2/highlight-report-2008-Q2.xlsx")[
        "Highlight report"
    ]
    checked = 0
    for line in report.iter_rows(values_only=True):
        text, code = str(line[0] or ""), re.match(r"• NI (\d+\w?) ", str(line[0] or ""))
        if code is None:
            continue
        found = FIGURES.search(text)
        assert found, text
        row = rows[f"NI{code[1].zfill(4 if code[1][-1].isalpha() else 3)}"]
        actual, target = (
            Decimal(str(sheet.cell(row, names[name]).value))
            for name in ("Actual", next(n for n in names if n and "arget" in n))
        )
        assert Decimal(found[1].replace(",", "")) == actual, text
        assert Decimal(found[3].replace(",", "")) == target, text
        if found[4]:
            off = (abs(actual - target) / abs(target) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
            assert Decimal(found[4]) == off, text
        checked += 1
    assert checked == 13
