"""The rows of the sheet Reward: what each sub-indicator would earn as a quarter stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.assessment import Assessment
from laa_xl.domain.numbers import Figure, round_half_away
from laa_xl.domain.reward_lines import NEEDED_FOR_ALL, NEEDED_TO_EARN, reward_lines


def reward_rows(agreement: Agreement, assessment: Assessment) -> Iterator[dict[str, Any]]:
    """By target, each with what it has earned, or why nothing can be said; money None where there is no budget."""
    for line in reward_lines(agreement, assessment.indicators):
        row, worked = line.row, line.worked
        first, second = line.instalments
        yield {
            "period": str(assessment.period),
            "target_no": row.target_no,
            "target_title": row.target_title,
            "code": row.indicator,
            "title": agreement.indicator(row.indicator).title,
            "without_stretch": row.without_stretch,
            "with_stretch": row.with_stretch,
            "actual": line.actual,
            "status": line.status.value if line.status else None,
            "achievement": _number(worked.achievement),
            "share": float(round_half_away(line.part * 100, 4)),
            "grant": _number(line.at_stake),
            "estimate": _number(line.estimate),
            "needed_60": _number(line.needed(NEEDED_TO_EARN)),
            "needed_100": _number(line.needed(NEEDED_FOR_ALL)),
            "first_instalment": _number(first),
            "second_instalment": _number(second),
            "explanation": worked.explanation if line.item else "It is no part of the agreement in this quarter.",
        }


def _number(value: Figure | None) -> float | None:
    return None if value is None else float(value)
