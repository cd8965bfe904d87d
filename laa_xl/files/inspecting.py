"""Opens every file of a pack and looks, part by part, for what must not leave the county."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from laa_xl.domain.leaks import Leak, Secrets
from laa_xl.files.cells import address, read_cells
from laa_xl.files.inspected_html import html_leaks
from laa_xl.files.inspected_parts import PARTS_OF, element_leaks, foreign_part, local
from laa_xl.files.package import Refused, parse_xml

PAGES = (".html", ".htm")
_TEXTS = (".txt", ".csv", ".json")
_BLOCKS = {"p", "si", "is", "comment"}  # their pieces make one text: an address may be cut in two
_APART = "\n|\n"  # so that two texts never make one
# Attributes that hold words which a person wrote.
_WORDED = {
    "name", "displayName", "title", "descr", "alt", "tooltip", "prompt", "promptTitle", "error", "errorTitle", "author",
    "formatCode", "display",
}  # fmt: skip


def inspect(files: Mapping[str, bytes], secrets: Secrets) -> list[Leak]:
    """Everything in these files that must not leave; each kind once a file, at its first place."""
    found = []
    for name, data in files.items():
        seen: set[str] = set()
        for place, what in _file(name, data, secrets):
            if what not in seen:
                seen.add(what)
                found.append(Leak(name, place, what))
    return found


def _file(name: str, data: bytes, secrets: Secrets) -> Iterator[tuple[str, str]]:
    suffix = PurePath(name).suffix.lower()
    for what in secrets.found_in(PurePath(name).stem):
        yield "its name", what
    if suffix in _TEXTS:
        yield from _text(data, secrets)
    elif suffix in PAGES:
        yield from html_leaks(data, secrets)
    elif suffix in PARTS_OF:
        yield from _package(suffix, data, secrets)
    else:
        yield "", "a kind of file that nobody looks through"


def _text(data: bytes, secrets: Secrets) -> Iterator[tuple[str, str]]:
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        yield "", "text that cannot be read"
        return
    for number, line in enumerate(lines, 1):
        for what in secrets.found_in(line):
            yield f"line {number}", what


def _package(suffix: str, data: bytes, secrets: Secrets) -> Iterator[tuple[str, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            comment = archive.comment
            parts = {name: archive.read(name) for name in names}
    except Exception:
        yield "", "a file that cannot be opened"
        return
    if comment:
        yield "", "a comment on the file itself"
    if len(parts) != len(names):
        yield "", "the same part twice"
    for part in names:
        if told := foreign_part(suffix, part):
            yield part, told
    places = _cells if suffix == ".xlsx" else _paragraphs
    yield from places(data, parts, secrets)
    for part, blob in parts.items():
        if not part.lower().endswith((".xml", ".rels", ".vml")):
            for what in secrets.found_in_code(blob.decode("latin-1")):
                yield part, what
            continue
        try:
            root = parse_xml(blob, part)
        except Refused:
            yield part, "a part that cannot be read"
            continue
        yield from element_leaks(suffix, part, root)
        yield from ((part, what) for what in _inner(root, blob, secrets))


def _cells(data: bytes, parts: Mapping[str, bytes], secrets: Secrets) -> Iterator[tuple[str, str]]:
    """Every text of every sheet, at its cell."""
    try:
        book = read_cells(data)
    except Refused:
        yield "", "a workbook that cannot be read"
        return
    for sheet in book.sheets:
        for what in secrets.found_in(sheet.name):
            yield f"the tab {sheet.name}", what
        for row, cells in sheet.rows.items():
            for column, cell in cells.items():
                if isinstance(cell.value, str):
                    for what in secrets.found_in(cell.value):
                        yield f"{sheet.name}, {address(row, column)}", what


def _paragraphs(data: bytes, parts: Mapping[str, bytes], secrets: Secrets) -> Iterator[tuple[str, str]]:
    """Every paragraph of the document, its headers and footers."""
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


def _all(root: Any, wanted: Callable[[str], bool]) -> Iterator[Any]:
    return (element for element in root.iter() if wanted(local(element.tag)))
