"""How a VBA project says that it is not protected: the data encryption of [MS-OVBA] 2.4.3, which hides nothing."""

from __future__ import annotations

_VERSION = 2


def encrypt(data: bytes, project_id: str, seed: int, fillers: bytes = bytes(3)) -> bytes:
    """The bytes as the PROJECT stream keeps them (there as hexadecimal digits).

    ``project_id`` is the project's id with its braces. ``seed`` (0 to 255) may be any; it says how many of the three
    ``fillers``, which mean nothing, are put in.
    """
    key = sum(project_id.encode("ascii")) & 0xFF
    out = [seed, seed ^ _VERSION, seed ^ key]
    last = key
    for byte in (*fillers[: (seed & 6) // 2], *len(data).to_bytes(4, "little"), *data):
        out.append(byte ^ (out[-2] + last & 0xFF))
        last = byte
    return bytes(out)
