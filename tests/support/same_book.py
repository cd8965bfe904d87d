"""Two workbooks compared as a person would: every cell with its look, every row, table, chart and mark."""

from __future__ import annotations

from typing import Any

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.excel_cells import marks_of


def book_as_it_is(book: Workbook) -> dict[str, dict[Any, Any]]:
    """What stands where in a workbook, by sheet; two that are equal look and print alike."""
    return {sheet.title: sheet_as_it_is(sheet) for sheet in book.worksheets}


def sheet_as_it_is(sheet: Worksheet) -> dict[Any, Any]:
    """Cells, rows, columns, tables, charts, marks, comments, filters and the print area of a sheet."""
    found: dict[Any, Any] = {}
    for place, cell in sheet._cells.items():
        if cell.value is not None:
            found["value", place] = (cell.value, cell.data_type)
        if cell.has_style:
            look = _look(cell)
            if look != _PLAIN:
                found["look", place] = look
        if cell.comment is not None:
            found["comment", place] = cell.comment.text
        if cell.hyperlink is not None:
            found["link", place] = cell.hyperlink.location
    for row, line in sheet.row_dimensions.items():
        if line.height not in (None, 15) or line.hidden:
            # XlsxWriter rounds heights to the pixels of a screen.
            found["row", row] = (None if line.hidden else round(4 * (line.height or 15) / 3), bool(line.hidden))
    for letter, column in sheet.column_dimensions.items():
        found["column", letter] = (column.width, bool(column.hidden))
    for table in sheet.tables.values():
        filters = [
            (one.colId, tuple(one.filters.filter) if one.filters else None) for one in table.autoFilter.filterColumn
        ]
        found["table", table.displayName] = (table.ref, filters, table.totalsRowCount)
    for number, chart in enumerate(sheet._charts):
        found["chart", number] = (
            chart.anchor._from.row,
            [(one.tx.strRef.f, one.val.numRef.f) for one in chart.series],
        )
    for rule, cells in marks_of(sheet):
        found.setdefault(("marks", rule.formula[0] if rule.formula else rule.type), set()).update(cells)
    found = {key: value for key, value in found.items() if value != set()}
    found["printed"] = (str(sheet.print_area), sheet.print_title_rows, sheet.page_setup.orientation)
    return found


def _look(cell: Any) -> tuple[Any, ...]:
    known = cell.parent.parent.__dict__.setdefault("looks of cells", {})  # a workbook only ever adds to its styles
    key = bytes(cell._style)
    if key not in known:
        known[key] = _spelled_out(cell)
    found: tuple[Any, ...] = known[key]
    return found


def _spelled_out(cell: Any) -> tuple[Any, ...]:
    font, align = cell.font, cell.alignment
    return (
        cell.number_format,
        (font.name, font.sz, bool(font.b), bool(font.i), font.u, font.color.rgb if font.color else None),
        cell.fill.fgColor.rgb if cell.fill.fill_type else None,
        tuple(getattr(cell.border, side).style for side in ("left", "right", "top", "bottom")),
        (align.horizontal, align.vertical, bool(align.wrap_text), align.indent),
    )


_PLAIN = ("General", ("Calibri", 11.0, False, False, None, None), None, (None,) * 4, (None, None, False, 0.0))


def differences(one: dict[str, dict[Any, Any]], other: dict[str, dict[Any, Any]], *leave_out: str) -> list[str]:
    """What is not alike, in words; kinds of things that are named are left out."""
    found = []
    for sheet in {**one, **other}:
        a, b = one.get(sheet), other.get(sheet)
        if a is None or b is None:
            found.append(f"{sheet}: only in one")
            continue
        for key in {**a, **b}:
            if a.get(key) != b.get(key) and key[0] not in leave_out:
                found.append(f"{sheet}, {key}: {a.get(key)} / {b.get(key)}")
    return found
