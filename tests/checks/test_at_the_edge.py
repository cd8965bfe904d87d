"""A limit and what lies just beside it: on the one side a rule asks, on the other it does not. The limits are those of docs/rules.md."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from laa_xl.checks.look import Known, Look
from laa_xl.checks.registry import run_checks
from laa_xl.domain.agreement import TargetRow
from tests.checks.cases_known import GROUP, PARTS, RATES
from tests.checks.cases_plausible import LATE, NOW, STEADY, explained, history
from tests.checks.shaped import seen

Shape = dict[str, Any]


def quarter(target: float) -> Shape:
    """Another target of the quarter for QUARTER, a count of which more is better."""
    return {"targets": [TargetRow(indicator="QUARTER", year=2008, quarter=2, target=target)]}


def aims(of_quarter: float, of_least: float) -> Shape:
    """QUARTER and LEAST in one group, with these targets."""
    least = TargetRow(indicator="LEAST", year=2008, target=of_least)
    return {"targets": [*quarter(of_quarter)["targets"], least], "declared": GROUP}


def same(cause: str, action: str) -> dict[str, str]:
    """The same words in the rows of LOWER and RANGE."""
    return {
        f"{code}.{name}": text for code in ("LOWER", "RANGE") for name, text in (("cause", cause), ("action", action))
    }


RED = explained("QUARTER")
LEAST = explained("LEAST")
SMALL = {"declared": {"ZEROPTS": {"suppress_small": True}}}
NAMED = {"ZEROPTS.cause": "Mr Other was hurt at the works in May."}
WIDER = history(14.6, 15.4, 15.2, 14.8, 15.6, 14.4, 15)  # median 15, half of them within 0.4 of it
SIX = history(14.8, 15.2, 15.1, 14.9, 15.3, 14.7)
PARTLY = {"PERCENT.actual": 61.5, "PERCENT.denominator": 2000}
FEW = {"BID.comment": "The bank was late.", "TOTAL.spend": None}

TWICE = {"RANGE.actual": 30, **explained("RANGE")}  # amber, as LOWER is
TOTAL_BEFORE = {"past": {"spend:TOTAL": {"2008-Q1": 70000}}}
NO_LINES = {
    f"{line}.{column}": value for line in ("GRANT", "BID") for column, value in (("spend", None), ("comment", "Late."))
}

# what, entries, the template's shape, the rules that ask
EDGES: list[tuple[str, dict[str, Any], Shape, set[str]]] = [
    # When a return is completed: from the day on which the quarter ends to a year later
    ("completed on the day on which the quarter ends", {"about.date_completed": date(2008, 9, 30)}, {}, set()),
    ("completed on the last day of the year after it", {"about.date_completed": date(2009, 9, 30)}, {}, set()),
    ("a figure that is expected on the day after", {"POINTS.status_date": date(2008, 10, 1)}, {}, set()),
    # Change against the last figure: more than 50 %
    ("a change of just half", {"LOWER.actual": 3.6}, {}, set()),  # 2.4 before
    ("a change of just more than half", {"LOWER.actual": 3.61}, {}, {"I06"}),
    ("a fall of just half", {"LOWER.actual": 1.2}, {}, set()),
    ("a fall of just more than half", {"LOWER.actual": 1.19}, {}, {"I06"}),
    # A slip of the unit: from eight to twelve and a half times, or such a part; not of fewer things than 50
    ("just eight times the target", {"QUARTER.actual": 240}, {}, {"I25"}),
    ("just less than eight times the target", {"QUARTER.actual": 239}, {}, set()),
    ("twelve and a half times the target", {"QUARTER.actual": 375}, {}, {"I25"}),
    ("just more than that", {"QUARTER.actual": 376}, {}, set()),
    ("a twelve and a halfth of the target", {"QUARTER.actual": 24, **RED}, quarter(300), {"I25"}),
    ("just less than that", {"QUARTER.actual": 23, **RED}, quarter(300), set()),
    ("an eighth of the target", {"QUARTER.actual": 38, **RED}, quarter(304), {"I25"}),
    ("just more than an eighth", {"QUARTER.actual": 39, **RED}, quarter(304), set()),
    ("fifty things, ten times the target", {"QUARTER.actual": 50}, quarter(5), {"I25"}),
    ("forty-nine things, ten times the target", {"QUARTER.actual": 49}, quarter(4.9), set()),
    # 0 against a target of 5 or more
    ("none of five", {"QUARTER.actual": 0, **RED}, quarter(5), {"I21"}),
    ("none of four", {"QUARTER.actual": 0, **RED}, quarter(4), set()),
    # Round: one digit from 100 on, two from 10,000 on
    ("a final count of 100", {"UNSET.actual": 100, "UNSET.status": "Final"}, {}, {"I22"}),
    ("a final count of 90", {"UNSET.actual": 90, "UNSET.status": "Final"}, {}, set()),
    ("a final count of 9,900", {"UNSET.actual": 9900, "UNSET.status": "Final"}, {}, set()),
    ("a final count of 10,000", {"UNSET.actual": 10000, "UNSET.status": "Final"}, {}, {"I22"}),
    ("a final count of 10,100", {"UNSET.actual": 10100, "UNSET.status": "Final"}, {}, set()),
    # Outliers: more than five usual distances (1.4826 times the median one) and than a tenth of the median
    ("just more than a tenth above its history", {"RANGE.actual": 16.6, **NOW}, {"past": {"RANGE": STEADY}}, {"I26"}),
    ("just more than a tenth below its history", {"RANGE.actual": 13.4, **NOW}, {"past": {"RANGE": STEADY}}, {"I26"}),
    ("2.9 from the median, where 2.97 is usual", {"RANGE.actual": 17.9, **NOW}, {"past": {"RANGE": WIDER}}, set()),
    ("3.0 from the median, where 2.97 is usual", {"RANGE.actual": 18, **NOW}, {"past": {"RANGE": WIDER}}, {"I26"}),
    ("six figures are enough for an outlier", {"RANGE.actual": 16.6, **NOW}, {"past": {"RANGE": SIX}}, {"I26"}),
    # A year's profile: more than twice as fast as so far, or less than half; a count by ten a year or more
    ("2 of 9 by September, 4 and 14 a year", {"YEAR.actual": 2, "YEAR.forecast": 9, "YEAR.declared": None}, {}, {"I15"}),
    ("2 of 8 by September, 4 and 12 a year", {"YEAR.actual": 2, "YEAR.forecast": 8, "YEAR.declared": None}, {}, set()),
    ("30 of 90 by September", {"YEAR.actual": 30, "YEAR.forecast": 90, "YEAR.declared": None}, {}, set()),
    ("29 of 90 by September", {"YEAR.actual": 29, "YEAR.forecast": 90, "YEAR.declared": None}, {}, {"I15"}),
    ("60 of 90 by September", {"YEAR.actual": 60, "YEAR.forecast": 90, "YEAR.declared": None}, {}, set()),
    ("61 of 90 by September", {"YEAR.actual": 61, "YEAR.forecast": 90, "YEAR.declared": None}, {}, {"I15"}),
    # Fractions: below 1, where the target is 5 or more
    ("0.9 against a target of 5 %", {"OVER.actual": 0.9, **explained("OVER")}, {"targets": [TargetRow(indicator="OVER", year=2008, target=5)]}, {"I05"}),
    ("0.9 against a target of 4 %", {"OVER.actual": 0.9, **explained("OVER")}, {"targets": [TargetRow(indicator="OVER", year=2008, target=4)]}, set()),
    # Numerator and denominator: to half a unit of the last decimal
    ("parts that give 61.55, and 61.5", {**PARTLY, "PERCENT.numerator": 1231}, {}, set()),
    ("parts that give 61.6, and 61.5", {**PARTLY, "PERCENT.numerator": 1232}, {}, {"I07"}),
    ("parts that give 0.925, and 0.92", {"RATIO.numerator": 37, "RATIO.denominator": 40}, {}, set()),
    ("parts that give 0.926, and 0.92", {"RATIO.numerator": 463, "RATIO.denominator": 500}, {}, {"I07"}),
    ("a rate for each 1,000", {"LOWER.numerator": 29, "LOWER.denominator": 10000}, {}, set()),
    ("a rate for each 100,000", {"LOWER.numerator": 29, "LOWER.denominator": 1000000}, {}, set()),
    ("a rate for each million", {"LOWER.numerator": 29, "LOWER.denominator": 10000000}, {}, {"I07"}),
    # Late figures: three months or more
    ("a figure three months late", {}, {"declared": {"RATIO": {"lag_months": 3}}}, {"I16"}),
    ("a figure of half its lag ago", {"RATIO.data_period": "February 2008"}, {"declared": LATE}, set()),
    ("a figure of less than half its lag ago", {"RATIO.data_period": "March 2008"}, {"declared": LATE}, {"I17"}),
    # Small counts: below five
    ("a name beside four", {**NAMED, "ZEROPTS.actual": 4, "ZEROPTS.forecast": 4}, SMALL, {"T05"}),
    ("a name beside five", {**NAMED, "ZEROPTS.actual": 5, "ZEROPTS.forecast": 5}, SMALL, set()),
    # Words: a telephone number has ten digits or more; four words are not the same in two rows by chance
    ("a number of ten digits", {"N1.text": "More came. Ring 0169 772 345 for the list."}, {}, {"T03"}),
    ("a number of nine digits", {"N1.text": "More came. Ring 016 977 234 for the list."}, {}, set()),
    ("four words the same in two rows", {**TWICE, **same("Heavy snow.", "More salt.")}, {}, {"T08"}),
    ("three words the same in two rows", {**TWICE, **same("Snow.", "More salt.")}, {}, set()),
    # Risks: high from 15 on
    ("a score of 15 to what ends better", {"R1.likelihood": 5, "R1.impact": 3, "R1.indicator": "RATIO"}, {}, {"R02"}),
    # Money
    ("as much as half again of what was planned", {"BID.spend": 30000, "BID.profile": 20000, "TOTAL.spend": 78000, "TOTAL.profile": 70000}, {}, set()),
    ("a pound more than that", {"BID.spend": 30001, "BID.profile": 20000, "TOTAL.spend": 78001, "TOTAL.profile": 70000}, {}, {"M07"}),
    ("a five-hundredth of what was spent", {"BID.spend": 18, **FEW}, {}, {"M03"}),
    ("a pound more than a five-hundredth", {"BID.spend": 19, **FEW}, {}, {"M02"}),
    ("nearly 500 times the budget planned", {"BID.profile": 24999999, "TOTAL.profile": 25049999}, {}, {"M07"}),
    # A total says nothing of its own where a line gives its spend
    ("a total below that of June, and its lines are not", {}, TOTAL_BEFORE, set()),
    ("a total below that of June, and no line has its spend", {**NO_LINES, "TOTAL.spend": 60000}, TOTAL_BEFORE, {"M02"}),
    ("a total as it was in June, and no line has its spend", {**NO_LINES, "TOTAL.spend": 70000}, TOTAL_BEFORE, set()),
    # Two rows of a group: each within 5 % of the other's target, and more than 10 % from its own
    ("5 % from the other's target", {"QUARTER.actual": 42, "LEAST.actual": 30, **LEAST}, {"declared": GROUP}, {"I29"}),
    ("more than 5 % from it", {"QUARTER.actual": 43, "LEAST.actual": 30, **LEAST}, {"declared": GROUP}, set()),
    ("the other one 5 % from it", {"QUARTER.actual": 40, "LEAST.actual": 28.5, **LEAST}, {"declared": GROUP}, {"I29"}),
    ("the other one more than 5 % from it", {"QUARTER.actual": 40, "LEAST.actual": 28.4, **LEAST}, {"declared": GROUP}, set()),
    ("10 % from its own target", {"QUARTER.actual": 44, "LEAST.actual": 39, **LEAST}, aims(40, 44), set()),
    ("more than 10 % from its own target", {"QUARTER.actual": 45, "LEAST.actual": 39, **LEAST}, aims(40, 44), {"I29"}),
    ("the other one 10 % from its own", {"QUARTER.actual": 40, "LEAST.actual": 36}, aims(36, 40), set()),
    ("the other one more than 10 % from its own", {"QUARTER.actual": 40, "LEAST.actual": 35.9, **LEAST}, aims(36, 40), {"I29"}),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "shape", "rules"), [edge[1:] for edge in EDGES], ids=[edge[0] for edge in EDGES])
def test_a_rule_asks_on_one_side_of_its_limit(changes: dict[str, Any], shape: Shape, rules: set[str]) -> None:
    assert {rule for *_, rule in seen(changes, **shape).open} == rules


@pytest.mark.parametrize(
    ("changes", "declared", "asked"),
    [
        # YEAR and ZEROPTS are 70 and 1: half a unit of each may be lost in rounding
        ({"UNSET.actual": 70}, PARTS, False),
        ({"UNSET.actual": 72}, PARTS, False),
        ({"UNSET.actual": 73}, PARTS, True),
        ({"UNSET.actual": 69}, PARTS, True),
        # LOWER and OPEN are 2.9 and 12, the one of them to a whole unit
        ({"RANGE.actual": 12.5}, RATES, False),
        ({"RANGE.actual": 12.6}, RATES, True),
        ({"RANGE.actual": 2.4, **explained("RANGE")}, RATES, False),
        ({"RANGE.actual": 2.3, **explained("RANGE")}, RATES, True),
    ],
)
def test_parts_may_miss_their_whole_by_what_is_lost_in_rounding(
    changes: dict[str, Any], declared: Shape, asked: bool
) -> None:
    look = seen(changes, declared=declared).look
    in_programme = Look(look.spec, look.returned, look.ratings, known=Known(look.agreement, {}))
    assert {finding.rule for finding in run_checks(in_programme)} == ({"I28"} if asked else set())
