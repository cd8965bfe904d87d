"""The filled cells of a sheet that are neither what the template prints nor what is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from types import MappingProxyType

from laa_xl.declare.model import Role, Table
from laa_xl.declare.printed import LIVE_TEXTS
from laa_xl.domain.grammar import folded, spelling, stripped
from laa_xl.files.cells import Cell, SheetCells, address

_LONG = 200  # letters; what is longer is no heading and no code, and would only fill what is kept of them


def text_of(cell: Cell | None) -> str:
    """What a cell holds, as text."""
    if cell is None or cell.value is None:
        return ""
    value = cell.value
    if type(value) is str:
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def normal(text: str) -> str:
    """Headings, keys and printed texts are compared without regard to case and to how their spaces and marks are drawn."""
    return folded(text) if len(text) <= _LONG else spelling(text).casefold()


def filled(cell: Cell | None) -> bool:
    """Whether a cell holds anything but spaces."""
    if cell is None:
        return False
    value = cell.value
    if value is not None and not isinstance(value, str):
        return True
    return cell.error is not None or cell.uncalculated or (value is not None and stripped(value) != "")


def in_a_table(
    sheet: SheetCells, table: Table, header: int, columns: Mapping[str, int], rows: Set[int], printed: Set[str]
) -> Iterator[tuple[str, Cell]]:
    """Around a table whose headings and columns stand there; ``rows`` are those that are read."""
    ours = set(columns.values())
    computed = {
        columns[column.name] for column in table.columns if column.name in columns and column.role is Role.COMPUTED
    }
    told = _told_of(sheet, table, header, columns)
    titles = {columns[column.name]: normal(column.title) for column in table.columns if column.name in columns}
    inside = dict.fromkeys((header, *rows), ours)
    for number, index, cell in _cells(sheet, printed, inside):
        formula = number > header and index in computed and cell.formula
        again = number > header and normal(text_of(cell)) == titles.get(index)  # the headings, copied further down
        if not formula and not again and not (number >= header and index in told):
            yield address(number, index), cell


def _told_of(sheet: SheetCells, table: Table, header: int, columns: Mapping[str, int]) -> set[int]:
    """The columns that are not read because a heading is gone or stands twice, which is told at the heading."""
    gone = [position for position, column in enumerate(table.columns) if column.name not in columns]
    if not gone:
        return set()
    ours = set(columns.values())
    titles = {normal(table.columns[position].title) for position in gone}
    doubled = {index for index, cell in sheet.rows[header].items() if normal(text_of(cell)) in titles}
    return (set(range(max(ours | set(gone)) + 1)) | doubled) - ours


def in_a_form(sheet: SheetCells, table: Table, read: Set[str], printed: Set[str]) -> Iterator[tuple[str, Cell]]:
    """Around the Start sheet's form. A line whose title is gone is told of there; live cells are ours."""
    prompts = {normal(column.prompt) for column in table.columns if column.role is Role.ENTRY}
    for number, index, cell in _cells(sheet, printed):
        place = address(number, index)
        beside = normal(text_of(sheet.get(number, 0)))
        line = index < 2 and normal(text_of(sheet.get(number, 2))) in prompts
        counted = index > 0 and beside in printed and isinstance(cell.value, float)
        live = index > 0 and LIVE_TEXTS.fullmatch(normal(text_of(cell)))
        if not (cell.formula or place in read or line or counted or live):
            yield place, cell


_NONE: Mapping[int, Set[int]] = MappingProxyType({})


def _cells(
    sheet: SheetCells, printed: Set[str], inside: Mapping[int, Set[int]] = _NONE
) -> Iterator[tuple[int, int, Cell]]:
    """What is filled and not printed; ``inside``: the columns of each row that are passed over."""
    for number, line in sheet.rows.items():
        ours = inside.get(number, ())
        for index, cell in line.items():
            if index not in ours and filled(cell) and normal(text_of(cell)) not in printed:
                yield number, index, cell
