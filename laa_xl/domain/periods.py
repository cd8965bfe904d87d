"""Reporting periods: quarters of a financial year that runs April to March, written by its first year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_WRITTEN = re.compile(r"^\s*([12][0-9]{3})\s*-\s*[Qq]([1-4])\s*$")
_FIRST_MONTH = {1: 4, 2: 7, 3: 10, 4: 1}


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """One quarter: ``Period(2008, 2)`` is July to September 2008, ``Period(2008, 4)`` January to March 2009."""

    year: int
    quarter: int

    def __post_init__(self) -> None:
        if self.quarter not in _FIRST_MONTH:
            raise ValueError(f"a year has quarters 1 to 4, not {self.quarter}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2008-Q2``; raises ValueError with a sentence for a person otherwise."""
        return _parsed(text)

    def __str__(self) -> str:
        return _written(self.year, self.quarter)

    @property
    def start(self) -> date:
        """The first day of the quarter."""
        return date(self._calendar_year, _FIRST_MONTH[self.quarter], 1)

    @property
    def end(self) -> date:
        """The last day of the quarter."""
        return _last_day(self._calendar_year, _FIRST_MONTH[self.quarter] + 2)

    @property
    def spelled(self) -> str:
        """As a person reads it: ``Quarter 2 of 2008-09 (July to September 2008)``."""
        return f"Quarter {self.quarter} of {self.financial_year} ({self.months})"

    @property
    def months(self) -> str:
        """``July to September 2008``."""
        return _months(self.year, self.quarter)

    @property
    def financial_year(self) -> str:
        """``2008-09``."""
        return financial_year(self.year)

    @property
    def previous(self) -> Period:
        """The quarter before."""
        return _period(self.year - 1, 4) if self.quarter == 1 else _period(self.year, self.quarter - 1)

    @property
    def next(self) -> Period:
        """The quarter after."""
        return _period(self.year + 1, 1) if self.quarter == 4 else _period(self.year, self.quarter + 1)

    @property
    def same_last_year(self) -> Period:
        """The same quarter a year before."""
        return _period(self.year - 1, self.quarter)

    def deadline(self, days: int) -> date:
        """The day a return is due: so many days after the quarter ends."""
        return self.end + timedelta(days=days)

    @property
    def _calendar_year(self) -> int:
        return self.year + 1 if self.quarter == 4 else self.year


@lru_cache(maxsize=1024)  # the same few are read from every record
def _parsed(text: str) -> Period:
    found = _WRITTEN.match(text)
    if not found:
        raise ValueError(f'"{text}" is not a period. Write the year it starts in and the quarter, such as 2008-Q2.')
    return Period(int(found[1]), int(found[2]))


@lru_cache(maxsize=1024)
def _period(year: int, quarter: int) -> Period:
    return Period(year, quarter)


@lru_cache(maxsize=1024)  # figures are looked up by it
def _written(year: int, quarter: int) -> str:
    return f"{year}-Q{quarter}"


@lru_cache(maxsize=1024)
def _months(year: int, quarter: int) -> str:
    period = Period(year, quarter)
    return f"{period.start:%B} to {period.end:%B} {period.end.year}"


@lru_cache(maxsize=1024)
def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def financial_year(year: int) -> str:
    """``2008`` as ``2008-09``."""
    return f"{year}-{(year + 1) % 100:02d}"


def year_to_date(period: Period) -> str:
    """``April to September 2008``: what a half-yearly report is about."""
    start = date(period.year, 4, 1)
    if start.year == period.end.year:
        return f"{start:%B} to {period.end:%B} {period.end.year}"
    return f"{start:%B} {start.year} to {period.end:%B} {period.end.year}"
