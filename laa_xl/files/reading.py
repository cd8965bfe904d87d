"""Lays out a report to be read, line by line: words, ratings, bullets beside their sources; the highlight report's page and others'."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from laa_xl.declare.theme import ROLES
from laa_xl.domain.report import Bullet
from laa_xl.domain.sentences import as_words
from laa_xl.files.page import Draft

COLUMNS = (("Report", 62), ("Rating", 8), ("Source and rule", 24), ("Reference", 13))
_TEXT, _RATING, _SOURCE, _REFERENCE = range(4)
_WIDTHS = tuple(width for _, width in COLUMNS)
_BODY, SMALL = 10, 8  # points
_GREY = "#50575F"
_LINE_HEIGHT = 1.32  # of the font's size
_MOST_LINES = 29  # Excel's rows end at 409 points: longer texts go on in the next row
_PADDING = 5


class Reading:
    """A page in the making; ``draft`` is what stands so far."""

    def __init__(self) -> None:
        self.draft = Draft()

    def row_of_line(self, text: str) -> None:
        """Called before each row of a line is placed: for a page that says beside it what the row is."""

    def row_of_bullet(self, bullet: Bullet, number: int, source: str) -> None:
        """Called before each row of a bullet is placed, ``number`` 0 being its first, with what stands there as its source."""

    def beneath(self, bullet: Bullet) -> str:
        """What is told below a bullet's source; "" for nothing."""
        return ""

    def headings(self, more: Sequence[str] = ()) -> None:
        """The row of the columns' names; ``more`` stand after them."""
        draft = self.draft
        draft.anchor(draft.row, COLUMNS[0][0], "header")
        for index, heading in enumerate([*(name for name, _ in COLUMNS[1:]), *more], 1):
            draft.put(draft.row, index, heading, "header")
        draft.heights[draft.row] = 18
        draft.row += 1

    def line(self, text: str, role: str, size: int = 0, link: str = "") -> None:
        """One wrapped line over its own row, in the first column; nothing for a blank. ``link`` is a sheet to go to."""
        if not as_words(text):
            return
        look: dict[str, Any] = {"font_size": size} if size else {}
        points = size or int(ROLES[role]["font_size"])
        bold = bool(ROLES[role].get("bold"))
        draft = self.draft
        for part in _parts(as_words(text), _WIDTHS[_TEXT], points, bold):
            self.row_of_line(part)
            draft.put(draft.row, _TEXT, part, role, link, text_wrap=True, **look)
            draft.heights[draft.row] = _height(_count(part, _WIDTHS[_TEXT], points, bold), points)
            draft.row += 1

    def bullet(self, bullet: Bullet) -> None:
        """A bullet with its rating, its source and its reference; in further rows where it is long."""
        draft = self.draft
        origin = as_words(bullet.origin) + (f"\n{as_words(bullet.note)}" if bullet.note else "")
        origin += self.beneath(bullet)
        texts = list(_parts(f"• {as_words(bullet.line)}", _WIDTHS[_TEXT] - 2, _BODY))
        origins = list(_parts(origin, _WIDTHS[_SOURCE], SMALL))
        for number in range(max(len(texts), len(origins))):
            text = texts[number] if number < len(texts) else ""
            source = origins[number] if number < len(origins) else ""
            reference = bullet.id if number == 0 else ""
            self.row_of_bullet(bullet, number, source)
            if number == 0 and bullet.rag:
                self.rating(bullet.rag)
            draft.put(draft.row, _TEXT, text, "bullet", indent=1)
            draft.put(draft.row, _SOURCE, source, "bullet", font_size=SMALL, font_color=_GREY)
            draft.put(draft.row, _REFERENCE, reference, "bullet", font_size=SMALL, font_color=_GREY)
            draft.heights[draft.row] = max(
                _height(_count(text, _WIDTHS[_TEXT] - 2, _BODY), _BODY),
                _height(_count(source, _WIDTHS[_SOURCE], SMALL), SMALL),
                _height(_count(reference, _WIDTHS[_REFERENCE], SMALL), SMALL),
            )
            draft.row += 1

    def rating(self, rag: str) -> None:
        """A rating beside the line that comes next."""
        role = f"rag_{rag.lower()}"
        self.draft.put(self.draft.row, _RATING, rag, role if role in ROLES else "bullet", valign="top")


def _room(width: float, points: int, bold: bool) -> int:
    """How many characters of Arial fit on a line of a column, on the safe side."""
    return max(1, int(width * _BODY / points * (1.0 if bold else 1.08)))


@lru_cache(maxsize=1024)  # a bullet asks several times, and stands in the report and in the master
def _wrapped(text: str, width: float, points: int, bold: bool = False) -> tuple[str, ...]:
    room = _room(width, points, bold)
    return tuple(line for part in text.split("\n") for line in textwrap.wrap(part, room) or [""])


def _count(text: str, width: float, points: int, bold: bool = False) -> int:
    return len(_wrapped(text, width, points, bold)) if text else 1


def _parts(text: str, width: float, points: int, bold: bool = False) -> Iterator[str]:
    """The text in pieces that each fit in one row; nearly always the whole."""
    lines = _wrapped(text, width, points, bold)
    if len(lines) <= _MOST_LINES:
        yield text
        return
    for start in range(0, len(lines), _MOST_LINES):
        yield " ".join(lines[start : start + _MOST_LINES])


def _height(lines: int, points: int) -> float:
    return round(min(409.0, lines * points * _LINE_HEIGHT + _PADDING), 2)
