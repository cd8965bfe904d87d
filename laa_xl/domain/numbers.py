"""Exact arithmetic on figures, one way of rounding, and how a figure is printed for people."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

Figure = float | int | Decimal

# Wide enough for the largest number that a cell can hold, so that a wild entry is rated, not a crash.
_WIDE = Context(prec=400)
_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)  # that a spreadsheet shows, and compares


def exact(x: Figure) -> Decimal:
    """The figure as the person typed it: a float by its shortest form, so that 0.1 is one tenth.

    Raises ValueError for infinity and "not a number", which no cell of a return can hold.
    """
    value = Decimal(float.__repr__(x)) if isinstance(x, float) else Decimal(x)
    if not value.is_finite():
        raise ValueError(f"{x} is not a figure")
    return value


def as_shown(x: Figure) -> Decimal:
    """The figure as a spreadsheet shows it at most: what it worked out as 100,000 x 1.1 it holds as 110000.00000000001."""
    return _DIGITS.plus(exact(x))


def is_whole(x: Figure) -> bool:
    """Whether it is a whole number, as far as a spreadsheet shows it."""
    shown = as_shown(x)
    return shown == shown.to_integral_value()


def round_half_away(x: Decimal, places: int) -> Decimal:
    """Round to so many decimals, a half away from zero: Excel's ROUND, not Python's and not VBA's own."""
    rounded = x.quantize(_last_place(places), rounding=ROUND_HALF_UP, context=_WIDE)
    return abs(rounded) if rounded.is_zero() else rounded  # never "-0"


@lru_cache(maxsize=64)
def _last_place(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def rounded6(x: Decimal) -> Decimal:
    """Round to the 6 decimals at which Excel, VBA and Python band a figure alike (docs/rating.md, Variance)."""
    return round_half_away(x, 6)


def tidy(x: Figure) -> Decimal:
    """The exact figure without idle zeros, as a data file writes it: 300, not 300.0."""
    value = exact(x)
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), context=_WIDE)
    return value.normalize(_WIDE)


def has_pennies(amount: Figure) -> bool:
    """Whether an amount of pounds, to the penny, is no whole one: then its pennies are printed, so that sums add up on paper."""
    return round_half_away(exact(amount), 2) % 1 != 0


def total(figures: Iterable[Figure]) -> Decimal:
    """The exact sum, free of the drift of floats."""
    return sum((exact(figure) for figure in figures), start=Decimal(0))


def plain(x: Figure | None, decimals: int | None = None) -> str:
    """A figure as people read it: ``1,450`` or ``-0.50``; nothing at all for None, which is never 0.

    ``decimals`` fixes the number of decimals; None prints as few as the figure needs.
    """
    if x is None:
        return ""
    value = exact(x)
    if decimals is not None:
        return f"{round_half_away(value, decimals):,f}"
    text = f"{as_shown(x) if isinstance(x, float) else value:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def many_points(points: Decimal) -> str:
    """``1 point``, ``2.5 points``."""
    return f"{plain(points)} point{'' if points == 1 else 's'}"


def pounds(amount: Figure | None) -> str:
    """An amount as people write it beside a pound sign: ``1,250``, ``0.50``; "" for None, which is never nil."""
    if amount is None:
        return ""
    return plain(amount, None if exact(amount) == exact(amount).to_integral_value() else 2)


@lru_cache(maxsize=4096, typed=True)  # targets are printed again and again; about 200 bytes each
def in_full(x: Figure | None, decimals: int | None = None) -> str:
    """Like ``plain``, but a figure finer than its fixed decimals shows up to 6: a reader can check a rating.

    An actual of 1,177.1 against a target of 1,177.5 must not read as 1,177 against 1,178.
    """
    if x is None or decimals is None:
        return plain(x if x is None else rounded6(exact(x)))
    value = exact(x)
    fits = round_half_away(value, decimals) == value
    return plain(value, decimals) if fits else plain(rounded6(value))
