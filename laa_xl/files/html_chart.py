"""Where everything stands in the drawing of a trend: plain coordinates, which the page's template prints as SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from laa_xl.domain.numbers import plain
from laa_xl.domain.public import Kind, TrendPoint

WIDTH, HEIGHT = 340, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 10, 14, 42
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_MOST_TICKS, _MOST_LABELS = 5, 8
_DIGIT, _POINT = 7.6, 4.6  # how wide a digit is, and a comma, point or minus at most, in Arial of 13.5 pixels
_GAP = 10  # between a number and the drawing's edge, and the lines of the grid


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid with its number."""

    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A place under the chart: its label, and the year below it where that begins ("" for none)."""

    x: str
    text: str
    year: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure or target: ``kind`` is actual, target, target-high, baseline or forecast."""

    kind: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing of a trend. ``lines`` are pairs of a kind and the points that a line joins."""

    width: int
    height: int
    left: int
    right: int
    base: str
    ticks: tuple[Tick, ...]
    columns: tuple[Column, ...]
    lines: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """What has to be explained below it."""
        return tuple(dict.fromkeys(mark.kind for mark in self.marks))


def chart_of(points: Sequence[TrendPoint]) -> Chart | None:
    """The drawing; None where there are not two figures or targets to be seen beside each other."""
    series = _series(points)
    values = [value for found in series.values() for value in found if value is not None]
    if len(values) < 2:
        return None
    low, step, count = _scale(min(values), max(values))
    at = [low + step * number for number in range(count + 1)]
    left = max(_LEFT, math.ceil(_GAP + max(map(_wide, map(plain, at)))))
    width = WIDTH + left - _LEFT  # long numbers take no room from what is drawn
    room = (width - left - _RIGHT) / len(points)
    height = HEIGHT - _TOP - _BOTTOM

    def x(place: int) -> str:
        return f"{left + room * (place + 0.5):.1f}"

    def y(value: float | Decimal) -> str:
        return f"{_TOP + height * (1 - float((Decimal(str(value)) - low) / (step * count))):.1f}"

    marks, lines = [], []
    for kind, found in series.items():
        placed = [None if value is None else (x(place), y(value)) for place, value in enumerate(found)]
        marks += [Mark(kind, *spot) for spot in placed if spot]
        lines += [(kind, " ".join(f"{a},{b}" for a, b in run)) for run in _runs(placed)]
    ticks = tuple(Tick(y(value), plain(value)) for value in at)
    columns = tuple(_columns(points, x))
    return Chart(width, HEIGHT, left, width - _RIGHT, f"{HEIGHT - _BOTTOM}", ticks, columns, tuple(lines), tuple(marks))


def _wide(text: str) -> float:
    return sum(_DIGIT if letter.isdigit() else _POINT for letter in text)


def _series(points: Sequence[TrendPoint]) -> dict[str, list[float | None]]:
    """Values by place; a kind without any is left out. Targets first, so that figures are drawn over them."""

    def of(kind: Kind) -> list[float | None]:
        return [point.value if point.kind is kind else None for point in points]

    quarters = [point if point.kind is Kind.QUARTER else None for point in points]
    lower = [None if p is None else _number(p.aim.low if p.aim.value is None else p.aim.value) for p in quarters]
    upper = [None if p is None else _number(p.aim.high) for p in quarters]
    found = {
        "target": lower,
        "target-high": upper,
        "baseline": of(Kind.BASELINE),
        "actual": of(Kind.QUARTER),
        "forecast": of(Kind.FORECAST),
    }
    return {kind: values for kind, values in found.items() if any(value is not None for value in values)}


def _number(value: float | int | Decimal | None) -> float | None:
    return None if value is None else float(value)


def _scale(least: float, most: float) -> tuple[Decimal, Decimal, int]:
    """Where the scale begins, the step between its lines, and how many steps it has: round numbers all."""
    low, high = Decimal(str(least)), Decimal(str(most))
    spread = high - low or abs(high) / 5 or Decimal(1)
    if low >= 0 and low <= spread:
        low, high = Decimal(0), high or spread  # a scale that begins near nothing begins at nothing
    else:
        low, high = low - spread / 10, high + spread / 10
    rough = (high - low) / (_MOST_TICKS - 1)
    power = Decimal(1).scaleb(math.floor(rough.log10()))
    step = next(power * one for one in _STEPS if power * one >= rough)
    start = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    count = int(((high - start) / step).to_integral_value(rounding="ROUND_CEILING")) or 1
    return start, step, count


def _runs(placed: Sequence[tuple[str, str] | None]) -> list[list[tuple[str, str]]]:
    """Neighbours that a line joins; a gap ends it."""
    runs: list[list[tuple[str, str]]] = [[]]
    for spot in placed:
        if spot is None:
            runs.append([])
        else:
            runs[-1].append(spot)
    return [run for run in runs if len(run) > 1]


def _columns(points: Sequence[TrendPoint], x: Callable[[int], str]) -> list[Column]:
    """Labels below the drawing. Where there are many places, the beginnings of years alone; marks explain the others."""
    found, year = [], ""
    crowded = len(points) > _MOST_LABELS
    for place, point in enumerate(points):
        is_quarter = point.kind is Kind.QUARTER
        begins = is_quarter and point.year != year and (not crowded or point.short == "Q1")
        year = point.year if is_quarter else year
        text = "" if crowded and not begins else point.short
        found.append(Column(x(place), text, point.year if begins else ""))
    return found
