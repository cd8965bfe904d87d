"""A small agreement built in Python for tests of reports: two themes in two blocks, and whatever indicators a test names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from laa_xl.domain.agreement import (
    Agreement,
    Block,
    FundingLine,
    Indicator,
    Outcome,
    RewardRow,
    Settings,
    TargetRow,
    Theme,
)
from laa_xl.domain.words import Accumulation, Measure, Polarity

SETTINGS: dict[str, Any] = {
    "code": "anyshire-2008",
    "title": "Anyshire Agreement 2008-11",
    "area": "Anyshire",
    "accountable_body": "Anyshire County Council",
    "start_year": 2008,
    "end_year": 2010,
}
FIXED = {"measure": Measure.COUNT, "accumulation": Accumulation.POINT, "polarity": Polarity.HIGHER}


def indicator(code: str, target: float | None = 100, **more: Any) -> dict[str, Any]:
    """One indicator of the theme SAFE; a count of which more is better, with a target of 100, unless said otherwise."""
    return {"code": code, "outcome": "SAFE1", "title": f"Title of {code}", "target": target, **more}


def measured(indicators: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The records of indicators; each target stands for quarter 2, and for the year end."""
    return {
        "indicators": tuple(
            Indicator(**{**FIXED, **{name: value for name, value in one.items() if name != "target"}})
            for one in indicators
        ),
        "targets": tuple(
            TargetRow(indicator=one["code"], year=2008, quarter=quarter, target=one["target"])
            for one in indicators
            if one["target"] is not None
            for quarter in (2, None)
        ),
    }


def agreement(
    *indicators: Mapping[str, Any],
    rewards: Iterable[RewardRow] = (),
    funding: Iterable[FundingLine] = (),
    **settings: Any,
) -> Agreement:
    """The agreement with these indicators."""
    return Agreement(
        settings=Settings(**{**SETTINGS, **settings}),
        blocks=(
            Block(code="SSC", name="Safer and Stronger Communities"),
            Block(code="EDE", name="Economic Development"),
        ),
        themes=(
            Theme(code="SAFE", name="Safer Communities", block="SSC", lead_post="Head of community safety"),
            Theme(code="JOBS", name="Jobs and Skills", block="EDE", lead_post="Head of economy"),
        ),
        outcomes=(
            Outcome(code="SAFE1", theme="SAFE", title="Less crime"),
            Outcome(code="JOBS1", theme="JOBS", title="More work"),
        ),
        **measured(indicators),
        rewards=tuple(rewards),
        funding=tuple(funding),
    )
