"""Writes a table of a report on a sheet of its own: an Excel table of typed values, each row with where it comes from."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.theme import ROLES, marked
from laa_xl.domain.documents import Field, Grid, Line, Shape, Value
from laa_xl.domain.sentences import as_words
from laa_xl.files.formats import Exact, Formats, places_of, pounds_format, shape_format
from laa_xl.files.printed_values import spoken
from laa_xl.files.sheets import height_of, write_value

SOURCE, _SOURCE_WIDTH = "Source", 30
NO_LINES = "There is nothing to show."
_GREY = "#50575F"


def put_grid(sheet: Worksheet, formats: Formats, grid: Grid, above: Sequence[tuple[str, str]], name: str) -> None:
    """Fill an empty sheet, ready to print across A4; ``above`` are lines over the table with their roles."""
    sheet.hide_gridlines(2)
    widths = [*(field.width for field in grid.fields), *([_SOURCE_WIDTH] if grid.traced else [])]
    row = 0
    for text, role in (*above, (grid.note, "guidance")):
        for part in textwrap.wrap(as_words(text), max(60, int(sum(widths)))):
            sheet.write_string(row, 0, part, formats.role(role))
            row += 1
    sheet.set_row(0, 24)
    head = row + 1
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    _page(sheet, head)
    if not grid.lines:
        sheet.write_string(head, 0, NO_LINES, formats.role("guidance"))
        return
    headings = unique([*(as_words(field.heading) for field in grid.fields), *([SOURCE] if grid.traced else [])])
    header = formats.role("header")
    options = {
        "name": name,
        "style": None,
        "columns": [{"header": heading, "header_format": header} for heading in headings],
    }
    sheet.add_table(head, 0, head + len(grid.lines), len(headings) - 1, options)
    sheet.set_row(
        head, height_of([(heading, width * 0.85) for heading, width in zip(headings, widths, strict=True)]) + 4
    )
    for number, line in enumerate(grid.lines, head + 1):
        _line(sheet, formats, grid, number, line)
    sheet.freeze_panes(head + 1, 1)


def _line(sheet: Worksheet, formats: Formats, grid: Grid, row: int, line: Line) -> None:
    texts = [
        (as_words(value), field.width)
        for field, value in zip(grid.fields, line.values, strict=True)
        if isinstance(value, str)
    ]
    sheet.set_row(row, height_of([*texts, (line.origin, _SOURCE_WIDTH * 1.2)]))
    tints = line.tints or ("",) * len(line.values)
    for index, (field, value, tint) in enumerate(zip(grid.fields, line.values, tints, strict=True)):
        write_value(sheet, row, index, _written(field, value), _look(formats, field, line, value, tint))
    if not grid.traced:
        return
    source = formats.role("total" if line.total else "plain", text_wrap=True, font_size=8, font_color=_GREY)
    write_value(sheet, row, len(grid.fields), as_words(line.origin), source)


def _written(field: Field, value: Value) -> str | int | float | date | None:
    if isinstance(value, Decimal):
        return Exact(value)
    return spoken(field, value) if isinstance(value, str) else value


def _look(formats: Formats, field: Field, line: Line, value: Value, tint: str) -> Format:
    """A rating on its colour, a number with its decimals; a text in place of a number stands where numbers do."""
    number = number_format(field, line, value)
    rag = tint or (value if field.shape is Shape.RAG and isinstance(value, str) else "")
    if f"rag_{rag.lower()}" in ROLES and rag:
        return formats.role(f"rag_{rag.lower()}", num_format=marked(rag, number or "General"))
    more: dict[str, Any] = {"num_format": number} if number and not isinstance(value, str) else {}
    if field.shape.numeric:
        more |= {"align": "right"}
    elif field.shape in (Shape.RAG, Shape.SYMBOL):
        more |= {"align": "center"}
    else:
        more |= {"text_wrap": True, "align": "left"}
    return formats.role("total" if line.total else "plain", **more)


def number_format(field: Field, line: Line, value: Value) -> str:
    """The number format of a cell: that of its column's shape, with the decimals of its line; "" for words."""
    shown = float(value) if isinstance(value, Decimal) else value
    if field.shape is Shape.POUNDS:
        return pounds_format(value)
    return shape_format(field.shape, places_of(shown, line.decimals))


def _page(sheet: Worksheet, head: int) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(0.5, 0.5, 0.6, 0.7)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)


def unique(names: Sequence[str]) -> list[str]:
    """The names, the second of two that differ in no letter with a number: an Excel table wants each once."""
    found: list[str] = []
    for name in names:
        number, tried = 1, name or "Column"
        while tried.casefold() in {one.casefold() for one in found}:
            number += 1
            tried = f"{name} {number}"
        found.append(tried)
    return found
