"""A new master that waits beside the open one: put in place when that is closed, and never at the cost of an entry."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from laa_xl.files.owners import excel_mark, libreoffice_mark
from laa_xl.files.store import StoreError
from laa_xl.flow import homes, settling
from laa_xl.flow.answers import Asked
from laa_xl.flow.pending import fingerprint, is_pending, next_master, note_of, read_pending
from laa_xl.flow.pressing import press
from laa_xl.flow.programme import Programme
from laa_xl.flow.settling import WAIT_HOURS, State, settle, wait_and_settle
from tests.flow.test_programme import edit, inbox, records, under
from tests.support.cli import NOW, laa_xl
from tests.support.demo_folders import demo

AT = datetime.fromisoformat(NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A programme with a corrected return in its inbox, and its master open in Excel."""
    folder = demo(tmp_path / "p")

    def better(book: Any) -> None:
        under(book["Indicators"], "Actual", "NI193").value = 50.0

    edit(inbox(folder, "SSC"), better, folder / "inbox" / "corrected.xlsx")
    open_in_excel(folder)
    return folder


def master(folder: Path) -> Path:
    return folder / "master.xlsm"


def open_in_excel(folder: Path, name: str = "Ann Other") -> None:
    wide = name.encode("utf-16-le")
    mark = bytes([len(name)]) + name.encode("cp1252").ljust(54) + len(name).to_bytes(2, "little") + wide
    excel_mark(master(folder)).write_bytes(mark.ljust(165, b" "))


def close(folder: Path) -> None:
    excel_mark(master(folder)).unlink()


def pressed(folder: Path, name: str = "consolidate") -> None:
    press(master(folder), Asked(name, AT, officer="Ann Other"), beside=True)


def overridden(folder: Path, code: str) -> None:
    """Somebody types an override into the next free row and saves."""

    def enter(book: Any) -> None:
        sheet = book["Overrides"]
        row = next(number for number in range(8, 60) if sheet.cell(number, 3).value is None)
        values = ("2008-Q2", "Indicator", code, "Red", "Known since yesterday", "Performance officer")
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value

    edit(master(folder), enter)


def codes(path: Path) -> list[str]:
    return [row["Code"] for row in records(path, "Overrides")]


def actual(path: Path, code: str = "NI193") -> float:
    return next(row["Actual"] for row in records(path, "Indicators") if row["Code"] == code)


def test_a_press_in_the_open_master_leaves_its_file_alone_until_it_is_closed(folder: Path) -> None:
    before = fingerprint(master(folder))
    pressed(folder)
    assert fingerprint(master(folder)) == before
    assert actual(next_master(master(folder))) == 50.0

    settled = settle(Programme(folder), AT)
    assert settled.state is State.OPEN
    assert "Ann Other" in settled.text
    assert fingerprint(master(folder)) == before

    close(folder)
    assert settle(Programme(folder), AT).state is State.PLACED
    assert actual(master(folder)) == 50.0
    assert not is_pending(master(folder))
    assert settle(Programme(folder), AT).state is State.NOTHING


def test_what_was_saved_after_the_press_is_in_the_master_that_is_put_in_place(folder: Path) -> None:
    pressed(folder)
    overridden(folder, "NI154")
    close(folder)
    assert settle(Programme(folder), AT).state is State.COMPUTED
    assert codes(master(folder)) == ["NI065", "NI186", "NI154"]
    assert actual(master(folder)) == 50.0
    assert not is_pending(master(folder))


def test_a_second_press_counts_from_what_was_saved_before_it(folder: Path) -> None:
    pressed(folder)
    overridden(folder, "NI154")
    pressed(folder, "rebuild")
    assert codes(next_master(master(folder))) == ["NI065", "NI186", "NI154"]
    close(folder)
    assert settle(Programme(folder), AT).state is State.PLACED
    assert codes(master(folder)) == ["NI065", "NI186", "NI154"]


def test_a_press_that_finds_the_master_as_it_should_be_leaves_nothing_waiting(folder: Path) -> None:
    pressed(folder)
    close(folder)
    settle(Programme(folder), AT)
    open_in_excel(folder)
    pressed(folder, "rebuild")
    assert not is_pending(master(folder))


def test_a_master_that_cannot_be_read_after_the_press_is_kept_and_told_until_it_is_mended(folder: Path) -> None:
    pressed(folder)
    edit(master(folder), lambda book: book.create_sheet("Mine").__setitem__("A1", "my notes"))
    overridden(folder, "NI154")
    close(folder)
    mine = fingerprint(master(folder))
    for _ in range(2):
        settled = settle(Programme(folder), AT)
        assert settled.state is State.KEPT
        assert '"Mine"' in settled.text
        assert "Nothing is lost" in settled.text
        assert fingerprint(master(folder)) == mine
    result = laa_xl("status", folder)
    assert '"Mine"' in result.stderr

    edit(master(folder), lambda book: book.remove(book["Mine"]))
    assert settle(Programme(folder), AT).state is State.COMPUTED
    assert codes(master(folder)) == ["NI065", "NI186", "NI154"]


DAMAGE: dict[str, Callable[[Path], object]] = {
    "the new master was not written": lambda path: next_master(path).unlink(),
    "half of it was written": lambda path: next_master(path).write_bytes(next_master(path).read_bytes()[:5000]),
    "the note was lost": lambda path: note_of(path).unlink(),
    "the note was cut off": lambda path: note_of(path).write_bytes(note_of(path).read_bytes()[:20]),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_whatever_broke_down_half_way_the_new_master_comes_about(
    folder: Path, damage: Callable[[Path], object]
) -> None:
    overridden(folder, "NI154")
    pressed(folder)
    damage(master(folder))
    close(folder)
    assert settle(Programme(folder), AT).state is State.COMPUTED
    assert (codes(master(folder)), actual(master(folder))) == (["NI065", "NI186", "NI154"], 50.0)
    assert not is_pending(master(folder))


def test_a_break_between_putting_in_place_and_tidying_up_changes_nothing_more(folder: Path) -> None:
    pressed(folder)
    note = note_of(master(folder)).read_bytes()
    close(folder)
    settle(Programme(folder), AT)
    after = fingerprint(master(folder))
    note_of(master(folder)).write_bytes(note)  # as if it had not been taken away any more
    assert settle(Programme(folder), AT).state is State.PLACED
    assert fingerprint(master(folder)) == after
    assert not is_pending(master(folder))


def test_every_later_run_puts_it_in_place_first_and_a_run_that_writes_the_master_supersedes_it(folder: Path) -> None:
    pressed(folder)
    close(folder)
    assert "put in place" in laa_xl("status", folder).stderr
    assert actual(master(folder)) == 50.0

    open_in_excel(folder)
    overridden(folder, "NI154")
    pressed(folder)
    close(folder)
    assert laa_xl("consolidate", folder).exit_code == 0
    assert not is_pending(master(folder))
    assert codes(master(folder)) == ["NI065", "NI186", "NI154"]


def test_a_master_that_windows_still_holds_goes_on_waiting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pressed(folder)
    close(folder)

    def held(_source: Path, target: Path) -> None:
        raise StoreError(f"{target} cannot be written. If it is open in Excel, close it there and try again.")

    with monkeypatch.context() as windows:
        windows.setattr(settling, "replace_file", held)
        assert settle(Programme(folder), AT).state is State.OPEN
    assert settle(Programme(folder), AT).state is State.PLACED


def test_the_waiter_settles_when_the_master_is_closed_and_ends(folder: Path) -> None:
    pressed(folder)
    looks = []

    def pause(_: float) -> None:
        looks.append(1)
        if len(looks) == 3:
            close(folder)

    assert wait_and_settle(Programme(folder), lambda: AT, pause=pause).state is State.PLACED
    assert len(looks) == 3
    assert actual(master(folder)) == 50.0


def test_the_waiter_ends_by_itself_after_a_day_of_work_and_a_second_one_ends_at_once(folder: Path) -> None:
    pressed(folder)
    clock = [0.0]
    inner: list[State] = []

    def pause(_: float) -> None:
        if not inner:
            inner.append(wait_and_settle(Programme(folder), lambda: AT, pause=lambda _: pytest.fail("it waits")).state)
        clock[0] += 3600

    settled = wait_and_settle(Programme(folder), lambda: AT, pause=pause, clock=lambda: clock[0])
    assert (settled.state, inner) == (State.OPEN, [State.OPEN])
    assert clock[0] == 3600 * WAIT_HOURS
    assert is_pending(master(folder))


def test_a_process_of_its_own_waits_and_puts_it_in_place(folder: Path) -> None:
    pressed(folder)
    words = [sys.executable, "-m", "laa_xl.cli.main", "settle", str(folder), "--wait"]
    waiter = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        while not (folder / ".laa-xl.settle.lock").exists():
            assert waiter.poll() is None
        close(folder)
        said, _ = waiter.communicate(timeout=120)
    finally:
        waiter.kill()
    assert waiter.returncode == 0
    assert "put in place" in said
    assert actual(master(folder)) == 50.0


def test_settle_says_how_it_stands_by_its_exit_code(folder: Path) -> None:
    assert "No new master waits" in laa_xl("settle", folder).stdout
    pressed(folder)
    waits = laa_xl("settle", folder)
    assert (waits.exit_code, "Ann Other" in waits.stderr) == (2, True)
    assert laa_xl("settle", folder, "--even-if-open").exit_code == 0
    assert actual(master(folder)) == 50.0
    assert laa_xl("settle", folder / "inbox").exit_code == 2


def test_a_master_that_libreoffice_saved_is_written_anew_by_any_press(folder: Path) -> None:
    """LibreOffice does not keep buttons: a look at the returns is enough to get them back."""
    path = master(folder)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["docProps/app.xml"] = parts["docProps/app.xml"].replace(b"Microsoft Excel", b"LibreOffice/7.4.7.2")
    with zipfile.ZipFile(path, "w") as package:
        for name, blob in parts.items():
            package.writestr(name, blob)
    excel_mark(path).unlink()
    libreoffice_mark(path).write_text(",,,24.10.2008 14:03,file:///nowhere;")
    pressed(folder, "check")
    pending = read_pending(path)
    assert pending is not None
    assert pending.base == fingerprint(path)
    libreoffice_mark(path).unlink()
    assert settle(Programme(folder), AT).state is State.PLACED
    assert actual(path) != 50.0  # nothing was taken in


def test_a_master_saved_while_a_run_is_at_work_is_not_written_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(folder)
    made = homes.master_bytes

    def meanwhile(content: Any) -> bytes:
        overridden(folder, "NI154")
        return made(content)

    monkeypatch.setattr(homes, "master_bytes", meanwhile)
    result = laa_xl("consolidate", folder)
    assert result.exit_code == 2
    assert "saved by somebody while this run was at work" in result.stderr
    assert codes(master(folder)) == ["NI065", "NI186", "NI154"]
    monkeypatch.setattr(homes, "master_bytes", made)
    assert laa_xl("consolidate", folder).exit_code == 0
    assert (codes(master(folder)), actual(master(folder))) == (["NI065", "NI186", "NI154"], 50.0)
