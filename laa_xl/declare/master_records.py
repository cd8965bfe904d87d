"""The master's tables of what happened: findings, imports, register, changes, control totals, issued reports."""

from __future__ import annotations

from laa_xl.declare.master_columns import PERIOD, PROVENANCE, THEME, shown, taken
from laa_xl.declare.model import Kind, Table
from laa_xl.declare.return_form import ABOUT

CHECKS = Table(
    "checks",
    "Findings on accepted returns",
    (
        PERIOD,
        THEME,
        shown("rule", "Rule", width=7),
        shown("severity", "Severity", width=15),
        shown("sheet", "Sheet", width=12),
        shown("cell", "Cell", width=7),
        shown("row", "Row", width=12),
        shown("entered", "Entered", width=18),
        shown("message", "What it says", Kind.LONG_TEXT, 70),
        shown("confirmed", "Confirmed because", Kind.LONG_TEXT, 44),
        shown("waived", "Waived because", Kind.LONG_TEXT, 44),
        shown("file", "File", width=30),
    ),
)

REGISTER = Table(
    "register",
    "Register of returns",
    (
        PERIOD,
        THEME,
        shown("name", "Theme's name", width=40),
        shown("state", "State", width=21),
        shown("deadline", "Due", Kind.DATE, 12),
        shown("received", "Received", Kind.DATE, 12),
        shown("days_late", "Days late", Kind.INTEGER, 9),
        shown("file", "File", width=34),
        shown("must_fix", "To fix", Kind.INTEGER, 8),
        shown("to_confirm", "To confirm", Kind.INTEGER, 9),
        shown("waived", "Waived", Kind.INTEGER, 8),
        shown("changes", "Changed cells", Kind.INTEGER, 9),
        shown("decided", "Why it stands so", Kind.LONG_TEXT, 50),
        shown("sha256", "File's fingerprint", width=18),
        shown("kept", "Kept as", width=40),
        *taken(ABOUT),
    ),
)

CHANGES = Table(
    "changes",
    "Changes",
    (
        PERIOD,
        THEME,
        shown("happened", "What happened", width=17),
        shown("sheet", "Sheet", width=12),
        shown("cell", "Cell", width=7),
        shown("row", "Row", width=12),
        shown("what", "What", Kind.LONG_TEXT, 22),
        shown("before", "Before", Kind.LONG_TEXT, 36),
        shown("after", "After", Kind.LONG_TEXT, 36),
        shown("on", "On", Kind.DATE, 12),
        shown("who", "Who", Kind.LONG_TEXT, 26),
        shown("why", "Why", Kind.LONG_TEXT, 36),
        shown("issued", "Reports issued before", Kind.LONG_TEXT, 36),
        shown("earlier_file", "Earlier file", width=30),
        shown("file", "File", width=30),
        shown("sha256", "File's fingerprint", width=18),
    ),
)

CONTROL_TOTALS = Table(
    "control_totals",
    "Control totals",
    (
        PERIOD,
        THEME,
        shown("sheet", "Sheet", width=12),
        shown("what", "What is counted", width=30),
        shown("read", "In the file", Kind.NUMBER, 14),
        shown("accepted", "Accepted", Kind.NUMBER, 14),
        shown("rejected", "Rejected", Kind.NUMBER, 10),
        shown("ignored", "Ignored", Kind.NUMBER, 10),
        shown("why", "Why ignored, or read otherwise", Kind.LONG_TEXT, 44),
        shown("master", "In the master", Kind.NUMBER, 14),
        shown("report", "In the report", Kind.NUMBER, 14),
        shown("agrees", "Do they agree?", Kind.LONG_TEXT, 44),
        shown("file", "File", width=30),
        shown("sha256", "File's fingerprint", width=18),
    ),
)

ISSUED_REPORTS = Table(
    "issued_reports",
    "Issued reports",
    (
        PERIOD,
        shown("number", "Issue", Kind.INTEGER, 8),
        shown("issued", "Issued on", Kind.DATE, 12),
        shown("state", "The files are", width=22),
        shown("approved", "Approved by", Kind.LONG_TEXT, 44),
        shown("withdrawn", "Withdrawn because", Kind.LONG_TEXT, 36),
        shown("kept", "Kept as", Kind.LONG_TEXT, 66),
        shown("sha256", "File's fingerprint", width=18),
    ),
)

IMPORTED = Table(
    "imported",
    "Imported figures",
    (
        PERIOD,
        THEME,
        shown("code", "Code", width=10),
        shown("title", "Indicator", Kind.LONG_TEXT, 44),
        shown("unit", "Unit", Kind.LONG_TEXT, 20),
        shown("actual", "Actual", Kind.NUMBER, 12),
        shown("status", "Data status", width=14),
        shown("target", "Target, as imported", Kind.NUMBER, 12),
        shown("forecast", "Forecast, as imported", Kind.NUMBER, 12),
        shown("comment", "Comment", Kind.LONG_TEXT, 36),
        shown("counts", "Does it count?", Kind.LONG_TEXT, 36),
        shown("imported_on", "Imported on", Kind.DATE, 12),
        shown("by", "Imported by", width=20),
        *PROVENANCE,
    ),
)
