"""Files are written whole, read back, put in place together or not at all; what went wrong is said in one sentence."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from laa_xl.files import store
from laa_xl.files.leftovers import clear_leftovers, leftovers
from laa_xl.files.store import StoreError, put_folder, write_whole
from laa_xl.files.undoing import NotUndone, together
from laa_xl.flow.backups import back_up
from laa_xl.flow.errors import ProgrammeError
from tests.durability import small
from tests.durability.faulty import disk_of
from tests.support.cli import laa_xl


def test_a_disk_that_gives_back_something_else_than_was_written_is_told_and_the_old_file_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, b"old")
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: real(self)[:-1] if self.suffix == ".tmp" else real(self))
    with pytest.raises(StoreError, match="gives back something else"):
        write_whole(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full. What was there before is unchanged. Make room on it"),
        (errno.EDQUOT, "the disk is full"),
        (errno.EACCES, "If it is open in Excel, close it there and try again"),
        (errno.EIO, "its drive does not answer (input/output error)"),
        (errno.ESTALE, "See whether the network drive is connected"),
        (errno.EROFS, "read-only file system. What was there before is unchanged"),
    ],
)
def test_why_a_file_cannot_be_written_is_said_in_words(
    number: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, b"old")

    def refuses(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuses)
    with pytest.raises(StoreError) as told:
        write_whole(path, b"new")
    assert words in str(told.value)
    assert str(path) in str(told.value)
    assert path.read_bytes() == b"old"


def test_a_rename_that_is_refused_for_a_moment_is_tried_again_on_windows_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a virus scanner has let go."""
    tries, pauses = [], []
    real = Path.replace

    def held(self: Path, target: Path) -> Path:
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(self, target)

    source = tmp_path / "new"
    source.write_bytes(b"new")
    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(store.time, "sleep", pauses.append)
    with pytest.raises(StoreError):
        store.replace_file(source, tmp_path / "a")
    assert (len(tries), pauses) == (1, [])
    tries.clear()
    monkeypatch.setattr(store, "_TRIES", 5)
    monkeypatch.setattr(store.os, "name", "nt")
    try:
        store._replace(source, tmp_path / "a")
    finally:
        monkeypatch.setattr(store.os, "name", "posix")
    assert (len(tries), len(pauses)) == (3, 2)
    assert (tmp_path / "a").read_bytes() == b"new"


def test_what_is_written_together_goes_back_together(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"old a")
    put_folder(tmp_path / "pack", {"x": b"old x"})
    with pytest.raises(ZeroDivisionError), together() as writes:
        write_whole(tmp_path / "a", b"new a")
        write_whole(tmp_path / "a", b"newer a")
        write_whole(tmp_path / "b", b"new b")
        put_folder(tmp_path / "pack", {"y": b"new y"})
        put_folder(tmp_path / "other", {"z": b"new z"})
        store.replace_file(tmp_path / "b", tmp_path / "a")
        assert (tmp_path / "a").read_bytes() == b"new b"
        assert len(writes.written) == 4
        _ = 1 / 0
    assert {
        path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    } == {
        "a": b"old a",
        "pack/x": b"old x",
    }
    assert leftovers(tmp_path) == []


def test_where_second_names_cannot_be_made_a_copy_serves_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuses)
    write_whole(tmp_path / "a", b"old")
    with pytest.raises(ZeroDivisionError), together():
        write_whole(tmp_path / "a", b"new")
        _ = 1 / 0
    assert (tmp_path / "a").read_bytes() == b"old"
    with together():
        write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_could_not_be_put_back_is_named(tmp_path: Path) -> None:
    root = tmp_path.resolve()
    write_whole(root / "a", b"old")
    with disk_of(root) as disk, pytest.raises(NotUndone) as told, together():
        write_whole(root / "a", b"new")
        disk.begin(1, errno.EIO, "gone")
        write_whole(root / "b", b"new")
    assert told.value.paths == (root / "a",)
    assert isinstance(told.value.__cause__, StoreError)


def test_a_folder_that_a_killed_run_moved_aside_is_put_back(tmp_path: Path) -> None:
    aside = tmp_path / ".pack-0123456789abcdef.old"
    put_folder(aside, {"x": b"old"})
    (tmp_path / ".pack-0123456789abcdee.tmp").mkdir()
    clear_leftovers(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]
    shutil.move(tmp_path / "pack", aside)
    put_folder(tmp_path / "pack", {"x": b"new"})  # outside a programme the next run of its own does it
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]
    assert (tmp_path / "pack" / "x").read_bytes() == b"new"


@pytest.mark.parametrize("name", ["register.json", ".hidden", ".a-0123.tmp", "x-0123456789abcdef.tmp", "~$master.xlsm"])
def test_nothing_but_what_a_killed_run_leaves_is_cleared_away(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"mine")
    clear_leftovers(tmp_path)
    assert (tmp_path / name).read_bytes() == b"mine"


def backups(folder: Path) -> list[str]:
    return [path.name for path in sorted((folder / "backups").glob("master-*"))]


def test_a_master_is_kept_before_it_is_replaced(tmp_path: Path) -> None:
    folder = small.taken(tmp_path / "p")
    before, there = (folder / "master.xlsm").read_bytes(), backups(folder)
    assert small.issue(folder).exit_code == 0
    (new,) = set(backups(folder)) - set(there)
    assert (folder / "backups" / new).read_bytes() == before != (folder / "master.xlsm").read_bytes()
    assert small.rebuild(folder).exit_code == 0  # which changes nothing
    assert set(backups(folder)) == {*there, new}


def test_backups_are_dated_kept_once_each_and_as_many_as_the_setting_says(tmp_path: Path) -> None:
    master = tmp_path / "master.xlsm"
    (tmp_path / "settings.toml").write_text("backups = 2\n")
    for day, data in enumerate((b"one", b"two", b"two", b"three"), 1):
        master.write_bytes(data)
        saved = datetime(2008, 10, day, 14, 3).timestamp()
        os.utime(master, (saved, saved))
        back_up(master)
    assert [name.rpartition("-")[0] for name in backups(tmp_path)] == [
        "master-2008-10-02-140300",
        "master-2008-10-04-140300",
    ]
    assert [(tmp_path / "backups" / name).read_bytes() for name in backups(tmp_path)] == [b"two", b"three"]
    (tmp_path / "settings.toml").write_text("backups = 0")
    master.write_bytes(b"four")
    back_up(master)
    assert len(backups(tmp_path)) == 2, "none is added, none is taken away"


@pytest.mark.parametrize("text", ["backups = -1", "backups = true", "backups = 2.5", "backup = 3", "backups"])
def test_a_setting_that_says_nothing_stops_the_run_before_anything_is_changed(text: str, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(text)
    (tmp_path / "master.xlsm").write_bytes(b"one")
    with pytest.raises(ProgrammeError, match="how many backups of the master are kept, from 0 to 1000"):
        back_up(tmp_path / "master.xlsm")
    assert backups(tmp_path) == []


VERBS = [
    ("consolidate", 0),
    ("report issue --period 2008-Q2", 0),
    ("pack --period 2008-Q2", 0),
    ("templates --period 2008-Q3 --split", 0),
    ("chase", 0),
    ("rebuild", 0),
    ("status", 0),
    ("fsck", 0),
    ("audit", 0),
    ("press check", 0),
    ("explain SAFE", 0),
    ("pack --period 2010-Q4", 2),
    ("report issue --period 2010-Q3", 2),
    ("consolidate nowhere.xlsx", 2),
]


def test_no_verb_leaves_a_temporary_file_in_the_folder_or_in_that_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small.sent(tmp_path / "p")
    systems_own = tmp_path / "tmp"
    systems_own.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(systems_own))
    monkeypatch.setattr("tempfile.tempdir", None)
    for verb, code in VERBS:
        first, *more = verb.split()
        words = [first, more.pop(0)] if first in ("report", "press") else [first]
        result = laa_xl(*words, folder, *more, now=small.NOW)
        assert result.exit_code == code, (verb, result.stdout, result.stderr)
        assert leftovers(folder) == [], verb
        assert [path for path in folder.rglob("*") if path.suffix == ".tmp"] == [], verb
        assert list(systems_own.iterdir()) == [], verb
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left on device")))
        for verb in ("templates --period 2008-Q4", "rebuild"):
            first, *more = verb.split()
            if first == "rebuild":
                (folder / "master.xlsm").unlink()
            assert laa_xl(first, folder, *more, now=small.NOW).exit_code == 2
            assert leftovers(folder) == []
            assert list(systems_own.iterdir()) == []
