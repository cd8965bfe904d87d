"""What a workbook carries besides cells that could do something to whoever opens it: found, and never run or followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from laa_xl.files.cells import Carried, Kind
from laa_xl.files.package import Package, parse_xml
from laa_xl.files.refused import Refused

# What is never passed on, not even in a marked copy to its own sender.
ACTIVE: frozenset[Kind] = frozenset({"macros", "dde", "activex", "programs"})

_PACKAGED = "\x01Ole10Native".encode("utf-16-le")  # any file at all, wrapped so that a double click runs it
# "program|topic!item" in a formula makes Excel ask another program, or start it. Quoted text may hold such marks.
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>([^<]*\|[^<]*)<")
_QUOTED = re.compile(rb'"[^"]*"|&quot;.*?&quot;|&#34;.*?&#34;')
_ASKS = re.compile(rb"[\w\]]\s*'?\|\s*'?[^|]*!")
_DDE_LINK = re.compile(rb"<(?:\w+:)?ddeLink\b")
_ORDINARY = ("hyperlink", "externalLinkPath", "xlPathMissing", "externalLink")  # a hyperlink does nothing by itself


def carried_by(package: Package) -> tuple[Carried, ...]:
    """Everything of these kinds, each once."""
    return tuple(dict.fromkeys(_carried(package)))


def _carried(package: Package) -> Iterator[Carried]:
    if package.has_macros or any(name.endswith("vbaproject.bin") for name in package.parts):
        yield Carried("macros")
    for name, blob in package.parts.items():
        if name.startswith("xl/activex/"):
            yield Carried("activex")
        elif name.startswith("xl/embeddings/"):
            yield Carried("programs" if _PACKAGED in blob else "objects")
        elif name.startswith("xl/externallinks/") and _DDE_LINK.search(blob):
            yield Carried("dde")
        elif name in ("xl/connections.xml", "xl/model/item.data") or name.startswith("xl/querytables/"):
            yield Carried("queries")
        elif name.startswith("xl/webextensions/"):
            yield Carried("remote", "an Office add-in")
        elif name.endswith(".rels") and (b"xternal" in blob or b"\0" in blob[:4]):
            yield from _remote(name, blob)
    if any(entry.has_cells and _asks(package.parts[entry.part]) for entry in package.sheets):
        yield Carried("dde")
    if package.external_links:
        yield Carried("links")


def _remote(name: str, blob: bytes) -> Iterator[Carried]:
    """What a relationship would fetch from elsewhere when the file is opened."""
    try:
        root = parse_xml(blob, name)
    except Refused:
        return  # damaged, and nothing that anybody reads
    for element in root:
        kind = element.get("Type", "").rpartition("/")[2]
        if element.get("TargetMode") == "External" and kind not in _ORDINARY:
            yield Carried("remote", element.get("Target", "")[:200])


def _asks(xml: bytes) -> bool:
    if not any(_ASKS.search(_QUOTED.sub(b"", text)) for text in _texts_with_a_bar(xml)):
        return False
    return any(_ASKS.search(_QUOTED.sub(b"", found[1])) for found in _FORMULA.finditer(xml))


def _texts_with_a_bar(xml: bytes) -> Iterator[bytes]:
    """What stands behind a tag, up to the next one, where that has a "|" in it: every text that a formula's tag could have."""
    at = xml.find(b"|")
    while at >= 0:
        stop = xml.find(b"<", at)
        stop = stop if stop >= 0 else len(xml)
        yield xml[xml.rfind(b"<", 0, at) + 1 : stop].partition(b">")[2]
        at = xml.find(b"|", stop)
