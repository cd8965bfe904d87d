"""Rules about an actual beside its own past and its target: one of them asks, at most, of each figure."""

from __future__ import annotations

from laa_xl.checks.doubts import doubts
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Beyond, Where, row_check
from laa_xl.domain.returns import Row
from laa_xl.domain.words import Severity

_CONFIRM = Severity.CONFIRM


def _if(code: str, row: Row, look: Look) -> list[Where]:
    return [where for found, where in doubts(row, look) if found == code]


@row_check(
    "indicators",
    "I20",
    _CONFIRM,
    "You entered {entered}, exactly the highest figure that there can be. Is it what was counted? Give numerator and denominator in "
    "{at_numerator} and {at_denominator}, or say in {at_confirm} how it was found.",
    meaning="A figure exactly at its ceiling, without the parts that show it, where neither the target nor the last figure is there.",
    example="100 % of women seen early, printed as exactly 100.00 (NI 126 in the annual review of 2008).",
    beyond=Beyond.TOGETHER,
)
def at_ceiling(row: Row, look: Look) -> list[Where]:
    """Exactly at the ceiling."""
    return _if("I20", row, look)


@row_check(
    "indicators",
    "I21",
    _CONFIRM,
    "You entered {entered} for {column}, against a target of {target}. Is it really none? If there is no figure yet, clear {cell} and "
    "choose in {at_status} why; if it is 0, say so in {at_confirm}.",
    meaning="0 against a target far from 0, where no earlier figure is known.",
    example="0 burglaries where 725 would be the target.",
    beyond=Beyond.TOGETHER,
)
def zero(row: Row, look: Look) -> list[Where]:
    """A 0 that may stand for a missing figure."""
    return _if("I21", row, look)


@row_check(
    "indicators",
    "I22",
    _CONFIRM,
    "You entered {entered} and call it final, but it looks rounded. Enter the exact figure in {cell}, choose Estimate in {at_status}, or "
    "say in {at_confirm} that it is exact.",
    meaning="A final count or sum of money that is suspiciously round: 300, 4,000 or 25,000.",
    example="300 homes, final.",
    beyond=Beyond.TOGETHER,
)
def suspiciously_round(row: Row, look: Look) -> list[Where]:
    """One honest figure in a hundred looks like that; a guess nearly always does."""
    return _if("I22", row, look)


@row_check(
    "indicators",
    "I23",
    _CONFIRM,
    "You entered {entered}, exactly what it was in {when}. Is it a new figure? Enter this quarter's in {cell}; if it is the "
    "same again, say so in {at_confirm}.",
    meaning="A figure copied forward: the same as last quarter or a year ago, for a measure that moves.",
    example="61.5 % in June and again in September.",
    beyond=Beyond.HISTORY,
)
def copied_forward(row: Row, look: Look) -> list[Where]:
    """Of three digits or more; what is annual, lagged, or about another time is not asked about."""
    return _if("I23", row, look)


@row_check(
    "indicators",
    "I25",
    _CONFIRM,
    "You entered {entered}, about {times} the target ({target}). Was the unit or a digit mistaken? Correct {cell}; if the figure is "
    "right, say why in {at_confirm}.",
    meaning="A figure about 10, 100 or 1,000 times the target, or such a part of it, where no earlier figure is known.",
    example="9.2 patrols for each one planned, and a target of 0.9.",
    beyond=Beyond.TOGETHER,
)
def slip_against_target(row: Row, look: Look) -> list[Where]:
    """A slip of the unit against the target."""
    return _if("I25", row, look)


@row_check(
    "indicators",
    "I26",
    _CONFIRM,
    "You entered {entered}. {history}. Check {cell}; if the figure is right, say why in {at_confirm}.",
    meaning="An outlier against the measure's own history: six figures or more, by their median and median absolute deviation.",
    example="14 % after two years between 10.1 and 10.9.",
    beyond=Beyond.HISTORY,
)
def outlier(row: Row, look: Look) -> list[Where]:
    """Of a cumulative measure what each quarter added is compared."""
    return _if("I26", row, look)


@row_check(
    "indicators",
    "I30",
    _CONFIRM,
    "You entered {entered}; at the end of {when} it was {before}. This figure builds up through the year, from 1 April, and cannot fall. "
    "Correct {cell}, or say why in {at_confirm}.",
    meaning="A cumulative figure that fell within the year.",
    example="40 fires by June and 35 by September.",
    beyond=Beyond.HISTORY,
)
def fell_within_the_year(row: Row, look: Look) -> list[Where]:
    """Often it is the figure of the quarter alone."""
    return _if("I30", row, look)
