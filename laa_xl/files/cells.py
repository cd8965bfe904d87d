"""Reading a workbook's cells: every value with its address, and what kind of cell it stood in."""

from __future__ import annotations

import hashlib
import io
import math
import warnings
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from laa_xl.files import limits
from laa_xl.files.bare import MAIN, STRICT, bare_package
from laa_xl.files.carried import Carried, carried_by
from laa_xl.files.comments import count_comments
from laa_xl.files.looking import linked_cells, percent_formats
from laa_xl.files.package import Package, SheetEntry, SheetState, look, parse_xml, read_once, unlock
from laa_xl.files.refused import Refused
from laa_xl.files.scan import (
    SheetScan,
    address,
    parse_address,
    plain,
    scan_sheet,
    written,
)

__all__ = ["Cell", "SheetCells", "Value", "WorkbookCells", "address", "parse_address", "read_cells"]

Value = str | float | int | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty.

    A formula that gives empty text has the value ""; an error, or a formula that nobody calculated, None.
    ``percent``: the cell shows its number as a percentage, 0.62 as 62 %.
    """

    value: Value
    formula: bool = False
    error: str | None = None
    uncalculated: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet; rows and columns count from 0, and only cells that are not empty are there.

    ``linked``: the cells whose formulas look into another workbook.
    """

    name: str
    state: SheetState
    rows: Mapping[int, Mapping[int, Cell]]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merged: tuple[tuple[int, int, int, int], ...]  # first row, first column, last row, last column
    comments: int = 0
    linked: frozenset[tuple[int, int]] = frozenset()

    def get(self, row: int, col: int) -> Cell | None:
        """The cell at a 0-based row and column, or None where it is empty."""
        return self.rows.get(row, {}).get(col)


@dataclass(frozen=True, slots=True)
class WorkbookCells:
    """What a workbook holds; the hash is that of the file as it was received."""

    sha256: str
    sheets: tuple[SheetCells, ...]
    has_macros: bool
    external_links: bool
    carries: tuple[Carried, ...] = ()  # what is in the file besides cells and could do something


@dataclass(frozen=True, slots=True)
class _Source:
    """One sheet's XML with what the scan found in it; empty where the sheet holds nothing."""

    xml: bytes
    scan: SheetScan


_Rows = dict[int, dict[int, Cell]]


def read_cells(
    source: Path | bytes,
    password: str | None = None,
    unread: Container[str] = frozenset(),
    passed_over: Container[str] = frozenset(),
) -> WorkbookCells:
    """Read every cell of a workbook; raises Refused, and nothing else, for any file that cannot be read.

    ``unread``: hidden sheets of these names are there without cells, since nobody asks what stands on them.
    ``passed_over``: so are sheets of these names that are seen.
    """
    package = _open(read_once(source), password)
    read = [entry for entry in package.sheets if entry.name not in passed_over and _is_read(entry, unread)]
    _refuse_too_many_tags(package, read)
    percents = percent_formats(package.parts.get(package.related.get("styles", ""), b""))
    sources = [
        _source(
            package,
            entry.part,
            entry.name,
            entry in read,
            percents,
        )
        for entry in package.sheets
    ]
    sizes = [sheet.scan.rows * sheet.scan.columns for sheet in sources]
    if sum(sizes) > limits.GRID.most:  # calamine lays every sheet out in full
        largest = sizes.index(max(sizes))
        scan = sources[largest].scan
        raise Refused("too_large_grid", address(scan.rows - 1, scan.columns - 1), package.sheets[largest].name)
    values = _by_calamine(package, sources) or _by_openpyxl(package, sources)
    for entry, rows in zip(package.sheets, values, strict=True):
        _refuse_long_texts(entry.name, rows)
    sheets = tuple(
        SheetCells(
            name=entry.name,
            state=entry.state,
            rows=_with_kinds(rows, sheet.scan),
            hidden_rows=frozenset(sheet.scan.hidden_rows),
            hidden_columns=frozenset(sheet.scan.hidden_columns),
            merged=tuple(sheet.scan.merged),
            comments=count_comments(package, entry.part),
            linked=linked_cells(sheet.xml) if package.external_links else frozenset(),
        )
        for entry, sheet, rows in zip(package.sheets, sources, values, strict=True)
    )
    return WorkbookCells(package.sha256, sheets, package.has_macros, package.external_links, carried_by(package))


def _is_read(entry: SheetEntry, unread: Container[str]) -> bool:
    return entry.has_cells and (entry.state == "visible" or entry.name not in unread)


def _refuse_long_texts(name: str, rows: _Rows) -> None:
    for row, cells in rows.items():
        for column, cell in cells.items():
            if type(cell.value) is str and len(cell.value) > limits.TEXT.most:
                raise Refused("corrupt", f"a text of {len(cell.value):,} characters in {address(row, column)}", name)


def _refuse_too_many_tags(package: Package, read: Iterable[SheetEntry]) -> None:
    """Counting brackets takes a thousandth of the time of parsing them, and tells how long that would take."""
    parts = {*(entry.part for entry in read), *package.related.values()}
    counts = {part: package.parts[part].count(b"<") for part in parts if part in package.parts}
    if sum(counts.values()) > limits.TAGS.most:
        largest = max(counts, key=lambda part: counts[part])
        raise Refused("too_large_grid", "more cells than any return has", largest)


def _open(data: bytes, password: str | None) -> Package:
    try:
        return look(data)
    except Refused as refusal:
        if refusal.code != "password":
            raise
    return replace(look(unlock(data, password)), sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def _source(package: Package, part: str, name: str, has_cells: bool, percents: Container[str | None]) -> _Source:
    if not has_cells:
        return _Source(b"", SheetScan())
    xml = plain(package.part(part), part)
    return _Source(xml, scan_sheet(xml, part, name, percents))


def _by_calamine(package: Package, sources: Sequence[_Source]) -> list[_Rows] | None:
    """Every sheet's values by calamine, or None where it gives the workbook up."""
    from python_calamine import CalamineWorkbook

    book = bare_package(package, [sheet.xml for sheet in sources])
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(book)) as workbook:
            return [
                _filled(workbook.get_sheet_by_name(f"S{number}").to_python(skip_empty_area=False))
                if sheet.scan.rows
                else {}
                for number, sheet in enumerate(sources)
            ]
    except BaseException as problem:
        # A panic in its Rust code is a BaseException; only what stops the program itself goes on.
        if isinstance(problem, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        return None


def _filled(grid: Iterable[Iterable[Any]]) -> _Rows:
    rows: _Rows = {}
    for number, values in enumerate(grid):
        row = {
            column: Cell(value if type(value) is str else _value(value))
            for column, value in enumerate(values)
            if value != ""
        }
        if row:
            rows[number] = row
    return rows


def _by_openpyxl(package: Package, sources: Sequence[_Source]) -> list[_Rows]:
    """The slow way, for what calamine cannot read, such as an error code newer than itself.

    It gets the cells alone: a link or a merged range over a million cells would keep it busy for hours.
    """
    from openpyxl import load_workbook

    sheets = [_cells_alone(sheet.xml) if sheet.scan.rows else b"" for sheet in sources]
    result: list[_Rows] = []
    try:
        # It warns and prints about what it does not know; neither may get into our own output.
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(bare_package(package, sheets)), data_only=True)
        for number, sheet in enumerate(sources):
            rows: _Rows = {}
            # Its own dictionary of cells: going by rows and columns would create every empty one.
            cells = workbook[f"S{number}"]._cells if sheet.scan.rows else {}
            for (row, column), cell in sorted(cells.items()):
                if cell.value not in (None, ""):
                    rows.setdefault(row - 1, {})[column - 1] = Cell(_value(cell.value))
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


def _value(value: Any) -> Value:
    """One value as both readers give it: numbers as floats, a whole day as a date."""
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


def _with_kinds(rows: _Rows, scan: SheetScan) -> _Rows:
    """The values with what the scan knows: formulas, errors, and formulas without a result."""
    errors, uncalculated = scan.error_codes(), scan.uncalculated()
    touched: set[int] = set()
    for position in scan.formulas.keys() | scan.errors:
        row, column = position
        cells = rows.setdefault(row, {})
        error, waits = errors.get(position), position in uncalculated
        value = None if error is not None or waits else cells[column].value if column in cells else ""
        if column not in cells:
            touched.add(row)
        cells[column] = Cell(value, position in scan.formulas, error, waits)
    for row, column in scan.percents:
        found = rows.get(row, {}).get(column)
        if found is not None and isinstance(found.value, float):
            rows[row][column] = Cell(found.value, found.formula, percent=True)
    for row in touched:
        rows[row] = dict(sorted(rows[row].items()))
    return dict(sorted(rows.items())) if touched else rows
