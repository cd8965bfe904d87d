"""The process that takes fingerprints: paths in, a line for each out. It imports nothing else, so that it begins at once."""

from __future__ import annotations

import hashlib
import os
import sys

UNREAD = "-"  # of a file that could not be read: whoever wants its fingerprint reads it himself, and is told why


def main() -> None:
    """Answer for the paths of standard input, which a zero byte parts, in their order."""
    paths = sys.stdin.buffer.read().split(b"\0")
    sys.stdout.write("\n".join(map(_fingerprint, paths)))


def _fingerprint(path: bytes) -> str:
    try:
        with open(os.fsdecode(path), "rb") as file:  # noqa: PTH123 - pathlib takes longer to import than ten files to read
            return hashlib.sha256(file.read()).hexdigest()
    except (OSError, ValueError):
        return UNREAD
