"""The quick variance in floats is the exact one, or it says nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from laa_xl.domain.numbers import exact, rounded6
from laa_xl.domain.quick import fractions, points


def points_millionths(actual: float, target: float) -> int | None:
    return points([actual], [target])[0]


def fraction_millionths(actual: float, target: float) -> int | None:
    return fractions([actual], [target])[0]


floats = st.floats(allow_nan=False, allow_infinity=False)
typed = st.decimals(min_value=-100_000, max_value=100_000, places=7).map(float)
hundredths = st.integers(1, 10_000).map(lambda pence: pence / 100)


def exact_points(actual: float, target: float) -> Decimal:
    return rounded6(exact(actual) - exact(target)) * 10**6


def exact_fraction(actual: float, target: float) -> Decimal:
    return rounded6((exact(actual) - exact(target)) / abs(exact(target))) * 10**6


@given(floats | typed, floats | typed)
@example(0.0000005, 0.0)  # a half
@example(0.1, 0.0999995)  # a half that floats miss by a hair
@example(1e300, -1e300)
@example(5e-324, 0.0)
@example(123456.1234565, 0.0)
def test_quick_points_are_the_exact_ones(actual: float, target: float) -> None:
    quick = points_millionths(actual, target)
    assert quick is None or quick == exact_points(actual, target)


@given(floats | typed, floats | typed)
@example(89.99995, 100.0)  # -0.1000005
@example(72.0, 80.0)
@example(1.0, 5e-324)
@example(1.0, 0.0)
@example(1.7e308, -1e-300)
def test_quick_fractions_are_the_exact_ones(actual: float, target: float) -> None:
    quick = fraction_millionths(actual, target)
    assert quick is None or quick == exact_fraction(actual, target)


@given(hundredths, st.integers(-2_000_000, 2_000_000))
def test_at_and_beside_every_half_the_quick_way_is_right_or_silent(target: float, millionth: int) -> None:
    at = exact(target) * (1 + (Decimal(millionth) + Decimal("0.5")) / 10**6)
    for hair in (Decimal(0), Decimal("1e-12"), Decimal("-1e-12"), Decimal("1e-9"), Decimal("-1e-9")):
        actual = float(at + hair)
        quick = fraction_millionths(actual, target)
        assert quick is None or quick == exact_fraction(actual, target)


@pytest.mark.parametrize(("actual", "target"), [(89.99995, 100.0), (0.0000005, 0.0)])
def test_on_a_half_the_exact_rule_is_asked(actual: float, target: float) -> None:
    assert points_millionths(actual, target) is None or fraction_millionths(actual, target) is None


@given(hundredths, hundredths)
def test_figures_of_two_decimals_are_quick_unless_they_are_near_a_half(actual: float, target: float) -> None:
    assert points_millionths(actual, target) == exact_points(actual, target)
    twice = exact_fraction(actual, target) * 2
    near = abs((exact(actual) - exact(target)) / exact(target) * 2 * 10**6 - twice) > Decimal("0.999")
    assert near or fraction_millionths(actual, target) is not None


def test_what_is_no_float_has_no_quick_answer() -> None:
    odd = [None, "5", True, 5, Decimal(5)]
    assert points(odd, [1.0] * 5) == points([1.0] * 5, odd) == [None] * 5
    assert fractions(odd, [1.0] * 5) == fractions([1.0] * 5, odd) == [None] * 5


@pytest.mark.parametrize("wild", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_figure_has_no_quick_answer(wild: float) -> None:
    assert points_millionths(wild, 1.0) is points_millionths(1.0, wild) is None
    assert fraction_millionths(wild, 1.0) is fraction_millionths(1.0, wild) is None
