"""Where a file or folder that is named with --out may be written: never over what a programme folder keeps."""

from __future__ import annotations

from pathlib import Path

from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.programme import Programme

_KEPT_REPORTS = ("issued", "pack")


def require_free(out: Path | None) -> None:
    """ProgrammeError for a place inside a programme folder, other than its reports that are written anew at each run."""
    if out is None:
        return
    whole = out.resolve()
    for folder in (whole, *whole.parents):
        if Programme(folder).exists():
            inside = whole.relative_to(folder).parts
            if inside[:1] != ("reports",) or any(name in _KEPT_REPORTS for name in inside):
                raise ProgrammeError(
                    f"{out} is a place that a programme folder keeps for itself. Write it elsewhere, or without --out. "
                    "Nothing was changed."
                )
