"""The ratings table of a report: what is printed of a figure, and where a partner's own rating differs."""

from __future__ import annotations

from typing import Any

import pytest

from laa_xl.domain.rated_lines import differences_sentence, rated_line
from laa_xl.domain.words import Rag
from tests.support.assessed import assessed
from tests.support.small_agreement import agreement

GREEN, AMBER, RED, GREY = Rag.GREEN, Rag.AMBER, Rag.RED, Rag.GREY
SMALL = {"suppress_small": True}


@pytest.mark.parametrize(
    ("rag", "entered", "declared", "shown"),
    [
        (GREEN, {}, {}, "100"),
        (GREEN, {"actual": 101.25}, {"decimals": 2}, "101.25"),
        (GREEN, {"status": "Provisional"}, {}, "100 (provisional)"),
        (GREY, {}, {}, "Not yet available"),
        (GREY, {"status": None}, {}, ""),
        (GREY, {"status": None}, {"placeholder": True}, "placeholder"),
        (GREY, {"actual": 41.0, "status": "Final"}, {"placeholder": True}, "41"),
        (RED, {"actual": 4.0}, SMALL, "fewer than 5"),
        (RED, {"actual": 4.0, "status": "Estimate"}, SMALL, "fewer than 5 (estimate)"),
        (RED, {"actual": 5.0}, SMALL, "5"),
    ],
)
def test_a_figure_is_printed_with_what_it_is(
    rag: Rag, entered: dict[str, Any], declared: dict[str, Any], shown: str
) -> None:
    found = assessed({"A": rag}, entered={"A": entered}, A=declared)
    assert rated_line(found.indicators[0], agreement()).actual == shown


def test_a_small_count_is_not_told_by_its_symbol_either() -> None:
    few = assessed({"A": RED}, entered={"A": {"actual": 4.0}}, A=SMALL).indicators[0]
    enough = assessed({"A": RED}, entered={"A": {"actual": 5.0}}, A=SMALL).indicators[0]
    assert [rated_line(item, agreement()).performance for item in (few, enough)] == ["", "▲ worse"]


def test_where_the_partner_rates_otherwise_both_are_named() -> None:
    entered = {"A": {"declared": "Green"}, "B": {"declared": "Red"}, "C": {"declared": "Green"}}
    found = assessed({"A": GREEN, "B": GREEN, "C": AMBER, "D": RED}, entered=entered)
    assert differences_sentence(found) == (
        "Computed and declared rating differ for B (computed green, declared or published red, counted green) and "
        "C (computed amber, declared or published green, counted amber)."
    )


def test_where_all_rate_alike_nothing_is_said() -> None:
    assert differences_sentence(assessed({"A": GREEN, "B": RED}, entered={"A": {"declared": "Green"}})) == ""
