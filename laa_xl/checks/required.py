"""What has to be filled in, and when: the rules for each condition that a column of the form may name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from laa_xl.checks.blanks import blank_columns, empty, is_total, started
from laa_xl.checks.entries import says_nothing as nothing_said
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Check, Live, Where, live_columns, row_check
from laa_xl.checks.reported import (
    OFF_TARGET,
    REASON_WANTED,
    WANTED,
    date_needed,
    explained,
    figure_due,
    forecast_needed,
    off_target,
    reason_needed,
    reason_wanted,
    status_needed,
)
from laa_xl.declare.excel import all_of, any_of, blank, flag, is_text, safely, says_nothing
from laa_xl.declare.model import Column, Kind, Table, When
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.declare.return_lines import YES
from laa_xl.domain.returns import Row
from laa_xl.domain.sections import MISSING_INFORMATION, SECTION_CHOICES, section_code
from laa_xl.domain.words import Severity

_MUST = Severity.MUST_FIX
_A_LINE = "{rule:total}=0"
_MISSING = is_text("section", next(choice for choice in SECTION_CHOICES if section_code(choice) == MISSING_INFORMATION))


def _required(when: When) -> Callable[[Table, Column], bool]:
    return lambda _, column: column.required is when


def _words_asked_for() -> Iterator[tuple[Table, Column, str]]:
    """The columns of words that are needed, and when, as the template asks."""
    for table in RETURN_FORM.tables():
        for column in table.entries:
            if column.kind in (Kind.TEXT, Kind.LONG_TEXT) and column.required in _LIVE_NEEDED:
                yield table, column, _LIVE_NEEDED[column.required]
    finance = RETURN_FORM.table("finance")
    due = [column.name for column in finance.columns if column.required is When.DUE]
    yield finance, finance.column("comment"), all_of(_A_LINE, any_of(*(safely(blank(name)) for name in due)))


_LIVE_NEEDED = {
    When.ALWAYS: "TRUE",
    When.ROW_STARTED: flag("started"),
    When.STATUS_NEEDS_REASON: REASON_WANTED,
    When.AMBER_RED: OFF_TARGET,
    When.MISSING_INFORMATION: _MISSING,
}


@row_check(
    "*",
    "B01",
    _MUST,
    "{column} is blank. Please fill in {cell}.",
    meaning="A field that every return needs.",
    example="Nobody said who completed the return.",
    live=live_columns(_required(When.ALWAYS), lambda _, column: blank(column.name), "Please fill it in"),
)
def always(row: Row, look: Look) -> Iterator[Where]:
    """Fields that are always needed."""
    return blank_columns(row, When.ALWAYS)


@row_check(
    "*",
    "B02",
    _MUST,
    "You began row {row}, but {column} is blank. Fill in {cell}, or clear the row.",
    meaning="A row that was begun and is not complete.",
    example="A risk without an owner.",
    live=live_columns(
        _required(When.ROW_STARTED),
        lambda _, column: all_of(flag("started"), blank(column.name)),
        "{column} is blank: fill it in, or clear the row",
    ),
)
def begun(row: Row, look: Look) -> Iterator[Where]:
    """A begun line needs its required columns."""
    return blank_columns(row, When.ROW_STARTED, started(row, look))


@row_check(
    "about",
    "B15",
    _MUST,
    'You chose "{entered}" in {cell}: a nil return has nothing to report. But there are entries on: {sheets}. Clear {cell}, or clear '
    "those entries.",
    meaning="A nil return that reports something all the same.",
    example="Nil return, and a figure on the Indicators sheet.",
    live=[
        Live("about", "nil", all_of(is_text("nil", YES), "{spec:entered}>0"), "Clear this, or clear your other entries")
    ],
    waivable=False,
)
def nil_with_entries(row: Row, look: Look) -> Iterator[Where]:
    """A nil return has nothing but what was printed in it as carried forward."""
    if look.returned.nil:
        tables = [
            name for name, rows in look.returned.tables.items() if any(has_own_entry(other, look) for other in rows)
        ]
        if tables:
            yield Where("nil", {"sheets": ", ".join(RETURN_FORM.sheet(name).name for name in tables)})


def has_own_entry(row: Row, look: Look) -> bool:
    """Whether a row holds an entry of the partner's own, beside what was carried forward into it."""
    if row.table == "about":
        return False
    columns = (column.name for column in RETURN_FORM.table(row.table).entries)
    return any(
        not row.blank(name)
        and (row.unusable(name) or _plain(row[name]) != look.spec.carried_value(row.table, row.key, name))
        for name in columns
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@row_check(
    "narrative",
    "B11",
    _MUST,
    "This is about missing information, and {column} is blank. Fill in {cell}.",
    meaning="Missing information needs who will provide it, and when.",
    example="A data gap that nobody owns.",
    live=live_columns(
        _required(When.MISSING_INFORMATION),
        lambda _, column: all_of(_MISSING, blank(column.name)),
        "Missing information: fill in {column}",
    ),
)
def who_and_when(row: Row, look: Look) -> Iterator[Where]:
    """Section 5 says what, why, who and when."""
    return blank_columns(row, When.MISSING_INFORMATION, _about_missing(row, look))


def _about_missing(row: Row, look: Look) -> bool:
    section = row.text_of("section")
    return bool(section) and section_code(section) == MISSING_INFORMATION


@row_check(
    "finance",
    "B12",
    _MUST,
    "{column} is blank for {row}. Enter the figure in {cell}, or say in {at_comment} why there is none.",
    meaning="A finance line without a figure and without a comment.",
    example="Spend to date blank.",
    live=live_columns(
        lambda table, column: table.name == "finance" and column.required is When.DUE,
        lambda _, column: all_of(_A_LINE, blank(column.name), blank("comment")),
        "{column}: enter the figure, or say under Comment why there is none",
    ),
)
def money_due(row: Row, look: Look) -> Iterator[Where]:
    """A blank amount needs a comment; the row of totals may stay blank."""
    return blank_columns(row, When.DUE, empty(row, "comment") and not is_total(row))


@row_check(
    "*",
    "B14",
    _MUST,
    'You entered "{entered}" for {column}, which says nothing. {wanted} in {cell}.',
    meaning="A word or mark for a missing entry where an explanation, a post or a name is needed.",
    example="TBC for the cause of a red rating.",
    live=[
        Live(table.name, column.name, all_of(says_nothing(column.name), asked), f"{column.title}: say it in words")
        for table, column, asked in _words_asked_for()
    ],
)
def says_something(row: Row, look: Look) -> Iterator[Where]:
    """Where words are needed, a word that stands for none is none."""
    for column in words_needed(row, look):
        if nothing_said(row[column.name]):
            yield Where(column.name, {"wanted": WANTED.get(column.name, "Say it in words")})


def words_needed(row: Row, look: Look) -> tuple[Column, ...]:
    """The columns of a row in which somebody has to say something."""
    return look.once("words needed", row, lambda: tuple(_words_needed(row, look)))


def _words_needed(row: Row, look: Look) -> Iterator[Column]:
    asked: dict[When, bool] = {}
    for column in _columns_of_words(row.table):
        if column.required not in asked:
            needed = _NEEDED.get(column.required)
            asked[column.required] = needed is not None and needed(row, look)
        instead = column.name == "comment" and row.table == "finance" and _comment_needed(row)
        if instead or asked[column.required]:
            yield column


@lru_cache(maxsize=16)
def _columns_of_words(table: str) -> tuple[Column, ...]:
    return tuple(c for c in RETURN_FORM.table(table).columns if c.kind in (Kind.TEXT, Kind.LONG_TEXT))


def _comment_needed(row: Row) -> bool:
    return not is_total(row) and any(True for _ in blank_columns(row, When.DUE))


# When the columns of words are needed.
_NEEDED: dict[When, Callable[[Row, Look], bool]] = {
    When.ALWAYS: lambda row, look: True,
    When.ROW_STARTED: started,
    When.STATUS_NEEDS_REASON: reason_wanted,
    When.AMBER_RED: off_target,
    When.MISSING_INFORMATION: _about_missing,
}

# Which rule answers for each condition; a test sees that no condition of the form is forgotten.
ANSWERED: dict[When, Check] = {
    When.ALWAYS: always,
    When.ROW_STARTED: begun,
    When.DUE: figure_due,
    When.HAS_FIGURE: status_needed,
    When.STATUS_NEEDS_REASON: reason_needed,
    When.STATUS_NEEDS_DATE: date_needed,
    When.AMBER_RED: explained,
    When.FORECAST: forecast_needed,
    When.MISSING_INFORMATION: who_and_when,
}
