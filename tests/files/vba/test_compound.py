"""Compound files: olefile reads them without complaint, and their trees and tables are as [MS-CFB] says."""

from __future__ import annotations

import io

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.files.vba.compound import compound_file

NOBODY, END, FREE, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def opened(data: bytes) -> olefile.OleFileIO:
    return olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE)


SIZES = (0, 1, 63, 64, 65, 4095, 4096, 4097, 4608, 70_000)


def test_streams_of_every_size_come_back_from_both_kinds_of_sectors() -> None:
    content = {f"S{size}": bytes(i * 7 % 251 for i in range(size)) for size in SIZES}
    file = opened(compound_file({**content, "VBA": content, "Empty": {}}))
    assert sorted(file.listdir()) == sorted([*([name] for name in content), *(["VBA", name] for name in content)])
    for name, stream in content.items():
        assert file.openstream(name).read() == file.openstream(["VBA", name]).read() == stream
    assert file.parsing_issues == []


@given(st.dictionaries(st.text("abcXYZ_019", min_size=1, max_size=31), st.binary(max_size=9000), max_size=40))
def test_any_storage_comes_back(content: dict[str, bytes]) -> None:
    content = {name.upper(): data for name, data in content.items()}  # names differ by more than their capitals
    file = opened(compound_file({"VBA": content}))
    assert {path[1]: file.openstream(path).read() for path in file.listdir()} == content
    assert file.parsing_issues == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 7, 8, 15, 28, 31, 100, 500])
def test_the_names_of_a_storage_form_a_red_black_tree_in_their_order(count: int) -> None:
    names = {f"{'Module' if number % 3 else 'sh'}{number * 37 % 1000}": b"x" for number in range(count)}
    entries = opened(compound_file({"VBA": names})).direntries
    storage = next(entry for entry in entries if entry and entry.name == "VBA")
    found: list[str] = []

    def walk(number: int, above_red: bool) -> int:
        """The black entries down to a leaf: the same on every way."""
        if number == NOBODY:
            return 0
        entry = entries[number]
        red = entry.color == 0
        assert not (red and above_red), "a red entry below a red one"
        left = walk(entry.sid_left, red)
        found.append(entry.name)
        right = walk(entry.sid_right, red)
        assert left == right, entry.name
        return left + (not red)

    walk(storage.sid_child, above_red=True)  # the entry at the root of a tree is black
    # A shorter name stands before a longer one; the letters count between names of one length.
    assert found == sorted(names, key=lambda name: (len(name), name.upper()))


def test_every_sector_belongs_to_exactly_one_chain() -> None:
    content = {f"Module{number}": bytes(number * 401) for number in range(40)}
    data = compound_file({"PROJECT": b"text", "VBA": content})
    assert len(data) % 512 == 0
    number = lambda at, size=4: int.from_bytes(data[at : at + size], "little")  # noqa: E731
    assert data[:8].hex() == "d0cf11e0a1b11ae1"
    assert (number(24, 2), number(26, 2), number(28, 2), number(30, 2), number(32, 2)) == (0x3E, 3, 0xFFFE, 9, 6)
    assert (number(40), number(56), number(68), number(72)) == (0, 4096, END, 0)
    fat_sectors = [number(76 + 4 * index) for index in range(number(44))]
    assert [number(76 + 4 * index) for index in range(number(44), 109)] == [FREE] * (109 - number(44))
    fat = [number(512 * (sector + 1) + 4 * index) for sector in fat_sectors for index in range(128)]
    sectors = len(data) // 512 - 1
    assert [index for index, value in enumerate(fat) if value == FAT] == fat_sectors
    assert fat[sectors:] == [FREE] * (len(fat) - sectors)
    reached = list(fat_sectors)
    file = opened(data)
    starts = [number(48), number(60)]
    starts += [entry.isectStart for entry in file.direntries if entry and (entry.entry_type == 5 or entry.size >= 4096)]
    for start in starts:
        while start != END:
            reached.append(start)
            start = fat[start]
    assert sorted(reached) == list(range(sectors))


def test_no_time_or_place_of_its_making_stands_in_the_file() -> None:
    content = {"PROJECT": b"text", "VBA": {"dir": b"x" * 5000}}
    first = compound_file(content)
    assert first == compound_file(dict(reversed(content.items())))
    assert {(entry.createTime, entry.modifyTime) for entry in opened(first).direntries if entry} == {(0, 0)}


@pytest.mark.parametrize("name", ["", "M" * 32])
def test_a_name_that_does_not_fit_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="1 to 31 characters"):
        compound_file({name: b""})


def test_a_file_that_needs_more_than_the_header_can_name_is_refused() -> None:
    # 109 sectors of the table, each for 128 sectors of 512 bytes, its own among them.
    most = (109 * 128 - 109 - 1) * 512
    assert opened(compound_file({"A": bytes(most)})).get_size("A") == most
    with pytest.raises(ValueError, match="over 7 MB"):
        compound_file({"A": bytes(most + 1)})
