"""A run that is killed at any moment leaves the old or the new state; `python -m benchmarks.kill` does it a thousand times."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.durability.killing import ACTIONS, Killing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")


@pytest.mark.parametrize("name", ACTIONS)
def test_a_killed_run_leaves_the_old_or_the_new_state_and_the_next_one_puts_all_right(
    name: str, tmp_path: Path
) -> None:
    killing = Killing(tmp_path, name, seed=6)
    for number in range(6):
        killing.kill(number)
    assert killing.wrong == []
    assert killing.told["killed"] + killing.told["had ended by then"] == 6
