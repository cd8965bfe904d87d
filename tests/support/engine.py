"""An Excel for tests: an xlwings engine on openpyxl, as faithful as our code depends on.

Into a filtered range it writes as wrongly as Excel does; what is not marked as text it takes for what it looks like; every
read and write is counted, and any write can be made to fail.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlwings
from openpyxl import load_workbook
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes

from tests.support.excel_cells import (
    ERRORS,
    Area,
    aligned,
    clear_formats,
    copy_formats,
    each,
    enter,
    formula_of,
    handed_over,
    shift_rows,
)

DEFAULT_HEIGHT = 15.0
LONGEST_ADDRESS = 255


def _argb(color: Any) -> str:
    return f"FF{color.lstrip('#')}" if isinstance(color, str) else "FF{:02X}{:02X}{:02X}".format(*color)


class Broke(Exception):
    """What an injected failure raises, as pywin32 would."""


class Excel:
    """The application: its settings, its calls, what it said."""

    def __init__(self) -> None:
        self.screen_updating, self.enable_events, self.display_alerts = True, True, True
        self.calculation, self.status_bar, self.cut_copy_mode = "automatic", False, None
        self.open: list[Book] = []
        self.calls: list[tuple[str, str]] = []  # read or write, and what
        self.fail_at: int | None = None  # the write, counted from 1, that breaks
        self.alerts: list[tuple[str, str, str]] = []
        self.bars: list[str] = []
        self.clipboard: Range | None = None
        self.chosen: Range | None = None
        self.api = type("Api", (), {"UserName": "Ann Officer"})()
        self.pid = 1
        self.engine = ENGINE

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "status_bar" and isinstance(value, str):
            self.bars.append(value)
        super().__setattr__(name, value)

    def read(self, what: str) -> None:
        self.calls.append(("read", what))

    def write(self, what: str) -> None:
        self.calls.append(("write", what))
        if self.fail_at is not None and self.writes == self.fail_at:
            raise Broke(what)

    @property
    def writes(self) -> int:
        return sum(kind == "write" for kind, _ in self.calls)

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def selection(self) -> Range | None:
        return self.chosen

    def activate(self, steal_focus: bool = False) -> None:
        """There is only one window."""

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        self.alerts.append((title, prompt, mode))
        return "ok"


class Apps:
    def __init__(self) -> None:
        self.all: list[Excel] = []

    def __iter__(self) -> Iterator[Excel]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)


class Engine:
    """What ``xw.engines.add`` takes."""

    name, type = "openpyxl", "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        return "" if value is None else value

    @staticmethod
    def clean_value_data(data: Any, dates: Any, empty: Any, numbers: Any, err_to_str: bool) -> Any:
        names = {number: name for name, number in ERRORS.items() if name != "#SPILL!"}  # which xlwings does not know

        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty
            if type(value) is int and value in names:
                return names[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


ENGINE = Engine()


class Books:
    def __init__(self, app: Excel) -> None:
        self.app = app

    @property
    def active(self) -> Book:
        return self.app.open[-1]

    def __iter__(self) -> Iterator[Book]:
        return iter(self.app.open)

    def __len__(self) -> int:
        return len(self.app.open)

    def __call__(self, key: Any) -> Book:
        for number, book in enumerate(self.app.open, 1):
            if key in (number, book.name):
                return book
        raise KeyError(key)

    def open(self, fullname: str, update_links: Any = None, read_only: Any = None, *more: Any) -> Book:
        book = Book(self.app, Path(fullname), bool(read_only))
        self.app.open.append(book)
        return book


class Book:
    def __init__(self, app: Excel, path: Path, read_only: bool = False) -> None:
        self.app, self.path = app, path
        self.xl: Workbook = self.loaded(path)
        self.api = type("Api", (), {"ReadOnly": read_only})()
        self.address = str(path)
        self.saved = 0

    @staticmethod
    def loaded(path: Path) -> Workbook:
        """A workbook as openpyxl reads it, each column apart."""
        book = load_workbook(path)
        for sheet in book.worksheets:
            _each_column_apart(sheet)
        return book

    name = property(lambda self: self.path.name)
    fullname = property(lambda self: self.address)
    sheets = property(lambda self: Sheets(self))

    def save(self, path: Any = None, password: Any = None) -> None:
        self.app.write("save")
        for sheet in self.xl.worksheets:
            for table in sheet.tables.values():
                _name_columns(sheet, table)
        self.xl.save(path or self.path)
        self.saved += 1

    def activate(self) -> None:
        self.app.open.remove(self)
        self.app.open.append(self)

    def close(self) -> None:
        self.app.open.remove(self)


def _each_column_apart(sheet: Worksheet) -> None:
    """A file may say one width for several columns together; Excel knows each."""
    for line in list(sheet.column_dimensions.values()):
        for column in range((line.min or 0) + 1, (line.max or 0) + 1):
            other = sheet.column_dimensions[get_column_letter(column)]
            other.width, other.hidden = line.width, line.hidden
        line.max = line.min


def _name_columns(sheet: Worksheet, table: Any) -> None:
    left, top, right, _ = range_boundaries(table.ref)
    titles = [sheet.cell(top or 0, column).value for column in range(left or 0, (right or 0) + 1)]
    while len(table.tableColumns) < len(titles):
        more = copy.copy(table.tableColumns[-1])
        more.id = len(table.tableColumns) + 1
        table.tableColumns.append(more)
    del table.tableColumns[len(titles) :]
    for column, title in zip(table.tableColumns, titles, strict=True):
        column.name = str(title)


class Sheets:
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.xl.active)

    def __len__(self) -> int:
        return len(self.book.xl.worksheets)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, sheet) for sheet in self.book.xl.worksheets)

    def __call__(self, key: Any) -> Sheet:
        if isinstance(key, int):
            return Sheet(self.book, self.book.xl.worksheets[key - 1])
        for sheet in self:
            if sheet.name.casefold() == key.casefold():
                return sheet
        raise KeyError(key)

    def add(self, before: Any = None, after: Any = None, name: Any = None) -> Sheet:
        self.book.app.write("add a sheet")
        place = None if after is None else self.book.xl.worksheets.index(after.xl) + 1
        made = Sheet(self.book, self.book.xl.create_sheet(name, place))
        made.activate()
        return made


class Sheet:
    def __init__(self, book: Book, xl: Worksheet) -> None:
        self.book, self.xl, self.app = book, xl, book.app

    name = property(lambda self: self.xl.title)
    index = property(lambda self: self.book.xl.worksheets.index(self.xl) + 1)
    page_setup = property(lambda self: PageSetup(self))
    tables = property(lambda self: Tables(self))

    @property
    def notes(self) -> list[Note]:
        self.app.read("notes")
        return [Note(self, cell) for cell in list(self.xl._cells.values()) if cell.comment is not None]

    @property
    def used_range(self) -> Range:
        return Range(self, [(1, 1, self.xl.max_row, self.xl.max_column)])

    def activate(self) -> None:
        self.book.xl.active = self.xl

    select = activate

    def delete(self) -> None:
        assert not self.app.display_alerts, "Excel would ask"
        self.book.xl.remove(self.xl)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        if isinstance(arg1, str):
            assert len(arg1) <= LONGEST_ADDRESS, "Excel takes no longer address"
            return Range(self, [_parsed(part, self.xl) for part in arg1.split(",")])
        if isinstance(arg1, tuple) and len(arg1) == 4:
            row, column, rows, columns = arg1
            return Range(self, [(row, column, row + rows - 1, column + columns - 1)])
        first = arg1.areas[0][:2] if isinstance(arg1, Range) else arg1
        last = first if arg2 is None else arg2.areas[0][2:] if isinstance(arg2, Range) else arg2
        return Range(self, [(*first, *last)])


def _parsed(part: str, sheet: Worksheet) -> Area:
    left, top, right, bottom = range_boundaries(part.replace("$", ""))
    return top or 1, left or 1, bottom or sheet.max_row, right or max(sheet.max_column, 1)


class PageSetup:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def print_area(self) -> str:
        return str(self.sheet.xl.print_area or "").rpartition("!")[2]

    @print_area.setter
    def print_area(self, value: str) -> None:
        self.sheet.app.write("print area")
        self.sheet.xl.print_area = value.replace("$", "")


class Note:
    def __init__(self, sheet: Sheet, cell: Any) -> None:
        self.sheet, self.cell = sheet, cell

    text = property(lambda self: self.cell.comment.text)
    location = property(lambda self: self.sheet.range((self.cell.row, self.cell.column)))


class Range:
    """One area, or several. Heights and hiding are about whole rows, as in Excel."""

    api = True
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Sheet, areas: list[Area]) -> None:
        self._sheet, self.areas, self.app = sheet, areas, sheet.app
        self.xl = sheet.xl

    sheet = property(lambda self: self._sheet)
    row = property(lambda self: self.areas[0][0])
    column = property(lambda self: self.areas[0][1])

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.areas[0]
        return bottom - top + 1, right - left + 1

    @property
    def address(self) -> str:
        return ",".join(
            f"${get_column_letter(left)}${top}:${get_column_letter(right)}${bottom}"
            if (top, left) != (bottom, right)
            else f"${get_column_letter(left)}${top}"
            for top, left, bottom, right in self.areas
        )

    def __len__(self) -> int:
        return sum(1 for _ in self._places())

    def __call__(self, row: int, column: int | None = None) -> Range:
        top, left, _, right = self.areas[0]
        if column is None:
            row, column = divmod(row - 1, right - left + 1)
            row, column = row + 1, column + 1
        return self._sheet.range((top + row - 1, left + column - 1))

    def _places(self) -> Iterator[tuple[int, int]]:
        return (place for area in self.areas for place in each(area))

    def _cells(self) -> list[Any]:
        return [self.xl.cell(*place) for place in self._places()]

    def _rows(self) -> list[int]:
        return [row for top, _, bottom, _ in self.areas for row in range(top, bottom + 1)]

    def select(self) -> None:
        self.app.chosen = self

    # Values.

    @property
    def raw_value(self) -> Any:
        self.app.read(f"{self._sheet.name} values")
        rows = self._grid(handed_over, None)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self.app.write(f"{self._sheet.name} values")
        rows = data if isinstance(data, (list, tuple)) else [[data]]
        top, left, bottom, _ = self.areas[0]
        source = 0
        for row in range(top, bottom + 1):
            if self._filtered_out(row):
                source = 0  # what follows a row that a filter hides begins with the first line again
                continue
            for offset, value in enumerate(rows[source]):
                enter(self.xl.cell(row, left + offset), value)
            source += 1

    def _filtered_out(self, row: int) -> bool:
        return bool(self.xl.row_dimensions[row].hidden) and any(
            table.autoFilter is not None and table.autoFilter.filterColumn and _holds(table.ref, row)
            for table in self.xl.tables.values()
        )

    @property
    def formula(self) -> Any:
        self.app.read(f"{self._sheet.name} formulas")
        rows = self._grid(formula_of, "")
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    def _grid(self, of: Any, blank: Any) -> tuple[tuple[Any, ...], ...]:
        top, left, bottom, right = self.areas[0]
        known = self.xl._cells
        return tuple(
            tuple(of(known[row, column]) if (row, column) in known else blank for column in range(left, right + 1))
            for row in range(top, bottom + 1)
        )

    def clear_contents(self) -> None:
        self.app.write("clear")
        for cell in self._cells():
            cell.value = None

    # Rows and columns.

    @property
    def row_height(self) -> float | None:
        self.app.read("heights")
        found = {self._height(row) for row in self._rows()}
        return found.pop() if len(found) == 1 else None

    def _height(self, row: int) -> float:
        if row not in self.xl.row_dimensions:
            return DEFAULT_HEIGHT
        line = self.xl.row_dimensions[row]
        return 0.0 if line.hidden else float(line.height or DEFAULT_HEIGHT)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.app.write("heights")
        for row in self._rows():
            self.xl.row_dimensions[row].height, self.xl.row_dimensions[row].hidden = value, False

    def autofit(self, axis: str | None = None) -> None:
        self.app.write("fit")
        for row in self._rows():
            self.xl.row_dimensions[row].height = None

    @property
    def row_hidden(self) -> bool | None:
        self.app.read("hidden")
        found = {bool(self.xl.row_dimensions[row].hidden) for row in self._rows()}
        return found.pop() if len(found) == 1 else None

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.app.write("hide")
        for row in self._rows():
            self.xl.row_dimensions[row].hidden = value

    def _lines(self) -> list[Any]:
        return [
            self.xl.column_dimensions[get_column_letter(column)]
            for _, left, _, right in self.areas
            for column in range(left, right + 1)
        ]

    @property
    def column_hidden(self) -> bool | None:
        self.app.read("hidden")
        found = {bool(line.hidden) for line in self._lines()}
        return found.pop() if len(found) == 1 else None

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.app.write("hide")
        for line in self._lines():
            line.hidden = value

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        self.app.write("insert")
        top, _, bottom, _ = self._whole_rows()
        shift_rows(self.xl, top, bottom - top + 1)

    def delete(self, shift: str | None = None) -> None:
        self.app.write("delete")
        top, _, bottom, _ = self._whole_rows()
        shift_rows(self.xl, top, top - bottom - 1)

    def _whole_rows(self) -> Area:
        (area,) = self.areas
        assert area[1] == 1 and area[3] >= self.xl.max_column, "only whole rows are moved here"
        return area

    # Formats.

    @property
    def number_format(self) -> str | None:
        found = {cell.number_format for cell in self._cells()}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.app.write("number format")
        for cell in self._cells():
            cell.number_format = value

    def copy(self, destination: Any = None) -> None:
        self.app.clipboard, self.app.cut_copy_mode = self, "copy"

    def paste(
        self, paste: str | None = None, operation: Any = None, skip_blanks: bool = False, transpose: Any = False
    ) -> None:
        self.app.write("paste")
        assert paste == "formats"
        assert self.app.clipboard is not None
        copy_formats((self.app.clipboard.xl, self.app.clipboard.areas[0]), (self.xl, self.areas[0]))

    def clear_formats(self) -> None:
        self.app.write("clear formats")
        clear_formats(self.xl, self.areas)

    @property
    def font(self) -> Look:
        return Look(self)

    @property
    def borders(self) -> Borders:
        return Borders(self)

    def _set_color(self, value: str) -> None:
        self.app.write("colour")
        for cell in self._cells():
            cell.fill = PatternFill("solid", fgColor=_argb(value))

    color = property(None, _set_color)

    def _align(self, **changes: Any) -> None:
        self.app.write("align")
        for cell in self._cells():
            aligned(cell, **changes)

    wrap_text = property(None, lambda self, value: self._align(wrap_text=value))
    vertical_alignment = property(None, lambda self, value: self._align(vertical=value))
    horizontal_alignment = property(None, lambda self, value: self._align(horizontal=value))

    def adjust_indent(self, amount: int) -> None:
        self._align(indent=amount)


def _holds(ref: str, row: int) -> bool:
    _, top, _, bottom = range_boundaries(ref)
    return (top or 0) < row <= (bottom or 0)


class Look:
    """The font of a range."""

    def __init__(self, rng: Range) -> None:
        object.__setattr__(self, "rng", rng)

    def __setattr__(self, name: str, value: Any) -> None:
        self.rng.app.write("font")
        known = {"name": "name", "size": "size", "bold": "b", "italic": "i", "color": "color"}
        value = _argb(value) if name == "color" else value
        for cell in self.rng._cells():
            now = cell.font
            old = {"name": now.name, "size": now.sz, "b": now.b, "i": now.i, "color": now.color}
            old["sz"] = old.pop("size")
            cell.font = Font(**{**old, ("sz" if name == "size" else known[name]): value})


class Borders:
    def __init__(self, rng: Range) -> None:
        self.rng = rng

    def set(self, sides: Any, *, line_style: Any = None, weight: Any = None, color: Any = None) -> None:
        self.rng.app.write("borders")
        side = Side(style="thin", color=_argb(color))
        for cell in self.rng._cells():
            cell.border = Border(left=side, right=side, top=side, bottom=side)


class Tables:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def __iter__(self) -> Iterator[Table]:
        return (Table(self.sheet, table) for table in self.sheet.xl.tables.values())

    def __len__(self) -> int:
        return len(self.sheet.xl.tables)

    def __call__(self, key: Any) -> Table:
        return next(table for number, table in enumerate(self, 1) if key in (number, table.name))


class Table:
    def __init__(self, sheet: Sheet, xl: Any) -> None:
        self.parent, self.xl, self.app = sheet, xl, sheet.app

    name = property(lambda self: self.xl.displayName)
    range = property(lambda self: Range(self.parent, [_parsed(self.xl.ref, self.parent.xl)]))
    show_autofilter = property(lambda self: self.xl.autoFilter is not None)
    autofilter = property(lambda self: AutoFilter(self))

    def resize(self, rng: Any) -> None:
        self.app.write("resize")
        area = rng.impl.areas[0]
        assert area[:2] == self.range.areas[0][:2], "a table keeps its headings"
        ref = rng.impl.address.replace("$", "")
        self.xl.ref = ref
        if self.xl.autoFilter is not None:
            self.xl.autoFilter.ref = ref

    @property
    def show_totals(self) -> bool:
        return bool(self.xl.totalsRowCount)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        self.app.write("totals")
        if value == self.show_totals:
            return
        sheet = self.parent.xl
        _top, left, bottom, right = self.range.areas[0]
        last = bottom + 1 if value else bottom
        if value:
            for offset, kept in enumerate(self.parent.book.__dict__.setdefault("totals", {}).pop(self.name, [])):
                sheet.cell(last, left + offset).value = kept
        else:
            cells = [sheet.cell(last, column) for column in range(left, right + 1)]
            self.parent.book.__dict__.setdefault("totals", {})[self.name] = [cell.value for cell in cells]
            for cell in cells:
                cell.value = None
        self.xl.totalsRowCount = 1 if value else None
        end = last if value else bottom - 1
        self.xl.ref = re.sub(r"\d+$", str(end), self.xl.ref)


class AutoFilter:
    """Filters by values and by one comparison; every other kind Excel does not tell."""

    def __init__(self, table: Table) -> None:
        self.table, self.xl = table, table.xl.autoFilter

    @property
    def criteria(self) -> list[dict[str, Any]]:
        width = self.table.range.shape[1]
        found = [base_classes.empty_autofilter_criteria(field) for field in range(1, width + 1)]
        for one in self.xl.filterColumn:
            values = list(one.filters.filter) if one.filters is not None else None
            kind = "values" if values is not None else "unknown"
            found[one.colId] = base_classes.autofilter_criteria_snapshot(one.colId + 1, kind, values)
        return found

    def apply_values(self, field: int, values: list[str]) -> None:
        self.table.app.write("filter")
        from openpyxl.worksheet.filters import FilterColumn, Filters

        self.xl.filterColumn = [one for one in self.xl.filterColumn if one.colId != field - 1]
        self.xl.filterColumn.append(FilterColumn(colId=field - 1, filters=Filters(filter=values)))
        self._hide()

    def clear(self, field: int | None) -> None:
        self.table.app.write("filter")
        self.xl.filterColumn = []
        self._hide()

    def _hide(self) -> None:
        sheet, (top, left, bottom, _) = self.table.parent.xl, self.table.range.areas[0]
        for row in range(top + 1, bottom + 1):
            sheet.row_dimensions[row].hidden = any(
                one.filters is not None and str(sheet.cell(row, left + one.colId).value) not in one.filters.filter
                for one in self.xl.filterColumn
            )


def open_book(path: Path, read_only: bool = False) -> Any:
    """The workbook as xlwings gives it, open in an Excel of its own, and the one that macros are called from."""
    if not any(engine.name == ENGINE.name for engine in xlwings.engines):
        xlwings.engines.add(xlwings.Engine(impl=ENGINE))
    xlwings.engines[ENGINE.name].activate()
    app = Excel()
    ENGINE.apps.all[:] = [app]
    book = xlwings.Book(impl=app.books.open(str(path), None, read_only))
    book.sheets[0].range("A1").select()
    book.set_mock_caller()
    return book
