"""What people wrote, as bullets: partners' narrative and high risks, and the county team's own entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.drafting import topic, who_and_when, with_owner
from laa_xl.domain.drafts import HIGH_RISK, Draft, Said
from laa_xl.domain.inputs import CountyEntry
from laa_xl.domain.report import Bullet, Source
from laa_xl.domain.returns import Return, Row
from laa_xl.domain.risk import said as score_said
from laa_xl.domain.risk import score
from laa_xl.domain.sections import SECTIONS, section_code
from laa_xl.domain.sentences import (
    as_sentence,
    as_words,
    digest,
    sentences,
    slug,
    spoken_day,
    unsaid,
    without_stop,
)

MANDATORY_RISKS, OTHER_RISKS = "3", "3b"
_SECTIONS = {section.code for section in SECTIONS}
_MANDATORY = "Mandatory outcome"
_HIGH_RISK = "High risk"
_ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?(\d+)")


def source_of(agreement: Agreement, returned: Return, row: Row, column: str) -> Source:
    """Where a column of a return's row stands."""
    return Source(agreement.theme(returned.theme).name, returned.file, row.sheet, row.cell(column))


def master_source(sheet: str, cell: str) -> Source:
    """A row of an input table of the master."""
    found = _ADDRESS.fullmatch(cell)
    return Source("", "", sheet, f"row {found[1]}" if found else cell)


def _section(choice: str) -> str:
    code = section_code(choice.strip())
    return code if code in _SECTIONS else ""


def _known_block(agreement: Agreement, code: str) -> str:
    wanted = code.strip().casefold()
    return next((block.code for block in agreement.blocks if block.code.casefold() == wanted), "")


def _about(agreement: Agreement, row: Row) -> Indicator | None:
    """The indicator that a line names; None for none, or for one that the agreement does not know."""
    return agreement.spelled(row.text_of("indicator"))


def _spoken(value: object) -> str:
    return spoken_day(value) if isinstance(value, date) else "" if value is None else str(value)


def _key(row: Row, text: str) -> str:
    return row.key or digest(text)


def narrative_drafts(agreement: Agreement, returned: Return) -> Iterator[Draft]:
    """The lines of the Narrative sheet, each in the section, and under the block, that the partner chose.

    A line about a local-only indicator is never reported. One without a valid section has section "".
    """
    theme = agreement.theme(returned.theme)
    for row in returned.rows("narrative"):
        heading, text = without_stop(row.text_of("heading")), as_sentence(row.text_of("text"))
        if not text:
            heading, text = "", as_sentence(heading)
        indicator = _about(agreement, row)
        if not text or (indicator and indicator.local_only):
            continue
        section, when = _section(row.text_of("section")), _spoken(row["when"])
        block = _known_block(agreement, row.text_of("block")) or theme.block
        bullet = Bullet(
            id=f"{section or 'none'}/{theme.code}/narrative/{_key(row, text)}",
            heading=heading,
            text=sentences(text, who_and_when(row.text_of("who"), when)),
            source=source_of(agreement, returned, row, "text"),
            kind="narrative",
        )
        public = sentences(text, who_and_when("", when))
        yield Draft(section, block, bullet, indicator.code if indicator else "", public=public)


def county_drafts(agreement: Agreement, entries: Iterable[CountyEntry]) -> Iterator[Draft]:
    """The county team's own entries; without a block they stand above all blocks."""
    for entry in entries:
        heading, text = without_stop(entry.heading), as_sentence(entry.text)
        if not text:
            heading, text = "", as_sentence(heading)
        if not text:
            continue
        section, block = _section(entry.section), _known_block(agreement, entry.block)
        bullet = Bullet(
            id=f"{section or 'none'}/county/{block or 'all'}/{slug(heading or text)}",
            heading=heading,
            text=sentences(text, who_and_when(entry.who, entry.when)),
            source=master_source("County entries", entry.cell),
            kind="county",
        )
        yield Draft(section, block, bullet, public=sentences(text, who_and_when("", entry.when)))


def risk_drafts(agreement: Agreement, returned: Return, said: Said) -> Iterator[Draft]:
    """The risks of the Risks sheet whose score is high."""
    theme = agreement.theme(returned.theme)
    for row in returned.rows("risks"):
        likelihood, impact = row.number_of("likelihood"), row.number_of("impact")
        reached = score(likelihood, impact)
        indicator = _about(agreement, row)
        if reached is None or reached < agreement.settings.risk_high:
            continue
        if indicator and indicator.local_only:
            continue
        section = MANDATORY_RISKS if row.text_of("outcome_kind") == _MANDATORY else OTHER_RISKS
        before = said.get((section, indicator.code), "") if indicator else ""
        text = _risk_words(row, before, f"{score_said(likelihood, impact, reached)}.")
        bullet = Bullet(
            id=f"{section}/{theme.code}/risks/{_key(row, text)}",
            heading=topic(indicator) if indicator else _HIGH_RISK,
            text=text,
            source=source_of(agreement, returned, row, "risk"),
            kind="risk",
        )
        code = indicator.code if indicator else ""
        weight = HIGH_RISK - float(reached) / 100  # the highest score first
        yield Draft(section, theme.block, bullet, code, joined=f"{_HIGH_RISK}: {text}", weight=weight)


def _risk_words(row: Row, before: str, scored: str) -> str:
    review = row.date_of("review")
    cause = unsaid(row.text_of("risk_cause"), before)
    mitigation = as_words(row.text_of("mitigation"))
    when = f"review {spoken_day(review)}" if review else ""
    return sentences(
        unsaid(row.text_of("risk"), before),
        f"Cause: {cause}" if cause else "",
        f"Mitigation: {with_owner(mitigation, row.text_of('owner'), when)}" if mitigation else "",
        scored,
    )
