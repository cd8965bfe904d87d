"""Folders that several tests start from: made once a test process, copied for each test."""

from __future__ import annotations

import atexit
import functools
import itertools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_NUMBERS = itertools.count()


@functools.cache
def _above() -> Path:
    above = Path(tempfile.mkdtemp(prefix="laaxl-tests"))
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    return above


@functools.cache
def made(make: Callable[[Path], object]) -> Path:
    """The folder itself, for tests that leave it as it is."""
    folder = _above() / str(next(_NUMBERS))
    make(folder)
    return folder


def copy_of(make: Callable[[Path], object], into: Path) -> Path:
    """What ``make`` makes of the path of a new folder, in a folder of the test's own. It is called once a test process."""
    return Path(shutil.copytree(made(make), into))
