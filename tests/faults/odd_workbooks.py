"""Workbooks with cells of every odd kind that spreadsheet programs and libraries write."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import openpyxl
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def raw(rows: str, *, strings: str = "", styles: str = "", year1904: bool = False) -> bytes:
    """A workbook of one sheet of raw row XML, with its shared strings and its number formats as raw XML too."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHEET}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{SHEET}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="r3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr{" date1904=" + chr(34) + "1" + chr(34) if year1904 else ""}/>'
        '<sheets><sheet name="Odd" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles or styles_of()}</styleSheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def styles_of(*codes: str) -> str:
    """A style sheet with these number formats, as the cell formats 1, 2, 3 and so on."""
    quoted = [code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") for code in codes]
    formats = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(quoted))
    cells = "".join(
        f'<xf numFmtId="{200 + n}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for n, _ in enumerate(codes)
    )
    return (
        (f'<numFmts count="{len(codes)}">{formats}</numFmts>' if codes else "")
        + '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
        + '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        + f'<cellXfs count="{len(codes) + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{cells}</cellXfs>'
    )


def line(*cells: str) -> str:
    """A row of cells, each written as its attributes and content: ``t="b"|<v>1</v>``."""
    made = ""
    for number, cell in enumerate(cells):
        attributes, _, content = cell.partition("|")
        made += f'<c r="{chr(65 + number)}1" {attributes}>{content}</c>'
    return f'<row r="1">{made}</row>'


def written(*codes: str, value: float = 39745.0) -> bytes:
    """One number under each of these formats."""
    cells = "".join(f'<c r="A{n}" s="{n}"><v>{value!r}</v></c>' for n, _ in enumerate(codes, 1))
    rows = "".join(f'<row r="{n}">{cell}</c></row>' for n, cell in enumerate(cells.split("</c>")[:-1], 1))
    return raw(rows, styles=styles_of(*codes))


def by_openpyxl() -> bytes:
    """What a library saves: formulas without results, an array formula, a table of dates."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"], sheet["A4"] = 1.5, "=A1*2", True, datetime(2008, 10, 24, 12, 30)
    sheet["B1"] = ArrayFormula("B1:B2", "=A1:A2*2")
    sheet["C1"], sheet["C2"], sheet["C3"] = "  spaces  ", "line\nend", "a\tb"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def by_xlsxwriter(**options: object) -> bytes:
    """Dates, times, durations, formulas of every kind of result, rich text, a dynamic array."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet("Odd")
        day, moment, hours, share = (
            book.add_format({"num_format": code}) for code in ("dd/mm/yyyy", "dd/mm/yy hh:mm", "[h]:mm", "0.0%")
        )
        sheet.write_datetime("A1", datetime(2008, 10, 24), day)
        sheet.write_datetime("A2", datetime(2008, 10, 24, 12, 30), moment)
        sheet.write_number("A3", 1.75, hours)
        sheet.write_number("A4", 0.625, share)
        sheet.write_formula("B1", "=TRUE", None, True)
        sheet.write_formula("B2", '="x"&"y"', None, "xy")
        sheet.write_formula("B3", '=""', None, "")
        sheet.write_formula("B4", "=NA()", None, "#N/A")
        sheet.write_formula("B5", "=A1", day, 39745)
        sheet.write_array_formula("C1:C2", "{=A3:A4*2}", None, 3.5)
        sheet.write_dynamic_array_formula("D1:D3", "=SEQUENCE(3)", None, 1)
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("E1", "plain ", bold, "bold", " plain")
        sheet.write_string("E2", " kept spaces ")
        sheet.write_string("E3", "=not a formula")
        sheet.merge_range("F1:G2", "merged")
    return buffer.getvalue()


RICH = (
    "<si><t>plain</t></si>"
    '<si><r><t xml:space="preserve">two </t></r><r><rPr><b/></rPr><t>runs</t></r></si>'
    '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>'
    '<si><t xml:space="preserve">  spaces  </t></si>'
    "<si><t/></si>"
    "<si><t>a &lt;b&gt; &amp; c</t></si>"
)
SHARED = (
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>2</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
    '<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
    '<row r="4"><c r="A4"><f t="array" ref="A4:A5">B1:B2*2</f><v>2</v></c></row>'
    '<row r="5"><c r="A5"><v>4</v></c></row>'
)
DATES = (
    "dd/mm/yyyy",
    "yyyy\\-mm\\-dd;@",
    "[$-809]dd mmmm yyyy;@",
    "mmm-yy",
    "d\\.m\\.yy",
    'd "of" mmmm',
    "[Red]dd/mm/yy",
    "dddd",
)
NUMBERS = (
    "0.00",
    "#,##0;[Red]-#,##0",
    '0.0" days"',
    "£#,##0.00",
    "0%",
    "0.0E+00",
    '"d"0',
    "[Red]0.0",
    "# ?/?",
    "@",
    "General",
)
EDGES = (0.1 + 0.2, 1 / 3, 12345678901234567.0, 5e-324, 1.7976931348623157e308, -0.0, 0.1, 1e21, 100.00000000000001)

ODD: dict[str, bytes] = {
    "shared strings with rich text and phonetics": raw(line(*(f't="s"|<v>{n}</v>' for n in range(6))), strings=RICH),
    "inline strings": raw(
        line(
            't="inlineStr"|<is><t>a</t></is>',
            't="inlineStr"|<is><r><t>b</t></r><r><t>c</t></r></is>',
            't="inlineStr"|<is><t xml:space="preserve"> d </t></is>',
            't="str"|<v>e</v>',
        )
    ),
    "booleans": raw(line('t="b"|<v>1</v>', 't="b"|<v>0</v>', 't="b"|<f>TRUE</f><v>1</v>')),
    "errors": raw(
        line(*(f't="e"|<v>{code}</v>' for code in ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!")))
    ),
    "errors of formulas": raw(line('t="e"|<f>1/0</f><v>#DIV/0!</v>', 't="e"|<f>NA()</f><v>#N/A</v>')),
    "errors newer than the readers": raw(line('t="e"|<f>A9#</f><v>#SPILL!</v>', 't="e"|<v>#CALC!</v>', "|<v>5</v>")),
    "formulas with results of every kind": raw(
        line(
            "|<f>1+1</f><v>2</v>", 't="str"|<f>"a"</f><v>a</v>', 't="b"|<f>TRUE</f><v>1</v>', 't="str"|<f>""</f><v></v>'
        )
    ),
    "formulas that nobody calculated": raw(line("|<f>1+1</f>", "|<f>A1</f><v></v>", "|<f>A1</f><v/>", "|<v>1</v>")),
    "shared and array formulas": raw(SHARED),
    "numbers to the last digit": raw(line(*(f"|<v>{number!r}</v>" for number in EDGES))),
    "numbers as text, and text as numbers": raw(
        line('t="s"|<v>0</v>', "|<v>1.50</v>", 't="n"|<v>007</v>'), strings="<si><t>5</t></si>"
    ),
    "dates under odd formats": written(*DATES),
    "moments under odd formats": written("dd/mm/yyyy hh:mm", "h:mm AM/PM", "mm:ss.0", value=39745.520833333336),
    "numbers under odd formats": written(*NUMBERS),
    "times and durations": written("hh:mm", "h:mm:ss", value=0.5208333333333334),
    "durations over a day": written("[h]:mm", "[mm]", "[ss]", value=1.75),
    "dates of the calendar of 1904": raw(
        '<row r="1"><c r="A1" s="1"><v>38283</v></c><c r="B1"><v>38283</v></c></row>',
        styles=styles_of("dd/mm/yyyy"),
        year1904=True,
    ),
    "a workbook by openpyxl": by_openpyxl(),
    "a workbook by XlsxWriter": by_xlsxwriter(),
    "a workbook by XlsxWriter in the calendar of 1904": by_xlsxwriter(date_1904=True),
    "a workbook by XlsxWriter without shared strings": by_xlsxwriter(constant_memory=True),
    "rows and cells without addresses": raw("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>"),
    "cells with nothing in them": raw('<row r="1"><c r="A1"/><c r="B1" s="0"/><c r="C1"><v>1</v></c></row>'),
}
