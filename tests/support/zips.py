"""The parts of a package, as they stand in it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path


def parts_of(file: bytes | Path) -> dict[str, bytes]:
    """Every part of a workbook, document or other zip by its name."""
    with zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
