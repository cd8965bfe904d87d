"""The addresses of cells: Excel's own words, and rows and columns that count from 0."""

from __future__ import annotations

import re
from functools import lru_cache

Position = tuple[int, int]
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")


@lru_cache(maxsize=65536)  # returns have the same cells, and hold their addresses for long
def address(row: int, col: int) -> str:
    """``address(13, 5)`` is ``F14``: rows and columns count from 0 here, addresses are Excel's."""
    letters = ""
    col += 1
    while col:
        col, letter = divmod(col - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


@lru_cache(maxsize=65536)  # the sheets of a workbook use the same addresses over and over
def parse_address(text: str) -> Position:
    """``parse_address("F14")`` is ``(13, 5)``; raises ValueError for what is no address in Excel."""
    found = _ADDRESS.fullmatch(text)
    if not found:
        raise ValueError(f'"{text}" is not the address of a cell')
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    if row > 1_048_576 or column > 16_384:
        raise ValueError(f'"{text}" lies outside any sheet')
    return row - 1, column - 1
