"""Python's search for circles of objects, made rarer while many returns are held: there are hardly any, and each search sees all."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (50_000, 20, 20)


@contextmanager
def few_collections() -> Iterator[None]:
    """While this runs, what is no longer needed goes as ever; only circles wait longer."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
