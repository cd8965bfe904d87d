"""The master workbook, declared once: computed tables that follow the return's, input tables, agreement tables."""

from __future__ import annotations

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES, SETTINGS_TABLE, sheet_of
from laa_xl.declare.input_tables import COUNTY, EDITS, EXTENSIONS, OVERRIDES, WAIVERS
from laa_xl.declare.master_columns import BLOCK, PERIOD, PROVENANCE, THEME, shown, taken
from laa_xl.declare.master_records import CHANGES, CHECKS, CONTROL_TOTALS, IMPORTED, ISSUED_REPORTS, REGISTER
from laa_xl.declare.model import Form, Kind, Sheet, Table
from laa_xl.declare.return_form import ACTIONS, FINANCE, INDICATORS, NARRATIVE, RISKS

DASHBOARD_SHEET = "Dashboard"
REPORT_SHEET = "Highlight report"
MASTER_VERSION = 1


ALL_INDICATORS = Table(
    "all_indicators",
    "Indicators",
    (
        PERIOD,
        THEME,
        BLOCK,
        *taken(INDICATORS, "last_actual", "year_ago", "trend", "due", "to_do", "rag", "declared"),
        shown("rag", "Computed rating", width=10, style="rag"),
        shown("declared", "Declared or published", width=11, style="rag"),
        shown("override", "Override", width=10, style="rag"),
        shown("effective", "Rating that counts", width=10, style="rag"),
        shown("override_reason", "Reason for the override", Kind.LONG_TEXT, 36),
        shown("direction", "Direction of travel", width=14),
        shown("travel", "Compared with", Kind.LONG_TEXT, 40),
        shown("explanation", "Why this rating", Kind.LONG_TEXT, 60),
        shown("changes", "Agreed anew", Kind.LONG_TEXT, 40),
        shown("illustrative", "Illustrative", width=10),
        *PROVENANCE,
    ),
)

GAPS = Table(
    "gaps",
    "Data gaps",
    (
        PERIOD,
        THEME,
        BLOCK,
        shown("code", "Code", width=10),
        shown("title", "Indicator", Kind.LONG_TEXT, 50),
        shown("gap", "What is missing", Kind.LONG_TEXT, 26),
        shown("reason", "Why", Kind.LONG_TEXT, 44),
        shown("who", "Who", Kind.LONG_TEXT, 26),
        shown("expected", "Expected on", Kind.DATE, 12),
        *PROVENANCE,
    ),
)

REWARD = Table(
    "reward",
    "Reward targets",
    (
        PERIOD,
        shown("target_no", "Reward target", Kind.INTEGER, 11),
        shown("target_title", "Title", Kind.LONG_TEXT, 44),
        shown("code", "Sub-indicator", width=12),
        shown("title", "Measures", Kind.LONG_TEXT, 50),
        shown("without_stretch", "Target without stretch", Kind.NUMBER, 12),
        shown("with_stretch", "Target with stretch", Kind.NUMBER, 12),
        shown("actual", "Actual", Kind.NUMBER, 12),
        shown("status", "Data status", width=16),
        shown("achievement", "Achievement", Kind.PERCENT, 12),
        shown("share", "Share of the pot, %", Kind.NUMBER, 12),
        shown("grant", "Grant at stake, £", Kind.MONEY, 14),
        shown("estimate", "Estimated grant, £", Kind.MONEY, 14),
        shown("first_instalment", "First instalment, £", Kind.MONEY, 13),
        shown("second_instalment", "Second instalment, £", Kind.MONEY, 13),
        shown("needed_60", "Earns from (60 % of the stretch)", Kind.NUMBER, 14),
        shown("needed_100", "Earns all from", Kind.NUMBER, 12),
        shown("explanation", "Why", Kind.LONG_TEXT, 56),
    ),
)

ALL_FINANCE = Table(
    "all_finance",
    "Finance",
    (
        PERIOD,
        THEME,
        *taken(FINANCE, "to_do"),
        shown("band", "Band", width=9, style="rag"),
        shown("explanation", "Why this band", Kind.LONG_TEXT, 44),
        *PROVENANCE,
    ),
)

ALL_RISKS = Table(
    "all_risks",
    "Risks",
    (PERIOD, THEME, *taken(RISKS, "to_do"), shown("level", "Level", width=10), *PROVENANCE),
)

ALL_ACTIONS = Table("all_actions", "Actions", (PERIOD, THEME, *taken(ACTIONS, "to_do"), *PROVENANCE))

ALL_NARRATIVE = Table("all_narrative", "Narrative", (PERIOD, THEME, *taken(NARRATIVE, "to_do"), *PROVENANCE))


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
        "Which returns are expected, received, held, accepted, superseded, withdrawn, rejected, missing or late.",
        columns=5,
    ),
    _sheet(
        "Changes",
        CHANGES,
        "What a corrected return changed, what was restated later, and what was withdrawn: before, after, who and why.",
        columns=3,
    ),
    _sheet(
        "Control totals",
        CONTROL_TOTALS,
        "What stood in each accepted file, what became of it, and that master and report hold the same.",
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
# Written anew at every run, and never read: of the sheets that are worked out, officers write in the report alone.
NEVER_READ = (DASHBOARD_SHEET, *(sheet.name for sheet in COMPUTED_SHEETS))
MASTER_SHEETS = (DASHBOARD_SHEET, REPORT_SHEET, *(sheet.name for sheet in MASTER_FORM.sheets))

_IDENTITY = ("period", "theme", "target_no", "code", "line", "rule", "number")


def identity_of(table: Table) -> tuple[str, ...]:
    """The columns by which a row of a computed table is the same row again at the next run."""
    names = tuple(column.name for column in table.columns if column.name in _IDENTITY)
    if table is CHANGES:
        return ("period", "theme", "happened", "sheet", "cell", "row", "what", "sha256")
    if table is CONTROL_TOTALS:
        return ("period", "theme", "sheet", "what")
    if table is IMPORTED:
        return ("period", "code", "sha256", "sheet", "cell")  # one figure may have come from several files
    if "code" in names:
        return tuple(name for name in names if name != "theme")  # an indicator keeps its code when it changes its theme
    return (*names, "sheet", "cell") if "rule" in names else names
