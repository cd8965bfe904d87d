"""Finance lines: forecast against budget, spend against the year, and sums that add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from laa_xl.domain.numbers import Figure, exact, plain, round_half_away, rounded6, total
from laa_xl.domain.words import Rag


@dataclass(frozen=True, slots=True)
class FinanceBands:
    """How far a forecast may lie from its budget, in % of it, either way; an edge counts as within.

    docs/rating.md, Finance line: an underspend is a finding too.
    """

    green_up_to: Figure = 2
    amber_up_to: Figure = 5
    version: str = "1"


@dataclass(frozen=True, slots=True)
class FinanceView:
    """One line computed; amounts in the pounds of the line, fractions rounded to 6 decimals (0.1 is 10 %).

    ``variance`` is forecast - budget, positive an overspend. ``against_profile`` is spend to date - profiled
    spend. Any of them is None where a figure is missing; fractions also where the budget is 0. ``rag`` grey:
    budget or forecast is missing.
    """

    variance: Decimal | None
    variance_fraction: Decimal | None
    against_profile: Decimal | None
    spent_fraction: Decimal | None
    year_fraction: Decimal
    rag: Rag
    explanation: str


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of pounds and how many of its lines had no figure; ``value`` None: none of them had one."""

    value: Decimal | None
    missing: int


def finance_view(
    *,
    budget: Figure | None,
    spent: Figure | None,
    profiled: Figure | None,
    forecast: Figure | None,
    quarter: int,
    bands: FinanceBands | None = None,
) -> FinanceView:
    """Compute and band one finance line at the end of ``quarter`` (1 to 4). docs/rating.md, Finance line."""
    bands = bands or FinanceBands()
    variance = _minus(forecast, budget)
    rag, words = _band(budget, forecast, variance, bands)
    year = Decimal(quarter) / 4
    spent_part = _part(None if spent is None else exact(spent), budget)
    if spent_part is not None:
        words += f"; {_percent(spent_part)} of it spent with {_percent(year)} of the year gone"
    return FinanceView(
        variance=variance,
        variance_fraction=_part(variance, budget),
        against_profile=_minus(spent, profiled),
        spent_fraction=spent_part,
        year_fraction=year,
        rag=rag,
        explanation=f"{rag}: {words}; finance bands, version {bands.version}.",
    )


def total_of(amounts: Iterable[Figure | None]) -> Total:
    """Add up a column of pounds exactly, counting rather than guessing the lines without a figure."""
    lines = list(amounts)
    known = [amount for amount in lines if amount is not None]
    return Total(total(known) if known else None, len(lines) - len(known))


def total_difference(amounts: Iterable[Figure | None], stated: Figure | None) -> Decimal | None:
    """The stated total less the sum of its lines, in pounds: 0 when they add up.

    None: no total is stated, or a line has no figure, so nothing can be said.
    """
    summed = total_of(amounts)
    return None if summed.missing else _minus(stated, summed.value)


def _minus(left: Figure | None, right: Figure | None) -> Decimal | None:
    return None if left is None or right is None else exact(left) - exact(right)


def _part(amount: Decimal | None, budget: Figure | None) -> Decimal | None:
    whole = Decimal(0) if budget is None else abs(exact(budget))
    return None if amount is None or whole == 0 else rounded6(amount / whole)


def _band(
    budget: Figure | None, forecast: Figure | None, variance: Decimal | None, bands: FinanceBands
) -> tuple[Rag, str]:
    if variance is None:
        gap = "budget or forecast" if budget is None and forecast is None else ""
        gap = gap or ("budget" if budget is None else "forecast")
        return Rag.GREY, f"no {gap} given"
    figures = f"forecast {_pounds(forecast)} against a budget of {_pounds(budget)}"
    if variance == 0:
        return Rag.GREEN, f"{figures} is on budget"
    way = "overspend" if variance > 0 else "underspend"
    fraction = _part(variance, budget)
    if fraction is None:
        # No percentage of nothing: money where none was budgeted is beyond any band.
        return Rag.RED, f"{figures} is an {way} of {_pounds(abs(variance))} where nothing was budgeted"
    green, amber = (rounded6(exact(edge) / 100) for edge in (bands.green_up_to, bands.amber_up_to))
    size = abs(fraction)
    rag = Rag.GREEN if size <= green else Rag.AMBER if size <= amber else Rag.RED
    edges = f"green to {plain(bands.green_up_to)}%, amber to {plain(bands.amber_up_to)}%"
    return rag, f"{figures} is an {way} of {_pounds(abs(variance))}, {_percent(size, green, amber)} ({edges})"


def _percent(fraction: Decimal, *edges: Decimal) -> str:
    """One decimal, unless that would put a figure just past an edge on it."""
    shown = round_half_away(fraction * 100, 1)
    misleads = any(shown == edge * 100 for edge in (Decimal(0), *edges))
    return f"{plain(fraction * 100 if misleads else shown)}%"


def _pounds(amount: Figure | None) -> str:
    value = exact(amount or 0)
    sign = "-" if value < 0 else ""
    return f"{sign}£{plain(abs(value), None if value == value.to_integral_value() else 2)}"
