"""Sends mutants of real returns through gate, reading and checks: python -m benchmarks.fuzz --mutants 100000 --seed 1.

What is wanted: every mutant ends as a list of findings. An exception is a fault of ours ("uncaught"), and its mutant is
kept. "stopped" is a mutant that the reading process did not survive: the officer gets a sentence, and we a file to look at.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from benchmarks.mutators import mutant, parts_of, wording
from laa_xl.domain.grammar import understand, understand_date
from laa_xl.files.apart import last_used
from laa_xl.flow.receiving import validate_bytes

RETURNS = Path(__file__).parents[1] / "workbooks"
KEPT = Path("fuzz-found")


def main() -> int:
    """How many mutants ended with an exception."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--mutants", type=int, default=2_000)
    asked.add_argument("--texts", type=int, default=20_000, help="texts for the grammar of numbers and dates")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=30, help="stop after so long, whatever is left")
    asked.add_argument("--only", type=int, help="this mutant alone, with its traceback")
    told = asked.parse_args()
    bases = [(path.read_bytes(), parts_of(path.read_bytes())) for path in sorted(RETURNS.glob("*/returns/*/*.xlsx"))]
    if told.only is not None:
        kind, data = mutant(f"{told.seed}:{told.only}", bases)
        checked = validate_bytes("mutant.xlsx", data)
        print(kind, len(data), *(finding.line for finding in checked.findings), sep="\n")
        return 0
    return _texts(told.texts, told.seed) + _mutants(told.mutants, told.seed, told.minutes, bases)


def _mutants(count: int, seed: int, minutes: float, bases: list[tuple[bytes, dict[str, bytes]]]) -> int:
    began, used = time.perf_counter(), time.process_time()
    kinds: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    uncaught: list[int] = []
    slowest, largest = (0.0, -1), 0.0
    done = 0
    for number in range(count):
        if time.perf_counter() - began > minutes * 60:
            break
        done += 1
        kind, data = mutant(f"{seed}:{number}", bases)
        kinds[kind] += 1
        before = time.process_time() + last_used()[0]
        try:
            checked = validate_bytes("mutant.xlsx", data)
        except Exception:
            uncaught.append(number)
            _keep(f"uncaught-{seed}-{number}", data, traceback.format_exc())
            continue
        took = time.process_time() + last_used()[0] - before
        slowest, largest = max(slowest, (took, number)), max(largest, last_used()[1])
        rule = checked.findings[0].rule if checked.refused else "read"
        verdicts[rule] += 1
        if rule == "F12":
            _keep(f"stopped-{seed}-{number}", data, checked.findings[0].message)
        if done % 5_000 == 0:
            print(f"{done:,}: {len(uncaught)} uncaught, {verdicts['F12']} stopped", flush=True)
    took = time.perf_counter() - began
    print(
        f"{done:,} mutants of {len(bases)} returns, seed {seed}, in {took:.0f} s ({time.process_time() - used:.0f} s here)"
    )
    print("kinds: " + ", ".join(f"{kind} {number:,}" for kind, number in sorted(kinds.items())))
    print("verdicts: " + ", ".join(f"{rule} {number:,}" for rule, number in sorted(verdicts.items())))
    print(f"uncaught: {len(uncaught)} {uncaught[:20]}; stopped: {verdicts['F12']}")
    print(f"slowest: {slowest[0]:.2f} processor seconds (mutant {slowest[1]}); most memory: {largest / 1e6:.0f} MB")
    return len(uncaught)


def _texts(count: int, seed: int) -> int:
    """Texts through the grammar: always an answer, every figure finite, and none takes long."""
    wrong, slowest = 0, (0.0, "")
    for number in range(count):
        text = wording(f"{seed}:{number}")
        began = time.process_time()
        try:
            found = understand(text)
            understand_date(text)
            assert found.value is None or math.isfinite(found.value), text[:80]
        except Exception:
            wrong += 1
            print(f"text {number}: {text[:80]!r}\n{traceback.format_exc()}")
        slowest = max(slowest, (time.process_time() - began, text[:40]))
    print(f"{count:,} texts: {wrong} uncaught; slowest {slowest[0] * 1000:.0f} ms ({slowest[1]!r})")
    return wrong


def _keep(name: str, data: bytes, why: str) -> None:
    KEPT.mkdir(exist_ok=True)
    (KEPT / f"{name}.xlsx").write_bytes(data)
    (KEPT / f"{name}.txt").write_text(why, encoding="utf-8")
    print(f"{name}: {why.strip().splitlines()[-1][:200]}", flush=True)


if __name__ == "__main__":
    sys.exit(min(main(), 100))
