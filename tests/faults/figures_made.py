"""Figures that a clean return may have: drawn by hypothesis from an indicator's own declaration, never from a rating."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import strategies as st

from laa_xl.domain.agreement import Indicator, TargetRow
from laa_xl.domain.aims import aims, tolerance_of
from laa_xl.domain.comparable import comparable_period
from laa_xl.domain.records import Indicator as IndicatorRecord
from laa_xl.domain.spec import FormSpec, Past
from laa_xl.domain.variance import Target
from laa_xl.domain.words import Accumulation, DataStatus, Judgement, Measure, Polarity, RatingMode, ToleranceKind

Draw = Callable[[st.SearchStrategy[Any]], Any]


def one_in(draw: Draw, count: int) -> bool:
    """True once in so many times."""
    return bool(draw(st.sampled_from((False,) * (count - 1) + (True,))))


WITH_FIGURE = ("Final", "Provisional", "Estimate", "Proxy")
HAS_PARTS = (Measure.PERCENT, Measure.RATE, Measure.RATIO)
GOOD, CLOSE, OFF = "good", "close", "off"
_WIDE = {
    Measure.PERCENT: (10, 90),
    Measure.COUNT: (20, 2000),
    Measure.MONEY: (2_000, 900_000),
    Measure.CHANGE: (-20, 20),
    Measure.SCORE: (1, 5),
    Measure.RATIO: (0.5, 2),
}


@dataclass(slots=True)
class Figure:
    """An actual as drawn; ``stance``: good, close, off, or "" where it cannot be rated. ``past``: what came before."""

    value: float
    stance: str
    past: list[Past] = field(default_factory=list)


def places_of(indicator: Indicator) -> int:
    """The decimals that a figure of an indicator has: whole things are counted."""
    return 0 if indicator.measure is Measure.COUNT else indicator.decimals


def plausible(draw: Draw, indicator: Indicator) -> float:
    """A figure that the indicator's unit allows."""
    low, high = _WIDE.get(indicator.measure, (1, 300))
    low = low if indicator.minimum is None else max(low, indicator.minimum)
    high = high if indicator.maximum is None else min(high, indicator.maximum)
    return float(round(draw(st.floats(low, max(low, high))), places_of(indicator)))


def limits(draw: Draw, indicator: Indicator) -> dict[str, float]:
    """A lowest and a highest figure of an indicator's own, or none."""
    low, high = _WIDE.get(indicator.measure, (1, 300))
    if low <= 0 or indicator.maximum is not None or not one_in(draw, 3):
        return {}
    return {"minimum": low / 2, "maximum": high * 1.5}


def target_row(draw: Draw, indicator: Indicator, year: int, quarter: int) -> TargetRow:
    """A target for a year end, or sometimes for the quarter alone."""
    value, of = plausible(draw, indicator), draw(st.sampled_from((None, quarter)))
    if indicator.polarity is not Polarity.RANGE:
        return TargetRow(indicator=indicator.code, year=year, quarter=of, target=value)
    low, high = sorted((value, plausible(draw, indicator)))
    ends = draw(st.sampled_from(("both", "low", "high")))
    return TargetRow(
        indicator=indicator.code,
        year=year,
        quarter=of,
        low=None if ends == "high" else low,
        high=None if ends == "low" else high,
    )


def figure(draw: Draw, spec: FormSpec, indicator: Indicator) -> Figure:
    """An actual with what was accepted before it."""
    aim = aims(spec.agreement, indicator, spec.when).period
    rated = indicator.polarity is not Polarity.UNSET and not indicator.placeholder and aim.known(indicator.polarity)
    if not rated:
        made = Figure(plausible(draw, indicator), "")
    else:
        stance = draw(st.sampled_from((GOOD, GOOD, CLOSE, OFF)))
        value, reached = _at(draw, spec, indicator, aim, stance)
        made = Figure(value, stance if reached else CLOSE)
    if made.value == indicator.highest and all(edge is None or edge < made.value for edge in (aim.value, aim.high)):
        # Exactly the highest figure that there is would be asked about, as nothing aims at it.
        below = round(made.value - 10 ** -places_of(indicator), places_of(indicator))
        made = Figure(below, CLOSE if made.stance else "")
    made.past = _past(draw, spec, indicator, made.value)
    return made


def year_end_figure(draw: Draw, spec: FormSpec, indicator: Indicator) -> float | None:
    """A forecast that is as good as its target or better; None where there is no target for the year end."""
    aim = aims(spec.agreement, indicator, spec.when).year_end
    if not aim.known(indicator.polarity) or indicator.polarity is Polarity.UNSET:
        return None
    value, reached = _at(draw, spec, indicator, aim, GOOD)
    return value if reached else None


def _at(draw: Draw, spec: FormSpec, indicator: Indicator, aim: Target, stance: str) -> tuple[float, bool]:
    """A figure so far from its target, and whether the unit allowed it."""
    if indicator.polarity is Polarity.RANGE:
        wanted = _beside_a_range(draw, spec, indicator, aim, stance)
        rounded = wanted if stance != OFF else round(wanted, places_of(indicator))
    else:
        sign = 1 if indicator.polarity is Polarity.HIGHER else -1
        target = float(aim.value or 0)
        if stance == GOOD:
            wanted = target + sign * abs(target) * draw(st.floats(0.005, 0.08))
        elif stance == CLOSE:
            wanted = target - sign * abs(target) * draw(st.floats(0.005, 0.08))
        else:
            wanted = target - sign * (abs(target) * draw(st.floats(0.2, 0.4)) + _points(spec, indicator, target))
        favourable = math.ceil if (sign > 0) == (stance == GOOD) else math.floor
        step = 10 ** places_of(indicator)
        rounded = favourable(round(wanted * step, 6)) / step
    low = -math.inf if indicator.lowest is None else indicator.lowest
    high = math.inf if indicator.highest is None else indicator.highest
    value = min(max(rounded, low), high)
    if value != rounded and value == high and aim.value is not None:
        value = float(aim.value)  # exactly the highest figure that there is would be asked about
    return float(value), value == rounded


def _points(spec: FormSpec, indicator: Indicator, target: float) -> float:
    """How much further a figure has to be where points count, not percentages."""
    tolerance = tolerance_of(spec.agreement, indicator)
    if tolerance.kind is ToleranceKind.POINTS:
        return 2 * float(tolerance.lower) + 1
    return 2.0 if target == 0 else 0.0


def _beside_a_range(draw: Draw, spec: FormSpec, indicator: Indicator, aim: Target, stance: str) -> float:
    low, high = (None if edge is None else float(edge) for edge in (aim.low, aim.high))
    if stance != OFF:
        edges = [edge for edge in (low, high) if edge is not None]
        middle = round(sum(edges) / len(edges), places_of(indicator))
        inside = len(edges) == 2 and edges[0] <= middle <= edges[1]
        return draw(st.sampled_from([*edges, *([middle] if inside else [])]))
    further = _points(spec, indicator, 1)
    if high is not None:
        return high + abs(high) * 0.4 + further + 1
    return (low or 0) - abs(low or 0) * 0.4 - further


def _past(draw: Draw, spec: FormSpec, indicator: IndicatorRecord, value: float) -> list[Past]:
    """What was accepted for the period that a figure is compared with: something near it, or nothing."""
    at = comparable_period(spec.when, indicator.accumulation, seasonal=indicator.shares is not None)
    before = round(value * draw(st.sampled_from((0.8, 0.9, 0.95, 1.06, 1.15, 1.2))), places_of(indicator))
    compared = indicator.baseline is not None and indicator.accumulation is not Accumulation.CUMULATIVE
    far = compared and abs(value - (indicator.baseline or 0)) > 0.4 * abs(indicator.baseline or 0)
    if value == 0:
        before = 0.0
    elif before == 0:
        before = value
    wanted = far or (before not in (0, value) and draw(st.booleans()))
    return [Past(indicator=indicator.code, period=str(at), actual=float(before))] if wanted else []


def parts_for(draw: Draw, indicator: Indicator, value: float) -> dict[str, Any]:
    """A numerator and a denominator that give the figure to its last decimal, or neither."""
    if indicator.measure not in HAS_PARTS or indicator.decimals > 2 or not draw(st.booleans()):
        return {}
    base = 100 if indicator.measure is Measure.PERCENT else draw(st.sampled_from((1, 100, 1000)))
    times = draw(st.sampled_from((1, 2, 5)))
    return {"numerator": round(value * 100 * times), "denominator": base * 100 * times}


def forecast(draw: Draw, spec: FormSpec, indicator: Indicator, stance: str, value: float) -> dict[str, Any]:
    """How the year will end, so that nothing is left to ask; an off-target figure may recover or not."""
    outlook = spec.agreement.settings.rating_mode is RatingMode.OUTLOOK
    number = year_end_figure(draw, spec, indicator)
    if indicator.accumulation is Accumulation.CUMULATIVE and (spec.when.quarter < 4 or (number or 0) < value):
        number = None  # what builds up cannot end below where it stands, nor leave the usual course of a year unasked
    better = {"forecast_judgement": draw(st.sampled_from((Judgement.BETTER.value, Judgement.WITHIN.value)))}
    choices: list[dict[str, Any]] = [better]
    if number is not None:
        choices.append({"forecast": number})
    if stance == OFF:
        choices.append({"forecast_judgement": Judgement.WORSE.value})
    if not outlook or not stance:
        choices.append({})
    return dict(draw(st.sampled_from(choices)))


def off_its_course(spec: FormSpec, indicator: Indicator, value: float) -> bool:
    """Whether the rest of the year would have to go about twice as fast as it went so far, or half as fast.

    That is asked about (I15) whatever the quarter's own target says, so a clean return has no such figure.
    """
    end, quarter = aims(spec.agreement, indicator, spec.when).year_end.value, spec.when.quarter
    if indicator.accumulation is not Accumulation.CUMULATIVE or quarter == 4 or end is None:
        return False
    share = quarter / 4 if indicator.shares is None else float(sum(indicator.shares[:quarter]))
    so_far, to_come = value / share, (float(end) - value) / (1 - share)
    return value <= 0 or to_come > 1.8 * so_far or to_come * 1.8 < so_far


def plain_rating(spec: FormSpec, stance: str, ahead: dict[str, Any]) -> str:
    """The rating that follows from the rule of the agreement as docs/rating.md says it; "" where it is not plain."""
    if stance == GOOD:
        return "Green"
    if stance != OFF:
        return ""
    if spec.agreement.settings.rating_mode is RatingMode.CURRENT:
        return "Red"
    return "Red" if ahead.get("forecast_judgement") == Judgement.WORSE.value else "Amber"


def looks_rounded(indicator: Indicator, value: float) -> bool:
    """Whether a count or a sum of money has so many noughts that somebody would ask whether it is exact."""
    counted = indicator.measure in (Measure.COUNT, Measure.MONEY)
    return counted and abs(value) >= 100 and len(f"{abs(value):.0f}".rstrip("0")) <= 2 and value == int(value)


def months_earlier(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _targets_mixed(spec: FormSpec, indicator: Indicator) -> bool:
    """Whether the agreement has the whole year's target for this quarter, too; a careful partner asks first."""
    both = aims(spec.agreement, indicator, spec.when)
    builds_up = indicator.accumulation is Accumulation.CUMULATIVE and spec.when.quarter < 4
    return builds_up and both.period.value is not None and both.period.value == both.year_end.value


def no_figure(draw: Draw, spec: FormSpec, indicator: Indicator) -> dict[str, Any] | None:
    """A row without a figure and why there is none; None where a figure is to be given."""
    due = indicator.due_in(spec.when.quarter) and not indicator.placeholder
    unrated = indicator.placeholder or _targets_mixed(spec, indicator)
    kinds = [] if unrated else ["figure"] * 7
    kinds += [DataStatus.NOT_YET.value, DataStatus.NOT_APPLICABLE.value]
    if not due:
        kinds += [DataStatus.NOT_DUE.value, "blank", "blank", "blank"]
    kind = draw(st.sampled_from(kinds))
    return None if kind == "figure" else {} if kind == "blank" else {"status": kind}
