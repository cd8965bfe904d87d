"""The distinct cells of a workbook's plain sheets: each is shown to the reader of values once, however often it stands there.

A form repeats itself: half of its filled cells are like another one. And whoever reads values need not go through the sheets
for them, which are mostly looks and rules: it gets one sheet with one column, a row for each kind of cell.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from typing import Any

from laa_xl.files import limits
from laa_xl.files.bare import MAIN
from laa_xl.files.cells import Cell
from laa_xl.files.values import Grid, plain_value

# What a cell's tag says besides its address, "<f" where it has a formula, and its value's element: as they stand in the file.
Kind = tuple[bytes, bytes, bytes]

_ATTRIBUTES = re.compile(rb'(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?')
_TYPES = (b"", b"n", b"s", b"str", b"b", b"e", b"inlineStr")
# The codes that calamine knows; a workbook with another one is for openpyxl.
_ERRORS = {
    b"<v>%s</v>" % code: code.decode()
    for code in (b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!")
}


class CellKinds:
    """The kinds found so far, by numbers from 0."""

    def __init__(self) -> None:
        self.numbers: dict[Kind, int] = {}

    def questions(self) -> bytes | None:
        """A sheet of all values that have to be read, kind n in row n (from 0); None where there is one that is not plain."""
        asked = []
        for number, (attributes, formula, value) in enumerate(self.numbers, 1):
            kind = _said(attributes)[1]
            if not _is_plain(kind, formula, value):
                return None
            if value and kind != b"e":
                asked.append(b'<row r="%d"><c r="A%d"%b>%b</c></row>' % (number, number, attributes, value))
        if not asked:
            return b""
        return b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>' % (MAIN.encode(), b"".join(asked))

    def answered(self, answers: Grid, percents: Container[str | None]) -> list[Cell | None] | None:
        """Every kind as a cell, by its number: None for one that is empty. None for all where a text is too long.

        ``percents``: the numbers of the cell formats that show percentages.
        """
        column = [row[0] for row in answers]
        if any(type(value) is str and len(value) > limits.TEXT.most for value in column):
            return None
        column += [""] * (len(self.numbers) - len(column))
        return [_cell(kind, value, percents) for kind, value in zip(self.numbers, column, strict=True)]


def _cell(kind: Kind, answer: Any, percents: Container[str | None]) -> Cell | None:
    attributes, formula, value = kind
    if type(answer) is str and not formula and answer:
        return _usual_text(answer) if len(answer) <= _USUAL_LENGTH else Cell(answer)
    style, type_ = _said(attributes)
    if type_ == b"e" and value:
        return Cell(None, bool(formula), _ERRORS[value])
    if formula and _without_result(type_, value):
        return Cell(None, True, uncalculated=True)
    if answer == "":
        return Cell("", True) if formula else None
    found = plain_value(answer)
    return Cell(found, bool(formula), percent=style in percents and isinstance(found, float))


_usual_text = lru_cache(maxsize=4096)(Cell)  # the returns of a template have many texts in common
_USUAL_LENGTH = 500


@lru_cache(maxsize=1024)
def _said(attributes: bytes) -> tuple[str | None, bytes]:
    """The number of a cell's format, and the type of its value."""
    found = _ATTRIBUTES.fullmatch(attributes)
    assert found, "attributes as plain_sheet takes them"
    return found[1].decode() if found[1] else None, found[2] or b""


def _is_plain(kind: bytes, formula: bytes, value: bytes) -> bool:
    """Whether a cell is of those that nobody reads in two ways."""
    if kind not in _TYPES or (kind == b"inlineStr") != value.startswith(b"<is>"):
        return False
    if kind == b"e" and value:
        return value in _ERRORS
    return not formula or (kind != b"inlineStr" and b"&#" not in value)


def _without_result(kind: bytes, value: bytes) -> bool:
    """Whether nobody calculated a formula: it has no value, or a blank one that is no text."""
    text = value[value.find(b">") + 1 : value.rfind(b"<")]
    return not value or (kind != b"str" and not text.decode().strip())
