"""Reward grant: what a stretch target earns, and how the pot is shared and paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from laa_xl.domain.numbers import Figure, exact, plain, round_half_away, rounded6, total
from laa_xl.domain.words import DataStatus

THRESHOLD = Decimal("0.6")  # national terms of the grant, not a setting: below it nothing is paid


class RewardFlag(StrEnum):
    """Why a sub-indicator earns nothing whatever its share."""

    NO_STRETCH = "stretch is 0"
    NO_TARGET = "a target is missing"
    NO_FIGURE = "no figure"
    PART_YEAR = "the figure is of a part of the year, the stretch of a whole one"
    NOT_FINAL = "the figure is not final"
    BELOW = "below 60% of the stretch"


@dataclass(frozen=True, slots=True)
class Reward:
    """What one sub-indicator earns, in pounds to the penny.

    ``achievement``: 1 is the whole stretch; None where it cannot be computed. ``earned`` is due now;
    ``would_earn`` is what the same figure would be worth once final: an estimate of what is at stake, not a
    debt. ``flag`` None: it earns.
    """

    achievement: Decimal | None
    earned: Decimal
    would_earn: Decimal
    flag: RewardFlag | None
    explanation: str


def achievement(actual: Figure | None, without: Figure | None, with_: Figure | None) -> Decimal | None:
    """The part of the stretch that was reached: 0 = the target without stretch, 1 = the one with it.

    Lower-is-better needs no case of its own: both differences turn negative. None: a figure is missing or
    the stretch is 0. docs/rating.md, Reward grant.
    """
    if actual is None or without is None or with_ is None or exact(with_) == exact(without):
        return None
    return (exact(actual) - exact(without)) / (exact(with_) - exact(without))


def reward(
    *,
    actual: Figure | None,
    status: DataStatus | None,
    without: Figure | None,
    with_: Figure | None,
    share: Figure,
    part_year: bool = False,
) -> Reward:
    """What a sub-indicator earns of its ``share`` of the pot (pounds). docs/rating.md, Reward grant.

    Nothing below 60 % of the stretch, else that part of the share, at most all of it. Only a final figure
    earns; a blank status says nothing, so it does not. ``part_year``: the figure adds up over the year and the year is not
    over, so that it cannot be held against the stretch, whichever way is good.
    """
    if part_year and actual is not None and without is not None and with_ is not None:
        stretch = f"the stretch from {plain(without)} to {plain(with_)} is of a whole year"
        words = f"Earns nothing yet: {plain(actual)} is for the year so far, and {stretch}."
        return Reward(None, Decimal(0), Decimal(0), RewardFlag.PART_YEAR, words)
    reached = achievement(actual, without, with_)
    if reached is None or actual is None or without is None or with_ is None:
        flag = _missing(without, with_)
        return Reward(None, Decimal(0), Decimal(0), flag, f"Earns nothing: {flag}.")
    pays = _reaches_threshold(exact(actual), exact(without), exact(with_))
    shown = round_half_away(reached * 100, 2)
    if not pays and shown == THRESHOLD * 100:
        shown = reached * 100  # a hair short must not read as if it stood on the threshold
    figures = f"{plain(actual)} is {plain(shown)}% of the stretch from {plain(without)} to {plain(with_)}"
    if not pays:
        words = f"Earns nothing: {figures}, and below 60% nothing is paid."
        return Reward(rounded6(reached), Decimal(0), Decimal(0), RewardFlag.BELOW, words)
    worth = round_half_away(min(reached, Decimal(1)) * exact(share), 2)
    if status is not DataStatus.FINAL:
        said = f"a figure marked {status}" if status else "a figure without a status"
        words = f"Earns nothing yet: {figures}, worth £{plain(worth, 2)} if final, but {said} never earns."
        return Reward(rounded6(reached), Decimal(0), worth, RewardFlag.NOT_FINAL, words)
    words = f"Earns £{plain(worth, 2)} of £{plain(share, 2)}: {figures}."
    return Reward(rounded6(reached), worth, worth, None, words)


def needed_for(fraction: Figure, without: Figure, with_: Figure) -> Decimal:
    """The actual that reaches this fraction of the stretch (0.6 is where payment starts)."""
    return exact(without) + exact(fraction) * (exact(with_) - exact(without))


def pot_of(net_budget_requirement: Figure, percent: Figure = Decimal("2.5")) -> Decimal:
    """The whole grant in pounds, to the penny: 2.5 % of the net budget requirement, or what is agreed."""
    return round_half_away(exact(net_budget_requirement) * exact(percent) / 100, 2)


def share_of_pot(
    pot: Figure, n_targets: int, n_subs: int, weights: Sequence[Figure] | None = None
) -> tuple[Decimal, ...]:
    """What each sub-indicator of one target can earn, in pounds, not rounded: the payment is, once.

    The pot is split equally over the targets, a target's part over its sub-indicators: equally, or by
    ``weights`` (any scale, one each, none negative). Raises ValueError where that cannot be done.
    """
    parts = [Decimal(1)] * n_subs if weights is None else [exact(weight) for weight in weights]
    if n_targets < 1 or n_subs < 1 or len(parts) != n_subs:
        raise ValueError(f"{n_targets} targets, {n_subs} sub-indicators and {len(parts)} weights do not match")
    if any(part < 0 for part in parts) or total(parts) == 0:
        raise ValueError("weights may not be negative or all 0")
    whole = total(parts) * n_targets
    return tuple(exact(pot) * part / whole for part in parts)


def instalments(amount: Figure) -> tuple[Decimal, Decimal]:
    """The two payments in pounds; to the penny they sum to the whole, an odd penny going with the first."""
    whole = round_half_away(exact(amount), 2)
    first = round_half_away(whole / 2, 2)
    return first, whole - first


def _reaches_threshold(actual: Decimal, without: Decimal, with_: Decimal) -> bool:
    """Decide e >= 0.6 without the division, whose result may be rounded."""
    stretch = with_ - without
    gain = actual - without
    return gain >= THRESHOLD * stretch if stretch > 0 else gain <= THRESHOLD * stretch


def _missing(without: Figure | None, with_: Figure | None) -> RewardFlag:
    if without is None or with_ is None:
        return RewardFlag.NO_TARGET
    return RewardFlag.NO_STRETCH if exact(without) == exact(with_) else RewardFlag.NO_FIGURE
