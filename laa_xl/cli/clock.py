"""The time of a run: the machine's, or LAA_NOW where a run has to be repeatable."""

from __future__ import annotations

import os
from datetime import datetime

import click


def now() -> datetime:
    """Local time to the second; LAA_NOW (such as 2008-10-24T12:00:00) replaces it."""
    fixed = os.environ.get("LAA_NOW")
    if fixed:
        try:
            return datetime.fromisoformat(fixed)
        except ValueError:
            sentence = f'LAA_NOW is set to "{fixed}", which is no time. Write it like 2008-10-24T12:00:00, or unset it.'
            raise click.UsageError(sentence) from None
    return datetime.now().replace(microsecond=0)  # noqa: DTZ005 - officers read local time in the register
