"""Writes any document for Word: real headings, lists and tables, native charts, each with its words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from docx.document import Document as WordDocument
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from laa_xl.domain.documents import Document, Drawing, Grid, Line, Part, Picture
from laa_xl.domain.sentences import as_words
from laa_xl.files.document_page import RULES_HEADING
from laa_xl.files.grid_sheet import NO_LINES, SOURCE
from laa_xl.files.printed_values import text_of
from laa_xl.files.word_charts import chart_parts, put_chart
from laa_xl.files.word_parts import (
    ACROSS,
    UPRIGHT,
    About,
    add_bullet,
    finished,
    front,
    heading,
    lie,
    new_document,
    page_across,
    rating,
    rules,
    small,
)
from laa_xl.files.word_tables import add_row, table

_ROOM = 92  # characters of a table that fit on a page that stands
_SOURCE_WIDTH = 26  # of them, at least
_SOURCE_ASKS = 36
_STYLES = {"Heading 3": 10.5, "Caption": 9}
_DEEPEST = 3  # level of headings


def document_docx(document: Document, created: datetime) -> bytes:
    """The document as .docx; the same document and time always give the same bytes."""
    return finished(_Writer(document, created).write())


class _Writer:
    def __init__(self, document: Document, created: datetime) -> None:
        self.document = document
        header = f"{document.agreement} · {document.title} · {document.period} · {document.state}"
        about = About(document.title, f"{document.agreement}, {document.period}", header, created)
        self.word = new_document(about, _STYLES)
        self.charts = chart_parts(list(document.pictures))
        self.number = 0
        self.lying_parts = _lying(document.parts)
        self.lying = self.lying_parts[0] if document.parts else False
        if self.lying:
            lie(self.word.sections[0])

    def write(self) -> WordDocument:
        document = self.document
        when = f"{document.period} · {document.state}"
        front(self.word, document.title, document.agreement, (when,), document.illustrative_note)
        nexts = (*document.parts[1:], None)
        for part, following, lying in zip(document.parts, nexts, self.lying_parts, strict=True):
            self._turn(lying=lying)
            self._part(part, leads=following is not None and following.level > part.level)
        if document.rules:
            rules(self.word, RULES_HEADING, document.rules)
        return self.word

    def _turn(self, *, lying: bool) -> None:
        """Go on on a new page where the next part wants one that lies, or that stands."""
        if lying is not self.lying:
            page_across(self.word, lying=lying)
        self.lying = lying

    @property
    def _room(self) -> int:
        """Millimetres between the margins."""
        return ACROSS if self.lying else UPRIGHT

    def _part(self, part: Part, *, leads: bool) -> None:
        """A part; ``leads``: into parts of its own, from which its words must not part at a page's end."""
        heading(self.word, as_words(part.heading), min(part.level, _DEEPEST))
        if part.rag:
            rating(self.word, part.rag)
        paragraphs = [self.word.add_paragraph(as_words(words)) for words in part.words]
        if paragraphs and (leads or part.bullets or part.pictures or part.grids):
            # The last alone: several that all hold on to a tall chart would leave the page before it empty.
            paragraphs[-1].paragraph_format.keep_with_next = True
        for bullet in part.bullets:
            add_bullet(self.word, bullet)
        self._pictures(part.pictures)
        for grid in part.grids:
            self._grid(grid, titled=grid.title != part.heading)

    def _grid(self, grid: Grid, *, titled: bool) -> None:
        if titled:
            caption = self.word.add_paragraph(as_words(grid.title), "Caption")
            caption.paragraph_format.keep_with_next = True
        if not grid.lines:
            self.word.add_paragraph(NO_LINES)
            return
        columns = [(as_words(field.heading), field.width) for field in grid.fields]
        columns += [(SOURCE, _SOURCE_ASKS)] if grid.traced else []
        rows = [_texts(grid, line) for line in grid.lines]
        made = table(self.word, columns, self._room, rows)
        numbers = [*(field.shape.numeric for field in grid.fields), False]
        for line, texts in zip(grid.lines, rows, strict=True):
            add_row(made, texts, bold=line.total, right=numbers, tints=line.tints)
        below = self.word.add_paragraph()
        below.paragraph_format.space_before = Pt(3)
        small(below, as_words(grid.note))

    def _pictures(self, pictures: Sequence[Picture]) -> None:
        """Charts as wide as the page, trends beside each other; what the wide ones show stands below in words."""
        beside = None
        for picture in pictures:
            self.number += 1
            xml = self.charts[self.number - 1]
            if picture.drawing is Drawing.TREND:
                beside = beside or self._rows_of_charts()
                width = Mm(self._room // (3 if self.lying else 2) - 1)
                put_chart(self.word, beside, picture, xml, self.number, width)
                continue
            beside = None
            paragraph = self.word.add_paragraph()
            paragraph.paragraph_format.keep_with_next = True
            put_chart(self.word, paragraph, picture, xml, self.number, Mm(self._room))
            small(self.word.add_paragraph(), as_words(picture.alt))

    def _rows_of_charts(self) -> Paragraph:
        """A paragraph whose every line is a row of charts: one row may stand alone at the foot of a page, below its heading."""
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.widow_control = False
        return paragraph


def _texts(grid: Grid, line: Line) -> list[str]:
    texts = [text_of(field, line, value) for field, value in zip(grid.fields, line.values, strict=True)]
    return [*texts, as_words(line.origin)] if grid.traced else texts


def _lying(parts: Sequence[Part]) -> list[bool]:
    """Which parts lie, for the sake of a wide table: an outermost one with all below it, so that no page is left half empty.

    One of few words follows the next one: else it would stand alone on a page.
    """
    groups: list[list[Part]] = []
    for part in parts:
        if part.level == 1 or not groups:
            groups.append([])
        groups[-1].append(part)
    found: list[bool] = []
    for group in reversed(groups):
        short = not any(part.grids or part.bullets or part.pictures for part in group)
        lies = found[-1] if short and found else any(_is_wide(grid) for part in group for grid in part.grids)
        found += [lies] * len(group)
    return found[::-1]


def _is_wide(grid: Grid) -> bool:
    return bool(grid.lines) and sum(field.width for field in grid.fields) + _SOURCE_WIDTH * grid.traced > _ROOM
