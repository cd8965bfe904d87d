"""Faults in a figure that could be right: beside its own past, its target, its profile and its fellows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from laa_xl.domain.aims import aims
from laa_xl.domain.periods import Period
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.words import Accumulation, Measure, Polarity
from tests.faults.kinds import beside, typed
from tests.faults.places import Spot
from tests.faults.surroundings import comparable, when, with_indicators, with_past, with_target

DOUBTS = "figures"


def actual(spot: Spot) -> bool:
    """A figure about which nothing is said yet."""
    return spot.table.name == "indicators" and spot.column.name == "actual" and "confirm" not in spot.entered


def sizeable(spot: Spot) -> bool:
    """A figure of which ten times as many, or a tenth, would be a slip."""
    if not actual(spot) or spot.indicator.measure is Measure.CHANGE or spot.value <= 0:
        return False
    return spot.indicator.measure is not Measure.COUNT or spot.value >= 50


def builds_up(spot: Spot) -> bool:
    found = spot.indicator
    return found.accumulation is Accumulation.CUMULATIVE and found.measure is not Measure.CHANGE


def snapshot(spot: Spot) -> bool:
    """A figure of one day or one quarter, compared with that of the quarter before."""
    found = spot.indicator
    return found.accumulation not in (Accumulation.CUMULATIVE, Accumulation.SURVEY) and found.shares is None


def target(spot: Spot) -> float:
    value = aims(spot.given.clean.spec.agreement, spot.indicator, when(spot)).period.value
    return float(value or 0)


def year_end(spot: Spot) -> float:
    value = aims(spot.given.clean.spec.agreement, spot.indicator, when(spot)).year_end.value
    return float(value or 0)


def plain(spot: Spot) -> bool:
    """A figure without a rating of the partner's own and without parts, which another figure would contradict."""
    return actual(spot) and spot.undeclared and "numerator" not in spot.entered and not ranged(spot)


def ranged(spot: Spot) -> bool:
    """Whether it is best within a range, which is no target for one figure."""
    return spot.indicator.polarity is Polarity.RANGE


def unrated(spot: Spot, past: Mapping[Period, float] | None = None, **changed: Any) -> FormSpec:
    """Nobody has said which way is better, so that no rating asks for more; with these earlier figures and no others."""
    spec = with_past(spot, past or {}, alone=True)
    changes = {spot.key: {"polarity": Polarity.UNSET, **changed}}
    agreed = spec.agreement.model_copy(update={"indicators": with_indicators(spec.agreement, changes)})
    return spec.model_copy(update={"agreement": agreed})


def unrated_with_target(spot: Spot, value: float) -> FormSpec:
    """The same with another target, and without a baseline."""
    spec = unrated(spot, baseline=None)
    agreed = spec.agreement.model_copy(update={"targets": with_target(spot, {spot.key: value})})
    return spec.model_copy(update={"agreement": agreed})


def moves(spot: Spot) -> bool:
    """A measure with a new figure each quarter, as the agreement says."""
    if not actual(spot):
        return False
    found, now = spot.indicator, when(spot)
    seldom = any(word in (found.frequency or "").lower() for word in ("annual", "biennial", "half-yearly"))
    each = found.due_in(now.quarter) and found.due_in(now.previous.quarter)
    fresh = (found.lag_months or 0) < 3 and found.accumulation is not Accumulation.SURVEY
    return each and fresh and not seldom and "data_period" not in spot.entered


def digits(value: float) -> int:
    return len(f"{abs(value):.10f}".rstrip("0").replace(".", "").strip("0")) if value else 0


beside(
    "ten times what it was",
    DOUBTS,
    "I24",
    sizeable,
    spec=lambda s: with_past(s, {comparable(s): s.value / 10}),
)
beside(
    "a tenth of what it was a year ago, and nothing nearer",
    DOUBTS,
    "I24",
    lambda s: sizeable(s) and snapshot(s),
    spec=lambda s: with_past(s, {when(s).same_last_year: s.value * 10}, alone=True),
)
beside(
    "ten times the target, and nothing known of before",
    DOUBTS,
    "I25",
    lambda s: sizeable(s) and snapshot(s) and s.undeclared and not ranged(s),
    spec=lambda s: unrated_with_target(s, s.value / 10),
    companions={"I19": "that the agreement has moved on since the template went out is told as well"},
)
beside(
    "a figure that fell within the year",
    DOUBTS,
    "I30",
    lambda s: actual(s) and builds_up(s) and when(s).quarter > 1 and s.value > 0,
    spec=lambda s: with_past(s, {when(s).previous: s.value + 1}),
)
beside(
    "last year's figure again",
    DOUBTS,
    "I23",
    lambda s: moves(s) and digits(s.value) >= 3,
    spec=lambda s: with_past(s, {when(s).same_last_year: s.value}),
)


def steady(spot: Spot) -> FormSpec:
    """Two years in which the measure hardly moved, a fifth below the figure."""
    at, figures = when(spot), {}
    for number in range(8):
        at = at.previous
        figures[at] = spot.value * 0.8 * (1 + 0.004 * (number % 5 - 2))
    return with_past(spot, figures)


beside("far outside two steady years", DOUBTS, "I26", lambda s: actual(s) and snapshot(s) and s.value != 0, spec=steady)
typed(
    "0 for no figure yet",
    DOUBTS,
    "I21",
    lambda s: (
        plain(s)
        and (s.indicator.lowest or 0) <= 0
        and s.indicator.measure is not Measure.CHANGE
        and abs(target(s)) >= 5
        and s.indicator.baseline is None
    ),
    0,
    spec=unrated,
)
typed(
    "exactly the highest figure that there is",
    DOUBTS,
    "I20",
    lambda s: (
        plain(s)
        and s.indicator.highest is not None
        and max(target(s), year_end(s)) < s.indicator.highest
        and s.value != s.indicator.highest
    ),
    lambda s: s.indicator.highest,
    spec=lambda s: unrated(s, {comparable(s): s.indicator.highest * 0.9}),
)


def open_point(spot: Spot) -> bool:
    """Whether a point about missing information names the row."""
    points = spot.given.clean.entries.get("narrative", {}).values()
    return any(point.get("indicator") == spot.key and point["section"].startswith("5") for point in points)


def tallied(spot: Spot) -> bool:
    """A count or a sum of money that nothing known is held against but its target."""
    if not plain(spot) or spot.indicator.measure not in (Measure.COUNT, Measure.MONEY):
        return False
    free = spot.indicator.lowest in (None, 0) and spot.indicator.maximum is None and spot.indicator.baseline is None
    near = not 0 < target(spot) < 20  # 100 would look like a slip of the unit beside it
    return free and near and not open_point(spot) and "forecast" not in spot.entered


typed(
    "a round figure for one that nobody has counted",
    DOUBTS,
    "I22",
    tallied,
    lambda s: float(f"{max(target(s), 100):.0e}"),
    also=lambda _: {"status": "Final"},
    spec=unrated,
)
