"""The findings of a return as they are listed: one for each cause, and what stops the return first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
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
        if f.cell and f.rule[0] in "NDCT" and f.severity is not Severity.INFO
        if f.severity is Severity.MUST_FIX or not f.settled  # an entry that cannot be used is not by being waived
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


_CERTAIN = {f"T0{number}" for number in range(2, 9)}  # asks about words that were well understood
MOST = 3  # findings that are told one by one; from the next on, one for all


def grouped(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for many that are the same: one rule, one column, one entry, waived alike, and not confirmed one by one.

    A link that broke puts #REF! into a whole column; twenty lines that say so hide the one that says something else.
    """
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for number, item in enumerate(findings):
        alone = number if item.confirmed or not item.cell else None
        same = (item.rule, item.sheet, _letters(item.cell), item.entered, item.waived, alone)
        alike.setdefault(same, []).append(item)
    return [item for same in alike.values() for item in (same if len(same) <= MOST else [_one_for(same)])]


def _one_for(same: list[Finding]) -> Finding:
    first, *rest = sorted(same, key=lambda item: _number(item.cell))
    cells = tuple(cell for item in rest for cell in item.cells)
    more = f"The same goes for {len(cells)} more cells: {runs((*first.also, *cells))}."
    return replace(first, also=(*first.also, *cells), message=f"{first.message} {more}")


def runs(cells: Iterable[str]) -> str:
    """Cells of a column in few words: "K7 to K12, K15"."""
    spans: list[list[str]] = []
    for cell in cells:
        last = spans[-1][-1] if spans else ""
        if last and _letters(last) == _letters(cell) and _number(last) + 1 == _number(cell):
            spans[-1].append(cell)
        else:
            spans.append([cell])
    return ", ".join(span[0] if len(span) == 1 else f"{span[0]} to {span[-1]}" for span in spans)


def _letters(cell: str) -> str:
    return "".join(ch for ch in cell if ch.isalpha())


def _number(cell: str) -> int:
    return int("".join(ch for ch in cell if ch.isdigit()) or 0)


_SEVERITIES = list(Severity)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """What stops the return first comes first; within that the order of the sheets and cells."""
    sheets = [sheet.name for sheet in RETURN_FORM.sheets]

    def place(item: Finding) -> tuple[Any, ...]:
        sheet = sheets.index(item.sheet) if item.sheet in sheets else len(sheets)
        letters = _letters(item.cell)
        return (
            _SEVERITIES.index(item.severity),
            sheet,
            _number(item.cell),
            len(letters),
            letters,
            order_of(item.rule),
        )

    return sorted(findings, key=place)
