"""A look at a workbook's zip before any parser reads it: what it is, and whether it is safe to read."""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree

SheetState = Literal["visible", "hidden", "veryHidden"]

LARGEST_FILE = 25 * 1024 * 1024
LARGEST_INFLATED = 200 * 1024 * 1024
MOST_PARTS = 2000

# Excel's own password for a workbook whose structure is protected: nobody ever typed it.
DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105
# Excel asks for 100,000 rounds; a file may ask for ten million, which takes ten seconds.
_MOST_ROUNDS = 1_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML_PART = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)


class Refused(Exception):
    """A file that is not read: a code, whose wording stands elsewhere, a detail for people, and the part."""

    def __init__(self, code: str, detail: str = "", part: str = "") -> None:
        super().__init__(code, detail, part)
        self.code = code
        self.detail = detail
        self.part = part


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One tab of the workbook; a chart sheet is a tab without cells."""

    name: str
    part: str
    state: SheetState
    has_cells: bool


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook's parts, inflated and checked once, and what they say about the workbook."""

    sha256: str
    size: int
    sheets: tuple[SheetEntry, ...]
    date1904: bool
    has_macros: bool
    external_links: bool
    related: Mapping[str, str]  # the workbook's other parts by kind, such as "styles"
    parts: Mapping[str, bytes] = field(repr=False)  # by lower-case name

    def part(self, name: str) -> bytes:
        """The bytes of one part; part names ignore case."""
        return _part(self.parts, name)


def look(source: Path | bytes) -> Package:
    """Look at a workbook without parsing its cells; raises Refused with a code for anything else."""
    data = read_once(source)
    if not data.startswith(b"PK"):
        raise _foreign(data)
    parts = _inflated(data)
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


def read_once(source: Path | bytes) -> bytes:
    """The bytes of a file of reasonable size, read in one go so that hash and content agree."""
    if isinstance(source, bytes):
        data = source
    else:
        try:
            with source.open("rb") as file:
                data = file.read(LARGEST_FILE + 1)
        except (OSError, ValueError) as problem:  # ValueError: a path with a NUL in it
            raise Refused("not_found", getattr(problem, "strerror", None) or str(problem)) from problem
    if not data:
        raise Refused("empty")
    if len(data) > LARGEST_FILE:
        raise Refused("too_large", "the file is over 25 MB")
    return data


def unlock(data: bytes, password: str | None = None) -> bytes:
    """The workbook inside a password-protected one, with the password given or Excel's default one."""
    from msoffcrypto.format.ooxml import OOXMLFile  # brings cryptography: only where it is needed

    for candidate in dict.fromkeys((password or DEFAULT_PASSWORD, DEFAULT_PASSWORD)):
        opened = io.BytesIO()
        try:
            locked = OOXMLFile(io.BytesIO(data))
            if locked.info.get("spinValue", 0) > _MOST_ROUNDS:
                break
            locked.load_key(password=candidate, verify_password=True)
            locked.decrypt(opened)
        except Exception:  # noqa: S112 - a damaged container raises anything; all of it means "not opened"
            continue
        return opened.getvalue()
    raise Refused("password", "wrong password" if password else "")


def _foreign(data: bytes) -> Refused:
    """What a file without a zip is, as far as that helps its sender."""
    if data.startswith(_OLE):
        # Its streams' names stand in it as UTF-16, each ended by a NUL.
        for stream, code in (("EncryptedPackage", "password"), ("Workbook", "old_xls"), ("Book", "old_xls")):
            if f"{stream}\0".encode("utf-16-le") in data:
                return Refused(code)
        return Refused("not_a_workbook")
    if data.startswith(b"%PDF"):
        return Refused("not_a_workbook", "a PDF")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if any(ord(character) < 32 and character not in "\t\r\n\f" for character in text):
        return Refused("not_a_workbook")
    start = text.lstrip()[:1000].lower()
    if "<html" in start or start.startswith(("<!doctype html", "<table")):
        return Refused("other_format", "a web page (HTML)")
    if "urn:schemas-microsoft-com:office:spreadsheet" in start:
        return Refused("other_format", "an XML spreadsheet of 2003")
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and any(all(mark in line for line in lines[:20]) for mark in ",;\t"):
        return Refused("other_format", "a text file (CSV)")
    return Refused("not_a_workbook")


def _inflated(data: bytes) -> dict[str, bytes]:
    """Every part of the zip, its checksum proved, by lower-case name."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception as problem:
        raise Refused("corrupt", str(problem)) from problem
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > MOST_PARTS:
            raise Refused("too_many_parts", f"{len(members):,} parts in one file")
        if sum(member.file_size for member in members) > LARGEST_INFLATED:
            raise Refused("inflates_too_large", "over 200 MB once unpacked")
        names = [_safe_name(member.filename) for member in members]
        _refuse_other_formats(archive, members, names)
        parts: dict[str, bytes] = {}
        for member, name in zip(members, names, strict=True):
            if name in parts:
                raise Refused("corrupt", "the same part twice", name)
            parts[name] = _read_member(archive, member, name)
    for name, blob in parts.items():
        if _XML_PART.search(name) and _declares_entities(blob):
            raise Refused("unsafe", "a document type declaration", name)
    return parts


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or member.flag_bits & 0x1:
        raise Refused("corrupt", "packed in a way that workbooks are not", name)
    try:
        with archive.open(member) as stream:
            # One byte more than declared: a bare read() would inflate all that is there.
            blob = stream.read(member.file_size + 1)
    except Exception as problem:  # zlib, struct, EOF, CRC, encoding: all mean a damaged part
        raise Refused("corrupt", str(problem), name) from problem
    if len(blob) != member.file_size:
        raise Refused("corrupt", "shorter than declared", name)
    return blob


def _safe_name(name: str) -> str:
    """A part's name in lower case with forward slashes; refuses one that points outside the package."""
    slashed = name.replace("\\", "/")  # some old writers used backslashes
    if slashed.startswith("/") or ":" in slashed or ".." in slashed.split("/"):
        raise Refused("unsafe", "a part that points outside the package", name)
    return slashed.lower()


def _refuse_other_formats(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], names: list[str]) -> None:
    for member, name in zip(members, names, strict=True):
        if name == "mimetype" and b"opendocument" in _read_member(archive, member, name)[:200]:
            raise Refused("other_format", "an OpenDocument spreadsheet (.ods)")
    if "xl/workbook.bin" in names:
        raise Refused("other_format", "a binary Excel workbook (.xlsb)")
    others = {"word/": "a Word document", "ppt/": "a presentation", "index/": "a Numbers file"}
    for folder, kind in others.items():
        if any(name.startswith(folder) for name in names):
            raise Refused("not_a_workbook", kind)


def _declares_entities(blob: bytes) -> bool:
    if blob[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in blob[:4]:
        blob = blob.replace(b"\0", b"")
    return b"<!DOCTYPE" in blob or b"<!ENTITY" in blob


def workbook_part(parts: Mapping[str, bytes]) -> str:
    """xl/workbook.xml, or the part that the package names in its place (SharePoint writes workbook2.xml)."""
    if "xl/workbook.xml" in parts:
        return "xl/workbook.xml"
    if "_rels/.rels" in parts:
        for kind, target in relationships(parts, "").values():
            if kind == "officeDocument" and target.startswith("xl/") and target in parts:
                return target
    raise Refused("not_a_workbook")


def relationships(parts: Mapping[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    """A part's relationships: id to kind and target part; what points outside the file has no target."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    for element in parse_xml(_part(parts, rels), rels):
        kind = element.get("Type", "").rpartition("/")[2]
        target = element.get("Target", "").replace("\\", "/")
        if element.get("TargetMode") == "External":
            found[element.get("Id", "")] = (kind, "")
            continue
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if target.startswith(".."):
            raise Refused("unsafe", "a relationship that points outside the package", rels)
        found[element.get("Id", "")] = (kind, target.lower())
    return found


def _sheets(
    root: Any, links: Mapping[str, tuple[str, str]], parts: Mapping[str, bytes], workbook: str
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
        _part(parts, target)
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
    """Whether a workbook carries comments or notes."""
    return any(name.startswith(("xl/comments", "xl/threadedcomments")) for name in look(data).parts)
