"""What builders of reports are given, from the shipped demonstrations or from small hand-built returns; documents as text."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from laa_xl.declare.inputs_load import load_inputs
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.documents import Document, Grid, Value
from laa_xl.domain.inputs import Inputs
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.returns import Entry, Return, Row
from laa_xl.flow.accepting import read_accepted, returns_of
from laa_xl.flow.demonstration import read_agreement
from laa_xl.flow.programme import Programme, officers_tables
from laa_xl.flow.receiving import validate_bytes
from laa_xl.flow.shipped import agreement_folder, demonstration_folder, shipped_folder
from laa_xl.flow.working_out import assess_all
from laa_xl.stages.assessing import assess
from tests.support.programmes import PERIODS

SHEETS = {
    "about": "Start",
    "indicators": "Indicators",
    "narrative": "Narrative",
    "risks": "Risks",
    "finance": "Finance",
    "actions": "Actions",
}


def of_programme(programme: Programme, period: Period) -> ReportInput:
    """What is known of a programme, its returns read from the workbooks that were accepted."""
    state = programme.load()
    accepted = read_accepted(programme, state)
    return ReportInput(
        agreement=state.agreement,
        period=period,
        assessments=tuple(one for one in assess_all(state, accepted) if one.period <= period),
        returns={key: one for key, one in returns_of(accepted).items() if key[1] <= period},
        inputs=state.inputs,
        register=state.register,
        today=period.deadline(30),
    )


def shipped_folder_of(name: str) -> Path:
    """Where the workbooks of a shipped demonstration stand: its master, and its filled returns."""
    return shipped_folder() / name


@functools.cache
def of_demonstration(name: str) -> ReportInput:
    """What is known of a shipped demonstration, from its filled returns; no programme folder is made for it."""
    _, agreement = read_agreement(agreement_folder(name))
    period = PERIODS[name]
    tables = officers_tables(demonstration_folder(name) / str(period))
    inputs, wrong = load_inputs(tables, agreement, {})
    assert not wrong
    returns = []
    for path in sorted((shipped_folder_of(name) / "returns" / str(period)).glob("*.xlsx")):
        found = validate_bytes(path.name, path.read_bytes()).returned
        assert found is not None, path
        returns.append(found)
    return given(agreement, period, *returns, inputs=inputs)


def row(table: str, key: str, number: int = 7, **values: Any) -> Row:
    """A row of a return whose columns stand side by side from D."""
    entries = {name: Entry(value, f"{chr(68 + at)}{number}") for at, (name, value) in enumerate(values.items())}
    return Row(table, SHEETS[table], key, number, entries)


def returned(agreement: Agreement, theme: str, period: Period, *rows: Row) -> Return:
    """A theme's return with these rows."""
    tables: dict[str, tuple[Row, ...]] = {}
    for one in rows:
        tables[one.table] = (*tables.get(one.table, ()), one)
    return Return(agreement.settings.code, theme, period, f"{theme}-{period}.xlsx", "0" * 64, tables)


def given(agreement: Agreement, period: Period, *returns: Return, inputs: Inputs | None = None) -> ReportInput:
    """What a builder is given, from these returns of one or more quarters."""
    inputs = inputs or Inputs()
    known = {(one.theme, one.period): one for one in returns}
    periods = sorted({one.period for one in returns if one.period <= period})
    assessments = tuple(assess(agreement, known, when, inputs.overrides) for when in periods)
    return ReportInput(agreement, period, assessments, known, inputs, Register(), date(2008, 11, 3))


def grid(document: Document, name: str) -> Grid:
    """The table of that name; KeyError where there is none."""
    return {one.name: one for one in document.grids}[name]


def rows_of(found: Grid, *, totals: bool = False) -> list[dict[str, Value]]:
    """The lines of a table by the names of its fields; those that sum others only where asked for."""
    names = [field.name for field in found.fields]
    return [dict(zip(names, line.values, strict=True)) for line in found.lines if totals or not line.total]


def total_of_grid(found: Grid) -> dict[str, Value]:
    """The one line of totals of a table."""
    (line,) = [line for line in found.lines if line.total]
    return dict(zip([field.name for field in found.fields], line.values, strict=True))


def by(rows: Iterable[Mapping[str, Value]], name: str) -> dict[Value, Mapping[str, Value]]:
    """The lines of a table by one of their fields."""
    return {one[name]: one for one in rows}


def everything_said(document: Document) -> str:
    """Every word and figure of a document, as a text to look for what must not stand there."""
    said: list[str] = [document.title, *document.rules, document.illustrative_note]
    for part in document.parts:
        said += [part.heading, *part.words]
        said += [text for one in part.bullets for text in (one.line, one.note, one.origin)]
        for table in part.grids:
            said += [table.title, table.note, *(field.heading for field in table.fields)]
            said += [str(value) for line in table.lines for value in line.values if value is not None]
        said += [picture.alt for picture in part.pictures]
    return "\n".join(said)
