"""What Word documents of ours share: paper, styles, properties, bullets, ratings in words on their colour."""

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

from laa_xl.declare.theme import FONT, NAVY, RAG_LOOKS
from laa_xl.domain.report import Bullet
from laa_xl.domain.sentences import as_words
from laa_xl.files.word_package import packaged

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
SMALL = 8
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


def small(paragraph: Paragraph, text: str) -> None:
    """Text in small grey type: where something comes from."""
    run = paragraph.add_run(text)
    run.font.size = Pt(SMALL)
    run.font.color.rgb = _colour(_GREY)


def shaded(paragraph: Paragraph, rag: str) -> None:
    """A rating as a word on its colour, so that nobody has to see the colour."""
    run = paragraph.add_run(f"\u00a0{rag}\u00a0")
    run.bold = True
    on_colour(run, rag)


def on_colour(run: Run, rag: str) -> None:
    """Put words on the colour of a rating; what is none stays as it is."""
    if look := RAG_LOOKS.get(rag):
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
    run.font.size = Pt(SMALL)
    run.font.color.rgb = _colour(_GREY)
