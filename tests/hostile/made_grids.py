"""Hostile sheets: far cells, false counts, multiplied texts, and relationships that lead astray."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.hostile.made_xml import MAIN, sheet
from tests.hostile.zips import SHEET, Hostile, base, changed, edited
from tests.support.returns import rewritten, valid_return

GRID, BOOK, TEXTS = "the sheets", "the workbook", "the texts"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS, WORKBOOK, STRINGS, STYLES = (
    "xl/_rels/workbook.xml.rels",
    "xl/workbook.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
)


def with_rows(rows: str) -> bytes:
    """Rows put behind those of the form."""
    return edited(SHEET, lambda xml: xml.replace("</sheetData>", rows + "</sheetData>", 1))


def behind(text: str) -> bytes:
    return edited(SHEET, lambda xml: xml.replace("</sheetData>", "</sheetData>" + text, 1))


def far(*places: str) -> bytes:
    rows = "".join(f'<row r="{re.sub("[A-Z]", "", place)}"><c r="{place}"><v>1</v></c></row>' for place in places)
    return with_rows(rows)


def in_every_sheet(rows: str) -> bytes:
    new = {
        name: blob.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
        for name, blob in base().items()
        if re.fullmatch(r"xl/worksheets/sheet[1-9]\.xml", name)
    }
    return changed(new)


def many(count: int, cell: Callable[[int], str] = lambda n: f'<c r="AZ{n}"><v>1</v></c>', first: int = 1000) -> str:
    return "".join(f'<row r="{n}">{cell(n)}</row>' for n in range(first, first + count))


def texts(count: str, first: str) -> bytes:
    return changed({STRINGS: f'<sst xmlns="{MAIN}" uniqueCount="{count}"><si><t>{first}</t></si></sst>'.encode()})


def multiplied(length: int, cells: int) -> bytes:
    """One long text in very many cells: small in the file, and too large for any memory."""
    number = base()[STRINGS].count(b"<si>")
    rows = "".join(
        f'<row r="{n}">' + f'<c t="s"><v>{number}</v></c>' * 100 + "</row>" for n in range(1, cells // 100 + 1)
    )
    return changed(
        {
            SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode(),
            STRINGS: base()[STRINGS].replace(b"</sst>", f"<si><t>{'x' * length}</t></si></sst>".encode()),
        }
    )


def linked(change: Callable[[str], str], part: str = RELS) -> bytes:
    return edited(part, change)


def styled(inside: str) -> bytes:
    return edited(
        STYLES, lambda xml: re.sub(r"(<styleSheet[^>]*>)(<numFmts.*?</numFmts>)?", rf"\1{inside}", xml, count=1)
    )


FIRST = 'Target="worksheets/sheet2.xml"'
CASES = [
    Hostile(GRID, "two cells as far apart as can be", "F10", lambda: far("XFD1048576")),
    Hostile(GRID, "a cell in the last row", "F10", lambda: far("A1048576")),
    Hostile(GRID, "a cell in the last column", "F10", lambda: far("XFD900")),
    Hostile(GRID, "a far cell on every sheet", "F10", lambda: in_every_sheet('<row r="20000"><c r="SF20000"><v>1</v></c></row>')),
    Hostile(GRID, "a far cell without addresses", "F10", lambda: with_rows('<row r="1048570"/><row/><row><c><v>1</v></c></row>')),
    Hostile(GRID, "a far formula without a value", "F10", lambda: with_rows('<row r="999999"><c r="B999999"><f>1+1</f></c></row>')),
    Hostile(GRID, "a row that there is not", "F08", lambda: with_rows('<row r="99999999999999999999"><c r="A99999999999999999999"><v>1</v></c></row>')),
    Hostile(GRID, "a row below nothing", "F08", lambda: with_rows('<row r="-5"><c r="A-5"><v>1</v></c></row>')),
    Hostile(GRID, "a row that is no number", "F08", lambda: with_rows('<row r="x"><c><v>1</v></c></row>')),
    Hostile(GRID, "a column that there is not", "F08", lambda: with_rows('<row r="900"><c r="ZZZZ900"><v>1</v></c></row>')),
    Hostile(GRID, "an address of a megabyte", "F08", lambda: with_rows(f'<row r="900"><c r="{"A" * 1_000_000}1"><v>1</v></c></row>')),
    Hostile(GRID, "cells of another vocabulary", "F08", lambda: with_rows('<q:row xmlns:q="u:q" r="900"><q:c r="A900"/></q:row>')),
    Hostile(GRID, "a false dimension", "", lambda: edited(SHEET, lambda xml: re.sub(r'<dimension ref="[^"]*"/>', '<dimension ref="A1:XFD1048576"/>', xml))),
    Hostile(GRID, "a dimension of one cell", "", lambda: edited(SHEET, lambda xml: re.sub(r'<dimension ref="[^"]*"/>', '<dimension ref="A1"/>', xml))),
    Hostile(GRID, "a format in the last cell", "", lambda: with_rows('<row r="1048576"><c r="XFD1048576" s="1"/></row>')),
    Hostile(GRID, "half a million cells", "F10", lambda: sheet("<sheetData>" + ("<row>" + "<c><v>1</v></c>" * 100 + "</row>") * 5000 + "</sheetData>")),
    Hostile(GRID, "two million empty cells", "F10", lambda: sheet("<sheetData>" + ("<row>" + "<c/>" * 100 + "</row>") * 20_000 + "</sheetData>")),
    Hostile(GRID, "ten thousand cells that nobody asked for", "", lambda: with_rows(many(10_000, lambda n: f'<c r="AZ{n}"><v>1</v></c>'))),
    Hostile(GRID, "a merged area over the whole sheet", "", lambda: behind('<mergeCells count="1"><mergeCell ref="AY900:XFD1048576"/></mergeCells>')),
    Hostile(GRID, "thirty thousand merged areas", "F10", lambda: behind("<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1000, 31_000)) + "</mergeCells>")),
    Hostile(GRID, "nine thousand merged areas", "", lambda: behind("<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1000, 10_000)) + "</mergeCells>")),
    Hostile(GRID, "five thousand merged areas over the same rows", "F10", lambda: edited(SHEET, lambda xml: xml.replace("</sheetData>", many(5000) + "</sheetData><mergeCells>" + '<mergeCell ref="Y1:Z6000"/>' * 5000 + "</mergeCells>", 1))),
    Hostile(GRID, "a merged area that is none", "F08", lambda: behind('<mergeCells><mergeCell ref="nowhere"/></mergeCells>')),
    Hostile(GRID, "a merged area without an address", "F08", lambda: behind("<mergeCells><mergeCell/></mergeCells>")),
    Hostile(GRID, "hidden columns without end", "", lambda: edited(SHEET, lambda xml: xml.replace("<sheetData>", '<cols><col min="400" max="2000000000" hidden="1"/></cols><sheetData>', 1))),
    Hostile(GRID, "a shared formula over the whole sheet", "", lambda: with_rows('<row r="900"><c r="AZ900"><f t="shared" ref="A1:XFD1048576" si="9">1</f><v>1</v></c></row>')),
    Hostile(GRID, "an array formula over the whole sheet", "", lambda: with_rows('<row r="900"><c r="AZ900"><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c></row>')),
    Hostile(GRID, "links over a million cells", "", lambda: behind('<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>')),
    Hostile(GRID, "an unknown kind of cell", "", lambda: with_rows('<row r="900"><c r="AZ900" t="zzz"><v>1</v></c></row>')),
    Hostile(GRID, "an error newer than any reader", "", lambda: with_rows('<row r="900"><c r="AZ900" t="e"><v>#PYTHON!</v></c></row>')),
    *(Hostile(GRID, f"the number {value[:12]}", "", lambda v=value: with_rows(f'<row r="900"><c r="AZ900"><v>{v}</v></c></row>'))
      for value in ("1e999", "-1e999", "nan", "inf", "1e-999", "0x10", "1_000", "9" * 5000, "", "1,5", "١٢٣")),
    Hostile(GRID, "a date beyond all calendars", "", lambda: with_rows('<row r="900"><c r="AZ900" t="d"><v>99999-99-99T99:99:99</v></c></row>')),
    Hostile(GRID, "a format number that there is not", "", lambda: with_rows('<row r="900"><c r="AZ900" s="4294967295"><v>1</v></c></row>')),
    Hostile(TEXTS, "four billion texts said", "F08", lambda: texts("4294967295", "x")),
    Hostile(TEXTS, "a count of texts that is no number", "", lambda: edited(STRINGS, lambda xml: re.sub(r'uniqueCount="\d+"', 'uniqueCount="-1"', xml))),
    Hostile(TEXTS, "a text of ten megabytes that no cell has", "", lambda: edited(STRINGS, lambda xml: xml.replace("</sst>", f"<si><t>{'x' * 10_000_000}</t></si></sst>"))),
    Hostile(TEXTS, "one long text in a hundred thousand cells", "F12", lambda: multiplied(90_000, 100_000)),
    Hostile(TEXTS, "texts that are gone", "F08", lambda: changed({STRINGS: None})),
    Hostile(TEXTS, "a text of a number that there is not", "F08", lambda: with_rows('<row r="900"><c r="AZ900" t="s"><v>99999999</v></c></row>')),
    Hostile(TEXTS, "a text of a number below nothing", "", lambda: with_rows('<row r="900"><c r="AZ900" t="s"><v>-1</v></c></row>')),
    Hostile(TEXTS, "a text of two megabytes in a cell", "F08", lambda: with_rows(f'<row r="900"><c r="AZ900" t="inlineStr"><is><t>{"y" * 2_000_000}</t></is></c></row>')),
    Hostile(TEXTS, "marks that turn the direction of writing", "", lambda: with_rows('<row r="900"><c r="AZ900" t="inlineStr"><is><t>\u202egnp.exe</t></is></c></row>')),
    Hostile(TEXTS, "half a character", "", lambda: with_rows('<row r="900"><c r="AZ900" t="inlineStr"><is><t>_xD800_</t></is></c></row>')),
    Hostile(TEXTS, "a hundred thousand formats", "", lambda: styled('<numFmts>' + "".join(f'<numFmt numFmtId="{n}" formatCode="0%"/>' for n in range(200, 100_000)) + "</numFmts>")),
    Hostile(TEXTS, "a format of a megabyte", "", lambda: styled(f'<numFmts><numFmt numFmtId="200" formatCode="{"[" * 500_000}{"&quot;" * 100_001}"/></numFmts>')),
    Hostile(BOOK, "no list of parts", "", lambda: changed({"[Content_Types].xml": None})),
    Hostile(BOOK, "no list of sheets", "F07", lambda: changed({WORKBOOK: None})),
    Hostile(BOOK, "a sheet that is not there", "F08", lambda: changed({SHEET: None})),
    Hostile(BOOK, "no relationships", "F08", lambda: changed({RELS: None})),
    Hostile(BOOK, "a sheet outside the file", "F09", lambda: linked(lambda xml: xml.replace(FIRST, 'Target="../../../../etc/passwd"'))),
    Hostile(BOOK, "a sheet on a server", "F08", lambda: linked(lambda xml: xml.replace(FIRST, 'Target="https://intranet.example/s.xml" TargetMode="External"'))),
    Hostile(BOOK, "a sheet that is the workbook", "S04", lambda: linked(lambda xml: xml.replace(FIRST, 'Target="workbook.xml"'))),
    Hostile(BOOK, "two tabs on one sheet", "F08", lambda: linked(lambda xml: xml.replace(FIRST, 'Target="worksheets/sheet3.xml"'))),
    Hostile(BOOK, "no sheets", "F08", lambda: edited(WORKBOOK, lambda xml: re.sub("<sheets>.*</sheets>", "<sheets/>", xml))),
    Hostile(BOOK, "a tab without a name", "F08", lambda: edited(WORKBOOK, lambda xml: xml.replace('name="Indicators"', 'name=""'))),
    Hostile(BOOK, "two tabs of one name", "F08", lambda: edited(WORKBOOK, lambda xml: xml.replace('name="Indicators"', 'name="NARRATIVE"'))),
    Hostile(BOOK, "a thousand tabs on one sheet", "F08", lambda: edited(WORKBOOK, lambda xml: xml.replace("</sheets>", "".join(f'<sheet name="t{n}" sheetId="{n + 50}" r:id="rId2"/>' for n in range(1000)) + "</sheets>"))),
    Hostile(BOOK, "formats that are the workbook", "F08", lambda: linked(lambda xml: xml.replace('Target="sharedStrings.xml"', 'Target="workbook.xml"'))),
    Hostile(BOOK, "a damaged list of comments", "", lambda: changed({"xl/worksheets/_rels/sheet2.xml.rels": b"<Relationships"})),
    Hostile(BOOK, "its hidden sheet gone", "W01", lambda: edited(WORKBOOK, lambda xml: re.sub('<sheet name="_laa"[^>]*/>', "", xml))),
    Hostile(BOOK, "its specification altered", "W07", lambda: rewritten(valid_return(), STRINGS, lambda xml: xml.replace("Residents who feel safe", "Residents who feel rich"))),
]  # fmt: skip
