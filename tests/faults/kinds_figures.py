"""Faults in an indicator's figures and in money: each entry can be read, and cannot be meant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from laa_xl.domain.aims import aims
from laa_xl.domain.comparable import comparable_period
from laa_xl.domain.words import Measure, Polarity
from tests.faults.desk import Desk
from tests.faults.figures_made import places_of
from tests.faults.kinds import Fault, Given, kind, typed
from tests.faults.kinds_entries import one_of
from tests.faults.kinds_missing import outlook
from tests.faults.places import Spot
from tests.faults.returns_made import ACTIONS, CAUSES, POSTS

FIGURES, MONEY = "figures", "money"
JUDGED = ("actual", "forecast")


def figure(spot: Spot) -> bool:
    return spot.table.name == "indicators" and spot.column.name in JUDGED


def never_negative(spot: Spot) -> bool:
    found = spot.indicator
    return found.measure is not Measure.CHANGE if found.minimum is None else found.minimum >= 0


def up_to_100(spot: Spot) -> bool:
    return figure(spot) and spot.indicator.measure is Measure.PERCENT and spot.indicator.maximum is None


def limited(spot: Spot) -> bool:
    """A unit with a highest figure of its own, which no other rule speaks about."""
    return figure(spot) and spot.indicator.maximum is not None


def low_end(spot: Spot) -> bool:
    return figure(spot) and (spot.indicator.minimum or 0) > 0


def explained(spot: Spot) -> dict[str, Any]:
    """Whatever another rating of the row could ask for, so that only the figure is wrong."""
    said = {"cause": CAUSES[0], "action": ACTIONS[0], "action_owner": POSTS[0]}
    return said | {"action_date": spot.given.clean.spec.when.end + timedelta(days=60)}


def counted(spot: Spot) -> bool:
    return figure(spot) and spot.indicator.measure is Measure.COUNT and spot.value >= 10 and spot.undeclared


def a_share(spot: Spot) -> bool:
    """A percentage whose target is far above 1."""
    spec = spot.given.clean.spec
    both = aims(spec.agreement, spot.indicator, spec.when) if figure(spot) else None
    aim = None if both is None else (both.period if spot.column.name == "actual" else both.year_end).value
    unconfirmed = "confirm" not in spot.entered
    return up_to_100(spot) and unconfirmed and aim is not None and aim >= 5 and 1 < spot.value < 100


def before(spot: Spot) -> float:
    """What was accepted for the period that a figure is compared with; 0 where nothing was."""
    spec, found = spot.given.clean.spec, spot.indicator
    at = comparable_period(spec.when, found.accumulation, seasonal=found.shares is not None)
    return spec.past_actual(found.code, at) or 0


def closed(spot: Spot) -> bool:
    """Whether an action about the row is over, which would be asked about if the row turned red."""
    lines = spot.given.clean.entries.get("actions", {}).values()
    return any(line.get("indicator") == spot.key and line["progress"] in ("Complete", "Stopped") for line in lines)


def leaps(spot: Spot) -> bool:
    """A figure that can be twice what it was, with nothing beside it that would contradict it."""
    if spot.column.name != "actual" or not spot.undeclared or "numerator" in spot.entered or closed(spot):
        return False
    return (
        before(spot) > 0
        and spot.indicator.measure in (Measure.COUNT, Measure.RATE, Measure.MONEY)
        and not spot.indicator.maximum
    )


def part(spot: Spot) -> bool:
    return spot.column.name in ("numerator", "denominator")


def with_parts(spot: Spot) -> bool:
    return spot.column.name == "numerator" and spot.value > 0 and spot.entered["actual"] > 0


def other_colour(spot: Spot) -> str:
    return "Red" if spot.rating == "Green" else "Green"


def only_a_figure_ahead(spot: Spot) -> bool:
    """A forecast figure on or past its target."""
    spec = spot.given.clean.spec
    known = aims(spec.agreement, spot.indicator, spec.when).year_end.known(spot.indicator.polarity)
    rated = not spot.indicator.placeholder and spot.indicator.polarity is not Polarity.UNSET
    return spot.column.name == "forecast" and "forecast_judgement" not in spot.entered and known and rated


def no_year_end(spot: Spot) -> bool:
    """A rated row whose target for the year end is not agreed."""
    spec = spot.given.clean.spec
    aim = aims(spec.agreement, spot.indicator, spec.when).year_end
    rated = spot.rating != "" and spot.undeclared and outlook(spot)
    return spot.column.name == "forecast_judgement" and rated and not aim.known(spot.indicator.polarity)


typed("a negative figure", FIGURES, "I01", lambda s: figure(s) and never_negative(s), lambda s: -abs(s.value) - 1)
typed(
    "a negative numerator or denominator",
    FIGURES,
    "I01",
    lambda s: part(s) and never_negative(s),
    lambda s: -abs(s.value) - 1,
)
typed("a percentage above 100", FIGURES, "I02", up_to_100, lambda s: 100.5 + s.value)
typed("more than the unit allows", FIGURES, "I03", limited, lambda s: s.indicator.maximum + 1)
typed("less than the unit allows", FIGURES, "I03", low_end, lambda s: s.indicator.minimum / 2)
typed("decimals in a count", FIGURES, "I04", counted, lambda s: s.value + 0.5, also=explained)
typed("a fraction for a percentage", FIGURES, "I05", a_share, lambda s: round(s.value / 100, 6))
typed(
    "a figure far from the last one",
    FIGURES,
    "I06",
    leaps,
    lambda s: round(before(s) * 2.5 + 1, places_of(s.indicator)),
    also=explained,
    companions={"X01": "where that figure is red, no risk and no action of the return names it"},
)
typed("numerator and denominator that do not give the figure", FIGURES, "I07", with_parts, lambda s: s.value * 1.5 + 1)
typed("a numerator or denominator alone", FIGURES, "I08", part, None)
typed("nothing to divide by", FIGURES, "I09", lambda s: s.column.name == "denominator", 0)
typed(
    "a rating of one's own that the figures do not give",
    FIGURES,
    "I10",
    lambda s: s.column.name == "declared" and s.rating,
    other_colour,
    "indicators",
    empty=True,
)
typed(
    "two forecasts that contradict each other",
    FIGURES,
    "I11",
    only_a_figure_ahead,
    lambda s: s.value,
    "indicators",
    also=lambda _: {"forecast_judgement": "Worse"},
)
typed(
    "a forecast that nothing can be set against",
    FIGURES,
    "I12",
    no_year_end,
    None,
    "indicators",
    also=lambda s: {"forecast": s.entered["actual"]},
    at="forecast",
)
typed(
    "a score typed over",
    "lines",
    "R01",
    lambda s: s.column.name == "impact",
    lambda s: s.value,
    "risks",
    also=lambda s: {"score": s.entered["likelihood"] * s.value + 3},
    at="score",
)


def lines_of(given: Given) -> list[Spot]:
    return [spot for spot in given.spots("finance") if spot.key != "TOTAL"]


def amounts(given: Given, wrong: Any) -> Any:
    """The faults of changing one amount of a line and, with it, the total, which goes on to add up."""
    for spot in lines_of(given):
        value = wrong(spot) if spot.column.name in ("spend", "profile", "outturn") else None
        if value is None:
            continue
        total = given.clean.entries["finance"].get("TOTAL", {}).get(spot.column.name)

        def edit(desk: Desk, spot: Spot = spot, value: float = value, total: float | None = total) -> None:
            spot.put(desk, value)
            if total is not None:
                Spot(spot.given, spot.table, "TOTAL", spot.column).put(desk, total - spot.value + value)

        yield Fault(given, spot.place, (edit,))


def last_spend(spot: Spot) -> float | None:
    spec = spot.given.clean.spec
    return spec.past_actual(f"spend:{spot.key}", spec.when.previous) if spot.column.name == "spend" else None


def budget(spot: Spot) -> float | None:
    lines = spot.given.clean.spec.agreement.funding
    return next(line.budget for line in lines if line.code == spot.key)


typed(
    "a total that its lines do not give",
    MONEY,
    "M01",
    lambda s: s.key == "TOTAL" and s.column.name in ("spend", "outturn"),
    lambda s: s.value + one_of(0.01, 1, 1000)(s),
    "finance",
)


@kind("spend that fell", MONEY, "M02")
def spend_that_fell(given: Given) -> Any:
    return amounts(given, lambda spot: round(last_spend(spot) * 0.9) if last_spend(spot) else None)


@kind("pence for pounds in what was spent", MONEY, "M03")
def spend_in_pence(given: Given) -> Any:
    return amounts(given, lambda spot: spot.value * 1000 if last_spend(spot) else None)


@kind("thousands for pounds in what was spent", MONEY, "M03")
def spend_in_thousands(given: Given) -> Any:
    return amounts(given, lambda spot: round(last_spend(spot) / 1000, 2) if last_spend(spot) else None)


@kind("a forecast outturn in pence", MONEY, "M03")
def outturn_in_pence(given: Given) -> Any:
    return amounts(given, lambda spot: spot.value * 1000 if spot.column.name == "outturn" and budget(spot) else None)
