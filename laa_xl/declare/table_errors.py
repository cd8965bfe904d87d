"""What is wrong in an agreement, with its table, row and column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from laa_xl.declare.agreement_tables import AGREEMENT_TABLES, sheet_of
from laa_xl.domain.numbers import plain

_FILES = {"settings": "agreement.toml", **{table.name: f"{table.name}.csv" for table in AGREEMENT_TABLES}}
_SHEETS = {"settings": "Settings", **{table.name: sheet_of(table) for table in AGREEMENT_TABLES}}


@dataclass(frozen=True, slots=True)
class TableError:
    """One error: ``row`` counts as the person sees it (a heading is row 1); None where the table as a whole is meant."""

    table: str
    row: int | None
    column: str
    entered: Any
    message: str
    stops: bool = True  # False: the agreement can be used, but somebody should look

    def told(self, *, in_master: bool) -> str:
        """The error with its place as a person finds it: a sheet of the master, or a text file."""
        return self._sentence(_SHEETS.get(self.table, self.table) if in_master else _FILES.get(self.table, self.table))

    def __str__(self) -> str:
        return self._sentence(self.table)

    def _sentence(self, table: str) -> str:
        where = ", ".join(part for part in (table, f"row {self.row}" if self.row else "", self.column) if part)
        value = plain(self.entered) if isinstance(self.entered, float) else self.entered
        value = f"{value:%d/%m/%Y}" if isinstance(value, date) else value
        entered = "" if value in (None, "") else f' You have "{value}".'
        return f"{where}:{entered} {self.message[:1].upper()}{self.message[1:]}"
