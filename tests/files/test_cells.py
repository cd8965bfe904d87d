"""Reading cells: values as typed, kinds that fast readers hide, and no way out but an answer or a refusal."""

from __future__ import annotations

import hashlib
import io
import math
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from laa_xl.files.cells import Cell, SheetCells, WorkbookCells, address, parse_address, read_cells, read_sheet
from laa_xl.files.package import Refused
from tests.faults.odd_workbooks import ODD

DAY = datetime.fromisoformat("2008-10-24")
NOON = datetime.fromisoformat("2008-10-24 12:30")
SHEET = "xl/worksheets/sheet1.xml"


def workbook(fill: Callable[[xlsxwriter.Workbook], object], **options: object) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **options}) as book:
        fill(book)
    return buffer.getvalue()


def rezipped(data: bytes, **changed: bytes) -> bytes:
    """The workbook with other bytes for its sheet, texts or styles."""
    names = {
        "sheet": SHEET,
        "texts": "xl/sharedStrings.xml",
        "styles": "xl/styles.xml",
        "book": "xl/workbook.xml",
    }
    new = {names[key]: blob for key, blob in changed.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as archive:
        for name in old.namelist():
            archive.writestr(name, new.get(name) or old.read(name))
    return buffer.getvalue()


def full(book: xlsxwriter.Workbook) -> None:
    """A sheet with one of everything."""
    sheet = book.add_worksheet("Indicators")
    sheet.write_string("A1", "  NI 154 ")
    sheet.write_number("B1", 0.1)
    sheet.write_boolean("C1", True)
    sheet.write_formula("A2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("B2", "=B1*2", None, 0.2)
    sheet.write_datetime("C2", DAY, book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.merge_range("A4:C5", "merged")
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.set_column(1, 2, None, None, {"hidden": True})
    book.add_worksheet("_ids").very_hidden()


FULL = workbook(full)
ONE = workbook(lambda book: book.add_worksheet("One").write("A1", 1))
with zipfile.ZipFile(io.BytesIO(FULL)) as _archive:
    PARTS = {
        key: _archive.read(name)
        for key, name in [
            ("sheet", SHEET),
            ("texts", "xl/sharedStrings.xml"),
            ("styles", "xl/styles.xml"),
            ("book", "xl/workbook.xml"),
        ]
    }


def sheet_of(rows: str, tail: str = "", encoding: str = "utf-8") -> bytes:
    """A workbook of one sheet with this row XML."""
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{tail}</worksheet>'
    return rezipped(ONE, sheet=xml.encode(encoding))


def only_sheet(data: bytes) -> SheetCells:
    (sheet,) = read_cells(data).sheets
    return sheet


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        read_cells(data)
    return caught.value


def test_values_keep_their_kind_and_their_exact_text() -> None:
    sheet = read_cells(FULL).sheets[0]
    assert sheet.rows == {
        0: {0: Cell("  NI 154 "), 1: Cell(0.1), 2: Cell(True)},
        1: {
            0: Cell(None, formula=True, error="#DIV/0!"),
            1: Cell(0.2, formula=True),
            2: Cell(date(2008, 10, 24)),
        },
        3: {0: Cell("merged")},
    }
    assert sheet.get(0, 1) == Cell(0.1)
    assert sheet.get(0, 3) is sheet.get(99, 0) is None
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merged) == ({1}, {1, 2}, ((3, 0, 4, 2),))


def test_whole_numbers_are_floats_and_dates_are_dates_in_both_calendars() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Dates")
        day, moment = (
            book.add_format({"num_format": "dd/mm/yyyy"}),
            book.add_format({"num_format": "dd/mm/yy hh:mm"}),
        )
        sheet.write_number("A1", 5)
        sheet.write_datetime("B1", DAY, day)
        sheet.write_datetime("C1", NOON, moment)
        sheet.write_datetime("D1", time(12, 30), book.add_format({"num_format": "hh:mm"}))
        sheet.write_number("E1", 1.5, book.add_format({"num_format": "[h]:mm"}))
        sheet.write_number("F1", 0.62, book.add_format({"num_format": "0%"}))

    expected = [5.0, date(2008, 10, 24), NOON, time(12, 30), 1.5, 0.62]
    for calendar in (False, True):
        row = only_sheet(workbook(fill, date_1904=calendar)).rows[0]
        assert [cell.value for cell in row.values()] == expected
        assert type(row[0].value) is float


@pytest.mark.parametrize("code", ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#SPILL!", "#CALC!", "#GETTING_DATA"])
def test_an_error_is_named_and_its_neighbours_survive(code: str) -> None:
    rows = (
        f'<row r="1"><c r="A1" t="e"><f>X</f><v>{code}</v></c><c r="B1"><v>5</v></c>'
        '<c r="C1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>'
        '<c r="D1" t="b"><v>1</v></c></row>'
        f'<row r="2"><c r="B2" t="e"><v>{code}</v></c></row>'
    )
    assert only_sheet(sheet_of(rows)).rows == {
        0: {0: Cell(None, formula=True, error=code), 1: Cell(5.0), 2: Cell(" a "), 3: Cell(True)},
        1: {1: Cell(None, error=code)},
    }


def test_both_readers_give_the_same_values() -> None:
    # An error code that calamine does not know sends the whole workbook to openpyxl.
    with_news = PARTS["sheet"].replace(b"#DIV/0!", b"#SPILL!")
    slow = read_cells(rezipped(FULL, sheet=with_news)).sheets[0]
    fast = read_cells(FULL).sheets[0]
    assert slow.rows[1].pop(0).error == "#SPILL!"  # type: ignore[attr-defined]
    assert fast.rows[1].pop(0).error == "#DIV/0!"  # type: ignore[attr-defined]
    assert slow == fast


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1"><f>B1</f></c>', Cell(None, formula=True, uncalculated=True)),
        ('<c r="A1"><f>B1</f><v/></c>', Cell(None, formula=True, uncalculated=True)),
        ('<c r="A1"><f>B1</f><v></v>\n </c>', Cell(None, formula=True, uncalculated=True)),
        ('<c r="A1" t="str"><f>B1</f></c>', Cell(None, formula=True, uncalculated=True)),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', Cell("", formula=True)),
        ('<c r="A1" t="str"><f>B1</f><v> </v></c>', Cell(" ", formula=True)),
        ('<c r="A1"><f>B1</f><v>0</v></c>', Cell(0.0, formula=True)),
        ('<c r="A1" t="b"><f>B1</f><v>0</v></c>', Cell(False, formula=True)),
        ('<c r="A1"><f t="shared" si="0"/><v>5</v></c>', Cell(5.0, formula=True)),
    ],
)
def test_a_formula_that_nobody_calculated_differs_from_one_that_gives_nothing(cell: str, expected: Cell) -> None:
    assert only_sheet(sheet_of(f'<row r="1">{cell}</row>')).rows == {0: {0: expected}}


def test_a_formula_written_by_a_library_is_uncalculated() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["B2"] = "=1+1"
    buffer = io.BytesIO()
    book.save(buffer)
    assert only_sheet(buffer.getvalue()).rows == {1: {1: Cell(None, formula=True, uncalculated=True)}}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="SG1"><v>1</v></c></row>',
        '<row r="20001"><c r="A20001"><f>1</f></c></row>',
        '<row r="1"><c r="XFD1"><extLst/><v>1</v></c></row>',
    ],
)
def test_a_cell_far_away_is_refused_before_any_parser_makes_room_for_it(rows: str) -> None:
    refused = refusal(sheet_of(rows))
    assert (refused.code, refused.part) == ("too_large_grid", "One")


def test_many_sheets_with_a_far_cell_each_are_refused_together() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for _ in range(3):
            book.add_worksheet().write(15_000, 400, 1)

    refused = refusal(workbook(fill))
    assert (refused.code, refused.detail, refused.part) == ("too_large_grid", "OK15001", "Sheet1")


def test_the_largest_sheet_allowed_is_read_and_a_format_on_a_far_cell_costs_nothing() -> None:
    far = sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="20000"><c r="GR20000"><v>2</v></c></row>')
    assert only_sheet(far).rows == {0: {0: Cell(1.0)}, 19_999: {199: Cell(2.0)}}
    formatted = sheet_of(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>',
        '<pageMargins left="0.7" right="0.7" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>',
    )
    assert only_sheet(formatted).rows == {0: {0: Cell(1.0)}}


@pytest.mark.parametrize(
    ("rows", "encoding"),
    [
        ('<row r="1"><c r="A1" t="str"><v><![CDATA[a<b]]></v></c></row>', "utf-8"),
        ('<row r="1"><c r="A1" t="str"><v>a<!-- note -->&lt;b</v></c></row>', "utf-8"),
        ('<row r="1"><c r="A1" t="str"><v>a&lt;b</v></c></row>', "utf-16"),
        ('<row><c t="inlineStr"><is><r><t>a</t></r><r><t>&lt;b</t></r></is></c></row>', "utf-8"),
    ],
)
def test_unusual_ways_of_writing_the_same_cell_read_the_same(rows: str, encoding: str) -> None:
    assert only_sheet(sheet_of(rows, encoding=encoding)).rows == {0: {0: Cell("a<b")}}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="1"><c r="A0"><v>1</v></c></row>', "corrupt"),
        ('<row r="1"><c r="AAAAAAAAAA1"><v>1</v></c></row>', "corrupt"),
        ('<row r="x"><c r="A1"><v>1</v></c></row>', "corrupt"),
        ('<row r="1"><c r="A1" t="s"><v>99</v></c></row>', "corrupt"),
        ('<row r="1"><c r="A1"><v>1</v></row>', "corrupt"),
        ('<row r="1"><y:c xmlns:y="u" r="XFD1"><v>1</v></y:c></row>', "corrupt"),
        ('<y:row xmlns:y="u" r="1048576"><c><v>1</v></c></y:row>', "corrupt"),
    ],
)
def test_a_damaged_sheet_is_refused(rows: str, code: str) -> None:
    assert refusal(sheet_of(rows)).code == code


def test_a_table_of_texts_cannot_claim_more_than_its_bytes_hold() -> None:
    lie = PARTS["texts"].replace(b'uniqueCount="2"', b'uniqueCount="99999999999"')
    assert (refusal(rezipped(FULL, texts=lie)).code, refusal(rezipped(FULL, texts=lie)).part) == (
        "corrupt",
        "xl/sharedstrings.xml",
    )


def test_ranges_over_the_whole_sheet_cost_nothing_even_for_the_slow_reader() -> None:
    tail = (
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        '<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'
    )
    sheet = only_sheet(sheet_of('<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c></row>', tail))
    assert sheet.rows == {0: {0: Cell(None, error="#SPILL!")}}
    assert sheet.merged == ((0, 0, 1_048_575, 16_383),)


def test_what_is_no_finite_number_comes_as_the_text_it_is() -> None:
    rows = '<row r="1"><c r="A1"><v>nan</v></c><c r="B1"><v>1e999</v></c></row>'
    assert only_sheet(sheet_of(rows)).rows == {0: {0: Cell("nan"), 1: Cell("inf")}}


def test_formulas_of_conditional_formats_and_places_of_buttons_are_no_cells() -> None:
    tail = (
        '<extLst xmlns:xm="m" xmlns:xdr="d"><xm:f>A1</xm:f>'
        "<xdr:from><xdr:col>3</xdr:col><xdr:row>9</xdr:row></xdr:from></extLst>"
    )
    assert only_sheet(sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>', tail)).rows == {0: {0: Cell(1.0)}}


def test_hidden_sheets_and_chart_sheets_are_there_and_said_to_be() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Shown").write("A1", 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Shown!$A$1:$A$2"})
        book.add_chartsheet("Trend").set_chart(chart)
        hidden = book.add_worksheet("_ids")
        hidden.write("A1", "secret")
        hidden.very_hidden()

    sheets = read_cells(workbook(fill)).sheets
    assert [(sheet.name, sheet.state, len(sheet.rows)) for sheet in sheets] == [
        ("Shown", "visible", 1),
        ("Trend", "visible", 0),
        ("_ids", "veryHidden", 1),
    ]


def test_a_protected_workbook_is_read_with_its_password_under_the_hash_it_came_with() -> None:
    for password, given_password in [
        ("orchard", "orchard"),
        ("VelvetSweatshop", None),
        ("VelvetSweatshop", "other"),
    ]:
        buffer = io.BytesIO()
        msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(FULL)).encrypt(password, buffer)
        read = read_cells(buffer.getvalue(), given_password)
        assert read.sheets == read_cells(FULL).sheets
        assert read.sha256 == hashlib.sha256(buffer.getvalue()).hexdigest()
    buffer = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(FULL)).encrypt("orchard", buffer)
    assert refusal(buffer.getvalue()).code == "password"


def test_a_file_reads_as_its_bytes_do(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(FULL)
    assert read_cells(path) == read_cells(FULL)


@pytest.mark.parametrize(
    ("text", "row", "col"),
    [
        ("A1", 0, 0),
        ("F14", 13, 5),
        ("Z1", 0, 25),
        ("AA1", 0, 26),
        ("ZZ9", 8, 701),
        ("XFD1048576", 1_048_575, 16_383),
    ],
)
def test_addresses_go_both_ways(text: str, row: int, col: int) -> None:
    assert address(row, col) == text
    assert parse_address(text) == parse_address(text.lower()) == (row, col)


@pytest.mark.parametrize("text", ["", "A", "1", "A0", "A01", "XFE1", "A1048577", "$A$1", "A1:B2", "Ä1", "A١"])
def test_what_is_no_address_raises(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|outside"):
        parse_address(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(5e-324)
@example(0.1 + 0.2)
@example(-0.0)
@settings(max_examples=200)
def test_every_number_survives_to_its_last_bit(number: float) -> None:
    read = only_sheet(sheet_of(f'<row r="1"><c r="A1"><v>{number!r}</v></c></row>')).rows[0][0].value
    assert isinstance(read, float)
    assert struct.pack("<d", read) == struct.pack("<d", number)


def outcome(data: bytes) -> None:
    """A workbook or a refusal: anything else escapes and fails the test."""
    try:
        read = read_cells(data)
    except Refused as refused:
        assert refused.code
        return
    assert isinstance(read, WorkbookCells)
    for sheet in read.sheets:
        for cells in sheet.rows.values():
            for cell in cells.values():
                assert cell.value is None or isinstance(cell.value, (str, float, bool, date, time))
                assert not isinstance(cell.value, float) or math.isfinite(cell.value)


@given(
    st.sampled_from([b"", b"PK", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
    st.binary(),
)
@settings(max_examples=300)
def test_any_bytes_are_refused_and_nothing_worse(magic: bytes, data: bytes) -> None:
    outcome(magic + data)


CHANGES = st.lists(st.tuples(st.integers(0, 10_000_000), st.integers(0, 255)), min_size=1, max_size=4)


@given(CHANGES)
@settings(max_examples=300)
def test_any_damage_to_a_workbook_gives_cells_or_a_refusal(changes: list[tuple[int, int]]) -> None:
    data = bytearray(FULL)
    for position, byte in changes:
        data[position % len(data)] = byte
    outcome(bytes(data))


@given(st.integers(0, len(FULL)))
@settings(max_examples=100)
def test_a_workbook_cut_short_is_refused(length: int) -> None:
    if length < len(FULL):
        assert refusal(FULL[:length]).code in ("empty", "not_a_workbook", "corrupt")


NUMBERS = (b"0", b"-1", b"1048576", b"XFD1048576", b"99999999999", b"nan")
MARKS = (b"x:", b'"', b"<", b">", b"&#65;", b"<!--", b"-->", b"\xff", b"\0")
PIECES = (b't="e"', b't="s"', b'r="A1"', b"<v>", b"</v>", b"<f>", b"#SPILL!", b'<row r="5">')
TOKENS = st.sampled_from(NUMBERS + MARKS + PIECES)


@given(
    st.sampled_from(sorted(PARTS)),
    st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 9), TOKENS), min_size=1, max_size=3),
)
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_any_damage_inside_a_part_gives_cells_or_a_refusal(name: str, edits: list[tuple[int, int, bytes]]) -> None:
    # Under a right checksum, so that the damage reaches the parsers.
    part = PARTS[name]
    for position, length, token in edits:
        at = position % (len(part) + 1)
        part = part[:at] + token + part[at + length :]
    outcome(rezipped(FULL, **{name: part}))


@pytest.mark.parametrize("name", ODD)
def test_one_sheet_read_by_itself_is_as_it_is_among_the_others(name: str) -> None:
    for sheet in read_cells(ODD[name]).sheets:
        assert read_sheet(ODD[name], sheet.name.upper()) == sheet
    assert read_sheet(ODD[name], "no sheet is called so") is None
