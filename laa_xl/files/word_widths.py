"""How wide the columns of a table in a Word document are: as they ask, but never narrower than their longest word."""

from __future__ import annotations

import re
from collections.abc import Sequence

MARGIN = 1.0  # millimetres left and right of the text of a cell
_MOST = 32.0  # millimetres: a longer word is broken rather than given more
# How wide characters of Arial are, in ems; what is not named is as wide as the widest of the small letters.
_NARROW, _DIGIT, _CAPITAL, _WIDE, _OTHER = 0.34, 0.56, 0.72, 0.9, 0.57
_BOLD = 1.08
_MILLIMETRES_A_POINT = 0.3528
_WORDS = re.compile(r"[^\s-]+-?|-")


def word_width(text: str, points: float, *, bold: bool = False) -> float:
    """The width of the longest word of a text, in millimetres: of what no line may break. 0 for no text."""
    longest = max((sum(map(_ems, word)) for word in _WORDS.findall(text)), default=0.0)
    return longest * points * _MILLIMETRES_A_POINT * (_BOLD if bold else 1)


def column_widths(asked: Sequence[float], words: Sequence[float], whole: float) -> list[float]:
    """Millimetres for each column, ``whole`` in all.

    ``asked`` are shares; ``words`` the longest word of each, in millimetres. A column that would break a word is widened at the
    cost of the others, shared as they ask. Where there is no room for every word, each gets its part of what there is.
    """
    least = [min(width, _MOST) + 2 * MARGIN for width in words]
    if sum(least) >= whole:
        return [whole * width / sum(least) for width in least]
    fixed: dict[int, float] = {}
    while True:
        free = [place for place in range(len(asked)) if place not in fixed]
        room, shares = whole - sum(fixed.values()), sum(asked[place] for place in free)
        given = {place: room * asked[place] / shares for place in free}
        short = {place: least[place] for place in free if given[place] < least[place]}
        if not short:
            return [fixed.get(place, given.get(place, 0.0)) for place in range(len(asked))]
        fixed |= short


def _ems(character: str) -> float:
    if character in "ijltfIr.,:;'|!()[]/ ":
        return _NARROW
    if character in "mwMW%@★●▲✓◆✗":
        return _WIDE
    if character.isdigit():
        return _DIGIT
    return _CAPITAL if character.isupper() else _OTHER
