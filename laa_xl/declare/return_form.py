"""The return that a partner fills, declared once: template, reader, checks, master and schema all follow it."""

from __future__ import annotations

from laa_xl.declare.live_formulas import (
    FINANCE_SPENT,
    FINANCE_VARIANCE,
    FORECAST_MARK,
    PERFORMANCE_MARK,
    RAG,
    RISK_SCORE,
    TO_DO,
    VARIANCE,
    VARIANCE_PCT,
)
from laa_xl.declare.model import Column, Form, Kind, Role, Sheet, Table, When
from laa_xl.domain.sections import SECTION_CHOICES
from laa_xl.domain.words import DataStatus, Judgement, Rag

FORMAT_VERSION = 1
HIDDEN_SHEET = "_laa"
RULES_SHEET = "_rules"

CONFIRM = Column(
    "confirm",
    "Confirmed because",
    Kind.LONG_TEXT,
    width=30,
    prompt="If we ask you to confirm an unusual entry in this row and it is right, say why here.",
)

ABOUT = Table(
    "about",
    "About this return",
    (
        Column("completed_by", "Completed by (post)", width=44, required=When.ALWAYS, prompt="A post, not a name."),
        Column("organisation", "Organisation", width=44, required=When.ALWAYS, prompt="Who sends this return."),
        Column("date_completed", "Date completed", Kind.DATE, required=When.ALWAYS, prompt="For example 24/10/2008."),
        Column("approved_by", "Approved by (post)", width=44, prompt="The theme lead, where your theme asks for it."),
    ),
)

INDICATORS = Table(
    "indicators",
    "Indicators",
    (
        Column("code", "Code", role=Role.KEY, width=10),
        Column("title", "Indicator", Kind.LONG_TEXT, Role.LOCKED, 40),
        Column("unit", "Unit", Kind.LONG_TEXT, Role.LOCKED, 20),
        Column("good", "Good is", role=Role.LOCKED, width=11),
        Column("due", "Due this period", role=Role.LOCKED, width=12),
        Column("last_actual", "Last period", Kind.NUMBER, Role.LOCKED, 11),
        Column("target", "Target this period", Kind.TEXT, Role.LOCKED, 12, style="figure"),
        Column("year_end_target", "Target year end", Kind.TEXT, Role.LOCKED, 12, style="figure"),
        Column(
            "actual",
            "Actual",
            Kind.NUMBER,
            width=12,
            required=When.DUE,
            prompt="The figure in the unit shown: a number only. For 62 % enter 62. Leave blank if there is none, "
            "and choose a data status.",
        ),
        Column(
            "numerator",
            "Numerator",
            Kind.NUMBER,
            width=11,
            prompt="Where the figure is a share or a rate: the number counted.",
        ),
        Column(
            "denominator", "Denominator", Kind.NUMBER, width=12, prompt="What the numerator is counted out of."
        ),
        Column(
            "status",
            "Data status",
            Kind.CHOICE,
            width=17,
            choices=tuple(status.value for status in DataStatus),
            required=When.HAS_FIGURE,
            prompt="What the figure is, or why there is none.",
        ),
        Column(
            "data_period",
            "Data is about",
            width=16,
            prompt="Only where the figure is about another time than this quarter, for example June 2007.",
        ),
        Column(
            "status_reason",
            "Reason there is no figure",
            Kind.LONG_TEXT,
            width=28,
            required=When.STATUS_NEEDS_REASON,
            prompt="Why there is no figure.",
        ),
        Column(
            "status_date",
            "Figure expected on",
            Kind.DATE,
            width=13,
            required=When.STATUS_NEEDS_DATE,
            prompt="When the figure will be available.",
        ),
        Column(
            "forecast",
            "Year-end forecast",
            Kind.NUMBER,
            width=12,
            required=When.FORECAST,
            prompt="The figure you expect at 31 March, in the unit shown.",
        ),
        Column(
            "forecast_judgement",
            "Forecast in a word",
            Kind.CHOICE,
            width=12,
            choices=tuple(word.value for word in Judgement),
            prompt="Where there is no figure for the year end: better than, within, or worse than the target.",
        ),
        Column("variance", "Variance", Kind.NUMBER, Role.COMPUTED, 11, formula=VARIANCE),
        Column("variance_pct", "Variance %", Kind.PERCENT, Role.COMPUTED, 10, formula=VARIANCE_PCT),
        Column("performance", "Performance", role=Role.COMPUTED, width=12, formula=PERFORMANCE_MARK, style="symbol"),
        Column("forecast_mark", "Forecast", role=Role.COMPUTED, width=12, formula=FORECAST_MARK, style="symbol"),
        Column("rag", "Rating", role=Role.COMPUTED, width=9, formula=RAG, style="rag"),
        Column(
            "declared",
            "Your own rating",
            Kind.CHOICE,
            width=11,
            choices=tuple(rag.value for rag in Rag),
            prompt="Only if you would rate it otherwise than the figures do.",
        ),
        Column(
            "cause",
            "Cause",
            Kind.LONG_TEXT,
            width=34,
            required=When.AMBER_RED,
            prompt="For amber or red: why the figure or the forecast is off target.",
        ),
        Column(
            "action",
            "Improvement action",
            Kind.LONG_TEXT,
            width=34,
            required=When.AMBER_RED,
            prompt="For amber or red: what is being done.",
        ),
        Column(
            "action_owner",
            "Action owner (post)",
            width=22,
            required=When.AMBER_RED,
            prompt="A post or organisation, not a name.",
        ),
        Column("action_date", "Action by", Kind.DATE, width=12, required=When.AMBER_RED, prompt="For example 31/03/2009."),
        CONFIRM,
        Column("to_do", "What to do", Kind.LONG_TEXT, Role.COMPUTED, 30, formula=TO_DO),
    ),
)

NARRATIVE = Table(
    "narrative",
    "Narrative",
    (
        Column("line", "Line", role=Role.KEY, width=7),
        Column(
            "section",
            "Section of the highlight report",
            Kind.CHOICE,
            width=30,
            choices=SECTION_CHOICES,
            required=When.ROW_STARTED,
            prompt="Where in the Government report this belongs.",
        ),
        Column(
            "heading",
            "Topic",
            Kind.LONG_TEXT,
            width=32,
            required=When.ROW_STARTED,
            prompt="A few words: the outcome, target or subject.",
        ),
        Column(
            "text",
            "What you want to say",
            Kind.LONG_TEXT,
            width=70,
            required=When.ROW_STARTED,
            prompt="Two or three sentences. No names, no telephone numbers, no e-mail addresses.",
        ),
        Column(
            "indicator",
            "About indicator",
            width=12,
            prompt="Its code, where the text is about one indicator of your return.",
        ),
        Column(
            "block",
            "Report under block",
            Kind.CHOICE,
            width=12,
            choices=("=blocks",),
            prompt="Only where it belongs under another Government block than your theme's.",
        ),
        Column(
            "who",
            "Who (post or organisation)",
            width=26,
            required=When.MISSING_INFORMATION,
            prompt="For missing information: who will provide it.",
        ),
        Column(
            "when",
            "By when",
            width=18,
            required=When.MISSING_INFORMATION,
            prompt='For missing information: a date or a time, for example "end of March 2007".',
        ),
        CONFIRM,
    ),
    blank_rows=20,
)

RISKS = Table(
    "risks",
    "Risks",
    (
        Column("line", "Line", role=Role.KEY, width=7),
        Column("risk", "Risk", Kind.LONG_TEXT, width=44, required=When.ROW_STARTED, prompt="What might happen."),
        Column("risk_cause", "Cause", Kind.LONG_TEXT, width=32, prompt="Why it might happen."),
        Column(
            "outcome_kind",
            "Threatens",
            Kind.CHOICE,
            width=18,
            choices=("Mandatory outcome", "Other key outcome"),
            required=When.ROW_STARTED,
            prompt="Which kind of outcome is at risk.",
        ),
        Column(
            "likelihood",
            "Likelihood 1-5",
            Kind.INTEGER,
            width=11,
            minimum=1,
            maximum=5,
            required=When.ROW_STARTED,
            prompt="1 very unlikely to 5 almost certain.",
        ),
        Column(
            "impact",
            "Impact 1-5",
            Kind.INTEGER,
            width=10,
            minimum=1,
            maximum=5,
            required=When.ROW_STARTED,
            prompt="1 slight to 5 severe.",
        ),
        Column("score", "Score", Kind.INTEGER, Role.COMPUTED, 8, formula=RISK_SCORE),
        Column(
            "mitigation",
            "Mitigation",
            Kind.LONG_TEXT,
            width=44,
            required=When.ROW_STARTED,
            prompt="What is being done about it.",
        ),
        Column("owner", "Owner (post)", width=24, required=When.ROW_STARTED, prompt="A post, not a name."),
        Column("review", "Review date", Kind.DATE, width=12, required=When.ROW_STARTED, prompt="For example 31/01/2009."),
        Column("indicator", "About indicator", width=12, prompt="Its code, where one indicator is threatened."),
        CONFIRM,
    ),
    blank_rows=12,
)

FINANCE = Table(
    "finance",
    "Finance",
    (
        Column("line", "Line", role=Role.KEY, width=9),
        Column("stream", "Funding stream", Kind.LONG_TEXT, Role.LOCKED, 36),
        Column("pooling", "Pooled or aligned", role=Role.LOCKED, width=11),
        Column("recipient", "First level recipient", Kind.LONG_TEXT, Role.LOCKED, 26),
        Column("budget", "Budget, £", Kind.MONEY, Role.LOCKED, 14),
        Column(
            "spend",
            "Spend to date, £",
            Kind.MONEY,
            width=14,
            minimum=0,
            required=When.DUE,
            prompt="From 1 April to the end of the quarter, in pounds, not thousands.",
        ),
        Column(
            "profile",
            "Profiled spend to date, £",
            Kind.MONEY,
            width=14,
            minimum=0,
            prompt="What you had planned to spend by now.",
        ),
        Column(
            "outturn",
            "Forecast outturn, £",
            Kind.MONEY,
            width=14,
            minimum=0,
            required=When.DUE,
            prompt="What you expect to have spent at 31 March.",
        ),
        Column("variance", "Forecast less budget, £", Kind.MONEY, Role.COMPUTED, 14, formula=FINANCE_VARIANCE),
        Column("spent_pct", "Spent, % of budget", Kind.PERCENT, Role.COMPUTED, 11, formula=FINANCE_SPENT),
        Column(
            "comment",
            "Comment",
            Kind.LONG_TEXT,
            width=40,
            prompt="Why a figure is missing, or over- or underspent.",
        ),
        CONFIRM,
    ),
    total_row="TOTAL",
)

ACTIONS = Table(
    "actions",
    "Actions",
    (
        Column("line", "Line", role=Role.KEY, width=7),
        Column(
            "indicator", "About indicator", width=12, prompt="Its code, where the action is about one indicator."
        ),
        Column("action", "Action", Kind.LONG_TEXT, width=60, required=When.ROW_STARTED, prompt="What is to be done."),
        Column("owner", "Owner (post)", width=26, required=When.ROW_STARTED, prompt="A post, not a name."),
        Column("due", "Due", Kind.DATE, width=12, required=When.ROW_STARTED, prompt="For example 31/03/2009."),
        Column(
            "progress",
            "Progress",
            Kind.CHOICE,
            width=15,
            choices=("Not started", "In progress", "Complete", "Stopped"),
            required=When.ROW_STARTED,
            prompt="Where the action stands today.",
        ),
        Column("comment", "Comment", Kind.LONG_TEXT, width=44),
        CONFIRM,
    ),
    blank_rows=15,
)

RETURN_FORM = Form(
    "return",
    "Performance return",
    FORMAT_VERSION,
    (
        Sheet(
            "Start",
            "Start",
            ABOUT,
            (
                "Fill in the white cells on each sheet. Grey cells are ours; they are locked.",
                "A blank is not zero: where there is no figure, choose a data status and say why.",
                'Where you are asked to confirm something unusual that is right, write the reason under "Confirmed because".',
                "Save the workbook under any name and e-mail it back. No macros, nothing to install.",
            ),
            landscape=False,
            tab="title",
        ),
        Sheet(
            "Indicators",
            "Indicators",
            INDICATORS,
            ("One row for each indicator. The rating appears as you type; amber and red ask why, and what is being done.",),
            freeze_columns=2,
            tab="entry",
        ),
        Sheet(
            "Narrative",
            "Narrative for the highlight report",
            NARRATIVE,
            ("One row for each point. Each goes into the section of the Government report that you choose.",),
            tab="entry",
        ),
        Sheet("Risks", "Risks", RISKS, ("One row for each risk to an outcome. The score is likelihood times impact.",), tab="entry"),
        Sheet(
            "Finance",
            "Finance",
            FINANCE,
            (
                "Pounds, not thousands. In the last row enter the totals from your ledger: they must equal the lines.",
                "Where a figure is not available, leave it blank and say why under Comment.",
            ),
            freeze_columns=2,
            tab="entry",
        ),
        Sheet(
            "Actions",
            "Improvement actions",
            ACTIONS,
            ("Further actions, and how those from earlier quarters stand.",),
            tab="entry",
        ),
    ),
)
