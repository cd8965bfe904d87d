"""One table of one sheet: its headings, columns and rows, found by their words, and what is wrong with its structure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from functools import cached_property

from laa_xl.checks import structure as rules
from laa_xl.checks.registry import Rule, file_finding, shown
from laa_xl.declare.model import Column, Role, Table
from laa_xl.domain.findings import Finding
from laa_xl.files.cells import Cell, SheetCells, address, parse_address
from laa_xl.files.outside import filled, in_a_form, in_a_table, normal, text_of
from laa_xl.files.raw import RawRow, RawTable

ENOUGH = 0.5  # of the headings; with fewer it is another table


class TableReader:
    """Reads one table of one sheet."""

    def __init__(self, sheet: SheetCells, table: Table, printed: Set[str] = frozenset()) -> None:
        self.sheet = sheet
        self.table = table
        self.printed = printed
        self.titles = {normal(column.title) for column in table.columns}
        self.fewest = ENOUGH * len(self.titles)
        self.findings: list[Finding] = []

    def read(self) -> tuple[RawTable | None, list[Finding]]:
        """The table as found (None where its headings are gone), and what is wrong with its structure."""
        header = self.header()
        if header is None:
            self.findings.append(file_finding(rules.MISSING_TABLE, sheet=self.sheet.name))
            return None, self.findings
        if self.table.name == "about":
            return self._form(header), self.findings
        columns = self._columns(header)
        if self.table.key.name not in columns and self.table.blank_rows == 0:
            return None, self.findings  # without codes nobody knows which row is whose; that was told
        rows = tuple(self._merged(self._rows(header, columns)))
        self._linked(rows)
        outside = in_a_table(self.sheet, self.table, header, columns, {row.number for row in rows}, self.printed)
        return RawTable(self.sheet.name, rows, columns, dict(outside)), self.findings

    def header(self) -> int | None:
        """The row that holds most of the headings, at least half; for a form, the row above its first field."""
        row, likeness = self._headings()
        return row if likeness >= ENOUGH else None

    def likeness(self) -> float:
        """How many of the headings are there, as a share of all."""
        return self._headings()[1]

    def _headings(self) -> tuple[int, float]:
        titles = self.titles
        if self.table.name == "about":
            fields = {row: normal(text_of(cells.get(0))) for row, cells in self.sheet.rows.items()}
            rows = [row for row, text in fields.items() if text in titles]
            return min(rows, default=0) - 1, len({fields[row] for row in rows}) / len(titles)
        best, most = -1, 0.0
        for row, cells in self.sheet.rows.items():
            like = self._like_headings(cells)
            if like > most:
                best, most = row, like
        return best, most

    def _like_headings(self, cells: Mapping[int, Cell]) -> float:
        """How many of the headings stand in a row, as a share of all; 0 where too few words stand there to be enough."""
        if len(cells) < self.fewest:
            return 0.0
        words = [cell.value for cell in cells.values() if isinstance(cell.value, str)]  # no heading is a number
        found: set[str] = set()
        possible = len(words)
        for text in words:
            if possible < self.fewest:
                return 0.0
            title = normal(text)
            if title in self.titles:
                found.add(title)
            else:
                possible -= 1
        return len(found) / len(self.titles)

    def _form(self, header: int) -> RawTable:
        """A form is a table on its side: the titles in the first column, the entries in the second."""
        places: dict[str, int] = {}
        for number in (number for number in self.sheet.rows if number > header):
            places.setdefault(normal(text_of(self.sheet.get(number, 0))), number)
        cells: dict[str, Cell] = {}
        addresses: dict[str, str] = {}
        for column in self.table.columns:
            row = places.get(normal(column.title))
            if row is None:
                self._missing(column)
                continue
            addresses[column.name] = address(row, 1)
            found = self.sheet.get(row, 1)
            if found is not None:
                cells[column.name] = found
        outside = dict(in_a_form(self.sheet, self.table, set(addresses.values()), self.printed))
        rows = tuple(self._merged([RawRow("about", header, cells, addresses)]))
        self._linked(rows)
        return RawTable(self.sheet.name, rows, {}, outside)

    def _merged(self, rows: Iterable[RawRow]) -> Iterator[RawRow]:
        """The rows, with the entries that a merged cell covers: what stands in it may be meant for all of them.

        A merged cell that is empty says nothing; nor does one over a line in which nothing else was entered.
        """
        entries = {column.name for column in self.table.entries}
        merged = [area for area in self.sheet.merged if area[:2] != area[2:] and self._holds_something(area)]
        told: set[tuple[int, int]] = set()
        over: dict[int, list[tuple[int, int, int, int]]] = {}
        last = max(self.sheet.rows, default=-1)
        for area in merged:
            for number in range(area[0], min(area[2], last) + 1):
                over.setdefault(number, []).append(area)
        for row in rows:
            if self.table.name != "about" and row.number not in over:
                yield row
                continue
            covered: dict[str, tuple[int, int]] = {}
            for name in entries & row.addresses.keys() if merged else ():
                place = parse_address(row.addresses[name])
                for top, left, bottom, right in over.get(place[0], ()):
                    if top <= place[0] <= bottom and left <= place[1] <= right and place != (top, left):
                        covered[name] = (top, left)
            for first in sorted(set(covered.values()) - told):
                told.add(first)
                self._say(rules.MERGED, address(*first), entered=text_of(self.sheet.get(*first)))
            begun = any(filled(cell) for name, cell in row.cells.items() if name in entries - covered.keys())
            lost = frozenset(covered) if begun or not self.table.blank_rows else frozenset()
            cells = {name: cell for name, cell in row.cells.items() if name not in covered} if covered else row.cells
            yield replace(row, cells=cells, covered=lost) if covered else row

    def _holds_something(self, area: tuple[int, int, int, int]) -> bool:
        top, left, bottom, right = area
        for column in range(left, right + 1) if right - left < len(self._filled) else list(self._filled):
            rows = self._filled.get(column, [])
            at = bisect_left(rows, top)
            if left <= column <= right and at < len(rows) and rows[at] <= bottom:
                return True
        return False

    @cached_property
    def _filled(self) -> dict[int, list[int]]:
        """The rows in which each column says something, in order."""
        found: dict[int, list[int]] = {}
        for number, line in sorted(self.sheet.rows.items()):
            for index, cell in line.items():
                if filled(cell):
                    found.setdefault(index, []).append(number)
        return found

    def _linked(self, rows: Iterable[RawRow]) -> None:
        """Entries that come from another workbook: the value saved here is read, which may be old."""
        names = [column.name for column in self.table.entries] if self.sheet.linked else []
        places = [row.addresses[name] for row in rows for name in names if name in row.addresses]
        linked = [place for place in places if parse_address(place) in self.sheet.linked]
        if linked:
            more = f", and so do {len(linked) - 1} more cells on this sheet" if len(linked) > 1 else ""
            self._say(rules.LINKED, linked[0], more=more)

    def _columns(self, header: int) -> dict[str, int]:
        """Where each declared column stands now. A moved one is told once, where its neighbours did not move with it."""
        where: dict[str, list[int]] = {}
        for index, cell in sorted(self.sheet.rows[header].items()):
            where.setdefault(normal(text_of(cell)), []).append(index)
        columns: dict[str, int] = {}
        for position, column in enumerate(self.table.columns):
            found = where.get(normal(column.title), [])
            if len(found) == 1:
                columns[column.name] = found[0]
            elif column.role is Role.COMPUTED:
                continue
            elif found:
                first, second = (address(header, index) for index in found[:2])
                self._say(rules.DOUBLED_COLUMN, second, expected=column.title, first=first)
            else:
                self._missing(column, header, position)
        stayed = _longest_rising(list(columns.values()))
        for name, index in columns.items():
            if index not in stayed:
                place = address(header, index)
                self._say(rules.MOVED_COLUMN, place, entered=place, expected=self.table.column(name).title)
        return columns

    def _missing(self, column: Column, row: int = -1, index: int = -1) -> None:
        """A heading that is not there; what stands in its place is named where it is none of the others."""
        titles = {normal(other.title) for other in self.table.columns}
        text = text_of(self.sheet.get(row, index))
        if not text or normal(text) in titles:
            self._say(rules.MISSING_COLUMN, "", expected=column.title, now="")
            return
        place = address(row, index)
        now = f'{place} reads "{shown(text)}". '
        self._say(rules.MISSING_COLUMN, place, entered=text, expected=column.title, now=now)

    def _say(self, rule: Rule, cell: str, **words: str) -> None:
        self.findings.append(file_finding(rule, sheet=self.sheet.name, cell=cell, **words))

    def _rows(self, header: int, columns: Mapping[str, int]) -> Iterator[RawRow]:
        """Every row under the headings that has a key or an entry; one that lost its key may still have its title."""
        key = columns.get(self.table.key.name)
        kept = self.table.entries if self.table.blank_rows else _beside_the_key(self.table)
        entries = [columns[column.name] for column in kept if column.name in columns]
        for number in sorted(row for row in self.sheet.rows if row > header):
            line = self.sheet.rows[number]
            if self._like_headings(line) >= ENOUGH:
                continue  # the headings once more, copied for a page or with a block of rows
            text = "" if key is None else text_of(line.get(key)).strip()
            if not any(filled(line.get(index)) for index in entries) and (not text or normal(text) in self.printed):
                continue
            cells = {name: line[index] for name, index in columns.items() if index in line}
            addresses = {name: address(number, index) for name, index in columns.items()}
            yield RawRow(text, number, cells, addresses)


def _beside_the_key(table: Table) -> tuple[Column, ...]:
    """What is printed and what is typed in a row, apart from its code."""
    return tuple(column for column in table.columns if column.role in (Role.LOCKED, Role.ENTRY))


def _longest_rising(places: list[int]) -> set[int]:
    """The most columns that still stand in the order of the form; the others were moved."""
    longest: list[int] = []
    chains: list[list[int]] = []
    for place in places:
        before: list[int] = []
        for chain in chains:
            if chain[-1] < place and len(chain) > len(before):
                before = chain
        chains.append([*before, place])
        if len(chains[-1]) > len(longest):
            longest = chains[-1]
    return set(longest)
