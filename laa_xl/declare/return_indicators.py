"""The return's Indicators table, declared: the figures, what they are, where the year is heading, and why."""

from __future__ import annotations

from laa_xl.declare.live_formulas import FORECAST_MARK, PERFORMANCE_MARK, RAG, VARIANCE, VARIANCE_PCT
from laa_xl.declare.model import Column, Kind, Role, Table, When
from laa_xl.domain.words import DataStatus, Judgement, Rag

CONFIRM = Column(
    "confirm",
    "Confirmed because",
    Kind.LONG_TEXT,
    width=30,
    prompt="If we ask you to confirm an unusual entry in this row and it is right, say why here.",
)

# What every table ends with: what is still to be done in the row, in words of the rules' own.
TO_DO_COLUMN = Column("to_do", "What to do", Kind.LONG_TEXT, Role.COMPUTED, 30, style="to_do")

# A target is printed as it was agreed: a number, or the ends of a range.
_AIM = "the indicator's own unit; a number, or a range in words"

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
        Column("year_ago", "Same period last year", Kind.NUMBER, Role.LOCKED, 11),
        Column("trend", "Past figures", role=Role.COMPUTED, width=14, style="sparkline"),
        Column("target", "Target this period", Kind.TEXT, Role.LOCKED, 12, style="figure", unit=_AIM),
        Column("year_end_target", "Target year end", Kind.TEXT, Role.LOCKED, 12, style="figure", unit=_AIM),
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
            unit="count",
            prompt="Where the figure is a share or a rate: the number counted.",
        ),
        Column(
            "denominator",
            "Denominator",
            Kind.NUMBER,
            width=12,
            unit="count",
            prompt="What the numerator is counted out of.",
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
        Column(
            "performance",
            "Performance",
            role=Role.COMPUTED,
            width=12,
            formula=PERFORMANCE_MARK,
            style="symbol",
        ),
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
        Column(
            "action_date",
            "Action by",
            Kind.DATE,
            width=12,
            required=When.AMBER_RED,
            prompt="For example 31/03/2009.",
        ),
        CONFIRM,
        TO_DO_COLUMN,
    ),
)
