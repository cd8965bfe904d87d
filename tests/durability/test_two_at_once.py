"""Two processes at once: nothing lost, nothing doubled, and the same master as one after the other gives."""

from __future__ import annotations

import errno
import fcntl
import shutil
import sys
from pathlib import Path

import pytest

from laa_xl.domain.register import Register
from laa_xl.flow.programme import Programme
from laa_xl.flow.recording import read_register
from tests.durability import small
from tests.durability.racing import at_once, returns_of, take_in
from tests.support.living import new_programme

TIMES = 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_two_processes_at_once_lose_and_double_nothing_and_give_the_master_of_a_serial_run(tmp_path: Path) -> None:
    folder = new_programme(tmp_path / "at once")
    shares = [returns_of(folder, theme, TIMES, tmp_path) for theme in ("SAFE", "JOBS")]
    serial = Path(shutil.copytree(folder, tmp_path / "serial"))
    assert at_once(folder, shares) == [0, 0]
    for share in shares:
        take_in(serial, share)
    both = read_register(folder / "register.json")
    assert came_in(both) == came_in(read_register(serial / "register.json"))
    assert len({receipt.sha256 for receipt in both.receipts}) == len(both.receipts) == 2 * TIMES
    assert (folder / "master.xlsm").read_bytes() == (serial / "master.xlsm").read_bytes()
    assert small.fsck(folder) == []


def came_in(register: Register) -> dict[str, list[str]]:
    """What came in of each theme, in order: the two take turns as it happens."""
    return {
        theme: [receipt.sha256 for receipt in register.receipts if receipt.theme == theme] for theme in ("SAFE", "JOBS")
    }


def test_where_the_drive_keeps_no_locks_a_second_run_is_kept_out_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    folder = small.sent(tmp_path / "p")
    monkeypatch.setattr(fcntl, "flock", refuses)
    with Programme(folder).locked():
        assert small.consolidate(folder).exit_code == 2
    assert small.consolidate(folder).exit_code == 0


def test_a_lock_that_cannot_be_had_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    folder = small.taken(tmp_path / "p")
    before = small.files(folder)
    monkeypatch.setattr(fcntl, "flock", gone)
    result = small.consolidate(folder)
    assert result.exit_code == 2
    assert "cannot be locked against a second run: input/output error. Nothing was changed." in result.stderr
    assert small.files(folder) == before
    assert small.fsck(folder) == [], "which only looks, as on a copy that may only be read"
