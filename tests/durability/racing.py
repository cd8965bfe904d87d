"""Two processes that consolidate into one folder at the same time, and the same returns taken in one after the other."""

from __future__ import annotations

import os
from pathlib import Path

from laa_xl.flow.pipeline import consolidate
from laa_xl.flow.programme import Programme
from tests.durability import small
from tests.support.living import EXPLAINED, FINE, filled, template

WAIT_SECONDS = 600.0  # for the lock: the other one is always at work


def returns_of(folder: Path, theme: str, times: int, into: Path) -> list[Path]:
    """So many returns of a theme, each correcting the one before."""
    made = []
    out = template(folder, small.PERIOD, theme)
    for number in range(times):
        actual = 60 + number / 100
        rows = {
            "SAFE": {
                "NI021": {"actual": round(actual, 1), **FINE},
                "NI016": {"actual": 9.5 + number / 10, "status": "Final", "forecast_judgement": "Within", **EXPLAINED},
            },
            "JOBS": {"NI154": {"actual": 210 + number, **FINE}},
        }[theme]
        path = filled(out, rows)
        made.append(path.rename(into / f"{theme}-{number:04d}.xlsx"))
    return made


def take_in(folder: Path, files: list[Path]) -> None:
    """One by one, each time with everything that a run does."""
    for path in files:
        programme = Programme(folder, lock_seconds=WAIT_SECONDS)
        outcome = consolidate(programme, [path], None, small.AT)
        assert [became for _, became in outcome.files] == ["accepted"], path


def at_once(folder: Path, shares: list[list[Path]]) -> list[int]:
    """Each share in a process of its own, all at the same time; how each ended."""
    children = []
    for share in shares:
        child = os.fork()
        if not child:
            code = 1
            try:
                take_in(folder, share)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    return [os.waitpid(child, 0)[1] for child in children]
