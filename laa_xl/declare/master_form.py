"""The master workbook, declared once: computed tables that follow the return's, input tables, agreement tables."""

from __future__ import annotations

from dataclasses import replace

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES, SETTINGS_TABLE, sheet_of
from laa_xl.declare.input_tables import COUNTY, EDITS, EXTENSIONS, OVERRIDES, WAIVERS
from laa_xl.declare.model import Column, Form, Kind, Role, Sheet, Table, When
from laa_xl.declare.return_form import ABOUT, ACTIONS, FINANCE, INDICATORS, NARRATIVE, RISKS

DASHBOARD_SHEET = "Dashboard"
REPORT_SHEET = "Highlight report"
MASTER_VERSION = 1


def _shown(name: str, title: str, kind: Kind = Kind.TEXT, width: float = 12, style: str = "") -> Column:
    return Column(name, title, kind, Role.COMPUTED, width, style=style)


_PERIOD = _shown("period", "Period", width=10)
_THEME = _shown("theme", "Theme", width=10)
_BLOCK = _shown("block_code", "Block", width=8)
_PROVENANCE = (
    _shown("file", "File", width=30),
    _shown("sha256", "File's fingerprint", width=18),
    _shown("sheet", "Sheet", width=12),
    _shown("cell", "Cell", width=7),
)


def _taken(table: Table, *left_out: str) -> tuple[Column, ...]:
    """Every column that a return's table has, as the master shows it: a new column there is a new column here."""
    return tuple(
        replace(column, role=Role.COMPUTED, required=When.NEVER, formula="", prompt="")
        for column in table.columns
        if column.name not in left_out
    )


ALL_INDICATORS = Table(
    "all_indicators",
    "Indicators",
    (
        _PERIOD,
        _THEME,
        _BLOCK,
        *_taken(INDICATORS, "last_actual", "year_ago", "trend", "due", "to_do", "rag", "declared"),
        _shown("rag", "Computed rating", width=10, style="rag"),
        _shown("declared", "Declared or published", width=11, style="rag"),
        _shown("override", "Override", width=10, style="rag"),
        _shown("effective", "Rating that counts", width=10, style="rag"),
        _shown("override_reason", "Reason for the override", Kind.LONG_TEXT, 36),
        _shown("direction", "Direction of travel", width=14),
        _shown("travel", "Compared with", Kind.LONG_TEXT, 40),
        _shown("explanation", "Why this rating", Kind.LONG_TEXT, 60),
        _shown("changes", "Agreed anew", Kind.LONG_TEXT, 40),
        _shown("illustrative", "Illustrative", width=10),
        *_PROVENANCE,
    ),
)

GAPS = Table(
    "gaps",
    "Data gaps",
    (
        _PERIOD,
        _THEME,
        _BLOCK,
        _shown("code", "Code", width=10),
        _shown("title", "Indicator", Kind.LONG_TEXT, 50),
        _shown("gap", "What is missing", Kind.LONG_TEXT, 26),
        _shown("reason", "Why", Kind.LONG_TEXT, 44),
        _shown("who", "Who", Kind.LONG_TEXT, 26),
        _shown("expected", "Expected on", Kind.DATE, 12),
        *_PROVENANCE,
    ),
)

REWARD = Table(
    "reward",
    "Reward targets",
    (
        _PERIOD,
        _shown("target_no", "Reward target", Kind.INTEGER, 11),
        _shown("target_title", "Title", Kind.LONG_TEXT, 44),
        _shown("code", "Sub-indicator", width=12),
        _shown("title", "Measures", Kind.LONG_TEXT, 50),
        _shown("without_stretch", "Target without stretch", Kind.NUMBER, 12),
        _shown("with_stretch", "Target with stretch", Kind.NUMBER, 12),
        _shown("actual", "Actual", Kind.NUMBER, 12),
        _shown("status", "Data status", width=16),
        _shown("achievement", "Achievement", Kind.PERCENT, 12),
        _shown("share", "Share of the pot, %", Kind.NUMBER, 12),
        _shown("grant", "Grant at stake, £", Kind.MONEY, 14),
        _shown("estimate", "Estimated grant, £", Kind.MONEY, 14),
        _shown("first_instalment", "First instalment, £", Kind.MONEY, 13),
        _shown("second_instalment", "Second instalment, £", Kind.MONEY, 13),
        _shown("needed_60", "Earns from (60 % of the stretch)", Kind.NUMBER, 14),
        _shown("needed_100", "Earns all from", Kind.NUMBER, 12),
        _shown("explanation", "Why", Kind.LONG_TEXT, 56),
    ),
)

ALL_FINANCE = Table(
    "all_finance",
    "Finance",
    (
        _PERIOD,
        _THEME,
        *_taken(FINANCE, "to_do"),
        _shown("band", "Band", width=9, style="rag"),
        _shown("explanation", "Why this band", Kind.LONG_TEXT, 44),
        *_PROVENANCE,
    ),
)

ALL_RISKS = Table(
    "all_risks",
    "Risks",
    (_PERIOD, _THEME, *_taken(RISKS, "to_do"), _shown("level", "Level", width=10), *_PROVENANCE),
)

ALL_ACTIONS = Table("all_actions", "Actions", (_PERIOD, _THEME, *_taken(ACTIONS, "to_do"), *_PROVENANCE))

ALL_NARRATIVE = Table("all_narrative", "Narrative", (_PERIOD, _THEME, *_taken(NARRATIVE, "to_do"), *_PROVENANCE))

CHECKS = Table(
    "checks",
    "Findings on accepted returns",
    (
        _PERIOD,
        _THEME,
        _shown("rule", "Rule", width=7),
        _shown("severity", "Severity", width=15),
        _shown("sheet", "Sheet", width=12),
        _shown("cell", "Cell", width=7),
        _shown("row", "Row", width=12),
        _shown("entered", "Entered", width=18),
        _shown("message", "What it says", Kind.LONG_TEXT, 70),
        _shown("confirmed", "Confirmed because", Kind.LONG_TEXT, 44),
        _shown("waived", "Waived because", Kind.LONG_TEXT, 44),
        _shown("file", "File", width=30),
    ),
)

REGISTER = Table(
    "register",
    "Register of returns",
    (
        _PERIOD,
        _THEME,
        _shown("name", "Theme's name", width=34),
        _shown("state", "State", width=19),
        _shown("deadline", "Due", Kind.DATE, 12),
        _shown("received", "Received", Kind.DATE, 12),
        _shown("days_late", "Days late", Kind.INTEGER, 9),
        _shown("file", "File", width=34),
        _shown("must_fix", "To fix", Kind.INTEGER, 8),
        _shown("to_confirm", "To confirm", Kind.INTEGER, 9),
        _shown("waived", "Waived", Kind.INTEGER, 8),
        _shown("sha256", "File's fingerprint", width=18),
        _shown("kept", "Kept as", width=40),
        *_taken(ABOUT),
    ),
)

ISSUED_REPORTS = Table(
    "issued_reports",
    "Issued reports",
    (
        _PERIOD,
        _shown("number", "Issue", Kind.INTEGER, 8),
        _shown("issued", "Issued on", Kind.DATE, 12),
        _shown("state", "The files are", width=22),
        _shown("kept", "Kept as", Kind.LONG_TEXT, 66),
        _shown("sha256", "File's fingerprint", width=18),
    ),
)

IMPORTED = Table(
    "imported",
    "Imported figures",
    (
        _PERIOD,
        _THEME,
        _shown("code", "Code", width=10),
        _shown("title", "Indicator", Kind.LONG_TEXT, 44),
        _shown("unit", "Unit", Kind.LONG_TEXT, 20),
        _shown("actual", "Actual", Kind.NUMBER, 12),
        _shown("status", "Data status", width=14),
        _shown("target", "Target, as imported", Kind.NUMBER, 12),
        _shown("forecast", "Forecast, as imported", Kind.NUMBER, 12),
        _shown("comment", "Comment", Kind.LONG_TEXT, 36),
        _shown("counts", "Does it count?", Kind.LONG_TEXT, 36),
        _shown("imported_on", "Imported on", Kind.DATE, 12),
        _shown("by", "Imported by", width=20),
        *_PROVENANCE,
    ),
)


def _sheet(name: str, table: Table, *guidance: str, columns: int = 2) -> Sheet:
    return Sheet(name, table.title, table, guidance, freeze_columns=columns, tab="computed")


def _input(name: str, table: Table) -> Sheet:
    guidance = (table.guidance,) if table.guidance else ()
    return Sheet(name, table.title, table, guidance, input_table=True, tab="input")


COMPUTED_SHEETS: tuple[Sheet, ...] = (
    _sheet(
        "Indicators",
        ALL_INDICATORS,
        "Every accepted figure of every period, with the file and cell it came from.",
        columns=5,
    ),
    _sheet("Data gaps", GAPS, "What is missing, why, who will provide it, and when.", columns=4),
    _sheet("Reward", REWARD, "The half-way estimate says what is at stake, not what is due."),
    _sheet(
        "Finance",
        ALL_FINANCE,
        "Variance is forecast outturn less budget: positive is an overspend.",
        columns=4,
    ),
    _sheet("Risks", ALL_RISKS, "Score is likelihood times impact.", columns=3),
    _sheet(
        "Actions",
        ALL_ACTIONS,
        "Improvement actions beside amber and red ratings, and those of the Actions sheets.",
        columns=3,
    ),
    _sheet("Narrative", ALL_NARRATIVE, "What partners said, by section of the highlight report.", columns=3),
    _sheet(
        "Findings",
        CHECKS,
        "What was asked about accepted returns, what the partner confirmed, and what you waived.",
        columns=4,
    ),
    _sheet(
        "Imported",
        IMPORTED,
        "Figures of past quarters from spreadsheets: used as history and to compare with, never rated.",
        columns=3,
    ),
    _sheet(
        "Register",
        REGISTER,
        "Which returns are expected, received, accepted, superseded, rejected, missing or late.",
        columns=4,
    ),
    _sheet(
        "Issued reports",
        ISSUED_REPORTS,
        "Highlight reports as they were sent: numbered, dated, read-only. Later drafts do not touch them.",
    ),
)

INPUT_SHEETS: tuple[Sheet, ...] = (
    _input("Overrides", OVERRIDES),
    _input("County entries", COUNTY),
    _input("Report edits", EDITS),
    _input("Extensions", EXTENSIONS),
    _input("Waivers", WAIVERS),
    _input("Settings", SETTINGS_TABLE),
    *(_input(sheet_of(table), table) for table in AGREEMENT_TABLES),
)

MASTER_FORM = Form("master", "Master workbook", MASTER_VERSION, (*COMPUTED_SHEETS, *INPUT_SHEETS))
MASTER_SHEETS = (DASHBOARD_SHEET, REPORT_SHEET, *(sheet.name for sheet in MASTER_FORM.sheets))

_IDENTITY = ("period", "theme", "target_no", "code", "line", "rule", "number")


def identity_of(table: Table) -> tuple[str, ...]:
    """The columns by which a row of a computed table is the same row again at the next run."""
    names = tuple(column.name for column in table.columns if column.name in _IDENTITY)
    if table is IMPORTED:
        return ("period", "code", "sha256", "sheet", "cell")  # one figure may have come from several files
    if "code" in names:
        return tuple(name for name in names if name != "theme")  # an indicator keeps its code when it changes its theme
    return (*names, "sheet", "cell") if "rule" in names else names
