"""What one cell holds: numbers, dates, lists and texts. Rule, what is broken, entries, and where it is found."""

from __future__ import annotations

from datetime import date, datetime

from tests.checks.case import ERROR, UNCALCULATED, edit, entry
from tests.checks.edits import Edit, put
from tests.support.returns import address

NOON = datetime.fromisoformat("1899-12-30 12:30")


def as_percentage(spot: str) -> Edit:
    """Give a cell a format that shows its number as a percentage."""
    sheet, cell = address(spot).split("!")
    return lambda book: setattr(book[sheet][cell], "number_format", "0.0%")


def general(spot: str) -> Edit:
    """Give a cell the format General, so that a number in it is no date."""
    sheet, cell = address(spot).split("!")
    return lambda book: setattr(book[sheet][cell], "number_format", "General")


NUMBERS = [
    entry("N01", "an error for a figure", {"PERCENT.actual": ERROR}),
    entry("N01", "an error for a data status", {"LOWER.status": ERROR}),
    entry("N01", "an error for a cause that is needed", {"LOWER.cause": ERROR}),
    entry("N01", "an error for a forecast", {"YEAR.forecast": ERROR}),
    entry("N01", "an error for a forecast in a word", {"RANGE.forecast_judgement": ERROR}),
    entry("N01", "an error for a denominator", {"PERCENT.denominator": ERROR}),
    entry("N01", "an error for a date that is needed", {"POINTS.status_date": ERROR}),
    entry("N01", "an error in a line of money under a total", {"BID.spend": ERROR}),
    entry("N01", "an error in a total", {"TOTAL.outturn": ERROR}),
    entry("N01", "an error for a likelihood", {"R1.likelihood": ERROR}),
    entry("N01", "an error for a section", {"N1.section": ERROR}),
    entry("N01", "an error on the Start sheet", {"about.organisation": ERROR}),
    entry("N02", "a formula without a result for a figure", {"PERCENT.actual": UNCALCULATED}),
    entry("N02", "a formula without a result for a date", {"LOWER.action_date": UNCALCULATED}),
    entry("N02", "a formula without a result for a spend", {"GRANT.spend": UNCALCULATED}),
    entry("N03", "words for a figure", {"PERCENT.actual": "approx 120"}),
    entry("N03", "words for a figure that was rated red", {"YEAR.actual": "about 70"}),
    entry("N03", "words for a figure with decimals before", {"SCORE.actual": "three or so"}),
    entry("N03", "words for a forecast", {"PERCENT.forecast": "better, I hope"}),
    entry("N03", "words for a numerator", {"PERCENT.numerator": "most"}),
    entry("N03", "words for a numerator without a denominator", {"RANGE.numerator": "most"}),
    entry("N03", "TRUE for a figure", {"RANGE.actual": True}),
    entry("N03", "words for money", {"BID.spend": "about 20k or so"}),
    entry("N03", "words for a likelihood", {"R1.likelihood": "likely"}),
    entry("N04", "n/a for a figure", {"PERCENT.actual": "n/a"}),
    entry("N04", "TBC for a figure", {"LOWER.actual": "TBC"}),
    entry("N04", "a dash for a figure", {"YEAR.actual": "-"}),
    entry("N04", "nil for a figure", {"ZERO.actual": "nil"}),
    entry("N04", "n/a for a figure without a status", {"RANGE.actual": "n/a", "RANGE.status": None}),
    entry("N04", "n/a beside the status that says so", {"MOST.actual": "n/a"}),
    entry("N04", "TBC for a denominator", {"PERCENT.denominator": "TBC"}),
    entry("N04", "TBC for an outturn", {"GRANT.outturn": "TBC"}),
    entry("N05", "one comma and two digits", {"LOWER.actual": "2,93"}),
    entry("N05", "a range of figures", {"RANGE.actual": "10-12"}),
    entry("N05", "a percentage where none belongs", {"LOWER.actual": "2.9%"}),
    entry("N05", "a figure in two ways in a forecast", {"YEAR.forecast": "1,30"}),
    entry("N06", "a figure as text", {"RANGE.actual": "15"}),
    entry("N06", "a percentage as text", {"PERCENT.actual": "61.5%"}),
    entry("N06", "pounds as text", {"MONEY.actual": "£10.4k"}),
    entry("N06", "thousands as text", {"GRANT.spend": "48,000"}),
    entry("N06", "a likelihood as text", {"R1.likelihood": " 3 "}),
    entry("N07", "a date for a figure", {"SCORE.actual": date(2008, 4, 3)}),
    entry("N07", "a time for a figure", {"RANGE.actual": NOON}),
    entry("N07", "a date for money", {"BID.outturn": date(2009, 3, 31)}),
    entry("N05", "the letter O for a nought", {"RANGE.actual": "1O"}),
    edit("N11", "a figure that its cell shows as a percentage", as_percentage("RANGE.actual"), at="RANGE.actual"),
    edit(
        "N11",
        "a numerator that its cell shows as a percentage",
        as_percentage("PERCENT.numerator"),
        at="PERCENT.numerator",
    ),
    entry("N05", "a numerator with a percent sign", {"PERCENT.numerator": "61.5%"}),
    entry("N06", "a figure behind an apostrophe", {"RANGE.actual": "\u201915"}),
    edit(
        "N10",
        "62 % pasted with its format",
        put("PERCENT.actual", 0.615),
        as_percentage("PERCENT.actual"),
        at="PERCENT.actual",
    ),
    edit(
        "N10",
        "a forecast pasted with its format",
        put("PERCENT.forecast", 0.62),
        as_percentage("PERCENT.forecast"),
        at="PERCENT.forecast",
    ),
    entry("N08", "half a likelihood", {"R1.likelihood": 2.5}),
    entry("N08", "half an impact, as text", {"R1.impact": "2.5"}),
    entry("N09", "an impact of 7", {"R1.impact": 7}),
    entry("N09", "a likelihood of 0", {"R1.likelihood": 0}),
    entry("N09", "a negative spend", {"GRANT.spend": -48000}),
]

DATES = [
    entry("D01", "words for a date", {"YEAR.action_date": "soon"}),
    entry("D01", "words for a review date", {"R1.review": "next spring"}),
    entry("D01", "words for the date of a missing figure", {"POINTS.status_date": "when the courts report"}),
    edit("D01", "a number for a date", put("A1.due", 45), general("A1.due"), at="A1.due"),
    entry("D02", "day and month could be exchanged", {"YEAR.action_date": "03/04/2009"}),
    entry("D02", "the same on the Start sheet", {"about.date_completed": "03/04/2009"}),
    entry("D02", "a date that might be before the quarter ended", {"POINTS.status_date": "03/09/2008"}),
    entry("D03", "a date as text", {"YEAR.action_date": "31 March 2009"}),
    entry("D03", "the same by the year", {"A1.due": "2009-03-31"}),
    entry("D03", "the same as a program writes it", {"A1.due": "2009-03-31 00:00:00"}),
    entry("D04", "the year 209", {"YEAR.action_date": "31/03/0209"}),
    entry("D04", "a number that the cell shows as a date of 1900", {"A1.due": 45}),
    entry("D05", "an action before the quarter", {"YEAR.action_date": date(2008, 6, 30)}),
    entry("D05", "a review before the quarter", {"R1.review": date(2008, 1, 31)}),
    entry("D05", "an action of last year that goes on", {"A1.due": date(2007, 12, 31)}),
    entry("D06", "completed before the quarter ended", {"about.date_completed": date(2008, 9, 29)}),
    entry("D06", "completed a year too late", {"about.date_completed": date(2009, 10, 1)}),
    entry("D04", "the year 2209", {"POINTS.status_date": date(2209, 3, 31)}),
]

LISTS = [
    entry("C01", "a colour that is not in the list", {"PERCENT.declared": "Yellow"}),
    entry("C01", "a status that is not in the list", {"SCORE.status": "Finished"}),
    entry("C01", "a status that is not in the list, without a figure", {"SCORE.status": "Late", "SCORE.actual": None}),
    entry("C01", "a word for the forecast beside none", {"RANGE.forecast_judgement": "Good"}),
    entry(
        "C01",
        "a word for the forecast where a figure cannot be rated",
        {"QUARTER.forecast_judgement": "Good", "QUARTER.forecast": 40},
    ),
    entry("C01", "a section of our own", {"N1.section": "7 Anything else"}),
    entry("C01", "a block of another agreement", {"N2.block": "HCOP"}),
    entry("C01", "a kind of outcome", {"R1.outcome_kind": "Any"}),
    entry("C01", "progress in other words", {"A1.progress": "Nearly there"}),
]

TEXTS = [
    entry("T01", "a pasted report", {"N1.text": "All went well. " * 200}),
    entry("T01", "a very long organisation", {"about.organisation": "x" * 2001}),
]

CASES = [*NUMBERS, *DATES, *LISTS, *TEXTS]
