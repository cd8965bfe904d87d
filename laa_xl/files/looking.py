"""What a cell's format and its formula say about its value: shown as a percentage, taken from another workbook."""

from __future__ import annotations

import re
from functools import lru_cache

from laa_xl.files.addresses import Position, parse_address
from laa_xl.files.package import parse_xml

_BUILT_IN = {"9", "10"}  # the formats 0% and 0.00%, which no file has to declare
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # what a format prints as it stands
_LONGEST = 1_000  # characters of a format; Excel takes 255
_FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Za-z]{1,3}[1-9][0-9]{0,6})"[^>]*>\s*<(?:\w+:)?f\b[^>]*>([^<]*)</')
_OTHER_BOOK = re.compile(rb"\[[0-9]+\]")


@lru_cache(maxsize=16)  # the returns of a template have its styles
def percent_formats(styles: bytes) -> frozenset[str]:
    """The numbers of the cell formats of a workbook that show percentages; none without styles."""
    if not styles:
        return frozenset()
    root = parse_xml(styles, "xl/styles.xml")
    shown = set(_BUILT_IN)
    for node in root.iterfind("{*}numFmts/{*}numFmt"):
        if shows_percent(node.get("formatCode", "")):
            shown.add(node.get("numFmtId", ""))
    formats = root.findall("{*}cellXfs/{*}xf")
    return frozenset(str(number) for number, node in enumerate(formats) if node.get("numFmtId") in shown)


def shows_percent(code: str) -> bool:
    """Whether a number format shows a percentage."""
    return "%" in code and len(code) <= _LONGEST and "%" in _LITERAL.sub("", code)


def linked_cells(xml: bytes) -> frozenset[Position]:
    """The cells of a sheet whose formulas look into another workbook: [1] stands for its name in a file."""
    found = (match[1].decode() for match in _FORMULA.finditer(xml) if _OTHER_BOOK.search(match[2]))
    return frozenset(parse_address(place) for place in found)
