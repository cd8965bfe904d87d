"""What needs the programme: earlier returns, other themes, an agreement that moved on; and rows that belong together."""

from __future__ import annotations

from typing import Any

from laa_xl.domain.agreement import Agreement, TargetRow
from laa_xl.domain.periods import Period
from tests.checks.case import Case
from tests.checks.cases_plausible import explained
from tests.checks.shaped import accepted, known, shape
from tests.support.returns import PERIOD, agreement, state, valid_return

JUNE = Period(2008, 1)


def before(**row: Any) -> Any:
    """Last quarter's return, with a row of YEAR or RATIO: before(RATIO={...})."""
    return accepted({"indicators": dict(row)}, JUNE)


def elsewhere(**work: Any) -> Any:
    """The other theme's return of the same quarter."""
    return accepted({"indicators": {"WORK": work}}, PERIOD, "JOBS")


def since(**changed: Any) -> Agreement:
    """The agreement as it stands today."""
    return agreement().model_copy(update=changed)


def retargeted() -> Agreement:
    rows = [row for row in agreement().targets if row.indicator != "SEASON"]
    return since(targets=(*rows, TargetRow(indicator="SEASON", year=2008, target=420)))


def more_money() -> Agreement:
    changed = (
        line.model_copy(update={"budget": 105000.0}) if line.code == "GRANT" else line for line in agreement().funding
    )
    return since(funding=tuple(changed))


SPRING = {"RATIO.data_period": "Spring 2008"}
FINAL = {"RATIO": {"actual": 0.92, "status": "Final", "data_period": "spring  2008"}}
RED = {"YEAR": {"actual": 60, "status": "Final", "forecast": 140}}
PARTS = {"YEAR": {"part_of": "UNSET"}, "ZEROPTS": {"part_of": "UNSET"}}
RATES = {"LOWER": {"part_of": "RANGE"}, "OPEN": {"part_of": "RANGE"}}
GROUP = {"QUARTER": {"group": "G"}, "LEAST": {"group": "G"}}
SHARED = {"SEASON": {"same_as": "WORK"}}
CASES = [
    Case(
        "I19",
        "a target renegotiated after the template went out",
        valid_return,
        "SEASON.actual",
        programme=lambda: state(of=retargeted()),
    ),
    Case(
        "M08",
        "a budget raised after the template went out",
        valid_return,
        "GRANT.budget",
        programme=lambda: state(of=more_money()),
    ),
    known("I28", "parts that add up to something else", {"UNSET.actual": 480}, declared=PARTS),
    known("I28", "a rate outside those of its parts", {}, "RANGE.actual", declared=RATES),
    shape(
        "I29",
        "two rows of a group exchanged",
        {"LEAST.actual": 30, "QUARTER.actual": 40, **explained("LEAST")},
        "QUARTER.actual",
        declared=GROUP,
    ),
    known(
        "P01", "no longer final", {**SPRING, "RATIO.status": "Provisional"}, "RATIO.status", before=[before(**FINAL)]
    ),
    known(
        "P02",
        "a final figure that changed",
        {**SPRING, "RATIO.status": "Final", "RATIO.actual": 0.94, "RATIO.numerator": 47},
        "RATIO.actual",
        before=[before(**FINAL)],
    ),
    known(
        "P03",
        "final after provisional",
        {**SPRING, "RATIO.status": "Final"},
        "RATIO.actual",
        before=[before(RATIO={"actual": 0.9, "status": "Provisional", "data_period": "Spring 2008"})],
    ),
    known("P04", "red twice running", {"A1.indicator": "LOWER"}, "YEAR.rag", before=[before(**RED)]),
    known(
        "Y01",
        "another figure in the other theme's return",
        {},
        "SEASON.actual",
        before=[elsewhere(actual=211, status="Final")],
        declared=SHARED,
    ),
]
