"""What pictures share, and the picture of actual figures against their targets.

Pictures are data, made by pure functions. All that is told in one may leave the county: the caller gives assessments
without local-only indicators (``assessment.for_government``), and a figure that counts too few people is left out here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.aims import tolerance_of
from laa_xl.domain.assessment import Assessed
from laa_xl.domain.documents import Drawing, Field, Grid, Line, Picture, Shape, Value
from laa_xl.domain.drafting import actual_of
from laa_xl.domain.figure_drafts import figure_source
from laa_xl.domain.numbers import Figure, exact, in_full, plain, round_half_away
from laa_xl.domain.sentences import spoken_code
from laa_xl.domain.variance import Target
from laa_xl.domain.words import Polarity, ToleranceKind, mark_of

CODE = Field("code", "Code", width=11, meaning="The indicator's code in the agreement")
TITLE = Field("title", "Indicator", width=40, meaning="The indicator's title in the agreement")
UNIT = Field("unit", "Unit", width=20, meaning="What the figures of the row are counted in")
STATUS = Field("status", "Data status", width=13, meaning="Final, provisional, estimate or proxy; empty: not said")

_AGAINST_FIELDS = (
    CODE,
    Field("label", "Short name", width=10, meaning="The code as it is spoken, as on the chart"),
    TITLE,
    UNIT,
    Field("actual", "Actual", Shape.FIGURE, 12, "What was reported, in the unit of the row"),
    STATUS,
    Field(
        "target",
        "Target",
        Shape.FIGURE,
        12,
        "The target of the quarter, in the unit of the row; of a range its lower end",
    ),
    Field("target_high", "Target, upper end", Shape.FIGURE, 12, "The upper end, where the target is a range"),
    Field(
        "reached", "Reached, % of target", Shape.PERCENT, 14, "1 is the target; more is better, whichever way is good"
    ),
    Field("aim", "On target", Shape.PERCENT, 12, "The target itself: always 1"),
    Field("lowest", "Within from", Shape.PERCENT, 12, "The worst that still is within tolerance"),
    Field("highest", "Within to", Shape.PERCENT, 12, "The best that still is within tolerance"),
    Field("rag", "Rating", Shape.RAG, 12, "The rating that counts"),
)


def plain_value(value: Value, decimals: int | None) -> str:
    """A number of a grid as a person reads it in a sentence; "" for a blank, or for what is no number."""
    return in_full(value, decimals) if isinstance(value, (int, float, Decimal)) else ""


def target_picture(agreement: Agreement, items: Iterable[Assessed], name: str, title: str) -> Picture | None:
    """Actual figures against their targets on one scale: 100 % is the target, more is better whichever way is good.

    None where no figure can be set against its target.
    """
    lines = tuple(line for item in items if (line := _against(agreement, item)))
    if not lines:
        return None
    note = "100% is the target; over 100% is better than it, whichever way is good."
    grid = _without_empty(Grid(name, title, _AGAINST_FIELDS, lines, note), "target_high")
    series = ("reached", "aim", "lowest", "highest")
    said = "; ".join(_told(line) for line in lines)
    return Picture(
        name,
        title,
        f"Share of the target that was reached. {said}.",
        Drawing.BULLET,
        grid,
        "label",
        series,
        "% of target",
    )


def _against(agreement: Agreement, item: Assessed) -> Line | None:
    """The figure against its target; None where there is none, where it is not told, and where the target is 0."""
    fraction, actual = item.rating.variance_fraction, actual_of(item)
    if fraction is None or actual is None or item.kept:
        return None
    indicator, target = item.indicator, item.aims.period
    tolerance = tolerance_of(agreement, indicator)
    lower, upper = exact(tolerance.lower) / 100, exact(tolerance.upper) / 100
    if tolerance.kind is ToleranceKind.POINTS:
        size = abs(exact(_measured_from(target, indicator.polarity, actual) or 1))
        lower, upper = exact(tolerance.lower) / size, exact(tolerance.upper) / size
    if indicator.polarity is Polarity.RANGE:
        upper = upper * 0  # nothing is better than inside the range
    figures = [float(round_half_away(1 + part, 6)) for part in (fraction, 0 * fraction, -lower, upper)]
    aims = (target.low, target.high) if indicator.polarity is Polarity.RANGE else (target.value, None)
    status = item.status.value if item.status else None
    about = (indicator.code, spoken_code(indicator.code), indicator.title, indicator.unit, actual, status, *aims)
    return Line((*about, *figures, item.effective.value), indicator.decimals, (figure_source(agreement, item),))


def _measured_from(target: Target, polarity: Polarity, actual: Figure) -> Figure | None:
    """What 100 % is: the target; of a range the end that is passed, inside it the lower one unless that is open or 0."""
    if polarity is not Polarity.RANGE:
        return target.value
    above = target.high is not None and exact(actual) > exact(target.high)
    return target.high if above else target.low or target.high


def _without_empty(grid: Grid, name: str) -> Grid:
    """The table without a column in which nothing stands."""
    if any(value is not None for value in grid.column(name)):
        return grid
    place = [field.name for field in grid.fields].index(name)
    lines = tuple(replace(line, values=line.values[:place] + line.values[place + 1 :]) for line in grid.lines)
    return replace(grid, fields=grid.fields[:place] + grid.fields[place + 1 :], lines=lines)


def _told(line: Line) -> str:
    """``NI 16 86.9% (2.42, provisional, against 2.14, red)``."""
    _, label, _, _, actual, status, low, high, reached, *_, rag = line.values
    ends = [plain_value(value, line.decimals) for value in (low, high)]
    target = " to ".join(end for end in ends if end)
    mark = mark_of(str(status or ""))
    figure = plain_value(actual, line.decimals) + (f", {mark}," if mark else "")
    return f"{label} {_percent(reached)} ({figure} against {target}, {str(rag).lower()})"


def _percent(value: Value) -> str:
    return f"{plain(round_half_away(exact(float(str(value))) * 100, 1))}%"
