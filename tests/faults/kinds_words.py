"""Faults in words: personal data, names, words that say nothing, and the same words again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from laa_xl.declare.model import Kind as Holds
from laa_xl.domain.words import Measure
from tests.faults.desk import Desk
from tests.faults.kinds import Fault, Given, kind, typed
from tests.faults.kinds_entries import one_of
from tests.faults.kinds_missing import OFF, asked_for_in_words
from tests.faults.places import Spot
from tests.faults.surroundings import with_agreement, with_indicators

WORDS = "words"
PEOPLE = (
    " Ring 0116 496 0000.",
    " Write to anne@partner.example.",
    " Mobile +44 7700 900123.",
    " (0116) 496 0123 has more.",
)
POSTS = ("completed_by", "approved_by", "action_owner", "owner", "who")


def prose(spot: Spot) -> bool:
    """Whole sentences."""
    return spot.column.kind is Holds.LONG_TEXT and spot.column.name not in (*POSTS, "confirm")


def in_prose(spot: Spot) -> bool:
    return prose(spot) and "confirm" not in spot.entered


typed("an address or a telephone number", WORDS, "T03", in_prose, lambda s: s.value + PEOPLE[sum(s.at) % len(PEOPLE)])
typed(
    "a person for a post",
    WORDS,
    "T04",
    lambda s: s.column.name in POSTS and "confirm" not in s.entered,
    one_of("Mrs Smith", "Dr A. Patel, schools", "Cllr O'Brien", "Mr J Brown"),
)


def counts_few(spot: Spot) -> bool:
    """Words about a count, in its row."""
    few = spot.entered.get("actual") or 0
    counted = spot.table.name == "indicators" and spot.indicator.measure is Measure.COUNT
    return counted and spot.column.name in ("cause", "action") and few > 0 and "confirm" not in spot.entered


typed(
    "a person beside a count that is too small to be shown",
    WORDS,
    "T05",
    counts_few,
    lambda s: f"{s.value} Mr Brown of Hill Road was told.",
    "indicators",
    spec=lambda s: with_agreement(
        s,
        indicators=with_indicators(s.given.clean.spec.agreement, {s.key: {"suppress_small": True}}),
        settings=s.given.clean.spec.agreement.settings.model_copy(
            update={"suppression_threshold": int(s.entered["actual"]) + 1}
        ),
    ),
)
typed(
    "words that lead nowhere",
    WORDS,
    "T06",
    lambda s: asked_for_in_words(s) and s.table.name != "about" and "confirm" not in s.entered,
    one_of("As above", "Ongoing", "see attached.", "No change", "- ditto -"),
)
typed(
    "two words for red",
    WORDS,
    "T07",
    lambda s: s.column.name in ("cause", "action") and s.rating == "Red" and "confirm" not in s.entered,
    one_of("Staffing", "Low take-up", "Late start"),
    "indicators",
)


@kind("one paragraph in two rows", WORDS, "T08")
def one_paragraph(given: Given) -> Iterator[Fault]:
    """The cause and the action of one row, copied over those of the next that is off target."""
    told = [
        spot
        for spot in given.spots("indicators")
        if spot.column.name == "cause" and spot.rating in OFF and "action" in spot.entered and not spot.indicator.group
    ]
    for one, other in pairwise(told):

        def copy(desk: Desk, one: Spot = one, other: Spot = other) -> None:
            other.put(desk, one.value)
            other.beside("action").put(desk, one.entered["action"])

        yield Fault(given, other.place, (copy,))
