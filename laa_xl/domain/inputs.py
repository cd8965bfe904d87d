"""What officers write themselves: overrides, county-wide entries, edits of a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from laa_xl.domain.periods import Period
from laa_xl.domain.words import Rag


class Level(StrEnum):
    """What an override is about."""

    INDICATOR = "Indicator"
    THEME = "Theme"
    BLOCK = "Block"
    AGREEMENT = "Agreement"
    DIRECTION = "Direction of travel"


@dataclass(frozen=True, slots=True)
class Override:
    """An officer's rating instead of the computed one, which stays beside it. ``code`` is "" for the agreement."""

    period: Period
    level: Level
    code: str
    rating: Rag
    reason: str
    post: str
    date: date | None
    cell: str = ""


@dataclass(frozen=True, slots=True)
class CountyEntry:
    """What concerns the whole agreement, or Government; ``block`` "" means all."""

    period: Period
    section: str
    block: str
    heading: str
    text: str
    who: str = ""
    when: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class ReportEdit:
    """An officer's change to a drafted bullet: new words, or hidden. It survives every later run."""

    period: Period
    bullet: str
    action: str
    text: str
    post: str
    date: date | None


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for one theme's return of one period."""

    period: Period
    theme: str
    deadline: date
    reason: str
    post: str
    agreed: date
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    """All input tables of a master."""

    overrides: tuple[Override, ...] = ()
    county: tuple[CountyEntry, ...] = ()
    edits: tuple[ReportEdit, ...] = ()
    extensions: tuple[Extension, ...] = ()

    @property
    def deadlines(self) -> dict[tuple[str, Period], date]:
        """The day that was agreed anew, by theme and period; of several, the one entered last."""
        return {(extension.theme, extension.period): extension.deadline for extension in self.extensions}
