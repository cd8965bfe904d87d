"""A workbook that is open in Excel: how its cells are read and written through xlwings.

Every call to Excel costs about a millisecond: a sheet is read, and a table written, as one array.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from laa_xl.files.cells import Cell, address

MOST_CELLS = 4_000_000  # of one sheet; a whole formatted sheet would take Excel minutes to hand over
_LONGEST = 255  # characters of an address that names several areas
_CELL_TEXT = 32_766
_ERROR_NUMBERS = range(-2146826300, -2146826200)
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")

Grid = list[list[Any]]


class CannotWrite(Exception):
    """The open workbook cannot be read or written as it stands; a sentence says why and what to do."""


# Values, as Excel gives them and takes them.


def is_error(value: Any) -> bool:
    """Whether Excel gave an error: a known one by its name, a newer one as the number that Windows has for it."""
    return value in _ERRORS if isinstance(value, str) else type(value) is int and value in _ERROR_NUMBERS


def told(value: Any) -> Any:
    """A value as readers of files give it: a whole day as a date, blank as None; numbers are floats."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        plain = value.replace(tzinfo=None)
        return plain.date() if plain.time() == time() else plain
    return float(value) if isinstance(value, Decimal) else value


def cell_of(value: Any) -> Cell | None:
    """What was read, as a cell; None where it is blank. Excel calculates, so no formula lacks its result."""
    if is_error(value):
        return Cell(None, error=value if isinstance(value, str) else "an error")
    plain = told(value)
    return None if plain is None else Cell(plain)


def shown(value: Any) -> Any:
    """A value as a master's cell holds it: a yes as Y, a number as a float, a date without an hour."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "Y" if value else None
    if isinstance(value, datetime):
        return told(value)
    if isinstance(value, date):
        return value
    return float(value) if isinstance(value, (int, float)) else str(value)[:_CELL_TEXT]


def entered(value: Any) -> Any:
    """What to hand to Excel so that a cell holds this very value.

    Text gets an apostrophe, which Excel takes as "this is text": otherwise "=1+1" would become a formula, "2008-09" a
    date, "007" a number, and a leading apostrophe of its own would go.
    """
    plain = shown(value)
    if isinstance(plain, str):
        return f"'{plain}"
    if isinstance(plain, date) and not isinstance(plain, datetime):
        return datetime.combine(plain, time())
    return plain


def as_it_was(value: Any, formula: Any) -> Any:
    """What to hand to Excel so that a cell is again what was read from it: a formula, an error, a value."""
    if isinstance(formula, str) and formula.startswith("=") and formula != value:
        return formula
    if isinstance(value, bool) or is_error(value):
        return value if isinstance(value, (bool, str)) else None
    return entered(told(value))


# Areas.


def area(sheet: Any, top: int, left: int, bottom: int, right: int) -> Any:
    """A block of cells, counted from 1."""
    return sheet.range((top, left), (bottom, right))


def read_sheet(sheet: Any) -> Grid:
    """Everything from A1 to the last used cell, in one array; errors by their names."""
    last = sheet.used_range.last_cell
    rows, columns = last.row, last.column
    if rows * columns > MOST_CELLS:
        raise CannotWrite(
            f'The tab "{sheet.name}" is in use down to {address(rows - 1, columns - 1)}, far below its last entry. '
            "Delete the empty rows and columns there, save, and try again; nothing was changed."
        )
    values: Grid = area(sheet, 1, 1, rows, columns).options(ndim=2, err_to_str=True).value
    return values


def value_at(grid: Grid, row: int, column: int) -> Any:
    """What stands in a cell, counted from 1; None beyond the last used one."""
    line = grid[row - 1] if row <= len(grid) else []
    return line[column - 1] if column <= len(line) else None


def formulas_of(block: Any, rows: int, columns: int) -> Grid:
    """The formulas of a block, in one array; a cell without one gives its value as text."""
    found = block.formula
    if rows == columns == 1:
        return [[found]]
    if not isinstance(found[0], (list, tuple)):
        return [list(found)] if rows == 1 else [[one] for one in found]
    return [list(row) for row in found]


def unions(areas: Iterable[tuple[int, int, int, int]]) -> Iterator[str]:
    """Addresses that name many blocks (top, left, bottom, right from 1) at once, each short enough for Excel."""
    ends = ((address(top - 1, left - 1), address(bottom - 1, right - 1)) for top, left, bottom, right in areas)
    return _joined(first if first == last else f"{first}:{last}" for first, last in ends)


def _joined(addresses: Iterable[str]) -> Iterator[str]:
    line = ""
    for one in addresses:
        if line and len(line) + 1 + len(one) > _LONGEST:
            yield line
            line = ""
        line = f"{line},{one}" if line else one
    if line:
        yield line


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers that follow one another, as first and last."""
    first = last = None
    for number in sorted(numbers):
        if first is None or last is None or number != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last


def blocks_of(cells: Iterable[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Cells (row, column) put together to blocks: along each row, then equal stretches of rows that follow."""
    rows: dict[int, list[int]] = {}
    for row, column in cells:
        rows.setdefault(row, []).append(column)
    stretches: dict[tuple[int, int], list[int]] = {}
    for row, columns in rows.items():
        for stretch in runs(columns):
            stretches.setdefault(stretch, []).append(row)
    found = [(top, left, bottom, right) for (left, right), at in stretches.items() for top, bottom in runs(at)]
    return sorted(found)


def heights_of(sheet: Any, first: int, last: int) -> dict[int, float]:
    """The height of each row (0: hidden), in as few calls as equal neighbours allow."""
    height = sheet.range(f"{first}:{last}").row_height
    if height is not None or first == last:
        return dict.fromkeys(range(first, last + 1), float(height or 0))
    middle = (first + last) // 2
    return heights_of(sheet, first, middle) | heights_of(sheet, middle + 1, last)


def set_heights(sheet: Any, heights: Mapping[int, float | None]) -> None:
    """Give rows their heights, those of one height together; None fits a row to its text, 0 hides it."""
    groups: dict[float | None, list[int]] = {}
    for row, height in heights.items():
        groups.setdefault(height, []).append(row)
    for height, rows in groups.items():
        for address_ in _joined(f"{first}:{last}" for first, last in runs(rows)):
            block = sheet.range(address_)
            if height is None:
                block.rows.autofit()
            elif height == 0:
                block.rows.hidden = True
            else:
                block.row_height = height
