"""How a workbook's cells come from the reading process: as JSON of texts, numbers and lists, and nothing that could run.

The process may have been taken over by the file it reads. So what comes from it is taken apart value by value: a pickle
could run code here, and marshal was never meant for what others wrote.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, TypeVar, cast, get_args

from laa_xl.files import limits
from laa_xl.files.cells import Carried, Cell, Kind, SheetCells, SheetState, Value, WorkbookCells

_STATES: tuple[SheetState, ...] = get_args(SheetState)
_KINDS: tuple[Kind, ...] = get_args(Kind)
_FORMULA, _UNCALCULATED, _PERCENT = 1, 2, 4
_MOMENTS: dict[str, type[date] | type[datetime] | type[time]] = {"date": date, "moment": datetime, "time": time}


_Known = TypeVar("_Known")


class Garbled(Exception):
    """What came is not the cells of a workbook."""


def to_wire(book: WorkbookCells) -> bytes:
    """The cells as JSON in ASCII; raises MemoryError or Garbled where they are more than anybody reads.

    Each distinct cell stands in it once, and its number wherever it is on a sheet: a form repeats itself.
    """
    distinct = {id(cell): cell for sheet in book.sheets for cells in sheet.rows.values() for cell in cells.values()}
    numbers = {key: number for number, key in enumerate(distinct)}
    packed = {
        "sha256": book.sha256,
        "macros": book.has_macros,
        "links": book.external_links,
        "carries": [[one.kind, one.what] for one in book.carries],
        "cells": [_cell(cell) for cell in distinct.values()],
        "sheets": [_sheet(sheet, numbers) for sheet in book.sheets],
    }
    return json.dumps(packed, separators=(",", ":"), allow_nan=False).encode("ascii")


def from_wire(blob: bytes) -> WorkbookCells:
    """The cells again; Garbled for anything that ``to_wire`` did not write."""
    try:
        packed = json.loads(blob)
        carries = tuple(Carried(_one_of(_KINDS, kind), _text(what)) for kind, what in packed["carries"])
        cells = [_cell_again(cell) for cell in packed["cells"]]
        sheets = tuple(_sheet_again(sheet, cells) for sheet in packed["sheets"])
        return WorkbookCells(
            _text(packed["sha256"]), sheets, packed["macros"] is True, packed["links"] is True, carries
        )
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as problem:
        raise Garbled(str(problem)[:200]) from problem


def _sheet(sheet: SheetCells, numbers: Mapping[int, int]) -> list[Any]:
    rows = [
        [number, list(cells), [numbers[id(cell)] for cell in cells.values()]] for number, cells in sheet.rows.items()
    ]
    hidden = [sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)]
    return [sheet.name, sheet.state, rows, *hidden, sheet.merged, sheet.comments, sorted(sheet.linked)]


def _sheet_again(packed: list[Any], cells: Sequence[Cell]) -> SheetCells:
    name, state, rows, hidden_rows, hidden_columns, merged, comments, linked = packed
    return SheetCells(
        name=_text(name),
        state=_one_of(_STATES, state),
        rows={
            _count(number): dict(zip(_counts(columns), map(cells.__getitem__, _counts(numbers)), strict=True))
            for number, columns, numbers in rows
        },
        hidden_rows=frozenset(_counts(hidden_rows)),
        hidden_columns=frozenset(_counts(hidden_columns)),
        merged=tuple(_area(area) for area in merged),
        comments=_count(comments),
        linked=frozenset(_place(place) for place in linked),
    )


def _cell(cell: Cell) -> Any:
    """A plain value as itself; anything else as a list of its kind, its text, its marks and its error."""
    value = cell.value
    kind = type(value)
    marked = cell.formula or cell.uncalculated or cell.percent or cell.error is not None
    if not marked and (kind is str or kind is float or kind is bool):
        return value
    marks = _FORMULA * cell.formula | _UNCALCULATED * cell.uncalculated | _PERCENT * cell.percent
    if isinstance(value, datetime):
        return ["moment", value.isoformat(), marks, cell.error]
    if isinstance(value, date):
        return ["date", value.isoformat(), marks, cell.error]
    if isinstance(value, time):
        return ["time", value.isoformat(), marks, cell.error]
    return ["", value, marks, cell.error]


_usual_text = lru_cache(maxsize=8192)(Cell)  # the same words stand in many returns, and a cell never changes
_USUAL_LENGTH = 500


def _cell_again(packed: Any) -> Cell:
    if type(packed) is str:
        return _usual_text(packed) if len(packed) <= _USUAL_LENGTH else Cell(packed)
    if type(packed) is not list:
        return Cell(_plain(packed))
    kind, value, marks, error = packed
    found = _MOMENTS[kind].fromisoformat(_text(value)) if kind else None if value is None else _plain(value)
    return Cell(
        cast("Value", found),
        bool(_count(marks) & _FORMULA),
        None if error is None else _text(error),
        bool(marks & _UNCALCULATED),
        bool(marks & _PERCENT),
    )


def _plain(value: Any) -> str | float | bool:
    if type(value) is str or type(value) is bool or (type(value) is float and math.isfinite(value)):
        return value
    raise Garbled(f"a cell that is {type(value).__name__}")


def _text(value: Any) -> str:
    if type(value) is not str:
        raise Garbled("a text that is none")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= limits.INFLATED.most:
        raise Garbled("a count that is none")
    return value


def _counts(values: Any) -> list[int]:
    if type(values) is not list or (values and (set(map(type, values)) != {int} or min(values) < 0)):
        raise Garbled("counts that are none")
    if values and max(values) > limits.INFLATED.most:
        raise Garbled("a count too large")
    return cast("list[int]", values)


def _place(value: list[Any]) -> tuple[int, int]:
    row, column = _counts(value)
    return row, column


def _area(value: list[Any]) -> tuple[int, int, int, int]:
    top, left, bottom, right = _counts(value)
    return top, left, bottom, right


def _one_of(known: tuple[_Known, ...], value: Any) -> _Known:
    return known[known.index(value)]
