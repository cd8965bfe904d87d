"""What a quarter's figure is compared with: the earlier one that is comparable, wherever it is known from."""

from __future__ import annotations

import pytest

from laa_xl.domain.direction import Travel
from laa_xl.domain.imports import Imported
from laa_xl.domain.periods import Period
from laa_xl.stages.assessing import assess
from tests.stages.test_charting import past, returned, terms

NOW, BEFORE, A_YEAR_AGO = Period(2008, 2), Period(2008, 1), Period(2007, 2)
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
        ({"accumulation": "point in time", "baseline": 70.0}, {NOW: 95.0, A_YEAR_AGO: 80.0}, "70 (baseline)"),
        ({**SURVEY, "baseline": 70.0}, {NOW: 95.0, BEFORE: 60.0}, "70 (baseline)"),
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
