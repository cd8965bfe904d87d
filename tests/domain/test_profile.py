"""Period targets from year-end targets."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.numbers import Figure
from laa_xl.domain.profile import Shares, period_target, shares_sum_to_one
from laa_xl.domain.words import Accumulation

CUMULATIVE = Accumulation.CUMULATIVE
SUMMER = (0.1, 0.5, 0.3, 0.1)


@pytest.mark.parametrize(
    ("year_end", "quarter", "accumulation", "shares", "decimals", "explicit", "expected"),
    [
        (1450, 2, CUMULATIVE, None, 0, None, 725.0),  # half the homes of NI 154 at half-year
        (1450, 1, CUMULATIVE, None, 0, None, 363.0),  # 362.5, half away from zero
        (-1450, 1, CUMULATIVE, None, 0, None, -363.0),
        (1450, 1, CUMULATIVE, None, 1, None, 362.5),
        (1450, 4, CUMULATIVE, None, 0, None, 1450.0),
        (1450, 2, CUMULATIVE, None, 0, 1450, 1450.0),  # the printed period target stands
        (1450, 2, CUMULATIVE, None, 0, 0, 0.0),  # 0 is a target too
        (None, 2, CUMULATIVE, None, 0, 700.4, 700.4),  # as stated, unrounded
        (None, 2, CUMULATIVE, SUMMER, 0, None, None),
        (200, 1, CUMULATIVE, SUMMER, 0, None, 20.0),
        (200, 2, CUMULATIVE, SUMMER, 0, None, 120.0),  # 0.1 + 0.5 of 200
        (200, 3, CUMULATIVE, SUMMER, 0, None, 180.0),
        (200, 4, CUMULATIVE, SUMMER, 0, None, 200.0),
        (8.4, 1, Accumulation.POINT, None, 1, None, 8.4),
        (8.4, 2, Accumulation.RATE, SUMMER, 1, None, 8.4),  # only a cumulative measure has a profile
        (8.4, 3, Accumulation.ROLLING, None, 1, None, 8.4),
        (8.45, 4, Accumulation.SURVEY, None, 1, None, 8.5),
    ],
)
def test_a_period_target_follows_from_the_year_end(
    year_end: Figure | None,
    quarter: int,
    accumulation: Accumulation,
    shares: Shares | None,
    decimals: int,
    explicit: Figure | None,
    expected: float | None,
) -> None:
    assert period_target(year_end, quarter, accumulation, shares, decimals, explicit) == expected


@pytest.mark.parametrize("quarter", [0, 5])
def test_a_year_has_four_quarters(quarter: int) -> None:
    with pytest.raises(ValueError, match="quarters 1 to 4"):
        period_target(100, quarter, CUMULATIVE, None, 0, None)


@pytest.mark.parametrize(
    ("shares", "whole"),
    [
        ((0.25, 0.25, 0.25, 0.25), True),
        (SUMMER, True),  # 1.0000000000000002 in some orders of adding floats
        ((0.7, 0.1, 0.1, 0.1), True),  # 0.9999999999999999 in floats
        ((1 / 3, 1 / 3, 1 / 3, 0), True),
        ((0.25, 0.25, 0.25, 0.24), False),
        ((25, 25, 25, 25), False),  # percentages typed as whole numbers
    ],
)
def test_shares_make_up_the_year(shares: Shares, whole: bool) -> None:
    assert shares_sum_to_one(shares) is whole


@given(st.integers(-10_000, 10_000), st.integers(1, 4), st.integers(0, 3))
def test_a_straight_line_is_within_half_a_digit_of_the_exact_quarter(
    year_end: int, quarter: int, decimals: int
) -> None:
    found = period_target(year_end, quarter, CUMULATIVE, None, decimals, None)
    assert found is not None
    off = abs(Fraction(Decimal(repr(found))) - Fraction(year_end * quarter, 4))
    assert off <= Fraction(1, 2 * 10**decimals)


@given(st.integers(0, 10_000), st.tuples(*[st.integers(0, 100)] * 4).filter(any))
def test_shares_never_fall_through_the_year_and_end_at_the_year_end(
    year_end: int, parts: tuple[int, int, int, int]
) -> None:
    whole = sum(parts)
    first, second, third = (Decimal(part) / whole for part in parts[:3])
    shares = (first, second, third, 1 - first - second - third)
    path = [period_target(year_end, quarter, CUMULATIVE, shares, 2, None) or 0.0 for quarter in (1, 2, 3, 4)]
    assert path == sorted(path)
    assert path[3] == year_end
