"""What is worked out of the accepted returns, and nothing written: assessments, the tables of figures, the report of a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from laa_xl.domain.assessment import Assessment
from laa_xl.domain.earlier import EarlierFigures
from laa_xl.domain.findings import Finding
from laa_xl.domain.periods import Period
from laa_xl.domain.report import HighlightReport
from laa_xl.flow.accepting import Accepted, returns_of
from laa_xl.flow.programme import State
from laa_xl.stages.assessing import assess
from laa_xl.stages.consolidating import Rows, master_tables
from laa_xl.stages.issuing import issued_rows
from laa_xl.stages.reporting import draft_highlight
from laa_xl.stages.showing_imports import imported_rows


def assess_all(state: State, accepted: Accepted) -> list[Assessment]:
    """Every period for which a return was accepted, earliest first."""
    return list(_in_turn(state, accepted))


def _in_turn(state: State, accepted: Accepted) -> Iterator[Assessment]:
    returns = returns_of(accepted)
    for period in periods_of(accepted):
        yield assess(state.agreement, returns, period, state.inputs.overrides, state.imported)


def periods_of(accepted: Accepted) -> list[Period]:
    """The periods for which a return was accepted, earliest first."""
    return sorted({period for _, period in returns_of(accepted)})


def worked_out(
    state: State, accepted: Accepted, shown: Period | None, today: date, standing: Mapping[str, str]
) -> tuple[list[Assessment], dict[str, Rows]]:
    """The assessments and the tables of figures, one period after the other.

    Whole are the assessments that the report of ``shown`` needs, its own and the one before; the others are summed up once
    their rows are made, since those of many quarters would fill the memory.
    """
    periods = periods_of(accepted)
    before = max((one for one in periods if shown is not None and one < shown), default=None)
    found: list[Assessment] = []

    def in_turn() -> Iterator[Assessment]:
        for assessment in _in_turn(state, accepted):
            found.append(assessment if assessment.period in (shown, before) else assessment.summed_up)
            yield assessment

    computed = computed_of(state, in_turn(), accepted, today, standing)
    return found, computed


def report_of(
    state: State, assessments: Iterable[Assessment], accepted: Accepted, period: Period | None
) -> HighlightReport | None:
    """The drafted report of a period, with the officers' edits; None where nothing was accepted for it."""
    every = list(assessments)
    found = next((assessment for assessment in every if assessment.period == period), None)
    if found is None or period is None:
        return None
    before = max((one for one in every if one.period < period), key=lambda one: one.period, default=None)
    mine = {theme: returned for (theme, of), returned in returns_of(accepted).items() if of == period}
    return draft_highlight(state.agreement, found, mine, state.inputs, period, before)


def computed_of(
    state: State, assessments: Iterable[Assessment], accepted: Accepted, today: date, standing: Mapping[str, str]
) -> dict[str, Rows]:
    """Every table of figures of the master, each assessment looked into once; ``standing`` says how the files of issued reports are."""
    findings: dict[tuple[str, Period], Sequence[Finding]] = {key: item.findings for key, item in accepted.items()}
    due, register, returns = state.inputs.deadlines, state.register, returns_of(accepted)
    found = master_tables(state.agreement, assessments, returns, findings, register, today, due)
    earlier = EarlierFigures(state.agreement, returns, state.imported)
    return {
        **found,
        "imported": imported_rows(earlier, state.kept_imports),
        "issued_reports": issued_rows(register, standing),
    }
