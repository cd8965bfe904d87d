"""The gate: a zip's directory checked on its bytes and every part unpacked with a stop, before any parser sees it.

The directory at the end of a zip, the headers before the parts and the packed bytes may contradict each other, and two
programs then see two different workbooks. Here all three have to say the same, and no two parts may share bytes.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.parsers import expat

from laa_xl.files import limits
from laa_xl.files.refused import Refused

_END, _END_64, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_ENTRY, _LOCAL = struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s5H3L2H")
_LONGEST_END = 22 + 0xFFFF
_ELSEWHERE = 0xFFFFFFFF  # the value stands in the extra field of a zip that may be larger than 4 GB
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_SIZES_BEHIND = 0x8  # sizes and checksum stand behind the packed bytes
_UTF_8 = 0x800

_XML_PART = re.compile(r"\.(xml|rels|vml)$")
_PICTURES = "xl/media/"  # an SVG picture may declare a document type; nobody here reads pictures
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([^"']*)""")
# What programs write. In other encodings a part could say to one reader what another one cannot see.
_USUAL = re.compile(rb"utf-?8|utf-?16(le|be)?|us-ascii|ascii|iso-8859-\d{1,2}|latin-?1|windows-125\d", re.IGNORECASE)

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")  # one search for both, which is quicker than one for "<!"


class Member(NamedTuple):
    """One part as the zip's directory describes it; ``key`` is its name in lower case with forward slashes."""

    name: bytes
    key: str
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    offset: int


def members_of(data: bytes) -> list[Member]:
    """The parts that the directory names, checked against each other; raises Refused."""
    try:
        start, stop, count = _directory(data)
        members = [member for member in _entries(data, start, stop, count) if not member.key.endswith("/")]
    except struct.error as problem:
        raise Refused("corrupt", "the list of its parts is cut off") from problem
    if len(members) > limits.PARTS.most:
        raise Refused("too_many_parts", f"{len(members):,} parts in one file")
    known: set[str] = set()
    for member in members:
        if member.key in known:
            raise Refused("corrupt", "the same part twice", member.key)
        known.add(member.key)
    if sum(member.size for member in members) > limits.INFLATED.now:
        raise Refused("inflates_too_large", "over 200 MB once unpacked")
    for member in members:
        if member.size > max(limits.LARGE_PART.most, limits.RATIO.most * member.packed):
            raise Refused("inflates_too_large", f"a part packed more than {limits.RATIO.most} times", member.key)
    return members


def unpacked(data: bytes, members: Sequence[Member]) -> dict[str, bytes]:
    """Every part by its key, as large as it was said to be and with the right checksum; raises Refused."""
    parts: dict[str, bytes] = {}
    before = 0
    for member in sorted(members, key=lambda one: one.offset):
        start = _content(data, member)
        if member.offset < before:
            raise Refused("unsafe", "two parts that share the same bytes", member.key)
        before = start + member.packed
        if before > len(data):
            raise Refused("corrupt", "a part is cut off", member.key)
        parts[member.key] = blob = _inflated(data, start, member)
        if not member.key.startswith(_PICTURES) and (_XML_PART.search(member.key) or _like_xml(blob)):
            _refuse_declarations(blob, member.key)
    return parts


def beginning(data: bytes, member: Member, most: int) -> bytes:
    """The first bytes of a part of a file that was read as a whole before; raises Refused."""
    start = _content(data, member)
    packed = data[start : start + min(member.packed, most)]  # packing never makes more of them, but for a few bytes
    if member.method == _STORED:
        return packed
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)
    except zlib.error as problem:
        raise Refused("corrupt", "a part that cannot be unpacked", member.key) from problem


def _directory(data: bytes) -> tuple[int, int, int]:
    """Where the directory begins, where it ends at the latest, and how many entries it has."""
    found = []
    at = data.rfind(_END)
    while at >= 0 and len(data) - at <= _LONGEST_END:
        if at + 22 > len(data):
            at = data.rfind(_END, 0, at)
            continue
        *_, here, count, size, start, comment = struct.unpack_from("<4s4H2LH", data, at)
        if 0xFFFF in (here, count) or _ELSEWHERE in (size, start):
            here, count, size, start = _directory_64(data, at)
        if (
            start + size <= at
            and at + 22 + comment <= len(data)
            and (count == 0 or data[start : start + 4] == b"PK\x01\x02")
        ):
            found.append((start, start + size, count))
        at = data.rfind(_END, 0, at)
    if not found:
        raise Refused("corrupt", "the end of the file is missing")
    if len(found) > 1:
        raise Refused("unsafe", "two lists of parts, of which programs read one or the other")
    return found[0]


def _directory_64(data: bytes, end: int) -> tuple[int, int, int, int]:
    if end < 20 or data[end - 20 : end - 16] != _LOCATOR_64:
        return 0, 0, end + 1, 0  # which no directory can be
    (at,) = struct.unpack_from("<Q", data, end - 12)
    if at + 56 > end or data[at : at + 4] != _END_64:
        return 0, 0, end + 1, 0
    here, count, size, start = struct.unpack_from("<4Q", data, at + 24)
    return here, count, size, start


def _entries(data: bytes, at: int, stop: int, count: int) -> Iterator[Member]:
    if count > 4 * limits.PARTS.most:  # folders are entries too
        raise Refused("too_many_parts", f"{count:,} parts in one file")
    for _ in range(count):
        entry = _ENTRY.unpack_from(data, at)
        if entry[0] != b"PK\x01\x02":
            raise Refused("corrupt", "the list of its parts is damaged")
        flags, method, checksum, packed, size = entry[3], entry[4], *entry[7:10]
        names, extras, comments = entry[10:13]
        after = at + _ENTRY.size + names
        name, extra, offset = data[at + _ENTRY.size : after], data[after : after + extras], entry[16]
        at = after + extras + comments
        if at > stop:
            raise Refused("corrupt", "the list of its parts is cut off")
        size, packed, offset = _sizes_64(extra, size, packed, offset)
        yield Member(name, _key(name, flags), flags, method, checksum, packed, size, offset)
    if at != stop:
        raise Refused("corrupt", "the list of its parts is longer than it says")


def _sizes_64(extra: bytes, *values: int) -> list[int]:
    """The values of an entry, those that stand elsewhere taken from its extra field."""
    found: list[int] = []
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        if kind == 1:
            found = [value for (value,) in struct.iter_unpack("<Q", extra[4 : 4 + length // 8 * 8])]
        extra = extra[4 + length :]
    waiting = iter(found)
    return [next(waiting, value) if value == _ELSEWHERE else value for value in values]


def _key(name: bytes, flags: int) -> str:
    """A part's name as it is compared; refuses one that points outside the package."""
    text = name.decode("utf-8" if flags & _UTF_8 else "cp437", "replace")
    slashed = text.replace("\\", "/")  # some old writers used backslashes
    if slashed.startswith("/") or ":" in slashed or ".." in slashed.split("/") or min(slashed, default="\0") < " ":
        raise Refused("unsafe", "a part that points outside the package", text.replace("\0", " "))
    return slashed.lower()


def _content(data: bytes, member: Member) -> int:
    """Where the packed bytes of a part begin; refuses where the header before them tells of another part."""
    if member.offset + _LOCAL.size > len(data):
        raise Refused("corrupt", "a part is cut off", member.key)
    local = _LOCAL.unpack_from(data, member.offset)
    flags, method, checksum, packed, size = local[2], local[3], *local[6:9]
    names, extras = int(local[9]), int(local[10])
    if local[0] != b"PK\x03\x04":
        raise Refused("corrupt", "a part is not where it should be", member.key)
    at = member.offset + _LOCAL.size
    if data[at : at + names] != member.name or method != member.method:
        raise Refused("unsafe", "a part that goes by two names", member.key)
    if (flags | member.flags) & _ENCRYPTED or method not in (_STORED, _DEFLATED):
        raise Refused("corrupt", "packed in a way that workbooks are not", member.key)
    if not flags & _SIZES_BEHIND:
        said = ((checksum, member.checksum), (packed, member.packed), (size, member.size))
        if any(here not in (there, _ELSEWHERE) for here, there in said):
            raise Refused("corrupt", "a part that is said to have two sizes", member.key)
    return at + names + extras


def _inflated(data: bytes, start: int, member: Member) -> bytes:
    packed = data[start : start + member.packed]
    if member.method == _STORED:
        blob, whole = packed, True
    else:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            # One byte more than declared, and no further: what is packed may go on for gigabytes.
            blob = inflater.decompress(packed, member.size + 1)
        except zlib.error as problem:
            raise Refused("corrupt", "a part that cannot be unpacked", member.key) from problem
        whole = inflater.eof or len(blob) > member.size
    if len(blob) != member.size or not whole:
        which = "longer" if len(blob) > member.size else "shorter"
        raise Refused("corrupt", f"{which} than declared", member.key)
    if zlib.crc32(blob) != member.checksum:
        raise Refused("corrupt", "a part whose bytes were changed", member.key)
    return blob


def _like_xml(blob: bytes) -> bool:
    """Whether a part is XML under another name: what a part is called proves nothing."""
    return blob[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<"


def _refuse_declarations(blob: bytes, part: str) -> None:
    """No document type, no entity, no encoding in which they could hide."""
    wide = blob[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in blob[:4]
    text = blob.replace(b"\0", b"") if wide else blob
    declared = _ENCODING.search(text, 0, 200)
    if declared and not _USUAL.fullmatch(declared[1]):
        raise Refused("unsafe", "an encoding that no spreadsheet program writes", part)
    if _DECLARATION.search(text) and not _only_quotes(blob):
        raise Refused("unsafe", "a document type declaration", part)


def _only_quotes(blob: bytes) -> bool:
    """Whether the declaration is only spoken of, in a comment or in quoted text."""
    found: list[object] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *told: found.append(told)
    try:
        parser.Parse(blob, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return not found
