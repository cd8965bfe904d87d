"""The words in which a workbook is declared: columns, tables, sheets, forms, all frozen data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    LONG_TEXT = "long text"
    NUMBER = "number"
    INTEGER = "whole number"
    MONEY = "money"
    PERCENT = "percentage"
    DATE = "date"
    CHOICE = "choice"
    YES = "yes or blank"
    PERIOD = "quarter"

    @property
    def numeric(self) -> bool:
        """Whether a value of this kind is a number."""
        return self in _NUMERIC

    @property
    def counted(self) -> bool:
        """Whether a spreadsheet keeps it as a number: a number, or a day."""
        return self in _NUMERIC or self is Kind.DATE


class Means(StrEnum):
    """What a number means, where its kind does not say it: by this it is understood as an officer types it."""

    ITSELF = ""
    FIGURE = "figure"  # in the unit of the row's indicator
    TOLERANCE = "tolerance"  # a percentage, or points in that unit: as the row's indicator says
    SHARE = "share"  # of 1
    YEAR = "year"  # the calendar year in which a financial year begins
    QUARTER = "quarter"  # of a financial year, from 1 (April to June)


_NUMERIC = {Kind.NUMBER, Kind.INTEGER, Kind.MONEY, Kind.PERCENT}


class Role(StrEnum):
    """Who fills a cell: the row's identity, what we print, what the person types, what a formula shows."""

    KEY = "key"
    LOCKED = "locked"
    ENTRY = "entry"
    COMPUTED = "computed"


class When(StrEnum):
    """When an entry is required; the checks and the live formulas know each condition."""

    NEVER = ""
    ALWAYS = "always"
    ROW_STARTED = "when anything else in the row is filled in"
    DUE = "when a figure is due and no data status explains the blank"
    FORECAST = 'when the figure is rated: a figure or a word for the year end (not under the rating mode "current")'
    STATUS_NEEDS_REASON = 'when the data status is "Not yet available" or "Not applicable"'
    STATUS_NEEDS_DATE = 'when the data status is "Not yet available"'
    AMBER_RED = "when the rating is amber or red"
    HAS_FIGURE = "when a figure is given"
    MISSING_INFORMATION = 'when the section is "5 Missing information"'


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, declared once for writing, reading, checking, messages and documentation.

    ``name`` is the field's name in code, CSV and JSON; ``title`` the heading that people see and by which the
    column is found again. ``formula`` (computed columns) is an Excel formula in which ``{name}`` stands for a
    cell of the same row, ``{rule:name}`` for the row's hidden parameter and ``{top:name}``/``{end:name}`` for
    the first and last cell of a column.
    """

    name: str
    title: str
    kind: Kind = Kind.TEXT
    role: Role = Role.ENTRY
    width: float = 12
    prompt: str = ""
    choices: tuple[str, ...] = ()
    required: When = When.NEVER
    formula: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    style: str = ""  # a role of the theme, where the kind alone does not decide: "symbol", "rag"
    decimals: int | None = None  # None: as the row's indicator says, or general
    max_length: int = 2000
    personal: bool = False  # never leaves the county
    means: Means = Means.ITSELF

    @property
    def entry(self) -> bool:
        """Whether a person types here."""
        return self.role is Role.ENTRY


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet. ``blank_rows`` are the lines that a person fills; 0: it has a row for each record that it is made from."""

    name: str
    title: str
    columns: tuple[Column, ...]
    blank_rows: int = 0
    total_row: str = ""  # the key of a last row of totals, where the table has one
    guidance: str = ""
    entries: tuple[Column, ...] = field(init=False, repr=False, compare=False)  # the columns that a person fills
    _named: dict[str, Column] = field(init=False, repr=False, compare=False)
    _key: Column | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked for each row of each return.
        object.__setattr__(self, "entries", tuple(column for column in self.columns if column.entry))
        object.__setattr__(self, "_named", {column.name: column for column in reversed(self.columns)})
        object.__setattr__(self, "_key", next((one for one in self.columns if one.role is Role.KEY), None))

    def column(self, name: str) -> Column:
        """The column of that name; KeyError is a programming error."""
        try:
            return self._named[name]
        except KeyError:
            raise KeyError(f"{self.name} has no column {name}") from None

    def position(self, name: str) -> int:
        """Where the column stands, counted from 0."""
        return self.columns.index(self.column(name))

    @property
    def key(self) -> Column:
        """The column that identifies a row."""
        if self._key is None:
            raise KeyError(f"{self.name} has no key")
        return self._key


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with one table, under a title and a few lines of guidance."""

    name: str
    title: str
    table: Table
    guidance: tuple[str, ...] = ()
    landscape: bool = True
    freeze_columns: int = 1
    input_table: bool = False  # of a master: officers write here, and it is never replaced
    tab: str = ""  # role of the tab's colour


@dataclass(frozen=True, slots=True)
class Form:
    """A whole workbook."""

    name: str
    title: str
    version: int
    sheets: tuple[Sheet, ...]
    _named: dict[str, Sheet] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        first_last = reversed(self.sheets)
        named = {name: sheet for sheet in first_last for name in (sheet.name, sheet.table.name)}
        object.__setattr__(self, "_named", named)

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name, or the sheet that holds the table of that name."""
        try:
            return self._named[name]
        except KeyError:
            raise KeyError(f"{self.name} has no sheet or table {name}") from None

    def table(self, name: str) -> Table:
        """The table of that name."""
        return self.sheet(name).table

    def tables(self) -> Iterator[Table]:
        """Every table, in the order of the sheets."""
        return (sheet.table for sheet in self.sheets)
