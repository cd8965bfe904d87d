"""From a workbook's cells to the raw tables of a return: found by identity, never by coordinates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from laa_xl.checks import structure as rules
from laa_xl.checks.registry import file_finding
from laa_xl.declare.model import Column, Form, Role, Sheet, Table
from laa_xl.declare.return_form import FORMAT_VERSION, HIDDEN_SHEET, RETURN_FORM
from laa_xl.domain.findings import Finding
from laa_xl.domain.spec import FormSpec
from laa_xl.files.cells import Cell, SheetCells, WorkbookCells, address
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
    for sheet in form.sheets:
        found = _find_sheet(book, sheet, form)
        if found is None:
            raw.findings.append(file_finding(rules.MISSING_SHEET, sheet=sheet.name))
            continue
        if found.name != sheet.name:
            raw.findings.append(
                file_finding(rules.RENAMED_SHEET, sheet=found.name, entered=found.name, expected=sheet.name)
            )
        if found.state != "visible":
            raw.findings.append(file_finding(rules.HIDDEN_SHEET, sheet=found.name))
        table, findings = _Reader(found, sheet.table).read()
        raw.findings.extend(findings)
        if table is not None:
            raw.tables[sheet.table.name] = table
    return raw


def _specification(book: WorkbookCells) -> tuple[FormSpec | None, Finding | None]:
    """What the hidden sheet says; a finding where it is missing, of another format, or altered."""
    hidden = next((sheet for sheet in book.sheets if sheet.name == HIDDEN_SHEET), None)
    if hidden is None:
        return None, file_finding(rules.WRONG_TEMPLATE)
    lines = {_text(row.get(0)): _text(row.get(1)) for _, row in sorted(hidden.rows.items())}
    version = lines.get("format", "")
    if not version.isdigit() or "digest" not in lines:
        return None, file_finding(rules.HIDDEN_CHANGED)
    if int(version) != FORMAT_VERSION:
        rule = rules.OLDER_FORMAT if int(version) < FORMAT_VERSION else rules.NEWER_FORMAT
        return None, file_finding(rule, entered=version, expected=str(FORMAT_VERSION))
    text = "".join(lines.get(f"specification {n}", "") for n in range(1, int(lines.get("parts", "0") or 0) + 1))
    try:
        spec = FormSpec.model_validate_json(text)
    except ValueError:
        return None, file_finding(rules.HIDDEN_CHANGED)
    identity = (spec.form_id, spec.theme, spec.period, spec.agreement.settings.code, spec.digest)
    if identity != tuple(lines.get(name) for name in ("form", "theme", "period", "agreement", "digest")):
        return None, file_finding(rules.HIDDEN_CHANGED)
    return spec, None


def _text(cell: Cell | None) -> str:
    if cell is None or cell.value is None:
        return ""
    value = cell.value
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return str(value)


def _normal(text: str) -> str:
    """Headings and keys are compared without regard to case and spaces."""
    return " ".join(text.replace("\u00a0", " ").split()).casefold()


def _find_sheet(book: WorkbookCells, sheet: Sheet, form: Form) -> SheetCells | None:
    """The sheet of that name, else one that carries the table's headings and no other sheet's name."""
    for found in book.sheets:
        if _normal(found.name) == _normal(sheet.name):
            return found
    taken = {_normal(other.name) for other in form.sheets}
    for found in book.sheets:
        if _normal(found.name) not in taken and _Reader(found, sheet.table).header() is not None:
            return found
    return None


class _Reader:
    """Reads one table of one sheet."""

    def __init__(self, sheet: SheetCells, table: Table) -> None:
        self.sheet = sheet
        self.table = table
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
        rows = tuple(self._rows(header, columns))
        return RawTable(self.table.name, self.sheet.name, rows, columns), self.findings

    def header(self) -> int | None:
        """The row that holds most of the headings; for a form, the row above its first field. At least half must be there."""
        titles = {_normal(column.title) for column in self.table.columns}
        if self.table.name == "about":
            first = [row for row, cells in self.sheet.rows.items() if _normal(_text(cells.get(0))) in titles]
            return min(first) - 1 if len(first) * 2 >= len(titles) else None
        best: int | None = None
        most = len(titles) / 2
        for row, cells in self.sheet.rows.items():
            count = len({_normal(_text(cell)) for cell in cells.values()} & titles)
            if count >= most and (best is None or count > most):
                best, most = row, count
        return best

    def _form(self, header: int) -> RawTable:
        """A form is a table on its side: the titles in the first column, the entries in the second."""
        places = {_normal(_text(cells.get(0))): row for row, cells in self.sheet.rows.items() if row > header}
        cells: dict[str, Cell] = {}
        addresses: dict[str, str] = {}
        for column in self.table.columns:
            row = places.get(_normal(column.title))
            if row is None:
                self._missing(column)
                continue
            addresses[column.name] = address(row, 1)
            found = self.sheet.get(row, 1)
            if found is not None:
                cells[column.name] = found
        return RawTable(self.table.name, self.sheet.name, (RawRow("about", header, cells, addresses),), {})

    def _columns(self, header: int) -> dict[str, int]:
        """Where each declared column stands now. A moved one is told once, where its neighbours did not move with it."""
        where: dict[str, int] = {}
        for index, cell in sorted(self.sheet.rows[header].items()):
            where.setdefault(_normal(_text(cell)), index)
        columns: dict[str, int] = {}
        before = -1
        for position, column in enumerate(self.table.columns):
            index = where.get(_normal(column.title), -1)
            if index < 0:
                if column.role is not Role.COMPUTED:
                    self._missing(column)
                continue
            columns[column.name] = index
            if index < before or (index > position and self._overtook(position, index, where)):
                place = address(header, index)
                self.findings.append(
                    file_finding(
                        rules.MOVED_COLUMN, sheet=self.sheet.name, cell=place, entered=place, expected=column.title
                    )
                )
                continue
            before = max(before, index)
        return columns

    def _overtook(self, position: int, index: int, where: Mapping[str, int]) -> bool:
        """Whether a column stands behind at least two that follow it in the form: it moved, not they."""
        behind = [where.get(_normal(column.title), index) for column in self.table.columns[position + 1 :]]
        return sum(1 for other in behind if other < index) >= 2

    def _missing(self, column: Column) -> None:
        self.findings.append(
            file_finding(rules.MISSING_COLUMN, sheet=self.sheet.name, row="", expected=column.title)
        )

    def _rows(self, header: int, columns: Mapping[str, int]) -> Iterator[RawRow]:
        """Every row under the headings that has a key or an entry."""
        key = columns.get(self.table.key.name)
        entries = [columns[column.name] for column in self.table.entries if column.name in columns]
        for number in sorted(row for row in self.sheet.rows if row > header):
            line = self.sheet.rows[number]
            text = "" if key is None else _text(line.get(key)).strip()
            if not any(_filled(line.get(index)) for index in entries) and not text:
                continue
            cells = {name: line[index] for name, index in columns.items() if index in line}
            addresses = {name: address(number, index) for name, index in columns.items()}
            yield RawRow(text, number, cells, addresses)


def _filled(cell: Cell | None) -> bool:
    if cell is None:
        return False
    return cell.error is not None or cell.uncalculated or _text(cell).strip() != ""
