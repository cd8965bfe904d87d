"""What an officer means who types "63%" into the master: a spreadsheet keeps 0.63, and shows it as 63 %."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from laa_xl.declare.agreement_tables import SETTINGS
from laa_xl.declare.load import RawAgreement
from laa_xl.declare.model import Column, Means
from laa_xl.declare.table_errors import TableError
from laa_xl.domain.numbers import exact, plain
from laa_xl.domain.words import Measure, ToleranceKind


@dataclass(frozen=True, slots=True)
class ShownPercent:
    """A cell that shows its number as a percentage. ``values``: its row as read, where what is meant is put in its place."""

    table: str
    row: int
    column: Column
    kept: float
    values: dict[str, Any]


def take_percentages(cells: Iterable[ShownPercent], agreement: RawAgreement) -> list[TableError]:
    """Put what the cells show where what they keep stood, and tell each; where a percentage has no meaning, ask.

    ``agreement``: its tables as read, of which the indicators say what their figures are.
    """
    told = []
    settings = {setting.title: setting for setting in SETTINGS}
    indicators: dict[str, Mapping[str, Any]] | None = None
    for cell in cells:
        if indicators is None:
            rows = agreement.tables.get("indicators", ())
            indicators = {str(row.values.get("code")).strip(): row.values for row in rows}
        if cell.table == "settings":
            title = str(cell.values.get("setting")).strip()
            setting = settings.get(title)
            numeric, sure = setting is not None and setting.kind.numeric, "%" in title
        else:
            title, numeric = cell.column.title, cell.column.kind.numeric
            if cell.column.means is Means.SHARE:
                continue  # what is kept is what is meant
            sure = _is_percentage(cell, indicators)
        seen = exact(cell.kept) * 100
        words = f"{plain(seen)}%"
        if not numeric:
            cell.values[cell.column.name] = words  # as it was typed
        elif sure:
            cell.values[cell.column.name] = float(seen)
            message = (
                f"{plain(seen)} was taken, which is what the cell shows. If you mean another number, type it without %."
            )
            told.append(TableError(cell.table, cell.row, title, words, message, stops=False))
        elif cell.kept:
            message = "This is no percentage. Set the cell's format to Number, and type the number again."
            told.append(TableError(cell.table, cell.row, title, words, message))
    return told


def _is_percentage(cell: ShownPercent, indicators: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a percentage is what a cell of a table is to hold."""
    own = cell.values if cell.table == "indicators" else indicators.get(str(cell.values.get("indicator")).strip(), {})
    means = cell.column.means
    if means is Means.TOLERANCE and own.get("tolerance_kind") in (None, "", ToleranceKind.PERCENT.value):
        return True
    if means not in (Means.TOLERANCE, Means.FIGURE):
        return False
    measure, unit = str(own.get("measure") or "").strip().casefold(), str(own.get("unit") or "").strip()
    return measure in (Measure.PERCENT.value, Measure.CHANGE.value) or unit.startswith("%")
