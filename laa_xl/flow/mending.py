"""What rebuild mends before it writes the master anew: register, kept files, a master that cannot be read, the journal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from laa_xl.files.cells import read_cells
from laa_xl.files.limits import of_our_own
from laa_xl.files.package import Refused
from laa_xl.files.store import StoreError, read_file, readable_sha256, replace_file, sha256_of, write_whole
from laa_xl.flow.auditing import newest_known
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.fsck_files import CHANGED, GONE, standing, strays, wanted
from laa_xl.flow.journal import journal_entries, read_entry
from laa_xl.flow.programme import Programme
from laa_xl.flow.recording import BACKUPS, COPY, REGISTER, UPDATE, RegisterError, read_register
from laa_xl.flow.removals import removed

ASIDE = "put-aside"  # in BACKUPS: what was damaged, or what the register does not speak of
_DAMAGED = {"corrupt", "empty", "not_a_workbook"}


def mend(programme: Programme, now: datetime) -> list[str]:
    """Mend what can be, and say what was; ProgrammeError where the register is lost for good, and nothing was changed."""
    if not programme.exists() and not programme.lost_register():
        programme.require()
    with programme.locked("mend", now):
        return [
            *_register(programme),
            *_kept(programme),
            *_strays(programme),
            *_journal(programme),
            *_master(programme),
        ]


def _register(programme: Programme) -> Iterator[str]:
    """A register that is lost, damaged or older than its copy: the copy takes its place, if that can be read."""
    path, copy = programme.root / REGISTER, programme.records.copy
    why = "was lost"
    if path.exists():  # one that cannot be read just now is not lost: StoreError says so
        try:
            programme.load_register()
            return
        except RegisterError as error:
            if not error.was:
                raise
            why = error.was
    try:
        register = read_register(copy)
    except (ProgrammeError, StoreError) as error:
        if isinstance(error, RegisterError) and not error.was:
            raise ProgrammeError(f"{copy} {error.told} {UPDATE}") from None
        raise ProgrammeError(
            f"{path} {why}, and there is no copy of it in {BACKUPS} that can be read. Put back a copy from your own backup; "
            "nothing was changed."
        ) from None
    aside = f" The one that stood there is kept in {BACKUPS}/{ASIDE}." if path.is_file() else ""
    _put_aside(programme, path)
    write_whole(path, read_file(copy))
    yield f"{REGISTER} {why}. {BACKUPS}/{COPY}, as it stood at the end of the last run, took its place.{aside}"
    newest = newest_known(programme.root)
    if newest is not None and newest.after != register.content:
        yield (
            f"Please look: the audit log has more than that copy. Its newest line is {newest.number}: {newest.action}, {newest.at}, "
            f"by {newest.officer}. Take in again what came in since."
        )


def _kept(programme: Programme) -> Iterator[str]:
    """A kept file that was changed or lost: another copy in the folder, known by its fingerprint, takes its place."""
    register = programme.load_register()
    kept = wanted(programme, register)
    bad = {path: told for path, sha256 in kept.items() if (told := standing(path, sha256)) and not removed(path)}
    if not bad:
        return
    elsewhere: dict[str, Path] = {}
    for path in sorted(programme.root.rglob("*")):  # all of it: somebody may have renamed a whole folder
        if path.is_file() and path not in bad and (sha256 := readable_sha256(path)):
            elsewhere.setdefault(sha256, path)
    for path, told in sorted(bad.items()):
        place = path.relative_to(programme.root).as_posix()
        if told not in (GONE, CHANGED):
            yield f"Please look: {told}"
            continue
        source = elsewhere.get(kept[path])
        if source is None:
            yield f"Please look: {place} was changed or lost, and no other copy is in the folder. Put back the file as received."
            continue
        _put_aside(programme, path)
        write_whole(path, read_file(source))
        yield f"{place} was changed or lost. The same file, from {source.relative_to(programme.root).as_posix()}, took its place."


def _strays(programme: Programme) -> Iterator[str]:
    """What stands where kept files are and counts for nothing."""
    for path, _ in strays(programme, programme.load_register()):
        if not readable_sha256(path):
            continue  # it cannot be read just now, and harms nothing where it is
        _put_aside(programme, path)
        place = path.relative_to(programme.root).as_posix()
        yield f"The register does not speak of {place}. It was put aside, in {BACKUPS}/{ASIDE}."


def _journal(programme: Programme) -> Iterator[str]:
    for path in journal_entries(programme.root):
        try:
            read_entry(path)
        except (ProgrammeError, json.JSONDecodeError):
            _put_aside(programme, path)
            yield f"journal/{path.name} was damaged. It was put aside, in {BACKUPS}/{ASIDE}."


def _master(programme: Programme) -> Iterator[str]:
    """A master that is no workbook any more: the journal makes it again."""
    path = programme.master
    if programme.open_master is not None or not path.is_file():
        return
    try:
        with of_our_own():
            read_cells(read_file(path))
    except Refused as refused:
        if refused.code in _DAMAGED:
            _put_aside(programme, path)
            yield (
                f"{path.name} was damaged. It was put aside, in {BACKUPS}/{ASIDE}, and made again from the journal: the green tabs are "
                "as they were at the last run."
            )


def _put_aside(programme: Programme, path: Path) -> None:
    """Move a file away, under a name that says where it stood; nothing that is there already is written over."""
    if not path.is_file():
        return
    place = "-".join(path.relative_to(programme.root).parts)
    name = Path(place).with_stem(f"{Path(place).stem}-{sha256_of(read_file(path))[:8]}").name
    target = programme.root / BACKUPS / ASIDE / name
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, target)
