"""What a cell means as an argument of a worksheet function, and what a cell shows where it means nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from math import isfinite, isnan
from numbers import Real
from typing import Any, Final, NamedTuple

from laa_xl.declare.functions import Kind
from laa_xl.domain.numbers import exact, rounded6
from laa_xl.domain.sentences import folded
from laa_xl.domain.variance import Target, Tolerance
from laa_xl.domain.words import Accumulation, DataStatus, Judgement, Polarity, Rag, RatingMode


class Problem(str):
    """What a cell shows instead of an answer."""

    __slots__ = ()


class ExcelError(Problem):
    """An error of Excel's own, such as #N/A."""

    __slots__ = ()


class Sentence(Problem):
    """A sentence that says what an argument has to be."""

    __slots__ = ()


VALUE: Final = ExcelError("#VALUE!")
NOT_AVAILABLE: Final = ExcelError("#N/A")
NUM: Final = ExcelError("#NUM!")
ERRORS: Final = {
    text: ExcelError(text)
    for text in (
        *("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"),
        *("#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!"),
    )
}
LIMIT: Final = 1e100  # no figure of an agreement is larger; beyond it floats begin to overflow

A_RANGE: Final = Sentence('A range is written as "10 to 20", "at least 10" or "at most 20".')
REVERSED: Final = Sentence("The first number of a range has to be the smaller one.")
TOLERANCE: Final = Sentence('Tolerance has to be 10, "10%" or "5 points", and not below 0.')
FRACTION: Final = Sentence('A share below 1 can be read in two ways: write "10%" or "0.1%", in quotes.')
MIXED: Final = Sentence("Both tolerances have to be in %, or both in points.")
PERCENT: Final = Sentence('A percentage has to be 2 or "2%", and not below 0.')
DECIMALS: Final = Sentence("Decimals have to be a whole number from 0 to 6.")
QUARTER: Final = Sentence("Quarter has to be 1, 2, 3 or 4.")
ACCUMULATION: Final = Sentence(f"Accumulation has to be one of: {', '.join(word.value for word in Accumulation)}.")
YES_NO: Final = Sentence("Due, placeholder and survey have to be yes or no.")

_NUMBER = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_PLAIN = re.compile(_NUMBER)
_SIZE = re.compile(rf"({_NUMBER}) ?(%|points?)?")
_RANGE = re.compile(rf"({_NUMBER}) to ({_NUMBER})|at least ({_NUMBER})|at most ({_NUMBER})")


class Limit(NamedTuple):
    """A tolerance on one side: in % of the target or in points, as it is written and as figures are banded."""

    percent: bool
    size: Decimal
    millionths: int


def number(cell: Any) -> float | Problem | None:
    """A figure; None for a blank. A number typed as text counts where it is written plainly, such as 1,450."""
    if cell is None or isinstance(cell, Problem):
        return cell
    if isinstance(cell, str):
        text = folded(cell)
        if not text:
            return None
        return _in_limits(_figure(text)) if _PLAIN.fullmatch(text) else ERRORS.get(text.upper(), VALUE)
    if isinstance(cell, bool) or not isinstance(cell, (Real, Decimal)):
        return VALUE
    try:
        value = float(cell)
    except (ArithmeticError, ValueError):
        return NUM
    return None if isnan(value) else _in_limits(value)


def _figure(text: str) -> float:
    return float(text.replace(",", ""))


def _in_limits(value: float) -> float | Problem:
    return value + 0.0 if isfinite(value) and -LIMIT <= value <= LIMIT else NUM


def target(cell: Any) -> float | Target | Problem | None:
    """A number, or a range as ``Target.written`` prints it; None for a blank."""
    found = number(cell)
    if found is not VALUE or not isinstance(cell, str):
        return found
    ends = _RANGE.fullmatch(folded(cell))
    if not ends:
        return VALUE
    low, high, least, most = (None if end is None else _figure(end) for end in ends.groups())
    low, high = low if least is None else least, high if most is None else most
    if any(end is not None and abs(end) > LIMIT for end in (low, high)):
        return NUM
    if low is not None and high is not None and low > high:
        return REVERSED
    return Target(low=low, high=high)


def _sized(cell: Any, wrong: Sentence) -> tuple[Decimal, str] | Problem | None:
    """A size that is not below 0, and the unit that is written with it ("" for none)."""
    unit = ""
    if isinstance(cell, str) and not isinstance(cell, Problem):
        parts = _SIZE.fullmatch(folded(cell))
        if parts and parts[2]:
            cell, unit = parts[1], parts[2][0]
    found = number(cell)
    if found is VALUE:
        return wrong
    if found is None or isinstance(found, Problem):
        return found
    if found < 0:
        return wrong
    # A cell that shows 10% holds 0.1, and so does an argument typed as 10%: what is meant is asked, not guessed.
    return FRACTION if not unit and 0 < found < 1 else (exact(found), unit)


@lru_cache(maxsize=256)
def _limit(size: Decimal, percent: bool) -> Limit:
    edge = rounded6(size / 100 if percent else size)
    return Limit(percent, size, int(edge * 10**6))


TEN_PER_CENT: Final = _limit(exact(Tolerance().lower), True)


def tolerance(cell: Any) -> Limit | Problem | None:
    """A tolerance; None for a blank."""
    found = _sized(cell, TOLERANCE)
    return found if found is None or isinstance(found, Problem) else _limit(found[0], found[1] != "p")


def percent(cell: Any) -> Decimal | Problem | None:
    """A percentage, 2 for 2 %; None for a blank."""
    found = _sized(cell, PERCENT)
    if found is None or isinstance(found, Problem):
        return found
    return PERCENT if found[1] == "p" else found[0]


def _whole(low: int, high: int, wrong: Sentence) -> Callable[[Any], int | Problem | None]:
    def read(cell: Any) -> int | Problem | None:
        found = number(cell)
        if found is None or (isinstance(found, Problem) and found is not VALUE):
            return found
        return int(found) if found is not VALUE and found in range(low, high + 1) else wrong

    return read


def text(cell: Any) -> str | Problem | None:
    """Words as they stand; a number as text; None for a blank."""
    if cell is None or isinstance(cell, Problem):
        return cell
    if isinstance(cell, str):
        return ERRORS.get(cell.strip()) or cell.strip() or None
    found = number(cell)
    return f"{found:.15g}" if isinstance(found, float) else found  # all the digits that Excel has


def _choice(words: Mapping[str, Any], wrong: Sentence) -> Callable[[Any], Any]:
    """One of a closed list of words; None for a blank."""

    def read(cell: Any) -> Any:
        said = text(cell)
        if said is None or (isinstance(said, Problem) and said is not VALUE):
            return said
        return words.get(folded(said), wrong)

    return read


def _words(members: Any) -> dict[str, Any]:
    return {folded(member.value): member for member in members if member.value}


# "in a range" and "not agreed yet" are what the return prints under "Good is".
_POLARITY = {**_words(Polarity), "in a range": Polarity.RANGE, "not agreed yet": Polarity.UNSET}
_STATUSES = ", ".join(status.value for status in DataStatus)
_YES = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}


def yes_no(cell: Any) -> bool | Problem | None:
    """Yes or no; None for a blank."""
    found: bool | Problem | None = cell if isinstance(cell, bool) else _choice(_YES, YES_NO)(cell)
    return found


def anything(cell: Any) -> Any:
    """The cell as it is."""
    return cell


def _group(cell: Any) -> str | Problem | None:
    found = text(cell)
    return found if found is None or isinstance(found, Problem) else folded(found)


READERS: Final[Mapping[Kind, Callable[[Any], Any]]] = {
    Kind.FIGURE: number,
    Kind.TARGET: target,
    Kind.POLARITY: _choice(_POLARITY, Sentence("Polarity has to be higher, lower or range.")),
    Kind.TOLERANCE: tolerance,
    Kind.PERCENT: percent,
    Kind.MODE: _choice(_words(RatingMode), Sentence("Mode has to be outlook or current.")),
    Kind.JUDGEMENT: _choice(_words(Judgement), Sentence("Judgement has to be better, within or worse.")),
    Kind.STATUS: _choice(_words(DataStatus), Sentence(f"Status has to be one of: {_STATUSES}.")),
    Kind.YES_NO: yes_no,
    Kind.ACCUMULATION: _choice(_words(Accumulation), ACCUMULATION),
    Kind.QUARTER: _whole(1, 4, QUARTER),
    Kind.DECIMALS: _whole(0, 6, DECIMALS),
    Kind.TEXT: text,
    Kind.ENTRY: anything,
    Kind.SHARES: number,
    Kind.RATINGS: _choice(_words(Rag), Sentence("Ratings have to be Red, Amber, Green or Grey.")),
    Kind.FLAGS: yes_no,
    Kind.GROUPS: _group,
}
