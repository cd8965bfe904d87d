"""From accepted returns and officers' inputs to ratings, directions, roll-ups, reward and finance variances."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.comparable import comparable_period
from laa_xl.domain.direction import Travel, comparator, direction
from laa_xl.domain.inputs import Level, Override
from laa_xl.domain.live import Aims, aims, rate_row, status_of
from laa_xl.domain.periods import Period
from laa_xl.domain.rating import GreyReason, Rating, group_rag
from laa_xl.domain.returns import Return, Row
from laa_xl.domain.rollup import Rollup, RollupItem, rollup
from laa_xl.domain.words import Accumulation, DataStatus, Rag


@dataclass(frozen=True, slots=True)
class Assessed:
    """One indicator in one period: its figures, its computed rating, and the officer's override beside it."""

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

    @property
    def effective(self) -> Rag:
        """The rating that counts: the override's where there is one."""
        return self.override.rating if self.override else self.rating.rag

    @property
    def due(self) -> bool:
        """Whether a figure was due: placeholders and what is not due this quarter are not."""
        status = status_of(self.row) if self.row else None
        excused = status in (DataStatus.NOT_DUE, DataStatus.NOT_APPLICABLE)
        return not self.indicator.placeholder and self.indicator.due_in(self.period.quarter) and not excused

    @property
    def status(self) -> DataStatus | None:
        """The data status that the partner chose."""
        return status_of(self.row) if self.row else None


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

    @property
    def total(self) -> int:
        """All of them."""
        return self.on_track + self.off_trajectory + self.at_risk + self.placeholder + self.not_rated

    @property
    def line(self) -> str:
        """As the annual review says it; what could not be rated is named only where there is any."""
        rest = f" · not rated {self.not_rated}" if self.not_rated else ""
        return (
            f"on track {self.on_track} · off trajectory {self.off_trajectory} · at risk {self.at_risk}"
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


Returns = Mapping[tuple[str, Period], Return]


def assess(agreement: Agreement, returns: Returns, period: Period, overrides: Sequence[Override]) -> Assessment:
    """Assess one period; the returns of earlier ones are the comparators."""
    mine = {(o.level, o.code): o for o in overrides if o.period == period}
    assessed = tuple(
        _indicator(agreement, indicator, returns, period, mine.get((Level.INDICATOR, indicator.code)))
        for indicator in agreement.indicators
    )
    themes = tuple(
        _rolled(agreement, Level.THEME, t.code, t.name, [a for a in assessed if a.theme == t.code], mine)
        for t in agreement.themes
    )
    blocks = tuple(
        _rolled(agreement, Level.BLOCK, b.code, b.name, [a for a in assessed if a.block == b.code], mine)
        for b in agreement.blocks
    )
    whole = _rolled(agreement, Level.AGREEMENT, "", agreement.settings.title, assessed, mine)
    return Assessment(
        period, assessed, themes, blocks, whole, count(assessed), mine.get((Level.DIRECTION, "")), _travels(assessed)
    )


def _indicator(
    agreement: Agreement, indicator: Indicator, returns: Returns, period: Period, override: Override | None
) -> Assessed:
    theme = agreement.theme_of(indicator)
    source = returns.get((theme.code, period))
    row = source.row("indicators", indicator.code) if source else None
    rating = rate_row(agreement, indicator, period, row)
    both = aims(agreement, indicator, period)
    current = row.number_of("actual") if row and (not status_of(row) or rating.symbol) else None
    travel = direction(
        current=current,
        comparator=comparator(
            accumulation=indicator.accumulation,
            seasonal=indicator.shares is not None,
            same_last_year=_past(returns, theme.code, period.same_last_year, indicator.code),
            previous=_past(returns, theme.code, period.previous, indicator.code),
            baseline=indicator.baseline,
        ),
        polarity=indicator.polarity,
        target=both.period,
        dead_band_percent=agreement.settings.dead_band,
        confidence=indicator.confidence,
        survey=indicator.accumulation is Accumulation.SURVEY,
    )
    return Assessed(indicator, theme.code, theme.block, period, both, row, source, rating, travel, override)


def _past(returns: Returns, theme: str, period: Period, code: str) -> float | None:
    source = returns.get((theme, period))
    row = source.row("indicators", code) if source else None
    if row is None:
        return None
    status = status_of(row)
    return row.number_of("actual") if status is None or status.has_figure else None


def _rolled(
    agreement: Agreement,
    level: Level,
    code: str,
    name: str,
    assessed: Iterable[Assessed],
    overrides: Mapping[tuple[Level, str], Override],
) -> Rolled:
    items = list(assessed)

    def roll(*, effective: bool) -> Rollup:
        return rollup(
            [
                RollupItem(
                    a.effective if effective else a.rating.rag, a.due, a.indicator.placeholder, a.indicator.group
                )
                for a in items
            ],
            agreement.settings.rollup,
        )

    return Rolled(level, code, name, roll(effective=False), roll(effective=True), overrides.get((level, code)))


def count(assessed: Iterable[Assessed]) -> Counts:
    """Count by effective rating, rows of one group once, at the worst of them."""
    groups: dict[str, list[Assessed]] = {}
    for item in assessed:
        groups.setdefault(item.indicator.counting_key, []).append(item)
    tally = {Rag.GREEN: 0, Rag.AMBER: 0, Rag.RED: 0, Rag.GREY: 0}
    placeholders = 0
    for members in groups.values():
        rag = group_rag(member.effective for member in members)
        if rag is Rag.GREY and all(member.rating.reason is GreyReason.PLACEHOLDER for member in members):
            placeholders += 1
        else:
            tally[rag] += 1
    return Counts(tally[Rag.GREEN], tally[Rag.AMBER], tally[Rag.RED], placeholders, tally[Rag.GREY])


def _travels(assessed: Iterable[Assessed]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for item in assessed:
        tally[item.travel.direction.value] = tally.get(item.travel.direction.value, 0) + 1
    return tally


