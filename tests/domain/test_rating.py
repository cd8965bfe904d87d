"""The rating rule, against figures worked by hand, a second method, and Leicester's published symbols."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.numbers import Figure
from laa_xl.domain.rating import GreyReason, Rating, forecast_disagrees, forecast_symbol, group_rag, rate, symbol
from laa_xl.domain.variance import Target, Tolerance, variance_fraction
from laa_xl.domain.words import DataStatus, Judgement, Polarity, Rag, RatingMode, Symbol, ToleranceKind

HIGHER, LOWER, RANGE, UNSET = Polarity.HIGHER, Polarity.LOWER, Polarity.RANGE, Polarity.UNSET
STAR, CIRCLE, TRIANGLE = Symbol.STAR, Symbol.CIRCLE, Symbol.TRIANGLE
BETTER, WITHIN, WORSE = Judgement.BETTER, Judgement.WITHIN, Judgement.WORSE
RED, AMBER, GREEN, GREY = Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREY
POINTS = ToleranceKind.POINTS

two_decimals = st.decimals(min_value=-1000, max_value=1000, places=2)
tolerances = st.integers(min_value=0, max_value=30)


def rated(**changes: Any) -> Rating:
    """NI 117 of Leicester at September 2008, with the changes that a case is about."""
    case: dict[str, Any] = {
        "actual": 10.8,
        "status": DataStatus.FINAL,
        "target": Target(8.4),
        "year_end": Target(7.9),
        "forecast": None,
        "judgement": BETTER,
        "polarity": LOWER,
        "tolerance": Tolerance(),
        "mode": RatingMode.OUTLOOK,
        "version": "1",
        "placeholder": False,
    }
    return rate(**case | changes)


# Symbols


@pytest.mark.parametrize(
    ("code", "actual", "target", "polarity", "printed"),
    [
        ("NI020", 0.98, 1.55, LOWER, STAR),
        ("NI039", 1990.90, 2776.00, LOWER, STAR),
        ("NI040", 1177.10, 1177.50, HIGHER, CIRCLE),
        ("NI056i", 19.60, 21.50, LOWER, CIRCLE),
        ("NI059", 72.00, 63.00, HIGHER, STAR),
        ("NI112", -5.30, -28.30, LOWER, TRIANGLE),
        ("NI125", 59.00, 80.00, HIGHER, TRIANGLE),
        ("NI126", 100.00, 80.00, HIGHER, STAR),
        ("NI131", 13.00, 11.90, LOWER, CIRCLE),
        ("NI135", 10.00, 12.00, HIGHER, TRIANGLE),
        ("NI167", 4.23, 4.28, LOWER, CIRCLE),
        ("NI186", 1.80, 3.90, HIGHER, TRIANGLE),
    ],
)
def test_ten_per_cent_explains_twelve_symbols_that_leicester_printed(
    code: str, actual: float, target: float, polarity: Polarity, printed: Symbol
) -> None:
    assert symbol(actual, Target(target), polarity, Tolerance()) is printed, code


def test_ni179a_is_a_star_only_with_its_own_five_per_cent() -> None:
    target = Target(10326.00)  # 11,043 is 6.94 % better
    assert symbol(11043.00, target, HIGHER, Tolerance(5, 5)) is STAR
    assert symbol(11043.00, target, HIGHER, Tolerance()) is CIRCLE


def test_the_star_printed_for_ni065_is_explained_by_no_tolerance() -> None:
    found = {symbol(14.80, Target(11.00), LOWER, Tolerance(size, size)) for size in range(101)}
    assert found == {TRIANGLE, CIRCLE}  # 34.5 % worse: never a star


@pytest.mark.parametrize(
    ("actual", "target", "polarity", "tolerance", "expected"),
    [
        (95, 100, HIGHER, Tolerance(upper=10, lower=5), CIRCLE),
        (94.99, 100, HIGHER, Tolerance(upper=10, lower=5), TRIANGLE),
        (110, 100, HIGHER, Tolerance(upper=10, lower=5), CIRCLE),
        (110.01, 100, HIGHER, Tolerance(upper=10, lower=5), STAR),
        (
            105,
            100,
            LOWER,
            Tolerance(upper=10, lower=5),
            CIRCLE,
        ),  # lower is the worse side for either polarity
        (105.01, 100, LOWER, Tolerance(upper=10, lower=5), TRIANGLE),
        (110, 100, HIGHER, Tolerance(), CIRCLE),
        (110.01, 100, HIGHER, Tolerance(), STAR),
        (98, 100, HIGHER, Tolerance(2, 2, POINTS), CIRCLE),
        (97.9, 100, HIGHER, Tolerance(2, 2, POINTS), TRIANGLE),
        (102.1, 100, HIGHER, Tolerance(2, 2, POINTS), STAR),
        (0, 0, LOWER, Tolerance(), CIRCLE),
        (1, 0, LOWER, Tolerance(), TRIANGLE),  # target 0, only a % tolerance: 0 points
        (1, 0, HIGHER, Tolerance(), STAR),
        (1, 0, LOWER, Tolerance(1, 1, POINTS), CIRCLE),
        (89.99999, 100, HIGHER, Tolerance(), CIRCLE),  # -0.1000001 rounds to -0.1
        (89.9999, 100, HIGHER, Tolerance(), TRIANGLE),  # -0.100001 stays beyond
        (89.99995, 100, HIGHER, Tolerance(), TRIANGLE),  # -0.1000005: a half goes away from zero
    ],
)
def test_an_edge_counts_as_within(
    actual: float, target: float, polarity: Polarity, tolerance: Tolerance, expected: Symbol
) -> None:
    assert symbol(actual, Target(target), polarity, tolerance) is expected


@pytest.mark.parametrize(
    ("actual", "target", "expected"),
    [
        (15, Target(low=10, high=20), CIRCLE),
        (9, Target(low=10, high=20), CIRCLE),  # 10 % below the edge
        (8.99, Target(low=10, high=20), TRIANGLE),
        (22, Target(low=10, high=20), CIRCLE),
        (22.01, Target(low=10, high=20), TRIANGLE),
        (1000, Target(low=10), CIRCLE),
        (-0.01, Target(low=0, high=20), TRIANGLE),  # an edge of 0 uses points: 0 of them
    ],
)
def test_a_range_gives_circles_and_triangles_but_never_a_star(actual: float, target: Target, expected: Symbol) -> None:
    assert symbol(actual, target, RANGE, Tolerance()) is expected


def test_exactly_at_tolerance_is_within_for_every_target_of_two_decimals_to_a_hundred() -> None:
    tolerance = Tolerance()
    for pence in range(1, 10_001):
        target = Decimal(pence) / 100
        for edge in (target * Decimal("0.9"), target * Decimal("1.1")):
            for polarity in (HIGHER, LOWER):
                found = symbol(float(edge), Target(float(target)), polarity, tolerance)
                assert found is CIRCLE, (edge, target, polarity)


def by_fractions(actual: Decimal, target: Decimal, polarity: Polarity, percent: int) -> Symbol:
    """The same rule by another road: whole millionths, no decimals."""
    better_by = Fraction(actual) - Fraction(target)
    if polarity is LOWER:
        better_by = -better_by
    part = better_by / abs(Fraction(target)) if target else better_by
    size = abs(part) * 10**6
    millionths = int(size + Fraction(1, 2))
    if millionths <= (percent * 10**4 if target else 0):
        return CIRCLE
    return STAR if part > 0 else TRIANGLE


@given(two_decimals, two_decimals, st.sampled_from([HIGHER, LOWER]), tolerances)
def test_the_symbol_agrees_with_a_second_method(
    actual: Decimal, target: Decimal, polarity: Polarity, percent: int
) -> None:
    found = symbol(float(actual), Target(float(target)), polarity, Tolerance(percent, percent))
    assert found is by_fractions(actual, target, polarity, percent)


@given(two_decimals, two_decimals, tolerances, tolerances)
def test_turning_every_sign_and_the_polarity_changes_nothing(
    actual: Decimal, target: Decimal, upper: int, lower: int
) -> None:
    tolerance = Tolerance(upper, lower)
    as_higher = symbol(actual, Target(target), HIGHER, tolerance)
    assert symbol(-actual, Target(-target), LOWER, tolerance) is as_higher


@given(two_decimals, two_decimals, tolerances)
def test_turning_the_polarity_alone_swaps_star_and_triangle(actual: Decimal, target: Decimal, percent: int) -> None:
    swapped = {STAR: TRIANGLE, CIRCLE: CIRCLE, TRIANGLE: STAR}
    as_higher = symbol(actual, Target(target), HIGHER, Tolerance(percent, percent))
    as_lower = symbol(actual, Target(target), LOWER, Tolerance(percent, percent))
    assert as_higher is not None
    assert as_lower is swapped[as_higher]


@given(two_decimals, two_decimals, two_decimals)
def test_a_range_closed_on_one_value_is_as_strict_as_both_polarities(
    actual: Decimal, target: Decimal, other: Decimal
) -> None:
    edges = Target(target, min(target, other), max(target, other))
    inside = min(target, other) <= actual <= max(target, other)
    found = symbol(actual, edges, RANGE, Tolerance(0, 0))
    assert (found is CIRCLE) is (inside or variance_fraction(actual, edges, RANGE) == 0)
    assert found is not STAR


# Forecast


@pytest.mark.parametrize(
    ("forecast", "judgement", "year_end", "expected", "disagrees"),
    [
        (None, None, Target(100), None, False),
        (None, BETTER, Target(100), STAR, False),
        (None, WITHIN, Target(100), CIRCLE, False),
        (None, WORSE, Target(), TRIANGLE, False),
        (100, None, Target(100), CIRCLE, False),
        (100, WITHIN, Target(100), CIRCLE, False),
        (89, BETTER, Target(100), TRIANGLE, True),  # a figure beats a judgement
        (89, BETTER, Target(), STAR, False),  # a figure without a year-end target counts as none
        (89, None, Target(), None, False),
    ],
)
def test_a_forecast_figure_beats_a_judgement_where_it_can_be_used(
    forecast: Figure | None,
    judgement: Judgement | None,
    year_end: Target,
    expected: Symbol | None,
    disagrees: bool,
) -> None:
    assert forecast_symbol(forecast, judgement, year_end, HIGHER, Tolerance()) is expected
    assert forecast_disagrees(forecast, judgement, year_end, HIGHER, Tolerance()) is disagrees


# Colours


@pytest.mark.parametrize(
    ("actual", "judgement", "outlook", "current"),
    [
        (120, BETTER, GREEN, GREEN),
        (120, WITHIN, GREEN, GREEN),
        (120, WORSE, RED, GREEN),
        (120, None, GREEN, GREEN),
        (100, None, GREEN, GREEN),
        (95, BETTER, GREEN, AMBER),
        (95, WORSE, RED, AMBER),
        (95, None, GREEN, AMBER),
        (90, None, GREEN, AMBER),  # the edge is within
        (80, BETTER, AMBER, RED),
        (80, WITHIN, AMBER, RED),
        (80, WORSE, RED, RED),
        (80, None, RED, RED),
    ],
)
def test_outlook_weighs_the_forecast_and_current_does_not(
    actual: float, judgement: Judgement | None, outlook: Rag, current: Rag
) -> None:
    case: dict[str, Any] = {
        "actual": actual,
        "target": Target(100),
        "polarity": HIGHER,
        "judgement": judgement,
    }
    assert rated(**case).rag is outlook
    assert rated(**case, mode=RatingMode.CURRENT).rag is current


@pytest.mark.parametrize(("actual", "expected"), [(15, GREEN), (9, AMBER), (8.9, RED)])
def test_current_mode_rates_a_range_by_its_nearer_edge(actual: float, expected: Rag) -> None:
    edges = Target(low=10, high=20)
    assert rated(actual=actual, target=edges, polarity=RANGE, mode=RatingMode.CURRENT).rag is expected


def test_a_rating_carries_symbol_forecast_and_variance() -> None:
    found = rated()
    assert (found.symbol, found.forecast, found.rag, found.reason) == (TRIANGLE, STAR, AMBER, None)
    assert (found.variance, found.variance_fraction) == (Decimal("-2.4"), Decimal("-0.285714"))


NOT_YET, NOT_DUE, NOT_APPLICABLE = DataStatus.NOT_YET, DataStatus.NOT_DUE, DataStatus.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("changes", "reason", "forecast"),
    [
        ({"placeholder": True}, GreyReason.PLACEHOLDER, STAR),
        ({"placeholder": True, "status": NOT_DUE, "target": Target()}, GreyReason.PLACEHOLDER, STAR),
        # a forecast figure is not judged by a target that is not agreed
        ({"placeholder": True, "forecast": 99, "judgement": None}, GreyReason.PLACEHOLDER, None),
        ({"polarity": UNSET}, GreyReason.POLARITY, STAR),
        ({"polarity": UNSET, "forecast": 99, "judgement": None}, GreyReason.POLARITY, None),
        ({"target": Target()}, GreyReason.NO_TARGET, STAR),
        ({"target": Target(), "actual": None}, GreyReason.NO_TARGET, STAR),
        ({"actual": None, "judgement": None}, GreyReason.NO_DATA, None),
        ({"actual": None, "judgement": WORSE}, GreyReason.FORECAST_ONLY, TRIANGLE),
        ({"status": NOT_YET, "judgement": None}, GreyReason.NO_DATA, None),
        ({"status": NOT_YET}, GreyReason.FORECAST_ONLY, STAR),
        ({"status": NOT_DUE}, GreyReason.NOT_DUE, STAR),
        ({"status": NOT_APPLICABLE, "polarity": UNSET}, GreyReason.NOT_APPLICABLE, STAR),
    ],
)
def test_grey_says_why_and_keeps_the_forecast(
    changes: dict[str, Any], reason: GreyReason, forecast: Symbol | None
) -> None:
    for mode in RatingMode:
        found = rated(**changes, mode=mode)
        assert (found.rag, found.reason, found.forecast) == (GREY, reason, forecast)
        assert (found.symbol, found.variance, found.variance_fraction) == (None, None, None)
        assert found.explanation.startswith("Grey: ")


@pytest.mark.parametrize("status", [None, *DataStatus])
def test_only_a_figure_whose_status_goes_with_one_is_rated(status: DataStatus | None) -> None:
    usable = status in (None, DataStatus.FINAL, DataStatus.PROVISIONAL, DataStatus.ESTIMATE, DataStatus.PROXY)
    assert (rated(status=status).rag is not GREY) is usable


def test_a_zero_is_rated_and_a_blank_is_not() -> None:
    assert rated(actual=0).symbol is STAR
    assert rated(actual=None).symbol is None


# Sentences

OUTLOOK = '"outlook" rule, version 1.'
WORSE_28 = "is 28.6% worse than target (tolerance 10%), forecast better;"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, f"Amber: 10.8 against 8.4 {WORSE_28} {OUTLOOK}"),
        (
            {"status": DataStatus.PROVISIONAL, "unit": "% of 16-18"},
            f"Amber: 10.8% (provisional) against 8.4% of 16-18 {WORSE_28} {OUTLOOK}",
        ),
        (
            {"actual": 300, "target": Target(725), "polarity": HIGHER, "forecast": 800, "unit": "homes"}
            | {"year_end": Target(1450), "judgement": None, "decimals": 0},
            "Red: 300 against 725 homes is 58.6% worse than target (tolerance 10%), "
            f"forecast worse (800 against 1,450); {OUTLOOK}",
        ),
        (
            {"mode": RatingMode.CURRENT, "version": "2"},
            "Red: 10.8 against 8.4 is 28.6% worse than target (tolerance 10%), "
            'forecast better, which does not count; "current" rule, version 2.',
        ),
        (
            {"actual": 8.4, "judgement": None},
            f"Green: 8.4 against 8.4 is on target, no forecast; {OUTLOOK}",
        ),
        (
            {"actual": 1, "target": Target(0), "judgement": None},
            f"Red: 1 against 0 is 1 point worse than target (tolerance 0 points), no forecast; {OUTLOOK}",
        ),
        (
            {"actual": 8, "target": Target(low=10, high=20), "polarity": RANGE},
            "Amber: 8 against 10 to 20 is 20% outside the range (tolerance 10%), forecast better; " + OUTLOOK,
        ),
        (
            {"actual": 12, "target": Target(low=10), "polarity": RANGE},
            f"Green: 12 against at least 10 is inside the range, forecast better; {OUTLOOK}",
        ),
        (
            {"actual": 9.2403},  # 10.0 % worse would read as if it stood on the tolerance
            "Amber: 9.2403 against 8.4 is 10.0036% worse than target (tolerance 10%), forecast better; " + OUTLOOK,
        ),
        (
            {"actual": 7.4, "tolerance": Tolerance(upper=5, lower=10)},
            f"Green: 7.4 against 8.4 is 11.9% better than target (tolerance 5%), forecast better; {OUTLOOK}",
        ),
        (
            {"actual": 9, "tolerance": Tolerance(2, 2, POINTS)},
            "Green: 9 against 8.4 is 0.6 points worse than target (tolerance 2 points), forecast better; " + OUTLOOK,
        ),
        (
            {"actual": 1177.1, "target": Target(1177.5), "polarity": HIGHER, "decimals": 0},
            "Green: 1,177.1 against 1,177.5 is 0.034% worse than target (tolerance 10%), forecast better; " + OUTLOOK,
        ),
        (
            {"placeholder": True},
            "Grey: placeholder, its baseline or target is not yet agreed, target 8.4, so 10.8 is not rated, "
            f"forecast better; {OUTLOOK}",
        ),
        (
            {"actual": None, "status": NOT_YET, "judgement": None},
            f"Grey: no figure (not yet available), target 8.4, no forecast; {OUTLOOK}",
        ),
        (
            {"target": Target(low=20, high=10), "polarity": RANGE},
            f"Grey: range reversed, target 20 to 10, so 10.8 is not rated, forecast better; {OUTLOOK}",
        ),
    ],
)
def test_a_rating_explains_itself_in_one_sentence(changes: dict[str, Any], sentence: str) -> None:
    assert rated(**changes).explanation == sentence


@pytest.mark.parametrize("status", [DataStatus.PROVISIONAL, DataStatus.ESTIMATE, DataStatus.PROXY])
def test_a_figure_that_is_not_final_is_rated_alike_and_marked(status: DataStatus) -> None:
    marked, final = rated(status=status), rated()
    assert (marked.rag, marked.symbol, marked.variance) == (final.rag, final.symbol, final.variance)
    assert f"({status.lower()})" in marked.explanation
    assert f"({status.lower()})" not in final.explanation


# Groups


@pytest.mark.parametrize(
    ("rags", "expected"),
    [
        ([GREEN, GREEN], GREEN),
        ([GREEN, GREY], GREY),
        ([GREY, AMBER, GREEN], AMBER),
        ([GREEN, GREY, AMBER, RED], RED),
        ([], GREY),
    ],
)
def test_a_group_counts_at_its_worst(rags: list[Rag], expected: Rag) -> None:
    assert group_rag(rags) is expected


@given(st.lists(st.sampled_from(Rag), min_size=1), st.randoms())
def test_the_worst_of_a_group_depends_neither_on_order_nor_on_repeats(rags: list[Rag], dice: Any) -> None:
    worst = group_rag(rags)
    shuffled = rags + rags
    dice.shuffle(shuffled)
    assert group_rag(shuffled) is worst
    assert worst in rags
    badness = {GREEN: 0, GREY: 1, AMBER: 2, RED: 3}
    assert all(badness[worst] >= badness[rag] for rag in rags)
