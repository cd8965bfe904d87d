"""The highlight report as pure data: sections, blocks, bullets, and where each bullet comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from laa_xl.domain.inputs import ReportEdit

DRAFT = "Draft"  # the state of a report until it is issued
RULES_HEADING = "How this report was rated"
DIFFERENCES_HEADING, NO_DIFFERENCE = "What is different since {since}", "Nothing: it says what {since} says."
BulletKind = Literal["narrative", "rating", "risk", "gap", "strength", "county", "added"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a bullet comes from: a cell of a theme's return, or (theme "") a sheet of the master."""

    theme: str
    file: str
    sheet: str
    cell: str

    @property
    def text(self) -> str:
        """``Safer and Stronger Communities return, Narrative, D7``; ``County entries, row 7``."""
        place = f"{self.theme} return" if self.theme else ""
        return ", ".join(part for part in (place, self.sheet, self.cell) if part)


def places_in_words(sources: Iterable[Source]) -> str:
    """Every place once, the cells of one sheet together: ``Jobs return, Indicators, F14, F15; Overrides, row 7``."""
    cells: dict[tuple[str, str], list[str]] = {}
    for source in sources:
        cells.setdefault((source.theme, source.sheet), []).append(source.cell)
    return "; ".join(
        Source(theme, "", sheet, ", ".join(dict.fromkeys(cell for cell in found if cell))).text
        for (theme, sheet), found in cells.items()
    )


@dataclass(frozen=True, slots=True)
class Bullet:
    """One point of the report. ``id`` is the same in every run: it never depends on where the bullet stands.

    ``rag`` is a rating in a word, or "". ``note`` says by which rule or decision. ``also`` are the further
    places from which a bullet that says several things at once was put together. ``rated`` is what an override of its rating
    would be about (``Indicator NI016``, ``Block SSC``), "" for nothing.

    ``beneath``: what the draft says under an officer's words, and ``moved_on`` that it no longer says what it said when she
    wrote them; both are for the county team alone.
    """

    id: str
    heading: str
    text: str
    source: Source | None
    rag: str = ""
    kind: BulletKind = "narrative"
    edited: bool = False
    note: str = ""
    also: tuple[Source, ...] = ()
    rated: str = ""
    beneath: str = ""
    moved_on: bool = False

    @property
    def line(self) -> str:
        """Heading and text as one line."""
        return f"{self.heading}: {self.text}" if self.heading else self.text

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every place it comes from, each once."""
        first = (self.source,) if self.source else ()
        return tuple(dict.fromkeys((*first, *self.also)))

    @property
    def origin(self) -> str:
        """Every place in words, the cells of one sheet together; and that an officer has edited it."""
        places = places_in_words(self.sources)
        return "; ".join(part for part in (places, "edited by the county team" if self.edited else "") if part)


@dataclass(frozen=True, slots=True)
class BlockBullets:
    """The bullets of one government block; code and name "" for the agreement as a whole."""

    code: str
    name: str
    bullets: tuple[Bullet, ...]
    left_out: str = ""  # what is not said here for length, in a sentence


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One of the closed list of sections. ``rag`` is "" where the section has no rating."""

    code: str
    title: str
    rag: str = ""
    rating_note: str = ""
    lines: tuple[str, ...] = ()
    blocks: tuple[BlockBullets, ...] = ()
    rated: str = ""  # what an override of its rating is about; "" where it has none

    @property
    def heading(self) -> str:
        """``3b) Risks to the achievement of other outcomes``."""
        return f"{self.code}) {self.title}"

    @property
    def bullets(self) -> Iterator[Bullet]:
        """All bullets, in order."""
        return (bullet for block in self.blocks for bullet in block.bullets)


@dataclass(frozen=True, slots=True)
class RatedLine:
    """One indicator as the annual review prints it: computed and declared rating side by side, and the one that counts."""

    code: str
    title: str
    actual: str
    target: str
    performance: str
    forecast: str
    computed: str
    declared: str
    effective: str


# The headings of the ratings table, in the order of the fields of RatedLine, and how wide each is.
RATED_COLUMNS: tuple[tuple[str, float], ...] = (
    ("Code", 11),
    ("Indicator", 36),
    ("Actual", 15),
    ("Target", 11),
    ("Performance", 15),
    ("Forecast", 12),
    ("Computed", 13),
    ("Declared or published", 13),
    ("Rating that counts", 12),
)
RATED_HEADING = "Ratings of every indicator"


@dataclass(frozen=True, slots=True)
class HighlightReport:
    """The whole report.

    ``hidden`` (by an officer), ``left_out`` (for length), ``unplaced`` (without a valid section) and ``unapplied`` (edits that
    fit no bullet) are kept for the county team: only the master shows them. ``approved``: who agreed to it and when, a line
    each. ``differences``: what it says otherwise than the issue named in ``since`` ("": none stands).
    """

    agreement: str
    area: str
    government_office: str
    period_title: str
    period_spelled: str
    state: str
    sections: tuple[ReportSection, ...]
    rules: tuple[str, ...]
    ratings: tuple[RatedLine, ...] = ()
    illustrative_note: str = ""
    hidden: tuple[Bullet, ...] = ()
    unplaced: tuple[Bullet, ...] = ()
    unapplied: tuple[ReportEdit, ...] = ()
    left_out: tuple[Bullet, ...] = ()
    approved: tuple[str, ...] = ()
    since: str = ""
    differences: tuple[str, ...] = ()
    quarter: str = ""  # 2008-Q2

    @property
    def title(self) -> str:
        """``Government Office for the East Midlands highlight report``."""
        return f"{self.government_office} highlight report"

    @property
    def period(self) -> str:
        """``April to September 2008 · Quarter 2 of 2008-09 (July to September 2008)``."""
        return f"{self.period_title} · {self.period_spelled}"

    @property
    def bullets(self) -> Iterator[Bullet]:
        """All bullets that are shown, in order."""
        return (bullet for section in self.sections for bullet in section.bullets)

    def section(self, code: str) -> ReportSection:
        """The section of that code (KeyError where there is none)."""
        for section in self.sections:
            if section.code == code:
                return section
        raise KeyError(code)
