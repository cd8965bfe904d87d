"""The suggested rating of a theme, block or agreement from the ratings of its indicators."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from laa_xl.domain.numbers import Figure, exact, plain, round_half_away
from laa_xl.domain.rating import group_rag
from laa_xl.domain.sentences import many
from laa_xl.domain.words import Rag


@dataclass(frozen=True, slots=True)
class RollupSettings:
    """The shares of the agreement's roll-up rule, in %: 25 is 25 %. docs/rating.md, Roll-up."""

    red_share: Figure = 25
    green_share: Figure = 75
    min_rated_share: Figure = 50
    version: str = "1"


@dataclass(frozen=True, slots=True)
class RollupItem:
    """One indicator: its effective rating (after any override), and what it means when that is grey.

    ``due``: a figure was due this period. ``placeholder``: baseline or target not yet agreed. ``group``: rows
    with the same group count as one, at the worst; None counts singly.
    """

    rag: Rag
    due: bool
    placeholder: bool
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many indicators stand where; every group counts once. The six add up to all of them."""

    green: int
    amber: int
    red: int
    grey_due: int
    placeholders: int
    not_due: int

    @property
    def rated(self) -> int:
        """Those with a colour: what the shares are of."""
        return self.green + self.amber + self.red

    @property
    def due(self) -> int:
        """Those that should have a colour: rated, or due and missing."""
        return self.rated + self.grey_due


@dataclass(frozen=True, slots=True)
class Rollup:
    """A suggested rating (grey: too little to say), the counts behind it, and the rule in a sentence."""

    rag: Rag
    tally: Tally
    explanation: str


class Slot(StrEnum):
    """Where one indicator is counted, or a group of rows (``slot_of``)."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY_DUE = "grey_due"
    PLACEHOLDER = "placeholders"
    NOT_DUE = "not_due"


_COLOURS = {Rag.GREEN: Slot.GREEN, Rag.AMBER: Slot.AMBER, Rag.RED: Slot.RED}


def rollup(items: Iterable[RollupItem], settings: RollupSettings | None = None) -> Rollup:
    """Suggest a rating for a set of indicators; the officer decides, by override. docs/rating.md, Roll-up.

    Grey if nothing was due or fewer than the minimum share of those due are rated; else red from the red
    share; green from the green share if none is red and no figure that was due is missing; else amber.
    A colour counts whatever else is said of the indicator: an officer's override of a placeholder stands.
    """
    settings = settings or RollupSettings()
    tally = _count(items)
    return Rollup(rag := _suggest(tally, settings), tally, _explain(rag, tally, settings))


def _count(items: Iterable[RollupItem]) -> Tally:
    groups: defaultdict[str | int, list[RollupItem]] = defaultdict(list)
    for number, item in enumerate(items):
        groups[number if item.group is None else item.group].append(item)
    slots = Counter(slot_of(members) for members in groups.values())
    return Tally(
        green=slots[Slot.GREEN],
        amber=slots[Slot.AMBER],
        red=slots[Slot.RED],
        grey_due=slots[Slot.GREY_DUE],
        placeholders=slots[Slot.PLACEHOLDER],
        not_due=slots[Slot.NOT_DUE],
    )


def slot_of(members: Sequence[RollupItem]) -> Slot:
    """Where rows that belong together are counted, once: at the worst of them. docs/rating.md, Roll-up.

    Where that is grey: as missing if any of the grey ones was due, else as a placeholder if any is one, else as not due.
    """
    worst = group_rag(member.rag for member in members)
    if worst is not Rag.GREY:
        return _COLOURS[worst]
    greys = [member for member in members if member.rag is Rag.GREY]
    if any(member.due and not member.placeholder for member in greys):
        return Slot.GREY_DUE
    return Slot.PLACEHOLDER if any(member.placeholder for member in greys) else Slot.NOT_DUE


def _reaches(part: int, whole: int, share: Figure) -> bool:
    """Whether ``part`` is at least so many % of ``whole``, without a division that could round the edge."""
    return part * 100 >= exact(share) * whole


def _suggest(tally: Tally, settings: RollupSettings) -> Rag:
    if tally.rated == 0 or not _reaches(tally.rated, tally.due, settings.min_rated_share):
        return Rag.GREY
    if tally.red and _reaches(tally.red, tally.rated, settings.red_share):
        return Rag.RED
    spotless = tally.red == 0 and tally.grey_due == 0
    return Rag.GREEN if spotless and _reaches(tally.green, tally.rated, settings.green_share) else Rag.AMBER


def _explain(rag: Rag, tally: Tally, settings: RollupSettings) -> str:
    colours = ", ".join(
        f"{count} {name}{_share(count, tally.rated)}"
        for name, count in (("green", tally.green), ("amber", tally.amber), ("red", tally.red))
    )
    left_out = many(tally.placeholders, "placeholder")
    return (
        f"{rag}: of {tally.due} due, {tally.rated} could be rated ({colours}), "
        f"{tally.grey_due} could not; {left_out} and {tally.not_due} not due are left out; "
        f"roll-up rule, version {settings.version}: "
        f"grey if under {plain(settings.min_rated_share)}% of those due are rated, "
        f"red from {plain(settings.red_share)}% red, "
        f"green from {plain(settings.green_share)}% green with none red and none missing, else amber."
    )


def _share(count: int, rated: int) -> str:
    return f" = {plain(round_half_away(Decimal(count * 100) / rated, 1))}%" if rated else ""
