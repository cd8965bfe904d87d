"""The macros and the ribbon of the master, from their texts in macros/."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from laa_xl.declare.code_names import CODE_NAMES, RIBBON_FILE, WORKBOOK_CODE_NAME
from laa_xl.files.vba.modules import Kind, Module
from laa_xl.files.vba.project import vba_project

SHEET_TEXT = "Sheet"  # the text of every sheet's module
_INSTALLED = Path(__file__).resolve().parents[1] / "shipped" / "macros"
_CHECKOUT = Path(__file__).resolve().parents[2] / "macros"


def macros_folder() -> Path:
    """Where the texts stand: inside the installed package, or in the checkout."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def master_modules(folder: Path) -> tuple[Module, ...]:
    """Every module of the master's project: the workbook's, one a declared sheet, then every other text in order."""
    found = sorted(folder.iterdir(), key=lambda path: path.name)
    texts = {path: _text(path) for path in found if path.suffix in (".bas", ".cls")}
    ours = {path.stem: text for path, text in texts.items() if path.stem in (WORKBOOK_CODE_NAME, SHEET_TEXT)}
    others = [
        Module(path.stem, Kind.STANDARD if path.suffix == ".bas" else Kind.CLASS, text)
        for path, text in texts.items()
        if path.stem not in ours
    ]
    sheets = [Module(name, Kind.SHEET, ours[SHEET_TEXT]) for name in CODE_NAMES.values()]
    return (Module(WORKBOOK_CODE_NAME, Kind.WORKBOOK, ours[WORKBOOK_CODE_NAME]), *sheets, *others)


@cache
def master_project() -> bytes:
    """The vbaProject.bin of the master."""
    return vba_project(master_modules(macros_folder()))


@cache
def master_ribbon() -> str:
    """The ribbon's XML."""
    return _text(macros_folder() / RIBBON_FILE)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
