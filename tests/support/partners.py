"""What partners do to a return besides filling it, and what is then found in a workbook's package."""

from __future__ import annotations

import functools
import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from itertools import count
from xml.etree import ElementTree

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from laa_xl.declare.return_form import RETURN_FORM
from tests.support.returns import address, typed
from tests.support.zips import parts_of

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
# Columns right of the indicators, where partners put what is their own.
BESIDE, FURTHER = (xl_col_to_name(len(RETURN_FORM.table("indicators").columns) + gap) for gap in (1, 2))


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blob in members.items():
            archive.writestr(zipfile.ZipInfo(name), blob)
    return out.getvalue()


def free_part(members: Mapping[str, bytes], stem: str, extension: str) -> str:
    """The name that a program gives to a new part: with the first number that no other part has."""
    return next(name for name in (f"{stem}{number}.{extension}" for number in count(1)) if name not in members)


def cell(spot: str) -> str:
    """ "K6" for "PERCENT.actual", wherever that column stands on the form."""
    return address(spot).rpartition("!")[2]


def changed(data: bytes, **changes: Callable[[str], str]) -> bytes:
    """The workbook with parts rewritten as text, by the last part of their name: ``changed(data, styles=...)``."""
    members = parts_of(data)
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
    target, year_end = cell("PERCENT.target"), cell("PERCENT.year_end_target")
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Indicators")
        sheet.insert_image(f"{FURTHER}2", "logo.png", {"image_data": _picture()})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": f"=Indicators!{target}:{year_end}"})
        sheet.insert_chart(f"{FURTHER}8", chart)
        sheet.add_sparkline(f"{BESIDE}6", {"range": f"Indicators!{target}:{year_end}"})
        sheet.write_comment(note, "As agreed on the telephone", {"author": "Pat"})
        sheet.write_comment(thread, "[Threaded comment]", {"author": f"tc={THREAD}"})
    return parts_of(buffer.getvalue())


def _moved(donor: Mapping[str, bytes], members: dict[str, bytes]) -> dict[str, str]:
    """Put what is drawn into a workbook, as parts that it does not have itself; old names to new ones."""
    drawn = [name for name in donor if re.match(r"xl/(drawings/(?!_rels)|charts/|media/|comments)", name)]
    names: dict[str, str] = {}
    for name in drawn:
        stem, _, extension = name.rpartition(".")
        names[name] = free_part(members, stem.rstrip("0123456789"), extension)
        members[names[name]] = donor[name]
    for name in drawn:
        if (rels := _rels_of(name)) in donor:
            folder, links = posixpath.dirname(name), donor[rels].decode()
            for old, new in names.items():
                links = links.replace(f'"{posixpath.relpath(old, folder)}"', f'"{posixpath.relpath(new, folder)}"')
            members[_rels_of(names[name])] = links.encode()
    return names


def rich(data: bytes, note: str, thread: str) -> bytes:
    """A return with whatever partners add to one: each in the bytes of the program that writes it."""
    members, donor = parts_of(data), _donor(note, thread)
    drawn = _moved(donor, members)
    own, custom_part = free_part(members, "xl/worksheets/sheet", "xml"), "docProps/custom.xml"
    assert custom_part not in members
    members[own] = (
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
    members[custom_part] = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        b'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
        b'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Case"><vt:lpwstr>17/08</vt:lpwstr></property></Properties>'
    )
    links = [
        ("drawing", f"{OFFICE}/drawing", drawn["xl/drawings/drawing1.xml"]),
        ("vml", f"{OFFICE}/vmlDrawing", drawn["xl/drawings/vmlDrawing1.vml"]),
        ("notes", f"{OFFICE}/comments", drawn["xl/comments1.xml"]),
        ("threads", f"{_2017}/threadedComment", "xl/threadedComments/threadedComment1.xml"),
    ]
    _relate(members, SHEET, links)
    book = [
        ("own", f"{OFFICE}/worksheet", own),
        ("people", f"{_2017}/person", "xl/persons/person.xml"),
    ]
    _relate(members, "xl/workbook.xml", book)
    _relate(members, "", [("custom", f"{OFFICE}/custom-properties", custom_part)])
    numbers = [int(number) for number in re.findall(rb' sheetId="(\d+)"', members["xl/workbook.xml"])]
    _append(
        members, "xl/workbook.xml", "</sheets>", f'<sheet name="Findings" sheetId="{max(numbers) + 1}" r:id="own"/>'
    )
    _append(members, SHEET, "<tableParts", '<drawing r:id="drawing"/><legacyDrawing r:id="vml"/>')
    # A sheet has one list of sparklines: the partner's joins those of the form.
    sparkline = re.search(rb"<x14:sparklineGroup .*</x14:sparklineGroup>", donor["xl/worksheets/sheet1.xml"])
    assert sparkline
    _append(members, SHEET, "</x14:sparklineGroups>", sparkline[0].decode())
    validation = (
        f'<ext xmlns:x14="{X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"><x14:dataValidations '
        f'xmlns:xm="{XM}" count="1"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Findings!$A$1:$A$3</xm:f>'
        "</x14:formula1><xm:sqref>{BESIDE}7</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    )
    _append(members, SHEET, "<ext ", validation)
    kinds = {
        f"/{own}": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
        f"/{drawn['xl/drawings/drawing1.xml']}": "application/vnd.openxmlformats-officedocument.drawing+xml",
        f"/{drawn['xl/charts/chart1.xml']}": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        f"/{drawn['xl/comments1.xml']}": "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
        "/xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
        "/xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
        f"/{custom_part}": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
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


def _relate(members: dict[str, bytes], part: str, links: list[tuple[str, str, str]]) -> None:
    """Relate a part to others by ids that it does not use: id, kind and part, which is named from the part's folder."""
    rels, folder = _rels_of(part), posixpath.dirname(part)
    for key, kind, target in links:
        path = posixpath.relpath(target, folder)
        assert f'Id="{key}"' not in members[rels].decode(), (rels, key)
        _append(members, rels, "</Relationships>", f'<Relationship Id="{key}" Type="{kind}" Target="{path}"/>')


# One to fix, one to confirm, one for information, and one on another sheet.
WRONG = {"PERCENT.actual": "approx 70", "LOWER.actual": 99, "RANGE.rag": "Amber", "A1.due": "next week"}


@functools.cache
def wrong() -> bytes:
    """The valid return with entries to mark; the same bytes each time, though a zip's members have the time of day."""
    return typed(WRONG)


# What is found in a package, by the plainest means.


def root_of(data: bytes, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(parts_of(data)[part])


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def linked(data: bytes, part: str) -> dict[str, str]:
    """A part's relationships: the last word of the kind to the target part."""
    folder, rels = posixpath.dirname(part), _rels_of(part)
    found = {}
    for node in root_of(data, rels) if rels in parts_of(data) else ():
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
