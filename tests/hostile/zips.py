"""Zips that lie: every field of every header can be set apart from what it should say."""

from __future__ import annotations

import functools
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.support.returns import valid_return
from tests.support.zips import parts_of

SHEET = "xl/worksheets/sheet2.xml"  # Indicators


@dataclass(frozen=True)
class Hostile:
    """One file: its class, its name, the rule that has to be found first ("" for none that refuses), and its bytes."""

    family: str
    name: str
    rule: str
    make: Callable[[], bytes]
    file: str = "return.xlsx"
    password: str = ""

    def __str__(self) -> str:
        return f"{self.family}: {self.name}"


@dataclass(frozen=True)
class Part:
    """A part as it is written: true unless ``local`` (its own header) or ``central`` (the directory) says otherwise."""

    name: str
    blob: bytes
    method: int = 8
    local: Mapping[str, Any] = field(default_factory=dict)
    central: Mapping[str, Any] = field(default_factory=dict)
    packed: bytes | None = None


@functools.cache
def base() -> dict[str, bytes]:
    """The parts of a valid return."""
    return parts_of(valid_return())


def changed(new: Mapping[str, bytes | None]) -> bytes:
    """A valid return with other bytes in some parts; None: without that part."""
    kept = {name: blob for name, blob in {**base(), **new}.items() if blob is not None}
    return zip_of([Part(name, blob) for name, blob in kept.items()])


def edited(part: str, change: Callable[[str], str]) -> bytes:
    """A valid return with the text of one part changed; it has to change."""
    before = base()[part].decode()
    after = change(before)
    assert after != before
    return changed({part: after.encode()})


def lying(part: str = SHEET, **lies: Mapping[str, Any]) -> bytes:
    """A valid return one part of which is described falsely."""
    return zip_of([Part(name, blob, **(lies if name == part else {})) for name, blob in base().items()])


def zip_of(
    members: Sequence[Part], *, count: int | None = None, moved: int = 0, comment: bytes = b"", behind: bytes = b""
) -> bytes:
    """The zip; ``count`` and ``moved`` make its end lie about how many parts it has and where the directory is."""
    out, directory = bytearray(), bytearray()
    for member in members:
        packed = member.packed if member.packed is not None else _packed(member.blob, member.method)
        true = {
            "name": member.name.encode(),
            "flags": 0x800,
            "method": member.method,
            "crc": zlib.crc32(member.blob),
            "packed": len(packed),
            "size": len(member.blob),
            "offset": len(out),
            "extra": b"",
        }
        here, there = {**true, **member.local}, {**true, **member.central}
        out += struct.pack(
            "<4s5H3L2H",
            b"PK\x03\x04",
            20,
            here["flags"],
            here["method"],
            0,
            33,
            here["crc"],
            here["packed"],
            here["size"],
            len(here["name"]),
            len(here["extra"]),
        )
        out += here["name"] + here["extra"] + packed
        directory += struct.pack(
            "<4s6H3L5H2L",
            b"PK\x01\x02",
            20,
            20,
            there["flags"],
            there["method"],
            0,
            33,
            there["crc"],
            there["packed"],
            there["size"],
            len(there["name"]),
            len(there["extra"]),
            0,
            0,
            0,
            0,
            there["offset"],
        )
        directory += there["name"] + there["extra"]
    number = len(members) if count is None else count
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, number, number, len(directory), len(out) + moved, len(comment))
    return bytes(out + directory + end + comment + behind)


@functools.lru_cache(maxsize=64)
def _packed(blob: bytes, method: int) -> bytes:
    if method == 0:
        return blob
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(blob) + packer.flush()


@functools.cache
def zeros(megabytes: int) -> tuple[bytes, int]:
    """So many megabytes of spaces, packed, with their checksum; never held as a whole."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    out, check, block = bytearray(), 0, b" " * 1_000_000
    for _ in range(megabytes):
        out += packer.compress(block)
        check = zlib.crc32(block, check)
    return bytes(out + packer.flush()), check
