"""The grammar of periods: a small table of what people write, and properties over every quarter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.history import label_of
from laa_xl.domain.period_words import in_year, of_day, understand_period
from laa_xl.domain.periods import Period

PERIODS = st.builds(Period, st.integers(2004, 2030), st.integers(1, 4))

CERTAIN = {
    "2007-Q3": "2007-Q3",
    " 2007 - q3 ": "2007-Q3",
    "Q3 2007/08": "2007-Q3",
    "Q3 07/08": "2007-Q3",
    "Qtr 3, 2007-08": "2007-Q3",
    "Quarter 3 of 2007–08": "2007-Q3",
    "3rd quarter 2007/8": "2007-Q3",
    "2007/08 Q3": "2007-Q3",
    "2007/2008 - Quarter 3": "2007-Q3",
    "Dec 2007": "2007-Q3",
    "Dec-07": "2007-Q3",
    "Dec ’07": "2007-Q3",
    "December 2007": "2007-Q3",
    "Mar 2008": "2007-Q4",
    "September 2008": "2008-Q2",
    "Sept. 2008": "2008-Q2",
    "Oct-Dec 2007": "2007-Q3",
    "October to December 2007": "2007-Q3",
    "Jan – Mar 08": "2007-Q4",
    "April to September 2008": "2008-Q2",  # the year to date
    "Apr 2007 to Mar 2008": "2007-Q4",
    "31 December 2007": "2007-Q3",
    "as at 31/12/2007": "2007-Q3",
    "Quarter ending June 2008": "2008-Q1",
    "end of March 2008": "2007-Q4",
    "2007/08": "2007-Q4",
    "2007-08": "2007-Q4",
    "2007-2008": "2007-Q4",
    "FY 2007/08": "2007-Q4",
    "financial year 2009/10": "2009-Q4",
    "1999/00": "1999-Q4",
}
UNCERTAIN = {
    "Q3 2007": "calendar year",  # October to December, or July to September?
    "2007 Q3": "calendar year",
    "2007": "calendar year",
    "07/08": "a month and a year",
    "November 2007": "no quarter ends with November",
    "2007/09": "follow each other",
    "Q3 2007/09": "follow each other",
    "30 November 2007": "no quarter ends",
    "15 December 2007": "no quarter ends on 15 December 2007",
    "Nov-Jan 2008": "no quarter ends with January",
    "August to December 2007": "neither a quarter",
    "Apr 2006 to Mar 2008": "neither a quarter",
    "31/12/07": "more than one way",
    "Quarter 2 of 2008-09 (October to December 2008)": "both 2008-Q2 and 2008-Q3",
}
NOTHING = (
    *("", "Indicator", "Actual", "Q5 2007/08", "Target", "quarterly", "May", "Total", "2007-Q5", "1 2 3", "Q"),
    *("0000-Q1", "9999-Q4", "Q4 9998/9999", "December 0000", "0000/01"),  # years in which no day has a date
)


@pytest.mark.parametrize(("text", "period"), CERTAIN.items())
def test_what_is_certain_is_understood(text: str, period: str) -> None:
    assert str(understand_period(text).period) == period


@pytest.mark.parametrize(("text", "why"), UNCERTAIN.items())
def test_what_may_mean_two_things_is_never_guessed_and_the_reason_is_said(text: str, why: str) -> None:
    found = understand_period(text)
    assert (found.kind, found.period) == ("ambiguous", None)
    assert why in found.why


@pytest.mark.parametrize("text", NOTHING)
def test_other_words_are_no_period(text: str) -> None:
    assert understand_period(text).period is None
    assert understand_period(text).kind == "text"


def test_a_quarter_without_its_year_waits_for_it() -> None:
    assert (understand_period("Q3").kind, understand_period("Quarter 3").quarter) == ("quarter", 3)
    assert in_year(3, "2007/08").period == Period(2007, 3)
    assert in_year(3, "2007").kind == "ambiguous"


def test_a_whole_year_says_that_it_is_one() -> None:
    assert understand_period("2007/08").kind == understand_period("April 2007 to March 2008").kind == "year"
    assert understand_period("March 2008").kind == understand_period("2007-Q4").kind == "period"


@given(PERIODS)
def test_every_way_in_which_this_software_writes_a_quarter_is_read_back(period: Period) -> None:
    for text in (str(period), period.spelled, period.months, label_of(period), label_of(period).replace("-", "/")):
        assert understand_period(text).period == period, text


@given(PERIODS)
def test_the_last_day_and_the_last_month_of_a_quarter_mean_it(period: Period) -> None:
    for text in (
        f"{period.end:%d %B %Y}",
        f"{period.end:%d/%m/%Y}",
        f"{period.end.isoformat()}",
        f"{period.end:%b %Y}",
    ):
        assert understand_period(text).period == period, text
    assert of_day(period.end).period == of_day(period.end.replace(day=1)).period == period


@given(st.dates(date(2004, 1, 1), date(2030, 12, 31)))
def test_no_other_day_means_a_quarter(day: date) -> None:
    ends = (day + timedelta(days=1)).day == 1 and day.month % 3 == 0
    assert (of_day(day, written_out=True).period is not None) == ends


@given(st.text(max_size=40))
def test_no_text_fails_and_only_certain_ones_give_a_period(text: str) -> None:
    found = understand_period(text)
    assert (found.period is not None) == (found.kind in ("period", "year"))
    assert bool(found.why) == (found.kind == "ambiguous")
