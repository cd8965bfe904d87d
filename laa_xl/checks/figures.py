"""Whether an indicator's figure can be what the partner meant: asked by the rules, and by what follows from them."""

from __future__ import annotations

from decimal import Decimal

from laa_xl.declare.excel import all_of, any_of, flag, has, is_number
from laa_xl.domain.agreement import Indicator
from laa_xl.domain.numbers import exact, plain
from laa_xl.domain.variance import Target
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


_NEAR = Decimal(
    "1.25"
)  # a slip of the unit is ten times, or nearly: what has grown by a quarter as well still shows it
_UNLIKE = 0.13  # of another figure or more, and up to its inverse, is no slip: less than a tenth and a quarter, and room to round
_FEW = 50  # of fewer things than these ten times as many, or a tenth, is no slip


def slip(indicator: Indicator, value: float, other: float) -> str:
    """How a value looks ten, a hundred or a thousand times as large or as small as another; "" where it does not."""
    if indicator.measure is Measure.CHANGE or value * other <= 0:
        return ""
    if indicator.measure is Measure.COUNT and max(abs(value), abs(other)) < _FEW:
        return ""
    if _UNLIKE < abs(value / other) < 1 / _UNLIKE:
        return ""
    ratio = exact(value) / exact(other)
    for times, part in ((10, "a tenth"), (100, "a hundredth"), (1000, "a thousandth")):
        if times / _NEAR <= ratio <= times * _NEAR:
            return f"{plain(times)} times"
        if times / _NEAR <= 1 / ratio <= times * _NEAR:
            return f"{part} of"
    return ""


def live_impossible(column: str) -> str:
    """``impossible``, as a template asks it."""
    cell = f"{{{column}}}"
    below, above = all_of(has("lowest"), f"{cell}<{{rule:lowest}}"), all_of(has("highest"), f"{cell}>{{rule:highest}}")
    return any_of(below, above)


def live_fraction(column: str) -> str:
    """``fraction_meant``, as a template asks it."""
    return all_of(is_number(column), flag(f"share_{column}"), f"{{{column}}}>0", f"{{{column}}}<1")


def live_doubtful(column: str) -> str:
    """Whether another rule doubts a figure, as a template asks it; ``doubt_formula`` works it out once a row."""
    return flag(f"doubtful_{column}")


def doubt_formula(column: str) -> str:
    """Whether a figure cannot be right, or is a fraction for a percentage that nobody has confirmed."""
    return all_of(
        is_number(column), any_of(live_impossible(column), all_of(live_fraction(column), "{rule:confirmed}=0"))
    )


def limits_of(indicator: Indicator) -> str:
    """``from 1 to 5``, ``10 or more``, ``10 or less``: what the indicator's unit allows."""
    low, high = indicator.lowest, indicator.highest
    if low is not None and high is not None:
        return f"from {plain(low)} to {plain(high)}"
    return f"{plain(high)} or less" if low is None else f"{plain(low)} or more"
