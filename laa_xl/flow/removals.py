"""Kept files that were taken out on purpose, as for a person's data: docs/privacy.md."""

from __future__ import annotations

from pathlib import Path

NOTE_OF_REMOVAL = ".removed.txt"


def note_of_removal(path: Path) -> Path:
    """Where the note lies that says who took a kept file out, when and why: in its place, by its name."""
    return path.with_suffix(NOTE_OF_REMOVAL)


def removed(path: Path) -> bool:
    """Whether a kept file was taken out on purpose: it is gone, and its note is there."""
    return not path.exists() and note_of_removal(path).is_file()
