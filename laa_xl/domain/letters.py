"""The letters of a quarter: which there are, how each is worded where the agreement says nothing else, what may be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import Template
from typing import TYPE_CHECKING

from laa_xl.domain.sentences import as_words, listed
from laa_xl.domain.settings import Frozen, column

if TYPE_CHECKING:
    from laa_xl.domain.documents import Grid, Part


class LetterKind(StrEnum):
    """What a letter is about; ``pack`` goes to Government, the others to partners."""

    TEMPLATES = "templates"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    FINDINGS = "findings"
    THANKS = "thanks"
    PACK = "pack"


class LetterText(Frozen):
    """How one letter is worded; what is blank stays as laa-xl words it."""

    kind: LetterKind = column("Letter", 14, key=True)
    subject: str | None = column("Subject", 50, default=None, kind="long text")
    text: str | None = column(
        "Text", 90, default=None, kind="long text", prompt="Such as: Please send the return for $theme by $deadline."
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject and text of a letter, with placeholders."""

    subject: str
    text: str


TABLE = "table"  # a line of its own that says where the table stands
_EVERY = ("agreement", "area", "county", "period", "quarter", "months", "today", TABLE)
_THEME = ("theme", "code", "post", "deadline")
# What may be filled in, by letter.
PLACEHOLDERS: Mapping[LetterKind, tuple[str, ...]] = {
    LetterKind.TEMPLATES: (*_EVERY, *_THEME),
    LetterKind.REMINDER: (*_EVERY, *_THEME, "days_left"),
    LetterKind.OVERDUE: (*_EVERY, *_THEME, "days_late", "standing"),
    LetterKind.FINDINGS: (*_EVERY, *_THEME, "file", "findings", "standing", "copy"),
    LetterKind.THANKS: (*_EVERY, *_THEME, "file", "received"),
    LetterKind.PACK: (*_EVERY, "office", "counts", "notes"),
}
_GREETING = "Dear colleague,"
_CLOSING = "With kind regards\n$county"
DEFAULTS: Mapping[LetterKind, Wording] = {
    LetterKind.TEMPLATES: Wording(
        "$agreement: return for $theme, $months, due on $deadline",
        f"{_GREETING}\n\nAttached is the workbook for the return of $theme for $period. Please fill it in and send it back by "
        "$deadline, as an attachment to your answer.\n\nThe workbook works in Excel and in LibreOffice and has no macros. Its "
        "first sheet says when the return is ready to send; the sheet Checks lists whatever is left to do. If there is nothing to "
        f"report this quarter, say so on the first sheet and send it all the same.\n\n{_CLOSING}",
    ),
    LetterKind.REMINDER: Wording(
        "$agreement: the return for $theme, $months, is due on $deadline",
        f"{_GREETING}\n\nThe return of $theme for $period is due on $deadline ($days_left). If you have sent it already, "
        "please take no notice of this letter.\n\nIf a figure is not available yet, choose so in the column Data status and give "
        f"the day on which you expect it: the return need not wait for it.\n\n{_CLOSING}",
    ),
    LetterKind.OVERDUE: Wording(
        "$agreement: the return for $theme, $months, is overdue",
        f"{_GREETING}\n\nThe return of $theme for $period was due on $deadline: it is $days_late late. $standing Until it is accepted, its "
        "indicators are reported to Government as missing.\n\nPlease send it now, or tell us when we may expect it. What you have is "
        f"better than nothing: a figure that is not available yet may be marked so.\n\n{_CLOSING}",
    ),
    LetterKind.FINDINGS: Wording(
        "$agreement: your return for $theme, $months: $findings",
        f"{_GREETING}\n\nThank you for $file, the return of $theme for $period. We found: $findings. $standing\n\n$copy\n\n"
        f"$table\n\n{_CLOSING}",
    ),
    LetterKind.THANKS: Wording(
        "$agreement: your return for $theme, $months, is accepted",
        f"{_GREETING}\n\nThank you for $file, the return of $theme for $period, which reached us on $received. It is accepted. "
        f"This is what we took from it; please tell us if anything looks wrong.\n\n$table\n\n{_CLOSING}",
    ),
    LetterKind.PACK: Wording(
        "$agreement: return to Government for $months",
        f"{_GREETING}\n\nAttached is our return for $period: the highlight report, the indicators with their ratings, a cover note and "
        f"a list of contents.\n\n$counts\n\n$table\n\n$notes\n\n{_CLOSING}",
    ),
}


def wrong_placeholders(kind: LetterKind, text: str) -> str:
    """What is wrong with the placeholders of a text, in a sentence; "" for nothing."""
    template = Template(text)
    known = PLACEHOLDERS[kind]
    if not template.is_valid():
        return f"After a $ comes the name of a placeholder: {_named(known)}. Write $$ for a dollar."
    strange = [name for name in template.get_identifiers() if name not in known]
    if strange:
        return f'There is no placeholder ${strange[0]} in the letter "{kind.value}". Use: {_named(known)}.'
    return ""


def _named(names: Iterable[str]) -> str:
    return listed(f"${name}" for name in names)


def wording(kind: LetterKind, letters: Iterable[LetterText]) -> Wording:
    """How a letter is worded: as the agreement says, else as laa-xl does."""
    mine = next((one for one in letters if one.kind is kind), None)
    own = DEFAULTS[kind]
    return own if mine is None else Wording(mine.subject or own.subject, mine.text or own.text)


@dataclass(frozen=True, slots=True)
class Filled:
    """A letter with everything filled in."""

    subject: str
    parts: tuple[Part, ...]


def fill(worded: Wording, values: Mapping[str, str], grid: Grid | None = None) -> Filled:
    """Fill in the values; the table stands where a line says ``$table``, else at the end.

    Values are words, whatever they hold: a $ in them is one, and they begin no new line.
    """
    from laa_xl.domain.documents import Part

    plain = {name: as_words(value) for name, value in values.items()} | {TABLE: ""}
    before: list[str] = []
    after: list[str] = []
    found = False
    for line in re.split(r"\r\n|\r|\n", worded.text):
        if line.strip() in (f"${TABLE}", f"${{{TABLE}}}"):
            found = True
            continue
        words = as_words(Template(line).substitute(plain))
        if words:
            (after if found else before).append(words)
    parts = [Part("", words=tuple(before), grids=(grid,) if grid is not None else ())]
    if after:
        parts.append(Part("", words=tuple(after)))
    return Filled(as_words(Template(worded.subject).substitute(plain)), tuple(parts))
