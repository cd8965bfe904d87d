"""Rules about a figure beside what was agreed: targets that are mixed or have moved, the year's profile, its forecast."""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.doubts import believed
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Beyond, Where, row_check
from laa_xl.domain.agreement import Indicator
from laa_xl.domain.live import judgement_of, status_of
from laa_xl.domain.numbers import exact, plain, round_half_away
from laa_xl.domain.profile import share_to_date
from laa_xl.domain.returns import Row
from laa_xl.domain.variance import Target
from laa_xl.domain.words import Accumulation, Judgement, Measure, Polarity, Severity, Symbol

_CONFIRM, _INFO = Severity.CONFIRM, Severity.INFO
# A year whose rest has to go twice as fast as it went so far, or half as fast, is not on its profile.
_PACE = 2
_FEW = 10  # of whole things: so many more or fewer a year are chance


def _builds_up(indicator: Indicator | None) -> bool:
    return (
        indicator is not None
        and indicator.accumulation is Accumulation.CUMULATIVE
        and indicator.measure is not Measure.CHANGE
    )


@row_check(
    "indicators",
    "I14",
    _CONFIRM,
    "You entered {entered}, and it is set against {target}, which is the target of the whole year; by now {due} would be due. If the "
    "figure is for April to {month} only, say so in {at_confirm}, and ask the county team for a target of this quarter.",
    meaning="A figure of a part of the year that is rated against the target of the whole year: period and year-end target are mixed.",
    example="300 homes by September against 1,450, the target of the year (NI 154 in the annual review of 2008).",
    beyond=Beyond.TOGETHER,
)
def period_against_year_end(row: Row, look: Look) -> Iterator[Where]:
    """An explicit target of a quarter wins; one that is the whole year's makes an ordinary figure look bad, or good."""
    indicator, rating = look.indicator(row), look.rating(row)
    if indicator is None or rating is None or not _builds_up(indicator) or look.period.quarter == 4:
        return
    now, year = look.target(indicator, "actual").value, look.target(indicator, "forecast").value
    if now is None or now == 0 or year is None or exact(now) != exact(year) or rating.symbol in (None, Symbol.CIRCLE):
        return
    due = exact(year) * share_to_date(look.period.quarter, indicator.accumulation, indicator.shares)
    if due == exact(year):
        return
    words = {"target": plain(now, None), "due": plain(round_half_away(due, indicator.decimals))}
    yield Where("actual", {**words, "month": f"{look.period.end:%B}"})


@row_check(
    "indicators",
    "I15",
    _CONFIRM,
    "You entered {entered} by the end of {month}, where {due} would be the usual part of the {end} expected at the year end. {so} "
    "Check {cell} and the forecast in {at_forecast}, or say in {at_confirm} why the year goes so.",
    meaning="A cumulative figure far from its profile although the forecast is on target: the rest of the year would have to go more than "
    "twice as fast as it went so far, or less than half as fast.",
    example="70 people by September, and 400 expected in March; or 390 of 400 by September.",
    beyond=Beyond.TOGETHER,
)
def off_its_profile(row: Row, look: Look) -> Iterator[Where]:
    """Either the figure is for another time, or the forecast is a hope, or the measure needs seasonal shares."""
    indicator, actual = look.indicator(row), look.figure(row, "actual")
    if indicator is None or actual is None or not _builds_up(indicator) or not believed(row, look):
        return
    share = share_to_date(look.period.quarter, indicator.accumulation, indicator.shares)
    end, at_least = _expected(row, indicator, look)
    if end is None or not 0 < share < 1 or exact(actual) > exact(end) or actual < 0:
        return
    so_far, to_come = exact(actual) / share, (exact(end) - exact(actual)) / (1 - share)
    if abs(so_far - to_come) < _FEW and indicator.measure is Measure.COUNT:
        return
    behind = to_come > _PACE * so_far
    if not behind and (at_least or to_come * _PACE >= so_far):
        return
    due = plain(round_half_away(exact(end) * share, indicator.decimals))
    so = (
        "The rest of the year would have to go more than twice as fast as it went so far."
        if behind
        else "The rest of the year would go less than half as fast as it went so far: is the figure really for April to now?"
    )
    month = f"{look.period.end:%B}"
    yield Where("actual", {"month": month, "due": due, "end": plain(end, None), "so": so})


def _expected(row: Row, indicator: Indicator, look: Look) -> tuple[float | None, bool]:
    """What the year is expected to give, and whether it may be more: a figure, else the target that a word says is met."""
    forecast = look.figure(row, "forecast")
    if forecast is not None:
        rating = look.rating(row)
        on_target = rating is not None and rating.forecast in (Symbol.STAR, Symbol.CIRCLE)
        return (forecast if on_target else None), False
    word, target = judgement_of(row), look.target(indicator, "forecast").value
    if not row.blank("forecast") or target is None or word in (None, Judgement.WORSE):
        return None, False
    if word is Judgement.BETTER and indicator.polarity is not Polarity.HIGHER:
        return None, False
    return float(target), word is Judgement.BETTER


@row_check(
    "indicators",
    "I18",
    _INFO,
    "{row} is a placeholder: its baseline or target is not agreed yet. Your figure {entered} in {cell} is kept and not rated.",
    meaning="A figure for a placeholder: it is kept, and may be what the baseline was waiting for.",
    example="41 % in the first survey, of which the agreement has no target yet.",
    beyond=Beyond.TOGETHER,
)
def placeholder_with_data(row: Row, look: Look) -> Iterator[Where]:
    """A figure that nothing can be set against yet."""
    indicator, status = look.indicator(row), status_of(row)
    given = look.figure(row, "actual") is not None and status is not None and status.has_figure
    if indicator is not None and indicator.placeholder and given:
        yield Where("actual")


@row_check(
    "indicators",
    "I19",
    _INFO,
    "Since your template went out the agreement has changed for {row}: {changes}. Your figure {entered} in {cell} is rated by what is "
    "agreed today.",
    meaning="A target or a baseline was changed after the template went out.",
    example="The target of the year end was 1,450 and is now 800.",
    beyond=Beyond.PROGRAMME,
)
def agreed_since(row: Row, look: Look) -> Iterator[Where]:
    """The locked cells are compared with what was printed; the rating follows the agreement."""
    now = look.indicator(row)
    if now is None or look.printed is None or row.blank("actual") or not look.printed.agreement.has_indicator(now.code):
        return
    printed = look.once("as printed", look.printed, lambda: _as_printed(look))
    if printed is None:
        return
    then = printed.agreement.indicator(now.code)
    pairs = [
        (
            "the target of this quarter",
            _said(printed.target(then, "actual"), then),
            _said(look.target(now, "actual"), now),
        ),
        (
            "the target of the year end",
            _said(printed.target(then, "forecast"), then),
            _said(look.target(now, "forecast"), now),
        ),
        ("the baseline", _said(Target(then.baseline), then), _said(Target(now.baseline), now)),
    ]
    changes = [f"{what} was {old} and is now {new}" for what, old, new in pairs if old != new]
    if changes:
        yield Where("actual", {"changes": "; ".join(changes)})


def _as_printed(look: Look) -> Look | None:
    """The return as its template saw it; None where targets and indicators are still what was printed, as nearly always."""
    spec, printed = look.spec, look.printed
    if printed is None or (
        printed.period == spec.period
        and printed.agreement.targets == spec.agreement.targets
        and printed.agreement.indicators == spec.agreement.indicators
    ):
        return None
    return Look(printed, look.returned, {})


def _said(target: Target, indicator: Indicator) -> str:
    if target.low is None and target.high is None:
        return "not set" if target.value is None else plain(target.value, None)
    return target.written(Polarity.RANGE, indicator.decimals) or "not set"


@row_check(
    "indicators",
    "I31",
    _CONFIRM,
    "You expect {entered} at the year end, but {actual} is reached already, in {at_actual}, and this figure builds up through the year. "
    "Correct {cell}, or say in {at_confirm} how it can go back.",
    meaning="A cumulative figure that is already beyond the forecast of the year end.",
    example="70 fires by September, and 60 expected in March.",
    beyond=Beyond.TOGETHER,
)
def beyond_the_forecast(row: Row, look: Look) -> Iterator[Where]:
    """What builds up cannot end below where it stands."""
    indicator, actual, forecast = look.indicator(row), look.figure(row, "actual"), look.figure(row, "forecast")
    if not _builds_up(indicator) or actual is None or forecast is None or not believed(row, look):
        return
    if exact(actual) > exact(forecast):
        yield Where("forecast", {"actual": plain(actual, None)})
