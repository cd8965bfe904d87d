"""One call over many cells: a single cell goes with every cell of an array, and shapes are kept as Excel keeps them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from laa_xl.declare.functions import Function, Kind
from laa_xl.functions.cells import LIMIT, NOT_AVAILABLE, NUM, READERS, Problem

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
    width = max((len(row) for block in each for row in block), default=1)
    columns: list[list[Any]] = []
    problems: dict[int, Problem] = {}
    for block, argument in reversed(list(zip(blocks, function.arguments, strict=True))):
        columns.insert(0, _column(block, argument.kind, rows, width, problems))
    cells = _work_out(work, columns, problems)
    if rows == width == 1:
        return cells[0]
    if all(_flat(value) for value, argument in zip(given, function.arguments, strict=True) if not argument.kind.whole):
        return cells
    return [cells[start : start + width] for start in range(0, rows * width, width)]


def _work_out(work: Work, columns: Sequence[list[Any]], problems: dict[int, Problem]) -> list[Any]:
    if not problems:
        try:
            return list(map(work, *columns))
        except (ArithmeticError, ValueError):
            pass  # one of them is out of all bounds: which, is found below
    rows = enumerate(zip(*columns, strict=True))
    return [problems[place] if place in problems else _safely(work, row) for place, row in rows]


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
    if not any(isinstance(part, (list, tuple)) for part in value):
        return [list(value) or [None]]
    return [(list(part) or [None]) if isinstance(part, (list, tuple)) else [part] for part in value]


def _column(block: Block, kind: Kind, rows: int, width: int, problems: dict[int, Problem]) -> list[Any]:
    """One argument for every answer; what is wrong with a cell of it goes into ``problems``."""
    if kind.whole:
        return [[[READERS[kind](cell) for cell in row] for row in block]] * (rows * width)
    if len(block) == len(block[0]) == 1:
        value = READERS[kind](block[0][0])
        if isinstance(value, Problem):
            problems.update(dict.fromkeys(range(rows * width), value))
        return [value] * (rows * width)
    cells = _spread(block, rows, width)
    read = READERS[kind]
    if kind in _FIGURES:
        found = [cell if type(cell) is float and -LIMIT <= cell <= LIMIT else read(cell) for cell in cells]
    else:
        found = _each(read, cells)
    problems.update((place, value) for place, value in enumerate(found) if isinstance(value, Problem))
    return found


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
    if len(block) == 1:
        block = block * rows
    if all(len(row) == 1 for row in block) and width > 1:
        block = [row * width for row in block]
    block = [row if len(row) == width else row + [NOT_AVAILABLE] * (width - len(row)) for row in block]
    block = block + [[NOT_AVAILABLE] * width] * (rows - len(block))
    return [cell for row in block for cell in row]
