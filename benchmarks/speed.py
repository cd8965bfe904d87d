"""Our way and others' on the same returns, in turn: python -m benchmarks.speed --returns 700 --folder DIR.

Each way runs in a process of its own, whose children are counted with it. What is compared is wall time within one run: figures
of two runs, or of two machines, are not. Needs psutil, and bcompiler-engine (with appdirs) for the way of that name.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

# What a way imports counts as its time, so nothing of laa-xl is imported up here.
QUARTERS = 10  # of each theme, where there are seven themes or more for that
OURS, ONE, AGAIN = "laa-xl", "laa-xl, one processor", "laa-xl, one new return of them"
PEERS = ("pandas per sheet", "pandas one call", "openpyxl in and out", "datamaps")
_POLL = 0.05  # seconds between looks at memory


def shape(returns: int) -> tuple[int, int]:
    """How many themes and quarters give that many returns."""
    quarters = QUARTERS if returns % QUARTERS == 0 and returns >= 7 * QUARTERS else 1
    return returns // quarters, quarters


def prepared(folder: Path, returns: int) -> Path:
    """The programme folder with that many returns in its inbox; made where it is not there yet."""
    root = folder / f"returns-{returns}"
    if not (root / "register.json").is_file():
        from benchmarks.returns import make

        shutil.rmtree(root, ignore_errors=True)
        make(root, *shape(returns))
    return root


def _now(returns: int) -> datetime:
    from benchmarks.returns import FIRST

    _, quarters = shape(returns)
    return datetime.combine(date(FIRST.year + 1 + quarters // 4, 12, 1), clock(9))


# What runs in a process of its own: it prints one line of JSON.


def _consolidated(root: Path, now: datetime, files: Sequence[Path]) -> dict[str, float]:
    from laa_xl.flow.pipeline import consolidate
    from laa_xl.flow.programme import Programme

    began = time.perf_counter()
    marks: list[float] = []

    def progress(said: str) -> None:
        if said.startswith("Writing"):
            marks.append(time.perf_counter())

    outcome = consolidate(Programme(root), files, None, now, progress)
    ended = time.perf_counter()
    accepted = sum(1 for _, became in outcome.files if became == "accepted")
    return {"wall": ended - began, "checking": marks[0] - began, "writing": ended - marks[0], "accepted": accepted}


def _last_acceptable(files: Sequence[Path]) -> Path:
    """The last return in which nothing has to be fixed."""
    from laa_xl.domain.findings import must_be_fixed
    from laa_xl.flow.receiving import validate_file

    return next(path for path in reversed(files) if not must_be_fixed(validate_file(path).findings))


def _loading(root: Path) -> float:
    """Seconds that a run reads the master's own tables for, whatever comes in."""
    from laa_xl.flow.programme import Programme

    began = time.perf_counter()
    Programme(root).load()
    return time.perf_counter() - began


def run_way(way: str, root: Path, now: datetime) -> dict[str, Any]:
    """Do it once; the folder is the way's own."""
    import resource

    files = sorted((root / "inbox").iterdir())
    found: dict[str, Any]
    if way == ONE and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if way in (OURS, ONE):
        began = time.perf_counter()
        from laa_xl.files.apart import warm_up

        warm_up()  # as the verb does
        import laa_xl.flow.pipeline

        assert laa_xl.flow.pipeline
        imports = time.perf_counter() - began
        found = {**_consolidated(root, now, files), "imports": imports}
        found["wall"] += imports
    elif way == AGAIN:
        new = _last_acceptable(files)
        _consolidated(root, now, [path for path in files if path != new])
        loading = _loading(root)
        found = {**_consolidated(root, now, [new]), "loading": loading}
    else:
        began = time.perf_counter()
        from benchmarks.peers import WAYS

        rows = WAYS[way](files, root / "peer.xlsx")
        found = {"wall": time.perf_counter() - began, "rows": rows}
    if way in (OURS, ONE, AGAIN):
        from laa_xl.files.apart import cool_down

        cool_down()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {**found, "cpu": sum(one.ru_utime + one.ru_stime for one in used)}


# What watches it.


def measured(way: str, source: Path, returns: int) -> dict[str, Any]:
    """One run of a way on a copy of the folder, with the most memory that its process and all their children held at once."""
    import psutil  # type: ignore[import-untyped]

    from laa_xl.files.kept_answers import PLACE

    with tempfile.TemporaryDirectory(prefix="laaxl-speed") as work:
        root = Path(work) / "programme"
        shutil.copytree(source, root)
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "benchmarks.speed",
            "--way",
            way,
            "--returns",
            str(returns),
            "--now",
            _now(returns).isoformat(),
            "--folder",
            str(root),
        ]
        own = {**os.environ, PLACE: str(Path(work) / "answers")}  # nothing is remembered from another way or run
        own.pop("PYTHONDONTWRITEBYTECODE", None)  # or every run compiles laa-xl anew, and no library
        process = subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=own
        )
        most, done = [0], threading.Event()

        def watch() -> None:
            while not done.wait(_POLL):
                most[0] = max(most[0], _held(psutil, process.pid))

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        text, _ = process.communicate()
        done.set()
        watcher.join()
    if process.returncode:
        raise SystemExit(f"{way} failed")
    return {**json.loads(text.splitlines()[-1]), "memory": most[0] / 2**20}


def _held(psutil: Any, pid: int) -> int:
    """Bytes that a process and all below it hold; a page that two of them share counts half for each."""
    try:
        first = psutil.Process(pid)
        return sum(_of(psutil, one) for one in (first, *first.children(recursive=True)))
    except psutil.Error:
        return 0


def _of(psutil: Any, process: Any) -> int:
    try:
        full = process.memory_full_info()
        return int(getattr(full, "pss", full.rss))
    except psutil.Error:
        return 0


def compared(folder: Path, returns: int, ways: Sequence[str], runs: int, slow_runs: int) -> str:
    """The table of one size: every way in turn, round by round."""
    source = prepared(folder, returns)
    found: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
    for number in range(max(runs, slow_runs)):
        for way in ways:
            if number < (slow_runs if way in PEERS else runs):
                found[way].append(measured(way, source, returns))
                print(f"  {returns} returns, {way}: {found[way][-1]}", file=sys.stderr, flush=True)
    themes, quarters = shape(returns)

    def middle(way: str, what: str) -> float:
        return statistics.median(one[what] for one in found[way])

    base = middle(OURS, "wall") if found.get(OURS) else middle(ways[0], "wall")
    lines = [
        f"**{returns} returns** ({themes} themes, {quarters} quarters, {40 * returns:,} rows of indicators):",
        "",
        "| way | runs | wall, s | x laa-xl | processor, s | ms a return | most memory, MiB |",
        "|---|---|---|---|---|---|---|",
    ]
    for way in ways:
        wall = middle(way, "wall")
        lines.append(
            f"| {way} | {len(found[way])} | {wall:.2f} | {wall / base:.2f} | {middle(way, 'cpu'):.2f} | {1000 * wall / returns:.1f} "
            f"| {middle(way, 'memory'):.0f} |"
        )
    for way in ways:
        if "checking" in found[way][0]:
            told = f"{middle(way, 'checking'):.2f} s reading and checking, {middle(way, 'writing'):.2f} s assessing and writing"
            if "imports" in found[way][0]:
                told = f"{middle(way, 'imports'):.2f} s starting, {told}"
            if "loading" in found[way][0]:
                told += f"; of the first, {middle(way, 'loading'):.2f} s reading the agreement and the officers' tables"
            lines.append(f"\n{way}: {told}.")
    return "\n".join(lines)


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--returns", type=int, action="append", help="how many; may be given several times")
    parser.add_argument(
        "--folder", type=Path, required=True, help="where the returns are made, and kept for the next run"
    )
    parser.add_argument("--runs", type=int, default=3, help="of our ways")
    parser.add_argument("--slow-runs", type=int, default=1, help="of the others")
    parser.add_argument("--without", action="append", default=[], choices=(ONE, AGAIN, *PEERS))
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--now", type=datetime.fromisoformat, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        print(json.dumps(run_way(asked.way, asked.folder, asked.now)))
        return 0
    ways = [way for way in (OURS, ONE, AGAIN, *PEERS) if way not in asked.without]
    print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}, {sys.platform}\n")
    for returns in asked.returns or (7, 70):
        print(compared(asked.folder, returns, ways, asked.runs, asked.slow_runs), "\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
