"""How a file is turned away: a workbook by a code, whose wording stands in the catalogue of rules; a text by a sentence."""

from __future__ import annotations


class Refused(Exception):
    """A file that is not read: a code, whose wording stands elsewhere, a detail for people, and the part."""

    def __init__(self, code: str, detail: str = "", part: str = "") -> None:
        super().__init__(code, detail, part)
        self.code = code
        self.detail = detail
        self.part = part


class UnusableText(Exception):
    """A text file that cannot be read at all; the message says which and why."""
