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
    """Every action about a red indicator; where there is none, one that was about nothing is about it now."""
    free = [
        spot for spot in given.spots("actions") if spot.column.name == "progress" and "indicator" not in spot.entered
    ]
    for code in () if given.clean.spec.part else codes(given, "Red"):
        lines = lines_about(given, code) or free[:1]

        def edit(desk: Desk, code: str = code, lines: list[Spot] = lines) -> None:
            closing(lines)(desk)
            for line in lines:
                line.beside("indicator").put(desk, code)

        if lines:
            yield Fault(given, lines[0].place, (edit,))


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
    lambda s: (
        s.table.name == "actions"
        and s.column.name == "progress"
        and s.value == "Not started"
        and not {"comment", "confirm"} & set(s.entered)
    ),
    spec=not_started_before,
)


def kind_of(given: Given, code: str) -> str:
    """Under which heading a risk to an indicator stands."""
    agreed = given.clean.spec.agreement
    found = agreed.indicator(code)
    mandatory = found.mandatory or agreed.outcome_of(found).mandatory
    return "Mandatory outcome" if mandatory else "Other key outcome"


@kind("a high risk to what ends better", LINES, "R02")
def risk_to_what_goes_well(given: Given) -> Iterator[Fault]:
    """A risk is made a high one, to an indicator that is green and said to end better than its target."""
    rows = given.clean.entries.get("indicators", {})
    well = [
        code
        for code in codes(given, "Green")
        if rows[code].get("forecast_judgement") == "Better" and "forecast" not in rows[code]
    ]
    spots = [
        spot for spot in given.spots("risks") if spot.column.name == "likelihood" and "confirm" not in spot.entered
    ]
    for number, spot in enumerate(spots if well else ()):
        values = {"likelihood": 5, "impact": 5, "indicator": well[number % len(well)]}
        values["outcome_kind"] = kind_of(given, well[number % len(well)])

        def edit(desk: Desk, spot: Spot = spot, values: Any = values) -> None:
            for name, value in values.items():
                spot.beside(name).put(desk, value)

        yield Fault(given, spot.place, (edit,))


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
