"""From the raw tables of a return to a Return and its findings: one cause, one finding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from laa_xl.checks import structure
from laa_xl.checks.entries import Understood
from laa_xl.checks.listing import grouped, in_order, one_a_cell
from laa_xl.checks.look import Known, Look
from laa_xl.checks.registry import Rule, file_finding, run_checks, shown
from laa_xl.checks.typed_over import typed_over
from laa_xl.checks.understanding import said_of, understand_entry
from laa_xl.declare.model import Column, Role, Table
from laa_xl.declare.prefill import locked_rows
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.findings import Finding
from laa_xl.domain.grammar import folded, spelling
from laa_xl.domain.live import rate_row
from laa_xl.domain.returns import Entry, Return, Row, nothing_at
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.waiving import NO_WAIVERS
from laa_xl.files.cells import Cell, parse_address
from laa_xl.files.later_tables import LaterTables
from laa_xl.files.outside import filled
from laa_xl.files.raw import RawRow, RawTable

__all__ = ["Checked", "check_return"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A return as understood, and everything there is to say about it."""

    returned: Return
    findings: tuple[Finding, ...]


def check_return(
    spec: FormSpec,
    tables: Mapping[str, RawTable],
    file: str,
    sha256: str,
    printed: FormSpec | None = None,
    known: Known | None = None,
) -> Checked:
    """Check the raw tables against the specification.

    ``printed`` is what the template itself carries, where the programme's specification has moved on since:
    locked cells are compared with what was printed, figures are judged by ``spec``. ``known``: what else the
    programme knows; without it the rules that need it say nothing.
    """
    found: list[Finding] = []
    rows: dict[str, tuple[Row, ...]] = {}
    for table in RETURN_FORM.tables():
        raw = tables.get(table.name)
        if raw is not None:
            every = tuple(_Table(table, raw, printed or spec, found).rows())
            found.extend(typed_over(every, printed or spec))
            rows[table.name] = tuple(row for row in every if not table.blank_rows or _begun(table, row))
    returned = Return(spec.agreement.settings.code, spec.theme, spec.when, file, sha256, LaterTables.of(rows))
    look = Look(spec, returned, {}, printed, known)
    for row in returned.rows("indicators"):
        if indicator := spec.agreement.found(row.key):
            look.ratings[row.key] = rate_row(spec.agreement, indicator, spec.when, row, look.aims(indicator))
    if returned.nil:  # what was typed wrongly in a return that reports nothing is told as an entry, not each by each
        found = [item for item in found if item.rule[0] not in "NDCT"]
    found.extend(run_checks(look))
    waivers = known.waivers if known else NO_WAIVERS  # before cells are grouped: a waiver is for one row, or for all
    return Checked(returned, tuple(in_order(grouped(one_a_cell(waivers.marked(found))))))


class _Table:
    """Turns the raw rows of one table into rows of understood entries."""

    def __init__(self, table: Table, raw: RawTable, spec: FormSpec, findings: list[Finding]) -> None:
        self.table = table
        self.raw = raw
        self.spec = spec
        self.findings = findings
        self.notes = dict(raw.outside)
        self.expected = {str(row[table.key.name]): row for row in self._locked()}
        self.roles = {column.name: column.role for column in table.columns}
        self.spelled = {folded(key): key for key in reversed(self.expected)}

    def _is_bare(self, raw: RawRow, key: str) -> bool:
        """Whether a prepared line is as it was printed, so that there is nothing to read in it, nor to say of it."""
        if raw.covered or len(self.expected[key]) > 1:
            return False
        for name, cell in raw.cells.items():
            role = self.roles[name]
            if role is Role.COMPUTED:
                if not cell.formula:
                    return False
            elif role is not Role.KEY and (cell.value is not None or cell.error is not None or cell.uncalculated):
                return False
        return True

    def _locked(self) -> list[dict[str, Any]]:
        return [] if self.table.name == "about" else locked_rows(self.table, self.spec)

    def rows(self) -> Iterator[Row]:
        """The rows that belong to the form; the others, and what stands outside the table, are reported."""
        yield from self._rows()
        notes = sorted(self.notes.items(), key=lambda note: parse_address(note[0]))
        for (place, cell), rest in structure.first_few(notes):
            said = cell.error or ("a formula" if cell.uncalculated else cell.value)
            more = f" {rest} more on this sheet stand outside it too." if rest else ""
            self.findings.append(
                file_finding(structure.OUTSIDE, sheet=self.raw.sheet, cell=place, entered=said, more=more)
            )

    def _rows(self) -> Iterator[Row]:
        if self.table.name == "about":
            yield self._row(self.raw.rows[0], "about")
            return
        chosen = self._chosen()
        doubled, strangers = [], []
        for raw in self.raw.rows:
            key = self._key(raw)
            if chosen.get(key) is raw:
                if not (self.table.blank_rows and self._is_bare(raw, key)):
                    yield self._row(raw, key)
            elif key in self.expected and not self.table.blank_rows:
                doubled.append(raw)
            else:
                strangers.append(raw)
        missing = [key for key in self.expected if key not in chosen]
        for raw in doubled:
            self._doubled(raw, chosen, missing)
        if self.table.blank_rows == 0:
            self._unmatched(strangers, missing)
        else:
            yield from self._own_lines(strangers)

    def _chosen(self) -> dict[str, RawRow]:
        """The row that stands for each key: of several, the one that still has the title we printed."""
        chosen: dict[str, RawRow] = {}
        for raw in self.raw.rows:
            key = self._key(raw)
            if key in self.expected and (
                key not in chosen or (self._same_title(raw, key) and not self._same_title(chosen[key], key))
            ):
                chosen[key] = raw
        return chosen

    def _key(self, raw: RawRow) -> str:
        return self.spelled.get(folded(raw.key), raw.key)

    def _say(self, rule: Rule, raw: RawRow, key: str, **words: str) -> None:
        cell = raw.addresses.get(self.table.key.name, "")
        self.findings.append(file_finding(rule, sheet=self.raw.sheet, cell=cell, row=key, entered=raw.key, **words))

    def _doubled(self, raw: RawRow, chosen: Mapping[str, RawRow], missing: list[str]) -> None:
        """A code that stands twice; where it was typed over another row's, that row is not missing as well."""
        key = self._key(raw)
        self._say(structure.DOUBLED_ROW, raw, key, first=str(chosen[key].number + 1))
        self._found_again(raw, missing)

    def _unmatched(self, strangers: list[RawRow], missing: list[str]) -> None:
        """Rows that are not ours, and rows of ours that are not there. A code typed over is told once, at its cell."""
        what = "indicators" if self.table.name == "indicators" else "lines"
        for raw in strangers:
            ours = self._found_again(raw, missing)
            if not ours and self._says_nothing_of_ours(raw):
                self._note(raw)
                continue
            said = f'"{shown(raw.key)}" is not one of your {what}' if raw.key else "The code is gone"
            self._say(structure.UNKNOWN_ROW, raw, raw.key, said=said, number=str(raw.number + 1))
        for key in missing:
            self.findings.append(file_finding(structure.MISSING_ROW, sheet=self.raw.sheet, row=key))

    def _own_lines(self, strangers: list[RawRow]) -> Iterator[Row]:
        """Lines that a person added below ours: nothing is lost."""
        for raw in strangers:
            if self._entered(raw) and not self._is_note(raw):
                known = not raw.key or self._key(raw) in self.expected  # a copied line brings its number with it
                yield self._row(raw, str(raw.number + 1) if known else raw.key)
            elif not re.fullmatch(r"[A-Za-z]?\d+", raw.key):  # the next line's number says nothing
                self._note(raw)

    def _says_nothing_of_ours(self, raw: RawRow) -> bool:
        """Whether a row is no row of the form but a note: a heading of one's own, or a word or a sum under a column."""
        if raw.key:
            return not any(filled(raw.cells.get(name)) for name in (*self._entry_names(), *self._locked_names()))
        return len(self._entered(raw)) <= 1

    def _is_note(self, raw: RawRow) -> bool:
        return not raw.key and len(self._entered(raw)) == 1

    def _note(self, raw: RawRow) -> None:
        for column in self.table.columns:
            name = column.name
            if filled(raw.cells.get(name)) and not (column.role is Role.COMPUTED and raw.cells[name].formula):
                self.notes[raw.addresses[name]] = raw.cells[name]

    def _entered(self, raw: RawRow) -> list[str]:
        return [name for name in self._entry_names() if filled(raw.cells.get(name))]

    def _entry_names(self) -> list[str]:
        return [column.name for column in self.table.entries]

    def _locked_names(self) -> list[str]:
        return [column.name for column in self.table.columns if column.role is Role.LOCKED]

    def _found_again(self, raw: RawRow, missing: list[str]) -> bool:
        """Whether a row under another code is, by its title, one of those that are missing: then it is not."""
        for key in missing:
            if self._same_title(raw, key):
                missing.remove(key)
                return True
        return False

    def _same_title(self, raw: RawRow, key: str) -> bool:
        """Whether a row has the first locked column (the title) of that key."""
        titles = self._locked_names()[:1]
        cell = raw.cells.get(titles[0]) if titles else None
        return cell is not None and _same(cell.value, self.expected[key].get(titles[0]))

    def _row(self, raw: RawRow, key: str) -> Row:
        entries: dict[str, Entry] = {}
        said: list[tuple[str, Understood]] = []
        expected = self.expected.get(key)
        for column in self.table.columns:
            place = raw.addresses.get(column.name)
            if place is None:
                continue
            cell = raw.cells.get(column.name)
            if column.name in raw.covered:
                entry = Entry(None, place, None, usable=False)
            elif column.role is not Role.ENTRY:
                entry = self._printed(cell, column, expected, key, place)
            elif cell is None:
                entry = nothing_at(place)
            else:
                entry, problem = self._entry(cell, column, key, place)
                if problem is not None:
                    said.append((column.name, problem))
            entries[column.name] = entry
        row = Row(self.table.name, self.raw.sheet, key, raw.number, entries)
        self.findings.extend(said_of(row, said))
        return row

    def _entry(self, cell: Cell, column: Column, key: str, place: str) -> tuple[Entry, Understood | None]:
        return understand_entry(
            cell.value,
            column,
            self.table,
            key,
            place,
            self.spec,
            error=cell.error,
            uncalculated=cell.uncalculated,
            shown_percent=cell.percent,
        )

    def _printed(self, cell: Cell | None, column: Column, row: Mapping[str, Any] | None, key: str, place: str) -> Entry:
        """A locked cell is compared with what we printed and read as that; of a computed one only a typed value is kept."""
        if column.role is Role.COMPUTED:
            if cell is None or cell.formula:
                return nothing_at(place)
            return Entry(cell.value, place, cell.error or cell.value)
        expected = None if row is None else row.get(column.name)
        value = None if cell is None else cell.error or cell.value
        if column.role is Role.LOCKED and row is not None and value != expected and not _same(value, expected):
            now = f'reads "{shown(value)}"' if _words(value) else "is blank"
            agreed = f'"{shown(expected)}"' if _words(expected) else "nothing"
            self.findings.append(
                file_finding(
                    structure.LOCKED_CHANGED,
                    sheet=self.raw.sheet,
                    cell=place,
                    row=key,
                    entered=value,
                    now=now,
                    expected=agreed,
                )
            )
        return Entry(expected, place, value)


def _begun(table: Table, row: Row) -> bool:
    """Whether anything was entered in a line; an empty one says nothing and is not carried on."""
    return any(column.name in row.entries and not row.blank(column.name) for column in table.entries)


def _same(value: Any, expected: Any) -> bool:
    """Whether a cell still reads as printed: numbers equal, text equal however it is drawn, blank is None or empty."""
    if value == expected:
        return True
    if isinstance(value, (int, float)) and isinstance(expected, (int, float)):
        return abs(value - expected) <= 1e-9 * max(1.0, abs(expected))
    return _words(value) == _words(expected)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return spelling(str(value))
