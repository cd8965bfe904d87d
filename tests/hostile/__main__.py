"""Prints what each hostile file costs and its verdict: python -m tests.hostile. With a folder, writes them there instead."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from laa_xl.files.apart import last_used
from laa_xl.flow.receiving import validate_file
from tests.hostile.test_hostile import CASES

if len(sys.argv) > 1:
    into = Path(sys.argv[1])
    into.mkdir(parents=True)
    for number, case in enumerate(CASES):
        (into / f"{number:03d}-{case.file}").write_bytes(case.make())
    sys.exit()

costs = []
with tempfile.TemporaryDirectory() as folder:
    for case in CASES:
        path = Path(folder) / case.file
        path.write_bytes(case.make())
        os.environ["LAA_RETURN_PASSWORD"] = case.password
        before, began = last_used()[0], time.process_time()
        findings = validate_file(path).findings
        after = last_used()[0]
        seconds = time.process_time() - began + (after - before if after >= before else after)
        costs.append((seconds, last_used()[1] / 1e6, str(case), findings[0].rule if findings else "nothing"))
for seconds, memory, name, rule in sorted(costs, reverse=True):
    print(f"{seconds:6.2f} s {memory:5.0f} MB  {rule:8} {name}")
print(
    f"{len(costs)} files, {sum(cost[0] for cost in costs):.1f} processor seconds, most memory {max(cost[1] for cost in costs):.0f} MB"
)
