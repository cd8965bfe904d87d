"""The closed grammar for a quarter as people write it in headings and cells: what is certain, and why something is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from laa_xl.domain.grammar import understand_date
from laa_xl.domain.periods import Period, financial_year

Kind = Literal["period", "year", "quarter", "ambiguous", "text"]


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """What a text says about time.

    ``period`` is there for a quarter, and for a financial year as its last quarter, whose figure is the year's.
    ``quarter`` is there for a quarter without its year. ``why`` says what an ambiguous one might mean.
    """

    kind: Kind
    period: Period | None = None
    quarter: int | None = None
    why: str = ""


_TEXT = PeriodWords("text")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u3000"), " ")
_DASHES |= dict.fromkeys(map(ord, "‘’ʼ`"), "'")

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_OF = {"sept": 9} | {name: number for number, month in enumerate(_MONTHS, 1) for name in (month, month[:3])}
_MONTH = rf"(?:{'|'.join(sorted(_MONTH_OF, key=len, reverse=True))})"
_ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
_QUARTER = rf"(?:(?:q|qtr|quarter)\.? ?(?P<quarter>[1-4])|(?P<ordinal>{'|'.join(_ORDINALS)}) (?:qtr|quarter))"
_YEAR = r"(?:fy ?|financial year ?|year ?)?(?P<year>[12][0-9]{3}(?: ?[-/] ?(?:[0-9]{4}|[0-9]{1,2}))?|[0-9]{2} ?[-/] ?[0-9]{2})"

_OURS = re.compile(r"([12][0-9]{3}) ?- ?q([1-4])")
_QUARTER_FIRST = re.compile(rf"{_QUARTER}[ ,:-]*(?:of )?{_YEAR}")
_YEAR_FIRST = re.compile(rf"{_YEAR}[ ,:/-]*{_QUARTER}")
_QUARTER_ALONE = re.compile(_QUARTER)
_YEAR_ALONE = re.compile(_YEAR)
_SHORT_MONTH_YEAR = r"[ '.-]*([12][0-9]{3}|[0-9]{2})"
_MONTH_YEAR = re.compile(rf"({_MONTH}){_SHORT_MONTH_YEAR}")
_MONTHS_RANGE = re.compile(rf"({_MONTH})\.?(?:{_SHORT_MONTH_YEAR})? ?(?:-|/|to|until) ?({_MONTH}){_SHORT_MONTH_YEAR}")
_AT = re.compile(
    r"(?:(?:as )?at|up to|to|by|(?:the )?(?:quarter|qtr|period|year) (?:end(?:ing|ed)?|to)|end(?:ing|ed)?(?: of)?) "
)


def understand_period(text: str) -> PeriodWords:
    """Read a quarter or a financial year as it was written; never guessed."""
    plain = " ".join(text.translate(_DASHES).casefold().split()).strip(" .:;")
    outer, inner = _brackets(plain)
    if inner:
        return _agreed(_one(outer), _one(inner))
    return _one(plain)


def _brackets(text: str) -> tuple[str, str]:
    """``quarter 2 of 2008-09 (july to september 2008)`` says it twice; both have to say the same."""
    found = re.fullmatch(r"([^()]+) \(([^()]+)\)", text)
    return (found[1], found[2]) if found else (text, "")


def _agreed(first: PeriodWords, second: PeriodWords) -> PeriodWords:
    if first.period and second.period and first.period != second.period:
        return PeriodWords("ambiguous", why=f"it says both {first.period} and {second.period}")
    return first if first.kind != "text" else second


def _one(text: str) -> PeriodWords:
    if found := _OURS.fullmatch(text):
        return PeriodWords("period", Period(int(found[1]), int(found[2])))
    if found := _QUARTER_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        return in_year(_quarter_of(found), found["year"])
    if found := _QUARTER_ALONE.fullmatch(text):
        return PeriodWords("quarter", quarter=_quarter_of(found))
    if found := _YEAR_ALONE.fullmatch(text):
        return _year(found["year"])
    text = _AT.sub("", text, count=1) if _AT.match(text) else text
    if found := _MONTHS_RANGE.fullmatch(text):
        return _range(_MONTH_OF[found[1]], found[2], _MONTH_OF[found[3]], found[4])
    if found := _MONTH_YEAR.fullmatch(text):
        return _of_month(_full(found[2]), _MONTH_OF[found[1]])
    kind, day = understand_date(text)
    if kind == "ambiguous":
        return PeriodWords("ambiguous", why="the day, the month and the year can be read in more than one way")
    return of_day(day, written_out=True) if day else _TEXT


def _quarter_of(found: re.Match[str]) -> int:
    return int(found["quarter"]) if found["quarter"] else _ORDINALS[found["ordinal"]]


def in_year(quarter: int, words: str) -> PeriodWords:
    """A quarter whose financial year is written beside it, or in a column of its own."""
    years = re.findall("[0-9]+", words)
    if len(years) == 1:
        why = f"{words} may be a calendar year or a financial year; write {financial_year(_full(words))}, or 2007-Q3"
        return PeriodWords("ambiguous", quarter=quarter, why=why)
    start = _start_of(years)
    return PeriodWords("period", Period(start, quarter)) if start else PeriodWords("ambiguous", why=_NOT_A_YEAR)


_NOT_A_YEAR = "a financial year is two years that follow each other, such as 2007-08"


def _year(words: str) -> PeriodWords:
    years = re.findall("[0-9]+", words)
    if len(years) == 1:
        why = f"{words} may be a calendar year or a financial year; write {financial_year(int(words))}"
        return PeriodWords("ambiguous", why=why)
    if len(years[0]) == 2:
        return PeriodWords("ambiguous", why=f"{words} may be a month and a year, or a financial year; write 2007-08")
    start = _start_of(years)
    return PeriodWords("year", Period(start, 4)) if start else PeriodWords("ambiguous", why=_NOT_A_YEAR)


def _start_of(years: list[str]) -> int | None:
    """The first year of ``2007/08``, ``2007/8``, ``2007-2008``, ``07/08``; None where they do not follow each other."""
    start, end = _full(years[0]), years[1]
    follows = str(start + 1)
    return start if end == follows or (len(end) < 4 and int(end) == int(follows[-len(end) :])) else None


def _full(year: str) -> int:
    """A year in full: agreements are of this century."""
    return int(year) if len(year) == 4 else 2000 + int(year)


def _range(first: int, first_year: str | None, last: int, last_year: str) -> PeriodWords:
    """Months from and to: a quarter, or from April on the year to date."""
    found = _of_month(_full(last_year), last)
    if found.period is None:
        return found
    start = found.period.start
    since_april = date(found.period.year, 4, 1)
    begun = next((day for day in (start, since_april) if day.month == first), None)
    if begun is None or (first_year and _full(first_year) != begun.year):
        return PeriodWords("ambiguous", why="these months are neither a quarter nor the year up to one")
    return PeriodWords("year" if begun == since_april and found.period.quarter == 4 else "period", found.period)


def _of_month(year: int, month: int) -> PeriodWords:
    """The quarter that ends with a month."""
    if month % 3:
        return PeriodWords("ambiguous", why=f"no quarter ends with {_MONTHS[month - 1].capitalize()}")
    quarter = {6: 1, 9: 2, 12: 3, 3: 4}[month]
    return PeriodWords("period", Period(year - 1 if quarter == 4 else year, quarter))


def of_day(day: date, *, written_out: bool = False) -> PeriodWords:
    """The quarter that ends on a day.

    The first of a quarter's last month counts as well, unless it was ``written_out``: Excel keeps "Dec 2007" as that.
    """
    last = (day + timedelta(days=1)).day == 1
    if last or (day.day == 1 and not written_out):
        return _of_month(day.year, day.month)
    return PeriodWords("ambiguous", why=f"no quarter ends on {day.day} {day:%B %Y}")
