"""The reading process: what comes through it is what was read, and whatever becomes of it the next file is read as ever."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.files import apart, limits, own_process
from laa_xl.files.cells import read_cells
from laa_xl.files.refused import Refused
from laa_xl.files.store import StoreError
from laa_xl.files.wire import Garbled, from_wire, to_wire
from tests.faults.odd_workbooks import ODD
from tests.hostile.zips import changed
from tests.support.returns import encrypted, valid_return


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    apart.cool_down()


def running() -> subprocess.Popen[bytes]:
    return apart._READER.start()


@pytest.mark.parametrize("name", ODD)
def test_what_comes_through_is_what_was_read(name: str) -> None:
    assert from_wire(to_wire(read_cells(ODD[name]))) == read_cells(ODD[name])


def test_a_return_reads_the_same_apart_with_everything_that_it_carries() -> None:
    data = changed({"xl/vbaProject.bin": b"\0"})
    assert apart.read_apart(data) == read_cells(data)
    assert apart.read_apart(data, unread=["_checks"]) == read_cells(data, unread=["_checks"])
    assert apart.read_apart(encrypted(valid_return(), "orchard"), "orchard").sheets == read_cells(valid_return()).sheets


def test_a_refusal_comes_through_with_its_code_and_part() -> None:
    with pytest.raises(Refused) as caught:
        apart.read_apart(changed({"xl/worksheets/sheet1.xml": b"<x"}))
    assert (caught.value.code, caught.value.part) == ("corrupt", "xl/worksheets/sheet1.xml")


def test_one_process_serves_many_files() -> None:
    first = running().pid
    for _ in range(3):
        apart.read_apart(valid_return())
    assert running().pid == first


def test_a_process_that_was_ended_is_replaced_and_the_file_is_read() -> None:
    process = running()
    process.kill()
    process.wait()
    assert apart.read_apart(valid_return()).sheets
    assert running().pid != process.pid


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot hold a process")
def test_a_process_that_hangs_is_ended_and_the_next_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    apart.read_apart(valid_return())
    held = running()
    os.kill(held.pid, signal.SIGSTOP)
    monkeypatch.setattr(limits, "SECONDS", limits.SECONDS._replace(most=1))
    with pytest.raises(Refused) as caught:
        apart.read_apart(valid_return())
    assert (caught.value.code, caught.value.detail) == ("stopped", "it took longer than 1 seconds")
    monkeypatch.undo()
    assert held.poll() is not None
    assert apart.read_apart(valid_return()).sheets


def other() -> bytes:
    return changed({"xl/vbaProject.bin": b"\0"})


def damaged() -> bytes:
    return changed({"xl/worksheets/sheet1.xml": b"<x"})


@pytest.mark.parametrize("begun", [valid_return, other, damaged, lambda: b"no workbook"])
@pytest.mark.parametrize("unread", [(), ("_checks",)])
def test_a_file_that_was_begun_changes_nothing_in_what_is_found(
    begun: Callable[[], bytes], unread: tuple[str, ...]
) -> None:
    alone = apart.read_apart(valid_return(), unread=unread)
    apart.read_beforehand(begun(), unread)
    apart.read_beforehand(other(), unread)  # one at a time: this one is not begun
    assert apart.read_apart(valid_return(), unread=unread) == alone
    assert apart.read_apart(other()) == read_cells(other())


def test_a_file_that_was_begun_is_read_once() -> None:
    apart.read_apart(other())
    apart.read_beforehand(valid_return(), ())
    process = running()
    assert process.stdout is not None and apart._READER.begun is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apart, "write_message", None)  # nothing more is asked
        assert apart.read_apart(valid_return()) == read_cells(valid_return())
    assert apart._READER.begun is None


def test_what_is_wrong_with_a_file_that_was_begun_is_told_to_whoever_asks_for_it() -> None:
    apart.read_beforehand(damaged(), ())
    with pytest.raises(Refused) as caught:
        apart.read_apart(damaged())
    assert (caught.value.code, caught.value.part) == ("corrupt", "xl/worksheets/sheet1.xml")


def test_where_the_process_ends_over_a_file_that_was_begun_another_reads_the_next() -> None:
    apart.read_beforehand(other(), ())
    process = running()
    process.kill()
    process.wait()
    assert apart.read_apart(valid_return()) == read_cells(valid_return())
    apart.read_beforehand(other(), ())
    running().kill()
    assert apart.read_apart(other()) == read_cells(other())


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot hold a process")
def test_a_process_that_hangs_does_not_hold_whoever_begins_with_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    apart.read_apart(valid_return())
    held = running()
    os.kill(held.pid, signal.SIGSTOP)
    monkeypatch.setattr(limits, "SECONDS", limits.SECONDS._replace(most=1))
    apart.read_beforehand(valid_return() + bytes(1024 * 1024), ())  # more than a pipe takes
    monkeypatch.undo()
    held.wait(10)
    assert apart.read_apart(valid_return()).sheets


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot hold a process, and has no limit of processor time")
@pytest.mark.parametrize("fate", [signal.SIGSTOP, signal.SIGXCPU, signal.SIGKILL])
def test_what_becomes_of_a_file_that_was_begun_costs_no_other_file_its_answer(
    fate: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart.read_apart(valid_return())
    process = running()
    os.kill(process.pid, signal.SIGSTOP)  # it has read nothing yet
    monkeypatch.setattr(apart, "write_message", lambda *_: None)
    apart.read_beforehand(other(), ())
    monkeypatch.undo()
    monkeypatch.setattr(limits, "SECONDS", limits.SECONDS._replace(most=2))
    os.kill(process.pid, fate)
    if fate is signal.SIGXCPU:
        os.kill(process.pid, signal.SIGCONT)
    assert apart.read_apart(valid_return()) == read_cells(valid_return())
    assert running().pid != process.pid


@pytest.mark.parametrize("size", [0, limits.FILE.most + 1])
def test_a_file_that_is_empty_or_too_large_is_not_begun_with(size: int) -> None:
    with pytest.raises(Refused):
        apart.read_beforehand(bytes(size), ())
    assert apart._READER.begun is None


def test_a_process_that_breaks_down_over_a_file_twice_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []

    def broken() -> subprocess.Popen[bytes]:
        started.append(None)
        code = "import os,sys;sys.stdin.buffer.read(8);os.abort()"
        return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(apart, "_started", broken)
    apart.cool_down()
    with pytest.raises(Refused) as caught:
        apart.read_apart(valid_return())
    assert (caught.value.code, len(started)) == ("stopped", 2)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of processor time")
def test_a_process_that_used_up_its_time_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []

    def busy() -> subprocess.Popen[bytes]:
        started.append(None)
        code = "import os,signal,sys;sys.stdin.buffer.read(8);os.kill(os.getpid(),signal.SIGXCPU)"
        return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(apart, "_started", busy)
    apart.cool_down()
    with pytest.raises(Refused, match="seconds of the processor"):
        apart.read_apart(valid_return())
    assert len(started) == 1


def test_every_limit_stands_in_the_documentation_with_its_reason() -> None:
    told = (Path(__file__).parents[2] / "docs" / "reliability.md").read_text(encoding="utf-8")
    missing = [limit.name for limit in limits.LIMITS if f"| {limit.name} | {limit.said} | {limit.why} |" not in told]
    assert missing == []


def test_a_process_that_cannot_be_started_says_nothing_about_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_process, "interpreter", lambda: "/nowhere/python")
    apart.cool_down()
    with pytest.raises(StoreError, match="could not be started"):
        apart.read_apart(valid_return())


def test_the_process_ends_with_the_one_that_started_it() -> None:
    code = (
        "import laa_xl.files.apart as a;from tests.support.returns import valid_return as v;"
        "a.read_apart(v());print(a._READER.process.pid);import os;os._exit(0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    pid = int(done.stdout)
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        signal.sigtimedwait([], 0.05)
    pytest.fail("it is still there")


def test_the_process_imports_nothing_but_what_reads() -> None:
    code = "import sys, laa_xl.files.reading_process, laa_xl.files.cell_reading; print(*sys.modules)"
    names = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split())
    assert "laa_xl.files.cells" in names
    assert not names & {
        "pydantic",
        "pandas",
        "numpy",
        "openpyxl",
        "xlsxwriter",
        "click",
        "xlwings",
        "docx",
        "urllib.request",
    }


def test_a_password_of_the_environment_does_not_travel_to_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}
    real = subprocess.Popen

    def spy(*words: object, **how: object) -> object:
        seen.update(how["env"])  # type: ignore[call-overload]
        return real(*words, **how)  # type: ignore[call-overload]

    monkeypatch.setenv("LAA_RETURN_PASSWORD", "orchard")
    monkeypatch.setattr(subprocess, "Popen", spy)
    apart.cool_down()
    apart.read_apart(valid_return())
    assert seen and "orchard" not in seen.values()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=12,
)


@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_else_comes_is_garbled_and_nothing_else_happens(blob: bytes) -> None:
    with pytest.raises(Garbled):
        from_wire(blob)


@given(st.sampled_from(["sha256", "cells", "sheets", "carries", "macros"]), JSON)
def test_one_wrong_part_of_an_answer_is_garbled_or_harmless(key: str, value: object) -> None:
    packed = json.loads(to_wire(read_cells(ODD["booleans"]))) | {key: value}
    with contextlib.suppress(Garbled):
        from_wire(json.dumps(packed).encode())
