"""A report as it is issued: known by what it says, marked with its number and day, listed in the master."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from laa_xl.domain.periods import Period
from laa_xl.domain.register import Approval, IssuedReport, KeptFile, Register
from laa_xl.domain.report import HighlightReport, ReportSection
from laa_xl.domain.sentences import as_words, spoken_day
from laa_xl.domain.since_issue import NOTHING_ELSE, differences

AS_ISSUED, CHANGED, GONE, REMOVED = "as issued", "changed since", "not there", "removed on purpose"


def fingerprint(report: HighlightReport) -> str:
    """The fingerprint of everything that a report prints but its state: equal words and figures give an equal one."""
    said = {
        "head": [report.title, report.agreement, report.period, report.illustrative_note],
        "sections": [_section(section) for section in report.sections],
        "ratings": [repr(line) for line in report.ratings],
        "rules": report.rules,
    }
    return sha256(json.dumps(said, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _section(section: ReportSection) -> list[Any]:
    bullets = [[b.id, b.line, b.rag, b.origin, b.note] for b in section.bullets]
    names = [block.name for block in section.blocks]
    return [section.heading, section.rag, section.rating_note, section.lines, names, bullets]


def issue_name(number: int, day: date) -> str:
    """``Issue 1, 24 October 2008``: what stands on a report instead of Draft."""
    return f"Issue {number}, {spoken_day(day)}"


def marked(report: HighlightReport, number: int, day: date) -> HighlightReport:
    """The report with its issue in place of Draft."""
    return replace(report, state=issue_name(number, day))


def with_record(
    report: HighlightReport,
    register: Register,
    period: Period,
    last: Mapping[str, Any] | None,
    names: Mapping[str, str],
) -> HighlightReport:
    """The report with who approved it, and what it says otherwise than the last issue that stands (``last``: its data)."""
    content = fingerprint(report)
    approved = approval_lines(register.approvals_of(period), content, names)
    issues = register.standing_reports(period)
    if not issues or last is None:
        return replace(report, approved=approved)
    since = issue_name(issues[-1].number, issues[-1].at.date())
    found = differences(last, report)
    if not found and issues[-1].content != content:
        found = (NOTHING_ELSE,)
    return replace(report, approved=approved, since=since, differences=found)


def steps_of(setting: str) -> tuple[str, ...]:
    """The approval steps of an agreement, from its setting."""
    return tuple(step for part in setting.split(";") if (step := as_words(part)))


def approval_lines(approvals: Iterable[Approval], content: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Who agreed and when, a line each; that the report was changed since, where it was. ``names``: of blocks, by code."""
    return tuple(
        f"Approved: {one.step}{', ' + names.get(one.block, one.block) if one.block else ''}"
        f"{' (' + one.by + ')' if one.by != one.step else ''}, {spoken_day(one.on)}"
        f"{'' if one.content == content else '; what it says has changed since'}."
        for one in approvals
    )


def not_approved(approvals: Iterable[Approval], steps: Iterable[str], content: str, blocks: Iterable[str]) -> list[str]:
    """The steps that are not taken yet for what the report says now; of one that some ``blocks`` took, those that did not."""
    taken: dict[str, set[str]] = {}
    for one in approvals:
        if one.content == content:
            taken.setdefault(one.step.casefold(), set()).add(one.block)
    out, every = [], list(blocks)
    for step in steps:
        by = taken.get(step.casefold(), set())
        left = [code for code in every if code not in by]
        if not by:
            out.append(step)
        elif "" not in by and left:
            out.append(f"{step} ({', '.join(left)})")
    return out


def issued_rows(register: Register, standing: Mapping[str, str]) -> list[dict[str, Any]]:
    """The master's table of issued reports, a row a file; ``standing`` says how each kept file is."""
    rows = [
        {
            "period": report.period,
            "number": report.number,
            "issued": report.at.date(),
            "state": standing.get(file.kept, AS_ISSUED),
            "approved": _approved(register, report.period, report.content),
            "withdrawn": _withdrawn(report),
            "kept": file.kept,
            "sha256": file.sha256,
        }
        for report in sorted(register.reports, key=lambda one: (one.period, one.number))
        for file in report.files
    ]
    issued = {(report.period, report.content) for report in register.reports}
    drafts = dict.fromkeys(one.period for one in register.approvals if (one.period, one.content) not in issued)
    rows += [
        {"period": period, "state": "approved, not issued", "approved": _approved(register, period, "", issued)}
        for period in drafts
    ]
    return sorted(rows, key=lambda row: str(row["period"]))


def _approved(register: Register, period: str, content: str, issued: Container[tuple[str, str]] = ()) -> str:
    """Who agreed to what an issue says; with no ``content``, to drafts that were not issued as they were."""
    mine = (
        one
        for one in register.approvals_of(Period.parse(period))
        if (one.content == content if content else (one.period, one.content) not in issued)
    )
    return "; ".join(
        f"{one.step}{' ' + one.block if one.block else ''}, {one.by}, {spoken_day(one.on)}" for one in mine
    )


def _withdrawn(report: IssuedReport) -> str:
    gone = report.withdrawn
    return f"{spoken_day(gone.at)}, {gone.by}: {gone.reason}" if gone else ""


def not_as_issued(reports: Iterable[IssuedReport], standing: Mapping[str, str]) -> list[str]:
    """A sentence for each issued file that is changed or gone, and was not taken out on purpose."""
    return [
        f"{file.kept} ({issue_name(report.number, report.at.date())}) is {_WORDS[standing[file.kept]]}. "
        "Put it back from your backup."
        for report in reports
        for file in _odd(report.every_file, standing)
    ]


_WORDS = {CHANGED: "no longer as it was issued", GONE: "not there any more"}


def _odd(files: Iterable[KeptFile], standing: Mapping[str, str]) -> Iterable[KeptFile]:
    return (file for file in files if standing.get(file.kept, AS_ISSUED) in _WORDS)
