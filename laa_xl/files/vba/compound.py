"""A compound file ([MS-CFB], version 3): a small file system of storages and streams in one file."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Storage = Mapping[str, "bytes | Storage"]  # names to streams and storages

SECTOR, MINI_SECTOR, CUTOFF = 512, 64, 4096  # a stream shorter than the cutoff stands in the mini stream
_ENTRY = 128
_FREE, _END, _FAT, _NOBODY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_IN_HEADER = 109  # sectors of the FAT that the header can name: files up to about 7 MB
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    left: int = _NOBODY
    right: int = _NOBODY
    child: int = _NOBODY
    colour: int = _BLACK
    start: int = _END

    def bytes(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        # In between: no class id, no state bits, no times, so that equal content gives equal bytes.
        tree = struct.pack("<HBBIII36x", len(name), self.kind, self.colour, self.left, self.right, self.child)
        return name.ljust(64, b"\0") + tree + struct.pack("<IQ", self.start, len(self.data))


def compound_file(content: Storage) -> bytes:
    """The file; equal content gives equal bytes. ValueError for a name that is too long, or for over 7 MB."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _add(content, entries)
    mini_fat = _keep_small_streams(entries)
    directory = b"".join(entry.bytes() for entry in entries)  # its length counts; the starts are not known yet
    parts = [directory, mini_fat, *(entry.data for entry in entries if _in_sectors(entry))]
    sectors = sum(_count(len(part), SECTOR) for part in parts)
    fat_sectors = _count(sectors * 4, SECTOR - 4)  # its own sectors stand in it as well
    if fat_sectors > _IN_HEADER:
        raise ValueError("a compound file of over 7 MB")
    fat = [_FAT] * fat_sectors
    starts = [_chain(fat, _count(len(part), SECTOR)) for part in parts]
    for entry, start in zip((entry for entry in entries if _in_sectors(entry)), starts[2:], strict=True):
        entry.start = start
    free = struct.pack("<64xHBBIII36x12x", 0, 0, 0, _NOBODY, _NOBODY, _NOBODY)
    parts[0] = b"".join(entry.bytes() for entry in entries)
    parts[0] += free * (-len(entries) % (SECTOR // _ENTRY))
    fat += [_FREE] * (fat_sectors * SECTOR // 4 - len(fat))
    header = _header(fat_sectors, starts[0], starts[1], _count(len(mini_fat), SECTOR))
    return b"".join(_padded(part, SECTOR) for part in (header, _numbers(fat), *parts))


def _add(content: Storage, entries: list[_Entry]) -> int:
    """Add the entries of a storage; the number of the one at the root of their tree."""
    numbers = []
    for name in sorted(content, key=_order):
        if not 0 < len(name) < 32:
            raise ValueError(f"{name!r} has not 1 to 31 characters")
        numbers.append(len(entries))
        found = content[name]
        if isinstance(found, bytes):
            entries.append(_Entry(name, _STREAM, found))
        else:
            entries.append(_Entry(name, _STORAGE))
            entries[numbers[-1]].child = _add(found, entries)
    full_levels = (len(numbers) + 1).bit_length() - 1
    return _tree(numbers, entries, full_levels)


def _order(name: str) -> tuple[int, str]:
    """A shorter name stands before a longer one, whatever its letters; capitals do not count."""
    return len(name), name.upper()


def _tree(numbers: Sequence[int], entries: list[_Entry], full_levels: int) -> int:
    """A red-black tree of entries in order: every level is full but the last, which is red where it is not."""
    if not numbers:
        return _NOBODY
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.colour = _BLACK if full_levels else _RED
    entry.left = _tree(numbers[:middle], entries, full_levels - 1)
    entry.right = _tree(numbers[middle + 1 :], entries, full_levels - 1)
    return numbers[middle]


def _keep_small_streams(entries: list[_Entry]) -> bytes:
    """Put the short streams into the mini stream, which is the root's own; its allocation table."""
    mini_fat: list[int] = []
    mini = bytearray()
    for entry in entries:
        if entry.kind == _STREAM and 0 < len(entry.data) < CUTOFF:
            entry.start = _chain(mini_fat, _count(len(entry.data), MINI_SECTOR))
            mini += _padded(entry.data, MINI_SECTOR)
    entries[0].data = bytes(mini)
    mini_fat += [_FREE] * (-len(mini_fat) % (SECTOR // 4))
    return _numbers(mini_fat)


def _in_sectors(entry: _Entry) -> bool:
    return bool(entry.data) and (entry.kind == _ROOT or len(entry.data) >= CUTOFF)


def _chain(table: list[int], length: int) -> int:
    """Add a chain of so many sectors to an allocation table; where it starts."""
    if not length:
        return _END
    start = len(table)
    table += [*range(start + 1, start + length), _END]
    return start


def _header(fat_sectors: int, directory: int, mini_fat: int, mini_fat_sectors: int) -> bytes:
    fixed = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    counts = (0, fat_sectors, directory, 0, CUTOFF, mini_fat, mini_fat_sectors, _END, 0)
    return fixed + _numbers([*counts, *_listed(fat_sectors)])


def _listed(fat_sectors: int) -> Iterator[int]:
    """Where the FAT's sectors are: the first of all."""
    yield from range(fat_sectors)
    yield from [_FREE] * (_IN_HEADER - fat_sectors)


def _numbers(values: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def _count(length: int, size: int) -> int:
    return -(-length // size)


def _padded(data: bytes, size: int) -> bytes:
    return data + bytes(-len(data) % size)
