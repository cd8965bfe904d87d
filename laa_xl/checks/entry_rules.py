"""The rules about a single entry that cannot be used, or that was read otherwise than it was typed."""

from __future__ import annotations

from laa_xl.checks.registry import UNPROTECT, Beyond, live_columns, rule
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
from laa_xl.declare.model import Column, Kind
from laa_xl.domain.words import Severity


def _whole_first(column: Column) -> list[str]:
    """Of a whole number with decimals the decimals are told (N08), not its size."""
    return [whole(column.name)] if column.kind is Kind.INTEGER else []


_MUST, _CONFIRM, _INFO = Severity.MUST_FIX, Severity.CONFIRM, Severity.INFO
_NUMBER_AGAIN = f"{UNPROTECT}, set the cell's format to Number, and type the number again."

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
    f"{{cell}} holds the date or time {{entered}} where {{column}} has to be a number. {_NUMBER_AGAIN}",
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
    f"{{cell}} holds {{entered}} and shows it as {{read}} %, where {{column}} is no percentage. {_NUMBER_AGAIN}",
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
