"""Faults across quarters: what was final and is not, what was restated, what is red again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from laa_xl.domain.words import Accumulation
from tests.faults.desk import Desk
from tests.faults.figures_made import looks_rounded
from tests.faults.kinds import Fault, Given, kind
from tests.faults.kinds_doubts import open_point
from tests.faults.places import Spot
from tests.faults.surroundings import accepted_before, when, with_agreement, with_indicators

EARLIER = "across quarters"


def of_the_same_time(now: str, **then: Any) -> Callable[[Given], Iterator[Fault]]:
    """A figure of the month before the quarter, with this status now; ``then``: what was accepted of it a quarter ago."""

    def faults(given: Given) -> Iterator[Fault]:
        for spot in given.spots("indicators"):
            free = (
                not {"confirm", "cause"} & set(spot.entered)
                and not open_point(spot)
                and spot.indicator.lowest != spot.value
            )
            if spot.column.name != "actual" or not free or looks_rounded(spot.indicator, spot.value):
                continue
            about = spot.entered.get("data_period") or f"{when(spot).start - timedelta(days=1):%B %Y}"

            def edit(desk: Desk, spot: Spot = spot, about: str = about) -> None:
                spot.beside("data_period").put(desk, about)
                spot.beside("status").put(desk, now)

            entries = {"actual": spot.value, "data_period": about, **then}
            if entries["actual"] is OTHER:
                entries["actual"] = spot.value + 1
            found = spot if then.get("actual") is OTHER else spot.beside("status")
            yield Fault(given, found.place, (edit,), known=partial(accepted_before, spot, **entries))

    return faults


OTHER = object()  # another figure than the one of the return
kind("final no longer", EARLIER, "P01")(of_the_same_time("Estimate", status="Final"))
kind("a final figure changed", EARLIER, "P02")(of_the_same_time("Final", status="Final", actual=OTHER))
kind("a final figure after a provisional one", EARLIER, "P03")(
    of_the_same_time("Final", status="Provisional", actual=OTHER)
)


@kind("red for the second quarter running", EARLIER, "P04")
def red_all_year(given: Given) -> Iterator[Fault]:
    """A row that was as red in the quarter before, of which no line tells, and which Government does not read."""
    clean = given.clean
    for spot in given.spots("indicators"):
        found = spot.indicator
        same = found.accumulation is not Accumulation.CUMULATIVE and found.shares is None
        quarterly = any(row.indicator == spot.key and row.quarter for row in clean.spec.agreement.targets)
        if spot.column.name != "actual" or spot.rating != "Red" or not same or quarterly:
            continue
        if clean.spec.part or when(spot).quarter == 1:
            continue
        about = [
            line
            for line in given.spots("actions", "risks")
            if line.column.name == "indicator" and line.value == spot.key
        ]

        def edit(desk: Desk, about: list[Spot] = about) -> None:
            for line in about:
                line.put(desk, None)

        unread = with_indicators(
            clean.spec.agreement, {spot.key: {"designated": False, "mandatory": False, "reward": False}}
        )
        spec = partial(with_agreement, spot, indicators=unread)
        yield Fault(given, spot.beside("rag").place, (edit,), spec, partial(accepted_before, spot))
