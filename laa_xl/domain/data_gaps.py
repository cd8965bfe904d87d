"""What could not be measured in a quarter, and why: the classes, the words, and what changed since the quarter before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from laa_xl.domain.assessment import Assessed, Standing, standings
from laa_xl.domain.drafting import actual_of
from laa_xl.domain.rating import GreyReason
from laa_xl.domain.sentences import as_sentence
from laa_xl.domain.words import Accumulation, DataStatus, Rag


class GapKind(StrEnum):
    """Why an indicator could not be measured; the first that applies, in this order."""

    PLACEHOLDER = "baseline or target not yet agreed"
    NO_RETURN = "no return accepted"
    NIL = "nil return: the theme had nothing to report"
    NOT_APPLICABLE = "not applicable in this quarter"
    POLARITY = "not agreed whether higher or lower is better"
    NO_TARGET = "a figure, but no target to rate it against"
    ANNUAL = "annual reporting arrangements"
    NOT_YET = "figure not yet available"
    UNEXPLAINED = "no figure and no reason given"


@dataclass(frozen=True, slots=True)
class Gap:
    """An indicator, or rows that count as one, that could not be measured. ``key`` is the same in every quarter."""

    key: str
    kind: GapKind
    items: tuple[Assessed, ...]

    @property
    def reason(self) -> str:
        """Why, in the partner's words where there are any."""
        said = (item.row.text_of("status_reason") for item in self.items if item.row)
        words = next((as_sentence(text) for text in said if text.strip()), "")
        return words or as_sentence(self.kind.value.capitalize())

    @property
    def expected(self) -> date | None:
        """The day on which the figure is expected; the last of several; None where nobody has said."""
        days = (item.row.date_of("status_date") for item in self.items if item.row)
        return max((day for day in days if day), default=None)


def gaps_of(items: Iterable[Assessed]) -> list[Gap]:
    """Every indicator without a colour, rows of one group once: with those that have one they are all indicators."""
    order = list(GapKind)
    found = []
    for standing, members in standings(items):
        if standing not in (Standing.PLACEHOLDER, Standing.NOT_RATED):
            continue
        grey = tuple(member for member in members if member.effective is Rag.GREY)
        # A row that was due says why the group was not measured; in a class of their own are placeholders alone.
        telling = grey if standing is Standing.PLACEHOLDER else [one for one in grey if one.due] or grey
        found.append(Gap(members[0].indicator.counting_key, min(map(_kind, telling), key=order.index), grey))
    return found


def _kind(item: Assessed) -> GapKind:
    if item.indicator.placeholder:
        return GapKind.PLACEHOLDER
    if item.source is None:
        return GapKind.NO_RETURN
    if item.source.nil:
        return GapKind.NIL
    if item.status is DataStatus.NOT_APPLICABLE:
        return GapKind.NOT_APPLICABLE
    if actual_of(item) is not None:
        return GapKind.POLARITY if item.rating.reason is GreyReason.POLARITY else GapKind.NO_TARGET
    if _is_annual(item):
        return GapKind.ANNUAL
    return GapKind.NOT_YET if item.status is DataStatus.NOT_YET else GapKind.UNEXPLAINED


def _is_annual(item: Assessed) -> bool:
    """Without a figure because one comes once a year, or only in some quarters."""
    indicator = item.indicator
    if item.status is DataStatus.NOT_DUE or not indicator.due_in(item.period.quarter):
        return True
    said = (indicator.frequency or "").casefold()
    return indicator.accumulation is Accumulation.SURVEY or said.startswith(("annual", "biennial", "yearly"))
