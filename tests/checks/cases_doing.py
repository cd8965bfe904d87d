"""Actions, risks, money, and what one sheet says against another. Rule, what is broken, entries, and where it is found."""

from __future__ import annotations

from datetime import date
from typing import Any

from laa_xl.domain.spec import Carried
from tests.checks.case import entry
from tests.checks.shaped import shape
from tests.support.returns import CARRIED

WATCHED = {"YEAR": {"designated": True}}
MANDATORY = {"PERCENT": {"mandatory": True}}
# What is left of the lines about fires, once they are about something else.
ELSEWHERE = {"R1.indicator": "LOWER", "A1.indicator": "LOWER"}
NOT_STARTED = [
    *(item for item in CARRIED if item.table != "actions"),
    Carried(table="actions", row="A1", column="action", value="Lock the yards"),
    Carried(table="actions", row="A1", column="progress", value="Not started"),
]


def line(key: str, **cells: Any) -> dict[str, Any]:
    return {f"{key}.{column}": value for column, value in cells.items()}


A2 = line("A2", action="Count the gates", owner="Fire service", due=date(2008, 12, 31), progress="In progress")
R2 = line(
    "R2",
    risk="Gates break",
    outcome_kind="Other key outcome",
    likelihood=2,
    impact=2,
    mitigation="Spare gates are kept",
    owner="Fire service",
    review=date(2009, 1, 31),
)
N3 = line("N3", section="1 Overall progress", heading="Schemes", text="More young people came than planned.")
RISK_TO_RATIO = {"R1.likelihood": 5, "R1.impact": 4, "R1.indicator": "RATIO"}

CASES = [
    entry("D07", "an action of August that is not over", {"YEAR.action_date": date(2008, 8, 31)}),
    entry("D07", "a review on the last day of the quarter", {"R1.review": date(2008, 9, 30)}),
    entry("D07", "an action on the first day of the quarter", {"A1.due": date(2008, 7, 1)}),
    entry("A01", "the only action complete, and red", {"A1.progress": "Complete"}),
    shape(
        "A01",
        "both actions over, and red",
        {**A2, "A1.progress": "Complete", "A2.progress": "Stopped", "A2.indicator": "YEAR"},
        at="A1.progress",
    ),
    shape("A02", "not started again", {"A1.progress": "Not started"}, carried=NOT_STARTED),
    entry("R02", "a high risk to what ends better", RISK_TO_RATIO, at="R1.likelihood"),
    shape(
        "R03",
        "another outcome, about a mandatory one",
        {"R1.indicator": "PERCENT", "R1.outcome_kind": "Other key outcome"},
        at="R1.outcome_kind",
        declared=MANDATORY,
    ),
    shape(
        "R03",
        "a mandatory outcome, about another one",
        {"R1.indicator": "YEAR"},
        at="R1.outcome_kind",
        declared=MANDATORY,
    ),
    shape("L02", "a point told twice", {**N3, "N3.indicator": "SEASON"}, at="N3.text"),
    shape("L02", "a risk pasted twice", {**R2, "R2.risk": "FIRES go on", "R2.indicator": "YEAR"}, at="R2.risk"),
    shape(
        "L02", "an action entered twice", {**A2, "A2.action": "LOCK the yards", "A2.indicator": "YEAR"}, at="A2.action"
    ),
    entry(
        "M04",
        "more spent than there is",
        {
            "BID.spend": 50001,
            "BID.outturn": 51000,
            "BID.profile": 48000,
            "TOTAL.spend": 98001,
            "TOTAL.outturn": 150000,
            "TOTAL.profile": 98000,
        },
    ),
    entry("M05", "less expected than is spent", {"GRANT.outturn": 47999, "TOTAL.outturn": 97999}),
    entry("M06", "an underspend", {"BID.outturn": 47499, "TOTAL.outturn": 146499}),
    entry("M06", "a tenth more by a formula", {"GRANT.outturn": 100000 * 1.1, "TOTAL.outturn": 160000}),
    entry("M06", "an overspend", {"GRANT.outturn": 105001, "TOTAL.outturn": 155001}),
    entry("M07", "less than half of what was planned", {"BID.profile": 40002, "TOTAL.profile": 90002}, at="BID.spend"),
    entry("M07", "half as much again as was planned", {"BID.profile": 13333, "TOTAL.profile": 63333}, at="BID.spend"),
    entry(
        "M09",
        "a total below its lines",
        {"TOTAL.spend": 47999, "BID.spend": None, "BID.comment": "The ledger closes in October."},
    ),
    entry("M10", "as much as in June", {"GRANT.spend": 25000, "TOTAL.spend": 45000.5}),
    shape("X01", "red, and neither risk nor action", ELSEWHERE, at="YEAR.rag", declared=WATCHED),
    entry(
        "X02",
        "carried forward though it is closed",
        {"N1.continues": "Yes", "A1.indicator": "SEASON", "A1.progress": "Complete"},
    ),
    entry("X03", "missing though it is there", {"N2.indicator": "SEASON"}),
    entry(
        "X04",
        "strong performance that is red",
        {"N1.section": "4 Impact and strong performance", "N1.indicator": "YEAR"},
    ),
]
