"""What a chart draws of a picture: its categories and its series, with what has to be worked out to draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from laa_xl.domain.documents import Drawing, Line, Picture, Value
from laa_xl.domain.sentences import as_words

Number = float | int | None

BELOW = "Below"  # what holds a bar up, and is not seen itself
BAND = "Within tolerance"
TOTAL, ADDED, TAKEN = "Total", "Added", "Taken away"
UNDER = ", under zero"


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one series, a category each; ``name`` is what a legend calls it, ``field`` the field it comes from."""

    field: str
    name: str
    values: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture as numbers that a chart can point at."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]


def plot_of(picture: Picture) -> Plot:
    """The numbers behind a picture; a text in place of a figure is a gap, as a blank is."""
    categories = tuple("" if value is None else as_words(str(value)) for value in picture.grid.column(picture.category))
    if picture.drawing is Drawing.WATERFALL:
        return Plot(categories, _waterfall(picture.grid.lines, _numbers(picture, picture.series[0])))
    if picture.drawing is Drawing.BULLET:
        return Plot(categories, _bullet(picture))
    return Plot(categories, tuple(_series(picture, name) for name in picture.series))


def number(value: Value) -> Number:
    """A value as a number; None for a blank, a date, or a text."""
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _numbers(picture: Picture, name: str) -> tuple[Number, ...]:
    return tuple(number(value) for value in picture.grid.column(name))


def _heading(picture: Picture, name: str) -> str:
    return as_words(next(field.heading for field in picture.grid.fields if field.name == name))


def _series(picture: Picture, name: str) -> Series:
    return Series(name, _heading(picture, name), _numbers(picture, name))


def _bullet(picture: Picture) -> tuple[Series, ...]:
    """The band stands on an unseen column that ends at its lower edge; a part of it below zero is not drawn."""
    actual, aim, lowest, highest = (_series(picture, name) for name in picture.series)
    edges = list(zip(lowest.values, highest.values, strict=True))
    below = tuple(None if low is None or high is None else max(low, 0) for low, high in edges)
    band = tuple(None if low is None or high is None else max(high - max(low, 0), 0) for low, high in edges)
    return (Series("below", BELOW, below), Series("band", BAND, band), aim, actual)


def _waterfall(lines: Sequence[Line], changes: Sequence[Number]) -> tuple[Series, ...]:
    """Bars between what was and what is; one that crosses zero is drawn in two, as columns grow away from it."""
    names = (TOTAL, ADDED, TAKEN)
    above: dict[str, list[Number]] = {name: [] for name in (BELOW, *names)}
    under: dict[str, list[Number]] = {name: [] for name in names}
    reached: float = 0
    for place, (line, change) in enumerate(zip(lines, changes, strict=True)):
        whole = place == 0 or line.total
        was, now = (0.0, change or 0) if whole else (reached, reached + (change or 0))
        low, high = min(was, now), max(was, now)
        for values in (*above.values(), *under.values()):
            values.append(None)
        kind = TOTAL if whole else ADDED if now >= was else TAKEN
        above[BELOW][-1] = low if low > 0 else high if high < 0 else None
        above[kind][-1] = _part(high - max(low, 0) if high > 0 else 0)
        under[kind][-1] = _part(low - min(high, 0) if low < 0 else 0)
        if now == was:
            above[kind][-1] = 0
        reached = now
    found = [Series("below", BELOW, tuple(above[BELOW]))]
    found += [Series(name.split()[0].lower(), name, tuple(above[name])) for name in names]
    found += [Series(name.split()[0].lower(), name + UNDER, tuple(under[name])) for name in names]
    return tuple(one for one in found if one.name == BELOW or any(value is not None for value in one.values))


def _part(size: float) -> Number:
    return size or None
