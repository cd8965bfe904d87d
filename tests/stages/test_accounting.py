"""The money report: sums that add up, what is missing and never 0, carry-forward, and money beside performance."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as cases
from hypothesis import settings
from hypothesis import strategies as st

from laa_xl.domain.agreement import FundingLine
from laa_xl.domain.documents import Document
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Row
from laa_xl.stages.accounting import money
from tests.support.report_inputs import by, given, grid, of_demonstration, returned, row, rows_of, total_of_grid
from tests.support.small_agreement import agreement, indicator

PERIOD, LAST_YEAR = Period(2008, 2), Period(2007, 4)
VIEWS = ("stream", "theme", "recipient", "pooling")


def funding(code: str, budget: float | None, theme: str = "SAFE", **more: Any) -> FundingLine:
    return FundingLine(**{"code": code, "theme": theme, "stream": f"Stream of {code}", "budget": budget, **more})


def line(code: str, number: int = 8, **more: Any) -> Row:
    return row("finance", code, number, **{"stream": f"Stream of {code}", **more})


def words(document: Document) -> str:
    return " ".join(document.parts[0].words)


@settings(max_examples=60, deadline=None)
@cases(
    st.lists(
        st.tuples(
            st.sampled_from(["SAFE", "JOBS"]),
            st.sampled_from(["Grant", "Bid"]),
            st.sampled_from(["Pooled", "Aligned", None]),
            st.sampled_from(["County", "Police", None]),
            *([st.none() | st.integers(0, 10**9).map(lambda pence: pence / 100)] * 4),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_view_adds_up_to_the_lines_to_the_penny(made: list[tuple[Any, ...]]) -> None:
    """Summed again with fractions of the pence that were entered."""
    names = ("theme", "stream", "pooling", "recipient", "budget", "profile", "spend", "outturn")
    lines = [dict(zip(names, one, strict=True)) for one in made]
    terms = agreement()
    returns = []
    for theme in ("SAFE", "JOBS"):
        mine = [one for one in lines if one["theme"] == theme]
        rows = [
            line(f"{theme}{at}", at + 8, **{name: value for name, value in one.items() if name != "theme"})
            for at, one in enumerate(mine)
        ]
        returns.append(returned(terms, theme, PERIOD, *rows))
    document = money(given(terms, PERIOD, *returns))

    def summed(name: str, some: list[dict[str, Any]]) -> Fraction | None:
        pence = [Fraction(round(one[name] * 100), 100) for one in some if one[name] is not None]
        return sum(pence, Fraction(0)) if pence else None

    def is_sum(shown: Any, exactly: Fraction | None) -> bool:
        return shown is None if exactly is None else Fraction(shown) == exactly

    for view in VIEWS:
        table = grid(document, f"money-by-{view}")
        groups = rows_of(table)
        assert sum(group["lines"] for group in groups) == len(lines)  # type: ignore[misc]
        for name, entered in (
            ("budget", "budget"),
            ("profile", "profile"),
            ("spend", "spend"),
            ("forecast", "outturn"),
        ):
            assert is_sum(total_of_grid(table)[name], summed(entered, lines)), (view, name)
            parts = [Fraction(group[name]) for group in groups if group[name] is not None]  # type: ignore[arg-type]
            assert is_sum(total_of_grid(table)[name], sum(parts, Fraction(0)) if parts else None)
    complete = all(one["budget"] is not None and one["outturn"] is not None for one in lines)
    variance = total_of_grid(grid(document, "money-by-stream"))["variance"]
    assert (variance is not None) == complete
    if complete:
        assert Fraction(variance) == (summed("outturn", lines) or 0) - (summed("budget", lines) or 0)  # type: ignore[arg-type]


def test_a_line_that_no_return_carries_stands_with_its_agreed_budget() -> None:
    terms = agreement(
        indicator("A"), funding=[funding("L1", 1000), funding("L2", 500, "JOBS"), funding("OLD", 9, year=2007)]
    )
    document = money(
        given(terms, PERIOD, returned(terms, "SAFE", PERIOD, line("L1", budget=1000.0, spend=0.0, outturn=1000.0)))
    )
    lines = by(rows_of(grid(document, "money-lines")), "line")
    assert set(lines) == {"L1", "L2"}
    assert (lines["L2"]["budget"], lines["L2"]["spend"], lines["L2"]["band"]) == (500, None, "Grey")
    assert lines["L1"]["spend"] == 0  # nil was said, and is nil
    assert (
        grid(document, "money-lines").note
        == "Without a figure: profile of 2 lines, spend of 1 line and forecast of 1 line."
    )
    assert "Spend to date is £0 on the 1 line that gives it." in words(document)


def test_what_is_beyond_its_band_is_told_with_the_partners_words() -> None:
    terms = agreement(funding=[funding("L1", 1000)])
    one = line("L1", budget=1000.0, profile=500.0, spend=600.0, outturn=1060.0, comment="Two posts came early")
    (bullet,) = money(given(terms, PERIOD, returned(terms, "SAFE", PERIOD, one))).parts[0].bullets
    assert bullet.rag == "Red"
    assert bullet.text == (
        "Forecast £1,060 against a budget of £1,000 is an overspend of £60, 6% (green to 2%, amber to 5%); 60% of it spent with "
        "50% of the year gone. Two posts came early."
    )
    assert bullet.origin == "Safer Communities return, Finance, G8, F8, H8; Agreement funding streams, L1"


def test_a_ledger_total_that_is_not_the_sum_of_its_lines_is_told() -> None:
    terms = agreement(funding=[funding("L1", 1000), funding("L2", 500)])
    rows = [
        line("L1", 8, budget=1000.0, spend=300.0, outturn=1000.0),
        line("L2", 9, budget=500.0, spend=200.0, outturn=500.0),
        row("finance", "TOTAL", 10, spend=510.0, outturn=1500.0),
    ]
    document = money(given(terms, PERIOD, returned(terms, "SAFE", PERIOD, *rows)))
    said = [bullet.text for bullet in document.parts[0].bullets]
    assert said == ["The theme's own total of spend to date, £510, is £10 more than its lines."]
    assert total_of_grid(grid(document, "money-by-theme"))["spend"] == 500  # the row of totals is no line


def test_what_last_year_left_is_brought_beside_this_years_budget() -> None:
    terms = agreement(funding=[funding("L1", 1000), funding("L2", 500)], start_year=2007)
    last = returned(
        terms, "SAFE", LAST_YEAR, line("L1", budget=900.0, spend=850.25, outturn=890.0), line("L2", budget=400.0)
    )
    now = returned(
        terms, "SAFE", PERIOD, line("L1", budget=1000.0, outturn=1100.0), line("L2", 9, budget=500.0, outturn=480.0)
    )
    lines = by(rows_of(grid(money(given(terms, PERIOD, last, now)), "carry-forward")), "line")
    assert (lines["L1"]["brought"], lines["L1"]["left"], lines["L1"]["found"]) == (Decimal("49.75"), 0, 100)
    assert (lines["L2"]["brought"], lines["L2"]["left"], lines["L2"]["found"]) == (
        None,
        20,
        0,
    )  # nobody said what was spent


def test_money_stands_beside_what_it_bought() -> None:
    terms = agreement(
        indicator("A"),
        indicator("B"),
        indicator("C", outcome="JOBS1"),
        funding=[funding("L1", 750), funding("L2", 250, "JOBS")],
    )
    figures = [
        row("indicators", "A", 8, actual=50, status="Final"),
        row("indicators", "B", 9, actual=120, status="Final"),
    ]
    safe = returned(terms, "SAFE", PERIOD, *figures, line("L1", budget=750.0, spend=400.0, outturn=750.0))
    document = money(given(terms, PERIOD, safe))
    lines = by(rows_of(grid(document, "spend-and-performance")), "theme")
    safer, jobs = lines["Safer Communities"], lines["Jobs and Skills"]
    assert (safer["budget_pct"], safer["rating"], safer["green"], safer["red"]) == (Decimal("0.75"), "Red", 1, 1)
    assert (jobs["budget"], jobs["spend"], jobs["rating"], jobs["not_measured"]) == (250, None, "Grey", 1)
    (stream,) = [one for one in rows_of(grid(document, "streams-and-performance")) if one["stream"] == "Stream of L1"]
    assert (stream["spend"], stream["green"]) == (400, 1)


def test_of_leicester_the_printed_budgets_are_told_and_nothing_is_made_up() -> None:
    # Paper on serious acquisitive crime, section 3: 132,158 + 26,000 + 40,000; neither spend nor forecast is published.
    document = money(of_demonstration("leicester-2008"))
    assert words(document).startswith(
        "Budgets for 2008-09 come to £198,158, in 3 lines. No line gives its spend to date."
    )
    whole = total_of_grid(grid(document, "money-lines"))
    assert (whole["budget"], whole["spend"], whole["forecast"], whole["variance"]) == (198158, None, None, None)
    assert all(line.sources for table in document.grids for line in table.lines if not line.total)


@pytest.mark.parametrize("name", ["leicestershire-2006"])
def test_without_finance_lines_the_report_says_so(name: str) -> None:
    document = money(of_demonstration(name))
    assert words(document) == "No finance line is agreed for this year, so there is no money to report on."
    assert not list(document.grids)
