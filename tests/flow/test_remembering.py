"""What was found in an accepted return is not worked out again while it holds, and the result is that of working it out."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from laa_xl.domain.earlier import Asked
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Return
from laa_xl.files.kept_answers import OFF, PLACE, KeptAnswers, answers_folder
from laa_xl.flow import receiving, remembering
from laa_xl.flow.accepting import read_accepted
from laa_xl.flow.pipeline import consolidate
from laa_xl.flow.programme import Programme
from laa_xl.flow.receiving import template_spec
from tests.support.cli import laa_xl, succeeded
from tests.support.living import EXPLAINED, FINE, accept, change, enter, new_programme
from tests.support.opened import noting_opened
from tests.support.programmes import shared_entries, with_shared_figure
from tests.support.returns import PERIOD, return_of

NOW = datetime.fromisoformat("2009-08-01T09:00:00")
Opened = list[str]


@pytest.fixture(autouse=True)
def own_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(PLACE, str(tmp_path / "answers"))
    return tmp_path / "answers"


SURE = {**FINE, **EXPLAINED, "confirm": "Checked with the source."}
HOMES = {"2008-Q2": 210, "2008-Q3": 310, "2008-Q4": 420, "2009-Q1": 130}  # built since April


def safe(actual: float) -> dict[str, dict[str, Any]]:
    return {"NI021": {"actual": actual, **SURE}, "NI016": {"actual": 9.5, **SURE}}


def jobs(period: str, more: int = 0) -> dict[str, dict[str, Any]]:
    return {"NI154": {"actual": HOMES[period] + more, **SURE}}


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two themes, two quarters, all accepted."""
    folder = new_programme(tmp_path_factory.mktemp("made"))
    for period, actual in (("2008-Q2", 61), ("2008-Q3", 62)):
        accept(folder, period, "SAFE", safe(actual))
        accept(folder, period, "JOBS", jobs(period))
    return folder


@pytest.fixture
def programme(_made: Path, tmp_path: Path) -> Programme:
    return Programme(Path(shutil.copytree(_made, tmp_path / "p")))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """The fingerprints of the workbooks that were opened."""
    yield noting_opened(monkeypatch)


def read(programme: Programme) -> dict[tuple[str, Period], receiving.Validated]:
    return read_accepted(Programme(programme.root), Programme(programme.root).load())


def anew(programme: Programme) -> dict[tuple[str, Period], receiving.Validated]:
    fresh = Programme(programme.root, afresh=True)
    return read_accepted(fresh, fresh.load())


def names(programme: Programme, opened: Opened) -> list[str]:
    """Which of the returns were opened: SAFE 2008-Q2 and so on."""
    current = {receipt.sha256: receipt for receipt in programme.load_register().receipts}
    return sorted({f"{current[sha256].theme} {current[sha256].period}" for sha256 in opened})


def test_the_second_time_no_accepted_return_is_opened(programme: Programme, opened: Opened) -> None:
    first = read(programme)
    assert len(opened) == 4
    opened.clear()
    again = read(programme)
    assert opened == []
    assert again == first == anew(programme)


def test_values_come_back_as_what_they_were_and_not_only_as_equal_ones(programme: Programme) -> None:
    def kinds(found: dict[tuple[str, Period], receiving.Validated]) -> list[Any]:
        return [
            (key, row.key, name, type(entry.value), type(entry.entered), entry)
            for key, item in found.items()
            for table in sorted(item.returned.tables if item.returned else ())
            for row in (item.returned.rows(table) if item.returned else ())
            for name, entry in row.entries.items()
        ]

    first = kinds(read(programme))
    assert len(first) > 200
    assert kinds(read(programme)) == first


def test_one_new_return_is_the_only_one_that_is_opened(programme: Programme, opened: Opened) -> None:
    read(programme)
    opened.clear()
    accept(programme.root, "2009-Q1", "JOBS", jobs("2009-Q1"))
    read(programme)
    assert names(programme, opened) == ["JOBS 2009-Q1"]


# What changes, and which answers it makes void. Expected from what a return is held against: its own theme's earlier quarters, the
# agreement, the waivers that stand for it, imported figures.
def _correction(programme: Programme) -> None:
    accept(programme.root, "2008-Q2", "SAFE", safe(55))


def _agreement(programme: Programme) -> None:
    change(programme.root, "Agreement indicators", "NI021", Unit="% of people")


def _waiver(programme: Programme) -> None:
    row = {"From quarter": "2008-Q3", "Until quarter": "2008-Q4", "Rule": "I05", "Theme": "JOBS", "Reason": "Agreed."}
    enter(programme.root, "Waivers", {**row, "Granted by (post)": "Head", "On": date(2008, 10, 15)})


def _imported(programme: Programme) -> None:
    past = programme.root.parent / "past.csv"
    past.write_text("Code,Period,Actual\nNI021,2007-Q4,51\n", encoding="utf-8")
    succeeded(laa_xl("import", programme.root, past, "--by", "Officer", now="2009-08-01T09:00:00"))


EVERY = ["JOBS 2008-Q2", "JOBS 2008-Q3", "SAFE 2008-Q2", "SAFE 2008-Q3"]


@pytest.mark.parametrize(
    ("changed", "void"),
    [
        (_correction, ["SAFE 2008-Q2", "SAFE 2008-Q3"]),
        (_agreement, EVERY),
        (_waiver, ["JOBS 2008-Q3"]),
        (_imported, EVERY),
        (lambda programme: None, []),
    ],
)
def test_what_a_return_rests_on_makes_its_answer_void_and_nothing_else_does(
    programme: Programme, opened: Opened, changed: Callable[[Programme], None], void: list[str]
) -> None:
    read(programme)
    opened.clear()
    changed(programme)
    found = read(programme)
    assert names(programme, opened) == void
    assert found == anew(programme)


def test_another_version_of_the_program_works_everything_out_anew(
    programme: Programme, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(programme)
    opened.clear()
    monkeypatch.setattr(remembering, "_version", lambda: b"another")
    read(programme)
    assert names(programme, opened) == EVERY


def test_the_text_of_the_program_is_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def version() -> bytes:
        remembering._version.cache_clear()
        return remembering._version()

    package = tmp_path / "laa_xl"
    package.mkdir()
    (package / "__init__.py").write_text("ONE = 1\n")
    before = version()
    monkeypatch.setattr(remembering.laa_xl, "__file__", str(package / "__init__.py"))
    one = version()
    (package / "__init__.py").write_text("ONE = 2\n")  # as long as before
    two = version()
    monkeypatch.undo()
    assert len({before, one, two}) == 3
    assert version() == before


def test_master_and_report_are_those_of_working_everything_out(programme: Programme) -> None:
    """A random course of events; after each the run that remembers and the run that does not write the same bytes."""
    chance = random.Random(7)
    accept(programme.root, "2008-Q3", "JOBS", jobs("2008-Q3", 7))
    for step in range(6):
        theme, period = chance.choice(("SAFE", "JOBS")), chance.choice(("2008-Q2", "2008-Q3", "2008-Q4"))
        more = chance.randint(1, 9)
        if step in (3, 5):
            words = ("JOBS", "2008-Q3", "--because", "Sent by mistake.", *(("--restore-earlier",) if step == 3 else ()))
            succeeded(laa_xl("withdraw", programme.root, *words, now="2009-08-01T09:00:00"))
        else:
            accept(programme.root, period, theme, safe(60 + more) if theme == "SAFE" else jobs(period, more))
        written = _written(programme.root)
        consolidate(Programme(programme.root, afresh=True), (), None, NOW, action="rebuild")
        assert _written(programme.root) == written, step


def _written(root: Path) -> dict[str, bytes]:
    found = [root / "master.xlsm", *(root / "reports").rglob("*.xlsx"), *(root / "reports").rglob("*.docx")]
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


def test_superseded_versions_are_remembered_too(programme: Programme, opened: Opened) -> None:
    accept(programme.root, "2008-Q2", "SAFE", safe(55))
    consolidate(Programme(programme.root), (), None, NOW)
    opened.clear()
    written = _written(programme.root)
    consolidate(Programme(programme.root), (), None, NOW)
    assert opened == []
    assert _written(programme.root) == written


def test_a_version_that_counts_again_is_held_against_the_returns_before_it(programme: Programme) -> None:
    """As a version that counts no longer it was checked by itself, and that is another answer."""
    accept(programme.root, "2008-Q4", "SAFE", safe(30))  # half of what it was: asked about beside the quarter before
    accept(programme.root, "2008-Q4", "SAFE", safe(62))
    consolidate(Programme(programme.root), (), None, NOW)
    words = ("SAFE", "2008-Q4", "--because", "Sent by mistake.", "--restore-earlier")
    succeeded(laa_xl("withdraw", programme.root, *words, now="2009-08-01T09:00:00"))
    found = read(programme)
    assert found == anew(programme)
    assert found["SAFE", Period(2008, 4)].findings


def test_a_return_held_against_another_theme_of_its_quarter_rests_on_that_one(tmp_path: Path, opened: Opened) -> None:
    at = datetime.fromisoformat("2008-10-24T12:00")
    made = with_shared_figure(tmp_path, at)

    def arrived(theme: str, work: float) -> Path:
        path = tmp_path / f"{theme}-{work}.xlsx"
        spec = template_spec(made.load(), theme, PERIOD, {})
        path.write_bytes(return_of(shared_entries(theme, work), spec))
        return path

    consolidate(made, [arrived("SAFE", 0), arrived("JOBS", 41)], PERIOD, at)
    opened.clear()
    consolidate(Programme(made.root), [arrived("JOBS", 42)], PERIOD, at)
    reread = names(made, opened)
    assert "SAFE 2008-Q2" in reread  # its figure is asked about beside another one now
    assert read(made) == anew(made)


def test_the_accepted_file_is_still_looked_at_every_time(programme: Programme) -> None:
    read(programme)
    receipt = next(iter(programme.load_register().current().values()))
    path = programme.root / receipt.kept
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(Exception, match="was changed after it was accepted"):
        read(programme)


def _database(own_answers: Path) -> Path:
    (found,) = own_answers.glob("*.db")
    return found


def _overwritten(path: Path) -> None:
    path.write_bytes(b"no database at all" * 400)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _one_byte(path: Path) -> None:
    with sqlite3.connect(path) as answers:
        answers.execute("UPDATE answers SET tables = substr(tables, 1, 40) || x'00' || substr(tables, 42)")
    answers.close()


def _other_columns(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as answers:
        answers.execute("CREATE TABLE answers (sha256 TEXT)")
    answers.close()


@pytest.mark.parametrize("spoilt", [_overwritten, _cut, _one_byte, _other_columns, Path.unlink])
def test_a_damaged_answer_is_as_if_it_were_not_there(
    programme: Programme, opened: Opened, own_answers: Path, spoilt: Callable[[Path], None]
) -> None:
    first = read(programme)
    spoilt(_database(own_answers))
    opened.clear()
    assert read(programme) == first
    assert names(programme, opened) == EVERY
    opened.clear()
    assert read(programme) == first
    if spoilt is not _other_columns:
        assert opened == []  # it was kept anew


def test_answers_that_another_run_holds_are_worked_out(
    programme: Programme, opened: Opened, own_answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(programme)
    monkeypatch.setattr("laa_xl.files.kept_answers._SECONDS", 0.05)
    holding = sqlite3.connect(_database(own_answers), isolation_level=None)
    holding.execute("BEGIN EXCLUSIVE")
    opened.clear()
    assert read(programme) == first
    assert len(opened) == 4
    holding.close()


def _refused(*_asked: object, **_more: object) -> None:
    raise sqlite3.OperationalError("unable to open database file")


def test_a_database_that_cannot_be_opened_stops_nothing(
    programme: Programme, opened: Opened, own_answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(programme)
    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", _refused)
        opened.clear()
        assert read(programme) == first
        assert len(opened) == 4
    path = _database(own_answers)
    path.unlink()
    path.mkdir()  # a folder in its place
    assert read(programme) == first


def test_a_profile_that_nobody_knows_of_keeps_nothing(
    programme: Programme, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv(PLACE)
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    read(programme)
    read(programme)
    assert len(opened) == 8


def test_answers_of_a_programme_folder_that_is_gone_go_when_others_are_kept(
    programme: Programme, own_answers: Path, tmp_path: Path
) -> None:
    other = Programme(Path(shutil.copytree(programme.root, tmp_path / "other")))
    read(other)
    shutil.rmtree(other.root)
    assert len(list(own_answers.glob("*.db"))) == 1
    read(programme)
    kept = KeptAnswers(own_answers, programme.root)._path
    assert kept is not None
    assert list(own_answers.iterdir()) == [kept]


def test_the_folder_may_be_named_from_where_one_stands(
    programme: Programme, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(PLACE, "here")
    read(programme)
    shutil.copytree(programme.root, tmp_path / "other")
    read(Programme(tmp_path / "other"))
    opened.clear()
    read(programme)
    assert opened == []
    assert len(list((tmp_path / "here").iterdir())) == 2


def test_where_there_is_no_place_for_them_all_is_worked_out(
    programme: Programme, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("in the way")
    for place in (OFF, str(tmp_path / "a file" / "answers")):
        monkeypatch.setenv(PLACE, place)
        opened.clear()
        read(programme)
        read(programme)
        assert len(opened) == 8


def test_an_answer_that_somebody_forged_is_seen_by_fsck_and_gone_after_rebuild(
    programme: Programme, own_answers: Path
) -> None:
    read(programme)
    kept = KeptAnswers(own_answers, programme.root)
    current = programme.load_register().current()
    safe_q3, jobs_q3 = (current[theme, Period(2008, 3)].sha256 for theme in ("SAFE", "JOBS"))
    one = kept.find([safe_q3])[safe_q3]
    other = kept.find([jobs_q3])[jobs_q3]
    kept.keep([replace(one, tables=other.tables)], lambda _: True)
    consolidate(Programme(programme.root), (), None, NOW)
    assert laa_xl("fsck", programme.root, now="2009-08-01T09:00:00").exit_code == 1
    succeeded(laa_xl("rebuild", programme.root, now="2009-08-01T09:00:00"))
    succeeded(laa_xl("fsck", programme.root, now="2009-08-01T09:00:00"))


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps profiles apart by itself")
def test_nobody_else_on_the_machine_can_read_them(programme: Programme, own_answers: Path) -> None:
    read(programme)
    assert stat.S_IMODE(own_answers.stat().st_mode) == 0o700
    assert stat.S_IMODE(_database(own_answers).stat().st_mode) == 0o600


def test_the_answer_of_a_file_that_was_taken_out_goes_with_the_next_run(
    programme: Programme, own_answers: Path
) -> None:
    read(programme)
    before = programme.load_register().current()["SAFE", Period(2008, 2)]
    accept(programme.root, "2008-Q2", "SAFE", safe(55))
    kept = KeptAnswers(own_answers, programme.root)
    consolidate(Programme(programme.root), (), None, NOW)
    assert kept.find([before.sha256])  # as a version that counts no longer
    (programme.root / before.kept).unlink()
    (programme.root / before.kept).with_suffix(".removed.txt").write_text("Asked for by its author.")
    consolidate(Programme(programme.root), (), None, NOW)
    assert not kept.find([before.sha256])


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {"HOME": "/home/o"}, "/home/o/.cache/laa-xl/answers"),
        ("linux", {"HOME": "/home/o", "XDG_CACHE_HOME": "/c"}, "/c/laa-xl/answers"),
        ("darwin", {"HOME": "/Users/o"}, "/Users/o/Library/Caches/laa-xl/answers"),
        ("win32", {"HOME": "/h", "LOCALAPPDATA": "/h/Local"}, "/h/Local/laa-xl/answers"),
        ("win32", {"HOME": "/h"}, "/h/AppData/Local/laa-xl/answers"),
        ("linux", {"HOME": "/h", PLACE: "/elsewhere"}, "/elsewhere"),
        ("linux", {"HOME": "/h", PLACE: "OFF"}, None),
    ],
)
def test_they_stand_in_the_profile_of_whoever_is_logged_in(
    platform: str, environ: dict[str, str], folder: str | None
) -> None:
    found = answers_folder(environ, platform)
    assert (found and found.as_posix()) == folder


def test_two_programmes_have_their_own_answers(tmp_path: Path) -> None:
    paths = {KeptAnswers(tmp_path, tmp_path / name)._path for name in ("one", "two", "one/../two")}
    assert len(paths) == 2


def test_what_was_asked_for_is_known_whatever_the_way_of_asking() -> None:
    q1, q2, q3, q4 = (Period(2008, quarter) for quarter in range(1, 5))
    there = Return("a", "SAFE", q1, "f", "s")
    asked = Asked({("SAFE", q1): there})
    assert asked["SAFE", q1] is there
    assert asked.get(("SAFE", q2)) is None
    assert ("SAFE", q3) not in asked
    with pytest.raises(KeyError):
        asked["SAFE", q4]
    assert asked.keys_asked == (("SAFE", q1), ("SAFE", q2), ("SAFE", q3), ("SAFE", q4))
    assert list(asked) == [("SAFE", q1)]
    assert asked.keys_asked is None  # which there are was asked
