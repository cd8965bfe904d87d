"""What words should not hold, and where they say nothing. Rule, what is broken, entries, and where it is found."""

from __future__ import annotations

from typing import Any

from laa_xl.domain.words import Accumulation
from tests.checks.case import entry
from tests.checks.shaped import shape

SMALL = {"ZEROPTS": {"suppress_small": True}}
# A survey of a year ago, and how sure it is.
SURVEY: dict[str, Any] = {
    "declared": {"OVER": {"accumulation": Accumulation.SURVEY, "confidence": 3.0}},
    "past": {"OVER": {"2007-Q2": 117}},
}
ABOUT_THE_SURVEY = {"N1.indicator": "OVER", "N1.section": "2 Direction of travel"}

CASES = [
    entry(
        "T03", "an e-mail address in a point", {"N1.text": "More came. Ask anne.other@northshire.example for the list."}
    ),
    entry(
        "T03", "a telephone number in an action", {"YEAR.action": "Ring the yard on 0116 496 0000 and lock the gates."}
    ),
    entry("T03", "a number of a mobile in a comment", {"A1.comment": "Keys are at 07700 900123 from Monday."}),
    entry("T03", "a number from abroad for who provides it", {"N2.who": "Courts service, +44 (0)20 7946 0018"}),
    entry("T03", "an e-mail address for who completed it", {"about.completed_by": "analyst@northshire.example"}),
    entry("T04", "a name for the owner of an action", {"YEAR.action_owner": "Mrs A. Other"}),
    entry("T04", "a name for the owner of a risk", {"R1.owner": "Cllr Other, Northshire"}),
    entry("T04", "a name for who approved it", {"about.approved_by": "Dr Other"}),
    entry("T04", "a name with a letter before its apostrophe", {"R1.owner": "Cllr O'Other"}),
    shape(
        "T05", "a name beside one injury", {"ZEROPTS.cause": "Mr Other was hurt at the works in May."}, declared=SMALL
    ),
    shape(
        "T05",
        "a name in a point about one injury",
        {"N1.text": "Miss Other is well again.", "N1.indicator": "ZEROPTS"},
        declared=SMALL,
    ),
    entry("T06", "as above for a cause", {"YEAR.cause": "As above."}),
    entry("T06", "ongoing for an action", {"LOWER.action": "ongoing"}),
    entry("T06", "see attached for why there is no figure", {"POINTS.status_reason": "(see attached)"}),
    entry("T06", "in hand for a mitigation", {"R1.mitigation": "In hand"}),
    entry("T06", "no change for a point", {"N1.text": "No change"}),
    entry("T07", "one word for a red rating", {"YEAR.cause": "Staffing."}),
    entry("T07", "two words for an action", {"YEAR.action": "Recruit staff"}),
    entry(
        "T08",
        "the same cause and action in two rows",
        {"YEAR.action": "Crews train for rescues in smoke each week."},
        at="ZEROPTS.cause",
    ),
    shape(
        "I27",
        "a rise within what the survey can tell",
        {"N1.text": "Use of orders has risen since the last survey.", **ABOUT_THE_SURVEY},
        **SURVEY,
    ),
    shape(
        "I27",
        "a fall within what the survey can tell",
        {"OVER.cause": "Fewer people answered, and satisfaction fell."},
        **SURVEY,
    ),
]
