"""The names by which VBA knows the workbook and its sheets, which stay when a tab is renamed; those of the texts in macros/."""

from __future__ import annotations

from laa_xl.declare.master_form import MASTER_SHEETS

WORKBOOK_CODE_NAME = "ThisWorkbook"
BUTTONS_MODULE, RIBBON_FILE = "LaaButtons", "ribbon.xml"


def code_name(sheet: str) -> str:
    """The code name of a declared sheet of the master: "Highlight report" is ``shtHighlightReport``."""
    return "sht" + "".join(word[:1].upper() + word[1:] for word in sheet.split())


CODE_NAMES = {sheet: code_name(sheet) for sheet in MASTER_SHEETS}
