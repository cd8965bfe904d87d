"""Which return a waiver counts for, which finding it silences, and what its officers are told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from laa_xl.declare.waivers_load import waiver_of
from laa_xl.domain.findings import Finding, Verdict, must_be_fixed, verdict
from laa_xl.domain.periods import Period
from laa_xl.domain.waivers import Waiver
from laa_xl.domain.waiving import Waivers, standing, told
from laa_xl.domain.words import Severity
from tests.support.returns import agreement

Q1, Q2, Q3, Q4 = (Period(2008, quarter) for quarter in (1, 2, 3, 4))
WAIVER = Waiver("N03", Q2, Q3, None, "SAFE", "LOWER", "The system is new.", "Analyst", date(2008, 10, 1), "row 7")
DAY = replace(WAIVER, last=None, last_day=date(2008, 12, 31))
FOUND = Finding("N03", Severity.MUST_FIX, "Indicators", "K7", "LOWER", "approx 2", "Enter a number only.")
CAME_IN = date(2008, 10, 20)
CELLS = {
    "last": "2008-Q3",
    "last_day": None,
    "rule": "N03",
    "theme": "SAFE",
    "code": "LOWER",
    "reason": "The system is new.",
    "post": "Analyst",
    "date": date(2008, 10, 1),
}
RULES = {"N03": True, "S08": False}


@pytest.mark.parametrize(
    ("waiver", "theme", "period", "came_in", "counts"),
    [
        (WAIVER, "SAFE", Q2, CAME_IN, True),
        (WAIVER, "SAFE", Q3, CAME_IN, True),
        (WAIVER, "SAFE", Q3, date(2011, 1, 1), True),  # its quarter counts, however late the return comes
        (WAIVER, "SAFE", Q1, CAME_IN, False),
        (WAIVER, "SAFE", Q4, CAME_IN, False),
        (WAIVER, "JOBS", Q2, CAME_IN, False),
        (replace(WAIVER, theme=""), "JOBS", Q2, CAME_IN, True),
        (DAY, "SAFE", Q4, date(2008, 12, 31), True),
        (DAY, "SAFE", Q2, date(2009, 1, 1), False),
        (DAY, "SAFE", Q1, CAME_IN, False),
    ],
)
def test_a_waiver_counts_for_its_theme_from_its_first_quarter_until_its_end(
    waiver: Waiver, theme: str, period: Period, came_in: date, counts: bool
) -> None:
    assert standing((waiver,), theme, period, came_in).standing == ((waiver,) if counts else ())


@pytest.mark.parametrize(
    ("waiver", "finding", "silenced"),
    [
        (WAIVER, FOUND, True),
        (replace(WAIVER, code=""), FOUND, True),
        (WAIVER, replace(FOUND, rule="N04"), False),
        (WAIVER, replace(FOUND, row="LOW"), False),
        (replace(WAIVER, code=""), replace(FOUND, row=""), True),
        (WAIVER, replace(FOUND, refuses=True), False),
        (WAIVER, replace(FOUND, severity=Severity.CONFIRM, confirmed="It is so."), False),
    ],
)
def test_a_waiver_silences_its_rule_in_its_row_or_in_the_whole_return(
    waiver: Waiver, finding: Finding, silenced: bool
) -> None:
    (marked,) = Waivers((waiver,)).marked([finding])
    assert marked == (replace(finding, waived=waiver) if silenced else finding)


def test_what_is_waived_stops_no_return_and_says_why() -> None:
    (marked,) = Waivers((WAIVER,)).marked([FOUND])
    assert (must_be_fixed([FOUND]), must_be_fixed([marked])) == (True, False)
    assert (verdict([FOUND]), verdict([marked])) == (Verdict.FINDINGS, Verdict.OK)
    assert marked.line == (
        "Waived · N03 · Indicators, K7: Enter a number only. Waived because: The system is new. (Analyst, until 2008-Q3)"
    )
    confirmed = replace(FOUND, severity=Severity.CONFIRM, confirmed="Counted twice.")
    assert confirmed.line == "Confirmed · N03 · Indicators, K7: Enter a number only. Confirmed because: Counted twice."
    assert DAY.because == "The system is new. (Analyst, until 31/12/2008)"


HERE = "Waivers, row 7: N03 is waived for LOWER, theme SAFE from 2008-Q2 until 2008-Q3."
USED, UNUSED = "It silences 1 finding in SAFE 2008-Q2.", "It silences nothing in the returns that were accepted."
SOON = "It ends soon: after 24/01/2009 the entry has to be mended, or the waiver granted anew."
AWAY = "If it is not needed any more, take the row away."


@pytest.mark.parametrize(
    ("accepted", "today", "said"),
    [
        # The returns of the last quarter are due 24 days after 31 December 2008.
        ("with it", date(2008, 12, 23), f"{HERE} {USED}"),
        ("with it", date(2008, 12, 24), f"{HERE} {USED} {SOON}"),
        ("with it", date(2009, 1, 24), f"{HERE} {USED} {SOON}"),
        ("with it", date(2009, 1, 25), f"{HERE} {USED} It has ended. Keep the row: those returns were accepted by it."),
        ("without", date(2008, 12, 23), f"{HERE} {UNUSED} {AWAY}"),
        ("without", date(2008, 12, 24), f"{HERE} {UNUSED} {SOON} {AWAY}"),
        ("without", date(2009, 1, 25), f"{HERE} {UNUSED} It has ended. Take the row away."),
        ("nothing", date(2008, 12, 23), None),
        ("nothing", date(2008, 12, 24), f"{HERE} {SOON}"),
        ("nothing", date(2009, 1, 25), f"{HERE} It has ended. Take the row away."),
    ],
)
def test_officers_are_told_of_a_waiver_in_use_of_no_use_and_at_its_end(
    accepted: str, today: date, said: str | None
) -> None:
    findings = {"with it": {("SAFE", Q2): [replace(FOUND, waived=WAIVER)]}, "without": {("SAFE", Q2): [FOUND]}}
    sentences = list(told((WAIVER,), findings.get(accepted, {("JOBS", Q2): [FOUND]}), today, 24))
    assert sentences == ([said] if said else [])


def test_a_waiver_of_everything_says_so() -> None:
    every = replace(WAIVER, theme="", code="", last=None, last_day=date(2008, 12, 31))
    (said,) = told((every,), {("SAFE", Q2): [replace(FOUND, waived=every)]}, CAME_IN, 24)
    assert said == f"Waivers, row 7: N03 is waived from 2008-Q2 until 31/12/2008. {USED}"


@pytest.mark.parametrize(
    ("change", "column", "said"),
    [
        ({"rule": "N99"}, "rule", "There is no such rule."),
        ({"rule": "S08"}, "rule", "This rule cannot be waived"),
        ({"theme": "NOPE"}, "theme", "There is no such theme. The themes are: "),
        ({"code": "NI999"}, "code", "The agreement has no indicator or finance line of that code."),
        ({"theme": "JOBS"}, "code", "It is not in the return of JOBS but of SAFE."),
        ({"theme": "JOBS", "code": "GRANT"}, "code", "It is not in the return of JOBS but of SAFE."),
        ({"last": "2008-Q1"}, "last", "It ends before it begins."),
        ({"last": None}, "last", "Give one of the two: the last quarter, or the last day."),
        ({"last_day": date(2008, 12, 31)}, "last", "Give one of the two: the last quarter, or the last day."),
        ({"last": None, "last_day": date(2008, 6, 30)}, "last_day", "It ends before it begins."),
    ],
)
def test_what_cannot_be_used_is_told_at_its_cell(change: dict[str, object], column: str, said: str) -> None:
    wrong = waiver_of(Q2, {**CELLS, **change}, agreement(), RULES, "row 7")
    assert not isinstance(wrong, Waiver)
    assert (wrong[0], wrong[2].startswith(said)) == (column, True)


def test_a_waiver_begins_within_the_agreement() -> None:
    wrong = waiver_of(Period(2030, 1), {**CELLS, "last": "2030-Q2"}, agreement(), RULES, "row 7")
    assert not isinstance(wrong, Waiver)
    assert wrong[0] == "period"


@pytest.mark.parametrize(
    ("change", "other"),
    [
        ({}, {}),
        ({"rule": "n03", "theme": "safe", "code": "lower"}, {}),
        ({"theme": None}, {"theme": ""}),
        ({"code": None}, {"code": ""}),
        ({"code": "GRANT"}, {"code": "GRANT"}),
        ({"last": None, "last_day": date(2008, 12, 31)}, {"last": None, "last_day": date(2008, 12, 31)}),
    ],
)
def test_codes_are_taken_in_any_letters_and_a_blank_one_stands_for_all(
    change: dict[str, object], other: dict[str, object]
) -> None:
    assert waiver_of(Q2, {**CELLS, **change}, agreement(), RULES, "row 7") == replace(WAIVER, **other)
