"""Native charts in a Word document: the very charts of the workbook, with their numbers kept inside the document."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Emu, Mm
from docx.text.paragraph import Paragraph

from laa_xl.domain.documents import Picture
from laa_xl.domain.sentences import as_words
from laa_xl.files.book import Book
from laa_xl.files.chart_sheet import CHARTS, DATA, put_data
from laa_xl.files.charts import chart_of, size_of
from laa_xl.files.explicit_chart import explicit
from laa_xl.files.formats import Formats
from laa_xl.files.sheets import GrowingSheet

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_LEAST_HEIGHT = 0.46, 0.3  # of the width: of a chart that is narrower than on its sheet, and of one that is not
_OWN_WIDTH = Mm(240)
_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_CHART = re.compile(r"xl/charts/chart(\d+)\.xml")


def chart_parts(pictures: Sequence[Picture]) -> list[bytes]:
    """The chart of each picture as XML, with the numbers that it draws in itself."""
    if not pictures:
        return []
    buffer = io.BytesIO()
    with Book(buffer, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}) as book:
        formats = Formats(book)
        charts, data = (book.add_worksheet(name, GrowingSheet) for name in (CHARTS, DATA))
        blocks = put_data(data, formats, pictures)
        for row, picture in enumerate(pictures):
            charts.insert_chart(row, 0, chart_of(book, picture, blocks[picture.name]))
    with zipfile.ZipFile(buffer) as made:
        found = {int(hit[1]): name for name in made.namelist() if (hit := _CHART.fullmatch(name))}
        return [explicit(made.read(found[number])) for number in sorted(found)]


def put_chart(
    document: WordDocument, paragraph: Paragraph, picture: Picture, xml: bytes, number: int, width: int
) -> None:
    """Put a chart at the end of a paragraph, ``width`` EMU wide; ``number`` is its own in the document, from 1."""
    package = document.part.package
    assert package is not None
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _TYPE, xml, package)
    link = document.part.relate_to(part, _RELATIONSHIP)
    wide, high = size_of(picture)
    # Letters keep their size, so a chart that is less wide than on its sheet must be higher for its width.
    share = max(high / wide, _LEAST_HEIGHT[width >= _OWN_WIDTH])
    size = (width, Emu(int(width * share)))
    paragraph.add_run()._r.append(_drawing(picture, link, number, size))


def _drawing(picture: Picture, link: str, number: int, size: tuple[int, int]) -> Any:
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    frame: Any = parse_xml(
        f"<w:drawing {names}>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{size[0]}" cy="{size[1]}"/><wp:docPr id="{number}" name="Chart {number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_NAMESPACES["c"]}"><c:chart r:id="{link}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
    words = frame.find(".//wp:docPr", _NAMESPACES)
    words.set("descr", as_words(picture.alt))
    words.set("title", as_words(picture.title))
    return frame
