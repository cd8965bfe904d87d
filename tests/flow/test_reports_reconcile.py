"""Figures in every report reconcile with the master to the last digit, and each stands in the cell that is named for it.

The master and the accepted returns are read as plain workbooks, and summed again with fractions: by none of our own code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.domain.documents import Document, Grid
from laa_xl.domain.periods import Period
from laa_xl.domain.report import Source
from laa_xl.domain.report_input import ReportInput
from laa_xl.flow.programme import Programme
from laa_xl.stages.accounting import money
from laa_xl.stages.reviewing import annual_review
from laa_xl.stages.rewarding import reward_report
from laa_xl.stages.self_assessing import self_assessment
from laa_xl.stages.sharing import multi_area
from tests.support import living
from tests.support.cli import laa_xl, succeeded
from tests.support.report_inputs import (
    by,
    grid,
    of_demonstration,
    of_programme,
    rows_of,
    shipped_folder_of,
    total_of_grid,
)

SMALL_PERIOD = Period(2008, 2)
INDICATORS = (
    "code,outcome,title,unit,measure,decimals,polarity,accumulation,group,part_of,suppress_small,local_only,multi_area\n"
    "NI021,O1,Residents who feel safe,% of residents,percent,1,higher,point in time,,,,,Y\n"
    "NI016a,O1,Burglaries in towns,per 1000 homes,rate,2,lower,point in time,NI016,,,,\n"
    "NI016b,O1,Burglaries in villages,per 1000 homes,rate,2,lower,point in time,NI016,,,,\n"
    "NI032,O1,Repeat incidents,incidents,count,0,lower,point in time,,,Y,,\n"
    "NI099,O1,Kept in the county,cases,count,0,higher,point in time,,,,Y,\n"
    "NI154,O2,Homes built,homes,count,0,higher,cumulative,,,,,\n"
    "NI152,O2,People on benefits,% of adults,percent,1,lower,point in time,,,,,Y\n"
)
TARGETS = "indicator,year,quarter,target\n" + "".join(
    f"{code},2008,,{target}\n"
    for code, target in {
        "NI021": 60,
        "NI016a": 8,
        "NI016b": 8,
        "NI032": 30,
        "NI099": 4,
        "NI154": 400,
        "NI152": 11.3,
    }.items()
)
FUNDING = (
    "code,theme,stream,pooling,recipient,year,budget\n"
    "L1,SAFE,Community grant,Pooled,County Council,2008,100000.10\n"
    "L2,SAFE,Neighbourhood bid,Aligned,Police,2008,50000.20\n"
    "L3,JOBS,Community grant,Pooled,County Council,2008,25000.03\n"
)
REWARDS = (
    "indicator,target_no,target_title,without_stretch,with_stretch,weight\n"
    "NI021,1,Safe,55,65,\nNI016a,2,Burglary,9,7,1\nNI016b,2,Burglary,9,7,2\nNI154,3,Homes,100,400,\n"
)
FIGURES: dict[str, dict[str, dict[str, Any]]] = {
    "SAFE": {
        "NI021": {"actual": 61.1, "numerator": 611, "denominator": 1000, "status": "Final", "forecast": 62.7},
        "NI016a": {"actual": 7.66, "status": "Final", "forecast_judgement": "Within"},
        "NI016b": {"actual": 8.13, "status": "Provisional", "forecast_judgement": "Within"},
        "NI032": {"actual": 3, "status": "Final", "forecast_judgement": "Better"},
        "NI099": {"actual": 4, "status": "Final", "forecast_judgement": "Within"},
    },
    "JOBS": {
        "NI154": {"actual": 117, "status": "Final", "forecast": 260, **living.EXPLAINED},
        "NI152": {
            "status": "Not yet available",
            "status_reason": "The figures are late",
            "status_date": date(2009, 2, 1),
        },
    },
}
MONEY: dict[str, dict[str, dict[str, Any]]] = {
    "SAFE": {
        "L1": {"spend": 40000.07, "profile": 50000, "outturn": 99000.01, "comment": "Begun late."},
        "L2": {"spend": 25000.33, "profile": 25000, "outturn": 55000.09, "comment": "One more post."},
    },
    "JOBS": {"L3": {"spend": 12500.5, "profile": 12500.5, "outturn": 25000.03}},
}


Known = tuple[ReportInput, Path]  # what the reports are built from, and the folder with the workbooks


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Known:
    folder = living.new_programme(
        tmp_path_factory.mktemp("small"), indicators=INDICATORS, targets=TARGETS, funding=FUNDING, rewards=REWARDS
    )
    living.change(folder, "Settings", "Net budget requirement, £", Value=10_000_001)
    for theme, figures in FIGURES.items():
        living.accept(folder, str(SMALL_PERIOD), theme, figures, finance=MONEY[theme])
    return of_programme(Programme(folder), SMALL_PERIOD), folder


@pytest.fixture(scope="module")
def leicester() -> Known:
    """The shipped master and returns, which other tests hold to what the program makes."""
    return of_demonstration("leicester-2008"), shipped_folder_of("leicester-2008")


@pytest.fixture(params=["small", "leicester"])
def known(request: pytest.FixtureRequest) -> Known:
    found: Known = request.getfixturevalue(request.param)
    return found


def another_area(given: ReportInput) -> ReportInput:
    """The same figures once more as those of another area."""
    settings = given.agreement.settings.model_copy(update={"area": "Another area"})
    return replace(given, agreement=given.agreement.model_copy(update={"settings": settings}))


def sheet(folder: Path, name: str, period: Period) -> list[dict[str, Any]]:
    """The rows of a sheet of the master about a quarter, by heading, as any reader of Excel files sees them."""
    book = openpyxl.load_workbook(folder / "master.xlsm", data_only=True, read_only=True)
    lines = [list(line) for line in book[name].iter_rows(values_only=True)]
    book.close()
    head = next(at for at, line in enumerate(lines) if "Period" in line)
    names = [str(cell) for cell in lines[head]]
    rows = [dict(zip(names, line, strict=False)) for line in lines[head + 1 :]]
    return [one for one in rows if one.get("Period") == str(period)]


def exactly(value: Any) -> Fraction | None:
    """A number as a person reads it off the cell."""
    return None if value is None or isinstance(value, str) else Fraction(str(value))


def same(ours: Any, theirs: Any) -> bool:
    return exactly(ours) == exactly(theirs)


def indicator_lines(document: Document) -> Iterable[tuple[Grid, Mapping[str, Any]]]:
    for table in document.grids:
        if {"code", "actual", "rating"} <= {field.name for field in table.fields}:
            yield from ((table, line) for line in rows_of(table))


def test_indicator_tables_are_the_masters_to_the_last_digit(known: Known) -> None:
    given, folder = known
    master = {row["Code"]: row for row in sheet(folder, "Indicators", given.period)}
    reported = {code for code in master if not given.agreement.indicator(code).local_only}
    for document in (annual_review(given), self_assessment(given)):
        seen = []
        for _, line in indicator_lines(document):
            row = master[line["code"]]
            seen.append(line["code"])
            if line["actual"] == "fewer than 5":
                assert row["Actual"] < 5
            else:
                assert same(line["actual"], row["Actual"]), line["code"]
                if "variance_pct" in line:
                    assert same(line["variance_pct"], row["Variance %"]), line["code"]
                    assert same(line["forecast"], row["Year-end forecast"]), line["code"]
                    assert same(line["year_end_target"], row["Target year end"]), line["code"]
                mark = (
                    (line["performance"] or "")
                    .replace("star", "★ better")
                    .replace("circle", "● within")
                    .replace("triangle", "▲ worse")
                )
                assert mark == (row["Performance"] or ""), line["code"]
            assert same(line["target"], row["Target this period"]), line["code"]
            assert line["rating"] == row["Rating that counts"], line["code"]
        assert sorted(seen) == sorted(reported)


def test_counts_are_those_of_the_masters_ratings_counted_again(known: Known) -> None:
    given, folder = known
    worst = ["Red", "Amber", "Grey", "Green"]
    groups: dict[str, str] = {}
    for row in sheet(folder, "Indicators", given.period):
        indicator = given.agreement.indicator(row["Code"])
        if not indicator.local_only:
            key = indicator.group or indicator.code
            groups[key] = min(groups.get(key, "Green"), row["Rating that counts"], key=worst.index)
    found = list(groups.values())
    counts = {str(line["standing"]): line["indicators"] for line in rows_of(grid(annual_review(given), "counts"))}
    assert counts["On track"] == found.count("Green")
    assert counts["Off trajectory, expected to recover"] == found.count("Amber")
    assert counts["At risk"] == found.count("Red")
    assert counts["Placeholder"] + counts["Not rated"] == found.count("Grey")  # type: ignore[operator]
    whole = total_of_grid(grid(self_assessment(given), "shares"))
    assert (whole["green"], whole["amber"], whole["red"]) == tuple(
        found.count(rag) for rag in ("Green", "Amber", "Red")
    )
    measured = len(found) - found.count("Grey")
    assert abs(Fraction(whole["green_share"]) - Fraction(found.count("Green"), measured)) <= Fraction(1, 2_000_000)  # type: ignore[arg-type]
    assert whole["not_measured"] == found.count("Grey") == len(rows_of(grid(self_assessment(given), "data-gaps")))


def test_money_is_the_masters_and_adds_up_again_in_fractions(known: Known) -> None:
    given, folder = known
    master = {row["Line"]: row for row in sheet(folder, "Finance", given.period) if row["Line"] != "TOTAL"}
    document = money(given)
    columns = {
        "budget": "Budget, £",
        "profile": "Profiled spend to date, £",
        "spend": "Spend to date, £",
        "forecast": "Forecast outturn, £",
        "variance": "Forecast less budget, £",
        "spent_pct": "Spent, % of budget",
    }
    lines = by(rows_of(grid(document, "money-lines")), "line")
    assert set(lines) == set(master)
    for code, row in master.items():
        for name, heading in columns.items():
            assert same(lines[code][name], row[heading]), (code, name)
        assert lines[code]["band"] == row["Band"]
    for view, heading in (
        ("stream", "Funding stream"),
        ("recipient", "First level recipient"),
        ("pooling", "Pooled or aligned"),
    ):
        for group in rows_of(grid(document, f"money-by-{view}")):
            mine = [row for row in master.values() if (row[heading] or "not stated") == group[view]]
            for name in ("budget", "profile", "spend", "forecast"):
                assert exactly(group[name]) == summed(row[columns[name]] for row in mine), (view, group[view], name)
    whole = total_of_grid(grid(document, "money-lines"))
    for name in ("budget", "profile", "spend", "forecast"):
        assert exactly(whole[name]) == summed(row[columns[name]] for row in master.values()), name


def summed(values: Iterable[Any]) -> Fraction | None:
    found = [Fraction(str(value)) for value in values if value is not None]
    return sum(found, Fraction(0)) if found else None


def test_reward_is_the_masters_and_adds_up_again(small: Known) -> None:
    given, folder = small
    master = {row["Sub-indicator"]: row for row in sheet(folder, "Reward", SMALL_PERIOD)}
    document = reward_report(given)
    columns = {
        "achievement": "Achievement",
        "at_stake": "Grant at stake, £",
        "estimate": "Estimated grant, £",
        "first": "First instalment, £",
        "second": "Second instalment, £",
        "needed_60": "Earns from (60 % of the stretch)",
        "needed_100": "Earns all from",
        "actual": "Actual",
    }
    seen = set()
    for name in ("reward-achievement", "reward-grant", "reward-needed"):
        for line in rows_of(grid(document, name)):
            for column, heading in columns.items():
                if column in line:
                    seen.add(column)
                    assert same(line[column], master[line["code"]][heading]), (line["code"], column)
    assert seen == set(columns)
    whole = total_of_grid(grid(document, "reward-grant"))
    for column in ("estimate", "first", "second"):
        assert exactly(whole[column]) == summed(row[columns[column]] for row in master.values()), column
    # By hand: a pot of £250,000.03 (2.5 % of £10,000,001, 250,000.025 rounded), a third for each target.
    #   NI021 (61.1 - 55) / 10 = 0.61 of 83,333.34(3) = 50,833.34; NI016a (7.66 - 9) / -2 = 0.67 of a third of it, 27,777.78, = 18,611.11;
    #   NI016b 0.435: nothing; NI154 17 of 300: nothing.
    assert exactly(whole["estimate"]) == Fraction("50833.34") + Fraction("18611.11")


@pytest.mark.parametrize("name", ["annual-review", "self-assessment", "money", "reward"])
def test_each_report_is_made_by_its_command_and_holds_nothing_that_must_not_leave(
    small: Known, tmp_path: Path, name: str
) -> None:
    _, folder = small
    out = tmp_path / "made.docx"
    assert (
        succeeded(laa_xl("report", name, folder, "--period", str(SMALL_PERIOD), "--out", out, now=living.NOW)).stderr
        == ""
    )
    assert out.stat().st_size > 10_000


@pytest.mark.parametrize("times", [1, 2])
def test_a_view_of_several_areas_needs_several_agreements(small: Known, tmp_path: Path, times: int) -> None:
    _, folder = small
    result = laa_xl(
        "report",
        "multi-area",
        *[folder] * times,
        "--period",
        str(SMALL_PERIOD),
        "--out",
        tmp_path / "made",
        now=living.NOW,
    )
    assert result.exit_code == 2
    assert "A multi-area view needs two different agreements or more." in result.stderr


SOURCE = re.compile(r"[A-Z]{1,3}\d+")
FIGURE_COLUMNS = {
    "targets": ("actual",),
    "designated-targets": ("actual",),
    "money-lines": ("spend", "profile", "forecast"),
    "reward-achievement": ("actual",),
    "shared-figures": ("actual", "numerator", "denominator"),
}


def test_each_figure_stands_in_the_cell_that_is_named_for_it(known: Known) -> None:
    given, folder = known
    kept = [path for place in ("accepted", "returns") for path in sorted((folder / place).rglob("*.xlsx"))]
    books = {path.name: openpyxl.load_workbook(path, data_only=True) for path in kept}
    renamed = {receipt.file: Path(receipt.kept).name for receipt in given.register.receipts}
    checked = 0
    for document in (
        annual_review(given),
        self_assessment(given),
        money(given),
        reward_report(given),
        multi_area([given, another_area(given)]),
    ):
        for table in document.grids:
            names = [field.name for field in table.fields]
            wanted = FIGURE_COLUMNS.get(table.name, ("actual",) if table.name.startswith("indicators-") else ())
            for line in (one for one in table.lines if not one.total):
                figures = [line.values[names.index(name)] for name in wanted]
                cells = [
                    cell_of(books[renamed.get(source.file, source.file)], source)
                    for source in line.sources
                    if source.theme
                ]
                for figure in figures:
                    if exactly(figure) is not None:
                        assert exactly(figure) in [exactly(cell) for cell in cells], (table.name, line.values)
                        checked += 1
    assert checked > 10


def cell_of(book: Any, source: Source) -> Any:
    """What stands in the cell of the return that a source names."""
    assert SOURCE.fullmatch(source.cell), source
    return book[source.sheet][source.cell].value
