"""How a row of a master's table looks, wherever it is written: its height, its number formats, the table's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from laa_xl.declare.model import Column, Kind, Table
from laa_xl.files.formats import number_format, places_of
from laa_xl.files.sheets import height_of, surely_fit

UNWRAPPED = ("sha256", "kept", "file")  # long fingerprints and names stay on one line
_TALLEST = 110  # points


def table_name(table: Table) -> str:
    """The name of a table in its workbook: ``tblAllIndicators``."""
    return f"tbl{''.join(part.capitalize() for part in table.name.split('_'))}"


def row_heights(table: Table) -> Callable[[Mapping[str, Any]], float]:
    """Gives the height of each row of a table in points: as much as its wrapped texts need, within reason."""
    # Worked out once a table: to look a table up by what it holds would take longer than a row.
    wrapped = [(c.name, c.width) for c in table.columns if not c.kind.numeric and c.name not in ("sha256", "file")]
    short = surely_fit(min((width for _, width in wrapped), default=0))  # what fits into every column, and has no lines

    def height(values: Mapping[str, Any]) -> float:
        texts = [
            (text, width)
            for name, width in wrapped
            if (text := values.get(name)) is not None and (type(text) is not str or len(text) > short or "\n" in text)
        ]
        return min(_TALLEST, height_of(texts))

    return height


def row_height(table: Table, values: Mapping[str, Any]) -> float:
    """The height of a single row."""
    return row_heights(table)(values)


def decimals_in(column: Column, values: Mapping[str, Any]) -> int | None:
    """The decimals that a figure of a row is shown with; None where the row does not say."""
    decimals = values.get("decimals")
    return places_of(values.get(column.name), decimals if isinstance(decimals, int) else None)


def follows_its_row(column: Column) -> bool:
    """Whether a column's number format is each row's own matter."""
    return column.decimals is None and (column.kind is Kind.NUMBER or column.style == "figure")


def format_in(column: Column, values: Mapping[str, Any]) -> str:
    """The number format of a cell of a row."""
    return number_format(column, decimals_in(column, values)) or "General"
