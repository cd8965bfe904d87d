"""A sheet whose table is written as rows of XML: the same bytes as cell by cell, in a third of the time.

XlsxWriter makes an object of each cell, and at the end some text of each object. Here a row is kept as the texts that go
between the beginnings of its cells, which are the same for all rows of one pattern of formats.
"""

from __future__ import annotations

import io
import math
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range

from laa_xl.files.formats import Exact
from laa_xl.files.sheets import GrowingSheet, write_value

_LONGEST = 16_383  # characters, below which no text can be too long for a cell
_TOGETHER = 512  # rows that are packed together: a table of a large area would take hundreds of megabytes otherwise
_CELL, _ROW = "\x1f", "\x1e"  # between cells and rows while they wait: no XML has them


class StreamedSheet(GrowingSheet):
    """Rows given by ``add_row`` come after every other row of the sheet, without a gap between them."""

    fh: Any  # XlsxWriter's own
    dim_rowmax: Any
    tables: list[dict[str, Any]]

    def __init__(self) -> None:
        super().__init__()
        self._from = self._next = 0
        self._columns = 0
        self._waiting: list[str] = []  # rows as text: the numbers of height and formats, then the cells
        self._packed: list[bytes] = []
        self._looks: dict[tuple[Any, ...], int] = {}
        self._heights: dict[float, int] = {}
        self._opened: list[str] = []  # by the height's number: the row's tag

    def add_table(self, first_row: int, first_col: int, last_row: int, last_col: int, options: dict[str, Any]) -> int:
        """A table over rows given by ``add_row``: XlsxWriter would keep each of its cells in mind, in case another table came
        to lie over it, which takes longer than the rows themselves and a good part of all memory.
        """
        made: int = super().add_table(first_row, first_col, min(first_row + 1, last_row), last_col, options)
        if made == 0:
            table = self.tables[-1]
            whole = xl_range(first_row, first_col, last_row, last_col)
            table.update({name: whole for name in ("range", "a_range", "autofilter") if table.get(name)})
        return made

    def add_row(self, row: int, height: float, values: Sequence[Any], looks: tuple[Any, ...]) -> None:
        """A row of a table, from the first column on: as ``set_row`` and ``write_value`` for each cell would write it."""
        if not self._columns:
            self._from = self._next = row
            self._columns = len(looks)
        if row != self._next or len(looks) != self._columns:
            raise ValueError(f"row {row} of {self.name} does not follow the one before it")
        if self._check_dimensions(row, self._columns - 1):
            raise ValueError(f"{self.name} has more rows than a sheet can hold")
        self._next = row + 1
        known = self.str_table.string_table
        cells = []
        for index, value in enumerate(values):
            if value is None:
                cells.append("/>")
            elif type(value) is str and value and (shared := known.get(value)) is not None:
                self.str_table.count += 1
                cells.append(f' t="s"><v>{shared}</v></c>')
            elif type(value) is float and math.isfinite(value):
                cells.append(f"><v>{value!r}</v></c>")
            else:
                cells.append(self._cell(row, index, value))
        number = self._heights.get(height)
        if number is None:
            number = self._heights[height] = self._tag(row, height)
        look = self._looks.setdefault(looks, len(self._looks))
        self._waiting.append(_CELL.join((str(number), str(look), *cells)))
        if len(self._waiting) == _TOGETHER:
            self._packed.append(zlib.compress(_ROW.join(self._waiting).encode(), 1))
            self._waiting.clear()

    def _rows(self) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """The rows again, and for the last time: number of the height, number of the formats, cells."""
        packed, self._packed = deque(self._packed), []
        waiting, self._waiting = self._waiting, []
        while packed or waiting:
            block, waiting = (
                (zlib.decompress(packed.popleft()).decode().split(_ROW), waiting) if packed else (waiting, [])
            )
            for text in block:
                height, look, *cells = text.split(_CELL)
                yield int(height), int(look), tuple(cells)

    def _cell(self, row: int, column: int, value: Any) -> str:
        """What follows the beginning of a cell, by the kind of its value: the twin of ``sheets.write_value``."""
        if value is None or value == "":
            return "/>"
        kind = type(value)
        if kind is str and len(value) <= _LONGEST:
            return f' t="s"><v>{self.str_table._get_shared_string_index(value)}</v></c>'
        if kind is float and math.isfinite(value):
            return f"><v>{value!r}</v></c>"
        if kind is int:
            return f"><v>{Exact(value)}</v></c>"
        if isinstance(value, date) and not isinstance(value, bool):
            return f"><v>{self._convert_date_time(value):.16G}</v></c>"
        return self._by_xlsxwriter(row, column, value)

    def _by_xlsxwriter(self, row: int, column: int, value: Any) -> str:
        """The same for what is rare."""
        write_value(self, row, column, value, None)
        cell = self.table.pop(row)[column]
        fh, self.fh = self.fh, io.StringIO()
        try:
            self._write_cell(row, column, cell)
            text: str = self.fh.getvalue()
        finally:
            self.fh = fh
        return text.partition('"')[2].partition('"')[2]

    def _tag(self, row: int, height: float) -> int:
        """The tag that begins a row of that height, with places for its number and its span."""
        self.set_row(row, height)
        fh, self.fh = self.fh, io.StringIO()
        try:
            self._write_row(0, "{}", self.row_info.pop(row))
            text: str = self.fh.getvalue()
        finally:
            self.fh = fh
        self._opened.append(text.replace("%", "%%").replace('r="1"', 'r="%d"', 1).replace("{}", "%s"))
        return len(self._opened) - 1

    def _calculate_spans(self) -> None:
        super()._calculate_spans()
        if not self._columns:
            return
        for block in range(self._from // 16, (self._next - 1) // 16 + 1):
            above = [
                column
                for row in range(16 * block, min(16 * block + 16, self._from))
                if row in self.table
                for column in self.table[row]
            ]
            last = max(self._columns, 1 + max(above, default=0))
            self.row_spans[block] = f"1:{last}"

    def _write_rows(self) -> None:
        if not self._columns:
            super()._write_rows()
            return
        last, self.dim_rowmax = self.dim_rowmax, self._from - 1
        super()._write_rows()
        self.dim_rowmax = last
        letters = [xl_col_to_name(index) for index in range(self._columns)]
        formats, begun = list(self._looks), dict[int, str]()
        write = self.fh.write
        for number, (height, look, cells) in enumerate(self._rows(), self._from + 1):
            pattern = begun.get(look)
            if pattern is None:
                indices = [one._get_xf_index() for one in formats[look]]
                pattern = begun[look] = "".join(
                    f'<c r="{letter}{{0}}" s="{index}"%s' for letter, index in zip(letters, indices, strict=True)
                )
            tag = self._opened[height] % (number, self.row_spans[(number - 1) // 16])
            write(f"{tag}{pattern.replace('{0}', str(number)) % cells}</row>")


class StreamedTexts(StreamedSheet):
    """The same for rows of texts alone, each as ``write_string`` writes it: one without a letter is a text, too."""

    def _cell(self, row: int, column: int, value: Any) -> str:
        if value == "":
            return f' t="s"><v>{self.str_table._get_shared_string_index(value)}</v></c>'
        return super()._cell(row, column, value)
