"""What partners do to a return besides filling it, and what is then found in a workbook's package."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from xml.etree import ElementTree

import xlsxwriter

from tests.support.returns import typed

SHEET = "xl/worksheets/sheet2.xml"  # Indicators
RELS = "xl/worksheets/_rels/sheet2.xml.rels"
TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_2017 = "http://schemas.microsoft.com/office/2017/10/relationships"
PERSON = "{11111111-2222-3333-4444-555555555555}"
THREAD = "{66666666-7777-8888-9999-AAAAAAAAAAAA}"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blob in members.items():
            archive.writestr(zipfile.ZipInfo(name), blob)
    return out.getvalue()


def changed(data: bytes, **changes: Callable[[str], str]) -> bytes:
    """The workbook with parts rewritten as text, by the last part of their name: ``changed(data, styles=...)``."""
    members = parts(data)
    for name, blob in members.items():
        change = changes.get(name.rpartition("/")[2].partition(".")[0])
        if change and name.endswith(".xml"):
            members[name] = change(blob.decode()).encode()
    return packed(members)


def _picture() -> io.BytesIO:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x7f")) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + body)


def _donor(note: str, thread: str) -> dict[str, bytes]:
    """A workbook with a picture, a chart, a sparkline and two notes on its first sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Indicators")
        sheet.insert_image("AE2", "logo.png", {"image_data": _picture()})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Indicators!$G$6:$H$6"})
        sheet.insert_chart("AE8", chart)
        sheet.add_sparkline("AD6", {"range": "Indicators!G6:H6"})
        sheet.write_comment(note, "As agreed on the telephone", {"author": "Pat"})
        sheet.write_comment(thread, "[Threaded comment]", {"author": f"tc={THREAD}"})
    return parts(buffer.getvalue())


def rich(data: bytes, note: str, thread: str) -> bytes:
    """A return with whatever partners add to one: each in the bytes of the program that writes it."""
    members, donor = parts(data), _donor(note, thread)
    for name, blob in donor.items():
        if name.startswith(("xl/drawings/", "xl/charts/", "xl/media/", "xl/comments")):
            members[name] = blob
    members["xl/worksheets/sheet9.xml"] = (
        f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData>'
        "</worksheet>"
    ).encode()
    members["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{THREADED}"><threadedComment ref="{thread}" dT="2008-10-01T09:00:00.00" '
        f'personId="{PERSON}" id="{THREAD}"><text>Is this right?</text></threadedComment></ThreadedComments>'
    ).encode()
    members["xl/persons/person.xml"] = (
        f'<personList xmlns="{THREADED}"><person displayName="Pat" id="{PERSON}" userId="pat" providerId="None"/></personList>'
    ).encode()
    members["docProps/custom.xml"] = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        b'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
        b'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Case"><vt:lpwstr>17/08</vt:lpwstr></property></Properties>'
    )
    links = [
        ("drawing", f"{OFFICE}/drawing", "../drawings/drawing1.xml"),
        ("vml", f"{OFFICE}/vmlDrawing", "../drawings/vmlDrawing1.vml"),
        ("notes", f"{OFFICE}/comments", "../comments1.xml"),
        ("threads", f"{_2017}/threadedComment", "../threadedComments/threadedComment1.xml"),
    ]
    _append(members, RELS, "</Relationships>", "".join(map(_link, *zip(*links, strict=True))))
    book = [
        ("own", f"{OFFICE}/worksheet", "worksheets/sheet9.xml"),
        ("people", f"{_2017}/person", "persons/person.xml"),
    ]
    _append(members, "xl/_rels/workbook.xml.rels", "</Relationships>", "".join(map(_link, *zip(*book, strict=True))))
    custom = _link("custom", f"{OFFICE}/custom-properties", "docProps/custom.xml")
    _append(members, "_rels/.rels", "</Relationships>", custom)
    _append(members, "xl/workbook.xml", "</sheets>", '<sheet name="Findings" sheetId="40" r:id="own"/>')
    _append(members, SHEET, "<tableParts", '<drawing r:id="drawing"/><legacyDrawing r:id="vml"/>')
    sparklines = re.search(rb"<ext .*</ext>", donor["xl/worksheets/sheet1.xml"])
    assert sparklines
    validation = (
        f'<ext xmlns:x14="{X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"><x14:dataValidations '
        f'xmlns:xm="{XM}" count="1"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Findings!$A$1:$A$3</xm:f>'
        "</x14:formula1><xm:sqref>AD7</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    )
    _append(members, SHEET, "</worksheet>", f"<extLst>{validation}{sparklines[0].decode()}</extLst>")
    kinds = {
        "/xl/worksheets/sheet9.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
        "/xl/drawings/drawing1.xml": "application/vnd.openxmlformats-officedocument.drawing+xml",
        "/xl/charts/chart1.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        "/xl/comments1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
        "/xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
        "/xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
        "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    }
    entries = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    usual = (
        '<Default Extension="png" ContentType="image/png"/><Default Extension="vml" '
        'ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
    )
    _append(members, TYPES, "</Types>", usual + entries)
    return packed(members)


def _append(members: dict[str, bytes], name: str, before: str, text: str) -> None:
    xml = members[name].decode()
    assert xml.count(before) == 1, (name, before)
    members[name] = xml.replace(before, text + before).encode()


def _link(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'


# One to fix, one to confirm, one for information, and one on another sheet.
WRONG = {"PERCENT.actual": "approx 70", "LOWER.actual": 99, "Indicators!V8": "Amber", "A1.due": "next week"}


def wrong() -> bytes:
    """The valid return with entries to mark."""
    return typed(WRONG)


# What is found in a package, by the plainest means.


def root_of(data: bytes, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(parts(data)[part])


def linked(data: bytes, part: str) -> dict[str, str]:
    """A part's relationships: the last word of the kind to the target part."""
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    found = {}
    for node in root_of(data, rels) if rels in parts(data) else ():
        target = node.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        found[node.get("Type", "").rpartition("/")[2]] = path
    return found


def sheets(data: bytes) -> dict[str, str]:
    """Sheet names, in order, to parts."""
    links = {node.get("Id"): node.get("Target", "") for node in root_of(data, "xl/_rels/workbook.xml.rels")}
    found = {}
    for node in root_of(data, "xl/workbook.xml").iterfind(".//{*}sheet"):
        key = next(value for name, value in node.attrib.items() if name.endswith("}id"))
        found[node.get("name", "")] = posixpath.normpath(posixpath.join("/xl", links[key])).lstrip("/")
    return found


def notes(data: bytes, sheet: str) -> dict[str, tuple[str, str]]:
    """The notes of a sheet: cell to author and words."""
    part = linked(data, sheets(data)[sheet]).get("comments")
    if part is None:
        return {}
    root = root_of(data, part)
    authors = [node.text or "" for node in root.iterfind("{*}authors/{*}author")]
    return {
        node.get("ref", ""): (
            authors[int(node.get("authorId", ""))],
            "".join(t.text or "" for t in node.iter() if t.tag.endswith("}t")),
        )
        for node in root.iterfind(".//{*}comment")
    }


def boxes(data: bytes, sheet: str) -> list[str]:
    """The cells of the boxes of notes on a sheet's old drawing."""
    part = linked(data, sheets(data)[sheet]).get("vmlDrawing")
    found = []
    for node in root_of(data, part).iter("{urn:schemas-microsoft-com:office:excel}ClientData") if part else ():
        row, column = (int(node.findtext(f"{{*}}{name}", "")) for name in ("Row", "Column"))
        found.append(f"{'' if column < 26 else chr(64 + column // 26)}{chr(65 + column % 26)}{row + 1}")
    return found


def highlights(data: bytes, sheet: str) -> dict[str, str]:
    """The cells that our formats mark, with the line that each gets: thin, dashed or dotted."""
    looks = root_of(data, linked(data, "xl/workbook.xml")["styles"]).findall("{*}dxfs/{*}dxf")
    found = {}
    for formats in root_of(data, sheets(data)[sheet]).iterfind("{*}conditionalFormatting"):
        for rule in formats.iterfind("{*}cfRule"):
            if rule.findtext("{*}formula") == 'LEN("laa-xl")=6':
                line = looks[int(rule.get("dxfId", ""))].find("{*}border/{*}left")
                assert line is not None
                found |= dict.fromkeys(formats.get("sqref", "").split(), line.get("style", ""))
    return found


_TOKEN = re.compile(rb"<[^>]*>|[^<]+")
_EMPTY = re.compile(rb"<([^\s/>]+)([^>]*?)\s*/>")
_COUNT = re.compile(rb""" count=(["'])\d+\1""")


def lost(before: bytes, after: bytes) -> bytes:
    """The first piece of an XML part that is not there any more in the same order; counts do not matter."""

    def tokens(xml: bytes) -> list[bytes]:
        return _TOKEN.findall(_EMPTY.sub(rb"<\1\2></\1>", _COUNT.sub(b"", xml)).replace(b" >", b">"))

    rest = iter(tokens(after))
    return next((token for token in tokens(before) if token not in rest), b"")
