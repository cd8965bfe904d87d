"""Where a fault can be planted: a return with the cell of each of its entries, found by codes and headings."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from laa_xl.checks.look import Known
from laa_xl.declare.model import Column, Role, Table
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.agreement import Indicator
from laa_xl.domain.findings import Finding
from laa_xl.domain.returns import Return
from laa_xl.domain.spec import FormSpec
from laa_xl.files.cells import WorkbookCells, address
from laa_xl.stages.checking import Checked, check_return
from laa_xl.stages.reading import read_return
from tests.faults.desk import Desk
from tests.faults.returns_made import Clean
from tests.support.returns import place_of

Seen = tuple[Finding, ...]


def judged(
    book: WorkbookCells, spec: FormSpec | None = None, known: Known | None = None
) -> tuple[tuple[Finding, ...], Checked | None]:
    """Every finding of a workbook's cells, as ``validate_bytes`` puts them together, and the return.

    ``spec``: what the programme knows by now, where that is not what the template carries; ``known``: what it accepted.
    """
    raw = read_return(book)
    if raw.spec is None:
        return tuple(raw.findings), None
    checked = check_return(spec or raw.spec, raw.tables, "return.xlsx", book.sha256, raw.spec, known)
    return (*raw.findings, *checked.findings), checked


def said(returned: Return) -> dict[str, dict[str, dict[str, Any]]]:
    """What a return says, by table, row and column: every entry that is not blank. A line of one's own has no name."""
    return {
        name: {
            row.key: values
            for row in rows
            if (
                values := {
                    column.name: row[column.name]
                    for column in RETURN_FORM.table(name).entries
                    if row[column.name] is not None
                }
            )
        }
        for name, rows in returned.tables.items()
    }


def new_ones(after: Seen, before: Seen) -> Counter[tuple[str, str]]:
    """The rule and the place of each finding that was not there before; one that moved with its row was."""
    known = Counter((finding.rule, finding.row) for finding in before)
    found: Counter[tuple[str, str]] = Counter()
    for finding in after:
        if known[finding.rule, finding.row] > 0:
            known[finding.rule, finding.row] -= 1
        else:
            found[finding.rule, place_of(finding)] += 1
    return found


@dataclass(frozen=True)
class Given:
    """A clean return, read, with the place of each of its cells."""

    clean: Clean

    @property
    def book(self) -> WorkbookCells:
        """Its cells."""
        return self.clean.cells

    @functools.cached_property
    def before(self) -> Seen:
        """What is found before anything is planted: in a demonstration what is asked about and confirmed."""
        return judged(self.book)[0]

    @functools.cached_property
    def returned(self) -> Return:
        """The return before anything is planted."""
        checked = judged(self.book)[1]
        assert checked is not None
        return checked.returned

    @functools.cached_property
    def said(self) -> dict[str, dict[str, dict[str, Any]]]:
        """What it says before anything is planted."""
        return said(self.returned)

    @functools.cached_property
    def _places(self) -> tuple[Mapping[str, int], Mapping[tuple[str, str], int]]:
        heads: dict[str, int] = {}
        rows: dict[tuple[str, str], int] = {}
        desk = Desk(self.book)
        for sheet in RETURN_FORM.sheets:
            table = sheet.table
            first = {number: line[0].value for number, line in desk.tab(sheet.name).rows.items() if 0 in line}
            if table.name == "about":
                titles = {column.title: column.name for column in table.columns}
                rows |= {("about", titles[text]): number for number, text in first.items() if text in titles}
                heads["about"] = min(row for (name, _), row in rows.items() if name == "about") - 1
                continue
            heads[table.name] = next(number for number, text in first.items() if text == table.columns[0].title)
            rows |= {
                (table.name, str(text)): number for number, text in first.items() if number > heads[table.name] and text
            }
        return heads, rows

    def head(self, table: str) -> int:
        """The row of a table's headings, from 0."""
        return self._places[0][table]

    def keys(self, table: str) -> list[str]:
        """The rows of a table, as they stand on the sheet."""
        return [key for name, key in self._places[1] if name == table and key != "Nothing is asked for here."]

    def row(self, table: str, key: str) -> int:
        """The row of a key, from 0."""
        return self._places[1][table, key]

    def below(self, table: str) -> int:
        """The first row below a table, from 0."""
        return max((number for (name, _), number in self._places[1].items() if name == table), default=0) + 1

    def spots(self, *tables: str, empty: bool = False, roles: tuple[Role, ...] = (Role.ENTRY,)) -> Iterator[Spot]:
        """The cells of the rows in which something was entered; ``empty``: of all rows, blank cells too."""
        for table in RETURN_FORM.tables():
            if tables and table.name not in tables:
                continue
            for key in ["about"] if table.name == "about" else self.keys(table.name):
                entered = self.clean.entries.get(table.name, {}).get(key, {})
                for column in table.columns:
                    if column.role in roles and (empty or column.name in entered):
                        yield Spot(self, table, key, column)


@dataclass(frozen=True)
class Spot:
    """One cell of a given return."""

    given: Given
    table: Table
    key: str
    column: Column

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return RETURN_FORM.sheet(self.table.name).name

    @property
    def at(self) -> tuple[int, int]:
        """Row and column, from 0."""
        if self.table.name == "about":
            return self.given.row("about", self.column.name), 1
        return self.given.row(self.table.name, self.key), self.table.position(self.column.name)

    @property
    def place(self) -> str:
        """Such as Indicators!K7."""
        return f"{self.sheet}!{address(*self.at)}"

    @property
    def entered(self) -> Mapping[str, Any]:
        """What was entered in the row, by column."""
        return self.given.clean.entries.get(self.table.name, {}).get(self.key, {})

    @property
    def value(self) -> Any:
        """What was entered in the cell."""
        return self.entered.get(self.column.name)

    @property
    def indicator(self) -> Indicator:
        """The indicator of the row."""
        return self.given.clean.spec.agreement.indicator(self.key)

    @property
    def rating(self) -> str:
        """The colour of the row where it is plain, else ""."""
        return self.given.clean.ratings.get(self.key, "")

    @property
    def undeclared(self) -> bool:
        """Whether the partner gives no rating of their own, which another figure would contradict."""
        return "declared" not in self.entered

    def beside(self, column: str) -> Spot:
        """Another cell of the row."""
        return Spot(self.given, self.table, self.key, self.table.column(column))

    @property
    def printed(self) -> Any:
        """What stands in the cell before anything is planted; None where it is empty."""
        sheet = next(sheet for sheet in self.given.book.sheets if sheet.name == self.sheet)
        cell = sheet.get(*self.at)
        return None if cell is None else cell.value

    def put(self, desk: Desk, value: Any) -> None:
        """Type a value into the cell; None clears it."""
        desk.tab(self.sheet).put(*self.at, value)
