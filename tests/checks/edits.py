"""Ways to edit a saved return as a person might: rows, columns, tabs, headings, through openpyxl."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from copy import copy
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from laa_xl.declare.return_form import HIDDEN_SHEET, RETURN_FORM
from tests.support.returns import address, heading_address, located, places, valid_return

Edit = Callable[[Workbook], object]


def edited(*edits: Edit, data: bytes | None = None) -> bytes:
    """A workbook opened, edited and saved again by openpyxl: its formulas come out without values."""
    book = openpyxl.load_workbook(io.BytesIO(data or valid_return()))
    for edit in edits:
        edit(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def put(spot: str, value: Any) -> Edit:
    """Type a value into a cell; None clears it."""

    def edit(book: Workbook) -> None:
        sheet, cell = address(spot).split("!")
        _tab(book, sheet)[cell].value = value

    return edit


def put_at(sheet: str, cell: str, value: Any) -> Edit:
    """Type a value into a cell by its address."""

    def edit(book: Workbook) -> None:
        _tab(book, sheet)[cell].value = value

    return edit


def heading(column: str, table: str, value: Any) -> Edit:
    """Type another heading over a column's."""

    def edit(book: Workbook) -> None:
        sheet, cell = heading_address(column, table).split("!")
        _tab(book, sheet)[cell].value = value

    return edit


def delete_row(key: str) -> Edit:
    """Take a row out of its sheet; what is below moves up."""

    def edit(book: Workbook) -> None:
        tab, number = _row(book, key)
        tab.delete_rows(number)

    return edit


def append_copy(key: str, changes: Mapping[str, Any] | None = None) -> Edit:
    """Copy a row to below the last row of its table, with other values in some columns."""

    def edit(book: Workbook) -> None:
        tab, number = _row(book, key)
        table = located(f"{key}.x")[0]
        to = below(table.name)
        for index, column in enumerate(table.columns, 1):
            value = (changes or {}).get(column.name, tab.cell(number, index).value)
            tab.cell(to, index).value = None if column.formula else value

    return edit


def below(table: str) -> int:
    """The number of the first row below a table."""
    sheet = RETURN_FORM.sheet(table).name
    rows = [int(re.sub(r"\D", "", place.split("!")[1])) for place in places().values() if place.startswith(f"{sheet}!")]
    return max(rows) + 1


def move_column(column: str, table: str, before: str) -> Edit:
    """Cut a column of a table and put it in before another, with the formats of its cells."""

    def edit(book: Workbook) -> None:
        head = heading_address(column, table)
        tab = _tab(book, head.split("!")[0])
        place = openpyxl.utils.cell.coordinate_from_string(head.split("!")[1])
        to = openpyxl.utils.cell.coordinate_from_string(heading_address(before, table).split("!")[1])
        source, target = (openpyxl.utils.column_index_from_string(letters) for letters in (place[0], to[0]))
        first = int(place[1])
        for row in tab.iter_rows(min_row=first):
            held = [(cell.value, copy(cell._style)) for cell in row]
            held.insert(target - 1 - (target > source), held.pop(source - 1))
            for cell, (value, style) in zip(row, held, strict=True):
                # A formula that was moved would point elsewhere: formulas stay out of it.
                cell.value = None if isinstance(value, str) and value.startswith("=") else value
                cell._style = style

    return edit


def rename(sheet: str, name: str) -> Edit:
    """Give a tab another name."""
    return lambda book: setattr(_tab(book, sheet), "title", name)


def hide(sheet: str) -> Edit:
    """Hide a tab."""
    return lambda book: setattr(_tab(book, sheet), "sheet_state", "hidden")


def remove(sheet: str) -> Edit:
    """Delete a tab."""
    return lambda book: book.remove(_tab(book, sheet))


def hidden_line(name: str, value: str) -> Edit:
    """Change a line of the very hidden sheet."""

    def edit(book: Workbook) -> None:
        for row in _tab(book, HIDDEN_SHEET).iter_rows():
            if row[0].value == name:
                row[1].value = value

    return edit


def _tab(book: Workbook, name: str) -> Worksheet:
    tab = book[name]
    assert isinstance(tab, Worksheet)
    return tab


def _row(book: Workbook, key: str) -> tuple[Worksheet, int]:
    table = located(f"{key}.x")[0]
    sheet, cell = address(f"{key}.{table.key.name}").split("!")
    return _tab(book, sheet), int(re.sub(r"\D", "", cell))
