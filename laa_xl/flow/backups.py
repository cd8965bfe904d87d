"""Dated backups of the master, kept each time it is replaced; how many, says settings.toml of the programme folder."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

from laa_xl.files.store import read_file, sha256_of, write_whole
from laa_xl.files.undoing import afterwards, remove
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.recording import BACKUPS

SETTINGS = "settings.toml"
KEPT = 20  # a quarter's work: the master changes a few times a day while returns come in
MOST = 1000


def kept_backups(root: Path) -> int:
    """How many backups of the master are kept, 0 for none; ProgrammeError where the setting cannot be used."""
    path = root / SETTINGS
    if not path.is_file():
        return KEPT
    wrong = ProgrammeError(
        f"{path} cannot be used. It may hold one line, such as backups = {KEPT}: how many backups of the master are kept, "
        f"from 0 to {MOST}. Nothing was changed."
    )
    try:
        found = tomllib.loads(read_file(path).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise wrong from None
    number = found.pop("backups", KEPT)
    if found or isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MOST:
        raise wrong
    return number


def backups_of(root: Path) -> list[Path]:
    """The backups of the master, the oldest first."""
    return sorted((root / BACKUPS).glob("master-[0-9]*-*.xls[mx]"))


def back_up(master: Path) -> None:
    """Keep the master as it stands, before it is replaced: under the day and time at which it was saved.

    StoreError where that cannot be done. One that was kept already is not kept twice.
    """
    root = master.parent
    number = kept_backups(root)
    if number == 0 or not master.is_file():
        return
    data = read_file(master)
    known, standing = sha256_of(data)[:8], backups_of(root)
    if not any(path.stem.endswith(known) for path in standing):
        saved = datetime.fromtimestamp(master.stat().st_mtime)  # noqa: DTZ006 - officers read local time
        name = f"master-{saved:%Y-%m-%d-%H%M%S}-{known}{master.suffix}"
        write_whole(root / BACKUPS / name, data)
        standing = backups_of(root)
    old = standing[: max(0, len(standing) - number)]
    afterwards(lambda: _forget(old))


def _forget(old: list[Path]) -> None:
    for path in old:
        remove(path)
