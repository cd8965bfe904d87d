"""A placeholder that gets its target within the term: its quarters before that are counted as they were reported."""

from __future__ import annotations

from datetime import date

import pytest

from laa_xl.domain.agreement import Agreement, TargetRow
from laa_xl.domain.assessment import Assessment
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Entry, Return, Row
from laa_xl.domain.words import Rag
from laa_xl.flow.rolling import untargeted
from laa_xl.stages.assessing import assess
from tests.support.small_agreement import agreement, indicator

APRIL_2009 = date(2009, 4, 1)


def with_targets(*rows: TargetRow) -> Agreement:
    """A has a target of 100 each year; P was a placeholder, and its mark is cleared."""
    whole = agreement(indicator("A"), indicator("P", target=None))
    return whole.model_copy(
        update={"targets": (*whole.targets, *rows, TargetRow(indicator="A", year=2009, target=100))}
    )


def target_of_p(year: int, quarter: int | None = None, since: date | None = None) -> TargetRow:
    return TargetRow(indicator="P", year=year, quarter=quarter, target=100, effective_from=since)


def figures(whole: Agreement, period: Period) -> Assessment:
    """Both have 100 in the return."""
    entries = {"actual": Entry(100.0, "K6"), "status": Entry("Final", "N6"), "forecast": Entry(100.0, "R6")}
    rows = tuple(Row("indicators", "Indicators", code, 6, entries) for code in ("A", "P"))
    returns = {("SAFE", period): Return("anyshire-2008", "SAFE", period, "return.xlsx", "", {"indicators": rows})}
    return assess(whole, returns, period, ())


def test_a_quarter_before_the_first_target_of_a_placeholder_took_effect_keeps_its_count_and_its_green() -> None:
    whole = with_targets(target_of_p(2009, since=APRIL_2009), target_of_p(2010))
    before, after = figures(whole, Period(2008, 2)), figures(whole, Period(2009, 1))
    assert before.counts.line == "on track 1 · off trajectory 0 · at risk 0 · placeholder 1 · of 2"
    assert before.agreement.effective is Rag.GREEN  # the one that could be rated is; of the other nothing was due
    assert after.counts.line == "on track 2 · off trajectory 0 · at risk 0 · placeholder 0 · of 2"


@pytest.mark.parametrize(
    ("rows", "placeholder"),
    [
        ([target_of_p(2008, since=date(2008, 10, 1))], True),
        ([target_of_p(2008, since=date(2008, 9, 30))], False),  # in force on the last day of the quarter
        ([target_of_p(2009)], False),  # of next year, without a day: it may have been forgotten for this
        ([target_of_p(2009, since=APRIL_2009), target_of_p(2009, 4)], False),  # one of the two began with its year
        ([target_of_p(2008), target_of_p(2008, since=date(2008, 10, 1))], False),  # agreed anew, not first
        ([], False),
    ],
)
def test_only_a_first_target_that_says_its_day_and_has_not_come_makes_a_placeholder(
    rows: list[TargetRow], placeholder: bool
) -> None:
    assert with_targets(*rows).at(Period(2008, 2)).indicator("P").placeholder is placeholder


def test_a_target_that_counts_from_a_later_day_is_still_told_before_the_templates_go_out() -> None:
    whole = with_targets(target_of_p(2008, since=date(2008, 10, 1)))
    assert untargeted(whole, Period(2008, 2)).startswith("1 indicator due in Quarter 2 of 2008-09")
    assert "P." in untargeted(whole, Period(2008, 2))
