"""What stands in the cells of a workbook, by the fast reader of values or, where that gives up, by the slow one."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Sequence
from contextlib import redirect_stdout
from datetime import date, datetime, time, timedelta
from typing import Any

from laa_xl.files.bare import MAIN, STRICT, bare_package
from laa_xl.files.cells import Cell, Value
from laa_xl.files.package import Package, parse_xml
from laa_xl.files.refused import Refused
from laa_xl.files.scan import written

Rows = dict[int, dict[int, Cell]]
Grid = Sequence[Sequence[Any]]  # from the first row and column of a sheet; "" for an empty cell


def by_calamine(package: Package, sheets: Sequence[bytes]) -> list[Grid] | None:
    """The values of sheets, given as their XML or b"" for one without any; None where calamine gives the workbook up."""
    from python_calamine import CalamineWorkbook

    book = bare_package(package, sheets)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(book)) as workbook:
            return [
                workbook.get_sheet_by_name(f"S{number}").to_python(skip_empty_area=False) if xml else []
                for number, xml in enumerate(sheets)
            ]
    except BaseException as problem:
        # A panic in its Rust code is a BaseException; only what stops the program itself goes on.
        if isinstance(problem, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        return None


def filled(grid: Grid) -> Rows:
    """The cells of a sheet that are not empty."""
    rows: Rows = {}
    for number, values in enumerate(grid):
        row = {
            column: Cell(value if type(value) is str else plain_value(value))
            for column, value in enumerate(values)
            if value != ""
        }
        if row:
            rows[number] = row
    return rows


def by_openpyxl(package: Package, sheets: Sequence[bytes]) -> list[Rows]:
    """The slow way, for what calamine cannot read, such as an error code newer than itself; raises Refused.

    It gets the cells alone: a link or a merged range over a million cells would keep it busy for hours.
    """
    from openpyxl import load_workbook

    alone = [_cells_alone(xml) if xml else b"" for xml in sheets]
    result: list[Rows] = []
    try:
        # It warns and prints about what it does not know; neither may get into our own output.
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(bare_package(package, alone)), data_only=True)
        for number, xml in enumerate(sheets):
            rows: Rows = {}
            # Its own dictionary of cells: going by rows and columns would create every empty one.
            cells = workbook[f"S{number}"]._cells if xml else {}
            for (row, column), cell in sorted(cells.items()):
                if cell.value not in (None, ""):
                    rows.setdefault(row - 1, {})[column - 1] = Cell(plain_value(cell.value))
            result.append(rows)
    except MemoryError:
        raise
    except Exception as problem:
        raise Refused("corrupt", str(problem)) from problem
    return result


def _cells_alone(xml: bytes) -> bytes:
    root = parse_xml(xml, "")
    for child in list(root):
        if not child.tag.endswith("}sheetData"):
            root.remove(child)
    return written(root, "").replace(STRICT.encode(), MAIN.encode())


def plain_value(value: Any) -> Value:
    """One value as both readers give it: numbers as floats, a whole day as a date."""
    if type(value) is float and math.isfinite(value):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if not value.isascii() else value  # half a character is none
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        number = float(value)
        return number if math.isfinite(number) else str(value)  # "nan" in a file is no figure
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, timedelta):
        return value / timedelta(days=1)  # a duration is a number of days with a format
    if isinstance(value, (date, time)):
        return value
    return str(value)
