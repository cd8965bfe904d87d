"""From accepted returns and overrides to ratings, directions of travel, roll-ups and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.assessment import Assessed, Assessment, count, count_travels, rolled
from laa_xl.domain.direction import Basis, Comparator, comparator, direction
from laa_xl.domain.disclosure import marked
from laa_xl.domain.earlier import EarlierFigures, Returns
from laa_xl.domain.imports import Imported
from laa_xl.domain.inputs import Level, Override
from laa_xl.domain.live import aims, rate_row, status_of
from laa_xl.domain.periods import Period
from laa_xl.domain.words import Accumulation


def assess(
    agreement: Agreement,
    returns: Returns,
    period: Period,
    overrides: Sequence[Override],
    imported: Imported = MappingProxyType({}),
) -> Assessment:
    """Assess one period by the agreement as it stands in it; figures of earlier ones are the comparators."""
    earlier, agreement = EarlierFigures(agreement, returns, imported), agreement.at(period)
    mine = {(o.level, o.code): o for o in overrides if o.period == period}
    assessed = tuple(
        _indicator(agreement, indicator, returns, earlier, period, mine.get((Level.INDICATOR, indicator.code)))
        for indicator in agreement.indicators
    )
    assessed = marked(assessed, agreement.settings.suppression_threshold)
    rule = agreement.settings.rollup
    themes = tuple(
        rolled(rule, Level.THEME, t.code, t.name, [a for a in assessed if a.theme == t.code], mine)
        for t in agreement.themes
    )
    blocks = tuple(
        rolled(rule, Level.BLOCK, b.code, b.name, [a for a in assessed if a.block == b.code], mine)
        for b in agreement.blocks
    )
    whole = rolled(rule, Level.AGREEMENT, "", agreement.settings.title, assessed, mine)
    judged = mine.get((Level.DIRECTION, ""))
    return Assessment(period, assessed, themes, blocks, whole, count(assessed), judged, count_travels(assessed))


def _indicator(
    agreement: Agreement,
    indicator: Indicator,
    returns: Returns,
    earlier: EarlierFigures,
    period: Period,
    override: Override | None,
) -> Assessed:
    theme = agreement.theme_of(indicator)
    source = returns.get((theme.code, period))
    row = source.row("indicators", indicator.code) if source else None
    rating = rate_row(agreement, indicator, period, row)
    both = aims(agreement, indicator, period)
    current = row.number_of("actual") if row and (not status_of(row) or rating.symbol) else None
    travel = direction(
        current=current,
        comparator=_comparator(indicator, earlier, period),
        polarity=indicator.polarity,
        target=both.period,
        dead_band_percent=agreement.settings.dead_band,
        confidence=indicator.confidence,
        survey=indicator.accumulation is Accumulation.SURVEY,
    )
    return Assessed(indicator, theme.code, theme.block, period, both, row, source, rating, travel, override)


def _comparator(indicator: Indicator, earlier: EarlierFigures, period: Period) -> Comparator:
    """The earlier figure to compare with; an imported one says so."""
    quarters = {Basis.LAST_YEAR: period.same_last_year, Basis.PREVIOUS: period.previous}
    known = {basis: earlier.figure(indicator.code, quarter) for basis, quarter in quarters.items()}
    actual = {basis: found.actual if found else None for basis, found in known.items()}
    chosen = comparator(
        accumulation=indicator.accumulation,
        seasonal=indicator.shares is not None,
        same_last_year=actual[Basis.LAST_YEAR],
        previous=actual[Basis.PREVIOUS],
        baseline=indicator.baseline,
    )
    source = known.get(chosen.basis)
    return replace(chosen, imported=True) if source and source.imported else chosen
