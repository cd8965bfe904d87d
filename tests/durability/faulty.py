"""A disk that fails at the n-th step, and answers remembered so that a run can be repeated a hundred times quickly."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from laa_xl.files import return_writer
from laa_xl.files.kept_answers import OFF, PLACE
from laa_xl.flow import beside, homes, issuing, lettering, mailing, packing, pipeline, publishing

ERRORS = (errno.ENOSPC, errno.EACCES, errno.EIO, errno.EROFS)
# What a name may be changed to although the disk is full.
NEED_NO_ROOM = {"replace", "rename", "unlink", "rmdir", "chmod"}


class Disk:
    """Every step that changes something below a folder is counted; the n-th fails, or it and what follows.

    ``lasting``: "" for that step alone, "full" for each later one that needs room as well, "gone" for every later one.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.fail_at = 0  # 0: never
        self.error = errno.ENOSPC
        self.lasting = ""
        self.steps: list[str] = []

    def begin(self, fail_at: int, error: int = errno.ENOSPC, lasting: str = "") -> None:
        self.fail_at, self.error, self.lasting = fail_at, error, lasting
        self.steps = []

    def step(self, kind: str, path: Any) -> None:
        """Count a step, and fail where it is its turn."""
        place = Path(os.fsdecode(path)) if isinstance(path, (str, bytes, os.PathLike)) else self.root
        if not place.is_relative_to(self.root) or place.name.startswith(".laa-xl."):
            return
        if ".laa-xl." in place.name:  # the note of who is at work: one that cannot be written stops nobody
            return
        self.steps.append(f"{kind} {place.relative_to(self.root)}")
        now = len(self.steps)
        late = self.fail_at and now > self.fail_at
        if now == self.fail_at or (late and self.lasting == "gone"):
            raise OSError(self.error, os.strerror(self.error), str(place))
        if late and self.lasting == "full" and kind not in NEED_NO_ROOM:
            raise OSError(self.error, os.strerror(self.error), str(place))


class _File:
    """A file being written, whose steps are counted; a write that fails leaves half of it behind."""

    def __init__(self, disk: Disk, path: Path, real: Any) -> None:
        self.disk, self.path, self.real = disk, path, real

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *error: object) -> None:
        self.real.close()

    def write(self, data: bytes) -> int:
        try:
            self.disk.step("write", self.path)
        except OSError:
            self.real.write(data[: len(data) // 2])
            raise
        written: int = self.real.write(data)
        return written

    def flush(self) -> None:
        self.disk.step("flush", self.path)
        self.real.flush()

    def fileno(self) -> int:
        number: int = self.real.fileno()
        return number


@contextmanager
def disk_of(root: Path) -> Iterator[Disk]:
    """The disk below a folder, from now on one that counts."""
    disk = Disk(root)
    with pytest.MonkeyPatch.context() as patch:
        opened, link, copied = Path.open, os.link, shutil.copy2

        def open_(self: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
            if not set(mode) & set("wxa+"):
                return opened(self, mode, *more, **named)
            disk.step("open", self)
            return _File(disk, self, opened(self, mode, *more, **named))

        def fsync(handle: int) -> None:
            link_to = Path(f"/proc/self/fd/{handle}")
            disk.step(
                "fsync", link_to.readlink() if link_to.is_symlink() else root
            )  # counted, not done: nobody pulls the plug here

        def link_(source: Any, target: Any, **named: Any) -> None:
            disk.step("link", target)
            link(source, target, **named)

        def copy2(source: Any, target: Any, **named: Any) -> Any:
            disk.step("copy", target)
            return copied(source, target, **named)

        patch.setattr(Path, "open", open_)
        patch.setattr(os, "fsync", fsync)
        patch.setattr(os, "link", link_)
        patch.setattr(shutil, "copy2", copy2)
        for name in ("replace", "rename", "unlink", "mkdir", "rmdir", "chmod"):
            patch.setattr(os, name, _counted(disk, name, getattr(os, name)))
        yield disk


def _counted(disk: Disk, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def counted(path: Any, *more: Any, **named: Any) -> Any:
        # Within shutil.rmtree a name stands alone, beside the number of its folder.
        alone = named.get("dir_fd") is not None
        disk.step(name, more[0] if name in ("replace", "rename") and more and not alone else path)
        return real(path, *more, **named)

    return counted


class Remembered:
    """What is worked out is remembered by the order of the calls: the same start and clock give the same answers."""

    def __init__(self) -> None:
        self.calls: dict[str, int] = {}
        self.answers: dict[tuple[str, int], Any] = {}

    def begin(self) -> None:
        """A run begins from the same start once more."""
        self.calls.clear()

    def __call__(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def answer(*args: Any, **named: Any) -> Any:
            number = self.calls[name] = self.calls.get(name, 0) + 1
            if (name, number) not in self.answers:
                self.answers[name, number] = real(*args, **named)
            return self.answers[name, number]

        return answer


@contextmanager
def remembered(memory: Remembered | None = None) -> Iterator[Remembered]:
    """Reading, checking and making workbooks is done once; everything that touches the disk is done each time."""
    memory = memory or Remembered()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PLACE, OFF)  # what is remembered from run to run would make other calls of the second one
        for module, name in (
            (homes, "master_bytes"),
            (homes, "read_master"),
            (homes, "read_cells"),
            (homes, "own_modules"),
            (homes, "has_comments"),
            (beside, "validate_bytes"),
            (return_writer, "return_bytes"),
            (pipeline, "report_files"),
            (pipeline, "assess_all"),
            (pipeline, "worked_out"),
            (issuing, "report_files"),
            (packing, "report_files"),
            (packing, "list_bytes"),
            (packing, "look_through"),
            (issuing, "look_through"),
            (mailing, "look_through"),
            (mailing, "content_of"),
            (mailing, "government_mail"),
            (mailing, "mail_bytes"),
            (lettering, "mail_bytes"),
            (mailing, "assess_all"),
            (lettering, "list_bytes"),
            (publishing, "public_page"),
            (publishing, "page_bytes"),
            (publishing, "look_through"),
        ):
            patch.setattr(module, name, memory(f"{module.__name__}.{name}", getattr(module, name)))
        # What is remembered need not be read ahead by the reading process. The files themselves are read by the flow.
        patch.setattr(beside, "reading_ahead", lambda files, count: nullcontext())
        yield memory
