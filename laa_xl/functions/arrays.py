"""One call over many cells: a single cell goes with every cell of an array, and shapes are kept as Excel keeps them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from math import isfinite
from typing import Any

from laa_xl.declare.functions import Function, Kind
from laa_xl.functions.cells import LIMIT, NOT_AVAILABLE, NUM, READERS, Problem
from laa_xl.functions.columns import COLUMNS, Column

Work = Callable[..., Any]
Block = list[list[Any]]
_FIGURES = (Kind.FIGURE, Kind.TARGET)


def answer(function: Function, work: Work, given: Sequence[Any]) -> Any:
    """What the function says of its arguments: one cell, or rows of cells in the shape of the arrays.

    The first argument that is wrong speaks for its cell. Nothing that a cell can hold raises.
    """
    given = [_listed(value) for value in given]
    blocks = [_block(value) for value in given]
    each = [block for block, argument in zip(blocks, function.arguments, strict=True) if not argument.kind.whole]
    rows = max((len(block) for block in each), default=1)
    width = max((max(map(len, block)) for block in each), default=1)
    columns: list[Column] = []
    problems: dict[int, Problem] = {}
    for block, argument in reversed(list(zip(blocks, function.arguments, strict=True))):
        columns.insert(0, _column(block, argument.kind, rows, width, problems))
    quickly = COLUMNS.get(function.name)
    found = quickly(*columns) if quickly and rows * width > 1 else None
    values = [column.values for column in columns]
    cells = _work_out(work, values, problems) if found is None else _filled(found, work, values, problems)
    if rows == width == 1:
        return cells[0]
    if all(_flat(value) for value, argument in zip(given, function.arguments, strict=True) if not argument.kind.whole):
        return cells
    if width == 1:
        return [[cell] for cell in cells]
    return [cells[start : start + width] for start in range(0, rows * width, width)]


def _work_out(work: Work, columns: Sequence[list[Any]], problems: dict[int, Problem]) -> list[Any]:
    if not problems:
        try:
            return list(map(work, *columns))
        except (ArithmeticError, ValueError):
            pass  # one of them is out of all bounds: which, is found below
    rows = enumerate(zip(*columns, strict=True))
    return [problems[place] if place in problems else _safely(work, row) for place, row in rows]


def _filled(found: list[Any], work: Work, columns: Sequence[list[Any]], problems: dict[int, Problem]) -> list[Any]:
    """Where the quick way left a gap: what is wrong there, or the answer by the exact rule."""
    if None in found:
        for place, cell in enumerate(found):
            if cell is None:
                found[place] = problems.get(place) or _safely(work, [column[place] for column in columns])
    return found


def _safely(work: Work, row: Sequence[Any]) -> Any:
    try:
        return work(*row)
    except (ArithmeticError, ValueError):
        return NUM


def _flat(value: Any) -> bool:
    """A list of cells, rather than of rows, or one cell."""
    return not any(isinstance(part, (list, tuple)) for part in value) if isinstance(value, (list, tuple)) else True


def _listed(value: Any) -> Any:
    """An array of a library as lists; anything else as it is."""
    return value.tolist() if hasattr(value, "tolist") else value


def _block(value: Any) -> Block:
    """Rows of cells, whatever came: a cell, a list (a row), or a list of rows."""
    if not isinstance(value, (list, tuple)):
        return [[value]]
    if set(map(type, value)) == {list} and all(value):
        return value  # type: ignore[return-value]  # as xlwings gives it
    if not any(isinstance(part, (list, tuple)) for part in value):
        return [list(value) or [None]]
    return [(list(part) or [None]) if isinstance(part, (list, tuple)) else [part] for part in value]


def _column(block: Block, kind: Kind, rows: int, width: int, problems: dict[int, Problem]) -> Column:
    """One argument for every answer; what is wrong with a cell of it goes into ``problems``."""
    read, count = READERS[kind], rows * width
    if kind.whole:
        return Column([[[read(cell) for cell in row] for row in block]] * count, constant=True)
    if len(block) == len(block[0]) == 1:
        value = read(block[0][0])
        if isinstance(value, Problem):
            problems.update(dict.fromkeys(range(count), value))
        return Column([value] * count, constant=True)
    cells = _spread(block, rows, width)
    if kind in _FIGURES:
        if _all_figures(cells):
            return Column(cells, constant=False)
        found = [cell if type(cell) is float and -LIMIT <= cell <= LIMIT else read(cell) for cell in cells]
    else:
        found = _each(read, cells)
    problems.update((place, value) for place, value in enumerate(found) if isinstance(value, Problem))
    return Column(found, constant=False)


def _all_figures(cells: list[Any]) -> bool:
    """Whether every cell is a float within the limits, so that none has to be read."""
    return set(map(type, cells)) == {float} and isfinite(sum(cells)) and max(map(abs, cells)) <= LIMIT


def _each(read: Callable[[Any], Any], cells: list[Any]) -> list[Any]:
    """Every cell read; words that come again, and they do, are read once."""
    seen: dict[tuple[type, Any], Any] = {}
    found = []
    for cell in cells:
        key = (cell.__class__, cell)  # 1, 1.0 and TRUE are three things
        try:
            found.append(seen[key])
        except KeyError:
            found.append(seen.setdefault(key, read(cell)))
        except TypeError:  # not a thing that a cell holds
            found.append(read(cell))
    return found


def _spread(block: Block, rows: int, width: int) -> list[Any]:
    """The cells of a block in reading order, one row or one column repeated, and #N/A beyond its end, as in Excel."""
    if len(block) == rows and set(map(len, block)) == {width}:
        return list(chain.from_iterable(block))
    if len(block) == 1:
        block = block * rows
    if all(len(row) == 1 for row in block) and width > 1:
        block = [row * width for row in block]
    block = [row if len(row) == width else row + [NOT_AVAILABLE] * (width - len(row)) for row in block]
    block = block + [[NOT_AVAILABLE] * width] * (rows - len(block))
    return [cell for row in block for cell in row]
