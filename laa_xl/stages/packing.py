"""What a pack for Government says and holds: the reported indicators, how ready it is, its cover note and contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from laa_xl.declare.office_lists import REPORTED
from laa_xl.domain.agreement import Agreement
from laa_xl.domain.assessment import Assessment, for_government
from laa_xl.domain.disclosure import kept_back, own_words
from laa_xl.domain.findings import Finding
from laa_xl.domain.in_words import counts_sentence
from laa_xl.domain.leaks import Few
from laa_xl.domain.periods import Period
from laa_xl.domain.sentences import listed, many, spoken_code, spoken_day
from laa_xl.domain.told_numbers import tells
from laa_xl.domain.words import Rag, Severity

Rows = list[dict[str, Any]]
PACK_FORMAT = 1
# What a small count would be known from: its own figures, and whatever is worked out from them.
_SMALL = (
    "actual",
    "numerator",
    "denominator",
    "forecast",
    "variance",
    "variance_pct",
    "performance",
    "direction",
    "explanation",
)


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of the pack, and what it is in a few words."""

    name: str
    what: str
    data: bytes


@dataclass(frozen=True, slots=True)
class About:
    """What cover note, manifest and list of contents share. ``report`` is the state printed on the report."""

    period: Period
    now: datetime
    version: str  # of laa-xl
    report: str
    ready: tuple[str, ...]  # what is not as it should be, a sentence each
    suppression: str
    because: str = ""  # why it goes although something is not as it should be


def reported_rows(agreement: Agreement, assessment: Assessment, rows: Sequence[Mapping[str, Any]]) -> Rows:
    """The master's rows of one period that Government is told: no local-only indicator, only declared columns.

    A figure that is not told is replaced by words, and whatever gives it away is left out.
    """
    items = {item.indicator.code: item for item in for_government(assessment, agreement.settings.rollup).indicators}
    kept = kept_back(items.values(), agreement.settings.suppression_threshold)
    names = {column.name for column in REPORTED.columns} | {"decimals"}
    found = []
    for row in rows:
        item = items.get(str(row["code"]))
        if item is None or row["period"] != str(assessment.period):
            continue
        mine = {name: value for name, value in row.items() if name in names}
        if kept.hides(item.indicator.code):
            mine = {name: None if name in _SMALL else value for name, value in mine.items()}
            mine["actual"] = kept.word(item.indicator.code)
        found.append(mine)
    return found


def few_of(agreement: Agreement, assessment: Assessment) -> tuple[Few, ...]:
    """What the inspector looks for: each figure that is kept back, local-only ones too, and the numbers that tell it.

    Left out are numbers that are told anyway: targets, the threshold, and what stands in the indicator's own words.
    """
    found = []
    for item in assessment.indicators:
        if item.kept is None:
            continue
        row, indicator, aims = item.row, item.indicator, (item.aims.period, item.aims.year_end)
        parts = [row.number_of(name) for name in ("denominator",)] if row else []
        numbers = {*item.numbers, *(number for number in parts if number is not None)}
        told = {number for aim in aims for number in (aim.value, aim.low, aim.high)}
        told |= {agreement.settings.suppression_threshold, indicator.baseline}
        own = own_words(indicator)
        left = frozenset(number for number in numbers - told if not tells({number}, own, own))
        if left:
            outcome, theme = agreement.outcome_of(indicator), agreement.theme(item.theme)
            names = (outcome.title, theme.name, agreement.block(theme.block).name)
            found.append(Few(indicator.code, left, own, names, (outcome.code, theme.code, theme.block)))
    return tuple(found)


def few_of_all(agreement: Agreement, assessments: Iterable[Assessment]) -> tuple[Few, ...]:
    """The same of several quarters, for what tells of more than one; what is the same in two of them once."""
    return tuple({one: None for assessment in assessments for one in few_of(agreement, assessment)})


def suppression_line(agreement: Agreement, assessment: Assessment) -> str:
    """Which figures are not shown, in a sentence or two."""
    items = for_government(assessment, agreement.settings.rollup).indicators
    few = agreement.settings.suppression_threshold
    if not any(item.indicator.suppress_small for item in items):
        return "No suppression of small counts was asked for."
    kept = kept_back(items, few)
    said = f"Counts below {few} are not shown where the indicator asks for it: {many(len(kept.small), 'figure')}."
    if kept.beside:
        said += (
            f" As one of them could be worked out from it, or is forecast: {many(len(kept.beside), 'further figure')}."
        )
    return said


def readiness(
    agreement: Agreement,
    assessment: Assessment,
    findings: Mapping[str, Sequence[Finding]],
    issued: str,
    unapproved: Sequence[str] = (),
) -> tuple[str, ...]:
    """What is not as it should be, a sentence each; nothing where all is. ``findings``: of accepted returns, by theme.

    ``issued`` says how the report stands where it is not issued as it is; "" otherwise. ``unapproved``: the approval steps
    that nobody took for what it says. Nothing local only is named.
    """
    items = for_government(assessment, agreement.settings.rollup).indicators
    said = [issued] if issued else []
    if unapproved:
        said.append(f"Nobody has approved the report as {listed(unapproved)}.")
    missing = [theme.name for theme in agreement.themes if theme.code not in findings]
    if missing:
        said.append(f"{many(len(missing), 'return')} not accepted: {listed(missing, ';')}.")
    bare = [spoken_code(i.indicator.code) for i in items if i.effective is Rag.RED and i.row and i.row.blank("cause")]
    if bare:
        said.append(f"Red without a cause: {listed(bare)}.")
    undone = [
        spoken_code(i.indicator.code) for i in items if i.effective is Rag.RED and i.row and i.row.blank("action")
    ]
    if undone:
        said.append(f"Red without an improvement action: {listed(undone)}.")
    private = {indicator.code for indicator in agreement.indicators if indicator.local_only}
    public = [f for found in findings.values() for f in found if f.row not in private]
    asked = [f for f in public if not f.settled]
    open_ones = sum(f.severity is Severity.CONFIRM for f in asked)
    if open_ones:
        said.append(f"{many(open_ones, 'unusual entry', 'unusual entries')} not yet confirmed by the partner.")
    broken = sum(f.severity is Severity.MUST_FIX for f in asked)
    if broken:
        said.append(f"{many(broken, 'entry', 'entries')} to be fixed since the agreement or a waiver changed.")
    if waived := sum(f.waived is not None for f in public):
        said.append(f"Waived by the county team, and accepted as sent: {many(waived, 'entry', 'entries')}.")
    if assessment.direction is None:
        said.append("The direction of travel has not been decided.")
    return tuple(said)


def cover_note(agreement: Agreement, assessment: Assessment, about: About, files: Sequence[PackFile]) -> str:
    """The letter that goes with the pack, as plain text."""
    settings = agreement.settings
    counts = for_government(assessment, settings.rollup).counts
    lines = [
        settings.title,
        f"Return to Government for {about.period.spelled}",
        "",
        f"To:    {settings.government_office}",
        f"From:  {settings.accountable_body}",
        f"Date:  {spoken_day(about.now.date())}",
        "",
        counts_sentence(counts),
        "",
        "In this pack",
        *(f"- {file.name}: {file.what}" for file in files),
        "- contents.txt and manifest.json: the list of contents, with fingerprints",
        "",
        "Please note",
        *(f"- {line}" for line in about.ready or ("Every return was accepted, and nothing is left to be confirmed.",)),
        *([f"- {_gone_on(about)}"] if about.ready else []),
        f"- {about.suppression}",
        f"- Ratings follow the rule {_rule(agreement)}.",
    ]
    if settings.illustrative_note:
        lines.append(f"- {settings.illustrative_note}")
    return "\n".join(lines) + "\n"


def _gone_on(about: About) -> str:
    return (
        f"It is sent all the same: {about.because}"
        if about.because
        else "It is sent all the same; no reason was given."
    )


def manifest(
    agreement: Agreement, about: About, files: Sequence[PackFile], hashes: Mapping[str, str]
) -> dict[str, Any]:
    """The contents for other programs: files with fingerprints, period, agreement, rules and versions."""
    settings = agreement.settings
    return {
        "pack": PACK_FORMAT,
        "agreement": settings.code,
        "title": settings.title,
        "accountable_body": settings.accountable_body,
        "government_office": settings.government_office,
        "period": str(about.period),
        "period_spelled": about.period.spelled,
        "made": about.now.isoformat(timespec="seconds"),
        "made_with": f"laa-xl {about.version}",
        "report": about.report,
        "rating_rule": {"mode": settings.rating_mode.value, "version": settings.rating_version},
        "rollup_rule": {"version": settings.rollup.version},
        "suppression": about.suppression,
        "to_note": list(about.ready),
        "sent_because": about.because or None,
        "files": [
            {"name": file.name, "what": file.what, "bytes": len(file.data), "sha256": hashes[file.name]}
            for file in files
        ],
    }


def contents_text(agreement: Agreement, about: About, files: Sequence[PackFile], hashes: Mapping[str, str]) -> str:
    """The contents for people."""
    lines = [
        "Contents of this pack",
        "",
        f"Agreement:  {agreement.settings.title} ({agreement.settings.code})",
        f"Period:     {about.period.spelled}",
        f"Report:     {about.report}",
        f"Made:       {spoken_day(about.now.date())}, {about.now:%H:%M}, with laa-xl {about.version}",
        f"Rules:      {_rule(agreement)}",
        f"Counts:     {about.suppression}",
        "",
    ]
    for file in files:
        lines += [file.name, f"  {file.what}", f"  {len(file.data):,} bytes, SHA-256 {hashes[file.name]}", ""]
    return "\n".join(lines)


def _rule(agreement: Agreement) -> str:
    settings = agreement.settings
    return (
        f'"{settings.rating_mode.value}", version {settings.rating_version}, and the roll-up rule, version '
        f"{settings.rollup.version}"
    )
