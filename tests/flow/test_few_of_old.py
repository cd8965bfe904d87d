"""A report is looked through for the small counts of the quarters that it tells of, not for those of years ago."""

from __future__ import annotations

import pytest

from laa_xl.domain.documents import Document
from laa_xl.domain.leaks import secrets_of
from laa_xl.domain.periods import Period
from laa_xl.domain.report_input import ReportInput
from laa_xl.flow.documents import Kind, kind_of, looked_for
from tests.support.report_inputs import given, returned, row
from tests.support.small_agreement import agreement, indicator

TERMS = agreement(indicator("NI033", suppress_small=True), start_year=2006)
COUNTS = {"2006-Q2": 2, "2007-Q2": 0, "2007-Q3": 3, "2008-Q1": 4, "2008-Q2": 40}


def three_years(words: str) -> ReportInput:
    """Quarters of three years of an indicator; the last one's improvement action says these words."""
    periods = [Period.parse(text) for text in COUNTS]
    told = [
        returned(TERMS, "SAFE", at, row("indicators", "NI033", actual=count, status="Final", cause="c", action=words))
        for at, count in zip(periods, COUNTS.values(), strict=True)
    ]
    return given(TERMS, periods[-1], *told)


def kind(name: str) -> Kind:
    found = kind_of(name)
    assert found is not None
    return found


def told(name: str, words: str) -> set[str]:
    known = three_years(words)
    document: Document = kind(name).build(known, **{one.name: "" for one in kind(name).options})
    secrets = secrets_of(TERMS, few=looked_for(kind(name), known))
    return {what for _, text in document.texts for what in secrets.found_in(text)}


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("Two more posts are filled.", False),  # two were counted two years ago
        ("Three more posts are filled.", False),  # and three in October to December 2007
        ("It rose from four in the spring.", True),  # the quarter before
        ("A year ago there were none.", True),
    ],
)
def test_the_words_of_a_self_assessment_tell_no_count_of_years_ago(words: str, *, is_told: bool) -> None:
    assert bool(told("self-assessment", words)) is is_told


def test_the_chart_book_which_shows_every_quarter_is_looked_through_for_the_counts_of_all() -> None:
    numbers = {number for few in looked_for(kind("charts"), three_years("")) for number in few.numbers}
    assert numbers == {0, 2, 3, 4}
    compared = {number for few in looked_for(kind("annual-review"), three_years("")) for number in few.numbers}
    assert compared == {0, 4}
