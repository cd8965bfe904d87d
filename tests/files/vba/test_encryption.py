"""What a project says about its protection, against the example of the specification."""

from __future__ import annotations

import pytest

from laa_xl.files.vba.encryption import encrypt
from tests.files.vba.reading import decrypt

# [MS-OVBA] 3.1.6, a project without protection. How the ignored bytes were chosen there is not told: they are read back.
PROJECT = "{917DED54-440B-4FD1-A5C1-74ACF261E600}"
EXAMPLES = [
    ("0705D8E3D8EDDBF1DBF1DBF1DBF1", bytes(4)),
    ("0E0CD1ECDFF4E7F5E7F5E7", bytes(1)),
    ("1517CAF1D6F9D7F9D706", b"\xff"),
]


@pytest.mark.parametrize(("digits", "data"), EXAMPLES)
def test_the_example_of_the_specification_comes_out(digits: str, data: bytes) -> None:
    assert decrypt(digits) == (2, sum(PROJECT.encode()) % 256, data)
    fillers = ignored(digits)
    assert encrypt(data, PROJECT, bytes.fromhex(digits)[0], fillers).hex().upper() == digits


def ignored(digits: str) -> bytes:
    """The bytes that mean nothing, before their encryption."""
    enc = bytes.fromhex(digits)
    last, found = enc[0] ^ enc[2], []
    for place in range(3, 3 + (enc[0] & 6) // 2):
        last = enc[place] ^ (enc[place - 2] + last) % 256
        found.append(last)
    return bytes(found)


@pytest.mark.parametrize("seed", range(256))
def test_every_seed_can_be_read_back(seed: int) -> None:
    key = sum(PROJECT.encode()) % 256
    assert decrypt(encrypt(b"\x01\x80\xff", PROJECT, seed).hex()) == (2, key, b"\x01\x80\xff")
