"""A row of the open or kept master, found again by its sheet's headings: what it is about, wherever it stands now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from laa_xl.declare.master_form import COMPUTED_SHEETS, DASHBOARD_SHEET
from laa_xl.declare.model import Sheet
from laa_xl.files.cells import SheetCells
from laa_xl.files.master_reader import header_of
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.programme import Programme


@dataclass(frozen=True, slots=True)
class MasterRow:
    """A row of a computed table: its sheet, its number from 1, and its values by the columns' names."""

    sheet: str
    row: int
    values: Mapping[str, Any]

    def text(self, column: str) -> str:
        """A value as text; "" for a blank, or for a column that was taken away."""
        value = self.values.get(column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()


def cells_of(programme: Programme, sheet: str) -> SheetCells:
    """The cells of a sheet of the master; ProgrammeError where there is none of that name."""
    cells = programme.home.sheet(sheet) if sheet else None
    if cells is None:
        raise ProgrammeError(
            f'The master has no sheet "{sheet}".' if sheet else "No cell is selected. Choose a row first."
        )
    return cells


def computed_sheet(name: str) -> Sheet | None:
    """The declared sheet of computed rows of that name; None for any other."""
    return next((sheet for sheet in COMPUTED_SHEETS if sheet.name.casefold() == name.casefold()), None)


def is_dashboard(name: str) -> bool:
    """Whether that is the master's first page."""
    return name.casefold() == DASHBOARD_SHEET.casefold()


def row_of(programme: Programme, sheet: Sheet, row: int) -> MasterRow:
    """The row with that number from 1; ProgrammeError where it is none of the table's rows."""
    cells = cells_of(programme, sheet.name)
    header = header_of(cells, sheet.table)
    if header is None:
        raise ProgrammeError(f"The headings of {sheet.name} cannot be found. Rebuild the master, and try again.")
    titles = {str(cell.value).strip().casefold(): index for index, cell in cells.rows[header].items()}
    line = cells.rows.get(row - 1, {})
    values = {
        column.name: line[titles[column.title.casefold()]].value
        for column in sheet.table.columns
        if column.title.casefold() in titles and titles[column.title.casefold()] in line
    }
    if row - 1 <= header or not any(value not in (None, "") for value in values.values()):
        raise ProgrammeError(f"Row {row} of {sheet.name} is none of its table's rows. Choose one of them.")
    return MasterRow(sheet.name, row, values)
