"""The highlight report, laid out as a page: of the master, or of a workbook of its own."""

from __future__ import annotations

from laa_xl.domain.report import HighlightReport, ReportSection
from laa_xl.files.page import Page
from laa_xl.files.reading import COLUMNS, SMALL, Reading

RULES_HEADING = "How this report was rated"
NO_REPORT = "There is no report yet: no return was accepted."

_LINES_ABOVE = 4  # title, agreement, period, and what is illustrative, whether or not anything is


def report_page(report: HighlightReport | None) -> Page:
    """The report from its title to its rules; None where no return was accepted yet. The headings never move."""
    layout = _Layout()
    if report is None:
        layout.line(NO_REPORT, "title")
    else:
        for text, role in (
            (report.title, "title"),
            (report.agreement, "section"),
            (f"{report.period} · {report.state}", "subtitle"),
            (report.illustrative_note, "warning"),
        ):
            layout.line(text, role)
    buttons = layout.draft.row = max(layout.draft.row, _LINES_ABOVE)
    layout.draft.row += 1
    layout.headings()
    if report is not None:
        layout.body(report)
    draft = layout.draft
    return Page(tuple(draft.cells), draft.heights, draft.row, len(COLUMNS), len(COLUMNS), tuple(draft.anchors), buttons)


class _Layout(Reading):
    def body(self, report: HighlightReport) -> None:
        for section in report.sections:
            self._section(section)
        self.draft.row += 1
        self.line(RULES_HEADING, "section")
        for rule in report.rules:
            self.line(rule, "guidance", size=SMALL)

    def _section(self, section: ReportSection) -> None:
        self.draft.row += 1
        if section.rag:
            self.rating(section.rag)
        self.line(section.heading, "section")
        self.line(section.rating_note, "guidance")
        for line in section.lines:
            self.line(line, "guidance")
        for block in section.blocks:
            if block.name:
                self.line(block.name, "subsection")
            for bullet in block.bullets:
                self.bullet(bullet)
