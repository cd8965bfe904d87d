"""A return split among several hands: its parts as files, each a workbook of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path

from laa_xl.checks.listing import in_order
from laa_xl.declare.return_form import WORKED_OUT
from laa_xl.domain.findings import Finding
from laa_xl.domain.parts import LONGEST, file_names, parts_of, shares_of
from laa_xl.domain.sentences import folded
from laa_xl.domain.spec import FormSpec
from laa_xl.files.apart import read_apart
from laa_xl.files.refused import Refused
from laa_xl.files.return_writer import return_bytes
from laa_xl.files.store import read_file, sha256_of, write_whole
from laa_xl.files.text import read_csv
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.passwords import read_received
from laa_xl.flow.receiving import refusal, return_name
from laa_xl.stages.checking import check_return
from laa_xl.stages.joining import Source, divide, entries_of, formulas
from laa_xl.stages.reading import read_return
from laa_xl.stages.templating import Entries, content

# Where one of these is found, entries are there that were not read: they would be lost without a word.
_UNREAD = {"S04", "S05", "S07", "S09", "S11", "N02"}
# What is read around and stays behind in the part.
_LEFT = {"S01", "S08", "S10", "S12", "S13", "S14", "S15"}


@dataclass(slots=True)
class Outcome:
    """What came of splitting or joining; without ``written`` nothing was."""

    written: list[Path] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    whole: FormSpec | None = None
    stopped: list[str] = field(default_factory=list)  # what has to be put right first
    missing: list[str] = field(default_factory=list)  # what nobody reported on
    notes: list[str] = field(default_factory=list)

    @property
    def code(self) -> int:
        """0 where all is there, 1 where somebody has to do something."""
        return 1 if self.stopped or self.missing else 0


def split_template(spec: FormSpec, folder: Path) -> list[Path]:
    """Write the parts of a new template; none where every row is the theme lead's."""
    parts = parts_of(spec, shares_of(spec))
    if len(parts) < 2:
        return []
    written = _files(parts, folder)
    for part, path in zip(parts, written, strict=True):
        write_whole(path, workbook(part, None))
    return written


def split_file(path: Path, folder: Path, by: Path | None = None, *, over: bool = False) -> Outcome:
    """Split a template or a half-filled return; who gets which rows says ``by``, or else the agreement."""
    outcome = Outcome()
    source = opened(path, outcome)
    spec = outcome.whole = source.spec
    if spec.part:
        raise ProgrammeError(
            f'{path} is a part already: that of "{spec.part}". Split the whole return that it was taken from.'
        )
    if outcome.stopped:
        return outcome
    shares = shares_of(spec, _assignment(by, spec) if by else None)
    if len(shares) < 2:
        why = (
            f"{by} gives no row to anyone but the theme lead."
            if by
            else f"The agreement names no contributor for the rows of {path}. Say who gets which rows in a CSV file with the "
            "columns code and part: --by FILE.csv"
        )
        raise ProgrammeError(f"There is nothing to split. {why}")
    parts = parts_of(spec, shares)
    files = _files(parts, folder)
    made = [workbook(part, entries) for part, entries in zip(parts, divide(entries_of(source), parts), strict=True)]
    for file, data in zip(files, made, strict=True):
        require_free(file, data, over=over)
    for file, data in zip(files, made, strict=True):
        write_whole(file, data)
    outcome.written = files
    return outcome


def opened(path: Path, outcome: Outcome) -> Source:
    """Read one file; ProgrammeError where it is no return, what keeps it from being carried over in ``outcome``."""
    if path.is_dir():
        raise ProgrammeError(f"{path} is a folder. Name the files in it.")
    try:
        data = read_received(path)
        raw = read_return(read_apart(data, unread=WORKED_OUT))
    except Refused as refused:
        raise ProgrammeError(f"{path}: {refusal(refused, path.name).message}") from None
    if raw.spec is None:
        raise ProgrammeError(f"{path}: {raw.findings[0].message}")
    checked = check_return(raw.spec, raw.tables, path.name, sha256_of(data))
    source = Source(str(path), raw.spec, checked.returned, raw.tables)
    found: list[Finding] = in_order((*raw.findings, *checked.findings))
    outcome.stopped += [f"{path}: {finding.line}" for finding in found if finding.rule in _UNREAD]
    outcome.notes += [f"{path}: {finding.line}" for finding in found if finding.rule in _LEFT]
    outcome.notes += [
        f"{path}, {place} has a formula. Its result was taken over, not the formula." for place in formulas(source)
    ]
    return source


def _assignment(path: Path, spec: FormSpec) -> dict[str, str]:
    """Whose part each indicator is in, from a CSV with the columns code and part; ProgrammeError where it is wrong."""
    read_file(path)
    rows = read_csv(path)
    if not rows:
        raise ProgrammeError(f"{path} has no rows. Give it the columns code and part, and a row for each indicator.")
    headings = {folded(str(name)): name for name in rows[0].values if name is not None}
    if set(headings) != {"code", "part"}:
        found = ", ".join(f'"{name}"' for name in rows[0].values)
        raise ProgrammeError(f"{path} has the headings {found}. It has to have two: code and part.")
    codes = {folded(indicator.code): indicator.code for indicator in spec.agreement.indicators}
    assigned: dict[str, tuple[str, int]] = {}
    for row in rows:
        told, name = (str(row.values[headings[key]] or "").strip() for key in ("code", "part"))
        code, where = codes.get(folded(told)), f"{path}, line {row.number}"
        if code is None:
            raise ProgrammeError(
                f'{where}: "{told}" is not an indicator of this return. Its codes are: {", ".join(codes.values())}.'
            )
        if len(name) > LONGEST or not name.isprintable():
            raise ProgrammeError(f"{where}: the name of a part is at most {LONGEST} characters, on one line.")
        before, line = assigned.setdefault(code, (name, row.number))
        if folded(before) != folded(name):
            raise ProgrammeError(f'{where}: {code} is given to "{name}", but to "{before}" in line {line}. Keep one.')
    return {code: name for code, (name, _) in assigned.items()}


def _files(parts: Sequence[FormSpec], folder: Path) -> list[Path]:
    names = file_names(parts[0].shares or ())
    stems = [Path(return_name(p.agreement.settings.code, p.theme, p.when)).stem for p in parts]
    return [folder / f"{stem}-{names[part.part]}.xlsx" for stem, part in zip(stems, parts, strict=True)]


def workbook(spec: FormSpec, entries: Entries | None) -> bytes:
    """The file of a part, or of a whole return."""
    return return_bytes(spec, content(spec, entries), datetime.combine(spec.when.end, time()))


def require_free(path: Path, data: bytes, *, over: bool) -> None:
    """Somebody may have worked in the file that is there: it is written over only where that was asked for."""
    if path.exists() and not over and (not path.is_file() or sha256_of(read_file(path)) != sha256_of(data)):
        raise ProgrammeError(
            f"{path} is already there, and nothing was changed. Choose another name, or say --replace."
        )
