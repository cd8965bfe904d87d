"""Faults in a figure that could be right: beside its own past, its target, its profile and its fellows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from laa_xl.checks.look import Known
from laa_xl.domain.profile import share_to_date
from laa_xl.domain.returns import Entry, Return, Row
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.words import Accumulation, Measure, Polarity
from tests.faults.figures_made import looks_rounded
from tests.faults.kinds import Fault, Given, Kind, beside, kind, typed
from tests.faults.places import Spot
from tests.faults.returns_made import SHIPPED, shipped
from tests.faults.surroundings import comparable, when, with_agreement, with_indicators, with_past, with_target
from tests.support.returns import agreement

DOUBTS, TOGETHER = "figures", "figures together"
_SINCE = {"I19": "that the agreement has moved on since the template went out is told as well"}


def actual(spot: Spot) -> bool:
    """A figure about which nothing is said yet."""
    return spot.table.name == "indicators" and spot.column.name == "actual" and "confirm" not in spot.entered


def sizeable(spot: Spot) -> bool:
    """A figure of which ten times as many, or a tenth, would be a slip."""
    found = spot.indicator
    return actual(spot) and found.measure is not Measure.CHANGE and (found.measure is not Measure.COUNT or spot.value >= 50)


def builds_up(spot: Spot) -> bool:
    found = spot.indicator
    return found.accumulation is Accumulation.CUMULATIVE and found.measure is not Measure.CHANGE


def snapshot(spot: Spot) -> bool:
    """A figure of one day or one quarter, compared with that of the quarter before."""
    found = spot.indicator
    return found.accumulation not in (Accumulation.CUMULATIVE, Accumulation.SURVEY) and found.shares is None


def target(spot: Spot) -> float:
    value = spot.given.clean.spec.agreement.period_target(spot.indicator, when(spot)).value
    return float(value or 0)


def year_end(spot: Spot) -> float:
    value = spot.given.clean.spec.agreement.year_end(spot.indicator, when(spot)).value
    return float(value or 0)


def goes_on(spot: Spot, good: Polarity, bad: Polarity) -> bool:
    """A row that keeps its plain colour when its figure falls (or rises, the other way round)."""
    keeps = (spot.rating, spot.indicator.polarity) in (("Green", good), ("Red", bad))
    return keeps and spot.undeclared and "numerator" not in spot.entered


def moves(spot: Spot) -> bool:
    """A measure with a new figure each quarter, as the agreement says."""
    found, now = spot.indicator, when(spot)
    seldom = any(word in (found.frequency or "").lower() for word in ("annual", "biennial", "half-yearly"))
    each = found.due_in(now.quarter) and found.due_in(now.previous.quarter)
    fresh = (found.lag_months or 0) < 3 and found.accumulation is not Accumulation.SURVEY
    return actual(spot) and each and fresh and not seldom and "data_period" not in spot.entered


def digits(value: float) -> int:
    return len(f"{abs(value):.10f}".rstrip("0").replace(".", "").strip("0")) if value else 0


beside(
    "ten times what it was",
    DOUBTS,
    "I24",
    lambda s: sizeable(s) and s.value > 0,
    spec=lambda s: with_past(s, {comparable(s): s.value / 10}),
)
beside(
    "a tenth of what it was a year ago, and nothing nearer",
    DOUBTS,
    "I25",
    lambda s: sizeable(s) and s.value > 0 and snapshot(s) and s.indicator.baseline is None,
    spec=lambda s: with_past(s, {when(s).same_last_year: s.value * 10}, alone=True),
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


beside(
    "far outside two steady years", DOUBTS, "I26", lambda s: actual(s) and snapshot(s) and s.value != 0, spec=steady
)
typed(
    "0 for no figure yet",
    DOUBTS,
    "I21",
    lambda s: actual(s)
    and goes_on(s, Polarity.LOWER, Polarity.HIGHER)
    and (s.indicator.lowest or 0) <= 0
    and s.indicator.measure is not Measure.CHANGE
    and abs(target(s)) >= 5
    and (builds_up(s) or s.indicator.baseline is None or s.indicator.shares is not None),
    0,
    spec=lambda s: with_past(s, {}, alone=True),
)
typed(
    "exactly the highest figure that there is",
    DOUBTS,
    "I20",
    lambda s: actual(s)
    and goes_on(s, Polarity.HIGHER, Polarity.LOWER)
    and s.indicator.highest is not None
    and max(target(s), year_end(s)) < s.indicator.highest
    and s.value != s.indicator.highest,
    lambda s: s.indicator.highest,
    spec=lambda s: with_past(s, {comparable(s): s.indicator.highest * 0.9}, alone=True),
)


def open_point(spot: Spot) -> bool:
    """Whether a point about missing information names the row."""
    points = spot.given.clean.entries.get("narrative", {}).values()
    return any(point.get("indicator") == spot.key and point["section"].startswith("5") for point in points)


def unrated(spot: Spot) -> bool:
    """A count or a sum of money that is held against nothing."""
    found, spec = spot.indicator, spot.given.clean.spec
    free = found.polarity is Polarity.UNSET or not spec.agreement.period_target(found, when(spot)).known(found.polarity)
    return (
        actual(spot)
        and free
        and found.measure in (Measure.COUNT, Measure.MONEY)
        and (found.baseline is None or builds_up(spot))
        and not open_point(spot)
        and found.lowest in (None, 0)
        and found.maximum is None
        and "forecast" not in spot.entered
    )


typed(
    "a round figure that is called final",
    DOUBTS,
    "I22",
    lambda s: s.column.name == "status"
    and s.value == "Estimate"
    and looks_rounded(s.indicator, s.entered["actual"])
    and not open_point(s),
    "Final",
    "indicators",
    at="actual",
)
typed(
    "a round figure for one that nobody has counted",
    DOUBTS,
    "I22",
    unrated,
    lambda s: (300, 4000, 700, 25000)[sum(s.at) % 4],
    also=lambda _: {"status": "Final"},
    spec=lambda s: with_past(s, {}, alone=True),
)


def far_from_end(spot: Spot) -> bool:
    """A figure of a part of the year, plainly less than the target of the whole year."""
    return actual(spot) and builds_up(spot) and when(spot).quarter < 4 and 0 < spot.value <= 0.8 * year_end(spot)


beside(
    "the target of the year for a part of it",
    DOUBTS,
    "I14",
    lambda s: far_from_end(s) and goes_on(s, Polarity.LOWER, Polarity.HIGHER),
    spec=lambda s: with_agreement(s, targets=with_target(s, {s.key: year_end(s)})),
    companions=_SINCE,
)


def share(spot: Spot) -> float:
    return float(share_to_date(when(spot).quarter, spot.indicator.accumulation, spot.indicator.shares))


typed(
    "a forecast that the year cannot reach",
    DOUBTS,
    "I15",
    lambda s: actual(s)
    and builds_up(s)
    and (s.rating, s.indicator.polarity) == ("Green", Polarity.HIGHER)
    and s.undeclared
    and 0 < share(s) < 1
    and s.value >= 20
    and year_end(s) > 0
    and s.indicator.highest is None,
    lambda s: s.value,
    also=lambda s: {
        "forecast": math.ceil(max(4 * s.value / share(s), 2 * year_end(s))),
        "forecast_judgement": None,
    },
)
typed(
    "a forecast that is passed already",
    DOUBTS,
    "I31",
    lambda s: actual(s)
    and builds_up(s)
    and (s.rating, s.indicator.polarity) == ("Green", Polarity.LOWER)
    and s.undeclared
    and s.value >= 10
    and 0 < 0.9 * s.value < year_end(s)
    and (s.indicator.lowest or 0) <= 0,
    lambda s: s.value,
    also=lambda s: {"forecast": math.floor(0.9 * s.value), "forecast_judgement": None},
    at="forecast",
)


def late(spot: Spot) -> bool:
    return (spot.indicator.lag_months or 0) >= 3


typed(
    "a late figure without its time",
    DOUBTS,
    "I16",
    lambda s: s.column.name == "data_period" and late(s) and "actual" in s.entered and "confirm" not in s.entered,
    None,
    "indicators",
)
typed(
    "a time that is still to come",
    DOUBTS,
    "I17",
    lambda s: s.column.name == "data_period" and "actual" in s.entered and "confirm" not in s.entered,
    lambda s: f"{s.given.clean.spec.deadline:%B} {when(s).end.year + 1}",
    "indicators",
    empty=True,
)
typed(
    "a figure for a placeholder",
    DOUBTS,
    "I18",
    lambda s: s.column.name == "actual" and s.indicator.placeholder and "actual" not in s.entered and not late(s),
    lambda s: 2 if s.indicator.baseline is None else s.indicator.baseline,
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
    "a baseline that was changed since",
    DOUBTS,
    "I19",
    lambda s: actual(s) and (s.indicator.baseline or 0) != 0,
    spec=lambda s: with_agreement(
        s,
        indicators=with_indicators(
            s.given.clean.spec.agreement, {s.key: {"baseline": (s.indicator.baseline or 0) * 1.001}}
        ),
    ),
)
typed(
    "a change that the survey cannot tell",
    DOUBTS,
    "I27",
    lambda s: s.column.name == "cause"
    and s.indicator.accumulation is Accumulation.SURVEY
    and bool(s.entered.get("actual")),
    lambda s: f"After two years of work with tenants satisfaction has improved, as {s.key} shows.",
    "indicators",
    empty=True,
    spec=lambda s: with_past(s, {when(s).same_last_year: s.entered["actual"] * 0.98}).model_copy(
        update={
            "agreement": s.given.clean.spec.agreement.model_copy(
                update={
                    "indicators": with_indicators(
                        s.given.clean.spec.agreement, {s.key: {"confidence": abs(s.entered["actual"]) / 10}}
                    )
                }
            )
        }
    ),
)


def figures(given: Given) -> list[Spot]:
    return [spot for spot in given.spots("indicators") if actual(spot)]


def with_two_parts(given: Given) -> Iterator[Fault]:
    """Two other figures of the return that the agreement calls parts of a third, which they do not give."""
    found = figures(given)
    for whole in found:
        same = [one for one in found if one.key != whole.key and one.indicator.measure is whole.indicator.measure]
        parts = same[:2]
        values = [one.value for one in parts]
        if len(parts) < 2:
            continue
        adds = whole.indicator.measure in (Measure.COUNT, Measure.MONEY)
        apart = abs(sum(values) - whole.value) if adds else max(min(values) - whole.value, whole.value - max(values))
        if apart > 5:
            changes = {one.key: {"part_of": whole.key} for one in parts}
            agreed = given.clean.spec.agreement

            def known(agreed: Any = agreed, changes: Any = changes) -> Known:
                return Known(agreed.model_copy(update={"indicators": with_indicators(agreed, changes)}), {})

            yield Fault(given, whole.place, known=known)


def exchanged(given: Given) -> Iterator[Fault]:
    """Two rows of one group that is not rated, each at the target of the other."""
    found = [spot for spot in figures(given) if spot.value and spot.undeclared and "forecast" not in spot.entered]
    for one, other in zip(found, found[1:], strict=False):
        apart = abs(one.value - other.value) / max(abs(one.value), abs(other.value))
        if apart > 0.2:
            changes = {spot.key: {"group": "Both", "polarity": Polarity.UNSET} for spot in (one, other)}

            def spec(one: Spot = one, other: Spot = other, changes: Any = changes) -> FormSpec:
                indicators = with_indicators(one.given.clean.spec.agreement, changes)
                targets = with_target(one, {one.key: other.value, other.key: one.value})
                return with_agreement(one, indicators=indicators, targets=targets)

            yield Fault(given, one.place, spec=spec)


def reported_otherwise(given: Given) -> Iterator[Fault]:
    """A figure that another theme's accepted return gives as well, and as one more."""
    spec = given.clean.spec
    code = spec.agreement.settings.code
    whole = shipped(code) if code in SHIPPED else agreement()
    others = [one for one in whole.at(spec.when).indicators if whole.reported_in(one.code, spec.when) != spec.theme]
    for number, spot in enumerate(figures(given) if others else ()):
        other = others[number % len(others)]

        def known(spot: Spot = spot, other: Any = other) -> Known:
            row = Row("indicators", "Indicators", other.code, 7, {"actual": Entry(spot.value + 1, "K8")})
            theme = whole.reported_in(other.code, spec.when)
            returned = Return(code, theme, spec.when, "", "", {"indicators": (row,)})
            agreed = whole.model_copy(
                update={"indicators": with_indicators(whole, {other.code: {"same_as": spot.key}})}
            )
            return Known(agreed, {(theme, spec.when): returned})

        yield Fault(given, spot.place, known=known)


kind("parts that do not give their whole", TOGETHER, "I28")(with_two_parts)
kind("two figures exchanged", TOGETHER, "I29", companions=_SINCE)(exchanged)
kind("another figure in another theme's return", TOGETHER, "Y01")(reported_otherwise)
