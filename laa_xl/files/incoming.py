"""The bytes of a file from outside: of reasonable size, and nothing known about them yet."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from laa_xl.files import limits
from laa_xl.files.refused import Refused

if TYPE_CHECKING:
    from pathlib import Path


def read_once(source: Path | bytes) -> bytes:
    """The bytes of a file of reasonable size, read in one go so that hash and content agree."""
    if isinstance(source, bytes):
        data = source
    else:
        try:
            with source.open("rb") as file:
                data = file.read(limits.FILE.now + 1)
        except (OSError, ValueError) as problem:  # ValueError: a path with a NUL in it
            raise Refused("not_found", getattr(problem, "strerror", None) or str(problem)) from problem
    if not data:
        raise Refused("empty")
    _refuse(len(data))
    return data


def refuse_too_large(path: Path) -> None:
    """Refused for a file that is larger than any return, before anybody reads it; what cannot be looked at is left to the reader."""
    with contextlib.suppress(OSError, ValueError):
        _refuse(path.stat().st_size)


def _refuse(size: int) -> None:
    if size > limits.FILE.now:
        raise Refused("too_large", f"the file is over {limits.FILE.now // 2**20:,} MB")
