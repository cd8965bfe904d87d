"""A value of a report's table as a person reads it, wherever it is no cell of a spreadsheet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from laa_xl.domain.documents import Field, Line, Shape, Value
from laa_xl.domain.numbers import has_pennies, in_full, plain, round_half_away
from laa_xl.domain.sentences import as_words
from laa_xl.domain.words import Symbol


def spoken(field: Field, value: str) -> str:
    """A text as it is printed: a performance symbol with its word, so that nobody has to know it."""
    if field.shape is Shape.SYMBOL and value in {symbol.value for symbol in Symbol}:
        return Symbol(value).mark
    return as_words(value)


def text_of(field: Field, line: Line, value: Value) -> str:
    """A value as it is printed: with its decimals, its pound sign, its percent; "" for a blank."""
    if value is None:
        return ""
    if isinstance(value, str):
        return spoken(field, value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    exact_value = value if isinstance(value, Decimal) else Decimal(repr(value))
    if field.shape is Shape.PERCENT:
        return f"{plain(round_half_away(exact_value * 100, 1), 1)}%"
    if field.shape is Shape.POUNDS:
        pounds = plain(abs(exact_value), 2 if has_pennies(exact_value) else 0)
        return f"-£{pounds}" if exact_value < 0 and pounds != "0" else f"£{pounds}"
    return in_full(exact_value, line.decimals if field.shape is Shape.FIGURE else None)
