"""LAA_CHECK: what the checks of a return say about an entry alone, without its row."""

from __future__ import annotations

from typing import Any, Final

from laa_xl.checks.entries import understand_cell
from laa_xl.checks.understanding import said_of
from laa_xl.declare.model import Column, Table
from laa_xl.declare.return_form import INDICATORS, RETURN_FORM
from laa_xl.domain.returns import Entry, Row
from laa_xl.domain.sentences import folded
from laa_xl.functions.cells import ERRORS, Sentence

_HERE: Final = "this cell"


def check(entry: Any, column: str | None, sheet: str | None, unit: str | None) -> str:
    """The finding about an entry, as ``severity · rule · what to do``; "" where there is none.

    An Excel error in the entry is what is looked for, so it is told and not handed on. What needs the rest of the row,
    the agreement or an earlier quarter is left to ``laa-xl validate``.
    """
    table = _table(sheet)
    if table is None:
        return Sentence(f'The return has no sheet "{sheet}" with entries. Choose one of: {", ".join(_sheets())}.')
    declared = None if column is None else _column(table, column)
    if declared is None:
        asked = "Say which column the entry is for" if column is None else f'There is no column "{column}"'
        headings = ", ".join(one.title for one in table.entries)
        return Sentence(f"{asked} on {RETURN_FORM.sheet(table.name).name}. Choose one of: {headings}.")
    error = ERRORS.get(entry.strip()) if isinstance(entry, str) else None
    of_the_agreement = any(choice.startswith("=") for choice in declared.choices)  # a list that only a return has
    if of_the_agreement and not error:
        return ""
    percent = table is INDICATORS and (unit or "").startswith("%")
    read = understand_cell(entry, declared, error=error, uncalculated=False, percent=percent, choices=declared.choices)
    entries = {declared.name: Entry(read.value, _HERE, error or entry, read.usable)}
    row = Row(table=table.name, key="", sheet="", number=0, entries=entries)
    found = said_of(row, [(declared.name, read)])
    return "".join(f"{one.severity.spoken} · {one.rule} · {one.message[0].upper()}{one.message[1:]}" for one in found)


def _sheets() -> list[str]:
    return [sheet.name for sheet in RETURN_FORM.sheets if sheet.table.entries]


def _table(sheet: str | None) -> Table | None:
    if sheet is None:
        return INDICATORS
    return next(
        (one.table for one in RETURN_FORM.sheets if folded(one.name) == folded(sheet) and one.table.entries), None
    )


def _column(table: Table, heading: str) -> Column | None:
    return next((one for one in table.entries if folded(heading) in (folded(one.title), folded(one.name))), None)
