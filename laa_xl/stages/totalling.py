"""Control totals by ways of their own: cells of the file, the return understood, the master's rows, the report's lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from laa_xl.checks.structure import DOUBLED_ROW, UNKNOWN_ROW
from laa_xl.declare.model import Column, Role, Table
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.findings import Finding, must_be_fixed
from laa_xl.domain.grammar import stripped
from laa_xl.domain.numbers import Figure, total
from laa_xl.domain.returns import Return, Row
from laa_xl.domain.totals import ColumnTotal, Ignored, SheetTotals
from laa_xl.files.cells import Cell, SheetCells, WorkbookCells, parse_address
from laa_xl.files.outside import filled, normal, text_of
from laa_xl.files.raw import RawTable

_LINE = re.compile(r"[A-Za-z]?\d+")  # the printed number of a line
PREPARED, HEADINGS, NOTES = "prepared, nothing entered", "the headings once more", "text, not entries"


def sheet_totals(
    book: WorkbookCells,
    tables: Mapping[str, RawTable],
    returned: Return,
    findings: Sequence[Finding],
) -> tuple[SheetTotals, ...]:
    """What stood on each sheet that was read, and what became of it.

    The cells are counted as they stand in the file, and not by what reading made of them: a row or an entry that got lost on the
    way is one that nothing explains. Of a return that must be fixed, every row is rejected.
    """
    sheets = {sheet.name: sheet for sheet in book.sheets}
    rejected = must_be_fixed(list(findings))
    return tuple(
        _Counted(table, tables[table.name], sheets[tables[table.name].sheet], returned.rows(table.name)).totals(
            rejected, findings
        )
        for table in RETURN_FORM.tables()
        if table.name in tables and tables[table.name].sheet in sheets
    )


class _Counted:
    """One table, counted on its sheet."""

    def __init__(self, table: Table, raw: RawTable, sheet: SheetCells, rows: Sequence[Row]) -> None:
        self.table, self.raw, self.sheet, self.rows = table, raw, sheet, rows
        self.lengthwise = not raw.columns  # a form: titles in the first column, entries in the second
        self.entries = [column for column in table.columns if column.role is Role.ENTRY]
        self.titles = {raw.columns[one.name]: normal(one.title) for one in table.columns if one.name in raw.columns}
        self.covered = {
            (row, index)
            for top, left, bottom, right in sheet.merged
            for row in range(top, bottom + 1)
            for index in range(left, right + 1)
            if (row, index) != (top, left)
        }

    def totals(self, rejected: bool, findings: Sequence[Finding]) -> SheetTotals:
        numbers = {row.number for row in self.rows}
        refused = self._refused(findings)
        read, ignored, unknown = 0, dict.fromkeys((PREPARED, HEADINGS, NOTES), 0), 0
        for number in [] if self.lengthwise else self._below():
            read += 1
            if number in numbers:
                continue
            if number in refused:
                unknown += 1
            elif why := self._why_ignored(number):
                ignored[why] += 1
        read, taken = (1, len(self.rows)) if self.lengthwise else (read, len(numbers))
        return SheetTotals(
            table=self.table.name,
            sheet=self.raw.sheet,
            read=read,
            accepted=0 if rejected else taken,
            rejected=taken + unknown if rejected else unknown,
            ignored=tuple(Ignored(why=why, rows=count) for why, count in ignored.items() if count),
            filled=sum(1 for row in self.rows for _, cell in self._cells(row) if filled(cell)),
            entries=sum(1 for row in self.rows for column in self.entries if _has_entry(row, column)),
            sums=tuple(found for column in self.entries if column.kind.numeric and (found := self._sum(column))),
        )

    def _below(self) -> Iterator[int]:
        """The rows below the headings in which anything of the table stands."""
        header, most = -1, -1
        for number, line in self.sheet.rows.items():
            if len(line) > most and (like := self._like_headings(line)) > most:  # the first of several
                header, most = number, like
        for number in sorted(self.sheet.rows):
            if number > header and any(filled(cell) and not cell.formula for _, cell in self._line(number)):
                yield number

    def _like_headings(self, line: Mapping[int, Cell]) -> int:
        alike = 0
        for index, title in self.titles.items():
            cell = line.get(index)
            # No heading is a number.
            alike += cell is not None and isinstance(cell.value, str) and normal(cell.value) == title
        return alike

    def _line(self, number: int, columns: Iterable[Column] | None = None) -> Iterator[tuple[Column, Cell]]:
        line = self.sheet.rows.get(number, {})
        for column in self.table.columns if columns is None else columns:
            index = self.raw.columns.get(column.name, -1)
            cell = line.get(index)
            if cell is not None and (number, index) not in self.covered:
                yield column, cell

    def _why_ignored(self, number: int) -> str:
        """Why a row that nobody took may be left out; "" where nothing explains it: then something was lost."""
        line = self.sheet.rows.get(number, {})
        if 2 * len(line) >= len(self.raw.columns) <= 2 * self._like_headings(line):
            return HEADINGS
        entered = [column for column, cell in self._line(number, self.entries) if filled(cell)]
        key = self.raw.columns.get(self.table.key.name, -1)
        has_key = filled(self.sheet.get(number, key))
        if not entered:
            numbered = _LINE.fullmatch(text_of(self.sheet.get(number, key)).strip())
            return PREPARED if self.table.blank_rows and numbered else NOTES
        return NOTES if len(entered) == 1 and not has_key else ""

    def _refused(self, findings: Iterable[Finding]) -> set[int]:
        """The rows that are none of the form, or stand twice: each was told."""
        codes = (UNKNOWN_ROW.code, DOUBLED_ROW.code)
        mine = (one for one in findings if one.rule in codes and one.sheet == self.raw.sheet)
        return {parse_address(cell)[0] for one in mine for cell in (one.cell, *one.also) if cell}

    def _cells(self, row: Row, columns: Iterable[Column] | None = None) -> Iterator[tuple[Column, Cell]]:
        """The entry cells of a row, as they stand in the file."""
        number, line = row.number, self.sheet.rows.get(row.number, {})
        for column in self.entries if columns is None else columns:
            if self.lengthwise:
                entry = row.entries.get(column.name)
                number, index = parse_address(entry.cell) if entry else (-1, -1)
                cell = self.sheet.get(number, index)
            else:
                index = self.raw.columns.get(column.name, -1)
                cell = line.get(index)
            if cell is not None and (number, index) not in self.covered:
                yield column, cell

    def _sum(self, column: Column) -> ColumnTotal | None:
        """Without the row of totals, which would count everything twice; None for a column without any number."""
        rows = [row for row in self.rows if row.key != self.table.total_row or not self.table.total_row]
        typed = [cell.value for row in rows for _, cell in self._cells(row, (column,))]
        entries = [row.entries[column.name] for row in rows if column.name in row.entries]
        numbers = list(_numbers(typed))
        entered = list(_numbers(entry.entered for entry in entries))
        taken = list(_numbers(entry.value for entry in entries if entry.usable))
        if not (numbers or entered or taken):
            return None
        return ColumnTotal(
            column=column.name,
            title=column.title,
            typed=total(numbers),
            entered=total(entered),
            taken=total(taken),
            otherwise=sum(1 for entry in entries if _figure(entry.entered) != _figure(entry.value)),
        )


def _has_entry(row: Row, column: Column) -> bool:
    """Whether the return holds an entry there, understood or not."""
    entry = row.entries.get(column.name)
    if entry is None or entry.entered is None:
        return False
    return type(entry.entered) is float or stripped(str(entry.entered)) != ""


def _figure(value: Any) -> Figure | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _numbers(values: Iterable[Any]) -> Iterator[Figure]:
    return (figure for value in values if (figure := _figure(value)) is not None)
