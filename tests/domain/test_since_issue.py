"""What a report says otherwise than an issue before it: every figure, rating, sentence and rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from laa_xl.domain.disclosure import WITHHELD
from laa_xl.domain.report import HighlightReport, RatedLine, ReportSection
from laa_xl.domain.since_issue import differences, said_by

FEW = "fewer than 5"
LINE = RatedLine("NI193", "Waste", "51.4", "50.0", "103%", "", "Green", "", "Green")
SECTION = ReportSection("2", "Overall progress", "Green", "as counted", ("16 green of 24 rated.",))
REPORT = HighlightReport(
    agreement="A",
    area="",
    government_office="",
    period_title="",
    period_spelled="",
    state="Draft",
    sections=(SECTION,),
    rules=("Tolerance 5%.",),
    ratings=(LINE, replace(LINE, code="NI016", title="Crime")),
)


def ratings(*lines: RatedLine) -> HighlightReport:
    return replace(REPORT, ratings=(*lines, REPORT.ratings[1]))


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (REPORT, ()),
        (
            ratings(replace(LINE, actual="60.0", effective="Red")),
            ("Ratings, NI193 Waste: Actual 60.0, before 51.4; Rating that counts Red, before Green.",),
        ),
        (ratings(replace(LINE, forecast="49.0")), ("Ratings, NI193 Waste: Forecast 49.0, before none.",)),
        (ratings(replace(LINE, declared="")), ()),
        (ratings(), ("No longer among the ratings: NI193 Waste.",)),
        (ratings(LINE, replace(LINE, code="NI001", title="New")), ("Added to the ratings: NI001 New.",)),
        (
            ratings(replace(LINE, actual=FEW, performance="", effective="Grey")),
            (f"Ratings, NI193 Waste: Actual {FEW}; Performance none; Rating that counts Grey, before Green.",),
        ),
        (
            replace(REPORT, sections=(replace(SECTION, lines=("17 green of 24 rated.",)),)),
            (
                "Now in 2) Overall progress: 17 green of 24 rated.",
                "No longer in 2) Overall progress: 16 green of 24 rated.",
            ),
        ),
        (replace(REPORT, rules=()), ("No longer in the rules: Tolerance 5%.",)),
    ],
)
def test_each_thing_that_is_another_is_told_with_what_stood_there(now: HighlightReport, told: tuple[str, ...]) -> None:
    assert differences(said_by(REPORT), now) == told


def test_a_sentence_about_a_figure_that_is_kept_back_now_is_not_said_again() -> None:
    before = replace(REPORT, sections=(replace(SECTION, lines=("NI 193 rose to 3.",)),))
    now = replace(ratings(replace(LINE, actual=FEW)), sections=(replace(SECTION, lines=()),))
    told = differences(said_by(before), now)
    assert f"No longer in 2) Overall progress: {WITHHELD}" in told
    assert not any("51.4" in line or "rose to 3" in line for line in told)


def test_an_issue_of_an_earlier_version_is_compared_by_what_its_data_have() -> None:
    data = said_by(REPORT)
    del data["rules"]
    for section in data["sections"]:
        del section["lines"], section["note"]
    now = replace(REPORT, rules=(), sections=(replace(SECTION, lines=()),))
    assert differences(data, now) == ()
