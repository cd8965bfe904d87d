"""A sheet in the plain shape that programs write, read from its bytes in one go; anything else is left to the slower way.

The rows have to match one pattern from end to end, and the XML is proved to be well-formed, without comments, CDATA or
instructions: so every "<" in it begins a tag, and what stands between two of them is what it seems. Where there are no formulas,
the pattern leaves nothing open but what the distinct cells and rows say, and these are proved once each. What is not so is
no error here: ``plain_sheet`` gives None, and ``files/scan.py`` judges the sheet, tag by tag. Nothing here says what a value
is: each distinct cell is kept as its bytes for the reader of values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice, product
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from laa_xl.files import limits
from laa_xl.files.addresses import parse_address
from laa_xl.files.cell_kinds import Kind
from laa_xl.files.scan import SheetScan, within_limits

MOST_KINDS = 50_000  # cells that are all different are no quicker this way, and take more memory
_ATTRIBUTES = rb'(?: [\w:.-]+="[^"&<>]*+")*+'
_START = re.compile(
    rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")?\?>\s*+)?<worksheet[\s>]'
)
_VALUE = rb'<v(?: xml:space="preserve")?+>[^<]*+</v>|<is><t(?: xml:space="preserve")?+>[^<]*+</t></is>'
_SAID = rb'(?: s="[0-9]++")?+(?: t="[A-Za-z]++")?+>'
# The last way out takes all that is left, so that no input is tried again from each of its characters.
_TOKEN = re.compile(
    rb'(?:<c r="[A-Z]{1,2}+[1-9][0-9]{0,5}+"(?: s="[0-9]++")?+/>)*+'  # blank cells, of which a form is full
    rb'(?:<c r="([A-Z]{1,2}+)([1-9][0-9]{0,5}+)"'
    rb"(?:(" + _SAID + rb"(?:" + _VALUE + rb"))</c>"
    rb"|(" + _SAID + rb")(?:(<f)" + _ATTRIBUTES + rb"(?:/>|>[^<]*+</f>))?+(" + _VALUE + rb")?+</c>)"
    rb'|(</row>)?+<row r="([1-9][0-9]{0,5}+)"(' + _ATTRIBUTES + rb"/?+)>"
    rb"|</row>"
    rb"|([\s\S]++))"
)
_AT_ONCE = 64 * 1024  # bytes whose tokens are held together
# Outside the rows: what would be read as a part of them, or says something about rows and columns.
_TELLING = re.compile(rb"<(?:c|row|v|f|is|sheetData|dimension|col|mergeCell)[\s/>][^<]*+")
_FOREIGN = re.compile(rb":(?:c|row|sheetData|dimension)[\s/>]")
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]{1,2}[1-9][0-9]{0,5}(?::[A-Z]{1,2}[1-9][0-9]{0,5})?"/>\s*+')
_COLUMN = re.compile(rb"<col(" + _ATTRIBUTES + rb") ?/>\s*+")
_MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9]++)(?::([A-Z0-9]++))?" ?/>\s*+')
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
_BOUND = re.compile(rb' (min|max)="([0-9]{1,7})"')


_LETTERS = [bytes([code]) for code in range(ord("A"), ord("Z") + 1)]
_COLUMNS = {name: number for number, name in enumerate([*_LETTERS, *(a + b for a, b in product(_LETTERS, _LETTERS))])}
_ROWS = b"<sheetData>"


class _NotPlain(Exception):
    """The sheet is not in the plain shape."""


class PlainSheet(NamedTuple):
    """What stands in a sheet: how far it reaches, what is hidden and merged, and the number of each filled cell's kind."""

    scan: SheetScan  # without its cells
    rows: dict[int, dict[int, int]]


def plain_sheet(xml: bytes, kinds: dict[Kind, int]) -> PlainSheet | None:
    """A sheet with its cells by their kinds, new ones of which are added; None where it is not plain, damaged or beyond a limit."""
    start, stop = xml.find(_ROWS), xml.rfind(b"</sheetData>")
    if start < 0 or stop < start or not _START.match(xml):
        return None
    known = len(kinds)
    start += len(_ROWS)
    scan = SheetScan()
    try:
        _outside(scan, xml, 0, start - len(_ROWS))
        rows, said = _inside(scan, xml, start, stop, kinds)
        _outside(scan, xml, stop, len(xml))
        _prove_plain(xml if said is None else _told(xml, start, stop, said, islice(kinds, known, None)))
        if within_limits(scan):
            return PlainSheet(scan, rows)
    except (_NotPlain, expat.ExpatError, ValueError, LookupError):
        pass
    for kind in list(islice(kinds, known, None)):
        del kinds[kind]
    return None


def _told(xml: bytes, start: int, stop: int, said: Iterable[bytes], kinds: Iterable[Kind]) -> bytes:
    """The sheet with each thing that its rows and cells say once: all that the pattern leaves open in one without formulas."""
    rows = [b'<row r="1"%b>%b' % (one, b"" if one.endswith(b"/") else b"</row>") for one in said]
    cells = [b"<c%b>%b</c>" % (attributes, value) for attributes, _, value in kinds]
    return b"".join((xml[:start], *rows, b"<row>", *cells, b"</row>", xml[stop:]))


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


def _inside(
    scan: SheetScan, xml: bytes, start: int, stop: int, kinds: dict[Kind, int]
) -> tuple[dict[int, dict[int, int]], set[bytes] | None]:
    """The rows: each cell once and in order, and nothing else. And what they say of themselves; None where there are formulas."""
    rows: dict[int, dict[int, int]] = {}
    cells: dict[int, int] = {}
    known: dict[bytes, int] = {}  # kinds of cells without formulas, as they stand in the file
    told: set[bytes] = set()
    hiding: set[bytes] = set()
    formulas = False
    row, last, current = 0, -1, None  # current: the number of the row that is open
    tokens = chain.from_iterable(_tokens(xml, start, stop))
    for letters, number, plain, attributes, formula, value, closing, opening, said, odd in tokens:
        if letters:
            column = _COLUMNS[letters]
            if number != current or column <= last:
                raise _NotPlain
            last = column
            if plain:
                kind = known.get(plain)
                if kind is None:
                    before, _, after = plain.partition(b">")
                    kind = known[plain] = _number((before, b"", after), kinds)
                cells[column] = kind
            elif formula:
                formulas = True
                cells[column] = _number((attributes[:-1], formula, value), kinds)
        elif opening:
            above, row = row, int(opening)
            if bool(closing) != (current is not None) or row <= above:
                raise _NotPlain
            last = -1
            current = None if said.endswith(b"/") else opening
            rows[row - 1] = cells = {}
            if said not in told:
                told.add(said)
                if _HIDDEN.search(said):
                    hiding.add(said)
            if hiding and said in hiding and row <= limits.ROWS.now:
                scan.hidden_rows.add(row - 1)
        elif odd or current is None:
            raise _NotPlain
        else:
            current = None
    if current is not None:
        raise _NotPlain
    rows = {row: cells for row, cells in rows.items() if cells}
    if rows:
        scan.rows, scan.columns = next(reversed(rows)) + 1, max(next(reversed(cells)) for cells in rows.values()) + 1
    return rows, None if formulas else told


def _number(kind: Kind, kinds: dict[Kind, int]) -> int:
    number = kinds.setdefault(kind, len(kinds))
    if len(kinds) > MOST_KINDS:
        raise _NotPlain
    return number


def _tokens(xml: bytes, start: int, stop: int) -> Iterator[list[tuple[bytes, ...]]]:
    """What stands in the rows, some rows at a time: quicker than one by one, and no more than a few at once."""
    while start < stop:
        cut = xml.find(b"<row", start + _AT_ONCE, stop)
        cut = cut if cut >= 0 else stop
        yield _TOKEN.findall(xml, start, cut)
        start = cut
