"""The ratings computed from the published figures are the ones that were published (documents 000 and 003)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from laa_xl.domain.assessment import Assessed, Assessment
from laa_xl.domain.periods import Period
from laa_xl.domain.report import HighlightReport
from laa_xl.domain.words import Rag, Symbol
from laa_xl.flow.demonstration import demonstrate
from laa_xl.flow.pipeline import Outcome, highlight
from laa_xl.flow.programme import Programme

FACTS = Path(__file__).resolve().parents[1] / "data_facts"
CLASSES = {
    "on track": Rag.GREEN,
    "off trajectory, expected to recover": Rag.AMBER,
    "at risk": Rag.RED,
    "placeholder/no data": Rag.GREY,
}
BLOCKS = {
    "All": "",
    "Government": "",
    "CYP": "CYP",
    "HCOP": "HCOP",
    "SSC": "SSC",
    "Safer and Stronger": "SSC",
    "Economic": "EDE",
}


def facts(name: str) -> list[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def of_2008(tmp_path_factory: pytest.TempPathFactory) -> tuple[Programme, Outcome]:
    """The demonstration of Leicester, and what its run said; nothing here writes into it."""
    return demonstrate("leicester-2008", tmp_path_factory.mktemp("demo") / "leicester")


@pytest.fixture(scope="module")
def leicester(of_2008: tuple[Programme, Outcome]) -> Assessment:
    outcome = of_2008[1]
    assert [became for _, became in outcome.files] == ["accepted"] * 4
    return outcome.assessments[-1]


@pytest.fixture(scope="module")
def leicestershire(tmp_path_factory: pytest.TempPathFactory) -> HighlightReport:
    programme, outcome = demonstrate("leicestershire-2006", tmp_path_factory.mktemp("demo") / "leicestershire")
    assert [became for _, became in outcome.files] == ["accepted"] * 7
    report, _, _ = highlight(programme, Period(2006, 2))
    return report


def by_code(assessment: Assessment) -> dict[str, Assessed]:
    return {item.indicator.code: item for item in assessment.indicators}


def test_every_legible_performance_symbol_but_that_of_ni_065_is_reproduced(leicester: Assessment) -> None:
    rated = by_code(leicester)
    printed = {
        row["code"]: Symbol(row["printed_performance"])
        for row in facts("leicester_2008_09_q2.csv")
        if row["printed_performance"] not in ("", "lost")
    }
    assert len(printed) == 14
    computed = {code: rated[code].rating.symbol for code in printed}
    assert {code for code in printed if computed[code] is not printed[code]} == {"NI065"}


def test_every_legible_forecast_symbol_is_reproduced(leicester: Assessment) -> None:
    rated = by_code(leicester)
    for row in facts("leicester_2008_09_q2.csv"):
        if row["printed_forecast"] not in ("", "lost"):
            assert rated[row["code"]].rating.forecast is Symbol(row["printed_forecast"]), row["code"]


def test_figures_and_targets_are_the_published_ones(leicester: Assessment) -> None:
    rated = by_code(leicester)
    rows = facts("leicester_2008_09_q2.csv")
    assert [row["code"] for row in rows] == [item.indicator.code for item in leicester.indicators]
    for row in rows:
        item = rated[row["code"]]
        actual = item.row.number_of("actual") if item.row else None
        assert actual == (float(row["actual"]) if row["actual"] else None), row["code"]
        assert item.aims.period.value == (float(row["period_target"]) if row["period_target"] else None), row["code"]
        assert item.indicator.placeholder == (row["placeholder"] == "Y"), row["code"]


def test_with_the_two_recorded_overrides_every_indicator_has_its_published_class(leicester: Assessment) -> None:
    rated = by_code(leicester)
    overridden = {item.indicator.code for item in leicester.indicators if item.override}
    assert overridden == {"NI065", "NI186"}
    for row in facts("leicester_2008_09_q2.csv"):
        published = CLASSES[row["narrative_class"].split(" (")[0]]
        assert rated[row["code"]].effective is published, row["code"]


def test_without_the_overrides_exactly_those_two_differ(leicester: Assessment) -> None:
    rated = by_code(leicester)
    differs = {
        row["code"]
        for row in facts("leicester_2008_09_q2.csv")
        if rated[row["code"]].rating.rag is not CLASSES[row["narrative_class"].split(" (")[0]]
    }
    assert differs == {"NI065", "NI186"}


def test_the_annual_counts_are_those_of_the_review(leicester: Assessment) -> None:
    # 003, 4.5: "Of the 35 designated targets ...: 16 are on track ...; 3 are currently off trajectory ...;
    # 5 are at risk ...; and, 11 (our 'placeholders') have no data yet".
    counts = leicester.counts
    assert (counts.on_track, counts.off_trajectory, counts.at_risk, counts.placeholder) == (16, 3, 5, 11)
    assert counts.total == 35
    assert counts.line == "on track 16 · off trajectory 3 · at risk 5 · placeholder 11 · of 35"


@pytest.mark.parametrize("item", facts("leicestershire_2006_h1_items.csv"), ids=lambda item: item["item_id"])
def test_the_report_of_2006_carries_each_item_in_its_section_and_block(
    leicestershire: HighlightReport, item: dict[str, str]
) -> None:
    section = leicestershire.section("3b" if item["section"].startswith("3b") else item["section"])
    if item["kind"] == "overall rating":
        assert section.rag == item["stated_rag"]
    block = BLOCKS[item["block_as_printed"]]
    headings = [bullet.heading for part in section.blocks if part.code == block for bullet in part.bullets]
    assert item["outcome_or_topic"] in headings


def test_every_bullet_of_the_report_of_2006_names_where_it_comes_from(leicestershire: HighlightReport) -> None:
    bullets = list(leicestershire.bullets)
    assert len(bullets) >= 44
    for bullet in bullets:
        assert bullet.origin, bullet.id


def test_the_report_shows_computed_and_published_rating_side_by_side(
    of_2008: tuple[Programme, Outcome],
) -> None:
    report, _, _ = highlight(of_2008[0], Period(2008, 2))
    table = {line.code: (line.computed, line.declared, line.effective) for line in report.ratings}
    assert len(table) == 36
    assert table["NI065"] == ("Amber", "Green", "Green")
    assert table["NI186"] == ("Amber", "Red", "Red")
    for row in facts("leicester_2008_09_q2.csv"):
        published = CLASSES[row["narrative_class"].split(" (")[0]]
        assert table[row["code"]][1] == ("" if published is Rag.GREY else published.value), row["code"]
    differences = " ".join(report.section("1").lines)
    assert "NI 65" in differences
    assert "NI 186" in differences
