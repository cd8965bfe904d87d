"""What fsck tells: a thing in the programme folder that is wrong or worth knowing, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """Whether somebody has to do something."""

    RIGHT = "right"
    NOTE = "note"  # worth knowing; the next run clears it, or it harms nothing
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found. ``where`` is its place in the folder; ``mend`` "" where nothing needs to be done."""

    weight: Weight
    where: str
    told: str
    mend: str = ""


def right(where: str, told: str) -> Found:
    """As it should be."""
    return Found(Weight.RIGHT, where, told)


def note(where: str, told: str, mend: str = "") -> Found:
    """Nothing is lost or wrong, but somebody should know."""
    return Found(Weight.NOTE, where, told, mend)


def wrong(where: str, told: str, mend: str) -> Found:
    """Something to mend, and how."""
    return Found(Weight.WRONG, where, told, mend)
