"""From a spreadsheet of past figures to lines: each taken, not taken or ignored, with its cell and the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from laa_xl.checks.figures import fraction_meant, impossible, limits_of
from laa_xl.declare.import_headings import Field, ImportMap, folded
from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.grammar import understand
from laa_xl.domain.imports import Became, Codes, ImportedFigure, Line
from laa_xl.domain.numbers import exact, plain
from laa_xl.domain.period_words import PeriodWords, in_year, of_day, understand_period
from laa_xl.domain.periods import Period
from laa_xl.domain.variance import Target
from laa_xl.domain.words import DataStatus, Measure
from laa_xl.files.cells import Cell
from laa_xl.files.grid import Grid
from laa_xl.files.tabulated import Columns, heading_at, is_blank, same_heading, text_of


@dataclass(frozen=True)
class Asked:
    """What a file is read against."""

    agreement: Agreement
    told: ImportMap
    only: Period | None
    today: date

    @cached_property
    def codes(self) -> Codes:
        """The indicators' codes."""
        return Codes(one.code for one in self.agreement.indicators)

    @cached_property
    def targets(self) -> Mapping[str, list[Target]]:
        """Every target of an indicator, by its code."""
        found: dict[str, list[Target]] = {}
        for row in self.agreement.targets:
            found.setdefault(row.indicator, []).append(row.as_target)
        return found


@dataclass(frozen=True, slots=True)
class _Entry:
    row: int
    code: str
    when: str
    words: PeriodWords
    cells: Mapping[Field, tuple[Cell, int]] = field(default_factory=dict)


class _Not(Exception):
    """Why an entry is not taken, or (``ignored``) says nothing."""

    def __init__(self, why: str, *, ignored: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.became = Became.IGNORED if ignored else Became.NOT_TAKEN


def lines_of(grid: Grid, columns: Columns, asked: Asked) -> list[Line]:
    """Every entry below the headings; none is left out."""
    return [_line(grid, columns, entry, asked) for entry in _entries(grid, columns)]


# The entries.


def _entries(grid: Grid, columns: Columns) -> Iterator[_Entry]:
    for row in sorted(number for number in grid.rows if number > columns.header):
        code = text_of(grid.get(row, columns.indicator))
        if columns.long:
            yield _long(grid, columns, row, code)
        else:
            yield from _wide(grid, columns, row, code)


def _long(grid: Grid, columns: Columns, row: int, code: str) -> _Entry:
    cells: dict[Field, tuple[Cell, int]] = {
        meaning.field: (cell, column)
        for column, meaning in columns.meanings.items()
        if (cell := grid.get(row, column)) is not None
    }
    when, words = _when(grid, columns, cells)
    kept: dict[Field, tuple[Cell, int]] = {}
    kept |= {name: found for name, found in cells.items() if name not in (Field.PERIOD, Field.YEAR)}
    return _Entry(row, code, when, words, kept)


def _when(grid: Grid, columns: Columns, cells: Mapping[Field, tuple[Cell, int]]) -> tuple[str, PeriodWords]:
    """The quarter of a row of the long form: in one column, or a quarter and a year beside it."""
    period, year = cells.get(Field.PERIOD), cells.get(Field.YEAR)
    shown = " ".join(text_of(found[0]) for found in (period, year) if found)
    found = _read(period[0]) if period else PeriodWords("text")
    if not year:
        return shown, found
    beside = _read(year[0])
    heading = folded(text_of(heading_at(grid, columns.header, year[1])))
    if beside.kind == "ambiguous" and "financial" in heading and text_of(year[0]).isdecimal():
        start = int(text_of(year[0]))
        beside = PeriodWords("year", Period(start, 4))  # as in the agreement: the year that it starts in
    if not period:
        return shown, beside
    if found.kind == "quarter" and beside.kind == "year" and beside.period:
        return shown, in_year(found.quarter or 0, f"{beside.period.year}-{beside.period.year + 1}")
    if found.kind == "quarter":
        return shown, beside if beside.kind == "ambiguous" else PeriodWords("text")
    if found.period and beside.kind == "year" and beside.period and beside.period.year != found.period.year:
        return shown, PeriodWords("ambiguous", why=f"the quarter is {found.period}, the year beside it is another")
    return shown, found


def _read(cell: Cell) -> PeriodWords:
    if isinstance(cell.value, (date, datetime)):
        return of_day(cell.value.date() if isinstance(cell.value, datetime) else cell.value)
    return understand_period(text_of(cell))


def _wide(grid: Grid, columns: Columns, row: int, code: str) -> Iterator[_Entry]:
    """An entry for each quarter that has something in the row; one for the row where none has."""
    quarters: dict[object, _Entry] = {}
    for column, meaning in columns.wide:
        cell = grid.get(row, column)
        if cell is None or meaning.words is None or is_blank(cell):
            continue
        key: object = meaning.period or ("unclear", column)
        heading = text_of(heading_at(grid, columns.header, column))
        when = heading if meaning.period is None else str(meaning.period)
        entry = quarters.get(key) or _Entry(row, code, when, meaning.words, {})
        quarters[key] = replace(entry, cells={**entry.cells, meaning.field: (cell, column)})
    yield from quarters.values() or [_Entry(row, code, "", PeriodWords("text"))]


# One entry.


def _line(grid: Grid, columns: Columns, entry: _Entry, asked: Asked) -> Line:
    cell, column = entry.cells.get(Field.ACTUAL, (None, columns.indicator))
    place = grid.place(entry.row, column)
    entered = (cell.error or text_of(cell)) if cell else ""
    line = Line(entry.row + 1, place, entry.code, entry.when, entered, Became.TAKEN)
    try:
        figure, notes = _figure(grid, columns, entry, asked)
    except _Not as refusal:
        return replace(line, became=refusal.became, why=refusal.why)
    return replace(line, figure=figure, why=" ".join(notes))


def _figure(grid: Grid, columns: Columns, entry: _Entry, asked: Asked) -> tuple[ImportedFigure, list[str]]:
    """The figure of an entry, and what was left out of it; raises _Not with the reason where it is not taken."""
    found = entry.cells.get(Field.ACTUAL)
    if found is None or is_blank(found[0]):
        what = "There is no figure." if entry.code else "There is neither a code nor a figure: a heading or a note."
        raise _Not(what, ignored=True)
    cell, column = found
    if same_heading(entry.code, text_of(heading_at(grid, columns.header, columns.indicator))):
        raise _Not("These are the headings again.", ignored=True)
    indicator = _indicator(grid, columns, entry, asked)
    period = _period(entry, asked)
    value = _number(cell, indicator, percent=(entry.row, column) in grid.percent)
    _plausible(indicator, period, value, asked)
    notes: list[str] = []
    more = {name: _beside(grid, entry, name, indicator, notes) for name in (Field.FORECAST, Field.TARGET)}
    comment = text_of(entry.cells[Field.COMMENT][0])[:2000] if Field.COMMENT in entry.cells else ""
    figure = ImportedFigure(
        indicator=indicator.code,
        period=str(period),
        actual=value,
        status=_status(entry, asked),
        forecast=more[Field.FORECAST],
        target=more[Field.TARGET],
        comment=comment or None,
        sheet=grid.name,
        cell=grid.place(entry.row, column).rpartition(", ")[2],
    )
    return figure, notes


def _indicator(grid: Grid, columns: Columns, entry: _Entry, asked: Asked) -> Indicator:
    if not entry.code:
        raise _Not(f"There is no code in {grid.place(entry.row, columns.indicator)}.")
    code = asked.told.codes.get(folded(entry.code), entry.code)
    found = asked.codes.meant(code)
    if len(found) > 1:
        raise _Not(f'"{entry.code}" may be {" or ".join(found)}. Say in a mapping file which.')
    if not found:
        raise _Not(
            f'The agreement has no indicator "{entry.code}". If it has another code there, say so in a mapping file.'
        )
    return asked.agreement.indicator(found[0])


def _period(entry: _Entry, asked: Asked) -> Period:
    if entry.words.period is None:
        shown = f'"{entry.when}"' if entry.when else "A blank"
        if entry.words.kind == "quarter":
            raise _Not(f"{shown} does not say its year.")
        why = entry.words.why or "it names no quarter; write 2007-Q3, Q3 2007/08 or December 2007"
        raise _Not(f"{shown} is not certain: {why}." if entry.when else f"There is no quarter: {why}.")
    period = entry.words.period
    if asked.only and period != asked.only:
        raise _Not(f"It is about {period}; only {asked.only} was asked for.", ignored=True)
    if period.end >= asked.today:
        raise _Not(f"{period.spelled} has not ended yet.")
    return period


def _number(cell: Cell, indicator: Indicator, *, percent: bool) -> float:
    """The figure in the indicator's unit, by the grammar by which returns are read."""
    if cell.error:
        raise _Not(f"The cell shows the error {cell.error}.")
    if cell.uncalculated:
        raise _Not("The cell has a formula without a result. Open the file in Excel, save it, and try again.")
    value = cell.value
    per_hundred = indicator.measure is Measure.PERCENT or (indicator.unit or "").startswith("%")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if percent and not per_hundred:
            raise _Not(f"The cell is formatted as a percentage, but {indicator.code} is not one ({_unit(indicator)}).")
        return float(exact(value) * 100) if percent else float(value)
    if isinstance(value, bool) or not isinstance(value, str):
        raise _Not(f'"{text_of(cell)}" is not a figure.')
    read = understand(value)
    if read.kind == "not_a_number_word":
        raise _Not(f'"{read.reading}" says that there is no figure; it is not read as zero.', ignored=True)
    if read.value is None or (read.kind == "percent" and not per_hundred):
        raise _Not(
            f'"{read.reading}" is not certain to be a figure in the unit of {indicator.code} ({_unit(indicator)}).'
        )
    return read.value


def _unit(indicator: Indicator) -> str:
    return indicator.unit or indicator.measure.value


def _plausible(indicator: Indicator, period: Period, value: float, asked: Asked) -> None:
    if indicator.last_period and Period.parse(indicator.last_period) < period:
        raise _Not(f"{indicator.code} has ended with {indicator.last_period}.")
    if impossible(indicator, value):
        raise _Not(
            f"{plain(value, None)} is impossible: the figure has to be {limits_of(indicator)} ({_unit(indicator)})."
        )
    if any(fraction_meant(indicator, value, aim) for aim in _aims(indicator, asked)):
        meant = plain(exact(value) * 100)
        raise _Not(f"{plain(value, None)} may mean {meant} %. Enter {meant}, or format the cell as a percentage.")


def _aims(indicator: Indicator, asked: Asked) -> Iterator[Target]:
    """What the indicator's figures are like: its targets and its baseline."""
    yield Target(indicator.baseline)
    yield from asked.targets.get(indicator.code, ())


def _status(entry: _Entry, asked: Asked) -> str | None:
    found = entry.cells.get(Field.STATUS)
    written = text_of(found[0]) if found else ""
    if not written:
        return None
    told = asked.told.statuses.get(folded(written), written)
    status = next((one for one in DataStatus if folded(one.value) == folded(told)), None)
    if status is None:
        known = ", ".join(one.value for one in DataStatus if one.has_figure)
        raise _Not(f'The data status "{written}" is not known: {known}. Say in a mapping file which is meant.')
    if not status.has_figure:
        raise _Not(f'There is a figure, but its data status is "{status.value}".')
    return status.value


def _beside(grid: Grid, entry: _Entry, name: Field, indicator: Indicator, notes: list[str]) -> float | None:
    """A forecast or a target beside the figure; what is no figure is left out, and that is said."""
    found = entry.cells.get(name)
    if found is None:
        return None
    cell, column = found
    try:
        return _number(cell, indicator, percent=(entry.row, column) in grid.percent)
    except _Not as refusal:
        if refusal.became is Became.NOT_TAKEN:
            notes.append(f"The {name.value} in {grid.place(entry.row, column)} was left out: {refusal.why}")
        return None
