"""Rows of Word tables that wait as text beside the document's tree, and the package in which both come together.

A tree takes some 30 times the memory of its text: a table of all indicators of a large area would take hundreds of megabytes.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a zip can hold; the same in every run
_PART = "word/document.xml"
_WORDS = "\ue000"  # stands for the words of a cell; a private character, which no font shows
_TEXT = f"<w:t>{_WORDS}</w:t>"
_MARK = "w:rows"  # of the row that stands in the tree for those beside it; it is in no file
_PLACE = re.compile(rb'<w:tr w:rows="(\d+)"/>')
_USUAL = re.compile("[ -~\u00a0-\ud7ff\uf900-\ufffd\U00010000-\U0001ffff]+")
_AT_ONCE = 1 << 16  # characters that are packed together


class RowPattern:
    """A row of a table as text, to be written again with other words."""

    def __init__(self, row: Any) -> None:
        """``row`` is the element of a row that stands in its document; every run of it holds the words of a cell."""
        row = deepcopy(row)
        runs = list(row.iter(qn("w:r")))
        for run in runs:
            run.text = _WORDS
        # Alone, the row declares the namespaces that are the document's.
        xml = re.sub(r"^<w:tr [^>]*>", "<w:tr>", _as_text(row))
        self._between = xml.split(_TEXT)
        if row.attrib or len(self._between) != len(runs) + 1:
            raise ValueError("a row of a table that is no pattern")

    def with_words(self, texts: Sequence[str]) -> str:
        """The row with these words, a text for each cell."""
        parts = [self._between[0]]
        for text, after in zip(texts, self._between[1:], strict=True):
            parts += (_run_content(text), after)
        return "".join(parts)


def _run_content(text: str) -> str:
    """The words of a cell as python-docx writes them."""
    if not text:
        return ""
    if _USUAL.fullmatch(text) and text.strip() == text:
        return f"<w:t>{text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</w:t>"
    run: Any = OxmlElement("w:r")
    Run(run, None).text = text  # type: ignore[arg-type]  # it belongs to no paragraph
    return _as_text(run).partition(">")[2].removesuffix("</w:r>")


def _as_text(element: Any) -> str:
    """An element as its part's file would hold it, declaring its namespaces itself."""
    return serialize_part_xml(element).decode().partition("?>\n")[2]


def put_aside(table: Any, row: str) -> None:
    """Put a row, as text, at the end of a table: beside the tree, where a mark stands for it."""
    aside: list[_Rows] = table.part.__dict__.setdefault("rows_aside", [])
    last = table._tbl[-1]
    number = last.get(qn(_MARK))
    if number is None:
        number = str(len(aside))
        mark: Any = OxmlElement("w:tr")
        mark.set(qn(_MARK), number)
        table._tbl.append(mark)
        aside.append(_Rows())
    aside[int(number)].add(row)


class _Rows:
    """Rows that follow each other, packed."""

    def __init__(self) -> None:
        self._pack, self._packed = zlib.compressobj(1), bytearray()
        self._waiting: list[str] = []
        self._size = 0

    def add(self, row: str) -> None:
        self._waiting.append(row)
        self._size += len(row)
        if self._size > _AT_ONCE:
            self._put()

    def _put(self) -> None:
        self._packed += self._pack.compress("".join(self._waiting).encode())
        self._waiting.clear()
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        self._put()
        packed, unpack = bytes(self._packed) + self._pack.copy().flush(), zlib.decompressobj()
        while not unpack.eof:
            yield unpack.decompress(packed, _AT_ONCE)
            packed = unpack.unconsumed_tail


def packaged(document: WordDocument) -> bytes:
    """The document as a file, with the rows that stand beside it; the same content gives the same bytes.

    The same parts in the same order, with the clock and the machine taken out of the zip.
    """
    buffer, out = io.BytesIO(), io.BytesIO()
    document.save(buffer)
    aside: list[_Rows] = document.part.__dict__.get("rows_aside", [])
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            with new.open(entry, "w") as part:
                for piece in _pieces(old.read(name), aside) if name == _PART else (old.read(name),):
                    part.write(piece)
    return out.getvalue()


def _pieces(data: bytes, aside: Sequence[_Rows]) -> Iterator[bytes]:
    end = 0
    for place in _PLACE.finditer(data) if aside else ():
        yield data[end : place.start()]
        yield from aside[int(place[1])]
        end = place.end()
    yield data[end:]
