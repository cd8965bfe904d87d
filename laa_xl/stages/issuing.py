"""A report as it is issued: known by what it says, marked with its number and day, listed in the master."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from laa_xl.domain.register import IssuedReport, KeptFile, Register
from laa_xl.domain.report import HighlightReport, ReportSection
from laa_xl.domain.sentences import spoken_day

AS_ISSUED, CHANGED, GONE = "as issued", "changed since", "not there"


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


def issued_rows(register: Register, standing: Mapping[str, str]) -> list[dict[str, Any]]:
    """The master's table of issued reports, a row a file; ``standing`` says how each kept file is."""
    return [
        {
            "period": report.period,
            "number": report.number,
            "issued": report.at.date(),
            "state": standing.get(file.kept, AS_ISSUED),
            "kept": file.kept,
            "sha256": file.sha256,
        }
        for report in sorted(register.reports, key=lambda one: (one.period, one.number))
        for file in report.files
    ]


def not_as_issued(reports: Iterable[IssuedReport], standing: Mapping[str, str]) -> list[str]:
    """A sentence for each issued file that is changed or gone."""
    return [
        f"{file.kept} ({issue_name(report.number, report.at.date())}) is {_WORDS[standing[file.kept]]}. "
        "Put it back from your backup."
        for report in reports
        for file in _odd(report.files, standing)
    ]


_WORDS = {CHANGED: "no longer as it was issued", GONE: "not there any more"}


def _odd(files: Iterable[KeptFile], standing: Mapping[str, str]) -> Iterable[KeptFile]:
    return (file for file in files if standing.get(file.kept, AS_ISSUED) != AS_ISSUED)
