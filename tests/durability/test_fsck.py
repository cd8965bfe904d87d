"""fsck says in plain words what is wrong in a programme folder and what mends it; rebuild mends what can be."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from laa_xl.flow.mending import ASIDE
from tests.durability import small
from tests.durability.racing import returns_of
from tests.support.cli import laa_xl

Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two returns accepted, a report issued, a figure of the past imported."""
    folder = small.taken(tmp_path_factory.mktemp("fsck") / "p")
    for act in (small.issue, small.import_past, small.rebuild):
        assert act(folder).exit_code == 0
    assert small.fsck(folder) == []
    return folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    return small.copied(kept, tmp_path / "p")


def one(folder: Path, pattern: str) -> Path:
    return next(iter(sorted(folder.glob(pattern))))


def spoil(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-7])


def vanish(path: Path) -> None:
    path.unlink()


def retype(folder: Path) -> None:
    """An officer types over a computed figure."""
    book = openpyxl.load_workbook(folder / "master.xlsm", keep_vba=True)
    sheet = book["Indicators"]
    cell = next(cell for line in sheet.iter_rows() for cell in line if cell.value == 62)
    cell.value = 99
    book.save(folder / "master.xlsm")


def enter_contact(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "master.xlsm", keep_vba=True)
    sheet = book["Agreement contacts"]
    head = next(line for line in sheet.iter_rows() if sum(cell.value is not None for cell in line) > 3)
    for cell in head:
        value = {"Theme": "SAFE", "Post": "Analyst", "Role": "Lead"}.get(str(cell.value))
        sheet.cell(cell.row + 1, cell.column).value = value
    book.save(folder / "master.xlsm")


def other_number(folder: Path) -> None:
    """A hand changes the register: who was rejected becomes accepted, a count another one."""
    path = folder / "register.json"
    register = json.loads(path.read_text(encoding="utf-8"))
    register["receipts"][0]["to_confirm"] = 7
    path.write_text(json.dumps(register), encoding="utf-8")


# What happens, where fsck tells it, in which words, whether rebuild mends it.
DAMAGES: dict[str, tuple[Damage, str, str, bool]] = {
    "an accepted return changed": (
        lambda f: spoil(one(f, "accepted/*/SAFE*")),
        "accepted/2008-Q2/SAFE",
        "was changed after it was kept",
        True,  # it lies in the inbox still
    ),
    "an accepted return lost": (
        lambda f: vanish(one(f, "accepted/*/JOBS*")),
        "accepted/2008-Q2/JOBS",
        "not there any more",
        True,
    ),
    "an issued report changed": (lambda f: spoil(one(f, "reports/*/issued/*.docx")), "issued", "was changed", False),
    "imported figures lost": (lambda f: vanish(one(f, "imported/*/figures.json")), "figures.json", "not there", False),
    "register lost": (lambda f: vanish(f / "register.json"), "register.json", "It is lost", True),
    "register cut off": (lambda f: spoil(f / "register.json"), "register.json", "It is damaged", True),
    "register changed by hand": (other_number, "audit.jsonl", "changed by something else than laa-xl", False),
    "master lost": (lambda f: vanish(f / "master.xlsm"), "master.xlsm", "There is no master", True),
    "master cut off": (lambda f: spoil(f / "master.xlsm"), "master.xlsm", "cannot be read", True),
    "figure typed over": (retype, "master.xlsm", "Indicators: row", True),
    "journal damaged": (lambda f: spoil(one(f, "journal/*.json")), "journal/00001", "was changed or damaged", True),
    "settings that say nothing": (
        lambda f: (f / "settings.toml").write_text("backups = many"),
        "settings.toml",
        "how many backups",
        False,
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_damaged_is_told_with_what_mends_it(name: str, folder: Path) -> None:
    damage, where, words, mends = DAMAGES[name]
    damage(folder)
    before = small.files(folder)
    told = laa_xl("fsck", folder, now=small.NOW)
    assert small.files(folder) == before, "it only looks"
    assert told.exit_code == 1
    lines = told.stdout.splitlines()
    (number,) = [i for i, line in enumerate(lines) if line.startswith("MEND") and where in line and words in line]
    assert lines[number + 1].startswith("      "), "what mends it"
    rebuilt = small.rebuild(folder)
    assert "Traceback" not in rebuilt.output
    again = laa_xl("fsck", folder, now=small.NOW)
    assert again.exit_code == (0 if mends else 1), again.stdout
    if mends:
        assert rebuilt.exit_code == 0, rebuilt.stderr
        assert small.told_lines(again) == []


# What is worth a word, and no more: exit code 0, and the next rebuild clears it (or leaves what is none of ours).
NOTES: dict[str, tuple[Damage, str, bool]] = {
    "a temporary file": (lambda f: (f / ".master.xlsm-0123456789abcdef.tmp").write_bytes(b"half"), "killed", True),
    "a second name": (lambda f: (f / "reports/.x.docx-0123456789abcdef.old").write_bytes(b"old"), "killed", True),
    "a kept return that does not count": (
        lambda f: (f / "accepted/2008-Q2/SAFE-9d8f1f07f0c2f7f5.xlsx").write_bytes(b"never entered"),
        "does not speak of it",
        True,
    ),
    "a note of who was at work": (
        lambda f: (f / ".laa-xl.holder").write_text("name=Ann Other\nmachine=PC-12\nsince=24/10/2008 14:03\n"),
        "Ann Other",
        True,
    ),
    "the register's copy lost": (lambda f: vanish(f / "backups/register-copy.json"), "copy of the register", True),
    "an officer's own file": (lambda f: (f / "minutes.docx").write_bytes(b"mine"), "not laa-xl's", False),
    "an officer's own folder": (lambda f: (f / "letters").mkdir(), "not laa-xl's", False),
    "a green tab filled in": (enter_contact, "Green tabs were changed", True),
    "templates of the next quarter made": (
        lambda f: laa_xl("templates", f, "--period", "2008-Q3", now=small.NOW),
        "does not show 2 returns that are owed yet",
        True,
    ),
}


@pytest.mark.parametrize("name", NOTES)
def test_what_harms_nothing_is_told_and_cleared_by_the_next_run(name: str, folder: Path) -> None:
    happens, words, cleared = NOTES[name]
    happens(folder)
    holder = folder / ".laa-xl.holder"
    if holder.exists():  # believed while it is young: it is of another machine
        os.utime(holder, (0, 0))
    told = laa_xl("fsck", folder, now=small.NOW)
    assert told.exit_code == 0, told.stdout
    (line,) = small.told_lines(told)
    assert line.startswith("note")
    assert words in line
    assert small.rebuild(folder).exit_code == 0
    assert (small.fsck(folder) == []) is cleared


def test_a_kept_file_in_another_place_is_told_with_the_place_where_it_belongs(folder: Path) -> None:
    (folder / "accepted/2008-Q2").rename(folder / "accepted/quarter 2")
    names = sorted(path.name for path in (folder / "accepted/quarter 2").iterdir())
    told = [line for line in small.fsck(folder) if line.startswith("note  accepted/")]
    assert told == [
        f"note  accepted/quarter 2/{name}: The register knows this file as accepted/2008-Q2/{name}, where it belongs: "
        "it was moved or renamed."
        for name in names
    ]
    assert small.rebuild(folder).exit_code == 0
    assert small.fsck(folder) == []
    assert sorted(path.name for path in (folder / "accepted/2008-Q2").iterdir()) == names


def test_a_copy_of_a_kept_file_is_told_as_one(folder: Path) -> None:
    kept = one(folder, "accepted/*/SAFE*")
    shutil.copy(kept, kept.with_name("copy.xlsx"))
    assert small.fsck(folder) == [
        f"note  accepted/2008-Q2/copy.xlsx: It is a copy of accepted/2008-Q2/{kept.name}, which stands in its place. It does not count."
    ]


def test_a_copy_of_what_was_taken_out_on_purpose_is_to_be_deleted_and_not_put_back(folder: Path) -> None:
    kept = one(folder, "accepted/*/SAFE*")
    kept.rename(kept.with_name("copy.xlsx"))
    kept.with_suffix(".removed.txt").write_text("Asked for by its author.")
    result = laa_xl("fsck", folder, now=small.NOW)
    said = f"note  accepted/2008-Q2/copy.xlsx: It is a copy of accepted/2008-Q2/{kept.name}, which was removed on purpose.\n      Delete it."
    assert said in result.stdout


def test_a_kept_file_that_was_taken_out_on_purpose_is_told_and_stays_out(folder: Path, tmp_path: Path) -> None:
    """A return that a later one took the place of, and that held what must not be kept."""
    older = one(folder, "accepted/*/SAFE*")
    newer = returns_of(folder, "SAFE", 1, tmp_path)[0]
    assert laa_xl("consolidate", folder, newer, now=small.NOW).exit_code == 1, "held: a report was issued"
    assert laa_xl("held", folder, "--accept", newer.name, "--because", "A correction", now=small.NOW).exit_code == 0
    older.unlink()
    assert laa_xl("fsck", folder, now=small.NOW).exit_code == 1
    older.with_suffix(".removed.txt").write_text("Removed on 2 May 2009 by the information governance team.")
    known, stale = small.fsck(folder)
    assert stale.startswith("MEND  master.xlsm: Changes"), "what it said stands there until the master is written anew"
    for verb in (("rebuild",), ("consolidate",), ("report", "highlight")):
        result = laa_xl(*verb, folder, now=small.NOW)
        assert older.name not in result.stderr, "nobody is to put back what was taken out on purpose"
        assert small.fsck(folder) == [known]
    assert known.startswith(f"note  accepted/2008-Q2/{older.name}: It was removed on purpose")
    assert small.rebuild(folder).exit_code == 0
    assert not older.exists(), "a copy lies in the inbox still"


def test_what_is_put_aside_is_kept_under_a_name_that_says_where_it_stood(folder: Path) -> None:
    spoil(folder / "master.xlsm")
    data = (folder / "master.xlsm").read_bytes()
    result = small.rebuild(folder)
    assert "master.xlsm was damaged. It was put aside" in result.stdout
    (aside,) = (folder / "backups" / ASIDE).iterdir()
    assert aside.name.startswith("master-")
    assert aside.read_bytes() == data


def test_a_register_put_back_from_a_copy_that_is_behind_says_what_the_log_has_more(folder: Path) -> None:
    copy = folder / "backups/register-copy.json"
    older = copy.read_bytes()
    assert small.templates(folder).exit_code == 0
    copy.write_bytes(older)
    (folder / "register.json").unlink()
    result = small.rebuild(folder)
    assert "register.json was lost" in result.stdout
    assert "the audit log has more than that copy" in result.stdout
    assert "templates" in result.stdout
    (line,) = [line for line in laa_xl("audit", folder).stdout.splitlines() if "  mend" in line]
    assert line.startswith("9  "), "the log says that the register went back, after the line of the templates"
    assert small.fsck(folder) == []


def test_a_register_that_is_lost_with_its_copy_cannot_be_mended_and_nothing_is_changed(folder: Path) -> None:
    (folder / "register.json").unlink()
    (folder / "backups/register-copy.json").unlink()
    before = small.files(folder)
    result = small.rebuild(folder)
    assert result.exit_code == 2
    assert "Put back a copy from your own backup; nothing was changed." in result.stderr
    assert small.files(folder) == before


def test_a_folder_that_is_no_programme_ends_with_2(tmp_path: Path) -> None:
    result = laa_xl("fsck", tmp_path)
    assert result.exit_code == 2
    assert "is not a programme folder" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_row_of_a_return_that_came_in_is_no_mere_note_where_the_register_sheet_lacks_it(folder: Path) -> None:
    laa_xl("templates", folder, "--period", "2008-Q3", now=small.NOW)
    book = openpyxl.load_workbook(folder / "master.xlsm", keep_vba=True)
    sheet = book["Register"]
    line = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "SAFE")
    for cell in sheet[line]:
        cell.value = None
    book.save(folder / "master.xlsm")
    assert any(told.startswith("MEND  master.xlsm: Register: 3 rows missing") for told in small.fsck(folder))


LOST = (
    "was accepted, and is gone. Put back the file as received; laa-xl rebuild {folder} does so where the folder holds "
    "another copy. Until then nothing is taken in or written."
)


def test_an_accepted_file_that_is_gone_stops_a_run_which_says_what_to_do(folder: Path) -> None:
    gone = one(folder, "accepted/*/JOBS*")
    gone.unlink()
    before = small.files(folder)
    result = laa_xl("consolidate", folder, now=small.NOW)
    assert (result.exit_code, result.stderr) == (2, f"{gone} {LOST.format(folder=folder)}\n")
    assert small.files(folder) == before


def test_rebuild_says_all_that_it_mended_and_could_not_also_where_something_stops_it_then(folder: Path) -> None:
    lost = [one(folder, f"accepted/*/{theme}*") for theme in ("JOBS", "SAFE")]
    for path in (*lost, *(folder / "inbox").iterdir(), folder / "register.json"):
        path.unlink()
    result = small.rebuild(folder)
    assert result.exit_code == 2
    register, *kept, last = result.stderr.splitlines()
    assert register.startswith("register.json was lost. backups/register-copy.json")
    assert kept == [
        f"Please look: accepted/2008-Q2/{path.name} was changed or lost, and no other copy is in the folder. Put back the file as received."
        for path in lost
    ]
    assert last == f"{lost[0]} {LOST.format(folder=folder)}"


def test_as_json_each_finding_has_its_place_weight_words_and_mend(folder: Path) -> None:
    (folder / "master.xlsm").unlink()
    result = laa_xl("fsck", folder, "--json", now=small.NOW)
    found = json.loads(result.stdout)
    assert {"weight", "where", "told", "mend"} == set(found[0])
    assert [one["where"] for one in found if one["weight"] == "wrong"] == ["master.xlsm"]
    assert result.exit_code == 1
