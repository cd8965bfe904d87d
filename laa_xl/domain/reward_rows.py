"""The rows of the sheet Reward: what each sub-indicator would earn as a quarter stands."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from laa_xl.domain.agreement import Agreement, RewardRow
from laa_xl.domain.assessment import Assessment
from laa_xl.domain.numbers import round_half_away
from laa_xl.domain.reward import THRESHOLD, instalments, needed_for, pot_of, reward, share_of_pot


def reward_rows(agreement: Agreement, assessment: Assessment) -> Iterator[dict[str, Any]]:
    """By target, each with what it has earned, or why nothing can be said; money None where there is no budget."""
    settings = agreement.settings
    targets: dict[int, list[RewardRow]] = {}
    for row in agreement.rewards:
        targets.setdefault(row.target_no, []).append(row)
    items = {item.indicator.code: item for item in assessment.indicators}
    budget = settings.net_budget_requirement
    pot = None if budget is None else pot_of(budget, settings.reward_pot_percent)
    for number, rows in sorted(targets.items()):
        weights = [row.weight if row.weight is not None else 1 for row in rows]
        shares = share_of_pot(pot if pot is not None else 0, len(targets), len(rows), weights)
        parts = share_of_pot(100, len(targets), len(rows), weights)
        for row, share, part in zip(rows, shares, parts, strict=True):
            item = items.get(row.indicator)  # None: not yet, or no longer, part of the agreement
            actual = item.row.number_of("actual") if item and item.row else None
            status = item.status if item else None
            worked = reward(
                actual=actual,
                status=status,
                without=row.without_stretch,
                with_=row.with_stretch,
                share=share,
            )
            yield {
                "period": str(assessment.period),
                "target_no": number,
                "target_title": row.target_title,
                "code": row.indicator,
                "title": agreement.indicator(row.indicator).title,
                "without_stretch": row.without_stretch,
                "with_stretch": row.with_stretch,
                "actual": actual,
                "status": status.value if status else None,
                "achievement": None if worked.achievement is None else float(worked.achievement),
                "share": float(round_half_away(part, 4)),
                "grant": None if pot is None else float(round_half_away(share, 2)),
                "estimate": None if pot is None or worked.achievement is None else float(worked.would_earn),
                **_needed(row),
                **(_instalments(worked.would_earn) if pot is not None and worked.achievement is not None else {}),
                "explanation": worked.explanation if item else "It is no part of the agreement in this quarter.",
            }


def _needed(row: RewardRow) -> dict[str, float]:
    """The figures at which a sub-indicator begins to earn, and earns all."""
    if row.without_stretch is None or row.with_stretch is None:
        return {}
    ends = {"needed_60": THRESHOLD, "needed_100": Decimal(1)}
    return {name: float(needed_for(part, row.without_stretch, row.with_stretch)) for name, part in ends.items()}


def _instalments(worth: Decimal) -> dict[str, float]:
    first, second = instalments(worth)
    return {"first_instalment": float(first), "second_instalment": float(second)}
