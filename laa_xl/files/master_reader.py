"""Reads the input tables of a master: the agreement, and what officers wrote, in the report too. Computed sheets are not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES, SETTINGS
from laa_xl.declare.inputs_load import may_be_blank
from laa_xl.declare.load import RawAgreement, RawRow
from laa_xl.declare.master_form import INPUT_SHEETS, MASTER_SHEETS, REPORT_SHEET
from laa_xl.declare.model import Sheet, Table
from laa_xl.declare.percentages import ShownPercent, take_percentages
from laa_xl.declare.table_errors import TableError
from laa_xl.domain.report_sheet import ReportSheet
from laa_xl.files.cells import SheetCells, WorkbookCells, address
from laa_xl.files.report_reader import has_lost_its_marks, outside_report, read_report_sheet, without_value

LOST_BESIDE = (
    "Cell {cell} is outside the table, and a run from outside Excel could not keep it. Move it to another workbook."
)


class Missing(NamedTuple):
    """A table without which a master can be read, or a column of one: an earlier version had none, or somebody took it away."""

    table: Table
    sheet: str
    row: int | None = None
    title: str = ""  # of the column; "": the whole table


@dataclass(slots=True)
class MasterInputs:
    """What stands in the input tables, as found; errors where a table is gone or a cell shows an error."""

    agreement: RawAgreement = field(default_factory=RawAgreement)
    tables: dict[str, list[RawRow]] = field(default_factory=dict)
    errors: list[TableError] = field(default_factory=list)
    told: list[TableError] = field(default_factory=list)  # what was understood otherwise than it is kept
    missing: list[Missing] = field(default_factory=list)  # read as blank, if the master never had it
    report: ReportSheet | None = None  # as it stands, with what officers changed in it
    own_sheets: tuple[str, ...] = ()  # sheets of the officer's own, which a rebuild from outside Excel cannot keep


def read_master(book: WorkbookCells, *, stays: bool = False) -> MasterInputs:
    """The input tables by their sheets' names and headings; moved columns and inserted rows do not matter.

    ``stays``: what is beside the tables is left where it stands, so that nothing is wrong with it.
    """
    found = MasterInputs()
    sheets = {sheet.name.casefold(): sheet for sheet in book.sheets}
    known = {name.casefold() for name in MASTER_SHEETS}
    found.own_sheets = tuple(sheet.name for sheet in book.sheets if sheet.name.casefold() not in known)
    if (report := sheets.get(REPORT_SHEET.casefold())) is not None:
        found.report = read_report_sheet(report)
        if has_lost_its_marks(report):
            message = (
                "The title's row or the hidden columns are gone, by which your changes are known. Undo that, or close the master without "
                "saving. To give up what was changed in the report, clear the whole tab, save, close, and run laa-xl rebuild."
            )
            found.errors.append(TableError(REPORT_SHEET, None, "", None, message))
        if bare := without_value(report):
            message = "This cell shows no value. Type the words themselves, with no sign of equality, plus or minus before them."
            found.errors.append(TableError(REPORT_SHEET, *bare, message))
        if not stays and (place := outside_report(report)):
            message = "This is outside the report, and a run from outside Excel could not keep it. Move it to another workbook."
            found.errors.append(TableError(REPORT_SHEET, place[0], "", place[1], message))
    agreement_tables = {table.name for table in AGREEMENT_TABLES}
    percents: list[ShownPercent] = []
    settings: list[RawRow] = []
    for sheet in INPUT_SHEETS:
        cells = sheets.get(sheet.name.casefold())
        if cells is None:
            found.missing.append(Missing(sheet.table, sheet.name))
            kept = found.agreement.tables if sheet.table.name in agreement_tables else found.tables
            kept[sheet.table.name] = []
            continue
        rows = _rows(cells, sheet, found, percents, stays=stays)
        if sheet.table.name == "settings":
            settings = rows
        elif sheet.table.name in agreement_tables:
            found.agreement.tables[sheet.table.name] = rows
        else:
            found.tables[sheet.table.name] = rows
    for told in take_percentages(percents, found.agreement):
        (found.errors if told.stops else found.told).append(told)
    found.agreement.settings = _settings(settings)
    return found


def _settings(rows: list[RawRow]) -> dict[str, Any]:
    names = {setting.title: setting.name for setting in SETTINGS}
    return {
        names.get(str(row.values["setting"]).strip(), str(row.values["setting"])): row.values.get("value")
        for row in rows
        if row.values.get("setting")
    }


def _rows(
    cells: SheetCells, sheet: Sheet, found: MasterInputs, percents: list[ShownPercent], *, stays: bool
) -> list[RawRow]:
    table, errors = sheet.table, found.errors
    header = header_of(cells, table)
    if header is None:
        errors.append(TableError(sheet.name, None, "", None, "The headings of this table cannot be found."))
        return []
    titles = {str(cell.value).strip().casefold(): index for index, cell in cells.rows[header].items()}
    ours = {index for title, index in titles.items() if title in {c.title.casefold() for c in table.columns}}
    if not stays:
        _strangers(cells, sheet, header, ours, errors)
    columns = {c.name: titles[c.title.casefold()] for c in table.columns if c.title.casefold() in titles}
    for column in table.columns:
        if column.name in columns:
            continue
        if may_be_blank(table, column):
            found.missing.append(Missing(table, sheet.name, header + 1, column.title))
        else:
            errors.append(TableError(sheet.name, header + 1, column.title, None, "This column is missing."))
    names = {index: name for name, index in columns.items()}
    rows = []
    for number in sorted(row for row in cells.rows if row > header):
        values: dict[str, Any] = {}
        filled = valueless = False
        for index, cell in cells.rows[number].items():
            if index in names:
                value, _, _, _, percent = cell
                values[names[index]] = value
                if value is None:
                    valueless = True
                elif value != "":
                    filled = True
                    if percent and isinstance(value, float):
                        percents.append(ShownPercent(table.name, number + 1, table.column(names[index]), value, values))
        if valueless:
            errors.extend(_without_value(cells, sheet, number, columns))
        if filled:
            rows.append(RawRow(number + 1, values))
    return rows


def _without_value(cells: SheetCells, sheet: Sheet, row: int, columns: Mapping[str, int]) -> Iterator[TableError]:
    """The cells of a row that show an error, or a formula that nobody calculated."""
    for name, index in columns.items():
        cell = cells.get(row, index)
        if cell is not None and (cell.error or cell.uncalculated):
            message = "This cell shows no value. Type the value itself."
            title = sheet.table.column(name).title
            yield TableError(sheet.name, row + 1, title, cell.error or "a formula", message)


def _strangers(cells: SheetCells, sheet: Sheet, header: int, ours: set[int], errors: list[TableError]) -> None:
    """Cells beside or above an input table would be lost when the master is written anew: better say so and stop."""
    above = above_the_headings(cells, header, sheet.table, ours)
    for number, line in cells.rows.items():
        mine = ours if number >= header else above
        if line.keys() <= mine:
            continue
        for index, cell in line.items():
            if index not in mine and cell.value not in (None, ""):
                message = LOST_BESIDE.format(cell=address(number, index))
                errors.append(TableError(sheet.name, number + 1, "", cell.value, message))
                return


def above_the_headings(cells: SheetCells, header: int, table: Table, ours: set[int]) -> set[int]:
    """In which columns our title and guidance stand: in the first one, or in that which was the first and was moved as a whole."""
    first = table.columns[0].title.casefold()
    heads = cells.rows[header].items()
    return {min(ours), *(index for index, cell in heads if str(cell.value).strip().casefold() == first)}


def header_of(cells: SheetCells, table: Table) -> int | None:
    """The row of a table's headings, counted from 0: the first that has at least half of them; None for none."""
    titles = {column.title.casefold() for column in table.columns}
    for row in sorted(cells.rows):
        here = {str(cell.value).strip().casefold() for cell in cells.rows[row].values() if cell.value is not None}
        if len(here & titles) * 2 >= len(titles):
            return row
    return None
