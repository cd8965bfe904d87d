"""Opens a PDF of a pack and looks for what must not leave: its words page by page, and whatever our own PDFs never hold."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from laa_xl.domain.leak_kinds import LeakKind
from laa_xl.domain.leaks import Secrets

if TYPE_CHECKING:
    from pypdf import PdfReader

Found = Iterator[tuple[str, str]]
# What LibreOffice writes for our documents; what is named besides is told, whatever it is for.
_PROPERTIES = {"/Title", "/Subject", "/Creator", "/Producer", "/CreationDate"}
_PROGRAM = re.compile(r"Writer|LibreOffice [\d.]+")
_ROOT = {"/Type", "/Pages", "/OpenAction", "/ViewerPreferences", "/Outlines", "/StructTreeRoot", "/Lang", "/MarkInfo"} | {
    "/PageMode", "/PageLabels", "/Version",
}  # fmt: skip
_PAGE = {"/Type", "/Contents", "/Parent", "/MediaBox", "/CropBox", "/StructParents", "/Resources", "/Group", "/Rotate"} | {
    "/Tabs", "/Annots",
}  # fmt: skip
_CALLED = {
    "/AA": LeakKind.MACROS,
    "/AcroForm": LeakKind.FIELD,
    "/AF": LeakKind.EMBEDDED,
    "/Collection": LeakKind.EMBEDDED,
    "/Names": LeakKind.EMBEDDED,
    "/Metadata": LeakKind.CUSTOM_PROPERTIES,
    "/OCProperties": LeakKind.HIDDEN_TEXT,
    "/PieceInfo": LeakKind.SAVED_BY,
    "/Perms": LeakKind.SIGNATURE,
    "/Thumb": LeakKind.THUMBNAIL,
}
_REMARKS = {"/Widget": LeakKind.FIELD, "/FileAttachment": LeakKind.EMBEDDED, "/Link": LeakKind.LINK}
_UNSEEN = re.compile(rb"(?<![\w.])3\s+Tr\b")  # letters drawn in no colour at all


def pdf_leaks(data: bytes, secrets: Secrets) -> Found:
    """What a PDF tells and must not, each with its page."""
    if data[:5] != b"%PDF-":
        yield "", LeakKind.UNOPENED
        return
    if data.count(b"%%EOF") > 1 or data.count(b"startxref") > 1:
        yield "", LeakKind.REVISIONS  # what was changed later is written behind, and what was before is still there
    if not data.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "", LeakKind.ZIP_EXTRA
    from pypdf import PdfReader  # opened for few packs, and slow to bring in

    try:
        reader = PdfReader(io.BytesIO(data), strict=True)
        if reader.is_encrypted:
            yield "", LeakKind.UNOPENED
            return
        # Of a damaged file the reader may raise anything: then nobody can say what it holds.
        found = [*_properties(reader, secrets), *_root(reader), *_pages(reader, secrets), *_objects(reader, secrets)]
    except Exception:
        yield "", LeakKind.UNOPENED
        return
    yield from found


def _properties(reader: PdfReader, secrets: Secrets) -> Found:
    for name, value in (reader.metadata or {}).items():
        text = str(value)
        known = name in _PROPERTIES and (name not in ("/Creator", "/Producer") or _PROGRAM.fullmatch(text))
        if not known:
            yield "its properties", f'{LeakKind.PROPERTY} {name[1:]} ("{text[:40]}")'
        for what in secrets.found_in(text):
            yield f"its property {name[1:]}", what


def _root(reader: PdfReader) -> Found:
    root: Mapping[str, Any] = reader.root_object
    for name in root:
        if name not in _ROOT:
            yield name, _CALLED.get(name, LeakKind.FOREIGN_PART)
    if isinstance(_resolved(root.get("/OpenAction")), Mapping):  # an action; a place to open at is a list
        yield "/OpenAction", LeakKind.MACROS


def _pages(reader: PdfReader, secrets: Secrets) -> Found:
    for number, page in enumerate(reader.pages, 1):
        where = f"page {number}"
        for name in page:
            if name not in _PAGE:
                yield f"{where}, {name}", _CALLED.get(name, LeakKind.FOREIGN_PART)
        for remark in _resolved(page.get("/Annots")) or ():
            kind = str(_resolved(remark).get("/Subtype"))
            yield where, f"{_REMARKS.get(kind, LeakKind.COMMENTS)}"
        resources = _resolved(page.get("/Resources")) or {}
        for drawn in (_resolved(resources.get("/XObject")) or {}).values():
            if _resolved(drawn).get("/Subtype") == "/Image":
                yield where, LeakKind.PICTURE
        contents = page.get_contents()
        if contents is not None and _UNSEEN.search(contents.get_data()):
            yield where, LeakKind.HIDDEN_TEXT
        text = page.extract_text()
        for line in text.splitlines():
            for what in secrets.found_in(line):
                yield f'{where} ("{line.strip()[:40]}")', what
        for what in secrets.found_in(" ".join(text.split()), row=True):  # what goes on in the next line
            yield where, what


def _objects(reader: PdfReader, secrets: Secrets) -> Found:
    """The texts of every object, also of one that no page shows; letters' shapes and the drawing of pages are looked at above."""
    from pypdf.generic import IndirectObject, StreamObject

    places = [(number, of) for of, numbers in reader.xref.items() for number in numbers if of != _FREE]
    for number, generation in (*places, *((number, 0) for number in reader.xref_objStm)):
        item = reader.get_object(IndirectObject(number, generation, reader))
        for text in _texts(item):
            for what in secrets.found_in_code(text):
                yield f"object {number}", what
        if isinstance(item, StreamObject) and "/Length1" not in item:  # that is a font
            for what in secrets.found_in_code(item.get_data().decode("latin-1")):
                yield f"object {number}", what


_FREE = 65535  # the generation of places that hold nothing


def _texts(item: Any) -> Iterator[str]:
    """The texts of an object, without those it only points to."""
    from pypdf.generic import IndirectObject

    waiting = [item]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            continue
        if isinstance(one, Mapping):
            waiting += list(one.values())
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, (str, bytes)):
            yield one if isinstance(one, str) else one.decode("latin-1")


def _resolved(item: Any) -> Any:
    """An object, also where it is only pointed to; None stays so."""
    return item.get_object() if hasattr(item, "get_object") else item
