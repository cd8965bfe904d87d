"""Contradictions in what is agreed anew within the term; each names the cell it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from laa_xl.declare.table_errors import TableError
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.periods import Period


def check_revisions(agreement: Agreement, error: Any) -> Iterator[TableError]:
    """Indicators added and ended, targets and baselines from a date, moves. ``error`` makes one at a cell."""
    yield from _terms(agreement, error)
    yield from _targets(agreement, error)
    yield from _baselines(agreement, error)
    yield from _moves(agreement, error)
    yield from _rewards(agreement, error)


def quarters_of(agreement: Agreement) -> list[Period]:
    """Every quarter of the term."""
    return [Period(year, quarter) for year in agreement.settings.years for quarter in (1, 2, 3, 4)]


def _term(agreement: Agreement) -> str:
    years = agreement.settings.years
    return f"The agreement runs from {years.start}-Q1 to {years.stop - 1}-Q4."


def _terms(agreement: Agreement, error: Any) -> Iterator[TableError]:
    years = agreement.settings.years
    for index, indicator in enumerate(agreement.indicators):
        for column in ("first_period", "last_period"):
            told = getattr(indicator, column)
            if told and Period.parse(told).year not in years:
                yield error("indicators", index, column, told, f"This is outside the term. {_term(agreement)}")
        first, last = indicator.first_period, indicator.last_period
        if first and last and Period.parse(last) < Period.parse(first):
            yield error("indicators", index, "last_period", last, f"It ends before it starts, which is in {first}.")


def _targets(agreement: Agreement, error: Any) -> Iterator[TableError]:
    indicators = {indicator.code: indicator for indicator in agreement.indicators}
    for index, row in enumerate(agreement.targets):
        indicator = indicators.get(row.indicator)
        if row.effective_from and row.effective_from > date(row.year + 1, 3, 31):
            message = "This is after the year that the target is for, so it never counts."
            yield error("targets", index, "effective_from", f"{row.effective_from:%d/%m/%Y}", message, stops=False)
        # Targets that were agreed for years after an indicator's end are left standing: nothing is wrong with them.
        first = indicator.first_period if indicator else None
        if first and row.year < Period.parse(first).year:
            message = f"{row.indicator} is no part of the agreement in that year: its first period is {first}."
            yield error("targets", index, "year", row.year, message, stops=False)


def _baselines(agreement: Agreement, error: Any) -> Iterator[TableError]:
    years = agreement.settings.years
    first, last = Period(years.start, 1).start, Period(years.stop - 1, 4).end
    seen: set[tuple[str, date]] = set()
    for index, row in enumerate(agreement.baselines):
        day = f"{row.effective_from:%d/%m/%Y}"
        if (row.indicator, row.effective_from) in seen:
            message = "Two baselines of this indicator take effect on the same day. Keep one."
            yield error("baselines", index, "effective_from", day, message)
        seen.add((row.indicator, row.effective_from))
        if row.effective_from < first:
            message = "This is before the agreement starts: correct the baseline of the indicator itself."
            yield error("baselines", index, "effective_from", day, message)
        if row.effective_from > last:
            yield error("baselines", index, "effective_from", day, f"This is after the term. {_term(agreement)}")


def _moves(agreement: Agreement, error: Any) -> Iterator[TableError]:
    indicators = {indicator.code: indicator for indicator in agreement.indicators}
    outcomes = {outcome.code for outcome in agreement.outcomes}
    seen: set[tuple[str, str]] = set()
    for index, row in enumerate(agreement.moves):
        if row.starts.year not in agreement.settings.years:
            message = f"This is outside the term. {_term(agreement)}"
            yield error("moves", index, "from_period", row.from_period, message)
        if (row.indicator, row.from_period) in seen:
            yield error("moves", index, "from_period", row.from_period, "It moves twice in this quarter. Keep one row.")
        seen.add((row.indicator, row.from_period))
        indicator = indicators.get(row.indicator)
        if indicator is None or row.outcome not in outcomes or indicator.outcome not in outcomes:
            continue  # that was told
        if not indicator.runs_in(row.starts):
            message = f"{row.indicator} is no part of the agreement then: see its first and last period."
            yield error("moves", index, "from_period", row.from_period, message)
        others = [other for other in agreement.moves if other.indicator == row.indicator and other.starts < row.starts]
        before = max(others, key=lambda other: other.starts).outcome if others else indicator.outcome
        if before == row.outcome:
            message = f"{row.indicator} measures this outcome already."
            yield error("moves", index, "outcome", row.outcome, message)


def _rewards(agreement: Agreement, error: Any) -> Iterator[TableError]:
    end = Period(agreement.settings.end_year, 4)
    ended = {one.code: one.last_period for one in agreement.indicators if one.last_period and not one.runs_in(end)}
    for index, row in enumerate(agreement.rewards):
        if row.indicator in ended:
            message = (
                f"It ends with {ended[row.indicator]}, before the agreement does: a reward is measured at the end."
            )
            yield error("rewards", index, "indicator", row.indicator, message, stops=False)
