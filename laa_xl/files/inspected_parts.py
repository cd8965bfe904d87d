"""Which parts and elements a workbook or document of a pack may have, and what any other one is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from laa_xl.domain.leak_kinds import LeakKind

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
PARTS_OF[".xlsm"] = PARTS_OF[".xlsx"]  # looked through the same; that it may hold macros is told by its types
_KINDS = (
    (r"vbaProject|vbaData|macrosheets|dialogsheets|customUI", LeakKind.MACROS),
    (r"externalLinks?|connections|queryTables?|xmlMaps|webextensions|volatileDependencies", LeakKind.DATA_LINK),
    (r"comments?\w*\.|threadedComments?|persons?/|people\.", LeakKind.COMMENTS),
    (r"revisions/|userNames", LeakKind.REVISIONS),
    (r"customXml", LeakKind.CUSTOM_XML),
    (r"docProps/custom", LeakKind.CUSTOM_PROPERTIES),
    (r"docMetadata|LabelInfo|_xmlsignatures", LeakKind.SIGNATURE),
    (r"pivot|slicer|timeline", LeakKind.PIVOT),
    (r"xl/model|richData|metadata\.xml|DataMashup", LeakKind.MODEL),
    (r"calcChain", LeakKind.FORMULA_ORDER),
    (r"embeddings|activeX|ctrlProps|fonts/", LeakKind.EMBEDDED),
    (r"thumbnail", LeakKind.THUMBNAIL),
    (r"media/|drawings?/|charts?/|diagrams/", LeakKind.PICTURE),
    (r"printerSettings", LeakKind.PRINTER),
    (r"footnotes|endnotes|glossary", LeakKind.NOTES),
)
_OUR_NAMES = ("_xlnm.Print_Area", "_xlnm.Print_Titles")
_OUR_FIELDS = ("PAGE", "NUMPAGES")
_ANONYMOUS = {
    *("creator", "lastModifiedBy", "category", "keywords", "description", "contentStatus", "identifier", "lastPrinted"),
    *("Company", "Manager", "HyperlinkBase", "Template", "DigSig"),
}
_EVERYBODYS = "Normal.dotm"  # the template that every Word has
_TRACKED = {
    *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "trackRevisions", "delText"),
    *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange", "numberingChange"),
}
_NOT_SEEN = {"vanish", "specVanish", "webHidden"}
_SEEN_FROM = 1.0  # a row or column that is smaller, in points or characters, shows nothing
_READ_FROM = 4  # in half points


def foreign_part(suffix: str, part: str) -> LeakKind | None:
    """What a part is that does not belong into a pack; None for one of ours."""
    if PARTS_OF[suffix].fullmatch(part):
        return None
    for pattern, told in _KINDS:
        if re.search(pattern, part, re.IGNORECASE):
            return told
    return LeakKind.FOREIGN_PART


def element_leaks(part: str, root: Any) -> Iterator[tuple[str, str]]:
    """What a part of a pack's file must not hold, each with its place."""
    look = {
        "[Content_Types].xml": _types,
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
            very = element.get("state") == "veryHidden"
            yield f"the tab {element.get('name')}", LeakKind.VERY_HIDDEN_SHEET if very else LeakKind.HIDDEN_SHEET
        elif tag == "definedName" and (element.get("name") not in _OUR_NAMES or _yes(element.get("hidden"))):
            yield f'the name "{element.get("name")}"', LeakKind.NAME
        elif tag in ("externalReference", "webPublishing", "webPublishObject"):
            yield LeakKind.DATA_LINK
        elif tag == "pivotCache":
            yield LeakKind.PIVOT
        elif tag in ("absPath", "fileSharing", "customWorkbookView", "revisionPtr", "fileRecoveryPr"):
            yield LeakKind.SAVED_BY


def _sheet(root: Any) -> Told:
    cell = ""
    for element in root.iter():
        tag = local(element.tag)
        cell = element.get("r") if tag == "c" else cell
        if tag == "row" and (_yes(element.get("hidden")) or _nothing(element.get("ht"))):
            yield f"row {element.get('r')}", LeakKind.HIDDEN_ROW
        elif tag == "col" and (_yes(element.get("hidden")) or _nothing(element.get("width"))):
            yield f"columns {element.get('min')} to {element.get('max')}", LeakKind.HIDDEN_COLUMN
        elif tag == "sheetFormatPr" and _yes(element.get("zeroHeight")):
            yield LeakKind.HIDDEN_ROWS
        elif tag in ("f", "calculatedColumnFormula", "totalsRowFormula"):
            yield (f"cell {cell}" if tag == "f" and cell else "its formulas"), LeakKind.FORMULA
        elif tag in ("legacyDrawing", "legacyDrawingHF", "drawing", "picture"):
            yield LeakKind.DRAWN
        elif tag in ("oleObject", "control"):
            yield LeakKind.EMBEDDED
        elif tag == "hyperlink":
            yield f"cell {element.get('ref')}", LeakKind.CELL_LINK
        elif tag == "dataValidation":
            yield f"cell {element.get('sqref')}", LeakKind.CHOICES
        elif tag in ("customSheetView", "webPublishItem"):
            yield LeakKind.SAVED_BY
        elif tag == "sheetPr" and element.get("codeName"):
            yield LeakKind.MACROS


def _types(root: Any) -> Told:
    for element in root.iter():
        if re.search("macroEnabled|vbaProject", element.get("ContentType", "")):
            yield LeakKind.MACROS


def _styles(root: Any) -> Told:
    for element in root.iter():
        if local(element.tag) == "numFmt" and re.fullmatch(r"\s*;\s*;\s*;?\s*", element.get("formatCode", "")):
            yield LeakKind.HIDDEN_FORMAT


def _links(root: Any) -> Told:
    for element in root.iter():
        if element.get("TargetMode") == "External":
            yield f'{LeakKind.LINK} ("{element.get("Target")}")'


def _properties(root: Any) -> Told:
    for element in root.iter():
        if local(element.tag) in _ANONYMOUS and (element.text or "").strip() not in ("", _EVERYBODYS):
            yield f'{LeakKind.PROPERTY} "{local(element.tag)}" ("{element.text.strip()}")'


def _document(root: Any) -> Told:
    for element in root.iter():
        tag = local(element.tag)
        values = {local(name): value for name, value in element.attrib.items()}
        if (tag in _NOT_SEEN and _on(values.get("val"))) or (tag == "sz" and _tiny(values.get("val"))):
            yield LeakKind.HIDDEN_TEXT
        elif tag in _TRACKED or "author" in values:
            yield LeakKind.TRACKED
        elif tag.startswith("comment") and tag != "comments":
            yield LeakKind.COMMENTS
        elif tag in ("fldSimple", "instrText"):
            if (values.get("instr") or element.text or "").strip() not in _OUR_FIELDS:
                yield LeakKind.FIELD
        elif tag in (
            "docVar",
            "attachedTemplate",
            "mailMerge",
            "altChunk",
            "object",
            "pict",
            "dataBinding",
            "hyperlink",
        ):
            yield LeakKind.EMBEDDED_OR_LINKED


def _on(value: str | None) -> bool:
    return value not in ("0", "false", "off")


def _tiny(half_points: str | None) -> bool:
    return half_points is not None and half_points.isdecimal() and int(half_points) < _READ_FROM


def _yes(value: str | None) -> bool:
    return value in ("1", "true")


def _nothing(size: str | None) -> bool:
    try:
        return size is not None and float(size) < _SEEN_FROM
    except ValueError:
        return False


@lru_cache(maxsize=1024)  # a part has few names, many times
def local(tag: Any) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
