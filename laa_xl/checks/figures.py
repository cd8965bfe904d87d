"""Whether an indicator's figure can be what the partner meant: asked by the rules, and by what follows from them."""

from __future__ import annotations

from laa_xl.domain.agreement import Indicator
from laa_xl.domain.numbers import plain
from laa_xl.domain.rating import Target
from laa_xl.domain.words import Measure

FIGURES = ("actual", "forecast")


def impossible(indicator: Indicator, value: float) -> bool:
    """Whether a value lies outside what the indicator's unit allows."""
    low, high = indicator.lowest, indicator.highest
    return (low is not None and value < low) or (high is not None and value > high)


def fraction_meant(indicator: Indicator, value: float, target: Target) -> bool:
    """Whether a value between 0 and 1 stands where the target is a percentage far above 1."""
    if indicator.measure is not Measure.PERCENT or target.value is None:
        return False
    return 0 < value < 1 and target.value >= 5


def limits_of(indicator: Indicator) -> str:
    """``from 1 to 5``, ``10 or more``, ``10 or less``: what the indicator's unit allows."""
    low, high = indicator.lowest, indicator.highest
    if low is not None and high is not None:
        return f"from {plain(low)} to {plain(high)}"
    return f"{plain(high)} or less" if low is None else f"{plain(low)} or more"
