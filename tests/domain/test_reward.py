"""What a stretch target earns, and that every penny of the pot is accounted for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.numbers import Figure, total
from laa_xl.domain.reward import (
    Reward,
    RewardFlag,
    achievement,
    instalments,
    needed_for,
    pot_of,
    reward,
    share_of_pot,
)
from laa_xl.domain.words import DataStatus

FINAL = DataStatus.FINAL


@pytest.mark.parametrize(
    ("actual", "without", "with_", "earned"),
    [
        (10, 10, 20, "0"),
        (15.99, 10, 20, "0"),  # 59.9 %
        (16, 10, 20, "600.00"),  # exactly 60 %
        (17.5, 10, 20, "750.00"),
        (20, 10, 20, "1000.00"),
        (25, 10, 20, "1000.00"),  # never more than the share
        (5, 10, 20, "0"),  # never less than nothing
        (14, 20, 10, "600.00"),  # lower is better: 6 of the 10 fewer
        (14.01, 20, 10, "0"),
        (8, 20, 10, "1000.00"),
        (0.6, 0.3, 0.8, "600.00"),  # 0.3 of 0.5; 0.5999999999999999 in floats
    ],
)
def test_nothing_is_paid_below_sixty_per_cent_and_at_most_the_share(
    actual: float, without: float, with_: float, earned: str
) -> None:
    found = reward(actual=actual, status=FINAL, without=without, with_=with_, share=1000)
    assert found.earned == found.would_earn == Decimal(earned)
    assert found.flag is (None if found.earned else RewardFlag.BELOW)


@pytest.mark.parametrize(
    ("actual", "without", "with_", "expected"),
    [
        (16, 10, 20, "0.6"),
        (14, 20, 10, "0.6"),
        (5, 10, 20, "-0.5"),
        (30, 10, 20, "2"),
        (None, 10, 20, None),
        (16, None, 20, None),
        (16, 10, None, None),
        (16, 10, 10.0, None),
    ],
)
def test_achievement_is_the_part_of_the_stretch_that_was_reached(
    actual: Figure | None, without: Figure | None, with_: Figure | None, expected: str | None
) -> None:
    assert achievement(actual, without, with_) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("actual", "without", "with_", "flag"),
    [
        (16, 10, 10, RewardFlag.NO_STRETCH),
        (None, 10, 10, RewardFlag.NO_STRETCH),
        (None, 10, 20, RewardFlag.NO_FIGURE),
        (16, None, 20, RewardFlag.NO_TARGET),
        (16, 10, None, RewardFlag.NO_TARGET),
    ],
)
def test_what_cannot_be_computed_pays_nothing_and_is_flagged(
    actual: Figure | None, without: Figure | None, with_: Figure | None, flag: RewardFlag
) -> None:
    found = reward(actual=actual, status=FINAL, without=without, with_=with_, share=1000)
    assert found == Reward(None, Decimal(0), Decimal(0), flag, f"Earns nothing: {flag}.")


@pytest.mark.parametrize("status", [None, *DataStatus])
def test_only_a_final_figure_earns_and_others_show_what_is_at_stake(status: DataStatus | None) -> None:
    found = reward(actual=18, status=status, without=10, with_=20, share=1000)
    assert found.would_earn == 800
    assert found.earned == (800 if status is FINAL else 0)
    assert found.flag is (None if status is FINAL else RewardFlag.NOT_FINAL)


@pytest.mark.parametrize(
    ("actual", "status", "sentence"),
    [
        (16, FINAL, "Earns £600.06 of £1,000.10: 16 is 60% of the stretch from 10 to 20."),
        (16.66667, FINAL, "Earns £666.73 of £1,000.10: 16.66667 is 66.67% of the stretch from 10 to 20."),
        (16.0001, FINAL, "Earns £600.07 of £1,000.10: 16.0001 is 60% of the stretch from 10 to 20."),
        (
            15.9999,
            FINAL,
            "Earns nothing: 15.9999 is 59.999% of the stretch from 10 to 20, and below 60% nothing is paid.",
        ),
        (
            13.3333,  # 33.333 %: two decimals, as everywhere
            FINAL,
            "Earns nothing: 13.3333 is 33.33% of the stretch from 10 to 20, and below 60% nothing is paid.",
        ),
        (8, FINAL, "Earns nothing: 8 is -20% of the stretch from 10 to 20, and below 60% nothing is paid."),
        (25, FINAL, "Earns £1,000.10 of £1,000.10: 25 is 150% of the stretch from 10 to 20."),
        (15, FINAL, "Earns nothing: 15 is 50% of the stretch from 10 to 20, and below 60% nothing is paid."),
        (
            16,
            DataStatus.PROVISIONAL,
            "Earns nothing yet: 16 is 60% of the stretch from 10 to 20, worth £600.06 if final, "
            "but a figure marked Provisional never earns.",
        ),
        (
            16,
            None,
            "Earns nothing yet: 16 is 60% of the stretch from 10 to 20, worth £600.06 if final, "
            "but a figure without a status never earns.",
        ),
    ],
)
def test_a_reward_explains_itself(actual: float, status: DataStatus | None, sentence: str) -> None:
    assert reward(actual=actual, status=status, without=10, with_=20, share=1000.1).explanation == sentence


def test_the_pot_is_two_and_a_half_per_cent_of_the_net_budget_requirement() -> None:
    assert pot_of(300_000_000) == 7_500_000
    assert pot_of(1234.5) == Decimal("30.86")  # 30.8625


@pytest.mark.parametrize(
    ("n_targets", "n_subs", "weights", "expected"),
    [
        (12, 1, None, ["100"]),
        (1, 1, None, ["1200"]),
        (12, 4, None, ["25", "25", "25", "25"]),
        (12, 2, [3, 1], ["75", "25"]),
        (12, 2, [0.3, 0.1], ["75", "25"]),
        (12, 2, [1, 0], ["100", "0"]),
    ],
)
def test_the_pot_is_split_over_targets_and_then_sub_indicators(
    n_targets: int, n_subs: int, weights: list[Figure] | None, expected: list[str]
) -> None:
    assert share_of_pot(1200, n_targets, n_subs, weights) == tuple(Decimal(part) for part in expected)


@pytest.mark.parametrize(
    ("n_targets", "n_subs", "weights"),
    [(0, 1, None), (12, 0, None), (12, 2, [1]), (12, 2, [1, -1]), (12, 2, [2, -1]), (12, 2, [0, 0])],
)
def test_a_pot_that_cannot_be_split_is_refused(n_targets: int, n_subs: int, weights: list[Figure] | None) -> None:
    with pytest.raises(ValueError, match="weights"):
        share_of_pot(1200, n_targets, n_subs, weights)


@given(st.integers(0, 10**10), st.lists(st.integers(1, 50), min_size=1, max_size=22))
def test_the_shares_of_a_target_make_up_its_part_of_the_pot(pence: int, weights: list[int]) -> None:
    shares = share_of_pot(Decimal(pence) / 100, 12, len(weights), weights)
    assert abs(total(shares) * 12 - Decimal(pence) / 100) < Decimal("0.000001")


@given(st.integers(-(10**10), 10**10))
def test_two_instalments_sum_to_the_whole_and_differ_by_a_penny_at_most(pence: int) -> None:
    whole = Decimal(pence) / 100
    first, second = instalments(whole)
    assert first + second == whole
    assert abs(first - second) <= Decimal("0.01")
    assert all(part == part.quantize(Decimal("0.01")) for part in (first, second))


def test_an_odd_penny_goes_with_the_first_instalment() -> None:
    assert instalments(Decimal("0.03")) == (Decimal("0.02"), Decimal("0.01"))
    assert instalments(100.004) == (Decimal(50), Decimal(50))


def test_what_is_needed_for_a_part_of_the_stretch() -> None:
    assert needed_for(0.6, 10, 20) == 16
    assert needed_for(0.6, 20, 10) == 14
    assert needed_for(1, 0.3, 0.8) == Decimal("0.8")


two_decimals = st.decimals(min_value=-1000, max_value=1000, places=2)


@given(two_decimals, two_decimals.filter(bool))
def test_what_is_needed_for_sixty_per_cent_earns_and_a_hair_less_does_not(without: Decimal, stretch: Decimal) -> None:
    with_ = without + stretch
    needed = needed_for(0.6, without, with_)
    short = needed - stretch / 10**6
    at, under = (
        reward(actual=figure, status=FINAL, without=without, with_=with_, share=1000) for figure in (needed, short)
    )
    assert at.earned == 600
    assert under.earned == 0


@given(two_decimals, two_decimals, two_decimals)
def test_payment_agrees_with_fractions(actual: Decimal, without: Decimal, with_: Decimal) -> None:
    found = reward(actual=float(actual), status=FINAL, without=float(without), with_=float(with_), share=999.99)
    due = Fraction(0)
    if with_ != without:
        part = (Fraction(actual) - Fraction(without)) / (Fraction(with_) - Fraction(without))
        due = min(part, Fraction(1)) * Fraction(99999, 100) if part >= Fraction(3, 5) else due
    assert found.earned == Decimal(int(due * 100 + Fraction(1, 2))) / 100
