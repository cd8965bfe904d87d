"""What is missing. Rule, what is broken, entries, and where it is found."""

from __future__ import annotations

from datetime import date

from tests.checks.case import entry

CASES = [
    entry("B01", "nobody said who completed the return", {"about.completed_by": None}),
    entry("B01", "no organisation", {"about.organisation": None}),
    entry("B01", "no date", {"about.date_completed": None}),
    entry("B01", "spaces for an organisation", {"about.organisation": "   "}),
    entry("B02", "a risk without an owner", {"R1.owner": None}),
    entry("B02", "a risk without an impact", {"R1.impact": None}),
    entry("B02", "a point without words", {"N1.text": None}),
    entry("B02", "a point without a section", {"N1.section": None}),
    entry("B02", "an action without a date", {"A1.due": None}),
    entry("B02", "an action that nobody says how it stands", {"A1.progress": None}),
    entry("B03", "neither figure nor status", {"RANGE.actual": None, "RANGE.status": None}),
    entry("B03", "neither, and no polarity", {"UNSET.actual": None, "UNSET.status": None}),
    entry("B04", "a figure without a status", {"RANGE.status": None}),
    entry("B04", "0 without a status", {"ZERO.status": None}),
    entry("B04", "a figure of a placeholder without a status", {"HOLDER.actual": 12}, at="HOLDER.status"),
    entry("B04", "a figure without a polarity, without a status", {"UNSET.status": None}),
    entry("B05", "final, and no figure", {"RANGE.actual": None}),
    entry("B05", "an estimate, and no figure", {"UNSET.actual": None}),
    entry("B05", "final for a placeholder, and no figure", {"HOLDER.status": "Final"}, at="HOLDER.actual"),
    entry("B06", "not yet available, and a figure", {"POINTS.actual": 91}, at="POINTS.status"),
    entry("B06", "not applicable, and a figure", {"MOST.actual": -3}, at="MOST.status"),
    entry("B06", "not due, and a figure", {"RANGE.status": "Not due this period"}),
    entry("B06", "not yet available, and nothing but a figure", {"RANGE.status": "Not yet available"}),
    entry("B07", "not yet available, and no reason", {"POINTS.status_reason": None}),
    entry("B07", "not applicable, and no reason", {"MOST.status_reason": None}),
    entry("B08", "not yet available, and no date", {"POINTS.status_date": None}),
    entry("B09", "red without a cause", {"YEAR.cause": None}),
    entry("B09", "red without an action", {"YEAR.action": None}),
    entry("B09", "red without an owner", {"YEAR.action_owner": None}),
    entry("B09", "red without a date", {"YEAR.action_date": None}),
    entry("B09", "amber without a cause", {"LOWER.cause": None}),
    entry("B10", "no forecast", {"RANGE.forecast_judgement": None}, at="RANGE.forecast"),
    entry("B10", "no forecast where there was a figure", {"PERCENT.forecast": None}),
    entry("B11", "missing information without who", {"N2.who": None}),
    entry("B11", "missing information without when", {"N2.when": None}),
    entry("B12", "no spend", {"GRANT.spend": None}),
    entry("B12", "no outturn", {"BID.outturn": None}),
    entry("I13", "expected before the quarter began", {"POINTS.status_date": date(2008, 6, 30)}),
    entry("I13", "expected on the last day of the quarter", {"POINTS.status_date": date(2008, 9, 30)}),
]
