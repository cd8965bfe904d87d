"""Faults across quarters: what was final and is not, what was restated, what is red again."""

from __future__ import annotations

from laa_xl.domain.words import Accumulation
from tests.faults.kinds import beside
from tests.faults.places import Spot
from tests.faults.surroundings import accepted_before, when

EARLIER = "across quarters"


def of_a_time(column: str) -> object:
    """An entry of a row that says which time its figure is about."""
    return (
        lambda spot: spot.table.name == "indicators"
        and spot.column.name == column
        and {"actual", "data_period"} <= set(spot.entered)
        and "confirm" not in spot.entered
    )


beside(
    "final no longer",
    EARLIER,
    "P01",
    lambda s: of_a_time("status")(s) and s.value in ("Provisional", "Estimate", "Proxy"),
    known=lambda s: accepted_before(s, status="Final"),
)
beside(
    "a final figure changed",
    EARLIER,
    "P02",
    lambda s: of_a_time("actual")(s) and s.entered["status"] == "Final",
    known=lambda s: accepted_before(s, actual=s.value + 1),
)
beside(
    "a final figure after a provisional one",
    EARLIER,
    "P03",
    lambda s: of_a_time("actual")(s) and s.entered["status"] == "Final",
    known=lambda s: accepted_before(s, actual=s.value + 1, status="Provisional"),
)


def red_all_year(spot: Spot) -> bool:
    """A row that is as red in the quarter before, of which no action is open, and Government does not read."""
    spec, found = spot.given.clean.spec, spot.indicator
    lines = spot.given.clean.entries.get("actions", {}).values()
    acted_on = any(line.get("indicator") == spot.key for line in lines)
    read = found.designated or found.mandatory or found.reward
    same = found.accumulation is not Accumulation.CUMULATIVE and found.shares is None
    quarterly = any(row.indicator == spot.key and row.quarter for row in spec.agreement.targets)
    return (
        spot.table.name == "indicators"
        and spot.column.name == "actual"
        and spot.rating == "Red"
        and not (acted_on or read or quarterly or spec.part)
        and same
        and when(spot).quarter > 1
    )


beside("red for the second quarter running", EARLIER, "P04", red_all_year, known=accepted_before, at="rag")
