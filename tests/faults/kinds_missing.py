"""Faults of what is missing, and of what does not belong together."""

from __future__ import annotations

from laa_xl.declare.model import When
from laa_xl.domain.words import DataStatus, RatingMode
from tests.faults.kinds import typed
from tests.faults.kinds_entries import one_of, words
from tests.faults.places import Spot

MISSING = "missing"
OFF = ("Amber", "Red")
NOTHING_SAID = one_of("TBC", "n/a", "-", "to be confirmed", "?")


def required(when: When) -> object:
    """An entry that is filled and was asked for."""
    return lambda spot: spot.column.required is when


def in_figure_row(column: str) -> object:
    """A cell of an indicator's row that has a figure and no rating of the partner's own."""
    return lambda spot: spot.column.name == column and "actual" in spot.entered and spot.undeclared


def due(spot: Spot) -> bool:
    return spot.indicator.due_in(spot.given.clean.spec.when.quarter) and not spot.indicator.placeholder


def outlook(spot: Spot) -> bool:
    return spot.given.clean.spec.agreement.settings.rating_mode is RatingMode.OUTLOOK


def explained(column: str) -> object:
    """What amber or red asked for and has."""
    return lambda spot: spot.column.name == column and spot.rating in OFF


def asked_for_in_words(spot: Spot) -> bool:
    """Words that the row needs, whatever else stands there."""
    if not words(spot):
        return False
    if spot.column.required in (When.ALWAYS, When.ROW_STARTED, When.MISSING_INFORMATION, When.STATUS_NEEDS_REASON):
        return spot.column.required is not When.MISSING_INFORMATION or spot.entered["section"].startswith("5")
    return spot.column.required is When.AMBER_RED and spot.rating in OFF


def forecast_given(spot: Spot) -> bool:
    """The one forecast of a row that is rated, where forecasts count."""
    both = {"forecast", "forecast_judgement"} & set(spot.entered)
    return spot.column.name in both and len(both) == 1 and spot.rating != "" and spot.undeclared and outlook(spot)


def reason_wanted(spot: Spot) -> bool:
    needs = (DataStatus.NOT_YET.value, DataStatus.NOT_APPLICABLE.value)
    return spot.column.name == "status_reason" and spot.entered.get("status") in needs


def without_comment(spot: Spot) -> bool:
    return (
        spot.table.name == "finance"
        and spot.column.required is When.DUE
        and spot.key != "TOTAL"
        and "comment" not in spot.entered
    )


typed("a field of every return left out", MISSING, "B01", required(When.ALWAYS), None)
typed(
    "nothing but spaces in a field of every return",
    MISSING,
    "B01",
    lambda s: required(When.ALWAYS)(s) and words(s),
    "\u00a0 \u200b",
)


def one_of_a_line(spot: Spot) -> bool:
    """What a line needs; not whether an action is over, of which the day is past and would be asked about, too."""
    over = spot.column.name == "progress" and spot.value in ("Complete", "Stopped")
    return spot.column.required is When.ROW_STARTED and not over


typed("a line begun and not finished", MISSING, "B02", one_of_a_line, None)
typed(
    "neither figure nor data status",
    MISSING,
    "B03",
    lambda s: in_figure_row("actual")(s) and due(s),
    None,
    "indicators",
    also=lambda s: {"status": None},
)
typed(
    "a figure without a data status",
    MISSING,
    "B04",
    lambda s: s.column.name == "status" and "actual" in s.entered,
    None,
)
typed("a data status without its figure", MISSING, "B05", in_figure_row("actual"), None)
typed(
    "a figure beside a status that says there is none",
    MISSING,
    "B06",
    in_figure_row("status"),
    one_of("Not yet available", "Not due this period", "Not applicable"),
)
typed("no reason for a missing figure", MISSING, "B07", reason_wanted, None)
typed("no date for a missing figure", MISSING, "B08", lambda s: s.column.name == "status_date", None)
typed("amber or red without a cause", MISSING, "B09", explained("cause"), None)
typed("amber or red without an action", MISSING, "B09", explained("action"), None)
typed("amber or red without an owner", MISSING, "B09", explained("action_owner"), None)
typed("amber or red without a date", MISSING, "B09", explained("action_date"), None)
typed("no forecast", MISSING, "B10", forecast_given, None, "indicators", at="forecast")
typed(
    "missing information that nobody provides",
    MISSING,
    "B11",
    lambda s: s.column.required is When.MISSING_INFORMATION and s.entered["section"].startswith("5"),
    None,
)
typed("money without a figure and without a comment", MISSING, "B12", without_comment, None)
typed(
    "not due, though it is",
    MISSING,
    "B13",
    lambda s: in_figure_row("status")(s) and due(s),
    DataStatus.NOT_DUE.value,
    "indicators",
    also=lambda s: {"actual": None},
)
typed("words that say nothing", MISSING, "B14", asked_for_in_words, NOTHING_SAID)
typed("a nil return with entries", MISSING, "B15", lambda s: s.column.name == "nil", "Yes", "about", empty=True)
typed(
    "expected on a day that is past",
    MISSING,
    "I13",
    lambda s: s.column.name == "status_date",
    lambda s: s.given.clean.spec.when.end,
)
