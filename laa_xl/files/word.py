"""Writes the highlight report as a Word document: real headings and lists, ratings in words, grey sources."""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime

from docx.document import Document as WordDocument

from laa_xl.domain.report import (
    DIFFERENCES_HEADING,
    NO_DIFFERENCE,
    RATED_COLUMNS,
    RATED_HEADING,
    RULES_HEADING,
    HighlightReport,
    ReportSection,
)
from laa_xl.domain.sentences import as_words
from laa_xl.files.word_parts import (
    ACROSS,
    About,
    add_bullet,
    finished,
    front,
    heading,
    list_item,
    new_document,
    page_across,
    rating,
    rules,
)
from laa_xl.files.word_tables import add_row, table


def report_docx(report: HighlightReport, created: datetime) -> bytes:
    """The report as a .docx; the same report and time always give the same bytes."""
    header = f"{report.agreement} · {report.period_title} · {report.state}"
    document = new_document(About(report.title, f"{report.agreement}, {report.period}", header, created))
    when = (f"{report.period} · {report.state}", *report.approved)
    front(document, report.title, report.agreement, when, report.illustrative_note)
    for section in report.sections:
        _section(document, section)
    if report.since:
        heading(document, DIFFERENCES_HEADING.format(since=report.since), 1)
        for line in report.differences or (NO_DIFFERENCE.format(since=report.since),):
            list_item(document, as_words(line))
    rules(document, RULES_HEADING, report.rules)
    if report.ratings:
        _ratings(document, report)
    return finished(document)


def _section(document: WordDocument, section: ReportSection) -> None:
    heading(document, as_words(section.heading), 1)
    if section.rag:
        rating(document, section.rag)
    for line in (section.rating_note, *section.lines):
        if line:
            document.add_paragraph(as_words(line))
    for block in section.blocks:
        if block.name:
            heading(document, as_words(block.name), 2)
        for bullet in block.bullets:
            add_bullet(document, bullet)


def _ratings(document: WordDocument, report: HighlightReport) -> None:
    """Every indicator in a table across the page."""
    page_across(document)
    heading(document, RATED_HEADING, 1)
    rows = [astuple(line) for line in report.ratings]
    made = table(document, RATED_COLUMNS, ACROSS, rows)
    for row in rows:
        add_row(made, row)
