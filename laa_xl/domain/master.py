"""What a run puts into the master workbook, whichever way it is written there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from laa_xl.domain.dashboard import Dashboard
from laa_xl.domain.report import HighlightReport

Tables = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class MasterContent:
    """Everything that the master shows. The same content gives the same workbook, in a file or in an open book.

    ``tables`` holds the rows of every declared table by its name, computed and input ones. ``report`` None: nothing was
    accepted yet. ``note`` says what is illustrative; ``stamp`` is the time that the file says it was made. ``entered``: the rows
    of input tables, counted from 0, that the run itself entered or changed; in an open workbook no other row is touched.
    """

    dashboard: Dashboard
    report: HighlightReport | None
    tables: Tables
    note: str
    stamp: datetime
    entered: Mapping[str, frozenset[int]] = field(default_factory=dict)
