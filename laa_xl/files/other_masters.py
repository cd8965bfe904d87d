"""Finds a master that lies in its folder under another name."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

from laa_xl.declare.theme import MASTER_TITLE

_PROPERTIES, _MOST = "docProps/core.xml", 100_000


def masters_beside(folder: Path, known: Collection[str]) -> list[Path]:
    """The workbooks in a folder that say of themselves that they are a master; not those of the ``known`` names."""
    names = sorted(
        path for path in folder.glob("*.xls[mx]") if path.name not in known and not path.name.startswith("~$")
    )
    return [path for path in names if MASTER_TITLE in _said(path)]


def _said(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            fits = package.getinfo(_PROPERTIES).file_size <= _MOST
            return package.read(_PROPERTIES).decode("utf-8", errors="replace") if fits else ""
    except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return ""
