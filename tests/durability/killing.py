"""Kills a run at a random moment (SIGKILL, as a power cut or a full memory does), and says what it finds afterwards."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from laa_xl.domain.register import Register
from laa_xl.files.leftovers import leftovers
from laa_xl.flow.auditing import faults
from laa_xl.flow.recording import read_register
from tests.durability import small
from tests.durability.faulty import Remembered, remembered


def packed(into: Path) -> Path:
    """A programme with a pack of the draft, whose report was issued since: the next pack is another one."""
    folder = small.taken(into)
    assert small.pack(folder).exit_code == 0
    assert small.issue(folder).exit_code == 0
    return folder


ACTIONS: dict[str, tuple[Callable[[Path], Path], small.Act]] = {
    "consolidate": (small.sent, small.consolidate),
    "pack": (packed, small.pack),
}
_OWN = ("audit.jsonl", "register.json", "backups/")  # how it came to be differs; what counts does not


class Killing:
    """One action, from one start, killed again and again; ``told`` counts what was found."""

    def __init__(self, above: Path, name: str, seed: int, *, only_quick: bool = False) -> None:
        start, self.act = ACTIONS[name]
        self.name, self.above, self.folder, self.only_quick = name, above, above / "p", only_quick
        self.random, self.told, self.wrong = random.Random(seed), Counter[str](), list[str]()
        start(above / "kept")
        self.before = self._state(above / "kept")
        self.recovered: set[tuple[frozenset[tuple[str, str]], bool]] = set()
        self.memory = Remembered()
        self._fresh()
        with remembered(self.memory):
            assert self.act(self.folder).exit_code == 0
        self.after = self._state(self.folder)
        assert self.before != self.after
        self.seconds = {quick: min(self._whole(quick=quick) for _ in range(3)) for quick in (True, False)}

    def kill(self, number: int) -> None:
        """Kill one run at a random moment; every second one has its answers ready, so that most of it is writing."""
        quick = self.only_quick or number % 2 == 0
        self._fresh()
        child = self._child(quick=quick)
        time.sleep(self.random.uniform(0, self.seconds[quick] * 1.05))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        self.told["killed" if os.WIFSIGNALED(status) else "had ended by then"] += 1
        where = f"{self.name} {number}"
        self._look(where)
        found = self._found()
        for by_rebuild in self.random.sample([True, False], 2):
            if (found, by_rebuild) not in self.recovered:  # the same bytes and clock would be put right the same way
                self.recovered.add((found, by_rebuild))
                self._recover(where, by_rebuild=by_rebuild)
                return

    def _look(self, where: str) -> None:
        """Right after: the register is the old or the new one, and no file is cut off."""
        content, files = self._state(self.folder)
        if content == self.before[0] != self.after[0]:
            self.told["old register"] += 1
        elif content == self.after[0] != self.before[0]:
            self.told["new register"] += 1
        self.told[f"{_which(files, self.before[1], self.after[1])} files"] += 1
        if content not in (self.before[0], self.after[0]):
            self.wrong.append(f"{where}: the register is neither the old nor the new one")
        for file, sha256 in files.items():
            if sha256 not in (self.before[1].get(file), self.after[1].get(file)):
                self.wrong.append(f"{where}: {file} is neither the old nor the new one")
        if content == self.after[0] and self.name == "consolidate":
            kept = [file for file in self.after[1] if file.startswith("accepted/") and file not in files]
            self.wrong += [f"{where}: the register speaks of {file}, which is not there" for file in kept]
        self.told["left something to clear"] += bool(leftovers(self.folder))
        found = [fault.kind.value for fault in faults(self.folder, read_register(self.folder / "register.json"))]
        self.told["broke off before its line in the log"] += "unwritten" in found
        self.told["broke off after its line in the log"] += "unseen" in found
        if set(found) - {"unwritten", "unseen"}:
            self.wrong.append(f"{where}: the log looks tampered with: {found}")

    def _recover(self, where: str, *, by_rebuild: bool) -> None:
        """The next run, whichever, puts all right; and the action done again gives what it would have given."""
        self.told["recovered by rebuild" if by_rebuild else "recovered by the action done again"] += 1
        if by_rebuild:
            if small.rebuild(self.folder).exit_code != 0:
                self.wrong.append(f"{where}: rebuild did not end well")
            self.wrong += [f"{where}: after rebuild: {line}" for line in small.fsck(self.folder)]
        result = self.act(self.folder)
        if result.exit_code != 0:
            self.wrong.append(f"{where}: done again it ended with {result.exit_code}: {result.stderr}")
        self.wrong += [f"{where}: done again: {line}" for line in small.fsck(self.folder)]
        if self._state(self.folder) != self.after:
            self.wrong.append(f"{where}: done again it gives something else")
        if leftovers(self.folder):
            self.wrong.append(f"{where}: something is left over")

    def _found(self) -> frozenset[tuple[str, str]]:
        """Everything that lies there, byte for byte; of what is left over the names alone, without their chance part."""
        left = {
            (re.sub("[0-9a-f]{16}", "#", path.relative_to(self.folder).as_posix()), "")
            for path in leftovers(self.folder)
        }
        return frozenset({*small.files(self.folder).items(), *left})

    def _fresh(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.above / "kept", self.folder)

    def _whole(self, *, quick: bool) -> float:
        self._fresh()
        began = time.perf_counter()
        _, status = os.waitpid(self._child(quick=quick), 0)
        assert status == 0
        return time.perf_counter() - began

    def _child(self, *, quick: bool) -> int:
        child = os.fork()
        if child:
            return child
        code = 1
        try:
            if quick:
                self.memory.begin()
                with remembered(self.memory):
                    code = self.act(self.folder).exit_code
            else:
                code = self.act(self.folder).exit_code
        finally:
            os._exit(code)

    def _state(self, folder: Path) -> tuple[str, dict[str, str]]:
        register: Register = read_register(folder / "register.json")
        files = {file: sha for file, sha in small.files(folder).items() if not file.startswith(_OWN)}
        return register.content, files


def _which(files: dict[str, str], before: dict[str, str], after: dict[str, str]) -> str:
    return "old" if files == before else "new" if files == after else "old and new"
