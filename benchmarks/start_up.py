"""What small commands cost beside a bare interpreter: python -m benchmarks.start_up RETURN.xlsx [RUNS]."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys


def main(file: str, runs: str = "5") -> int:
    """Print processor time, children included, as a median and as a multiple of ``python -c pass``."""
    ways = {"python -c pass": ["-c", "pass"]}
    for words in (["--version"], ["--help"], ["validate", file]):
        ways[f"laa-xl {words[0]}"] = ["-m", "laa_xl.cli.start", *words]
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(int(runs)):
        for name, words in ways.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *words], capture_output=True, check=False)  # noqa: S603
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            took[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    bare = statistics.median(took["python -c pass"])
    for name, times in took.items():
        print(f"{name:18} {1000 * statistics.median(times):7.0f} ms {statistics.median(times) / bare:6.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
