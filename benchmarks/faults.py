"""Plants every kind of fault and prints what was found, as a table: python -m benchmarks.faults [PLACES]."""

from __future__ import annotations

import argparse
import sys
import time

from tests.faults.kinds import RECOVERED
from tests.faults.kinds_file import FILE_KINDS
from tests.faults.places import judged
from tests.faults.returns_made import drawn
from tests.faults.seeding import PLACES, all_kinds, givens, seed, send, table


def main(places: int = PLACES) -> int:
    """The number of kinds with something missed or too much."""
    began = time.perf_counter()
    clean = [len(judged(made.cells)[0]) for made in drawn()]
    among = givens()
    built = time.perf_counter() - began
    outcomes = [
        *(seed(kind, among, places) for kind in all_kinds()),
        *(send(kind, among, places) for kind in FILE_KINDS),
    ]
    took = time.perf_counter() - began - built
    print(table(outcomes))
    faults = [outcome for outcome in outcomes if outcome.kind.rule != RECOVERED]
    for name, group in (("faults", faults), ("harmless changes", [o for o in outcomes if o not in faults])):
        count, planted, found = len(group), sum(o.places for o in group), sum(o.found for o in group)
        print(
            f"\n{name}: {count} kinds, {planted} planted, {found} found, {sum(o.extra for o in group)} findings too much"
        )
    print(f"\nclean returns: {len(clean)}, findings in them: {sum(clean)}")
    print(f"{len(among)} returns written and read in {built:.0f} s, the faults planted and checked in {took:.0f} s")
    wrong = [outcome for outcome in outcomes if outcome.wrong]
    for outcome in wrong:
        print(f"\n{outcome.kind}", *outcome.wrong, sep="\n  ")
    return len(wrong)


if __name__ == "__main__":
    told = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    told.add_argument("places", type=int, nargs="?", default=PLACES, help="at how many places each kind is planted")
    sys.exit(main(told.parse_args().places))
