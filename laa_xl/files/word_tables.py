"""The tables of our Word documents: a heading row on every page, columns as wide as their words, ratings on their colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from laa_xl.declare.theme import RAG_LOOKS, SYMBOLS
from laa_xl.files.word_package import RowPattern, put_aside
from laa_xl.files.word_parts import SMALL, on_colour
from laa_xl.files.word_widths import MARGIN, column_widths, word_width


def table(
    document: WordDocument, columns: Sequence[tuple[str, float]], width: int, rows: Sequence[Sequence[str]] = ()
) -> Any:
    """A table with its heading row, which repeats on each page; ``width`` millimetres are shared as the columns ask.

    ``rows`` are the texts that it will hold: no column is so narrow that a word of them breaks, where there is room.
    """
    made = document.add_table(1, len(columns), "Table Grid")
    repeat = OxmlElement("w:tblHeader")
    properties: Any = made.rows[0]._tr.get_or_add_trPr()
    properties.append(repeat)
    made.autofit = False
    _margins(made)
    words = [
        max(
            word_width(name, SMALL, bold=True),
            *(word_width(row[place], SMALL, bold=row[place] in RAG_LOOKS) for row in rows),
            0,
        )
        for place, (name, _) in enumerate(columns)
    ]
    for column, wide in zip(made.columns, column_widths([share for _, share in columns], words, width), strict=True):
        column.width = Mm(wide)
    for cell, column, (name, _) in zip(made.rows[0].cells, made.columns, columns, strict=True):
        cell.width = column.width
        _in_table(cell.paragraphs[0], name, bold=True)
    return made


def _margins(made: Any) -> None:
    """Less room beside the words than Word leaves: many columns have to fit."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(Mm(MARGIN).pt * 20)))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    made._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription", "w:tblPrChange")


def add_row(
    made: Any, texts: Sequence[str], *, bold: bool = False, right: Sequence[bool] = (), tints: Sequence[str] = ()
) -> None:
    """A row of texts; a rating stands on its colour. ``right``: which are numbers; ``tints``: ratings whose colour they take."""
    # Most rows look like an earlier one: its text with other words takes a fiftieth of the time, and no tree.
    looks = tuple(_look_of(text, tints[index] if index < len(tints) else "") for index, text in enumerate(texts))
    patterns: dict[Any, RowPattern] = made.__dict__.setdefault("patterns", {})
    key = (bold, tuple(right), looks)
    if key in patterns:
        shown = [_shown(text, tints[index] if index < len(tints) else "") for index, text in enumerate(texts)]
        put_aside(made, patterns[key].with_words(shown))
        return
    row = made.add_row()
    unbroken: Any = row._tr.get_or_add_trPr()
    unbroken.append(OxmlElement("w:cantSplit"))
    for index, (cell, column, text) in enumerate(zip(row.cells, made.columns, texts, strict=True)):
        cell.width = column.width
        _in_table(cell.paragraphs[0], text, bold=bold, rag=tints[index] if index < len(tints) else "")
        if right and right[index]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    patterns[key] = RowPattern(row._tr)


def _look_of(text: str, rag: str) -> str:
    """The rating whose colour a cell takes; "" for none."""
    return (rag or text) if (rag or text) in RAG_LOOKS else ""


def _shown(text: str, rag: str) -> str:
    return f"{SYMBOLS[rag]} {text}" if rag and rag in RAG_LOOKS else text


def _in_table(paragraph: Paragraph, text: str, *, bold: bool = False, rag: str = "") -> None:
    """The text of a cell; a rating, or what takes the colour of one (``rag``), stands on it with its mark."""
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(_shown(text, rag))
    run.bold = bold or (rag or text) in RAG_LOOKS
    run.font.size = Pt(SMALL)
    on_colour(run, rag or text)
