"""What has to be filled in, and when: one rule for each condition that a column of the form may name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from laa_xl.checks.entries import says_nothing
from laa_xl.checks.registry import Check, Look, Where, row_check
from laa_xl.declare.model import Column, Kind, When
from laa_xl.declare.return_form import RETURN_FORM
from laa_xl.domain.live import status_of
from laa_xl.domain.returns import Row
from laa_xl.domain.sections import MISSING_INFORMATION, section_code
from laa_xl.domain.words import DataStatus, Rag, RatingMode, Severity

_MUST = Severity.MUST_FIX


def _blank(row: Row, when: When, condition: bool = True) -> Iterator[Where]:
    """The columns of the row's table that are required under a condition, and empty."""
    if not condition:
        return
    for column in RETURN_FORM.table(row.table).columns:
        if column.required is when and _empty(row, column.name):
            yield Where(column.name)


def _empty(row: Row, *columns: str) -> bool:
    """Whether nothing was entered in any of these; of a column that is not on the sheet nobody can say."""
    return all(name in row.entries and row.blank(name) for name in columns)


@row_check(
    "*",
    "B01",
    _MUST,
    "{column} is blank. Please fill in {cell}.",
    meaning="A field that every return needs.",
    example="Nobody said who completed the return.",
)
def always(row: Row, look: Look) -> Iterator[Where]:
    """Fields that are always needed."""
    return _blank(row, When.ALWAYS)


@row_check(
    "*",
    "B02",
    _MUST,
    "You began row {row}, but {column} is blank. Fill in {cell}, or clear the row.",
    meaning="A row that was begun and is not complete.",
    example="A risk without an owner.",
)
def begun(row: Row, look: Look) -> Iterator[Where]:
    """A begun line needs its required columns."""
    return _blank(row, When.ROW_STARTED, _started(row, look))


def _started(row: Row, look: Look) -> bool:
    columns: tuple[Column, ...] = RETURN_FORM.table(row.table).entries
    return any(not row.blank(column.name) for column in columns)


@row_check(
    "indicators",
    "B03",
    _MUST,
    "There is no figure for {row} and no data status. Enter the figure in {cell}, or choose in {at_status} why there is none. "
    "A blank is not zero.",
    meaning="A figure is due, and neither a figure nor a data status is given.",
    example="Actual and data status both blank.",
)
def figure_due(row: Row, look: Look) -> Iterator[Where]:
    """Blank without status."""
    indicator = look.indicator(row)
    due = indicator is not None and indicator.due_in(look.period.quarter) and not indicator.placeholder
    if due and _empty(row, "actual", "status"):
        yield Where("actual")


@row_check(
    "indicators",
    "B04",
    _MUST,
    "There is a figure for {row} but no data status. Choose in {cell} whether it is final, provisional, an estimate or a proxy.",
    meaning="A figure without a data status.",
    example="Actual 2.42, data status blank.",
)
def status_needed(row: Row, look: Look) -> Iterator[Where]:
    """A figure needs a status."""
    if row.number_of("actual") is not None and _empty(row, "status"):
        yield Where("status")


@row_check(
    "indicators",
    "B05",
    _MUST,
    'The data status is "{status}", but there is no figure. Enter the figure in {cell}, or choose in {at_status} why there is none.',
    meaning="A data status that goes with a figure, without one.",
    example="Final, and Actual blank.",
)
def figure_for_status(row: Row, look: Look) -> Iterator[Where]:
    """Final, provisional, estimate and proxy go with a figure."""
    status = status_of(row)
    if status is not None and status.has_figure and _empty(row, "actual"):
        yield Where("actual", {"status": status.value})


@row_check(
    "indicators",
    "B06",
    _MUST,
    'There is a figure in {at_actual}, but the data status is "{entered}". Choose another status in {cell}, or clear the figure.',
    meaning="A figure together with a status that says there is none.",
    example="Not yet available, and Actual 12.",
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
)
def reason_needed(row: Row, look: Look) -> Iterator[Where]:
    """Not yet available and not applicable need a reason; with a figure beside it the status is wrong (B06)."""
    for where in _blank(row, When.STATUS_NEEDS_REASON, _reason_wanted(row, look)):
        yield Where(where.column, {"status": str(status_of(row))})


def _reason_wanted(row: Row, look: Look) -> bool:
    return status_of(row) in (DataStatus.NOT_YET, DataStatus.NOT_APPLICABLE) and row.number_of("actual") is None


@row_check(
    "indicators",
    "B08",
    _MUST,
    'The data status is "Not yet available". Say in {cell} when the figure is expected.',
    meaning="A missing figure without the date it is expected.",
    example="Not yet available, and no date.",
)
def date_needed(row: Row, look: Look) -> Iterator[Where]:
    """Not yet available needs a date; with a figure beside it the status is wrong (B06)."""
    needed = status_of(row) is DataStatus.NOT_YET and row.number_of("actual") is None
    return _blank(row, When.STATUS_NEEDS_DATE, needed)


@row_check(
    "indicators",
    "B09",
    _MUST,
    "The rating of {row} is {rag}, and {column} is blank. {wanted} in {cell}.",
    meaning="Amber or red without cause, action, owner or date.",
    example="Red, and nobody owns the action.",
)
def explained(row: Row, look: Look) -> Iterator[Where]:
    """Amber or red asks for cause, improvement action, owner and date (docs/rating.md, Money, reward, risk)."""
    rating = look.rating(row)
    for where in _blank(row, When.AMBER_RED, _off_target(row, look)):
        rag = "" if rating is None else rating.rag.value.lower()
        yield Where(where.column, {"rag": rag, "wanted": _WANTED[where.column]})


def _off_target(row: Row, look: Look) -> bool:
    rating = look.rating(row)
    return rating is not None and rating.rag in (Rag.AMBER, Rag.RED)


_WANTED = {
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
)
def forecast_needed(row: Row, look: Look) -> Iterator[Where]:
    """Where a figure is rated, a forecast is asked for; not where the rating rule takes no account of it."""
    rating = look.rating(row)
    counts = look.agreement.settings.rating_mode is not RatingMode.CURRENT
    rated = counts and rating is not None and rating.symbol is not None
    if rated and _empty(row, "forecast", "forecast_judgement"):
        yield Where("forecast")


@row_check(
    "narrative",
    "B11",
    _MUST,
    "This is about missing information, and {column} is blank. Fill in {cell}.",
    meaning="Missing information needs who will provide it, and when.",
    example="A data gap that nobody owns.",
)
def who_and_when(row: Row, look: Look) -> Iterator[Where]:
    """Section 5 says what, why, who and when."""
    return _blank(row, When.MISSING_INFORMATION, _about_missing(row, look))


def _about_missing(row: Row, look: Look) -> bool:
    section = row.text_of("section")
    return bool(section) and section_code(section) == MISSING_INFORMATION


@row_check(
    "finance",
    "B12",
    _MUST,
    "{column} is blank for {row}. Enter the figure in {cell}, or say in {at_comment} why there is none.",
    meaning="A finance line without a figure and without a comment.",
    example="Spend to date blank.",
)
def money_due(row: Row, look: Look) -> Iterator[Where]:
    """A blank amount needs a comment; the row of totals may stay blank."""
    return _blank(row, When.DUE, _empty(row, "comment") and not _is_total(row))


def _is_total(row: Row) -> bool:
    return row.key == RETURN_FORM.table("finance").total_row


@row_check(
    "indicators",
    "B13",
    Severity.CONFIRM,
    'The figure for {row} is due this period, but you chose "{entered}". Choose in {cell} why there is none, or say in '
    "{at_confirm} why it is not due.",
    meaning="A figure that the agreement says is due, called not due.",
    example="Not due this period, for an indicator that is due every quarter.",
)
def due_after_all(row: Row, look: Look) -> Iterator[Where]:
    """Not due this period, where the agreement says that it is; with a figure beside it the status is wrong (B06)."""
    indicator = look.indicator(row)
    due = indicator is not None and indicator.due_in(look.period.quarter) and not indicator.placeholder
    if due and status_of(row) is DataStatus.NOT_DUE and _empty(row, "actual"):
        yield Where("status")


@row_check(
    "*",
    "B14",
    _MUST,
    'You entered "{entered}" for {column}, which says nothing. {wanted} in {cell}.',
    meaning="A word or mark for a missing entry where an explanation, a post or a name is needed.",
    example="TBC for the cause of a red rating.",
)
def says_something(row: Row, look: Look) -> Iterator[Where]:
    """Where words are needed, a word that stands for none is none."""
    for column in RETURN_FORM.table(row.table).columns:
        needed = _NEEDED.get(column.required)
        if column.kind not in (Kind.TEXT, Kind.LONG_TEXT) or not says_nothing(row[column.name]):
            continue
        instead = column.name == "comment" and row.table == "finance" and _comment_needed(row)
        if instead or (needed is not None and needed(row, look)):
            yield Where(column.name, {"wanted": _WANTED.get(column.name, "Say it in words")})


def _comment_needed(row: Row) -> bool:
    return not _is_total(row) and any(True for _ in _blank(row, When.DUE))


# When the columns of words are needed.
_NEEDED: dict[When, Callable[[Row, Look], bool]] = {
    When.ALWAYS: lambda row, look: True,
    When.ROW_STARTED: _started,
    When.STATUS_NEEDS_REASON: _reason_wanted,
    When.AMBER_RED: _off_target,
    When.MISSING_INFORMATION: _about_missing,
}

# Which rule answers for each condition; a test sees that no condition of the form is forgotten.
ANSWERED: dict[When, Check] = {
    When.ALWAYS: always,
    When.ROW_STARTED: begun,
    When.DUE: figure_due,
    When.HAS_FIGURE: status_needed,
    When.STATUS_NEEDS_REASON: reason_needed,
    When.STATUS_NEEDS_DATE: date_needed,
    When.AMBER_RED: explained,
    When.FORECAST: forecast_needed,
    When.MISSING_INFORMATION: who_and_when,
}
