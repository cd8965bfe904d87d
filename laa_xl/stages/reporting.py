"""From an assessment, the partners' returns and the officers' inputs to the highlight report, drafted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.assessment import Assessment, for_government
from laa_xl.domain.changes import change_lines
from laa_xl.domain.drafting import decided, decision_on
from laa_xl.domain.drafts import (
    Draft,
    distinct,
    heaviest_first,
    merged,
    said_about,
    shortened,
    told_drafts,
    without_repeats,
)
from laa_xl.domain.editing import apply_edits
from laa_xl.domain.entry_drafts import county_drafts, narrative_drafts, risk_drafts
from laa_xl.domain.figure_drafts import before_decisions, block_drafts, off_target_drafts, strength_drafts
from laa_xl.domain.gap_changes import change_sentence
from laa_xl.domain.gap_drafts import gap_drafts
from laa_xl.domain.in_words import counts_sentence, rule_lines, travel_sentence
from laa_xl.domain.inputs import Inputs, Level
from laa_xl.domain.periods import Period, year_to_date
from laa_xl.domain.rated_lines import differences_sentence, rated_line
from laa_xl.domain.report import DRAFT, BlockBullets, Bullet, HighlightReport, ReportSection
from laa_xl.domain.returns import Return
from laa_xl.domain.sections import MISSING_INFORMATION, SECTIONS, Section
from laa_xl.domain.sentences import listed, many, sentences

OVERALL, DIRECTION = "1", "2"
UNDECIDED = "To be decided by the county team."
NOTHING = "Nothing to report."
_RATED = {OVERALL: Level.AGREEMENT.value, DIRECTION: Level.DIRECTION.value}


def draft_highlight(
    agreement: Agreement,
    assessment: Assessment,
    returns: Mapping[str, Return],
    inputs: Inputs,
    period: Period,
    before: Assessment | None = None,
) -> HighlightReport:
    """Draft the highlight report of a period; ``returns`` are that period's, by theme, and ``before`` the quarter before it.

    Every bullet says where it comes from and has an id that stays the same from run to run, so that the
    officers' edits of the period, applied last, survive. Local-only indicators are left out throughout.
    """
    reported = for_government(assessment, agreement.settings.rollup)
    earlier = for_government(before, agreement.settings.rollup) if before else None
    settings = agreement.settings
    drafts = without_repeats(merged(list(distinct(_drafts(agreement, reported, returns, inputs, period)))))
    drafts = [shortened(draft, settings.bullet_words) for draft in heaviest_first(drafts)]
    report = HighlightReport(
        agreement=settings.title,
        area=settings.area,
        government_office=settings.government_office,
        period_title=year_to_date(period),
        period_spelled=period.spelled,
        state=DRAFT,
        sections=tuple(_section(section, agreement, reported, drafts, earlier) for section in SECTIONS),
        rules=(
            *rule_lines(agreement.at(period)),
            *change_lines(agreement, (item.indicator.code for item in reported.indicators), period),
        ),
        ratings=tuple(rated_line(item, agreement) for item in reported.indicators),
        illustrative_note=settings.illustrative_note or "",
        unplaced=tuple(draft.bullet for draft in drafts if not draft.section),
        quarter=str(period),
    )
    names = {block.code: block.name for block in agreement.blocks}
    mine = [edit for edit in inputs.edits if edit.period == period]
    return within_length(apply_edits(report, mine, names), settings.block_bullets)


def _drafts(
    agreement: Agreement,
    assessment: Assessment,
    returns: Mapping[str, Return],
    inputs: Inputs,
    period: Period,
) -> list[Draft]:
    """All bullets in the order in which they stand in a block: county, partners, ratings, risks, gaps."""
    received = [returns[theme.code] for theme in agreement.themes if theme.code in returns]
    items = assessment.indicators
    narrative = list(
        told_drafts((one for returned in received for one in narrative_drafts(agreement, returned)), items)
    )
    said = said_about(narrative)
    return [
        *county_drafts(agreement, [entry for entry in inputs.county if entry.period == period]),
        *narrative,
        *block_drafts(assessment),
        *off_target_drafts(agreement, items, said),
        *told_drafts((one for returned in received for one in risk_drafts(agreement, returned, said)), items),
        *strength_drafts(agreement, items, said),
        *gap_drafts(agreement, items, returns, period, said, inputs.deadlines),
    ]


def within_length(report: HighlightReport, most: int) -> HighlightReport:
    """The report with at most so many bullets in a block of a section. The last ones go, never an officer's, and it is said."""
    gone: list[Bullet] = []

    def cut(block: BlockBullets) -> BlockBullets:
        drafted = [bullet for bullet in block.bullets if not bullet.edited and bullet.kind != "added"]
        over = max(0, min(len(block.bullets) - most, len(drafted)))
        if not over:
            return block
        out = drafted[-over:]
        gone.extend(out)
        topics = listed(dict.fromkeys(bullet.heading or bullet.id for bullet in out), ";")
        said = f"Left out for length, and kept in the county's workbook: {many(over, 'point')} ({topics})."
        return replace(block, bullets=tuple(one for one in block.bullets if one not in out), left_out=said)

    sections = tuple(replace(one, blocks=tuple(cut(block) for block in one.blocks)) for one in report.sections)
    return replace(report, sections=sections, left_out=tuple(gone))


def _section(
    section: Section,
    agreement: Agreement,
    assessment: Assessment,
    drafts: Iterable[Draft],
    before: Assessment | None,
) -> ReportSection:
    mine = [draft for draft in drafts if draft.section == section.code]
    rag, note = _rating(section.code, assessment)
    lines = _lines(section.code, assessment, mine, before)
    blocks = [("", ""), *((block.code, block.name) for block in agreement.blocks)]
    grouped = (
        BlockBullets(code, name, tuple(draft.bullet for draft in mine if draft.block == code)) for code, name in blocks
    )
    shown = tuple(block for block in grouped if block.bullets)
    return ReportSection(section.code, section.title, rag, note, lines, shown, _RATED.get(section.code, ""))


def _rating(code: str, assessment: Assessment) -> tuple[str, str]:
    """The rating of the first two sections and how it came about; the others have none."""
    if code == OVERALL:
        overall = assessment.agreement
        figures, rule, _ = overall.suggested.explanation.partition(": grey if")  # the rule itself stands at the end
        suggested = f"{figures}." if rule else figures
        note = sentences(decision_on(overall), suggested, before_decisions(overall))
        return overall.effective, note
    if code == DIRECTION and assessment.direction:
        return assessment.direction.rating, decided(assessment.direction)
    return "", UNDECIDED if code == DIRECTION else ""


def _lines(code: str, assessment: Assessment, drafts: Sequence[Draft], before: Assessment | None) -> tuple[str, ...]:
    """What stands below a section's heading, before its bullets."""
    if code == OVERALL:
        return tuple(line for line in (counts_sentence(assessment.counts), differences_sentence(assessment)) if line)
    if code == DIRECTION:
        return (travel_sentence(assessment.travels),)
    lines = () if drafts else (NOTHING,)
    if code != MISSING_INFORMATION:
        return lines
    not_due = assessment.agreement.suggested.tally.not_due
    left_out = f"Left out, as not due in this period: {many(not_due, 'indicator')}." if not_due else ""
    return (*lines, *(line for line in (change_sentence(assessment, before), left_out) if line))
