"""A report as it is issued: known by what it says, marked with its number and day, listed in the master."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from hashlib import sha256
from typing import Any

from laa_xl.domain.disclosure import WITHHELD, stands_for_kept
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Approval, IssuedReport, KeptFile, Register
from laa_xl.domain.report import HighlightReport, ReportSection
from laa_xl.domain.sentences import as_words, spoken_code, spoken_day
from laa_xl.domain.whole_words import pattern_of

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
    return replace(report, approved=approved, since=since, differences=differences(last, report))


def said_by(report: HighlightReport) -> dict[str, Any]:
    """What a report says, as data: kept beside its files, and compared with later drafts."""
    return {
        "report": 1,  # the version of this format
        "title": report.title,
        "agreement": report.agreement,
        "period": report.quarter,
        "state": report.state,
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "rating": section.rag,
                "blocks": [
                    {
                        "code": block.code,
                        "name": block.name,
                        "bullets": [
                            {
                                "id": one.id,
                                "rating": one.rag,
                                "heading": one.heading,
                                "text": one.text,
                                "source": one.origin,
                            }
                            for one in block.bullets
                        ],
                    }
                    for block in section.blocks
                ],
            }
            for section in report.sections
        ],
        "ratings": [asdict(line) for line in report.ratings],
    }


def differences(before: Mapping[str, Any], now: HighlightReport) -> tuple[str, ...]:
    """What a report says otherwise than an issue did (its data): ratings, then what was added, dropped and changed.

    Each line has both words. A bullet is the same one by its reference, wherever it stands. What an issue said of an indicator
    whose figure is kept back since is not said again.
    """
    here = said_by(now)
    earlier, names = _bullets(before), _kept_back(now)
    new = _bullets(here)
    old = {
        ref: (where, WITHHELD if names and names.search(line) else line, rag)
        for ref, (where, line, rag) in earlier.items()
    }
    old |= {ref: said for ref, said in earlier.items() if new.get(ref) == said}
    lines = [*_ratings(before, here)]
    for ref, (where, line, rag) in new.items():
        if ref not in old:
            lines.append(f"Added in {where}: {_rated(rag)}{line}")
    for ref, (where, line, rag) in old.items():
        if ref not in new:
            lines.append(f"Dropped from {where}: {_rated(rag)}{line}")
    for ref, (where, line, rag) in new.items():
        if ref not in old or old[ref] == (where, line, rag):
            continue
        was_where, was, was_rag = old[ref]
        moved = f" (it stood in {was_where})" if was_where != where else ""
        if (was, was_rag) == (line, rag):
            lines.append(f"Moved to {where}{moved}: {line}")
        elif was == line:
            lines.append(
                f"Rated otherwise in {where}{moved}: {rag or 'no rating'}, before {was_rag or 'no rating'}. {line}"
            )
        else:
            lines.append(f"Changed in {where}{moved}. Before: {_rated(was_rag)}{was} Now: {_rated(rag)}{line}")
    return tuple(lines)


def _kept_back(report: HighlightReport) -> re.Pattern[str] | None:
    """By which names the indicators go whose figures are kept back; None where there are none."""
    codes = [line.code for line in report.ratings if stands_for_kept(line.actual)]
    forms = {form for code in codes for form in (code, spoken_code(code))}
    return pattern_of(sorted(forms), any_case=False) if forms else None


def _ratings(before: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[str]:
    was = {section["code"]: section["rating"] for section in before["sections"]}
    for section in here["sections"]:
        old = was.get(section["code"], "")
        if old != section["rating"]:
            yield f"{section['title']}: {section['rating'] or 'no rating'}, before {old or 'no rating'}."


def _bullets(said: Mapping[str, Any]) -> dict[str, tuple[str, str, str]]:
    """Where each bullet stands, its words, its rating, by reference."""
    return {
        one["id"]: (
            f"{section['code']}){' ' + block['name'] if block['name'] else ''}",
            f"{one['heading']}: {one['text']}" if one["heading"] else one["text"],
            one["rating"],
        )
        for section in said["sections"]
        for block in section["blocks"]
        for one in block["bullets"]
    }


def _rated(rag: str) -> str:
    return f"[{rag}] " if rag else ""


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
    """A sentence for each issued file that is changed or gone."""
    return [
        f"{file.kept} ({issue_name(report.number, report.at.date())}) is {_WORDS[standing[file.kept]]}. "
        "Put it back from your backup."
        for report in reports
        for file in _odd(report.every_file, standing)
    ]


_WORDS = {CHANGED: "no longer as it was issued", GONE: "not there any more"}


def _odd(files: Iterable[KeptFile], standing: Mapping[str, str]) -> Iterable[KeptFile]:
    return (file for file in files if standing.get(file.kept, AS_ISSUED) != AS_ISSUED)
