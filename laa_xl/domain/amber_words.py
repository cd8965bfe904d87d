"""What amber is called. Only a rule that looks at the year end may promise anything about it."""

from __future__ import annotations

from dataclasses import dataclass

from laa_xl.domain.words import RatingMode


@dataclass(frozen=True, slots=True)
class AmberWords:
    """The class of the amber indicators, under one rule; none begins with a capital but ``meaning``."""

    short: str  # the heading of a column
    full: str  # in a sentence
    listed: str  # in a list of the classes
    reviewed: str  # in the annual review, after "3 are"
    meaning: str  # in a list of words


AMBER_WORDS = {
    RatingMode.OUTLOOK: AmberWords(  # as document 003 prints them
        short="off trajectory",
        full="off trajectory but expected to recover",
        listed="off trajectory, expected to recover",
        reviewed="currently off trajectory, but expected to improve and to meet expectation",
        meaning="Off its path now, but expected to recover.",
    ),
    RatingMode.CURRENT: AmberWords(
        short="short of target",
        full="short of target but within tolerance",
        listed="short of target, within tolerance",
        reviewed="currently short of target, but within tolerance",
        meaning="Short of its target, within tolerance.",
    ),
}
