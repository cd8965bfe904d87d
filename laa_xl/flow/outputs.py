"""Where a file or folder that somebody names may be written: never over what a programme folder keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.fsck_files import OURS, PLACES
from laa_xl.flow.programme import Programme

_KEPT_REPORTS = ("issued", "pack")
_OFFICERS_PLACES = {"inbox", "templates", "reports", "logs"}
_KEPT = {name.casefold() for name in OURS | PLACES} - _OFFICERS_PLACES


def require_free(out: Path | None) -> None:
    """ProgrammeError for a place inside a programme folder, other than its reports that are written anew at each run."""
    if out is None:
        return
    for inside in _within_programmes(out):
        if inside[:1] != ("reports",) or any(name in _KEPT_REPORTS for name in inside):
            raise _kept(out, "--out")


def require_not_kept(out: Path, option: str) -> None:
    """ProgrammeError for a place of the record: a kept file, a folder of them, register or log. Beside them anything may stand."""
    for inside in _within_programmes(out):
        if any(name.casefold() in _KEPT for name in inside[:1]) or any(name in _KEPT_REPORTS for name in inside):
            raise _kept(out, option)


def _within_programmes(out: Path) -> Iterator[tuple[str, ...]]:
    """Where a place is in each programme folder that it lies in."""
    whole = out.resolve()
    for folder in (whole, *whole.parents):
        if Programme(folder).exists():
            yield whole.relative_to(folder).parts


def _kept(out: Path, option: str) -> ProgrammeError:
    return ProgrammeError(
        f"{out} is a place that a programme folder keeps for itself. Write it elsewhere, or without {option}. Nothing was changed."
    )
