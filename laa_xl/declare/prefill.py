"""What a template prints in its locked cells, from the specification: used to write, and to see what was changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from laa_xl.declare.model import Table
from laa_xl.domain.agreement import Indicator
from laa_xl.domain.live import aims
from laa_xl.domain.rating import Target
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.words import Polarity

_GOOD = {
    Polarity.HIGHER: "higher",
    Polarity.LOWER: "lower",
    Polarity.RANGE: "in a range",
    Polarity.UNSET: "not agreed yet",
}


def locked_rows(table: Table, spec: FormSpec) -> list[dict[str, Any]]:
    """One dict a row: key and locked columns. Lines without content of their own get their number only."""
    if table.name in _ROWS:
        return _ROWS[table.name](spec)
    key = table.key.name
    return [{key: line_key(table, number)} for number in range(1, table.blank_rows + 1)]


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
