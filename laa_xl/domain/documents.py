"""Any report but the highlight report as pure data: parts with words, tables and pictures, each line with its sources.

A report is built once, by a function from assessments and records to a ``Document``; the writers (.xlsx, .docx, HTML,
CSV) know documents and nothing of any report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from laa_xl.domain.report import Bullet, Source, places_in_words

# In a column of numbers a text stands for a figure that is not told ("fewer than 5"): printed, left empty in data files.
Value = str | int | float | Decimal | date | None


class Shape(StrEnum):
    """What a column holds, which decides how it is printed and how a data file declares it."""

    TEXT = "text"
    FIGURE = "figure"  # with as many decimals as its line says
    COUNT = "count"
    POUNDS = "pounds"
    PERCENT = "percent"  # a fraction: 0.1 is 10 %
    DATE = "date"
    RAG = "rag"  # Red, Amber, Green, Grey
    SYMBOL = "symbol"  # star, circle, triangle

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers."""
        return self in (Shape.FIGURE, Shape.COUNT, Shape.POUNDS, Shape.PERCENT)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a printed table. ``meaning`` explains it to readers of the data file; ``width`` is in characters."""

    name: str
    heading: str
    shape: Shape = Shape.TEXT
    width: float = 14
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a value a field, the decimals of its figures (None: as they are), and where it comes from.

    ``total`` marks a row that sums the others: a data file leaves it out. ``tints`` (none, or one a value) are words of
    ``Rag`` on whose colour, and with whose mark, a value is shown, "" for none: they repeat what the table says otherwise.
    """

    values: tuple[Value, ...]
    decimals: int | None = None
    sources: tuple[Source, ...] = ()
    total: bool = False
    tints: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Every place it comes from in words, the cells of one sheet together; "" for none."""
        return places_in_words(self.sources)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a report. ``name`` is its name as a file and as an Excel table (``designated-targets``), unique in a report."""

    name: str
    title: str
    fields: tuple[Field, ...]
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def traced(self) -> bool:
        """Whether any line says where it comes from: else a column of sources would be empty."""
        return any(line.sources for line in self.lines)

    def column(self, name: str) -> tuple[Value, ...]:
        """The values of a field, from top to bottom (ValueError where there is none)."""
        place = [field.name for field in self.fields].index(name)
        return tuple(line.values[place] for line in self.lines)


class Drawing(StrEnum):
    """How a picture shows its grid: every kind has a native Excel chart and an HTML drawing.

    What the series of a picture are, in their order: of a TREND its lines, which are drawn as ``theme.LINES`` says where
    they are called ``actual``, ``target``, ``target_high`` or ``baseline``; of a BULLET the actual, the target, and the
    lower and the upper edge of the tolerance, all in one unit; of STACKED and COLUMNS one a colour (a word of ``Rag`` as
    heading gives it that colour); of a WATERFALL one, whose first line is where it starts, whose lines marked ``total``
    are what was reached, and whose others are what was added, or taken away where they are negative.
    """

    TREND = "trend"  # lines over periods
    BULLET = "bullet"  # actual against target, with the tolerance around it
    STACKED = "stacked"  # shares of a whole, a bar a category
    WATERFALL = "waterfall"  # what was added and taken away between two totals
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of some columns of a grid. ``alt`` says in words what it shows: numbers, not "a chart of".

    ``axis`` names what the values are, with their unit. The grid may be a few lines of a table of the report.
    """

    name: str
    title: str
    alt: str
    drawing: Drawing
    grid: Grid
    category: str  # a field's name
    series: tuple[str, ...]  # fields' names
    axis: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands below it, in this order: words, bullets, tables, pictures. ``level`` 1 is the outermost."""

    heading: str
    level: int = 1
    rag: str = ""
    words: tuple[str, ...] = ()
    bullets: tuple[Bullet, ...] = ()
    grids: tuple[Grid, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report. ``kind`` is its name in commands and files (``annual-review``), ``state`` "Draft" until it is issued."""

    kind: str
    title: str
    agreement: str
    area: str
    period: str  # spelled out
    state: str
    parts: tuple[Part, ...]
    rules: tuple[str, ...] = ()  # how it was rated and worked out
    illustrative_note: str = ""

    @property
    def grids(self) -> Iterator[Grid]:
        """Every table, in order."""
        return (grid for part in self.parts for grid in part.grids)

    @property
    def pictures(self) -> Iterator[Picture]:
        """Every picture, in order."""
        return (picture for part in self.parts for picture in part.pictures)

    @property
    def tables(self) -> tuple[Grid, ...]:
        """Every table, and what a picture shows where that is no table of the report, nor some lines of one."""
        found: list[Grid] = []
        alike: dict[tuple[Field, ...], list[set[Line]]] = {}  # the lines of each, by its fields

        def take(grid: Grid) -> None:
            found.append(grid)
            alike.setdefault(grid.fields, []).append(set(grid.lines))

        for grid in self.grids:
            take(grid)
        for picture in self.pictures:
            if not any(lines.issuperset(picture.grid.lines) for lines in alike.get(picture.grid.fields, ())):
                take(picture.grid)
        return tuple(found)

    @property
    def bullets(self) -> Iterator[Bullet]:
        """Every bullet, in order."""
        return (bullet for part in self.parts for bullet in part.bullets)

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text that it tells, each with its place in words: what is looked through before it leaves."""
        yield from (("its title", text) for text in (self.title, self.agreement, self.period, self.illustrative_note))
        for part in self.parts:
            yield from ((part.heading, text) for text in (part.heading, *part.words))
            for bullet in part.bullets:
                yield from ((part.heading, text) for text in (bullet.line, bullet.origin, bullet.note))
            for picture in part.pictures:
                yield from ((picture.title, text) for text in (picture.title, picture.alt, picture.axis))
        for grid in self.tables:
            yield from (
                (grid.title, text) for text in (grid.title, grid.note, *(field.heading for field in grid.fields))
            )
            for number, line in enumerate(grid.lines, 1):
                texts = (*(value for value in line.values if isinstance(value, str)), line.origin)
                yield from ((f"{grid.title}, row {number}", text) for text in texts)
        yield from (("its rules", rule) for rule in self.rules)
