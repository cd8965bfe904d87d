"""What was agreed anew for an indicator, in sentences: the value in force, the one before, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from laa_xl.domain.agreement import Agreement, Indicator, TargetRow
from laa_xl.domain.numbers import in_full
from laa_xl.domain.periods import Period
from laa_xl.domain.sentences import as_sentence, sentences, spoken_code, spoken_day, without_stop


def changes_of(agreement: Agreement, code: str, period: Period) -> tuple[str, ...]:
    """Every change that counts for a quarter; ``agreement`` is the whole one, which knows what was before."""
    indicator = agreement.indicator(code)
    return (
        *_targets(agreement, indicator, period),
        *_baseline(agreement, indicator, period),
        *_place(agreement, indicator, period),
    )


def change_lines(agreement: Agreement, codes: Iterable[str], period: Period) -> tuple[str, ...]:
    """A line an indicator that has changed, as a report prints it."""
    told = ((code, changes_of(agreement, code, period)) for code in codes)
    return tuple(f"Agreed anew, {spoken_code(code)}: {sentences(*said)}" for code, said in told if said)


def _targets(agreement: Agreement, indicator: Indicator, period: Period) -> Iterator[str]:
    for quarter, name in ((None, f"year-end target for {period.financial_year}"), (period.quarter, "quarter's target")):
        row = agreement.target_row(indicator.code, period.year, quarter, period.end)
        if row is not None and row.effective_from is not None:
            yield _changed(name, _shown(row, indicator), row.effective_from, _before(agreement, row, indicator))


def _before(agreement: Agreement, row: TargetRow, indicator: Indicator) -> str:
    """The target that a renegotiated one took the place of; "" where there was none."""
    since = row.effective_from or date.min
    earlier = [
        other
        for other in agreement.targets
        if (other.indicator, other.year, other.quarter) == (row.indicator, row.year, row.quarter)
        and (other.effective_from or date.min) < since
    ]
    return _shown(max(earlier, key=lambda other: other.effective_from or date.min), indicator) if earlier else ""


def _shown(row: TargetRow, indicator: Indicator) -> str:
    return row.as_target.written(indicator.polarity, indicator.decimals)


def _baseline(agreement: Agreement, indicator: Indicator, period: Period) -> Iterator[str]:
    row = agreement.baseline_row(indicator.code, period)
    if row is None:
        return
    # The revision that was in force the day before, else the indicator's first baseline.
    older = [other for other in agreement.baselines if other.indicator == row.indicator]
    older = [other for other in older if other.effective_from < row.effective_from]
    last = max(older, key=lambda other: other.effective_from, default=None)
    places = indicator.decimals
    before = in_full(last.baseline if last else indicator.baseline, places)
    when = f" ({row.baseline_period})" if row.baseline_period else ""
    said = _changed("baseline", f"{in_full(row.baseline, places)}{when}", row.effective_from, before)
    yield sentences(said, f"By {without_stop(row.post)}: {as_sentence(row.reason)}")


def _changed(name: str, now: str, since: date, before: str) -> str:
    before = f"; before, {before}" if before else ""
    return f"The {name} is {now} since {spoken_day(since)}{before}."


def _place(agreement: Agreement, indicator: Indicator, period: Period) -> Iterator[str]:
    """Where it was added, has moved, or ends."""
    if indicator.first_period and Period.parse(indicator.first_period).year == period.year:
        yield f"Part of the agreement since {spoken_day(Period.parse(indicator.first_period).start)}."
    moves = [row for row in agreement.moves if row.indicator == indicator.code and row.starts <= period]
    if moves:
        last = max(moves, key=lambda row: row.starts)
        here = agreement.theme(agreement.reported_in(indicator.code, period)).name
        there = agreement.theme(agreement.reported_in(indicator.code, last.starts.previous)).name
        since = spoken_day(last.starts.start)
        yield (
            f"Reported by {here} since {since}; before, by {there}."
            if here != there
            else f"Measures another outcome since {since}."
        )
    if indicator.last_period == str(period):
        yield "Ends with this quarter."
