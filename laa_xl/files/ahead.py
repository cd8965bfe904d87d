"""Reading ahead: while one file is checked here, the reading process is at work on the ones that follow."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

DEPTH = 3  # files: the one that is being read, and what keeps a slow one from stopping everything

Ask = Callable[[bytes, frozenset[str]], bytes]  # the bytes of a file to the bytes of the answer, or it raises


class Ahead:
    """What was asked for and not yet fetched, in the order in which it will be."""

    def __init__(self, pool: ThreadPoolExecutor, ask: Ask, files: Iterator[bytes], unread: frozenset[str]) -> None:
        self._pool, self._ask, self._files, self._unread = pool, ask, files, unread
        self._waiting: dict[bytes, Future[bytes]] = {}
        self._fill()

    def take(self, data: bytes, password: str | None, unread: frozenset[str]) -> bytes | None:
        """The answer for a file, once it is there; None where it was not asked for. Raises what asking raised."""
        digest = _digest(data)
        if password is not None or unread != self._unread or digest not in self._waiting:
            return None
        for earlier in list(self._waiting):  # what is before it in the row was left out by whoever asks
            found = self._waiting.pop(earlier)
            if earlier == digest:
                break
        self._fill()
        return found.result()

    def stop(self) -> None:
        """Nothing more is asked for."""
        for waiting in self._waiting.values():
            waiting.cancel()
        self._waiting.clear()

    def _fill(self) -> None:
        while len(self._waiting) < DEPTH and (data := next(self._files, None)) is not None:
            if (digest := _digest(data)) not in self._waiting:
                self._waiting[digest] = self._pool.submit(self._ask, data, self._unread)


_CURRENT: ContextVar[Ahead | None] = ContextVar("_CURRENT", default=None)


def current() -> Ahead | None:
    """What is being read ahead now; None where nothing is."""
    return _CURRENT.get()


@contextmanager
def reading_ahead(ask: Ask, files: Iterable[bytes], unread: Iterable[str]) -> Iterator[None]:
    """While this runs, the files are read in their order, a few of them before somebody asks for them.

    A file that is asked for out of turn, or was not named, is read as ever. ``files`` is gone through here and not beside:
    only the waiting for the reading process is.
    """
    from concurrent.futures import ThreadPoolExecutor  # only where there is more than one file

    with ThreadPoolExecutor(1, "reading-ahead") as pool:
        ahead = Ahead(pool, ask, iter(files), frozenset(unread))
        token = _CURRENT.set(ahead)
        try:
            yield
        finally:
            _CURRENT.reset(token)
            ahead.stop()


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
