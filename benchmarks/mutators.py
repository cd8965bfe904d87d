"""Mutants of a workbook: of its bytes, of its parts, of its XML; each made from a seed, so that it can be made again."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

Parts = dict[str, bytes]

NUMBERS = (
    b"0", b"-1", b"1", b"255", b"65536", b"1048576", b"1048577", b"16385", b"2147483648", b"4294967295", b"9" * 30, b"1e999",
    b"-1e308", b"NaN", b"inf", b"0.1", b"1,5", b"", b"0x7f", b"1_000", b"5e-324", "٣".encode(), b" 7 ",
)  # fmt: skip
TEXTS = (
    b"=1+1", b"=cmd|'/C calc'!A0", b"&lt;", b"&#0;", b"&#xD800;", b"&#x10FFFF;", b"_x0000_", b"_xD800_", b"]]>", b"<!--", b"<![CDATA[",
    b"<?x?>", b"\xff\xfe", b"\0", b"\xed\xa0\x80", b"x" * 40_000, "\u202e\u200b".encode(), b"A1:XFD1048576", b"#REF!", b"#NEW!",
    b"../../x", b"http://intranet.example/", b"31/02/2008", b"2008-Q9", b"Not yet available", b"yes", b"\xc2\xa3" b"3.2m",
)  # fmt: skip
TYPES = (b"s", b"str", b"inlineStr", b"b", b"e", b"d", b"n", b"", b"zzz")
_ATTRIBUTE = re.compile(rb'"[^"<>]{0,60}"')
_NUMBER = re.compile(rb"\d+(?:\.\d+)?")
_ELEMENT = re.compile(rb"<(\w+)(?: [^<>]*)?(?:/>|>[^<]*</\1>)")
_TYPE = re.compile(rb' t="[^"]*"')
_ROW = re.compile(rb"<row .*?</row>", re.DOTALL)


def parts_of(data: bytes) -> Parts:
    """The parts of a sound workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    """The parts as a zip with true sizes and checksums, so that a mutant gets past the gate."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, blob in parts.items():
            archive.writestr(zipfile.ZipInfo(name), blob)
    return out.getvalue()


def of_bytes(chance: random.Random, blob: bytes) -> bytes:
    """A few bytes changed, put in, taken out, doubled or cut off."""
    data = bytearray(blob)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 1, 2, 4, 30, 500))
        match chance.randrange(6):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                data[at:at] = chance.randbytes(length)
            case 2:
                del data[at : at + length]
            case 3:
                data[at:at] = data[at : at + length]
            case 4:
                data[at : at + length] = chance.choice((b"\0", b"\xff", b"<", b'"', b"\x7f")) * length
            case _ if chance.random() < 0.1:
                del data[at:]
            case _:
                data[at : at + 4] = chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFF)).to_bytes(4, "little")
    return bytes(data)


def of_xml(chance: random.Random, blob: bytes) -> bytes:
    """An XML part that mostly stays well-formed: other numbers, texts, kinds of cell, elements doubled, moved or gone."""
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        match chance.randrange(8):
            case 0:
                blob = _put(chance, blob, _NUMBER, lambda _: chance.choice(NUMBERS))
            case 1:
                blob = _put(chance, blob, _ATTRIBUTE, lambda _: b'"' + chance.choice(NUMBERS + TEXTS[:6]) + b'"')
            case 2:
                blob = _put(chance, blob, _TYPE, lambda _: b' t="' + chance.choice(TYPES) + b'"')
            case 3:
                blob = _put(chance, blob, _ELEMENT, lambda old: old * chance.choice((0, 0, 2, 3)))
            case 4:
                blob = _put(chance, blob, _ROW, lambda old: old * chance.choice((0, 0, 2)))
            case 5:
                at = blob.find(b">", chance.randrange(len(blob) + 1)) + 1
                blob = blob[:at] + chance.choice(TEXTS) + blob[at:]
            case 6:
                blob = _put(chance, blob, _ELEMENT, lambda old: b"<q>" + old + b"</q>")
            case _:
                blob = _put(chance, blob, _ATTRIBUTE, _from(chance, _ATTRIBUTE.findall(blob)))
    return blob


def _from(chance: random.Random, others: list[bytes]) -> Callable[[bytes], bytes]:
    return lambda old: chance.choice(others or [old])


def _put(chance: random.Random, blob: bytes, pattern: re.Pattern[bytes], new: Callable[[bytes], bytes]) -> bytes:
    """One place where a pattern is found, the next after a random one, with something else in it."""
    found = pattern.search(blob, chance.randrange(len(blob) + 1)) or pattern.search(blob)
    return blob if found is None else blob[: found.start()] + new(found[0]) + blob[found.end() :]


def of_parts(chance: random.Random, parts: Parts) -> Parts:
    """Parts dropped, renamed, exchanged, doubled under another name, or put in from elsewhere."""
    made = dict(parts)
    for _ in range(chance.choice((1, 1, 2, 4))):
        one, other = chance.choice(list(made)), chance.choice(list(made))
        match chance.randrange(5):
            case 0:
                made.pop(one)
            case 1:
                made[one], made[other] = made[other], made[one]
            case 2:
                made[chance.choice((one.upper(), f"xl/{one}", one.replace("sheet", "Sheet"), f"{one}.bak"))] = made.pop(
                    one
                )
            case 3:
                kind = chance.choice(
                    ("xl/vbaProject.bin", "xl/activeX/a.bin", "xl/embeddings/o.bin", "xl/connections.xml")
                )
                made[kind] = made[one]
            case _:
                made[one] = chance.choice((b"", b"\0" * 100, b"<x/>", made[one][: len(made[one]) // 2]))
        if not made:
            return dict(parts)
    return made


# Where reading has most to do; the other parts get their turn as well.
_READ = re.compile(r"xl/(worksheets/sheet([1-7]|14)\.xml|sharedStrings\.xml|workbook\.xml|styles\.xml|_rels/.*)")


def mutant(seed: str, bases: list[tuple[bytes, Parts]]) -> tuple[str, bytes]:
    """The kind of a mutant and its bytes; the same seed and bases always give the same."""
    chance = random.Random(seed)  # noqa: S311 - no secret comes of it
    data, parts = chance.choice(bases)
    kind = chance.choices(("bytes", "part bytes", "xml", "parts"), (15, 20, 50, 15))[0]
    if kind == "bytes":
        return kind, of_bytes(chance, data)
    if kind == "parts":
        return kind, packed(of_parts(chance, parts))
    read = [name for name in parts if _READ.fullmatch(name)]
    name = chance.choice(read if chance.random() < 0.9 else list(parts))
    change = of_bytes if kind == "part bytes" else of_xml
    return kind, packed({**parts, name: change(chance, parts[name])})


_TOKENS = (
    *"0123456789.,+-−–%£$()/:'\"*?~<>=eE \t\u00a0\u200b０．，",
    *("1,000", "10/2008", "31 March 2009", "Q2", "m", "k", "bn", "million", "approx", "n/a", "nil", "to", "of", "½", "٣"),
    *("I", "l", "O", "st", "Jan", "Monday", "00:00"),
)  # fmt: skip


def wording(seed: str) -> str:
    """A text that somebody might type for a figure or a date; now and then as long as a cell can be."""
    chance = random.Random(seed)  # noqa: S311
    length = chance.choice((1, 2, 3, 5, 8, 13, 40, 400))
    if chance.random() < 0.01:
        return (chance.choice(_TOKENS) * 32_767)[:32_760] + chance.choice(_TOKENS)
    return "".join(chance.choices(_TOKENS, k=length))
