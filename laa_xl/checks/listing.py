"""The findings of a return as they are listed: one for each cause, and what stops the return first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from laa_xl.checks.catalogue import order_of
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.findings import Finding
from laa_xl.domain.words import Severity


def one_a_cell(findings: Iterable[Finding]) -> Iterator[Finding]:
    """A cell whose entry cannot be used, or is not certain, gets no second finding that follows from the first.

    Where a cell has to be fixed, how its entry was read is of no interest.
    """
    found = list(findings)
    wrong = {(f.sheet, f.cell) for f in found if f.cell and f.severity is Severity.MUST_FIX}
    found = [f for f in found if f.severity is not Severity.INFO or (f.sheet, f.cell) not in wrong]
    unusable = {
        (f.sheet, f.cell)
        for f in found
        if f.cell and f.rule[0] in "NDCT" and f.severity is not Severity.INFO and not f.confirmed
        if f.rule not in _CERTAIN
    }
    seen: set[tuple[str, str]] = set()
    for item in found:
        place = (item.sheet, item.cell)
        if place in unusable and place in seen:
            continue
        if place in unusable:
            seen.add(place)
        yield item


_CERTAIN = {"T02"}  # asks about words that were well understood
_SEVERITIES = list(Severity)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """What stops the return first comes first; within that the order of the sheets and cells."""
    sheets = [sheet.name for sheet in RETURN_FORM.sheets]

    def place(item: Finding) -> tuple[Any, ...]:
        sheet = sheets.index(item.sheet) if item.sheet in sheets else len(sheets)
        digits = "".join(ch for ch in item.cell if ch.isdigit())
        letters = "".join(ch for ch in item.cell if ch.isalpha())
        return (
            _SEVERITIES.index(item.severity),
            sheet,
            int(digits or 0),
            len(letters),
            letters,
            order_of(item.rule),
        )

    return sorted(findings, key=place)
