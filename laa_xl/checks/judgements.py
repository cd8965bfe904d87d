"""Rules about what a partner says beside a figure: a rating, a forecast, and the dates of what is done and to come."""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.figures import live_doubtful
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Live, Where, row_check
from laa_xl.checks.reported import OFF_TARGET, off_target
from laa_xl.declare.excel import (
    all_of,
    any_of,
    blank,
    flag,
    is_date,
    is_number,
    is_one_of,
    is_text,
    listed,
    negated,
    safely,
)
from laa_xl.domain.aims import tolerance_of
from laa_xl.domain.live import judgement_of, status_of
from laa_xl.domain.rating import forecast_disagrees, symbol
from laa_xl.domain.returns import Row
from laa_xl.domain.words import DataStatus, Judgement, RatingMode, Severity, Symbol

_MUST, _CONFIRM = Severity.MUST_FIX, Severity.CONFIRM
_MARKS = {
    Judgement.BETTER: Symbol.STAR.mark,
    Judgement.WITHIN: Symbol.CIRCLE.mark,
    Judgement.WORSE: Symbol.TRIANGLE.mark,
}
_TO_COME = {"indicators": "action_date", "risks": "review", "actions": "due"}
_OVER = ("Complete", "Stopped")
_LIVE_AHEAD = {
    "indicators": (any_of("{rule:sound}=0", OFF_TARGET),),
    "actions": (
        negated(safely(is_one_of("progress", _OVER))),
        any_of(safely(blank("progress")), safely(listed("progress", "actions_progress"))),
    ),
}


@row_check(
    "indicators",
    "I10",
    _CONFIRM,
    'You rate {row} "{entered}", but the figures give {computed}. {why} Both are kept. If yours stands, say why in {at_confirm}; '
    "else clear {cell}.",
    meaning="The partner's own rating differs from the computed one.",
    example="Green declared, and 14.8 against 11.0 where lower is better (NI 065).",
    live=[
        Live(
            "indicators",
            "declared",
            all_of(flag("sound"), listed("declared", "indicators_declared"), "{clean:declared}<>{rag}"),
            "Your own rating differs from ours: clear it, or confirm it",
        )
    ],
)
def declared_against_computed(row: Row, look: Look) -> Iterator[Where]:
    """Declared and computed differ: a finding, never silently resolved."""
    rating, declared = look.rating(row), row.text_of("declared")
    if rating is not None and declared and declared != rating.rag.value:
        yield Where("declared", {"computed": rating.rag.value, "why": rating.explanation})


@row_check(
    "indicators",
    "I11",
    _CONFIRM,
    "The forecast {entered} is {computed} the target for the year end ({target}), but {at_forecast_judgement} "
    'says "{word}". The figure counts. Correct one of them, or say in {at_confirm} why both stand.',
    meaning="Forecast figure and forecast word say different things.",
    example="800 against 1,450, and Better.",
    live=[
        Live(
            "indicators",
            "forecast",
            all_of(
                is_number("forecast"),
                negated(live_doubtful("forecast")),
                flag("year_known"),
                any_of(
                    *(
                        all_of(is_text("forecast_judgement", word), f'{{forecast_mark}}<>"{mark}"')
                        for word, mark in _MARKS.items()
                    )
                ),
            ),
            "Forecast figure and forecast word say different things: correct one, or confirm both",
        )
    ],
)
def forecast_twice(row: Row, look: Look) -> Iterator[Where]:
    """A figure beats a judgement, and their disagreement is a finding."""
    indicator, word, forecast = look.indicator(row), judgement_of(row), look.figure(row, "forecast")
    if indicator is None or indicator.placeholder or word is None:
        return
    aim, tolerance = look.target(indicator, "forecast"), tolerance_of(look.agreement, indicator)
    if forecast_disagrees(forecast, word, aim, indicator.polarity, tolerance):
        mark = symbol(forecast, aim, indicator.polarity, tolerance)
        target = aim.written(indicator.polarity, indicator.decimals)
        yield Where("forecast", {"computed": _SPOKEN[mark], "target": target, "word": word.value})


_SPOKEN = {
    Symbol.STAR: "better than",
    Symbol.CIRCLE: "within the tolerance of",
    Symbol.TRIANGLE: "worse than",
    None: "",
}


@row_check(
    "indicators",
    "I12",
    _CONFIRM,
    "You gave the forecast {entered}, but no target for the year end is agreed, so it cannot be rated and counts as none. Choose a "
    "word in {at_forecast_judgement} as well, or say in {at_confirm} why there is none.",
    meaning="A forecast figure without a year-end target, and no word beside it.",
    example="Forecast 12 where only a September target is agreed.",
    live=[
        Live(
            "indicators",
            "forecast",
            all_of(
                '{rule:mode}<>"current"',
                is_number("forecast"),
                "{rule:year_known}=0",
                blank("forecast_judgement"),
                flag("rated"),
            ),
            "No year-end target is agreed: choose a forecast in a word as well, or confirm",
        )
    ],
)
def forecast_without_target(row: Row, look: Look) -> Iterator[Where]:
    """A forecast figure that nothing can be set against; in "current" mode no forecast counts, so none is asked about."""
    indicator = look.indicator(row)
    if indicator is None or indicator.placeholder or row.number_of("forecast") is None:
        return
    if look.agreement.settings.rating_mode is RatingMode.CURRENT:
        return
    known = look.target(indicator, "forecast").known(indicator.polarity)
    rating = look.rating(row)
    if not known and row.blank("forecast_judgement") and rating is not None and rating.symbol is not None:
        yield Where("forecast")


@row_check(
    "indicators",
    "I13",
    _MUST,
    "The figure is expected on {entered}, which is not after the quarter that this return is about. Correct {cell}, or enter the figure.",
    meaning="A missing figure that should be here already.",
    example="Expected on 30/06/2008 in the return for July to September 2008.",
    live=[
        Live(
            "indicators",
            "status_date",
            all_of(is_text("status", DataStatus.NOT_YET), is_date("status_date"), "INT({status_date})<={spec:end}"),
            "The figure is expected on a day that is past: correct the date, or enter the figure",
        )
    ],
)
def expected_in_the_past(row: Row, look: Look) -> Iterator[Where]:
    """A date for a missing figure lies after the quarter."""
    expected = row.date_of("status_date")
    if status_of(row) is DataStatus.NOT_YET and expected is not None and expected <= look.period.end:
        yield Where("status_date")


@row_check(
    "*",
    "D05",
    _CONFIRM,
    "You entered {entered} for {column}, which lies before this quarter began ({began}). Correct {cell}, or say in {at_confirm} why "
    "it stands.",
    meaning="An action or a review that was due before the quarter began.",
    example="Action by 31/03/2008 in the return for July to September 2008.",
    live=[
        Live(
            table,
            column,
            all_of(
                is_date(column),
                f"INT({{{column}}})<{{spec:start}}",
                *_LIVE_AHEAD.get(table, ()),
            ),
            "This date lies before the quarter began: correct it, or confirm it",
        )
        for table, column in _TO_COME.items()
    ],
)
def due_before_the_quarter(row: Row, look: Look) -> Iterator[Where]:
    """What is to be done lies ahead; an action that is over, or that nobody asks for any more, may lie behind."""
    column = _TO_COME.get(row.table)
    day = row.date_of(column) if column else None
    if column and day is not None and day < look.period.start and not _behind(row, look):
        yield Where(column, {"began": f"{look.period.start:%d/%m/%Y}"})


@row_check(
    "*",
    "D07",
    _CONFIRM,
    "You entered {entered} for {column}. That day was in the quarter that this return is about, so it has passed. Enter the new date in "
    "{cell}, or say in {at_confirm} why it stands.",
    meaning="An action or a review whose date passed within the quarter, and that is still open.",
    example="Action by 31/08/2008 in the return for July to September 2008.",
    live=[
        Live(
            table,
            column,
            all_of(
                is_date(column),
                f"INT({{{column}}})>={{spec:start}}",
                f"INT({{{column}}})<={{spec:end}}",
                *_LIVE_AHEAD.get(table, ()),
            ),
            "This date has passed: enter the new one, or confirm it",
        )
        for table, column in _TO_COME.items()
    ],
)
def passed_within_the_quarter(row: Row, look: Look) -> Iterator[Where]:
    """What is still open when the quarter is over needs a date that is still to come."""
    column = _TO_COME.get(row.table)
    day = row.date_of(column) if column else None
    if column and day is not None and look.period.start <= day <= look.period.end and not _behind(row, look):
        yield Where(column)


def _behind(row: Row, look: Look) -> bool:
    if row.table == "indicators":
        return look.rating(row) is not None and not off_target(row, look)
    # Of progress that cannot be read nobody knows whether it is over: that alone is told.
    return row.table == "actions" and (row.unusable("progress") or action_is_over(row))


def action_is_over(row: Row) -> bool:
    """Whether a line of the Actions sheet is complete or was stopped."""
    return row.text_of("progress") in _OVER


@row_check(
    "about",
    "D06",
    _MUST,
    "You entered {entered} for {column}, which is {when}. A return is completed within a year after its quarter ends ({end}). Enter "
    "in {cell} the day on which this one was completed.",
    meaning="A return completed before its quarter ended, or more than a year after.",
    example="24/10/2007 in the return for July to September 2008.",
    live=[
        Live(
            "about",
            "date_completed",
            all_of(
                is_date("date_completed"),
                any_of("INT({date_completed})<{spec:end}", "INT({date_completed})>{spec:last}"),
            ),
            "A return is completed within a year after its quarter ends: check the date",
        )
    ],
)
def completed_in_time(row: Row, look: Look) -> Iterator[Where]:
    """The figures of a quarter are known when it is over."""
    day, end = row.date_of("date_completed"), look.period.end
    if day is None or end <= day <= end.replace(year=end.year + 1):
        return
    when = "before the quarter ended" if day < end else "more than a year after the quarter ended"
    yield Where("date_completed", {"when": when, "end": f"{end:%d/%m/%Y}"})
