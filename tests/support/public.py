"""A small agreement with returns of several quarters, and the public page that comes of them; all built by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from laa_xl.domain.agreement import Agreement, Block, Indicator, Outcome, Settings, TargetRow, Theme
from laa_xl.domain.assessment import Assessment
from laa_xl.domain.imports import Import, Imported, ImportedFigure, Standing
from laa_xl.domain.inputs import Inputs
from laa_xl.domain.periods import Period
from laa_xl.domain.public import PublicIndicator, PublicPage
from laa_xl.domain.returns import Entry, Return, Row
from laa_xl.domain.words import Accumulation, Measure, Polarity
from laa_xl.files.html_page import page_bytes
from laa_xl.stages.assessing import assess
from laa_xl.stages.publishing import public_page

Q1, Q2 = Period(2008, 1), Period(2008, 2)
TODAY = date(2008, 10, 27)
THEMES = {"SAFE": "Safer Communities", "GREEN": "Cleaner and Greener"}
FIXED = {"measure": Measure.COUNT, "accumulation": Accumulation.POINT, "polarity": Polarity.HIGHER, "outcome": "SAFE1"}


def one(code: str, *, target: float | None = 100, **more: Any) -> tuple[Indicator, float | None]:
    """An indicator with its target for the quarter and the year end; None for none."""
    return Indicator(**{**FIXED, "code": code, "title": f"Title of {code}", **more}), target


def agreement(*indicators: tuple[Indicator, float | None], **settings: Any) -> Agreement:
    """Two themes of one block, with these indicators."""
    about = {"code": "anyshire-2008", "title": "Anyshire's Agreement", "area": "Anyshire"}
    about |= {"accountable_body": "Anyshire County Council"}
    return Agreement(
        settings=Settings(**{**about, "start_year": 2008, "end_year": 2010, **settings}),
        blocks=(Block(code="SSC", name="Safer and Stronger"),),
        themes=tuple(Theme(code=code, name=name, block="SSC") for code, name in THEMES.items()),
        outcomes=tuple(Outcome(code=f"{code}1", theme=code, title=f"{name} thrive") for code, name in THEMES.items()),
        indicators=tuple(indicator for indicator, _ in indicators),
        targets=tuple(
            TargetRow(indicator=indicator.code, year=2008, quarter=quarter, target=target)
            for indicator, target in indicators
            if target is not None
            for quarter in (None, 1, 2)
        ),
    )


def row(code: str, actual: float | None, status: str | None = "Final", table: str = "indicators", **more: Any) -> Row:
    """A row of a return."""
    values = {"actual": actual, "status": status, **more}
    entries = {name: Entry(value, f"{chr(68 + at)}7") for at, (name, value) in enumerate(values.items())}
    return Row(table, table.capitalize(), code, 7, entries)


def returned(*rows: Row, theme: str = "SAFE", period: Period = Q2) -> Return:
    """A return that was accepted."""
    tables: dict[str, tuple[Row, ...]] = {}
    for found in rows:
        tables[found.table] = (*tables.get(found.table, ()), found)
    return Return("anyshire-2008", theme, period, f"{theme}-{period}.xlsx", "0" * 64, tables)


def imported(figures: Mapping[tuple[str, str], float]) -> Imported:
    """Figures of past quarters from a spreadsheet, by code and quarter."""
    entry = Import(
        file="past.csv", sha256="0", at=datetime(2008, 4, 1), by="Officer", read=1, taken=1, not_taken=0, ignored=0,
        kept="imported/1", record_sha256="0",
    )  # fmt: skip
    return {
        (code, Period.parse(period)): Standing(ImportedFigure(indicator=code, period=period, actual=actual), entry)
        for (code, period), actual in figures.items()
    }


def assessed(
    terms: Agreement, returns: Sequence[Return], inputs: Inputs | None = None, past: Imported = MappingProxyType({})
) -> list[Assessment]:
    """The assessments of every quarter with a return."""
    held = {(found.theme, found.period): found for found in returns}
    overrides = (inputs or Inputs()).overrides
    return [assess(terms, held, period, overrides, past) for period in sorted({period for _, period in held})]


def page(
    terms: Agreement,
    *returns: Return,
    inputs: Inputs | None = None,
    past: Imported = MappingProxyType({}),
    period: Period = Q2,
) -> PublicPage:
    """The page of a quarter, as data."""
    mine = {found.theme: found for found in returns if found.period == period}
    every = assessed(terms, returns, inputs, past)
    return public_page(terms, every, mine, inputs or Inputs(), past, period, TODAY)


def shown(found: PublicPage, code: str) -> PublicIndicator:
    """An indicator of the page."""
    return next(indicator for indicator in found.indicators if indicator.code == code)


def html(found: PublicPage) -> str:
    """The page as it is written."""
    return page_bytes(found).decode()
