"""What Excel does to cells, on openpyxl: how it takes what is entered, moves rows, copies formats. For tests only."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Alignment
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

Area = tuple[int, int, int, int]  # first row, first column, last row, last column, from 1
CALCULATED = 42.0  # what every formula of ours results in

ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
    "#SPILL!": -2146826243,
}
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?%?$", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?$|[a-z]{3,9} \d{4}$", re.IGNORECASE)


def enter(cell: Cell, value: Any) -> None:
    """Give a cell what somebody typed, or what COM handed over: Excel decides what it is."""
    quoted = False
    if value == "":
        value = None
    elif isinstance(value, str) and value.startswith("'"):
        value, quoted = value[1:], True
    elif isinstance(value, str) and cell.number_format != "@":
        value = _understood(value)
    elif isinstance(value, datetime) and cell.number_format == "General":
        cell.number_format = "dd/mm/yyyy"
    cell.value = None
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s" if quoted or not (value.startswith("=") or value in ERRORS) else cell.data_type
        if not quoted and value in ERRORS:
            cell.data_type = "e"
    if quoted != bool(cell.has_style and cell.quotePrefix):
        cell.quotePrefix = int(quoted)


def _understood(text: str) -> Any:
    """What Excel makes of a text that nobody marked as text."""
    if text.startswith("=") or text in ERRORS:
        return text
    if _NUMBER.match(text):
        return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    if text[0] in "+-@":
        return f"={text}"
    if _DATE.match(text):
        return datetime(2008, 9, 1)
    return {"TRUE": True, "FALSE": False}.get(text.upper(), text)


def handed_over(cell: Cell) -> Any:
    """A cell's value as COM hands it over."""
    value = cell.value
    if cell.data_type == "f":
        return CALCULATED
    if cell.data_type == "e":
        return ERRORS[str(value)]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


def formula_of(cell: Cell) -> str:
    """A cell's formula, or its value as text."""
    if cell.value is None:
        return ""
    return cell.value if isinstance(cell.value, str) else str(handed_over(cell))


def each(area: Area) -> Iterator[tuple[int, int]]:
    """The places of an area, row by row."""
    top, left, bottom, right = area
    return ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


# Rows put in and taken out.


def shift_rows(sheet: Worksheet, first: int, count: int) -> None:
    """Put in (count > 0) or take out (< 0) whole rows at ``first``; everything that names a row follows, as in Excel."""

    def start(row: int) -> int:
        if count > 0:
            return row + count if row >= first else row
        return row if row < first else max(first, row + count)

    def end(row: int) -> int:
        if count > 0:
            return row + count if row >= first else row
        return row if row < first else max(first - 1, row + count)

    gone = range(first, first - count) if count < 0 else range(0)
    _move_cells(sheet, start, gone)
    _move_heights(sheet, start, gone, first, count)
    for table in sheet.tables.values():
        table.ref = _moved(table.ref, start, end)
        if table.autoFilter is not None:
            table.autoFilter.ref = _moved(table.autoFilter.ref, start, end)
    rules = [(str(one.sqref), one.rules) for one in sheet.conditional_formatting]
    sheet.conditional_formatting = ConditionalFormattingList()
    for ref, found in rules:
        for rule in found:
            sheet.conditional_formatting.add(" ".join(_moved(part, start, end) for part in ref.split()), rule)
    if sheet.print_area:
        sheet.print_area = _moved(str(sheet.print_area).rpartition("!")[2], start, end)
    for chart in sheet._charts:
        _move_chart(sheet, chart, start, end)


def _move_cells(sheet: Worksheet, to: Callable[[int], int], gone: Iterable[int]) -> None:
    cells = [cell for (row, _), cell in sheet._cells.items() if row not in gone]
    sheet._cells = {}
    for cell in cells:
        cell.row = to(cell.row)
        sheet._cells[cell.row, cell.column] = cell
        if cell.hyperlink is not None:
            cell.hyperlink.ref = cell.coordinate


def _move_heights(sheet: Worksheet, to: Callable[[int], int], gone: Iterable[int], first: int, count: int) -> None:
    known = {row: (line.height, line.hidden) for row, line in sheet.row_dimensions.items()}
    sheet.row_dimensions.clear()
    for row, (height, hidden) in known.items():
        if row not in gone:
            sheet.row_dimensions[to(row)].height = height
            sheet.row_dimensions[to(row)].hidden = hidden
    for row in range(first, first + count):  # new rows look like the one above
        sheet.row_dimensions[row].height = known.get(first - 1, (None, False))[0]
        for column in range(1, sheet.max_column + 1):
            above = sheet._cells.get((first - 1, column))
            if above is not None and above.has_style:
                sheet.cell(row, column)._style = copy.copy(above._style)


def _moved(ref: str, start: Callable[[int], int], end: Callable[[int], int]) -> str:
    left, _, right = ref.partition(":")
    moved = _row_moved(left, start)
    return f"{moved}:{_row_moved(right, end)}" if right else moved


def _row_moved(cell: str, to: Callable[[int], int]) -> str:
    return re.sub(r"\d+$", lambda found: str(to(int(found[0]))), cell)


def _move_chart(sheet: Worksheet, chart: Any, start: Callable[[int], int], end: Callable[[int], int]) -> None:
    for corner in (chart.anchor._from, getattr(chart.anchor, "to", None)):
        if corner is not None:
            corner.row = start(corner.row + 1) - 1
    for series in chart.series:
        for part in (series.tx.strRef, series.cat.strRef or series.cat.numRef, series.val.numRef):
            name, _, ref = part.f.rpartition("!")
            part.f = f"{name}!{_moved(ref, start, end)}"


# Formats.


def copy_formats(source: tuple[Worksheet, Area], target: tuple[Worksheet, Area]) -> None:
    """Formats and conditional formats, the source repeated where the target is larger."""
    (sheet, (top, left, bottom, right)), (to, area) = source, target
    marks = marks_of(sheet)
    taken = marks_of(to) if to is not sheet else marks
    for row, column in each(area):
        origin = (top + (row - area[0]) % (bottom - top + 1), left + (column - area[1]) % (right - left + 1))
        known = sheet._cells.get(origin)
        if known is not None or (row, column) in to._cells:
            to.cell(row, column)._style = copy.copy(known._style) if known is not None else StyleArray()
        for _, cells in taken:
            cells.discard((row, column))
        for rule, cells in marks:
            if origin in cells:
                next((found for one, found in taken if one is rule), _added(taken, rule)).add((row, column))
    _put_marks(to, taken)


def clear_formats(sheet: Worksheet, areas: Iterable[Area]) -> None:
    """No format and no conditional format any more."""
    marks = marks_of(sheet)
    for area in areas:
        for place in each(area):
            if place in sheet._cells:
                sheet._cells[place]._style = StyleArray()
            for _, cells in marks:
                cells.discard(place)
    _put_marks(sheet, marks)


_Marks = list[tuple[Any, set[tuple[int, int]]]]


def _added(marks: _Marks, rule: Any) -> set[tuple[int, int]]:
    found = next((cells for one, cells in marks if one is rule), None)
    if found is None:
        found = set()
        marks.append((rule, found))
    return found


def marks_of(sheet: Worksheet) -> _Marks:
    """Each conditional format with the cells it marks."""
    found: _Marks = []
    for one in sheet.conditional_formatting:
        cells = {place for part in one.sqref.ranges for place in each(_area(part.coord))}
        found += [(rule, set(cells)) for rule in one.rules]
    return found


def _put_marks(sheet: Worksheet, marks: _Marks) -> None:
    sheet.conditional_formatting = ConditionalFormattingList()
    for rule, cells in marks:
        columns: dict[int, list[int]] = {}
        for row, column in sorted(cells):
            columns.setdefault(column, []).append(row)
        parts = []
        for column, rows in columns.items():
            letter, first = get_column_letter(column), rows[0]
            for row, after in zip(rows, [*rows[1:], None], strict=True):
                if after != row + 1:
                    parts.append(f"{letter}{first}:{letter}{row}")
                    first = after or 0
        if parts:
            sheet.conditional_formatting.add(" ".join(parts), rule)


def _area(coord: str) -> Area:
    left, top, right, bottom = range_boundaries(coord)
    assert None not in (left, top, right, bottom)
    return int(top or 0), int(left or 0), int(bottom or 0), int(right or 0)


def aligned(cell: Cell, **changes: Any) -> None:
    """Change some of a cell's alignment."""
    now = cell.alignment
    known = {name: getattr(now, name) for name in ("horizontal", "vertical", "wrap_text", "indent")}
    cell.alignment = Alignment(**{**known, **changes})
