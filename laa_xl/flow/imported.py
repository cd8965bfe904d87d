"""The imported figures, read again from what was kept beside each file; the register says which count."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from laa_xl.domain.imports import Import, ImportedFigure, ImportRecord, KeptImport
from laa_xl.domain.register import Register
from laa_xl.files.store import StoreError, read_file, sha256_of
from laa_xl.flow.errors import ProgrammeError

RECORD = "figures.json"
RECEIVED = "received"


def read_imported(root: Path, register: Register) -> tuple[KeptImport, ...]:
    """Every import with its figures, oldest first, withdrawn ones too; ProgrammeError where a record was changed."""
    return tuple(
        KeptImport(entry, _record(root / entry.kept / RECORD, entry.record_sha256)) for entry in register.imports
    )


def received(root: Path, entry: Import) -> Path:
    """Where the file of an import is kept, as it was received."""
    return root / entry.kept / RECEIVED / entry.file


def _record(path: Path, sha256: str) -> tuple[ImportedFigure, ...]:
    try:
        data = read_file(path)
        if sha256_of(data) == sha256:
            return ImportRecord.model_validate_json(data).figures
    except (StoreError, ValidationError):
        pass
    raise ProgrammeError(
        f"{path} was changed or lost after it was written; it holds what was imported. Put it back from your backup."
    )
