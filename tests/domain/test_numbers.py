"""Exact figures, rounding and printing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.numbers import Figure, exact, in_full, plain, pounds, round_half_away, rounded6, total


def test_a_float_is_what_was_typed_and_not_its_binary_neighbour() -> None:
    assert exact(0.1) == Decimal("0.1")
    assert exact(14.8) - exact(11.0) == Decimal("3.8")  # 3.8000000000000007 in floats


@pytest.mark.parametrize("wild", [float("nan"), float("inf"), Decimal("-Infinity")])
def test_what_no_cell_can_hold_is_refused(wild: Figure) -> None:
    with pytest.raises(ValueError, match="is not a figure"):
        exact(wild)


@pytest.mark.parametrize(
    ("typed", "places", "expected"),
    [
        ("0.5", 0, "1"),  # Python's round gives 0
        ("2.5", 0, "3"),  # Python's and VBA's round give 2
        ("-2.5", 0, "-3"),
        ("1.005", 2, "1.01"),  # 1.00 in floats
        ("-0.4", 0, "0"),
        ("1450", -2, "1500"),
    ],
)
def test_a_half_is_rounded_away_from_zero(typed: str, places: int, expected: str) -> None:
    assert f"{round_half_away(Decimal(typed), places):f}" == expected


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=9))
def test_rounding_to_six_agrees_with_fractions(x: Decimal) -> None:
    millionths = abs(Fraction(x)) * 10**6
    nearest = (2 * millionths.numerator + millionths.denominator) // (2 * millionths.denominator)
    assert abs(Fraction(rounded6(x))) == Fraction(nearest, 10**6)
    assert rounded6(-x) == -rounded6(x)


def test_the_largest_number_of_a_cell_is_rounded_without_a_crash() -> None:
    assert rounded6(exact(1.7e308)) == exact(1.7e308)


@pytest.mark.parametrize(
    ("figure", "decimals", "printed"),
    [
        (None, 2, ""),
        (None, None, ""),
        (0, None, "0"),
        (0, 2, "0.00"),
        (1450.0, None, "1,450"),
        (1450.0, 1, "1,450.0"),
        (1234567.891, None, "1,234,567.891"),
        (Decimal("2.50"), None, "2.5"),
        (Decimal("1E+3"), None, "1,000"),
        (0.00001, None, "0.00001"),
        (100, None, "100"),
        (-28.3, None, "-28.3"),
        (-0.04, 1, "0.0"),
        (-0.0, None, "0"),
        (2.345, 2, "2.35"),
        (100000 * 1.1, None, "110,000"),  # 110000.00000000001 in floats
        (123456789012.34, None, "123,456,789,012.34"),
    ],
)
def test_a_figure_is_printed_for_people_and_none_is_not_zero(
    figure: Figure | None, decimals: int | None, printed: str
) -> None:
    assert plain(figure, decimals) == printed


@pytest.mark.parametrize(
    ("figure", "decimals", "printed"),
    [
        (1177.1, 0, "1,177.1"),  # 1,177 would hide the difference from 1,177.5
        (1177.0, 0, "1,177"),
        (80, 2, "80.00"),
        (1 / 3, 1, "0.333333"),
        (1 / 3, None, "0.333333"),
        (None, 1, ""),
    ],
)
def test_a_figure_in_full_never_hides_digits_that_decide(
    figure: Figure | None, decimals: int | None, printed: str
) -> None:
    assert in_full(figure, decimals) == printed


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_what_is_printed_reads_back_as_the_same_figure(x: Decimal) -> None:
    assert Decimal(plain(x).replace(",", "")) == x


def test_a_column_of_tenths_adds_up() -> None:
    assert total([0.1] * 10) == 1
    assert total([]) == 0


@pytest.mark.parametrize(
    ("amount", "told"), [(1250, "1,250"), (0.5, "0.50"), (-1234.5, "-1,234.50"), (0, "0"), (None, "")]
)
def test_pounds_have_both_digits_of_their_pennies_or_none(amount: Figure | None, told: str) -> None:
    assert pounds(amount) == told
