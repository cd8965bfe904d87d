"""Narrative, risks, money and actions. Rule, what is broken, entries, and where it is found."""

from __future__ import annotations

from tests.checks.case import entry

CASES = [
    entry("L01", "a point about an indicator that nobody has", {"N1.indicator": "NI999"}),
    entry("L01", "a risk to an indicator of another theme", {"R1.indicator": "WORK"}),
    entry("L01", "an action for two indicators", {"A1.indicator": "YEAR and ZERO"}),
    entry("R01", "a score typed over", {"R1.score": 20}),
    entry("M01", "a total of spend that the lines do not give", {"TOTAL.spend": 70000}),
    entry("M01", "a penny too much", {"TOTAL.spend": 68000.51}),
    entry("M01", "a profile that does not add up", {"TOTAL.profile": 25000}),
    entry("M01", "an outturn that does not add up", {"TOTAL.outturn": 150000}),
    entry("M02", "spend that fell", {"GRANT.spend": 24000, "TOTAL.spend": 44000.5}),
    entry("M02", "spend that was nothing again", {"GRANT.spend": 0, "TOTAL.spend": 20000.5}),
    entry("M03", "pence for pounds", {"GRANT.spend": 25000000, "TOTAL.spend": 25020000.5}),
    entry("M03", "thousands for pounds", {"GRANT.spend": 48, "TOTAL.spend": 20048.5}),
    entry("M03", "an outturn in pence", {"GRANT.outturn": 99000000, "TOTAL.outturn": 99050000}),
    entry("M03", "a profile in pence", {"BID.profile": 25000000, "TOTAL.profile": 25050000}),
]
