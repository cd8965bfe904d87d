"""A document laid out as the page that is read first: its words and bullets, and links to its tables and charts."""

from __future__ import annotations

from collections.abc import Mapping

from laa_xl.domain.documents import Document, Part
from laa_xl.domain.sentences import many
from laa_xl.files.page import Page
from laa_xl.files.reading import COLUMNS, SMALL, Reading

RULES_HEADING = "How this report was rated and worked out"


def document_page(document: Document, tables: Mapping[str, str], charts: str) -> Page:
    """The page; ``tables`` gives the sheet of each table by its name, ``charts`` is the sheet of the charts."""
    layout = _Layout(tables, charts)
    for text, role in (
        (document.title, "title"),
        (document.agreement, "section"),
        (f"{document.period} · {document.state}", "subtitle"),
        (document.illustrative_note, "warning"),
    ):
        layout.line(text, role)
    layout.draft.row += 1
    layout.headings()
    for part in document.parts:
        layout.part(part)
    if document.rules:
        layout.draft.row += 1
        layout.line(RULES_HEADING, "section")
        for rule in document.rules:
            layout.line(rule, "guidance", size=SMALL)
    draft = layout.draft
    return Page(tuple(draft.cells), draft.heights, draft.row, len(COLUMNS), len(COLUMNS), tuple(draft.anchors), 0)


class _Layout(Reading):
    def __init__(self, tables: Mapping[str, str], charts: str) -> None:
        super().__init__()
        self.tables, self.charts = tables, charts

    def part(self, part: Part) -> None:
        self.draft.row += part.level == 1
        if part.rag:
            self.rating(part.rag)
        self.line(part.heading, "section" if part.level == 1 else "subsection")
        for words in part.words:
            self.line(words, "guidance")
        for bullet in part.bullets:
            self.bullet(bullet)
        for grid in part.grids:
            self._link(f"Table: {grid.title}", self.tables[grid.name])
        if part.pictures:
            named = part.pictures[0].title if len(part.pictures) == 1 else many(len(part.pictures), "chart")
            self._link(f"Charts: {named}", self.charts)

    def _link(self, text: str, sheet: str) -> None:
        self.line(text, "link", link=sheet)
