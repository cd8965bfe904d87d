"""The pack for Government: made fresh, looked through file by file, and put in place as a whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from laa_xl import __version__
from laa_xl.declare.office_lists import REPORTED, REPORTED_SHEET
from laa_xl.domain.assessment import Assessment
from laa_xl.domain.leak_kinds import LeakKind
from laa_xl.domain.leaks import Leak
from laa_xl.domain.periods import Period
from laa_xl.domain.sentences import as_sentence
from laa_xl.domain.words import Publish
from laa_xl.files.csv_writer import csv_bytes
from laa_xl.files.list_writer import list_bytes
from laa_xl.files.pdf import NoPdf, pdf_of
from laa_xl.files.store import put_folder, read_file, sha256_of
from laa_xl.flow.accepting import Accepted
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.issues import open_steps
from laa_xl.flow.issuing import issued_files
from laa_xl.flow.keeping import recorded, standing_of
from laa_xl.flow.leaving import look_through
from laa_xl.flow.outputs import require_free
from laa_xl.flow.pipeline import Progress, report_files, reportable
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.taking_in import require_reasons
from laa_xl.flow.working_out import assess_all, computed_of, report_of
from laa_xl.stages.issuing import fingerprint, issue_name
from laa_xl.stages.packing import (
    About,
    PackFile,
    contents_text,
    cover_note,
    few_of,
    manifest,
    readiness,
    reported_rows,
    suppression_line,
)

MANIFEST, CONTENTS, COVER = "manifest.json", "contents.txt", "cover-note.txt"
_MOST_TOLD = 5


class PackStopped(ProgrammeError):
    """Something in the pack must not leave; nothing was written, and what was there before stands."""

    code = 1

    def __init__(self, leaks: Sequence[Leak]) -> None:
        self.leaks = tuple(leaks)
        told = [f"- {leak.sentence}" for leak in leaks[:_MOST_TOLD]]
        rest = len(leaks) - len(told)
        more = [f"- and {rest} more"] if rest > 0 else []
        super().__init__(
            "\n".join(
                (
                    "There is no pack: it would have told what must not leave the county.",
                    *told,
                    *more,
                    "What was there before stands.",
                )
            )
        )


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was made, or (``written`` False) would be: where, what is in it, and what is not as it should be."""

    folder: Path
    files: tuple[Path, ...]
    report: str  # the state printed on the report
    ready: tuple[str, ...]
    indicators: int
    contents: tuple[str, ...] = ()  # a line a file: its name, what it is, how large
    written: bool = True
    looks: tuple[str, ...] = ()  # what the officer alone is told


def pack(
    programme: Programme,
    period: Period,
    now: datetime,
    out: Path | None = None,
    progress: Progress = lambda _: None,
    *,
    because: str = "",
    dry_run: bool = False,
    pdf: bool = False,
) -> Pack:
    """Make the pack of a period; PackStopped where a file of it tells what must not leave.

    ``out`` is the folder, else reports/<period>/pack. A folder that holds anything but a pack as it was made is left
    alone (ProgrammeError). ``because``: why it goes although something is not as it should be, for the cover note.
    ``pdf``: the report as PDF too, also where the agreement does not ask for it. ``dry_run``: everything is made and
    looked through, and nothing written.
    """
    usual = programme.folder("reports", str(period)) / "pack"
    folder = out or usual
    if folder.resolve() != usual.resolve():
        require_free(out)
    _require_replaceable(folder)
    with programme.locked("pack", now):
        state, accepted = reportable(programme, period)
        require_reasons(state.tables, period, "make the pack")
        programme.journal(state)
        progress("Putting the pack together")
        assessments = assess_all(state, accepted)
        assessment = next(one for one in assessments if one.period == period)
        report, files = _report(programme, state, assessments, accepted, period)
        standing = standing_of(programme, state.register)
        computed = computed_of(state, assessments, accepted, now.date(), standing)["all_indicators"]
        rows = reported_rows(state.agreement, assessment, computed)
        looks: tuple[str, ...] = ()
        if pdf or state.agreement.settings.pack_pdf is Publish.YES:
            progress("Turning the report into a PDF")
            files, looks = _with_pdf(files)
        files += _tables(state, period, rows)
        about = About(
            period,
            now,
            __version__,
            report.state,
            readiness(state.agreement, assessment, _findings(accepted, period), report.told, report.unapproved),
            suppression_line(state.agreement, assessment),
            as_sentence(because),
        )
        content = _content(state, assessment, about, files)
        progress("Looking through the pack")
        if leaks := look_through(state, content, few_of(state.agreement, assessment)):
            raise PackStopped(leaks)
        if not dry_run:
            put_folder(folder, content)
    what = {file.name: file.what for file in files} | {COVER: "the cover note", CONTENTS: "the list of contents"}
    lines = [
        f"{name}: {what.get(name, 'the list for programs')}, {len(data):,} bytes" for name, data in content.items()
    ]
    paths = tuple(folder / name for name in content)
    return Pack(folder, paths, report.state, about.ready, len(rows), tuple(lines), written=not dry_run, looks=looks)


def look_through_folder(programme: Programme, period: Period, folder: Path) -> list[Leak]:
    """Everything in a pack as it lies there that must not leave, or that is not as it was made.

    ProgrammeError where the folder holds no pack.
    """
    with programme.locked("look"):
        state, accepted = reportable(programme, period)
    assessment = next(one for one in assess_all(state, accepted) if one.period == period)
    files = {
        str(path.relative_to(folder).as_posix()): read_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    if MANIFEST not in files:
        raise ProgrammeError(f"{folder} holds no pack: there is no {MANIFEST}. Make one with laa-xl pack.")
    known = _known(files[MANIFEST])
    found = [Leak(name, "", LeakKind.NOT_IN_LIST) for name in files if name not in known and name != MANIFEST]
    found += [
        Leak(name, "", LeakKind.NOT_AS_MADE)
        for name, sha256 in known.items()
        if name not in files or sha256_of(files[name]) != sha256
    ]
    return [*look_through(state, files, few_of(state.agreement, assessment)), *found]


def _known(data: bytes) -> dict[str, str]:
    """The fingerprints of a pack's files by name, as its manifest lists them; nothing where it is no manifest."""
    try:
        made = json.loads(data)
        return {file["name"]: file["sha256"] for file in made["files"]} if made["pack"] else {}
    except (KeyError, ValueError, TypeError):
        return {}


@dataclass(frozen=True, slots=True)
class _Standing:
    """How the report of the pack is marked, and what is to be said of it."""

    state: str
    told: str = ""
    unapproved: tuple[str, ...] = ()  # the approval steps that nobody took for what it says


def _report(
    programme: Programme, state: State, assessments: Sequence[Assessment], accepted: Accepted, period: Period
) -> tuple[_Standing, list[PackFile]]:
    """The newest issue where the report still says the same, so that figures and report agree; else the draft."""
    report = report_of(state, assessments, accepted, period)
    assert report is not None
    report = recorded(programme, state, report, period)
    issues = state.register.standing_reports(period)
    content, what = fingerprint(report), "the highlight report"
    unapproved = open_steps(state, period, content)
    if issues and issues[-1].content == content:
        name = issue_name(issues[-1].number, issues[-1].at.date())
        kept = issued_files(programme, issues[-1])
        if kept is None:
            raise ProgrammeError(
                f"A file of the report as it was issued ({name}) is changed or gone. Put it back first."
            )
        return _Standing(name, unapproved=unapproved), [
            PackFile(file, f"{what}, {name}", data) for file, data in kept.items()
        ]
    told = "The report is a draft: it has not been issued."
    if issues:
        told = f"The report is a draft: it says other things than issue {issues[-1].number}."
    workbook, document = report_files(report, period)
    stem = f"highlight-report-{period}"
    drafts = [(f"{stem}.xlsx", workbook), (f"{stem}.docx", document)]
    return _Standing(report.state, told, unapproved), [
        PackFile(name, f"{what}, a draft", data) for name, data in drafts
    ]


def _with_pdf(files: list[PackFile]) -> tuple[list[PackFile], tuple[str, ...]]:
    """The files of the report with a PDF of its document; without one, and why, where LibreOffice makes none."""
    document = next(file for file in files if file.name.endswith(".docx"))
    try:
        data = pdf_of(document.data)
    except NoPdf as error:
        return files, (f"The report is not in the pack as PDF. {error}",)
    return [*files, PackFile(f"{document.name.removesuffix('.docx')}.pdf", f"{document.what}, to read", data)], ()


def _tables(state: State, period: Period, rows: Sequence[Mapping[str, Any]]) -> list[PackFile]:
    settings = state.agreement.settings
    note = [settings.illustrative_note] if settings.illustrative_note else []
    made = datetime.combine(period.end, time())
    workbook = list_bytes(REPORTED_SHEET, rows, f"{settings.title} · {period.spelled}", made, note)
    what = "the indicators reported to Government"
    return [
        PackFile(f"indicators-{period}.xlsx", what, workbook),
        PackFile(f"indicators-{period}.csv", f"{what}, for other programs", csv_bytes(REPORTED, rows)),
    ]


def _findings(accepted: Accepted, period: Period) -> dict[str, Any]:
    return {theme: item.findings for (theme, of), item in accepted.items() if of == period and item.returned}


def _content(state: State, assessment: Assessment, about: About, files: list[PackFile]) -> dict[str, bytes]:
    """All files by name, the ones about the others last."""
    letter = PackFile(COVER, "the cover note", cover_note(state.agreement, assessment, about, files).encode())
    listed = [*files, letter]
    hashes = {file.name: sha256_of(file.data) for file in listed}
    contents = contents_text(state.agreement, about, listed, hashes).encode()
    listed.append(PackFile(CONTENTS, "this list for people", contents))
    hashes[CONTENTS] = sha256_of(contents)
    data = json.dumps(manifest(state.agreement, about, listed, hashes), ensure_ascii=False, indent=2)
    return {file.name: file.data for file in listed} | {MANIFEST: f"{data}\n".encode()}


def _require_replaceable(folder: Path) -> None:
    """ProgrammeError unless the folder is not there, empty, or a pack in which nobody has changed anything."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ProgrammeError(f"{folder} is a file. Choose a folder for the pack.")
    here = {path.name: path for path in folder.iterdir()}
    if not here:
        return
    known = _known(read_file(here[MANIFEST])) if MANIFEST in here else {}
    if not known:
        raise ProgrammeError(f"{folder} holds files that are no pack. Choose another folder, or empty it first.")
    for name, path in sorted(here.items()):
        if name == MANIFEST:
            continue
        if not path.is_file() or name not in known:
            raise ProgrammeError(f"{path} is not part of the pack, and would be lost. Move it away first.")
        if sha256_of(read_file(path)) != known[name]:
            raise ProgrammeError(f"{path} was changed since the pack was made, and would be lost. Move it away first.")
