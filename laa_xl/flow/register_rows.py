"""The return that a selected row of the master's Register is about."""

from __future__ import annotations

from laa_xl.declare.master_records import REGISTER
from laa_xl.domain.periods import Period
from laa_xl.flow.answers import Asked
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.master_rows import MasterRow, cells_of, computed_sheet, row_of
from laa_xl.flow.programme import Programme


def register_row(programme: Programme, asked: Asked) -> MasterRow:
    """The row of a return that came in; ProgrammeError where another sheet, or a row without a file, is selected."""
    sheet = computed_sheet(asked.sheet)
    if sheet is None or sheet.table is not REGISTER:
        cells_of(programme, asked.sheet)
        raise ProgrammeError(
            "Choose the row of the return on the sheet Register, and press again. Nothing was changed."
        )
    found = row_of(programme, sheet, asked.row)
    if not found.text("sha256"):
        raise ProgrammeError(
            f"No return of {found.text('theme')} has come in on this row, so there is nothing to decide. Choose another row. "
            "Nothing was changed."
        )
    return found


def period_of(found: MasterRow) -> Period:
    """The quarter of a row; ProgrammeError where it names none."""
    try:
        return Period.parse(found.text("period"))
    except ValueError:
        raise ProgrammeError(f"Row {found.row} of {found.sheet} names no quarter. Choose another one.") from None
