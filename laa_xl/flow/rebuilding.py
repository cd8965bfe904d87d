"""Rebuilding: what is damaged is mended as far as it can be, and master and report are written anew from the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from laa_xl.files.store import StoreError
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.mending import mend
from laa_xl.flow.pipeline import Outcome, Progress, consolidate
from laa_xl.flow.programme import Programme


def rebuild(programme: Programme, now: datetime, progress: Progress = lambda _: None) -> Outcome:
    """Read every accepted return again and write master and report anew; nothing is taken in.

    First everything that ``fsck`` tells and that can be mended is mended: ``Outcome.mended`` says what.
    """
    progress("Looking for what is damaged")
    mended = mend(programme, now)
    try:
        outcome = consolidate(replace(programme, afresh=True), (), None, now, progress, action="rebuild")
    except (ProgrammeError, StoreError) as error:
        if not mended:
            raise
        raise _with_what_was_mended(mended, error) from error
    return replace(outcome, mended=tuple(mended))


def _with_what_was_mended(mended: Sequence[str], error: ProgrammeError | StoreError) -> ProgrammeError:
    """What stopped the run, after what was mended, or could not be, before it: both are to be known."""
    if isinstance(error, StoreError):
        return ProgrammeError("\n".join([*mended, str(error)]))
    return ProgrammeError("\n".join([*mended, error.message]), error.errors, in_master=error.in_master)
