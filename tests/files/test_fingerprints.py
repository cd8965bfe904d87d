"""Fingerprints that a process of its own takes are those of the files, and whatever becomes of it, none is missing."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from laa_xl.files import fingerprints, own_process
from laa_xl.files.store import StoreError

NAMES = ("plain.xlsx", "with blanks.xlsx", "Gwynedd – Môn.xlsx", "two\nlines.xlsx", "empty.xlsx", "\udce4.xlsx")
CONTENTS = (b"one", b"two" * 100_000, b"three", b"four", b"", b"six")


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "MANY", 2)
    monkeypatch.setattr(own_process, "processors", lambda: 2)


@pytest.fixture
def files(tmp_path: Path) -> dict[Path, str]:
    """Files, and what their fingerprints are."""
    found = {}
    for name, content in zip(NAMES, CONTENTS, strict=True):
        path = tmp_path / name
        try:
            path.write_bytes(content)
        except (OSError, UnicodeError):
            continue  # a name that this system does not take
        found[path] = hashlib.sha256(content).hexdigest()
    return found


@pytest.fixture
def never_read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that this process read itself."""
    read: list[Path] = []
    real = fingerprints.fingerprint
    monkeypatch.setattr(fingerprints, "fingerprint", lambda path: (read.append(path), real(path))[1])
    return read


def test_a_process_takes_the_fingerprints_of_many_files(files: dict[Path, str], never_read: list[Path]) -> None:
    with fingerprints.fingerprints(list(files)) as taken:
        assert {path: taken(path) for path in files} == files
    assert never_read == []


@pytest.mark.parametrize(("files_at_once", "processors"), [(1, 2), (6, 1)])
def test_few_files_or_one_processor_are_no_reason_to_start_one(
    files: dict[Path, str], monkeypatch: pytest.MonkeyPatch, files_at_once: int, processors: int
) -> None:
    monkeypatch.setattr(own_process, "processors", lambda: processors)
    monkeypatch.setattr(own_process, "started", lambda _: pytest.fail("a process was started"))
    some = dict(list(files.items())[:files_at_once])
    with fingerprints.fingerprints(list(some)) as taken:
        assert {path: taken(path) for path in some} == some


def test_a_file_that_cannot_be_read_is_told_where_it_is_asked_for(files: dict[Path, str], tmp_path: Path) -> None:
    gone = tmp_path / "gone.xlsx"
    with fingerprints.fingerprints([gone, *files]) as taken:
        assert {path: taken(path) for path in files} == files
        with pytest.raises(StoreError, match="There is no file"):
            taken(gone)


BROKEN = {
    "it cannot be started": None,
    "it ends at once": "raise SystemExit(3)",
    "it answers half": "print('0' * 64)",
    "it dies within a line": "import os; os.write(1, b'0' * 64 + b'\\n' + b'0' * 9); os._exit(9)",
    "it answers what is no text": "import os; os.write(1, b'\\xff')",
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_process_that_breaks_down_costs_no_fingerprint(
    files: dict[Path, str], monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def started(_: str) -> subprocess.Popen[bytes]:
        text = BROKEN[broken]
        if text is None:
            raise OSError(broken)
        pipe = subprocess.PIPE
        return subprocess.Popen([sys.executable, "-I", "-S", "-c", text], stdin=pipe, stdout=pipe)

    monkeypatch.setattr(own_process, "started", started)
    with fingerprints.fingerprints(list(files)) as taken:
        assert {path: taken(path) for path in files} == files


def test_a_process_that_nobody_asked_is_ended(files: dict[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    processes: list[subprocess.Popen[bytes]] = []
    pipe = subprocess.PIPE
    command = [sys.executable, "-I", "-S", "-c", "import time; time.sleep(600)"]
    monkeypatch.setattr(
        own_process,
        "started",
        lambda _: processes.append(subprocess.Popen(command, stdin=pipe, stdout=pipe)) or processes[0],
    )
    with pytest.raises(KeyError), fingerprints.fingerprints(list(files)):
        raise KeyError
    assert processes[0].returncode is not None


def test_lines_that_end_as_on_windows_say_the_same(
    files: dict[Path, str], monkeypatch: pytest.MonkeyPatch, never_read: list[Path]
) -> None:
    answer = "\r\n".join(files.values()).encode("ascii")
    pipe = subprocess.PIPE
    command = [sys.executable, "-I", "-S", "-c", f"import os; os.write(1, {answer!r})"]
    monkeypatch.setattr(own_process, "started", lambda _: subprocess.Popen(command, stdin=pipe, stdout=pipe))
    with fingerprints.fingerprints(list(files)) as taken:
        assert {path: taken(path) for path in files} == files
    assert never_read == []
