"""A sheet in the plain shape that programs write, read from its bytes in one go; anything else is left to the slower way.

The XML is proved to be well-formed first, without comments, CDATA or instructions: so every "<" in it begins a tag, and what
stands between two of them is what it seems. Then the rows have to match one pattern from end to end. What does not is no
error here: ``plain_sheet`` gives None, and ``files/scan.py`` judges the sheet, tag by tag. Nothing here says what a value
is: each distinct cell is kept as its bytes for the reader of values.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from laa_xl.files import limits
from laa_xl.files.cell_kinds import Kind
from laa_xl.files.scan import SheetScan, parse_address, within_limits

MOST_KINDS = 50_000  # cells that are all different are no quicker this way, and take more memory
_ATTRIBUTES = rb'(?: [\w:.-]+="[^"&<>]*+")*+'
_START = re.compile(
    rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")?\?>\s*+)?<worksheet[\s>]'
)
# The last way out takes all that is left, so that no input is tried again from each of its characters.
_TOKEN = re.compile(
    rb'(?:<c r="[A-Z]{1,2}[1-9][0-9]{0,5}"(?: s="[0-9]++")?/>)*+'  # blank cells, of which a form is full
    rb'(?:<c r="([A-Z]{1,2})([1-9][0-9]{0,5})"((?: s="[0-9]++")?(?: t="[A-Za-z]++")?)>'
    rb"(?:(<f)" + _ATTRIBUTES + rb"(?:/>|>[^<]*+</f>))?"
    rb'(<v(?: xml:space="preserve")?>[^<]*+</v>|<is><t(?: xml:space="preserve")?>[^<]*+</t></is>)?</c>'
    rb'|(</row>)?+<row r="([1-9][0-9]{0,5})"(' + _ATTRIBUTES + rb"/?)>"
    rb"|</row>)"
    rb"|([\s\S]++)"
)
# Outside the rows: what would be read as a part of them, or says something about rows and columns.
_TELLING = re.compile(rb"<(?:c|row|v|f|is|sheetData|dimension|col|mergeCell)[\s/>][^<]*+")
_FOREIGN = re.compile(rb":(?:c|row|sheetData|dimension)[\s/>]")
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]{1,2}[1-9][0-9]{0,5}(?::[A-Z]{1,2}[1-9][0-9]{0,5})?"/>\s*+')
_COLUMN = re.compile(rb"<col(" + _ATTRIBUTES + rb") ?/>\s*+")
_MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9]++)(?::([A-Z0-9]++))?" ?/>\s*+')
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
_BOUND = re.compile(rb' (min|max)="([0-9]{1,7})"')


class _NotPlain(Exception):
    """The sheet is not in the plain shape."""


class PlainSheet(NamedTuple):
    """What stands in a sheet: how far it reaches, what is hidden and merged, and the number of each filled cell's kind."""

    scan: SheetScan  # without its cells
    rows: dict[int, dict[int, int]]


def plain_sheet(xml: bytes, kinds: dict[Kind, int]) -> PlainSheet | None:
    """A sheet with its cells by their kinds, new ones of which are added; None where it is not plain, damaged or beyond a limit."""
    start, stop = xml.find(b"<sheetData>"), xml.rfind(b"</sheetData>")
    if start < 0 or stop < start or not _START.match(xml):
        return None
    scan = SheetScan()
    try:
        _prove_plain(xml)
        _outside(scan, xml, 0, start)
        rows = _inside(scan, xml, start + len(b"<sheetData>"), stop, kinds)
        _outside(scan, xml, stop, len(xml))
    except (_NotPlain, expat.ExpatError, ValueError, LookupError):
        return None
    return PlainSheet(scan, rows) if within_limits(scan) else None


def _prove_plain(xml: bytes) -> None:
    parser = expat.ParserCreate()
    parser.CommentHandler = parser.StartCdataSectionHandler = _refuse
    parser.ProcessingInstructionHandler = parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(xml, True)


def _refuse(*_ignored: object) -> NoReturn:
    raise _NotPlain


def _outside(scan: SheetScan, xml: bytes, start: int, stop: int) -> None:
    """The columns and merged areas that are declared before or behind the rows."""
    if _FOREIGN.search(xml, start, stop):
        raise _NotPlain
    for telling in _TELLING.finditer(xml, start, stop):
        tag = telling[0]
        if column := _COLUMN.fullmatch(tag):
            if _HIDDEN.search(column[1]):
                scan.hide_columns({name.decode(): number.decode() for name, number in _BOUND.findall(column[1])})
        elif merged := _MERGED.fullmatch(tag):
            first, last = merged[1].decode(), (merged[2] or merged[1]).decode()
            scan.merged.append(parse_address(first) + parse_address(last))
        elif not _DIMENSION.fullmatch(tag):
            raise _NotPlain


def _inside(scan: SheetScan, xml: bytes, start: int, stop: int, kinds: dict[Kind, int]) -> dict[int, dict[int, int]]:
    """The rows: each cell once and in order, and nothing else."""
    rows: dict[int, dict[int, int]] = {}
    cells: dict[int, int] = {}
    row = right = bottom = 0
    last = -1
    current = None  # the number of the row that is open
    for token in _TOKEN.finditer(xml, start, stop):
        letters, number, attributes, formula, value, closing, opening, said, odd = token.groups(b"")
        if letters:
            column = _column(letters)
            if number != current or column <= last:
                raise _NotPlain
            last = column
            if value or formula:
                cells[column] = kinds.setdefault((attributes, formula, value), len(kinds))
                if len(kinds) > MOST_KINDS:
                    raise _NotPlain
                bottom = row
                if column >= right:
                    right = column + 1
        elif opening:
            if bool(closing) != (current is not None) or int(opening) <= row:
                raise _NotPlain
            row, last = int(opening), -1
            current = None if said.endswith(b"/") else opening
            rows[row - 1] = cells = {}
            if row <= limits.ROWS.now and _HIDDEN.search(said):
                scan.hidden_rows.add(row - 1)
        elif odd or current is None:
            raise _NotPlain
        else:
            current = None
    if current is not None:
        raise _NotPlain
    scan.rows, scan.columns = bottom, right
    return {row: cells for row, cells in rows.items() if cells}


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    return parse_address(f"{letters.decode()}1")[1]
