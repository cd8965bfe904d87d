"""Writes the highlight report as a Word document: real headings and lists, ratings in words, grey sources."""

from __future__ import annotations

import io
import zipfile
from dataclasses import astuple
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from laa_xl.declare.theme import FONT, NAVY, RAG_LOOKS
from laa_xl.domain.report import (
    DIFFERENCES_HEADING,
    NO_DIFFERENCE,
    RATED_COLUMNS,
    RATED_HEADING,
    Bullet,
    HighlightReport,
    ReportSection,
)
from laa_xl.domain.sentences import as_words

RULES_HEADING = "How this report was rated"
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
_HEADINGS = ("Title", "Subtitle", "Heading 1", "Heading 2")
_NOT_OURS = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML)
_SMALL = 8
_PAGE_WIDTH = 250  # millimetres between the margins of a page across
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a zip can hold; the same in every run
# What may follow the shading among a run's properties, in the schema's order.
_AFTER_SHADING = ("fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")


def report_docx(report: HighlightReport, created: datetime) -> bytes:
    """The report as a .docx; the same report and time always give the same bytes."""
    document = Document()
    _prepare(document, report, created)
    document.add_paragraph(as_words(report.title), "Title")
    document.add_paragraph(as_words(report.agreement), "Subtitle")
    document.add_paragraph(as_words(f"{report.period} · {report.state}"))
    for line in report.approved:
        document.add_paragraph(as_words(line))
    if report.illustrative_note:
        document.add_paragraph().add_run(as_words(report.illustrative_note)).italic = True
    for section in report.sections:
        _section(document, section)
    if report.since:
        document.add_heading(DIFFERENCES_HEADING.format(since=report.since), 1)
        for line in report.differences or (NO_DIFFERENCE.format(since=report.since),):
            document.add_paragraph(as_words(line), style="List Bullet")
    document.add_heading(RULES_HEADING, 1)
    for rule in report.rules:
        _small(document.add_paragraph(style="List Bullet"), rule)
    if report.ratings:
        _ratings(document, report)
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_bytes(buffer.getvalue())


def _section(document: WordDocument, section: ReportSection) -> None:
    document.add_heading(as_words(section.heading), 1)
    if section.rag:
        rating = document.add_paragraph("Rating: ")
        rating.paragraph_format.keep_with_next = True
        _shaded(rating, section.rag)
    for line in (section.rating_note, *section.lines):
        if line:
            document.add_paragraph(as_words(line))
    for block in section.blocks:
        if block.name:
            document.add_heading(as_words(block.name), 2)
        for bullet in block.bullets:
            _bullet(document, bullet)


def _bullet(document: WordDocument, bullet: Bullet) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    if bullet.heading:
        paragraph.add_run(f"{as_words(bullet.heading)}:").bold = True
        paragraph.add_run(" ")
    if bullet.rag:
        _shaded(paragraph, bullet.rag)
        paragraph.add_run(" ")
    paragraph.add_run(as_words(bullet.text))
    traced = ". ".join(part for part in (as_words(bullet.origin), as_words(bullet.note)) if part)
    if traced:
        _small(paragraph, f" [{traced}]")


def _ratings(document: WordDocument, report: HighlightReport) -> None:
    """Every indicator in a table whose heading row repeats on each page."""
    across = document.add_section(WD_SECTION.NEW_PAGE)
    across.orientation = WD_ORIENT.LANDSCAPE
    across.page_width, across.page_height = across.page_height, across.page_width
    document.add_heading(RATED_HEADING, 1)
    table = document.add_table(1, len(RATED_COLUMNS), "Table Grid")
    repeat = OxmlElement("w:tblHeader")
    properties: Any = table.rows[0]._tr.get_or_add_trPr()
    properties.append(repeat)
    table.autofit = False
    whole = sum(width for _, width in RATED_COLUMNS)
    widths = [Mm(_PAGE_WIDTH * width / whole) for _, width in RATED_COLUMNS]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for values in ([name for name, _ in RATED_COLUMNS], *(astuple(line) for line in report.ratings)):
        row = table.rows[0] if values[0] == RATED_COLUMNS[0][0] else table.add_row()
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            cell.width = width
            _in_table(cell.paragraphs[0], value, bold=row is table.rows[0])


def _in_table(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold = bold or text in RAG_LOOKS
    run.font.size = Pt(_SMALL)
    if text in RAG_LOOKS:
        run.font.color.rgb = _colour(str(RAG_LOOKS[text]["font_color"]))
        _shade(run, str(RAG_LOOKS[text]["bg_color"]))


def _small(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(_SMALL)
    run.font.color.rgb = _colour(_GREY)


def _shaded(paragraph: Paragraph, rag: str) -> None:
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


def _prepare(document: WordDocument, report: HighlightReport, created: datetime) -> None:
    """Paper, fonts, language, properties, header and footer."""
    _properties(document, report, created)
    _styles(document)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    _small(page.header.paragraphs[0], as_words(f"{report.agreement} · {report.period_title} · {report.state}"))
    footer = page.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        _small(footer, text)
        _field(footer, field)


def _properties(document: WordDocument, report: HighlightReport, created: datetime) -> None:
    core = document.core_properties
    moment = created.astimezone(UTC) if created.tzinfo else created
    core.title = as_words(report.title)[:255]
    core.subject = as_words(f"{report.agreement}, {report.period}")[:255]
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.created = core.modified = moment.replace(microsecond=0)
    core.language = LANGUAGE
    core.revision = 1
    # The library's own picture of an empty page, and its list of a bibliography.
    for links in (document.part.package.rels, document.part.rels):
        for name in [name for name, link in links.items() if link.reltype in _NOT_OURS]:
            del links[name]


def _styles(document: WordDocument) -> None:
    for name, points in _STYLES.items():
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


def _same_bytes(data: bytes) -> bytes:
    """The same parts in the same order, with the clock and the machine taken out of the zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return out.getvalue()
