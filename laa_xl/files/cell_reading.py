"""Reading a workbook's cells: gate, scan, values, and what else the file carries."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from laa_xl.files import limits
from laa_xl.files.addresses import address
from laa_xl.files.carried import carried_by
from laa_xl.files.cell_kinds import CellKinds
from laa_xl.files.cells import Cell, SheetCells, WorkbookCells
from laa_xl.files.comments import count_comments
from laa_xl.files.incoming import read_once
from laa_xl.files.looking import linked_cells, percent_formats
from laa_xl.files.package import Package, SheetEntry, look, unlock
from laa_xl.files.plain_sheet import plain_sheet
from laa_xl.files.refused import Refused
from laa_xl.files.scan import SheetScan, plain, scan_sheet
from laa_xl.files.values import Grid, Rows, by_calamine, by_openpyxl, filled

if TYPE_CHECKING:
    from pathlib import Path


_QUICKLY = (
    32 * 1024 * 1024
)  # bytes of sheets that are read by their kinds of cells, of which there are copies on the way


def read(
    source: Path | bytes,
    password: str | None,
    unread: Container[str],
    passed_over: Container[str] = frozenset(),
) -> WorkbookCells:
    """What ``read_cells`` promises."""
    package = _open(read_once(source), password, passed_over)
    read = [entry for entry in package.sheets if entry.name not in passed_over and _is_read(entry, unread)]
    _refuse_too_many_tags(package, read)
    percents = percent_formats(package.parts.get(package.related.get("styles", ""), b""))
    plainly = sum(len(package.part(entry.part)) for entry in read) <= _QUICKLY
    kinds = CellKinds()
    sources = [_source(package, entry, entry in read, percents, kinds if plainly else None) for entry in package.sheets]
    sizes = [sheet.scan.rows * sheet.scan.columns for sheet in sources]
    if sum(sizes) > limits.GRID.now:  # calamine lays every sheet out in full
        largest = sizes.index(max(sizes))
        scan = sources[largest].scan
        raise Refused("too_large_grid", address(scan.rows - 1, scan.columns - 1), package.sheets[largest].name)
    found = _by_kinds(package, sources, kinds, percents)
    if found is None:
        sources = [_source(package, entry, entry in read, percents) for entry in package.sheets]
        found = _cell_by_cell(package, sources)
    sheets = tuple(
        SheetCells(
            name=entry.name,
            state=entry.state,
            rows=rows,
            hidden_rows=frozenset(sheet.scan.hidden_rows),
            hidden_columns=frozenset(sheet.scan.hidden_columns),
            merged=tuple(sheet.scan.merged),
            comments=count_comments(package, entry.part),
            linked=linked_cells(sheet.xml) if package.external_links else frozenset(),
        )
        for entry, sheet, rows in zip(package.sheets, sources, found, strict=True)
    )
    return WorkbookCells(package.sha256, sheets, package.has_macros, package.external_links, carried_by(package))


def _is_read(entry: SheetEntry, unread: Container[str]) -> bool:
    return entry.has_cells and (entry.state == "visible" or entry.name not in unread)


def _refuse_long_texts(name: str, rows: Rows) -> None:
    for row, cells in rows.items():
        for column, cell in cells.items():
            if type(cell.value) is str and len(cell.value) > limits.TEXT.most:
                raise Refused("corrupt", f"a text of {len(cell.value):,} characters in {address(row, column)}", name)


def _refuse_too_many_tags(package: Package, read: Iterable[SheetEntry]) -> None:
    """Counting brackets takes a thousandth of the time of parsing them, and tells how long that would take."""
    parts = {*(entry.part for entry in read), *package.related.values()}
    parts = {part for part in parts if part in package.parts}
    if sum(len(package.parts[part]) for part in parts) <= limits.TAGS.now:  # a tag takes a byte at least
        return
    counts = {part: package.parts[part].count(b"<") for part in parts}
    if sum(counts.values()) > limits.TAGS.now:
        largest = max(counts, key=lambda part: counts[part])
        raise Refused("too_large_grid", "more cells than any return has", largest)


def _open(data: bytes, password: str | None, passed_over: Container[str]) -> Package:
    try:
        return look(data, passed_over)
    except Refused as refusal:
        if refusal.code != "password":
            raise
    return look(unlock(data, password))._replace(sha256=hashlib.sha256(data).hexdigest(), size=len(data))


class _Source(NamedTuple):
    """One sheet's XML with what the scan found in it; empty where the sheet holds nothing.

    ``cells``: its filled cells by the numbers of their kinds, where it is in the plain shape.
    """

    xml: bytes
    scan: SheetScan
    cells: Mapping[int, Mapping[int, int]] | None = None


def _source(
    package: Package,
    entry: SheetEntry,
    is_read: bool,
    percents: Container[str | None],
    kinds: CellKinds | None = None,
) -> _Source:
    """What is known of a sheet before its values are; as a plain one only where ``kinds`` are gathered."""
    if not is_read:
        return _Source(b"", SheetScan(), {})
    xml = package.part(entry.part)
    sheet = plain_sheet(xml, kinds.numbers) if kinds is not None else None
    if sheet is not None:
        return _Source(xml, sheet.scan, sheet.rows)
    xml = plain(xml, entry.part)
    return _Source(xml, scan_sheet(xml, entry.part, entry.name, percents))


def _by_kinds(
    package: Package, sources: Sequence[_Source], kinds: CellKinds, percents: Container[str | None]
) -> list[Rows] | None:
    """The cells of all sheets, those of plain ones by their kinds; None where the workbook has to be read cell by cell."""
    questions = kinds.questions()
    if questions is None:
        return None
    others = [sheet.xml if sheet.scan.rows and sheet.cells is None else b"" for sheet in sources]
    grids = by_calamine(package, [*others, questions])
    known = kinds.answered(grids[-1], percents) if grids is not None else None
    if grids is None or known is None:
        return None
    return [
        _typed(entry, sheet, grid) if sheet.cells is None else _of_kinds(sheet.cells, known)
        for entry, sheet, grid in zip(package.sheets, sources, grids, strict=False)
    ]


def _of_kinds(cells: Mapping[int, Mapping[int, int]], known: Sequence[Cell | None]) -> Rows:
    rows: Rows = {}
    for number, kinds in cells.items():
        row = {column: cell for column, kind in kinds.items() if (cell := known[kind]) is not None}
        if row:
            rows[number] = row
    return rows


def _cell_by_cell(package: Package, sources: Sequence[_Source]) -> list[Rows]:
    """The cells of all sheets, of whatever shape they are; raises Refused."""
    sheets = [sheet.xml if sheet.scan.rows else b"" for sheet in sources]
    grids = by_calamine(package, sheets)
    values = [filled(grid) for grid in grids] if grids is not None else by_openpyxl(package, sheets)
    for entry, rows in zip(package.sheets, values, strict=True):
        _refuse_long_texts(entry.name, rows)
    return [_with_kinds(rows, sheet.scan) for rows, sheet in zip(values, sources, strict=True)]


def _typed(entry: SheetEntry, sheet: _Source, grid: Grid) -> Rows:
    rows = filled(grid)
    _refuse_long_texts(entry.name, rows)
    return _with_kinds(rows, sheet.scan)


def _with_kinds(rows: Rows, scan: SheetScan) -> Rows:
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
