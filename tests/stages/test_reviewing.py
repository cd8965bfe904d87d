"""The annual review is Appendix A of document 003, row by row, with its counts; what differs is documented."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from laa_xl.domain.documents import Document
from laa_xl.domain.numbers import exact
from laa_xl.domain.periods import Period
from laa_xl.domain.report_input import ReportInput
from laa_xl.stages.reviewing import annual_review
from laa_xl.stages.self_assessing import self_assessment
from tests.support.report_inputs import (
    by,
    everything_said,
    given,
    grid,
    of_demonstration,
    returned,
    row,
    rows_of,
    total_of_grid,
)
from tests.support.small_agreement import agreement, indicator

FACTS = Path(__file__).resolve().parents[1] / "data_facts" / "leicester_2008_09_q2.csv"
RATINGS = {
    "on track": "Green",
    "off trajectory, expected to recover": "Amber",
    "at risk": "Red",
    "placeholder/no data": "Grey",
}
# Where our table is not what was printed, and why; the reasons stand in the table of differences.
PERFORMANCE_DIFFERS = {"NI065": ("star", "triangle")}  # 14.8 against 11.0 where lower is better
LOST = {"NI016", "NI035", "NI117", "NI120(i)", "NI120(ii)", "NI142", "NI152", "NI154", "NI163", "NI175", "NI193"}


@pytest.fixture(scope="module")
def leicester() -> ReportInput:
    return of_demonstration("leicester-2008")


@pytest.fixture(scope="module")
def review(leicester: ReportInput) -> Document:
    return annual_review(leicester)


def printed() -> list[dict[str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_is_appendix_a_row_by_row(review: Document) -> None:
    ours, theirs = rows_of(grid(review, "designated-targets")), printed()
    assert [row["code"] for row in ours] == [row["code"] for row in theirs]
    lost = set()
    for mine, its in zip(ours, theirs, strict=True):
        code = its["code"]
        assert mine["indicator"] == its["title"], code
        assert mine["actual"] == (exact(float(its["actual"])) if its["actual"] else None), code
        assert mine["target"] == (exact(float(its["period_target"])) if its["period_target"] else None), code
        assert mine["placeholder"] == ("Placeholder" if its["placeholder"] else None), code
        assert mine["rating"] == RATINGS[its["narrative_class"].split(" (")[0]], code
        if its["printed_performance"] == "lost":
            lost.add(code)
        elif code in PERFORMANCE_DIFFERS:
            assert (its["printed_performance"], mine["performance"]) == PERFORMANCE_DIFFERS[code]
        else:
            assert (mine["performance"] or "") == its["printed_performance"], code
        if its["printed_forecast"] != "lost":
            assert (mine["forecast_symbol"] or "") == its["printed_forecast"], code
    assert lost == LOST


def test_the_symbols_that_are_lost_in_print_are_those_that_the_figures_give(review: Document) -> None:
    # By hand, with 10 %: worked out from the printed figure and target of each row.
    by_hand = {
        "NI016": "triangle",  # 2.42 against 2.14, lower is better: 13.1 % worse
        "NI035": "circle",  # equal
        "NI117": "triangle",  # 10.8 against 8.4: 28.6 % worse
        "NI120(i)": "circle",  # 591.3 against 582: 1.6 % worse
        "NI120(ii)": "circle",  # 843.9 against 839: 0.6 % worse
        "NI142": "circle",
        "NI152": "circle",  # 16.33 against 16.60: 1.6 % better
        "NI154": "triangle",  # 300 against 1,450
        "NI163": "circle",  # 57.04 against 57.55
        "NI175": "circle",
        "NI193": "circle",  # 51.4 against 56: 8.2 % better
    }
    assert set(by_hand) == LOST
    table = by(rows_of(grid(review, "designated-targets")), "code")
    assert {code: table[code]["performance"] for code in by_hand} == by_hand


def test_the_counts_reconcile_with_35_indicators_in_36_rows(review: Document) -> None:
    counts = grid(review, "counts")
    assert {row["standing"]: row["indicators"] for row in rows_of(counts)} == {
        "On track": 16,
        "Off trajectory, expected to recover": 3,
        "At risk": 5,
        "Placeholder": 11,
        "Not rated": 0,
    }
    whole = total_of_grid(counts)
    assert (whole["indicators"], whole["rows"]) == (35, 36)
    assert sum(row["rows"] for row in rows_of(counts)) == len(rows_of(grid(review, "designated-targets")))  # type: ignore[misc]
    assert counts.note == "NI 120(i) and NI 120(ii) count as one."
    performance = grid(review, "performance")
    assert sum(row["rows"] for row in rows_of(performance)) == total_of_grid(performance)["rows"] == 36  # type: ignore[misc]


def test_the_five_at_risk_are_told_of_in_the_returns_own_words(review: Document) -> None:
    at = [part.heading for part in review.parts].index("Indicators at risk of missing the agreed level of ambition")
    told = []
    for part in review.parts[at + 1 :]:
        if part.level == 1:
            break
        told.append(part)
    assert [part.heading.split()[1] for part in told] == [
        "16",
        "112",
        "131",
        "154",
        "186",
    ]  # as 003 names them, by code
    assert {part.rag for part in told} == {"Red"}
    words = " ".join(bullet.text for part in told for bullet in part.bullets)
    for said in (
        "Achieving a reduction in under-18 conceptions by 55% by 2010 is extremely challenging",
        "We think our end of year figure is likely to be around 800.",
        "had not taken account of all data",
        "(Teenage Pregnancy Executive Board, by 31 March 2009)",
        "alley gates",
    ):
        assert said in words


def test_the_economic_climate_is_a_cross_cutting_note_that_names_its_indicator(review: Document) -> None:
    part = next(part for part in review.parts if part.heading == "Cross-cutting notes")
    climate = next(bullet for bullet in part.bullets if bullet.heading == "Current economic climate")
    assert climate.note == "Indicators named: NI 154 (red)."
    assert climate.origin.startswith("County entries, row ")


def test_what_differs_is_documented(review: Document) -> None:
    found = by(rows_of(grid(review, "differences")), "code")
    assert set(found) == {"NI065", "NI154", "NI186"}
    assert (found["NI065"]["computed"], found["NI065"]["declared"], found["NI065"]["rating"]) == (
        "Amber",
        "Green",
        "Green",
    )
    assert (found["NI186"]["computed"], found["NI186"]["declared"], found["NI186"]["rating"]) == ("Amber", "Red", "Red")
    assert "is that of the whole year; by a straight line it would be 725." in str(found["NI154"]["note"])
    assert "by decision of Performance officer" in str(found["NI065"]["note"])


def test_where_an_officer_decided_the_agreements_rating_the_summary_says_so_first() -> None:
    made = annual_review(of_demonstration("leicestershire-2006"))
    summary = made.parts[0]
    assert summary.rag == "Amber"
    assert summary.words[0] == (
        "Amber by decision of Performance officer (illustrative); the figures suggest Grey. Reason: Overall progress as "
        "published in the Government Office's highlight report for April to September 2006."
    )


def test_each_line_and_bullet_names_its_source(review: Document) -> None:
    for bullet in review.bullets:
        assert bullet.origin, bullet.id
    for table in review.grids:
        for line in table.lines:
            assert line.sources, (table.name, line.values)
    ids = [bullet.id for bullet in review.bullets]
    assert len(ids) == len(set(ids))
    names = [table.name for table in review.grids]
    assert len(names) == len(set(names))
    assert all(field.meaning for table in review.grids for field in table.fields)


def test_where_none_is_designated_all_targets_are_reviewed() -> None:
    review = annual_review(of_demonstration("leicestershire-2006"))
    assert len(rows_of(grid(review, "targets"))) == 33
    assert total_of_grid(grid(review, "counts"))["indicators"] == 33
    # No figure was published, yet two are expected to end worse: told as risks, never as a colour.
    at = [part.heading for part in review.parts].index("Indicators that are not rated and are expected to end worse")
    assert [part.heading.split()[0] for part in review.parts[at + 1 : at + 3]] == ["LSAF1", "LGRE1"]
    assert "Red" not in [part.rag for part in review.parts]


def test_one_target_and_one_gap_are_said_in_the_singular() -> None:
    terms = agreement(indicator("A1"))
    made = given(terms, Period(2008, 2), returned(terms, "SAFE", Period(2008, 2), row("indicators", "A1", status=None)))
    assert annual_review(made).parts[0].words[0].startswith("Of the 1 target: none is on track")
    assert self_assessment(made).parts[0].words[1] == "There is 1 data gap; the reason: no figure and no reason given."


def test_local_only_indicators_are_nowhere(leicester: ReportInput) -> None:

    hidden = leicester.agreement.indicator("NI016").model_copy(update={"local_only": True})
    items = tuple(
        replace(item, indicator=hidden) if item.indicator.code == "NI016" else item
        for item in leicester.assessment.indicators
    )
    indicators = tuple(hidden if one.code == "NI016" else one for one in leicester.agreement.indicators)
    terms = leicester.agreement.model_copy(update={"indicators": indicators})
    said = everything_said(
        annual_review(
            replace(leicester, agreement=terms, assessments=(replace(leicester.assessment, indicators=items),))
        )
    )
    assert "NI016" not in said
    assert "Serious acquisitive crime" not in said
    assert "Of the 34 designated targets" in said


def test_today_decides_nothing(leicester: ReportInput) -> None:

    assert annual_review(leicester) == annual_review(replace(leicester, today=date(2030, 1, 1)))


def test_measures_that_are_not_designated_are_told_of_in_a_sentence_and_stay_out_of_the_table() -> None:
    period = Period(2008, 2)
    terms = agreement(indicator("A", designated=True), indicator("B"), indicator("C"), indicator("D"))
    figures = {"A": 100, "B": 150, "C": 50, "D": None}
    rows = [
        row("indicators", code, at, actual=actual, status="Final")
        for at, (code, actual) in enumerate(figures.items(), 8)
    ]
    review = annual_review(given(terms, period, returned(terms, "SAFE", period, *rows)))
    assert [line["code"] for line in rows_of(grid(review, "designated-targets"))] == ["A"]
    assert review.parts[0].words[-1] == (
        "Of the 4 rows of all measures in the agreement, designated or not, 1 is ahead of target, 1 broadly on target and 1 below; "
        "1 could not be set against a target."
    )
