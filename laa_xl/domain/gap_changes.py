"""How the list of missing figures changed since the quarter before, in words (002: "reduced by a third")."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from laa_xl.domain.assessment import Assessment
from laa_xl.domain.part_words import percent
from laa_xl.domain.sentences import are, listed, many, spoken_code, was

_SHARES = {
    Fraction(1, 4): "a quarter",
    Fraction(1, 3): "a third",
    Fraction(1, 2): "a half",
    Fraction(2, 3): "two thirds",
    Fraction(3, 4): "three quarters",
}
_NEAR = Fraction(2, 100)
_MOST_NAMED = 12


def change_sentence(now: Assessment, before: Assessment | None) -> str:
    """How many figures are missing against the quarter before, which were resolved and which are new; "" without one."""
    if before is None:
        return ""
    here, there = _missing(now), _missing(before)
    then = before.period.spelled
    if not here and not there:
        return ""
    said = _length(len(here), len(there), then)
    gone, new = [code for code in there if code not in here], [code for code in here if code not in there]
    parts = [f"Resolved or no longer due: {_named(gone)}."] * bool(gone) + [f"New: {_named(new)}."] * bool(new)
    return " ".join((said, *parts))


def _missing(assessment: Assessment) -> list[str]:
    return list(dict.fromkeys(item.indicator.code for item in assessment.indicators if item.missing))


def _length(here: int, there: int, then: str) -> str:
    if not here:
        return f"No figure is missing any more; {there} {was(there)} in {then}."
    if not there:
        return f"{many(here, 'figure')} {'is' if here == 1 else 'are'} missing; none was in {then}."
    since = f"since {then}"
    if here == there:
        return f"The list of missing figures is as long as it was {since}: {here}."
    if here < there:
        return f"The list of missing figures is reduced by {share(there - here, there)} {since}: {are(here)} missing, {there} were."
    by = "has doubled" if here == 2 * there else f"has grown by {share(here - there, there)}"
    return f"The list of missing figures {by} {since}: {are(here)} missing, {there} {was(there)}."


def share(part: int, whole: int) -> str:
    """A share as people say it: ``a third`` where it is within two points of one, else per cent, a half away from zero."""
    exact = Fraction(part, whole)
    near = next((words for fraction, words in _SHARES.items() if abs(exact - fraction) <= _NEAR), "")
    return near or percent(part, whole)


def _named(codes: Iterable[str]) -> str:
    found = [spoken_code(code) for code in codes]
    rest = len(found) - _MOST_NAMED
    return listed(found) if rest <= 1 else f"{', '.join(found[:_MOST_NAMED])} and {rest} more"
