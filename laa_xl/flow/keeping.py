"""The reports that were issued: whether their files still stand as they were kept."""

from __future__ import annotations

from laa_xl.domain.register import Register
from laa_xl.files.store import StoreError, read_file, sha256_of
from laa_xl.flow.programme import Programme
from laa_xl.stages.issuing import AS_ISSUED, CHANGED, GONE


def standing_of(programme: Programme, register: Register) -> dict[str, str]:
    """How each file of an issued report is, by its place: as issued, changed since, or not there."""
    return {
        file.kept: _standing(programme, file.kept, file.sha256) for report in register.reports for file in report.files
    }


def _standing(programme: Programme, kept: str, sha256: str) -> str:
    path = programme.root / kept
    if not path.is_file():
        return GONE
    try:
        return AS_ISSUED if sha256_of(read_file(path)) == sha256 else CHANGED
    except StoreError:
        return CHANGED
