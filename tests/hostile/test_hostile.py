"""Files that were built to crash, hang, fool or infect: each gets its verdict, cheaply, and the next file is read as ever."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from laa_xl.files.apart import last_used
from laa_xl.flow.receiving import validate_file
from tests.hostile import made_grids, made_others, made_xml, made_zips
from tests.hostile.zips import Hostile
from tests.support.returns import valid_return

CASES: list[Hostile] = [case for module in (made_zips, made_xml, made_grids, made_others) for case in module.CASES]
PROCESSOR, MEMORY = (
    2.0,
    500 * 1024 * 1024,
)  # what one file may cost: seconds of both processes, bytes of the reading one


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_hostile_file_gets_its_verdict(case: Hostile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / case.file
    path.write_bytes(case.make())
    if case.password:
        monkeypatch.setenv("LAA_RETURN_PASSWORD", case.password)
    began, before = time.process_time(), last_used()
    checked = validate_file(path)
    ours, (seconds, memory) = time.process_time() - began, last_used()
    theirs = seconds - before[0] if seconds >= before[0] else seconds
    found = [finding.rule for finding in checked.findings]
    if case.rule:
        assert case.rule in found[:1], checked.findings
    else:
        assert not checked.refused, checked.findings
    assert memory <= MEMORY
    assert ours + theirs <= PROCESSOR  # of the processor, not of the clock: ten times what any of them takes


# In a process of its own: the system counts for a child what the one that started it held just then.
_COST = """
import resource, sys
from pathlib import Path
from laa_xl.files.apart import cool_down
from laa_xl.flow.receiving import validate_bytes
found = validate_bytes("return.xlsx", Path(sys.argv[1]).read_bytes()).findings
cool_down()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print([finding.rule for finding in found], used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, sep="|")
"""


def test_a_file_that_the_process_does_not_survive_costs_no_more_until_then(tmp_path: Path) -> None:
    """Its last breath is not in ``last_used``: the system says what a process cost that is gone."""
    pytest.importorskip("resource")  # Windows does not say
    (case,) = (one for one in CASES if one.rule == "F12")
    (tmp_path / "return.xlsx").write_bytes(case.make())
    done = subprocess.run(
        [sys.executable, "-c", _COST, str(tmp_path / "return.xlsx")], capture_output=True, text=True, check=True
    )
    rules, seconds, memory = done.stdout.strip().split("|")
    assert rules == "['F12']"
    assert 0 < float(seconds) <= 2 * PROCESSOR  # tried twice
    assert int(memory) <= MEMORY


def test_the_set_is_as_large_as_it_has_to_be() -> None:
    assert len({str(case) for case in CASES}) == len(CASES) >= 120
    families = Counter(case.family for case in CASES)
    assert len(families) == 9, families
    assert min(families.values()) >= 6, families


# One of each way to go wrong, by the command line as a person calls it.
BY_HAND = (
    "one long text in a hundred thousand cells", "a billion laughs", "a gigabyte of spaces, said truly", "a part of two names",
    "a formula by DDE", "two cells as far apart as can be", "a password that nobody gave", "an old workbook", "nothing",
)  # fmt: skip


def test_by_the_command_line_each_ends_with_a_sentence_and_never_with_a_traceback(tmp_path: Path) -> None:
    paths = []
    for number, case in enumerate(case for case in CASES if case.name in BY_HAND):
        paths.append(tmp_path / f"{number}-{case.file}")
        paths[-1].write_bytes(case.make())
    assert len(paths) == len(BY_HAND)
    good = tmp_path / "good.xlsx"
    good.write_bytes(valid_return())
    done = subprocess.run(
        [sys.executable, "-m", "laa_xl.cli.main", "validate", *paths, good, "--json"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert [one["verdict"] for one in told[:-1]].count("refused") == len(BY_HAND) - 1  # DDE is a finding of a return
    assert told[-1]["verdict"] == "ok"
    assert all(one["findings"][0]["message"] for one in told[:-1])
