"""Just inside what is asked about actions, risks, money and other sheets. Entries, and the template's shape."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.cases_doing import A2, ELSEWHERE, MANDATORY, N3, NOT_STARTED, R2, RISK_TO_RATIO, WATCHED

Shape = dict[str, Any]
MOVED = [
    item.model_copy(update={"value": "In progress"}) if item.column == "progress" else item for item in NOT_STARTED
]
NEAR: dict[str, tuple[dict[str, Any], Shape]] = {
    "an action of the day after the quarter": (
        {"A1.due": date(2008, 10, 1), "YEAR.action_date": date(2008, 10, 1)},
        {},
    ),
    "an action of the quarter that is over": (
        {**A2, "A2.indicator": "YEAR", "A1.due": date(2008, 8, 31), "A1.progress": "Complete"},
        {},
    ),
    "an old date beside a green figure": ({"PERCENT.action_date": date(2008, 8, 31)}, {}),
    "an action complete, and another one open": ({**A2, "A2.indicator": "YEAR", "A1.progress": "Complete"}, {}),
    "an action complete about what is amber": ({"A1.indicator": "LOWER", "A1.progress": "Complete"}, {}),
    "not started, and it was under way": ({"A1.progress": "Not started"}, {"carried": MOVED}),
    "not started for the first time": ({"A1.progress": "Not started"}, {}),
    "not started again, and a comment says why": (
        {"A1.progress": "Not started", "A1.comment": "The locks come in November."},
        {"carried": NOT_STARTED},
    ),
    "another action in the line of one not started": (
        {"A1.progress": "Not started", "A1.action": "Light the yards"},
        {"carried": NOT_STARTED},
    ),
    "nearly a high risk to what ends better": ({**RISK_TO_RATIO, "R1.likelihood": 3}, {}),
    "a high risk to what ends within its target": ({**RISK_TO_RATIO, "R1.indicator": "RANGE"}, {}),
    "a mandatory outcome that is one": ({"R1.indicator": "PERCENT"}, {"declared": MANDATORY}),
    "an agreement without mandatory outcomes": ({"R1.outcome_kind": "Other key outcome"}, {}),
    "the same point about two indicators": ({**N3, "N3.indicator": "YEAR"}, {}),
    "the same point in two sections": (
        {**N3, "N3.indicator": "SEASON", "N3.section": "2 Direction of travel"},
        {},
    ),
    "two risks and two actions": ({**R2, **A2}, {}),
    "all of the budget spent": (
        {
            "BID.spend": 50000,
            "BID.outturn": 50000,
            "BID.profile": 50000,
            "TOTAL.spend": 98000,
            "TOTAL.profile": 100000,
        },
        {},
    ),
    "more spent than there is, and a comment says why": (
        {
            "BID.spend": 60000,
            "BID.outturn": 60000,
            "BID.profile": 50000,
            "BID.comment": "A second grant was won.",
            "TOTAL.spend": 108000,
            "TOTAL.outturn": 159000,
            "TOTAL.profile": 100000,
        },
        {},
    ),
    "as much expected as is spent": (
        {"GRANT.outturn": 48000, "GRANT.comment": "The scheme ended.", "TOTAL.outturn": 98000},
        {},
    ),
    "five in a hundred under the budget": ({"BID.outturn": 47500, "TOTAL.outturn": 146500}, {}),
    "an underspend that is in the agreement's band": (
        {"BID.outturn": 45000, "TOTAL.outturn": 144000},
        {"settings": {"finance_band_red": 10}},
    ),
    "just half of what was planned": ({"BID.profile": 40001, "TOTAL.profile": 90001}, {}),
    "a total over a line without a figure": (
        {"TOTAL.spend": 48000, "BID.spend": None, "BID.comment": "The ledger closes in October."},
        {},
    ),
    "as much as in June, and a comment says why": (
        {"GRANT.spend": 25000, "GRANT.comment": "Nothing was billed.", "TOTAL.spend": 45000.5},
        {},
    ),
    "red, and an action": ({"R1.indicator": "LOWER"}, {"declared": WATCHED}),
    "red, and a risk": ({"A1.indicator": "LOWER"}, {"declared": WATCHED}),
    "red, of which Government does not read": (ELSEWHERE, {}),
    "amber, and neither risk nor action": ({}, {"declared": {"LOWER": {"designated": True}}}),
    "carried forward, and an action goes on": ({"N1.continues": "Yes", "A1.indicator": "SEASON"}, {}),
    "carried forward, and no action": ({"N1.continues": "Yes"}, {}),
    "missing beside a provisional figure": ({"N2.indicator": "LOWER"}, {}),
    "missing, and no figure": ({"N2.indicator": "POINTS"}, {}),
    "strong performance that is green": ({"N1.section": "4 Impact and strong performance"}, {}),
    "a risk in words to what is red": ({"N1.section": "3b Risks to other key outcomes", "N1.indicator": "YEAR"}, {}),
}
