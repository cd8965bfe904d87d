"""One entry of a row, understood: its value, and what there is to say about how it was typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from laa_xl.checks.entries import Understood, understand_cell
from laa_xl.checks.figures import FIGURES
from laa_xl.checks.registry import cells_of, finding
from laa_xl.declare.lists import BLOCKS
from laa_xl.declare.model import Column, Table
from laa_xl.domain.findings import Finding
from laa_xl.domain.grammar import folded
from laa_xl.domain.returns import Entry, Row
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.words import Measure


def understand_entry(
    value: Any,
    column: Column,
    table: Table,
    key: str,
    place: str,
    spec: FormSpec,
    *,
    error: str | None = None,
    uncalculated: bool = False,
    shown_percent: bool = False,
) -> tuple[Entry, Understood | None]:
    """What stands in an entry cell of the row ``key``: the entry, and what is to be said about it, if anything.

    ``shown_percent``: the cell's format shows 0.62 as 62 %.
    """
    choices = column.choices
    if choices == (BLOCKS,):
        choices = tuple(block.code for block in spec.agreement.blocks)
    read = understand_cell(
        value,
        column,
        error=error,
        uncalculated=uncalculated,
        percent=column.name in FIGURES and value is not None and _is_percent(table, key, spec),
        shown_percent=shown_percent,
        choices=choices,
    )
    entered = error or ("a formula" if uncalculated else value)
    known = _code(read.value, spec) if column.name == "indicator" and read.value is not None else read.value
    return Entry(known, place, entered, read.usable), read if read.rule is not None else None


def said_of(row: Row, said: Iterable[tuple[str, Understood]]) -> list[Finding]:
    """The findings about how the entries of a row were typed, by column."""
    said = list(said)
    if not said:
        return []
    at = cells_of(row)
    or_confirm = f", or confirm it in {at['at_confirm']}" if "confirm" in row.entries else ""
    at["or_confirm"] = or_confirm
    found = []
    for column, read in said:
        if read.rule is not None:
            words = {name: word.format_map(at) if name == "otherwise" else word for name, word in read.words.items()}
            found.append(finding(read.rule, row, column, or_confirm=or_confirm, **words))
    return found


def _code(text: Any, spec: FormSpec) -> Any:
    """An indicator's code as the agreement writes it, however it was typed."""
    return next((i.code for i in spec.agreement.indicators if folded(i.code) == folded(str(text))), text)


def _is_percent(table: Table, key: str, spec: FormSpec) -> bool:
    if table.name != "indicators" or not spec.agreement.has_indicator(key):
        return False
    indicator = spec.agreement.indicator(key)
    return indicator.measure is Measure.PERCENT or (indicator.unit or "").startswith("%")
