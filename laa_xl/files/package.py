"""A look at a workbook's zip before any parser reads it: what it is, and whether it is safe to read."""

from __future__ import annotations

import hashlib
import io
import posixpath
from collections.abc import Collection, Container, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree

from laa_xl.files import limits
from laa_xl.files.cells import SheetState
from laa_xl.files.foreign import foreign, refuse_other_packages
from laa_xl.files.gate import Member, members_of, unpacked
from laa_xl.files.incoming import read_once
from laa_xl.files.refused import Refused

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "Package",
    "Refused",
    "SheetEntry",
    "look",
    "parse_xml",
    "relationships",
    "unlock",
]

LARGEST_FILE = limits.FILE.most
_SAYS_WHAT_IS_WHERE = ("_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
MOST_PARTS = limits.PARTS.most

# Excel's own password for a workbook whose structure is protected: nobody ever typed it.
DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105


class SheetEntry(NamedTuple):
    """One tab of the workbook; a chart sheet is a tab without cells."""

    name: str
    part: str
    state: SheetState
    has_cells: bool


class Package(NamedTuple):
    """A workbook's parts, inflated and checked once, and what they say about the workbook."""

    sha256: str
    size: int
    sheets: tuple[SheetEntry, ...]
    date1904: bool
    has_macros: bool
    external_links: bool
    related: Mapping[str, str]  # the workbook's other parts by kind, such as "styles"
    parts: Mapping[str, bytes]  # by lower-case name

    def part(self, name: str) -> bytes:
        """The bytes of one part; part names ignore case."""
        return _part(self.parts, name)


def look(source: Path | bytes, passed_over: Container[str] = ()) -> Package:
    """Look at a workbook without parsing its cells; raises Refused with a code for anything else.

    ``passed_over``: the names of sheets that nobody asks for; their parts are there and empty.
    """
    data = read_once(source)
    if not data.startswith(b"PK"):
        raise foreign(data)
    parts = _parts_of(data, passed_over)
    workbook = workbook_part(parts)
    root = parse_xml(_part(parts, workbook), workbook)
    if _local(root.tag) != "workbook":
        raise Refused("corrupt", "the part that should be the workbook is something else", workbook)
    links = relationships(parts, workbook)
    kinds = {kind for kind, _target in links.values()}
    return Package(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        sheets=_sheets(root, links, parts, workbook),
        date1904=any(element.get("date1904") in ("1", "true") for element in root),
        has_macros="xl/vbaproject.bin" in parts or bool(kinds & {"vbaProject", "xlMacrosheet", "xlIntlMacrosheet"}),
        external_links="externalLink" in kinds,
        related={kind: target for kind, target in links.values() if kind in ("sharedStrings", "styles")},
        parts=parts,
    )


def unlock(data: bytes, password: str | None = None) -> bytes:
    """The workbook inside a password-protected one, with the password given or Excel's default one."""
    from msoffcrypto.format.ooxml import OOXMLFile  # brings cryptography: only where it is needed

    for candidate in dict.fromkeys((DEFAULT_PASSWORD, password or DEFAULT_PASSWORD)):
        opened = io.BytesIO()
        try:
            locked = OOXMLFile(io.BytesIO(data))
            if locked.info.get("spinValue", 0) > limits.ROUNDS.most:
                break
            locked.load_key(password=candidate, verify_password=True)
            locked.decrypt(opened)
        except Exception:  # noqa: S112 - a damaged container raises anything; all of it means "not opened"
            continue
        return opened.getvalue()
    raise Refused("wrong_password" if password else "password")


def _parts_of(data: bytes, passed_over: Container[str]) -> dict[str, bytes]:
    members = members_of(data)
    by_key = {member.key: member for member in members}
    refuse_other_packages(by_key, lambda key: unpacked(data, [by_key[key]])[key])
    if not passed_over or "xl/workbook.xml" not in by_key:
        return unpacked(data, members)
    few = unpacked(data, [member for member in members if member.key in _SAYS_WHAT_IS_WHERE])
    workbook = workbook_part(few)
    sheets = _sheets(parse_xml(_part(few, workbook), workbook), relationships(few, workbook), by_key, workbook)
    left = {entry.part.lower() for entry in sheets if entry.name in passed_over}
    return {**unpacked(data, [member for member in members if member.key not in left]), **dict.fromkeys(left, b"")}


def sheet_parts(data: bytes, members: Collection[Member]) -> dict[str, str]:
    """The parts of a workbook's sheets by the sheets' names, without unpacking them; raises Refused."""
    few = unpacked(data, [member for member in members if member.key in _SAYS_WHAT_IS_WHERE])
    if "xl/workbook.xml" not in few:
        raise Refused("not_a_workbook")
    workbook = workbook_part(few)
    links = relationships(few, workbook)
    keys = {member.key for member in members}
    return {
        one.name: one.part.lower() for one in _sheets(parse_xml(_part(few, workbook), workbook), links, keys, workbook)
    }


def workbook_part(parts: Mapping[str, bytes]) -> str:
    """xl/workbook.xml, or the part that the package names in its place (SharePoint writes workbook2.xml)."""
    if "xl/workbook.xml" in parts:
        return "xl/workbook.xml"
    if "_rels/.rels" in parts:
        for kind, target in relationships(parts, "").values():
            if kind == "officeDocument" and target.startswith("xl/") and target in parts:
                return target
    raise Refused("not_a_workbook")


def relationships(parts: Mapping[str, bytes], part: str) -> Mapping[str, tuple[str, str]]:
    """A part's relationships: id to kind and target part; what points outside the file has no target."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    blob = _part(parts, rels)
    return _usual_links(blob, folder, rels) if len(blob) <= _USUAL_LENGTH else _links(blob, folder, rels)


def _links(blob: bytes, folder: str, rels: str) -> Mapping[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for element in parse_xml(blob, rels):
        kind = element.get("Type", "").rpartition("/")[2]
        target = element.get("Target", "").replace("\\", "/")
        if element.get("TargetMode") == "External":
            found[element.get("Id", "")] = (kind, "")
            continue
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if target.startswith(".."):
            raise Refused("unsafe", "a relationship that points outside the package", rels)
        found[element.get("Id", "")] = (kind, target.lower())
    return MappingProxyType(found)


_USUAL_LENGTH = 5_000  # bytes: nobody makes us keep more than a megabyte of them
_usual_links = lru_cache(maxsize=256)(_links)  # the returns of a template have the same ones, for every sheet


def _sheets(
    root: Any, links: Mapping[str, tuple[str, str]], parts: Container[str], workbook: str
) -> tuple[SheetEntry, ...]:
    entries: list[SheetEntry] = []
    for element in root.iter():
        if _local(element.tag) != "sheet":
            continue
        # The id's namespace differs between ordinary and strict workbooks.
        ids = [value for key, value in element.attrib.items() if key.startswith("{") and _local(key) == "id"]
        kind, target = links.get(ids[0], ("", "")) if ids else ("", "")
        name = element.get("name", "")
        if not target or not name:
            raise Refused("corrupt", "a sheet without a name or a part", workbook)
        if target.lower() not in parts:
            raise Refused("corrupt", "a part is missing", target)
        state = element.get("state", "visible")
        state = state if state in ("hidden", "veryHidden") else "visible"
        entries.append(SheetEntry(name, target, cast("SheetState", state), kind == "worksheet"))
    if not entries:
        raise Refused("corrupt", "it has no sheets", workbook)
    # Excel allows neither; and a thousand tabs on one part would be read a thousand times.
    for distinct in ({entry.part for entry in entries}, {entry.name.casefold() for entry in entries}):
        if len(distinct) != len(entries):
            raise Refused("corrupt", "the same sheet twice", workbook)
    return tuple(entries)


def _part(parts: Mapping[str, bytes], name: str) -> bytes:
    if name.lower() not in parts:
        raise Refused("corrupt", "a part is missing", name)
    return parts[name.lower()]


def parse_xml(blob: bytes, part: str) -> Any:
    """The root element of one XML part; refuses what is not well-formed or declares entities."""
    try:
        return SafeTree.fromstring(blob, forbid_dtd=True)
    except DefusedXmlException as problem:
        raise Refused("unsafe", "a document type declaration", part) from problem
    except Exception as problem:  # ParseError, and ValueError or LookupError for an unknown encoding
        raise Refused("corrupt", str(problem), part) from problem


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def has_comments(data: bytes) -> bool:
    """Whether a workbook that was read before carries comments or notes: the names of its parts say so."""
    return any(member.key.startswith(("xl/comments", "xl/threadedcomments")) for member in members_of(data))


def one_part(data: bytes, key: str) -> bytes | None:
    """One part of a workbook that was read before, by its name in lower case, without unpacking the others; None for none."""
    return next((unpacked(data, [member])[key] for member in members_of(data) if member.key == key), None)
