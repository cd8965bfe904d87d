"""Whether an actual can be meant, beside its own past and its target: of each figure there is one question at most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median

from laa_xl.checks.figures import slip
from laa_xl.checks.indicators import before_of, far, slipped
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Where
from laa_xl.domain.agreement import Indicator
from laa_xl.domain.live import status_of
from laa_xl.domain.numbers import exact, plain, round_half_away
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Row
from laa_xl.domain.words import Accumulation, DataStatus, Measure

_PAST = 8  # quarters that a return knows
LAGGED = 3  # months; a figure that comes later than this is not one of the quarter

# A robust outlier: at least so many figures, and further from their median than so many of their usual distances
# (median absolute deviation, made comparable with a standard deviation by 1.4826) and than a tenth of the median.
# 3.5 is the usual limit; with the few figures of two years only 5 keeps quiet about what is merely unusual.
_FIGURES_NEEDED = 6
_DISTANCES = 5
_MAD_TO_SD = 1.4826
_AT_LEAST = 0.1

_DIGITS_THAT_REPEAT_BY_CHANCE = 2  # 61.5 twice is worth a question; 62 twice is not
_FAR_FROM_0 = 5  # the least target against which 0 is strange
_ROUND_FROM = 100
_PARTS = ("numerator", "denominator")


def _own_figure(row: Row, look: Look) -> tuple[Indicator, float] | None:
    indicator, value = look.indicator(row), look.figure(row, "actual")
    return None if indicator is None or value is None else (indicator, value)


def _slip_from_target(row: Row, look: Look) -> Where | None:
    """Against the target, where no earlier figure is known (I24)."""
    own = _own_figure(row, look)
    if own is None or before_of(own[0], look)[1] is not None:
        return None
    target = look.target(own[0], "actual").value
    if target is None or not (times := slip(*own, float(target))):
        return None
    return Where("actual", {"times": times, "target": plain(float(target), None)})


def _fell(row: Row, look: Look) -> Where | None:
    """A cumulative figure below what it was earlier in the year."""
    own = _own_figure(row, look)
    if own is None or own[0].accumulation is not Accumulation.CUMULATIVE or own[0].measure is Measure.CHANGE:
        return None
    before, at = earlier_this_year(own[0], look)
    if before is None or own[1] >= before:
        return None
    return Where("actual", {"before": plain(before, None), "when": f"{at.end:%B %Y}"})


def earlier_this_year(indicator: Indicator, look: Look) -> tuple[float | None, Period]:
    """The last accepted figure of this financial year, and its quarter."""
    for quarter in range(look.period.quarter - 1, 0, -1):
        at = Period(look.period.year, quarter)
        if (before := look.spec.past_actual(indicator.code, at)) is not None:
            return before, at
    return None, look.period


def _copied(row: Row, look: Look) -> Where | None:
    """The same to the last digit, where the measure moves each quarter and the row says that it is about this one."""
    own = _own_figure(row, look)
    if own is None or not row.blank("data_period"):
        return None
    quarters = (look.period.previous, look.period.same_last_year)
    same = [at for at in quarters if look.spec.past_actual(own[0].code, at) == own[1]]
    if not same or _digits(own[1]) <= _DIGITS_THAT_REPEAT_BY_CHANCE or not _moves(own[0], look.period):
        return None
    for at in same:
        same_year = at.year == look.period.year
        if own[0].accumulation is Accumulation.CUMULATIVE and at == look.period.previous and not same_year:
            continue  # the end of one year and the first quarter of the next
        return Where("actual", {"when": at.months})
    return None


def _moves(indicator: Indicator, period: Period) -> bool:
    """Whether each quarter brings a new figure, as far as the agreement says."""
    seldom = any(word in (indicator.frequency or "").casefold() for word in ("annual", "biennial", "half-yearly"))
    lagged = (indicator.lag_months or 0) >= LAGGED
    each = all(indicator.due_in(quarter) for quarter in (period.quarter, period.previous.quarter))
    return each and not seldom and not lagged and indicator.accumulation is not Accumulation.SURVEY


def _digits(value: float) -> int:
    """How many digits say something: 61.5 has three, 1,200 two."""
    return len(exact(value).normalize().as_tuple().digits)


def _outlier(row: Row, look: Look) -> Where | None:
    """Far outside what the measure did in the last two years; a cumulative one by what each quarter added."""
    own = _own_figure(row, look)
    if own is None or own[0].accumulation is Accumulation.SURVEY or own[0].shares is not None:
        return None
    now, past = _steps(own[0], own[1], look)
    if now is None or len(past) < _FIGURES_NEEDED:
        return None
    middle = median(past)
    spread = _MAD_TO_SD * median(abs(value - middle) for value in past)
    distance = abs(now - middle)
    if spread == 0 or distance <= _DISTANCES * spread or distance <= _AT_LEAST * abs(middle):
        return None
    low, high, quarters = _short(min(past)), _short(max(past)), f"the last {len(past)} quarters that are known"
    history = f"In {quarters} it was between {low} and {high}"
    if own[0].accumulation is Accumulation.CUMULATIVE:
        history = f"This quarter added {_short(now)}; {quarters} added between {low} and {high}"
    return Where("actual", {"history": history})


def _steps(indicator: Indicator, value: float, look: Look) -> tuple[float | None, list[float]]:
    """The figure and its past, each comparable with the other."""
    at, known = look.period, {look.period: value}
    for _ in range(_PAST):
        at = at.previous
        if (past := look.spec.past_actual(indicator.code, at)) is not None:
            known[at] = past
    steps = {period: _step(indicator, period, known) for period in known}
    now = steps.pop(look.period)
    return now, [step for step in steps.values() if step is not None]


def _step(indicator: Indicator, period: Period, known: dict[Period, float]) -> float | None:
    if indicator.accumulation is not Accumulation.CUMULATIVE or period.quarter == 1:
        return known[period]
    return known[period] - known[period.previous] if period.previous in known else None


def _short(value: float) -> str:
    return plain(round_half_away(exact(value), 2))


def _zero(row: Row, look: Look) -> Where | None:
    """0 where the target is far from it, and no figure to compare it with."""
    own = _own_figure(row, look)
    if own is None or own[1] != 0 or before_of(own[0], look)[1] is not None:
        return None
    target = look.target(own[0], "actual").value
    if target is None or abs(exact(target)) < _FAR_FROM_0 or own[0].measure is Measure.CHANGE:
        return None
    return Where("actual", {"target": plain(target, None)})


def _at_ceiling(row: Row, look: Look) -> Where | None:
    """Exactly the highest figure that is possible, where nothing else says so."""
    own = _own_figure(row, look)
    if own is None or own[0].highest is None or own[1] != own[0].highest:
        return None
    target = look.target(own[0], "actual")
    aims = [float(aim) for aim in (target.value, target.high) if aim is not None]
    if any(aim >= own[1] for aim in aims) or before_of(own[0], look)[1] == own[1]:
        return None
    # Parts that are there but cannot be read, or that lack a half, are told of by themselves.
    blank = all(name in row.entries and not row.unusable(name) and row.blank(name) for name in _PARTS)
    return Where("actual") if blank else None


def _round(row: Row, look: Look) -> Where | None:
    """A final count or sum of money of which only the first digit, or of five and more the first two, is none of 0."""
    own = _own_figure(row, look)
    if own is None or status_of(row) is not DataStatus.FINAL or own[0].measure not in (Measure.COUNT, Measure.MONEY):
        return None
    value = abs(own[1])
    if value < _ROUND_FROM or value != int(value):
        return None
    said = 2 if value >= 10_000 else 1
    return Where("actual") if _digits(own[1]) <= said else None


def _slip(row: Row, look: Look) -> Where | None:
    return far(row, look) if slipped(row, look) else None


# In the order in which they are asked: of one figure, one question.
_DOUBTS: tuple[tuple[str, Callable[[Row, Look], Where | None]], ...] = (
    ("I24", _slip),
    ("I06", far),
    ("I25", _slip_from_target),
    ("I30", _fell),
    ("I23", _copied),
    ("I26", _outlier),
    ("I21", _zero),
    ("I20", _at_ceiling),
    ("I22", _round),
)


def doubts(row: Row, look: Look) -> tuple[tuple[str, Where], ...]:
    """The one question that there is about an actual, and by which rule; before it those that would be asked but are waived.

    So a waiver takes away its own question alone, and never one that stood behind it.
    """
    return look.once("doubts", row, lambda: tuple(_asked(row, look)))


def _asked(row: Row, look: Look) -> Iterator[tuple[str, Where]]:
    if _own_figure(row, look) is None:
        return
    for code, find in _DOUBTS:
        where = find(row, look)
        if where is not None:
            yield code, where
            if not look.waived(row, code):
                return


def believed(row: Row, look: Look) -> bool:
    """Whether an actual is there, and no question about it is open: then more may rest on it."""
    if look.figure(row, "actual") is None:
        return False
    return all(look.answered(row, code) for code, _ in doubts(row, look))
