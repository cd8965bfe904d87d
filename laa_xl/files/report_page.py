"""The highlight report, laid out as a page: of the master, or of a workbook of its own."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from laa_xl.declare.theme import ROLES
from laa_xl.domain.report import (
    DIFFERENCES_HEADING,
    NO_DIFFERENCE,
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
)
from laa_xl.domain.sentences import as_words
from laa_xl.files.page import Draft, Page

RULES_HEADING = "How this report was rated"
NO_REPORT = "There is no report yet: no return was accepted."

COLUMNS = (("Report", 62), ("Rating", 8), ("Source and rule", 24), ("Reference", 13))
HIDDEN = (KEY_HEADING, PRINTED_HEADING, DRAFTED_HEADING)  # of the master alone: by them a run tells what was changed
NOT_SHOWN_HEADING = "Not in the report"
CHANGED_BENEATH = "The draft has changed since these words were written. It says now:"
HOW_TO_EDIT = (
    "Change words or a rating where they stand, cut and insert rows to move them, delete a bullet's rows to hide it, insert a row to "
    "add one: the next run keeps it all, in Report edits and Overrides."
)
_TEXT, _RATING, _SOURCE, _REFERENCE, _KEY, _PRINTED, _DRAFTED = range(7)
_WIDTHS = tuple(width for _, width in COLUMNS)
_BODY, _SMALL = 10, 8  # points
_GREY = "#50575F"
_LINE_HEIGHT = 1.32  # of the font's size
_MOST_LINES = 29  # Excel's rows end at 409 points: longer texts go on in the next row
_PADDING = 5
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
    layout.headings()
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


class _Layout:
    def __init__(self, *, desk: bool) -> None:
        self.draft, self.desk = Draft(), desk

    def mark(self, mark: Mark, printed: str = "", drafted: str = "") -> None:
        """Say in the hidden columns what the row is, and what is printed in it."""
        if self.desk:
            for column, text in ((_KEY, mark.text), (_PRINTED, as_words(printed)), (_DRAFTED, as_words(drafted))):
                self.draft.put(self.draft.row, column, text, "guidance", font_size=_SMALL, text_wrap=False)

    def headings(self) -> None:
        draft = self.draft
        draft.anchor(draft.row, COLUMNS[0][0], "header")
        hidden = HIDDEN if self.desk else ()
        for index, heading in enumerate([*(name for name, _ in COLUMNS[1:]), *hidden], 1):
            draft.put(draft.row, index, heading, "header")
        draft.heights[draft.row] = 18
        draft.row += 1

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
            self.line(rule, "guidance", size=_SMALL)
        if self.desk:
            self._not_shown(report)

    def _section(self, section: ReportSection) -> None:
        self.draft.row += 1
        self.mark(Mark(RowKind.SECTION, place_of(section.code, ""), section.rag, section.rated), section.heading)
        if section.rag:
            self._rating(section.rag)
        self.line(section.heading, "section")
        self.line(section.rating_note, "guidance")
        for line in section.lines:
            self.line(line, "guidance")
        for block in section.blocks:
            if block.name:
                self.mark(Mark(RowKind.BLOCK, place_of(section.code, block.code)), block.name)
                self.line(block.name, "subsection")
            for bullet in block.bullets:
                self._bullet(bullet)
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
                self.line(f"{why}, {bullet.id}:{changed} {bullet.line}", "guidance", size=_SMALL)

    def line(self, text: str, role: str, size: int = 0) -> None:
        """One wrapped line over its own row, in the first column; nothing for a blank."""
        if not as_words(text):
            return
        look: dict[str, Any] = {"font_size": size} if size else {}
        points = size or int(ROLES[role]["font_size"])
        bold = bool(ROLES[role].get("bold"))
        draft = self.draft
        marked = {cell.row for cell in draft.cells if cell.column == _KEY}
        for part in _parts(as_words(text), _WIDTHS[_TEXT], points, bold):
            if draft.row not in marked:
                self.mark(Mark(RowKind.LINE), part)
            draft.put(draft.row, _TEXT, part, role, text_wrap=True, **look)
            draft.heights[draft.row] = _height(_count(part, _WIDTHS[_TEXT], points, bold), points)
            draft.row += 1

    def _bullet(self, bullet: Bullet) -> None:
        draft = self.draft
        origin = as_words(bullet.origin) + (f"\n{as_words(bullet.note)}" if bullet.note else "")
        if self.desk and bullet.moved_on:
            origin += f"\n{CHANGED_BENEATH} {bullet.beneath}"
        texts = list(_parts(f"• {as_words(bullet.line)}", _WIDTHS[_TEXT] - 2, _BODY))
        origins = list(_parts(origin, _WIDTHS[_SOURCE], _SMALL))
        for number in range(max(len(texts), len(origins))):
            text = texts[number] if number < len(texts) else ""
            source = origins[number] if number < len(origins) else ""
            reference = bullet.id if number == 0 else ""
            if number == 0:
                mark = Mark(RowKind.BULLET, bullet.id, bullet.rag, bullet.rated, as_words(bullet.heading))
                self.mark(mark, bullet.line, bullet.beneath)
            else:
                self.mark(Mark(RowKind.MORE, bullet.id, part=number))
            if number == 0 and bullet.rag:
                self._rating(bullet.rag)
            draft.put(draft.row, _TEXT, text, "bullet", indent=1)
            draft.put(draft.row, _SOURCE, source, "bullet", font_size=_SMALL, font_color=_GREY)
            draft.put(draft.row, _REFERENCE, reference, "bullet", font_size=_SMALL, font_color=_GREY)
            draft.heights[draft.row] = max(
                _height(_count(text, _WIDTHS[_TEXT] - 2, _BODY), _BODY),
                _height(_count(source, _WIDTHS[_SOURCE], _SMALL), _SMALL),
                _height(_count(reference, _WIDTHS[_REFERENCE], _SMALL), _SMALL),
            )
            draft.row += 1

    def _rating(self, rag: str) -> None:
        role = f"rag_{rag.lower()}"
        self.draft.put(self.draft.row, _RATING, rag, role if role in ROLES else "bullet", valign="top")


def _room(width: float, points: int, bold: bool) -> int:
    """How many characters of Arial fit on a line of a column, on the safe side."""
    return max(1, int(width * _BODY / points * (1.0 if bold else 1.08)))


def _wrapped(text: str, width: float, points: int, bold: bool = False) -> list[str]:
    room = _room(width, points, bold)
    return [line for part in text.split("\n") for line in textwrap.wrap(part, room) or [""]]


def _count(text: str, width: float, points: int, bold: bool = False) -> int:
    return len(_wrapped(text, width, points, bold)) if text else 1


def _parts(text: str, width: float, points: int, bold: bool = False) -> Iterator[str]:
    """The text in pieces that each fit in one row; nearly always the whole."""
    lines = _wrapped(text, width, points, bold)
    if len(lines) <= _MOST_LINES:
        yield text
        return
    for start in range(0, len(lines), _MOST_LINES):
        yield " ".join(lines[start : start + _MOST_LINES])


def _height(lines: int, points: int) -> float:
    return round(min(409.0, lines * points * _LINE_HEIGHT + _PADDING), 2)
