"""Whether a text tells a number, in figures or in words: the net in which a figure about few people is looked for."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_IN_WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
# Nothing is counted by the day, week or month; "twice a year" may be what a year's figure is.
_TWICE = r"twice(?!\s+(?:(?:a|an|each|every|per)\s+(?:day|week|fortnight|month)|daily|weekly|monthly)\b)"
# What else says a number. Not "once", "both" or "first", which mostly say something else.
_OTHER_WORDS: Mapping[float, tuple[str, ...]] = {
    0: ("none", "nil", "zero", "nobody", "no-one"),
    1: ("single", "sole"),
    2: ("couple", "pair", _TWICE),
    3: ("thrice", "trio"),
    6: ("half a dozen", "half-dozen"),
    12: ("dozen",),
}


def tells(hidden: set[float], text: str, own: str = "") -> bool:
    """Whether a text holds one of these numbers, in figures or as a word. A net, not a proof.

    A word such as "single" or "pair" that the indicator's ``own`` words have is no number there.
    """
    if any(float(found.replace(",", "")) in hidden for found in _NUMBER.findall(text)):
        return True
    words = {_IN_WORDS[int(number)] for number in hidden if number in range(len(_IN_WORDS))}
    others = (word for number in hidden for word in _OTHER_WORDS.get(number, ()))
    words |= {word for word in others if not _has(own, word)}
    return any(_has(text, word) for word in words)


def _has(text: str, word: str) -> bool:
    return re.search(rf"\b{word}\b", text, re.IGNORECASE) is not None
