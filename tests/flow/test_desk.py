"""What an officer presses, and the one message that comes back: counts, names, what needs her, where files are."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.declare.actions import ACTIONS, Asks, action
from laa_xl.domain.master import MasterContent
from laa_xl.domain.periods import Period
from laa_xl.files.cells import SheetCells
from laa_xl.files.master_reader import MasterInputs
from laa_xl.files.store import StoreError
from laa_xl.flow.answers import Answer, Asked
from laa_xl.flow.desk import ACTS, answer, refusal
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pipeline import make_templates
from laa_xl.flow.programme import Programme
from laa_xl.flow.quarters import offered_period
from laa_xl.flow.telling import MOST
from tests.support.mails import mail, mbox
from tests.support.programmes import (
    NOW,
    PERIODS,
    demo_return,
    edited,
    fill_row,
    filled,
    find,
    new_return,
    prints,
    put,
    row_of,
)

HEADLINE = "on track 16 · off trajectory 3 · at risk 5 · placeholder 11 · of 35"
Q1, Q2, Q3 = Period(2008, 1), Period(2008, 2), Period(2008, 3)


def press(programme: Programme, name: str, **more: Any) -> Answer:
    return answer(programme, Asked(name, more.pop("now", NOW), **more))


def broken(programme: Programme, theme: str, code: str, value: object = "about 50") -> bytes:
    return new_return(programme, theme, Q2, {code: {"actual": value}})


def test_every_action_that_can_be_pressed_is_done_here_and_no_other() -> None:
    assert list(ACTS) and set(ACTS) == {one.name for one in ACTIONS}


@pytest.mark.parametrize("name", sorted(PERIODS))
def test_each_action_answers_with_one_message_that_fits_and_names_no_front_end(name: str, tmp_path: Path) -> None:
    programme = filled(name, tmp_path)
    theme, other = (one.code for one in programme.load().agreement.themes[:2])
    misnamed = f"{name}-{theme}-{PERIODS[name]}.xlsx"  # another theme's return inside, so that it is held
    put(programme, "a return.xlsx", demo_return(name, theme))
    chosen = tmp_path / "chosen.xlsx"
    chosen.write_bytes(demo_return(name, theme))
    answers = [mail("a.stranger@partner.example", {"a later return.xlsx": demo_return(name, other)})]
    box = mbox(tmp_path / "returns.mbox", answers)
    row = row_of(programme, "Indicators", Theme=theme)
    for one in ACTIONS:
        more: dict[str, Any] = {"sheet": "Indicators", "row": row} if one.here else {}
        more |= {"files": (chosen,)} if one.name == "choose" else {}
        more |= {"files": (box,)} if one.name == "collect" else {}
        if one.name == "let-in":
            put(programme, misnamed, new_return(programme, other, PERIODS[name], name=name))
            press(programme, "consolidate")
            more = {"sheet": "Register", "row": row_of(programme, "Register", State="held"), "reason": "It is theirs"}
        if one.name == "withdraw":
            more |= {
                "sheet": "Register",
                "row": row_of(programme, "Register", Theme=other, File=misnamed),
                "reason": "Wrong",
            }
        said = press(programme, one.name, **more)
        assert said.title == action(one.name).label
        assert 0 < len(said.text) <= MOST, one.name
        assert not re.search(r"laa-xl|button|ribbon|--\w|Traceback|None", said.text), said.text
        assert str(programme.root) not in said.text, one.name
        assert all(path.is_file() for path in said.written), one.name


def test_an_action_that_does_not_exist_and_a_folder_that_is_no_programme_are_refused(
    leicester: Programme, tmp_path: Path
) -> None:
    with pytest.raises(ProgrammeError, match="no action"):
        press(leicester, "launch")
    with pytest.raises(ProgrammeError, match="not a programme folder"):
        press(Programme(tmp_path / "nowhere"), "consolidate")


def test_consolidating_says_how_many_files_came_to_what_and_names_those_to_be_fixed(leicester: Programme) -> None:
    put(leicester, "police, better.xlsx", new_return(leicester, "SSC", Q2, {"NI193": {"actual": 50.0}}))
    put(leicester, "police, worse.xlsx", broken(leicester, "SSC", "NI193"))
    put(leicester, "children.xlsx", demo_return("leicester-2008", "CYP"))
    put(leicester, "minutes.docx", b"no workbook")
    said = press(leicester, "consolidate")
    assert said.problem
    assert said.changed
    for words in (
        "1 accepted",
        "1 not accepted",
        "1 cannot be used",
        "1 already accepted",
        "police, worse.xlsx: 1 to fix",
    ):
        assert words in said.text, words
    assert "about 50" in said.text
    assert re.search(r"Indicators, [A-Z]+\d+: ", said.text)
    assert HEADLINE in said.text
    assert "reports/2008-Q2/highlight-report-2008-Q2.xlsx" in said.text
    assert [path.suffix for path in said.written] == [".xlsx", ".docx"]


def test_of_many_bad_files_at_most_five_are_named_and_the_rest_counted(leicester: Programme) -> None:
    for number in range(12):
        put(leicester, f"{number:02d}.docx", f"no workbook {number}".encode())
    said = press(leicester, "consolidate")
    named = re.findall(r"^- \d\d\.docx: ", said.text, re.MULTILINE)
    rest = re.search(r"and (\d+) more", said.text)
    assert "12 cannot be used" in said.text
    assert 1 <= len(named) <= 5
    assert rest
    # The agreement's own warning is the thirteenth thing to say.
    assert len(named) + int(rest[1]) == 13
    assert len(said.text) <= MOST


def test_files_that_wait_or_are_older_are_counted_and_no_problem(leicester: Programme) -> None:
    old = put(leicester, "old.xlsx", demo_return("leicester-2008", "SSC"))
    newer = new_return(leicester, "SSC", Q2, {"NI193": {"actual": 50.0}})
    press(leicester, "choose", files=(put(leicester, "new.xlsx", newer),))
    said = press(leicester, "consolidate", period=Q2)
    assert "1 already accepted, 1 older than a later one" in said.text
    assert old.is_file()
    waiting = press(leicester, "consolidate", period=Q1)
    assert "2 left for its own quarter" in waiting.text


def test_an_empty_inbox_is_said_and_the_officers_changes_still_count(leicester: Programme) -> None:
    row = {"Period": "2008-Q2", "What is rated": "Indicator", "Code": "NI125", "Rating": "Green", "Reason": "Seasonal."}
    edited(
        leicester,
        lambda book: fill_row(book["Overrides"], "Code", {**row, "By (post)": "Officer", "On": date(2008, 10, 30)}),
    )
    said = press(leicester, "consolidate")
    assert "no file in the inbox" in said.text
    assert said.changed
    assert "on track 17 · off trajectory 2" in said.text


def test_an_entry_to_look_at_is_told_with_its_place(leicester: Programme) -> None:
    edited(
        leicester, lambda book: fill_row(book["Report edits"], "Bullet", {"Period": "2008-Q2", "Bullet": "3b/NOWHERE"})
    )
    said = press(leicester, "rebuild")
    assert said.problem
    assert "Please look: Report edits" in said.text


def test_chosen_files_are_taken_in_from_anywhere(leicester: Programme, tmp_path: Path) -> None:
    path = tmp_path / "desktop" / "from a memory stick.xlsx"
    path.parent.mkdir()
    path.write_bytes(new_return(leicester, "SSC", Q2, {"NI193": {"actual": 50.0}}))
    said = press(leicester, "choose", files=(path,))
    assert "File: 1 accepted." in said.text
    assert leicester.load_register().receipts[-1].file == "from a memory stick.xlsx"
    before = prints(leicester.root)
    with pytest.raises(ProgrammeError, match="No file was chosen"):
        press(leicester, "choose")
    assert prints(leicester.root) == before


def test_checking_changes_nothing_and_leaves_a_list_and_marked_copies(leicester: Programme) -> None:
    put(leicester, "police.xlsx", broken(leicester, "SSC", "NI193"))
    put(leicester, "health.xlsx", new_return(leicester, "HCOP", Q2, {"NI040": {"confirm": None}}))
    put(leicester, "children.xlsx", demo_return("leicester-2008", "CYP"))
    put(leicester, "minutes.docx", b"no workbook")
    before = prints(leicester.root, "reports/checked")
    said = press(leicester, "check")
    assert prints(leicester.root, "reports/checked") == before
    assert said.problem
    assert not said.changed
    for words in (
        "1 can be taken in",
        "1 must be fixed",
        "1 cannot be used",
        "1 already taken in",
        "police.xlsx: 1 to fix",
        "health.xlsx: 1 to confirm",
        "reports/checked/findings.xlsx",
        "Nothing was taken in",
    ):
        assert words in said.text, words
    assert {path.name for path in said.written} == {"findings.xlsx", "police.xlsx", "health.xlsx"}
    sheet = openpyxl.load_workbook(said.written[0])["Findings"]
    line = next(
        line for line in sheet.iter_rows(values_only=True) if line[0] == "police.xlsx" and line[2] == "Must fix"
    )
    assert "about 50" in str(line)
    assert "Findings" in openpyxl.load_workbook(next(p for p in said.written if p.name == "police.xlsx")).sheetnames


def test_the_folder_of_a_check_is_written_anew_at_the_next(leicester: Programme) -> None:
    bad = put(leicester, "police.xlsx", broken(leicester, "SSC", "NI193"))
    press(leicester, "check")
    bad.unlink()
    put(leicester, "children.xlsx", demo_return("leicester-2008", "CYP"))
    said = press(leicester, "check")
    assert not said.problem
    assert [path.name for path in leicester.folder("reports", "checked").iterdir()] == ["findings.xlsx"]


def test_a_check_of_an_empty_inbox_writes_nothing(leicester: Programme) -> None:
    before = prints(leicester.root)
    assert "no file in the inbox" in press(leicester, "check").text
    assert prints(leicester.root) == before


def test_templates_are_those_of_the_next_quarter_or_of_the_one_asked_for(leicester: Programme) -> None:
    said = press(leicester, "templates")
    assert "4 templates for Quarter 3 of 2008-09" in said.text
    assert "24 January 2009" in said.text  # 24 days after 31 December
    assert {path.parent.name for path in said.written} == {"2008-Q3"}
    assert said.problem
    assert (
        "Please look: 24 indicators due in Quarter 3 of 2008-09 (October to December 2008) without a target"
        in said.text
    )
    again = press(leicester, "templates", period=Period(2009, 1))
    assert "4 templates for Quarter 1 of 2009-10" in again.text
    with pytest.raises(ProgrammeError, match="outside the agreement"):
        press(leicester, "templates", period=Period(2020, 1))


def test_after_the_last_quarter_of_the_term_templates_ask_which(leicester: Programme) -> None:
    make_templates(leicester, Period(2010, 4), ["SSC"], NOW)
    with pytest.raises(ProgrammeError, match="every quarter of the agreement"):
        press(leicester, "templates")


def test_rebuilding_takes_nothing_in_and_makes_a_lost_master_again(leicester: Programme) -> None:
    put(leicester, "police.xlsx", new_return(leicester, "SSC", Q2, {"NI193": {"actual": 50.0}}))
    log = ("audit.jsonl", "register.json", "backups/")  # a line more, and who remembers it
    before = prints(leicester.root, *log)
    leicester.master.unlink()
    said = press(leicester, "rebuild")
    assert "4 accepted returns read again; nothing was taken in" in said.text
    assert said.changed
    assert prints(leicester.root, *log) == before


def two_quarters(programme: Programme) -> None:
    """The next quarter's return of one theme, accepted."""
    make_templates(programme, Q3, ["SSC"], NOW)
    put(programme, "q3.xlsx", new_return(programme, "SSC", Q3))
    assert "1 accepted" in press(programme, "consolidate").text


def report_tab(programme: Programme) -> str:
    sheet = openpyxl.load_workbook(programme.master)["Highlight report"]
    return " ".join(str(cell.value) for line in sheet.iter_rows(max_row=8) for cell in line if cell.value)


def test_the_report_of_an_earlier_quarter_stands_on_the_masters_tab_and_in_its_files(leicester: Programme) -> None:
    two_quarters(leicester)
    assert "Quarter 3 of 2008-09" in report_tab(leicester)
    said = press(leicester, "report", period=Q2)
    assert said.changed
    assert "Quarter 2 of 2008-09" in said.text
    assert "Quarter 2 of 2008-09" in report_tab(leicester)
    assert [path.name for path in said.written] == ["highlight-report-2008-Q2.xlsx", "highlight-report-2008-Q2.docx"]
    assert "Quarter 3 of 2008-09" in press(leicester, "report").text  # the newest where nobody says


@pytest.mark.parametrize("name", ["report", "freeze", "pack"])
def test_without_an_accepted_return_there_is_nothing_to_report_and_nothing_changes(
    name: str, leicester: Programme
) -> None:
    before = prints(leicester.root)
    with pytest.raises(ProgrammeError, match="2008-Q1"):
        press(leicester, name, period=Q1)
    with pytest.raises(ProgrammeError, match="outside the agreement"):
        press(leicester, name, period=Period(2031, 1))
    assert prints(leicester.root) == before


def test_the_quarter_offered_is_the_newest_that_fits_the_action(leicester: Programme) -> None:
    state = leicester.load()
    assert offered_period(state, "templates") == Q3
    assert [offered_period(state, name) for name in ("report", "freeze", "pack")] == [Q2] * 3
    assert offered_period(state, "consolidate") is None
    make_templates(leicester, Q3, ["SSC"], NOW)
    state = leicester.load()
    assert offered_period(state, "templates") == Period(2008, 4)
    assert offered_period(state, "report") == Q2
    empty = dataclasses.replace(state, register=type(state.register)())
    assert offered_period(empty, "templates") == Q1  # the first quarter of the term
    assert offered_period(empty, "report") is None
    with pytest.raises(ProgrammeError, match="outside the agreement"):
        press(leicester, "pack", period=Period(2007, 1))


class _Stuck:
    """A master that is open where nobody can write."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def read(self) -> MasterInputs | None:
        return self.inner.read()

    def sheet(self, name: str) -> SheetCells | None:
        return self.inner.sheet(name)

    def write(self, content: MasterContent) -> bool:
        raise StoreError("The master cannot be written. Close it there and try again.")


def test_a_master_that_cannot_be_written_is_a_refusal_in_the_same_words(leicester: Programme) -> None:
    stuck = dataclasses.replace(leicester, open_master=_Stuck(leicester.home))
    before = prints(leicester.root)
    with pytest.raises(ProgrammeError, match="Close it there"):
        press(stuck, "report")
    assert prints(leicester.root) == before


def test_a_wrong_agreement_is_refused_with_its_errors(leicester: Programme) -> None:
    def wrong(book: Any) -> None:
        sheet = book["Agreement indicators"]
        sheet.cell(find(sheet, "NI125").row, find(sheet, "Outcome").column).value = "NOWHERE"

    edited(leicester, wrong)
    with pytest.raises(ProgrammeError) as refused:
        press(leicester, "consolidate")
    said = refusal(refused.value)
    assert "NOWHERE" in said
    assert len(said) <= MOST


@pytest.mark.parametrize(
    "name", [one.name for one in ACTIONS if not one.here and one.asks not in (Asks.FILES, Asks.MAILS)]
)
def test_what_is_being_done_is_told_while_it_is_done(name: str, leicester: Programme) -> None:
    told: list[str] = []
    put(leicester, "children.xlsx", demo_return("leicester-2008", "CYP"))
    if name == "mail":
        press(leicester, "pack")
    answer(leicester, Asked(name, datetime(2008, 11, 3, 9)), told.append)
    assert told or name == "chase"
    assert all(told)


def test_letters_that_were_drafted_on_an_earlier_day_are_named_and_what_is_to_be_looked_at_again(
    tmp_path: Path,
) -> None:
    programme = filled("leicester-2008", tmp_path)
    first = press(programme, "letters", period=Q2)
    assert "drafts in " in first.text and first.written
    later = datetime(2008, 11, 30, 9)

    def nobody_can_be_reached(book: Any) -> None:
        sheet = book["Agreement contacts"]
        heading = find(sheet, "E-mail")
        for row in range(heading.row + 1, sheet.max_row + 1):
            sheet.cell(row, heading.column).value = None

    edited(programme, nobody_can_be_reached)
    nobody = press(programme, "letters", period=Q2, now=later)
    assert nobody.problem and "addressed to nobody" in nobody.text
    again = press(programme, "letters", period=Q2, now=datetime(2008, 12, 1, 9))
    assert "The same letter was drafted before, so it is not drafted again: " in again.text
    assert again.problem and "addressed to nobody" in again.text
    assert not again.written
