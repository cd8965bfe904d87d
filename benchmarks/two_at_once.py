"""Two processes, each consolidating so many returns into one folder at once: python -m benchmarks.two_at_once 200."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from laa_xl.flow.recording import read_register
from tests.durability import small
from tests.durability.racing import at_once, returns_of, take_in
from tests.durability.test_two_at_once import came_in
from tests.support.living import new_programme


def main(times: int = 200) -> int:
    """0 where nothing was lost or doubled and the master is that of a serial run."""
    with tempfile.TemporaryDirectory(prefix="laaxl-two") as made:
        above = Path(made)
        folder = new_programme(above / "at once")
        shares = [returns_of(folder, theme, times, above) for theme in ("SAFE", "JOBS")]
        serial = Path(shutil.copytree(folder, above / "serial"))
        began = time.monotonic()
        ended = at_once(folder, shares)
        took = time.monotonic() - began
        for share in shares:
            take_in(serial, share)
        both = read_register(folder / "register.json")
        found = {
            "both processes ended well": ended == [0, 0],
            "as many as were sent": len(both.receipts) == 2 * times,
            "none twice": len({receipt.sha256 for receipt in both.receipts}) == len(both.receipts),
            "each theme's in its order": came_in(both) == came_in(read_register(serial / "register.json")),
            "the master of a serial run": (folder / "master.xlsm").read_bytes()
            == (serial / "master.xlsm").read_bytes(),
            "fsck has nothing to say": small.fsck(folder) == [],
        }
    print(f"2 processes x {times} consolidations in {took:.0f} s")
    for what, well in found.items():
        print(f"  {what}: {'yes' if well else 'NO'}")
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    told = argparse.ArgumentParser(prog="python -m benchmarks.two_at_once", description=__doc__)
    told.add_argument("times", type=int, nargs="?", default=200, help="consolidations of each process")
    sys.exit(main(told.parse_args().times))
