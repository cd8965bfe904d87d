"""Direction of travel: which earlier figure may be compared with this one, and what the change says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from laa_xl.domain.numbers import Figure, exact, many_points, plain, round_half_away, rounded6
from laa_xl.domain.periods import Period
from laa_xl.domain.variance import Target, variance
from laa_xl.domain.words import Accumulation, Direction, Polarity


class Basis(StrEnum):
    """What the earlier figure is."""

    LAST_YEAR = "same period last year"
    PREVIOUS = "previous period"
    BASELINE = "baseline"
    NONE = "no comparable figure"


@dataclass(frozen=True, slots=True)
class Comparator:
    """The earlier figure to compare with, in the indicator's unit; ``value`` None: there is none.

    ``imported``: it comes from a spreadsheet, not from an accepted return. ``period``: the quarter that it is of; None for a
    baseline, or where nobody said. ``last_known``: none is known of the quarter that comes first, so it is the newest before that.
    """

    value: Figure | None
    basis: Basis
    imported: bool = False
    period: Period | None = None
    last_known: bool = False

    @property
    def named(self) -> str:
        """What it is, and whether it comes from a spreadsheet of before."""
        what = f"last known, {self.period}" if self.last_known else self.basis.value
        return f"{what}, imported" if self.imported else what

    @property
    def explanation(self) -> str:
        """One sentence for a person."""
        if self.value is None:
            return "There is no comparable earlier figure."
        return f"Compared with the {self.named}, {plain(self.value)}."


@dataclass(frozen=True, slots=True)
class Travel:
    """A direction and why.

    ``change`` is in points, ``change_fraction`` a fraction of the comparator's size; both rounded to 6
    decimals, positive when favourable, None where they cannot be computed. ``against``: the quarter of the figure that was
    compared with, None for none or a baseline.
    """

    direction: Direction
    change: Decimal | None
    change_fraction: Decimal | None
    explanation: str
    against: Period | None = None


def first_basis(accumulation: Accumulation, *, seasonal: bool) -> Basis:
    """The earlier figure that is asked for first: the same period last year, or the previous one."""
    yearly = seasonal or accumulation in (Accumulation.CUMULATIVE, Accumulation.SURVEY)
    return Basis.LAST_YEAR if yearly else Basis.PREVIOUS


def comparator(
    *,
    accumulation: Accumulation,
    seasonal: bool,
    same_last_year: Figure | None,
    previous: Figure | None,
    baseline: Figure | None,
) -> Comparator:
    """Choose the earlier figure that is comparable; None stands for a figure that is not there.

    A cumulative or seasonal measure compares with the same period last year or not at all: an earlier quarter
    is a different part of the year, and a baseline a whole one. An annual survey's previous period is last
    year's survey, since a quarter ago stood the same one. All others take the previous period. Where none is known of that,
    whoever asks gives the newest figure before; both then fall back on the baseline. docs/rating.md,
    Direction of travel.
    """
    in_season = seasonal or accumulation is Accumulation.CUMULATIVE
    basis = first_basis(accumulation, seasonal=seasonal)
    first = Comparator(same_last_year if basis is Basis.LAST_YEAR else previous, basis)
    if first.value is not None:
        return first
    if baseline is None or in_season:
        return Comparator(None, Basis.NONE)
    return Comparator(baseline, Basis.BASELINE)


def direction(
    *,
    current: Figure | None,
    comparator: Comparator,
    polarity: Polarity,
    target: Target,
    dead_band_percent: Figure = 2,
    confidence: Figure | None = None,
    survey: bool = False,
) -> Travel:
    """Improved, steady or worsened against the comparator. docs/rating.md, Direction of travel.

    ``dead_band_percent``: a change of up to so many % of the comparator (2 is 2 %) is steady; a comparator of
    0 has no percentage, so any change counts. ``survey``: only a change beyond ``confidence`` (plus or minus
    so many points) counts instead, and with ``confidence`` None nothing can be said. ``target`` is used for a
    range only, where the change is in the distance from it.
    """
    figures = _change(current, comparator, polarity, target)
    if figures is None:
        return Travel(Direction.NONE, None, None, _why_none(current, comparator, polarity))
    change, fraction = rounded6(figures[0]), None
    if figures[1] != 0:
        fraction = rounded6(figures[0] / abs(figures[1]))
    if survey and confidence is None:
        why = "No comparison: a survey whose confidence interval is not known cannot show a change."
        return Travel(Direction.NONE, change, fraction, why)

    if survey or fraction is None:
        size, band = change, rounded6(exact(confidence or 0)) if survey else Decimal(0)
        rule = f"confidence interval of {many_points(band)}" if survey else "any change from 0 counts"
        by = many_points(abs(size))
    else:
        size, band = fraction, rounded6(exact(dead_band_percent) / 100)
        rule = f"up to {plain(band * 100)}% is steady"
        by = _percent(abs(size), band)
    found = Direction.IMPROVED if size > band else Direction.WORSENED if size < -band else Direction.STEADY

    moved = "unchanged" if size == 0 else f"{by} {'better' if size > 0 else 'worse'}"
    moved += ", by distance from the range" if polarity is Polarity.RANGE else ""
    words = f"{plain(current)} against {plain(comparator.value)} ({comparator.named}) is {moved} ({rule})"
    return Travel(found, change, fraction, f"{found.capitalize()}: {words}.", comparator.period)


def _change(
    current: Figure | None, earlier: Comparator, polarity: Polarity, target: Target
) -> tuple[Decimal, Decimal] | None:
    """The change, favourable positive, and the earlier figure; None where they cannot be compared."""
    if current is None or earlier.value is None or polarity is Polarity.UNSET:
        return None
    was = exact(earlier.value)
    if polarity is Polarity.RANGE:
        now_off, was_off = variance(current, target, polarity), variance(was, target, polarity)
        return None if now_off is None or was_off is None else (now_off - was_off, was)
    return (exact(current) - was if polarity is Polarity.HIGHER else was - exact(current)), was


def _why_none(current: Figure | None, earlier: Comparator, polarity: Polarity) -> str:
    if current is None:
        return "No comparison: there is no figure for this period."
    if earlier.value is None:
        return "No comparison: there is no comparable earlier figure."
    if polarity is Polarity.UNSET:
        return "No comparison: nobody has said yet whether higher or lower is better."
    return "No comparison: the range to measure the distance from is not set."


def _percent(fraction: Decimal, band: Decimal) -> str:
    # One decimal reads best, unless it would make a change just past the dead band look as if it stood on it.
    shown = round_half_away(fraction * 100, 1)
    return f"{plain(fraction * 100 if shown in (0, band * 100) else shown)}%"
