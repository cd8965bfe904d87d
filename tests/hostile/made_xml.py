"""Hostile XML: declarations, encodings, depths and shapes that no spreadsheet program writes."""

from __future__ import annotations

from tests.hostile.zips import SHEET, Hostile, base, changed, edited

XML = "the XML"
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://intranet.example/x.dtd"> %p;]>'
PARTS = (
    "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET, "xl/styles.xml",
    "xl/sharedStrings.xml", "xl/theme/theme1.xml", "xl/tables/table1.xml", "docProps/core.xml", "xl/charts/chart1.xml",
)  # fmt: skip
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def declaring(part: str, what: str = DOCTYPE) -> bytes:
    return edited(part, lambda xml: xml.replace("?>", "?>" + what, 1))


def encoded(encoding: str, said: str, what: str = DOCTYPE) -> bytes:
    text = base()[SHEET].decode().replace('encoding="UTF-8"', f'encoding="{said}"', 1).replace("?>", "?>" + what, 1)
    return changed({SHEET: text.encode(encoding, "xmlcharrefreplace")})


def sheet(inside: str, head: str = "") -> bytes:
    return changed({SHEET: f'{head}<worksheet xmlns="{MAIN}">{inside}</worksheet>'.encode()})


CASES = [
    *(Hostile(XML, f"an entity in {part}", "F09", lambda p=part: declaring(p)) for part in PARTS),
    Hostile(XML, "a billion laughs", "F09", lambda: declaring(SHEET, LAUGHS)),
    Hostile(XML, "a file of the machine as an entity", "F09", lambda: declaring("xl/sharedStrings.xml", OUTSIDE)),
    Hostile(XML, "a parameter entity from a server", "F09", lambda: declaring("xl/workbook.xml", PARAMETER)),
    *(
        Hostile(XML, f"an entity in {name}", "F09", lambda n=name, s=said: encoded(n, s))
        for name, said in (
            ("utf-16", "UTF-16"),
            ("utf-16-le", "UTF-16"),
            ("utf-16-be", "UTF-16"),
            ("utf-8-sig", "UTF-8"),
        )
    ),
    *(
        Hostile(XML, f"the encoding {said}", "F09", lambda n=name, s=said: encoded(n, s, ""))
        for name, said in (
            ("ascii", "UTF-7"),
            ("ascii", "cp037"),
            ("ascii", "shift_jis"),
            ("ascii", "rot13"),
            ("ascii", "unicode-escape"),
        )
    ),
    Hostile(
        XML,
        "an entity in a part of no known kind",
        "F09",
        lambda: changed({"xl/hidden.dat": b"\n <!DOCTYPE x []><x/>"}),
    ),
    Hostile(
        XML,
        "an entity in the notes of a sheet",
        "F09",
        lambda: changed({"xl/drawings/vml9.vml": b"<!DOCTYPE x []><x/>"}),
    ),
    Hostile(
        XML,
        "a declaration in a picture alone",
        "",
        lambda: changed({"xl/media/logo.svg": b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" ""><svg/>'}),
    ),
    Hostile(
        XML,
        "a declaration that is only spoken of",
        "",
        lambda: changed({"customXml/item1.xml": b"<a><![CDATA[<!DOCTYPE html>]]></a>"}),
    ),
    Hostile(
        XML,
        "a sheet nested a hundred thousand deep",
        "F08",
        lambda: sheet("<a>" * 100_000 + "</a>" * 100_000 + "<!-- x -->"),
    ),
    Hostile(
        XML,
        "texts nested ten thousand deep",
        "F08",
        lambda: changed(
            {
                "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"<si>" * 10_000}<!-- x -->{"</si>" * 10_000}</sst>'.encode()
            }
        ),
    ),
    Hostile(
        XML, "a tag that is not closed", "F08", lambda: edited(SHEET, lambda xml: xml.replace("</sheetData>", "", 1))
    ),
    Hostile(XML, "a sheet that ends in the middle", "F08", lambda: changed({SHEET: base()[SHEET][:5000]})),
    Hostile(XML, "a sheet of nothing", "F08", lambda: changed({SHEET: b""})),
    Hostile(XML, "a sheet of zeros", "F08", lambda: changed({SHEET: bytes(1000)})),
    Hostile(XML, "a sheet of something else", "F08", lambda: changed({SHEET: b"\x89PNG\r\n\x1a\n" + bytes(100)})),
    Hostile(
        XML,
        "a NUL in a sheet",
        "F08",
        lambda: edited(SHEET, lambda xml: xml.replace("<sheetData>", "<sheetData>\0", 1)),
    ),
    Hostile(
        XML,
        "bytes that are no UTF-8",
        "F08",
        lambda: changed({SHEET: base()[SHEET].replace(b"<sheetData>", b"<sheetData>\xc0\xaf", 1)}),
    ),
    Hostile(
        XML,
        "an entity that nobody declared",
        "F08",
        lambda: edited(SHEET, lambda xml: xml.replace("<sheetData>", "<sheetData>&secret;", 1)),
    ),
    Hostile(
        XML,
        "the same attribute twice",
        "F08",
        lambda: edited(SHEET, lambda xml: xml.replace("<sheetData>", '<sheetData a="1" a="2">', 1)),
    ),
    Hostile(
        XML,
        "a prefix that nobody declared",
        "F08",
        lambda: edited(SHEET, lambda xml: xml.replace("<sheetData>", "<q:sheetData>", 1)),
    ),
    Hostile(
        XML,
        "a hundred thousand attributes",
        "F08",
        lambda: edited(
            SHEET,
            lambda xml: xml.replace(
                "<sheetData>", "<sheetData " + " ".join(f'a{n}="1"' for n in range(100_000)) + " a1='2'>", 1
            ),
        ),
    ),
    Hostile(
        XML,
        "an attribute of ten megabytes",
        "",
        lambda: edited(SHEET, lambda xml: xml.replace("<sheetData>", f'<sheetData a="{"x" * 10_000_000}">', 1)),
    ),
    Hostile(XML, "the workbook is a web page", "F08", lambda: changed({"xl/workbook.xml": b"<html><body/></html>"})),
    Hostile(XML, "the workbook is nothing", "F08", lambda: changed({"xl/workbook.xml": b""})),
    Hostile(XML, "formats that are damaged", "F08", lambda: changed({"xl/styles.xml": b"<styleSheet"})),
    Hostile(XML, "texts that are damaged", "F08", lambda: changed({"xl/sharedStrings.xml": b"<sst><si>"})),
]
