"""What the functions about a rating answer for one row of arguments, by the rules of the domain.

Arguments come read (cells.READERS): None is a blank. "" is the blank answer: an empty cell would show as 0.
"""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Any, Final, NamedTuple

from laa_xl.domain import rating
from laa_xl.domain.rating import Rating
from laa_xl.domain.settings import Settings
from laa_xl.domain.variance import Target, Tolerance, variance_fraction
from laa_xl.domain.variance import variance as variance_in_points
from laa_xl.domain.words import DataStatus, Judgement, Polarity, RatingMode, Symbol, ToleranceKind
from laa_xl.functions.cells import A_RANGE, MIXED, NUM, TEN_PER_CENT, VALUE, Limit, Problem

Aim = float | Target | None
MARKS: Final = {symbol: symbol.mark for symbol in Symbol} | {None: ""}
JUDGED: Final = {  # what a judgement says where no figure does
    judgement: rating.forecast_symbol(None, judgement, Target(), Polarity.UNSET, Tolerance())
    for judgement in (*Judgement, None)
}
_VERSION: Final = Settings.model_fields["rating_version"].default


def shown(figure: Decimal | None) -> float | str:
    """A figure of the domain as a cell holds it; "" for None."""
    if figure is None:
        return ""
    value = float(figure)
    return value if isfinite(value) else NUM


def aimed(target: Aim, polarity: Polarity | None) -> Target | Problem:
    """The target in the form that its polarity needs."""
    if target is None or polarity is None:
        return Target()
    if polarity is Polarity.RANGE:
        return target if isinstance(target, Target) else A_RANGE
    return VALUE if isinstance(target, Target) else Target(target)


def variance(actual: float | None, target: Aim, polarity: Polarity | None) -> float | str:
    """LAA_VARIANCE."""
    aim = aimed(target, polarity)
    return aim if isinstance(aim, Problem) else shown(variance_in_points(actual, aim, polarity or Polarity.UNSET))


def variance_pct(actual: float | None, target: Aim, polarity: Polarity | None) -> float | str:
    """LAA_VARIANCE_PCT."""
    aim = aimed(target, polarity)
    return aim if isinstance(aim, Problem) else shown(variance_fraction(actual, aim, polarity or Polarity.UNSET))


def _tolerance(lower: Limit, upper: Limit) -> Tolerance:
    return Tolerance(upper.size, lower.size, ToleranceKind.PERCENT if lower.percent else ToleranceKind.POINTS)


def _symbol(
    actual: float | None, target: Aim, polarity: Polarity | None, lower: Limit, upper: Limit
) -> Symbol | Problem | None:
    aim = aimed(target, polarity)
    if isinstance(aim, Problem):
        return aim
    if lower.percent is not upper.percent:
        return MIXED
    return rating.symbol(actual, aim, polarity or Polarity.UNSET, _tolerance(lower, upper))


def symbol(
    actual: float | None, target: Aim, polarity: Polarity | None, tolerance: Limit | None, better: Limit | None
) -> str:
    """LAA_SYMBOL."""
    lower = tolerance or TEN_PER_CENT
    upper = better or lower
    found = _symbol(actual, target, polarity, lower, upper)
    return found if isinstance(found, Problem) else MARKS[found]


def forecast(
    figure: float | None,
    year_end: Aim,
    polarity: Polarity | None,
    judgement: Judgement | None,
    tolerance: Limit | None,
    better: Limit | None,
) -> str:
    """LAA_FORECAST."""
    lower = tolerance or TEN_PER_CENT
    upper = better or lower
    found = _symbol(figure, year_end, polarity, lower, upper)
    if isinstance(found, Problem):
        return found
    return MARKS[found or JUDGED[judgement]]


class Rated(NamedTuple):
    """The arguments of LAA_RAG, read."""

    actual: float | None
    target: Aim
    polarity: Polarity | None
    forecast: float | None
    year_end: Aim
    tolerance: Limit | None
    mode: RatingMode | None
    judgement: Judgement | None
    status: DataStatus | None
    placeholder: bool | None
    better: Limit | None


def rag(*given: Any) -> str:
    """LAA_RAG."""
    found = _rated(Rated(*given))
    return found if isinstance(found, str) else found.rag.value


def explain(*given: Any) -> str:
    """LAA_EXPLAIN: the arguments of LAA_RAG, and the unit."""
    found = _rated(Rated(*given[:-1]), given[-1] or "")
    return found if isinstance(found, str) else found.explanation


def _rated(asked: Rated, unit: str = "") -> Rating | str:
    """The rating; "" for a row that is empty; or what is wrong with its arguments together."""
    lower = asked.tolerance or TEN_PER_CENT
    upper = asked.better or lower
    aim, year_end = aimed(asked.target, asked.polarity), aimed(asked.year_end, asked.polarity)
    if isinstance(aim, Problem):
        return aim
    if isinstance(year_end, Problem):
        return year_end
    if lower.percent is not upper.percent:
        return MIXED
    if asked.actual is None and asked.target is None and asked.polarity is None:
        return ""
    return rating.rate(
        actual=asked.actual,
        status=asked.status,
        target=aim,
        year_end=year_end,
        forecast=asked.forecast,
        judgement=asked.judgement,
        polarity=asked.polarity or Polarity.UNSET,
        tolerance=_tolerance(lower, upper),
        mode=asked.mode or RatingMode.OUTLOOK,
        version=_VERSION,
        placeholder=bool(asked.placeholder),
        unit=unit,
    )
