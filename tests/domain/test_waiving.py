"""Which return a waiver counts for, which finding it silences, and what its officers are told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from laa_xl.declare.waivers_load import waiver_of
from laa_xl.domain.findings import Finding, Verdict, must_be_fixed, verdict
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Issued, Receipt, Register, State
from laa_xl.domain.waivers import Waiver
from laa_xl.domain.waivers_told import told
from laa_xl.domain.waiving import Waivers, standing
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
ENDS = "It ends with the returns of 2008-Q3: from those of 2008-Q4 on the entry has to be mended, or the waiver granted anew."
ENDED = "It has ended: every return of its quarters that was asked for is accepted."
KEEP, GO = "Keep the row: those returns were accepted by it.", "Take the row away."
AWAY = "If it is not needed any more, take the row away."
SOON, LATE = date(2008, 12, 24), date(2009, 1, 25)  # the returns of the last quarter are due on 24 January 2009


def still(what: str) -> str:
    return f"Keep the row: it counts for what is not accepted yet ({what}), however late that comes."


def register(asked: Sequence[str], accepted: Sequence[str] = (), held: Sequence[str] = ()) -> Register:
    """Each return as ``SAFE 2008-Q2``: those whose template went out, that were accepted, and that wait for a yes."""
    at = datetime(2008, 10, 20)
    issued = [
        Issued(period=period, theme=theme, digest=f"{theme}{period}", deadline=at.date(), at=at)
        for theme, period in map(str.split, asked)
    ]
    states = [(one, State.ACCEPTED) for one in accepted] + [(one, State.HELD) for one in held]
    receipts = [
        Receipt(period=one.split()[1], theme=one.split()[0], file="r.xlsx", sha256=one, at=at, state=state)
        for one, state in states
    ]
    return Register(issued=tuple(issued), receipts=tuple(receipts))


def said_of(waiver: Waiver, accepted: Register, today: date, *, used: bool) -> str:
    """What is told of a waiver; ``used``: it silences the finding that the return of SAFE has."""
    found = {
        key: [replace(FOUND, waived=waiver if used else None)] if key[0] == "SAFE" else [] for key in accepted.current()
    }
    return " ".join(told((waiver,), found, agreement(), accepted, today))


BOTH = ("SAFE 2008-Q2", "SAFE 2008-Q3")


@pytest.mark.parametrize(
    ("asked", "accepted", "used", "today", "said"),
    [
        # Of two quarters the first is accepted, and the templates of the second are out.
        (BOTH, BOTH[:1], True, date(2008, 12, 23), f"{HERE} {USED}"),
        (BOTH, BOTH[:1], True, SOON, f"{HERE} {USED} {ENDS}"),
        (BOTH, BOTH[:1], True, date(2009, 1, 24), f"{HERE} {USED} {ENDS}"),
        (BOTH, BOTH[:1], True, LATE, f"{HERE} {USED} {ENDS} {still('SAFE 2008-Q3')}"),
        (BOTH, BOTH[:1], False, date(2008, 12, 23), f"{HERE} {UNUSED}"),
        (BOTH, BOTH[:1], False, SOON, f"{HERE} {UNUSED} {ENDS}"),
        (BOTH, BOTH[:1], False, LATE, f"{HERE} {UNUSED} {ENDS} {still('SAFE 2008-Q3')}"),
        # Those of the second went out to nobody yet.
        (BOTH[:1], BOTH[:1], False, date(2008, 12, 23), f"{HERE} {UNUSED} {AWAY}"),
        (BOTH[:1], BOTH[:1], False, LATE, f"{HERE} {UNUSED} {ENDS} {still('2008-Q3')}"),
        # Nothing of its theme is accepted.
        (BOTH, (), False, date(2008, 12, 23), ""),
        (BOTH, (), False, SOON, f"{HERE} {ENDS}"),
        (BOTH, (), False, LATE, f"{HERE} {ENDS} {still('SAFE 2008-Q2 and SAFE 2008-Q3')}"),
        # Everything is.
        (BOTH, BOTH, False, LATE, f"{HERE} {UNUSED} {ENDED} {GO}"),
        # What another theme owes is nothing to it.
        ((*BOTH, "JOBS 2008-Q3"), BOTH, False, LATE, f"{HERE} {UNUSED} {ENDED} {GO}"),
        (("JOBS 2008-Q3",), ("JOBS 2008-Q3",), False, LATE, f"{HERE} {ENDED} {GO}"),
    ],
)
def test_a_waiver_has_not_ended_while_a_return_of_its_quarters_is_owed(
    asked: Sequence[str], accepted: Sequence[str], used: bool, today: date, said: str
) -> None:
    assert said_of(WAIVER, register(asked, accepted), today, used=used) == said


def test_the_row_of_a_waiver_that_has_ended_is_kept_where_it_was_used() -> None:
    one = replace(WAIVER, last=Q2)
    told_of = said_of(one, register(BOTH[:1], BOTH[:1]), SOON, used=True)
    assert told_of == f"{HERE.replace('2008-Q3', '2008-Q2')} {USED} {ENDED} {KEEP}"


@pytest.mark.parametrize(
    ("waiver", "ended"),  # the returns of 2008-Q3 are due on 24 January 2009
    [(WAIVER, date(2009, 1, 24)), (DAY, date(2008, 12, 31))],
)
def test_a_waiver_that_was_used_is_told_for_a_quarter_after_its_end_and_no_longer(waiver: Waiver, ended: date) -> None:
    last, long_ago = ended + timedelta(days=92), ended + timedelta(days=93)
    assert KEEP in said_of(waiver, register(BOTH, BOTH), last, used=True)
    assert said_of(waiver, register(BOTH, BOTH), long_ago, used=True) == ""
    # What is left to be done is told until it is done.
    assert GO in said_of(waiver, register(BOTH, BOTH), long_ago, used=False)
    assert "Keep the row" in said_of(waiver, register(BOTH, BOTH[:1]), long_ago, used=True)


def test_a_waiver_of_one_row_for_every_theme_is_about_the_theme_that_reports_it() -> None:
    asked = (*BOTH, "JOBS 2008-Q2", "JOBS 2008-Q3")
    (line, *_) = [line for line in agreement().funding if line.theme == "SAFE"]
    for code in ("LOWER", line.code):
        one = replace(WAIVER, theme="", code=code)
        assert "SAFE 2008-Q2 and SAFE 2008-Q3" in said_of(one, register(asked), LATE, used=False)
        assert said_of(one, register(asked, BOTH), LATE, used=False).endswith(f"{ENDED} {GO}")
        jobs_alone = register(asked, ("JOBS 2008-Q2", "JOBS 2008-Q3"))
        assert UNUSED not in said_of(one, jobs_alone, LATE, used=False)


def test_a_return_that_is_held_still_needs_its_waiver() -> None:
    held = register(BOTH, BOTH, held=("SAFE 2008-Q3",))
    assert still("SAFE 2008-Q3 (held)") in said_of(WAIVER, held, LATE, used=False)


def test_of_many_returns_that_are_owed_the_first_are_named() -> None:
    one = replace(WAIVER, theme="", code="", first=Period(2007, 1))
    asked = [f"{theme} {year}-Q{quarter}" for theme in ("SAFE", "JOBS") for year in (2007, 2008) for quarter in (1, 2)]
    assert "JOBS 2007-Q1, SAFE 2007-Q1, JOBS 2007-Q2, SAFE 2007-Q2, JOBS 2008-Q1, SAFE 2008-Q1 and 3 more" in said_of(
        one, register(asked), LATE, used=False
    )


DAYS = "Waivers, row 7: N03 is waived for LOWER, theme SAFE from 2008-Q2 until 31/12/2008."
DAY_SOON = "It ends soon: in what comes in after 31/12/2008 the entry has to be mended, or the waiver granted anew."
DAY_OWED = "It counts only for what came in by 31/12/2008. Keep the row while this is not accepted, as it may have come in by then: "


@pytest.mark.parametrize(
    ("asked", "accepted", "used", "today", "said"),
    [
        (BOTH[:1], BOTH[:1], True, date(2008, 11, 29), f"{DAYS} {USED}"),
        (BOTH[:1], BOTH[:1], True, date(2008, 11, 30), f"{DAYS} {USED} {DAY_SOON}"),
        (BOTH[:1], BOTH[:1], False, date(2008, 12, 31), f"{DAYS} {UNUSED} {DAY_SOON} {AWAY}"),
        (BOTH[:1], BOTH[:1], True, date(2009, 1, 1), f"{DAYS} {USED} It has ended. {KEEP}"),
        (BOTH[:1], BOTH[:1], False, date(2009, 1, 1), f"{DAYS} {UNUSED} It has ended. {GO}"),
        (BOTH, BOTH[:1], False, date(2009, 1, 1), f"{DAYS} {UNUSED} {DAY_OWED}SAFE 2008-Q3."),
        (("SAFE 2008-Q4",), (), False, date(2009, 4, 1), f"{DAYS} It has ended. {GO}"),  # asked for after its day
    ],
)
def test_a_waiver_until_a_day_is_told_by_that_day(
    asked: Sequence[str], accepted: Sequence[str], used: bool, today: date, said: str
) -> None:
    assert said_of(DAY, register(asked, accepted), today, used=used) == said


def test_a_waiver_of_everything_says_so() -> None:
    every = replace(DAY, theme="", code="")
    told_of = said_of(every, register(BOTH[:1], BOTH[:1]), CAME_IN, used=True)
    assert told_of == f"Waivers, row 7: N03 is waived from 2008-Q2 until 31/12/2008. {USED}"


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
