"""Many files are checked in several processes, and what comes of it is what comes of checking one after the other."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from laa_xl.domain.periods import Period
from laa_xl.files import apart, own_process
from laa_xl.files.kept_answers import OFF, PLACE
from laa_xl.flow import beside, receiving
from laa_xl.flow.accepting import read_accepted
from laa_xl.flow.checking import check_inbox
from laa_xl.flow.pipeline import Outcome, consolidate
from laa_xl.flow.programme import Programme
from tests.support.living import EXPLAINED, FINE, accept, filled, new_programme, template
from tests.support.opened import noting_opened
from tests.support.programmes import prints, with_shared_figure
from tests.support.returns import agreement, encrypted

NOW = datetime.fromisoformat("2009-08-01T09:00:00")
SURE = {**FINE, **EXPLAINED, "confirm": "Checked with the source."}
QUARTERS = ("2008-Q2", "2008-Q3", "2008-Q4", "2009-Q1")
HOMES = {"2008-Q2": 210, "2008-Q3": 310, "2008-Q4": 420, "2009-Q1": 130}  # built since April
Spared = list[int]


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLACE, OFF)


def entries(theme: str, period: str, more: float = 0) -> dict[str, dict[str, Any]]:
    if theme == "JOBS":
        return {"NI154": {"actual": HOMES[period] + more, **SURE}}
    return {"NI021": {"actual": 61 + more, **SURE}, "NI016": {"actual": 9.5, **SURE}}


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two themes with the first quarter accepted, and returns of the next three in the inbox, two of them with a mistake.

    What a later quarter is held against are the earlier ones: 70 after 61 wants a word.
    """
    folder = new_programme(tmp_path_factory.mktemp("made"))
    for theme in ("SAFE", "JOBS"):
        accept(folder, QUARTERS[0], theme, entries(theme, QUARTERS[0]))
    for period in QUARTERS[1:]:
        for theme in ("SAFE", "JOBS"):
            told = entries(theme, period, more=9 if period == "2008-Q4" else 0)
            if (theme, period) == ("JOBS", "2008-Q4"):
                told["NI154"]["actual"] = "about four hundred"  # has to be fixed
            if (theme, period) == ("SAFE", "2008-Q3"):
                told["NI021"].pop("confirm")
            shutil.copy(filled(template(folder, period, theme), told), folder / "inbox" / f"{theme}-{period}.xlsx")
    return folder


@pytest.fixture
def programme(_made: Path, tmp_path: Path) -> Programme:
    return Programme(Path(shutil.copytree(_made, tmp_path / "p")))


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[Spared]:
    """Two processes however few files there are; and for each run, how many files nobody had to look at again."""
    spared: Spared = []
    monkeypatch.setattr(beside, "processes_for", lambda files, processors: 2)

    class Noted(beside.Beside):
        def check(self, job: beside.Job, returns: beside.Returns) -> receiving.Validated:
            before, found = self.spared, super().check(job, returns)
            spared.append(self.spared - before)
            return found

    monkeypatch.setattr(beside, "Beside", Noted)
    yield spared


def inbox(programme: Programme, *names: str) -> list[Path]:
    found = sorted(programme.folder("inbox").iterdir(), key=lambda path: (path.stem[-7:], path.name))
    return [path for path in found if not names or path.name in names]


def told(outcome: Outcome) -> list[Any]:
    return [
        (Path(item.file).name, verdict, [(one.rule, one.cell, one.settled) for one in item.findings], item.held)
        for item, verdict in outcome.files
    ]


Run = Callable[[Programme], Outcome]


def by_turns(programme: Programme, run: Run) -> tuple[list[Any], dict[str, str]]:
    """What a run of a copy says and leaves behind where files are checked one after the other."""
    copy = Programme(Path(shutil.copytree(programme.root, programme.root.with_name("by-turns"))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside, "processes_for", lambda files, processors: 0)
        said = told(run(copy))
    return said, prints(copy.root)


def same_as_by_turns(programme: Programme, run: Run) -> list[Any]:
    expected = by_turns(programme, run)
    said = told(run(programme))
    assert (said, prints(programme.root)) == expected
    return said


def everything(programme: Programme) -> Outcome:
    return consolidate(programme, inbox(programme), None, NOW)


def test_the_outcome_is_that_of_one_after_the_other_and_nothing_is_looked_at_twice(
    programme: Programme, two: Spared
) -> None:
    said = same_as_by_turns(programme, everything)
    assert {name: verdict for name, verdict, *_ in said} == {
        "JOBS-2008-Q3.xlsx": "accepted",
        "SAFE-2008-Q3.xlsx": "accepted",
        "JOBS-2008-Q4.xlsx": "rejected",
        "SAFE-2008-Q4.xlsx": "accepted",
        "JOBS-2009-Q1.xlsx": "accepted",
        "SAFE-2009-Q1.xlsx": "accepted",
    }
    assert two[-6:] == [1] * 6


def test_a_return_that_was_held_against_one_that_then_did_not_count_is_looked_at_again(
    programme: Programme, two: Spared
) -> None:
    """Of another quarter than the one asked for, it is held: what the process took for granted did not happen."""

    def one_quarter(programme: Programme) -> Outcome:
        return consolidate(programme, inbox(programme), Period(2008, 4), NOW)

    said = same_as_by_turns(programme, one_quarter)
    verdicts = {name: verdict for name, verdict, *_ in said}
    assert verdicts["SAFE-2008-Q3.xlsx"] == "held" and verdicts["SAFE-2008-Q4.xlsx"] == "accepted"
    spared = dict(zip([path.name for path in inbox(programme)], two[-6:], strict=True))
    assert spared["SAFE-2008-Q3.xlsx"] == 1 and spared["SAFE-2008-Q4.xlsx"] == 0


def test_names_that_tell_nothing_or_the_wrong_theme_cost_time_and_nothing_else(
    programme: Programme, two: Spared
) -> None:
    names = ["Return 1.xlsx", "JOBS final.xlsx", "SAFE.xlsx", "x.xlsx", "SAFE JOBS.xlsx", "from JOBS.xlsx"]
    for number, (path, name) in enumerate(zip(inbox(programme), names, strict=True)):
        path.rename(path.with_name(f"{number} {name}"))

    def in_order(programme: Programme) -> Outcome:
        return consolidate(programme, sorted(programme.folder("inbox").iterdir()), None, NOW)

    same_as_by_turns(programme, in_order)


@pytest.mark.parametrize("seed", range(2))
def test_any_order_with_corrections_and_copies_gives_the_same(programme: Programme, two: Spared, seed: int) -> None:
    files, chance = inbox(programme), random.Random(seed)
    again = filled(template(programme.root, "2008-Q3", "SAFE"), entries("SAFE", "2008-Q3", more=2))
    files.append(Path(shutil.copy(again, programme.folder("inbox") / "SAFE-2008-Q3 corrected.xlsx")))
    files.append(Path(shutil.copy(files[0], programme.folder("inbox") / "copy.xlsx")))
    chance.shuffle(files)
    names = [path.name for path in [*files, files[2]]]  # one of them named twice

    def shuffled(programme: Programme) -> Outcome:
        return consolidate(programme, [programme.folder("inbox") / name for name in names], None, NOW)

    same_as_by_turns(programme, shuffled)


def test_a_process_that_ends_leaves_its_files_to_the_one_that_asked(
    programme: Programme, two: Spared, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = own_process.started

    def broken(module: str) -> subprocess.Popen[bytes]:
        process = real(module)
        if module == beside.PROCESS:
            process.kill()
        return process

    monkeypatch.setattr(own_process, "started", broken)
    same_as_by_turns(programme, everything)
    assert two[-6:] == [0] * 6


def test_where_no_process_can_be_started_files_are_checked_here(
    programme: Programme, two: Spared, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = own_process.started

    def impossible(module: str) -> subprocess.Popen[bytes]:
        if module == beside.PROCESS:
            raise OSError("too many processes")
        return real(module)

    monkeypatch.setattr(own_process, "started", impossible)
    same_as_by_turns(programme, everything)


def test_a_file_that_was_changed_since_it_was_looked_at_is_looked_at_again(
    programme: Programme, two: Spared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last one turns into another quarter's once the answer about it is there; not before, or the answer would be about that."""
    files = inbox(programme)
    other = files[0].read_bytes()
    holds = beside.Beside._holds

    def swap(self: beside.Beside, answer: beside.Answer, *rest: Any) -> bool:
        if answer.path == files[-1]:
            files[-1].write_bytes(other)
        return holds(self, answer, *rest)

    monkeypatch.setattr(beside.Beside, "_holds", swap)
    outcome = consolidate(programme, files, None, NOW)
    assert outcome.files[-1][0].returned is not None
    assert outcome.files[-1][0].returned.period == Period(2008, 3)
    assert two[-6:] == [1, 1, 1, 1, 1, 0]


def test_a_locked_return_is_opened_with_the_password_that_was_given(
    programme: Programme, two: Spared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAA_RETURN_PASSWORD", "secret")
    first = inbox(programme)[0]
    first.write_bytes(encrypted(first.read_bytes()))
    said = same_as_by_turns(programme, everything)
    assert said[0][1] == "accepted"
    assert two[-6:] == [
        0,
        1,
        0,
        1,
        0,
        1,
    ]  # JOBS: the first could not be opened there, and the others were held against nothing


def test_no_process_is_left_when_the_run_ends_or_is_stopped(programme: Programme, two: Spared) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = own_process.started

    def noted(module: str) -> subprocess.Popen[bytes]:
        process = real(module)
        if module == beside.PROCESS:
            started.append(process)
        return process

    def stop(said: str) -> None:
        if said.startswith("Checking"):
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own_process, "started", noted)
        with pytest.raises(KeyboardInterrupt):
            consolidate(programme, inbox(programme), None, NOW, stop)
        everything(programme)
    assert started
    assert all(process.returncode is not None for process in started)


def hanging(job: beside.Job, returns: beside.Returns) -> receiving.Validated:
    """Looks at a file over which its reading process hangs for good."""
    apart.warm_up()
    reading = apart._READER.process
    assert reading is not None
    os.kill(reading.pid, signal.SIGSTOP)
    job.path.with_suffix(".new").write_text(str(reading.pid))
    job.path.with_suffix(".new").rename(job.path.with_suffix(".pid"))
    time.sleep(60)
    raise AssertionError("nobody ended it")


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def waited(until: Callable[[], bool]) -> bool:
    for _ in range(300):
        if until():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="stops a process and looks for it as Linux does")
def test_a_reading_process_that_hangs_goes_with_the_run_that_is_stopped(tmp_path: Path, two: Spared) -> None:
    files = [tmp_path / "JOBS.xlsx", tmp_path / "SAFE.xlsx"]
    for path in files:
        path.write_bytes(path.name.encode())
    jobs = [beside.Job(path) for path in files]
    with beside.beside(hanging, agreement(), jobs, {}, growing=beside.Growing.NONE):
        assert waited(lambda: all(path.with_suffix(".pid").exists() for path in files))
        found = [int(path.with_suffix(".pid").read_text()) for path in files]
        assert all(map(runs, found))
    assert waited(lambda: not any(map(runs, found)))


def failing(job: beside.Job, returns: beside.Returns) -> receiving.Validated:
    """Cannot look at one of the files for now."""
    if job.path.stem == "1":
        raise OSError("a virus scanner has it")
    return receiving.Validated(str(job.path), receiving.sha256_of(job.path.read_bytes()), ())


def test_a_file_that_a_process_could_not_look_at_costs_no_other(tmp_path: Path, two: Spared) -> None:
    jobs = [beside.Job(tmp_path / f"{number}.xlsx") for number in range(6)]
    for job in jobs:
        job.path.write_bytes(job.path.name.encode())
    with beside.beside(failing, agreement(), jobs, {}, growing=beside.Growing.NONE) as found:
        for job in jobs:
            if job.path.stem == "1":
                with pytest.raises(OSError, match="virus"):
                    found.check(job, {})
            else:
                assert found.check(job, {}).file == str(job.path)
    assert two == [1] * 5


def test_a_process_whose_master_is_gone_ends_by_itself() -> None:
    process = own_process.started(beside.PROCESS)
    assert process.stdin is not None and process.stdout is not None
    process.stdin.close()
    process.wait(20)
    process.stdout.close()


def test_themes_that_look_at_each_other_are_checked_one_after_the_other(
    tmp_path: Path, two: Spared, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = with_shared_figure(tmp_path, NOW)
    for path in programme.folder("templates").rglob("*.xlsx"):
        shutil.copy(path, programme.folder("inbox"))
    assert len(inbox(programme)) == 2
    started: list[str] = []
    real = own_process.started
    monkeypatch.setattr(own_process, "started", lambda module: started.append(module) or real(module))
    consolidate(programme, inbox(programme), None, NOW)
    assert beside.PROCESS not in started


def test_accepted_returns_are_read_again_in_several_processes_too(programme: Programme, two: Spared) -> None:
    everything(programme)
    two.clear()
    found = read_accepted(programme, programme.load())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside, "processes_for", lambda files, processors: 0)
        assert read_accepted(programme, programme.load()) == found
    assert two == [1] * 7 + [0] * 7


def test_a_return_of_the_inbox_that_counts_already_is_not_opened_again(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything(programme)
    bad = {"NI021": {"actual": "most of them", **SURE}, "NI016": {"actual": 9.5, **SURE}}
    later = filled(template(programme.root, "2009-Q1", "SAFE"), bad)
    shutil.copy(later, programme.folder("inbox") / "SAFE-2009-Q1 later.xlsx")
    consolidate(programme, inbox(programme, "SAFE-2009-Q1 later.xlsx"), None, NOW)  # rejected: the first still counts
    monkeypatch.setenv(PLACE, str(programme.root.with_name("answers")))
    read_accepted(programme, programme.load())
    opened = noting_opened(monkeypatch)
    rejected = {
        receiving.sha256_of((programme.folder("inbox") / name).read_bytes())
        for name in ("JOBS-2008-Q4.xlsx", "SAFE-2009-Q1 later.xlsx")
    }
    for outcome in (
        consolidate(programme, inbox(programme), None, NOW, named=False).files,
        check_inbox(programme, NOW).files,
    ):
        assert {verdict for _, verdict in outcome} == {"unchanged", "rejected"}
    assert set(opened) == rejected


@pytest.mark.parametrize(
    ("files", "processors", "processes"),
    [
        (700, 1, 0),
        (700, 2, 1),  # which is none: here, with files read ahead
        (700, 4, 2),
        (700, 8, 4),
        (700, 64, beside.MOST),
        (70, 8, 2),
        (7, 8, 0),
    ],
)
def test_processes_are_as_many_as_files_and_processors_are_good_for(
    files: int, processors: int, processes: int
) -> None:
    assert beside.processes_for(files, processors) == processes


def test_processors_are_those_that_this_program_may_use() -> None:
    assert 1 <= beside.processors() <= (os.cpu_count() or 1)
