"""Faults in one entry cell: what stands there is no number, no date, nothing of the list, or too long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from laa_xl.declare.model import Kind
from laa_xl.domain.numbers import in_full
from laa_xl.domain.words import Measure
from laa_xl.files.cells import Cell
from tests.faults.kinds import typed
from tests.faults.places import Spot

NUMBERS, DATES, LISTS, TEXTS = "numbers", "dates", "lists", "texts"

# People write these for a figure that they do not have (issue: none of them is zero).
NO_FIGURE = ("n/a", "TBC", "-", "nil", "not known", "N/K")


def numeric(spot: Spot) -> bool:
    return spot.column.kind.numeric


def a_date(spot: Spot) -> bool:
    return spot.column.kind is Kind.DATE


def chosen(spot: Spot) -> bool:
    """A choice other than Nil return, which would say that there is nothing to check."""
    return spot.column.kind is Kind.CHOICE and spot.column.name != "nil"


def words(spot: Spot) -> bool:
    return spot.column.kind in (Kind.TEXT, Kind.LONG_TEXT)


def every(_: Spot) -> bool:
    return True


def plainly(spot: Spot) -> str:
    """A number in digits, without a separator of thousands."""
    return in_full(spot.value, None).replace(",", "")


def one_of(*values: Any) -> Any:
    """Another of these in each cell."""
    return lambda spot: values[sum(spot.at) % len(values)]


def exchangeable(spot: Spot) -> date:
    """A later date whose day and month could be exchanged."""
    month = (spot.value.replace(day=1) + timedelta(days=32)).replace(day=1)
    return month.replace(day=6 if month.month == 5 else 5)


def spaced(text: str) -> str:
    """A number with no-break spaces between its thousands and around it."""
    whole, point, rest = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    groups = [digits[max(0, end - 3) : end] for end in range(len(digits), 0, -3)]
    return "\u00a0" + sign + "\u00a0".join(reversed(groups)) + point + rest + "\u2009\u200b"


def wide(text: str) -> str:
    """The same in full-width characters."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


def share(spot: Spot) -> bool:
    """A figure of an indicator that is a percentage."""
    if spot.table.name != "indicators" or spot.column.name not in ("actual", "forecast"):
        return False
    return spot.indicator.measure is Measure.PERCENT or (spot.indicator.unit or "").startswith("%")


def not_a_share(spot: Spot) -> bool:
    """A number of another unit, where a percentage means nothing."""
    return numeric(spot) and spot.value != 0 and not share(spot)


def one_quoted(spot: Spot) -> str:
    """The number as it looks where an apostrophe or quotation marks came with it."""
    return one_of("'{}", "\u2019{}", '"{}"', "\u201c{}\u201d")(spot).format(plainly(spot))


CODES = ("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#SPILL!")

typed("an error", NUMBERS, "N01", every, lambda spot: Cell(None, True, one_of(*CODES)(spot)))
typed("an error without a formula", NUMBERS, "N01", every, lambda spot: Cell(None, False, one_of(*CODES)(spot)))
typed("a formula that nobody calculated", NUMBERS, "N02", every, Cell(None, True, None, True))
typed("words for a number", NUMBERS, "N03", numeric, one_of("approx 120", "see annex", "about 70", "12 people"))
typed("TRUE for a number", NUMBERS, "N03", numeric, True)
typed("a word for no figure", NUMBERS, "N04", numeric, one_of(*NO_FIGURE))
typed("a decimal comma", NUMBERS, "N05", numeric, one_of("61,5", "2,93", "1.234,5", "0,7"))
typed("a letter for a digit", NUMBERS, "N05", numeric, one_of("1O5", "l20", "3O", "I,2OO"))
typed(
    "a percentage format on what is none",
    NUMBERS,
    "N11",
    not_a_share,
    lambda spot: Cell(float(spot.value), percent=True),
)
typed("a range for a number", NUMBERS, "N05", numeric, one_of("10-12", "10 to 12", "3/4", "5 - 6"))
typed("a number as text", NUMBERS, "N06", numeric, plainly)
typed("a number as text with no-break spaces", NUMBERS, "N06", numeric, lambda spot: spaced(plainly(spot)))
typed("a number as text in full-width digits", NUMBERS, "N06", numeric, lambda spot: wide(plainly(spot)))
typed(
    "money as text with a pound sign",
    NUMBERS,
    "N06",
    lambda s: s.column.kind is Kind.MONEY,
    lambda s: f"£ {s.value:,.2f}",
)
typed("a percentage as text", NUMBERS, "N06", share, lambda spot: f"{plainly(spot)} %")
typed("a number as text in quotation marks", NUMBERS, "N06", numeric, one_quoted)
typed(
    "a percentage pasted with its format",
    NUMBERS,
    "N10",
    lambda s: share(s) and s.value,
    lambda spot: Cell(spot.value / 100, percent=True),
)
typed("a date for a number", NUMBERS, "N07", numeric, one_of(date(2008, 4, 3), date(1900, 3, 2)))
typed("half a likelihood", NUMBERS, "N08", lambda s: s.column.kind is Kind.INTEGER, lambda s: s.value - 0.5)
typed("more than a scale has", NUMBERS, "N09", lambda s: s.column.kind is Kind.INTEGER, one_of(6, 0, 20, -1))
typed("a negative amount", NUMBERS, "N09", lambda s: s.column.kind is Kind.MONEY and s.value, lambda s: -abs(s.value))

typed("words for a date", DATES, "D01", a_date, one_of("soon", "next spring", "end of term", "Q3"))
typed("a number for a date", DATES, "D01", a_date, one_of(45, 2009, 31))
typed("day and month could be exchanged", DATES, "D02", a_date, lambda spot: f"{exchangeable(spot):%d/%m/%Y}")
typed("the American way", DATES, "D02", lambda s: a_date(s) and s.value.day > 12, lambda spot: f"{spot.value:%m/%d/%Y}")
typed("a date as text", DATES, "D03", a_date, lambda spot: f"{spot.value.day} {spot.value:%B %Y}")
typed("a date as text by the year", DATES, "D03", a_date, lambda spot: f"\u00a0{spot.value.isoformat()} ")
typed(
    "a date as text with its weekday",
    DATES,
    "D03",
    a_date,
    lambda spot: f"{spot.value:%A}, {spot.value.day} {spot.value:%b} {spot.value.year}",
)
typed("a date as text with midnight", DATES, "D03", a_date, lambda spot: f"{spot.value.isoformat()} 00:00:00")
typed("a date as text with hyphens", DATES, "D03", a_date, lambda spot: f"{spot.value:%d-%b-%Y}")
typed("a year with a slip", DATES, "D04", a_date, lambda spot: spot.value.replace(year=spot.value.year + 200, day=1))
typed("a year with three digits", DATES, "D04", a_date, lambda spot: f"{spot.value:%d/%m}/0209")


def goes_on(spot: Spot) -> bool:
    """What is still to be done: a review, an action that is not over, or one that a rating asks for."""
    if spot.table.name == "actions":
        return spot.column.name == "due" and spot.entered["progress"] in ("Not started", "In progress")
    if spot.table.name == "indicators":
        return spot.column.name == "action_date" and spot.rating in ("Amber", "Red")
    return spot.column.name == "review"


def start(spot: Spot) -> date:
    return spot.given.clean.spec.when.start


def end(spot: Spot) -> date:
    return spot.given.clean.spec.when.end


def completed(spot: Spot) -> bool:
    return spot.column.name == "date_completed"


typed("due before the quarter began", DATES, "D05", goes_on, lambda spot: start(spot) - timedelta(days=spot.at[0]))
typed(
    "completed before the quarter ended", DATES, "D06", completed, lambda spot: end(spot) - timedelta(days=spot.at[0])
)
typed("completed more than a year later", DATES, "D06", completed, lambda spot: end(spot) + timedelta(days=370))

typed("a word that is not in the list", LISTS, "C01", chosen, one_of("Yellow", "Nearly there", "finel", "x"))
typed("two choices in one cell", LISTS, "C01", chosen, lambda spot: f"{spot.value} / other")
typed("a number for a choice", LISTS, "C01", chosen, 3)
typed(
    "a code that nobody has", LISTS, "L01", lambda s: s.column.name == "indicator", one_of("NI999", "NI 1 and 2", "all")
)

typed("a pasted report", TEXTS, "T01", words, "All went well in this quarter too. " * 60)


def said_before(spot: Spot) -> bool:
    """A point of which the last return handed on the words, or a cause where a rating asks for one."""
    known = spot.given.clean.spec.carried_value(spot.table.name, spot.key, spot.column.name)
    if spot.table.name == "indicators":
        return spot.column.name in ("cause", "action") and spot.rating in ("Amber", "Red") and known is not None
    return spot.table.name == "narrative" and spot.column.name == "text" and known is not None


def last_words(spot: Spot) -> str:
    known = spot.given.clean.spec.carried_value(spot.table.name, spot.key, spot.column.name)
    return f" {known}\n".replace(" ", "  ").upper()


typed("last time's words", TEXTS, "T02", said_before, last_words)
