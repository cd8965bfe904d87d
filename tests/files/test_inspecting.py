"""The inspector of packs: each thing that must not leave is put into a clean file, and is named with its place."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from docx import Document
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from laa_xl.declare.office_lists import REPORTED_SHEET
from laa_xl.domain.leaks import Secrets
from laa_xl.files.inspecting import inspect
from laa_xl.files.list_writer import list_bytes

SECRETS = Secrets(
    codes=("L12", "NI016"),
    titles=("Visitors of the local jobs fair",),
    personal=("j.smith@county.example",),
    files=("police return.xlsx",),
)
WHEN = datetime(2008, 10, 27)
ROW = {
    "code": "NI154",
    "title": "Net additional homes",
    "actual": 300.0,
    "effective": "Amber",
    "explanation": "Amber: so.",
}


@functools.cache
def workbook(**changes: Any) -> bytes:
    return list_bytes(REPORTED_SHEET, [{**ROW, **changes}], "An agreement", WHEN)


@functools.cache
def document(*paragraphs: str) -> bytes:
    """A document as the report's writer makes one: with the library's own extras taken out."""
    from laa_xl.domain.report import HighlightReport
    from laa_xl.files.word import report_docx

    text = paragraphs or ("Nothing to see.",)
    report = HighlightReport("An agreement", "A county", "Office", "April", "Quarter 1", "Draft", (), text)
    return report_docx(report, WHEN)


def parted(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, blob in parts.items():
            archive.writestr(name, blob)
    return out.getvalue()


def add(name: str, blob: bytes = b"<x/>") -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({name: blob})


def swap(name: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[name], (name, old)
        parts[name] = parts[name].replace(old.encode(), new.encode(), 1)

    return change


def lines(name: str, data: bytes, secrets: Secrets = SECRETS) -> list[str]:
    return [leak.line for leak in inspect({name: data}, secrets)]


def test_what_our_own_writers_make_is_clean() -> None:
    assert lines("a.xlsx", workbook()) == []
    assert lines("a.docx", document()) == []
    assert lines("a.txt", b"Quarter 2 of 2008-09: 16 on track, 24/10/2008, SHA-256 0123456789ab0123456789\r\n") == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Write to j.smith@county.example.", 'an e-mail address ("j.smith@county.example")'),
        ("Write to some.body+laa@mail.county.example", "an e-mail address"),
        ("Ring 0116 496 0123.", 'a telephone number ("0116 496 0123")'),
        ("Ring (0116) 496 0123.", "a telephone number"),
        ("Mobile 07700900123", "a telephone number"),
        ("Ring +44 (0)116 496 0123", "a telephone number"),
        ("See \\\\server\\share", "the path of a file"),
        ("See /home/officer/returns", "the path of a file"),
        ("Kept as accepted/2008-Q2/SSC-00.xlsx", "the path of a file"),
        ("From police return.xlsx", "kept for the county alone"),
        ("L12 fell.", "local only"),
        ("Also l12.", "local only"),
        ("NI 16 fell.", "local only"),
        ("NI016 fell.", "local only"),
        ("visitors of  the LOCAL jobs fair", "local only"),
    ],
)
def test_words_that_must_not_leave_are_found_in_each_kind_of_file(text: str, what: str) -> None:
    for name, data, place in (
        ("a.xlsx", workbook(title=text), "Indicators, E"),
        ("a.docx", document(text), "paragraph "),
        ("a.txt", f"First line.\n{text}\n".encode(), "line 2"),
        ("a.csv", f"a,b\r\n1,{text}\r\n".encode(), "line 2"),
    ):
        (line,) = [line for line in lines(name, data) if what in line]
        assert line.startswith(f"{name}, {place}"), line


@pytest.mark.parametrize(
    "text",
    [
        "From 01/04/2008 to 30/09/2008",
        "0.1016949152542373 of 1",
        "Years 2006-07 2007-08 2008-09",
        "1,450 of 2,005,000 households",
        "Indicators, L12, NI016",  # cells, where a bullet comes from
        "NI 160 and NL12",
        "A local jobs fair had visitors",
        "10:30 to 12:00",
        "£0 and 0 of 0",
        "The offer was accepted/rejected.",
    ],
)
def test_ordinary_words_are_not_taken_for_secrets(text: str) -> None:
    assert lines("a.txt", text.encode()) == []
    assert lines("a.xlsx", workbook(title=text)) == []


def test_an_address_cut_into_pieces_by_its_formats_is_found() -> None:
    book = Document()
    paragraph = book.add_paragraph("Write to j.smi")
    paragraph.add_run("th@coun").bold = True
    paragraph.add_run("ty.example")
    buffer = io.BytesIO()
    book.save(buffer)
    assert any("j.smith@county.example" in line for line in lines("a.docx", buffer.getvalue()))


def edited(change: Callable[[Any], None]) -> bytes:
    """The clean workbook, changed and saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def hidden(state: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book.create_sheet("Working").sheet_state = state

    return change


def _row(book: Any) -> None:
    book.active.row_dimensions[7].hidden = True


def _column(book: Any) -> None:
    book.active.column_dimensions["C"].hidden = True


def _comment(book: Any) -> None:
    book.active["A1"].comment = Comment("Say nothing", "officer")


def _formula(book: Any) -> None:
    book.active["Z40"] = "=1+1"


def _name(book: Any) -> None:
    book.defined_names["my_range"] = DefinedName("my_range", attr_text="Indicators!$A$1")


def _link(book: Any) -> None:
    book.active["Z41"].hyperlink = "https://county.example/secret"


def _creator(book: Any) -> None:
    book.properties.creator = "Jo Smith"


def _empty_format(book: Any) -> None:
    book.active["A1"].number_format = ";;;"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (hidden("hidden"), "the tab Working: a hidden sheet"),
        (hidden("veryHidden"), "the tab Working: a very hidden sheet"),
        (_row, "row 7: a hidden row"),
        (_column, "columns 3 to 4: a hidden column"),
        (_comment, "comments"),
        (_formula, "a formula"),
        (_name, 'the name "my_range": a defined name'),
        (_link, "a link to another file or address"),
        (_creator, 'the property "creator" ("Jo Smith")'),
        (_empty_format, "a format that hides"),
    ],
)
def test_what_another_program_can_put_into_a_workbook_is_found(change: Callable[[Any], None], told: str) -> None:
    assert any(told in line for line in lines("a.xlsx", edited(change))), lines("a.xlsx", edited(change))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (add("xl/vbaProject.bin"), "a.xlsx, xl/vbaProject.bin: macros"),
        (add("customUI/customUI14.xml"), "macros"),
        (add("xl/externalLinks/externalLink1.xml"), "a link to other data"),
        (add("xl/connections.xml"), "a link to other data"),
        (add("xl/comments1.xml"), "comments"),
        (add("xl/threadedComments/threadedComment1.xml"), "comments"),
        (add("xl/persons/person.xml"), "comments"),
        (add("customXml/item1.xml"), "custom XML"),
        (add("docProps/custom.xml"), "properties that somebody added"),
        (add("xl/pivotCache/pivotCacheDefinition1.xml"), "a pivot table's data"),
        (add("xl/embeddings/oleObject1.bin"), "an embedded object"),
        (add("xl/media/image1.png", b"\x89PNG"), "a picture"),
        (add("xl/printerSettings/printerSettings1.bin"), "a printer's settings"),
        (add("xl/anything.xml"), "does not belong"),
        (swap("docProps/app.xml", "<Company></Company>", "<Company>A council</Company>"), 'the property "Company"'),
        (swap("xl/styles.xml", "<cellXfs", "<!-- j.smith@county.example --><cellXfs"), "an e-mail address"),
        (swap("xl/sharedStrings.xml", "</sst>", "<si><t>Ring 0116 496 0123</t></si></sst>"), "a telephone number"),
        (swap("xl/worksheets/sheet1.xml", "<sheetFormatPr", '<sheetFormatPr zeroHeight="1"'), "hidden rows"),
        (swap("xl/workbook.xml", "<sheets>", '<fileSharing userName="Jo"/><sheets>'), "who saved it"),
        (swap("xl/styles.xml", "<numFmts", "<broken><numFmts"), "a part that cannot be read"),
    ],
)
def test_each_part_that_is_none_of_ours_is_refused_by_its_name(
    change: Callable[[dict[str, bytes]], None], told: str
) -> None:
    found = lines("a.xlsx", parted(workbook(), change))
    assert any(told in line for line in found), found


BODY = "<w:body>"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (add("word/comments.xml"), "comments"),
        (add("word/vbaProject.bin"), "macros"),
        (add("customXml/item1.xml"), "custom XML"),
        (add("word/media/image1.png", b"\x89PNG"), "a picture"),
        (
            swap("word/document.xml", BODY, f"{BODY}<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r></w:p>"),
            "hidden text",
        ),
        (
            swap("word/document.xml", BODY, f'{BODY}<w:p><w:ins w:author="Jo"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'),
            "tracked",
        ),
        (swap("word/document.xml", BODY, f"{BODY}<w:p><w:r><w:instrText>AUTHOR</w:instrText></w:r></w:p>"), "a field"),
        (
            swap("docProps/core.xml", "<dc:creator></dc:creator>", "<dc:creator>Jo</dc:creator>"),
            'the property "creator"',
        ),
        (
            swap(
                "word/_rels/document.xml.rels",
                "</Relationships>",
                '<Relationship Id="x" Type="t/hyperlink" Target="https://county.example" TargetMode="External"/></Relationships>',
            ),
            "a link to another file",
        ),
    ],
)
def test_what_a_document_must_not_hold_is_found(change: Callable[[dict[str, bytes]], None], told: str) -> None:
    found = lines("a.docx", parted(document(), change))
    assert any(told in line for line in found), found


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.pdf", b"%PDF", "cannot be opened"),
        ("a.png", b"\x89PNG", "nobody looks through"),
        ("a.xlsx", b"no zip", "cannot be opened"),
        ("a.xlsx", workbook()[:2000], "cannot be opened"),
        ("a.docx", workbook(), "does not belong"),
        ("L12.txt", b"", "its name: an indicator that is local only"),
        ("a.txt", b"\xff\xfe\x00", "text that cannot be read"),
    ],
)
def test_a_file_of_another_kind_or_damaged_is_refused(name: str, data: bytes, told: str) -> None:
    assert any(told in line for line in lines(name, data)), lines(name, data)


def test_a_comment_on_the_zip_itself_is_found() -> None:
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"made by Jo"
    assert "a.xlsx: a comment on the file itself" in lines("a.xlsx", out.getvalue())
