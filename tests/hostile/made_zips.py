"""Hostile packages: directories, headers and packed bytes that contradict each other, and bombs."""

from __future__ import annotations

import struct

from tests.hostile.zips import SHEET, Hostile, Part, base, changed, lying, zeros, zip_of
from tests.support.returns import valid_return

ZIP, BOMB = "the package", "bombs"


def named(name: str) -> bytes:
    return zip_of([*(Part(*one) for one in base().items()), Part(name, b"<a/>")])


def overlapping(copies: int) -> bytes:
    """Many entries of the directory on the same packed bytes, as in a bomb that never nests."""
    blob = b"<a>" + b" " * 4_000_000 + b"</a>"
    first = Part("xl/a0.xml", blob)
    others = [Part(f"xl/a{n}.xml", blob, packed=b"") for n in range(1, copies)]
    honest = zip_of([first])
    size = honest.index(b"PK\x01\x02") - 30 - len(b"xl/a0.xml")
    return zip_of([first, *(Part(o.name, blob, packed=b"", central={"offset": 0, "packed": size}) for o in others)])


def quoted() -> bytes:
    """The bytes of one part hold the next one, header included: the better zip bomb."""
    blob = b"<b/>" * 1000
    inner = zip_of([Part("xl/b.xml", blob, 0)])
    first = Part("xl/a.xml", inner[: inner.index(b"PK\x01\x02")], 0)
    there = {"offset": 30 + len("xl/a.xml"), "packed": len(blob)}
    return zip_of([first, Part("xl/b.xml", blob, 0, packed=b"", central=there)])


def bomb(megabytes: int, said: int | None = None) -> bytes:
    packed, check = zeros(megabytes)
    size = megabytes * 1_000_000 if said is None else said
    lie = {"crc": check, "size": size}
    return zip_of(
        [Part(name, blob) for name, blob in base().items()]
        + [Part("xl/media/image9.bin", b"", packed=packed, local=lie, central=lie)]
    )


def end_twice() -> bytes:
    data = valid_return()
    other = zip_of([Part("xl/workbook.xml", b"<workbook/>")])
    return other[: other.index(b"PK\x05\x06")] + data + other[other.index(b"PK\x05\x06") :]


def two_ends() -> bytes:
    first = zip_of([Part(name, blob) for name, blob in base().items()])
    return zip_of([Part(name, blob) for name, blob in base().items()], comment=first[-22:] + b"x")


def zip64(size: int) -> bytes:
    extra = struct.pack("<2HQ", 1, 8, size)
    return lying(central={"size": 0xFFFFFFFF, "extra": extra})


def flipped(at: int) -> bytes:
    data = bytearray(valid_return())
    data[at] ^= 0x5A
    return bytes(data)


WHOLE = len(valid_return())
CASES = [
    *(
        Hostile(ZIP, f"cut off after {tenth} tenths", "F08", lambda t=tenth: valid_return()[: WHOLE * t // 10])
        for tenth in range(1, 10)
    ),
    Hostile(ZIP, "its last byte missing", "F08", lambda: valid_return()[:-1]),
    Hostile(ZIP, "its end missing", "F08", lambda: valid_return()[:-22]),
    *(Hostile(ZIP, f"a byte flipped at {at}", "F08", lambda a=at: flipped(a)) for at in (5000, 50_000, 90_000)),
    Hostile(
        ZIP, "more parts said than there are", "F08", lambda: zip_of([Part(*one) for one in base().items()], count=999)
    ),
    Hostile(
        ZIP, "sixty thousand parts said", "F03", lambda: zip_of([Part(*one) for one in base().items()], count=60_000)
    ),
    Hostile(
        ZIP, "fewer parts said than there are", "F08", lambda: zip_of([Part(*one) for one in base().items()], count=3)
    ),
    Hostile(
        ZIP, "a directory that is elsewhere", "F08", lambda: zip_of([Part(*one) for one in base().items()], moved=-7)
    ),
    Hostile(ZIP, "two ends", "F09", two_ends),
    Hostile(ZIP, "two directories", "F08", end_twice),
    Hostile(ZIP, "a part of two names", "F09", lambda: lying(local={"name": b"xl/worksheets/sheet9.xml"})),
    Hostile(ZIP, "a part packed in two ways", "F09", lambda: lying(local={"method": 0})),
    Hostile(ZIP, "a part of two sizes", "F08", lambda: lying(local={"size": 10})),
    Hostile(ZIP, "a part of two checksums", "F08", lambda: lying(local={"crc": 1})),
    Hostile(ZIP, "a false checksum", "F08", lambda: lying(local={"crc": 1}, central={"crc": 1})),
    Hostile(ZIP, "a part smaller than it is", "F08", lambda: lying(local={"size": 10}, central={"size": 10})),
    Hostile(ZIP, "a part larger than it is", "F08", lambda: lying(local={"size": 999_999}, central={"size": 999_999})),
    Hostile(ZIP, "a part that begins in another one", "F08", lambda: lying(central={"offset": 77})),
    Hostile(ZIP, "a part that begins behind the end", "F08", lambda: lying(central={"offset": 0x7FFFFFFF})),
    Hostile(
        ZIP,
        "a part longer than the file",
        "F08",
        lambda: lying(local={"packed": 0x7FFFFFF}, central={"packed": 0x7FFFFFF}),
    ),
    Hostile(ZIP, "encrypted parts", "F08", lambda: lying(local={"flags": 1}, central={"flags": 1})),
    Hostile(ZIP, "encrypted by its own header alone", "F08", lambda: lying(local={"flags": 0x801})),
    Hostile(ZIP, "strong encryption", "F08", lambda: lying(local={"flags": 0x41}, central={"flags": 0x41})),
    *(
        Hostile(
            ZIP, f"packed by method {method}", "F08", lambda m=method: lying(local={"method": m}, central={"method": m})
        )
        for method in (1, 6, 9, 12, 14, 93, 95, 98, 99)
    ),
    Hostile(ZIP, "packed bytes that are none", "F08", lambda: lying(packed=b"\xff" * 4000)),
    Hostile(ZIP, "packed bytes that end too soon", "F08", lambda: lying(packed=b"\x01")),
    Hostile(ZIP, "the same part twice", "F08", lambda: named(SHEET)),
    Hostile(ZIP, "the same part twice, in capitals", "F08", lambda: named(SHEET.upper())),
    Hostile(ZIP, "the same part twice, with a backslash", "F08", lambda: named(SHEET.replace("/", "\\"))),
    *(
        Hostile(ZIP, f"a part called {name!r}", "F09", lambda n=name: named(n))
        for name in (
            "../evil.xml",
            "/etc/passwd",
            "..\\..\\evil.exe",
            "C:\\evil.exe",
            "\\\\server\\share\\x.xml",
            "xl/../../evil.xml",
            "xl/a\0.xml",
            "xl/a\nb.xml",
            "file:evil",
        )
    ),
    Hostile(ZIP, "a size beyond 4 GB", "F03", lambda: zip64(1 << 40)),
    Hostile(
        ZIP,
        "too many parts",
        "F03",
        lambda: zip_of([Part(*one) for one in base().items()] + [Part(f"xl/x{n}.xml", b"") for n in range(2001)]),
    ),
    Hostile(
        ZIP,
        "too many folders",
        "F03",
        lambda: zip_of([Part(*one) for one in base().items()] + [Part(f"d{n}/", b"") for n in range(9000)]),
    ),
    Hostile(BOMB, "25 MB and a byte", "F03", lambda: valid_return() + bytes(25 * 1024 * 1024)),
    Hostile(BOMB, "a gigabyte of spaces, said truly", "F03", lambda: bomb(1000)),
    Hostile(BOMB, "a gigabyte of spaces, said to be ten bytes", "F08", lambda: bomb(1000, 10)),
    Hostile(BOMB, "150 megabytes of spaces", "F03", lambda: bomb(150)),
    Hostile(BOMB, "forty parts on the same bytes", "F09", lambda: overlapping(40)),
    Hostile(BOMB, "a part quoted by another", "F09", quoted),
    Hostile(
        BOMB,
        "50 parts of 15 MB",
        "F03",
        lambda: zip_of(
            [
                Part(f"xl/m{n}.bin", b"", packed=zeros(15)[0], local={"size": 15_000_000}, central={"size": 15_000_000})
                for n in range(50)
            ]
        ),
    ),
    Hostile(
        BOMB,
        "a workbook in a workbook in a workbook",
        "",
        lambda: changed({"xl/nested.xlsx": changed({"xl/nested.xlsx": valid_return()})}),
    ),
]
