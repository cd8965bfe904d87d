"""The table of the letters of a quarter, declared: for a mail merge, and to tick off what went out."""

from __future__ import annotations

from laa_xl.declare.model import Column, Kind, Role, Sheet, Table


def _column(name: str, title: str, kind: Kind = Kind.TEXT, width: float = 12, *, personal: bool = False) -> Column:
    return Column(name, title, kind, Role.COMPUTED, width, personal=personal)


LETTERS = Table(
    "letters",
    "Letters",
    (
        _column("kind", "Letter", width=11),
        _column("theme", "Theme", width=11),
        _column("name", "Theme's name", Kind.LONG_TEXT, 28),
        _column("post", "To (post)", Kind.LONG_TEXT, 30),
        _column("email", "E-mail", Kind.LONG_TEXT, 32, personal=True),
        _column("copy_post", "Copy to (post)", Kind.LONG_TEXT, 30),
        _column("copy_email", "Copy to (e-mail)", Kind.LONG_TEXT, 32, personal=True),
        _column("deadline", "Due", Kind.DATE, 12),
        _column("days_late", "Days late", Kind.INTEGER, 8),
        _column("subject", "Subject", Kind.LONG_TEXT, 44),
        _column("text", "Text", Kind.LONG_TEXT, 80),
        _column("attachments", "Attachments", Kind.LONG_TEXT, 34),
        _column("file", "Draft", Kind.LONG_TEXT, 30),
    ),
)
LETTERS_SHEET = Sheet(
    "Letters",
    "Letters to partners",
    LETTERS,
    ("One row a letter, for a mail merge. For the county team: it holds e-mail addresses.",),
    freeze_columns=2,
)
