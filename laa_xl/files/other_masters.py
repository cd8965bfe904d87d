"""Finds a master that lies in its folder under another name."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from laa_xl.declare.theme import MASTER_TITLE
from laa_xl.files.owners import properties_of


def masters_beside(folder: Path, known: Collection[str]) -> list[Path]:
    """The workbooks in a folder that say of themselves that they are a master; not those of the ``known`` names."""
    names = sorted(
        path for path in folder.glob("*.xls[mx]") if path.name not in known and not path.name.startswith("~$")
    )
    return [path for path in names if MASTER_TITLE in properties_of(path, "core")]
