"""Rebuilding: what is damaged is mended as far as it can be, and master and report are written anew from the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from laa_xl.flow.mending import mend
from laa_xl.flow.pipeline import Outcome, Progress, consolidate
from laa_xl.flow.programme import Programme


def rebuild(programme: Programme, now: datetime, progress: Progress = lambda _: None) -> Outcome:
    """Read every accepted return again and write master and report anew; nothing is taken in.

    First everything that ``fsck`` tells and that can be mended is mended: ``Outcome.mended`` says what.
    """
    progress("Looking for what is damaged")
    mended = mend(programme, now)
    outcome = consolidate(replace(programme, afresh=True), (), None, now, progress, action="rebuild")
    return replace(outcome, mended=tuple(mended))
