"""The compression of VBA's streams, against the specification's examples, oletools, and a reader of our own."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import decompress_stream

from laa_xl.files.vba.compression import compress
from tests.files.vba.reading import chunks, decompress

# [MS-OVBA] 3.2: nothing repeats; a usual text; as much repetition as there can be.
EXAMPLES = [
    (b"abcdefghijklmnopqrstuv.", "0119B000 6162636465666768 00 696A6B6C6D6E6F70 00 71727374757 6 2E"),
    (
        b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
        "012FB000 2361616162636465 82 6600 7061 6768696A 0138 08 616B6C 0030 6D6E6F70 06 71 0270 0410 72737475"
        "76 10 7778797A 003C",
    ),
    (b"a" * 73, "0103B002 61 4500"),
]


@pytest.mark.parametrize(("plain", "digits"), EXAMPLES)
def test_the_examples_of_the_specification_come_out_byte_for_byte(plain: bytes, digits: str) -> None:
    assert compress(plain) == bytes.fromhex(digits.replace(" ", ""))


def texts() -> st.SearchStrategy[bytes]:
    """Source-like text of any length: words that come again and again, with a few that do not."""
    words = st.sampled_from([b"Public Sub ", b"End Sub\r\n", b"    ", b"LAA_VARIANCE", b"\r\n", b"x", b"", b"' note "])
    return st.lists(words | st.binary(max_size=6), max_size=3000).map(b"".join)


@given(texts())
def test_what_was_compressed_comes_back(plain: bytes) -> None:
    container = compress(plain)
    assert decompress(container) == plain
    if plain:  # oletools takes an empty container for a broken one
        assert bytes(decompress_stream(bytearray(container))) == plain


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4095, 4096, 4097, 8192, 12_289, 70_000])
@pytest.mark.parametrize("pattern", [b"a", b"ab", b"abc", b"Public Function LAA_RAG(actual, target)\r\n"])
def test_every_length_around_a_chunk_comes_back(pattern: bytes, length: int) -> None:
    plain = (pattern * (length // len(pattern) + 1))[:length]
    container = compress(plain)
    assert decompress(container) == plain
    assert len(list(chunks(container))) == -(-length // 4096)


def test_no_copy_reaches_over_the_edge_of_a_chunk_or_is_too_far_or_too_long() -> None:
    """A match at every distance and of every length that the bits of its place allow, and beyond."""
    rng = random.Random(7)
    for distance in (1, 15, 16, 17, 31, 32, 33, 63, 64, 511, 512, 513, 1023, 1024, 2047, 2048, 2049, 4000):
        for length in (2, 3, 17, 18, 19, 130, 4098, 4099):
            head = bytes(rng.choices(range(256), k=distance))
            plain = head + (head * (length // distance + 1))[:length] + b"End Sub\r\n" * 500
            assert decompress(compress(plain)) == plain, (distance, length)


def test_a_whole_chunk_without_repetitions_is_kept_as_it_is() -> None:
    plain = random.Random(1).randbytes(4096)
    assert list(chunks(compress(plain))) == [(False, plain)]
    assert bytes(decompress_stream(bytearray(compress(plain)))) == plain


def test_a_last_chunk_that_the_format_cannot_keep_is_refused() -> None:
    assert decompress(compress(random.Random(2).randbytes(3600)))  # 3,600 literals and their flags just fit
    with pytest.raises(ValueError, match="repeat too little"):
        compress(random.Random(2).randbytes(4000))
