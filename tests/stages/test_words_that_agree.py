"""What one report says of an indicator in two places is the same, and true: outlook, classes, gaps, placeholders, marks."""

from __future__ import annotations

from typing import Any

import pytest

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.report import HighlightReport
from laa_xl.domain.returns import Row
from laa_xl.domain.words import Polarity, Publish
from laa_xl.stages.publishing import public_page
from laa_xl.stages.reporting import draft_highlight
from laa_xl.stages.reviewing import annual_review
from tests.support.assessed import PERIOD
from tests.support.public import TODAY
from tests.support.report_inputs import given, returned, row
from tests.support.small_agreement import agreement, indicator


def figure(code: str, actual: float | None = None, status: str = "Final", **more: Any) -> Row:
    return row("indicators", code, actual=actual, status=status, **more)


def report(terms: Agreement, *rows: Row) -> HighlightReport:
    made = given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows))
    return draft_highlight(terms, made.assessment, {"SAFE": made.returns["SAFE", PERIOD]}, made.inputs, PERIOD)


def risk(made: HighlightReport, code: str) -> str:
    return next(one.text for one in made.bullets if one.id == f"3b/SAFE/indicators/{code}").partition(" Outcome:")[0]


UNSET = {"polarity": Polarity.UNSET}


@pytest.mark.parametrize(
    ("about", "entered", "said"),
    [
        # nobody has said which way is good: the partner's word stands, and no figure is called worse than another
        (
            UNSET,
            {"actual": 90, "forecast": 100},
            "Expected to end worse: 90 against a target of 100; the partner expects the year end to be worse.",
        ),
        (
            UNSET,
            {"actual": 90, "forecast": 120},
            "Expected to end worse: 90 against a target of 100; the partner expects the year end to be worse.",
        ),
        # nor is anything called worse than a target that is not agreed
        (
            {"placeholder": True, "target": None},
            {"forecast": 90},
            "Expected to end worse: no figure (not yet available); the partner expects the year end to be worse.",
        ),
        ({"target": None}, {"actual": 90}, "Expected to end worse: 90; the partner expects the year end to be worse."),
        # with a target and a direction the word is about that target
        (
            {},
            {},
            "Expected to end worse: no figure (not yet available); the year end is expected to be worse than the target.",
        ),
        (
            {},
            {"forecast": 85},
            "Expected to end worse: no figure (not yet available); year-end forecast 85 is worse than the target of 100.",
        ),
    ],
)
def test_what_is_not_rated_and_expected_to_end_worse_is_said_by_the_partners_word_and_is_at_risk_in_no_count(
    about: dict[str, Any], entered: dict[str, Any], said: str
) -> None:
    status = "Final" if "actual" in entered else "Not yet available"
    made = report(
        agreement(indicator("A1", **about)), figure("A1", status=status, forecast_judgement="Worse", **entered)
    )
    assert risk(made, "A1") == said
    assert "0 at risk" in made.section("1").lines[0]


@pytest.mark.parametrize(
    ("about", "forecast"),
    [(UNSET, "120; expected: ▲ worse"), ({}, "120 (★ better)"), ({"target": None}, "120; expected: ▲ worse")],
)
def test_the_public_page_says_no_word_of_a_forecast_that_cannot_be_compared(
    about: dict[str, Any], forecast: str
) -> None:
    terms = agreement(indicator("A1", **about), public_forecast=Publish.YES)
    rows = figure("A1", 90, forecast=120, forecast_judgement="Worse")
    made = given(terms, PERIOD, returned(terms, "SAFE", PERIOD, rows))
    page = public_page(terms, made.assessments, {}, made.inputs, {}, PERIOD, TODAY)
    assert next(page.indicators).forecast == forecast


def test_in_the_annual_review_a_row_without_a_figure_beside_a_red_one_is_not_called_at_risk() -> None:
    terms = agreement(indicator("A1", group="A"), indicator("A2", group="A"))
    rows = (figure("A1", 50), figure("A2", status="Not yet available"))
    made = annual_review(given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows)))
    said = {bullet.id: bullet.text for bullet in made.bullets if bullet.id.endswith("/position")}
    assert list(said.values()) == [
        "At risk: 50 against a target of 100 (50% worse); rated red.",
        "Not rated: no figure (not yet available).",
    ]
