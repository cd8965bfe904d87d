"""The reports that were issued: whether their files still stand as they were kept, and what the last one said."""

from __future__ import annotations

import json
from typing import Any

from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register
from laa_xl.domain.report import HighlightReport
from laa_xl.files.store import StoreError, read_file, sha256_of
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.removals import removed
from laa_xl.stages.issuing import AS_ISSUED, CHANGED, GONE, REMOVED, with_record


def standing_of(programme: Programme, register: Register) -> dict[str, str]:
    """How each file of an issued report is, by its place: as issued, changed since, removed on purpose, or not there."""
    return {
        file.kept: _standing(programme, file.kept, file.sha256)
        for report in register.reports
        for file in report.every_file
    }


def _standing(programme: Programme, kept: str, sha256: str) -> str:
    path = programme.root / kept
    if removed(path):
        return REMOVED
    if not path.is_file():
        return GONE
    try:
        return AS_ISSUED if sha256_of(read_file(path)) == sha256 else CHANGED
    except StoreError:
        return CHANGED


def recorded(programme: Programme, state: State, report: HighlightReport, period: Period) -> HighlightReport:
    """The report with its approvals, and what it says otherwise than the last issue that stands."""
    names = {block.code: block.name for block in state.agreement.blocks}
    return with_record(report, state.register, period, _last_said(programme, state.register, period), names)


def _last_said(programme: Programme, register: Register, period: Period) -> dict[str, Any] | None:
    """What the last issue said; None where there is none, or its data is changed or gone (which every run tells)."""
    issues = register.standing_reports(period)
    kept = issues[-1].data if issues else None
    if kept is None or _standing(programme, kept.kept, kept.sha256) != AS_ISSUED:
        return None
    found: dict[str, Any] = json.loads(read_file(programme.root / kept.kept))
    return found
