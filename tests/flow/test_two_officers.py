"""Two officers in one programme: who is at work or has the master open is said by name, and nothing is half-done."""

from __future__ import annotations

import os
import platform
import time
from datetime import datetime
from pathlib import Path

import pytest

from laa_xl.files import owners
from laa_xl.files.owners import Owner, excel_mark, excel_owner, libreoffice_mark, libreoffice_owner, owner_of
from laa_xl.flow.answers import Asked
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.holders import BELIEVED_SECONDS, Holder, login, write_holder
from laa_xl.flow.pressing import press
from laa_xl.flow.programme import HOLDER, Programme
from tests.flow.test_programme import prints
from tests.support.cli import NOW, laa_xl, succeeded
from tests.support.demo_folders import demo

AT = datetime.fromisoformat(NOW)
LOCKS = {".laa-xl.lock"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return demo(tmp_path / "p")


def excel_file(name: str, *, parts: str = "both") -> bytes:
    """What Excel keeps beside an open workbook, as it was seen: 165 bytes, the name in 8-bit letters and in UTF-16."""
    short = name.encode("cp1252", errors="replace")
    first = bytes([len(name)]) + (short if parts != "wide" else b"?" * len(name)).ljust(54)
    second = len(name).to_bytes(2, "little") + name.encode("utf-16-le")
    return (first + (second if parts != "narrow" else b"")).ljust(165 if parts != "narrow" else 55, b" ")


def unchanged(before: dict[str, str], folder: Path) -> bool:
    after = prints(folder)
    return {k: v for k, v in before.items() if k not in LOCKS} == {k: v for k, v in after.items() if k not in LOCKS}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (excel_file("Ann Other"), "Ann Other"),
        (excel_file("Zo\u00eb \u0141uczak"), "Zo\u00eb \u0141uczak"),
        (excel_file("Ann Other", parts="wide"), "Ann Other"),
        (excel_file("Ann Other", parts="narrow"), "Ann Other"),
        (
            bytes([9]) + b"Ann Other".ljust(53) + (9).to_bytes(2, "little") + "Ann Other".encode("utf-16-le"),
            "Ann Other",
        ),
        (b"", ""),
        (b"\xff", ""),
        (b" " * 165, ""),
    ],
    ids=["both", "letters outside 8 bits", "UTF-16 only", "8-bit only", "Word's length", "empty", "cut off", "blank"],
)
def test_excels_mark_names_who_has_the_workbook_open(data: bytes, name: str) -> None:
    assert excel_owner(data).name == name


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Ann Other,aother,PC-12,24.10.2008 14:03,file:///home;",
            Owner("Ann Other", "aother", "PC-12", "24.10.2008 14:03"),
        ),
        (",aother,PC-12,24.10.2008 14:03,file:///home;", Owner("", "aother", "PC-12", "24.10.2008 14:03")),
        ("Other\\, Ann,aother,PC-12,24.10.2008 14:03,x;", Owner("Other, Ann", "aother", "PC-12", "24.10.2008 14:03")),
        ("Zo\u00eb,zoe,PC-12,,;", Owner("Zo\u00eb", "zoe", "PC-12")),
        ("", Owner("")),
    ],
)
def test_libreoffices_mark_names_who_has_the_workbook_open_where_and_since_when(line: str, expected: Owner) -> None:
    assert libreoffice_owner(line.encode()) == expected


@pytest.mark.office
def test_the_mark_that_libreoffice_really_leaves_is_read(office: object, folder: Path) -> None:
    assert owner_of(folder / "master.xlsm") is None
    with office.Desk(folder / "master.xlsm"):  # type: ignore[attr-defined]
        owner = owner_of(folder / "master.xlsm")
        assert owner is not None
        assert (owner.program, owner.login, owner.machine) == ("LibreOffice", login(), platform.node())
        assert laa_xl("consolidate", folder).exit_code == 2
    assert owner_of(folder / "master.xlsm") is None


@pytest.mark.parametrize(
    "verb",
    [
        ["consolidate"],
        ["consolidate", "--json"],
        ["rebuild"],
        ["report highlight", "--period", "2008-Q2"],
        ["report issue"],
    ],
)
def test_a_run_that_would_replace_the_open_master_says_who_has_it_open_and_does_nothing(
    folder: Path, verb: list[str]
) -> None:
    excel_mark(folder / "master.xlsm").write_bytes(excel_file("Ann Other"))
    before = prints(folder)
    result = laa_xl(*verb[0].split(), folder, *verb[1:])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is open: Ann Other (Excel)" in result.stderr
    assert "give the same command again with --even-if-open" in result.stderr
    assert unchanged(before, folder)


def test_verbs_that_leave_the_master_alone_go_on_while_it_is_open(folder: Path) -> None:
    excel_mark(folder / "master.xlsm").write_bytes(excel_file("Ann Other"))
    succeeded(laa_xl("status", folder))
    succeeded(laa_xl("templates", folder, "--period", "2008-Q3"))
    succeeded(laa_xl("report", "highlight", folder, "--period", "2008-Q2", "--out", folder / "reports" / "draft.docx"))
    succeeded(laa_xl("chase", folder))


def test_a_press_that_such_a_mark_stops_says_which_it_is_and_what_to_do(folder: Path) -> None:
    mark = libreoffice_mark(folder / "master.xlsm")
    mark.write_text("Ann Other,aother,PC-12,24.10.2008 14:03,x;")
    refused = laa_xl("press", "rebuild", folder)
    assert refused.exit_code == 2
    assert "Ann Other (LibreOffice on PC-12, since 24.10.2008 14:03)" in refused.stderr
    assert f"leaves the mark {mark.name} behind), delete that mark, and press again." in refused.stderr
    mark.unlink()
    succeeded(laa_xl("press", "rebuild", folder))


def test_a_mark_that_a_broken_program_left_can_be_passed_over(folder: Path) -> None:
    libreoffice_mark(folder / "master.xlsm").write_text("Ann Other,aother,PC-12,24.10.2008 14:03,x;")
    refused = laa_xl("consolidate", folder)
    assert "Ann Other (LibreOffice on PC-12, since 24.10.2008 14:03)" in refused.stderr
    succeeded(laa_xl("consolidate", folder, "--even-if-open"))


PAST = "Code,Period,Actual\nNI193,2007-Q4,48.1\n"
WRITES_MASTER = {
    "consolidate": [],
    "rebuild": [],
    "import": ["past.csv"],
    "report highlight": [],
    "report issue": [],
    "report approve": ["--period", "2008-Q2", "--step", "Board"],
    "withdraw": ["SSC", "2008-Q2", "--because", "Another district"],
}


@pytest.mark.parametrize("verb", WRITES_MASTER)
def test_every_verb_that_writes_the_master_passes_over_a_mark_when_it_is_told_to(
    folder: Path, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    Path("past.csv").write_text(PAST, encoding="utf-8")
    libreoffice_mark(folder / "master.xlsm").write_text("Ann Other,aother,PC-12,24.10.2008 14:03,x;")
    words = [*verb.split(), folder, *WRITES_MASTER[verb]]
    refused = laa_xl(*words)
    assert (refused.exit_code, "give the same command again with --even-if-open" in refused.stderr) == (2, True)
    succeeded(laa_xl(*words, "--even-if-open"))


def test_on_windows_a_mark_counts_only_while_the_system_holds_the_workbook(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "master.xlsm"
    excel_mark(path).write_bytes(excel_file("Ann Other"))
    assert owner_of(path, windows=True) is None
    monkeypatch.setattr(owners, "_held", lambda _: True)
    held = owner_of(path, windows=True)
    assert held is not None
    assert held.name == "Ann Other"
    excel_mark(path).unlink()
    assert owner_of(path, windows=True) == Owner("")  # some program that leaves no mark


@pytest.mark.parametrize(
    ("mark", "data", "officer"),
    [
        ("excel", excel_file("Ann Other"), "Ben Second"),
        ("libreoffice", b"Ann Other,aother,PC-12,24.10.2008 14:03,x;", "Ben Second"),
        ("libreoffice", b"Ann Other,aother,PC-12,24.10.2008 14:03,x;", ""),
    ],
)
def test_a_press_in_a_master_that_another_officer_has_open_does_nothing(
    folder: Path, mark: str, data: bytes, officer: str
) -> None:
    path = folder / "master.xlsm"
    (excel_mark if mark == "excel" else libreoffice_mark)(path).write_bytes(data)
    before = prints(folder)
    with pytest.raises(ProgrammeError, match="Ann Other"):
        press(path, Asked("rebuild", AT, officer=officer), beside=True)
    assert unchanged(before, folder)


def test_whoever_is_at_work_is_named_with_machine_and_time(folder: Path) -> None:
    before = prints(folder)
    with Programme(folder, officer="Ann Other").locked():
        result = laa_xl("consolidate", folder)
    assert result.exit_code == 2
    assert f"Ann Other on {platform.node()}, since {datetime.now():%d/%m/%Y}" in result.stderr
    assert unchanged(before, folder)


def test_without_a_name_it_is_the_log_in_name_and_a_note_that_cannot_be_read_names_nobody(folder: Path) -> None:
    with Programme(folder).locked():
        assert login() in laa_xl("consolidate", folder).stderr
        (folder / HOLDER).write_bytes(b"\xff\x00 half a no")
        assert "Another run is working" in laa_xl("consolidate", folder).stderr


def test_a_note_left_by_a_run_that_broke_down_stops_nobody(folder: Path) -> None:
    write_holder(folder / HOLDER, Holder("Ann Other", platform.node(), "24/10/2008 14:03"))
    succeeded(laa_xl("consolidate", folder))
    assert not (folder / HOLDER).exists()


def test_where_locks_do_not_reach_a_young_note_of_another_machine_is_believed_and_an_old_one_is_not(
    folder: Path,
) -> None:
    write_holder(folder / HOLDER, Holder("Ann Other", "PC-12", "24/10/2008 14:03"))
    result = laa_xl("consolidate", folder)
    assert (result.exit_code, "Ann Other on PC-12" in result.stderr) == (2, True)
    assert (folder / HOLDER).exists(), "it is hers"
    old = time.time() - BELIEVED_SECONDS - 1
    os.utime(folder / HOLDER, (old, old))
    succeeded(laa_xl("consolidate", folder))


def test_the_note_is_gone_also_when_a_run_ends_with_an_error(folder: Path) -> None:
    with pytest.raises(RuntimeError), Programme(folder).locked():
        assert (folder / HOLDER).exists()
        raise RuntimeError
    assert not (folder / HOLDER).exists()


def test_a_read_only_master_is_said_before_anything_is_done(folder: Path) -> None:
    (folder / "master.xlsm").chmod(0o444)
    before = prints(folder)
    for result in (laa_xl("consolidate", folder), laa_xl("press", "consolidate", folder)):
        assert result.exit_code == 2
        assert "is marked read-only" in result.stderr
    assert unchanged(before, folder)


def test_a_folder_in_which_one_may_not_write_is_said_before_anything_is_done(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """root may write everywhere, so the system's answer is pretended."""
    monkeypatch.setattr(os, "access", lambda path, mode, **more: not mode & os.W_OK)
    before = prints(folder)
    result = laa_xl("consolidate", folder)
    assert result.exit_code == 2
    assert "You may not write in the folder" in result.stderr
    assert unchanged(before, folder)
