"""Files on disk: whole or not at all, known by their hash, with a sentence when the system refuses."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path


class StoreError(Exception):
    """A file that could not be read or written; the message says which, why and what to do."""


def write_whole(path: Path, data: bytes) -> bool:
    """Write a file so that either the old or the new one stands, never a part. False: it already held just that."""
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise StoreError(_refusal(path, error)) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    except OSError as error:
        raise StoreError(_refusal(path, error)) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return True


def keep_file(path: Path, data: bytes) -> None:
    """Write a file that is never written over, read-only; StoreError where another one stands in its place."""
    if path.is_file() and read_file(path) != data:
        raise StoreError(f"{path} is already there and holds something else. It was left as it is.")
    write_whole(path, data)
    try:
        path.chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)
    except OSError as error:
        raise StoreError(_refusal(path, error)) from None


def put_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder of files in the place of the one of that name: as a whole, or (StoreError) not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    except OSError as error:
        raise StoreError(_refusal(path, error)) from None
    old = fresh.with_name(f"{fresh.name}-old")
    try:
        for name, data in files.items():
            write_whole(fresh / name, data)
        fresh.chmod(stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
        if path.is_dir():
            path.rename(old)
        try:
            fresh.rename(path)
        except OSError:
            if old.is_dir():
                old.rename(path)
            raise
    except OSError as error:
        raise StoreError(_refusal(path, error)) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _refusal(path: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"{path} cannot be written. If it is open in Excel, close it there and try again."
    return f"{path} cannot be written: {(error.strerror or str(error)).lower()}. What was there before is unchanged."


def replace_file(source: Path, target: Path) -> None:
    """Put one file in the place of another, whole; StoreError, and both as they were, where it is held open."""
    try:
        source.replace(target)
    except OSError as error:
        raise StoreError(_refusal(target, error)) from None


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
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None


def sha256_of(data: bytes) -> str:
    """The fingerprint by which a file is known."""
    return hashlib.sha256(data).hexdigest()
