"""From the raw rows of the officers' tables to what they say, or to errors that name their cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from laa_xl.declare.agreement_tables import RECORDS
from laa_xl.declare.converting import NotUsable, convert
from laa_xl.declare.input_tables import COUNTY, EDITS, EXTENSIONS, OVERRIDES, WAIVERS
from laa_xl.declare.load import RawRow
from laa_xl.declare.master_form import INPUT_SHEETS
from laa_xl.declare.model import Column, Role, Table, When
from laa_xl.declare.table_errors import TableError
from laa_xl.declare.waivers_load import waiver_of
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.inputs import CountyEntry, Extension, Inputs, Level, Override, ReportEdit
from laa_xl.domain.periods import Period
from laa_xl.domain.sections import section_code
from laa_xl.domain.waivers import Waiver
from laa_xl.domain.words import Rag

_SHEETS = {sheet.table.name: sheet.name for sheet in INPUT_SHEETS}
_NEEDED = {
    "overrides": ("level", "rating", "reason", "post", "date"),
    "county_entries": ("section", "heading", "text"),
    "report_edits": ("bullet", "action"),
    "extensions": ("theme", "deadline", "reason", "post", "date"),
    "waivers": ("rule", "reason", "post", "date"),
}


def may_be_blank(table: Table, column: Column) -> bool:
    """Whether an input table or one of the agreement can be understood without anything in a column."""
    if table.name in RECORDS:
        return column.required is not When.ALWAYS
    return column.role is not Role.KEY and table.name in _NEEDED and column.name not in _NEEDED[table.name]


def load_inputs(
    tables: Mapping[str, Sequence[RawRow]], agreement: Agreement, rules: Mapping[str, bool]
) -> tuple[Inputs, list[TableError]]:
    """Everything that can be used, and an error for each row that cannot; such a row stays in the master.

    ``rules``: the codes of the catalogue, and whether each may be waived.
    """
    errors: list[TableError] = []

    def rows(table: Table) -> list[tuple[Period, RawRow, dict[str, Any]]]:
        loaded = (_row(table, row, errors) for row in tables.get(table.name, ()))
        return [item for item in loaded if item is not None]

    overrides = tuple(_override(period, row, found) for period, row, found in rows(OVERRIDES))
    county = tuple(_entry(period, row, found) for period, row, found in rows(COUNTY))
    edits = tuple(_edit(period, row, found) for period, row, found in rows(EDITS))
    given = [_extension(period, row, found) for period, row, found in rows(EXTENSIONS)]
    extensions = tuple(extension for extension in given if not _wrong(extension, given, agreement, errors))
    waivers: list[Waiver] = []
    for period, row, found in rows(WAIVERS):
        waiver = waiver_of(period, found, agreement, rules, _cell(row))
        if isinstance(waiver, Waiver):
            waivers.append(waiver)
        else:
            column, entered, message = waiver
            errors.append(TableError("Waivers", row.number, WAIVERS.column(column).title, entered, message))
    errors += _unknown(overrides, county, agreement)
    return Inputs(overrides, county, edits, extensions, tuple(waivers)), errors


def _row(table: Table, row: RawRow, errors: list[TableError]) -> tuple[Period, RawRow, dict[str, Any]] | None:
    found: dict[str, Any] = {}
    before = len(errors)
    for column in table.columns:
        raw = row.values.get(column.name)
        try:
            found[column.name] = convert(raw, column)
        except NotUsable as error:
            errors.append(TableError(_SHEETS[table.name], row.number, column.title, raw, error.message))
    for name in ("period", *_NEEDED[table.name]):
        if found.get(name) is None and name in found:
            errors.append(
                TableError(_SHEETS[table.name], row.number, table.column(name).title, None, "This is needed.")
            )
    if len(errors) > before:
        return None
    try:
        return Period.parse(str(found["period"])), row, found
    except ValueError as error:
        errors.append(
            TableError(_SHEETS[table.name], row.number, table.column("period").title, found["period"], str(error))
        )
        return None


def _override(period: Period, row: RawRow, found: Mapping[str, Any]) -> Override:
    level = Level(found["level"])
    code = "" if level in (Level.AGREEMENT, Level.DIRECTION) else found["code"] or ""
    return Override(
        period, level, code, Rag(found["rating"]), found["reason"], found["post"], found["date"], _cell(row)
    )


def _entry(period: Period, row: RawRow, found: Mapping[str, Any]) -> CountyEntry:
    return CountyEntry(
        period,
        section_code(found["section"]),
        found["block"] or "",
        found["heading"],
        found["text"],
        found["who"] or "",
        found["when"] or "",
        _cell(row),
    )


def _edit(period: Period, row: RawRow, found: Mapping[str, Any]) -> ReportEdit:
    text, post = found["text"] or "", found["post"] or ""
    heading, drafted = found["heading"] or "", found["drafted"] or ""
    return ReportEdit(
        period, found["bullet"], found["action"], text, post, found["date"], heading, drafted, cell=_cell(row)
    )


def _extension(period: Period, row: RawRow, found: Mapping[str, Any]) -> Extension:
    return Extension(
        period, found["theme"], found["deadline"], found["reason"], found["post"], found["date"], _cell(row)
    )


def _wrong(given: Extension, every: Sequence[Extension], agreement: Agreement, errors: list[TableError]) -> bool:
    """Whether an extension cannot be used, or another one counts instead; each is told."""
    settings = agreement.settings
    due = given.period.deadline(settings.deadline_days)
    themes = [theme.code for theme in agreement.themes]
    later = every[every.index(given) + 1 :]
    column, entered, message = "", "", ""
    if given.period.year not in settings.years:
        years = f"{settings.years.start}-Q1 to {settings.years.stop - 1}-Q4"
        column, entered, message = "Period", str(given.period), f"The agreement runs from {years}."
    elif given.theme not in themes:
        column, entered = "Theme", given.theme
        message = f"There is no such theme. The themes are: {', '.join(themes)}."
    elif given.deadline <= due:
        column, entered = "New deadline", f"{given.deadline:%d/%m/%Y}"
        message = f"The return is due on {due:%d/%m/%Y} anyway. Enter a later day, or take the row away."
    elif any((other.period, other.theme) == (given.period, given.theme) for other in later):
        column, entered = "Theme", given.theme
        message = "This theme has more than one extension for this period; the last row counts. Keep one."
    if message:
        errors.append(TableError("Extensions", int(given.cell.split()[1]), column, entered, message))
    return bool(message)


def _cell(row: RawRow) -> str:
    return f"row {row.number}"


def _unknown(overrides: Sequence[Override], county: Sequence[CountyEntry], agreement: Agreement) -> list[TableError]:
    known = {
        Level.INDICATOR: {indicator.code for indicator in agreement.indicators},
        Level.THEME: {theme.code for theme in agreement.themes},
        Level.BLOCK: {block.code for block in agreement.blocks},
    }
    errors = [
        TableError("Overrides", int(o.cell.split()[1]), "Code", o.code, f"There is no such {o.level.value.lower()}.")
        for o in overrides
        if o.level in known and o.code not in known[o.level]
    ]
    errors += [
        TableError(
            "Overrides", int(o.cell.split()[1]), "Code", o.code, f"The agreement does not have it in {o.period}."
        )
        for o in overrides
        if o.level is Level.INDICATOR
        and agreement.has_indicator(o.code)
        and not agreement.indicator(o.code).runs_in(o.period)
    ]
    seen: set[tuple[Period, Level, str]] = set()
    for o in overrides:
        if (place := (o.period, o.level, o.code)) in seen:
            message = "This is rated twice in this period; the last row counts. Keep one."
            errors.append(TableError("Overrides", int(o.cell.split()[1]), "Code", o.code, message))
        seen.add(place)
    errors += [
        TableError("County entries", int(e.cell.split()[1]), "Government block", e.block, "There is no such block.")
        for e in county
        if e.block and e.block not in known[Level.BLOCK]
    ]
    return errors
