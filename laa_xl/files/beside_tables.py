"""What officers put beside the computed tables of a master: found without reading the tables, which takes seconds.

Each sheet says at its beginning how far its cells reach and what stands above its headings, and each table where it stands and how its
columns are called. Only a sheet whose cells reach beyond its table or stand above it, or whose table has a column that is none of ours,
is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from laa_xl.declare.master_form import COMPUTED_SHEETS
from laa_xl.declare.model import Sheet
from laa_xl.declare.table_errors import TableError
from laa_xl.files.addresses import parse_address
from laa_xl.files.cells import SheetCells, address, read_sheet
from laa_xl.files.gate import Member, beginning, members_of, unpacked
from laa_xl.files.master_reader import LOST_BESIDE, above_the_headings, header_of
from laa_xl.files.package import parse_xml, relationships, sheet_parts

_HEAD = 16 * 1024  # bytes: the reach of the cells stands before them
# A cell that holds something, in any column but the first.
_IN_A_LATER_COLUMN = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["'](?:[B-Z]|[A-Z]{2,3})[0-9]+["'](?:[^>]*[^/])?>""")
_REACH = re.compile(rb"""<(?:\w+:)?dimension\s+ref=["']([A-Z]{1,3}[0-9]+)(?::([A-Z]{1,3}[0-9]+))?["']""")
Area = tuple[int, int, int, int]  # top, left, bottom, right, counted from 0


def beside_computed(data: bytes, once_ours: Callable[[str], Collection[str]]) -> list[TableError]:
    """The first cell of each computed sheet that stands outside its table's columns, above or below it; raises Refused.

    ``once_ours``: gives the headings of a table's columns that an earlier version wrote, and is asked where one is none of ours.
    """
    members = {member.key: member for member in members_of(data)}
    parts = {name.casefold(): part for name, part in sheet_parts(data, members.values()).items()}
    found = []
    for sheet in COMPUTED_SHEETS:
        part = parts.get(sheet.name.casefold())
        if part not in members:
            continue
        titles = {column.title.casefold() for column in sheet.table.columns}
        table = _table(data, members, part)
        if table is None or not table[1] <= titles:
            titles |= {title.casefold() for title in once_ours(sheet.table.name)}
        head = beginning(data, members[part], _HEAD)
        if table is not None and table[1] <= titles and _within(_reach(head), table[0]) and _bare(head, table[0][0]):
            continue
        cells = read_sheet(data, sheet.name)
        place = None if cells is None else next(_outside(cells, sheet, titles, table[0] if table else None), None)
        if cells is not None and place is not None:
            message = LOST_BESIDE.format(cell=address(*place))
            found.append(TableError(sheet.name, place[0] + 1, "", cells.rows[place[0]][place[1]].value, message))
    return found


def _reach(head: bytes) -> Area | None:
    """As far as a sheet says that its cells reach; None where it does not say it."""
    match = _REACH.search(head)
    return _area(match[1], match[2] or match[1]) if match else None


def _area(first: bytes, last: bytes) -> Area:
    return parse_address(first.decode()) + parse_address(last.decode())


def _within(reach: Area | None, table: Area) -> bool:
    """Whether cells reach as far as the table's headings do, and not beyond it. What says less is not to be believed."""
    return reach is not None and reach[3] == table[3] and table[0] <= reach[2] <= table[2]


def _bare(head: bytes, header: int) -> bool:
    """Whether nothing stands above the headings but in the first column, as far as the beginning of a sheet says it."""
    above, found, _ = head.partition(b' r="%d"' % (header + 1))
    return bool(found) and not _IN_A_LATER_COLUMN.search(above)


def _table(data: bytes, members: Mapping[str, Member], part: str) -> tuple[Area, set[str]] | None:
    """Where the only table of a sheet stands, and how its columns are called; None where there is none, or several."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in members:
        return None
    links = relationships({rels: unpacked(data, [members[rels]])[rels]}, part)
    tables = [target for kind, target in links.values() if kind == "table" and target in members]
    if len(tables) != 1:
        return None
    root = parse_xml(unpacked(data, [members[tables[0]]])[tables[0]], tables[0])
    first, _, last = root.get("ref", "").partition(":")
    try:
        area = _area(first.encode(), (last or first).encode())
    except ValueError:
        return None
    return area, {node.get("name", "").strip().casefold() for node in root.iterfind("{*}tableColumns/{*}tableColumn")}


def _outside(cells: SheetCells, sheet: Sheet, titles: set[str], table: Area | None) -> Iterator[tuple[int, int]]:
    """The filled cells that a master written anew would not have, row by row."""
    header = header_of(cells, sheet.table)
    if header is None:
        return  # a sheet that is no longer what it was; what stands there is ours to write anew
    heads = {index: str(cell.value).strip().casefold() for index, cell in cells.rows[header].items()}
    ours = {index for index, title in heads.items() if title in titles}
    above = above_the_headings(cells, header, sheet.table, ours)
    for number, line in sorted(cells.rows.items()):
        for index, cell in sorted(line.items()):
            beside = index not in (ours if number >= header else above)
            if (beside or (table is not None and number > table[2])) and cell.value not in (None, ""):
                yield number, index
