"""Mutation testing of the checks and the assessment, with cosmic-ray: a sample of mutants, each met by the tests of its line.

For development only, in a clone of its own, since the code is changed in place: docs/testing.md says how. Steps: ``record``
(which test runs which line), ``cosmic-ray init``, ``choose`` (the sample), ``cosmic-ray exec``, which calls ``meet`` for each
mutant, and ``report``.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

TESTS = (
    "tests/checks",
    "tests/domain",
    "tests/stages",
    "tests/agreements",
    "tests/functions/test_answers.py",
    "tests/flow/test_published_figures.py",
)
MEASURED = "laa_xl/checks,laa_xl/domain,laa_xl/stages"
# Tests for a mutant: where more of them run its line, those that run least else, and some of the others, so that too few
# rather than too many mutants die.
ENOUGH, OF_THE_OTHERS = 120, 30
SECONDS = 900  # for the tests of one mutant
SIZES = Path("mutants.sizes.json")  # how many lines each test runs

# They change nothing that runs: annotations are not evaluated, in this code `|` joins types, and `is` asks for None or a
# member of an enumeration, which are equal to themselves alone.
_NEUTRAL = re.compile(r"core/Replace(BinaryOperator_(BitOr_|\w+_BitOr$)|ComparisonOperator_(Is_Eq|IsNot_NotEq)$)")


def record() -> int:
    """Run the tests once, two at a time, and keep which of them runs which line."""
    settings = Path("mutants.coveragerc")
    settings.write_text(f"[run]\nsource = {MEASURED}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-n2", "-q", *TESTS, "--cov", f"--cov-config={settings}"]
    code = subprocess.run([*command, "--cov-context=test", "--cov-report="], check=False).returncode
    SIZES.write_text(json.dumps(_sizes()), encoding="utf-8")
    return code


def _sizes() -> dict[str, int]:
    """How many lines each test runs: the fewer, the more it is about those."""
    from coverage import CoverageData

    data, found = CoverageData(".coverage"), Counter[str]()
    data.read()
    for path in data.measured_files():
        for contexts in data.contexts_by_lineno(path).values():
            found.update({context.partition("|")[0] for context in contexts if context})
    return dict(found)


def choose(session: str, count: int, seed: int) -> int:
    """Keep a random sample of the mutants of a session; the others are skipped."""
    from cosmic_ray.work_db import use_db
    from cosmic_ray.work_item import WorkerOutcome, WorkResult

    with use_db(session) as found:
        pending = sorted(found.pending_work_items, key=lambda item: repr(item.mutations))
        real = [item for item in pending if not _NEUTRAL.match(item.mutations[0].operator_name)]
        taken = {item.job_id for item in random.Random(seed).sample(real, min(count, len(real)))}
        skipped = WorkResult(worker_outcome=WorkerOutcome.SKIPPED)
        for item in pending:
            if item.job_id not in taken:
                found.set_result(item.job_id, skipped)
    print(f"{len(real)} mutants, {len(taken)} of them chosen with seed {seed}")
    return 0


def meet() -> int:
    """Run the tests of the line that was changed in this clone, then all others; 0, that is survived, where none fails.

    The tests of a line are those that were seen to run it. What is worked out while tests are collected, or was kept from a
    test before, is not seen, so that nothing survives by them alone.
    """
    path, first, last = _changed()
    tests = _tests_of(path, first, last)
    print(f"{path}:{first}: {len(tests)} tests")
    return (_failed(["-n0", *tests]) if tests else 0) or _failed(["-n2", *TESTS])


def _failed(asked: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--tb=line", *asked]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=SECONDS)
    print(done.stdout[-600:])
    return done.returncode


def _changed() -> tuple[str, int, int]:
    """The file that differs from what was committed, and its lines there, from and to."""
    told = subprocess.run(["git", "diff", "-U0", "--", "laa_xl"], check=True, capture_output=True, text=True).stdout
    path = re.search(r"^--- a/(.+)$", told, re.MULTILINE)
    place = re.search(r"^@@ -(\d+)(?:,(\d+))? ", told, re.MULTILINE)
    if path is None or place is None:
        raise SystemExit("Nothing is changed here.")
    first = int(place[1])
    return path[1], first, first + max(int(place[2] or 1), 1) - 1


def _tests_of(path: str, first: int, last: int) -> list[str]:
    """The tests that run a line, those that are most about it first; of a line that runs on import, those that run its file."""
    from coverage import CoverageData

    data = CoverageData(".coverage")
    data.read()
    by_line = data.contexts_by_lineno(str(Path(path).resolve()))
    mine = {context for line in range(first, last + 1) for context in by_line.get(line, ()) if context}
    found = mine or {context for contexts in by_line.values() for context in contexts if context}
    sizes = json.loads(SIZES.read_text(encoding="utf-8"))
    names = sorted({context.partition("|")[0] for context in found}, key=lambda name: (sizes.get(name, 0), name))
    if len(names) <= ENOUGH + OF_THE_OTHERS:
        return names
    one_each = list({name.partition("[")[0]: name for name in reversed(names)}.values())[::-1]
    first = [*one_each, *(name for name in names if name not in one_each)][:ENOUGH]
    others = [name for name in names if name not in first]
    return [*first, *random.Random(path).sample(others, OF_THE_OTHERS)]


def report(session: str) -> int:
    """How many of the sample were killed, by module, and each that survived."""
    from cosmic_ray.work_db import use_db
    from cosmic_ray.work_item import WorkerOutcome

    killed: Counter[str] = Counter()
    lived: Counter[str] = Counter()
    with use_db(session) as found:
        results = {job: result for job, result in found.results if result.worker_outcome is not WorkerOutcome.SKIPPED}
        for item in found.work_items:
            if item.job_id in results:
                mutation, result = item.mutations[0], results[item.job_id]
                (killed if result.is_killed else lived)[str(mutation.module_path)] += 1
                if not result.is_killed:
                    print(f"\n{mutation.module_path}:{mutation.start_pos[0]} {mutation.operator_name}\n{result.diff}")
    for module in sorted({*killed, *lived}):
        print(f"{module:40} {killed[module]:4} of {killed[module] + lived[module]:4}")
    total, dead = killed.total() + lived.total(), killed.total()
    print(f"killed: {dead} of {total}, {dead / total:.1%}" if total else "nothing was run")
    return 0


def main() -> int:
    """The step that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("record")
    steps.add_parser("meet")
    steps.add_parser("report").add_argument("session")
    chosen = steps.add_parser("choose")
    chosen.add_argument("session")
    chosen.add_argument("--count", type=int, default=400)
    chosen.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.step == "record":
        return record()
    if asked.step == "meet":
        return meet()
    if asked.step == "report":
        return report(asked.session)
    return choose(asked.session, asked.count, asked.seed)


if __name__ == "__main__":
    sys.exit(main())
