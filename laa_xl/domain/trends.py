"""Trends as pictures: a small line chart for each indicator with figures of several quarters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.aims import aims
from laa_xl.domain.assessment import Assessed, Assessment
from laa_xl.domain.disclosure import Record, small_baseline
from laa_xl.domain.documents import Drawing, Field, Grid, Line, Picture, Shape, Value
from laa_xl.domain.drafting import topic
from laa_xl.domain.figure_drafts import figure_source
from laa_xl.domain.history import label_of
from laa_xl.domain.imports import Standing
from laa_xl.domain.periods import Period
from laa_xl.domain.pictures import CODE, STATUS, TITLE, UNIT, plain_value
from laa_xl.domain.report import Source
from laa_xl.domain.sentences import slug
from laa_xl.domain.variance import Target
from laa_xl.domain.words import Polarity, mark_of

LEAST = 2  # figures that make a trend
_GOOD = {
    Polarity.HIGHER: "higher is better",
    Polarity.LOWER: "lower is better",
    Polarity.RANGE: "within a range is best",
}
_SPOKEN = {"target_high": "upper end of the target"}

TREND_FIELDS = (
    CODE,
    TITLE,
    UNIT,
    Field("period", "Period", width=10, meaning="The financial year's first calendar year and its quarter"),
    Field("quarter", "Quarter", width=13, meaning="The quarter and its financial year, April to March"),
    Field(
        "actual", "Actual", Shape.FIGURE, 12, "What was reported, in the unit of the row; empty: no figure, or too few"
    ),
    STATUS,
    Field("target", "Target", Shape.FIGURE, 12, "The target of the quarter; of a range its lower end"),
    Field("target_high", "Target, upper end", Shape.FIGURE, 12, "The upper end, where the target is a range"),
    Field("baseline", "Baseline", Shape.FIGURE, 12, "The figure from which the agreement set out"),
)


def trend_grid(record: Record, assessments: Sequence[Assessment], until: Period) -> Grid:
    """Each indicator with two figures or more, quarter by quarter, from its first figure to the last assessed quarter.

    ``assessments`` hold what is shown, ``record`` everything, so that it is known what must not be told.
    """
    lines: list[Line] = []
    known: dict[str, dict[Period, Assessed]] = {}
    for assessment in assessments:
        for item in assessment.indicators:
            known.setdefault(item.indicator.code, {})[assessment.period] = item
    for items in known.values():
        lines += _trend(record, items, until)
    note = f"Indicators with at least {LEAST} figures. An empty cell is no figure, or one that counts too few people."
    return Grid("trends", "Figures, quarter by quarter", TREND_FIELDS, tuple(lines), note)


def _trend(record: Record, items: dict[Period, Assessed], until: Period) -> Iterator[Line]:
    agreement, indicator = record.agreement, items[max(items)].indicator
    figures: dict[Period, tuple[float, str | None, Source]] = {}
    for (code, period), taken in record.imported.items():
        if code == indicator.code and period <= until:
            figures[period] = (taken.figure.actual, taken.figure.status, _imported_from(taken))
    for period, item in items.items():
        if item.actual is not None:
            figures[period] = (item.actual, item.status.value if item.status else None, figure_source(agreement, item))
    untold = {period for period in figures if record.kept(indicator.code, period)}
    untold |= set(record.beside_later(indicator, figures))
    figures = {period: figure for period, figure in figures.items() if period not in untold}
    if len(figures) < LEAST:
        return
    kept = small_baseline(indicator, agreement.settings.suppression_threshold)
    baseline = None if kept else indicator.baseline
    for period in _quarters(min(figures), until):
        target = Target() if indicator.placeholder else aims(agreement, indicator, period).period
        actual, status, source = figures.get(period, (None, None, None))
        aim = (target.low, target.high) if indicator.polarity is Polarity.RANGE else (target.value, None)
        about = (indicator.code, indicator.title, indicator.unit, str(period), label_of(period))
        sources = (source,) if source else ()
        yield Line((*about, actual, status, *aim, baseline), indicator.decimals, sources)


def _quarters(first: Period, last: Period) -> list[Period]:
    found = [last]
    while found[-1] > first:
        found.append(found[-1].previous)
    return found[::-1]


def _imported_from(taken: Standing) -> Source:
    """The cell of the earlier spreadsheet; its name may be anything, so it is not told."""
    place = ("earlier spreadsheet", taken.figure.sheet)
    return Source("", taken.entry.file, ", ".join(part for part in place if part), taken.figure.cell)


def trend_pictures(agreement: Agreement, grid: Grid) -> tuple[Picture, ...]:
    """A small line chart for each indicator of the table of trends."""
    return tuple(
        _trend_picture(agreement.indicator(code), replace(grid, name=f"trend-{slug(code)}", lines=tuple(lines)))
        for code, lines in groupby(grid.lines, key=lambda line: str(line.values[0]))
    )


def _trend_picture(indicator: Indicator, grid: Grid) -> Picture:
    series = tuple(
        name
        for name in ("actual", "target", "target_high", "baseline")
        if any(value is not None for value in grid.column(name))
    )
    quarters = grid.column("quarter")
    marks = tuple(mark_of(str(status or "")) for status in grid.column("status"))
    said = "; ".join(_told(quarters, grid.column(name), name, indicator.decimals, marks) for name in series)
    good = _GOOD.get(indicator.polarity, "")
    about = ", ".join(part for part in (indicator.unit or "", good) if part)
    alt = f"{topic(indicator)}{f' ({about})' if about else ''}. {said}."
    return Picture(grid.name, topic(indicator), alt, Drawing.TREND, grid, "quarter", series, about)


def _told(quarters: Sequence[Value], values: Sequence[Value], name: str, decimals: int, marks: Sequence[str]) -> str:
    """``Actual Q1 2008-09 2.5, Q2 2008-09 2.42 (provisional)``; one number where it is the same throughout."""
    figures = [plain_value(value, decimals) for value in values]
    if name == "actual":
        figures = [
            f"{figure} ({mark})" if figure and mark else figure for figure, mark in zip(figures, marks, strict=True)
        ]
    known = [(str(quarter), figure) for quarter, figure in zip(quarters, figures, strict=True) if figure]
    spoken = _SPOKEN.get(name, name).capitalize()
    if name != "actual" and len({value for _, value in known}) == 1:
        return f"{spoken} {known[0][1]}"
    return f"{spoken} {', '.join(f'{quarter} {value}' for quarter, value in known)}"
