"""The reward report: achievement and grant at stake per target and sub-indicator, what is still needed, risks, instalments."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from laa_xl.declare.master_places import in_agreement, in_settings
from laa_xl.domain.disclosure import NOT_SHOWN
from laa_xl.domain.documents import Document, Field, Grid, Line, Part, Shape, Value
from laa_xl.domain.finance import total_of
from laa_xl.domain.indicator_lines import sources_of
from laa_xl.domain.numbers import rounded6, tidy
from laa_xl.domain.report import Source
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.reported import Reported, about, decimals_of, document, reported
from laa_xl.domain.reward_lines import NEEDED_FOR_ALL, NEEDED_TO_EARN, RewardLine, reward_lines
from laa_xl.domain.reward_words import risk_bullets, risk_words, summary_words

KIND = "reward"
_RULE = (
    "Reward grant: a sub-indicator's achievement is (actual - target without stretch) / (target with stretch - target without). "
    "Below 60% nothing is paid; from 60% on, that part of its share of the pot, at most all of it, in two instalments. Only a final "
    "figure earns, and one that adds up over the year only at its end; the estimates say what is at stake, not what is due."
)


def reward_report(given: ReportInput) -> Document:
    """The reward targets of a quarter."""
    shown = reported(given)
    every = reward_lines(given.agreement, given.assessment.indicators)
    lines = [line for line in every if not given.agreement.indicator(line.row.indicator).local_only]
    title = f"Reward targets, {given.period.financial_year}"
    if not lines:
        parts = [Part("Summary", words=("The agreement has no reward targets.",))]
        return document(given, KIND, title, parts)
    risks = [line for line in lines if _hidden(shown, line) or not _earns_all(line)]
    parts = [
        Part("Summary", words=tuple(summary_words(shown, lines)), grids=(_targets(shown, lines),)),
        Part("Achievement", grids=(_achievement(shown, lines),)),
        Part("What is needed", words=(_NEEDED,), grids=(_needed(shown, lines),)),
        Part("Grant at stake and instalments", words=(_INSTALMENTS,), grids=(_grant(shown, lines),)),
    ]
    if risks:
        bullets = tuple(risk_bullets(shown, risks, KIND))
        parts.append(Part("Risks to the grant", words=(_RISKS,), bullets=bullets, grids=(_risks(shown, risks),)))
    return document(given, KIND, title, parts, (_RULE,))


_NEEDED = "The figure at which each begins to earn, at 60% of the stretch, and earns all; and how far today's figure is from it."
_INSTALMENTS = "The estimate in two halves, each sub-indicator's to the penny; an odd penny goes with the first."
_RISKS = (
    "Every sub-indicator that does not earn all of its share today, the largest loss first; with those whose figure is not shown, "
    "whatever it is."
)
_TARGET = Field("target_no", "Reward target", Shape.COUNT, 10, "The number of the reward target in the agreement")
_CODE = Field("code", "Sub-indicator", width=12, meaning="The code of the indicator")
_TITLE = Field("title", "Measures", width=46, meaning="What is measured")
_AT_STAKE = Field(
    "at_stake", "Grant at stake", Shape.POUNDS, 14, "Pounds; empty: the net budget requirement is not entered"
)
_ESTIMATE = Field(
    "estimate",
    "Estimated grant",
    Shape.POUNDS,
    14,
    "Pounds that today's figure would be worth once final; empty: not known",
)
_EARNED = Field(
    "earned",
    "Of it by figures marked Final",
    Shape.POUNDS,
    14,
    "The same by figures marked Final alone, whatever time they are about: at stake, not due; empty: not known",
)


def _hidden(shown: Reported, line: RewardLine) -> bool:
    return shown.kept.hides(line.row.indicator)


def _earns_all(line: RewardLine) -> bool:
    return line.worked.flag is None and line.worked.achievement is not None and line.worked.achievement >= 1


def _told(shown: Reported, line: RewardLine, value: Value) -> Value:
    """A value that would give the figure away; None stays None."""
    return NOT_SHOWN if value is not None and _hidden(shown, line) else value


def _sum(shown: Reported, lines: Sequence[RewardLine], values: Sequence[Decimal | None]) -> Value:
    """The exact sum of what is known; not shown where it holds a figure that is not, as the others would give it."""
    if any(value is not None and _hidden(shown, line) for line, value in zip(lines, values, strict=True)):
        return NOT_SHOWN
    return total_of(values).value


def _place(shown: Reported, line: RewardLine) -> tuple[Source, ...]:
    row = in_agreement("rewards", line.row.indicator)
    return (*(sources_of(shown, line.item) if line.item else ()), row)


def _targets(shown: Reported, lines: Sequence[RewardLine]) -> Grid:
    fields = (
        _TARGET,
        Field("title", "Title", width=46, meaning="The title of the reward target"),
        Field("sub_indicators", "Sub-indicators", Shape.COUNT, 11, "How many measure it"),
        Field("known", "With a figure", Shape.COUNT, 11, "Sub-indicators whose achievement can be worked out"),
        Field("share", "Share of the pot", Shape.PERCENT, 10, "Fraction of the pot: 0.1 is 10 %"),
        _AT_STAKE,
        _ESTIMATE,
        _EARNED,
    )
    groups: dict[int, list[RewardLine]] = {}
    for line in lines:
        groups.setdefault(line.row.target_no, []).append(line)
    out = [
        Line(
            (number, mine[0].row.target_title, *_come_to(shown, mine)),
            sources=tuple(source for line in mine for source in _place(shown, line)),
        )
        for number, mine in groups.items()
    ]
    whole = Line(
        (None, "All", *_come_to(shown, lines)), sources=(in_settings("Net budget requirement, £"),), total=True
    )
    hidden = sum(1 for line in lines if _hidden(shown, line))
    return Grid("reward-targets", "Reward targets", fields, (*out, whole), shown.kept.total_note(hidden))


def _come_to(shown: Reported, lines: Sequence[RewardLine]) -> tuple[Value, ...]:
    known = sum(1 for line in lines if line.worked.achievement is not None)
    return (
        len(lines),
        known,
        rounded6(sum((line.part for line in lines), Decimal(0))),
        total_of(line.at_stake for line in lines).value,
        _sum(shown, lines, [line.estimate for line in lines]),
        _sum(shown, lines, [line.earned for line in lines]),
    )


def _achievement(shown: Reported, lines: Sequence[RewardLine]) -> Grid:
    fields = (
        _TARGET,
        _CODE,
        _TITLE,
        Field("without_stretch", "Target without stretch", Shape.FIGURE, 13, "In the indicator's unit"),
        Field("with_stretch", "Target with stretch", Shape.FIGURE, 13, "In the indicator's unit"),
        Field("actual", "Actual", Shape.FIGURE, 12, "The accepted figure; empty: there is none, or it is not shown"),
        Field("about", "Status and time of the data", width=20, meaning="Only a final figure earns"),
        Field(
            "achievement", "Achievement", Shape.PERCENT, 16, "The part of the stretch that was reached: 1 is all of it"
        ),
        Field(
            "expected",
            "Achievement by forecast",
            Shape.PERCENT,
            15,
            "The same by the year-end forecast; empty: there is none",
        ),
    )
    out = []
    for line in lines:
        indicator = shown.agreement.indicator(line.row.indicator)
        ends = [None if end is None else tidy(end) for end in (line.row.without_stretch, line.row.with_stretch)]
        actual = None if line.actual is None else shown.kept.word(indicator.code) or tidy(line.actual)
        values: tuple[Value, ...] = (
            *(line.row.target_no, indicator.code, indicator.title, *ends, actual),
            about(line.item) if line.item else "No part of the agreement in this quarter",
            _told(shown, line, line.worked.achievement),
            _told(shown, line, line.expected),
        )
        out.append(Line(values, decimals_of(indicator, *ends, actual), _place(shown, line)))
    return Grid(
        "reward-achievement", "Achievement", fields, tuple(out), shown.kept.note(line.row.indicator for line in lines)
    )


def _needed(shown: Reported, lines: Sequence[RewardLine]) -> Grid:
    fields = (
        _CODE,
        _TITLE,
        Field(
            "needed_60",
            "Earns from",
            Shape.FIGURE,
            12,
            "The figure at 60 % of the stretch; empty: a target is missing or the stretch is 0",
        ),
        Field(
            "short_60",
            "Still needed to earn",
            Shape.FIGURE,
            12,
            "How far the figure is from it, in the unit; 0 once it is reached",
        ),
        Field("needed_100", "Earns all from", Shape.FIGURE, 12, "The figure at the whole stretch"),
        Field(
            "short_100",
            "Still needed for all",
            Shape.FIGURE,
            12,
            "How far the figure is from it, in the unit; 0 once it is reached",
        ),
    )
    out = []
    for line in lines:
        indicator = shown.agreement.indicator(line.row.indicator)
        figures = (
            line.needed(NEEDED_TO_EARN),
            _told(shown, line, line.short_of(NEEDED_TO_EARN)),
            line.needed(NEEDED_FOR_ALL),
            _told(shown, line, line.short_of(NEEDED_FOR_ALL)),
        )
        out.append(
            Line((indicator.code, indicator.title, *figures), decimals_of(indicator, *figures), _place(shown, line))
        )
    return Grid("reward-needed", "What is needed for 60% and for all of the stretch", fields, tuple(out))


def _grant(shown: Reported, lines: Sequence[RewardLine]) -> Grid:
    fields = (
        _TARGET,
        _CODE,
        Field("share", "Share of the pot", Shape.PERCENT, 10, "Fraction of the pot: 0.1 is 10 %"),
        _AT_STAKE,
        _ESTIMATE,
        _EARNED,
        Field("first", "First instalment", Shape.POUNDS, 14, "Pounds of the estimate paid first; empty: not known"),
        Field("second", "Second instalment", Shape.POUNDS, 14, "The rest of the estimate"),
    )
    out = []
    for line in lines:
        amounts = (line.estimate, line.earned, *line.instalments)
        told = (_told(shown, line, amount) for amount in amounts)
        values = (line.row.target_no, line.row.indicator, rounded6(line.part), line.at_stake, *told)
        out.append(Line(values, sources=_place(shown, line)))
    columns = ([line.instalments[at] for line in lines] for at in (0, 1))
    share, at_stake, *sums = _come_to(shown, lines)[2:]
    whole = (None, "All", share, at_stake, *sums, *(_sum(shown, lines, column) for column in columns))
    hidden = sum(1 for line in lines if _hidden(shown, line))
    return Grid("reward-grant", "Grant", fields, (*out, Line(whole, total=True)), shown.kept.total_note(hidden))


def _risks(shown: Reported, lines: Sequence[RewardLine]) -> Grid:
    fields = (
        _TARGET,
        _CODE,
        _TITLE,
        Field("risk", "Risk", width=56, meaning="Why it earns nothing, or not all, and how far it is"),
        _AT_STAKE,
        Field("not_earned", "Not earned today", Shape.POUNDS, 14, "Grant at stake less the estimate; empty: not known"),
    )
    rows = []
    for line in lines:
        lost = None if line.at_stake is None else line.at_stake - (line.estimate or Decimal(0))
        title = shown.agreement.indicator(line.row.indicator).title
        lost_shown = NOT_SHOWN if lost is not None and _hidden(shown, line) else lost
        values = (
            line.row.target_no,
            line.row.indicator,
            title,
            risk_words(line, hidden=_hidden(shown, line)),
            line.at_stake,
            lost_shown,
        )
        # What is not shown stands by what is at stake, so that its place tells nothing.
        order = line.at_stake if _hidden(shown, line) else lost
        rows.append((-(order or Decimal(0)), Line(values, sources=_place(shown, line))))
    return Grid(
        "reward-risks", "Risks to the grant", fields, tuple(line for _, line in sorted(rows, key=lambda one: one[0]))
    )
