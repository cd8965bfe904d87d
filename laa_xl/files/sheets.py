"""Worksheets whose rows are as high as their text needs, and still grow when somebody types more."""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, time
from functools import lru_cache
from itertools import accumulate
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellFormulaTuple, CellStringTuple, Worksheet

from laa_xl.domain.returns import ErrorValue
from laa_xl.files.formats import Exact

LINE = 13.5  # points a line of the body font
_MARKUP = ("&", "<", ">")
# A column's unit of width is a digit of Calibri 11, 5.25 points. Room and letters are counted in 250ths of the body font's size.
_ROOM = 5.25 / 10 * 250 * 0.98  # a little less: Excel's screen letters are rounded to whole pixels
_ARIAL = {
    47: "'", 55: "ijl", 65: "|", 69: " !,./:;I[\\]ft", 83: "()-`r{}·", 89: '"', 97: "*", 125: "Jcksvxyz", 139: "#$?L_0123456789",
    146: "+<=>~", 153: "FTZ", 167: "&ABEKPSVXY", 181: "CDHNRUw", 195: "GOQ", 208: "Mm", 222: "%", 236: "W", 254: "@",
}  # fmt: skip
_WIDE, _CAPITAL = max(_ARIAL), 195
BOLD = 1.08  # how much wider bold letters are
# What is not named, such as a small a, an accented letter or a sign of another script, is as wide as a digit.
_LETTERS = bytes(next((wide for wide, some in _ARIAL.items() if chr(code) in some), 139) for code in range(256))


class GrowingSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """XlsxWriter marks every height as fixed by hand; without the mark Excel keeps fitting the row to its text."""

    fh: Any  # XlsxWriter's own
    fixed_rows: frozenset[int] = frozenset()  # rows without text that keep their height

    def __init__(self) -> None:
        super().__init__()
        self._allowed: dict[
            int, tuple[dict[str, Any], dict[str, Any]]
        ] = {}  # by the rule's id: the rule, as XlsxWriter has it
        self._said: dict[int, tuple[str, str]] = {}  # the same as XML, before and after the cell's name
        self._quiet: dict[tuple[str, ...], list[str]] = {}

    def leave_in_peace(self, cells: str, *rules: str) -> None:
        """Cells of which Excel's background check says nothing by these rules, where they are as they should be.

        It marks what it finds with a green corner, which a reader takes for a mistake. Areas may not overlap.
        """
        self._quiet.setdefault(rules, []).append(cells)

    def _write_ignored_errors(self) -> None:
        """XlsxWriter names the same cells once for each rule."""
        if self._quiet:
            self._xml_start_tag("ignoredErrors")
            for rules, areas in self._quiet.items():
                self._xml_empty_tag("ignoredError", [("sqref", " ".join(areas)), *((rule, 1) for rule in rules)])
            self._xml_end_tag("ignoredErrors")

    def allow(self, row: int, column: int, rule: dict[str, Any]) -> None:
        """What one cell takes: ``data_validation``, which is quick where many cells are given one and the same dict."""
        known = self._allowed.get(id(rule))
        if known is None:
            self.data_validation(row, column, row, column, rule)
            options = self.validations[-1]
            options["like"] = id(rule)
            self._allowed[id(rule)] = (rule, options)
        else:
            self.validations.append({**known[1], "cells": [[row, column, row, column]]})

    def _write_data_validation(self, options: dict[str, Any]) -> None:
        like = options.get("like")
        if like is None:
            super()._write_data_validation(options)
            return
        cell = xl_rowcol_to_cell_fast(*options["cells"][0][:2])
        if like not in self._said:
            fh, self.fh = self.fh, io.StringIO()
            try:
                super()._write_data_validation(options)
                before, _, after = self.fh.getvalue().partition(f' sqref="{cell}"')
            finally:
                self.fh = fh
            self._said[like] = (before, after)
        before, after = self._said[like]
        self.fh.write(f'{before} sqref="{cell}"{after}')

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """XlsxWriter looks for some fifty newer functions in each formula; ours have none of them."""
        return formula.removeprefix("=")

    def write_formula(self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0) -> int:
        """Nor are any of them arrays."""
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return 0

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """The kinds of cell of which there are thousands, the same as XlsxWriter writes them; it asks much of each."""
        kind = type(cell)
        if kind is CellFormulaTuple:
            value, formula = cell.value, cell.formula
            if type(value) is str:
                if value and (value.startswith("#") or any(sign in value for sign in _MARKUP)):
                    super()._write_cell(row, col, cell)
                    return
                typed = ' t="str"' if value else ""
            elif type(value) is bool:
                super()._write_cell(row, col, cell)
                return
            else:
                typed = ""
            look = f' s="{cell.format._get_xf_index()}"' if cell.format else self._inherited(row, col)
            if "&" in formula or "<" in formula or ">" in formula:
                formula = formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            self.fh.write(f'<c r="{xl_rowcol_to_cell_fast(row, col)}"{look}{typed}><f>{formula}</f><v>{value}</v></c>')
        elif kind is CellStringTuple:
            look = f' s="{cell.format._get_xf_index()}"' if cell.format else self._inherited(row, col)
            self.fh.write(f'<c r="{xl_rowcol_to_cell_fast(row, col)}"{look} t="s"><v>{cell.string}</v></c>')
        else:
            super()._write_cell(row, col, cell)

    def _inherited(self, row: int, col: int) -> str:
        """The look of a cell that has none of its own: of its row, else of its column."""
        found = self.row_info[row].row_format if row in self.row_info else None
        if found is None and col in self.col_info:
            found = self.col_info[col].column_format
        return f' s="{found._get_xf_index()}"' if found is not None else ""

    def _write_rows(self) -> None:
        """XlsxWriter asks for each cell between the first and the last column whether it is there."""
        self._calculate_spans()
        rows = sorted({*self.table, *self.row_info, *self.comments}) if self.dim_rowmax is not None else []
        plain = self.default_row_height == self.original_row_height and self.excel_version != 2010
        for row in rows:
            if not self.dim_rowmin <= row <= self.dim_rowmax:
                continue
            span, cells = self.row_spans.get(row // 16), self.table.get(row)
            if not cells:
                self._write_empty_row(row, span, self.row_info.get(row))
                continue
            info = self.row_info.get(row)
            if info is None and plain:
                self.fh.write(f'<row r="{row + 1}" spans="{span}">')
            else:
                self._write_row(row, span, info)
            for column in sorted(cells):
                self._write_cell(row, column, cells[column])
            self.fh.write("</row>")

    def _calculate_spans(self) -> None:
        """For each sixteen rows the first and last column with a cell or a comment."""
        ends: dict[int, tuple[int, int]] = {}
        for rows in (self.table, self.comments):
            for row, cells in rows.items():
                if cells and self.dim_rowmin <= row <= self.dim_rowmax:
                    first, last = ends.get(row // 16, (self.xls_colmax, 0))
                    ends[row // 16] = (min(first, *cells), max(last, *cells))
        self.row_spans = {block: f"{first + 1}:{last + 1}" for block, (first, last) in ends.items()}

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[Any] | None = None) -> None:
        super()._xml_start_tag_unencoded(tag, self._grown(tag, attributes or []))

    def _xml_empty_tag_unencoded(self, tag: str, attributes: list[Any] | None = None) -> None:
        super()._xml_empty_tag_unencoded(tag, self._grown(tag, attributes or []))

    def _grown(self, tag: str, attributes: list[Any]) -> list[Any]:
        if tag != "row" or dict(attributes)["r"] - 1 in self.fixed_rows:
            return attributes
        return [item for item in attributes if item[0] != "customHeight"]


# An error is written as a formula. The file says what it is called, and any other text would become a formula too.
_ERROR = re.compile(r"#(?:N/A|DIV/0!|[A-Z_]{2,20}[!?])")


def lines_of(text: Any, width: float, scale: float = 1.0) -> int:
    """How many lines a text takes in a column of that width; ``scale`` is the font's size against the body's.

    LibreOffice fits rows anew as it opens a file; Excel shows the height that stands there until somebody types.
    """
    room = max(_WIDE, width * _ROOM / scale)
    found = "" if text is None else str(text)
    return sum(_wrapped(line, room) for line in found.split("\n")) if "\n" in found else _wrapped(found, room)


@lru_cache(maxsize=4096)  # titles, causes and what was printed stand in many rows and quarters
def _wrapped(line: str, room: float) -> int:
    """A line is broken at its last space that fits, and within a word only where that alone is wider than the column."""
    line = line.rstrip()
    widths = line.encode("latin-1", "replace").translate(_LETTERS)
    left = sum(widths)
    if left <= room:
        return 1
    ends, lines, start = [0, *accumulate(widths)], 1, 0
    while left - ends[start] > room:
        stop = bisect_right(ends, ends[start] + room) - 1
        start, lines = line.rfind(" ", start, stop + 1) + 1 or stop, lines + 1
    return lines


def surely_fit(width: float) -> float:
    """So many letters fit on a line of a column of that width, even capitals."""
    return width * _ROOM / _CAPITAL


def height_of(cells: Iterable[tuple[Any, float]], least: int = 1) -> float:
    """The height in points of a row whose wrapped cells hold these texts in columns of these widths (at most 409)."""
    lines = 1
    for text, width in cells:
        # Most texts fit on one line, and measuring takes longer than seeing that.
        if text is not None and (len(found := str(text)) > surely_fit(width) or "\n" in found):
            lines = max(lines, lines_of(found, width))
    return min(409.0, 2 + LINE * max(least, lines))


def write_typed(worksheet: Worksheet, row: int, column: int, value: Any, look: Any) -> None:
    """One entry as somebody typed it: TRUE stays TRUE, a time a time, an error an error."""
    if isinstance(value, ErrorValue) and _ERROR.fullmatch(value):
        worksheet.write_formula(row, column, f"={value}", look, str(value))
    elif isinstance(value, bool):
        worksheet.write_boolean(row, column, value, look)
    elif isinstance(value, time):
        worksheet.write_datetime(row, column, value, look)
    else:
        write_value(worksheet, row, column, value, look)


def write_value(worksheet: Worksheet, row: int, column: int, value: Any, look: Any) -> None:
    """One cell, by the kind of its value; text is always written as text, never as a formula or a link."""
    if value is None or value == "":
        worksheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        worksheet.write_string(row, column, "Y" if value else "", look)
    elif isinstance(value, date):
        worksheet.write_datetime(row, column, value, look)
    elif isinstance(value, (int, float)):
        worksheet.write_number(row, column, Exact(value), look)
    else:
        worksheet.write_string(row, column, str(value)[:32767], look)
