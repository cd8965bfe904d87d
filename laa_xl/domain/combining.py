"""Figures of several areas put together, only where that means something: numerators and denominators, never averages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from laa_xl.domain.agreement import Indicator
from laa_xl.domain.assessment import Assessed
from laa_xl.domain.drafting import actual_of
from laa_xl.domain.numbers import exact, rounded6, tidy, total
from laa_xl.domain.quotients import fitting_bases
from laa_xl.domain.reported import Reported
from laa_xl.domain.sentences import as_words, listed
from laa_xl.domain.words import Accumulation, Measure, Polarity, mark_of

_ADDS_UP = (Measure.COUNT, Measure.MONEY)


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """An indicator of one area, and the quarter that it was reported in."""

    area: str
    shown: Reported
    item: Assessed

    def part(self, name: str) -> float | None:
        """Its numerator or denominator."""
        return self.item.row.number_of(name) if self.item.row else None

    @property
    def hidden(self) -> bool:
        """Whether its figure is kept back."""
        return self.shown.kept.hides(self.item.indicator.code)


@dataclass(frozen=True, slots=True)
class Combined:
    """The figure of all areas together, or why there is none. ``target`` is there for sums alone.

    ``value`` is in the indicator's unit, a quotient rounded to 6 decimals. ``note`` says how, or why not, and what is not final.
    """

    value: Decimal | None
    note: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    target: Decimal | None = None


def combine(figures: Sequence[AreaFigure]) -> Combined:
    """Put one indicator's figures together. docs/decisions/0034."""
    why = _why_not(figures)
    if why:
        return Combined(None, f"Not combined: {why}.")
    indicator = figures[0].item.indicator
    if indicator.measure in _ADDS_UP:
        value = tidy(total(actual_of(one.item) or 0 for one in figures))
        return Combined(
            value, _said(f"Sum of {listed(one.area for one in figures)}", figures), target=_targets(figures)
        )
    above, below = (total(one.part(name) or 0 for one in figures) for name in ("numerator", "denominator"))
    base = min(_common_bases(figures))
    value = rounded6(above / below * base)
    said = _said(f"Numerators over denominators of {listed(one.area for one in figures)}, per {base:,}", figures)
    return Combined(value, said, tidy(above), tidy(below))


def _said(how: str, figures: Sequence[AreaFigure]) -> str:
    loose = [f"{one.area} {mark}" for one in figures if (mark := mark_of(one.item.status))]
    return f"{how}; not final: {listed(loose)}." if loose else f"{how}."


def _why_not(figures: Sequence[AreaFigure]) -> str:
    """The first reason why the figures do not go together; "" where they do."""
    if len(figures) < 2:
        return "only one area reports it"
    if len({one.item.period for one in figures}) > 1:
        return "the figures are about different quarters"
    missing = [one.area for one in figures if actual_of(one.item) is None]
    if missing:
        return f"there is no figure of {listed(missing)}"
    hidden = [one.area for one in figures if one.hidden]
    if hidden:
        return f"the figure of {listed(hidden)} is about few people, and the sum would tell it"
    return _measured_apart(figures) or _no_whole(figures)


def _measured_apart(figures: Sequence[AreaFigure]) -> str:
    """What the areas do otherwise about the same code."""
    aspects: tuple[tuple[str, Callable[[Indicator], object]], ...] = (
        ("kinds of number", lambda one: one.measure),
        ("units", lambda one: as_words(one.unit or "").casefold()),
        ("ways of building up over the year", lambda one: one.accumulation),
        ("directions that are good", lambda one: one.polarity),
    )
    for name, aspect in aspects:
        if len({aspect(one.item.indicator) for one in figures}) > 1:
            return f"the agreements have different {name} for it"
    times = {as_words(one.item.row.text_of("data_period")).casefold() for one in figures if one.item.row}
    return "the figures are about different times" if len(times) > 1 else ""


def _no_whole(figures: Sequence[AreaFigure]) -> str:
    """Why figures of this kind have no sum and no common quotient."""
    indicator = figures[0].item.indicator
    words = f"{indicator.unit or ''} {indicator.title} {indicator.definition or ''}".casefold()
    if indicator.accumulation is Accumulation.SURVEY:  # whatever it counts
        return "a survey's answers do not weigh the areas by their size"
    if indicator.measure in _ADDS_UP:
        return ""
    if indicator.measure is Measure.SCORE:
        return "scores do not add up"
    if indicator.measure is Measure.CHANGE:
        return "changes from different baselines do not add up"
    if "standardis" in words or "standardiz" in words:
        return "a standardised rate does not come from its counts alone"
    bare = [one.area for one in figures if one.part("numerator") is None or not one.part("denominator")]
    if bare:
        return f"{listed(bare)} {'gives' if len(bare) == 1 else 'give'} no numerator and denominator, and rates are never averaged"
    odd = [one.area for one in figures if not _bases(one)]
    if odd:
        return f"the figure of {listed(odd)} is not its numerator over its denominator"
    return "" if _common_bases(figures) else "the rates are per different numbers of people"


def _bases(one: AreaFigure) -> set[int]:
    actual, above, below = actual_of(one.item), one.part("numerator"), one.part("denominator")
    if actual is None or above is None or not below:
        return set()
    return set(fitting_bases(one.item.indicator, actual, above, below))


def _common_bases(figures: Sequence[AreaFigure]) -> set[int]:
    return set.intersection(*(_bases(one) for one in figures))


def _targets(figures: Sequence[AreaFigure]) -> Decimal | None:
    """The sum of the quarter's targets where every area has one; a range has none."""
    values = [one.item.aims.period.value for one in figures]
    if any(value is None for value in values) or figures[0].item.indicator.polarity is Polarity.RANGE:
        return None
    return tidy(total(exact(value) for value in values if value is not None))
