"""What is wrong in an agreement, with its table, row and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TableError:
    """One error: ``row`` counts as the person sees it (a heading is row 1); None where the table as a whole is meant."""

    table: str
    row: int | None
    column: str
    entered: Any
    message: str
    stops: bool = True  # False: the agreement can be used, but somebody should look

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.table, f"row {self.row}" if self.row else "", self.column) if part)
        entered = "" if self.entered in (None, "") else f' You have "{self.entered}".'
        return f"{where}:{entered} {self.message[:1].upper()}{self.message[1:]}"
