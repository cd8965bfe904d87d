"""From a workbook's cells to the raw tables of a return: found by identity, never by coordinates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field

from laa_xl.checks import structure as rules
from laa_xl.checks.registry import Rule, file_finding, shown
from laa_xl.declare.model import Column, Form, Role, Table
from laa_xl.declare.printed import printed_texts
from laa_xl.declare.return_form import FORMAT_VERSION, HIDDEN_SHEET, OWN_SHEETS, RETURN_FORM
from laa_xl.domain.findings import Finding
from laa_xl.domain.spec import FormSpec
from laa_xl.files.cells import Cell, SheetCells, WorkbookCells, address
from laa_xl.files.findings_sheet import is_findings_sheet
from laa_xl.files.outside import filled, in_a_form, in_a_table, normal, text_of
from laa_xl.files.raw import RawRow, RawTable


@dataclass(slots=True)
class RawReturn:
    """What reading found: the specification that the workbook carries, its tables, and structural findings."""

    sha256: str
    spec: FormSpec | None = None
    tables: dict[str, RawTable] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_return(book: WorkbookCells, form: Form = RETURN_FORM) -> RawReturn:
    """Read a return. Without a usable specification there are findings and nothing else."""
    raw = RawReturn(book.sha256)
    spec, problem = _specification(book)
    if problem is not None or spec is None:
        raw.findings.append(problem or file_finding(rules.WRONG_TEMPLATE))
        return raw
    raw.spec = spec
    sheets = _find_sheets(book, form)
    raw.findings.extend(_beside(book, sheets.values()))
    for sheet in form.sheets:
        found = sheets.get(sheet.name)
        if found is None:
            raw.findings.append(file_finding(rules.MISSING_SHEET, sheet=sheet.name))
            continue
        if found.name != sheet.name:
            raw.findings.append(
                file_finding(rules.RENAMED_SHEET, sheet=found.name, entered=found.name, expected=sheet.name)
            )
        if found.state != "visible":
            raw.findings.append(file_finding(rules.HIDDEN_SHEET, sheet=found.name))
        table, findings = _Reader(found, sheet.table, {normal(text) for text in printed_texts(sheet, spec)}).read()
        raw.findings.extend(findings)
        if table is not None:
            raw.tables[sheet.table.name] = table
    return raw


def _specification(book: WorkbookCells) -> tuple[FormSpec | None, Finding | None]:
    """What the hidden sheet says; a finding where it is missing, of another format, or altered."""
    hidden = next((sheet for sheet in book.sheets if sheet.name == HIDDEN_SHEET), None)
    if hidden is None:
        return None, file_finding(rules.WRONG_TEMPLATE)
    lines = {text_of(row.get(0)): text_of(row.get(1)) for _, row in sorted(hidden.rows.items())}
    version = lines.get("format", "")
    if not version.isdecimal() or "digest" not in lines:
        return None, file_finding(rules.HIDDEN_CHANGED)
    if int(version) != FORMAT_VERSION:
        rule = rules.OLDER_FORMAT if int(version) < FORMAT_VERSION else rules.NEWER_FORMAT
        return None, file_finding(rule, entered=version, expected=str(FORMAT_VERSION))
    text = "".join(chunk for name, chunk in lines.items() if name.startswith("specification "))
    try:
        spec = FormSpec.model_validate_json(text)
        _ = spec.when, spec.the_theme
    except (ValueError, KeyError):
        return None, file_finding(rules.HIDDEN_CHANGED)
    identity = (spec.form_id, spec.theme, spec.period, spec.agreement.settings.code, spec.digest)
    if identity != tuple(lines.get(name) for name in ("form", "theme", "period", "agreement", "digest")):
        return None, file_finding(rules.HIDDEN_CHANGED)
    return spec, None


def _beside(book: WorkbookCells, ours: Iterable[SheetCells]) -> Iterator[Finding]:
    """What a workbook carries besides the form: sheets of the partner's own, and comments."""
    known = {sheet.name for sheet in ours} | set(OWN_SHEETS)
    # An annotated copy may come back, corrected: the list that we added is nobody's own sheet.
    extra = [sheet.name for sheet in book.sheets if sheet.name not in known and not is_findings_sheet(sheet)]
    for name, rest in rules.first_few(extra):
        more = f" Nor were {rest} more sheets of your own." if rest else ""
        yield file_finding(rules.EXTRA_SHEET, sheet=name, more=more)
    commented = [sheet for sheet in book.sheets if sheet.comments]
    if commented:
        count = sum(sheet.comments for sheet in commented)
        said = "There is 1 comment or note" if count == 1 else f"There are {count} comments or notes"
        where = ", ".join(f'"{sheet.name}"' for sheet in commented)
        yield file_finding(
            rules.COMMENTS, sheet=commented[0].name if len(commented) == 1 else "", said=said, where=where
        )


def _find_sheets(book: WorkbookCells, form: Form) -> dict[str, SheetCells]:
    """The sheet of each name; for a name that is gone, the sheet whose headings are most like that form's."""
    named = {normal(found.name): found for found in reversed(book.sheets)}
    sheets = {sheet.name: named[normal(sheet.name)] for sheet in form.sheets if normal(sheet.name) in named}
    taken = {normal(name) for name in (*(sheet.name for sheet in form.sheets), *OWN_SHEETS)}
    for found in book.sheets:
        if normal(found.name) in taken or is_findings_sheet(found):
            continue
        alike = {sheet.name: _Reader(found, sheet.table).likeness() for sheet in form.sheets}
        best = max(alike, key=lambda name: alike[name])
        if alike[best] >= _ENOUGH:
            sheets.setdefault(best, found)
    return sheets


_ENOUGH = 0.5  # of the headings; with fewer it is another table


class _Reader:
    """Reads one table of one sheet."""

    def __init__(self, sheet: SheetCells, table: Table, printed: Set[str] = frozenset()) -> None:
        self.sheet = sheet
        self.table = table
        self.printed = printed
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
        rows = tuple(self._rows(header, columns))
        outside = in_a_table(self.sheet, self.table, header, columns, {row.number for row in rows}, self.printed)
        return RawTable(self.table.name, self.sheet.name, rows, columns, dict(outside)), self.findings

    def header(self) -> int | None:
        """The row that holds most of the headings, at least half; for a form, the row above its first field."""
        row, likeness = self._headings()
        return row if likeness >= _ENOUGH else None

    def likeness(self) -> float:
        """How many of the headings are there, as a share of all."""
        return self._headings()[1]

    def _headings(self) -> tuple[int, float]:
        titles = {normal(column.title) for column in self.table.columns}
        if self.table.name == "about":
            fields = {row: normal(text_of(cells.get(0))) for row, cells in self.sheet.rows.items()}
            rows = [row for row, text in fields.items() if text in titles]
            return min(rows, default=0) - 1, len({fields[row] for row in rows}) / len(titles)
        best, most = -1, 0
        for row, cells in self.sheet.rows.items():
            count = len({normal(text_of(cell)) for cell in cells.values()} & titles)
            if count > most:
                best, most = row, count
        return best, most / len(titles)

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
        return RawTable(self.table.name, self.sheet.name, (RawRow("about", header, cells, addresses),), {}, outside)

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
        """Every row under the headings that has a key or an entry."""
        key = columns.get(self.table.key.name)
        entries = [columns[column.name] for column in self.table.entries if column.name in columns]
        for number in sorted(row for row in self.sheet.rows if row > header):
            line = self.sheet.rows[number]
            text = "" if key is None else text_of(line.get(key)).strip()
            if not any(filled(line.get(index)) for index in entries) and (not text or normal(text) in self.printed):
                continue
            cells = {name: line[index] for name, index in columns.items() if index in line}
            addresses = {name: address(number, index) for name, index in columns.items()}
            yield RawRow(text, number, cells, addresses)


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
