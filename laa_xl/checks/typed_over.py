"""Cells that work themselves out and were typed over: told where what was typed is not what they would show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from laa_xl.checks.registry import RULES, finding
from laa_xl.checks.structure import TYPED_OVER
from laa_xl.declare.live_formulas import COMPLETE, NOTHING_NEEDED
from laa_xl.declare.model import Role
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.findings import Finding
from laa_xl.domain.live import live_finance, live_indicator, live_risk
from laa_xl.domain.returns import Row
from laa_xl.domain.spec import FormSpec

MOST = 3  # findings on a sheet; more of them are one finding


def typed_over(rows: Iterable[Row], spec: FormSpec) -> list[Finding]:
    """One finding a cell; one for all of them where a whole sheet was pasted as values that have grown old."""
    places = [(row, column) for row in rows for column in _columns(row, spec)]
    if len(places) <= MOST:
        return [finding(TYPED_OVER, row, column, more="") for row, column in places]
    row, column = places[0]
    return [finding(TYPED_OVER, row, column, more=f", and over {len(places) - 1} more such cells on this sheet")]


def _columns(row: Row, spec: FormSpec) -> list[str]:
    """The columns of a row that hold something other than what they would show."""
    computed, others = _names(row.table)
    typed = [name for name in computed if name in row.entries and _text(row.entries[name].entered)]
    if not typed or any(name not in row.entries for name in others):
        return []  # where a column is gone, what a cell showed cannot be worked out again
    # What the sheet showed followed the cells as they were typed: a number typed as text is none there.
    as_typed = replace(row, entries={name: replace(e, value=e.entered) for name, e in row.entries.items()})
    shown = [_live(row, spec), _live(as_typed, spec)]
    return [
        name
        for name in typed
        if not _told_otherwise(row, name)
        and not any(_same(row.entries[name].entered, values.get(name, "")) for values in shown)
    ]


@lru_cache(maxsize=16)
def _names(table: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The computed columns of a table, and the others."""
    columns = RETURN_FORM.table(table).columns
    computed = tuple(column.name for column in columns if column.role is Role.COMPUTED)
    return computed, tuple(column.name for column in columns if column.role is not Role.COMPUTED)


def _live(row: Row, spec: FormSpec) -> dict[str, Any]:
    if row.table == "indicators" and spec.agreement.has_indicator(row.key):
        return live_indicator(spec.agreement, spec.agreement.indicator(row.key), spec.when, row)
    return live_risk(row) if row.table == "risks" else live_finance(row) if row.table == "finance" else {}


def _told_otherwise(row: Row, column: str) -> bool:
    """What to do is no entry whatever it says; a score is compared with its parts by a rule of its own."""
    if column == "to_do":
        return _text(row.entries[column].entered) in _to_do_words()
    return column == "score" and None not in (row.number_of(name) for name in ("score", "likelihood", "impact"))


def _to_do_words() -> set[str]:
    """Everything that "What to do" ever says; the rules are all declared by the time that a return is checked."""
    return {COMPLETE, NOTHING_NEEDED, *(live.says for rule in RULES.values() for live in rule.live)}


def _same(entered: Any, shown: Any) -> bool:
    if isinstance(entered, (int, float)) and isinstance(shown, (int, float)):
        return abs(entered - shown) <= 1e-6 * max(1.0, abs(shown))
    return _text(entered) == _text(shown)


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())
