"""The master's computed tables as pandas data frames, for notebooks and other analysis."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from laa_xl.declare.master_form import COMPUTED_SHEETS
from laa_xl.flow.pipeline import computed_tables
from laa_xl.flow.programme import Programme

if TYPE_CHECKING:
    import pandas as pd


def frames(folder: Path, now: datetime) -> dict[str, pd.DataFrame]:
    """Each computed table of a programme's master by its sheet's name, columns in the master's order.

    Figures are floats, dates are dates, a blank is None and never 0. ``now`` decides what is late.
    """
    import pandas as pd

    tables = computed_tables(Programme(folder), now)
    return {
        sheet.name: pd.DataFrame(
            [[row.get(column.name) for column in sheet.table.columns] for row in tables[sheet.table.name]],
            columns=[column.title for column in sheet.table.columns],
            dtype=object,
        )
        for sheet in COMPUTED_SHEETS
    }
