"""The public page as pure data: what anybody may read of a period, every text ready to print; no markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from laa_xl.domain.assessment import Counts
from laa_xl.domain.units import beside
from laa_xl.domain.variance import Target
from laa_xl.domain.words import Direction, Rag


class Kind(StrEnum):
    """What stands in a line of a trend."""

    BASELINE = "baseline"
    QUARTER = "quarter"
    FORECAST = "forecast"  # expected at the year end


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One line of a trend: what it is, the figure as printed and as a number, and what it aims at.

    ``value`` None: no figure, or one that is not told; ``figure`` then says which. ``note`` marks a figure that is not final.
    """

    kind: Kind
    label: str
    short: str  # under the chart: Q2
    year: str  # of its financial year: 2008-09
    figure: str
    value: float | None
    target: str
    aim: Target
    note: str = ""


@dataclass(frozen=True, slots=True)
class PublicRating:
    """The rating that counts, and in a sentence who decided it where it was not the figures."""

    rag: Rag
    decided: str = ""


@dataclass(frozen=True, slots=True)
class PublicIndicator:
    """One indicator as anybody may see it. A text "" means that there is nothing to print.

    ``has_figure``: what stands in ``figure`` is one, and not a word in its place. ``hidden``: the figure is not told, nor
    anything from which it could be worked out. ``marks`` say what is not final, or made up for a demonstration.
    """

    code: str
    spoken: str
    title: str
    theme: str
    unit: str
    good: str
    figure: str
    about: str
    status: str
    target: str
    year_end: str
    performance: str
    forecast: str
    rating: PublicRating
    direction: Direction
    travel: str
    why: str
    marks: tuple[str, ...] = ()
    mark: str = ""  # beside the figure, where that is not final
    has_figure: bool = False
    trend: tuple[TrendPoint, ...] = ()
    trend_words: str = ""
    words: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()  # source, lead partner, grant: heading and text
    hidden: bool = False

    @property
    def unit_beside(self) -> str:
        """What of the unit its figure does not say itself."""
        return beside(self.unit)


@dataclass(frozen=True, slots=True)
class PublicGroup:
    """A theme, a government block or the agreement: its rating, how its indicators stand, and why."""

    code: str
    name: str
    rating: PublicRating
    counts: Counts
    why: str
    indicators: tuple[PublicIndicator, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A figure or a promise that is missing: of what, what, why, when it comes, and from whom (a post or an organisation)."""

    theme: str
    spoken: str
    title: str
    what: str
    why: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class Said:
    """What partners or the county team wrote under one heading of one government block ("": of all)."""

    block: str
    section: str
    points: tuple[tuple[str, str], ...]  # heading ("" for none) and text


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The whole page. ``published`` is the day, as printed; ``direction`` and ``notes`` are sentences."""

    title: str
    area: str
    body: str
    period: str
    published: str
    overall: PublicGroup
    blocks: tuple[PublicGroup, ...]
    themes: tuple[PublicGroup, ...]
    direction: PublicRating | None
    travel: str
    missing: tuple[MissingLine, ...]
    not_due: str
    said: tuple[Said, ...]
    rules: tuple[str, ...]
    glossary: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    contact: str
    sources: str = ""
    illustrative_note: str = ""
    grouped: str = ""  # which rows count as one

    @property
    def at_risk(self) -> tuple[PublicIndicator, ...]:
        """Those that are red, in the order of the page."""
        return tuple(indicator for indicator in self.indicators if indicator.rating.rag is Rag.RED)

    @property
    def indicators(self) -> Iterator[PublicIndicator]:
        """Every indicator, theme by theme."""
        return (indicator for theme in self.themes for indicator in theme.indicators)
