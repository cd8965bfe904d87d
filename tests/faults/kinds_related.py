"""Faults of figures that belong together: parts and their whole, rows of a group, one figure in two themes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from laa_xl.checks.look import Known
from laa_xl.domain.returns import Entry, Return, Row
from laa_xl.domain.spec import FormSpec
from laa_xl.domain.words import Measure, Polarity
from tests.faults.kinds import Fault, Given, kind
from tests.faults.kinds_agreed import SINCE
from tests.faults.kinds_doubts import actual
from tests.faults.places import Spot
from tests.faults.returns_made import SHIPPED, shipped
from tests.faults.surroundings import with_agreement, with_indicators, with_target
from tests.support.returns import agreement

TOGETHER = "figures together"


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
    for one, other in pairwise(found):
        apart = abs(one.value - other.value) / max(abs(one.value), abs(other.value))
        if 0.2 < apart < 0.8:  # further apart they look like a slip of the unit as well
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
kind("two figures exchanged", TOGETHER, "I29", companions=SINCE)(exchanged)
kind("another figure in another theme's return", TOGETHER, "Y01")(reported_otherwise)
