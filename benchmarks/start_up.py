"""What small commands cost beside a bare interpreter: python -m benchmarks.start_up RETURN.xlsx [RUNS]."""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time


def main(file: str, runs: int = 5) -> int:
    """Print processor time, children included, and wall time: medians, and multiples of those of ``python -c pass``."""
    ways = {"python -c pass": ["-c", "pass"]}
    for words in (["--version"], ["--help"], ["validate", file]):
        ways[f"laa-xl {words[0]}"] = ["-m", "laa_xl.cli.start", *words]
    # As installed: compiled once, by the first round, which does not count.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(runs + 1):
        for name, words in ways.items():
            before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run([sys.executable, *words], capture_output=True, check=False, env=environment)  # noqa: S603
            wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            took[name].append((used, wall))
    middle = {name: [statistics.median(one) for one in zip(*times[1:], strict=True)] for name, times in took.items()}
    print(f"{'':18} processor             wall")
    for name, medians in middle.items():
        pairs = zip(medians, middle["python -c pass"], strict=True)
        print(f"{name:18}" + "   ".join(f"{1000 * one:7.1f} ms {one / bare:6.1f}" for one, bare in pairs))
    return 0


if __name__ == "__main__":
    told = argparse.ArgumentParser(prog="python -m benchmarks.start_up", description=__doc__)
    told.add_argument("file", metavar="RETURN.xlsx")
    told.add_argument("runs", type=int, nargs="?", default=5)
    asked = told.parse_args()
    sys.exit(main(asked.file, asked.runs))
