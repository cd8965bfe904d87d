"""What an assessment counts, and what of it Government is told."""

from __future__ import annotations

from typing import Any

import pytest

from laa_xl.domain.assessment import Assessment, Counts, Standing, count, for_government, standings
from laa_xl.domain.inputs import Level, Override
from laa_xl.domain.periods import Period
from laa_xl.domain.words import DataStatus, Direction, Rag
from laa_xl.stages.assessing import assess
from tests.support.assessed import FIGURES, PERIOD, assessed, override
from tests.support.small_agreement import agreement, indicator

GREEN, AMBER, RED, GREY = Rag.GREEN, Rag.AMBER, Rag.RED, Rag.GREY


@pytest.mark.parametrize("rag", FIGURES)
def test_the_figures_of_these_tests_come_out_as_they_are_called(rag: Rag) -> None:
    (item,) = assessed({"A": rag}).indicators
    assert (item.rating.rag, item.effective) == (rag, rag)
    assert item.status is DataStatus(FIGURES[rag]["status"])


def test_each_class_of_the_annual_review_is_counted() -> None:
    found = assessed(
        {"A": GREEN, "B": GREEN, "C": GREEN, "D": AMBER, "E": AMBER, "F": RED, "G": GREY, "P": GREEN, "Q": GREY},
        P={"placeholder": True, "target": None},
        Q={"placeholder": True, "target": None},
    )
    assert found.counts == Counts(on_track=3, off_trajectory=2, at_risk=1, placeholder=2, not_rated=1)
    assert found.counts.total == 9
    assert found.counts.line == (
        "on track 3 · off trajectory 2 · at risk 1 · placeholder 2 · not rated 1 · of 9"  # 3 + 2 + 1 + 2 + 1
    )


def test_what_could_not_be_rated_is_named_only_where_there_is_any() -> None:
    assert assessed({"A": GREEN}).counts.line == "on track 1 · off trajectory 0 · at risk 0 · placeholder 0 · of 1"


GROUPED = {"group": "G"}


@pytest.mark.parametrize(
    ("ratings", "more", "standing"),
    [
        # rows of one group, at the worst of red, amber, grey, green
        ({"A": GREEN, "B": RED}, {}, Standing.AT_RISK),
        ({"A": AMBER, "B": GREEN}, {}, Standing.OFF_TRAJECTORY),
        ({"A": GREEN, "B": GREY}, {}, Standing.NOT_RATED),
        ({"A": GREEN, "B": GREEN}, {}, Standing.ON_TRACK),
        # grey: missing if a row was due, else a placeholder if one is, else not due, as in the roll-up
        ({"A": GREY, "B": GREY}, {"A": {"placeholder": True}}, Standing.NOT_RATED),
        ({"A": GREY, "B": GREY}, {"A": {"placeholder": True}, "B": {"due_quarters": "Q4"}}, Standing.PLACEHOLDER),
        ({"A": GREY, "B": GREEN}, {"A": {"placeholder": True}}, Standing.PLACEHOLDER),
        ({"A": GREY, "B": GREY}, {"A": {"due_quarters": "Q4"}, "B": {"due_quarters": "Q4"}}, Standing.NOT_RATED),
        ({"A": GREY, "B": GREY}, {"A": {"placeholder": True}, "B": {"placeholder": True}}, Standing.PLACEHOLDER),
    ],
)
def test_rows_of_one_group_are_counted_once(
    ratings: dict[str, Rag], more: dict[str, dict[str, Any]], standing: Standing
) -> None:
    found = assessed(ratings, **{code: {**GROUPED, **more.get(code, {})} for code in ratings})
    ((said, members),) = standings(found.indicators)
    assert said is standing
    assert [one.indicator.code for one in members] == list(ratings)
    assert count(found.indicators).total == 1


def test_an_override_counts_and_the_computed_rating_stands_beside_it() -> None:
    found = assessed({"A": GREEN, "B": GREEN}, override(Level.INDICATOR, "B", RED))
    a, b = found.indicators
    assert (a.effective, b.rating.rag, b.effective) == (GREEN, GREEN, RED)
    assert (found.counts.on_track, found.counts.at_risk) == (1, 1)
    assert (found.agreement.computed.rag, found.agreement.suggested.rag) == (GREEN, RED)  # one in two is red


def test_an_override_of_another_quarter_does_not_count() -> None:
    (item,) = assessed({"A": GREEN}, override(Level.INDICATOR, "A", RED, Period(2008, 1))).indicators
    assert (item.override, item.effective) == (None, GREEN)


def test_a_theme_a_block_and_the_agreement_each_take_their_own_override() -> None:
    found = assessed(
        {"A": GREEN, "J": GREEN},
        override(Level.THEME, "SAFE", RED),
        override(Level.BLOCK, "EDE", AMBER),
        override(Level.AGREEMENT, "", GREY),
        override(Level.DIRECTION, "", GREEN),
        J={"outcome": "JOBS1"},
    )
    assert {theme.code: theme.effective for theme in found.themes} == {"SAFE": RED, "JOBS": GREEN}
    assert {block.code: block.effective for block in found.blocks} == {"SSC": GREEN, "EDE": AMBER}
    assert (found.agreement.effective, found.agreement.suggested.rag) == (GREY, GREEN)
    assert found.direction is not None
    assert found.direction.rating is GREEN


@pytest.mark.parametrize(
    ("more", "due"),
    [({}, True), ({"placeholder": True}, False), ({"due_quarters": "Q4"}, False), ({"due_quarters": "Q2 Q4"}, True)],
)
def test_the_agreement_says_whether_a_figure_was_due(more: dict[str, Any], due: bool) -> None:
    (item,) = assessed({"A": GREY}, A=more).indicators
    assert item.due is due


def test_without_a_return_there_is_neither_figure_nor_status() -> None:
    (item,) = assess(agreement(indicator("A")), {}, PERIOD, ()).indicators
    assert (item.row, item.source, item.status, item.effective) == (None, None, None, GREY)


# Government's view: A and B of Safer Communities, J of Jobs and Skills; L1 and L2 are local alone
WHOLE = {"A": GREEN, "B": AMBER, "L1": RED, "J": GREEN, "L2": RED}
LOCAL = {"L1": {"local_only": True}, "J": {"outcome": "JOBS1"}, "L2": {"local_only": True, "outcome": "JOBS1"}}


def told(*overrides: Override, **more: dict[str, Any]) -> tuple[Assessment, Assessment]:
    whole = assessed(WHOLE, *overrides, **{**LOCAL, **more})
    return whole, for_government(whole, agreement().settings.rollup)


def test_local_indicators_and_their_weight_never_reach_government() -> None:
    whole, seen = told()
    assert [item.indicator.code for item in seen.indicators] == ["A", "B", "J"]
    assert seen.counts == Counts(2, 1, 0, 0, 0)
    assert sum(seen.travels.values()) == 3
    # with the local ones a third and a half are red; without them none is
    assert {theme.code: theme.suggested.rag for theme in whole.themes} == {"SAFE": RED, "JOBS": RED}
    assert {theme.code: theme.suggested.rag for theme in seen.themes} == {"SAFE": AMBER, "JOBS": GREEN}
    assert {block.code: block.suggested.rag for block in seen.blocks} == {"SSC": AMBER, "EDE": GREEN}
    # of three rated two are green, 66.7 %: not the 75 % of green
    assert (whole.agreement.suggested.rag, seen.agreement.suggested.rag) == (RED, AMBER)


def test_each_theme_and_block_is_rolled_up_from_its_own_indicators() -> None:
    _, seen = told()
    assert {theme.code: (theme.name, theme.suggested.tally.due) for theme in seen.themes} == {
        "SAFE": ("Safer Communities", 2),
        "JOBS": ("Jobs and Skills", 1),
    }
    assert {block.code: block.suggested.tally.due for block in seen.blocks} == {"SSC": 2, "EDE": 1}
    assert seen.agreement.suggested.tally.due == 3


def test_what_officers_decided_stays_in_government_s_view() -> None:
    decided = (
        override(Level.THEME, "SAFE", RED),
        override(Level.BLOCK, "EDE", AMBER),
        override(Level.AGREEMENT, "", GREEN),
    )
    _, seen = told(*decided)
    assert [theme.override for theme in seen.themes] == [decided[0], None]
    assert [block.override for block in seen.blocks] == [None, decided[1]]
    assert (seen.agreement.override, seen.agreement.effective) == (decided[2], GREEN)


def test_an_agreement_without_local_indicators_is_told_as_it_is() -> None:
    whole = assessed({"A": GREEN, "B": RED})
    assert for_government(whole, agreement().settings.rollup) == whole


def test_directions_are_counted_by_what_they_say() -> None:
    whole = assessed({"A": GREEN, "B": GREEN, "C": RED}, A={"baseline": 80.0}, C={"baseline": 100.0})
    # 100 after 80, and 80 after 100; nothing is known of B
    assert whole.travels == {
        Direction.IMPROVED.value: 1,
        Direction.NONE.value: 1,
        Direction.WORSENED.value: 1,
    }
