"""A command's first file, read while what it is checked with is still being imported or loaded."""

from __future__ import annotations

import contextlib
from collections.abc import Container
from pathlib import Path

from laa_xl.declare.return_form import WORKED_OUT
from laa_xl.files.apart import read_beforehand
from laa_xl.files.foreign import is_locked
from laa_xl.files.refused import Refused
from laa_xl.files.store import StoreError, sha256_of
from laa_xl.flow.passwords import read_plain


def begin_with(path: Path, but_not: Container[str] = ()) -> None:
    """Let the reading process begin with a return. What is wrong with it is told to whoever asks for it.

    A locked one is left to them: it is unlocked first, and what is inside is read. ``but_not``: fingerprints of files that
    nobody will ask for.
    """
    with contextlib.suppress(Refused, StoreError):
        if not path.is_file():
            return
        data = read_plain(path)
        if not is_locked(data) and sha256_of(data) not in but_not:
            read_beforehand(data, WORKED_OUT)
