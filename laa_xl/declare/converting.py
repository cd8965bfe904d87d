"""One cell of an agreement or of an officers' table, as the kind that its column declares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from laa_xl.declare.agreement_tables import Setting
from laa_xl.declare.model import Column, Kind, Means
from laa_xl.domain.grammar import understand, understand_date
from laa_xl.domain.period_words import understand_period
from laa_xl.domain.periods import Period
from laa_xl.domain.sentences import spoken_day

_FIRST_DAY, _A_YEAR_AS_A_DATE = date(1899, 12, 30), 1905  # the numbers 1828 to 2192


@dataclass(frozen=True, slots=True)
class NotUsable(Exception):
    """A cell that cannot be understood; ``message`` says what to do."""

    message: str


def convert(raw: Any, column: Column | Setting) -> Any:
    """One cell as its column's kind: None for blank; NotUsable with a sentence otherwise."""
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw == "":
        return None
    match column.kind:
        case Kind.TEXT | Kind.LONG_TEXT:  # of which there are most
            return _words(raw)
        case Kind.YES:
            return _yes(raw)
        case Kind.INTEGER if column.means is Means.YEAR:
            return _year(raw)
        case Kind.INTEGER if column.means is Means.QUARTER:
            return _quarter(raw)
        case Kind.NUMBER | Kind.MONEY | Kind.PERCENT | Kind.INTEGER:
            return _number(raw, whole=column.kind is Kind.INTEGER)
        case Kind.DATE:
            return _date(raw)
        case Kind.PERIOD:
            return _period(raw)
        case Kind.CHOICE:
            for choice in column.choices:
                if str(raw).lower() == choice.lower():
                    return choice
            raise NotUsable(f"choose one of: {', '.join(column.choices)}.")


def as_entered(raw: Any, column: Column | Setting) -> Any:
    """One cell as its column's kind; as it stands where it cannot be understood."""
    try:
        return convert(raw, column)
    except NotUsable:
        return raw


def _yes(raw: Any) -> bool:
    if raw is True or str(raw).strip().upper() in ("Y", "YES", "TRUE"):
        return True
    if raw is False or str(raw).strip().upper() in ("N", "NO", "FALSE"):
        return False
    raise NotUsable("write Y, or leave it blank.")


def _number(raw: Any, *, whole: bool) -> float | int:
    if isinstance(raw, bool):
        raise NotUsable("enter a number only.")
    value = float(raw) if isinstance(raw, (int, float)) else None
    if value is None and isinstance(raw, str):
        understood = understand(raw)
        value = understood.value if understood.kind == "number" else None
    if value is None:
        raise NotUsable(f"enter a number only, for example {'12' if whole else '12.5'}.")
    if not whole:
        return value
    if value != int(value):
        raise NotUsable("enter a whole number.")
    return int(value)


def _year(raw: Any) -> int:
    """A financial year by the calendar year in which it begins, as we write it; ``2008/09`` says the same.

    Excel makes a date of ``2008/09``, and of a 2008 that is typed over it one of 1905: that many days after its first.
    """
    if isinstance(raw, date) and raw.year == _A_YEAR_AS_A_DATE:
        raw = (date(raw.year, raw.month, raw.day) - _FIRST_DAY).days
    words = understand_period(raw) if isinstance(raw, str) else None
    if words is not None and words.kind == "year" and words.period:
        return words.period.year
    try:
        return int(_number(raw, whole=True))
    except NotUsable:
        raise NotUsable("write the year in which the financial year begins: 2008 for 2008-09.") from None


def _quarter(raw: Any) -> int:
    words = understand_period(raw) if isinstance(raw, str) else None
    if words is not None and words.kind == "quarter" and words.quarter:
        return words.quarter
    try:
        return int(_number(raw, whole=True))
    except NotUsable:
        told = (
            "write the quarter as a number from 1 (April to June) to 4 (January to March); the year has its own column."
        )
        raise NotUsable(told) from None


def _date(raw: Any) -> date:
    """A date: Excel's own, or one that somebody typed as text and that has one reading."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    kind, day = understand_date(str(raw))
    if kind == "date" and day:
        return day
    if kind == "ambiguous" and day:
        told = (
            f"enter the date with its month as a word, as in {spoken_day(day)}: this can be read in more than one way."
        )
        raise NotUsable(told)
    raise NotUsable("enter a date with its month as a word, such as 31 March 2009, or year first: 2009-03-31.")


def _period(raw: Any) -> str:
    try:
        return str(Period.parse(str(raw)))
    except ValueError:
        raise NotUsable("write a quarter by the year that its financial year starts in: 2008-Q2.") from None


def _words(raw: Any) -> str:
    if isinstance(raw, float) and raw == int(raw):
        return str(int(raw))  # a code such as 12 that Excel keeps as a number
    return str(raw)
