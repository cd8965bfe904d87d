"""From a specification, and entries if there are any, to the content of every table of a return workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from laa_xl.checks.live_state import Content, live_state
from laa_xl.declare.model import Table
from laa_xl.declare.prefill import carried_entries, line_key, locked_rows
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.live import live_finance, live_indicator, live_risk
from laa_xl.domain.returns import Entry, Row
from laa_xl.domain.spec import FormSpec

# What a partner entered: table, row key, column -> value. The Start sheet's table has one row, keyed "about".
Entries = Mapping[str, Mapping[str, Mapping[str, Any]]]


class UnknownRows(ValueError):
    """Entries for rows that the template does not have: they would be lost."""


def content(spec: FormSpec, entries: Entries | None = None) -> Content:
    """The rows of every table: what is locked, what was entered, and what the live cells show for it.

    Without entries it is a new template, which starts from what the last accepted return carries forward.
    """
    entered = carried_entries(spec) if entries is None else entries
    tables = {table.name: _table(table, spec, entered.get(table.name, {})) for table in RETURN_FORM.tables()}
    live = live_state(spec, tables)
    for table in RETURN_FORM.tables():
        if table.name != "about":
            for values, row in zip(tables[table.name], live.rows[table.name], strict=True):
                values |= {**_live(table, spec, values, row), "to_do": live.to_do(table, row)}
    return Content(tables, live)


def _table(table: Table, spec: FormSpec, entered: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    if table.name == "about":
        return [dict(entered.get("about", {}))]
    rows = []
    locked_ones = locked_rows(table, spec)
    strangers = set(entered) - {str(locked[table.key.name]) for locked in locked_ones}
    if table.blank_rows:  # a list has as many lines as there are
        more = sorted((key for key in strangers if _numbered(table, key)), key=lambda key: int(key[1:]))
        locked_ones = [*locked_ones, *({table.key.name: key} for key in more)]
        strangers -= set(more)
    if strangers:
        raise UnknownRows(f"{table.title} of {spec.form_id} has no row {', '.join(sorted(strangers))}.")
    for locked in locked_ones:
        rows.append({**locked, **entered.get(str(locked[table.key.name]), {})})
    return rows


def _numbered(table: Table, key: str) -> bool:
    return key[1:].isdecimal() and key == line_key(table, int(key[1:]))


def _live(table: Table, spec: FormSpec, values: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """What the computed cells of a row show. Scores and money follow whatever figures stand there."""
    if table.name == "indicators":
        return live_indicator(spec.agreement, spec.agreement.indicator(row.key), spec.when, row)
    as_typed = Row(table.name, "", row.key, 0, {name: Entry(value, "") for name, value in values.items()})
    if table.name == "risks":
        return live_risk(as_typed)
    return live_finance(as_typed) if table.name == "finance" else {}
