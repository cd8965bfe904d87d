"""A command's first file, read while what it is checked with is still being imported or loaded."""

from __future__ import annotations

import contextlib
from pathlib import Path

from laa_xl.declare.return_form import WORKED_OUT
from laa_xl.files.apart import read_beforehand
from laa_xl.files.refused import Refused
from laa_xl.files.store import StoreError
from laa_xl.flow.passwords import read_received


def begin_with(path: Path) -> None:
    """Let the reading process begin with a return. What is wrong with it is told to whoever asks for it."""
    with contextlib.suppress(Refused, StoreError):
        if path.is_file():
            read_beforehand(read_received(path), WORKED_OUT)
