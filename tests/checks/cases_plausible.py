"""A figure beside its past, its target and its time. Rule, what is broken, entries, and where it is found."""

from __future__ import annotations

from datetime import date
from typing import Any

from laa_xl.domain.agreement import TargetRow
from tests.checks.case import entry
from tests.checks.shaped import shape

BACK = ("2006-Q3", "2006-Q4", "2007-Q1", "2007-Q2", "2007-Q3", "2007-Q4", "2008-Q1")


def history(*figures: float) -> dict[str, float]:
    """Figures of the quarters before, the last one in April to June 2008."""
    return dict(zip(BACK[-len(figures) :], figures, strict=True))


STEADY = history(14.8, 15.2, 15.1, 14.9, 15.3, 14.7, 15)
PARTLESS: dict[str, Any] = {"PERCENT.numerator": None, "PERCENT.denominator": None}
LATE = {"RATIO": {"lag_months": 14}}
NOW = {"RANGE.data_period": None}  # the figure is about the quarter
# The whole year's target, as the target of the quarter.
MIXED = [TargetRow(indicator="YEAR", year=2008, quarter=2, target=100)]


def explained(key: str) -> dict[str, Any]:
    """What amber and red ask for."""
    words = {
        "cause": f"Staff left {key.title()} in July and August.",
        "action": f"The posts of {key.title()} are filled by October.",
        "action_owner": "Head of service",
        "action_date": date(2008, 12, 31),
    }
    return {f"{key}.{column}": value for column, value in words.items()}


CASES = [
    shape("I14", "70 by September against 100 of the year", {"YEAR.actual": 70, "YEAR.declared": None}, targets=MIXED),
    entry("I15", "most of the year is still to come", {"MONEY.actual": 5100, **explained("MONEY")}),
    shape(
        "I15",
        "the year is nearly over by September",
        {"SEASON.actual": 381, "SEASON.forecast": 400},
        past={"SEASON": {"2007-Q2": 370}},
    ),
    entry("I15", "the target is expected, and reached already", {"MONEY.actual": 19100}),
    entry("I15", "no more are expected", {"YEAR.forecast": 70, "YEAR.declared": None}, at="YEAR.actual"),
    shape("I16", "a late figure that does not say its time", {"RATIO.data_period": None}, declared=LATE),
    entry("I17", "a time that has not begun", {"RANGE.data_period": "November 2008 to January 2009"}),
    entry("I17", "a time that is not over", {"RANGE.data_period": "August to October 2008"}),
    shape("I17", "newer than the figures can be", {"RATIO.data_period": "September 2008"}, declared=LATE),
    shape("I18", "a placeholder with a figure", {"HOLDER.actual": 41.5, "HOLDER.status": "Final"}),
    shape("I20", "exactly all of them", {"PERCENT.actual": 100, **PARTLESS}, only_past=True),
    shape("I20", "the highest score", {"SCORE.actual": 5}),
    entry("I21", "no hours of cover at all", {"OVER.actual": 0, **explained("OVER")}),
    entry("I22", "a round sum of money", {"MONEY.actual": 11000}),
    shape("I22", "a round count", {"UNSET.actual": 500, "UNSET.status": "Final"}),
    shape("I23", "the same as last quarter", {"RANGE.actual": 15.3, **NOW}, past={"RANGE": history(15.3)}),
    shape("I23", "the same as a year ago", {"SEASON.actual": 213}, past={"SEASON": {"2007-Q2": 213}}),
    entry("I24", "ten times the last figure", {"LOWER.actual": 27, **explained("LOWER")}),
    entry("I24", "a tenth of the last figure", {"LOWER.actual": 0.24}),
    shape("I24", "a hundredth of a year ago", {"LEAST.actual": 41}, past={"LEAST": {"2007-Q2": 4200}}),
    entry("I25", "ten times the target", {"QUARTER.actual": 310}),
    shape("I26", "far outside its history", {"RANGE.actual": 20, **NOW}, past={"RANGE": STEADY}),
    shape(
        "I26",
        "a quarter that added far more than the others",
        {"YEAR.actual": 95},
        past={
            "YEAR": {
                "2007-Q1": 30,
                "2007-Q2": 64,
                "2007-Q3": 93,
                "2007-Q4": 125,
                "2008-Q1": 31,
                "2006-Q3": 60,
                "2006-Q2": 30,
            }
        },
    ),
    shape("I30", "fewer fires than in June", {"YEAR.actual": 70}, past={"YEAR": {"2008-Q1": 80}}),
    entry("I31", "more than is expected at the end", {"YEAR.forecast": 65, "YEAR.declared": None}),
]
