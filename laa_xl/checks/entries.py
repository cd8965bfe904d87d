"""What a cell holds, understood as its column's kind: the value, or the rule that says why it cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from laa_xl.checks.entry_rules import (
    AMBIGUOUS_DATE,
    AMBIGUOUS_NUMBER,
    DATE_FOR_NUMBER,
    ERROR_CELL,
    NO_FIGURE_WORD,
    NO_PERCENTAGE,
    NOT_IN_LIST,
    NOT_WHOLE,
    NUMBER_FOR_DATE,
    OUT_OF_LIMITS,
    READ_AS_DATE,
    READ_AS_NUMBER,
    SHOWN_AS_PERCENT,
    STRANGE_DATE,
    TEXT_FOR_NUMBER,
    TOO_LONG,
    UNCALCULATED,
)
from laa_xl.checks.registry import Rule
from laa_xl.declare.model import Column, Kind, When
from laa_xl.domain.grammar import folded, stripped, understand, understand_date
from laa_xl.domain.numbers import exact, plain


@dataclass(frozen=True, slots=True)
class Understood:
    """A cell's value (None: blank or not usable), whether it can be used, and the rule that has something to say."""

    value: Any = None
    usable: bool = True
    rule: Rule | None = None
    words: dict[str, str] = field(default_factory=dict)


_BLANK = Understood()
_WORDS = 6  # "not yet available" has three; a quotation mark on either side may stand alone


def understand_cell(
    value: Any,
    column: Column,
    *,
    error: str | None,
    uncalculated: bool,
    percent: bool,
    choices: tuple[str, ...],
    shown_percent: bool = False,
) -> Understood:
    """One entry cell. ``percent``: "12%" means 12 here. ``choices``: the list in force. ``shown_percent``: 0.12 shows as 12 %."""
    if error:
        return _unusable(ERROR_CELL)
    if uncalculated:
        return _unusable(UNCALCULATED)
    if value is None or (isinstance(value, str) and stripped(value) == ""):
        return _BLANK
    if column.kind.numeric:
        if shown_percent and isinstance(value, float) and value:
            return _limited(_shown_as_percent(value, percent), column)
        return _limited(_number(value, column, percent), column)
    if column.kind is Kind.DATE:
        return _date(value)
    if column.kind is Kind.CHOICE:
        return _choice(value, choices)
    if column.name == "confirm" and says_nothing(value):
        return Understood()
    return _text(value, column)


def says_nothing(value: Any) -> bool:
    """Whether an explanation is only a word or a mark for a missing one, such as "TBC" or a dash."""
    return isinstance(value, str) and not _is_a_sentence(value) and understand(value).kind == "not_a_number_word"


def _is_a_sentence(text: str) -> bool:
    """Whether a text has more words than any that stands for a missing one: most have, and need not be read as a figure."""
    return text.isascii() and len(text.split(None, _WORDS)) > _WORDS


def _unusable(why: Rule, **words: str) -> Understood:
    return Understood(None, False, why, words)


def _otherwise(column: Column) -> str:
    """Where a figure is missing the partner should say so beside it, not in the figure's cell."""
    if column.kind is Kind.MONEY and column.required is When.DUE:
        return " If there is no figure yet, say why in {at_comment}."
    if column.name != "actual":
        return ""
    return ' If the figure is not available yet, choose "Not yet available" in {at_status} and give the date in {at_status_date}.'


def _number(value: Any, column: Column, percent: bool) -> Understood:
    if isinstance(value, (date, datetime, time)):
        return _unusable(DATE_FOR_NUMBER)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Understood(float(value))
    read = understand(str(value))
    if isinstance(value, bool) or read.kind == "text":
        example = _limits(column) or ", for example 120"
        return _unusable(TEXT_FOR_NUMBER, example=example, otherwise=_otherwise(column))
    if read.kind == "not_a_number_word":
        return _unusable(NO_FIGURE_WORD, otherwise=_otherwise(column))
    if read.kind == "ambiguous" or (read.kind == "percent" and not percent) or read.value is None:
        perhaps = "" if read.kind == "percent" or read.reading in str(value) else f", perhaps as {read.reading}"
        return _unusable(AMBIGUOUS_NUMBER, perhaps=perhaps)
    return Understood(read.value, True, READ_AS_NUMBER, {"read": plain(read.value, None)})


def _shown_as_percent(value: float, percent: bool) -> Understood:
    """A number in a cell that shows it as a percentage: what the person sees is meant, where a percentage is."""
    seen = exact(value) * 100
    if not percent:
        return _unusable(NO_PERCENTAGE, read=plain(seen, None))
    return Understood(float(seen), True, SHOWN_AS_PERCENT, {"read": plain(seen, None)})


def _limited(found: Understood, column: Column) -> Understood:
    value = found.value
    if value is None:
        return found
    low, high, limits = column.minimum, column.maximum, _limits(column)
    if column.kind is Kind.INTEGER and value != int(value):
        return _unusable(NOT_WHOLE, limits=limits)
    if (low is not None and value < low) or (high is not None and value > high):
        return _unusable(OUT_OF_LIMITS, limits=limits)
    return found


def _limits(column: Column) -> str:
    if column.minimum is None:
        return ""
    if column.maximum is None:
        return f" that is {column.minimum:g} or more"
    return f" from {column.minimum:g} to {column.maximum:g}"


def _date(value: Any) -> Understood:
    found = Understood()
    if isinstance(value, datetime):
        found = Understood(value.date())
    elif isinstance(value, date):
        found = Understood(value)
    elif isinstance(value, str):
        kind, day = understand_date(value)
        if day is None:
            return _unusable(NUMBER_FOR_DATE)
        says = AMBIGUOUS_DATE if kind == "ambiguous" else READ_AS_DATE
        found = Understood(day, True, says, {"read": f"{day.day} {day:%B %Y}"})
    else:
        return _unusable(NUMBER_FOR_DATE)
    if not 1990 <= found.value.year <= 2100:
        return _unusable(STRANGE_DATE)
    return found


def _choice(value: Any, choices: tuple[str, ...]) -> Understood:
    wanted = folded(str(value))
    for choice in choices:
        if folded(choice) == wanted:
            return Understood(choice)
    return _unusable(NOT_IN_LIST, choices=", ".join(choices))


def _text(value: Any, column: Column) -> Understood:
    if isinstance(value, datetime):
        text = f"{value:%d/%m/%Y}"
    elif isinstance(value, date):
        text = f"{value.day} {value:%B %Y}"
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    else:
        text = stripped(str(value))
    if len(text) > column.max_length:
        return Understood(text, True, TOO_LONG, {"length": str(len(text)), "limit": str(column.max_length)})
    return Understood(text)
