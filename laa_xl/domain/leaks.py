"""What must not leave the county, and how it is found in a text: addresses, numbers, local-only matters, paths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.leak_kinds import LeakKind, kind_of
from laa_xl.domain.risk import SCORE_SAID
from laa_xl.domain.sentences import folded, spoken_code, without_stop
from laa_xl.domain.told_numbers import tells
from laa_xl.domain.whole_words import WholeWords, pattern_of

# Begins where its letters do, so that a megabyte of them is gone through once.
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# The same for people alone: "j.smith @ county.example", "j.smith [at] county [dot] example".
_DOT = r"(?:\.| ?[\[(] ?dot ?[\])] ?)"
_SPELT_EMAIL = re.compile(
    rf"(?<![\w.+'-])[\w.+'-]+ ?(?:@|[\[(] ?at ?[\])]) ?(?:[\w-]+{_DOT})+[a-z]{{2,}}\b", re.IGNORECASE
)
# A British number of 10 or 11 digits, or one with its country; an extension may follow. A date, a share or a fingerprint is none.
_PHONE = re.compile(
    r"(?<![\w,£#-])(?<!\d\.)"
    r"(?:(?:\+\d{1,3}|0044)[\s().-]*(?:\d[\s().-]*){8,11}|\(?0\d(?:[\s()-]*\d){8,9}|0\d{2,4}\.\d{3,4}\.?\d{3,4})"
    r"(?!(?!(?:x|ext)\.? ?\d)\w)",
    re.IGNORECASE,
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
# However people write a national code: NI193, NI 0193, N.I. 193, ni-193, with a space that is a break of the line.
_NATIONAL = re.compile(r"\bN\.?\s?I\.?[\s_-]*0*(\d{1,3})(?!\d)", re.IGNORECASE)
_PATH = re.compile(
    r"\b[A-Za-z]:\\\w|\\\\[\w.-]+\\|file:/|/(?:home|Users)/\w|(?:accepted|rejected)/\d{4}-Q[1-4]/", re.IGNORECASE
)
# One of these stands, in small letters, in whatever _PATH finds.
_IN_PATHS = ("\\", "file:/", "/home/", "/users/", "accepted/", "rejected/")
# Where a bullet comes from names cells, which look like codes: Indicators, F14, F15
_PLACES = re.compile(r"\b(?:Start|Indicators|Narrative|Risks|Finance|Actions)((?:, [A-Z]{1,3}\d+)+)")
# Numbers of a sentence that are no figures: quarters, years, days, codes of indicators, scores of risks.
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# A code has capitals, and is no short word that stands before a figure: "is 4", "STOOD AT 4".
_SHORT = (
    "A|ALL|AN|AND|ARE|AS|AT|BUT|BY|DID|FOR|GOT|HAD|HAS|IN|IS|IT|MET|NEW|NO|NOT|NOW|OF|ON|OR|OUT|SAW|SO|THE|TO|UP|WAS|WE"
)
_NO_FIGURES = re.compile(
    rf"(?i:\b\d{{4}}-Q[1-4]\b|\bQ(?:uarter )?[1-4]\b|\b\d{{4}}-\d\d(?:-\d\d)?\b|\b\d{{1,2}} (?:{_MONTHS})\b|\b\d\d/\d\d/\d{{4}}\b"
    rf"|{SCORE_SAID}|\bfewer than \d+)"
    rf"|\b(?:[A-Z]{{1,3}}|(?!(?:{_SHORT}) )[A-Z]{{1,3}} )\d+(?:\.\d+)*[a-z]?\b"
)
# What we write around partners' words: the section and the theme that a bullet's reference begins with; rows of tables; what was left out.
_OURS = re.compile(
    r"(?<!\S)\d[a-z]?/[^\s/]+/(?=(?:indicators|narrative|risks|gap|unrated|placeholders|return|rating|strengths)\b)"
    r"|\(Shortened by \d+ sentences?:|\bkept in the county's workbook: \d+ points?\b|\b(?:Overrides|County entries), row \d+"
)
_CLAUSE = re.compile(r"[;:|\n]|\.(?!\d)")
# Marks that are not seen, or that turn the direction of writing: an address cut by one reads the same.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)
_FEW_WORDS = 3  # a title of fewer words is too common to be looked for; its code is


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that must not leave: in which file, where in it, and what it is."""

    file: str
    place: str
    what: str

    @property
    def kind(self) -> LeakKind:
        """Which kind of thing it is."""
        return kind_of(self.what)

    @property
    def sentence(self) -> str:
        """The line, and what to do."""
        return f"{self.line}. {self.kind.to_do}"

    @property
    def line(self) -> str:
        """``highlight-report.docx, paragraph 12: an e-mail address ("a@county.example")``."""
        return f"{', '.join(part for part in (self.file, self.place) if part)}: {self.what}"


@dataclass(frozen=True, slots=True)
class Few:
    """An indicator whose figure is kept back, the numbers that tell it, and what is said of it anyway.

    ``names`` are those of its outcome, theme and block, which we write beside it ourselves, ``codes`` what tables have for them:
    a number in one ("Key Stage 2") is not the figure.
    """

    code: str
    numbers: frozenset[float]
    own: str = ""
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Its code as it is written and as it is spoken, the longer one first; none where it has no code."""
        found = {form for form in (self.code, spoken_code(self.code)) if form.strip()}
        return tuple(sorted(found, key=lambda form: (-len(form), form)))

    def without_names(self, text: str) -> str:
        """A text without the names that stand beside the indicator."""
        names = (_as_spoken(unicodedata.normalize("NFKC", without_stop(name))) for name in self.names)
        # A name that is a number and nothing else is left: taken out, it would take the figure along.
        said = sorted((name for name in names if any(map(str.isalpha, name))), key=len, reverse=True)
        return pattern_of(said).sub(" ", text) if said else text

    def tells_itself(self, text: str) -> bool:
        """Whether a text about the indicator holds one of the numbers."""
        return tells(set(self.numbers), _NO_FIGURES.sub(" ", text), self.own)


@dataclass(frozen=True)
class Secrets:
    """What must not stand in any text. ``personal`` values (a person's address) are looked for as they are.

    ``few`` are the figures about few people of the quarter that the files are about.
    """

    codes: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    files: tuple[str, ...] = ()  # names under which partners sent their returns
    few: tuple[Few, ...] = ()

    @cached_property
    def _codes(self) -> WholeWords:
        """The codes as whole words, as they are written and as they are spoken (``NI 16`` for ``NI016``)."""
        return WholeWords(form for code in self.codes for form in (code, spoken_code(code)))

    @cached_property
    def _titles(self) -> WholeWords:
        return WholeWords(folded(title) for title in self.titles)

    @cached_property
    def _values(self) -> WholeWords:
        return WholeWords((*self.personal, *self.files))

    @cached_property
    def _few_codes(self) -> WholeWords:
        return WholeWords(self._few_by_form)

    @cached_property
    def _few_by_form(self) -> dict[str, list[Few]]:
        found: dict[str, list[Few]] = {}
        for one in self.few:
            for form in one.forms:
                found.setdefault(form, []).append(one)
        return found

    def found_in(self, text: str, *, row: bool = False) -> Iterator[str]:
        """What a text that people read tells and must not, each in words; ``row``: it is one of a table (``few_in_row``)."""
        if hit := _UNSEEN.search(text):
            yield f"{LeakKind.INVISIBLE} (U+{ord(hit[0]):04X})"
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
        yield from self.found_in_code(text)
        if not row:
            yield from self.few_in(text)
        if (hit := _SPELT_EMAIL.search(text)) and not _EMAIL.search(text):
            yield f'{LeakKind.EMAIL} ("{hit[0]}")'
        if hit := _PHONE.search(text.translate(_DASHES)):
            yield f'{LeakKind.PHONE} ("{text[hit.start() : hit.end()].strip()}")'
        named = _PLACES.sub("", text)
        if hit := self._codes.search(named) or self._codes.search(_as_spoken(named)):
            yield f'{LeakKind.LOCAL_ONLY} ("{hit[0]}")'
        if hit := self._titles.search(folded(text)):
            yield f'{LeakKind.LOCAL_ONLY} ("{hit[0]}")'

    def found_in_code(self, text: str) -> Iterator[str]:
        """What must not even stand in a file's inner parts, where addresses of cells and long numbers are usual."""
        # Texts of a megabyte hardly ever hold what each of these begins with, which is found out at once.
        if "@" in text and (hit := _EMAIL.search(text)):
            yield f'{LeakKind.EMAIL} ("{hit[0]}")'
        folded = text.casefold()
        if any(mark in folded for mark in _IN_PATHS) and (hit := _PATH.search(text)):
            yield f'{LeakKind.PATH} ("{hit[0]}")'
        if (hit := self._values.search(text)) and "@" not in hit[0]:
            yield f'{LeakKind.COUNTY} ("{hit[0]}")'

    def few_in(self, text: str) -> Iterator[str]:
        """Figures about few people: in a text that begins with an indicator's code, else in the clause that names it."""
        text = _as_spoken(_OURS.sub(" ", text))
        for one in self._few_named(self._few_codes.among(text)):
            forms = pattern_of(one.forms)
            if not forms.search(text):
                continue
            said = one.without_names(text)  # before it is taken apart: a name may have a colon
            clauses = (
                [said] if forms.match(said.strip()) else [part for part in _CLAUSE.split(said) if forms.search(part)]
            )
            if any(one.tells_itself(forms.sub(" ", part)) for part in clauses):
                yield f"{LeakKind.SMALL_COUNT} ({spoken_code(one.code)})"

    def few_in_row(self, cells: tuple[str, ...]) -> Iterator[tuple[int, str]]:
        """The same in a row of a table in one of whose cells a code stands by itself: at which cell, and what."""
        said = [_as_spoken(cell.strip()) for cell in cells]
        for one in self._few_named(set(said) & self._few_by_form.keys()):
            codes = list(one.codes)
            for place, cell in enumerate(said):
                if cell in codes:
                    codes.remove(cell)  # once each: a theme may be called 2, and the figure be 2 as well
                    continue
                try:
                    told = float(cell.replace(",", "").rstrip("% ")) in one.numbers
                except ValueError:
                    told = cell not in one.forms and one.tells_itself(one.without_names(cell))
                if told:
                    yield place, f"{LeakKind.SMALL_COUNT} ({spoken_code(one.code)})"

    def _few_named(self, forms: Iterable[str]) -> list[Few]:
        """Those that are named so, in their own order."""
        named = {one.code for form in forms for one in self._few_by_form[form]}
        return [one for one in self.few if one.code in named] if named else []


def secrets_of(
    agreement: Agreement, personal: tuple[str, ...] = (), files: tuple[str, ...] = (), few: tuple[Few, ...] = ()
) -> Secrets:
    """What the agreement keeps in the county: local-only indicators.

    A title is looked for where it says enough: not one that stands in what is reported, nor one of a word or two.
    """
    public = [i.title for i in agreement.indicators if not i.local_only]
    public += [outcome.title for outcome in agreement.outcomes]
    public += [theme.name for theme in agreement.themes]
    public += [block.name for block in agreement.blocks]
    said = " | ".join(map(folded, public))
    local = [indicator for indicator in agreement.indicators if indicator.local_only]
    titles = [i.title for i in local if len(i.title.split()) >= _FEW_WORDS and folded(i.title) not in said]
    return Secrets(tuple(i.code for i in local), tuple(titles), personal, files, few)


def _as_spoken(text: str) -> str:
    """A text whose national codes are written as they are spoken."""
    return _NATIONAL.sub(r"NI \1", text)
