"""The lists that a return's cells are chosen from: each stands once, on the hidden sheet of lists, under a name."""

from __future__ import annotations

from datetime import date

from laa_xl.declare.excel import NOTHING
from laa_xl.declare.model import Column, Kind, Table
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.grammar import NOT_A_NUMBER_WORDS
from laa_xl.domain.spec import FormSpec

BLOCKS, INDICATORS = "=blocks", "=indicators"


def list_of(table: Table, column: Column) -> str:
    """The name of the list that a column's entries come from."""
    if column.choices[:1] in ((BLOCKS,), (INDICATORS,)):
        return column.choices[0][1:]
    same = (
        f"{other.name}_{one.name}"
        for other in RETURN_FORM.tables()
        for one in other.columns
        if one.choices == column.choices
    )
    return next(same, f"{table.name}_{column.name}")


def lists(spec: FormSpec) -> dict[str, tuple[str, ...]]:
    """Every list of a template, by name. A list without entries holds one that nobody types, since Excel has no empty range."""
    found = {
        list_of(table, column): column.choices
        for table in RETURN_FORM.tables()
        for column in table.entries
        if column.kind is Kind.CHOICE and not column.choices[0].startswith("=")
    }
    found[BLOCKS[1:]] = tuple(block.code for block in spec.agreement.blocks)
    found[INDICATORS[1:]] = tuple(indicator.code for indicator in (spec.whole or spec).agreement.indicators)
    found |= {f"carried_{table.name}": _signatures(table, spec) for table in RETURN_FORM.tables() if table.blank_rows}
    found["odd"] = ODD
    found["carried_text"] = tuple(
        " ".join(str(item.value).split()) for item in spec.carried if (item.table, item.column) == ("narrative", "text")
    )
    found[NOTHING] = tuple(sorted(NOT_A_NUMBER_WORDS))
    return {name: entries or (_NONE,) for name, entries in found.items()}


def signature_formula(table: Table) -> str:
    """A line's entries in one text, in Excel: what a carried line is known by, wherever it stands."""
    return '&"|"&'.join(f"{{{c.name}}}" if c.kind.counted else f"{{clean:{c.name}}}" for c in table.entries)


def _signatures(table: Table, spec: FormSpec) -> tuple[str, ...]:
    rows = dict.fromkeys(item.row for item in spec.carried if item.table == table.name)
    return tuple("|".join(_signed(spec, table, row, column) for column in table.entries) for row in rows)


def _signed(spec: FormSpec, table: Table, row: str, column: Column) -> str:
    value = spec.carried_value(table.name, row, column.name)
    if value is None:
        return ""
    if column.kind is Kind.DATE:
        return str(serial(str(value)))
    return f"{value:g}" if isinstance(value, float) else " ".join(str(value).split())


def serial(iso: str) -> int:
    """A day as Excel counts days."""
    return (date.fromisoformat(iso) - date(1899, 12, 30)).days


ODD = ("\u00a0", "\u200b")  # spaces that come with text from the web: nobody sees them, and TRIM leaves them
_NONE = "(none)"
