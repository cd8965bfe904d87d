"""Faults across the sheets: each sheet alone is right, and together they contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from laa_xl.domain.sections import SECTION_CHOICES
from tests.faults.desk import Desk
from tests.faults.kinds import Fault, Given, kind
from tests.faults.kinds_lines import closing, codes, lines_about, points
from tests.faults.places import Spot
from tests.faults.surroundings import with_agreement, with_indicators

ACROSS = "across the sheets"
MISSING = next(choice for choice in SECTION_CHOICES if choice.startswith("5"))


def row(given: Given, code: str, column: str) -> Spot:
    """A cell of an indicator's row."""
    return next(spot for spot in given.spots("indicators") if spot.key == code).beside(column)


@kind("red, and neither a risk nor an action names it", ACROSS, "X01")
def red_without_a_line(given: Given) -> Iterator[Fault]:
    """The code taken out of every line about a red indicator that Government reads."""
    agreed = given.clean.spec.agreement
    for code in () if given.clean.spec.part else codes(given, "Red"):
        about = [
            spot for spot in given.spots("risks", "actions") if spot.column.name == "indicator" and spot.value == code
        ]

        def unnamed(desk: Desk, about: list[Spot] = about) -> None:
            for spot in about:
                spot.put(desk, None)

        place = row(given, code, "rag")
        read = with_indicators(agreed, {code: {"designated": True}})
        yield Fault(given, place.place, (unnamed,), partial(with_agreement, place, indicators=read))


def about_green(given: Given) -> Iterator[tuple[Spot, str]]:
    """Points without a code of their own, each with the code of a green row that has its final figure."""
    green = codes(given, "Green")
    for number, point in enumerate(points(given)):
        if green:
            yield point, green[number % len(green)]


@kind("carried forward, and closed", ACROSS, "X02")
def carried_though_closed(given: Given) -> Iterator[Fault]:
    """A point about what is green, whose every action is closed, is carried forward."""
    for point, _ in about_green(given):
        if point.entered["section"].startswith("5"):
            continue
        for code in codes(given, "Green"):
            lines = lines_about(given, code)
            if lines and not given.clean.spec.part:

                def edit(desk: Desk, point: Spot = point, code: str = code, lines: list[Spot] = lines) -> None:
                    closing(lines)(desk)
                    point.beside("indicator").put(desk, code)
                    point.beside("continues").put(desk, "Yes")

                others = [one for one in points(given, indicator=code, continues="Yes") if one.key != point.key]
                if not others:
                    yield Fault(given, point.beside("continues").place, (edit,))


@kind("a gap that is filled", ACROSS, "X03")
def missing_though_given(given: Given) -> Iterator[Fault]:
    """A point about missing information names an indicator that has its final figure."""
    final = [
        code
        for code, entered in given.clean.entries["indicators"].items()
        if entered.get("status") == "Final" and "actual" in entered
    ]
    closed = {spot.entered["indicator"] for spot in given.spots("actions") if spot.entered.get("indicator")}
    for number, point in enumerate(points(given)):
        free = [code for code in final if code not in closed or "continues" not in point.entered]
        if free and "confirm" not in point.entered:
            code = free[number % len(free)]

            def edit(desk: Desk, point: Spot = point, code: str = code) -> None:
                point.put(desk, MISSING)
                for name, value in {"who": "Hospital trust", "when": "end of the next quarter"}.items():
                    point.beside(name).put(desk, value)
                point.beside("indicator").put(desk, code)

            yield Fault(given, point.beside("indicator").place, (edit,))


@kind("strong performance of what is red", ACROSS, "X04")
def strong_though_red(given: Given) -> Iterator[Fault]:
    """A point about strong performance names an indicator that is red."""
    for code in codes(given, "Red"):
        for point in points(given):
            if point.entered["section"].startswith("4"):

                def edit(desk: Desk, point: Spot = point, code: str = code) -> None:
                    point.beside("indicator").put(desk, code)

                yield Fault(given, point.place, (edit,))
