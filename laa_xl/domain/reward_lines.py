"""Reward sub-indicators of a quarter: what each is worth, earns by today's figure, and still needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from laa_xl.domain.agreement import Agreement, RewardRow
from laa_xl.domain.assessment import Assessed
from laa_xl.domain.numbers import exact, round_half_away, rounded6, tidy
from laa_xl.domain.reward import (
    THRESHOLD,
    Reward,
    RewardFlag,
    achievement,
    instalments,
    needed_for,
    pot_of,
    reward,
    share_of_pot,
)
from laa_xl.domain.words import Accumulation, DataStatus


@dataclass(frozen=True, slots=True)
class RewardLine:
    """One sub-indicator. Amounts are pounds; None where the pot is not known, or a figure is missing.

    ``part`` is its fraction of the pot. ``item`` None: it is no part of the agreement in the quarter.
    """

    row: RewardRow
    item: Assessed | None
    part: Decimal
    at_stake: Decimal | None
    worked: Reward

    @property
    def actual(self) -> float | None:
        """The accepted figure."""
        return self.item.row.number_of("actual") if self.item and self.item.row else None

    @property
    def status(self) -> DataStatus | None:
        """Its data status: only a final figure earns."""
        return self.item.status if self.item else None

    @property
    def estimate(self) -> Decimal | None:
        """What the figure would be worth once final: what is at stake, not what is due."""
        known = self.at_stake is not None and self.worked.achievement is not None
        return self.worked.would_earn if known else None

    @property
    def earned(self) -> Decimal | None:
        """The part of the estimate that is by a final figure."""
        return None if self.estimate is None else self.worked.earned

    @property
    def instalments(self) -> tuple[Decimal | None, Decimal | None]:
        """The estimate in its two payments."""
        return (None, None) if self.estimate is None else instalments(self.estimate)

    @property
    def expected(self) -> Decimal | None:
        """The part of the stretch that the year-end forecast would reach, rounded to 6 decimals; None without one."""
        forecast = self.item.row.number_of("forecast") if self.item and self.item.row else None
        reached = achievement(forecast, self.row.without_stretch, self.row.with_stretch)
        return None if reached is None else rounded6(reached)

    def needed(self, fraction: Decimal) -> Decimal | None:
        """The figure that reaches this fraction of the stretch; None where a target is missing or the stretch is 0."""
        without, with_ = self.row.without_stretch, self.row.with_stretch
        if without is None or with_ is None or exact(without) == exact(with_):
            return None
        return tidy(needed_for(fraction, without, with_))

    def short_of(self, fraction: Decimal) -> Decimal | None:
        """How much is still needed for it, in the indicator's unit, always positive; 0 once reached; None: not known."""
        needed = self.needed(fraction)
        if needed is None or self.actual is None or self.worked.flag is RewardFlag.PART_YEAR:
            return None
        rises = exact(self.row.with_stretch or 0) > exact(self.row.without_stretch or 0)
        gap = needed - exact(self.actual) if rises else exact(self.actual) - needed
        return tidy(max(gap, Decimal(0)))


def reward_lines(agreement: Agreement, items: Iterable[Assessed]) -> list[RewardLine]:
    """Every sub-indicator, targets by their number. ``items`` are all of the quarter, local-only ones as well."""
    targets: dict[int, list[RewardRow]] = {}
    for row in agreement.rewards:
        targets.setdefault(row.target_no, []).append(row)
    by_code = {item.indicator.code: item for item in items}
    pot = whole_pot(agreement)
    out = []
    for _, rows in sorted(targets.items()):
        weights = [1 if row.weight is None else row.weight for row in rows]
        shares = share_of_pot(pot or 0, len(targets), len(rows), weights)
        parts = share_of_pot(1, len(targets), len(rows), weights)
        for row, share, part in zip(rows, shares, parts, strict=True):
            item = by_code.get(row.indicator)
            worked = reward(
                actual=item.row.number_of("actual") if item and item.row else None,
                status=item.status if item else None,
                without=row.without_stretch,
                with_=row.with_stretch,
                share=share,
                part_year=item is not None and _part_year(item),
            )
            out.append(RewardLine(row, item, part, None if pot is None else round_half_away(share, 2), worked))
    return out


def _part_year(item: Assessed) -> bool:
    """Whether a figure is what was counted so far in a year that is not over."""
    return item.indicator.accumulation is Accumulation.CUMULATIVE and item.period.quarter != 4


def whole_pot(agreement: Agreement) -> Decimal | None:
    """The grant in pounds; None while the net budget requirement is not entered."""
    settings = agreement.settings
    budget = settings.net_budget_requirement
    return None if budget is None else pot_of(budget, settings.reward_pot_percent)


NEEDED_TO_EARN, NEEDED_FOR_ALL = THRESHOLD, Decimal(1)
