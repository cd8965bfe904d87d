"""Just inside what is asked about: a figure beside its past, its target and its time. Entries, and the template's shape."""

from __future__ import annotations

from typing import Any

from laa_xl.domain.agreement import TargetRow
from laa_xl.domain.words import Accumulation
from tests.checks.cases_plausible import LATE, MIXED, NOW, PARTLESS, STEADY, explained, history

Shape = dict[str, Any]
NEAR: dict[str, tuple[dict[str, Any], Shape]] = {
    "whole things that a formula worked out, a hair from whole": ({"UNSET.actual": 480.00000000000006}, {}),
    "within the tolerance of a whole year's target": ({"YEAR.actual": 95}, {"targets": MIXED}),
    "a quarter's own target": (
        {},
        {"targets": [TargetRow(indicator="YEAR", year=2008, quarter=2, target=55)]},
    ),
    "just half as fast as is still needed": ({"MONEY.actual": 6670, **explained("MONEY")}, {}),
    "just twice as fast as is still needed": ({"MONEY.actual": 13330}, {}),
    "few things, far from their profile": (
        {"ZEROPTS.actual": 0, "ZEROPTS.forecast": 2},
        {},
    ),
    "behind, and the forecast says so": ({"YEAR.actual": 30, "YEAR.forecast": 130, "YEAR.declared": None}, {}),
    "ahead, and better than the target is expected": (
        {"MONEY.actual": 19100, "MONEY.forecast_judgement": "Better"},
        {},
    ),
    "a figure two months late": ({}, {"declared": {"RATIO": {"lag_months": 2}}}),
    "a late figure that says its time": ({"RATIO.data_period": "June 2007"}, {"declared": LATE}),
    "a late figure whose time is not known": ({"RATIO.data_period": "not stated"}, {"declared": LATE}),
    "a late figure about a year": ({"RATIO.data_period": "2007"}, {"declared": LATE}),
    "the end of the quarter": ({"RANGE.data_period": "July to September 2008"}, {}),
    "the year that is running": ({"RANGE.data_period": "2008-09"}, {}),
    "a time in words": ({"RANGE.data_period": "the spring count, as published in November"}, {}),
    "a placeholder without a figure": ({"HOLDER.status": "Not due this period"}, {}),
    "all of them, with the parts that show it": (
        {"PERCENT.actual": 100, "PERCENT.numerator": 200, "PERCENT.denominator": 200},
        {"only_past": True},
    ),
    "all of them, as last time": ({"PERCENT.actual": 100, **PARTLESS}, {"past": {"PERCENT": history(100)}}),
    "all of them, as the target says": (
        {"OVER.actual": 100},
        {"declared": {"OVER": {"maximum": 100.0}}},
    ),
    "nearly all of them": ({"PERCENT.actual": 99.9, **PARTLESS}, {"only_past": True}),
    "none, and few are the target": (
        {"SCORE.actual": 0, **explained("SCORE")},
        {"declared": {"SCORE": {"minimum": 0.0}}},
    ),
    "a round estimate": ({"UNSET.actual": 500}, {}),
    "two digits of four": ({"MONEY.actual": 10500}, {}),
    "a round percentage": ({"OVER.actual": 100}, {}),
    "the same for something that is about another time": ({"RANGE.actual": 15.3}, {"past": {"RANGE": history(15.3)}}),
    "the same two digits": ({"RANGE.actual": 15, **NOW}, {"past": {"RANGE": history(15)}}),
    "the same in a measure of once a year": (
        {"RANGE.actual": 15.3, **NOW},
        {"past": {"RANGE": history(15.3)}, "declared": {"RANGE": {"frequency": "annual"}}},
    ),
    "the same in a late measure": (
        {"RATIO.data_period": "June 2007"},
        {"past": {"RATIO": history(0.92)}, "declared": LATE},
    ),
    "the same in a survey": (
        {"RANGE.actual": 15.3, **NOW},
        {"past": {"RANGE": {"2007-Q2": 15.3}}, "declared": {"RANGE": {"accumulation": Accumulation.SURVEY}}},
    ),
    "nearly the same": ({"RANGE.actual": 15.3, **NOW}, {"past": {"RANGE": history(15.2)}}),
    "few things, ten times the target": (
        {"QUARTER.actual": 40},
        {"targets": [TargetRow(indicator="QUARTER", year=2008, quarter=2, target=4)]},
    ),
    "seven times the target": ({"QUARTER.actual": 215}, {}),
    "a change of a tenth of its history": ({"RANGE.actual": 16.5, **NOW}, {"past": {"RANGE": STEADY}}),
    "far outside five figures": ({"RANGE.actual": 20, **NOW}, {"past": {"RANGE": history(14.8, 15.2, 15.1, 14.9, 15)}}),
    "a survey far outside its history": (
        {"RANGE.actual": 20, **NOW},
        {"past": {"RANGE": STEADY}, "declared": {"RANGE": {"accumulation": Accumulation.SURVEY}}},
    ),
    "far outside a history that jumps": (
        {"RANGE.actual": 19.5, **NOW},
        {"past": {"RANGE": history(10, 20, 12, 18, 11, 19, 16)}},
    ),
    "as many fires as in June": ({}, {"past": {"YEAR": {"2008-Q1": 70}}}),
    "fewer fires than in all of last year": ({}, {"past": {"YEAR": {"2007-Q4": 140}}}),
}
