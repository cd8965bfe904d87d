"""Where a figure stands in the master, as a source that a report names."""

from __future__ import annotations

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES, sheet_of
from laa_xl.declare.master_form import ALL_INDICATORS, COMPUTED_SHEETS
from laa_xl.domain.report import Source


def in_agreement(table: str, row: str, column: str = "") -> Source:
    """A row of an agreement table, by the table's name and the row's key; with the heading of a column of it.

    StopIteration for a table or column that is not declared.
    """
    found = next(one for one in AGREEMENT_TABLES if one.name == table)
    heading = next(one.title for one in found.columns if one.name == column) if column else ""
    return Source("", "", sheet_of(found), ", ".join(part for part in (row, heading) if part))


def in_settings(title: str) -> Source:
    """A setting of the agreement."""
    return Source("", "", "Settings", title)


def of_indicators(column: str) -> Source:
    """A whole column of the master's Indicators sheet, by the column's name: where counts come from."""
    sheet = next(one.name for one in COMPUTED_SHEETS if one.table is ALL_INDICATORS)
    return Source("", "", sheet, next(one.title for one in ALL_INDICATORS.columns if one.name == column))
