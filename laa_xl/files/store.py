"""Files on disk: whole or not at all, known by their hash, with a sentence when the system refuses."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import time
from collections.abc import Mapping
from pathlib import Path

from laa_xl.files.leftovers import fresh_name, is_leftover, put_back_folder, remove_tree, spare_name
from laa_xl.files.undoing import current

_TRIES, _PAUSE_SECONDS = 5, 0.2  # Windows: a virus scanner or the indexer holds a new file for a moment
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_NO_DRIVE = {
    number
    for name in ("EIO", "ENODEV", "ENXIO", "ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ETIMEDOUT")
    if (number := getattr(errno, name, None)) is not None
}


FETCH = "See whether its drive is connected, and whether the file is on this machine and not in the cloud alone."


class StoreError(Exception):
    """A file that could not be read or written; the message says which, why and what to do."""


def write_whole(path: Path, data: bytes) -> bool:
    """Write a file so that either the old or the new one stands, never a part. False: it already held just that.

    The new one is written beside it, flushed to the disk, read back and compared before it takes its place. Within
    ``undoing.together`` the old one comes back where a later step fails.
    """
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = fresh_name(path)
        try:
            _write_through(fresh, data)
            if fresh.read_bytes() != data:
                raise StoreError(
                    f"{path} was not written: the disk gives back something else than was put there. "
                    "What was there before is unchanged. Have the disk looked at."
                )
            writes = current()
            if writes is not None:
                writes.spare(path)
            _replace(fresh, path)
            if writes is not None:
                writes.written[path] = sha256_of(data)
        finally:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(_refusal(path, error)) from None
    _flush_folder(path.parent)
    return True


def _write_through(path: Path, data: bytes) -> None:
    """A new file whose bytes are on the disk, not only on their way there."""
    with path.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _replace(source: Path, target: Path) -> None:
    """Put a file in the place of another; on Windows again after a moment, as another program may hold it just now."""
    for left in range(_TRIES if os.name == "nt" else 1, 0, -1):
        try:
            source.replace(target)
            return
        except PermissionError:
            if left == 1:
                raise
        time.sleep(_PAUSE_SECONDS)


def _flush_folder(folder: Path) -> None:
    """Have the new name itself on the disk, where the system allows that of a folder.

    A refusal is passed over: the file stands already, and what is left to lose is lost only with the power.
    """
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def keep_file(path: Path, data: bytes) -> None:
    """Write a file that is never written over, read-only; StoreError where another one stands in its place."""
    if path.is_file() and read_file(path) != data:
        raise StoreError(f"{path} is already there and holds something else. It was left as it is.")
    write_whole(path, data)
    try:
        path.chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)
    except OSError as error:
        raise StoreError(_refusal(path, error)) from None


def put_folder(path: Path, files: Mapping[str, bytes]) -> bool:
    """Put a folder of files in the place of the one of that name: as a whole, or (StoreError) not at all.

    False: it already held just that. No system replaces a folder in one step: between two changes of names the old one is
    aside. A run that is killed there leaves it so, and the next run of this, or of ``clear_leftovers``, puts it back.
    """
    writes, put = current(), False
    fresh, old = fresh_name(path), spare_name(path)
    try:
        _put_back(path)
        if _holds(path, files):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.mkdir()
        for name, data in files.items():
            write_new(fresh / name, data)
        if path.is_dir():
            path.rename(old)
        try:
            fresh.rename(path)
        except OSError:
            if old.is_dir():
                old.rename(path)
            raise
        put = True
    except OSError as error:
        raise StoreError(_refusal(path, error)) from None
    finally:
        remove_tree(fresh)
        if writes is None or not put:
            remove_tree(old)
    _flush_folder(path.parent)
    if writes is not None:
        writes.undo_with(path, lambda: _take_back(path, old), old)
        writes.written.update({path / name: sha256_of(data) for name, data in files.items()})
    return True


def write_new(path: Path, data: bytes) -> None:
    """A file in a folder that is not in its place yet; OSError or StoreError where it cannot be written."""
    _write_through(path, data)
    if path.read_bytes() != data:
        raise StoreError(f"{path} cannot be written: the disk gives back something else than was put there.")


def _put_back(path: Path) -> None:
    if path.parent.is_dir():
        for aside in path.parent.glob(f".{path.name}-*.old"):
            put_back_folder(aside)
            if is_leftover(aside):
                remove_tree(aside)


def _holds(path: Path, files: Mapping[str, bytes]) -> bool:
    if not path.is_dir() or {one.name for one in path.iterdir()} != set(files):
        return False
    return all((path / name).is_file() and (path / name).read_bytes() == data for name, data in files.items())


def _take_back(path: Path, old: Path) -> None:
    if old.is_dir():
        aside = fresh_name(path)
        path.rename(aside)
        old.rename(path)
        remove_tree(aside)
    else:
        remove_tree(path, quietly=False)


def _refusal(path: Path, error: OSError) -> str:
    stands = "What was there before is unchanged."
    if error.errno in _NO_ROOM:
        return f"{path} cannot be written: the disk is full. {stands} Make room on it and try again."
    if error.errno in _NO_DRIVE:
        return (
            f"{path} cannot be written: its drive does not answer ({_why(error)}). {stands} "
            "See whether the network drive is connected, and try again."
        )
    if isinstance(error, PermissionError):
        return f"{path} cannot be written. If it is open in Excel, close it there and try again. {stands}"
    return f"{path} cannot be written: {_why(error)}. {stands}"


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def replace_file(source: Path, target: Path) -> None:
    """Put one file in the place of another, whole; StoreError, and both as they were, where it is held open."""
    try:
        if (writes := current()) is not None:
            writes.spare(target)
            _replace(source, target)
            writes.undo_with(source, lambda: _replace(target, source))
            writes.written[target] = sha256_of(target.read_bytes())
        else:
            _replace(source, target)
    except OSError as error:
        raise StoreError(_refusal(target, error)) from None
    _flush_folder(target.parent)


def read_only(path: Path) -> str | None:
    """Why a file of a folder could not be written now, as a sentence; None where nothing is known against it."""
    if path.is_file() and not path.stat().st_mode & 0o222:
        return f"{path} is marked read-only. Take the mark away (its properties) and try again."
    if not os.access(path.parent, os.W_OK):
        return f"You may not write in the folder {path.parent}. Ask whoever keeps it for the right to, and try again."
    return None


def read_file(path: Path) -> bytes:
    """The bytes of a file; StoreError with a sentence where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise StoreError(f"There is no file {path}.") from None
    except (PermissionError, IsADirectoryError) as error:
        raise StoreError(f"{path} cannot be read: {_why(error)}.") from None
    except OSError as error:  # a drive that is gone, or what OneDrive and others show and have not fetched
        raise StoreError(f"{path} cannot be read: {_why(error)}. {FETCH}") from None


def as_text(path: Path) -> str:
    """A path as a text that can be kept; what is no letter, as in a name of another encoding, as a question mark."""
    return str(path).encode("utf-8", "replace").decode()


def sha256_of(data: bytes) -> str:
    """The fingerprint by which a file is known."""
    return hashlib.sha256(data).hexdigest()


def readable_sha256(path: Path) -> str:
    """The fingerprint of a file; "" for one that cannot be read just now."""
    try:
        return sha256_of(read_file(path))
    except StoreError:
        return ""
