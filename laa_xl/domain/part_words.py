"""Shares and changes in words, worked out: ``over half``, ``fallen by a third, from 45 to 30``."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from laa_xl.domain.numbers import plain, round_half_away

_NAMED = {
    Fraction(1, 10): "a tenth",
    Fraction(1, 5): "a fifth",
    Fraction(1, 4): "a quarter",
    Fraction(1, 3): "a third",
    Fraction(2, 5): "two fifths",
    Fraction(1, 2): "half",
    Fraction(3, 5): "three fifths",
    Fraction(2, 3): "two thirds",
    Fraction(3, 4): "three quarters",
    Fraction(4, 5): "four fifths",
    Fraction(9, 10): "nine tenths",
}
_NEAR = Fraction(3, 50)  # of the named share: "about a third" reaches from 31.3 % to 35.3 %


def share_of(part: int, whole: int) -> Decimal | None:
    """A part as a fraction, rounded to 6 decimals; None of nothing."""
    return None if whole == 0 else round_half_away(Decimal(part) / Decimal(whole), 6)


def percent(part: int, whole: int, places: int = 0) -> str:
    """``62%``: whole per cent, as a sentence says it; one decimal where that would read as none or as all.

    ``places``: 1 where the same share stands in a table too, with its decimal.
    """
    exactly = Fraction(100 * part, whole)
    if 0 < exactly < Fraction(1, 2) or Fraction(199, 2) <= exactly < 100:
        places = 1
    return f"{plain(round_half_away(Decimal(exactly.numerator) / exactly.denominator, places))}%"


def part_in_words(part: int, whole: int) -> str:
    """How much of them, as people say it: ``all``, ``none``, ``half``, ``over half``, ``a third``, ``about a quarter``."""
    if whole == 0 or part == 0:
        return "none"
    if part == whole:
        return "all"
    found = Fraction(part, whole)
    named = _named(found)
    if named and not named.startswith("about"):
        return named
    return "over half" if found > Fraction(1, 2) else named or percent(part, whole)


def change_in_words(before: int, now: int) -> str:
    """``fallen by a third, from 45 to 30``; ``risen by 12%, from 25 to 28``; ``stayed at 30``; ``fallen from 4 to none``."""
    if before == now:
        return f"stayed at {_number(now)}"
    way = "fallen" if now < before else "risen"
    ends = f"from {_number(before)} to {_number(now)}"
    if before == 0 or now == 0:
        return f"{way} {ends}"
    found = Fraction(abs(now - before), before)
    if found == 1:
        return f"doubled, {ends}"  # it cannot have fallen by all of it: that is none
    size = _named(found) or (percent(abs(now - before), before) if found < 1 else "")
    return f"{way} by {size}, {ends}" if size else f"{way} {ends}"


def _named(found: Fraction) -> str:
    """The fraction's name; with "about" where it is near enough to one; "" where it is near none."""
    nearest = min(_NAMED, key=lambda one: abs(one - found))
    if nearest == found:
        return _NAMED[nearest]
    return f"about {_NAMED[nearest]}" if abs(nearest - found) <= _NEAR * nearest else ""


def _number(number: int) -> str:
    return plain(number) if number else "none"
