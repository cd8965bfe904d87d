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

from laa_xl.domain.report import Bullet, Source

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

    ``total`` marks a row that sums the others: a data file leaves it out.
    """

    values: tuple[Value, ...]
    decimals: int | None = None
    sources: tuple[Source, ...] = ()
    total: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a report. ``name`` is its name as a file and as an Excel table (``designated-targets``), unique in a report."""

    name: str
    title: str
    fields: tuple[Field, ...]
    lines: tuple[Line, ...]
    note: str = ""

    def column(self, name: str) -> tuple[Value, ...]:
        """The values of a field, from top to bottom (ValueError where there is none)."""
        place = [field.name for field in self.fields].index(name)
        return tuple(line.values[place] for line in self.lines)


class Drawing(StrEnum):
    """How a picture shows its grid: every kind has a native Excel chart and an HTML drawing."""

    TREND = "trend"  # lines over periods
    BULLET = "bullet"  # actual against target, with the tolerance around it
    STACKED = "stacked"  # shares of a whole, a bar a category
    WATERFALL = "waterfall"  # what was added and taken away between two totals
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of some columns of a grid. ``alt`` says in words what it shows: numbers, not "a chart of"."""

    name: str
    title: str
    alt: str
    drawing: Drawing
    grid: Grid
    category: str  # a field's name
    series: tuple[str, ...]  # fields' names


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
    def bullets(self) -> Iterator[Bullet]:
        """Every bullet, in order."""
        return (bullet for part in self.parts for bullet in part.bullets)
