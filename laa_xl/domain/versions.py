"""Two versions of a return: what differs between them, cell by cell, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from laa_xl.domain.numbers import plain
from laa_xl.domain.sentences import as_words

BLANK = "blank"
_MOST = 80  # letters of an entry, where a line quotes it


class How(StrEnum):
    """What became of a cell, or of a line."""

    CHANGED = "changed"
    ADDED = "line added"
    TAKEN_AWAY = "line taken away"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One entry that is another one now, or a line that came or went.

    ``sheet`` and ``cell`` are those of the newer file; of a line that went, of the older one. ``row`` is the row's key, and
    ``column`` the name of the column ("" for a whole line), ``title`` its heading. ``before`` and ``after`` are the values
    understood (what was typed, where that could not be understood); None is a blank. Of a line they are its words.
    """

    table: str
    sheet: str
    cell: str
    row: str
    column: str
    title: str
    how: How
    before: Any
    after: Any

    @property
    def place(self) -> str:
        """``Indicators, F14``."""
        return ", ".join(part for part in (self.sheet, self.cell) if part)

    @property
    def line(self) -> str:
        """In words: ``Indicators, F14: NI193, Actual: was 51.4, is 50``."""
        about = ", ".join(part for part in (self.row if self.table != "about" else "", self.title) if part)
        if self.how is How.ADDED:
            return f"{self.place}: {about}: {_short(self.after)}"
        if self.how is How.TAKEN_AWAY:
            return f"{self.place} of the earlier file: {about}: {_short(self.before)}"
        return f"{self.place}: {about}: was {_short(self.before)}, is {_short(self.after)}"


def told(value: Any) -> str:
    """An entry as people write it; "" for a blank, which is never 0."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return plain(value)
    return as_words(str(value))


def is_told(value: Any) -> bool:
    """Whether ``told`` says anything of an entry: cheaper than to say it."""
    return value is not None and (not isinstance(value, str) or as_words(value) != "")


def _short(value: Any) -> str:
    text = told(value)
    if not isinstance(value, str):
        return text or BLANK
    cut = text if len(text) <= _MOST else f"{text[: _MOST - 3].rsplit(' ', 1)[0]}..."
    return f'"{cut}"' if cut else BLANK
