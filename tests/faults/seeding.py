"""Plants every kind of fault at many places and says what was found: the test and the benchmark share it."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.faults import (
    kinds_across,
    kinds_agreed,
    kinds_doubts,
    kinds_earlier,
    kinds_entries,
    kinds_figures,
    kinds_lines,
    kinds_missing,
    kinds_money,
    kinds_recovered,
    kinds_related,
    kinds_structure,
    kinds_words,
)
from tests.faults.kinds import KINDS, RECOVERED, Fault, Kind, at_places
from tests.faults.kinds_file import FILE_KINDS as FILE_KINDS
from tests.faults.kinds_file import FileKind, sent_of
from tests.faults.places import Given, new_ones, said
from tests.faults.returns_made import demonstrations, drawn
from tests.support.returns import place_of

PLACES = 20  # of each kind in the benchmark, which is the proof; the tests plant each kind at some of them
IN_TESTS = 3
MODULES = (
    kinds_structure,
    kinds_entries,
    kinds_missing,
    kinds_figures,
    kinds_doubts,
    kinds_agreed,
    kinds_related,
    kinds_earlier,
    kinds_words,
    kinds_lines,
    kinds_money,
    kinds_across,
    kinds_recovered,
)


@dataclass(slots=True)
class Outcome:
    """What became of a kind: places tried, faults found at their cell by their rule, and what was found beside them.

    Of what is harmless those count as found that read as before.
    """

    kind: Kind | FileKind
    places: int = 0
    found: int = 0
    companions: int = 0
    extra: int = 0
    wrong: list[str] = field(default_factory=list)


@functools.cache
def givens() -> tuple[Given, ...]:
    """The demonstration returns of both agreements, and the returns that were drawn. A nil return has no room for faults."""
    return tuple(
        Given(clean)
        for clean in (*demonstrations(), *drawn())
        if clean.entries.get("indicators") or clean.entries.get("narrative")
    )


def seed(kind: Kind, among: Sequence[Given], places: int) -> Outcome:
    """Plant one kind at so many places."""
    outcome = Outcome(kind)
    for fault in at_places(kind, among, places):
        outcome.places += 1
        _judge(kind, fault, outcome)
    return outcome


def _judge(kind: Kind, fault: Fault, outcome: Outcome) -> None:
    after, checked = fault.read()
    new = new_ones(after, fault.given.before)
    if kind.rule == RECOVERED:
        hit = int(checked is not None and said(checked.returned) == fault.given.said)
    else:
        hit = new.pop((kind.rule, fault.at), 0)
    allowed = {rule for rule, _ in kind.companions}
    beside = Counter({place: count for place, count in new.items() if place[0] in allowed})
    extra = new - beside
    outcome.found += hit == 1
    outcome.companions += beside.total()
    outcome.extra += extra.total() + max(hit - 1, 0)
    if hit != 1 or extra:
        outcome.wrong.append(f"{fault.given.clean.name} {fault.at}: {dict(new)}")


def all_kinds() -> list[Kind]:
    """Every kind that is planted in cells, in the order of their declaration; those of files are FILE_KINDS."""
    return list(KINDS)


def send(kind: FileKind, among: Sequence[Given], places: int) -> Outcome:
    """So many files with one kind of fault of the whole file, which is found alone: the file is not read."""
    outcome = Outcome(kind)
    for sent in sent_of(kind, tuple(among), places):
        outcome.places += 1
        found = [(finding.rule, place_of(finding)) for finding in sent.findings()]
        hits = [rule for rule, place in found if (rule, place) == (kind.rule, "")]
        outcome.found += len(hits) == 1
        outcome.extra += len(found) - min(len(hits), 1)
        if len(found) != 1 or not hits:
            outcome.wrong.append(f"{sent.name} {outcome.places}: {found}")
    return outcome


def table(outcomes: Sequence[Outcome]) -> str:
    """The kinds and what became of them, as a table of Markdown."""
    lines = ["| kind | family | rule | places | found | companions | too much |", "|---|---|---|---|---|---|---|"]
    lines += [
        f"| {o.kind.name} | {o.kind.family} | {o.kind.rule or 'none: recovered'} | {o.places} | {o.found} | {o.companions} | {o.extra} |"
        for o in outcomes
    ]
    return "\n".join(lines)
