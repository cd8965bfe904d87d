"""A sheet's XML before any reader: how far it reaches, and the kinds of cell that readers hide."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from typing import Any
from xml.parsers import expat

from defusedxml import ElementTree as SafeTree

from laa_xl.files import limits
from laa_xl.files.addresses import Position, address, parse_address
from laa_xl.files.package import parse_xml
from laa_xl.files.refused import Refused

MOST_COLUMNS = limits.COLUMNS.most

_ENCODING = re.compile(rb"""\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)""")
_TRUE = ("1", "true")
_TEXT = ("t", "r", "rPr", "rPh", "phoneticPr")  # inside an inline text


class SheetScan:
    """What one pass over the XML found; filled while scanning."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self.formulas: dict[Position, str | None] = {}  # with the type of the value
        self.errors: set[Position] = set()
        self.cached: dict[Position, str] = {}  # values of formulas and errors, as text
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.percents: set[Position] = set()  # cells whose format shows a percentage

    def hide_columns(self, attributes: Mapping[str, str]) -> None:
        """Note the columns of a ``col`` tag that hides them; raises what a tag without its bounds does."""
        last = min(int(attributes["max"]), MOST_COLUMNS)
        self.hidden_columns.update(range(max(int(attributes["min"]) - 1, 0), last))

    def uncalculated(self) -> set[Position]:
        """The formulas without a result: written by a library and never opened in a spreadsheet.

        A formula that gives empty text is saved as a text of length 0, not as nothing.
        """
        return {
            position
            for position, kind in self.formulas.items()
            if not (self.cached.get(position, "").strip() or (kind == "str" and position in self.cached))
        } - self.errors

    def error_codes(self) -> dict[Position, str]:
        """The codes that cells show in place of a value, such as ``#REF!``."""
        return {position: self.cached[position].strip() for position in self.errors}


def scan_sheet(xml: bytes, part: str, sheet: str, percents: Container[str | None] = ()) -> SheetScan:
    """Scan one sheet; refuses damaged XML and a sheet that reaches further than any return does.

    ``percents``: the numbers of the cell formats that show percentages.
    """
    scan = SheetScan()
    well_formed(xml, part, _handler(scan, percents))
    if not _reaches_not_too_far(scan):
        raise Refused("too_large_grid", address(scan.rows - 1, scan.columns - 1), sheet)
    if not within_limits(scan):
        raise Refused("too_large_grid", f"{len(scan.merged):,} merged areas", sheet)
    return scan


def within_limits(scan: SheetScan) -> bool:
    """Whether a sheet reaches no further than any return does, nor do its merged areas."""
    # An area counts once for itself, and once for every row in use that it covers: they may lie on each other.
    covered = sum(1 + max(0, min(bottom + 1, scan.rows) - top) for top, _, bottom, _ in scan.merged)
    return _reaches_not_too_far(scan) and covered <= limits.MERGED.most


def _reaches_not_too_far(scan: SheetScan) -> bool:
    return scan.rows <= limits.ROWS.now and scan.columns <= MOST_COLUMNS


def plain(xml: bytes, part: str) -> bytes:
    """The same XML in UTF-8 without comments, CDATA and instructions, of which calamine loses some."""
    declared = _ENCODING.match(xml)
    if (
        b"\0" not in xml[:4]
        and (declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii"))
        and b"<!" not in xml  # neither a comment nor CDATA
        and xml.find(b"<?", 5) < 0
    ):
        return xml
    return written(parse_xml(xml, part), part)


def written(root: Any, part: str) -> bytes:
    """An element tree as UTF-8 again."""
    try:
        return bytes(SafeTree.tostring(root, encoding="utf-8"))
    except Exception as problem:  # nested beyond what Python can write
        raise Refused("corrupt", str(problem), part) from problem


def refuse_false_count(xml: bytes, part: str) -> None:
    """A table of texts that claims more of them than its bytes can hold: calamine makes room for them all."""
    for count in re.findall(rb"""uniqueCount\s*=\s*["']([0-9]+)""", xml):
        if len(count) > 9 or int(count) * 5 > len(xml):
            raise Refused("corrupt", "a false count of texts", part)


Start = Callable[[str, dict[str, str]], None]


def well_formed(xml: bytes, part: str, prepare: Callable[[expat.XMLParserType], Start] | None = None) -> None:
    """Parse XML to its end, calling a handler for every start tag; refuses what is damaged or unsafe."""

    def doctype(*_ignored: object) -> None:
        raise Refused("unsafe", "a document type declaration", part)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    if prepare:
        parser.StartElementHandler = prepare(parser)
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError) as problem:
        raise Refused("corrupt", str(problem), part) from problem


def _handler(scan: SheetScan, percents: Container[str | None]) -> Callable[[expat.XMLParserType], Start]:
    """The start-tag handler that fills a scan.

    It runs for every tag of every return, so it keeps its state in plain variables. There is no end-tag
    handler, which would double the time: a cell is over when the next tag that is not its child begins.
    """

    def prepare(parser: expat.XMLParserType) -> Start:
        root = prefix = ""
        row = column = -1
        bottom = right = 0
        in_cell = special = taking = percent = False
        kind: str | None = None
        position = (-1, -1)

        def take(text: str) -> None:
            scan.cached[position] += text

        def reach() -> None:
            nonlocal bottom, right
            bottom, right = max(bottom, row + 1), max(right, column + 1)
            scan.rows, scan.columns = bottom, right

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal root, prefix, row, column, in_cell, special, taking, percent, kind, position
            if taking:
                taking = False
                parser.CharacterDataHandler = None
            if prefix or ":" in tag:
                if not root:
                    prefix = tag.rpartition(":")[0]
                tag = _own_name(tag, prefix, attributes)
            if tag == "c":
                ref = attributes.get("r")
                row, column = parse_address(ref) if ref is not None else (row, column + 1)
                kind = attributes.get("t")
                special = kind == "e"
                in_cell = True
                percent = attributes.get("s") in percents
            elif tag == "v" or tag == "f" or tag == "is":
                # Only cells with content count: a format on a far cell costs nobody anything.
                if row >= bottom or column >= right:
                    reach()
                if not in_cell:
                    return
                if percent:  # of the cell with the value, whatever else says that it stands there
                    scan.percents.add((row, column))
                if tag == "f":
                    scan.formulas[row, column] = kind
                    special = True
                elif special:
                    position = (row, column)
                    scan.cached[position] = ""
                    parser.CharacterDataHandler = take
                    taking = True
                    if kind == "e":
                        scan.errors.add(position)
            elif tag == "row":
                row = int(attributes["r"]) - 1 if "r" in attributes else row + 1
                column = -1
                in_cell = False
                if attributes.get("hidden") in _TRUE and 0 <= row < limits.ROWS.now:
                    scan.hidden_rows.add(row)
            elif tag == "col":
                if attributes.get("hidden") in _TRUE:
                    scan.hide_columns(attributes)
            elif tag == "mergeCell":
                first, _, final = attributes["ref"].partition(":")
                scan.merged.append(parse_address(first) + parse_address(final or first))
            elif tag not in _TEXT:
                in_cell = False
            root = root or tag

        return start

    return prepare


def _own_name(tag: str, prefix: str, attributes: dict[str, str]) -> str:
    """A tag without the sheet's own prefix; another vocabulary's tag stays as it is.

    Buttons carry xdr:row and xdr:col, conditional formats xm:f. But no genuine sheet has a cell, or a row
    with an address, in another vocabulary, and a reader that ignores prefixes would take it for a real one.
    """
    own, _, name = tag.rpartition(":")
    if own == prefix:
        return name
    if name == "c" or (name == "row" and "r" in attributes):
        raise ValueError(f"{tag} in a sheet")
    return tag if own else f":{tag}"
