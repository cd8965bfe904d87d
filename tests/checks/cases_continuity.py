"""What is still what it was in the last return. Rule, what is broken, entries, and where it is found."""

from __future__ import annotations

from tests.checks.case import entry

CAUSE, ACTION = "Three posts stood empty until June.", "The posts are advertised."
ASKED = "Young people were asked what they would like."

CASES = [
    entry("T02", "a cause that did not change", {"LOWER.cause": CAUSE}),
    entry("T02", "a cause in other letters and spaces", {"LOWER.cause": CAUSE.upper().replace(" UNTIL", "\nUNTIL")}),
    entry("T02", "an improvement action that did not change", {"YEAR.action": "Yards are looked at."}),
    entry("T02", "a cause and an action that did not change", {"LOWER.cause": CAUSE, "LOWER.action": ACTION}),
    entry("T02", "a point that did not change", {"N1.text": ASKED}),
    entry("T02", "a point that was moved to another line", {"N2.text": ASKED}),
]
