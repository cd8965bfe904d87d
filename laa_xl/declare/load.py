"""From raw tables (CSV text or a master's cells) to an Agreement, or to a list of errors that name their cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from laa_xl.declare.agreement_checks import check_agreement
from laa_xl.declare.agreement_tables import AGREEMENT_TABLES, RECORDS, SETTINGS, Setting
from laa_xl.declare.model import Column, Kind, Table
from laa_xl.declare.table_errors import TableError
from laa_xl.domain import agreement as records
from laa_xl.domain.grammar import understand
from laa_xl.domain.periods import Period


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
class NotUsable(Exception):
    """A cell that cannot be understood; ``message`` says what to do."""

    message: str


def convert(raw: Any, column: Column | Setting) -> Any:
    """One cell as its column's kind: None for blank; NotUsable with a sentence otherwise."""
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw == "":
        return None
    match column.kind:
        case Kind.YES:
            return _yes(raw)
        case Kind.NUMBER | Kind.MONEY | Kind.PERCENT | Kind.INTEGER:
            return _number(raw, whole=column.kind is Kind.INTEGER)
        case Kind.DATE:
            return _date(raw)
        case Kind.PERIOD:
            return _period(raw)
        case Kind.CHOICE:
            for choice in column.choices:
                if str(raw).lower() == choice.lower():
                    return choice
            raise NotUsable(f"choose one of: {', '.join(column.choices)}.")
        case _:
            return _words(raw)


def _yes(raw: Any) -> bool:
    if raw is True or str(raw).strip().upper() in ("Y", "YES", "TRUE"):
        return True
    if raw is False or str(raw).strip().upper() in ("N", "NO", "FALSE"):
        return False
    raise NotUsable("write Y, or leave it blank.")


def _number(raw: Any, *, whole: bool) -> float | int:
    if isinstance(raw, bool):
        raise NotUsable("enter a number only.")
    value = float(raw) if isinstance(raw, (int, float)) else None
    if value is None and isinstance(raw, str):
        understood = understand(raw)
        value = understood.value if understood.kind == "number" else None
    if value is None:
        raise NotUsable("enter a number only, for example 12.5.")
    if not whole:
        return value
    if value != int(value):
        raise NotUsable("enter a whole number.")
    return int(value)


def _date(raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise NotUsable("enter a date, year first: 2009-03-31.") from None


def _period(raw: Any) -> str:
    try:
        return str(Period.parse(str(raw)))
    except ValueError:
        raise NotUsable("write a quarter by the year that its financial year starts in: 2008-Q2.") from None


def _words(raw: Any) -> str:
    if isinstance(raw, float) and raw == int(raw):
        return str(int(raw))  # a code such as 12 that Excel keeps as a number
    return str(raw)


def load_agreement(raw: RawAgreement) -> tuple[records.Agreement | None, list[TableError]]:
    """An agreement (None where an error stops it) and every error with its table, row and column."""
    errors = list(raw.unknown)
    settings = _load_settings(raw.settings, errors)
    loaded = {table.name: _load_table(table, raw.tables.get(table.name, ()), errors) for table in AGREEMENT_TABLES}
    if settings is None or errors:
        return None, errors
    agreement = records.Agreement(settings=settings, **{n: tuple(r for _, r in rows) for n, rows in loaded.items()})
    places = {name: [number for number, _ in rows] for name, rows in loaded.items()}
    errors.extend(check_agreement(agreement, places))
    return (None if any(error.stops for error in errors) else agreement), errors


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


def _load_table(table: Table, rows: Iterable[RawRow], errors: list[TableError]) -> list[tuple[int, Any]]:
    model = RECORDS[table.name]
    needed = [c for c in table.columns if c.name in model.model_fields and model.model_fields[c.name].is_required()]
    out: list[tuple[int, Any]] = []
    for row in rows:
        found, wrong = _load_row(table, row, needed)
        errors.extend(wrong)
        if not wrong:
            out.append((row.number, model(**found)))
    return out


def _load_row(table: Table, row: RawRow, needed: Sequence[Column]) -> tuple[dict[str, Any], list[TableError]]:
    found: dict[str, Any] = {}
    wrong: list[TableError] = []
    for column in table.columns:
        raw = row.values.get(column.name)
        try:
            value = convert(raw, column)
        except NotUsable as error:
            wrong.append(TableError(table.name, row.number, column.title, raw, error.message))
            continue
        if value is None:
            continue
        if column.kind.numeric and not _within(value, column):
            limits = f"enter a number from {column.minimum:g}" + (
                f" to {column.maximum:g}." if column.maximum else " up."
            )
            wrong.append(TableError(table.name, row.number, column.title, raw, limits))
        found[column.name] = value
    blank = [column for column in needed if column.name not in found and row.values.get(column.name) in (None, "")]
    wrong += [TableError(table.name, row.number, column.title, None, "This is needed.") for column in blank]
    return found, wrong


def _within(value: float, column: Column) -> bool:
    return (column.minimum is None or value >= column.minimum) and (column.maximum is None or value <= column.maximum)
