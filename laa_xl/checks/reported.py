"""What a return has to say about each indicator: a figure or why there is none, and what amber and red ask for."""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.checks.blanks import blank_columns, empty
from laa_xl.checks.look import Look
from laa_xl.checks.registry import Live, Where, row_check
from laa_xl.declare.excel import all_of, blank, flag, is_number, is_one_of, is_text, negated
from laa_xl.declare.model import When
from laa_xl.domain.live import status_of
from laa_xl.domain.returns import Row
from laa_xl.domain.words import DataStatus, Rag, RatingMode, Severity

_MUST = Severity.MUST_FIX
_WITH_FIGURE = tuple(status.value for status in DataStatus if status.has_figure)
_WITHOUT_FIGURE = tuple(status.value for status in DataStatus if not status.has_figure)
_REASONED = (DataStatus.NOT_YET, DataStatus.NOT_APPLICABLE)
# A status that needs its reason; with a figure beside it the status is wrong (B06).
REASON_WANTED = all_of(is_one_of("status", _REASONED), negated(is_number("actual")))
OFF_TARGET = flag("off_target")
_ASKED = {
    "cause": "give the cause",
    "action": "give the action",
    "action_owner": "say who owns the action",
    "action_date": "say by when",
}


@row_check(
    "indicators",
    "B03",
    _MUST,
    "There is no figure for {row} and no data status. Enter the figure in {cell}, or choose in {at_status} why there is none. "
    "A blank is not zero.",
    meaning="A figure is due, and neither a figure nor a data status is given.",
    example="Actual and data status both blank.",
    live=[
        Live(
            "indicators",
            "actual",
            all_of(blank("actual"), blank("status"), flag("due")),
            "Enter the actual, or choose a data status",
        )
    ],
)
def figure_due(row: Row, look: Look) -> Iterator[Where]:
    """Blank without status."""
    indicator = look.indicator(row)
    due = indicator is not None and indicator.due_in(look.period.quarter) and not indicator.placeholder
    if due and empty(row, "actual", "status"):
        yield Where("actual")


@row_check(
    "indicators",
    "B04",
    _MUST,
    "There is a figure for {row} but no data status. Choose in {cell} whether it is final, provisional, an estimate or a proxy.",
    meaning="A figure without a data status.",
    example="Actual 2.42, data status blank.",
    live=[Live("indicators", "status", all_of(is_number("actual"), blank("status")), "Choose the data status")],
)
def status_needed(row: Row, look: Look) -> Iterator[Where]:
    """A figure needs a status."""
    if row.number_of("actual") is not None and empty(row, "status"):
        yield Where("status")


@row_check(
    "indicators",
    "B05",
    _MUST,
    'The data status is "{status}", but there is no figure. Enter the figure in {cell}, or choose in {at_status} why there is none.',
    meaning="A data status that goes with a figure, without one.",
    example="Final, and Actual blank.",
    live=[
        Live(
            "indicators",
            "actual",
            all_of(blank("actual"), is_one_of("status", _WITH_FIGURE)),
            "Enter the actual, or choose another data status",
        )
    ],
)
def figure_for_status(row: Row, look: Look) -> Iterator[Where]:
    """Final, provisional, estimate and proxy go with a figure."""
    status = status_of(row)
    if status is not None and status.has_figure and empty(row, "actual"):
        yield Where("actual", {"status": status.value})


@row_check(
    "indicators",
    "B06",
    _MUST,
    'There is a figure in {at_actual}, but the data status is "{entered}". Choose another status in {cell}, or clear the figure.',
    meaning="A figure together with a status that says there is none.",
    example="Not yet available, and Actual 12.",
    live=[
        Live(
            "indicators",
            "status",
            all_of(is_number("actual"), is_one_of("status", _WITHOUT_FIGURE)),
            "There is a figure: choose another data status",
        )
    ],
)
def status_for_figure(row: Row, look: Look) -> Iterator[Where]:
    """Not yet available, not due and not applicable go without a figure."""
    status = status_of(row)
    if status is not None and not status.has_figure and row.number_of("actual") is not None:
        yield Where("status")


@row_check(
    "indicators",
    "B07",
    _MUST,
    'The data status is "{status}". Say in {cell} why there is no figure.',
    meaning="A missing figure without its reason.",
    example="Not yet available, and no reason.",
    live=[
        Live("indicators", "status_reason", all_of(REASON_WANTED, blank("status_reason")), "Say why there is no figure")
    ],
)
def reason_needed(row: Row, look: Look) -> Iterator[Where]:
    """Not yet available and not applicable need a reason; with a figure beside it the status is wrong (B06)."""
    for where in blank_columns(row, When.STATUS_NEEDS_REASON, reason_wanted(row, look)):
        yield Where(where.column, {"status": str(status_of(row))})


def reason_wanted(row: Row, look: Look) -> bool:
    """Whether the reason for a missing figure is asked for."""
    return status_of(row) in _REASONED and row.number_of("actual") is None


@row_check(
    "indicators",
    "B08",
    _MUST,
    'The data status is "Not yet available". Say in {cell} when the figure is expected.',
    meaning="A missing figure without the date it is expected.",
    example="Not yet available, and no date.",
    live=[
        Live(
            "indicators",
            "status_date",
            all_of(is_text("status", DataStatus.NOT_YET), negated(is_number("actual")), blank("status_date")),
            "Say when the figure is expected",
        )
    ],
)
def date_needed(row: Row, look: Look) -> Iterator[Where]:
    """Not yet available needs a date; with a figure beside it the status is wrong (B06)."""
    needed = status_of(row) is DataStatus.NOT_YET and row.number_of("actual") is None
    return blank_columns(row, When.STATUS_NEEDS_DATE, needed)


@row_check(
    "indicators",
    "B09",
    _MUST,
    "The rating of {row} is {rag}, and {column} is blank. {wanted} in {cell}.",
    meaning="Amber or red without cause, action, owner or date.",
    example="Red, and nobody owns the action.",
    live=[
        Live("indicators", name, all_of(flag("off_target"), blank(name)), f"Amber or red: {words}")
        for name, words in _ASKED.items()
    ],
)
def explained(row: Row, look: Look) -> Iterator[Where]:
    """Amber or red asks for cause, improvement action, owner and date (docs/rating.md, Money, reward, risk)."""
    rating = look.rating(row)
    for where in blank_columns(row, When.AMBER_RED, off_target(row, look)):
        rag = "" if rating is None else rating.rag.value.lower()
        yield Where(where.column, {"rag": rag, "wanted": WANTED[where.column]})


def off_target(row: Row, look: Look) -> bool:
    """Whether a row is rated amber or red."""
    rating = look.rating(row)
    return rating is not None and rating.rag in (Rag.AMBER, Rag.RED)


WANTED = {
    "cause": "Say why the figure or the forecast is off target",
    "action": "Say what is being done",
    "action_owner": "Say which post or organisation will do it",
    "action_date": "Say by when",
}


@row_check(
    "indicators",
    "B10",
    Severity.CONFIRM,
    "There is no forecast for the year end. Enter a figure in {cell} or choose a word in {at_forecast_judgement}; if there can be "
    "none, say why in {at_confirm}.",
    meaning="A rated figure without a forecast.",
    example="Forecast figure and forecast word both blank.",
    live=[
        Live(
            "indicators",
            "forecast",
            all_of('{rule:mode}<>"current"', flag("rated"), blank("forecast"), blank("forecast_judgement")),
            "Give a year-end forecast, or confirm why there is none",
        )
    ],
)
def forecast_needed(row: Row, look: Look) -> Iterator[Where]:
    """Where a figure is rated, a forecast is asked for; not where the rating rule takes no account of it."""
    rating = look.rating(row)
    counts = look.agreement.settings.rating_mode is not RatingMode.CURRENT
    rated = counts and rating is not None and rating.symbol is not None
    if rated and empty(row, "forecast", "forecast_judgement"):
        yield Where("forecast")


@row_check(
    "indicators",
    "B13",
    Severity.CONFIRM,
    'The figure for {row} is due this period, but you chose "{entered}". Choose in {cell} why there is none, or say in '
    "{at_confirm} why it is not due.",
    meaning="A figure that the agreement says is due, called not due.",
    example="Not due this period, for an indicator that is due every quarter.",
    live=[
        Live(
            "indicators",
            "status",
            all_of(is_text("status", DataStatus.NOT_DUE), flag("due"), blank("actual")),
            "This figure is due: choose why there is none, or confirm why it is not due",
        )
    ],
)
def due_after_all(row: Row, look: Look) -> Iterator[Where]:
    """Not due this period, where the agreement says that it is; with a figure beside it the status is wrong (B06)."""
    indicator = look.indicator(row)
    due = indicator is not None and indicator.due_in(look.period.quarter) and not indicator.placeholder
    if due and status_of(row) is DataStatus.NOT_DUE and empty(row, "actual"):
        yield Where("status")
