"""A figure and the numerator and denominator that it comes from: per how many it is."""

from __future__ import annotations

from decimal import Decimal

from laa_xl.domain.agreement import Indicator
from laa_xl.domain.numbers import Figure, exact
from laa_xl.domain.words import Measure

BASES = (1, 100, 1_000, 10_000, 100_000)  # what a rate may be per


def bases_of(indicator: Indicator) -> tuple[int, ...]:
    """Per how many an indicator's figure may be: a percentage of 100, a rate of any of them."""
    return (100,) if indicator.measure is Measure.PERCENT else BASES


def half_unit(indicator: Indicator, figure: Figure) -> Decimal:
    """Half a unit of the last decimal that was given or that the indicator has, whichever is coarser."""
    places = min(indicator.decimals, max(0, -int(exact(figure).normalize().as_tuple().exponent)))
    return Decimal(5) / Decimal(10) ** (places + 1)


def fitting_bases(indicator: Indicator, actual: Figure, numerator: Figure, denominator: Figure) -> tuple[int, ...]:
    """The bases at which numerator over denominator gives the figure, to its decimals; none: they do not belong together.

    A numerator of 0 gives 0 at each of them. ``denominator`` may not be 0.
    """
    share = exact(numerator) / exact(denominator)
    near = half_unit(indicator, actual)
    return tuple(base for base in bases_of(indicator) if abs(share * base - exact(actual)) <= near)
