"""What is compared with what, and when it is an arrow."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from laa_xl.domain.direction import Basis, Comparator, Travel, comparator, direction
from laa_xl.domain.numbers import Figure
from laa_xl.domain.variance import Target
from laa_xl.domain.words import Accumulation, Direction, Polarity

HIGHER, LOWER, RANGE, UNSET = Polarity.HIGHER, Polarity.LOWER, Polarity.RANGE, Polarity.UNSET
IMPROVED, STEADY, WORSENED, NONE = Direction.IMPROVED, Direction.STEADY, Direction.WORSENED, Direction.NONE


def travel(current: Figure | None, earlier: Figure | None, polarity: Polarity = HIGHER, **more: Any) -> Travel:
    before = Comparator(earlier, Basis.NONE if earlier is None else Basis.PREVIOUS)
    case: dict[str, Any] = {"target": Target(low=10, high=20)}
    return direction(current=current, comparator=before, polarity=polarity, **case | more)


# Last year 1, previous period 2, baseline 3; None where it is not there.
@pytest.mark.parametrize(
    ("accumulation", "seasonal", "figures", "value", "basis"),
    [
        (Accumulation.CUMULATIVE, False, (1, 2, 3), 1, Basis.LAST_YEAR),
        (Accumulation.CUMULATIVE, False, (None, 2, 3), None, Basis.NONE),
        (Accumulation.POINT, True, (1, 2, 3), 1, Basis.LAST_YEAR),
        (Accumulation.POINT, True, (None, 2, 3), None, Basis.NONE),
        (Accumulation.POINT, False, (1, 2, 3), 2, Basis.PREVIOUS),
        (Accumulation.RATE, False, (1, None, 3), 3, Basis.BASELINE),
        (Accumulation.ROLLING, False, (1, 0, 3), 0, Basis.PREVIOUS),  # 0 is a figure
        (Accumulation.ROLLING, False, (1, None, None), None, Basis.NONE),
        (Accumulation.SURVEY, False, (1, 2, 3), 1, Basis.LAST_YEAR),
        (Accumulation.SURVEY, False, (None, 2, 3), 3, Basis.BASELINE),
    ],
)
def test_only_a_comparable_figure_is_compared(
    accumulation: Accumulation,
    seasonal: bool,
    figures: tuple[Figure | None, Figure | None, Figure | None],
    value: Figure | None,
    basis: Basis,
) -> None:
    last_year, previous, baseline = figures
    found = comparator(
        accumulation=accumulation,
        seasonal=seasonal,
        same_last_year=last_year,
        previous=previous,
        baseline=baseline,
    )
    assert found == Comparator(value, basis)


def test_a_comparator_explains_itself() -> None:
    assert Comparator(1450, Basis.LAST_YEAR).explanation == "Compared with the same period last year, 1,450."
    assert Comparator(None, Basis.NONE).explanation == "There is no comparable earlier figure."


@pytest.mark.parametrize(
    ("current", "earlier", "polarity", "expected"),
    [
        (103, 100, HIGHER, IMPROVED),
        (102, 100, HIGHER, STEADY),  # exactly 2 %: the edge is steady
        (102.0001, 100, HIGHER, IMPROVED),
        (102.00004, 100, HIGHER, STEADY),  # 0.0200004 rounds to 0.02
        (98, 100, HIGHER, STEADY),
        (97.9, 100, HIGHER, WORSENED),
        (97.9, 100, LOWER, IMPROVED),
        (-30, -28.3, LOWER, IMPROVED),  # 1.7 of 28.3: a negative comparator counts by its size
        (0, 0, HIGHER, STEADY),
        (0.01, 0, HIGHER, IMPROVED),  # comparator 0: any change counts
        (0.01, 0, LOWER, WORSENED),
        (12, 18, RANGE, STEADY),  # inside both times
        (22, 25, RANGE, IMPROVED),  # 5 outside, now 2: 3 of 25 = 12 %
        (5, 22, RANGE, WORSENED),  # 2 above, now 5 below
        (22, 18, RANGE, WORSENED),
        (20.3, 20, RANGE, STEADY),  # 0.3 of 20 = 1.5 %
    ],
)
def test_a_change_beyond_the_dead_band_is_an_arrow(
    current: float, earlier: float, polarity: Polarity, expected: Direction
) -> None:
    assert travel(current, earlier, polarity).direction is expected


@pytest.mark.parametrize(("band", "expected"), [(0, IMPROVED), (4.9, IMPROVED), (5, STEADY)])
def test_the_dead_band_is_a_setting(band: float, expected: Direction) -> None:
    assert travel(105, 100, dead_band_percent=band).direction is expected


@pytest.mark.parametrize(
    ("current", "confidence", "expected"),
    [
        (53, 3, STEADY),  # 3 points is not beyond plus or minus 3
        (53.1, 3, IMPROVED),
        (46.9, 3, WORSENED),
        (50.1, 0, IMPROVED),
        (60, None, NONE),
    ],
)
def test_a_survey_needs_a_change_beyond_its_confidence_interval(
    current: float, confidence: float | None, expected: Direction
) -> None:
    assert travel(current, 50, survey=True, confidence=confidence).direction is expected


def test_a_measure_that_is_no_survey_ignores_a_confidence_interval() -> None:
    assert travel(53, 50, confidence=10).direction is IMPROVED


@pytest.mark.parametrize(
    ("current", "earlier", "polarity", "target", "why"),
    [
        (None, 5, HIGHER, Target(), "there is no figure for this period"),
        (5, None, HIGHER, Target(), "there is no comparable earlier figure"),
        (5, 6, UNSET, Target(), "nobody has said yet whether higher or lower is better"),
        (5, 6, RANGE, Target(), "the range to measure the distance from is not set"),
    ],
)
def test_without_a_comparison_there_is_never_an_arrow(
    current: Figure | None, earlier: Figure | None, polarity: Polarity, target: Target, why: str
) -> None:
    found = travel(current, earlier, polarity, target=target)
    assert found == Travel(NONE, None, None, f"No comparison: {why}.")


@pytest.mark.parametrize(
    ("current", "earlier", "more", "sentence"),
    [
        (
            *(10.8, 11.5, {"polarity": LOWER}),  # 0.7 of 11.5 is 6.09 %: one decimal reads best
            "Improved: 10.8 against 11.5 (previous period) is 6.1% better (up to 2% is steady).",
        ),
        (*(103.26, 100, {}), "Improved: 103.26 against 100 (previous period) is 3.3% better (up to 2% is steady)."),
        (*(96.5, 100, {}), "Worsened: 96.5 against 100 (previous period) is 3.5% worse (up to 2% is steady)."),
        # with one decimal these would read as no change, or as one that stands on the dead band
        (*(100.01, 100, {}), "Steady: 100.01 against 100 (previous period) is 0.01% better (up to 2% is steady)."),
        (
            *(102.0001, 100, {}),
            "Improved: 102.0001 against 100 (previous period) is 2.0001% better (up to 2% is steady).",
        ),
        (*(97.96, 100, {}), "Worsened: 97.96 against 100 (previous period) is 2.04% worse (up to 2% is steady)."),
        (*(100, 100, {}), "Steady: 100 against 100 (previous period) is unchanged (up to 2% is steady)."),
        (
            *(106, 100, {"dead_band_percent": 2.5}),
            "Improved: 106 against 100 (previous period) is 6% better (up to 2.5% is steady).",
        ),
        (
            *(1, 0, {"polarity": LOWER}),
            "Worsened: 1 against 0 (previous period) is 1 point worse (any change from 0 counts).",
        ),
        (*(2, 0, {}), "Improved: 2 against 0 (previous period) is 2 points better (any change from 0 counts)."),
        (*(0, 0, {}), "Steady: 0 against 0 (previous period) is unchanged (any change from 0 counts)."),
        (
            *(51.5, 50, {"survey": True, "confidence": 3}),
            "Steady: 51.5 against 50 (previous period) is 1.5 points better (confidence interval of 3 points).",
        ),
        (
            *(48.5, 50, {"survey": True, "confidence": 1}),
            "Worsened: 48.5 against 50 (previous period) is 1.5 points worse (confidence interval of 1 point).",
        ),
        (
            *(22, 25, {"polarity": RANGE}),
            "Improved: 22 against 25 (previous period) is 12% better, by distance from the range (up to 2% is steady).",
        ),
    ],
)
def test_a_direction_explains_itself(current: Figure, earlier: Figure, more: dict[str, Any], sentence: str) -> None:
    assert travel(current, earlier, **more).explanation == sentence


@pytest.mark.parametrize(
    ("current", "earlier", "more", "change", "fraction"),
    [
        (110, 100, {}, "10", "0.1"),
        (90, 100, {}, "-10", "-0.1"),
        (90, 100, {"polarity": LOWER}, "10", "0.1"),
        (-30, -28.3, {"polarity": LOWER}, "1.7", "0.060071"),  # 1.7 of the size of 28.3
        (1, 3, {}, "-2", "-0.666667"),
        (2, 0, {}, "2", None),  # nothing has no percentage
        (52, 50, {"survey": True, "confidence": None}, "2", "0.04"),
        (22, 25, {"polarity": RANGE}, "3", "0.12"),  # 5 outside the range, then 2
    ],
)
def test_the_change_is_told_in_points_and_as_a_part_of_the_earlier_figure(
    current: Figure, earlier: Figure, more: dict[str, Any], change: str, fraction: str | None
) -> None:
    found = travel(current, earlier, **more)
    assert found.change == Decimal(change)
    assert found.change_fraction == (None if fraction is None else Decimal(fraction))


def test_an_imported_figure_is_named_as_one() -> None:
    found = direction(
        current=110,
        comparator=Comparator(100, Basis.LAST_YEAR, imported=True),
        polarity=HIGHER,
        target=Target(),
    )
    assert found.explanation == (
        "Improved: 110 against 100 (same period last year, imported) is 10% better (up to 2% is steady)."
    )


two_decimals = st.decimals(min_value=-1000, max_value=1000, places=2)


@given(two_decimals, two_decimals)
def test_turning_the_polarity_turns_the_arrow(current: Decimal, earlier: Decimal) -> None:
    turned = {IMPROVED: WORSENED, WORSENED: IMPROVED, STEADY: STEADY}
    assert travel(current, earlier, LOWER).direction is turned[travel(current, earlier, HIGHER).direction]


@given(two_decimals, two_decimals)
def test_an_arrow_means_more_than_two_per_cent(current: Decimal, earlier: Decimal) -> None:
    assume(earlier != 0)
    beyond = abs(current - earlier) * 50 > abs(earlier)
    close_to_the_edge = abs(abs(current - earlier) * 50 - abs(earlier)) <= abs(earlier) * Decimal("0.00003")
    assume(not close_to_the_edge or abs(current - earlier) * 50 == abs(earlier))
    assert (travel(current, earlier).direction is not STEADY) is beyond
