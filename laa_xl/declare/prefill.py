"""What a template prints in its locked cells, from the specification: used to write, and to see what was changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from laa_xl.declare.model import Kind, Table
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.agreement import Indicator
from laa_xl.domain.aims import aims
from laa_xl.domain.periods import Period
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.variance import Target
from laa_xl.domain.words import Polarity

_GOOD = {
    Polarity.HIGHER: "higher",
    Polarity.LOWER: "lower",
    Polarity.RANGE: "in a range",
    Polarity.UNSET: "not agreed yet",
}

_FREE_LINES = 5  # for what is new, however much was carried forward


def locked_rows(table: Table, spec: FormSpec) -> list[dict[str, Any]]:
    """One dict a row: key and locked columns. Lines without content of their own get their number only."""
    if table.name in _ROWS:
        return _ROWS[table.name](spec)
    key = table.key.name
    carried = dict.fromkeys(item.row for item in spec.carried if item.table == table.name)
    room = max(table.blank_rows, len(carried) + _FREE_LINES)
    lines = [line_key(table, number) for number in range(1, room + 1)]
    more = [row for row in carried if row not in lines]
    since = Period.parse(spec.carried_from).months if spec.carried_from else ""
    return [{key: line, **({"carried": since} if line in carried else {})} for line in (*lines, *more)]


def carried_entries(spec: FormSpec) -> dict[str, dict[str, dict[str, Any]]]:
    """What a new template starts from: table, row key, column. Dates are dates again."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for item in spec.carried:
        kind = RETURN_FORM.table(item.table).column(item.column).kind
        value = date.fromisoformat(str(item.value)) if kind is Kind.DATE else item.value
        found.setdefault(item.table, {}).setdefault(item.row, {})[item.column] = value
    return found


def line_key(table: Table, number: int) -> str:
    """What a line without content of its own is called: N1, N2 on the Narrative sheet."""
    return f"{table.name[0].upper()}{number}"


def _indicators(spec: FormSpec) -> list[dict[str, Any]]:
    period = spec.when
    rows = []
    for indicator in spec.agreement.indicators:
        both = aims(spec.agreement, indicator, period)
        rows.append(
            {
                "code": indicator.code,
                "title": indicator.title,
                "unit": indicator.unit,
                "good": _GOOD[indicator.polarity],
                "due": due_words(indicator, period.quarter),
                "last_actual": spec.past_actual(indicator.code, period.previous),
                "year_ago": spec.past_actual(indicator.code, period.same_last_year),
                "target": shown_target(both.period, indicator),
                "year_end_target": shown_target(both.year_end, indicator),
            }
        )
    return rows


def due_words(indicator: Indicator, quarter: int) -> str:
    """Whether a figure is asked for, in a word."""
    if indicator.placeholder:
        return "placeholder"
    return "yes" if indicator.due_in(quarter) else "no"


def shown_target(target: Target, indicator: Indicator) -> float | str | None:
    """A target as a cell shows it: a number, a range in words, or None."""
    if indicator.polarity is Polarity.RANGE:
        return target.written(indicator.polarity, indicator.decimals) or None
    return None if target.value is None else float(target.value)


def _finance(spec: FormSpec) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = [
        {
            "line": line.code,
            "stream": line.stream,
            "pooling": line.pooling,
            "recipient": line.recipient,
            "budget": line.budget,
        }
        for line in spec.agreement.funding_of(spec.theme, spec.when.year)
    ]
    if lines:
        budgets = [line["budget"] for line in lines if line["budget"] is not None]
        total = sum(budgets) if budgets else None
        lines.append({"line": "TOTAL", "stream": "Total, as in your ledger", "budget": total})
    return lines


_ROWS: dict[str, Callable[[FormSpec], list[dict[str, Any]]]] = {
    "indicators": _indicators,
    "finance": _finance,
}
