"""Writes that belong together: all of them stand, or, where one step fails, everything is as it was before.

Before a file is replaced, the old one gets a second name beside it (a hard link, or a copy where there are none), so that
going back is a change of names, which needs no room on a full disk. What a killed run leaves of this is told by its name
(files.leftovers) and cleared by the next run.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from laa_xl.files.leftovers import remove_tree, spare_name


class NotUndone(Exception):
    """A step failed, and some files could not be put back; ``paths`` says which. The cause is the first failure."""

    def __init__(self, paths: list[Path]) -> None:
        super().__init__(", ".join(map(str, paths)))
        self.paths = tuple(paths)


class Together:
    """What was written since the beginning: each path with its fingerprint, "" where that is not known."""

    def __init__(self) -> None:
        self.written: dict[Path, str] = {}
        self._undo: list[tuple[Path, Callable[[], None]]] = []
        self._spares: list[Path] = []
        self._afterwards: list[Callable[[], None]] = []

    def spare(self, path: Path) -> None:
        """Keep what stands there, or that nothing does, before it is replaced; OSError where that cannot be done."""
        if not path.exists():
            self._undo.append((path, lambda: _unlink(path)))
            return
        old = spare_name(path)
        self._spares.append(old)
        try:
            os.link(path, old)
        except OSError:  # a file system that has no second names
            import shutil

            shutil.copy2(path, old)
        self._undo.append((path, lambda: _put_back(old, path)))

    def undo_with(self, path: Path, back: Callable[[], None], spare: Path | None = None) -> None:
        """How to undo a step of another kind; ``spare`` is removed once all is well."""
        self._undo.append((path, back))
        if spare is not None:
            self._spares.append(spare)

    def afterwards(self, act: Callable[[], None]) -> None:
        """What is done once everything stands; that it fails changes nothing."""
        self._afterwards.append(act)

    def go_back(self) -> list[Path]:
        """Put everything back, the last step first; gives what could not be."""
        failed = []
        for path, back in reversed(self._undo):
            try:
                back()
            except OSError:
                failed.append(path)
        self._undo.clear()
        if not failed:
            self._clear()
        return failed

    def finish(self) -> None:
        """Everything stands: the second names go."""
        self._undo.clear()
        self._clear()
        for act in self._afterwards:
            with contextlib.suppress(OSError):
                act()

    def _clear(self) -> None:
        for spare in self._spares:
            remove(spare)


_CURRENT: ContextVar[Together | None] = ContextVar("together", default=None)


def current() -> Together | None:
    """The writes that are under way together; None where each stands alone."""
    return _CURRENT.get()


@contextmanager
def together() -> Iterator[Together]:
    """Everything written inside stands, or nothing of it does; inside another one, it is part of that.

    Raises what went wrong inside, or NotUndone where files could not be put back.
    """
    outer = _CURRENT.get()
    if outer is not None:
        yield outer
        return
    mine = Together()
    token = _CURRENT.set(mine)
    try:
        yield mine
    except BaseException as error:
        if failed := mine.go_back():
            raise NotUndone(failed) from error
        raise
    else:
        mine.finish()
    finally:
        _CURRENT.reset(token)


def afterwards(act: Callable[[], None]) -> None:
    """Do something once everything that is written together stands; at once where nothing is."""
    if (writes := current()) is not None:
        writes.afterwards(act)
    else:
        act()


def mention(path: Path) -> None:
    """Something was changed there that is not written here, as in a workbook that is open in Excel."""
    if (writes := current()) is not None:
        writes.written.setdefault(path, "")


def remove(path: Path) -> None:
    """Take a file or a folder away; one that cannot be stays, and is cleared another time."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            remove_tree(path)
        else:
            _unlink(path)


def _unlink(path: Path) -> None:
    if os.name == "nt" and path.exists():  # Windows removes no read-only file
        path.chmod(stat.S_IWRITE)
    path.unlink(missing_ok=True)


def _put_back(old: Path, path: Path) -> None:
    if path.exists() and path.samefile(old):
        old.unlink()  # nothing had been put in its place yet
    else:
        old.replace(path)
