"""The officer's own columns in a computed table: their cells go with the row they belong to, not with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from laa_xl.files.addresses import address
from laa_xl.files.open_book import Grid, as_it_was, is_error, told

Identity = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What an officer had beside a row that is no longer there, or a comment whose row now stands elsewhere."""

    sheet: str
    row: str  # what the row was, in words
    column: str
    value: str
    comment: bool = False


def identities(rows: Sequence[Sequence[Any]]) -> list[Identity]:
    """What each row is, from its identifying values; rows that are alike are counted, so that none is mixed up."""
    seen: dict[Identity, int] = {}
    found = []
    for values in rows:
        plain = tuple(words(value) for value in values)
        seen[plain] = seen.get(plain, 0) + 1
        found.append((*plain, str(seen[plain])))
    return found


def words(value: Any) -> str:
    """A value as a person reads it."""
    plain = value if is_error(value) else told(value)
    if plain is None:
        return ""
    if isinstance(plain, float) and plain == int(plain):
        return str(int(plain))
    return f"{plain:%d/%m/%Y}" if isinstance(plain, date) else str(plain)


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """One column of hers as it stands: values and formulas, row by row; where counts from 1."""

    heading: str
    letter: str
    first: int
    values: Sequence[Any]
    formulas: Sequence[Any]

    def moved(self, old: Sequence[Identity], new: Sequence[Identity]) -> tuple[list[Any], list[tuple[Identity, str]]]:
        """What to enter in each new row, and what has no row any more, with the row that it had.

        A column of one formula fills every row. A formula that moves keeps pointing at its own row.
        """
        every = self._fills()
        if every:
            return [self._formula(every, self.first, self.first + offset) for offset in range(len(new))], []
        at = {identity: offset for offset, identity in enumerate(old)}
        cells = []
        for offset, identity in enumerate(new):
            source = at.pop(identity, None)
            cells.append(None if source is None else self._entered(source, self.first + offset))
        left = [(identity, self._words(offset)) for identity, offset in at.items() if self._words(offset)]
        return cells, left

    def _is_formula(self, offset: int) -> bool:
        formula = self.formulas[offset]
        return isinstance(formula, str) and formula.startswith("=") and formula != self.values[offset]

    def _words(self, offset: int) -> str:
        return words(self.values[offset])

    def _entered(self, offset: int, row: int) -> Any:
        if self._is_formula(offset):
            return self._formula(self.formulas[offset], self.first + offset, row)
        return as_it_was(self.values[offset], "")

    def _formula(self, formula: str, source: int, row: int) -> str:
        from openpyxl.formula.translate import Translator  # brings all of openpyxl: only where a column has formulas

        moved: str = Translator(formula, origin=f"{self.letter}{source}").translate_formula(f"{self.letter}{row}")
        return moved

    def _fills(self) -> str:
        """The formula of a calculated column, as it stands in its first row; "" for any other column."""
        offsets = range(len(self.values))
        if not offsets or not all(self._is_formula(offset) for offset in offsets):
            return ""
        found = {self._formula(self.formulas[offset], self.first + offset, self.first) for offset in offsets}
        return found.pop() if len(found) == 1 else ""


def own_column(heading: str, index: int, first: int, values: Grid, formulas: Grid, offset: int) -> OwnColumn:
    """The column at an index (from 1) of the sheet; ``offset`` is its place in the table's rows."""
    return OwnColumn(
        heading,
        address(0, index - 1).removesuffix("1"),
        first,
        [row[offset] for row in values],
        [row[offset] for row in formulas],
    )


def row_words(identity: Identity) -> str:
    """A row in words: ``2008-Q2, NI 154``."""
    return ", ".join(part for part in identity[:-1] if part) or "a row without an entry"
