"""A filled template as its own live checks see it: which of them are open, and what "What to do" says in each row.

The rules are asked in Python here. The template asks them again in its formulas, which must come to the same; one thing is
stricter in a template: a number or a date that was typed as text is asked for again, where ``validate`` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from laa_xl.checks.catalogue import LiveCheck, live_checks
from laa_xl.checks.entries import Understood
from laa_xl.checks.entry_rules import AMBIGUOUS_DATE, READ_AS_DATE, READ_AS_NUMBER
from laa_xl.checks.look import Look
from laa_xl.checks.registry import run_checks
from laa_xl.checks.understanding import understand_entry
from laa_xl.declare.live_formulas import COMPLETE, NOTHING_NEEDED
from laa_xl.declare.model import Role, Table
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.findings import Finding
from laa_xl.domain.live import rate_row
from laa_xl.domain.returns import Entry, ErrorValue, Return, Row
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.words import Severity

_TYPED_AS_TEXT = (READ_AS_NUMBER, READ_AS_DATE, AMBIGUOUS_DATE)
Values = Mapping[str, Any]
Open = tuple[str, str, str, str]  # table, row key, column, rule


@dataclass(frozen=True)
class LiveState:
    """The rows of every table as understood, the rules that are open, each at its place, and the checks of each table."""

    look: Look
    rows: Mapping[str, tuple[Row, ...]]
    open: frozenset[Open]
    checks: Mapping[str, tuple[LiveCheck, ...]]

    @property
    def nil(self) -> bool:
        """Whether it is a nil return, which is asked for nothing."""
        return self.look.returned.nil

    def is_open(self, check: LiveCheck, table: str, key: str) -> bool:
        """Whether a live check fires in a row."""
        return any((table, key, check.live.column, code) in self.open for code in check.codes)

    def count(self, severity: Severity) -> int:
        """How many live checks of a severity are open in the whole return."""
        return sum(
            self.is_open(check, table.name, row.key)
            for table in RETURN_FORM.tables()
            for check in self.checks[table.name]
            if check.rule.severity is severity
            for row in self.rows[table.name]
        )

    def to_do(self, table: Table, row: Row, column: str = "") -> str:
        """What "What to do" says in a row; for the form of the Start sheet, at one of its fields."""
        for check in self.checks[table.name]:
            if column in ("", check.live.column) and self.is_open(check, table.name, row.key):
                return check.live.says
        if table.name == "indicators":
            return NOTHING_NEEDED if self.nil or (row.blank("actual") and row.blank("status")) else COMPLETE
        if self.nil or (row.blank(column) if column else self.is_empty(table, row)):
            return ""
        return COMPLETE

    @staticmethod
    def is_empty(table: Table, row: Row) -> bool:
        """Whether nothing was entered in a row."""
        return all(row.blank(entry.name) for entry in table.entries)


def live_state(spec: FormSpec, tables: Mapping[str, Sequence[Values]]) -> LiveState:
    """Ask the rules of what a template holds: its rows, locked cells and entries, by table."""
    found: set[Open] = set()
    rows: dict[str, tuple[Row, ...]] = {}
    for table in RETURN_FORM.tables():
        rows[table.name] = tuple(_row(table, values, spec, found) for values in tables[table.name])
    begun = {
        table.name: tuple(r for r in rows[table.name] if not table.blank_rows or not LiveState.is_empty(table, r))
        for table in RETURN_FORM.tables()
    }
    returned = Return(spec.agreement.settings.code, spec.theme, spec.when, "", "", begun)
    ratings = {
        row.key: rate_row(spec.agreement, spec.agreement.indicator(row.key), spec.when, row)
        for row in rows["indicators"]
    }
    look = Look(spec, returned, ratings)
    if returned.nil:
        found.clear()
    found |= {_place(item) for item in run_checks(look) if not item.confirmed}
    checks = {table.name: live_checks(table) for table in RETURN_FORM.tables()}
    return LiveState(look, rows, frozenset(found), checks)


def _row(table: Table, values: Values, spec: FormSpec, found: set[Open]) -> Row:
    key = "about" if table.name == "about" else str(values[table.key.name])
    entries: dict[str, Entry] = {}
    for column in table.columns:
        place = f"{table.name}/{column.name}"
        value = values.get(column.name)
        if not column.entry:
            entries[column.name] = Entry(None if column.role is Role.COMPUTED else value, place)
            continue
        entry, read = understand_entry(value, column, table, key, place, spec, error=_error(value))
        if read is not None and read.rule is not None:
            entry = _strictly(entry, read)
            found.add((table.name, key, column.name, read.rule.code))
        entries[column.name] = entry
    return Row(table.name, table.name, key, 0, entries)


def _error(value: Any) -> str | None:
    return str(value) if isinstance(value, ErrorValue) else None


def _strictly(entry: Entry, read: Understood) -> Entry:
    """A cell that holds text where a number or a date belongs holds none for a formula."""
    return Entry(None, entry.cell, entry.entered, False) if read.rule in _TYPED_AS_TEXT else entry


def _place(item: Finding) -> Open:
    table, column = item.cell.split("/")
    return table, item.row, column, item.rule


@dataclass(frozen=True)
class Content:
    """What a return workbook holds: the rows of every table, and what its live checks say to them."""

    tables: Mapping[str, list[dict[str, Any]]]
    live: LiveState

    def __getitem__(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table."""
        return self.tables[table]
