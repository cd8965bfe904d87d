"""A case: a valid return in which one thing is broken, and the one finding that has to come of it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from laa_xl.domain.findings import Finding
from laa_xl.domain.periods import Period
from laa_xl.flow.programme import State
from laa_xl.flow.receiving import Returns, Validated
from tests.checks.edits import Edit, edited
from tests.support.returns import address, checked, error_in, typed, uncalculated_in

ERROR, UNCALCULATED = object(), object()  # stand for a cell that shows #REF!, and for a formula never calculated


@dataclass(frozen=True)
class Case:
    """One row of a table of cases. ``at``: "PERCENT.actual", "Indicators!I6", a sheet's name, or "" for the file."""

    rule: str
    what: str
    file: Callable[[], bytes]
    at: str = ""
    programme: Callable[[], State] | None = None
    only: Period | None = None
    returns: Callable[[], Returns] | None = None  # what the programme has accepted
    name: str = "return.xlsx"

    @property
    def place(self) -> str:
        return address(self.at) if "." in self.at else self.at

    def findings(self) -> tuple[Finding, ...]:
        return self.checked().findings

    def checked(self, data: bytes | None = None) -> Validated:
        """What is said of the case's file, which is asked once a process, or of another one in its place."""
        return _said_of(self) if data is None else self._checked(data)

    def _checked(self, data: bytes) -> Validated:
        programme = self.programme() if self.programme else None
        returns = self.returns() if self.returns else None
        return checked(data, programme, self.only, returns, self.name)

    def __str__(self) -> str:
        return f"{self.rule} {self.what}"


@functools.cache
def _said_of(case: Case) -> Validated:
    return case._checked(case.file())


def entry(rule: str, what: str, changes: dict[str, Any], at: str = "") -> Case:
    """Other entries, by their place; the finding stands at the first of them unless ``at`` says otherwise."""
    return Case(rule, what, lambda: with_entries(changes), at or next(iter(changes)))


def edit(rule: str, what: str, *edits: Edit, at: str = "") -> Case:
    """A workbook that openpyxl edited and saved."""
    return Case(rule, what, lambda: edited(*edits), at)


def with_entries(changes: dict[str, Any]) -> bytes:
    """The valid return with other entries, errors and formulas without a value among them."""
    data = typed({spot: value for spot, value in changes.items() if value is not ERROR and value is not UNCALCULATED})
    for spot, value in changes.items():
        if value is ERROR:
            data = error_in(spot, data=data)
        elif value is UNCALCULATED:
            data = uncalculated_in(spot, data=data)
    return data
