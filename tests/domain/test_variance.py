"""How far a figure is from its target, worked by hand, and what a target is and reads like."""

from __future__ import annotations

from decimal import Decimal

import pytest

from laa_xl.domain.numbers import Figure
from laa_xl.domain.rating import symbol
from laa_xl.domain.variance import Target, Tolerance, variance, variance_fraction
from laa_xl.domain.words import Polarity

HIGHER, LOWER, RANGE, UNSET = Polarity.HIGHER, Polarity.LOWER, Polarity.RANGE, Polarity.UNSET


@pytest.mark.parametrize(
    ("actual", "target", "polarity", "points", "fraction"),
    [
        (72, Target(63), HIGHER, "9", "0.142857"),  # 9 / 63
        (10.8, Target(8.4), LOWER, "-2.4", "-0.285714"),  # -2.4 / 8.4
        (-5.3, Target(-28.3), LOWER, "-23", "-0.812721"),  # against the size of a negative target
        (3, Target(0), LOWER, "-3", None),  # no percentage of 0
        (15, Target(low=10, high=20), RANGE, "0", "0"),
        (8, Target(low=10, high=20), RANGE, "-2", "-0.2"),  # 2 below an edge of 10
        (25, Target(low=10, high=20), RANGE, "-5", "-0.25"),  # 5 above an edge of 20
        (25, Target(low=10), RANGE, "0", "0"),  # open above
        (-1, Target(low=0, high=20), RANGE, "-1", None),  # past an edge of 0
        (0, Target(low=0, high=20), RANGE, "0", "0"),
    ],
)
def test_variance_is_favourable_when_positive(
    actual: Figure, target: Target, polarity: Polarity, points: str, fraction: str | None
) -> None:
    assert variance(actual, target, polarity) == Decimal(points)
    found = variance_fraction(actual, target, polarity)
    assert found == (None if fraction is None else Decimal(fraction))


@pytest.mark.parametrize(
    ("actual", "target", "polarity"),
    [
        (None, Target(8.4), LOWER),
        (10.8, Target(), LOWER),
        (10.8, Target(low=1, high=2), LOWER),
        (10.8, Target(8.4), RANGE),
        (10.8, Target(low=20, high=10), RANGE),
        (10.8, Target(8.4), UNSET),
    ],
)
def test_what_is_missing_has_no_variance_and_no_symbol(
    actual: Figure | None, target: Target, polarity: Polarity
) -> None:
    assert variance(actual, target, polarity) is None
    assert variance_fraction(actual, target, polarity) is None
    assert symbol(actual, target, polarity, Tolerance()) is None


@pytest.mark.parametrize(
    ("target", "polarity", "known"),
    [
        (Target(0), HIGHER, True),
        (Target(low=0), RANGE, True),
        (Target(high=0), RANGE, True),
        (Target(low=5, high=5), RANGE, True),
        (Target(low=6, high=5), RANGE, False),
        (Target(5), RANGE, False),
        (Target(low=5), LOWER, False),
        (Target(5), UNSET, True),
        (Target(), UNSET, False),
    ],
)
def test_a_target_is_known_when_its_polarity_can_use_it(target: Target, polarity: Polarity, known: bool) -> None:
    assert target.known(polarity) is known


@pytest.mark.parametrize(
    ("target", "polarity", "written"),
    [
        (Target(1450), HIGHER, "1,450.0"),
        (Target(), LOWER, ""),
        (Target(low=10, high=20), RANGE, "10.0 to 20.0"),
        (Target(low=0), RANGE, "at least 0.0"),
        (Target(high=20.25), RANGE, "at most 20.25"),
        (Target(), RANGE, ""),
    ],
)
def test_a_target_is_written_for_people(target: Target, polarity: Polarity, written: str) -> None:
    assert target.written(polarity, 1) == written
