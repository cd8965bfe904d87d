"""The chase list of a quarter: drawn from the register, written for the county team as .xlsx and .csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from laa_xl.declare.office_lists import CHASE, CHASE_SHEET
from laa_xl.domain.periods import Period
from laa_xl.files.csv_writer import csv_bytes
from laa_xl.files.list_writer import list_bytes
from laa_xl.files.store import write_whole
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pipeline import require_within
from laa_xl.flow.programme import Programme, State
from laa_xl.stages.chasing import chased_periods, owed


@dataclass(frozen=True, slots=True)
class Chase:
    """Who owes what of a period; ``others`` counts what is overdue or was sent back in other periods."""

    period: Period
    rows: tuple[Mapping[str, Any], ...]
    others: Mapping[Period, int]
    written: tuple[Path, ...] = ()


def chase(programme: Programme, period: Period | None, now: datetime) -> Chase:
    """Write the chase list; nothing is written where nobody owes anything. ProgrammeError where nothing ever went out.

    ``period`` None: see ``chased_period``.
    """
    state = programme.load()
    if period is not None:
        require_within(state.agreement, period)
    period = period or chased_period(state, now)
    if period is None:
        raise ProgrammeError("No templates have gone out yet, so nobody owes a return.")
    today, due = now.date(), state.inputs.deadlines
    rows = tuple(owed(state.agreement, state.register, today, due, period))
    late = chased_periods(state.agreement, state.register, today, due)
    others = {other: number for other, number in late.items() if other != period}
    if not rows:
        return Chase(period, rows, others)
    stem = programme.folder("reports", str(period)) / f"chase-list-{today}"
    about = f"{state.agreement.settings.title} · {period.spelled} · as on {today:%d/%m/%Y}"
    written = (stem.with_suffix(".xlsx"), stem.with_suffix(".csv"))
    write_whole(written[0], list_bytes(CHASE_SHEET, rows, about, now))
    write_whole(written[1], csv_bytes(CHASE, rows))
    return Chase(period, rows, others, written)


def chased_period(state: State, now: datetime) -> Period | None:
    """The newest quarter in which something is overdue or was sent back, else the newest that templates went out for.

    A quarter whose templates have only just gone out does not hide what is still owed of the one before.
    """
    late = chased_periods(state.agreement, state.register, now.date(), state.inputs.deadlines)
    return max(late, default=None) or max(state.register.periods(), default=None)


def lettered_period(state: State, period: Period | None, now: datetime) -> Period:
    """The quarter to write about: the one that was asked for, else as it is chased; ProgrammeError where nothing ever went out."""
    found = period or chased_period(state, now)
    if found is None:
        raise ProgrammeError("No templates have gone out yet, so there is nobody to write to.")
    return found
