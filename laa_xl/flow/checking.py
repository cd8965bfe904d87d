"""The returns of the inbox, checked and not taken in: a list of findings and marked copies for the partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from laa_xl.declare.office_lists import CHECKED_SHEET
from laa_xl.files.list_writer import list_bytes
from laa_xl.files.package import Refused
from laa_xl.files.store import put_folder
from laa_xl.flow.accepting import becomes, looking_at_each, read_accepted, returns_of
from laa_xl.flow.beside import Growing
from laa_xl.flow.feedback import destinations, is_unreadable, marked
from laa_xl.flow.looking_at import Taking
from laa_xl.flow.overview import left_in_folders
from laa_xl.flow.pipeline import Progress, inbox_files
from laa_xl.flow.programme import Programme
from laa_xl.flow.receiving import Validated

LIST = "findings.xlsx"
SHOWN = {  # in the order of the list: what needs somebody first
    "rejected": "must be fixed",
    "refused": "cannot be used",
    "held": "needs your yes",
    "accepted": "can be taken in",
    "unchanged": "already taken in",
    "superseded": "an older version",
    "withdrawn": "withdrawn before",
    "turned down": "turned down before",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """Each file with what would become of it; ``written``: the list first, then the marked copies; ``looks``: what was not looked into."""

    files: tuple[tuple[Validated, str], ...]
    written: tuple[Path, ...] = ()
    looks: tuple[str, ...] = ()


def check_inbox(programme: Programme, now: datetime, progress: Progress = lambda _: None) -> Checked:
    """Check what lies in the inbox; nothing is accepted or changed but the folder reports/checked, written anew."""
    state = programme.load()
    accepted = read_accepted(programme, state)
    returns, taking = returns_of(accepted), Taking(programme, state, now)
    found: list[tuple[Validated, str]] = []
    to_mark: list[tuple[Validated, Path]] = []
    files = inbox_files(programme)
    looks = tuple(left_in_folders(programme.folder("inbox"), state.register))
    with looking_at_each(taking, files, accepted, returns, growing=Growing.NONE) as look:
        for path in files:
            progress(f"Checking {path.name}")
            item, became = becomes(taking, state.register, look(path), path, accepted)
            found.append((item, became))
            if item.open and became in ("accepted", "held", "rejected", "refused"):
                to_mark.append((item, path))
    if not found:
        return Checked((), looks=looks)
    folder = programme.folder("reports", "checked")
    content = {LIST: _list(found, state.agreement.settings.title, now)}
    for (item, file), path in zip(to_mark, destinations([file for _, file in to_mark], folder), strict=True):
        progress(f"Marking {path.name}")
        copy = _copy(item, file)
        if copy is not None:
            content[path.name] = copy
    put_folder(folder, content)
    return Checked(tuple(found), tuple(folder / name for name in content), looks)


def _copy(item: Validated, file: Path) -> bytes | None:
    """The partner's workbook with its findings marked; None where it cannot be opened."""
    if is_unreadable(item):
        return None
    try:
        return marked(item, file)
    except Refused:
        return None


def _list(found: Sequence[tuple[Validated, str]], title: str, now: datetime) -> bytes:
    rows = [
        {
            **finding.as_json(),
            "severity": finding.standing,
            "confirmed": finding.confirmed or None,
            "waived": finding.waived.because if finding.waived else None,
            "file": Path(item.file).name,
            "became": SHOWN[became],
        }
        for item, became in sorted(found, key=lambda one: list(SHOWN).index(one[1]))
        for finding in item.findings
    ]
    return list_bytes(CHECKED_SHEET, rows, f"{title} · checked on {now:%d/%m/%Y, %H:%M}", now)
