"""Just inside what is asked in a programme, and of rows that belong together: cases without a finding."""

from __future__ import annotations

from tests.checks.case import Case
from tests.checks.cases_known import FINAL, GROUP, RED, SHARED, SPRING, before, elsewhere
from tests.checks.cases_plausible import explained
from tests.checks.shaped import known

OLD = {"RATIO": {"actual": 0.9, "status": "Final", "data_period": "Winter 2008"}}
SAID_RED = {"A1.indicator": "YEAR"}
ADDED = {"YEAR": {"part_of": "UNSET"}, "ZEROPTS": {"part_of": "UNSET"}}

NEAR: list[Case] = [
    known("", "an agreement that did not change", {}),
    known("", "parts that add up", {"UNSET.actual": 71}, declared=ADDED),
    known("", "a part without its figure", {}, declared={**ADDED, "MOST": {"part_of": "UNSET", "measure": "count"}}),
    known("", "a part in a theme that has not reported", {}, declared={"YEAR": {"part_of": "UNSET"}}),
    known("", "a rate between those of its parts", {}, declared={k: {"part_of": "RANGE"} for k in ("LOWER", "LEAST")}),
    known("", "two rows of a group, one of them at the other's target", {"QUARTER.actual": 40}, declared=GROUP),
    known(
        "",
        "two rows exchanged that are no group",
        {"LEAST.actual": 30, "QUARTER.actual": 40, **explained("LEAST")},
    ),
    known("", "final again, and the same", {**SPRING, "RATIO.status": "Final"}, before=[before(**FINAL)]),
    known(
        "",
        "provisional again",
        {**SPRING, "RATIO.status": "Provisional"},
        before=[before(RATIO={"actual": 0.9, "status": "Provisional", "data_period": "Spring 2008"})],
    ),
    known(
        "",
        "final now, and provisional before, and the same",
        {**SPRING, "RATIO.status": "Final"},
        before=[before(RATIO={"actual": 0.92, "status": "Provisional", "data_period": "Spring 2008"})],
    ),
    known("", "a figure about another time", {**SPRING, "RATIO.status": "Provisional"}, before=[before(**OLD)]),
    known("", "red twice, and an action goes on", SAID_RED, before=[before(**RED)]),
    known(
        "",
        "amber before, and red now",
        {"A1.indicator": "LOWER"},
        before=[before(YEAR={"actual": 60, "status": "Final", "forecast": 100})],
    ),
    known(
        "",
        "red now, and amber again",
        {"A1.indicator": "RANGE"},
        before=[before(LOWER={"actual": 3.0, "status": "Final", "forecast": 3})],
    ),
    known(
        "", "the same figure in the other theme", {}, before=[elsewhere(actual=210, status="Final")], declared=SHARED
    ),
    known(
        "", "no figure in the other theme yet", {}, before=[elsewhere(status="Not due this period")], declared=SHARED
    ),
    known("", "another figure that nobody said is the same", {}, before=[elsewhere(actual=211, status="Final")]),
]
