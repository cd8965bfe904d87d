"""The drawing in which Excel keeps the boxes of notes: boxes added to it, and taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count

from laa_xl.files import limits
from laa_xl.files.addresses import parse_address
from laa_xl.files.bundle import Bundle
from laa_xl.files.sheets import lines_of
from laa_xl.files.xml_edit import Node, XmlPart

_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_SPACES = {"v": _VML, "o": _OFFICE, "x": _EXCEL}
_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BOX = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NEW = (
    f'<xml xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:x="{_EXCEL}">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
    "</xml>"
)
_NUMBER = re.compile(rb"""id\s*=\s*["']_x0000_s([0-9]{1,9})["']""")
_BLOCKS = re.compile(rb"""idmap[^>]*\sdata\s*=\s*["']([0-9, ]*)["']""")
_PREFIX = re.compile(r"(</?|\s)([vox]):")
_BLOCK = 1024  # a drawing owns the numbers of its blocks, and no two drawings share one

WIDTH, LINE, LETTERS = 320, 15, 50  # pixels, pixels a line, letters a line of a note


@dataclass(slots=True)
class Grid:
    """How wide and high a sheet's columns and rows are, in pixels."""

    columns: list[tuple[int, int, float]] = field(default_factory=list)  # first, last, width, from 0
    rows: dict[int, float] = field(default_factory=dict)
    column: float = 64
    row: float = 20

    def measure(self, sheet: XmlPart) -> None:
        """Take the widths from a sheet's own declarations."""
        usual = sheet.root.first("sheetFormatPr")
        if usual is not None:
            self.row = _number(usual.attributes, "defaultRowHeight", 15) * 4 / 3
            self.column = _number(usual.attributes, "defaultColWidth", 64 / 7) * 7
        for columns in sheet.root.all("cols"):
            for node in columns.all("col"):
                hidden = node.attributes.get("hidden") in ("1", "true")
                width = 0 if hidden else _number(node.attributes, "width", self.column / 7) * 7
                first, last = _number(node.attributes, "min", 1), _number(node.attributes, "max", 1)
                self.columns.append((int(first) - 1, int(last) - 1, width))

    def watch(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take a row's height from its tag."""
        if tag == "row" and ("ht" in attributes or "hidden" in attributes) and len(self.rows) < limits.ROWS.now:
            hidden = attributes.get("hidden") in ("1", "true")
            height = 0 if hidden else _number(attributes, "ht", 15) * 4 / 3
            self.rows[int(_number(attributes, "r", 0)) - 1] = height

    def anchor(self, cell: str, height: int) -> str:
        """Where a note beside a cell begins and ends: column, pixels, row, pixels, twice."""
        row, column = parse_address(cell)
        top = max(row - 1, 0)
        right, across = _walk(column + 1, 15 + WIDTH, self._width)
        bottom, down = _walk(top, 10 + height, lambda number: self.rows.get(number, self.row))
        return f"{column + 1}, 15, {top}, 10, {right}, {across}, {bottom}, {down}"

    def _width(self, column: int) -> float:
        return next((width for first, last, width in self.columns if first <= column <= last), self.column)


def _number(attributes: Mapping[str, str], name: str, usual: float) -> float:
    try:
        return float(attributes.get(name, usual))
    except ValueError:
        return usual


def _walk(start: int, pixels: float, size: Callable[[int], float]) -> tuple[int, int]:
    """The row or column that lies so many pixels further, and how far into it."""
    for number in range(start, start + 500):
        room = size(number)
        if pixels < room:
            return number, int(pixels)
        pixels -= room
    return start + 500, 0


class Shapes:
    """One drawing, there already or to be added."""

    def __init__(self, bundle: Bundle, part: str) -> None:
        self.bundle = bundle
        self.part = part
        self._block = _free_block(bundle)
        blob = bundle.parts[part] if part else _NEW.format(block=self._block).encode()
        self.xml = XmlPart(blob, part or "a drawing")
        self._numbers = self._free_numbers()
        kinds = {node.attributes.get("id") for node in self.xml.root.within("shapetype")}
        self._needs_box = "_x0000_t202" not in kinds  # a drawing of buttons alone has no such kind of shape
        self._layer = count(1 + sum(1 for _ in self.xml.root.within("shape")))

    def _free_numbers(self) -> Iterator[int]:
        used = {int(number) for number in _NUMBER.findall(self.xml.blob)}
        own = sorted(_blocks_of(self.xml.blob))
        numbers = chain(*(range(block * _BLOCK + 1, (block + 1) * _BLOCK) for block in own), self._another_block())
        return (number for number in numbers if number not in used)

    def _another_block(self) -> Iterator[int]:
        """A block that no drawing of the workbook has, and its entry in this drawing's list."""
        block = self._block
        for node in self.xml.root.within("idmap"):
            self.xml.set(node, "data", ",".join(str(number) for number in (*_blocks_of(self.xml.blob), block)))
        yield from range(block * _BLOCK + 1, (block + 64) * _BLOCK)

    def remove(self, cells: set[str]) -> None:
        """Take out the boxes of these cells' notes."""
        places = {parse_address(cell) for cell in cells}
        for node in self.xml.root.children:
            if node.name == "shape" and _place(node) in places:
                self.xml.remove(node)

    def add(self, cell: str, lines: Sequence[str], grid: Grid) -> None:
        """Add the hidden box of a cell's note."""
        row, column = parse_address(cell)
        height = LINE * (2 + sum(lines_of(line, LETTERS / 1.12) for line in lines))
        shape = (
            f'<v:shape id="_x0000_s{next(self._numbers)}" type="#_x0000_t202" style="position:absolute;'
            f"margin-left:60pt;margin-top:2pt;width:{WIDTH * 3 // 4}pt;height:{height * 3 // 4}pt;"
            f'z-index:{next(self._layer)};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
            '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
            '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
            f"<x:Anchor>{grid.anchor(cell, height)}</x:Anchor><x:AutoFill>False</x:AutoFill>"
            f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        )
        if self._needs_box:
            self.xml.append(self.xml.root, self._named(_BOX))
            self._needs_box = False
        self.xml.append(self.xml.root, self._named(shape))

    def _named(self, shape: str) -> str:
        """The box with the prefixes that this drawing uses; what it does not declare is declared here."""
        known = {space: prefix for prefix, space in self.xml.root.spaces.items() if prefix}
        prefixes = {usual: known.get(space, usual) for usual, space in _SPACES.items()}
        named = _PREFIX.sub(lambda found: f"{found[1]}{prefixes[found[2]]}:", shape)
        missing = "".join(f' xmlns:{usual}="{space}"' for usual, space in _SPACES.items() if space not in known)
        return named.replace(" id=", f"{missing} id=", 1)

    def bytes(self) -> bytes:
        """The drawing with its boxes."""
        return self.xml.bytes()

    def added(self) -> str:
        """Add the drawing to the workbook as a new part."""
        return self.bundle.add("drawings/vmlDrawing", "vml", self.bytes(), _TYPE)


def _place(shape: Node) -> tuple[int, int] | None:
    """The cell whose note a box shows; None where it is something else, such as a button."""
    data = next((node for node in shape.children if node.name == "ClientData"), None)
    if data is None or data.attributes.get("ObjectType") != "Note":
        return None
    numbers = {node.name: node.text.strip() for node in data.children}
    row, column = numbers.get("Row", ""), numbers.get("Column", "")
    return (int(row), int(column)) if row.isdecimal() and column.isdecimal() else None


def _blocks_of(blob: bytes) -> list[int]:
    lists = (number for found in _BLOCKS.findall(blob) for number in found.decode().split(","))
    return [int(number) for number in lists if number.strip().isdigit()]


def _free_block(bundle: Bundle) -> int:
    drawings = [blob for name, blob in bundle.parts.items() if name.endswith(".vml")]
    return 1 + max((block for blob in drawings for block in _blocks_of(blob)), default=0)
