"""What one report says of an indicator in two places is the same, and true: outlook, classes, gaps, placeholders, marks."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.amber_words import AMBER_WORDS
from laa_xl.domain.dashboard import Dashboard, PeriodLine
from laa_xl.domain.data_gaps import GapKind, gaps_of
from laa_xl.domain.inputs import Inputs, Level
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register
from laa_xl.domain.report import HighlightReport
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.returns import Row
from laa_xl.domain.words import Polarity, Publish, Rag, RatingMode, ToleranceKind
from laa_xl.files.dashboard_page import dashboard_page
from laa_xl.stages.consolidating import master_tables
from laa_xl.stages.publishing import public_page
from laa_xl.stages.reporting import draft_highlight
from laa_xl.stages.reviewing import annual_review
from laa_xl.stages.sharing import multi_area
from tests.support.assessed import PERIOD, override
from tests.support.public import TODAY, html
from tests.support.report_inputs import by, everything_said, given, grid, returned, row, rows_of
from tests.support.small_agreement import agreement, indicator


def figure(code: str, actual: float | None = None, status: str = "Final", **more: Any) -> Row:
    return row("indicators", code, actual=actual, status=status, **more)


def report(terms: Agreement, *rows: Row, inputs: Inputs | None = None) -> HighlightReport:
    made = given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows), inputs=inputs)
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


def test_a_figure_with_a_tolerance_in_points_is_told_in_points_as_that_decides_its_colour() -> None:
    own = {"tolerance_upper": 1, "tolerance_lower": 1, "tolerance_kind": ToleranceKind.POINTS, "unit": "% of pupils"}
    terms = agreement(indicator("A1", 52, decimals=1, **own))
    made = report(terms, figure("A1", 49, forecast_judgement="Within"))
    said = "49.0% against a target of 52.0% (3 points worse); the year end is expected to be within tolerance of the target"
    # as a percentage of the target it would be 5.8%, which the rule printed below, 10%, would call within
    assert risk(made, "A1") == f"Off trajectory but expected to recover: {said}; rated amber."


def test_pounds_are_written_with_their_sign_in_the_report_and_on_the_public_page() -> None:
    terms = agreement(indicator("A1", 750000, unit="£"), indicator("A2", 11, unit="£ million"))
    rows = (figure("A1", 300000, forecast=400000), figure("A2", 5, number=8))
    made = report(terms, *rows)
    assert risk(made, "A1") == (
        "At risk: £300,000 against a target of £750,000 (60% worse); year-end forecast £400,000 is worse than the target of "
        "£750,000; rated red."
    )
    assert risk(made, "A2").startswith("At risk: 5 against a target of 11 (")
    whole = given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows))
    page = public_page(terms, whole.assessments, {}, whole.inputs, {}, PERIOD, TODAY)
    assert [(one.figure, one.unit_beside, one.target) for one in page.indicators] == [
        ("£300,000", "", "£750,000"),
        ("5", "£ million", "11"),
    ]


def test_in_the_annual_review_a_row_without_a_figure_beside_a_red_one_is_not_called_at_risk() -> None:
    terms = agreement(indicator("A1", group="A"), indicator("A2", group="A"))
    rows = (figure("A1", 50), figure("A2", status="Not yet available"))
    made = annual_review(given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows)))
    said = {bullet.id: bullet.text for bullet in made.bullets if bullet.id.endswith("/position")}
    assert list(said.values()) == [
        "At risk: 50 against a target of 100 (50% worse); rated red.",
        "Not rated: no figure (not yet available).",
    ]


OUTLOOK, CURRENT = RatingMode.OUTLOOK, RatingMode.CURRENT
# 95 against 100 is 5 % worse, within the tolerance of 10 %: amber in "current" mode, whatever is expected of the year end
SHORT = {"actual": 95, "forecast": 70}
# 80 against 100 is 20 % worse, and the forecast is on target: amber in "outlook" mode
OFF = {"actual": 80, "forecast": 100}


@pytest.mark.parametrize(
    ("mode", "entered", "short", "full", "listed", "reviewed"),
    [
        (
            OUTLOOK,
            OFF,
            "off trajectory",
            "off trajectory but expected to recover",
            "off trajectory, expected to recover",
            "currently off trajectory, but expected to improve and to meet expectation",
        ),
        (
            CURRENT,
            SHORT,
            "short of target",
            "short of target but within tolerance",
            "short of target, within tolerance",
            "currently short of target, but within tolerance",
        ),
    ],
)
def test_amber_promises_a_recovery_only_where_the_rule_looks_at_the_year_end(
    mode: RatingMode, entered: dict[str, Any], short: str, full: str, listed: str, reviewed: str
) -> None:
    terms = agreement(indicator("A1"), rating_mode=mode)
    made = given(terms, PERIOD, returned(terms, "SAFE", PERIOD, figure("A1", **entered)))
    told = report(terms, figure("A1", **entered))
    assert risk(told, "A1").startswith(f"{full.capitalize()}: ")
    assert told.section("1").lines[0] == f"Of 1 indicator: 0 on track, 1 {full}, 0 at risk, 0 placeholders."
    assert next(told.bullets).text.endswith(f"{full.capitalize()}: A1.")
    assert made.assessment.counts.line == f"on track 0 · {short} 1 · at risk 0 · placeholder 0 · of 1"

    review = annual_review(made)
    assert f"1 is {reviewed};" in review.parts[0].words[0]
    assert by(rows_of(grid(review, "counts")), "standing")[listed.capitalize()]["indicators"] == 1
    assert f"Indicators {listed}" in [part.heading for part in review.parts]

    page = html(public_page(terms, made.assessments, {}, made.inputs, {}, PERIOD, TODAY))
    assert f"</span> {listed.capitalize()}</dt><dd>1</dd>" in page
    assert f'data-label="{short.capitalize()}">1<' in page
    everything = " ".join(
        (repr(told), everything_said(review), re.sub("<style.*?</style>", "", page, flags=re.S))
    ).casefold()
    assert ("expected to recover" in everything) == (mode is OUTLOOK)
    assert ("trajectory" in everything) == (mode is OUTLOOK)


def test_two_agreements_of_different_rules_side_by_side_have_ambers() -> None:
    def headings(*modes: RatingMode) -> list[str]:
        terms = [
            agreement(indicator("A1", multi_area=True), rating_mode=mode, area=f"Area {n}")
            for n, mode in enumerate(modes)
        ]
        made = [given(one, PERIOD, returned(one, "SAFE", PERIOD, figure("A1", **SHORT))) for one in terms]
        return [field.heading for field in grid(multi_area(made), "areas").fields]

    assert "Off trajectory" in headings(OUTLOOK, OUTLOOK)
    assert "Short of target" in headings(CURRENT, CURRENT)
    assert "Amber" in headings(OUTLOOK, CURRENT)


@pytest.mark.parametrize(("mode", "said"), [(OUTLOOK, "Off trajectory"), (CURRENT, "Short of target")])
def test_the_dashboard_calls_amber_as_the_reports_do(mode: RatingMode, said: str) -> None:
    counted = PeriodLine("2008-Q2", PERIOD.spelled, 0, 1, 0, 0, 0, 1, "to be decided", 1, 1, "nobody")
    shown = Dashboard("Anyshire", ("2008-Q2",), (), (counted,), "", 12, AMBER_WORDS[mode].short)
    page, _ = dashboard_page(shown, "")
    first = [cell.value for cell in page.cells if cell.column == 0]
    assert first[first.index("On track") :][:3] == ["On track", said, "At risk"]


def master_gaps(terms: Agreement, made: ReportInput) -> list[str]:
    """The codes of the master's sheet Data gaps for which a figure is missing."""
    tables = master_tables(terms, made.assessments[-1:], {}, {}, Register(), TODAY)
    return [line["code"] for line in tables["gaps"] if "Figure" in line["gap"]]


NOT_YET = "Not yet available"


def test_a_figure_is_missing_where_it_was_due_alone_in_sentence_list_data_gaps_and_public_page() -> None:
    terms = agreement(
        indicator("DUE1"),
        indicator("DUE2"),
        indicator("DUE3"),
        indicator("Q4", due_quarters="Q4"),
        indicator("P1", placeholder=True, target=None),
        indicator("HERE"),
    )
    before, now = Period(2008, 1), PERIOD
    rows = (
        figure("DUE1", status=NOT_YET),
        figure("DUE2", status="Not due this period"),  # the agreement says whether it is
        figure("DUE3", 12, NOT_YET),  # a number that its status takes back is no figure
        figure("Q4", status=NOT_YET),
        figure("P1", status=NOT_YET),
        figure("HERE", 100),
    )
    earlier = returned(terms, "SAFE", before, *(figure(one.key, status=NOT_YET) for one in rows))
    made = given(terms, now, earlier, returned(terms, "SAFE", now, *rows))
    told = draft_highlight(
        terms, made.assessment, {"SAFE": made.returns["SAFE", now]}, made.inputs, now, made.assessments[0]
    )
    section = told.section("5")
    listed = " ".join(one.text for one in section.bullets if one.heading.startswith("Figure"))
    assert [code for code in ("DUE1", "DUE2", "DUE3", "Q4", "P1", "HERE") if f"{code} Title" in listed] == [
        "DUE1",
        "DUE2",
        "DUE3",
    ]
    # before, HERE was missing too: 4, so that one in four is gone
    assert section.lines[0].startswith("The list of missing figures is reduced by a quarter since Quarter 1 of 2008-09")
    assert section.lines[0].endswith(": 3 are missing, 4 were. Resolved or no longer due: HERE.")
    assert section.lines[1] == "Left out, as not due in this period: 1 indicator."
    assert [one.text for one in section.bullets if one.heading == "Placeholders"] == [
        "1 indicator whose baseline or target is not yet agreed: P1."
    ]
    assert master_gaps(terms, made) == ["DUE1", "DUE2", "DUE3"]
    page = public_page(terms, made.assessments, {}, made.inputs, {}, now, TODAY)
    assert [line.spoken for line in page.missing if line.what == "Figure"] == ["DUE1", "DUE2", "DUE3"]


GROUP = {"group": "G"}


def test_what_a_partner_says_of_a_placeholder_stands_beside_its_name_with_its_cell() -> None:
    terms = agreement(
        *(
            indicator(code, placeholder=True, target=None, responsible_post="Head of waste")
            for code in ("P1", "P2", "P3")
        )
    )
    said = {"status": NOT_YET, "status_reason": "The baseline is in question"}
    rows = (
        row("indicators", "P1", 8, **said, status_date=date(2008, 12, 1)),
        row("indicators", "P2", 9, **said, status_date=date(2008, 12, 1)),
        row("indicators", "P3", 10, status=NOT_YET),
    )
    section = report(terms, *rows).section("5")
    (bullet,) = [one for one in section.bullets if one.heading == "Placeholders"]
    assert bullet.text == (
        "3 indicators whose baseline or target is not yet agreed: P1, P2 and P3. P1 and P2: The baseline is in question. "
        "Who: Head of waste. When: 1 December 2008."
    )
    assert len({source.cell for source in bullet.also}) == 2


AGREED_NOT = {"placeholder": True, "target": None}


@pytest.mark.parametrize(
    ("about", "placeholders", "not_rated", "said"),
    [
        # a placeholder and a row that is not due: one placeholder everywhere
        (
            {"G1": {**GROUP, **AGREED_NOT}, "G2": {**GROUP, "due_quarters": "Q4"}},
            1,
            0,
            "1 indicator whose baseline or target is not yet agreed: G1.",
        ),
        # a placeholder and a row that was due: one that could not be rated everywhere
        (
            {"G1": {**GROUP, **AGREED_NOT}, "G2": GROUP},
            0,
            1,
            "Not yet agreed, but counted with the other rows of the group: G1.",
        ),
        # two placeholders of one group are one
        (
            {"G1": {**GROUP, **AGREED_NOT}, "G2": {**GROUP, **AGREED_NOT}},
            1,
            0,
            "1 indicator whose baseline or target is not yet agreed: G1 and G2.",
        ),
    ],
)
def test_a_grey_group_is_the_same_in_the_count_the_roll_up_the_gaps_and_section_5(
    about: dict[str, dict[str, Any]], placeholders: int, not_rated: int, said: str
) -> None:
    terms = agreement(*(indicator(code, **more) for code, more in about.items()))
    rows = [figure(code, status=NOT_YET) for code in about]
    made = given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows))
    told = report(terms, *rows)
    counts, tally = made.assessment.counts, made.assessment.agreement.suggested.tally
    assert (counts.placeholder, counts.not_rated) == (placeholders, not_rated)
    assert (tally.placeholders, tally.grey_due + tally.not_due) == (placeholders, not_rated)
    assert [one.text for one in told.bullets if one.heading == "Placeholders"] == [said]
    kinds = [gap.kind is GapKind.PLACEHOLDER for gap in gaps_of(made.assessment.indicators)]
    assert kinds == [bool(placeholders)]
    named = [row["code"] for one in annual_review(made).grids if one.name == "placeholders" for row in rows_of(one)]
    assert named == ([code for code, more in about.items() if "placeholder" in more] if placeholders else [])


def test_a_placeholder_whose_rating_was_decided_is_counted_as_none_and_section_5_says_so() -> None:
    terms = agreement(indicator("P1", **AGREED_NOT), indicator("P2", **AGREED_NOT))
    rows = [figure(code, status=NOT_YET) for code in ("P1", "P2")]
    told = report(terms, *rows, inputs=Inputs(overrides=(override(Level.INDICATOR, "P1", Rag.RED),)))
    assert "1 at risk, 1 placeholder." in told.section("1").lines[0]
    assert [one.text for one in told.bullets if one.heading == "Placeholders"] == [
        "1 indicator whose baseline or target is not yet agreed: P2. "
        "Not yet agreed, but counted at the rating that was decided: P1."
    ]
