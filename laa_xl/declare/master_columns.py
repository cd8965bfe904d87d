"""Columns that the master's computed tables share: period and theme, where a row came from, what a return's table has."""

from __future__ import annotations

from dataclasses import replace

from laa_xl.declare.model import Column, Kind, Role, Table, When


def shown(name: str, title: str, kind: Kind = Kind.TEXT, width: float = 12, style: str = "") -> Column:
    """A column that is written at every run."""
    return Column(name, title, kind, Role.COMPUTED, width, style=style)


PERIOD = shown("period", "Period", width=10)
THEME = shown("theme", "Theme", width=10)
BLOCK = shown("block_code", "Block", width=8)
PROVENANCE = (
    shown("file", "File", width=30),
    shown("sha256", "File's fingerprint", width=18),
    shown("sheet", "Sheet", width=12),
    shown("cell", "Cell", width=7),
)


def taken(table: Table, *left_out: str) -> tuple[Column, ...]:
    """Every column that a return's table has, as the master shows it: a new column there is a new column here."""
    return tuple(
        replace(column, role=Role.COMPUTED, required=When.NEVER, formula="", prompt="")
        for column in table.columns
        if column.name not in left_out
    )
