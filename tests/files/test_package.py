"""A look at a file before any parser: what is refused and why, and what a workbook says of itself."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest
import xlsxwriter

from laa_xl.files.package import LARGEST_FILE, MOST_PARTS, Refused, look, unlock
from tests.support.zips import parts_of

SHEET = "xl/worksheets/sheet1.xml"


def workbook(fill: Callable[[xlsxwriter.Workbook], object] | None = None, **options: object) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **options}) as book:
        (fill or (lambda made: made.add_worksheet("Indicators").write("A1", 5)))(book)
    return buffer.getvalue()


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, blob in parts.items():
            archive.writestr(name, blob)
    return buffer.getvalue()


def with_part(name: str, blob: bytes) -> bytes:
    return zipped(parts_of(workbook()) | {name: blob})


def without_part(name: str) -> bytes:
    return zipped({part: blob for part, blob in parts_of(workbook()).items() if part != name})


def declaring(size: int) -> bytes:
    """A workbook whose first part is declared to inflate to this size."""
    data = bytearray(workbook())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, size)
    return bytes(data)


def understating() -> bytes:
    """A sheet that says it holds ten bytes, with the checksum of those ten, and inflates to a megabyte."""
    blob = b" " * 1_000_000
    data = bytearray(with_part(SHEET, blob))
    short = struct.pack("<I", zlib.crc32(blob[:10]))
    long = struct.pack("<I", zlib.crc32(blob))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET.encode()))
    data = data.replace(long, short)
    struct.pack_into("<I", data, at + 24, 10)
    struct.pack_into("<I", data, data.index(SHEET.encode()) - 30 + 22, 10)
    return bytes(data)


def damaged() -> bytes:
    data = bytearray(zipped(parts_of(workbook()), zipfile.ZIP_STORED))
    data[data.index(b"<sheetData>") + 3] ^= 0xFF
    return bytes(data)


def doubled() -> bytes:
    buffer = io.BytesIO(workbook())
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, "<worksheet/>")
    return buffer.getvalue()


def ole(*streams: str) -> bytes:
    names = b"".join((name + "\0").encode("utf-16-le").ljust(64, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names


def locked(password: str) -> bytes:
    protected = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(workbook())).encrypt(password, protected)
    return protected.getvalue()


def refusal(source: bytes | Path) -> Refused:
    with pytest.raises(Refused) as caught:
        look(source)
    return caught.value


@pytest.mark.parametrize(
    ("data", "code", "detail"),
    [
        (b"", "empty", ""),
        (b"PK" + bytes(LARGEST_FILE), "too_large", "the file is over 25 MB"),
        (b"Dear all, the return is attached.", "not_a_workbook", ""),
        (bytes(range(256)) * 8, "not_a_workbook", ""),
        (b"%PDF-1.7\n", "not_a_workbook", "a PDF"),
        (b"Indicator,Actual\r\nNI 154,820\r\n", "other_format", "a text file (CSV)"),
        ("Indicator\tActual\nNI 154\t820\n".encode("utf-16"), "other_format", "a text file (CSV)"),
        (b"\n<html><table><tr><td>820</td></tr></table></html>", "other_format", "a web page (HTML)"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "other_format",
            "an XML spreadsheet of 2003",
        ),
        (ole("Root Entry", "Workbook"), "old_xls", ""),
        (ole("Root Entry", "Book"), "old_xls", ""),
        (ole("Root Entry", "WordDocument"), "not_a_workbook", "an old Word document"),
        (ole("Root Entry", "EncryptionInfo", "EncryptedPackage"), "password", ""),
        (
            zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            "other_format",
            "an OpenDocument spreadsheet (.ods)",
        ),
        (zipped({"xl/workbook.bin": b""}), "other_format", "a binary Excel workbook (.xlsb)"),
        (zipped({"word/document.xml": b"<document/>"}), "not_a_workbook", "a Word document"),
        (zipped({"notes.txt": b"hello"}), "archive", "a zip archive with one file in it"),
        (zipped({"return.xlsx": b"PK", "letter.docx": b"PK"}), "archive", "a zip archive with 2 files in it"),
        (zipped({}), "not_a_workbook", ""),
    ],
)
def test_what_is_no_workbook_is_refused_by_what_it_is(data: bytes, code: str, detail: str) -> None:
    assert (refusal(data).code, refusal(data).detail) == (code, detail)


@pytest.mark.parametrize(
    ("data", "code", "part"),
    [
        (workbook()[:-30], "corrupt", ""),
        (workbook()[:2000], "corrupt", ""),
        (damaged(), "corrupt", SHEET),
        (doubled(), "corrupt", SHEET),
        (without_part(SHEET), "corrupt", SHEET),
        (without_part("xl/_rels/workbook.xml.rels"), "corrupt", "xl/_rels/workbook.xml.rels"),
        (with_part("xl/workbook.xml", b"<workbook><sheets>"), "corrupt", "xl/workbook.xml"),
        (with_part("xl/workbook.xml", b"<workbook/>"), "corrupt", "xl/workbook.xml"),
        (with_part("xl/workbook.xml", b"<document/>"), "corrupt", "xl/workbook.xml"),
        (with_part("../outside.xml", b"<a/>"), "unsafe", "../outside.xml"),
        (with_part("/etc/passwd", b"x"), "unsafe", "/etc/passwd"),
        (with_part("C:\\outside.xml", b"<a/>"), "unsafe", "C:/outside.xml"),
        (with_part("docProps/app.xml", b"<!DOCTYPE a><a/>"), "unsafe", "docprops/app.xml"),
        (with_part(SHEET, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "unsafe", SHEET),
        (with_part(SHEET, "<!DOCTYPE a><a/>".encode("utf-16")), "unsafe", SHEET),
        (declaring(0x7FFFFFFF), "inflates_too_large", ""),
        (zipped({f"xl/{number}.xml": b"" for number in range(MOST_PARTS + 1)}), "too_many_parts", ""),
    ],
)
def test_a_damaged_or_hostile_workbook_is_refused_with_its_part(data: bytes, code: str, part: str) -> None:
    refused = refusal(data)
    assert (refused.code, refused.part.replace("\\", "/")) == (code, part)


def test_a_part_that_inflates_further_than_it_declares_is_refused() -> None:
    refused = refusal(understating())
    assert (refused.code, refused.detail, refused.part) == ("corrupt", "longer than declared", SHEET)


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    for path in (tmp_path / "none.xlsx", tmp_path, Path("a\0b")):
        assert refusal(path).code == "not_found"


def test_a_file_and_its_bytes_look_the_same(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(workbook())
    assert look(path) == look(path.read_bytes())
    assert look(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert look(path).size == path.stat().st_size


def test_sheets_come_in_their_order_with_their_part_and_state() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Indicators & targets")
        sheet.write("A1", 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": ["Indicators & targets", 0, 0, 1, 0]})
        book.add_chartsheet("Trend").set_chart(chart)
        book.add_worksheet("Lists").hide()
        book.add_worksheet("_ids").very_hidden()

    package = look(workbook(fill))
    assert [(sheet.name, sheet.part, sheet.state, sheet.has_cells) for sheet in package.sheets] == [
        ("Indicators & targets", SHEET, "visible", True),
        ("Trend", "xl/chartsheets/sheet1.xml", "visible", False),
        ("Lists", "xl/worksheets/sheet2.xml", "hidden", True),
        ("_ids", "xl/worksheets/sheet3.xml", "veryHidden", True),
    ]
    assert package.part("XL/Worksheets/Sheet1.xml").startswith(b"<?xml")
    with pytest.raises(Refused, match="missing"):
        package.part("xl/nothing.xml")


def test_macros_external_links_and_the_1904_calendar_are_flags_and_not_refused() -> None:
    plain = look(workbook())
    assert (plain.has_macros, plain.external_links, plain.date1904) == (False, False, False)
    assert look(workbook(date_1904=True)).date1904
    assert look(with_part("xl/vbaProject.bin", b"source")).has_macros
    rels = parts_of(workbook())["xl/_rels/workbook.xml.rels"]
    link = b'<Relationship Id="x" Type="http://a/externalLink" Target="externalLinks/e1.xml"/></Relationships>'
    assert look(with_part("xl/_rels/workbook.xml.rels", rels.replace(b"</Relationships>", link))).external_links


def test_a_workbook_part_of_another_name_is_found_as_sharepoint_writes_it() -> None:
    parts = parts_of(workbook())
    moved = {name.replace("workbook.xml", "workbook2.xml"): blob for name, blob in parts.items()}
    moved["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", b"xl/workbook2.xml")
    assert [sheet.name for sheet in look(zipped(moved)).sheets] == ["Indicators"]


def test_a_sheet_named_twice_is_refused() -> None:
    book = parts_of(workbook())["xl/workbook.xml"]
    tab = book[book.index(b"<sheet ") : book.index(b"</sheets>")]
    assert refusal(with_part("xl/workbook.xml", book.replace(tab, tab + tab))).detail == "the same sheet twice"


def test_a_protected_workbook_opens_with_its_password_or_excels_own() -> None:
    assert refusal(locked("orchard")).code == "password"
    assert [sheet.name for sheet in look(unlock(locked("orchard"), "orchard")).sheets] == ["Indicators"]
    assert look(unlock(locked("VelvetSweatshop"))).sheets
    for password, code in ((None, "password"), ("meadow", "wrong_password")):
        with pytest.raises(Refused) as caught:
            unlock(locked("orchard"), password)
        assert caught.value.code == code
