"""Which figures must not be told outside the county: small counts, and those that a small count could be worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.words import Accumulation, Measure


def hidden_codes(agreement: Agreement, small: Iterable[str]) -> frozenset[str]:
    """The codes whose figures of a quarter are not told, where those of ``small`` are too small to be.

    Beside them: the same figure under another code; the parts of a total that is small itself, for none is larger; and
    every total that a hidden figure is part of, for the other parts could be taken from it.
    """
    twins = [(i.code, i.same_as) for i in agreement.indicators if i.same_as]
    twins += [(other, code) for code, other in twins]
    parts = [(i.part_of, i.code) for i in agreement.indicators if i.part_of]
    as_small = _reached(set(small), [*twins, *parts])
    return frozenset(_reached(as_small, [*twins, *((part, total) for total, part in parts)]))


def _reached(codes: set[str], ways: Sequence[tuple[str, str]]) -> set[str]:
    """These codes, and all that a way leads to from them."""
    found, last = set(codes), set[str]()
    while found != last:
        last = set(found)
        found |= {there for here, there in ways if here in found}
    return found


def small_import(indicator: Indicator, actual: float, threshold: int) -> bool:
    """Whether an imported figure must not be told: what a rate was counted from is not known, so a rate never is."""
    return indicator.suppress_small and (indicator.measure is not Measure.COUNT or actual < threshold)


def small_baseline(indicator: Indicator, threshold: int) -> bool:
    """Whether the baseline is a count too small to be told."""
    baseline = indicator.baseline
    few = indicator.suppress_small and indicator.measure is Measure.COUNT
    return few and baseline is not None and baseline < threshold


def small_steps(indicator: Indicator, year: Sequence[float | None], threshold: int) -> frozenset[int]:
    """Which quarters of a year, by place, must not be told beside a later one; the latest figure always stands.

    A count that adds up over the year tells what was counted in between: where that is small, the earlier one is left out.
    """
    counted = indicator.suppress_small and indicator.measure is Measure.COUNT
    if not counted or indicator.accumulation is not Accumulation.CUMULATIVE:
        return frozenset()
    left_out: set[int] = set()
    later: float | None = None
    for place in reversed(range(len(year))):
        figure = year[place]
        if figure is None:
            continue
        if later is not None and later - figure < threshold:
            left_out.add(place)
        else:
            later = figure
    return frozenset(left_out)
