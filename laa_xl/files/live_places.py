"""Where everything stands that a template's live formulas look at, and their text with those addresses filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from laa_xl.checks.catalogue import LiveCheck
from laa_xl.checks.live_state import Content
from laa_xl.checks.live_values import CHECK_COLUMNS, helpers
from laa_xl.declare.layout import Layout
from laa_xl.declare.model import Table
from laa_xl.declare.return_form import CHECKS_DATA, RETURN_FORM, RULES_SHEET
from laa_xl.domain.returns import Row
from laa_xl.domain.words import Severity

_NAMED = re.compile(r"\{(?:(\w+):)?([\w.]+)\}")
CLEAN = "clean_"  # the columns of the rules sheet that hold each entry as texts are compared
STATES = "state_"  # the columns of the rules sheet that say how each entry stands
FIRST_CHECK = 1  # the row of the first live check on its hidden sheet, counted from 0
NIL, ENTERED, MUST_FIX, TO_CONFIRM = range(4)  # rows of the totals beside the live checks
TOTALS = 2  # their column
# The columns of the open checks on their hidden sheet: which line, which block and check, what it says and leads to.
POSITION, BLOCK, OFFSET, CHECK, TARGET, KEY, WORDS, KIND = range(4, 12)


@dataclass(frozen=True, slots=True)
class Line:
    """One live check of one row: a line of the hidden sheet of checks."""

    table: Table
    offset: int
    row: Row
    check: LiveCheck

    @property
    def name(self) -> str:
        """What its row is called: the key, and on the form of the Start sheet the field."""
        return self.table.column(self.check.live.column).title if self.table.name == "about" else self.row.key


@dataclass(frozen=True, slots=True)
class Block:
    """The live checks of a table that have one severity: for each row as many lines as there are checks."""

    severity: Severity
    table: Table
    checks: tuple[LiveCheck, ...]
    line: int  # where its lines begin, counted from 0
    check: int  # where its checks begin in the list of all, counted from 0


class _OfARow(NamedTuple):
    """A text that differs from row to row in numbers alone: where they stand in it, and what they are in the first row."""

    pattern: str
    first: tuple[int, ...]

    def at(self, offset: int) -> str:
        """The text in that row, counted from 0."""
        return self.pattern % tuple([number + offset for number in self.first])


def _fixed(text: str) -> _OfARow:
    return _OfARow(text.replace("%", "%%"), ())


def _joined(parts: list[_OfARow]) -> _OfARow:
    return _OfARow("".join(part.pattern for part in parts), tuple(number for part in parts for number in part.first))


@dataclass(frozen=True)
class Places:
    """Addresses in a return workbook."""

    layouts: Mapping[str, Layout]
    content: Content

    def cell(self, table: Table, offset: int, column: str) -> str:
        """The cell of a table's row, with its sheet: ``Indicators!I14``."""
        sheet = RETURN_FORM.sheet(table.name).name
        return f"{sheet}!{xl_rowcol_to_cell(*self.position(table, offset, column))}"

    def position(self, table: Table, offset: int, column: str) -> tuple[int, int]:
        """Row and column of that cell, counted from 0; the form on the Start sheet is a table on its side."""
        first = self.layouts[RETURN_FORM.sheet(table.name).name].first
        index = self._indexes[table.name][column]
        return (first + index, 1) if table.name == "about" else (first + offset, index)

    @cached_property
    def _indexes(self) -> Mapping[str, Mapping[str, int]]:
        return {t.name: {column.name: n for n, column in enumerate(t.columns)} for t in RETURN_FORM.tables()}

    def entry(self, table: Table, offset: int, column: str) -> str:
        """A cell as a formula looks at it: by its place in a named span.

        An address would follow an entry that somebody cuts and pastes elsewhere, and the checks of two rows would go with it.
        The span's ends, its heading and the row below it, are locked. Cells that are locked have addresses.
        """
        return self._entry(table, column, own_row=False).at(offset)

    def _entry(self, table: Table, column: str, *, own_row: bool) -> _OfARow:
        """``own_row``: for a cell of that row itself, so that it can be sorted."""
        if table.name == "about":
            return _fixed(f"INDEX(about_entry,{self._indexes['about'][column] + 2})")
        declared, place = table.column(column), self.layouts[RETURN_FORM.sheet(table.name).name]
        if not declared.entry and not table.blank_rows:
            letter = xl_col_to_name(self._indexes[table.name][column], own_row)
            sheet = "" if own_row else f"{RETURN_FORM.sheet(table.name).name}!"
            return _OfARow(f"{sheet}{letter}%d", (place.first + 1,))
        if own_row:
            return _fixed(f"INDEX({table.name}_{column},ROW()-{place.header})")
        return _OfARow(f"INDEX({table.name}_{column},%d)", (2,))

    def spans(self) -> Iterator[tuple[str, str]]:
        """The named spans: each from the heading to the row below the last."""
        for table in RETURN_FORM.tables():
            sheet = RETURN_FORM.sheet(table.name).name
            place = self.layouts[sheet]
            columns = [1] if table.name == "about" else range(len(table.columns))
            for index in columns:
                name = "about_entry" if table.name == "about" else f"{table.name}_{table.columns[index].name}"
                letter = xl_col_to_name(index, True)
                yield name, f"{sheet}!{letter}${place.header + 1}:{letter}${place.end + 1}"

    def lines_of(self, table: Table, column: str) -> str:
        """A column's cells without the row of totals."""
        last = len(self.content[table.name]) - (2 if table.total_row else 1)
        return ":".join(self.entry(table, offset, column) for offset in (0, max(last, 0)))

    def rule_columns(self, table: Table) -> tuple[str, ...]:
        """What the rules sheet holds of each row of a table."""
        return tuple(self._rule_indexes[table.name])

    @cached_property
    def _rule_indexes(self) -> Mapping[str, Mapping[str, int]]:
        return {t.name: {name: n for n, name in enumerate(_rule_columns(t))} for t in RETURN_FORM.tables()}

    @cached_property
    def rule_tops(self) -> Mapping[str, int]:
        """The row of the headings of each table's block on the rules sheet."""
        tops, row = {}, 0
        for table in RETURN_FORM.tables():
            tops[table.name] = row
            row += len(self.content[table.name]) + 2
        return tops

    def rule(self, table: Table, offset: int, name: str) -> str:
        """The cell of a parameter or a helper of a row."""
        return self._rule(table, name).at(offset)

    def _rule(self, table: Table, name: str) -> _OfARow:
        letter = xl_col_to_name(self._rule_indexes[table.name][name])
        return _OfARow(f"{RULES_SHEET}!{letter}%d", (self.rule_tops[table.name] + 2,))

    def rule_block(self, table: Table, first: str, last: str) -> str:
        """All rows of some columns of the rules sheet, as an address with its sheet."""
        columns = self.rule_columns(table)
        left, right = (xl_col_to_name(columns.index(name), True) for name in (first, last))
        top = self.rule_tops[table.name] + 2
        return f"{RULES_SHEET}!{left}${top}:{right}${top + max(len(self.content[table.name]), 1) - 1}"

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The live checks by severity and table, in the order of the list: what must be fixed first."""
        found: list[Block] = []
        line = check = 0
        for severity in (Severity.MUST_FIX, Severity.CONFIRM):
            for table in RETURN_FORM.tables():
                checks = [item for item in self.content.live.checks[table.name] if item.rule.severity is severity]
                if table.name == "about":
                    checks.sort(key=lambda item: table.position(item.live.column))
                rows = len(self.content[table.name])
                if checks and rows:
                    found.append(Block(severity, table, tuple(checks), line, check))
                    line, check = line + rows * len(checks), check + len(checks)
        return tuple(found)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every live check of every row, block by block, row by row."""
        live = self.content.live
        return tuple(
            Line(block.table, offset, row, check)
            for block in self.blocks
            for offset, row in enumerate(live.rows[block.table.name])
            for check in block.checks
        )

    def is_open(self, line: Line) -> bool:
        """Whether a live check is open in what is written."""
        spot = (line.table.name, line.row.key, line.check.live.column)
        return spot in self._open_entries and self.content.live.is_open(line.check, line.table.name, line.row.key)

    @cached_property
    def _open_entries(self) -> frozenset[tuple[str, str, str]]:
        """The entries about which any check is open: few of them, so that the others are soon seen to have none."""
        return frozenset((table, key, column) for table, key, column, _ in self.content.live.open)

    @cached_property
    def open_spots(self) -> tuple[int, ...]:
        """Which lines are open, in their order."""
        return tuple(number for number, line in enumerate(self.lines) if self.is_open(line))

    def count(self, severity: Severity) -> int:
        """How many live checks of a severity are open."""
        return sum(self.lines[spot].check.rule.severity is severity for spot in self.open_spots)

    def block(self, table: Table, severity: Severity) -> Block | None:
        """The checks of a table that have a severity."""
        return next((block for block in self.blocks if (block.table, block.severity) == (table, severity)), None)

    def marks_of(self, table: Table, offset: int, column: str) -> list[tuple[Line, str]]:
        """The live checks that are about one entry, each with the cell that is 1 where it is open."""
        found = []
        for block, number in self._checks_of.get((table.name, column), ()):
            at = block.line + offset * len(block.checks) + number
            found.append((self.lines[at], f"{CHECKS_DATA}!A{at + FIRST_CHECK + 1}"))
        return found

    @cached_property
    def _checks_of(self) -> Mapping[tuple[str, str], list[tuple[Block, int]]]:
        """The live checks about a column of a table: the block, and which check of it."""
        found: dict[tuple[str, str], list[tuple[Block, int]]] = {}
        for block in self.blocks:
            for number, check in enumerate(block.checks):
                found.setdefault((block.table.name, check.live.column), []).append((block, number))
        return found

    def total(self, name: int) -> str:
        """One of the totals beside the live checks."""
        return f"{CHECKS_DATA}!{xl_rowcol_to_cell(name, TOTALS, True, True)}"

    def filled(self, formula: str, table: Table, offset: int, own_row: bool = False) -> str:
        """A formula with the addresses of a row; ``own_row``: for a cell of that row itself, so that it can be sorted."""
        key = (formula, table.name, own_row)
        found = self._filled.get(key)
        if found is None:
            found = self._filled[key] = _joined(list(self._parts(formula, table, own_row)))
        return found.at(offset)

    @cached_property
    def _filled(self) -> dict[tuple[str, str, bool], _OfARow]:
        """The formulas that were asked for: there are some hundred, and each is wanted in every row of its table."""
        return {}

    def _parts(self, formula: str, table: Table, own_row: bool) -> Iterator[_OfARow]:
        end = 0
        for found in _NAMED.finditer(formula):
            yield _fixed(formula[end : found.start()])
            yield self._address(found[1], found[2], table, own_row)
            end = found.end()
        yield _fixed(formula[end:])

    def _address(self, kind: str | None, name: str, table: Table, own_row: bool) -> _OfARow:
        """What stands for "{kind:name}"."""
        if kind is None:
            return self._entry(table, name, own_row=own_row)
        if kind == "clean":
            return self._rule(table, f"{CLEAN}{name}")
        if kind == "rule":
            return self._rule(table, name)
        if kind == "list":
            return _fixed(f"list_{name}")
        if kind == "lines":
            return _fixed(self.lines_of(table, name))
        if name == "entered":
            return _fixed(self.total(ENTERED))
        period = self.content.live.look.period
        day = {"start": period.start, "end": period.end, "last": period.end.replace(year=period.end.year + 1)}[name]
        return _fixed(f"DATE({day.year},{day.month},{day.day})")


def _rule_columns(table: Table) -> tuple[str, ...]:
    states = (f"{STATES}{column.name}" for column in table.entries)
    clean = (f"{CLEAN}{column.name}" for column in table.entries)
    last = () if table.name == "about" else ("to_do",)
    return (*CHECK_COLUMNS.get(table.name, ()), *clean, *helpers(table), *last, *states)
