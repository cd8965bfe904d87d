"""What an officer means who types "63%" into the master: a spreadsheet keeps 0.63, and shows it as 63 %."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES, SETTINGS
from laa_xl.declare.input_tables import INPUT_TABLES
from laa_xl.declare.load import RawAgreement
from laa_xl.declare.model import Column
from laa_xl.declare.table_errors import TableError
from laa_xl.domain.numbers import exact, plain
from laa_xl.domain.words import Measure, ToleranceKind

_COLUMNS = {(table.name, one.name): one for table in (*AGREEMENT_TABLES, *INPUT_TABLES) for one in table.columns}
_SHARES = {"share_q1", "share_q2", "share_q3", "share_q4"}  # of 1: what is kept is what is meant
_TOLERANCES = {"tolerance_upper", "tolerance_lower"}
_FIGURES = {  # in the unit of the row's indicator
    "indicators": {"baseline", "minimum", "maximum", "confidence"},
    "targets": {"target", "low", "high"},
    "baselines": {"baseline"},
    "rewards": {"without_stretch", "with_stretch"},
}


@dataclass(frozen=True, slots=True)
class ShownPercent:
    """A cell that shows its number as a percentage. ``values``: its row as read, where what is meant is put in its place."""

    table: str
    row: int
    column: str
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
            column = _COLUMNS[cell.table, cell.column]
            title, numeric = column.title, column.kind.numeric
            if numeric and cell.column in _SHARES:
                continue
            sure = _is_percentage(cell, column, indicators)
        seen = exact(cell.kept) * 100
        words = f"{plain(seen)}%"
        if not numeric:
            cell.values[cell.column] = words  # as it was typed
        elif sure:
            cell.values[cell.column] = float(seen)
            message = (
                f"{plain(seen)} was taken, which is what the cell shows. If you mean another number, type it without %."
            )
            told.append(TableError(cell.table, cell.row, title, words, message, stops=False))
        elif cell.kept:
            message = "This is no percentage. Set the cell's format to Number, and type the number again."
            told.append(TableError(cell.table, cell.row, title, words, message))
    return told


def _is_percentage(cell: ShownPercent, column: Column, indicators: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a percentage is what a cell of a table is to hold."""
    own = cell.values if cell.table == "indicators" else indicators.get(str(cell.values.get("indicator")).strip(), {})
    if column.name in _TOLERANCES and own.get("tolerance_kind") in (None, "", ToleranceKind.PERCENT.value):
        return True
    if column.name not in _TOLERANCES | _FIGURES.get(cell.table, set()):
        return False
    measure, unit = str(own.get("measure") or "").strip().casefold(), str(own.get("unit") or "").strip()
    return measure in (Measure.PERCENT.value, Measure.CHANGE.value) or unit.startswith("%")
