"""Every write, flush, fsync, rename and removal failed in turn: the old state stands, and one clear line says why."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result

from laa_xl.files.leftovers import clear_leftovers, leftovers
from tests.durability import small
from tests.durability.faulty import ERRORS, Disk, Remembered, disk_of, remembered

Start = Callable[[Path], Path]
ACTIONS: dict[str, tuple[Start, small.Act]] = {
    "consolidate": (small.sent, small.consolidate),
    "issue": (small.taken, small.issue),
    "approve": (small.taken, small.approve),
    "withdraw report": (small.issued, small.withdraw_report),
    "pack": (small.taken, small.pack),
    "mail draft": (small.packed, small.mail_pack),
    "letters": (small.taken, small.letters),
    "collect": (small.taken, small.collect),
    "charts": (small.taken, small.charts),
    "templates": (small.taken, small.templates),
    "publish": (small.taken, small.publish),
    "import": (small.taken, small.import_past),
    "let in": (small.waiting, small.let_in),
    "turn down": (small.waiting, small.turn_down),
    "withdraw": (small.taken, small.withdraw),
}

# These find their folders made.
NO_NEW_FOLDER = ("approve", "collect", "withdraw report", "let in", "turn down", "withdraw")


class Trial:
    """One action, from one start, tried as often as the disk may fail."""

    def __init__(self, above: Path, name: str) -> None:
        start, self.act = ACTIONS[name]
        self.above, self.folder = above.resolve(), above.resolve() / "p"
        self.before = small.files(start(self.above / "kept"))
        self.after: dict[str, str] = {}
        self.steps: list[str] = []
        self.disk, self.memory = Disk(self.folder), Remembered()

    @contextmanager
    def ready(self) -> Iterator[None]:
        """The disk counts from now on; one run without a fault says how many steps there are, and what is right."""
        with remembered() as self.memory, disk_of(self.folder) as self.disk:
            assert self.run().exit_code == 0
            self.after, self.steps = small.files(self.folder), self.disk.steps
            assert self.before != self.after
            self.disk.begin(0)
            assert leftovers(self.folder) == []
            yield

    def run(self, fail_at: int = 0, error: int = 0, lasting: str = "") -> Result:
        """From the start once more, with a disk that fails at that step."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.above / "kept", self.folder)
        self.memory.begin()
        self.disk.begin(fail_at, error, lasting)
        result = self.act(self.folder)
        steps = self.disk.steps
        self.disk.begin(0)
        self.disk.steps = steps
        return result


def told(result: Result) -> str:
    """The one clear line; anything else fails the test."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    lines = [line for line in result.stderr.splitlines() if not line.startswith("Please ")]
    assert len(lines) == 1, lines
    return lines[0]


@pytest.mark.parametrize("name", ACTIONS)
def test_whichever_step_fails_the_old_state_stands_and_one_line_says_why(name: str, tmp_path: Path) -> None:
    trial, refused = Trial(tmp_path, name), set()
    with trial.ready():
        for number, step in enumerate(trial.steps, 1):
            result = trial.run(number, ERRORS[number % len(ERRORS)])
            stands = small.files(trial.folder)
            if result.exit_code == 0:
                assert stands == trial.after, step
            else:
                assert result.exit_code == 2, step
                assert re.search(r"(full|read-only|denied|does not answer|cannot be)", told(result)), step
                assert stands == trial.before, step
                refused.add(step.split()[0])
            clear_leftovers(trial.folder)
            assert leftovers(trial.folder) == [], step
            assert small.files(trial.folder) == stands, step
    assert {"open", "write", "flush", "fsync", "replace"} <= refused
    assert "mkdir" in refused or name in NO_NEW_FOLDER


@pytest.mark.parametrize("name", ACTIONS)
def test_a_disk_that_stays_full_leaves_the_old_state_as_going_back_needs_no_room(name: str, tmp_path: Path) -> None:
    trial = Trial(tmp_path, name)
    with trial.ready():
        wanting = [number for number, step in enumerate(trial.steps, 1) if step.split()[0] == "write"]
        for number in wanting[::2]:
            result = trial.run(number, errno.ENOSPC, "full")
            assert result.exit_code == 2
            assert "the disk is full" in told(result)
            assert small.files(trial.folder) == trial.before, trial.steps[number - 1]


@pytest.mark.parametrize("name", ["consolidate", "pack"])
def test_where_the_drive_is_gone_for_good_the_next_run_puts_all_right_by_the_register(
    name: str, tmp_path: Path
) -> None:
    trial = Trial(tmp_path, name)
    with trial.ready():
        changing = [number for number, step in enumerate(trial.steps, 1) if step.split()[0] in ("replace", "rename")]
        ends = []
        for number in changing:
            result = trial.run(number + 1, errno.EIO, "gone")
            assert result.exit_code in (0, 2)
            if result.exit_code:
                told(result)
            ends.append(Path(shutil.copytree(trial.folder, tmp_path / "ends" / str(number))))
    for folder in ends:
        assert small.rebuild(folder).exit_code == 0
        assert small.fsck(folder) == []
        assert ACTIONS[name][1](folder).exit_code == 0
        assert same_record(small.files(folder), trial.after)


def same_record(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two folders hold the same, but for the log of how it came to be and what was put aside."""
    own = ("audit.jsonl", "register.json", "backups/")
    return {k: v for k, v in one.items() if not k.startswith(own)} == {
        k: v for k, v in other.items() if not k.startswith(own)
    }
