"""From raw tables (CSV text or a master's cells) to an Agreement, or to a list of errors that name their cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from laa_xl.declare.agreement_checks import check_agreement
from laa_xl.declare.agreement_tables import AGREEMENT_TABLES, SETTINGS
from laa_xl.declare.converting import NotUsable, as_entered, convert
from laa_xl.declare.model import Column, Kind, Table, When
from laa_xl.declare.table_errors import TableError
from laa_xl.domain import agreement as records
from laa_xl.domain.copying import alike


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands in the text or on the sheet: its number there, and what each column holds."""

    number: int
    values: Mapping[str, Any]


@dataclass(slots=True)
class RawAgreement:
    """The tables as read, before anything is understood."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    tables: dict[str, list[RawRow]] = field(default_factory=dict)
    unknown: list[TableError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Loaded:
    """An agreement, None where an error stops it; every error; and its tables as they stand, as ``typed_rows`` gives them."""

    agreement: records.Agreement | None
    errors: list[TableError]
    tables: dict[str, list[dict[str, Any]]]


def load_agreement(raw: RawAgreement) -> tuple[records.Agreement | None, list[TableError]]:
    """An agreement (None where an error stops it) and every error with its table, row and column."""
    loaded = load_with_tables(raw)
    return loaded.agreement, loaded.errors


def load_with_tables(raw: RawAgreement) -> Loaded:
    """As ``load_agreement``, with the typed rows of its tables, which are made on the way."""
    errors = list(raw.unknown)
    settings = _load_settings(raw.settings, errors)
    loaded = {table.name: _load_table(table, raw.tables.get(table.name, ()), errors) for table in AGREEMENT_TABLES}
    tables = {name: found.rows for name, found in loaded.items()}
    if settings is None or errors:
        return Loaded(None, errors, tables)
    # All at once, which is quicker than one record after the other.
    agreement = records.Agreement.model_validate(
        {"settings": settings, **{name: found.usable for name, found in loaded.items()}}
    )
    for name in loaded:
        alike(getattr(agreement, name))
    errors.extend(check_agreement(agreement, {name: found.numbers for name, found in loaded.items()}))
    return Loaded(None if any(error.stops for error in errors) else agreement, errors, tables)


def _load_settings(values: Mapping[str, Any], errors: list[TableError]) -> records.Settings | None:
    known = {setting.name: setting for setting in SETTINGS}
    found: dict[str, Any] = {setting.name: setting.default for setting in SETTINGS if setting.default is not None}
    before = len(errors)
    for name, raw in values.items():
        if name not in known:
            errors.append(TableError("settings", None, name, raw, "There is no such setting. Check its spelling."))
            continue
        try:
            value = convert(raw, known[name])
        except NotUsable as error:
            errors.append(TableError("settings", None, known[name].title, raw, error.message))
            continue
        if value is not None:
            found[name] = value
    errors.extend(
        TableError("settings", None, setting.title, None, "This setting is needed.")
        for setting in SETTINGS
        if setting.required and setting.name not in found
    )
    return records.Settings(**found) if len(errors) == before else None


@dataclass(slots=True)
class _Table:
    """A table as it stands: its rows, and of those that can be used their numbers and what is filled in."""

    rows: list[dict[str, Any]]
    numbers: list[int]
    usable: list[dict[str, Any]]


def _load_table(table: Table, rows: Iterable[RawRow], errors: list[TableError]) -> _Table:
    needed = [column for column in table.columns if column.required is When.ALWAYS]
    names = {column.name for column in needed}
    typed: list[dict[str, Any]] = []
    numbers: list[int] = []
    usable: list[dict[str, Any]] = []
    for row, found, every in _typed(table, rows):
        typed.append(every)
        if found is None or not found.keys() >= names:
            errors.extend(_wrong(table, row, needed))
            continue
        numbers.append(row.number)
        usable.append(found)
    return _Table(typed, numbers, usable)


def typed_rows(table: Table, rows: Iterable[RawRow]) -> list[dict[str, Any]]:
    """Every column of each row as its kind, None for a blank; what cannot be used stays as it was entered."""
    return [every for _, _, every in _typed(table, rows)]


def _typed(table: Table, rows: Iterable[RawRow]) -> Iterator[tuple[RawRow, dict[str, Any] | None, dict[str, Any]]]:
    """Each row with what is filled in, None where a cell of it cannot be used, and with every column.

    Of a country there are a quarter of a million cells, most of them blank, or texts that stand there many times.
    """
    texts = {column.name: _Known(column) for column in table.columns}
    figures = {column.name: _Known(column) for column in table.columns if not _as_it_is(column)}
    blank: dict[str, Any] = dict.fromkeys(texts)
    for row in rows:
        found: dict[str, Any] = {}
        try:
            for name, raw in row.values.items():
                if name not in texts:
                    continue
                if type(raw) is str:
                    value = texts[name][raw]
                elif type(raw) is not float:
                    value = texts[name].make(raw)
                else:
                    value = figures[name][raw] if name in figures else raw
                if value is not None:
                    found[name] = value
        except NotUsable:
            yield row, None, {column.name: as_entered(row.values.get(column.name), column) for column in table.columns}
        else:
            yield row, found, blank | found


def _as_it_is(column: Column) -> bool:
    """Whether every number in a column is what it says already. To remember it would take 0.0 for -0.0."""
    number = column.kind.numeric and column.kind is not Kind.INTEGER
    return number and column.minimum is None and column.maximum is None


class _Known(dict[Any, Any]):
    """What came of the cells of a column, by what they hold: all texts or all floats, as 1 and True would be one here."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.column = column

    def __missing__(self, raw: str | float) -> Any:
        value = self[raw] = self.make(raw)
        return value

    def make(self, raw: Any) -> Any:
        """``convert``; raises NotUsable beyond the column's limits as well."""
        value = convert(raw, self.column)
        if value is not None and self.column.kind.numeric and not _within(value, self.column):
            raise NotUsable("")
        return value


def _wrong(table: Table, row: RawRow, needed: Sequence[Column]) -> list[TableError]:
    """Everything that is wrong with a row."""
    blank: set[str] = set()
    wrong: list[TableError] = []
    for column in table.columns:
        raw = row.values.get(column.name)
        try:
            value = convert(raw, column)
        except NotUsable as error:
            wrong.append(TableError(table.name, row.number, column.title, raw, error.message))
            continue
        if value is None:
            blank.add(column.name)
        elif column.kind.numeric and not _within(value, column):
            wrong.append(TableError(table.name, row.number, column.title, raw, _limits(column)))
    missing = [column for column in needed if column.name in blank]
    wrong += [TableError(table.name, row.number, column.title, None, "This is needed.") for column in missing]
    return wrong


def _limits(column: Column) -> str:
    """What to enter in a column that has a limit on one side or on both."""
    least = "" if column.minimum is None else f" from {column.minimum:g}"
    most = " up" if column.maximum is None else f" {'to' if least else 'up to'} {column.maximum:g}"
    return f"enter a number{least}{most}."


def _within(value: float, column: Column) -> bool:
    return (column.minimum is None or value >= column.minimum) and (column.maximum is None or value <= column.maximum)
