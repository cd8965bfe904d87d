"""Faults in the lines of the other sheets: risks, actions and points, each beside what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from laa_xl.domain.spec import Carried, FormSpec
from tests.faults.desk import Desk
from tests.faults.kinds import Fault, Given, beside, kind, typed
from tests.faults.kinds_missing import OFF
from tests.faults.places import Spot
from tests.faults.surroundings import when

LINES = "lines"
OVER = ("Complete", "Stopped")


def is_open(spot: Spot) -> bool:
    """A date of something that goes on: beside amber or red, of a risk, of an action that is not over."""
    dated = {"indicators": "action_date", "risks": "review", "actions": "due"}
    asked = spot.table.name != "indicators" or spot.rating in OFF
    going = spot.entered.get("progress") not in OVER
    return spot.column.name == dated.get(spot.table.name) and asked and going and "confirm" not in spot.entered


typed("a date that has passed", LINES, "D07", is_open, lambda s: when(s).start + timedelta(days=sum(s.at) % 88))


@kind("a line entered twice", LINES, "L02")
def entered_twice(given: Given) -> Iterator[Fault]:
    """The first line of a sheet copied over another one."""
    for table, column in (("risks", "risk"), ("narrative", "text")):
        lines = [spot for spot in given.spots(table) if spot.column.name == column]
        for other in lines[1:]:
            first = lines[0]

            def copy(desk: Desk, first: Spot = first, other: Spot = other) -> None:
                for name in {*first.entered, *other.entered}:
                    other.beside(name).put(desk, first.entered.get(name))

            yield Fault(given, other.place, (copy,))


def lines_about(given: Given, code: str) -> list[Spot]:
    """How far each action about an indicator is."""
    lines = (spot for spot in given.spots("actions") if spot.column.name == "progress")
    return [spot for spot in lines if spot.entered.get("indicator") == code]


def codes(given: Given, colour: str) -> list[str]:
    return [code for code, rating in given.clean.ratings.items() if rating == colour]


def points(given: Given, **wanted: Any) -> list[Spot]:
    """The sections of the points on the Narrative sheet."""
    spots = (spot for spot in given.spots("narrative") if spot.column.name == "section")
    return [spot for spot in spots if all(spot.entered.get(name) == value for name, value in wanted.items())]


def closing(lines: list[Spot]) -> Any:
    def close(desk: Desk) -> None:
        for number, line in enumerate(lines):
            line.put(desk, OVER[number % 2])

    return close


@kind("the last action closed while it is red", LINES, "A01")
def closed_while_red(given: Given) -> Iterator[Fault]:
    for code in () if given.clean.spec.part else codes(given, "Red"):
        lines = lines_about(given, code)
        if lines:
            yield Fault(given, lines[0].place, (closing(lines),))


def not_started_before(spot: Spot) -> FormSpec:
    """The last return handed on the same action, on the same line or another."""
    spec = spot.given.clean.spec
    handed = [
        Carried(table="actions", row="A9", column="action", value=spot.entered["action"]),
        Carried(table="actions", row="A9", column="progress", value="Not started"),
    ]
    return spec.model_copy(update={"carried": (*spec.carried, *handed), "carried_from": str(spec.when.previous)})


beside(
    "not started, again",
    LINES,
    "A02",
    lambda s: s.table.name == "actions"
    and s.column.name == "progress"
    and s.value == "Not started"
    and not {"comment", "confirm"} & set(s.entered),
    spec=not_started_before,
)


def threatens_what_goes_well(spot: Spot) -> bool:
    """A risk to an indicator that is green, and said to end better than its target."""
    code = spot.entered.get("indicator")
    row = spot.given.clean.entries["indicators"].get(code, {})
    well = spot.given.clean.ratings.get(code) == "Green" and row.get("forecast_judgement") == "Better"
    return spot.column.name == "likelihood" and well and "forecast" not in row and "confirm" not in spot.entered


typed(
    "a high risk to what ends better", LINES, "R02", threatens_what_goes_well, 5, "risks", also=lambda _: {"impact": 5}
)


def said_of_an_outcome(spot: Spot) -> bool:
    agreed = spot.given.clean.spec.agreement
    told = any(one.mandatory for one in (*agreed.indicators, *agreed.outcomes))
    return spot.column.name == "outcome_kind" and told and "indicator" in spot.entered and "confirm" not in spot.entered


typed(
    "under the heading of other outcomes",
    LINES,
    "R03",
    said_of_an_outcome,
    lambda s: "Other key outcome" if s.value == "Mandatory outcome" else "Mandatory outcome",
    "risks",
)
