"""The buttons of the master, through xlwings: ``laa_xl.buttons.press("consolidate")`` is what a macro calls."""

from laa_xl.buttons.button import press

__all__ = ["press"]
