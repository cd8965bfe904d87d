"""Faults in money that can be read and cannot be meant, or asks for a word: beside budget, profile, total and last time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.faults.desk import Desk
from tests.faults.kinds import Fault, Given, beside, kind
from tests.faults.kinds_figures import MONEY, budget, lines_of
from tests.faults.places import Spot
from tests.faults.surroundings import when, with_agreement, with_past


def silent(spot: Spot) -> bool:
    """A line with its amounts and without a word about them."""
    return {"spend", "outturn"} <= set(spot.entered) and not {"comment", "confirm"} & set(spot.entered)


def lines(given: Given, column: str) -> list[Spot]:
    return [spot for spot in lines_of(given) if spot.column.name == column and silent(spot) and (budget(spot) or 0) > 0]


def amounts(spot: Spot, **values: float) -> Any:
    """Other amounts in a line, and a total that goes on to add up."""

    def edit(desk: Desk) -> None:
        total = spot.given.clean.entries["finance"].get("TOTAL", {})
        for name, value in values.items():
            spot.beside(name).put(desk, value)
            if name in total:
                of = Spot(spot.given, spot.table, "TOTAL", spot.table.column(name))
                of.put(desk, round(total[name] - spot.entered[name] + value, 2))

    return edit


@kind("more spent than the whole budget", MONEY, "M04")
def above_budget(given: Given) -> Iterator[Fault]:
    for spot in lines(given, "spend"):
        yield Fault(given, spot.place, (amounts(spot, spend=round((budget(spot) or 0) * 1.1)),))


@kind("less expected than is spent", MONEY, "M05")
def below_spend(given: Given) -> Iterator[Fault]:
    for spot in lines(given, "outturn"):
        if spot.entered["spend"] > 100:
            yield Fault(given, spot.place, (amounts(spot, outturn=round(spot.entered["spend"]) - 20),))


@kind("an outturn far from the budget", MONEY, "M06")
def off_budget(given: Given) -> Iterator[Fault]:
    for number, spot in enumerate(lines(given, "outturn")):
        value = round((budget(spot) or 0) * (1.3, 0.85)[number % 2])
        if value > spot.entered["spend"]:
            yield Fault(given, spot.place, (amounts(spot, outturn=value),))


@kind("spent far from its profile", MONEY, "M07")
def off_profile(given: Given) -> Iterator[Fault]:
    """A profile for every line that has none, so that no total contradicts it; one of them far from what is spent."""
    for number, spot in enumerate(lines(given, "spend")):
        profile = round(spot.value * (3, 0.5)[number % 2])

        def edit(desk: Desk, spot: Spot = spot, profile: float = profile) -> None:
            spot.beside("profile").put(desk, profile)

        if "profile" not in spot.given.clean.entries["finance"].get("TOTAL", {}) and profile > 0:
            yield Fault(given, spot.place, (edit,))


def another_budget(spot: Spot) -> Any:
    agreed = spot.given.clean.spec.agreement
    funding = [
        line.model_copy(update={"budget": line.budget + 1}) if line.code == spot.key and line.budget else line
        for line in agreed.funding
    ]
    return with_agreement(spot, funding=tuple(funding))


beside(
    "a budget that was changed since",
    MONEY,
    "M08",
    lambda s: s.table.name == "finance" and s.key != "TOTAL" and s.column.name == "spend" and (budget(s) or 0) > 0,
    spec=another_budget,
    at="budget",
)


@kind("a total below its lines", MONEY, "M09")
def below_its_lines(given: Given) -> Iterator[Fault]:
    """One line is left blank with a word why, and the total is less than the others come to."""
    spots = [spot for spot in lines_of(given) if spot.column.name in ("spend", "outturn")]
    for spot in spots:
        of = Spot(given, spot.table, "TOTAL", spot.column)
        rest = sum(other.value for other in spots if other.column is spot.column and other.key != spot.key)
        if of.value is None or rest <= 1 or len({other.key for other in spots}) < 2:
            continue

        def edit(desk: Desk, spot: Spot = spot, of: Spot = of, rest: float = rest) -> None:
            spot.put(desk, None)
            spot.beside("comment").put(desk, "The ledger of this line closes in the middle of the month.")
            of.put(desk, round(rest) - 1)

        yield Fault(given, of.place, (edit,))


beside(
    "the same spent as last time",
    MONEY,
    "M10",
    lambda s: (
        s.table.name == "finance"
        and s.key != "TOTAL"
        and s.column.name == "spend"
        and s.value > 0
        and when(s).quarter > 1
        and not {"comment", "confirm"} & set(s.entered)
    ),
    spec=lambda s: with_past(s, {when(s).previous: s.value}, key=f"spend:{s.key}"),
)
