"""Puts the buttons of the actions on a sheet of the master: in a row of their own, so that they cover nothing."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.actions import Action
from laa_xl.files.sheets import GrowingSheet

ROW_HEIGHT = 27.0  # points
_HEIGHT, _GAP, _TOP = 27, 4, 4  # pixels
_LETTER, _EDGES = 7.0, 16  # pixels a letter of the caption, and beside it


def write_buttons(sheet: Worksheet, row: int, actions: Sequence[Action]) -> None:
    """Put a button for each action, side by side, into a row that holds nothing else; no row changes without one.

    They are not printed. What a button does is told to screen readers by its alternative text.
    """
    if not actions:
        return
    sheet.set_row(row, ROW_HEIGHT)
    if isinstance(sheet, GrowingSheet):
        sheet.fixed_rows |= {row}
    left = _GAP
    for action in actions:
        width = round(_LETTER * len(action.label) + _EDGES)
        button = {"macro": action.macro, "caption": action.label, "description": action.tip}
        sheet.insert_button(row, 0, button | {"width": width, "height": _HEIGHT, "x_offset": left, "y_offset": _TOP})
        left += width + _GAP
