"""What a file from outside may cost at most: every limit, declared once with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

_OURS: ContextVar[bool] = ContextVar("_OURS", default=False)


class Limit(NamedTuple):
    """One limit: the largest value that is still read, its unit as people say it, and why it stands where it does.

    ``own``: the same for a programme's own master, where that may be more; 0: no more than for a file from outside.
    """

    name: str
    most: int
    unit: str
    why: str
    own: int = 0

    @property
    def now(self) -> int:
        """What holds for the file that is read at this moment."""
        return self.own if self.own and _OURS.get() else self.most

    @property
    def said(self) -> str:
        """``25 MB``, ``2,000 parts``."""
        return f"{self.most // _MB:,} MB" if self.unit == "bytes" else f"{self.most:,} {self.unit}"


@contextmanager
def of_our_own() -> Iterator[None]:
    """While this runs, what is read is a programme's own master: years of a whole country make it larger than any return."""
    token = _OURS.set(True)
    try:
        yield
    finally:
        _OURS.reset(token)


_MB = 1024 * 1024

FILE = Limit(
    "size of a file", 25 * _MB, "bytes", "what mail systems let through; a filled return has 40 to 200 KB", 1024 * _MB
)
INFLATED = Limit(
    "size once unpacked", 200 * _MB, "bytes", "of 2,626 real workbooks none unpacks beyond 60 MB", 4096 * _MB
)
PARTS = Limit("parts in a file", 2_000, "parts", "a return has about 30; a sheet with its notes and drawings has five")
RATIO = Limit(
    "packing of a large part", 200, "times", "XML packs 10 to 40 times, equal empty rows 100; a bomb packs 1,000 times"
)
LARGE_PART = Limit("part that may be packed any closer", 16 * _MB, "bytes", "a small part cannot fill a memory")
TAGS = Limit(
    "XML tags that are read",
    1_500_000,
    "tags",
    "about 400,000 filled cells, two seconds' work; a return has 3,000",
    60_000_000,
)
ROWS = Limit("last row in use", 20_000, "rows", "past figures of a county need some thousand; a return 200", 1_048_576)
COLUMNS = Limit("last column in use", 500, "columns", "a return has 40; sixty quarters of past figures fit eight times")
GRID = Limit(
    "room that all sheets take together",
    4_000_000,
    "places",
    "the fast reader makes room for every place, used or not",
    80_000_000,
)
MERGED = Limit("rows under merged areas of a sheet", 20_000, "rows", "each is compared with the rows of the form")
TEXT = Limit("length of a text", 100_000, "characters", "Excel holds 32,767 in a cell, Google Sheets 50,000")
ROUNDS = Limit(
    "rounds of a password",
    200_000,
    "rounds",
    "Excel and LibreOffice ask for 100,000; ten million would take ten seconds",
)
MEMORY = Limit(
    "memory of the reading process", 440 * _MB, "bytes", "beyond its start; with it, the process stays below 500 MB"
)
SECONDS = Limit("time for one file", 30, "seconds", "a return takes 0.05; slow machines and virus scanners take longer")
PROCESSOR = Limit("processor time for one file", 10, "seconds", "the largest file that the other limits let in takes 3")
ANSWER = Limit("what is read from one file", 100 * _MB, "bytes", "a return's cells are 0.2 MB as text")

LIMITS = (
    FILE,
    INFLATED,
    PARTS,
    RATIO,
    LARGE_PART,
    TAGS,
    ROWS,
    COLUMNS,
    GRID,
    MERGED,
    TEXT,
    ROUNDS,
    MEMORY,
    SECONDS,
    PROCESSOR,
    ANSWER,
)
