"""From accepted returns and overrides to ratings, directions of travel, roll-ups and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.aims import aims
from laa_xl.domain.assessment import Assessed, Assessment, count, count_travels, rolled
from laa_xl.domain.comparable import last_known
from laa_xl.domain.direction import Basis, Comparator, comparator, direction, first_basis
from laa_xl.domain.disclosure import marked
from laa_xl.domain.earlier import Earlier, EarlierFigures, Returns
from laa_xl.domain.imports import Imported
from laa_xl.domain.inputs import Level, Override
from laa_xl.domain.live import figure_of, rate_row
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
    # Theme by theme, for a return is at hand while it is looked into; then in the agreement's order again.
    by_theme = sorted(agreement.indicators, key=lambda one: agreement.theme_of(one).code)
    found = {
        one.code: _indicator(agreement, one, returns, earlier, period, mine.get((Level.INDICATOR, one.code)))
        for one in by_theme
    }
    assessed = tuple(found[one.code] for one in agreement.indicators)
    assessed = marked(assessed, agreement.settings.suppression_threshold)
    rule = agreement.settings.rollup
    of_theme: dict[str, list[Assessed]] = {}
    of_block: dict[str, list[Assessed]] = {}
    for one in assessed:
        of_theme.setdefault(one.theme, []).append(one)
        of_block.setdefault(one.block, []).append(one)
    themes = tuple(rolled(rule, Level.THEME, t.code, t.name, of_theme.get(t.code, ()), mine) for t in agreement.themes)
    blocks = tuple(rolled(rule, Level.BLOCK, b.code, b.name, of_block.get(b.code, ()), mine) for b in agreement.blocks)
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
    both = aims(agreement, indicator, period)
    rating = rate_row(agreement, indicator, period, row, both)
    travel = direction(
        current=figure_of(row),
        comparator=_comparator(indicator, earlier, period),
        polarity=indicator.polarity,
        target=both.period,
        dead_band_percent=agreement.settings.dead_band,
        confidence=indicator.confidence,
        survey=indicator.accumulation is Accumulation.SURVEY,
    )
    return Assessed(indicator, theme.code, theme.block, period, both, row, source, rating, travel, override)


def _comparator(indicator: Indicator, earlier: EarlierFigures, period: Period) -> Comparator:
    """The earlier figure to compare with; one that is imported, or not of the quarter that comes first, says so."""
    seasonal = indicator.shares is not None
    first = first_basis(indicator.accumulation, seasonal=seasonal)
    at = period.same_last_year if first is Basis.LAST_YEAR else period.previous
    wanted, source = at, earlier.figure(indicator.code, at)
    if source is None and not seasonal and indicator.accumulation is not Accumulation.CUMULATIVE:
        at, source = _last_known(indicator, earlier, at, period) or (at, None)
    actual = source.actual if source else None
    chosen = comparator(
        accumulation=indicator.accumulation,
        seasonal=seasonal,
        same_last_year=actual if first is Basis.LAST_YEAR else None,
        previous=actual if first is Basis.PREVIOUS else None,
        baseline=indicator.baseline,
    )
    if source is None or chosen.basis is not first:
        return chosen
    return replace(chosen, imported=source.imported, period=at, last_known=at != wanted)


def _last_known(
    indicator: Indicator, earlier: EarlierFigures, wanted: Period, period: Period
) -> tuple[Period, Earlier] | None:
    """The newest figure before the quarter ``wanted``; none from before a baseline was revised."""
    revised = earlier.agreement.baseline_row(indicator.code, period)

    def figure(at: Period) -> Earlier | None:
        return None if revised and revised.outdates(at) else earlier.figure(indicator.code, at)

    return last_known(figure, wanted, indicator.accumulation, oldest=earlier.oldest)
