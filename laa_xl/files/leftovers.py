"""What a run that was killed leaves between the files of a folder: told by its name, cleared by the next run.

``.register-0123456789abcdef.tmp`` was about to become register.json, or a folder of that name;
``.register.json-0123456789abcdef.old`` is what stood there before, kept until everything that belongs together stood.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

_NAME = re.compile(r"\.(?P<of>.+)-[0-9a-f]{16}\.(?P<kind>tmp|old)")


def fresh_name(path: Path) -> Path:
    """A name beside a file or folder for what will take its place."""
    return path.with_name(f".{path.name}-{os.urandom(8).hex()}.tmp")


def spare_name(path: Path) -> Path:
    """A name beside a file or folder for what stood there before."""
    return path.with_name(f".{path.name}-{os.urandom(8).hex()}.old")


def remove_tree(folder: Path, *, quietly: bool = True) -> None:
    """A folder and all that is in it; what cannot be removed stays, and OSError tells of it unless ``quietly``."""
    import shutil  # brings three kinds of compression: only where something is removed

    shutil.rmtree(folder, ignore_errors=quietly)


def is_leftover(path: Path) -> bool:
    """Whether a name is one of these."""
    return _NAME.fullmatch(path.name) is not None


def leftovers(root: Path) -> list[Path]:
    """Everything of that kind below a folder, in order."""
    return sorted(_found(root))


def _found(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            if is_leftover(Path(name)):
                yield Path(folder) / name
        folders[:] = [name for name in folders if not is_leftover(Path(name))]


def clear_leftovers(root: Path) -> None:
    """Clear them away; a folder that was moved aside and never replaced is put back first.

    Only for whoever holds the folder's lock: a run at work has such files too.
    """
    for path in leftovers(root):
        put_back_folder(path)
        with contextlib.suppress(OSError):
            if path.is_dir():
                remove_tree(path)
            else:
                path.unlink(missing_ok=True)


def put_back_folder(path: Path) -> None:
    """Put back a folder that was moved aside, where nothing took its place."""
    found = _NAME.fullmatch(path.name)
    if found is None or found["kind"] != "old" or not path.is_dir():
        return
    with contextlib.suppress(OSError):
        if not path.with_name(found["of"]).exists():
            path.rename(path.with_name(found["of"]))
