"""What Word documents of ours share: paper, styles, properties, bullets, ratings in words on their colour, tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from laa_xl.declare.theme import FONT, NAVY, RAG_LOOKS, SYMBOLS
from laa_xl.domain.report import Bullet
from laa_xl.domain.sentences import as_words
from laa_xl.files.word_package import RowPattern, packaged, put_aside
from laa_xl.files.word_widths import MARGIN, column_widths, word_width

LANGUAGE = "en-GB"

_GREY = "#50575F"
_STYLES = {
    "Normal": 10.5,
    "Title": 18,
    "Subtitle": 12,
    "Heading 1": 14,
    "Heading 2": 11.5,
    "List Bullet": 10.5,
}
_HEADINGS = ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption")
_NOT_OURS = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML)
_SMALL = 8
ACROSS, UPRIGHT = 250, 170  # millimetres between the margins of a page, lying and standing
# What may follow the shading among a run's properties, in the schema's order.
_AFTER_SHADING = ("fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself, and on top of every page."""

    title: str
    subject: str
    header: str
    created: datetime


def new_document(about: About, more_styles: Mapping[str, float] = MappingProxyType({})) -> WordDocument:
    """An empty document with our paper, fonts, language, properties, header and footer.

    ``more_styles`` are styles beside those of every document that get our font, with their sizes in points.
    """
    document = Document()
    _properties(document, about)
    _styles(document, {**_STYLES, **more_styles})
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    small(page.header.paragraphs[0], as_words(about.header))
    footer = page.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        small(footer, text)
        _field(footer, field)
    return document


def finished(document: WordDocument) -> bytes:
    """The document as a file; the same content gives the same bytes."""
    return packaged(document)


def front(document: WordDocument, title: str, agreement: str, when: Sequence[str], note: str) -> None:
    """Title, agreement, period and state (``when``, a line each), and what is illustrative."""
    _styled(document, as_words(title), "Title")
    _styled(document, as_words(agreement), "Subtitle")
    for line in when:
        document.add_paragraph(as_words(line))
    if note:
        document.add_paragraph().add_run(as_words(note)).italic = True


def rating(document: WordDocument, rag: str) -> None:
    """A paragraph with the rating of what stands above it."""
    paragraph = document.add_paragraph("Rating: ")
    paragraph.paragraph_format.keep_with_next = True
    shaded(paragraph, rag)


def heading(document: WordDocument, text: str, level: int) -> Paragraph:
    """A new heading; 1 is the highest."""
    return _styled(document, text, f"Heading{level}")


def list_item(document: WordDocument, text: str = "") -> Paragraph:
    """A new item of a list."""
    return _styled(document, text, "ListBullet")


def _styled(document: WordDocument, text: str, style: str) -> Paragraph:
    """A paragraph whose style is given by its identity in the documents that python-docx begins with.

    For each that is given by its name, python-docx goes through every style of the document.
    """
    paragraph = document.add_paragraph(text)
    item: Any = paragraph._p
    item.style = style
    return paragraph


def rules(document: WordDocument, title: str, lines: Sequence[str]) -> None:
    """How it was rated, in small type."""
    heading(document, title, 1)
    for line in lines:
        small(list_item(document), as_words(line))


def page_across(document: WordDocument, *, lying: bool = True) -> None:
    """Go on on a new page, lying or standing."""
    lie(document.add_section(WD_SECTION.NEW_PAGE), lying=lying)


def lie(section: Section, *, lying: bool = True) -> None:
    """Turn the pages of a section."""
    wide, long = sorted((section.page_width or Mm(210), section.page_height or Mm(297)))
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, wide) if lying else (wide, long)


def add_bullet(document: WordDocument, bullet: Bullet) -> None:
    """A bullet with its rating, and small behind it where it comes from."""
    paragraph = list_item(document)
    if bullet.heading:
        paragraph.add_run(f"{as_words(bullet.heading)}:").bold = True
        paragraph.add_run(" ")
    if bullet.rag:
        shaded(paragraph, bullet.rag)
        paragraph.add_run(" ")
    paragraph.add_run(as_words(bullet.text))
    traced = ". ".join(part for part in (as_words(bullet.origin), as_words(bullet.note)) if part)
    if traced:
        small(paragraph, f" [{traced}]")


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
            word_width(name, _SMALL, bold=True),
            *(word_width(row[place], _SMALL, bold=row[place] in RAG_LOOKS) for row in rows),
            0,
        )
        for place, (name, _) in enumerate(columns)
    ]
    for column, wide in zip(made.columns, column_widths([share for _, share in columns], words, width), strict=True):
        column.width = Mm(wide)
    for cell, column, (name, _) in zip(made.rows[0].cells, made.columns, columns, strict=True):
        cell.width = column.width
        in_table(cell.paragraphs[0], name, bold=True)
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
        in_table(cell.paragraphs[0], text, bold=bold, rag=tints[index] if index < len(tints) else "")
        if right and right[index]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    patterns[key] = RowPattern(row._tr)


def _look_of(text: str, rag: str) -> str:
    """The rating whose colour a cell takes; "" for none."""
    return (rag or text) if (rag or text) in RAG_LOOKS else ""


def _shown(text: str, rag: str) -> str:
    return f"{SYMBOLS[rag]} {text}" if rag and rag in RAG_LOOKS else text


def in_table(paragraph: Paragraph, text: str, *, bold: bool = False, rag: str = "") -> None:
    """The text of a cell; a rating, or what takes the colour of one (``rag``), stands on it with its mark."""
    paragraph.paragraph_format.space_after = Pt(0)
    look = RAG_LOOKS.get(rag or text)
    run = paragraph.add_run(_shown(text, rag))
    run.bold = bold or look is not None
    run.font.size = Pt(_SMALL)
    if look:
        run.font.color.rgb = _colour(str(look["font_color"]))
        _shade(run, str(look["bg_color"]))


def small(paragraph: Paragraph, text: str) -> None:
    """Text in small grey type: where something comes from."""
    run = paragraph.add_run(text)
    run.font.size = Pt(_SMALL)
    run.font.color.rgb = _colour(_GREY)


def shaded(paragraph: Paragraph, rag: str) -> None:
    """A rating as a word on its colour, so that nobody has to see the colour."""
    run = paragraph.add_run(f"\u00a0{rag}\u00a0")
    run.bold = True
    look = RAG_LOOKS.get(rag)
    if look:
        run.font.color.rgb = _colour(str(look["font_color"]))
        _shade(run, str(look["bg_color"]))


def _shade(run: Run, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour.lstrip("#"))):
        shading.set(qn(f"w:{name}"), value)
    properties: Any = run._r.get_or_add_rPr()
    properties.insert_element_before(shading, *(f"w:{name}" for name in _AFTER_SHADING))


def _colour(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#"))


def _properties(document: WordDocument, about: About) -> None:
    core = document.core_properties
    created = about.created
    moment = created.astimezone(UTC) if created.tzinfo else created
    core.title = as_words(about.title)[:255]
    core.subject = as_words(about.subject)[:255]
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.created = core.modified = moment.replace(microsecond=0)
    core.language = LANGUAGE
    core.revision = 1
    # The library's own picture of an empty page, and its list of a bibliography.
    for links in (document.part.package.rels, document.part.rels):
        for name in [name for name, link in links.items() if link.reltype in _NOT_OURS]:
            del links[name]


def _styles(document: WordDocument, sizes: Mapping[str, float]) -> None:
    for name, points in sizes.items():
        style: Any = document.styles[name]
        style.font.size = Pt(points)
        look = style.element.get_or_add_rPr()
        fonts = look.get_or_add_rFonts()
        for stretched in look.findall(qn("w:spacing")):
            look.remove(stretched)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
        if name in _HEADINGS:
            style.font.color.rgb = _colour(NAVY)
            style.font.italic = False
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)


def _field(paragraph: Paragraph, name: str) -> None:
    """A field that Word works out, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)
    run = Run(OxmlElement("w:r"), paragraph)
    field.append(run._r)
    run.text = "1"
    run.font.size = Pt(_SMALL)
    run.font.color.rgb = _colour(_GREY)
