"""Kills consolidate and pack at random moments and prints what was found: python -m benchmarks.kill --times 1000."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.durability.killing import ACTIONS, Killing


def main() -> int:
    """The number of things that were wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=1000, help="how often each action is killed")
    parser.add_argument("--minutes", type=float, default=0, help="stop each action after so long; 0: never")
    parser.add_argument("--writing", action="store_true", help="every run has its answers ready: most of it is writing")
    parser.add_argument("--seed", type=int, default=2008)
    parser.add_argument("--action", choices=sorted(ACTIONS), action="append")
    asked = parser.parse_args()
    wrong = 0
    for name in asked.action or sorted(ACTIONS):
        with tempfile.TemporaryDirectory(prefix="laaxl-kill") as above:
            killing = Killing(Path(above), name, asked.seed, only_quick=asked.writing)
            began, done = time.monotonic(), 0
            while done < asked.times and not (asked.minutes and time.monotonic() - began > 60 * asked.minutes):
                killing.kill(done)
                done += 1
            took = time.monotonic() - began
        print(f"{name}: {done} times in {took:.0f} s, each at a random moment of its run")
        print(f"  a run takes {killing.seconds[False]:.2f} s, with its answers ready {killing.seconds[True]:.3f} s")
        for what, number in sorted(killing.told.items()):
            print(f"  {what}: {number}")
        print(f"  different states found: {len({found for found, _ in killing.recovered})}")
        print(f"  wrong: {len(killing.wrong)}")
        for line in killing.wrong[:20]:
            print(f"    {line}")
        wrong += len(killing.wrong)
        sys.stdout.flush()
    return min(wrong, 100)


if __name__ == "__main__":
    sys.exit(main())
