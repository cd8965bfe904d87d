"""What officers write themselves: overrides, county-wide entries, edits of a report, more time, waivers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from laa_xl.domain.periods import Period
from laa_xl.domain.waivers import Waiver
from laa_xl.domain.words import Rag

REASON_ASKED = "To be given: this rating was changed in the report"  # until somebody gives the reason


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


class EditAction(StrEnum):
    """What an officer does to the report."""

    REPLACE = "Replace"
    HIDE = "Hide"
    ADD = "Add"
    RATE = "Rate"
    ORDER = "Order"


@dataclass(frozen=True, slots=True)
class ReportEdit:
    """An officer's change to the report. It survives every later run.

    ``bullet`` is a bullet's reference; of an order, the place that is put in order (``3/SSC``), with the references in ``text``.
    ``heading``: "" the drafted one stays, "-" none. ``drafted`` is what the draft said when the edit was made; "" for not known.
    """

    period: Period
    bullet: str
    action: str
    text: str
    post: str
    date: date | None
    heading: str = ""
    drafted: str = ""
    cell: str = ""

    @property
    def kind(self) -> EditAction | None:
        """The action; None for a word that is none."""
        return next((one for one in EditAction if one.value.casefold() == self.action.strip().casefold()), None)


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
    waivers: tuple[Waiver, ...] = ()

    @property
    def deadlines(self) -> dict[tuple[str, Period], date]:
        """The day that was agreed anew, by theme and period; of several, the one entered last."""
        return {(extension.theme, extension.period): extension.deadline for extension in self.extensions}
