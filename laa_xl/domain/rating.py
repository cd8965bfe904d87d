"""The rule that turns a figure, its target and a forecast into a symbol, a colour and a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from laa_xl.domain.numbers import Figure, in_full, many_points, plain, round_half_away
from laa_xl.domain.units import beside, signed
from laa_xl.domain.variance import Band, Target, Tolerance, band_of
from laa_xl.domain.words import DataStatus, Judgement, Polarity, Rag, RatingMode, Symbol, mark_of

_JUDGED = {Judgement.BETTER: Symbol.STAR, Judgement.WITHIN: Symbol.CIRCLE, Judgement.WORSE: Symbol.TRIANGLE}
_SPOKEN = {mark: judgement.lower() for judgement, mark in _JUDGED.items()}
_WORST_FIRST = (Rag.RED, Rag.AMBER, Rag.GREY, Rag.GREEN)


class GreyReason(StrEnum):
    """Why an indicator has no colour; the first that applies, in this order."""

    PLACEHOLDER = "placeholder"
    NOT_APPLICABLE = "not applicable"
    NOT_DUE = "not due"
    POLARITY = "polarity not set"
    NO_TARGET = "no target"
    FORECAST_ONLY = "forecast only"
    NO_DATA = "no data"


@dataclass(frozen=True, slots=True)
class Rating:
    """The outcome of the rule for one indicator in one period.

    ``symbol`` None: not rated. ``forecast`` None: neither a usable forecast nor a judgement. ``reason`` None:
    it has a colour. ``variance`` is in points, ``variance_fraction`` is 0.1 for 10 %; positive is favourable;
    None where there is none (a target of 0 has no percentage). ``mode``: by which rule.
    """

    symbol: Symbol | None
    forecast: Symbol | None
    rag: Rag
    reason: GreyReason | None
    variance: Decimal | None
    variance_fraction: Decimal | None
    explanation: str
    mode: RatingMode = RatingMode.OUTLOOK


def symbol(actual: Figure | None, target: Target, polarity: Polarity, tolerance: Tolerance) -> Symbol | None:
    """Star: better than target by more than the tolerance; circle: within it; triangle: worse by more.

    A range never earns a star. None as for ``variance``. docs/rating.md, Performance symbol.
    """
    band = band_of(actual, target, polarity, tolerance)
    if band is None:
        return None
    return banded(band.size, band.lower, band.upper, starred=polarity is not Polarity.RANGE)


def banded(size: Decimal | int, lower: Decimal | int, upper: Decimal | int, *, starred: bool = True) -> Symbol:
    """The symbol of a rounded variance between its two tolerances, all in one measure; an edge is within."""
    if size > upper and starred:
        return Symbol.STAR
    return Symbol.TRIANGLE if size < -lower else Symbol.CIRCLE


def forecast_symbol(
    forecast: Figure | None,
    judgement: Judgement | None,
    year_end: Target,
    polarity: Polarity,
    tolerance: Tolerance,
) -> Symbol | None:
    """The same rule on the year-end forecast; the partner's judgement where no figure can be used.

    A figure beats a judgement; a figure without a year-end target counts as none. None: neither given.
    """
    figure = symbol(forecast, year_end, polarity, tolerance)
    return figure or (_JUDGED[judgement] if judgement else None)


def forecast_disagrees(
    forecast: Figure | None,
    judgement: Judgement | None,
    year_end: Target,
    polarity: Polarity,
    tolerance: Tolerance,
) -> bool:
    """Whether forecast figure and judgement are both there and say different things: a finding."""
    figure = symbol(forecast, year_end, polarity, tolerance)
    return figure is not None and judgement is not None and figure is not _JUDGED[judgement]


def group_rag(rags: Iterable[Rag]) -> Rag:
    """The one colour of rows that belong together: the worst of red, amber, grey, green; grey for no rows."""
    return min(rags, key=_WORST_FIRST.index, default=Rag.GREY)


def rate(
    *,
    actual: Figure | None,
    status: DataStatus | None,
    target: Target,
    year_end: Target,
    forecast: Figure | None,
    judgement: Judgement | None,
    polarity: Polarity,
    tolerance: Tolerance,
    mode: RatingMode,
    version: str,
    placeholder: bool,
    unit: str = "",
    decimals: int | None = None,
) -> Rating:
    """Rate one indicator in one period and say why in one sentence. docs/rating.md, Rating a figure.

    ``target`` is that of the quarter in which ``actual`` is reported; ``forecast`` is set against ``year_end``.
    ``status`` None rates the figure as it stands; one that goes with no figure leaves it out.
    """
    # A target that is not agreed cannot judge a forecast either; the partner's own word still can.
    aim = Target() if placeholder else year_end
    from_figure = symbol(forecast, aim, polarity, tolerance)
    ahead = from_figure or (_JUDGED[judgement] if judgement else None)
    words = "no forecast" if ahead is None else f"forecast {_SPOKEN[ahead]}"
    if from_figure:
        words += f" ({in_full(forecast, decimals)} against {aim.written(polarity, decimals)})"
    if ahead and mode is RatingMode.CURRENT:
        words += ", which does not count"
    rule = f'{words}; "{mode}" rule, version {version}.'

    usable = status is None or status.has_figure
    band = band_of(actual, target, polarity, tolerance) if usable else None
    aimed = target.written(polarity, decimals)
    if band is None or placeholder:
        reason, why = _grey(placeholder, status, target, polarity, ahead)
        why += f", target {aimed}" if aimed else ""
        why += "" if actual is None else f", so {in_full(actual, decimals)} is not rated"
        return Rating(None, ahead, Rag.GREY, reason, None, None, f"Grey: {why}, {rule}", mode)

    performance = banded(band.size, band.lower, band.upper, starred=polarity is not Polarity.RANGE)
    rag = colour(performance, ahead, mode, reached=band.size >= 0)
    why = f"{_figures(actual, status, aimed, unit, decimals)} is {_distance(band, polarity)}"
    return Rating(performance, ahead, rag, None, band.points, band.fraction, f"{rag}: {why}, {rule}", mode)


def colour(performance: Symbol | None, ahead: Symbol | None, mode: RatingMode, *, reached: bool) -> Rag:
    """The colour of a figure that could be rated; ``reached``: its target or better. docs/rating.md, The colour."""
    worse = performance is Symbol.TRIANGLE
    if mode is RatingMode.CURRENT:
        return Rag.GREEN if reached else Rag.RED if worse else Rag.AMBER
    if ahead is Symbol.TRIANGLE or (worse and ahead is None):
        return Rag.RED
    return Rag.AMBER if worse else Rag.GREEN


def _grey(
    placeholder: bool, status: DataStatus | None, target: Target, polarity: Polarity, ahead: Symbol | None
) -> tuple[GreyReason, str]:
    if placeholder:
        return GreyReason.PLACEHOLDER, "placeholder, its baseline or target is not yet agreed"
    if status is DataStatus.NOT_APPLICABLE:
        return GreyReason.NOT_APPLICABLE, "not applicable"
    if status is DataStatus.NOT_DUE:
        return GreyReason.NOT_DUE, "not due this period"
    if polarity is Polarity.UNSET:
        return GreyReason.POLARITY, "nobody has said yet whether higher or lower is better"
    if not target.known(polarity):
        return GreyReason.NO_TARGET, "range reversed" if target.written(polarity) else "there is no target"
    late = " (not yet available)" if status is DataStatus.NOT_YET else ""
    if ahead:
        return GreyReason.FORECAST_ONLY, f"a forecast but no figure{late}"
    return GreyReason.NO_DATA, f"no figure{late}"


def _figures(actual: Figure | None, status: DataStatus | None, target: str, unit: str, decimals: int | None) -> str:
    """``10.8% (provisional) against 8.4% of 16-18``: the sign at each figure, the rest of the unit once."""
    mark = mark_of(status)
    marked = f" ({mark})" if mark else ""
    said = f"{signed(in_full(actual, decimals), unit)}{marked} against {signed(target, unit)}"
    return f"{said} {beside(unit)}".rstrip()


def _distance(band: Band, polarity: Polarity) -> str:
    """``28.6% worse than target (tolerance 10%)``."""
    if band.size == 0:
        return "inside the range" if polarity is Polarity.RANGE else "on target"
    edge = band.upper if band.size > 0 else band.lower
    side = "better than target" if band.size > 0 else "worse than target"
    if polarity is Polarity.RANGE:
        side = "outside the range"
    return f"{_amount(abs(band.size), edge, band.percent)} {side} (tolerance {_tolerance(edge, band.percent)})"


@lru_cache(maxsize=256)  # nearly all indicators of an agreement have the same
def _tolerance(edge: Decimal, percent: bool) -> str:
    return _amount(edge, edge, percent)


def _amount(size: Decimal, edge: Decimal, percent: bool) -> str:
    if not percent:
        return many_points(size)
    # One decimal reads best, unless it would make a figure just past the tolerance look as if it stood on it.
    shown = round_half_away(size * 100, 1)
    return f"{plain(size * 100 if shown in (0, edge * 100) else shown)}%"
