"""A programme folder on a share or in a cloud: put back in parts, half fetched, tidied, copied by two machines at once."""

from __future__ import annotations

import codecs
import errno
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from laa_xl.files.store import FETCH
from laa_xl.flow.journal import journal_entries, keep_entry, read_entry
from laa_xl.flow.programme import Programme
from tests.durability import small
from tests.durability.test_fsck import enter_contact, one
from tests.support.cli import laa_xl


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two returns accepted, and a report issued."""
    folder = small.issued(tmp_path_factory.mktemp("shared") / "p")
    assert small.rebuild(folder).exit_code == 0
    return folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    return small.copied(kept, tmp_path / "p")


def record(folder: Path) -> dict[str, str]:
    """What the folder says: every file but the log, what remembers it, and backups."""
    passed_over = ("audit.jsonl", "register.json", "backups/")
    return {place: sha256 for place, sha256 in small.files(folder).items() if not place.startswith(passed_over)}


def unreadable(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """A file that OneDrive shows and has not fetched."""
    real = Path.read_bytes

    def read(self: Path) -> bytes:
        if self == path:
            raise OSError(errno.EIO, "Input/output error")
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", read)


def test_a_register_of_last_week_stops_every_run_and_rebuild_puts_back_the_one_of_the_last_run(
    folder: Path, kept: Path, tmp_path: Path
) -> None:
    """To go on with it would take in the returns again as of today, and give an issue's number a second time."""
    of_last_week = small.sent(tmp_path / "before") / "register.json"
    shutil.copy(of_last_week, folder / "register.json")
    before = small.files(folder)
    for run in (small.consolidate, small.issue, small.templates):
        result = run(folder)
        assert result.exit_code == 2
        assert f"{folder / 'register.json'} is older than backups/register-copy.json" in result.stderr
        assert f"run: laa-xl rebuild {folder} (it puts the copy in its place)" in result.stderr
    assert [line for line in small.fsck(folder) if line.startswith("note")] == [], (
        "no kept file is said to count for nothing"
    )
    assert small.files(folder) == before
    rebuilt = small.rebuild(folder)
    assert rebuilt.exit_code == 0
    assert "register.json was older than its copy. backups/register-copy.json" in rebuilt.stdout
    assert small.fsck(folder) == []
    assert record(folder) == record(kept)
    aside = one(folder, "backups/put-aside/register-*.json")
    assert aside.read_bytes() == of_last_week.read_bytes()


def test_a_run_that_ends_while_another_one_looks_leaves_no_register_that_seems_older(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register, real = folder / "register.json", Path.read_bytes
    after = json.loads(register.read_text(encoding="utf-8"))
    after["seen"]["lines"] += 1
    newer = json.dumps(after).encode()

    def read(self: Path) -> bytes:
        found = real(self)
        if self == register:
            for path in (register, folder / "backups/register-copy.json"):
                path.write_bytes(newer)
        return found

    monkeypatch.setattr(Path, "read_bytes", read)
    assert Programme(folder).load_register().seen is not None


def test_an_older_register_that_is_to_count_does_once_its_copy_is_moved_away(folder: Path, tmp_path: Path) -> None:
    shutil.copy(small.sent(tmp_path / "before") / "register.json", folder / "register.json")
    (folder / "backups/register-copy.json").rename(tmp_path / "away.json")
    assert small.consolidate(folder).exit_code == 0


def test_a_copy_that_went_another_way_never_takes_the_place_of_the_register(folder: Path, tmp_path: Path) -> None:
    """Of two machines that worked at once, or of another programme: it knows more lines, and is no later state of this one."""
    copy = folder / "backups/register-copy.json"
    other = json.loads(copy.read_text(encoding="utf-8"))
    other["seen"]["lines"] += 5
    other["receipts"][0]["sha256"] = "f" * 64
    copy.write_text(json.dumps(other), encoding="utf-8")
    before = small.files(folder)
    for run in (small.consolidate, small.rebuild):
        result = run(folder)
        assert result.exit_code == 2
        assert "say different things" in result.stderr
        assert "move the copy to another folder" in result.stderr
    assert small.files(folder) == before
    assert any(line.startswith("MEND  register.json: It and backups/register-copy.json") for line in small.fsck(folder))
    copy.rename(tmp_path / "other.json")
    assert small.consolidate(folder).exit_code == 0


def test_a_register_of_a_newer_version_is_not_called_damaged_and_never_replaced(folder: Path) -> None:
    path = folder / "register.json"
    register = json.loads(path.read_text(encoding="utf-8"))
    register["receipts"][0]["of_a_later_version"] = 1
    path.write_text(json.dumps(register), encoding="utf-8")
    before = small.files(folder)
    told = f"{path} was written by a newer version of laa-xl: it says more than this one understands. Update laa-xl on this machine"
    for run in (small.consolidate, small.rebuild):
        result = run(folder)
        assert (result.exit_code, result.stderr.startswith(told)) == (2, True)
    (line,) = small.fsck(folder)
    assert line.startswith("MEND  register.json: It was written by a newer version of laa-xl")
    assert small.files(folder) == before
    copy = folder / "backups/register-copy.json"
    path.replace(copy)
    result = small.rebuild(folder)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{copy} was written by a newer version of laa-xl")
    assert result.stderr.endswith("Update laa-xl on this machine and run again; nothing was changed.\n")


def test_a_word_mistyped_in_the_register_is_no_dead_end_where_there_is_no_newer_version(
    folder: Path, kept: Path, tmp_path: Path
) -> None:
    path = folder / "register.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"accepted"', '"acepted"', 1), encoding="utf-8")
    told = (
        "If there is no newer one, something else changed the file: move it to another folder and run: "
        f"laa-xl rebuild {folder} (it puts back the copy in backups).\n"
    )
    assert small.consolidate(folder).stderr.endswith(told)
    path.rename(tmp_path / "away.json")
    assert small.rebuild(folder).exit_code == 0
    assert small.fsck(folder) == []
    assert record(folder) == record(kept)


def test_a_mark_that_an_editor_puts_before_register_and_log_is_no_damage(folder: Path) -> None:
    for name in ("register.json", "audit.jsonl"):
        path = folder / name
        path.write_bytes(codecs.BOM_UTF8 + path.read_bytes().replace(b"\n", b"\r\n"))
    assert small.fsck(folder) == []
    assert small.templates(folder).exit_code == 0
    assert not any(line.startswith("MEND") for line in small.fsck(folder))


@pytest.mark.parametrize("pattern", ["register.json", "accepted/*/SAFE*", "journal/*.json", "master.xlsm"])
def test_what_cannot_be_read_just_now_is_neither_called_damaged_nor_replaced(
    pattern: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = one(folder, pattern)
    before = small.files(folder)
    with monkeypatch.context() as patched:
        unreadable(patched, path)
        told = [line for line in small.fsck(folder) if line.startswith("MEND")]
        for run in (small.consolidate, small.rebuild):
            result = run(folder)
            assert result.exit_code == 2
            assert f"{path} cannot be read: input/output error. {FETCH}" in result.stderr
    assert told[0] == f"MEND  {path.relative_to(folder).as_posix()}: {path} cannot be read: input/output error. {FETCH}"
    assert not any("damaged" in line or "Green tabs" in line for line in told)
    assert small.files(folder) == before
    assert small.fsck(folder) == []


def test_a_file_that_cannot_be_read_does_not_keep_rebuild_from_another_copy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one(folder, "accepted/*/SAFE*").unlink()
    inbox, stray = folder / "inbox/a.xlsx", folder / "accepted/a.xlsx"
    for path in (inbox, stray):
        path.write_bytes(b"in the cloud")
        unreadable(monkeypatch, path)
    assert small.rebuild(folder).exit_code == 0
    assert small.fsck(folder) == ["note  accepted/a.xlsx: It does not count, and it cannot be read."]


@pytest.mark.parametrize("name", ["accepted", "reports"])
def test_rebuild_finds_kept_files_in_a_folder_that_somebody_gave_another_name(
    name: str, folder: Path, kept: Path
) -> None:
    shutil.rmtree(folder / "inbox")
    (folder / "inbox").mkdir()
    (folder / name).rename(folder / f"{name} of 2008")
    assert small.rebuild(folder).exit_code == 0
    assert small.fsck(folder) == [f"note  {name} of 2008: This folder is not laa-xl's. It is left alone."]
    shutil.rmtree(folder / f"{name} of 2008")
    assert {p for p in record(kept) if not p.startswith("inbox/")} == set(record(folder))


def test_a_return_in_a_folder_of_the_inbox_is_told_until_it_came_in(tmp_path: Path) -> None:
    """Else its theme would be asked for what it has sent."""
    folder = small.sent(tmp_path / "p")
    path = one(folder, "inbox/*JOBS*")
    below = folder / "inbox/from Jo"
    below.mkdir()
    path.rename(below / path.name)
    (below / "Thumbs.db").write_bytes(b"of Windows")
    told = (
        f"Please look: inbox/from Jo was not looked into: {path.name}. Only what lies in the inbox itself is taken in: move the returns "
        "there, and run again.\n"
    )
    assert small.consolidate(folder).stderr == told
    pressed = laa_xl("press", "check", folder, now=small.NOW)
    assert told.strip() in pressed.stdout
    shutil.copy(below / path.name, path)
    assert f"{path}: accepted" in small.consolidate(folder).stdout
    assert small.consolidate(folder).stderr == "", "what came in may be kept there"


def test_an_inbox_that_is_not_there_is_told(folder: Path) -> None:
    (folder / "inbox").rename(folder / "inbox old")
    told = f"Please look: There is no folder {folder / 'inbox'}. Give it its name back, or make it again: returns are taken in from there.\n"
    assert small.consolidate(folder).stderr == told


@pytest.mark.parametrize(
    "name", ["desktop.ini", "Thumbs.db", "._return.xlsx", "~$return.xlsx", ".~lock.return.xlsx#", "~WRL0001.tmp"]
)
def test_what_systems_and_programs_put_there_for_themselves_is_no_return_and_no_stranger(
    name: str, folder: Path
) -> None:
    for place in ("inbox", "accepted/2008-Q2", "."):
        (folder / place / name).write_bytes(b"hidden from the officer")
    result = small.consolidate(folder)
    assert (result.exit_code, result.stderr) == (0, "")
    assert small.fsck(folder) == []


@pytest.mark.parametrize(
    ("of", "name"),
    [
        ("master.xlsm", "master (1).xlsm"),
        ("master.xlsm", "Ann's master.xlsm"),
        ("register.json", "register-PC2.json"),
        ("audit.jsonl", "audit (PC2's conflicted copy 2008-10-24).jsonl"),
    ],
)
def test_a_copy_that_a_cloud_made_where_two_wrote_at_once_is_told_as_one(of: str, name: str, folder: Path) -> None:
    shutil.copy(folder / of, folder / name)
    (line,) = small.fsck(folder)
    assert line.startswith(f"note  {name}: It looks like a copy of {of}, and no run reads it.")


def test_an_older_master_that_was_put_back_is_told_and_what_is_told_brings_the_entries_back(
    folder: Path, tmp_path: Path
) -> None:
    older, away = tmp_path / "older.xlsm", tmp_path / "away.xlsm"
    shutil.copy(folder / "master.xlsm", older)
    enter_contact(folder)
    result = small.consolidate(folder)
    assert "older master" not in result.stderr
    undisturbed = record(folder)
    told = "The green tabs are as at an earlier run. If an older master.xlsm was put back: move master.xlsm"
    then = "to another folder, and laa-xl rebuild brings back what was entered since."

    shutil.copy(older, folder / "master.xlsm")
    (line,) = small.fsck(folder)
    assert line == f"note  master.xlsm: {told} {then}"
    (folder / "master.xlsm").rename(away)
    assert small.rebuild(folder).exit_code == 0
    assert record(folder) == undisturbed

    shutil.copy(older, folder / "master.xlsm")
    result = small.consolidate(folder)
    third = journal_entries(folder)[-1]
    assert result.stderr == f"Please look: {told} and journal/{third.name} {then}\n"
    for path in (folder / "master.xlsm", third):
        path.rename(away)
    assert small.rebuild(folder).exit_code == 0
    assert record(folder) == undisturbed


@pytest.mark.parametrize("run", [small.templates, small.letters, small.publish])
def test_an_older_master_is_told_also_where_a_run_that_does_not_tell_came_first(
    run: small.Act, folder: Path, tmp_path: Path
) -> None:
    """Templates or letters made from it would else leave it the newest state, and nobody would hear of it again."""
    shutil.copy(folder / "master.xlsm", tmp_path / "older.xlsm")
    enter_contact(folder)
    assert small.consolidate(folder).stderr == ""
    shutil.copy(tmp_path / "older.xlsm", folder / "master.xlsm")
    assert run(folder).exit_code == 0
    assert small.consolidate(folder).stderr.startswith("Please look: The green tabs are as at an earlier run.")


def test_a_report_that_is_issued_from_an_older_master_tells_of_it(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "master.xlsm", tmp_path / "older.xlsm")
    enter_contact(folder)
    assert small.consolidate(folder).exit_code == 0
    shutil.copy(tmp_path / "older.xlsm", folder / "master.xlsm")
    assert "Please look: The green tabs are as at an earlier run." in small.issue(folder).stderr


def test_a_green_tab_that_was_given_another_name_is_not_only_called_a_sheet_of_her_own(folder: Path) -> None:
    """To move it to another workbook, as one of her own, would take her decisions away."""
    book = openpyxl.load_workbook(folder / "master.xlsm", keep_vba=True)
    book["Overrides"].title = "Overrides (old)"
    book.save(folder / "master.xlsm")
    told = (
        f'{folder / "master.xlsm"} has sheets of your own ("Overrides (old)"), which a run from outside Excel cannot keep. If one of them is '
        '"Overrides", which is missing, give it that name again. Move the others to another workbook and run again; nothing was changed.\n'
    )
    assert small.consolidate(folder).stderr == told


Name = Callable[[str], str]


@pytest.mark.parametrize("name", [lambda stem: f"{stem} (1)", lambda stem: f"{stem}-PC2"])
def test_a_copy_of_an_entry_of_the_journal_is_that_entry(name: Name, tmp_path: Path) -> None:
    keep_entry(tmp_path, {"settings": []})
    (entry,) = journal_entries(tmp_path)
    copy = entry.with_stem(name(entry.stem))
    entry.rename(copy)
    assert read_entry(copy)["settings"] == {}
    keep_entry(tmp_path, {"settings": []})
    assert journal_entries(tmp_path) == [copy]


@pytest.mark.parametrize("name", ["2024-notes.json", "1a-notes.json", "2-b1f0eb.json"])
def test_what_is_not_named_like_an_entry_of_the_journal_is_none(name: str, tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / name).write_text("{}")
    keep_entry(tmp_path, {"settings": []})
    assert [path.name[:6] for path in journal_entries(tmp_path)] == ["00001-"]
