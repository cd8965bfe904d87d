"""Every kind of leak, declared once: how it is put into a file, so that it is looked for in a pack and found by the inspector."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from pypdf import PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from laa_xl.domain.leak_kinds import LeakKind
from tests.support.zips import parts_of

_N = NameObject
REPORT, TABLE, LETTER = "highlight-report-2008-Q2", "indicators-2008-Q2", "cover-note.txt"


@dataclass(frozen=True)
class Plant:
    """One leak. ``into`` is the file of the pack; ``put`` gives its bytes with the leak, whose words hold ``{mark}``.

    ``place`` is what the finding has to name beside the file: a part, a sheet, a cell, a line.
    """

    kind: LeakKind
    name: str
    into: str
    put: Callable[[bytes, str], bytes]
    place: str = ""

    @property
    def mark(self) -> str:
        """Words that stand nowhere else."""
        return f"planted{zlib.crc32(self.name.encode()):08x}x"


def packed(parts: Mapping[str, bytes], comment: bytes = b"") -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blob in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2008, 10, 27, 0, 0, 0)), blob)
        archive.comment = comment
    return out.getvalue()


def everything(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Every file and every inflated part of it, zips within zips too; as it is, and as a program would read its text."""
    for name, data in files.items():
        yield name, data
        yield f"{name} as text", html.unescape(data.decode("utf-8", "replace")).encode()
        yield f"{name} as wide text", data.decode("utf-16-le", "replace").encode()
        if data[:4] == b"PK\x03\x04":
            yield from everything({f"{name}/{part}": blob for part, blob in parts_of(data).items()})


@dataclass(frozen=True)
class InBook:
    """A workbook changed and saved by another program."""

    change: Callable[[Any, str], None]

    def __call__(self, data: bytes, mark: str) -> bytes:
        return _saved(data, [(self.change, mark)])


def _saved(data: bytes, changes: Iterable[tuple[Callable[[Any, str], None], str]]) -> bytes:
    found = openpyxl.load_workbook(io.BytesIO(data), keep_vba="xl/vbaProject.bin" in parts_of(data))
    for change, mark in changes:
        change(found, mark)
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def planted(data: bytes, plants: Iterable[Plant], also: Callable[[Any], None] | None = None) -> bytes:
    """A workbook with all of these, and with another change, saved once."""
    mine = list(plants)
    inside = [(plant.put.change, plant.mark) for plant in mine if isinstance(plant.put, InBook)]
    if also is not None:
        inside.append((lambda found, _: also(found), ""))
    data = _saved(data, inside) if inside else data
    for plant in mine:
        if not isinstance(plant.put, InBook):
            data = plant.put(data, plant.mark)
    return data


def part(name: str, blob: str = "<x>{mark}</x>") -> Callable[[bytes, str], bytes]:
    """A part more."""
    return lambda data, mark: packed(parts_of(data) | {name: blob.replace("{mark}", mark).encode()})


def swap(name: str, old: str, new: str) -> Callable[[bytes, str], bytes]:
    """Other bytes in a part, at the first place that fits."""

    def put(data: bytes, mark: str) -> bytes:
        parts = parts_of(data)
        text, count = re.subn(old, lambda _: new.replace("{mark}", mark), parts[name].decode(), count=1)
        assert count, (name, old)
        return packed(parts | {name: text.encode()})

    return put


def line(text: str) -> Callable[[bytes, str], bytes]:
    """A line more at the end of a text."""
    return lambda data, mark: data + text.replace("{mark}", mark).encode() + b"\n"


def _sheet(state: str) -> Callable[[Any, str], None]:
    def change(found: Any, mark: str) -> None:
        sheet = found.create_sheet(state.title())
        sheet["A1"], sheet.sheet_state = mark, state

    return change


def _last(found: Any) -> Any:
    return found.worksheets[-1]


def _row(found: Any, mark: str) -> None:
    sheet = _last(found)
    sheet["A60"] = mark
    sheet.row_dimensions[60].hidden = True


def _low_row(found: Any, mark: str) -> None:
    sheet = _last(found)
    sheet["A61"] = mark
    sheet.row_dimensions[61].height = 0.5


def _column(found: Any, mark: str) -> None:
    sheet = _last(found)
    sheet["AZ1"] = mark
    sheet.column_dimensions["AZ"].hidden = True


def _comment(found: Any, mark: str) -> None:
    _last(found)["A1"].comment = Comment(mark, "officer")


def _formula(found: Any, mark: str) -> None:
    _last(found)["AB40"] = f'="{mark}"&1'


def _name(found: Any, mark: str) -> None:
    found.defined_names[mark] = DefinedName(mark, attr_text=f"'{_last(found).title}'!$A$1")


def _link(found: Any, mark: str) -> None:
    _last(found)["AB41"].hyperlink = f"https://county.example/{mark}"


def _author(found: Any, mark: str) -> None:
    found.properties.creator = mark


def _last_author(found: Any, mark: str) -> None:
    found.properties.lastModifiedBy = mark


def _format(found: Any, mark: str) -> None:
    _last(found)["AB42"] = mark
    _last(found)["AB42"].number_format = ";;;"


def _choices(found: Any, mark: str) -> None:
    rule = DataValidation(type="list", formula1=f'"{mark},other"')
    _last(found).add_data_validation(rule)
    rule.add("AB43")


XLSX, TABLE_BOOK, DOCX = f"{REPORT}.xlsx", f"{TABLE}.xlsx", f"{REPORT}.docx"
_BODY, _RELS = "<w:body>", "word/_rels/document.xml.rels"
_RUN = "<w:p><w:r>{extra}<w:t>{{mark}}</w:t></w:r></w:p>"


def _paragraph(xml: str) -> Callable[[bytes, str], bytes]:
    return swap("word/document.xml", _BODY, _BODY + xml)


def _related(kind: str, target: str) -> str:
    return f'<Relationship Id="rIdX1" Type="urn:x/{kind}" Target="{target}" TargetMode="External"/></Relationships>'


def _behind(data: bytes, mark: str) -> bytes:
    """Bytes between the parts of a zip, in front of its list of parts, which moves back."""
    end = data.rfind(b"PK\x05\x06")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    more = mark.encode()
    moved = data[:start] + more + data[start:end]
    return moved + data[end : end + 16] + (start + len(more)).to_bytes(4, "little") + data[end + 20 :]


def _twice(data: bytes, mark: str) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("docProps/app.xml", f"<x>{mark}</x>")
    return out.getvalue()


def _zipped(data: bytes, mark: str) -> bytes:
    inner = packed({"xl/vbaProject.bin": mark.encode(), "[Content_Types].xml": b"<Types/>"})
    return packed({"more.zip": packed({"working.xlsm": inner})})


def pdf(change: Callable[[PdfWriter, str], object] = lambda *_: None) -> Callable[[bytes, str], bytes]:
    """A PDF of one page that is clean but for a change."""

    def put(_: bytes, mark: str) -> bytes:
        writer, out = PdfWriter(), io.BytesIO()
        writer.add_blank_page(300, 300)
        writer.metadata = {"/Producer": "LibreOffice 7.4"}
        change(writer, mark)
        writer.write(out)
        return out.getvalue()

    return put


def _script(words: str) -> DictionaryObject:
    return DictionaryObject({_N("/S"): _N("/JavaScript"), _N("/JS"): TextStringObject(words)})


def draw(writer: PdfWriter, *lines: str, how: str = "") -> None:
    """Lines of text on the first page."""
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    letters = DictionaryObject({_N(key): _N(value) for key, value in font.items()})
    page = writer.pages[0]
    page[_N("/Resources")] = DictionaryObject({_N("/Font"): DictionaryObject({_N("/F1"): letters})})
    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf {how}10 200 Td {shown} ET".encode())
    page[_N("/Contents")] = writer._add_object(stream)


def _note(writer: PdfWriter, mark: str) -> None:
    writer.add_annotation(0, Text(text=mark, rect=(0, 0, 9, 9)))


# What can be put into any workbook, and so into the master and into returns as well.
IN_BOOKS: tuple[Plant, ...] = (
    Plant(LeakKind.PROPERTY, "author", XLSX, InBook(_author), "docProps/core.xml"),
    Plant(LeakKind.PROPERTY, "last modified by", XLSX, InBook(_last_author), "docProps/core.xml"),
    Plant(LeakKind.COMMENTS, "comment", XLSX, InBook(_comment), "comment"),
    Plant(LeakKind.HIDDEN_SHEET, "hidden sheet", XLSX, InBook(_sheet("hidden")), "the tab Hidden"),
    Plant(LeakKind.VERY_HIDDEN_SHEET, "very hidden sheet", XLSX, InBook(_sheet("veryHidden")), "the tab Veryhidden"),
    Plant(LeakKind.HIDDEN_ROW, "hidden row", TABLE_BOOK, InBook(_row), "row 60"),
    Plant(LeakKind.HIDDEN_ROW, "row too low to be seen", TABLE_BOOK, InBook(_low_row), "row 61"),
    Plant(LeakKind.HIDDEN_COLUMN, "hidden column", TABLE_BOOK, InBook(_column), "columns 52"),
    Plant(LeakKind.FORMULA, "formula", TABLE_BOOK, InBook(_formula), "cell AB40"),
    Plant(LeakKind.NAME, "defined name", XLSX, InBook(_name), 'the name "planted'),
    Plant(LeakKind.CELL_LINK, "link in a cell", XLSX, InBook(_link), "cell AB41"),
    Plant(LeakKind.LINK, "address of a link", XLSX, InBook(_link), "_rels"),
    Plant(LeakKind.HIDDEN_FORMAT, "format that hides", TABLE_BOOK, InBook(_format), "styles"),
    Plant(LeakKind.CHOICES, "list of choices", TABLE_BOOK, InBook(_choices), "cell AB43"),
    Plant(LeakKind.COMMENTS, "threaded comment", XLSX, part("xl/threadedComments/threadedComment1.xml"), "threadedC"),
    Plant(LeakKind.COMMENTS, "person", XLSX, part("xl/persons/person.xml"), "xl/persons/person.xml"),
    Plant(LeakKind.DATA_LINK, "external link", XLSX, part("xl/externalLinks/externalLink1.xml"), "externalLink1"),
    Plant(LeakKind.DATA_LINK, "connection", XLSX, part("xl/connections.xml"), "xl/connections.xml"),
    Plant(LeakKind.PIVOT, "pivot cache", XLSX, part("xl/pivotCache/pivotCacheRecords1.xml"), "pivotCacheRecords1"),
    Plant(LeakKind.PIVOT, "slicer", XLSX, part("xl/slicerCaches/slicerCache1.xml"), "slicerCache1"),
    Plant(LeakKind.CUSTOM_XML, "custom XML", XLSX, part("customXml/item1.xml"), "customXml/item1.xml"),
    Plant(LeakKind.CUSTOM_PROPERTIES, "custom property", XLSX, part("docProps/custom.xml"), "docProps/custom.xml"),
    Plant(LeakKind.PRINTER, "printer settings", XLSX, part("xl/printerSettings/printerSettings1.bin"), "printerS"),
    Plant(LeakKind.EMBEDDED, "embedded object", XLSX, part("xl/embeddings/oleObject1.bin"), "oleObject1"),
    Plant(LeakKind.PICTURE, "picture", XLSX, part("xl/media/image9.png"), "xl/media/image9.png"),
    Plant(LeakKind.THUMBNAIL, "thumbnail", XLSX, part("docProps/thumbnail.jpeg"), "docProps/thumbnail.jpeg"),
    Plant(LeakKind.REVISIONS, "revisions", XLSX, part("xl/revisions/revisionLog1.xml"), "revisionLog1"),
    Plant(LeakKind.MODEL, "data model", XLSX, part("xl/model/item.data"), "xl/model/item.data"),
    Plant(LeakKind.SIGNATURE, "signature", XLSX, part("_xmlsignatures/sig1.xml"), "_xmlsignatures/sig1.xml"),
    Plant(LeakKind.SIGNATURE, "sensitivity label", XLSX, part("docMetadata/LabelInfo.xml"), "LabelInfo"),
    Plant(LeakKind.FORMULA_ORDER, "order of formulas", XLSX, part("xl/calcChain.xml"), "xl/calcChain.xml"),
    Plant(LeakKind.FOREIGN_PART, "part of another program", XLSX, part("xl/whatever.xml"), "xl/whatever.xml"),
)
_SHEET1 = "xl/worksheets/sheet1.xml"
# What is put into a file of the pack alone.
IN_PACKS: tuple[Plant, ...] = (
    Plant(LeakKind.MACROS, "macros", XLSX, part("xl/vbaProject.bin"), "xl/vbaProject.bin"),
    Plant(
        LeakKind.MACROS, "a kind with macros", XLSX, swap("[Content_Types].xml", r"sheet\.main\+xml", "x.macroEnabled"), "["
    ),
    Plant(LeakKind.SAVED_BY, "path", XLSX, swap("xl/workbook.xml", "<sheets>", '<x:absPath xmlns:x="u" url="{mark}"/><sheets>')),
    Plant(LeakKind.HIDDEN_ROWS, "all rows", XLSX, swap(_SHEET1, "<sheetFormatPr", '<sheetFormatPr zeroHeight="1"'), _SHEET1),
    Plant(LeakKind.DRAWN, "drawing", XLSX, swap(_SHEET1, "</sheetData>", '</sheetData><legacyDrawing id="r1"/>'), _SHEET1),
    Plant(
        LeakKind.UNUSED_TEXT, "deleted words", XLSX, swap("xl/sharedStrings.xml", "</sst>", "<si><t>{mark}</t></si></sst>"), "xl"
    ),
    Plant(LeakKind.REMARK, "remark in XML", XLSX, swap("xl/styles.xml", "<cellXfs", "<!-- {mark} --><cellXfs"), "xl/styles.xml"),
    Plant(LeakKind.UNREADABLE_PART, "damaged part", XLSX, swap("xl/styles.xml", "<cellXfs", "<{mark}><cellXfs"), "xl/styles.xml"),
    Plant(LeakKind.UNREADABLE_BOOK, "damaged workbook", XLSX, swap("xl/workbook.xml", "<sheets>", "<{mark}><sheets>")),
    Plant(LeakKind.ZIP_COMMENT, "comment on the zip", XLSX, lambda data, mark: packed(parts_of(data), mark.encode())),
    Plant(LeakKind.ZIP_EXTRA, "bytes before it", XLSX, lambda data, mark: mark.encode() + data),
    Plant(LeakKind.ZIP_EXTRA, "bytes behind it", XLSX, lambda data, mark: data + mark.encode()),
    Plant(LeakKind.ZIP_EXTRA, "bytes between its parts", XLSX, _behind),
    Plant(LeakKind.TWICE, "a part twice", XLSX, _twice),
    Plant(LeakKind.UNOPENED, "no workbook", XLSX, lambda _, mark: mark.encode()),
    Plant(LeakKind.TRACKED, "tracked change", DOCX, _paragraph(f'<w:p><w:ins w:author="J">{_RUN[5:-6].format(extra="")}</w:ins></w:p>')),
    Plant(LeakKind.HIDDEN_TEXT, "hidden text", DOCX, _paragraph(_RUN.format(extra="<w:rPr><w:vanish/></w:rPr>"))),
    Plant(LeakKind.HIDDEN_TEXT, "tiny text", DOCX, _paragraph(_RUN.format(extra='<w:rPr><w:sz w:val="2"/></w:rPr>'))),
    Plant(LeakKind.FIELD, "field", DOCX, _paragraph("<w:p><w:r><w:instrText>USERNAME {mark}</w:instrText></w:r></w:p>")),
    Plant(LeakKind.EMBEDDED_OR_LINKED, "mail merge", DOCX, _paragraph("<w:p><w:altChunk/></w:p>")),
    Plant(LeakKind.LINK, "template", DOCX, swap(_RELS, "</Relationships>", _related("attachedTemplate", "{mark}")), _RELS),
    Plant(LeakKind.COMMENTS, "comment in a document", DOCX, part("word/comments.xml"), "word/comments.xml"),
    Plant(LeakKind.COMMENTS, "people of a document", DOCX, part("word/people.xml"), "word/people.xml"),
    Plant(LeakKind.NOTES, "footnote", DOCX, part("word/footnotes.xml"), "word/footnotes.xml"),
    Plant(LeakKind.PROPERTY, "author of a document", DOCX, swap("docProps/core.xml", "<dc:creator>[^<]*", "<dc:creator>{mark}")),
    Plant(LeakKind.EMAIL, "address", LETTER, line("Ask {mark}@county.example"), "line "),
    Plant(LeakKind.EMAIL, "address in a document", DOCX, _paragraph(_RUN.format(extra="").replace("{mark}", "{mark}@c.example")), "par"),
    Plant(LeakKind.EMAIL, "address in another writing", LETTER, line("Ask {mark}＠county.example"), "line "),
    Plant(LeakKind.PHONE, "number", LETTER, line("Ring 0116 496 0123, {mark}"), "line "),
    Plant(LeakKind.PATH, "path with a name", LETTER, line(r"See C:\Users\{mark}\returns"), "line "),
    Plant(LeakKind.COUNTY, "partner's file", LETTER, line("From leicester-2008-SSC-2008-Q2.xlsx {mark}"), "line "),
    Plant(LeakKind.LOCAL_ONLY, "local-only code", LETTER, line("NI 193 fell {mark}"), "line "),
    Plant(LeakKind.LOCAL_ONLY, "local-only title", LETTER, line("{title} {mark}"), "line "),
    Plant(LeakKind.LOCAL_ONLY, "local-only code in a name", "NI193.txt", lambda _, mark: mark.encode(), "its name"),
    Plant(LeakKind.SMALL_COUNT, "small count in words", LETTER, line("NI 154: only three homes, {mark}"), "line "),
    Plant(LeakKind.SMALL_COUNT, "small count in a table", f"{TABLE}.csv", line("x,NI154,{mark},3"), "row "),
    Plant(LeakKind.SMALL_COUNT, "small count as data", "more.json", lambda _, mark: b'[{"code": "NI154", "actual": 3}]', "/0"),
    Plant(LeakKind.INVISIBLE, "letters that nobody sees", LETTER, line("a\u200bb {mark}"), "line "),
    Plant(LeakKind.EMAIL, "address in JSON", "more.json", lambda _, mark: json.dumps({"a": f"{mark}\\u0040c.example"}).replace("\\\\", "\\").encode(), "/a"),
    Plant(LeakKind.UNREADABLE_TEXT, "text in another code", LETTER, lambda data, mark: data + b"\xff\xfe" + mark.encode()),
    Plant(LeakKind.UNKNOWN, "another kind of file", "more.odt", lambda _, mark: b"PK " + mark.encode()),
    Plant(LeakKind.PROPERTY, "author of a PDF", "more.pdf", pdf(lambda w, mark: w.add_metadata({"/Author": mark})), "its properties"),
    Plant(LeakKind.COMMENTS, "note on a PDF", "more.pdf", pdf(_note), "page 1"),
    Plant(LeakKind.LINK, "link in a PDF", "more.pdf", pdf(lambda w, mark: w.add_uri(0, f"https://{mark}", (0, 0, 9, 9))), "page 1"),
    Plant(LeakKind.EMBEDDED, "file in a PDF", "more.pdf", pdf(lambda w, mark: w.add_attachment(f"{mark}.txt", b"x")), "/Names"),
    Plant(LeakKind.MACROS, "script in a PDF", "more.pdf", pdf(lambda w, mark: w.root_object.update({_N("/OpenAction"): _script(mark)})), "/OpenAction"),
    Plant(LeakKind.FIELD, "form in a PDF", "more.pdf", pdf(lambda w, mark: w.root_object.update({_N("/AcroForm"): _script(mark)})), "/AcroForm"),
    Plant(LeakKind.EMAIL, "address in a PDF", "more.pdf", pdf(lambda w, mark: draw(w, f"Ask {mark}@county.example")), 'page 1 ("Ask'),
    Plant(LeakKind.EMAIL, "address on no page of a PDF", "more.pdf", pdf(lambda w, mark: w._add_object(_script(f"{mark}@c.example"))), "object "),
    Plant(LeakKind.SMALL_COUNT, "small count in a PDF", "more.pdf", pdf(lambda w, mark: draw(w, f"NI 154: only three homes, {mark}")), "page 1"),
    Plant(LeakKind.LOCAL_ONLY, "local-only code over two lines of a PDF", "more.pdf", pdf(lambda w, mark: draw(w, f"{mark} of NI", "193 fell")), "page 1"),
    Plant(LeakKind.HIDDEN_TEXT, "unseen text in a PDF", "more.pdf", pdf(lambda w, mark: draw(w, mark, how="3 Tr ")), "page 1"),
    Plant(LeakKind.REVISIONS, "change behind a PDF", "more.pdf", lambda _, mark: pdf()(b"", mark) + f"{mark}\n%%EOF\n".encode()),
    Plant(LeakKind.ZIP_EXTRA, "bytes behind a PDF", "more.pdf", lambda _, mark: pdf()(b"", mark) + mark.encode()),
    Plant(LeakKind.UNOPENED, "PDF with a password", "more.pdf", pdf(lambda w, mark: w.encrypt(mark, algorithm="RC4-128"))),
    Plant(LeakKind.UNOPENED, "damaged PDF", "more.pdf", lambda _, mark: b"%PDF-1.7 " + mark.encode() + b"\nstartxref\n9\n%%EOF"),
    Plant(LeakKind.MACROS, "macros in a zip in a zip", "more.zip", _zipped, "more.zip, working.xlsm, xl/vbaProject.bin"),
    Plant(LeakKind.ELEMENT, "frame of a page", "more.html", lambda _, mark: f"<p>{mark}</p><iframe></iframe>".encode(), "line 1"),
    Plant(LeakKind.WAY_OUT, "link of a page", "more.html", lambda _, mark: f"<a href='https://{mark}'>x</a>".encode(), "line 1"),
)  # fmt: skip
