"""The time that a figure is about, as people write it: read where it is certain, never guessed."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from laa_xl.domain.grammar import MONTH_OF
from laa_xl.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to a day. ``year``: a whole year was written, which may well be one that is still running."""

    start: date
    end: date
    year: bool = False


_MONTH = r"(?P<{0}month>[a-z]+)\.?"
_YEAR = r"(?P<{0}year>(?:19|20)[0-9]{{2}})"
_ONE = re.compile(rf"(?:.*\bto )?{_MONTH.format('')} {_YEAR.format('')}")
_BETWEEN = re.compile(rf"{_MONTH.format('a')}(?: {_YEAR.format('a')})? (?:to|-) {_MONTH.format('')} {_YEAR.format('')}")
_CALENDAR = re.compile(r"(?:19|20)[0-9]{2}")
_FINANCIAL = re.compile(r"(?P<first>(?:19|20)[0-9]{2}) ?[-/] ?(?P<second>[0-9]{2}(?:[0-9]{2})?)")
_QUARTER = re.compile(
    r"(?:q|quarter )(?P<quarter>[1-4]),?(?: of)? (?P<first>(?:19|20)[0-9]{2})[-/](?P<second>[0-9]{2})"
)


def time_of(text: str) -> Span | None:
    """``June 2007``, ``April to June 2008``, ``year to March 2008``, ``2006``, ``2007-08``, ``Q2 2008-09``; else None.

    Of "to June 2007" only the end is certain: the span is its last month.
    """
    plain = " ".join(text.casefold().replace("–", "-").split()).rstrip(".")
    if found := _BETWEEN.fullmatch(plain):
        last = int(found["year"])
        start, end = _month(found["amonth"], int(found["ayear"] or last)), _month(found["month"], last)
        if start and end:
            return Span(start[0], end[1]) if start[0] <= end[0] else None
    if found := _ONE.fullmatch(plain):
        one = _month(found["month"], int(found["year"]))
        return Span(*one) if one else None
    if _CALENDAR.fullmatch(plain):
        return Span(date(int(plain), 1, 1), date(int(plain), 12, 31), year=True)
    if (found := _FINANCIAL.fullmatch(plain)) and _follows(found["first"], found["second"]):
        year = int(found["first"])
        return Span(date(year, 4, 1), date(year + 1, 3, 31), year=True)
    if (found := _QUARTER.fullmatch(plain)) and _follows(found["first"], found["second"]):
        quarter = Period(int(found["first"]), int(found["quarter"]))
        return Span(quarter.start, quarter.end)
    return None


def months_before(day: date, months: int) -> date:
    """The last day of the month that lies so many months before a day's month."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _month(name: str, year: int) -> tuple[date, date] | None:
    number = MONTH_OF.get(name)
    if number is None:
        return None
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def _follows(first: str, second: str) -> bool:
    return (int(first) + 1) % 100 == int(second) % 100
