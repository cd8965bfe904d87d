"""How doctor tells what it found: a title, right or wrong, a sentence, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Whether somebody has to do something."""

    RIGHT = "right"
    NOTE = "note"  # worth knowing
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``mend`` is "" where nothing needs to be done."""

    title: str
    state: State
    told: str
    mend: str = ""


def right(title: str, told: str) -> Check:
    """As it should be."""
    return Check(title, State.RIGHT, told)


def note(title: str, told: str, mend: str = "") -> Check:
    """Nothing is wrong, but somebody should know."""
    return Check(title, State.NOTE, told, mend)


def wrong(title: str, told: str, mend: str) -> Check:
    """Something to mend, and how."""
    return Check(title, State.WRONG, told, mend)
