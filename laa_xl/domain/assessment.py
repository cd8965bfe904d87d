"""What assessing one period gives: each indicator's ratings, the roll-ups, the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from laa_xl.domain.agreement import Indicator
from laa_xl.domain.aims import Aims
from laa_xl.domain.amber_words import AMBER_WORDS, AmberWords
from laa_xl.domain.direction import Travel
from laa_xl.domain.inputs import Level, Override
from laa_xl.domain.live import figure_of, status_of
from laa_xl.domain.periods import Period
from laa_xl.domain.rating import Rating
from laa_xl.domain.returns import Return, Row
from laa_xl.domain.rollup import Rollup, RollupItem, RollupSettings, Slot, rollup, slot_of
from laa_xl.domain.words import DataStatus, Direction, Rag, RatingMode


class Kept(StrEnum):
    """Why a figure is told nowhere outside the county (``disclosure``)."""

    SMALL = "small"  # it counts too few people
    BESIDE = "beside"  # one that does could be worked out from it


# What of a row tells how many were counted.
_COUNTED = ("actual", "numerator", "forecast")


@dataclass(frozen=True, slots=True)
class Assessed:
    """One indicator in one period: its figures, its computed rating, and the officer's override beside it.

    ``kept``: why its figure, and whatever gives that away, is not told outside the county; None where it may be.
    """

    indicator: Indicator
    theme: str
    block: str
    period: Period
    aims: Aims
    row: Row | None  # None: no return was accepted
    source: Return | None
    rating: Rating
    travel: Travel
    override: Override | None = None
    kept: Kept | None = None

    @property
    def effective(self) -> Rag:
        """The rating that counts: the override's where there is one."""
        return self.override.rating if self.override else self.rating.rag

    @property
    def due(self) -> bool:
        """Whether a figure was due. The agreement says so, never the partner: else a missing figure could turn a
        block green by a word."""
        return not self.indicator.placeholder and self.indicator.due_in(self.period.quarter)

    @property
    def status(self) -> DataStatus | None:
        """The data status that the partner chose."""
        return status_of(self.row) if self.row else None

    @property
    def actual(self) -> float | None:
        """The figure, unless the data status says that there is none."""
        return figure_of(self.row)

    @property
    def missing(self) -> bool:
        """Whether a figure was due and is not there, whatever is said in its place. Of a placeholder none is due."""
        return self.due and self.actual is None

    @property
    def numbers(self) -> Iterator[float]:
        """Every number of its row that tells how many were counted, or will be."""
        found = (self.row.number_of(name) for name in _COUNTED) if self.row else ()
        return (number for number in found if number is not None)


@dataclass(frozen=True, slots=True)
class Rolled:
    """The suggestion for a theme, block or the agreement, computed and after overrides."""

    level: Level
    code: str
    name: str
    computed: Rollup
    suggested: Rollup
    override: Override | None = None

    @property
    def effective(self) -> Rag:
        """The officer's decision, or else the suggestion."""
        return self.override.rating if self.override else self.suggested.rag


@dataclass(frozen=True, slots=True)
class Counts:
    """The annual review's classes, rows of one group counted once."""

    on_track: int
    off_trajectory: int
    at_risk: int
    placeholder: int
    not_rated: int
    mode: RatingMode = RatingMode.OUTLOOK  # by which they were rated

    @property
    def amber(self) -> AmberWords:
        """What the second class is called."""
        return AMBER_WORDS[self.mode]

    @property
    def total(self) -> int:
        """All of them."""
        return self.on_track + self.off_trajectory + self.at_risk + self.placeholder + self.not_rated

    @property
    def line(self) -> str:
        """As the annual review says it; what could not be rated is named only where there is any."""
        rest = f" · not rated {self.not_rated}" if self.not_rated else ""
        return (
            f"on track {self.on_track} · {self.amber.short} {self.off_trajectory} · at risk {self.at_risk}"
            f" · placeholder {self.placeholder}{rest} · of {self.total}"
        )


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that was worked out for one period."""

    period: Period
    indicators: tuple[Assessed, ...]
    themes: tuple[Rolled, ...]
    blocks: tuple[Rolled, ...]
    agreement: Rolled
    counts: Counts
    direction: Override | None  # the officer's judgement on direction of travel; None: not given yet
    travels: Mapping[str, int]

    @property
    def summed_up(self) -> Assessment:
        """Without its indicators: what the dashboard shows of it, and what is said of a period in a line."""
        return replace(self, indicators=())


def rolled(
    rule: RollupSettings,
    level: Level,
    code: str,
    name: str,
    assessed: Iterable[Assessed],
    overrides: Mapping[tuple[Level, str], Override],
) -> Rolled:
    """The suggestion for a theme, block or agreement: as computed, and after its indicators' overrides."""
    items = list(assessed)
    computed = rollup([_rollup_item(item, item.rating.rag) for item in items], rule)
    suggested = computed
    if any(item.override for item in items):
        suggested = rollup([_rollup_item(item, item.effective) for item in items], rule)
    return Rolled(level, code, name, computed, suggested, overrides.get((level, code)))


def _rollup_item(item: Assessed, rag: Rag) -> RollupItem:
    return RollupItem(rag, item.due, item.indicator.placeholder, item.indicator.group)


class Standing(StrEnum):
    """The classes of the annual review (document 003, 4.5), as it calls them where it looks at the year end."""

    ON_TRACK = "on track"
    OFF_TRAJECTORY = "off trajectory, expected to recover"
    AT_RISK = "at risk"
    PLACEHOLDER = "placeholder"
    NOT_RATED = "not rated"

    def called(self, mode: RatingMode) -> str:
        """What it is called under a rule."""
        return AMBER_WORDS[mode].listed if self is Standing.OFF_TRAJECTORY else self.value


_STANDINGS = {
    Slot.GREEN: Standing.ON_TRACK,
    Slot.AMBER: Standing.OFF_TRAJECTORY,
    Slot.RED: Standing.AT_RISK,
    Slot.GREY_DUE: Standing.NOT_RATED,
    Slot.PLACEHOLDER: Standing.PLACEHOLDER,
    Slot.NOT_DUE: Standing.NOT_RATED,
}


def standings(assessed: Iterable[Assessed]) -> list[tuple[Standing, tuple[Assessed, ...]]]:
    """Each indicator with its class by effective rating; rows of one group together, counted as in the roll-up."""
    groups: dict[str, list[Assessed]] = {}
    for item in assessed:
        groups.setdefault(item.indicator.counting_key, []).append(item)
    found = []
    for members in groups.values():
        slot = slot_of([_rollup_item(member, member.effective) for member in members])
        found.append((_STANDINGS[slot], tuple(members)))
    return found


def count(assessed: Iterable[Assessed]) -> Counts:
    """Count by effective rating, rows of one group once, at the worst of them."""
    items = list(assessed)
    tally = Counter(standing for standing, _ in standings(items))
    return Counts(
        tally[Standing.ON_TRACK],
        tally[Standing.OFF_TRAJECTORY],
        tally[Standing.AT_RISK],
        tally[Standing.PLACEHOLDER],
        tally[Standing.NOT_RATED],
        items[0].rating.mode if items else RatingMode.OUTLOOK,
    )


def count_travels(assessed: Iterable[Assessed]) -> dict[str, int]:
    """How many indicators improved, stayed steady, worsened, or cannot be compared."""
    return dict(Counter(item.travel.direction.value for item in assessed))


def told_travels(assessed: Iterable[Assessed]) -> dict[str, int]:
    """The same as it may be told: a figure that is kept back is compared with nothing."""
    return dict(Counter((Direction.NONE if item.kept else item.travel.direction).value for item in assessed))


def for_government(assessment: Assessment, rule: RollupSettings) -> Assessment:
    """The assessment without local-only indicators: neither they nor their weight are ever reported.

    Nor is the direction of a figure that is kept back.
    """
    if not any(item.indicator.local_only for item in assessment.indicators):
        return replace(assessment, travels=told_travels(assessment.indicators))
    items = tuple(item for item in assessment.indicators if not item.indicator.local_only)

    def again(old: Rolled, mine: Iterable[Assessed]) -> Rolled:
        overrides = {} if old.override is None else {(old.level, old.code): old.override}
        return rolled(rule, old.level, old.code, old.name, mine, overrides)

    return replace(
        assessment,
        indicators=items,
        themes=tuple(again(t, [i for i in items if i.theme == t.code]) for t in assessment.themes),
        blocks=tuple(again(b, [i for i in items if i.block == b.code]) for b in assessment.blocks),
        agreement=again(assessment.agreement, items),
        counts=count(items),
        travels=told_travels(items),
    )
