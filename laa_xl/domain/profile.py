"""How a period target follows from a year-end target."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from laa_xl.domain.numbers import Figure, exact, round_half_away, rounded6, total
from laa_xl.domain.words import Accumulation

Shares = tuple[Figure, Figure, Figure, Figure]


def period_target(
    year_end: Figure | None,
    quarter: int,
    accumulation: Accumulation,
    shares: Shares | None,
    decimals: int,
    explicit: Figure | None,
) -> float | None:
    """What should have been reached by the end of ``quarter`` (1 to 4), in the indicator's own unit.

    A period target that the agreement states (``explicit``) wins, unrounded. Otherwise a cumulative measure
    follows a straight line, or its seasonal ``shares`` (fractions of the year, one a quarter) summed to date;
    every other measure is expected at its year-end target all year, whatever its shares. The result is
    rounded to the indicator's decimals, half away from zero. None: neither target is known.
    docs/rating.md, accumulation and Profile.
    """
    if explicit is not None:
        return float(explicit)
    if year_end is None:
        return None
    return _due(year_end, quarter, accumulation, shares, decimals)


@lru_cache(maxsize=4096, typed=True)  # asked again for each rating, printed cell and rule; half a kilobyte each
def _due(year_end: Figure, quarter: int, accumulation: Accumulation, shares: Shares | None, decimals: int) -> float:
    return float(round_half_away(exact(year_end) * share_to_date(quarter, accumulation, shares), decimals))


def shares_sum_to_one(shares: Shares) -> bool:
    """Whether the four quarterly shares make up the whole year, to 6 decimals, so that thirds are allowed."""
    return rounded6(total(shares)) == 1


def share_to_date(quarter: int, accumulation: Accumulation, shares: Shares | None) -> Decimal:
    """What part of the year's figure is due by the end of a quarter: 1 for all that does not build up."""
    if quarter not in (1, 2, 3, 4):
        raise ValueError(f"a year has quarters 1 to 4, not {quarter}")
    if accumulation is not Accumulation.CUMULATIVE:
        return Decimal(1)
    return Decimal(quarter) / 4 if shares is None else total(shares[:quarter])
