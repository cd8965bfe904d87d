"""The lists that the county team takes away, declared: who owes what, what was found, what Government is told."""

from __future__ import annotations

from laa_xl.declare.master_form import ALL_INDICATORS
from laa_xl.declare.model import Column, Kind, Role, Sheet, Table


def _column(name: str, title: str, kind: Kind = Kind.TEXT, width: float = 12) -> Column:
    return Column(name, title, kind, Role.COMPUTED, width)


CHASE = Table(
    "chase",
    "Chase list",
    (
        _column("theme", "Theme", width=11),
        _column("name", "Theme's name", Kind.LONG_TEXT, 28),
        _column("state", "State", width=24),
        _column("deadline", "Due", Kind.DATE, 12),
        _column("days_late", "Days late", Kind.INTEGER, 8),
        _column("must_fix", "To fix", Kind.INTEGER, 7),
        _column("file", "Rejected file", Kind.LONG_TEXT, 28),
        _column("post", "Whom to ask (post)", Kind.LONG_TEXT, 30),
        _column("organisation", "Organisation", Kind.LONG_TEXT, 26),
        Column("email", "E-mail", Kind.LONG_TEXT, Role.COMPUTED, 30, personal=True),
        _column("lead_post", "Theme lead (post)", Kind.LONG_TEXT, 30),
        Column("lead_email", "Theme lead's e-mail", Kind.LONG_TEXT, Role.COMPUTED, 30, personal=True),
    ),
)
CHASE_SHEET = Sheet(
    "Chase list",
    "Returns to chase",
    CHASE,
    (
        "Returns that are owed, and those that were sent back to be fixed. For the county team: it holds e-mail addresses.",
    ),
    freeze_columns=2,
)

CHECKED = Table(
    "checked",
    "Findings",
    (
        _column("file", "File", Kind.LONG_TEXT, 28),
        _column("became", "What becomes of it", Kind.LONG_TEXT, 18),
        _column("severity", "Severity", width=14),
        _column("sheet", "Sheet", width=12),
        _column("cell", "Cell", width=7),
        _column("message", "What to do", Kind.LONG_TEXT, 70),
        _column("entered", "Entered", Kind.LONG_TEXT, 20),
        _column("row", "Row", width=12),
        _column("rule", "Rule", width=7),
        _column("confirmed", "Confirmed because", Kind.LONG_TEXT, 36),
        _column("waived", "Waived because", Kind.LONG_TEXT, 36),
    ),
)
CHECKED_SHEET = Sheet(
    "Findings",
    "Findings on the returns of the inbox",
    CHECKED,
    (
        "Every finding of every file. Nothing was accepted or changed. The marked copies beside this list are for the partners.",
    ),
)

# What Government is told of an indicator: figures and ratings of the master's own table. No words of partners or
# officers, nothing personal, and not where a figure came from.
REPORTED_COLUMNS = (
    "period",
    "block_code",
    "theme",
    "code",
    "title",
    "unit",
    "good",
    "target",
    "year_end_target",
    "actual",
    "numerator",
    "denominator",
    "status",
    "data_period",
    "forecast",
    "forecast_judgement",
    "variance",
    "variance_pct",
    "performance",
    "forecast_mark",
    "rag",
    "declared",
    "override",
    "effective",
    "direction",
    "explanation",
    "illustrative",
)
REPORTED = Table(
    "reported",
    "Indicators reported to Government",
    tuple(ALL_INDICATORS.column(name) for name in REPORTED_COLUMNS if not ALL_INDICATORS.column(name).personal),
)
REPORTED_SHEET = Sheet(
    "Indicators",
    "Indicators reported to Government",
    REPORTED,
    ("Every indicator that the agreement reports to Government, with the rating that counts and why. Values only.",),
    freeze_columns=5,
)

# The audit log for people and other programs. Its words are our own; the officer's name is the only thing personal in it.
AUDIT = Table(
    "audit",
    "Audit log",
    (
        _column("number", "Number", Kind.INTEGER, 8),
        _column("at", "When (UTC)", width=22),
        Column("officer", "Who", Kind.TEXT, Role.COMPUTED, 24, personal=True),
        _column("machine", "Machine", width=18),
        _column("action", "What was done", width=18),
        _column("outcome", "How it ended", width=12),
        _column("told", "What the register has more", Kind.LONG_TEXT, 36),
        _column("files", "Files written, with their fingerprints", Kind.LONG_TEXT, 80),
        _column("before", "Register before", width=20),
        _column("after", "Register after", width=20),
        _column("previous", "Fingerprint of the line before", width=20),
        _column("hash", "Fingerprint", width=20),
    ),
)
