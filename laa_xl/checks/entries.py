"""What a cell holds, understood as its column's kind: the value, or the rule that says why it cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from laa_xl.checks.registry import Beyond, Rule, live_columns, rule
from laa_xl.declare.excel import (
    all_of,
    filled,
    is_date,
    is_error,
    is_number,
    listed,
    negated,
    not_a_number,
    usable,
    whole,
)
from laa_xl.declare.lists import list_of
from laa_xl.declare.model import Column, Kind, When
from laa_xl.domain.grammar import folded, stripped, understand, understand_date
from laa_xl.domain.numbers import exact, plain
from laa_xl.domain.words import Severity


def _whole_first(column: Column) -> list[str]:
    """Of a whole number with decimals the decimals are told (N08), not its size."""
    return [whole(column.name)] if column.kind is Kind.INTEGER else []


_MUST, _CONFIRM, _INFO = Severity.MUST_FIX, Severity.CONFIRM, Severity.INFO

ERROR_CELL = rule(
    "N01",
    _MUST,
    "{cell} shows the error {entered} instead of an entry for {column}. Type the value itself, not a formula.",
    meaning="An entry cell holds an error value.",
    example="#REF! after a linked workbook was moved.",
    live=live_columns(
        lambda *_: True, lambda _, column: is_error(column.name), "{column}: type the value itself, not a formula"
    ),
)
UNCALCULATED = rule(
    "N02",
    _MUST,
    "The formula in {cell} has never been calculated, so {column} has no value. Open the workbook in Excel, save it and send it "
    "again, or type the value itself.",
    meaning="A formula without a saved result; never read as blank or 0.",
    example="A workbook written by a program.",
    beyond=Beyond.FORMAT,
    waivable=False,
)
TEXT_FOR_NUMBER = rule(
    "N03",
    _MUST,
    'You entered "{entered}" for {column}. Enter a number only{example}.{otherwise}',
    meaning="Words where a number belongs.",
    example="approx 120",
    live=live_columns(
        lambda _, column: column.kind.numeric,
        lambda _, column: not_a_number(column.name),
        "{column}: enter a number only",
        ("N04", "N05", "N06"),
    ),
)
NO_FIGURE_WORD = rule(
    "N04",
    _MUST,
    'You entered "{entered}" for {column}, which is not a figure and is not read as zero. Clear {cell}.{otherwise}',
    meaning="A word or mark for a missing figure where a number belongs.",
    example="n/a, TBC or a dash",
)
AMBIGUOUS_NUMBER = rule(
    "N05",
    _MUST,
    'You entered "{entered}" for {column}, which can be read in more than one way{perhaps}. Enter it as a plain number, for example '
    "1234.5.",
    meaning="A number typed as text that has two readings, or that holds a letter in place of a digit.",
    example="1,23; 1O5",
)
READ_AS_NUMBER = rule(
    "N06",
    _INFO,
    'You entered "{entered}" as text for {column}. It was read as {read}.',
    meaning="A number typed as text with one certain reading.",
    example="£3.2m",
)
DATE_FOR_NUMBER = rule(
    "N07",
    _MUST,
    "{cell} holds the date or time {entered} where {column} has to be a number. Set the cell's format to Number, and type the "
    "number again.",
    meaning="A date where a number belongs.",
    example="3/4 that Excel turned into 3 April.",
    beyond=Beyond.FORMAT,
)
NOT_WHOLE = rule(
    "N08",
    _MUST,
    "You entered {entered} for {column}. Enter a whole number{limits}.",
    meaning="Decimals in a column of whole numbers.",
    example="A likelihood of 2.5.",
    live=live_columns(
        lambda _, column: column.kind is Kind.INTEGER,
        lambda _, column: all_of(is_number(column.name), negated(whole(column.name))),
        "{column}: enter a whole number",
    ),
)
OUT_OF_LIMITS = rule(
    "N09",
    _MUST,
    "You entered {entered} for {column}. Enter a number{limits}.",
    meaning="A number outside what the column allows.",
    example="An impact of 7; a negative spend.",
    live=live_columns(
        lambda _, column: column.kind.numeric and column.minimum is not None,
        lambda _, column: all_of(is_number(column.name), negated(usable(column)), *_whole_first(column)),
        "{column} is outside what is possible: check it",
    ),
)
SHOWN_AS_PERCENT = rule(
    "N10",
    _INFO,
    "{cell} holds {entered} and shows it as {read} %. It was read as {read}.",
    meaning="A percentage in a cell that is formatted as one: what the cell shows counts.",
    example="0.62 in a cell that shows 62 %, pasted with its format.",
    beyond=Beyond.FORMAT,
)
NO_PERCENTAGE = rule(
    "N11",
    _MUST,
    "{cell} holds {entered} and shows it as {read} %, where {column} is no percentage. Set the cell's format to Number, and type the "
    "number again.",
    meaning="A number in a cell that is formatted as a percentage, where none belongs.",
    example="2.9 pasted into a cell that shows 290 %.",
    beyond=Beyond.FORMAT,
)
NUMBER_FOR_DATE = rule(
    "D01",
    _MUST,
    'You entered "{entered}" for {column}. Enter a date, for example 31/03/2009.',
    meaning="A number or words where a date belongs.",
    example="45 in Action by.",
    live=live_columns(
        lambda _, column: column.kind is Kind.DATE,
        lambda _, column: all_of(filled(column.name), negated(is_date(column.name))),
        "{column}: enter a date, for example 31/03/2009",
        ("D02", "D03", "D04"),
    ),
)
AMBIGUOUS_DATE = rule(
    "D02",
    _CONFIRM,
    'You entered "{entered}" as text for {column}. It was read as {read}. Type it again as a date in {cell}{or_confirm}.',
    meaning="A date typed as text whose day and month could be exchanged.",
    example="03/04/2009 as text",
)
READ_AS_DATE = rule(
    "D03",
    _INFO,
    'You entered "{entered}" as text for {column}. It was read as {read}.',
    meaning="A date typed as text with one certain reading.",
    example="31 March 2009 as text",
)
STRANGE_DATE = rule(
    "D04",
    _MUST,
    "You entered {entered} for {column}, which is far outside the time of the agreement. Check the year.",
    meaning="A date before 1990 or after 2100.",
    example="31/03/0209",
)
NOT_IN_LIST = rule(
    "C01",
    _MUST,
    'You entered "{entered}" for {column}. Choose one of: {choices}.',
    meaning="A value that is not in the column's list.",
    example="Yellow for a rating.",
    live=live_columns(
        lambda _, column: column.kind is Kind.CHOICE,
        lambda table, column: all_of(filled(column.name), negated(listed(column.name, list_of(table, column)))),
        "{column}: choose a value from the list",
    ),
)
TOO_LONG = rule(
    "T01",
    _MUST,
    "The text in {cell} has {length} characters; {column} has room for {limit}. Please shorten it.",
    meaning="A text longer than the form allows.",
    example="A pasted report.",
    live=live_columns(
        lambda _, column: column.kind in (Kind.TEXT, Kind.LONG_TEXT),
        lambda _, column: f"LEN({{{column.name}}})>{column.max_length}",
        "{column}: please shorten it",
    ),
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A cell's value (None: blank or not usable), whether it can be used, and the rule that has something to say."""

    value: Any = None
    usable: bool = True
    rule: Rule | None = None
    words: dict[str, str] = field(default_factory=dict)


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
    if value is None or (isinstance(value, str) and understand(value).kind == "blank"):
        return Understood()
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
    return isinstance(value, str) and understand(value).kind == "not_a_number_word"


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
    elif isinstance(value, float) and value == int(value):
        text = str(int(value))
    else:
        text = stripped(str(value))
    if len(text) > column.max_length:
        return Understood(text, True, TOO_LONG, {"length": str(len(text)), "limit": str(column.max_length)})
    return Understood(text)
