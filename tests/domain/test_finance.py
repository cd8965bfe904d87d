"""Finance lines and their sums."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.finance import FinanceBands, FinanceView, Total, finance_view, total_difference, total_of
from laa_xl.domain.numbers import Figure
from laa_xl.domain.words import Rag

RED, AMBER, GREEN, GREY = Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREY


def line(**changes: Any) -> FinanceView:
    case: dict[str, Any] = {"budget": 1000, "spent": 300, "profiled": 450, "forecast": 1000, "quarter": 2}
    return finance_view(**case | changes)


@pytest.mark.parametrize(
    ("budget", "forecast", "expected"),
    [
        (1000, 1000, GREEN),
        (1000, 1020, GREEN),  # exactly 2 %
        (1000, 980, GREEN),
        (1000, 1020.01, AMBER),
        (1000, 979.99, AMBER),  # an underspend is a finding too
        (1000, 1050, AMBER),
        (1000, 950, AMBER),
        (1000, 1050.01, RED),
        (1000, 949.99, RED),
        (1000, 0, RED),
        (0, 0, GREEN),
        (0, 1, RED),
        (-1000, -1030, AMBER),  # an income line: 3 % of its size
        (None, 1000, GREY),
        (1000, None, GREY),
        (None, None, GREY),
    ],
)
def test_a_forecast_is_banded_both_ways(budget: Figure | None, forecast: Figure | None, expected: Rag) -> None:
    assert line(budget=budget, forecast=forecast).rag is expected


def test_the_bands_are_settings() -> None:
    bands = FinanceBands(green_up_to=5, amber_up_to=10, version="2")
    assert line(forecast=1050, bands=bands).rag is GREEN
    assert line(forecast=1100, bands=bands).rag is AMBER
    assert "finance bands, version 2." in line(bands=bands).explanation


def test_a_line_shows_variance_spend_and_the_year() -> None:
    found = line(forecast=1030)
    assert found.variance == 30
    assert found.variance_fraction == Decimal("0.03")
    assert found.against_profile == -150
    assert found.spent_fraction == Decimal("0.3")
    assert found.year_fraction == Decimal("0.5")


@pytest.mark.parametrize(
    ("changes", "variance", "fraction", "against_profile", "spent"),
    [
        ({"budget": None}, None, None, -150, None),
        ({"forecast": None}, None, None, -150, Decimal("0.3")),
        ({"spent": None}, 0, 0, None, None),
        ({"profiled": None}, 0, 0, None, Decimal("0.3")),
        ({"spent": 0}, 0, 0, -450, 0),
        ({"budget": 0}, 1000, None, -150, None),
    ],
)
def test_what_is_missing_is_none_and_not_zero(
    changes: dict[str, Any],
    variance: Figure | None,
    fraction: Figure | None,
    against_profile: Figure | None,
    spent: Figure | None,
) -> None:
    found = line(**changes)
    assert (found.variance, found.variance_fraction) == (variance, fraction)
    assert (found.against_profile, found.spent_fraction) == (against_profile, spent)


SPENT = "; 30% of it spent with 50% of the year gone"
VERSION = "; finance bands, version 1."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, f"Green: forecast £1,000 against a budget of £1,000 is on budget{SPENT}{VERSION}"),
        (
            {"forecast": 1020.01},  # 2.0 % would read as if it stood on the edge
            "Amber: forecast £1,020.01 against a budget of £1,000 is an overspend of £20.01, 2.001% "
            f"(green to 2%, amber to 5%){SPENT}{VERSION}",
        ),
        (
            {"forecast": 1033.33, "spent": None},
            "Amber: forecast £1,033.33 against a budget of £1,000 is an overspend of £33.33, 3.3% "
            f"(green to 2%, amber to 5%){VERSION}",
        ),
        (
            {"forecast": 1000.01, "spent": None},
            "Green: forecast £1,000.01 against a budget of £1,000 is an overspend of £0.01, 0.001% "
            f"(green to 2%, amber to 5%){VERSION}",
        ),
        (
            {"forecast": 900, "spent": None},
            "Red: forecast £900 against a budget of £1,000 is an underspend of £100, 10% "
            f"(green to 2%, amber to 5%){VERSION}",
        ),
        (
            {"budget": 0, "forecast": 5},
            "Red: forecast £5 against a budget of £0 is an overspend of £5 where nothing was budgeted" + VERSION,
        ),
        ({"forecast": None}, f"Grey: no forecast given{SPENT}{VERSION}"),
        ({"budget": None}, f"Grey: no budget given{VERSION}"),
        ({"budget": None, "forecast": None}, f"Grey: no budget or forecast given{VERSION}"),
        (
            {"budget": -100, "forecast": -100.5, "spent": None},
            "Green: forecast -£100.50 against a budget of -£100 is an underspend of £0.50, 0.5% "
            f"(green to 2%, amber to 5%){VERSION}",
        ),
    ],
)
def test_a_line_explains_itself(changes: dict[str, Any], sentence: str) -> None:
    assert line(**changes).explanation == sentence


@given(st.integers(1, 10**7), st.integers(0, 10**7))
def test_an_overspend_and_an_underspend_of_the_same_size_have_the_same_band(budget: int, size: int) -> None:
    over, under = line(budget=budget, forecast=budget + size), line(budget=budget, forecast=budget - size)
    assert over.rag is under.rag
    assert over.variance == -(under.variance or 0)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([0.1] * 10, Total(Decimal(1), 0)),
        ([100, None, 50.5], Total(Decimal("150.5"), 1)),
        ([None, None], Total(None, 2)),
        ([0], Total(Decimal(0), 0)),
        ([], Total(None, 0)),
    ],
)
def test_a_total_is_exact_and_counts_what_is_missing(amounts: list[Figure | None], expected: Total) -> None:
    assert total_of(amounts) == expected


@pytest.mark.parametrize(
    ("amounts", "stated", "difference"),
    [
        ([20_000, 16_000], 26_000, -10_000),  # Leicester's printed total was £10,000 short of its lines
        ([0.1, 0.2], 0.3, 0),
        ([100, None], 100, None),
        ([100], None, None),
        ([], 5, None),
    ],
)
def test_a_stated_total_is_compared_with_its_lines(
    amounts: list[Figure | None], stated: Figure | None, difference: Figure | None
) -> None:
    assert total_difference(amounts, stated) == difference
