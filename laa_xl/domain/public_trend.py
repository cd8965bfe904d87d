"""The trend of an indicator as anybody may see it: quarter by quarter, with what must not be told left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from laa_xl.domain.agreement import Indicator
from laa_xl.domain.aims import aims
from laa_xl.domain.assessment import Assessed, Kept
from laa_xl.domain.disclosure import Record, small_baseline
from laa_xl.domain.drafting import actual_of
from laa_xl.domain.history import label_of
from laa_xl.domain.numbers import in_full
from laa_xl.domain.periods import Period
from laa_xl.domain.public import Kind, TrendPoint
from laa_xl.domain.public_words import fewer_than
from laa_xl.domain.sentences import sentences
from laa_xl.domain.units import signed
from laa_xl.domain.variance import Target
from laa_xl.domain.words import mark_of

PAST_QUARTERS = 12
NOT_SHOWN, TO_COME, NO_FIGURE = "Not shown", "To come", "No figure"


def amount(indicator: Indicator, figure: float | None) -> str:
    """``62.0%``, ``£1,450``; "" for None."""
    return signed(in_full(figure, indicator.decimals), indicator.unit)


def aim_words(indicator: Indicator, aim: Target) -> str:
    """A target as printed: ``60.0%``, ``10 to 20``; "" for none."""
    return signed(aim.written(indicator.polarity, indicator.decimals), indicator.unit)


class PublicHistory(Record):
    """What is known of every quarter, as anybody may see it."""

    def is_small(self, code: str, period: Period) -> bool:
        """Whether the figure itself is too small to be told."""
        return self.kept(code, period) is Kept.SMALL

    def is_hidden(self, code: str, period: Period) -> bool:
        """Whether the figure is not told: too small, or a small one could be worked out from it."""
        return self.kept(code, period) is not None

    def compared_with_hidden(self, item: Assessed) -> bool:
        """Whether what the figure may have been compared with is not told."""
        indicator, period = item.indicator, item.period
        quarters = (period.previous, period.same_last_year, item.travel.against)
        earlier = any(one is not None and self.is_hidden(indicator.code, one) for one in quarters)
        return earlier or small_baseline(indicator, self.agreement.settings.suppression_threshold)

    def trend(self, item: Assessed, *, ahead: bool) -> tuple[TrendPoint, ...]:
        """Baseline, quarters to the end of the year, and (``ahead``) the forecast; () where no figure can be told."""
        quarters = list(self._quarters(item.indicator, item.period))
        left_out = set(self.beside_later(item.indicator, (one for one in quarters if one <= item.period)))
        points = [self._point(item, quarter, quarter in left_out) for quarter in quarters]
        points = [point for point in points if point.figure not in ("", TO_COME) or point.target]
        if all(point.value is None for point in points):
            return ()
        return (*self._baseline(item.indicator), *points, *(self._forecast(item) if ahead else ()))

    def _quarters(self, indicator: Indicator, now: Period) -> Iterator[Period]:
        past = [now]
        for _ in range(PAST_QUARTERS):
            past.append(past[-1].previous)
        known = [one for one in past if self.actual(indicator.code, one) is not None]
        first = min([*known, Period(now.year, 1)])
        ahead = [Period(now.year, quarter) for quarter in range(now.quarter + 1, 5)]
        return (one for one in (*reversed(past), *ahead) if one >= first and indicator.runs_in(one))

    def _point(self, item: Assessed, quarter: Period, left_out: bool) -> TrendPoint:
        indicator = item.indicator
        code, aim = indicator.code, self._aim(item, quarter)
        if self.is_hidden(code, item.period):
            aim = Target()  # beside the rating it would tell on which side of it the hidden figure lies
        value = self.actual(code, quarter) if quarter <= item.period else None
        figure, note = amount(indicator, value), self._note(code, quarter)
        if value is None:
            figure, note = TO_COME if quarter > item.period else NO_FIGURE, ""
        if self.is_hidden(code, quarter) or left_out:
            few = self.agreement.settings.suppression_threshold
            figure = fewer_than(few) if self.is_small(code, quarter) else NOT_SHOWN
            value, note, aim = None, "", Target()
        return TrendPoint(
            Kind.QUARTER,
            label_of(quarter),
            f"Q{quarter.quarter}",
            quarter.financial_year,
            figure,
            value,
            aim_words(indicator, aim),
            aim,
            note,
        )

    def _aim(self, item: Assessed, quarter: Period) -> Target:
        if found := self.items.get((item.indicator.code, quarter)):
            return found.aims.period
        return aims(self.agreement.at(item.period), item.indicator, quarter).period

    def _note(self, code: str, quarter: Period) -> str:
        item = self.items.get((code, quarter))
        if item is None or actual_of(item) is None:
            taken = self.imported.get((code, quarter))
            return ", ".join(["from earlier records", *filter(None, [mark_of(taken.figure.status)])]) if taken else ""
        return mark_of(item.status)

    def _baseline(self, indicator: Indicator) -> Iterator[TrendPoint]:
        if indicator.baseline is None or small_baseline(indicator, self.agreement.settings.suppression_threshold):
            return
        when = indicator.baseline_period or ""
        label = ", ".join(part for part in ("Baseline", when) if part)
        figure = amount(indicator, indicator.baseline)
        yield TrendPoint(Kind.BASELINE, label, "Baseline", when, figure, float(indicator.baseline), "", Target())

    def _forecast(self, item: Assessed) -> Iterator[TrendPoint]:
        forecast = item.row.number_of("forecast") if item.row else None
        if forecast is None or self.is_hidden(item.indicator.code, item.period):
            return
        aim, year = item.aims.year_end, item.period.financial_year
        words = aim_words(item.indicator, aim)
        figure = amount(item.indicator, forecast)
        yield TrendPoint(Kind.FORECAST, f"Year-end forecast {year}", "Forecast", year, figure, forecast, words, aim)


def trend_words(points: Sequence[TrendPoint]) -> str:
    """What the drawing shows, in words: how many figures, the first and the last, and what they aim at; "" for nothing."""
    told = [point for point in points if point.kind is not Kind.FORECAST and point.value is not None]
    if not told:
        return ""
    first, last = told[0], told[-1]
    said = f"{_when(last)}: {last.figure}."
    if first is not last:
        said = f"{len(told)} figures, from {first.figure} ({_when(first)}) to {last.figure} ({_when(last)})."
    aimed = [point for point in points if point.kind is Kind.QUARTER and point.target]
    ahead = next((point for point in points if point.kind is Kind.FORECAST), None)
    return sentences(
        said,
        f"Target for {last.label}: {last.target}." if last.target else "",
        f"Target for {aimed[-1].label}: {aimed[-1].target}." if aimed and aimed[-1] is not last else "",
        f"{ahead.label}: {ahead.figure}." if ahead else "",
    )


def _when(point: TrendPoint) -> str:
    """Its time, and what marks its figure: ``Q2 2008-09, provisional``."""
    return f"{point.label}, {point.note}" if point.note else point.label
