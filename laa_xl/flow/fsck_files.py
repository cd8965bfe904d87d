"""What fsck says of the files: those that were kept, those that a killed run left, and those that are none of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from laa_xl.domain.register import Register
from laa_xl.domain.sentences import many
from laa_xl.files.leftovers import is_leftover, leftovers
from laa_xl.files.other_masters import masters_beside
from laa_xl.files.store import FETCH, StoreError, read_file, readable_sha256, sha256_of
from laa_xl.files.systems_own import is_systems_own
from laa_xl.flow.auditing import LOG
from laa_xl.flow.backups import SETTINGS
from laa_xl.flow.demonstration import MARK
from laa_xl.flow.found import Found, note, right, wrong
from laa_xl.flow.holders import read_holder
from laa_xl.flow.imported import RECORD, received
from laa_xl.flow.importing import FOLDER as IMPORTED
from laa_xl.flow.pending import is_pending, next_master, note_of
from laa_xl.flow.programme import EARLIER_MASTER, FOLDERS, HOLDER, LOCK, MASTER, Programme
from laa_xl.flow.recording import BACKUPS, REGISTER
from laa_xl.flow.removals import note_of_removal, removed
from laa_xl.flow.settling import WAITER_LOCK

REJECTED, HELD = "rejected", "held"
GONE, CHANGED = "It is not there any more.", "It was changed after it was kept."
UNREADABLE = (
    "Nothing says that it is lost or changed: put no other in its place. When it can be read, run laa-xl fsck again."
)
OURS = {MASTER, EARLIER_MASTER, REGISTER, LOG, SETTINGS, MARK, LOCK, f"{LOCK}ed", HOLDER, WAITER_LOCK}
PLACES = {*FOLDERS, REJECTED, HELD, IMPORTED, BACKUPS, "logs"}


def wanted(programme: Programme, register: Register) -> dict[Path, str]:
    """Every file that has to be as it was kept, with its fingerprint."""
    root = programme.root
    found = {root / receipt.kept: receipt.sha256 for receipt in register.receipts if receipt.kept}
    found |= {root / file.kept: file.sha256 for report in register.reports for file in report.every_file}
    for entry in register.imports:
        found[root / entry.kept / RECORD] = entry.record_sha256
        found[received(root, entry)] = entry.sha256
        if entry.map_sha256:
            found[root / entry.kept / "map.csv"] = entry.map_sha256
    return found


def kept_files(programme: Programme, register: Register) -> Iterator[Found]:
    """Whether each of them is there and as it was kept."""
    files, bad = wanted(programme, register), 0
    for path, sha256 in sorted(files.items()):
        told = standing(path, sha256)
        if removed(path):
            yield note(_place(programme, path), "It was removed on purpose: the note beside it says why.")
        elif told:
            bad += 1
            mend = (
                f"Put back the file as it was received or issued, or run: laa-xl rebuild {programme.root} (it looks for another "
                "copy in the folder)."
            )
            yield wrong(_place(programme, path), told, mend if told in (GONE, CHANGED) else UNREADABLE)
    if not bad:
        yield right("Kept files", f"{many(len(files), 'file')}, each as it was kept.")


def standing(path: Path, sha256: str) -> str:
    """What is wrong with a kept file: GONE, CHANGED, or why it cannot be read; "" for nothing."""
    if not path.is_file():
        return GONE
    try:
        return "" if sha256_of(read_file(path)) == sha256 else CHANGED
    except StoreError as error:
        return str(error)


def unclaimed(programme: Programme, register: Register) -> Iterator[Found]:
    """Files in the places of kept ones that the register does not speak of, or knows by another name."""
    kept: dict[str, list[Path]] = {}
    for place, sha256 in wanted(programme, register).items():
        kept.setdefault(sha256, []).append(place)
    for path, ours in strays(programme, register):
        sha256 = readable_sha256(path)
        if known := kept.get(sha256):
            yield _elsewhere(programme, path, known)
            continue
        if not sha256:
            yield note(_place(programme, path), "It does not count, and it cannot be read.", FETCH)
            continue
        told = (
            "A run was killed before the register spoke of it, so it does not count."
            if ours
            else "The register does not speak of it, so it does not count."
        )
        yield note(
            _place(programme, path), told, f"Run: laa-xl rebuild {programme.root}. It puts it aside, in {BACKUPS}."
        )


def _elsewhere(programme: Programme, path: Path, known: list[Path]) -> Found:
    """A file that the register knows and that lies in another place than it says, such as a folder renamed by hand."""
    lost = next((place for place in known if not place.exists() and not removed(place)), None)
    name = _place(programme, lost or known[0])
    rebuilt = f"laa-xl rebuild {programme.root}"
    if lost is None and removed(known[0]):
        return note(_place(programme, path), f"It is a copy of {name}, which was removed on purpose.", "Delete it.")
    if lost is None:
        told = f"It is a copy of {name}, which stands in its place. It does not count."
        return note(_place(programme, path), told, f"Delete it, or run: {rebuilt}. It puts it aside, in {BACKUPS}.")
    told = f"The register knows this file as {name}, where it belongs: it was moved or renamed."
    return note(_place(programme, path), told, f"Move it back there, or run: {rebuilt}. It does so.")


def strays(programme: Programme, register: Register) -> list[tuple[Path, bool]]:
    """Those files, and whether their name says that we kept them."""
    kept, root, found = wanted(programme, register), programme.root, []
    known = {*kept, *map(note_of_removal, kept)}
    for folder in ("accepted", REJECTED, HELD):
        for path in _files(root / folder):
            if path not in known:
                found.append((path, _ours(path)))
    for folder_of_issues in sorted((root / "reports").glob("*/issued")):
        found += [(path, "-issue-" in path.name) for path in _files(folder_of_issues) if path not in known]
    entries = {root / entry.kept for entry in register.imports}
    for path in _files(root / IMPORTED):
        if not any(path.is_relative_to(entry) for entry in entries):
            found.append((path, True))
    return found


def _ours(path: Path) -> bool:
    """Whether its name holds its own fingerprint, as those of kept files do."""
    sha256 = readable_sha256(path)
    return bool(sha256) and path.stem.endswith(f"-{sha256[:16]}")


def killed_runs(programme: Programme) -> Iterator[Found]:
    """What runs that were killed left behind, and a new master that waits."""
    for path in leftovers(programme.root):
        yield note(_place(programme, path), "A run that was killed left this.", "The next run clears it away.")
    holder = read_holder(programme.root / HOLDER)
    if holder is not None:
        yield note(HOLDER, f"{holder} did not end as it should.", "The next run takes over; nothing has to be done.")
    master = programme.master
    if is_pending(master):
        told = f"{next_master(master).name} waits until the master is closed."
        yield note(note_of(master).name, told, f"Close the master, or run: laa-xl settle {programme.root}")


def foreign(programme: Programme) -> Iterator[Found]:
    """Whatever lies beside our files and is none of them; it harms nothing."""
    master = programme.master
    waits = {next_master(master).name, note_of(master).name}
    copies = {path.name for path in masters_beside(programme.root, OURS | waits)}
    for path in sorted(programme.root.iterdir()):
        name = path.name
        known = name in PLACES if path.is_dir() else name in OURS | waits
        if not known and not is_leftover(path) and not is_systems_own(path):
            yield _stranger(path, name in copies)


def _stranger(path: Path, a_master: bool) -> Found:
    """What lies there; a copy of master, register or log may be what OneDrive or Dropbox made where two machines wrote at once."""
    like = MASTER if a_master else next((name for name in (REGISTER, LOG) if _named_like(path, name)), "")
    if path.is_dir() or not like:
        return note(path.name, f"This {'folder' if path.is_dir() else 'file'} is not laa-xl's. It is left alone.")
    told = (
        f"It looks like a copy of {like}, and no run reads it. OneDrive, Dropbox and others make one where two machines wrote at "
        f"once: then what the other one wrote is in it alone."
    )
    then = "enter there what is missing" if a_master else "take in again what is missing"
    return note(path.name, told, f"Compare it with {like}, {then}, and move it to another folder.")


def _named_like(path: Path, name: str) -> bool:
    own = Path(name)
    return path.suffix.casefold() == own.suffix and path.stem.casefold().startswith(own.stem)


def _files(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and not is_systems_own(path) and not is_leftover(path)
    )


def _place(programme: Programme, path: Path) -> str:
    return path.relative_to(programme.root).as_posix()
