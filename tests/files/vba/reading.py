"""Reads back what the builder wrote, step by step as [MS-OVBA] says it is read; shares nothing with the builder."""

from __future__ import annotations

import math
from collections.abc import Iterator


def chunks(container: bytes) -> Iterator[tuple[bool, bytes]]:
    """Each chunk of a compressed container: whether it is compressed, and its data."""
    assert container[0] == 1
    at = 1
    while at < len(container):
        header = int.from_bytes(container[at : at + 2], "little")
        size, signature, compressed = (header & 0xFFF) + 3, header >> 12 & 7, bool(header >> 15)
        assert signature == 0b011
        assert at + size <= len(container), "a chunk goes on behind the end"
        yield compressed, container[at + 2 : at + size]
        at += size


def decompress(container: bytes) -> bytes:
    """[MS-OVBA] 2.4.1.3: everything that the container holds."""
    out = bytearray()
    for compressed, data in chunks(container):
        if not compressed:
            assert len(data) == 4096
            out += data
            continue
        start, at = len(out), 0
        while at < len(data):
            flags, at = data[at], at + 1
            for bit in range(8):
                if at == len(data):
                    break
                if not flags >> bit & 1:
                    out.append(data[at])
                    at += 1
                    continue
                token = int.from_bytes(data[at : at + 2], "little")
                at += 2
                bits = max(math.ceil(math.log2(len(out) - start)), 4)
                offset = (token >> 16 - bits) + 1
                assert offset <= len(out) - start, "a copy from before the chunk"
                for _ in range((token & 0xFFFF >> bits) + 3):
                    out.append(out[-offset])
        assert len(out) - start <= 4096
    return bytes(out)


def decrypt(digits: str) -> tuple[int, int, bytes]:
    """[MS-OVBA] 2.4.3.3: the version, the project's key and the data of CMG, DPB or GC."""
    enc = bytes.fromhex(digits)
    seed, version, key = enc[0], enc[0] ^ enc[1], enc[0] ^ enc[2]
    plain, before, last = [], enc[1], enc[2]
    unencrypted = key
    for byte in enc[3:]:
        unencrypted = byte ^ (before + unencrypted) % 256
        plain.append(unencrypted)
        before, last = last, byte
    ignored = (seed & 6) // 2
    length = int.from_bytes(bytes(plain[ignored : ignored + 4]), "little")
    data = bytes(plain[ignored + 4 :])
    assert len(data) == length
    return version, key, data


def records(stream: bytes) -> list[tuple[int, bytes]]:
    """The records of a dir stream, each with its number and data."""
    found, at = [], 0
    while at < len(stream):
        number = int.from_bytes(stream[at : at + 2], "little")
        size = int.from_bytes(stream[at + 2 : at + 6], "little")
        size += 2 if number == 0x09 else 0  # the version's size leaves out its minor number
        found.append((number, stream[at + 6 : at + 6 + size]))
        at += 6 + size
    assert at == len(stream)
    return found
