"""Returns that are protected with a password: opened with the one that was given, which is kept nowhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from laa_xl.files.apart import unlock_apart
from laa_xl.files.foreign import is_locked
from laa_xl.files.incoming import refuse_too_large
from laa_xl.files.refused import Refused
from laa_xl.files.store import read_file

VARIABLE = "LAA_RETURN_PASSWORD"
_given: ContextVar[str | None] = ContextVar("_given", default=None)


@contextmanager
def password_given(password: str | None) -> Iterator[None]:
    """While this runs, protected returns are opened with this password; None: with the one of the environment."""
    token = _given.set(password)
    try:
        yield
    finally:
        _given.reset(token)


def read_plain(path: Path) -> bytes:
    """The bytes of a file as it came in. StoreError where there is no such file; Refused, before it is read, for one that is
    larger than any return."""
    refuse_too_large(path)
    return read_file(path)


def read_received(path: Path) -> bytes:
    """The bytes of a return as it came in; of one with a password that was given, the workbook inside.

    What is inside is what is checked, kept and known by its fingerprint, so that the record can be read without the
    password in later years. Without one the file stays as it is, and reading it tries Excel's own password. StoreError
    where there is no such file, Refused where the password does not open it, or as ``read_plain`` says.
    """
    data = read_plain(path)
    password = _given.get() or os.environ.get(VARIABLE)
    if not password or not is_locked(data):
        return data
    try:
        unlock_apart(data)  # with Excel's own: such a file is kept as it came in
    except Refused:
        return unlock_apart(data, password)
    return data
