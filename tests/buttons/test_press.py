"""A press: what it asks of the desk, what the officer sees, and what she is told where it cannot be done."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from laa_xl.buttons import button, press
from laa_xl.declare.actions import ACTIONS
from laa_xl.declare.table_errors import TableError
from laa_xl.domain.periods import Period
from laa_xl.files.store import StoreError
from laa_xl.flow.answers import Answer, Asked, Place
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pending import Pending, is_pending, write_pending
from laa_xl.flow.pipeline import inbox_files
from laa_xl.flow.programme import Programme
from tests.buttons.opened import Opened, waiting
from tests.support.engine import open_book


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return waiting("leicester-2008", tmp_path_factory.mktemp("made") / "p").root


@pytest.fixture
def opened(made: Path, tmp_path: Path) -> Opened:
    return Opened(Programme(Path(shutil.copytree(made, tmp_path / "p"))))


class Desk:
    """Stands in for the work behind the buttons."""

    def __init__(self, given: Answer | Exception) -> None:
        self.given = given
        self.asked: list[Asked] = []

    def __call__(self, programme: Programme, asked: Asked, progress: Any) -> Answer:
        self.asked.append(asked)
        progress("Reading the minutes")
        if isinstance(self.given, Exception):
            raise self.given
        return self.given


def desk(monkeypatch: pytest.MonkeyPatch, given: Answer | Exception) -> Desk:
    one = Desk(given)
    monkeypatch.setattr(button, "answered", one)
    return one


def test_the_desk_is_asked_with_selection_officer_and_time(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk(monkeypatch, Answer("Explain", "Because."))
    opened.book.sheets["Indicators"].activate()
    opened.book.sheets["Indicators"].range("D12:F14").select()
    assert opened.press("explain") == "Because."
    (asked,) = one.asked
    assert (asked.action, asked.sheet, asked.row, asked.officer) == ("explain", "Indicators", 12, "Ann Officer")
    assert asked.now.date() == date.today()
    assert (asked.period, asked.files) == (None, ())


def test_a_selection_on_another_sheet_or_of_a_picture_is_no_row(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk(monkeypatch, Answer("Explain", "Because."))
    opened.book.sheets["Register"].activate()
    opened.press("explain")
    opened.app.chosen = None
    opened.press("explain")
    assert [(asked.sheet, asked.row) for asked in one.asked] == [("Register", 0), ("Register", 0)]


@pytest.mark.parametrize(
    ("action", "answer", "period", "files"),
    [
        ("report", "2008-Q2", Period(2008, 2), ()),
        ("report", " 2008-q2 ", Period(2008, 2), ()),
        ("templates", "", None, ()),
        (
            "choose",
            "/a/police return.xlsx\n\n/b/health.xlsx\n",
            None,
            (Path("/a/police return.xlsx"), Path("/b/health.xlsx")),
        ),
        ("consolidate", "", None, ()),
    ],
)
def test_the_answer_is_a_quarter_or_files(
    opened: Opened,
    monkeypatch: pytest.MonkeyPatch,
    action: str,
    answer: str,
    period: Period | None,
    files: tuple[Path, ...],
) -> None:
    one = desk(monkeypatch, Answer("", "Done."))
    opened.press(action, answer)
    assert [(asked.period, asked.files) for asked in one.asked] == [(period, files)]


def test_a_quarter_that_is_none_is_told_and_nothing_is_asked(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk(monkeypatch, Answer("", "Done."))
    said = opened.press("report", "autumn")
    assert "autumn" in said
    assert said.endswith("Nothing was changed.")
    assert one.asked == []


def test_progress_is_in_the_status_bar_and_one_message_ends_it(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    desk(monkeypatch, Answer("Check", "3 to fix.", problem=True))
    opened.press("check")
    assert opened.app.bars == ["LAA: Reading the minutes ..."]
    assert opened.app.status_bar is False
    assert opened.app.alerts == [("Check returns", "3 to fix.", "critical")]


def test_where_there_is_no_message_box_the_status_bar_has_it(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    desk(monkeypatch, Answer("Check", "3 to fix.\nOf 4."))
    monkeypatch.setattr(opened.app, "alert", lambda *_: (_ for _ in ()).throw(NotImplementedError()))
    press("check")
    assert opened.app.status_bar == "Check returns: 3 to fix. Of 4."


def test_the_workbook_is_saved_after_a_change_only(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    desk(monkeypatch, Answer("", "Nothing new.", changed=False))
    opened.press()
    assert opened.book.impl.saved == 0
    desk(monkeypatch, Answer("", "New.", changed=True))
    opened.press()
    assert opened.book.impl.saved == 1


def test_a_master_that_cannot_be_saved_is_told(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    desk(monkeypatch, Answer("", "New.", changed=True))
    opened.app.fail_at = 1
    assert opened.press() == "New.\nThe master was written but could not be saved. Save it yourself."


def test_a_cell_of_a_return_is_shown_in_a_copy_that_cannot_be_changed(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = inbox_files(opened.programme)[0]
    desk(monkeypatch, Answer("Source", "It came from here.", show=Place("Indicators", "F9", file)))
    opened.press("source")
    book = opened.app.open[-1]
    assert (book.path, book.api.ReadOnly, book.xl.active.title) == (file, True, "Indicators")
    assert opened.app.selection is not None
    assert opened.app.selection.address == "$F$9"


def test_a_cell_of_the_master_is_selected(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    desk(monkeypatch, Answer("Explain", "Look.", show=Place("Overrides", "B7")))
    opened.press("explain")
    assert opened.xl.active.title == "Overrides"
    assert opened.app.selection is not None
    assert opened.app.selection.address == "$B$7"


def test_a_return_that_is_gone_is_told(opened: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    desk(monkeypatch, Answer("Source", "It came from here.", show=Place("Indicators", "F9", tmp_path / "gone.xlsx")))
    assert f"{tmp_path / 'gone.xlsx'} could not be opened." in opened.press("source")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ProgrammeError("The folder is locked."), "The folder is locked."),
        (
            ProgrammeError(
                "The agreement cannot be used.", [TableError("Overrides", 7, "Code", "NI999", "There is none.")]
            ),
            'The agreement cannot be used.\n- Overrides, row 7, Code: You have "NI999". There is none.',
        ),
        (StoreError("register.json cannot be written."), "register.json cannot be written."),
        (PermissionError(13, "Permission denied", "register.json"), "register.json cannot be used: permission denied."),
    ],
)
def test_what_can_be_expected_to_go_wrong_is_one_message(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    desk(monkeypatch, error)
    before = opened.as_it_is()
    assert opened.press() == said
    assert opened.app.alerts[0][2] == "critical"
    assert opened.as_it_is() == before
    assert (opened.app.status_bar, opened.book.impl.saved) == (False, 0)
    assert not (opened.programme.root / "logs").exists()


def test_what_nobody_expected_is_told_with_a_log_that_holds_no_entry(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk(monkeypatch, ValueError("Mrs Smith's entry"))
    before = opened.as_it_is()
    said = opened.press()
    (log,) = (opened.programme.root / "logs").iterdir()
    assert "The workbook is as it was." in said
    assert str(log) in said
    assert "Mrs Smith" not in said
    text = log.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "button.py" in text
    assert "Mrs Smith" not in text.replace('raise ValueError("Mrs Smith', "")
    assert opened.as_it_is() == before


def test_a_failure_in_the_midst_of_writing_is_told_the_same_way(opened: Opened) -> None:
    before, register = opened.as_it_is(), opened.programme.load_register()
    opened.app.fail_at = 60
    said = opened.press()
    assert "The workbook is as it was." in said
    assert opened.as_it_is() == before
    assert opened.book.impl.saved == 0
    assert opened.programme.load_register() == register, "nothing was taken in that the master does not show"
    opened.app.fail_at = None
    assert "4 accepted" in opened.press()
    assert opened.values("Indicators", "Code") != [(None,)]


def test_a_workbook_that_is_read_only_is_told_before_anything_is_done(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Opened(Programme(Path(shutil.copytree(made, tmp_path / "p"))))
    opened.book.impl.api.ReadOnly = True
    one = desk(monkeypatch, Answer("", "Done."))
    leaves_it_alone = ("check", "chase", "collect", "letters", "mail", "explain", "source")
    writing = [action.name for action in ACTIONS if action.name not in leaves_it_alone]
    for name in writing:
        assert "is open read-only" in opened.press(name, "2008-Q2")
    assert one.asked == []
    for name in ("explain", "mail"):
        assert opened.press(name, "2008-Q2") == "Done."


def test_who_has_a_read_only_master_open_is_told_by_name(opened: Opened) -> None:
    opened.book.impl.api.ReadOnly = True
    mark = opened.programme.root / ".~lock.master.xlsm#"
    mark.write_text("Ben Other,ben,PC-12,24.10.2008 14:03,file:///profile;", encoding="utf-8")
    assert "Ben Other (LibreOffice on PC-12, since 24.10.2008 14:03) has it open" in opened.press()


def test_a_master_that_waits_from_an_earlier_press_is_forgotten_once_a_newer_one_was_saved(opened: Opened) -> None:
    master = opened.programme.master
    write_pending(master, Pending("base", "next", action="rebuild"), b"older")
    assert is_pending(master)
    opened.app.fail_at = None
    opened.press()
    assert opened.book.impl.saved == 1
    assert not is_pending(master)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("Book1", "was never saved"),
        ("https://county.sharepoint.example.org/laa/master.xlsm", "OneDrive or SharePoint"),
    ],
)
def test_a_workbook_in_no_folder_is_told(opened: Opened, address: str, said: str) -> None:
    opened.book.impl.address = address
    assert said in opened.press()
    assert opened.app.alerts[0][0] == "Consolidate"


def test_an_address_that_xlwings_gives_up_on_is_told(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(self: Any) -> str:
        raise RuntimeError("Couldn't find the local path")

    monkeypatch.setattr(type(opened.book.impl), "fullname", property(lost))
    assert "OneDrive or SharePoint" in opened.press()


def test_a_master_in_no_programme_folder_is_told(made: Path, tmp_path: Path) -> None:
    book = open_book(Path(shutil.copy(made / "master.xlsm", tmp_path / "master.xlsm")))
    press("consolidate")
    assert "is not a programme folder" in book.impl.app.alerts[0][1]


def test_a_copy_beside_the_master_is_told(opened: Opened) -> None:
    copy = opened.programme.root / "master - copy.xlsx"
    shutil.copy(opened.programme.master, copy)
    book = open_book(copy)
    press("consolidate")
    assert "This is master - copy.xlsx. The master of this programme is master.xlsm" in book.impl.app.alerts[0][1]


def test_an_action_that_nobody_declared_is_told(opened: Opened) -> None:
    assert 'There is no action "dance"' in opened.press("dance")


def test_what_breaks_in_the_code_is_not_told_as_a_button_that_is_missing(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise KeyError("indicators has no column frequency")

    monkeypatch.setattr("laa_xl.buttons.button.answered", broken)
    said = opened.press()
    assert "for a reason that was not expected" in said
    (log,) = (opened.programme.root / "logs").iterdir()
    assert log.name in said
    assert "KeyError" in log.read_text(encoding="utf-8")
