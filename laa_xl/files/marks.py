"""The marks on a sheet's cells: a highlight that is a conditional format of ours, and a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from laa_xl.domain.findings import Finding
from laa_xl.domain.words import Severity
from laa_xl.files.bundle import Bundle
from laa_xl.files.note_shapes import Grid
from laa_xl.files.notes import Notes
from laa_xl.files.xml_edit import XmlPart, quoted

# Always true, and nobody else's: by it a highlight is known again, whoever has saved the workbook since.
FORMULA = 'LEN("laa-xl")=6'
# The children of a worksheet in the order of the schema.
_CHILDREN = """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios
    autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations
    hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches
    ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems
    tableParts extLst"""
ORDER = tuple(_CHILDREN.split())

Marked = Mapping[str, Sequence[Finding]]  # by cell


def unmark(bundle: Bundle, part: str) -> None:
    """Take out the marks that an earlier run put on a sheet."""
    sheet = XmlPart(bundle.parts[part], part, "sheetData")
    Notes(bundle, part, _drawing(bundle, sheet)).remove_ours()
    found = False
    for formats in sheet.root.all("conditionalFormatting"):
        rules = formats.all("cfRule")
        ours = [rule for rule in rules if any(_is_ours(formula.text) for formula in rule.all("formula"))]
        for node in [formats] if ours and len(ours) == len(rules) else ours:
            sheet.remove(node)
            found = True
    if found:
        bundle.put(part, sheet.bytes())


def mark(bundle: Bundle, part: str, marked: Marked, looks: Mapping[Severity, int]) -> None:
    """Put a highlight and a note on each cell that something is to be said about."""
    grid = Grid()
    sheet = XmlPart(bundle.parts[part], part, "sheetData", grid.watch)
    grid.measure(sheet)
    _highlight(sheet, marked, looks)
    texts = {cell: [(f"{item.severity.spoken}: ", item.message) for item in items] for cell, items in marked.items()}
    drawing = Notes(bundle, part, _drawing(bundle, sheet)).add(texts, grid)
    if drawing:
        name = _relationship_prefix(bundle, sheet)
        declared = "" if name in sheet.root.spaces else f' xmlns:{name}="{bundle.office}"'
        link = bundle.relate(part, "vmlDrawing", drawing)
        named = sheet.own(f"<legacyDrawing{declared} {name}:id={quoted(link)}/>")
        sheet.insert(sheet.place(ORDER, "legacyDrawing"), named)
    bundle.put(part, sheet.bytes())


def _highlight(sheet: XmlPart, marked: Marked, looks: Mapping[Severity, int]) -> None:
    """One conditional format a severity, behind those of the sheet; a cell has that of its gravest finding."""
    gravest = {cell: min((item.severity for item in items), key=list(Severity).index) for cell, items in marked.items()}
    given = [node.attributes.get("priority", "") for node in sheet.root.within("cfRule")]
    priority = max((int(number) for number in given if number.isdecimal()), default=0)
    formats = []
    for severity in Severity:
        cells = [cell for cell, worst in gravest.items() if worst is severity]
        if cells:
            priority += 1
            formats.append(
                f'<conditionalFormatting sqref={quoted(" ".join(cells))}><cfRule type="expression" '
                f'dxfId="{looks[severity]}" priority="{priority}"><formula>{FORMULA}</formula></cfRule>'
                "</conditionalFormatting>"
            )
    sheet.insert(sheet.place(ORDER, "conditionalFormatting"), sheet.own("".join(formats)))


def _is_ours(formula: str) -> bool:
    return "".join(formula.split()).lstrip("=").casefold() == FORMULA.casefold()


def _drawing(bundle: Bundle, sheet: XmlPart) -> str:
    """The part of the drawing that shows the sheet's notes and old controls, or ""."""
    node = sheet.root.first("legacyDrawing")
    _kind, target = bundle.links(sheet.part).get(node.linked(bundle.office), ("", "")) if node else ("", "")
    return target if target in bundle.parts else ""


def _relationship_prefix(bundle: Bundle, sheet: XmlPart) -> str:
    """The prefix that the sheet gives to relationship ids, or one that it does not use."""
    given = [prefix for prefix, space in sheet.root.spaces.items() if prefix and space == bundle.office]
    free = (name for name in ("r", "rel", "laaRel") if name not in sheet.root.spaces)
    return given[0] if given else next(free)
