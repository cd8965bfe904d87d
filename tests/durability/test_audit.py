"""The audit log: a line for each action that changed something, chained; whatever is done to it or to the register shows."""

from __future__ import annotations

import csv
import io
import json
import platform
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from laa_xl.domain.audit import AuditLine, Doing, Seen, Trouble, faults_of, read_lines
from laa_xl.flow.auditing import LOG, log_of
from laa_xl.flow.holders import login
from laa_xl.flow.recording import read_register
from tests.durability import small
from tests.support.cli import laa_xl

Lines = list[bytes]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small.taken(tmp_path_factory.mktemp("audit") / "p")
    for act in (small.issue, small.pack, small.import_past):
        assert act(folder).exit_code == 0
    return folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    return small.copied(kept, tmp_path / "p")


def lines_of(folder: Path) -> list[AuditLine]:
    lines, unreadable = read_lines(log_of(folder))
    assert unreadable is None
    return lines


def test_each_action_that_changed_something_has_a_line_with_who_when_what_and_which_files(folder: Path) -> None:
    lines = lines_of(folder)
    assert [line.action for line in lines] == [
        "new",
        "templates",
        "templates",
        "consolidate",
        "issue",
        "pack",
        "import",
    ]
    assert {(line.officer, line.machine) for line in lines} == {(login(), platform.node())}
    assert {line.at for line in lines} == {f"{small.AT.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    taken = lines[3]
    assert taken.told == "2 accepted"
    named = {touched.file: touched.sha256 for touched in taken.files}
    there = small.files(folder)
    kept_now = [file for file in named if file.startswith("accepted/")]
    assert len(kept_now) == 2
    assert [named[file] for file in kept_now] == [there[file] for file in kept_now]
    assert {file for file in named if not file.startswith(("accepted/", "reports/", "journal/"))} == {"master.xlsm"}
    pack_files = {touched.file for touched in lines[5].files}
    assert "reports/2008-Q2/pack/manifest.json" in pack_files


def test_an_officer_who_pressed_a_button_is_named_as_her_spreadsheet_names_her(folder: Path) -> None:
    pressed = laa_xl("press", "templates", folder, "--period", "2008-Q3", "--officer", "Ann Other", now=small.NOW)
    assert pressed.exit_code == 0, pressed.stderr
    assert (lines_of(folder)[-1].officer, lines_of(folder)[-1].action) == ("Ann Other", "templates")


def test_nothing_that_a_partner_wrote_stands_in_the_log(folder: Path) -> None:
    """Neither an entry, nor the name of a file as it came in."""
    text = log_of(folder).decode()
    for word in ("Patrols", "Performance officer", "Partnership", "Police", "filled-", "past.csv", "inbox"):
        assert word not in text, word


def test_what_only_looks_or_changes_nothing_has_no_line(folder: Path) -> None:
    before = small.files(folder)
    for words in (
        ("status", folder),
        ("consolidate", folder),
        ("rebuild", folder),
        ("pack", folder, "--period", small.PERIOD),
        ("report", "issue", folder, "--period", small.PERIOD),
        ("audit", folder),
        ("validate", next((folder / "inbox").iterdir()), "--programme", folder),
    ):
        first = words[0] == "consolidate"
        laa_xl(*words, now=small.NOW)
        if first:  # the figures of the past were imported since: the master shows them now
            before = small.files(folder)
    assert small.files(folder) == before


def cut(number: int) -> Callable[[Lines], Lines]:
    return lambda lines: lines[:number]


def without(place: int) -> Callable[[Lines], Lines]:
    return lambda lines: lines[:place] + lines[place + 1 :]


def swapped(lines: Lines) -> Lines:
    return [lines[0], lines[2], lines[1], *lines[3:]]


def other_name(lines: Lines) -> Lines:
    return [
        line.replace(b'"officer":"', b'"officer":"not ') if place == 3 else line for place, line in enumerate(lines)
    ]


def resealed(lines: Lines) -> Lines:
    """Changed by somebody who knows how a line is sealed; the next line then follows another one."""
    line = AuditLine.model_validate_json(lines[3]).model_copy(update={"officer": "Ann Other"}).sealed()
    return [*lines[:3], line.model_dump_json().encode(), *lines[4:]]


def doubled(lines: Lines) -> Lines:
    return [*lines[:3], lines[2], *lines[3:]]


def rubbish(lines: Lines) -> Lines:
    return [*lines, b"{not a line"]


def made_up(lines: Lines) -> Lines:
    """Two lines more, chained as they should be."""
    for _ in range(2):
        last = AuditLine.model_validate_json(lines[-1])
        more = {"number": last.number + 1, "previous": last.hash, "before": last.after, "action": "pack"}
        lines = [*lines, last.model_copy(update=more).sealed().model_dump_json().encode()]
    return lines


TAMPERED: dict[str, tuple[Callable[[Lines], Lines], Trouble, str]] = {
    "the last line cut off": (cut(6), Trouble.MISSING, "missing from line 7"),
    "the last three cut off": (cut(4), Trouble.MISSING, "missing from line 5"),
    "all gone": (cut(0), Trouble.MISSING, "missing from line 1"),
    "one removed": (without(2), Trouble.CHAIN, "Line 3 does not follow"),
    "the first removed": (without(0), Trouble.CHAIN, "Line 1 does not follow"),
    "two swapped": (swapped, Trouble.CHAIN, "Line 2 does not follow"),
    "one twice": (doubled, Trouble.CHAIN, "Line 4 does not follow"),
    "a name changed": (other_name, Trouble.CHANGED, "Line 4 was changed"),
    "a name changed and sealed anew": (resealed, Trouble.CHAIN, "Line 5 does not follow"),
    "rubbish at the end": (rubbish, Trouble.UNREADABLE, "Line 8 cannot be read"),
    "lines made up": (made_up, Trouble.ADDED, "Line 8 and those after it"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_shows_in_fsck_and_goes_on_showing_after_the_next_actions(name: str, folder: Path) -> None:
    tamper, kind, words = TAMPERED[name]
    lines = log_of(folder).splitlines()
    (folder / LOG).write_bytes(b"".join(line + b"\n" for line in tamper(lines)))
    told = laa_xl("fsck", folder, now=small.NOW)
    assert told.exit_code == 1
    assert any(line.startswith("MEND  audit.jsonl") and words in line for line in told.stdout.splitlines()), told.stdout
    register = read_register(folder / "register.json")
    assert register.seen is not None
    assert kind in {fault.kind for fault in faults_of(log_of(folder), register.seen, register.content)}
    if name in ("the last line cut off", "all gone", "rubbish at the end", "lines made up"):
        assert small.templates(folder).exit_code == 0
        assert laa_xl("fsck", folder, now=small.NOW).exit_code == 1, "it does not heal by itself"


def test_a_register_changed_by_hand_shows_and_an_older_copy_put_back_shows(folder: Path) -> None:
    path = folder / "register.json"
    older = path.read_bytes()
    assert small.templates(folder).exit_code == 0
    newer = path.read_bytes()
    path.write_bytes(older)
    assert any("It is older than backups/register-copy.json" in line for line in small.fsck(folder))
    (folder / "backups/register-copy.json").unlink()
    assert any("Line 8" in line or "changed by something else" in line for line in small.fsck(folder))
    register = json.loads(newer)
    register["receipts"].pop()
    path.write_text(json.dumps(register))
    assert any("The register was changed by something else than laa-xl" in line for line in small.fsck(folder))


def test_a_folder_of_an_earlier_version_begins_its_log_at_the_next_action(folder: Path) -> None:
    (folder / LOG).unlink()
    (folder / "backups/register-copy.json").unlink()
    path = folder / "register.json"
    register = json.loads(path.read_text())
    del register["seen"]
    path.write_text(json.dumps(register))
    (line,) = [line for line in small.fsck(folder) if "audit" in line]
    assert line.startswith("note")
    assert "made by an earlier version" in line
    assert small.templates(folder).exit_code == 0
    assert [line.action for line in lines_of(folder)] == ["templates"]
    assert [line for line in small.fsck(folder) if "audit" in line] == []


def test_the_log_is_a_table_for_a_spreadsheet_in_which_text_stays_text(folder: Path, tmp_path: Path) -> None:
    lines = lines_of(folder)
    evil = lines[-1].model_copy(
        update={"officer": "=cmd|'/c calc'!A1", "number": 8, "previous": lines[-1].hash, "before": lines[-1].after}
    )
    with (folder / LOG).open("ab") as log:
        log.write(evil.sealed().model_dump_json().encode() + b"\n")
    out = tmp_path / "audit.csv"
    assert laa_xl("audit", folder, "--csv", out).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert [row["What was done"] for row in rows] == [line.action for line in lines] + ["import"]
    assert rows[-1]["Who"] == "'=cmd|'/c calc'!A1"
    assert rows[3]["What the register has more"] == "2 accepted"
    assert "accepted/2008-Q2/SAFE-" in rows[3]["Files written, with their fingerprints"]


@pytest.mark.parametrize(
    "place",
    [
        "audit.jsonl",
        "register.json",
        "Register.json",
        "master.xlsm",
        "journal/a.csv",
        "accepted/2008-Q2/a.csv",
        "reports/2008-Q2/issued/a.csv",
    ],
)
def test_the_table_of_the_log_is_never_written_over_the_record(folder: Path, place: str) -> None:
    before = small.files(folder)
    result = laa_xl("audit", folder, "--csv", folder / place)
    assert result.exit_code == 2
    told = "is a place that a programme folder keeps for itself. Write it elsewhere, or without --csv. Nothing was changed."
    assert result.stderr == f"{folder / place} {told}\n"
    assert small.files(folder) == before


def test_the_table_of_the_log_may_stand_beside_the_record(folder: Path) -> None:
    for place in ("audit.csv", "reports/audit.csv"):
        assert laa_xl("audit", folder, "--csv", folder / place).exit_code == 0
        assert (folder / place).is_file()


def test_marked_copies_are_never_written_among_kept_returns(folder: Path) -> None:
    kept = next((folder / "accepted/2008-Q2").glob("SAFE*"))
    again = folder.parent / kept.name
    again.write_bytes(kept.read_bytes())
    before = small.files(folder)
    result = laa_xl("validate", again, "--annotate", kept.parent)
    assert result.exit_code == 2
    assert "keeps for itself. Write it elsewhere, or without --annotate. Nothing was changed." in result.stderr
    assert small.files(folder) == before


def test_a_marked_copy_never_takes_the_masters_place(folder: Path) -> None:
    kept = next((folder / "accepted/2008-Q2").glob("SAFE*"))
    named_alike = folder.parent / "elsewhere" / "Master.xlsm"
    named_alike.parent.mkdir()
    named_alike.write_bytes(kept.read_bytes())
    before = small.files(folder)
    result = laa_xl("validate", named_alike, "--annotate", folder)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{folder / 'Master.xlsm'} is a place that a programme folder keeps for itself.")
    assert small.files(folder) == before


def test_the_log_on_the_screen_says_who_did_what(folder: Path) -> None:
    shown = laa_xl("audit", folder).stdout.splitlines()
    assert len(shown) == 7
    assert shown[3].endswith(f"{login()} on {platform.node()}  consolidate: 2 accepted")


@pytest.mark.parametrize(
    ("seen", "lines", "register", "expected"),
    [
        (2, 2, "R2", []),
        (2, 2, "other", [Trouble.OUTSIDE]),
        (1, 2, "R2", [Trouble.UNSEEN]),  # killed after its line
        (1, 2, "R1", [Trouble.OUTSIDE]),
        (0, 0, "R0", []),
    ],
)
def test_what_a_killed_run_leaves_is_told_apart_from_tampering(
    seen: int, lines: int, register: str, expected: list[Trouble]
) -> None:
    made: list[AuditLine] = []
    for number in range(1, lines + 1):
        made.append(
            AuditLine(
                number=number,
                at="2009-08-01T08:00:00Z",
                officer="Ann Other",
                machine="PC-12",
                action="consolidate",
                outcome="done",
                before=f"R{number - 1}",
                after=f"R{number}",
                previous=made[-1].hash if made else "0" * 64,
            ).sealed()
        )
    data = b"".join(line.model_dump_json().encode() + b"\n" for line in made)
    known = Seen(lines=seen, last=made[seen - 1].hash if seen else "0" * 64)
    assert [fault.kind for fault in faults_of(data, known, register)] == expected


def test_a_change_whose_line_was_not_written_any_more_is_explained_only_where_the_register_says_what_was_under_way() -> (
    None
):
    assert [f.kind for f in faults_of(b"", Seen(doing=Doing(action="consolidate")), "R1")] == []
    line = AuditLine(
        number=1,
        at="",
        officer="",
        machine="",
        action="new",
        outcome="done",
        before="R0",
        after="R0",
        previous="0" * 64,
    ).sealed()
    data = line.model_dump_json().encode() + b"\n"
    known = Seen(lines=1, last=line.hash, doing=Doing(action="consolidate"))
    assert [f.kind for f in faults_of(data, known, "R1")] == [Trouble.UNWRITTEN]
    assert [f.kind for f in faults_of(data, known.model_copy(update={"doing": None}), "R1")] == [Trouble.OUTSIDE]
