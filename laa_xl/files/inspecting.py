"""Opens every file of a pack and looks, part by part, for what must not leave the county."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from laa_xl.domain.leak_kinds import LeakKind
from laa_xl.domain.leaks import Leak, Secrets
from laa_xl.files.cells import address, read_cells
from laa_xl.files.inspected_html import html_leaks
from laa_xl.files.inspected_parts import PARTS_OF, element_leaks, foreign_part, local
from laa_xl.files.inspected_pdf import pdf_leaks
from laa_xl.files.inspected_zip import parts_of, zip_leaks
from laa_xl.files.package import Refused, parse_xml

PAGES = (".html", ".htm")
_TEXTS = (".txt", ".csv", ".json")
_BOOKS = (".xlsx", ".xlsm")
_DEEPEST = 3  # a zip in a zip in a zip
_BLOCKS = {"p", "si", "is", "comment"}  # their pieces make one text: an address may be cut in two
_APART = "\n|\n"  # so that two texts never make one
# Attributes that hold words which a person wrote.
_WORDED = {
    "name", "displayName", "title", "descr", "alt", "tooltip", "prompt", "promptTitle", "error", "errorTitle", "author",
    "formatCode", "display",
}  # fmt: skip
Found = Iterator[tuple[str, str]]


def inspect(files: Mapping[str, bytes], secrets: Secrets) -> list[Leak]:
    """Everything in these files that must not leave; each kind once a file, at its first place."""
    found = []
    for name, data in files.items():
        seen: set[str] = set()
        for place, what in _file(name, data, secrets, 0):
            if what not in seen:
                seen.add(what)
                found.append(Leak(name, place, what))
    return found


def _file(name: str, data: bytes, secrets: Secrets, depth: int) -> Found:
    suffix = PurePath(name).suffix.lower()
    for what in secrets.found_in(PurePath(name).stem):
        yield "its name", what
    if suffix in _TEXTS:
        yield from _text(suffix, data, secrets)
    elif suffix in PAGES:
        yield from html_leaks(data, secrets)
    elif suffix in PARTS_OF:
        yield from _package(suffix, data, secrets)
    elif suffix == ".pdf":
        yield from pdf_leaks(data, secrets)
    elif suffix == ".zip" and depth < _DEEPEST:
        yield from _zip(data, secrets, depth)
    else:
        yield "", LeakKind.UNKNOWN


def _zip(data: bytes, secrets: Secrets, depth: int) -> Found:
    """Files that are packed into one, each looked through like any other."""
    files = parts_of(data)
    if files is None:
        yield "", LeakKind.UNOPENED
        return
    yield from zip_leaks(data)
    for name, blob in files.items():
        if name.endswith("/") and not blob:
            continue
        for place, what in _file(name, blob, secrets, depth + 1):
            yield ", ".join(part for part in (name, place) if part), what


def _text(suffix: str, data: bytes, secrets: Secrets) -> Found:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield "", LeakKind.UNREADABLE_TEXT
        return
    for number, line in enumerate(text.splitlines(), 1):
        for what in secrets.found_in(line, row=suffix == ".csv"):
            yield f"line {number}", what
    if suffix == ".csv":
        for number, cells in enumerate(csv.reader(io.StringIO(text)), 1):
            for column, what in secrets.few_in_row(tuple(cells)):
                yield f"row {number}, column {column + 1}", what
    elif suffix == ".json":
        yield from _json(text, secrets)


def _json(text: str, secrets: Secrets) -> Found:
    r"""Every text of a JSON file as a program reads it: ``\u0040`` is a sign of an address."""
    try:
        waiting: list[tuple[str, Any]] = [("", json.loads(text))]
    except ValueError:
        yield "", LeakKind.UNREADABLE_TEXT
        return
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, Mapping):
            waiting += [(f"{place}/{key}", part) for key, part in value.items()]
            waiting += [(f"{place}/{key}", key) for key in value]
            simple = [part for part in value.values() if isinstance(part, (str, int, float))]
            for _, what in secrets.few_in_row(tuple(map(str, simple))):
                yield place or "/", what
        elif isinstance(value, list):
            waiting += [(f"{place}/{number}", part) for number, part in enumerate(value)]
        elif isinstance(value, str):
            for what in secrets.found_in(value):
                yield place, what


def _package(suffix: str, data: bytes, secrets: Secrets) -> Found:
    parts = parts_of(data)
    if parts is None:
        yield "", LeakKind.UNOPENED
        return
    yield from zip_leaks(data)
    for part in parts:
        if told := foreign_part(suffix, part):
            yield part, told
    yield from (_cells(data, secrets) if suffix in _BOOKS else _paragraphs(parts, secrets))
    roots: dict[str, Any] = {}
    for part, blob in parts.items():
        if not part.lower().endswith((".xml", ".rels", ".vml")):
            for what in secrets.found_in_code(blob.decode("latin-1")):
                yield part, what
            continue
        try:
            roots[part] = root = parse_xml(blob, part)
        except Refused:
            yield part, LeakKind.UNREADABLE_PART
            continue
        yield from element_leaks(part, root)
        yield from ((part, what) for what in _inner(root, blob, secrets))
    yield from _unused(roots)


def _unused(roots: Mapping[str, Any]) -> Found:
    """Texts of a workbook that no cell shows: what was deleted, or stood on a sheet that is gone."""
    texts = roots.get("xl/sharedStrings.xml")
    if texts is None:
        return
    sheets = [root for part, root in roots.items() if part.startswith("xl/worksheets/sheet")]
    used = {
        (cell.findtext("{*}v") or "").strip()
        for root in sheets
        for cell in _all(root, lambda tag: tag == "c")
        if cell.get("t") == "s"
    }
    for number, text in enumerate(_all(texts, lambda tag: tag == "si")):
        if str(number) not in used:
            yield "xl/sharedStrings.xml", f'{LeakKind.UNUSED_TEXT} ("{"".join(text.itertext())[:40]}")'


def _cells(data: bytes, secrets: Secrets) -> Found:
    """Every text of every sheet, at its cell."""
    try:
        book = read_cells(data)
    except Refused:
        yield "", LeakKind.UNREADABLE_BOOK
        return
    for sheet in book.sheets:
        for what in secrets.found_in(sheet.name):
            yield f"the tab {sheet.name}", what
        for row, cells in sheet.rows.items():
            for column, cell in cells.items():
                if isinstance(cell.value, str):
                    for what in secrets.found_in(cell.value):
                        yield f"{sheet.name}, {address(row, column)}", what
            columns = list(cells)
            said = tuple("" if cell.value is None else str(cell.value) for cell in cells.values())
            for at, what in secrets.few_in_row(said):
                yield f"{sheet.name}, {address(row, columns[at])}", what


def _paragraphs(parts: Mapping[str, bytes], secrets: Secrets) -> Found:
    """Every paragraph and every row of a table of the document, its headers and footers."""
    for part, blob in parts.items():
        if not re.fullmatch(r"word/(document|header\d+|footer\d+)\.xml", part):
            continue
        try:
            root = parse_xml(blob, part)
        except Refused:
            continue  # told with its part
        where = "" if part == "word/document.xml" else f"{part[5:-4]}, "
        for number, paragraph in enumerate(_all(root, lambda tag: tag == "p"), 1):
            text = "".join(paragraph.itertext())
            for what in secrets.found_in(text):
                yield f'{where}paragraph {number} ("{text.strip()[:40]}")', what
        for number, row in enumerate(_all(root, lambda tag: tag == "tr"), 1):
            said = tuple("".join(cell.itertext()) for cell in row if local(cell.tag) == "tc")
            for _, what in secrets.few_in_row(said):
                yield f'{where}row {number} of its tables ("{said[0][:40]}")', what


def _inner(root: Any, blob: bytes, secrets: Secrets) -> Iterator[str]:
    """What stands anywhere else in a part: texts that no cell or paragraph shows, attributes, remarks in the XML."""
    words: list[str] = []
    rest: list[str] = []
    for element in root.iter():
        tag = local(element.tag)
        if tag in _BLOCKS:
            words.append("".join(element.itertext()))
        elif tag not in ("v", "t") and element.text and element.text.strip():
            words.append(element.text)
        for name, value in element.attrib.items():
            (words if local(name) in _WORDED else rest).append(value)
    yield from secrets.found_in(_APART.join(words))
    yield from secrets.found_in_code(_APART.join(rest))
    yield from secrets.found_in_code(blob.decode("utf-8", "replace"))
    if b"<!--" in blob or re.search(rb"<\?(?!xml\s|mso-application)", blob):
        yield LeakKind.REMARK


def _all(root: Any, wanted: Callable[[str], bool]) -> Iterator[Any]:
    return (element for element in root.iter() if wanted(local(element.tag)))
