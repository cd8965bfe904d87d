"""What is printed: words alone, whatever a cell, a file's name or a mail holds that a terminal would obey."""

from __future__ import annotations

import re

import click

# What moves the cursor, clears what was said before or turns the direction of writing; a tab and a new line do no harm.
# The last are no letters, but bytes of a name in another encoding, which many an output cannot write.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SIGNS = {"right": "ok  ", "note": "note", "wrong": "MEND"}


def say(text: str = "", *, err: bool = False) -> None:
    """Print a line for people or programs; on standard error where it is no part of what was asked for."""
    click.echo(shown(text), err=err)


def say_found(weight: str, what: str, told: str, mend: str) -> None:
    """Print what fsck or doctor found: right, note or wrong, about what, and how to mend it ("": nothing to do)."""
    say(f"{_SIGNS[weight]}  {what}: {told}")
    if mend:
        say(f"      {mend}")


def shown(text: str) -> str:
    """A text with a question mark for each sign that a terminal would obey."""
    return _OBEYED.sub("?", text.replace("\r\n", "\n"))


def in_one_line(text: str) -> str:
    """The same in one line, so that no entry can look like a line of its own."""
    return " ".join(text.splitlines())
