"""A spreadsheet of past figures, found by its headings: which row they stand in, and what each column means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from laa_xl.declare.import_headings import FIGURES, Field, ImportMap, Meaning, folded, meaning_of
from laa_xl.domain.period_words import PeriodWords, of_day, understand_period
from laa_xl.domain.periods import Period
from laa_xl.files.cells import Cell
from laa_xl.files.grid import Grid

_HEAD = 60  # rows from the top in which the headings are looked for
_ABOVE = 3  # rows above the quarters in which their year may stand


class NotATable(Exception):
    """A sheet whose columns contradict each other; the message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the headings stand (row counted from 0), what the columns mean, and those that are not read."""

    header: int
    indicator: int
    meanings: Mapping[int, Meaning]
    unread: tuple[tuple[int, str], ...]
    long: bool

    @property
    def wide(self) -> Iterator[tuple[int, Meaning]]:
        """The columns that belong to a quarter each."""
        return ((index, meaning) for index, meaning in self.meanings.items() if meaning.words is not None)


def columns_of(grid: Grid, told: ImportMap, only: Period | None) -> Columns | None:
    """The headings of a sheet: the row that says most; None where none has codes and figures. NotATable as above."""
    best: tuple[int, int, dict[int, Meaning]] | None = None
    for row in sorted(grid.rows)[:_HEAD]:
        meanings = dict(_meanings(grid, row, told, only))
        if _usable(meanings) and (best is None or len(meanings) > best[0]):
            best = len(meanings), row, meanings
    return _columns(grid, best[1], best[2]) if best else None


def _usable(meanings: Mapping[int, Meaning]) -> bool:
    fields = {meaning.field for meaning in meanings.values() if meaning.words is None}
    timed = any(meaning.words is not None and meaning.field in FIGURES for meaning in meanings.values())
    lengthwise = Field.ACTUAL in fields and bool(fields & {Field.PERIOD, Field.YEAR})
    return Field.INDICATOR in fields and (timed or lengthwise)


def _meanings(grid: Grid, row: int, told: ImportMap, only: Period | None) -> Iterator[tuple[int, Meaning]]:
    titles = [(column, heading_at(grid, row, column)) for column in _across(grid, row)]
    known = [(column, _meaning(grid, row, column, cell, told)) for column, cell in titles if cell is not None]
    found = [(column, meaning) for column, meaning in known if meaning is not None]
    dated = any(meaning.field in (Field.PERIOD, Field.YEAR) for _, meaning in found)
    for column, meaning in found:
        # "Actual" beside no period of its own is about the quarter that was asked for.
        if only and not dated and meaning.field in FIGURES and meaning.words is None:
            meaning = replace(meaning, period=only, words=PeriodWords("period", only))
        yield column, meaning


def _across(grid: Grid, row: int) -> list[int]:
    merged = {column for top, left, bottom, right in grid.merged if top <= row <= bottom for column in (left, right)}
    return sorted({*grid.rows.get(row, {}), *merged})


def heading_at(grid: Grid, row: int, column: int) -> Cell | None:
    """The heading of a column: in its row, or in a cell that is merged down to it."""
    cell = grid.get(row, column)
    if cell is not None:
        return cell
    down = (top for top, left, bottom, right in grid.merged if left == right == column and top < row <= bottom)
    return next((grid.get(top, column) for top in down), None)


def _meaning(grid: Grid, row: int, column: int, cell: Cell, told: ImportMap) -> Meaning | None:
    if isinstance(cell.value, (date, datetime)):
        words = of_day(cell.value.date() if isinstance(cell.value, datetime) else cell.value)
        return Meaning(Field.ACTUAL, words.period, words)
    meaning = meaning_of(text_of(cell), told)
    if meaning and meaning.words and meaning.words.kind == "quarter":
        words = _with_year_above(grid, row, column, meaning.words)
        return replace(meaning, period=words.period, words=words)
    if meaning and meaning.period and meaning.words is None:
        return replace(meaning, words=PeriodWords("period", meaning.period))  # told by a mapping file
    return meaning


def text_of(cell: Cell | None) -> str:
    """What a cell says, as one reads it."""
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, float) and cell.value == int(cell.value):
        return str(int(cell.value))
    if isinstance(cell.value, (date, datetime)):
        return f"{cell.value:%d/%m/%Y}"
    return str(cell.value).strip()


def is_blank(cell: Cell | None) -> bool:
    """Whether a cell says nothing: empty, only spaces, or a formula that gives an empty text."""
    return cell is None or (cell.error is None and not cell.uncalculated and text_of(cell) == "")


def _with_year_above(grid: Grid, row: int, column: int, words: PeriodWords) -> PeriodWords:
    """A quarter under its year: in the cell above, or in the one that reaches over it from the left."""
    quarter = words.quarter or 0
    for above in range(row - 1, max(-1, row - 1 - _ABOVE), -1):
        left = next((index for index in range(column, -1, -1) if grid.get(above, index)), None)
        if left is None:
            continue
        spans = [(start, end) for top, start, bottom, end in grid.merged if top <= above <= bottom and start == left]
        year = understand_period(text_of(grid.get(above, left)))
        if year.kind == "year" and year.period and (not spans or any(s <= column <= e for s, e in spans)):
            return PeriodWords("period", Period(year.period.year, quarter))
    return PeriodWords("ambiguous", quarter=quarter, why="its year stands neither in the heading nor above it")


def _columns(grid: Grid, row: int, meanings: Mapping[int, Meaning]) -> Columns:
    codes = [column for column, meaning in meanings.items() if meaning.field is Field.INDICATOR]
    sure = [column for column in codes if not meanings[column].perhaps] or codes
    if len(sure) > 1:
        raise NotATable(_twice(grid, row, sure, "the codes of the indicators"))
    fields = {meaning.field for meaning in meanings.values() if meaning.words is None}
    long = Field.ACTUAL in fields and bool(fields & {Field.PERIOD, Field.YEAR})
    used = {
        column: meaning
        for column, meaning in meanings.items()
        if meaning.field not in (Field.INDICATOR, Field.TITLE, Field.IGNORE) and (meaning.words is None) == long
    }
    places: dict[tuple[Field, Period | None], list[int]] = {}
    for column, meaning in used.items():
        if meaning.words is None or meaning.period is not None:
            places.setdefault((meaning.field, meaning.period), []).append(column)
    for (name, period), columns in places.items():
        if len(columns) > 1:
            raise NotATable(_twice(grid, row, columns, f"{name.value}{f' of {period}' if period else ''}"))
    # "Indicator" beside a column of codes stands over the titles.
    quiet = {
        column
        for column, meaning in meanings.items()
        if meaning.perhaps or meaning.field in (Field.TITLE, Field.IGNORE)
    }
    unread = [
        (column, text_of(heading_at(grid, row, column)))
        for column in _across(grid, row)
        if column not in used and column not in quiet and column != sure[0]
    ]
    return Columns(row, sure[0], used, tuple((column, text) for column, text in unread if text), long)


def _twice(grid: Grid, row: int, columns: list[int], what: str) -> str:
    where = " and ".join(
        f'{grid.place(row, column)} ("{text_of(heading_at(grid, row, column))}")' for column in columns
    )
    many = "Two" if len(columns) == 2 else str(len(columns))
    return f"{many} columns may hold {what}: {where}. Say in a mapping file which is to be ignored."


def same_heading(one: str, other: str) -> bool:
    """Whether a row says the heading again, as on the next page of a printed list."""
    return folded(one) == folded(other) != ""
