"""Files that are checked and not taken in, alone or with their programme; brings no more than reading and checking need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from laa_xl.flow.passwords import read_received
from laa_xl.flow.receiving import Validated, reading_ahead, validate_file

if TYPE_CHECKING:
    from laa_xl.flow.programme import Programme


def validate_files(
    files: Sequence[Path],
    programme: Programme | None,
    now: datetime,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Validated]:
    """Check files without accepting them, alone or with their programme, as if they came in now."""
    state = programme.load() if programme else None
    returns = None
    if programme is not None and state is not None:
        from laa_xl.flow.accepting import accepted_returns

        returns = accepted_returns(programme, state)
    checked = []
    with reading_ahead((partial(read_received, path) for path in files), len(files)):
        for path in files:
            progress(f"Checking {path.name}")
            checked.append(validate_file(path, state, returns, came_in=now.date()))
    return checked
