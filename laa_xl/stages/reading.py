"""From a workbook's cells to the raw tables of a return: found by identity, never by coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from laa_xl.checks import structure as rules
from laa_xl.checks.file_rules import CARRIED_RULES
from laa_xl.checks.registry import file_finding, shown
from laa_xl.declare.model import Table
from laa_xl.declare.printed import printed_texts
from laa_xl.declare.return_form import FORMAT_VERSION, HIDDEN_SHEET, OWN_SHEETS, RETURN_FORM
from laa_xl.domain.findings import Finding
from laa_xl.domain.spec import FormSpec
from laa_xl.files.cells import SheetCells, WorkbookCells
from laa_xl.files.findings_sheet import is_findings_sheet
from laa_xl.files.outside import filled, normal, text_of
from laa_xl.files.raw import RawTable
from laa_xl.files.table_reader import ENOUGH, TableReader


@dataclass(slots=True)
class RawReturn:
    """What reading found: the specification that the workbook carries, its tables, and structural findings."""

    spec: FormSpec | None = None
    tables: dict[str, RawTable] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_return(book: WorkbookCells) -> RawReturn:
    """Read a return. Without a usable specification there are findings and nothing else."""
    raw = RawReturn()
    spec, problem = _specification(book)
    if problem is not None or spec is None:
        raw.findings.append(problem or file_finding(rules.WRONG_TEMPLATE))
        return raw
    raw.spec = spec
    sheets = _find_sheets(book)
    copies = _find_copies(book, sheets)
    raw.findings.extend(_beside(book, (*sheets.values(), *(copy for rivals in copies.values() for copy in rivals))))
    for sheet in RETURN_FORM.sheets:
        found = sheets.get(sheet.name)
        if found is not None and sheet.name in copies:
            named = " and ".join(f'"{other.name}"' for other in (found, *copies[sheet.name]))
            place = copies[sheet.name][0].name
            raw.findings.append(file_finding(rules.COPIED_SHEET, sheet=place, expected=sheet.name, named=named))
            continue
        if found is None:
            raw.findings.append(file_finding(rules.MISSING_SHEET, sheet=sheet.name))
            continue
        if _tab(found.name) != normal(sheet.name):
            raw.findings.append(
                file_finding(rules.RENAMED_SHEET, sheet=found.name, entered=found.name, expected=sheet.name)
            )
        if found.state != "visible":
            raw.findings.append(file_finding(rules.HIDDEN_SHEET, sheet=found.name))
        table, findings = TableReader(found, sheet.table, {normal(text) for text in printed_texts(sheet, spec)}).read()
        raw.findings.extend(findings)
        if table is not None:
            raw.tables[sheet.table.name] = table
    return raw


def _specification(book: WorkbookCells) -> tuple[FormSpec | None, Finding | None]:
    """What the hidden sheet says; a finding where it is missing, of another format, or altered."""
    hidden = [sheet for sheet in book.sheets if _tab(sheet.name) == HIDDEN_SHEET]
    lines = next(
        iter([_lines(sheet) for sheet in hidden] or filter(_IDENTITY.issubset, map(_lines, book.sheets))), None
    )
    if lines is None:
        return None, file_finding(rules.WRONG_TEMPLATE)
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


def _lines(sheet: SheetCells) -> dict[str, str]:
    """The names in the first column of a sheet, each with what stands beside it."""
    return {text_of(row.get(0)): text_of(row.get(1)) for _, row in sorted(sheet.rows.items())}


_IDENTITY = {"form", "format", "agreement", "theme", "period", "digest"}  # by which a renamed hidden sheet is known
_NUMBERS = re.compile(r" - table \d+$")  # Numbers saves each table as a sheet of its own, and adds a list of them
_NUMBERS_LIST = "export summary"


def _tab(name: str) -> str:
    """A tab's name as it is compared, without what Numbers adds to it."""
    return _NUMBERS.sub("", normal(name))


def _beside(book: WorkbookCells, ours: Iterable[SheetCells]) -> Iterator[Finding]:
    """What a workbook carries besides the form: sheets of the partner's own, and comments."""
    yield from _carried(book)
    known = {sheet.name for sheet in ours}
    added = {normal(name) for name in OWN_SHEETS}
    if any(_NUMBERS.search(normal(sheet.name)) for sheet in book.sheets):
        added.add(_NUMBERS_LIST)
    extra = [
        sheet.name
        for sheet in book.sheets
        if sheet.name not in known and _tab(sheet.name) not in added and not _added_by_us(sheet)
    ]
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


def _carried(book: WorkbookCells) -> Iterator[Finding]:
    """What the file carries, each kind once. Of links to other workbooks the entries speak where they have any (S18)."""
    told: dict[str, str] = {}
    for one in book.carries:
        told.setdefault(one.kind, one.what)
    if any(sheet.linked for sheet in book.sheets):
        told.pop("links", None)
    for kind, what in told.items():
        yield file_finding(CARRIED_RULES[kind], what=shown(what) or "something")


def _added_by_us(sheet: SheetCells) -> bool:
    """The hidden sheet under another name, or the list of an annotated copy that comes back: neither is anybody's own."""
    return is_findings_sheet(sheet) or _IDENTITY.issubset(_lines(sheet))


def _find_sheets(book: WorkbookCells) -> dict[str, SheetCells]:
    """The sheet of each name; for a name that is gone, the sheet whose headings are most like that form's."""
    named = {_tab(found.name): found for found in reversed(book.sheets)}
    sheets = {sheet.name: named[normal(sheet.name)] for sheet in RETURN_FORM.sheets if normal(sheet.name) in named}
    taken = {normal(name) for name in (*(sheet.name for sheet in RETURN_FORM.sheets), *OWN_SHEETS)}
    for found in book.sheets:
        if _tab(found.name) not in taken and (best := _alike(found)):
            sheets.setdefault(best, found)
    return sheets


def _alike(found: SheetCells) -> str:
    """The sheet of the form whose headings another one has; "" where there is none."""
    if is_findings_sheet(found):
        return ""
    alike = {sheet.name: TableReader(found, sheet.table).likeness() for sheet in RETURN_FORM.sheets}
    best = max(alike, key=lambda name: alike[name])
    return best if alike[best] >= ENOUGH else ""


def _find_copies(book: WorkbookCells, sheets: Mapping[str, SheetCells]) -> dict[str, tuple[SheetCells, ...]]:
    """The copies of a sheet that might be meant in its place, by the sheet's name.

    A sheet under its own name counts, unless nothing is entered there and a copy is filled in. Of several under other
    names nobody can say, unless they hold the same.
    """
    ours = {sheet.name for sheet in sheets.values()} | set(OWN_SHEETS)
    found: dict[str, tuple[SheetCells, ...]] = {}
    for other in book.sheets:
        best = "" if other.name in ours or other.state == "veryHidden" else _alike(other)
        if not best or best not in sheets:
            continue
        table, first = RETURN_FORM.sheet(best).table, sheets[best]
        own, copied = _entered(first, table), _entered(other, table)
        renamed = _tab(first.name) != normal(best)
        if copied and copied != own and (renamed or not own):
            found[best] = (*found.get(best, ()), other)
    return found


def _entered(sheet: SheetCells, table: Table) -> dict[tuple[str, str], object]:
    """Everything that was typed in the table of a sheet."""
    raw, _ = TableReader(sheet, table).read()
    return {
        (row.key, column.name): row.cells[column.name]
        for row in (raw.rows if raw else ())
        for column in table.entries
        if filled(row.cells.get(column.name))
    }
