"""What a quarter's figure is compared with: the earlier one that is comparable, wherever it is known from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from laa_xl.domain.direction import Travel
from laa_xl.domain.imports import Imported
from laa_xl.domain.inputs import Level, Override
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Entry
from laa_xl.domain.words import DataStatus, Direction, Rag
from laa_xl.stages.assessing import assess
from tests.stages.test_charting import past, returned, terms

NOW, BEFORE, A_YEAR_AGO, TWO_YEARS_AGO = Period(2008, 2), Period(2008, 1), Period(2007, 2), Period(2006, 2)
SEASONS = {"share_q1": 0.1, "share_q2": 0.2, "share_q3": 0.3, "share_q4": 0.4}
SURVEY = {"accumulation": "annual survey", "confidence": 1.0}


def travel(declared: dict[str, object], figures: dict[Period, float], imported: Imported | None = None) -> Travel:
    agreement = terms({"code": "NI016", **declared})
    returns = [returned(period, {"NI016": value}) for period, value in figures.items()]
    found = {(one.theme, one.period): one for one in returns}
    (item,) = assess(agreement, found, NOW, (), imported or {}).indicators
    return item.travel


EVERY = {NOW: 95.0, BEFORE: 60.0, A_YEAR_AGO: 80.0}


# By hand: more is better; the change is that of 95 against the figure named.
@pytest.mark.parametrize(
    ("declared", "figures", "against"),
    [
        ({"accumulation": "cumulative"}, EVERY, "80 (same period last year)"),
        (SURVEY, EVERY, "80 (same period last year)"),
        ({"accumulation": "point in time"}, EVERY, "60 (previous period)"),
        ({"accumulation": "point in time", **SEASONS}, EVERY, "80 (same period last year)"),
        ({"accumulation": "point in time", "baseline": 70.0}, {NOW: 95.0}, "70 (baseline)"),
        # Due twice a year, or a return is missing: the previous figure is the newest before, and a baseline is older still.
        (
            {"accumulation": "point in time", "baseline": 70.0},
            {NOW: 95.0, A_YEAR_AGO: 80.0},
            "80 (last known, 2007-Q2)",
        ),
        ({"accumulation": "rate", "baseline": 70.0}, {NOW: 95.0, TWO_YEARS_AGO: 90.0}, "90 (last known, 2006-Q2)"),
        ({**SURVEY, "baseline": 70.0}, {NOW: 95.0, BEFORE: 60.0}, "70 (baseline)"),
        ({**SURVEY, "baseline": 70.0}, {NOW: 95.0, BEFORE: 60.0, TWO_YEARS_AGO: 90.0}, "90 (last known, 2006-Q2)"),
        ({"accumulation": "cumulative"}, {NOW: 95.0, TWO_YEARS_AGO: 90.0}, None),
        ({"accumulation": "cumulative", "baseline": 70.0}, {NOW: 95.0, BEFORE: 60.0}, None),
    ],
)
def test_a_figure_is_compared_with_the_earlier_one_that_is_comparable(
    declared: dict[str, object], figures: dict[Period, float], against: str | None
) -> None:
    found = travel(declared, figures)
    if against is None:
        assert found.change is None
    else:
        assert f"95 against {against}" in found.explanation
        assert found.change == 95 - int(against.split()[0])


def test_an_earlier_figure_from_a_spreadsheet_of_before_says_so_and_one_of_a_return_counts_instead() -> None:
    imported = dict([past("NI016", "2007-Q2", 76.0)])
    found = travel({"accumulation": "cumulative"}, {NOW: 95.0}, imported)
    assert "95 against 76 (same period last year, imported)" in found.explanation
    found = travel({"accumulation": "cumulative"}, {NOW: 95.0, A_YEAR_AGO: 80.0}, imported)
    assert "95 against 80 (same period last year)" in found.explanation


# A figure is compared whether or not there is a target to rate it by; docs/rating.md, Direction of travel.
@pytest.mark.parametrize("target", [100, None])
@pytest.mark.parametrize("status", [*DataStatus, None])
def test_a_figure_is_compared_unless_its_status_says_that_there_is_none(
    status: DataStatus | None, target: float | None
) -> None:
    agreement = terms({"code": "NI016", "baseline": 50.0, "target": target})
    mine = returned(NOW, {"NI016": 95.0})
    (row,) = mine.tables["indicators"]
    entries = {**row.entries, "status": Entry(status and status.value, "G8")}
    mine = replace(mine, tables={"indicators": (replace(row, entries=entries),)})
    found = assess(agreement, {("SAFE", NOW): mine}, NOW, ()).indicators[0].travel
    if status in (DataStatus.NOT_YET, DataStatus.NOT_DUE, DataStatus.NOT_APPLICABLE):
        assert (found.direction, found.change) == (Direction.NONE, None)
        assert found.explanation == "No comparison: there is no figure for this period."
    else:
        assert (found.direction, found.change) == (Direction.IMPROVED, 45)


# By hand: 95 after 93 is +2.15 %; the range 100 to 110 is 5 and 20 away; 95 after 80 with an interval of 20 points.
@pytest.mark.parametrize(
    ("declared", "band", "before", "expected"),
    [
        ({}, 2.0, 93.0, Direction.IMPROVED),
        ({}, 3.0, 93.0, Direction.STEADY),
        ({"polarity": "range", "low": 100.0, "high": 110.0}, 2.0, 80.0, Direction.IMPROVED),
        ({"polarity": "range", "low": 60.0, "high": 70.0}, 2.0, 80.0, Direction.WORSENED),
        ({"accumulation": "annual survey", "confidence": 20.0, "baseline": 80.0}, 2.0, 80.0, Direction.STEADY),
        ({"accumulation": "annual survey", "confidence": 10.0, "baseline": 80.0}, 2.0, 80.0, Direction.IMPROVED),
        ({"accumulation": "annual survey", "baseline": 80.0}, 2.0, 80.0, Direction.NONE),
    ],
)
def test_a_change_counts_by_the_agreements_dead_band_its_range_or_a_surveys_interval(
    declared: dict[str, object], band: float, before: float, expected: Direction
) -> None:
    agreement = terms({"code": "NI016", **declared})
    agreement = agreement.model_copy(update={"settings": agreement.settings.model_copy(update={"dead_band": band})})
    found = {("SAFE", period): returned(period, {"NI016": value}) for period, value in ((NOW, 95.0), (BEFORE, before))}
    assert assess(agreement, found, NOW, ()).indicators[0].travel.direction is expected


def test_an_override_counts_in_its_quarter_whoever_named_that() -> None:
    agreement = terms({"code": "NI016"})
    mine = returned(NOW, {"NI016": 95.0})
    decided = Override(Period(2008, 2), Level.INDICATOR, "NI016", Rag.GREEN, "The survey was late", "Officer", None)
    (item,) = assess(agreement, {("SAFE", NOW): mine}, NOW, (decided,)).indicators
    assert item.override == decided
    assert item.effective is Rag.GREEN
