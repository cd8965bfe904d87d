"""The return's other tables, declared: who sends it, narrative, risks, finance, actions."""

from __future__ import annotations

from laa_xl.declare.live_formulas import FINANCE_SPENT, FINANCE_VARIANCE, RISK_SCORE
from laa_xl.declare.model import Column, Kind, Role, Table, When
from laa_xl.declare.return_indicators import CONFIRM, TO_DO_COLUMN
from laa_xl.domain.sections import SECTION_CHOICES

YES = "Yes"
# Printed beside a line that was in the last return and is still open.
CARRIED = Column("carried", "Carried forward from", role=Role.LOCKED, width=15)

ABOUT = Table(
    "about",
    "About this return",
    (
        Column(
            "completed_by",
            "Completed by (post)",
            width=44,
            required=When.ALWAYS,
            prompt="A post, not a name.",
        ),
        Column("organisation", "Organisation", width=44, required=When.ALWAYS, prompt="Who sends this return."),
        Column(
            "date_completed",
            "Date completed",
            Kind.DATE,
            required=When.ALWAYS,
            prompt="The day on which you finished it: day/month/year.",
        ),
        Column(
            "approved_by",
            "Approved by (post)",
            width=44,
            prompt="The theme lead, where your theme asks for it.",
        ),
        Column(
            "nil",
            "Nil return",
            Kind.CHOICE,
            choices=(YES,),
            prompt="Only where you have nothing to report this quarter: choose Yes, leave the rest blank, and send it.",
        ),
    ),
)

NARRATIVE = Table(
    "narrative",
    "Narrative",
    (
        Column("line", "Line", role=Role.KEY, width=7),
        CARRIED,
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
            choices=("=indicators",),
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
        Column(
            "continues",
            "Carry forward",
            Kind.CHOICE,
            width=10,
            choices=(YES,),
            prompt="Yes where this will still hold next quarter: we then print it in your next template.",
        ),
        CONFIRM,
        TO_DO_COLUMN,
    ),
    blank_rows=20,
)

RISKS = Table(
    "risks",
    "Risks",
    (
        Column("line", "Line", role=Role.KEY, width=7),
        CARRIED,
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
        Column(
            "review",
            "Review date",
            Kind.DATE,
            width=12,
            required=When.ROW_STARTED,
            prompt="For example 31/01/2009.",
        ),
        Column(
            "indicator",
            "About indicator",
            width=12,
            choices=("=indicators",),
            prompt="Its code, where one indicator is threatened.",
        ),
        CONFIRM,
        TO_DO_COLUMN,
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
        TO_DO_COLUMN,
    ),
    total_row="TOTAL",
)

ACTIONS = Table(
    "actions",
    "Actions",
    (
        Column("line", "Line", role=Role.KEY, width=7),
        CARRIED,
        Column(
            "indicator",
            "About indicator",
            width=12,
            choices=("=indicators",),
            prompt="Its code, where the action is about one indicator.",
        ),
        Column(
            "action",
            "Action",
            Kind.LONG_TEXT,
            width=60,
            required=When.ROW_STARTED,
            prompt="What is to be done.",
        ),
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
        Column("comment", "Comment", Kind.LONG_TEXT, width=44, prompt="What else there is to say about the action."),
        CONFIRM,
        TO_DO_COLUMN,
    ),
    blank_rows=15,
)
