"""Worksheets whose rows are as high as their text needs, and still grow when somebody types more."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from xlsxwriter.worksheet import Worksheet

from laa_xl.domain.returns import ErrorValue
from laa_xl.files.formats import Exact

LINE = 13.5  # points a line of the body font
_WIDTH_OF_ARIAL = 1.12  # characters of body text to a column's unit of width


class GrowingSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """XlsxWriter marks every height as fixed by hand; without the mark Excel keeps fitting the row to its text."""

    fixed_rows: frozenset[int] = frozenset()  # rows without text that keep their height

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """XlsxWriter looks for some fifty newer functions in each formula; ours have none of them."""
        return formula.removeprefix("=")

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
    """How many lines a text takes in a column of that width; ``scale`` is the font's size against the body's."""
    room = max(1.0, width * _WIDTH_OF_ARIAL / scale)
    return sum(max(1, math.ceil(len(line) / room)) for line in str(text).split("\n")) if text not in (None, "") else 1


def height_of(cells: Iterable[tuple[Any, float]], least: int = 1) -> float:
    """The height in points of a row whose wrapped cells hold these texts in columns of these widths (at most 409)."""
    lines = 1
    for text, width in cells:
        # Most texts fit on one line, and dividing takes longer than seeing that.
        if text is not None and (len(found := str(text)) > width * _WIDTH_OF_ARIAL or "\n" in found):
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
