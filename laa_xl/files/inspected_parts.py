"""Which parts and elements a workbook or document of a pack may have, and what any other one is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_COMMON = r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml"
# The parts that our own writers make, and no other: what is not here does not leave.
PARTS_OF = {
    ".xlsx": re.compile(
        _COMMON + r"|xl/(workbook|styles|sharedStrings)\.xml|xl/_rels/workbook\.xml\.rels|xl/worksheets/sheet\d+\.xml"
        r"|xl/worksheets/_rels/sheet\d+\.xml\.rels|xl/tables/table\d+\.xml|xl/theme/theme\d+\.xml"
    ),
    ".docx": re.compile(
        _COMMON
        + r"|word/(document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|header\d+|footer\d+)"
        r"\.xml|word/_rels/document\.xml\.rels|word/theme/theme\d+\.xml"
    ),
}
_KINDS = (
    (r"vbaProject|vbaData|macrosheets|customUI", "macros"),
    (r"externalLinks?|connections|queryTables?", "a link to other data"),
    (r"comments?\d*\.|threadedComments?|persons?/|people\.", "comments"),
    (r"customXml", "custom XML"),
    (r"docProps/custom", "properties that somebody added"),
    (r"pivot", "a pivot table's data"),
    (r"embeddings|activeX|ctrlProps", "an embedded object"),
    (r"media/|drawings?/|charts?/|thumbnail", "a picture or drawing"),
    (r"printerSettings", "a printer's settings"),
    (r"footnotes|endnotes|glossary", "notes"),
)
_OUR_NAMES = ("_xlnm.Print_Area", "_xlnm.Print_Titles")
_OUR_FIELDS = ("PAGE", "NUMPAGES")
_ANONYMOUS = ("creator", "lastModifiedBy", "category", "keywords", "description", "Company", "Manager", "HyperlinkBase")
_TRACKED = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")


def foreign_part(suffix: str, part: str) -> str:
    """What a part is that does not belong into a pack; "" for one of ours."""
    if PARTS_OF[suffix].fullmatch(part):
        return ""
    for pattern, told in _KINDS:
        if re.search(pattern, part, re.IGNORECASE):
            return told
    return "a part that does not belong there"


def element_leaks(suffix: str, part: str, root: Any) -> Iterator[tuple[str, str]]:
    """What a part of a pack's file must not hold, each with its place."""
    look = {
        "xl/workbook.xml": _workbook,
        "docProps/core.xml": _properties,
        "docProps/app.xml": _properties,
        "xl/styles.xml": _styles,
    }.get(part)
    if part.endswith(".rels"):
        look = _links
    elif part.startswith(("xl/worksheets/", "xl/tables/")):
        look = _sheet
    elif look is None and part.startswith("word/"):
        look = _document
    for told in look(root) if look else ():
        yield told if isinstance(told, tuple) else (part, told)


Told = Iterator[str | tuple[str, str]]


def _workbook(root: Any) -> Told:
    for element in root.iter():
        tag = local(element.tag)
        if tag == "sheet" and element.get("state", "visible") != "visible":
            very = "very " if element.get("state") == "veryHidden" else ""
            yield f"the tab {element.get('name')}", f"a {very}hidden sheet"
        elif tag == "definedName" and (element.get("name") not in _OUR_NAMES or _yes(element.get("hidden"))):
            yield f'the name "{element.get("name")}"', "a defined name that is none of ours"
        elif tag in ("externalReference", "pivotCache", "webPublishing"):
            yield "a link to other data"
        elif tag in ("absPath", "fileSharing", "customWorkbookView"):
            yield "who saved it, or where"


def _sheet(root: Any) -> Told:
    for element in root.iter():
        tag = local(element.tag)
        if tag == "row" and (_yes(element.get("hidden")) or _nothing(element.get("ht"))):
            yield f"row {element.get('r')}", "a hidden row"
        elif tag == "col" and (_yes(element.get("hidden")) or _nothing(element.get("width"))):
            yield f"columns {element.get('min')} to {element.get('max')}", "a hidden column"
        elif tag == "sheetFormatPr" and _yes(element.get("zeroHeight")):
            yield "hidden rows"
        elif tag in ("f", "calculatedColumnFormula", "totalsRowFormula"):
            yield "a formula"
        elif tag in ("legacyDrawing", "drawing", "oleObjects", "controls"):
            yield "a comment or drawing"
        elif tag == "hyperlink":
            yield f"cell {element.get('ref')}", "a link"


def _styles(root: Any) -> Told:
    for element in root.iter():
        if local(element.tag) == "numFmt" and re.fullmatch(r"\s*;\s*;\s*;?\s*", element.get("formatCode", "")):
            yield "a format that hides what its cells hold"


def _links(root: Any) -> Told:
    for element in root.iter():
        if element.get("TargetMode") == "External":
            yield "a link to another file or address"


def _properties(root: Any) -> Told:
    for element in root.iter():
        if local(element.tag) in _ANONYMOUS and (element.text or "").strip():
            yield f'the property "{local(element.tag)}" ("{element.text.strip()}")'


def _document(root: Any) -> Told:
    for element in root.iter():
        tag = local(element.tag)
        values = {local(name): value for name, value in element.attrib.items()}
        if tag in ("vanish", "specVanish", "webHidden") and values.get("val", "1") not in ("0", "false", "off"):
            yield "hidden text"
        elif tag in _TRACKED:
            yield "tracked changes"
        elif tag.startswith("comment") and tag != "comments":
            yield "comments"
        elif tag in ("fldSimple", "instrText"):
            if (values.get("instr") or element.text or "").strip() not in _OUR_FIELDS:
                yield "a field that is none of ours"
        elif tag in ("docVar", "attachedTemplate", "mailMerge", "altChunk", "object", "pict"):
            yield "something embedded or linked"


def _yes(value: str | None) -> bool:
    return value in ("1", "true")


def _nothing(size: str | None) -> bool:
    try:
        return size is not None and float(size) == 0
    except ValueError:
        return False


def local(tag: Any) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
