"""Letters to partners: what they say of what was sent back, of what an officer has, of what never came, of what was accepted."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from laa_xl.domain.letters import DEFAULTS, LetterKind
from laa_xl.domain.mails import plain_text
from laa_xl.domain.register import Decision, Issued, Receipt, Register, State
from laa_xl.stages.chasing import owed
from laa_xl.stages.lettering import Letter, Occasion, chased, letter, thanks_about
from tests.support.returns import PERIOD, THEME, Entries, agreement, checked, return_of, valid_entries

DUE, TODAY = date(2008, 10, 24), date(2008, 10, 27)
SENT = datetime(2008, 10, 22, 12)
OUT = Issued(period=str(PERIOD), theme=THEME, digest="d", deadline=DUE, at=datetime(2008, 10, 1))


def receipt(state: State, file: str = "police.xlsx", must_fix: int = 0, decision: Decision | None = None) -> Receipt:
    return Receipt(
        period=str(PERIOD),
        theme=THEME,
        file=file,
        sha256=file,
        at=SENT,
        state=state,
        must_fix=must_fix,
        decision=decision,
    )


def overdue(*receipts: Receipt) -> list[Letter]:
    """The letters to those who are late."""
    rows = owed(agreement(), Register(issued=(OUT,), receipts=receipts), TODAY, {}, PERIOD)
    occasion = Occasion(agreement(), LetterKind.OVERDUE, PERIOD, TODAY)
    return [letter(occasion, about) for about in chased(occasion, rows) if about.theme.code == THEME]


def words(found: Letter) -> str:
    return " ".join(plain_text(found.mail.parts).split())


def test_who_sent_nothing_is_told_that_it_has_not_come() -> None:
    (found,) = overdue()
    assert "was due on 24 October 2008: it is 3 days late. It has not reached us as it should." in words(found)


def test_who_sent_in_time_what_had_to_be_fixed_is_told_so_and_not_that_nothing_came() -> None:
    (found,) = overdue(receipt(State.REJECTED, must_fix=3))
    told = "We have police.xlsx from you, but 3 entries were to be fixed in it, and no corrected return has reached us."
    assert told in words(found)
    assert "has not reached us as it should" not in words(found)


@pytest.mark.parametrize("before", [(), (receipt(State.REJECTED, "first.xlsx", 3),)])
def test_who_sent_what_waits_for_an_officers_yes_is_not_chased(before: tuple[Receipt, ...]) -> None:
    assert overdue(*before, receipt(State.HELD)) == []


def test_once_it_is_turned_down_the_return_is_owed_again() -> None:
    no = Decision(at=SENT, by="Officer", reason="Not theirs", let_in=False)
    (found,) = overdue(receipt(State.HELD, decision=no))
    assert found.days_late == 3


@pytest.mark.parametrize("kind", LetterKind)
def test_a_subject_names_the_months_and_no_quarter_that_may_be_taken_for_one_of_the_calendar(kind: LetterKind) -> None:
    """2008-Q2 is July to September; who does not know our way of writing takes it for April to June."""
    assert Occasion(agreement(), kind, PERIOD, TODAY).values["months"] == "July to September 2008"
    assert "$months" in DEFAULTS[kind].subject
    assert "$quarter" not in DEFAULTS[kind].subject


def thanked(entries: Entries) -> str:
    """What the letter of thanks for a return says."""
    returned = checked(return_of(entries)).returned
    assert returned
    about = thanks_about(agreement(), agreement().theme(THEME), DUE, receipt(State.ACCEPTED), returned)
    return words(letter(Occasion(agreement(), LetterKind.THANKS, PERIOD, TODAY), about))


def test_thanks_count_the_lines_of_money_without_the_ledgers_total() -> None:
    assert "Also in it: 2 lines of narrative, 1 risk, 2 lines of money and 1 action." in thanked(valid_entries())


def test_thanks_for_a_nil_return_tell_of_no_money_and_of_lines_as_carried_forward() -> None:
    """Every return has its finance lines, blank or not."""
    entries = valid_entries()
    nil = {"about": {"about": {"nil": "Yes"}}, "risks": entries["risks"]}
    told = thanked(nil)
    assert "The return says that there is nothing to report. Carried forward in it: 1 risk." in told
    assert "Also in it" not in told
    assert "money" not in told
