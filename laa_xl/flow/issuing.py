"""Issuing the highlight report: numbered, dated, kept read-only under its fingerprint, never written over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from laa_xl.domain.periods import Period
from laa_xl.domain.register import IssuedReport, KeptFile, Register
from laa_xl.domain.report import HighlightReport
from laa_xl.domain.since_issue import said_by
from laa_xl.files.store import keep_file, read_file, sha256_of
from laa_xl.flow.issues import open_steps
from laa_xl.flow.keeping import recorded, standing_of
from laa_xl.flow.leaving import look_through
from laa_xl.flow.pipeline import Outcome, Progress, publish, report_files, reportable
from laa_xl.flow.programme import Programme
from laa_xl.flow.taking_in import require_reasons
from laa_xl.flow.working_out import assess_all, report_of
from laa_xl.stages.issuing import AS_ISSUED, fingerprint, marked, not_as_issued
from laa_xl.stages.packing import few_of


@dataclass(frozen=True, slots=True)
class Issue:
    """What issuing did. ``made`` False: the report says what its newest issue says, so that one stands."""

    report: IssuedReport
    made: bool
    files: tuple[Path, ...]
    wrong: tuple[str, ...]  # what is no longer as it was issued, of this period
    leaks: tuple[str, ...]  # what would keep it out of a pack
    outcome: Outcome
    since: str = ""  # the issue before, that stands; "" for none
    differences: tuple[str, ...] = ()  # what it says otherwise than that one
    unapproved: tuple[str, ...] = ()  # the approval steps that nobody took for it


def issue_report(programme: Programme, period: Period, now: datetime, progress: Progress = lambda _: None) -> Issue:
    """Issue the report of a period as it stands; ProgrammeError where nothing was accepted for it, or a rating in it that was
    changed still wants its reason.

    The files are kept first, the register written next, the master last: a run that breaks off leaves files that the
    next run finds and takes up, or a register that the next run shows in the master.
    """
    with programme.locked("issue", now, writes_master=True):
        state, accepted = reportable(programme, period)
        assessments = assess_all(state, accepted)
        report = report_of(state, assessments, accepted, period)
        assert report is not None
        require_reasons(state.tables, period, "issue the report")
        report = recorded(programme, state, report, period)
        issues, content = state.register.standing_reports(period), fingerprint(report)
        made = not issues or issues[-1].content != content
        if made:
            progress("Keeping the report")
            issued = _kept(programme, state.register, report, period, now)
            state = replace(
                state, register=state.register.model_copy(update={"reports": (*state.register.reports, issued)})
            )
            programme.save_register(state.register)
        else:
            issued = issues[-1]
        progress("Writing the master")
        outcome = publish(programme, state, accepted, period, now)
        standing = standing_of(programme, state.register)
    wrong = tuple(not_as_issued(state.register.reports_of(period), standing))
    files = tuple(programme.root / file.kept for file in issued.files)
    few = few_of(state.agreement, next(one for one in assessments if one.period == period))
    found = look_through(state, issued_files(programme, issued) or {}, few)
    leaks = tuple(f"A pack would be stopped by {leak.line}." for leak in found)
    unapproved = open_steps(state, period, content)
    since, changed = (report.since, report.differences) if made else ("", ())
    return Issue(issued, made, files, wrong, leaks, outcome, since, changed, unapproved)


def issued_files(programme: Programme, issued: IssuedReport) -> dict[str, bytes] | None:
    """The files of an issue by name, as they were kept; None where one is changed or gone."""
    standing = standing_of(programme, Register(reports=(issued,)))
    if any(word != AS_ISSUED for word in standing.values()):
        return None
    return {Path(file.kept).name: read_file(programme.root / file.kept) for file in issued.files}


def _kept(
    programme: Programme, register: Register, report: HighlightReport, period: Period, now: datetime
) -> IssuedReport:
    """Keep the files under the next number that is free on disk too: the register may have come from a backup."""
    number = max((one.number for one in register.reports_of(period)), default=0) + 1
    while not _free(programme, files := _files(report, number, period, now)):
        number += 1
    for kept, data in files.items():
        keep_file(programme.root / kept, data)
    found = tuple(KeptFile(kept=kept, sha256=sha256_of(data)) for kept, data in files.items())
    *sent, said = found
    return IssuedReport(
        period=str(period), number=number, at=now, content=fingerprint(report), files=tuple(sent), data=said
    )


def _files(report: HighlightReport, number: int, period: Period, now: datetime) -> dict[str, bytes]:
    issue = marked(report, number, now.date())
    workbook, document = report_files(issue, period)
    said = json.dumps(said_by(issue), ensure_ascii=False, indent=1, sort_keys=True)
    stem = f"reports/{period}/issued/highlight-report-{period}-issue-{number}"
    return {f"{stem}.xlsx": workbook, f"{stem}.docx": document, f"{stem}.json": f"{said}\n".encode()}


def _free(programme: Programme, files: Mapping[str, bytes]) -> bool:
    """Whether nothing stands in these places, or just these files, of a run that broke off."""
    paths = {programme.root / kept: data for kept, data in files.items()}
    return all(not path.exists() or read_file(path) == data for path, data in paths.items())
