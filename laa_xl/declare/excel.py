"""Conditions in Excel's own words, put together from small ones: what a template asks of its cells while one types.

``{name}`` stands for the cell of that column in the same row, ``{clean:name}`` for its text without odd spaces and line
ends, ``{rule:name}`` for a parameter of the row on the hidden rules sheet, ``{list:name}`` for a list, ``{lines:name}``
for a column's cells without the row of totals, ``{spec:name}`` for something of the whole return. Only functions of every
Excel and of LibreOffice.
"""

from __future__ import annotations

from collections.abc import Iterable

from laa_xl.declare.model import Column, Kind


def all_of(*conditions: str) -> str:
    """Every condition holds."""
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"


def any_of(*conditions: str) -> str:
    """One of the conditions holds."""
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"


def negated(condition: str) -> str:
    """The condition does not hold."""
    return f"NOT({condition})"


def safely(condition: str) -> str:
    """The condition, and not where it looks at a cell that shows an error."""
    return f"IFERROR({condition},FALSE)"


def blank(column: str) -> str:
    """Nothing was entered, or only spaces."""
    return f'{{clean:{column}}}=""'


def filled(column: str) -> str:
    """Something was entered."""
    return f'{{clean:{column}}}<>""'


def is_number(column: str) -> str:
    """The cell holds a number (not a text that looks like one)."""
    return f"ISNUMBER({{{column}}})"


def is_error(column: str) -> str:
    """The cell shows an error value."""
    return f"ISERROR({{{column}}})"


def not_a_number(column: str) -> str:
    """Something else than a number was entered."""
    return all_of(filled(column), negated(is_number(column)))


def listed(column: str, name: str) -> str:
    """The entry is in a list, without regard to case and spaces around it."""
    return f"SUMPRODUCT(--({{list:{name}}}={{clean:{column}}}))>0"


def is_text(column: str, text: str) -> str:
    """The entry is this text, without regard to case and spaces around it."""
    return f'{{clean:{column}}}="{text}"'


def is_one_of(column: str, texts: Iterable[str]) -> str:
    """The entry is one of a few texts."""
    return any_of(*(is_text(column, text) for text in texts))


def words_of(column: str) -> str:
    """The entry as texts are compared: without line ends and more spaces than one."""
    return f"{{clean:{column}}}"


def says_nothing(column: str) -> str:
    """The entry is a word or mark for a missing one, such as TBC or a dash."""
    return listed(column, NOTHING)


def is_date(column: str) -> str:
    """The cell holds a date in the time of the agreement: 1990 to 2100."""
    return all_of(is_number(column), f"{{{column}}}>=DATE(1990,1,1)", f"{{{column}}}<DATE(2101,1,1)")


def whole(column: str) -> str:
    """The number has no decimals."""
    return f"{{{column}}}=INT({{{column}}})"


def usable(column: Column) -> str:
    """The cell holds a number within the limits of its column."""
    parts = [is_number(column.name)]
    if column.kind is Kind.INTEGER:
        parts.append(whole(column.name))
    if column.minimum is not None:
        parts.append(f"{{{column.name}}}>={column.minimum:g}")
    if column.maximum is not None:
        parts.append(f"{{{column.name}}}<={column.maximum:g}")
    return all_of(*parts)


def flag(name: str) -> str:
    """A parameter of the row that is 1 or 0."""
    return f"{{rule:{name}}}=1"


def has(name: str) -> str:
    """A parameter of the row that is a number, where there is one."""
    return f"ISNUMBER({{rule:{name}}})"


NOTHING = "nothing"
