"""What can be expected to go wrong with a programme folder, told in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from laa_xl.declare.table_errors import TableError


class ProgrammeError(Exception):
    """The programme folder, its agreement or its master cannot be used; one sentence or more for a person."""

    code = 2  # what a command ends with; 1 where something must be fixed first

    def __init__(self, message: str, errors: Sequence[TableError] = (), *, in_master: bool = True) -> None:
        super().__init__(message)
        self.message = message
        self.errors = tuple(errors)
        self.in_master = in_master  # whether the errors are about the master's sheets, or about a folder of text
