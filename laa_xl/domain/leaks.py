"""What must not leave the county, and how it is found in a text: addresses, numbers, local-only matters, paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.sentences import spoken_code

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# A British number of 10 or 11 digits, or one with its country; a date, a share or a fingerprint is none.
_PHONE = re.compile(r"(?<![\w.,£#-])(?:\+\d{1,3}[\s().-]*(?:\d[\s().-]*){8,11}|\(?0\d(?:[\s()-]*\d){8,9})(?!\w)")
_PATH = re.compile(
    r"\b[A-Za-z]:\\\w|\\\\[\w.-]+\\|file:/|/(?:home|Users)/\w|(?:accepted|rejected)/\d{4}-Q[1-4]/", re.IGNORECASE
)
# Where a bullet comes from names cells, which look like codes: Indicators, F14, F15
_PLACES = re.compile(r"\b(?:Start|Indicators|Narrative|Risks|Finance|Actions)((?:, [A-Z]{1,3}\d+)+)")
_FEW_WORDS = 3  # a title of fewer words is too common to be looked for; its code is


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that must not leave: in which file, where in it, and what it is."""

    file: str
    place: str
    what: str

    @property
    def line(self) -> str:
        """``highlight-report.docx, paragraph 12: an e-mail address ("a@county.example")``."""
        return f"{', '.join(part for part in (self.file, self.place) if part)}: {self.what}"


@dataclass(frozen=True)
class Secrets:
    """What must not stand in any text. ``personal`` values (a person's address) are looked for as they are."""

    codes: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    files: tuple[str, ...] = ()  # names under which partners sent their returns

    @cached_property
    def _codes(self) -> re.Pattern[str] | None:
        """The codes as whole words, also as they are spoken (``NI 16`` for ``NI016``)."""
        forms = {form for code in self.codes for form in (code, spoken_code(code))}
        return _any_of(forms, r"(?<!\w)(?:{})(?!\w)")

    @cached_property
    def _titles(self) -> re.Pattern[str] | None:
        return _any_of({_plain(title) for title in self.titles}, r"(?<!\w)(?:{})(?!\w)")

    @cached_property
    def _values(self) -> re.Pattern[str] | None:
        return _any_of({*self.personal, *self.files}, r"(?<!\w)(?:{})(?!\w)")

    def found_in(self, text: str) -> Iterator[str]:
        """What a text that people read tells and must not, each in words."""
        yield from self.found_in_code(text)
        if hit := _PHONE.search(text):
            yield f'a telephone number ("{hit[0].strip()}")'
        for secret, subject in ((self._codes, _PLACES.sub("", text)), (self._titles, _plain(text))):
            if secret and (hit := secret.search(subject)):
                yield f'an indicator that is local only ("{hit[0]}")'

    def found_in_code(self, text: str) -> Iterator[str]:
        """What must not even stand in a file's inner parts, where addresses of cells and long numbers are usual."""
        if hit := _EMAIL.search(text):
            yield f'an e-mail address ("{hit[0]}")'
        if hit := _PATH.search(text):
            yield f'the path of a file ("{hit[0]}")'
        if self._values and (hit := self._values.search(text)) and "@" not in hit[0]:
            yield f'what is kept for the county alone ("{hit[0]}")'


def secrets_of(agreement: Agreement, personal: tuple[str, ...] = (), files: tuple[str, ...] = ()) -> Secrets:
    """What the agreement keeps in the county: local-only indicators.

    A title is looked for where it says enough: not one that stands in what is reported, nor one of a word or two.
    """
    public = [i.title for i in agreement.indicators if not i.local_only]
    public += [outcome.title for outcome in agreement.outcomes]
    public += [theme.name for theme in agreement.themes]
    public += [block.name for block in agreement.blocks]
    said = " | ".join(map(_plain, public))
    local = [indicator for indicator in agreement.indicators if indicator.local_only]
    titles = [i.title for i in local if len(i.title.split()) >= _FEW_WORDS and _plain(i.title) not in said]
    return Secrets(tuple(i.code for i in local), tuple(titles), personal, files)


def _any_of(words: set[str], frame: str) -> re.Pattern[str] | None:
    found = sorted((word for word in words if word.strip()), key=len, reverse=True)
    return re.compile(frame.format("|".join(map(re.escape, found))), re.IGNORECASE) if found else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
