"""The functions about a rating for whole columns at once: the same answers, and None where a row needs the exact rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from laa_xl.domain import quick, rating
from laa_xl.domain.words import Polarity, RatingMode, Symbol
from laa_xl.functions.answers import JUDGED, MARKS
from laa_xl.functions.cells import TEN_PER_CENT, Limit, Problem

Found = list[Any]
_SIGNS: Final[Mapping[Any, int]] = {Polarity.HIGHER: 1, Polarity.LOWER: -1}


class Column(NamedTuple):
    """One argument, read, for every row; ``constant``: it is the same in all of them."""

    values: list[Any]
    constant: bool

    @property
    def value(self) -> Any:
        """The value of a constant column."""
        return self.values[0]


def _signed(millionths: list[int | None], polarity: Column) -> list[int | None]:
    """Positive is favourable; None for a range and where polarity is not set."""
    if polarity.constant:
        sign = _SIGNS.get(polarity.value)
        return [None] * len(millionths) if sign is None else _times(millionths, sign)
    signs = map(_SIGNS.get, polarity.values)
    return [size * sign if sign and size is not None else None for size, sign in zip(millionths, signs, strict=True)]


def _times(millionths: list[int | None], sign: int) -> list[int | None]:
    return millionths if sign == 1 else [None if size is None else -size for size in millionths]


def variances(actual: Column, target: Column, polarity: Column) -> Found | None:
    """LAA_VARIANCE."""
    found = _signed(quick.points(actual.values, target.values), polarity)
    return [None if size is None else size / 1e6 for size in found]


def percentages(actual: Column, target: Column, polarity: Column) -> Found | None:
    """LAA_VARIANCE_PCT."""
    found = _signed(quick.fractions(actual.values, target.values), polarity)
    return [None if size is None else size / 1e6 for size in found]


def _limits(tolerance: Column, better: Column) -> tuple[Limit, Limit] | None:
    if not tolerance.constant or not better.constant:
        return None
    if isinstance(tolerance.value, Problem) or isinstance(better.value, Problem):
        return None
    lower = tolerance.value or TEN_PER_CENT
    upper = better.value or lower
    return (lower, upper) if lower.percent is upper.percent else None


def _sizes(actual: Column, target: Column, polarity: Column, lower: Limit) -> list[int | None]:
    way = quick.fractions if lower.percent else quick.points
    return _signed(way(actual.values, target.values), polarity)


def symbols(actual: Column, target: Column, polarity: Column, tolerance: Column, better: Column) -> Found | None:
    """LAA_SYMBOL, for one tolerance."""
    limits = _limits(tolerance, better)
    if limits is None:
        return None
    low, up = limits[0].millionths, limits[1].millionths
    banded = rating.banded
    return [
        None if size is None else MARKS[banded(size, low, up)] for size in _sizes(actual, target, polarity, limits[0])
    ]


def colours(
    actual: Column,
    target: Column,
    polarity: Column,
    ahead: Column,
    year_end: Column,
    tolerance: Column,
    mode: Column,
    judgement: Column,
    status: Column,
    placeholder: Column,
    better: Column,
) -> Found | None:
    """LAA_RAG, for one tolerance, mode, judgement and status that goes with a figure."""
    limits = _limits(tolerance, better)
    settings = (mode, judgement, status, placeholder)
    if limits is None or any(not one.constant or isinstance(one.value, Problem) for one in settings):
        return None
    if placeholder.value or not (status.value is None or status.value.has_figure):
        return None
    table = {
        (symbol, expected, reached): rating.colour(
            symbol, expected, mode.value or RatingMode.OUTLOOK, reached=reached
        ).value
        for symbol in Symbol
        for expected in (*Symbol, None)
        for reached in (True, False)
    }
    low, up = limits[0].millionths, limits[1].millionths
    banded, judged = rating.banded, JUDGED[judgement.value]
    now = _sizes(actual, target, polarity, limits[0])
    if (ahead.constant and ahead.value is None) or (year_end.constant and year_end.value is None):
        return [None if size is None else table[banded(size, low, up), judged, size >= 0] for size in now]
    later: Sequence[int | None] = _sizes(ahead, year_end, polarity, limits[0])
    found: Found = []
    for size, beyond, forecast, aim in zip(now, later, ahead.values, year_end.values, strict=True):
        known = forecast is not None and aim is not None
        if size is None or (known and beyond is None):
            found.append(None)
        else:
            expected = banded(beyond, low, up) if known and beyond is not None else judged
            found.append(table[banded(size, low, up), expected, size >= 0])
    return found


COLUMNS: Final[Mapping[str, Callable[..., Found | None]]] = {
    "LAA_VARIANCE": variances,
    "LAA_VARIANCE_PCT": percentages,
    "LAA_SYMBOL": symbols,
    "LAA_RAG": colours,
}
