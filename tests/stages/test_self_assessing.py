"""The self-assessment: shares of the measurable, themes, full tables, data gaps and how they changed (document 002)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from laa_xl.domain.documents import Document
from laa_xl.domain.periods import Period
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.returns import Row
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

Q1, Q2 = Period(2008, 1), Period(2008, 2)
LATE = {
    "actual": None,
    "status": "Not yet available",
    "status_reason": "The survey is late",
    "status_date": date(2009, 1, 31),
}
NOT_DUE = {"actual": None, "status": "Not due this period"}


def figure(code: str, number: int, actual: float | None = 100, status: str = "Final", **more: Any) -> Row:
    return row("indicators", code, number, actual=actual, status=status, **more)


def summary(document: Document) -> tuple[str, ...]:
    return next(part.words for part in document.parts if part.heading == "Summary")


def of_year_one() -> ReportInput:
    """45 gaps in quarter 1 and 30 in quarter 2, of which 16 are for annual reporting, as document 002 tells of 2006-07."""
    codes = [f"X{at}" for at in range(60)]
    terms = agreement(*(indicator(code) for code in codes))

    def rows(measured: int, annual: int) -> list[Row]:
        out = []
        for at, code in enumerate(codes):
            more = {} if at < measured else NOT_DUE if at < measured + annual else LATE
            out.append(row("indicators", code, at + 8, **{"actual": 100, "status": "Final", **more}))
        return out

    return given(terms, Q2, returned(terms, "SAFE", Q1, *rows(15, 20)), returned(terms, "SAFE", Q2, *rows(30, 16)))


def test_the_data_gaps_are_told_as_document_002_tells_them() -> None:
    document = self_assessment(of_year_one())
    assert (
        "The number of data gaps has fallen by a third, from 45 to 30; over half of them (16) are for one reason: "
        "annual reporting arrangements."
    ) in summary(document)
    reasons = by(rows_of(grid(document, "gap-reasons")), "reason")
    assert (reasons["Annual reporting arrangements"]["now"], reasons["Annual reporting arrangements"]["before"]) == (
        16,
        20,
    )
    assert reasons["Figure not yet available"]["change"] == -11
    whole = total_of_grid(grid(document, "gap-reasons"))
    assert (whole["now"], whole["before"], whole["change"]) == (30, 45, -15)
    assert len(rows_of(grid(document, "data-gaps"))) == 30


def test_which_gaps_were_closed_and_which_are_new_is_named() -> None:
    terms = agreement(indicator("A"), indicator("B"), indicator("C"))
    first = returned(
        terms, "SAFE", Q1, row("indicators", "A", 8, **LATE), row("indicators", "B", 9, **LATE), figure("C", 10)
    )
    then = returned(
        terms, "SAFE", Q2, figure("A", 8), row("indicators", "B", 9, **LATE), row("indicators", "C", 10, **LATE)
    )
    document = self_assessment(given(terms, Q2, first, then))
    gaps = next(part for part in document.parts if part.heading == "Data gaps")
    assert f"Since {Q1.spelled}: closed, A; new, C; 1 as before." in gaps.words
    line = by(rows_of(grid(document, "data-gaps")), "code")["B"]
    assert (line["reason"], line["who"], line["expected"]) == (
        "The survey is late.",
        "Head of community safety",
        date(2009, 1, 31),
    )


def test_the_first_quarter_has_nothing_to_compare_with() -> None:
    terms = agreement(indicator("A"))
    document = self_assessment(given(terms, Q2, returned(terms, "SAFE", Q2, row("indicators", "A", 8, **LATE))))
    gaps = next(part for part in document.parts if part.heading == "Data gaps")
    assert "There is no earlier quarter to compare with." in gaps.words
    assert rows_of(grid(document, "gap-reasons"))[0]["before"] is None  # never 0


@pytest.mark.parametrize(
    ("more", "figures", "reason"),
    [
        ({"placeholder": True}, {}, "Baseline or target not yet agreed"),
        ({}, {"actual": None, "status": "Not applicable"}, "Not applicable in this quarter"),
        ({"polarity": ""}, {"actual": 3}, "Not agreed whether higher or lower is better"),
        ({"target": None}, {"actual": 3}, "A figure, but no target to rate it against"),
        ({"due_quarters": "Q4"}, {"actual": None}, "Annual reporting arrangements"),
        (
            {"accumulation": "annual survey"},
            {"actual": None, "status": "Not yet available"},
            "Annual reporting arrangements",
        ),
        ({}, LATE, "Figure not yet available"),
        ({}, {"actual": None, "status": None}, "No figure and no reason given"),
    ],
)
def test_each_gap_has_its_reason(more: dict[str, Any], figures: dict[str, Any], reason: str) -> None:
    terms = agreement(indicator("A", **more))
    line = row("indicators", "A", 8, **{"status": "Final", **figures})
    document = self_assessment(given(terms, Q2, returned(terms, "SAFE", Q2, line)))
    assert [one["reason"] for one in rows_of(grid(document, "gap-reasons"))] == [reason]


def test_a_theme_without_a_return_is_a_gap_and_says_so() -> None:
    terms = agreement(indicator("A"), indicator("B", outcome="JOBS1"))
    document = self_assessment(given(terms, Q2, returned(terms, "SAFE", Q2, figure("A", 8))))
    assert by(rows_of(grid(document, "data-gaps")), "code")["B"]["kind"] == "No return accepted"
    jobs = next(part for part in document.parts if part.heading == "Jobs and Skills")
    assert "No return has been accepted for this quarter." in jobs.words


def test_a_nil_return_is_a_reason_of_its_own() -> None:
    terms = agreement(indicator("A"))
    nil = returned(terms, "SAFE", Q2, row("about", "about", 5, nil="Yes"), row("indicators", "A", 8, actual=None))
    document = self_assessment(given(terms, Q2, nil))
    assert [line["kind"] for line in rows_of(grid(document, "data-gaps"))] == [
        "Nil return: the theme had nothing to report"
    ]
    assert [line["about"] for line in rows_of(grid(document, "indicators-safe"))] == ["Nil return"]


def test_shares_are_of_what_could_be_measured_and_reconcile_with_all() -> None:
    document = self_assessment(of_demonstration("leicester-2008"))
    whole = total_of_grid(grid(document, "shares"))
    assert (whole["green"], whole["amber"], whole["red"], whole["measured"]) == (16, 3, 5, 24)
    assert (whole["green_share"], whole["amber_share"], whole["red_share"]) == (
        Decimal("0.666667"),
        Decimal("0.125"),
        Decimal("0.208333"),
    )
    assert (whole["not_measured"], whole["total"]) == (11, 35)
    lines = rows_of(grid(document, "shares"))
    for name in ("green", "amber", "red", "measured", "not_measured", "total"):
        assert sum(line[name] for line in lines) == whole[name]  # type: ignore[misc]
    assert whole["not_measured"] == len(rows_of(grid(document, "data-gaps")))
    tables = [table for table in document.grids if table.name.startswith("indicators-")]
    assert sum(len(table.lines) for table in tables) == 36
    assert summary(document)[0] == (
        "Of the 24 indicators that could be measured, 66.7% (16) were on track (green), 12.5% (3) were amber and 20.8% (5) were "
        "considered red (high risk of not achieving planned targets). 11 could not be measured."
    )


def test_each_theme_has_achievements_risks_and_improvement_activity_with_their_sources() -> None:
    document = self_assessment(of_demonstration("leicester-2008"))
    headings = [(part.level, part.heading) for part in document.parts]
    at = headings.index((1, "Safer and Stronger Communities"))
    assert headings[at + 1 : at + 4] == [(2, "Achievements"), (2, "Risks"), (2, "Improvement activity")]
    achieved, risks, improving = document.parts[at + 1 : at + 4]
    assert [bullet.heading for bullet in achieved.bullets] == [
        "Whole system approach",
        "NI 20 Assault with injury crime rate",
    ]
    assert [line["score"] for line in rows_of(risks.grids[0])] == [16, 12]  # the highest first
    assert [bullet.heading.split(" Per ")[0] for bullet in improving.bullets] == [
        "NI 16 Serious acquisitive crime rate (monthly rate)",
        "NI 186",
    ]
    assert len(improving.grids[0].lines) == 4
    for bullet in document.bullets:
        assert bullet.origin
    assert all(line.sources for table in document.grids for line in table.lines)
    names = [table.name for table in document.grids]
    assert len(set(names)) == len(names)


def test_risks_and_actions_about_local_only_indicators_are_left_out() -> None:
    terms = agreement(indicator("A"), indicator("HUSH", local_only=True))
    rows = [
        figure("A", 8, 80),
        figure("HUSH", 9, 10),
        row("risks", "1", 8, risk="Hush may fail", likelihood=5, impact=5, indicator="hush"),
        row("risks", "2", 9, risk="A may fail", likelihood=2, impact=2, indicator="A"),
        row("actions", "1", 8, action="Mend hush", indicator="HUSH"),
    ]
    said = everything_said(self_assessment(given(terms, Q2, returned(terms, "SAFE", Q2, *rows))))
    assert "A may fail" in said
    assert "hush" not in said.casefold()


def test_a_small_count_is_told_nowhere() -> None:
    """Neither as a figure nor by its variance, its forecast, its symbol, or in the partner's words."""
    terms = agreement(indicator("A", target=77, suppress_small=True), indicator("B"))
    told = figure("A", 8, 3, forecast=2, cause="Only three came.", action="Ask 3 more", action_owner="Police")
    document = self_assessment(given(terms, Q2, returned(terms, "SAFE", Q2, told, figure("B", 9))))
    mine = by(rows_of(grid(document, "indicators-safe")), "code")["A"]
    assert (mine["actual"], mine["variance_pct"], mine["forecast"], mine["performance"]) == (
        "fewer than 5",
        "not shown",
        "not shown",
        None,
    )
    said = everything_said(document)
    assert "Only three came" not in said
    assert "-0.961" not in said
    assert "Ask 3" not in said
    assert (
        grid(document, "indicators-safe").note
        == "Of the figures, 1 is not shown, as fewer than 5 people or events are counted."
    )


def test_overrides_name_posts_and_provisional_is_marked() -> None:
    given_ = of_demonstration("leicester-2008")
    document = self_assessment(given_)
    assert "by decision of Performance officer (illustrative)" in everything_said(document)
    females = by(rows_of(grid(document, "indicators-hcop")), "code")["NI120(i)"]
    assert females["about"] == "Provisional"
    assert self_assessment(replace(given_, today=date(2031, 1, 1))) == document
