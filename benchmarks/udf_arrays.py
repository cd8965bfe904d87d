"""What 10,000 ratings cost: one array call, a plain loop of the same arithmetic, a call a row, pandas.

    python benchmarks/udf_arrays.py [--rows 10000] [--runs 9]

The ways are run in turn, so that what else the machine does falls on all of them alike; medians of the processor's
time count. Each way starts from the same cells and ends with the same answers (tests/functions/test_benchmark.py).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import random
import statistics
import time
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from laa_xl.functions import udfs

Column = list[list[float]]
MILLIONTH = Decimal("0.000001")
TEN_PER_CENT = Decimal("0.1")
STAR, CIRCLE, TRIANGLE = "★ better", "● within", "▲ worse"


def cells(rows: int, seed: int = 2008) -> tuple[Column, Column]:
    """Actuals and targets of two decimals, as two columns; a few lie exactly on the edge of the tolerance."""
    dice = random.Random(seed)  # noqa: S311
    targets = [round(dice.uniform(1, 2000), 2) for _ in range(rows)]
    actuals = [
        float(Decimal(repr(target)) * Decimal("0.9"))
        if dice.random() < 0.05
        else round(target * dice.uniform(0.5, 1.5), 2)
        for target in targets
    ]
    return [[actual] for actual in actuals], [[target] for target in targets]


# The plain loop: what one writes who knows that every cell is a figure and every target above 0. It does the
# arithmetic of the rule and nothing else: figures as they were typed (a decimal by the float's shortest form), exact
# difference, quotient, rounding at 6 decimals with halves away from zero, comparison with the tolerance.


def plain_variances(actuals: Column, targets: Column) -> list[list[float]]:
    found = []
    for (actual,), (target,) in zip(actuals, targets, strict=True):
        points = Decimal(repr(target)) - Decimal(repr(actual))
        found.append([float(points.quantize(MILLIONTH, ROUND_HALF_UP))])
    return found


def plain_percentages(actuals: Column, targets: Column) -> list[list[float]]:
    found = []
    for (actual,), (target,) in zip(actuals, targets, strict=True):
        aim = Decimal(repr(target))
        part = (aim - Decimal(repr(actual))) / abs(aim)
        found.append([float(part.quantize(MILLIONTH, ROUND_HALF_UP))])
    return found


def plain_symbols(actuals: Column, targets: Column) -> list[list[str]]:
    found = []
    for (actual,), (target,) in zip(actuals, targets, strict=True):
        aim = Decimal(repr(target))
        part = ((aim - Decimal(repr(actual))) / abs(aim)).quantize(MILLIONTH, ROUND_HALF_UP)
        found.append([STAR if part > TEN_PER_CENT else TRIANGLE if part < -TEN_PER_CENT else CIRCLE])
    return found


def plain_colours(actuals: Column, targets: Column) -> list[list[str]]:
    found = []
    for (actual,), (target,) in zip(actuals, targets, strict=True):
        aim = Decimal(repr(target))
        part = ((aim - Decimal(repr(actual))) / abs(aim)).quantize(MILLIONTH, ROUND_HALF_UP)
        found.append(["Red" if part < -TEN_PER_CENT else "Green"])
    return found


# pandas: a frame, as xlwings would hand it to a function, and the same exact arithmetic row by row. Its own columns of
# floats are quicker and do other arithmetic: they put halves to even, and miss edges that floats cannot hold.


def by_pandas(plain: Callable[[Column, Column], list[list[Any]]]) -> Callable[[Column, Column], list[list[Any]]]:
    import pandas as pd

    def run(actuals: Column, targets: Column) -> list[list[Any]]:
        frame = pd.DataFrame({"actual": [a for (a,) in actuals], "target": [t for (t,) in targets]})
        found = frame.apply(lambda row: plain([[float(row["actual"])]], [[float(row["target"])]])[0][0], axis=1)
        return [[value] for value in found.tolist()]

    return run


def by_pandas_floats(actuals: Column, targets: Column) -> list[list[float]]:
    """Not the same arithmetic; its answers are compared and counted."""
    import pandas as pd

    frame = pd.DataFrame({"actual": [a for (a,) in actuals], "target": [t for (t,) in targets]})
    return [[value] for value in ((frame.target - frame.actual) / frame.target.abs()).round(6).tolist()]


PLAIN: dict[str, Callable[[Column, Column], list[list[Any]]]] = {
    "LAA_VARIANCE": plain_variances,
    "LAA_VARIANCE_PCT": plain_percentages,
    "LAA_SYMBOL": plain_symbols,
    "LAA_RAG": plain_colours,
}


def ways(name: str) -> dict[str, Callable[[Column, Column], list[list[Any]]]]:
    """Every way to the answers of one function, with lower is better; pandas where it is installed."""
    function = getattr(udfs, name)
    found: dict[str, Callable[[Column, Column], list[list[Any]]]] = {
        "plain loop": PLAIN[name],
        "one array call": lambda actuals, targets: function(actuals, targets, "lower"),
        "one call a row": lambda actuals, targets: [
            [function(actual, target, "lower")] for (actual,), (target,) in zip(actuals, targets, strict=True)
        ],
    }
    with contextlib.suppress(ImportError):
        found["pandas, exact"] = by_pandas(PLAIN[name])
    return found


def measured(tried: dict[str, Callable[..., Any]], given: Iterable[Any], runs: int) -> dict[str, float]:
    """The median time of each way, in milliseconds, the ways taking turns."""
    arguments = list(given)
    times: dict[str, list[float]] = {name: [] for name in tried}
    for turn in range(runs + 1):
        for name, way in tried.items():
            start = time.process_time()
            way(*arguments)
            if turn:  # the first is to warm up
                times[name].append((time.process_time() - start) * 1000)
    return {name: statistics.median(found) for name, found in times.items()}


def machine() -> str:
    """What it was measured on."""
    return f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=9)
    chosen = options.parse_args()
    given = cells(chosen.rows)
    print(f"{chosen.rows:,} rows, medians of {chosen.runs} runs in turn, processor time; {machine()}\n")
    print(f"{'function':18} {'way':18} {'ms':>9} {'x plain loop':>13}")
    for name in PLAIN:
        found = measured(ways(name), given, chosen.runs)
        for way, milliseconds in found.items():
            print(f"{name:18} {way:18} {milliseconds:9.1f} {milliseconds / found['plain loop']:13.2f}")
    try:
        floats = measured({"floats": by_pandas_floats}, given, chosen.runs)["floats"]
    except ImportError:
        return
    exact = plain_percentages(*given)
    wrong = sum(a != b for a, b in zip(by_pandas_floats(*given), exact, strict=True))
    print(
        f"\npandas in columns of floats: {floats:.1f} ms for LAA_VARIANCE_PCT, and {wrong} of {chosen.rows:,} answers differ"
    )


if __name__ == "__main__":
    main()
