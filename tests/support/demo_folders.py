"""Programme folders that tests start from: built once a process, copied for each test."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

from tests.support.cli import laa_xl, succeeded


@functools.cache
def _demo() -> Path:
    above = Path(tempfile.mkdtemp(prefix="laaxl-demo"))
    atexit.register(shutil.rmtree, above, ignore_errors=True)
    folder = above / "leicester"
    succeeded(laa_xl("demo", "--into", folder))
    return folder


def demo(into: Path) -> Path:
    """A programme with the four demonstration returns accepted, in a folder of its own."""
    return Path(shutil.copytree(_demo(), into))
