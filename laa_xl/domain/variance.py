"""How far a figure is from its target, and how far it may be: variance, variance %, tolerance. docs/rating.md, Variance."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from laa_xl.domain.numbers import Figure, exact, in_full, rounded6
from laa_xl.domain.words import Polarity, ToleranceKind


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a figure may lie from its target and still count as within; the edge counts as within.

    ``upper`` is the better side, ``lower`` the worse one, whatever the polarity. Under ``%`` 10 means
    10 % of the target; under ``points`` it is in the indicator's own unit. A target of 0 has no percentage,
    so that under ``%`` nothing but 0 itself is within. docs/rating.md, The symbol.
    """

    upper: Figure = 10
    lower: Figure = 10
    kind: ToleranceKind = ToleranceKind.PERCENT


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure is rated against, in the indicator's unit: one value, or for a range its two edges.

    ``value`` None means no target. One edge None means that the range is open on that side.
    """

    value: Figure | None = None
    low: Figure | None = None
    high: Figure | None = None

    def known(self, polarity: Polarity) -> bool:
        """Whether there is something to rate against. A range whose edges are the wrong way round is not."""
        if polarity in (Polarity.HIGHER, Polarity.LOWER):
            return self.value is not None
        has_edge = self.low is not None or self.high is not None
        if polarity is Polarity.UNSET:
            return self.value is not None or has_edge
        if self.low is not None and self.high is not None:
            return exact(self.low) <= exact(self.high)
        return has_edge

    def written(self, polarity: Polarity, decimals: int | None = None) -> str:
        """As a person reads it: ``8.4``, ``10 to 20``, ``at least 10``, ``at most 20``; empty for none."""
        if polarity is not Polarity.RANGE:
            return in_full(self.value, decimals)
        low, high = in_full(self.low, decimals), in_full(self.high, decimals)
        if low and high:
            return f"{low} to {high}"
        return f"at least {low}" if low else f"at most {high}" if high else ""


class Band(NamedTuple):
    """A variance with its two tolerances in the same measure: fractions of the target, or points.

    ``points`` and ``fraction`` are the variance in both measures, as ``variance`` and ``variance_fraction`` give it.
    """

    size: Decimal
    lower: Decimal
    upper: Decimal
    percent: bool
    points: Decimal
    fraction: Decimal | None


def _gap(actual: Figure | None, target: Target, polarity: Polarity) -> tuple[Decimal, Decimal] | None:
    """The unrounded variance, and the target or range edge that it is measured from."""
    if actual is None or polarity is Polarity.UNSET or not target.known(polarity):
        return None
    figure = exact(actual)
    if polarity is Polarity.RANGE:
        if target.low is not None and figure < (low := exact(target.low)):
            return figure - low, low
        if target.high is not None and figure > (high := exact(target.high)):
            return high - figure, high
        return Decimal(0), Decimal(1)  # inside is 0 % whichever edge one looks from, even an edge of 0
    aim = exact(target.value or 0)
    return (figure - aim if polarity is Polarity.HIGHER else aim - figure), aim


def variance(actual: Figure | None, target: Target, polarity: Polarity) -> Decimal | None:
    """How far the actual is from its target, in points rounded to 6 decimals; positive is always favourable.

    For a range: 0 inside, else the negative distance to the nearer edge. None: no actual, no target, or
    nobody has said which way is good. docs/rating.md, Variance.
    """
    gap = _gap(actual, target, polarity)
    return None if gap is None else rounded6(gap[0])


def variance_fraction(actual: Figure | None, target: Target, polarity: Polarity) -> Decimal | None:
    """The variance as a fraction of the target's size (0.1 is 10 %), rounded to 6 decimals.

    None as for ``variance``, and when the target, or the range edge passed, is 0. docs/rating.md, Variance %.
    """
    gap = _gap(actual, target, polarity)
    return None if gap is None or gap[1] == 0 else rounded6(gap[0] / abs(gap[1]))


def band_of(actual: Figure | None, target: Target, polarity: Polarity, tolerance: Tolerance) -> Band | None:
    """The variance beside its tolerances, in the measure that the tolerance is in; None as for ``variance``.

    For a target of 0 a tolerance in % leaves no room: points decide, and any miss is one. docs/rating.md, The symbol.
    """
    gap = _gap(actual, target, polarity)
    if gap is None:
        return None
    lower, upper = _edges(tolerance)
    points = rounded6(gap[0])
    fraction = None if gap[1] == 0 else rounded6(gap[0] / abs(gap[1]))
    if tolerance.kind is ToleranceKind.POINTS:
        return Band(points, lower, upper, False, points, fraction)
    if fraction is None:
        return Band(points, Decimal(0), Decimal(0), False, points, fraction)
    return Band(fraction, lower, upper, True, points, fraction)


@lru_cache(maxsize=256)  # nearly all indicators of an agreement have the same
def _edges(tolerance: Tolerance) -> tuple[Decimal, Decimal]:
    """Its lower and upper side in the measure that it is asked in: fractions of the target, or points."""
    unit = 1 if tolerance.kind is ToleranceKind.POINTS else 100
    return rounded6(exact(tolerance.lower) / unit), rounded6(exact(tolerance.upper) / unit)
