"""A copy of a workbook with every finding marked at its cell and listed; nothing else in it changes."""

from __future__ import annotations

from collections.abc import Sequence

from laa_xl.domain.findings import Finding
from laa_xl.files.addresses import address, parse_address
from laa_xl.files.apart import read_apart
from laa_xl.files.bundle import Bundle
from laa_xl.files.carried import ACTIVE, carried_by
from laa_xl.files.findings_sheet import HEADER, free_name, is_findings_sheet
from laa_xl.files.findings_writer import write_findings
from laa_xl.files.looks import add_looks
from laa_xl.files.marks import mark, unmark
from laa_xl.files.package import SheetEntry
from laa_xl.files.refused import Refused
from laa_xl.files.xml_edit import XmlPart, quoted, texted

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
# The children of a workbook that stand before its names.
_CHILDREN = """fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames
    calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr
    webPublishObjects extLst"""


def annotated(data: bytes, findings: Sequence[Finding]) -> bytes:
    """The copy; raises Refused where the workbook cannot be opened.

    Marks of an earlier run are replaced. A cell on which the partner has a note or a comment keeps it: such a
    finding is highlighted and listed.
    """
    bundle = Bundle(data)
    if {one.kind for one in carried_by(bundle.package)} & ACTIVE:
        raise Refused("carries", "it carries macros, controls or files that are never passed on")
    ours = [sheet.name for sheet in read_apart(data).sheets if is_findings_sheet(sheet)]
    listed = next((entry for entry in bundle.package.sheets if entry.name in ours), None)
    sheets = [entry for entry in bundle.package.sheets if entry.has_cells and entry.name not in ours]
    for entry in sheets:
        unmark(bundle, entry.part)
    cells, marks = add_looks(bundle)
    places: dict[Finding, tuple[SheetEntry, list[str]]] = {}
    for item in findings:
        found = _sheet_of(item, sheets)
        at = [cell for cell in map(_address, item.cells) if cell]
        if found is not None and at:
            places[item] = (found, at)
    for entry in sheets:
        marked: dict[str, list[Finding]] = {}
        for item in findings:
            where, at = places.get(item, (None, []))
            if where is entry and not item.settled:
                for cell in at:
                    marked.setdefault(cell, []).append(item)
        if marked:
            mark(bundle, entry.part, marked, marks)
    part = listed.part if listed else _added_sheet(bundle)
    links = {item: f"'{entry.name.replace(chr(39), chr(39) * 2)}'!{at[0]}" for item, (entry, at) in places.items()}
    write_findings(bundle, part, findings, links, cells)
    return bundle.bytes()


def _sheet_of(item: Finding, sheets: Sequence[SheetEntry]) -> SheetEntry | None:
    return next((entry for entry in sheets if entry.name.casefold() == item.sheet.casefold()), None)


def _address(text: str) -> str:
    """The address as Excel writes it, or "" where the text is none."""
    try:
        return address(*parse_address(text))
    except ValueError:
        return ""


def _added_sheet(bundle: Bundle) -> str:
    """A new sheet behind the others, empty so far, whose headings are repeated on every printed page."""
    part = bundle.add("worksheets/sheet", "xml", b"", _TYPE)
    link = bundle.relate(bundle.workbook, "worksheet", part)
    book = XmlPart(bundle.parts[bundle.workbook], bundle.workbook)
    sheets = book.root.first("sheets")
    assert sheets is not None, "the package was looked at"
    entries = sheets.all("sheet")
    numbers = [int(node.attributes.get("sheetId", "0")) for node in entries]
    name = free_name({entry.name.casefold() for entry in bundle.package.sheets})
    given = [prefix for prefix, space in sheets.spaces.items() if prefix and space == bundle.office]
    prefix = given[0] if given else "r"
    declared = "" if given else f' xmlns:r="{bundle.office}"'
    entry = f'<sheet{declared} name={quoted(name)} sheetId="{max(numbers) + 1}" {prefix}:id={quoted(link)}/>'
    book.append(sheets, book.own(entry))
    rows = texted(f"'{name}'!${HEADER}:${HEADER}")
    titles = book.own(f'<definedName name="_xlnm.Print_Titles" localSheetId="{len(entries)}">{rows}</definedName>')
    names = book.root.first("definedNames")
    if names is None:
        opening, closing = book.own("<definedNames>"), book.own("</definedNames>")
        book.insert(book.place(tuple(_CHILDREN.split()), "definedNames"), f"{opening}{titles}{closing}")
    else:
        book.append(names, titles)
    bundle.put(bundle.workbook, book.bytes())
    return part
