"""The multi-area view: side by side always, combined only where that means something, and for what reason not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as cases
from hypothesis import settings
from hypothesis import strategies as st

from laa_xl.domain.documents import Document
from laa_xl.domain.inputs import Level, Override
from laa_xl.domain.periods import Period
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.shared_indicators import NotTogether
from laa_xl.domain.words import Accumulation, Measure, Polarity, Rag
from laa_xl.stages.sharing import multi_area
from tests.support.report_inputs import by, everything_said, given, grid, of_demonstration, returned, row, rows_of
from tests.support.small_agreement import agreement, indicator

PERIOD = Period(2008, 2)
PERCENT = {"measure": Measure.PERCENT, "unit": "% of adults"}
SHARE = {"actual": 15, "numerator": 30, "denominator": 200}


def area(
    name: str, terms: dict[str, Any], figures: dict[str, Any] | None, *, code: str = "NI152", period: Period = PERIOD
) -> ReportInput:
    """An agreement of one shared indicator, with its figures; None: no return of its theme."""
    its = agreement(
        indicator(code, **{"multi_area": True, **terms}),
        indicator("Z", outcome="JOBS1"),
        area=name,
        title=f"{name} LAA",
    )
    rows = [] if figures is None else [row("indicators", code, 8, **{"status": "Final", **figures})]
    returns = [returned(its, "JOBS", period, row("indicators", "Z", 8, actual=1, status="Final"))]
    if figures is not None:
        returns.append(returned(its, "SAFE", period, *rows))
    return given(its, period, *returns)


def combined(*inputs: ReportInput) -> dict[str, Any]:
    (line,) = rows_of(grid(multi_area(inputs), "combined"))
    return dict(line)


@pytest.mark.parametrize(
    ("terms", "other", "figures", "theirs", "why"),
    [
        (PERCENT, {}, SHARE, {"actual": None, "status": "Not yet available"}, "there is no figure of South"),
        (PERCENT, {}, SHARE, None, "there is no figure of South"),
        (PERCENT, {}, SHARE, {"actual": 30}, "South gives no numerator and denominator, and rates are never averaged"),
        ({**PERCENT}, {"unit": "% of households"}, SHARE, SHARE, "the agreements have different units for it"),
        (PERCENT, {"measure": Measure.RATE}, SHARE, SHARE, "the agreements have different kinds of number for it"),
        (
            PERCENT,
            {"polarity": Polarity.LOWER},
            SHARE,
            SHARE,
            "the agreements have different directions that are good for it",
        ),
        (
            PERCENT,
            {"accumulation": Accumulation.ROLLING},
            SHARE,
            SHARE,
            "the agreements have different ways of building up over the year for it",
        ),
        (PERCENT, {}, SHARE, {**SHARE, "data_period": "June 2007"}, "the figures are about different times"),
        (
            PERCENT,
            {},
            SHARE,
            {"actual": 90, "numerator": 30, "denominator": 200},
            "the figure of South is not its numerator over its denominator",
        ),
        ({"measure": Measure.SCORE}, {}, {"actual": 3}, {"actual": 4}, "scores do not add up"),
        (
            {"measure": Measure.CHANGE},
            {},
            {"actual": -3},
            {"actual": 4},
            "changes from different baselines do not add up",
        ),
        (
            {**PERCENT, "accumulation": Accumulation.SURVEY},
            {},
            SHARE,
            SHARE,
            "a survey's answers do not weigh the areas by their size",
        ),
        *(
            (
                {"measure": adds_up, "accumulation": Accumulation.SURVEY},
                {},
                {"actual": 100},
                {"actual": 50},
                "a survey's answers do not weigh the areas by their size",
            )
            for adds_up in (Measure.COUNT, Measure.MONEY)
        ),
        (
            {"measure": Measure.RATE, "unit": "per 1,000, age standardised"},
            {},
            SHARE,
            SHARE,
            "a standardised rate does not come from its counts alone",
        ),
        (
            {"measure": Measure.RATE, "decimals": 2},
            {},
            {"actual": 1.5, "numerator": 45, "denominator": 30000},
            {"actual": 210, "numerator": 105, "denominator": 50000},
            "the rates are per different numbers of people",
        ),
        (
            {"suppress_small": True},
            {},
            {"actual": 40},
            {"actual": 3},
            "the figure of South is about few people, and the sum would tell it",
        ),
    ],
)
def test_what_does_not_go_together_is_not_combined_and_says_why(
    terms: dict[str, Any], other: dict[str, Any], figures: dict[str, Any], theirs: dict[str, Any] | None, why: str
) -> None:
    line = combined(area("North", terms, figures), area("South", {**terms, **other}, theirs))
    assert line["note"] == f"Not combined: {why}."
    assert (line["value"], line["target"], line["numerator"], line["denominator"]) == (None, None, None, None)


def test_figures_of_different_quarters_stand_side_by_side_only() -> None:
    document = multi_area([area("North", PERCENT, SHARE), area("South", PERCENT, SHARE, period=Period(2008, 3))])
    (line,) = rows_of(grid(document, "combined"))
    assert line["note"] == "Not combined: the figures are about different quarters."
    (side,) = rows_of(grid(document, "side-by-side"))
    assert (side["north-actual"], side["south-actual"]) == (15, 15)
    assert "shown in different quarters" in document.parts[0].words[-1]


def test_what_is_not_final_in_one_area_is_marked() -> None:
    line = combined(area("North", {}, {"actual": 12}), area("South", {}, {"actual": 30, "status": "Provisional"}))
    assert (line["value"], line["note"]) == (42, "Sum of North and South; not final: South provisional.")


def test_areas_are_side_by_side_with_target_and_rating_and_each_cell_names_its_area() -> None:
    document = multi_area([area("North", PERCENT, {"actual": 15}), area("South", PERCENT, {"actual": 130})])
    table = grid(document, "side-by-side")
    (line,) = rows_of(table)
    assert (line["north-actual"], line["north-target"], line["north-rating"]) == (15, 100, "Red")
    assert (line["south-actual"], line["south-rating"]) == (130, "Green")
    assert [source.text for source in table.lines[0].sources] == [
        "North: Safer Communities return, Indicators, E8",
        "South: Safer Communities return, Indicators, E8",
    ]
    (bullet,) = document.bullets  # South is on target
    assert bullet.heading == "NI 152 Title of NI152, North"
    assert len(rows_of(grid(document, "shared-figures"))) == 2
    assert document.area == "North and South"


@pytest.mark.parametrize(
    ("code", "marks", "shared"),
    [
        ("NI152", (True, True), True),
        ("NI152", (False, False), True),  # a national code means the same everywhere
        ("LAND", (True, False), True),  # a local one, where an agreement says so
        ("LAND", (False, False), False),  # else it may be a coincidence
    ],
)
def test_which_indicators_are_shared(code: str, marks: tuple[bool, bool], shared: bool) -> None:
    document = multi_area(
        [
            area(name, {"multi_area": mark}, {"actual": 1}, code=code)
            for name, mark in zip(("North", "South"), marks, strict=True)
        ]
    )
    assert ("combined" in {table.name for table in document.grids}) == shared


def test_one_shared_indicator_that_is_not_combined_is_spoken_of_as_one() -> None:
    document = multi_area([area("North", PERCENT, SHARE), area("South", PERCENT, None)])
    assert "North and South share 1 indicator. It is not combined; the table says why not." in everything_said(document)


def test_a_local_only_indicator_is_shared_by_nobody() -> None:
    document = multi_area([area("North", {"local_only": True}, {"actual": 1}), area("South", {}, {"actual": 1})])
    assert "North share no" not in everything_said(document)
    assert "combined" not in {table.name for table in document.grids}
    assert "Marked as multi-area in one agreement alone: NI 152 (South)." in document.parts[0].words


def hiding(count: int) -> Document:
    terms = {"suppress_small": True, **PERCENT, "decimals": 1}
    mine = {"actual": round(count / 2, 1), "numerator": count, "denominator": 200}
    return multi_area([area("North", terms, SHARE), area("South", terms, mine)])


def test_nothing_tells_a_count_that_is_kept_back() -> None:
    """The document is the same, to the last word, whichever of the small counts it is."""
    assert len({everything_said(hiding(count)) for count in range(5)}) == 1
    assert everything_said(hiding(4)) != everything_said(hiding(5))


@settings(max_examples=80, deadline=None)
@cases(st.lists(st.tuples(st.integers(0, 500), st.integers(500, 9000)), min_size=2, max_size=5))
def test_a_combined_share_is_the_whole_numerator_over_the_whole_denominator(parts: list[tuple[int, int]]) -> None:
    terms = {**PERCENT, "decimals": 6}
    inputs = [
        area(f"Area {at}", terms, {"actual": round(100 * above / below, 6), "numerator": above, "denominator": below})
        for at, (above, below) in enumerate(parts)
    ]
    line = combined(*inputs)
    exactly = Fraction(100 * sum(above for above, _ in parts), sum(below for _, below in parts))
    assert abs(Fraction(line["value"]) - exactly) <= Fraction(1, 2_000_000)
    assert (line["numerator"], line["denominator"]) == (
        sum(above for above, _ in parts),
        sum(below for _, below in parts),
    )
    rates = [Fraction(100 * above, below) for above, below in parts]
    assert min(rates) - 1 <= Fraction(line["value"]) <= max(rates) + 1


def test_two_of_one_area_are_told_apart_by_their_agreements() -> None:
    one = of_demonstration("leicester-2008")
    again = replace(
        one,
        agreement=one.agreement.model_copy(
            update={"settings": one.agreement.settings.model_copy(update={"title": "LAA 2"})}
        ),
    )
    document = multi_area([one, again])
    names = [line["area"] for line in rows_of(grid(document, "areas"))]
    assert names == ["Leicester (Leicester's Local Area Agreement 2008-11)", "Leicester (LAA 2)"]
    codes = by(rows_of(grid(document, "combined")), "code")
    assert list(codes)[:3] == ["NI 152", "NI 163", "NI 172"]  # marked as multi-area first (document 004)
    assert codes["NI 154"]["value"] == Decimal(600)
    assert str(codes["NI 152"]["note"]).endswith("and rates are never averaged.")


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["leicester-2008"], "two different"),
        (["leicester-2008"] * 2, "two different"),
        (["leicester-2008"] * 2 + ["leicestershire-2006"], "once"),
    ],
)
def test_one_agreement_is_not_many(names: list[str], why: str) -> None:
    with pytest.raises(NotTogether, match=why):
        multi_area([of_demonstration(name) for name in names])


def test_a_decision_on_an_agreements_rating_is_told_with_its_area_its_post_and_its_reason() -> None:
    plain, decided = area("North", PERCENT, SHARE), area("South", PERCENT, SHARE)
    override = Override(PERIOD, Level.AGREEMENT, "", Rag.GREEN, "The Board says so", "Chair", date(2008, 11, 1), "B8")
    (found,) = decided.assessments
    whole = replace(found.agreement, override=override)
    told = multi_area((plain, replace(decided, assessments=(replace(found, agreement=whole),))))
    suggested = found.agreement.suggested.rag
    assert [words for words in told.parts[0].words if "decision" in words] == [
        f"South: Green by decision of Chair; the figures suggest {suggested}. Reason: The Board says so."
    ]
