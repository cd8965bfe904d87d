"""What is kept back of figures about few people cannot be worked out from what is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st

from laa_xl.domain.agreement import BaselineRow, RewardRow
from laa_xl.domain.disclosure import KeptBack, kept_back
from laa_xl.domain.documents import Document
from laa_xl.domain.periods import Period
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.reported import reported
from laa_xl.domain.returns import Return
from laa_xl.domain.words import Measure
from laa_xl.stages.accounting import money
from laa_xl.stages.charting import chart_book
from laa_xl.stages.consolidating import master_tables
from laa_xl.stages.packing import reported_rows, suppression_line
from laa_xl.stages.publishing import public_page
from laa_xl.stages.reporting import draft_highlight
from laa_xl.stages.reviewing import annual_review
from laa_xl.stages.rewarding import reward_report
from laa_xl.stages.self_assessing import self_assessment
from tests.support.report_inputs import by, everything_said, given, grid, returned, row, rows_of
from tests.support.small_agreement import agreement, indicator

PERIOD = Period(2008, 2)


def kept(**figures: dict[str, Any]) -> KeptBack:
    """What is kept back of these indicators, each with its figures and its place in the agreement."""
    places = ("part_of", "same_as", "suppress_small", "measure", "local_only")
    terms = agreement(
        *(
            indicator(code, **{name: value for name, value in one.items() if name in places})
            for code, one in figures.items()
        )
    )
    rows = [
        row(
            "indicators", code, at, status="Final", **{name: value for name, value in one.items() if name not in places}
        )
        for at, (code, one) in enumerate(figures.items(), 8)
    ]
    return reported(given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows))).kept


@pytest.mark.parametrize(
    ("figures", "small", "beside"),
    [
        ({"A": {"actual": 4}}, "", ""),  # nobody asks for care
        ({"A": {"actual": 4, "suppress_small": True}}, "A", ""),
        ({"A": {"actual": 5, "suppress_small": True}}, "", ""),  # the threshold itself is shown
        ({"A": {"actual": 0, "suppress_small": True}}, "A", ""),  # none is few as well
        # A rate is as small as its numerator.
        (
            {
                "A": {
                    "actual": 15,
                    "numerator": 3,
                    "denominator": 20,
                    "measure": Measure.PERCENT,
                    "suppress_small": True,
                }
            },
            "A",
            "",
        ),
        # The very same figure in another theme's return, whichever of the two says so.
        ({"A": {"actual": 3, "suppress_small": True}, "B": {"actual": 3, "same_as": "A"}}, "AB", ""),
        ({"A": {"actual": 3}, "B": {"actual": 3, "same_as": "A", "suppress_small": True}}, "AB", ""),
        # One part alone could be worked out: the whole goes with it, and the smallest other part, as the whole may be known.
        (
            {
                "W": {"actual": 20},
                "P": {"actual": 3, "part_of": "W", "suppress_small": True},
                "Q": {"actual": 17, "part_of": "W"},
            },
            "P",
            "QW",
        ),
        ({"W": {"actual": 3}, "P": {"actual": 3, "part_of": "W", "suppress_small": True}}, "P", "W"),
        # Two parts hide each other; the whole goes with them.
        (
            {
                "W": {"actual": 20},
                "P": {"actual": 3, "part_of": "W", "suppress_small": True},
                "Q": {"actual": 4, "part_of": "W", "suppress_small": True},
                "R": {"actual": 13, "part_of": "W"},
            },
            "PQ",
            "W",
        ),
        # A part without a figure: the whole goes all the same, as that figure may be known.
        (
            {
                "W": {"actual": 20},
                "P": {"actual": 3, "part_of": "W", "suppress_small": True},
                "Q": {"actual": None, "part_of": "W"},
            },
            "P",
            "W",
        ),
        # What is kept back beside is so in another theme as well.
        (
            {
                "W": {"actual": 20},
                "P": {"actual": 3, "part_of": "W", "suppress_small": True},
                "Q": {"actual": 17, "part_of": "W"},
                "T": {"actual": 17, "same_as": "Q"},
            },
            "P",
            "QTW",
        ),
        # No part is larger than its whole; the forecast alone is small, so that the figure is not called so.
        (
            {
                "W": {"actual": 3, "suppress_small": True},
                "P": {"actual": 2, "part_of": "W"},
                "Q": {"actual": 1, "part_of": "W"},
            },
            "W",
            "PQ",
        ),
        ({"A": {"actual": 60, "forecast": 4, "suppress_small": True}}, "", "A"),
    ],
)
def test_what_is_kept_back(figures: dict[str, dict[str, Any]], small: str, beside: str) -> None:
    found = kept(**figures)
    assert (found.small, found.beside) == (set(small), set(beside))


@cases(st.lists(st.integers(0, 30), min_size=1, max_size=5), st.integers(0, 31))
def test_no_hidden_part_follows_from_the_whole_and_the_other_parts(parts: list[int], flags: int) -> None:
    """Nor from the other parts alone, where the whole is known from elsewhere."""
    figures: dict[str, dict[str, Any]] = {"W": {"actual": sum(parts), "suppress_small": bool(flags & 16)}}
    for at, count in enumerate(parts):
        figures[f"P{at}"] = {"actual": count, "part_of": "W", "suppress_small": bool(flags & (1 << at))}
    found = kept(**figures)
    hidden = [code for code in figures if found.hides(code)]
    assert len(hidden) != 1  # one unknown in one sum is no secret
    hidden_parts = [code for code in hidden if code != "W"]
    assert len(parts) == 1 or len(hidden_parts) != 1
    assert "W" in hidden or not hidden_parts
    assert {code for code in figures if figures[code]["suppress_small"] and figures[code]["actual"] < 5} == found.small
    if not found.small:
        assert not hidden


def test_words_that_tell_a_hidden_figure_are_not_shown() -> None:
    terms = agreement(indicator("A", suppress_small=True))
    one = returned(terms, "SAFE", PERIOD, row("indicators", "A", 8, actual=3, status="Final"))
    shown = reported(given(terms, PERIOD, one))
    (item,) = shown.items
    for told in ("Only 3 cases came in.", "Three cases came in.", "There were 3, as before"):
        assert "not shown" in shown.kept.words(item, told), told
    for harmless in ("Staff will be trained by 31 March 2009.", "Team 13 does it.", "We have thirty posts."):
        assert shown.kept.words(item, harmless) == harmless


def highlight(given: ReportInput) -> str:
    """All that the highlight report prints."""
    mine = {theme: returned for (theme, period), returned in given.returns.items() if period == given.period}
    report = draft_highlight(given.agreement, given.assessment, mine, given.inputs, given.period)
    return repr((report.sections, report.rules, report.ratings))


def government_table(given: ReportInput) -> str:
    """The rows of the pack, and what it says of them."""
    findings: dict[Any, Any] = {}
    computed = master_tables(given.agreement, given.assessments, given.returns, findings, given.register, given.today)
    rows = reported_rows(given.agreement, given.assessment, computed["all_indicators"])
    return repr((rows, suppression_line(given.agreement, given.assessment)))


def public(given: ReportInput) -> str:
    """All that the public page says."""
    mine = {theme: returned for (theme, period), returned in given.returns.items() if period == given.period}
    page = public_page(given.agreement, given.assessments, mine, given.inputs, {}, given.period, given.today)
    return repr(page)


def small(count: int, builder: Callable[[ReportInput], Document | str]) -> str:
    """All that a report says of a programme with one small count, now and in the quarter before, with its parts and its money."""
    terms = agreement(
        indicator("W", suppress_small=True),
        indicator("P", target=50, part_of="W", suppress_small=True, baseline=4, baseline_period="2007"),
        indicator("Q", part_of="W", suppress_small=True),
        indicator("R", target=None, same_as="P"),
        rewards=[RewardRow(indicator="P", target_no=1, target_title="Fewer", without_stretch=40, with_stretch=60)],
        net_budget_requirement=1_000_000,
    )

    def returned_in(period: Period, counted: int) -> Return:
        words = {"cause": f"There were {counted}.", "action": f"Visit all {counted} of them", "action_owner": "Police"}
        rows = [
            row("indicators", "W", 8, actual=30, status="Final"),
            row("indicators", "P", 9, actual=counted, numerator=counted, status="Final", forecast=counted, **words),
            row("indicators", "Q", 10, actual=30 - counted, status="Final"),
            row("indicators", "R", 11, actual=counted, status="Final"),
            row(
                "narrative",
                "1",
                8,
                section="3b Risks to other key outcomes",
                heading="A point",
                text=f"Only {counted} came.",
                indicator="P",
            ),
            row("risks", "1", 8, risk=f"{counted} may leave", likelihood=4, impact=4, mitigation="Ask", indicator="P"),
            row("actions", "1", 8, action="Ask", comment=f"Of {counted}", indicator="P"),
        ]
        return returned(terms, "SAFE", period, *rows)

    before = returned_in(PERIOD.previous, 4 - count)
    found = builder(given(terms, PERIOD, before, returned_in(PERIOD, count)))
    return found if isinstance(found, str) else everything_said(found)


@pytest.mark.parametrize(
    "builder",
    [annual_review, self_assessment, money, reward_report, chart_book, highlight, government_table, public],
    ids=lambda builder: builder.__name__,
)
def test_a_report_is_the_same_whichever_small_count_it_is(builder: Callable[[ReportInput], Document | str]) -> None:
    """To the last word: neither the count, nor the other part of the same whole, nor which way either went, is told."""
    texts = {small(count, builder) for count in range(5)}
    assert len(texts) == 1


def test_a_small_baseline_is_told_neither_in_a_table_nor_among_what_was_agreed_anew() -> None:
    terms = agreement(indicator("A", suppress_small=True, baseline=3), indicator("B", baseline=3))
    anew = BaselineRow(
        indicator="A", effective_from=date(2008, 7, 1), baseline=4, reason="Counted again", post="Analyst"
    )
    terms = terms.model_copy(update={"baselines": (anew, anew.model_copy(update={"indicator": "B"}))})
    rows = [row("indicators", code, at, actual=40, status="Final") for at, code in ((8, "A"), (9, "B"))]
    document = self_assessment(given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows)))
    shown = by(rows_of(grid(document, "indicators-safe")), "code")
    assert (shown["A"]["baseline"], shown["B"]["baseline"]) == ("fewer than 5", 4)
    assert [rule.split(":")[0] for rule in document.rules if rule.startswith("Agreed anew")] == ["Agreed anew, B"]


def test_nothing_is_kept_back_of_nothing() -> None:
    assert kept_back([], 5) == KeptBack(5)
    assert KeptBack(5).note(["A"]) == ""
    assert KeptBack(5, frozenset("A"), frozenset("B")).note("C") == ""  # a table tells of its own lines only
