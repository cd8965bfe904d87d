"""The highlight report, laid out as a page: of the master, or of a workbook of its own."""

from __future__ import annotations

from laa_xl.domain.report import (
    DIFFERENCES_HEADING,
    NO_DIFFERENCE,
    RULES_HEADING,
    BlockBullets,
    Bullet,
    HighlightReport,
    ReportSection,
)
from laa_xl.domain.report_sheet import (
    DRAFTED_HEADING,
    KEY_HEADING,
    PRINTED_HEADING,
    Mark,
    RowKind,
    order_text,
    place_of,
    source_mark,
)
from laa_xl.domain.sentences import as_words
from laa_xl.files.page import Page
from laa_xl.files.reading import COLUMNS, SMALL, Reading

NO_REPORT = "There is no report yet: no return was accepted."

HIDDEN = (KEY_HEADING, PRINTED_HEADING, DRAFTED_HEADING)  # of the master alone: by them a run tells what was changed
NOT_SHOWN_HEADING = "Not in the report"
CHANGED_BENEATH = "The draft has changed since these words were written. It says now:"
HOW_TO_EDIT = (
    "Change words or a rating where they stand, cut and insert rows to move them, delete a bullet's rows to hide it, insert a row to "
    "add one: the next run keeps it all, in Report edits and Overrides."
)
_KEY, _PRINTED, _DRAFTED = range(len(COLUMNS), len(COLUMNS) + len(HIDDEN))
_LINES_ABOVE = 4  # title, agreement, period, and what is illustrative, whether or not anything is


def report_page(report: HighlightReport | None, *, desk: bool = False) -> Page:
    """The report from its title to its rules; None where no return was accepted yet. The headings never move.

    ``desk``: of the master, where it may be edited, and where what is hidden or left out is told below it.
    """
    layout = _Layout(desk=desk)
    if report is None:
        layout.line(NO_REPORT, "title")
    else:
        layout.mark(Mark(RowKind.REPORT), report.title, order_text(report.quarter, printed_order(report)))
        for text, role in (
            (report.title, "title"),
            (report.agreement, "section"),
            (f"{report.period} · {report.state}", "subtitle"),
            (" ".join(report.approved), "guidance"),
            (report.illustrative_note, "warning"),
        ):
            layout.line(text, role)
        if desk:
            layout.draft.row = max(layout.draft.row, _LINES_ABOVE - 1)
            layout.line(HOW_TO_EDIT, "guidance")
    buttons = layout.draft.row = max(layout.draft.row, _LINES_ABOVE + desk)
    layout.draft.row += 1
    layout.headings(HIDDEN if desk else ())
    if report is not None:
        layout.body(report)
    draft = layout.draft
    width = len(COLUMNS) + (len(HIDDEN) if desk else 0)
    return Page(tuple(draft.cells), draft.heights, draft.row, width, len(COLUMNS), tuple(draft.anchors), buttons)


def printed_order(report: HighlightReport) -> dict[str, tuple[str, ...]]:
    """The references of every place in the order in which they are printed."""
    return {
        place_of(section.code, block.code): tuple(bullet.id for bullet in block.bullets)
        for section in report.sections
        for block in (*_whole_first(section), *(one for one in section.blocks if one.code))
    }


def _whole_first(section: ReportSection) -> tuple[BlockBullets, ...]:
    """What is about the whole agreement; it is a place even where nothing stands in it."""
    return tuple(block for block in section.blocks if not block.code) or (BlockBullets("", "", ()),)


class _Layout(Reading):
    def __init__(self, *, desk: bool) -> None:
        super().__init__()
        self.desk = desk

    def mark(self, mark: Mark, printed: str = "", drafted: str = "") -> None:
        """Say in the hidden columns what the row is, and what is printed in it."""
        if self.desk:
            for column, text in ((_KEY, mark.text), (_PRINTED, as_words(printed)), (_DRAFTED, as_words(drafted))):
                self.draft.put(self.draft.row, column, text, "guidance", font_size=SMALL, text_wrap=False)

    def body(self, report: HighlightReport) -> None:
        for section in report.sections:
            self._section(section)
        self.draft.row += 1
        heading = DIFFERENCES_HEADING.format(since=report.since) if report.since else RULES_HEADING
        self.mark(Mark(RowKind.END), heading)
        if report.since:
            self.line(DIFFERENCES_HEADING.format(since=report.since), "section")
            for difference in report.differences or (NO_DIFFERENCE.format(since=report.since),):
                self.line(difference, "guidance")
            self.draft.row += 1
        self.line(RULES_HEADING, "section")
        for rule in report.rules:
            self.line(rule, "guidance", size=SMALL)
        if self.desk:
            self._not_shown(report)

    def _section(self, section: ReportSection) -> None:
        self.draft.row += 1
        self.mark(Mark(RowKind.SECTION, place_of(section.code, ""), section.rag, section.rated), section.heading)
        if section.rag:
            self.rating(section.rag)
        self.line(section.heading, "section")
        self.line(section.rating_note, "guidance")
        for line in section.lines:
            self.line(line, "guidance")
        for block in section.blocks:
            if block.name:
                self.mark(Mark(RowKind.BLOCK, place_of(section.code, block.code)), block.name)
                self.line(block.name, "subsection")
            for bullet in block.bullets:
                self.bullet(bullet)
            self.line(block.left_out, "guidance")

    def _not_shown(self, report: HighlightReport) -> None:
        """What the county team hid, and what is left out for length: for the county team alone."""
        if not (report.hidden or report.left_out):
            return
        self.draft.row += 1
        self.line(NOT_SHOWN_HEADING, "section")
        for bullets, why in ((report.hidden, "Hidden by you"), (report.left_out, "Left out for length")):
            for bullet in bullets:
                changed = " What it would say has changed since you hid it." if bullet.moved_on else ""
                self.line(f"{why}, {bullet.id}:{changed} {bullet.line}", "guidance", size=SMALL)

    def row_of_line(self, text: str) -> None:
        """A row that nothing has been said of yet is a line."""
        if not any((cell.row, cell.column) == (self.draft.row, _KEY) for cell in self.draft.cells):
            self.mark(Mark(RowKind.LINE), text)

    def row_of_bullet(self, bullet: Bullet, number: int, source: str) -> None:
        """The first row says what the bullet is, and what was printed; the others that they go on with it."""
        known = source_mark(source)
        if number == 0:
            heading = as_words(bullet.heading)
            mark = Mark(RowKind.BULLET, bullet.id, bullet.rag, bullet.rated, heading, source=known)
            self.mark(mark, bullet.line, bullet.beneath)
        else:
            self.mark(Mark(RowKind.MORE, bullet.id, part=number, source=known))

    def beneath(self, bullet: Bullet) -> str:
        """On the desk, what the draft says by now below words that an officer wrote."""
        return f"\n{CHANGED_BENEATH} {as_words(bullet.beneath)}" if self.desk and bullet.moved_on else ""
