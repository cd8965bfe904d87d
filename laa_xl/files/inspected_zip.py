"""A zip of a pack as bytes: its parts, and what it carries beside them, where no spreadsheet program looks."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

from laa_xl.domain.leak_kinds import LeakKind

_HEADER = struct.Struct("<4s5H3L2H")
_END = 22  # bytes of the record at the end of a zip
_BEHIND = 0x8  # sizes stand behind the packed bytes
_SIZES = (12, 16)  # bytes of those, without and with their mark


def parts_of(data: bytes) -> dict[str, bytes] | None:
    """Every part by its name; None where the file cannot be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:
        return None


def zip_leaks(data: bytes) -> Iterator[tuple[str, LeakKind]]:
    """Remarks, parts that are there twice, and bytes that belong to no part; ``data`` can be opened."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members, comment, start = archive.infolist(), archive.comment, archive.start_dir
    if comment or any(one.comment for one in members):
        yield "", LeakKind.ZIP_COMMENT
    if len({one.filename for one in members}) != len(members):
        yield "", LeakKind.TWICE
    listed = sum(46 + len(one.orig_filename.encode()) + len(one.extra) + len(one.comment) for one in members)
    if any(one.extra for one in members) or start + listed + _END + len(comment) != len(data):
        yield "", LeakKind.ZIP_EXTRA
        return
    at = 0
    for one in sorted(members, key=lambda member: member.header_offset):
        header = _HEADER.unpack_from(data, one.header_offset)
        behind = _SIZES if one.flag_bits & _BEHIND else (0,)
        if one.header_offset != at or header[10]:
            yield one.filename, LeakKind.ZIP_EXTRA
            return
        at += _HEADER.size + header[9] + one.compress_size
        at += next((size for size in behind if data[at + size : at + size + 4] in (b"PK\x03\x04", b"PK\x01\x02")), 0)
    if at != start:
        yield "", LeakKind.ZIP_EXTRA
