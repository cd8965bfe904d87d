"""Faults in a figure beside what was agreed: its target, the profile of its year, its forecast, its time, its survey."""

from __future__ import annotations

import math

from laa_xl.domain.spec import FormSpec
from laa_xl.domain.words import Accumulation, Measure, Polarity
from tests.faults.kinds import beside, typed
from tests.faults.kinds_doubts import actual, builds_up, open_point, plain, ranged, target, unrated, year_end
from tests.faults.kinds_figures import closed, explained
from tests.faults.kinds_missing import outlook
from tests.faults.places import Spot
from tests.faults.surroundings import when, with_agreement, with_indicators, with_past, with_target

AGREED = "figures"
SINCE = {"I19": "that the agreement has moved on since the template went out is told as well"}


def part_of_a_year(spot: Spot) -> bool:
    """A figure before the year is over, with a target for its end, that the agreement may call a sum of quarters."""
    found = spot.indicator if plain(spot) else None
    if found is None or found.measure is Measure.CHANGE or found.placeholder or when(spot).quarter == 4:
        return False
    return year_end(spot) >= 12 and so_far(spot, 0.3) >= (found.lowest or 0) and found.shares is None


def so_far(spot: Spot, pace: float) -> int:
    """What a year of even quarters, at some pace, has brought by now."""
    return round(pace * year_end(spot) * when(spot).quarter / 4)


def not_red(spot: Spot) -> bool:
    """A row that is no worse than amber while its forecast is within the tolerance."""
    polarity = spot.indicator.polarity
    judged = polarity is Polarity.LOWER or (polarity is Polarity.HIGHER and outlook(spot))
    return judged and not closed(spot) and not open_point(spot)


def of_the_whole_year(spot: Spot) -> FormSpec:
    """The agreement has the target of the year for the quarter, too."""
    spec = with_past(spot, {}, alone=True)
    changes = {
        "targets": with_target(spot, {spot.key: year_end(spot)}),
        "indicators": with_indicators(spec.agreement, {spot.key: {"accumulation": Accumulation.CUMULATIVE}}),
    }
    return spec.model_copy(update={"agreement": spec.agreement.model_copy(update=changes)})


typed(
    "the target of the year for a part of it",
    AGREED,
    "I14",
    lambda s: part_of_a_year(s) and not_red(s),
    lambda s: so_far(s, 1),
    also=lambda s: {
        **explained(s),
        "status": "Provisional",
        "forecast": None,
        "forecast_judgement": "Within",
    },
    spec=of_the_whole_year,
    companions=SINCE,
)
typed(
    "a target that the year cannot reach any more",
    AGREED,
    "I15",
    lambda s: part_of_a_year(s) and year_end(s) >= 40,
    lambda s: so_far(s, 0.3),
    also=lambda _: {"status": "Provisional", "forecast": None, "forecast_judgement": "Within"},
    spec=lambda s: unrated(s, accumulation=Accumulation.CUMULATIVE),
    companions=SINCE,
)
typed(
    "a forecast that is passed already",
    AGREED,
    "I31",
    lambda s: plain(s) and builds_up(s) and s.value >= 10 and s.indicator.minimum is None,
    lambda s: s.value,
    also=lambda s: {"forecast": math.floor(0.9 * s.value), "forecast_judgement": None},
    at="forecast",
    spec=unrated,
)


def late(spot: Spot) -> bool:
    return (spot.indicator.lag_months or 0) >= 3


beside(
    "a late figure without its time",
    AGREED,
    "I16",
    lambda s: actual(s) and "data_period" not in s.entered,
    spec=lambda s: with_agreement(
        s, indicators=with_indicators(s.given.clean.spec.agreement, {s.key: {"lag_months": 12}})
    ),
    at="data_period",
)
typed(
    "a time that is still to come",
    AGREED,
    "I17",
    lambda s: s.column.name == "data_period" and "actual" in s.entered and "confirm" not in s.entered,
    lambda s: f"{s.given.clean.spec.deadline:%B} {when(s).end.year + 1}",
    "indicators",
    empty=True,
)
typed(
    "a figure for a placeholder",
    AGREED,
    "I18",
    lambda s: s.column.name == "actual" and s.indicator.placeholder and "actual" not in s.entered and not late(s),
    lambda s: 2 if s.indicator.lowest is None else s.indicator.lowest,
    "indicators",
    empty=True,
    also=lambda _: {
        "status": "Provisional",
        "status_reason": None,
        "status_date": None,
        "forecast_judgement": None,
    },
)
beside(
    "a target that was changed since",
    AGREED,
    "I19",
    lambda s: actual(s) and not ranged(s) and target(s) != 0,
    spec=lambda s: with_agreement(s, targets=with_target(s, {s.key: target(s) * 1.001})),
)
typed(
    "a change that the survey cannot tell",
    AGREED,
    "I27",
    lambda s: (
        s.column.name == "cause"
        and s.indicator.accumulation is not Accumulation.CUMULATIVE
        and bool(s.entered.get("actual"))
        and s.undeclared
        and not ranged(s)
    ),
    lambda s: f"After two years of work with tenants satisfaction has improved, as {s.key} shows.",
    "indicators",
    empty=True,
    spec=lambda s: unrated(
        s,
        {when(s).same_last_year: s.entered["actual"] * 0.98},
        accumulation=Accumulation.SURVEY,
        confidence=abs(s.entered["actual"]) / 10,
    ),
)
