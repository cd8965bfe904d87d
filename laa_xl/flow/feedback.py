"""Feedback to partners: copies of their own workbooks with every finding marked at its cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from laa_xl.checks.file_rules import FILE_RULES
from laa_xl.files.annotated import annotated
from laa_xl.files.package import Refused
from laa_xl.files.store import StoreError, as_text, sha256_of, write_whole
from laa_xl.flow.outputs import require_not_kept
from laa_xl.flow.passwords import read_received
from laa_xl.flow.receiving import Validated

_UNREADABLE = {rule.code for rule in FILE_RULES.values()}


@dataclass(frozen=True, slots=True)
class Copy:
    """What became of one file: where its copy stands, or a sentence that says why there is none."""

    file: str
    path: Path | None
    why: str = ""


def marked(item: Validated, file: Path) -> bytes:
    """The partner's workbook with its findings marked and listed. ``file``: where it is, as its name may be no text.

    Raises Refused where it cannot be opened, StoreError where the file is another than the one that was checked.
    """
    data = read_received(file)
    if sha256_of(data) != item.sha256:
        raise StoreError(f"{item.file} was changed while it was being checked. Save and close it, and try again.")
    return annotated(data, item.findings)


def destinations(files: Sequence[Path], folder: Path) -> list[Path]:
    """Where the copy of each file goes: its own name, with a number where two files share one.

    Raises StoreError where a copy would take the place of a file that is to be checked, ProgrammeError where it would take
    that of a kept one.
    """
    taken: set[str] = set()
    found = []
    for file in files:
        plain, number = Path(as_text(Path(file.name))), 1
        name = plain.name
        while name.casefold() in taken:
            number += 1
            name = f"{plain.stem}-{number}{plain.suffix}"
        taken.add(name.casefold())
        found.append(folder / name)
    for path in found:
        require_not_kept(path, "--annotate")
        for file in files:
            if _same(path, file):
                raise StoreError(
                    f"The annotated copy of {file} would overwrite the file itself. Choose another folder for --annotate."
                )
    return found


def _same(path: Path, file: Path) -> bool:
    if path.exists() and file.exists():
        return path.samefile(file)
    return path.resolve() == file.resolve()


def copies(
    checked: Sequence[Validated],
    files: Sequence[Path],
    into: Sequence[Path],
    progress: Callable[[str], None] = lambda _: None,
) -> list[Copy]:
    """Write the annotated copy of each file that can be opened as a workbook."""
    written = []
    for item, file, path in zip(checked, files, into, strict=True):
        progress(f"Annotating {path.name}")
        written.append(_copy(item, file, path))
    return written


def is_unreadable(item: Validated) -> bool:
    """Whether a file cannot even be opened as a workbook, so that nothing can be marked in it."""
    first = item.findings[0] if item.findings else None
    return first is not None and first.refuses and first.rule in _UNREADABLE


def _copy(item: Validated, file: Path, path: Path) -> Copy:
    if is_unreadable(item):
        return Copy(item.file, None, "no annotated copy was made, because the file cannot be opened as a workbook.")
    try:
        copy = marked(item, file)
    except Refused as refused:
        return Copy(item.file, None, f"no annotated copy was made, because {_reason(refused)}.")
    write_whole(path, copy)
    return Copy(item.file, path)


def _reason(refused: Refused) -> str:
    if refused.code == "carries":
        return refused.detail
    if refused.code in ("password", "wrong_password"):
        return "the workbook is encrypted. Remove the password or the protection of its structure, save, and try again"
    detail = ", ".join(part for part in (refused.detail, refused.part) if part)
    return f"a part of the workbook cannot be changed safely ({detail or refused.code})"
