"""The compression of VBA's streams ([MS-OVBA] 2.4.1): chunks of 4,096 bytes, each with its own back references."""

from __future__ import annotations

CHUNK = 4096
_SIGNATURE = b"\x01"
_COMPRESSED, _RAW = 0xB000, 0x3000  # flag and signature of a chunk's header
_SHORTEST = 3  # a copy token takes two bytes, so a match of two gains nothing


def compress(data: bytes) -> bytes:
    """The compressed container of some bytes.

    A whole chunk without repetitions is kept as it is. ValueError where a last, shorter chunk has none: the format
    could only keep it with zeros behind. Source code always has enough repetitions.
    """
    return _SIGNATURE + b"".join(_chunk(data[start : start + CHUNK]) for start in range(0, len(data), CHUNK))


def _chunk(data: bytes) -> bytes:
    tokens = _tokens(data)
    if len(tokens) <= CHUNK:
        return (_COMPRESSED | len(tokens) - 1).to_bytes(2, "little") + tokens
    if len(data) < CHUNK:
        raise ValueError("the last bytes repeat too little to be compressed")
    return (_RAW | CHUNK - 1).to_bytes(2, "little") + data


def _tokens(data: bytes) -> bytes:
    """Sequences of a byte of flags and up to eight tokens: a literal byte, or a copy token where the flag is set."""
    out = bytearray()
    # Where tokens began, by their first three bytes: Excel's own files refer to beginnings of tokens only.
    seen: dict[bytes, list[int]] = {}
    at = flags_at = count = 0
    while at < len(data):
        if not count & 7:
            flags_at = len(out)
            out.append(0)
        start = data[at : at + _SHORTEST]
        earlier = seen.get(start)
        length = 1
        if earlier is None:
            out.append(data[at])
            seen[start] = [at]
        else:
            length_bits = _LENGTH_BITS[at]
            offset, length = _match(data, at, earlier, min((1 << length_bits) - 1 + _SHORTEST, len(data) - at))
            if length < _SHORTEST:
                length = 1
                out.append(data[at])
            else:
                out[flags_at] |= 1 << (count & 7)
                out += (offset - 1 << length_bits | length - _SHORTEST).to_bytes(2, "little")
            earlier.append(at)
        at += length
        count += 1
    return bytes(out)


# Nearer the start of a chunk offsets are small, and more of the sixteen bits are left for the length.
_LENGTH_BITS = [16 - max(4, (at - 1).bit_length()) for at in range(CHUNK)]


def _match(data: bytes, at: int, earlier: list[int], most: int) -> tuple[int, int]:
    """How far back the longest match begins, the nearest of several, and its length, ``most`` at most; (0, 0) for none."""
    if most < _SHORTEST:
        return 0, 0
    best = offset = 0
    for candidate in reversed(earlier):
        if best and data[candidate + best] != data[at + best]:
            continue  # no longer than what was found nearer
        length = _SHORTEST
        while length < most and data[candidate + length] == data[at + length]:
            length += 1
        if length > best:
            best, offset = length, at - candidate
        if best >= most:
            break
    return offset, best
