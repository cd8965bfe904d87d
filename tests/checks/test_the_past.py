"""Which earlier figure a rule looks at: the last one that is comparable, and none where there is none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from laa_xl.checks.doubts import earlier_this_year
from laa_xl.checks.figures import limits_of, slip
from laa_xl.checks.indicators import before_of, far, slipped
from laa_xl.checks.lines import past_spend, spend_key
from laa_xl.checks.look import Look
from laa_xl.checks.restated import said_before
from laa_xl.domain.agreement import BaselineRow
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Entry, Return, Row
from laa_xl.domain.spec import FormSpec, Past
from laa_xl.domain.words import Accumulation
from laa_xl.flow.specifying import spec_for
from tests.checks.shaped import seen, shaped
from tests.support import report_inputs
from tests.support.returns import THEME, agreement
from tests.support.small_agreement import agreement as small_agreement
from tests.support.small_agreement import indicator

Figures = dict[str, float]


def look_in(period: str, figures: dict[str, Figures], **declared: dict[str, Any]) -> Look:
    """What a check sees in a quarter, with these figures of earlier ones and no others."""
    past = tuple(
        Past(indicator=code, period=at, actual=value) for code, of in figures.items() for at, value in of.items()
    )
    form = shaped(declared).model_copy(update={"period": period, "past": past})
    return Look(form, Return("northshire-2008", THEME, form.when, "", "", {}), {})


@pytest.mark.parametrize(
    ("period", "past", "spend", "at"),
    [
        ("2008-Q2", {"2008-Q1": 25000}, 25000, "2008-Q1"),
        ("2008-Q4", {"2008-Q1": 25000, "2008-Q2": 40000}, 40000, "2008-Q2"),  # across a gap
        ("2008-Q4", {"2008-Q1": 25000, "2008-Q3": 70000}, 70000, "2008-Q3"),
        ("2008-Q1", {"2007-Q4": 90000}, 90000, "2007-Q4"),  # in the first quarter the year before
        ("2008-Q1", {"2007-Q3": 80000}, None, None),
        ("2008-Q2", {"2007-Q4": 90000}, None, None),  # later, last year's spend says nothing
        ("2008-Q3", {}, None, None),
        ("2008-Q3", {"2008-Q1": 0}, 0, "2008-Q1"),  # 0 is an amount
    ],
)
def test_spend_is_held_against_the_last_that_was_accepted_of_its_year(
    period: str, past: Figures, spend: float | None, at: str | None
) -> None:
    found, when = past_spend("GRANT", look_in(period, {spend_key("GRANT"): past}))
    assert found == spend
    assert at is None or str(when) == at


@pytest.mark.parametrize(
    ("period", "past", "figure", "at"),
    [
        ("2008-Q2", {"2008-Q1": 30}, 30, "2008-Q1"),
        ("2008-Q4", {"2008-Q1": 30, "2008-Q3": 90}, 90, "2008-Q3"),
        ("2008-Q4", {"2008-Q1": 30}, 30, "2008-Q1"),
        ("2008-Q2", {"2007-Q4": 140}, None, None),
        ("2008-Q1", {"2007-Q4": 140}, None, None),
    ],
)
def test_what_builds_up_is_held_against_the_last_figure_of_the_year(
    period: str, past: Figures, figure: float | None, at: str | None
) -> None:
    look = look_in(period, {"YEAR": past})
    found, when = earlier_this_year(look.agreement.indicator("YEAR"), look)
    assert found == figure
    assert at is None or str(when) == at


ROLLING: dict[str, Any] = {"baseline": 50.0, "baseline_period": "2007-08"}


@pytest.mark.parametrize(
    ("code", "declared", "past", "expected"),
    [
        ("PERCENT", ROLLING, {"2008-Q1": 58, "2007-Q2": 55}, ("in April to June 2008", 58)),
        # the newest that is known, whichever quarter it is of; a baseline only where there is none
        ("PERCENT", ROLLING, {"2007-Q4": 57, "2007-Q2": 55}, ("in January to March 2008", 57)),
        ("PERCENT", ROLLING, {"2006-Q3": 52}, ("in October to December 2006", 52)),
        ("PERCENT", ROLLING, {}, ("in the baseline (2007-08)", 50)),
        ("PERCENT", {"baseline": 50.0}, {}, ("in the baseline", 50)),
        ("PERCENT", {}, {}, ("in the baseline", None)),
        # a part of a year is never held against a whole one
        ("YEAR", {"baseline": 140.0}, {"2008-Q1": 30}, ("in July to September 2007", None)),
        ("YEAR", {}, {"2007-Q2": 64}, ("in July to September 2007", 64)),
        ("SEASON", {"baseline": 400.0}, {}, ("in July to September 2007", None)),
        ("PERCENT", {"accumulation": Accumulation.SURVEY, **ROLLING}, {"2007-Q2": 55}, ("in July to September 2007", 55)),
        ("PERCENT", {"accumulation": Accumulation.SURVEY, **ROLLING}, {"2006-Q2": 53, "2008-Q1": 58}, ("in July to September 2006", 53)),
        ("PERCENT", {"accumulation": Accumulation.SURVEY, **ROLLING}, {"2008-Q1": 58}, ("in the baseline (2007-08)", 50)),
    ],
)  # fmt: skip
def test_a_figure_is_held_against_the_last_comparable_one(
    code: str, declared: dict[str, Any], past: Figures, expected: tuple[str, float | None]
) -> None:
    look = look_in("2008-Q2", {code: past}, **{code: declared})
    assert before_of(look.agreement.indicator(code), look) == expected


@pytest.mark.parametrize(
    ("revised_on", "expected"),
    [
        (date(2008, 3, 31), ("in January to March 2008", 57)),
        (date(2008, 4, 1), ("in the baseline (2007)", 40)),  # what is counted since is another thing
    ],
)
def test_a_figure_from_before_a_baseline_was_revised_is_not_what_one_is_held_against(
    revised_on: date, expected: tuple[str, float]
) -> None:
    terms = small_agreement(indicator("A1", baseline=50, baseline_period="2006"), start_year=2007).model_copy(
        update={
            "baselines": (
                BaselineRow(
                    indicator="A1",
                    effective_from=revised_on,
                    baseline=40,
                    baseline_period="2007",
                    reason="Census",
                    post="Head",
                ),
            )
        }
    )
    old = report_inputs.returned(
        terms, "SAFE", Period(2007, 4), report_inputs.row("indicators", "A1", actual=57, status="Final")
    )
    made = spec_for(terms, "SAFE", Period(2008, 2), {("SAFE", Period(2007, 4)): old})
    form = FormSpec.model_validate_json(made.text())  # as the return carries it
    look = Look(form, Return("anyshire-2008", "SAFE", form.when, "", "", {}), {})
    assert before_of(look.agreement.indicator("A1"), look) == expected


@pytest.mark.parametrize(
    ("value", "other", "says"),
    [
        # a rate: 2.5 times ten, and what lies a quarter beside it
        (25, 2.5, "10 times"),
        (20, 2.5, "10 times"),
        (19.9, 2.5, ""),
        (31.25, 2.5, "10 times"),
        (31.3, 2.5, ""),
        (250, 2.5, "100 times"),
        (2500, 2.5, "1,000 times"),
        (25000, 2.5, ""),
        (0.25, 2.5, "a tenth of"),
        (0.025, 2.5, "a hundredth of"),
        (0.0025, 2.5, "a thousandth of"),
        (0.2, 2.5, "a tenth of"),
        (0.19, 2.5, ""),
        (2.5, 2.5, ""),
        (-25, 2.5, ""),  # another sign is no slip of the unit
        (-25, -2.5, "10 times"),
        (0, 2.5, ""),
    ],
)
def test_ten_times_or_a_tenth_looks_like_a_slip_of_the_unit(value: float, other: float, says: str) -> None:
    assert slip(agreement().indicator("LOWER"), value, other) == says


@pytest.mark.parametrize(
    ("code", "value", "other", "says"),
    [
        ("QUARTER", 49, 4.9, ""),  # of fewer than fifty things ten times as many is chance
        ("QUARTER", 50, 5, "10 times"),
        ("QUARTER", 5, 50, "a tenth of"),
        ("QUARTER", 4, 49, ""),
        ("CHANGE", 50, 5, ""),  # a change from a baseline may well be ten times another
        ("RATIO", 0.09, 0.9, "a tenth of"),
    ],
)
def test_few_things_and_changes_make_no_slip(code: str, value: float, other: float, says: str) -> None:
    assert slip(agreement().indicator(code), value, other) == says


@pytest.mark.parametrize(
    ("code", "limits"),
    [("SCORE", "from 1 to 5"), ("LEAST", "10 or more"), ("MOST", "50 or less"), ("PERCENT", "from 0 to 100")],
)
def test_limits_are_told_in_words(code: str, limits: str) -> None:
    assert limits_of(agreement().indicator(code)) == limits


@pytest.mark.parametrize(
    ("actual", "change"),
    [
        (2.4, None),  # as before
        (3.6, None),  # 50 %, the agreement's limit
        (3.61, ", a change of 50 %"),  # 50.4
        (3.7, ", a change of 54 %"),  # 54.2
        (1.1, ", a change of 54 %"),
        (24.0, ", a change of 900 %"),
    ],
)
def test_far_is_a_change_beyond_the_agreement_s_limit(actual: float, change: str | None) -> None:
    look = seen({"LOWER.actual": actual}).look
    row = look.returned.row("indicators", "LOWER")
    assert row is not None
    where = far(row, look)
    assert (where and where.words["change"]) == change
    assert slipped(row, look) == ("10 times" if actual == 24 else "")


def of_row(actual: float | None, about: str) -> Row:
    entries = {"actual": Entry(actual, "K16"), "data_period": Entry(about or None, "O16")}
    return Row("indicators", "Indicators", "RATIO", 16, entries)


def accepted(**quarters: Row | None) -> dict[tuple[str, Period], Return]:
    """What was accepted for "2008-Q1" and so on, written y2008q1."""
    found = {}
    for name, row in quarters.items():
        at = Period(int(name[1:5]), int(name[6]))
        rows = () if row is None else (row,)
        found[THEME, at] = Return("northshire-2008", THEME, at, "", "", {"indicators": rows})
    return found


SPRING, WINTER, NO_FIGURE = of_row(0.9, "Spring 2008"), of_row(0.8, "Winter 2008"), of_row(None, "Spring 2008")


@pytest.mark.parametrize(
    ("row", "returns", "said"),
    [
        (of_row(0.92, "spring  2008"), accepted(y2008q1=SPRING), (Period(2008, 1), SPRING)),
        (of_row(0.92, ""), accepted(y2008q1=SPRING), None),  # nobody says which time
        (NO_FIGURE, accepted(y2008q1=SPRING), None),
        (of_row(0.92, "Spring 2008"), accepted(), None),
        # the last return that gave a figure decides, whatever stood before it
        (of_row(0.92, "Spring 2008"), accepted(y2008q1=WINTER, y2007q4=SPRING), None),
        (of_row(0.92, "Spring 2008"), accepted(y2008q1=NO_FIGURE, y2007q4=SPRING), (Period(2007, 4), SPRING)),
        (of_row(0.92, "Spring 2008"), accepted(y2008q1=None, y2007q4=SPRING), (Period(2007, 4), SPRING)),
        # within the year
        (of_row(0.92, "Spring 2008"), accepted(y2007q2=SPRING), (Period(2007, 2), SPRING)),
        (of_row(0.92, "Spring 2008"), accepted(y2007q1=SPRING), None),
    ],
)
def test_what_was_said_of_the_same_time_is_found_within_the_year(
    row: Row, returns: dict[tuple[str, Period], Return], said: tuple[Period, Row] | None
) -> None:
    assert said_before(row, THEME, Period(2008, 2), returns) == said
    assert said_before(row, "JOBS", Period(2008, 2), returns) is None
