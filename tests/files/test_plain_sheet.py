"""Sheets read from their bytes give the same cells, and the same refusals, as the same sheets read tag by tag."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.mutators import mutant, parts_of
from laa_xl.declare.return_form import WORKED_OUT
from laa_xl.files import cell_reading
from laa_xl.files.cell_kinds import Kind
from laa_xl.files.cells import WorkbookCells, read_cells
from laa_xl.files.plain_sheet import _AT_ONCE, plain_sheet
from laa_xl.files.refused import Refused
from tests.faults.odd_workbooks import ODD
from tests.files.test_cells import FULL, rezipped
from tests.hostile.zips import changed
from tests.support.returns import valid_return

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RETURNS = sorted((Path(__file__).parents[2] / "workbooks").glob("*/returns/*/*.xlsx"))
BASES = [(path.read_bytes(), parts_of(path.read_bytes())) for path in RETURNS[:3]]


@contextmanager
def tag_by_tag() -> Iterator[None]:
    """While this runs, no sheet counts as plain."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cell_reading, "plain_sheet", lambda xml, kinds: None)
        yield


def outcome(data: bytes) -> WorkbookCells | tuple[str, str, str]:
    try:
        return read_cells(data, unread=WORKED_OUT)
    except Refused as refused:
        return refused.code, refused.detail, refused.part


def same_both_ways(data: bytes) -> WorkbookCells | tuple[str, str, str]:
    """What a file is, proved to be the same both ways, down to the order in which cells come."""
    quick = outcome(data)
    with tag_by_tag():
        slow = outcome(data)
    assert quick == slow
    assert repr(quick) == repr(slow)  # True is not 1.0, and -0.0 not 0.0
    return quick


def sheet(rows: str, head: str = "", tail: str = "", before: str = "") -> bytes:
    return f'{before}<worksheet xmlns="{MAIN}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'.encode()


def is_plain(xml: bytes) -> bool:
    kinds: dict[Kind, int] = {}
    return plain_sheet(xml, kinds) is not None


@pytest.mark.parametrize("name", ODD)
def test_odd_workbooks_are_the_same_both_ways(name: str) -> None:
    same_both_ways(ODD[name])


@pytest.mark.parametrize("number", range(60))
def test_mutants_of_returns_are_the_same_both_ways(number: int) -> None:
    same_both_ways(mutant(f"plain:{number}", BASES)[1])


def test_every_sheet_of_a_return_is_plain() -> None:
    parts = parts_of(valid_return())
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) > 10
    assert not [name for name in sheets if not is_plain(parts[name])]
    assert isinstance(same_both_ways(valid_return()), WorkbookCells)


PLAIN = {
    "nothing": sheet(""),
    "as Excel declares": sheet("", before='<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'),
    "looks in a row": sheet('<row r="1" spans="1:2" ht="24" x14ac:dyDescent="0.25"><c r="A1" s="3"/></row>').replace(
        b"<worksheet", b'<worksheet xmlns:x14ac="x"'
    ),
    "columns and areas": sheet(
        "", '<cols><col min="2" max="3" width="9" hidden="1"/></cols>', '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    ),
    "other vocabularies behind the rows": sheet("", tail='<extLst xmlns:xm="x"><xm:f>A1</xm:f><xm:sqref>A1</xm:sqref></extLst>'),
    "every type": sheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><f>A1</f><v>a &amp; b</v></c><c r="C1" t="b"><v>1</v></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>'
        '<c r="F1" t="n"><v>-1E-3</v></c><c r="G1"><f ca="1" t="shared" si="0"/></c></row><row r="7"/>'
    ),
}  # fmt: skip
NOT_PLAIN = {
    "a comment": sheet('<row r="1"><!-- <c r="A1"><v>1</v></c> --></row>'),
    "CDATA": sheet('<row r="1"><c r="A1" t="str"><v><![CDATA[x]]></v></c></row>'),
    "an instruction": sheet("<?x y?>"),
    "a document type": b"<!DOCTYPE worksheet>" + sheet(""),
    "damaged": sheet('<row r="1"></c>'),
    "damaged behind the rows": sheet("", tail="<x>"),
    "another encoding": sheet("", before='<?xml version="1.0" encoding="ISO-8859-1"?>'),
    "UTF-16": sheet("").decode().encode("utf-16"),
    "a prefix": sheet("").replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"xmlns=", b"xmlns:x="),
    "a cell of another vocabulary": sheet("", tail='<x:c xmlns:x="x"/>'),
    "a row of another vocabulary": sheet("", '<x:row xmlns:x="x" r="1"/>'),
    "rows of another vocabulary": sheet("", '<x:sheetData xmlns:x="x"/>'),
    "a cell outside the rows": sheet("", tail='<c r="A1"><v>1</v></c>'),
    "rows twice": sheet("", tail='<sheetData><row r="2"><c r="A2"><v>1</v></c></row></sheetData>'),
    "a cell outside a row": sheet('<row r="1"/><c r="A1"><v>1</v></c>'),
    "a row in a row": sheet('<row r="1"><row r="2"><c r="A2"><v>1</v></c></row></row>'),
    "the same cell twice": sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    "cells in disorder": sheet('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    "a cell in the wrong row": sheet('<row r="1"><c r="A2"><v>1</v></c></row>'),
    "rows in disorder": sheet('<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'),
    "a cell without an address": sheet('<row r="1"><c><v>1</v></c></row>'),
    "a row without a number": sheet('<row><c r="A1"><v>1</v></c></row>'),
    "a cell without a column": sheet('<row r="1"><c r="1"><v>1</v></c></row>'),
    "no such column": sheet('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'),
    "beyond the last column": sheet('<row r="1"><c r="ZZ1"><v>1</v></c></row>'),
    "beyond the last row": sheet('<row r="900000"><c r="A900000"><v>1</v></c></row>'),
    "rich text in a cell": sheet('<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c></row>'),
    "a value before its formula": sheet('<row r="1"><c r="A1"><v>1</v><f>1</f></c></row>'),
    "white space between cells": sheet('<row r="1"> <c r="A1"><v>1</v></c></row>'),
    "a false area": sheet("", tail='<mergeCells><mergeCell ref="A0:B2"/></mergeCells>'),
    "areas without an end": sheet("", tail='<mergeCell ref="A1:A2"/>' * 20_001),
    "a hidden column without bounds": sheet("", '<cols><col hidden="1"/></cols>'),
    "an entity that nobody declared": sheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><v>&x;</v></c></row>'),
    "an entity in a formula": sheet('<row r="1"><c r="A1"><f>&x;</f><v>1</v></c></row>'),
    "an entity in what a row says": sheet('<row r="1" ht="&x;"><c r="A1"><v>1</v></c></row>'),
    "a sign that no XML has": sheet('<row r="1"><c r="A1" t="str"><v>a</v></c></row>').replace(b"<v>a", b"<v>a\x01"),
    "bytes that are no text": sheet('<row r="1"><c r="A1" t="str"><v>a</v></c></row>').replace(b"<v>a", b"<v>a\xc3"),
    "the end of CDATA": sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>]]></t></is></c></row>'),
    "a row that says a thing twice": sheet('<row r="1" ht="1"/><row r="2" ht="1" ht="2"><c r="A2"><v>1</v></c></row>'),
    "a row that says its number twice": sheet('<row r="1" ht="1" r="2"><c r="A1"><v>1</v></c></row>'),
    "a name that is none": sheet('<row r="1" 1a="x"><c r="A1"><v>1</v></c></row>'),
    "rows inside a comment": sheet('<row r="1"><c r="A1"><v>1</v></c></row>', "<!--", "-->"),
}  # fmt: skip


@pytest.mark.parametrize("shape", PLAIN)
def test_what_programs_write_is_plain(shape: str) -> None:
    assert is_plain(PLAIN[shape])
    assert isinstance(same_both_ways(rezipped(FULL, sheet=PLAIN[shape])), WorkbookCells)


@pytest.mark.parametrize("look", range(6))
def test_the_look_of_a_blank_cell_at_the_same_place_says_nothing_of_a_value(look: int) -> None:
    rows = f'<row r="1"><c r="A1" s="{look}"/><c r="A1" s="0"><v>0.5</v></c><c r="A1" s="{look}"/></row>'
    found = same_both_ways(rezipped(FULL, sheet=sheet(rows)))
    assert isinstance(found, WorkbookCells)
    assert not found.sheets[0].rows[0][0].percent


def test_cells_that_are_all_different_are_read_tag_by_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    data = rezipped(FULL, sheet=PLAIN["every type"])
    before = same_both_ways(data)
    monkeypatch.setattr("laa_xl.files.plain_sheet.MOST_KINDS", 3)
    assert not is_plain(PLAIN["every type"])
    assert same_both_ways(data) == before


@pytest.mark.parametrize("shape", NOT_PLAIN)
def test_a_sheet_that_is_not_plain_leaves_nothing_of_itself_among_the_kinds(shape: str) -> None:
    kinds: dict[Kind, int] = {}
    assert plain_sheet(PLAIN["every type"], kinds) is not None
    before = dict(kinds)
    assert plain_sheet(NOT_PLAIN[shape], kinds) is None
    assert kinds == before


def test_rows_beyond_those_that_are_looked_at_together_are_read_like_the_first() -> None:
    rows = [
        f'<row r="{row}" ht="{row % 7}"><c r="A{row}" s="1"/><c r="C{row}"><v>{row % 100}</v></c></row>'
        for row in range(1, 4001)
    ]
    kinds: dict[Kind, int] = {}
    found = plain_sheet(sheet("".join(rows)), kinds)
    assert found is not None
    assert len("".join(rows)) > 3 * _AT_ONCE
    assert found.rows == {row - 1: {2: kinds[b"", b"", b"<v>%d</v>" % (row % 100)]} for row in range(1, 4001)}
    assert (found.scan.rows, found.scan.columns) == (4000, 3)
    assert not is_plain(sheet("".join([*rows[:3000], rows[2999], *rows[3000:]])))


@pytest.mark.parametrize("shape", NOT_PLAIN)
def test_what_could_be_read_in_two_ways_is_read_tag_by_tag(shape: str) -> None:
    assert not is_plain(NOT_PLAIN[shape])
    same_both_ways(rezipped(FULL, sheet=NOT_PLAIN[shape]))


def test_a_workbook_with_one_sheet_that_is_not_plain_is_read_with_the_others() -> None:
    name = "xl/worksheets/sheet1.xml"
    odd = parts_of(valid_return())[name].replace(b"<sheetData>", b"<sheetData><!-- moved -->")
    found = same_both_ways(changed({name: odd}))
    assert isinstance(found, WorkbookCells)
    assert [sheet.rows for sheet in found.sheets] == [
        sheet.rows for sheet in read_cells(valid_return(), unread=WORKED_OUT).sheets
    ]


def test_a_sheet_of_blanks_with_a_fault_at_its_end_takes_no_longer() -> None:
    """Once through, and not once from each cell: this would take hours."""
    blank = '<c r="A1"/>' * 500
    blanks = "".join(f'<row r="{row}">{blank}</row>' for row in range(1, 400))
    assert is_plain(sheet(blanks))
    assert not is_plain(sheet(blanks + "<x/>"))


STYLES = st.sampled_from(["", "", ' s="0"', ' s="1"', ' s="01"', ' s="99"'])
FORMULAS = st.sampled_from(
    ["", "", "<f>A1</f>", "<f/>", "<f></f>", '<f t="shared" si="0"/>', '<f ca="1">"a&amp;b"</f>', "<f>a|b!c</f>"]
)
TEXTS = (
    "a",
    "a &amp; b",
    "&lt;",
    " x ",
    " ",
    "",
    "\u00a0",
    "\u2003x",
    "a\nb",
    "_x000D_",
    "_x0041_",
    "]]&gt;",
    ">",
    "|",
    '"',
    "é",
    "\U0001f600",
    "1",
)
NUMBERS = (
    "1",
    "-0",
    "0",
    "0.1",
    "39745",
    "39745.5",
    "1e3",
    "-1.5E-300",
    "62",
    "1E999",
    "5.",
    "",
    "012345678901234567890123",
)
CONTENTS = st.one_of(
    st.tuples(st.just(""), FORMULAS, st.sampled_from(NUMBERS)),
    st.tuples(st.just(' t="n"'), FORMULAS, st.sampled_from(NUMBERS)),
    st.tuples(st.just(' t="s"'), FORMULAS, st.sampled_from(["0", "1"])),
    st.tuples(st.just(' t="str"'), FORMULAS, st.sampled_from(TEXTS)),
    st.tuples(st.just(' t="b"'), FORMULAS, st.sampled_from(["0", "1", "true"])),
    st.tuples(st.just(' t="e"'), FORMULAS, st.sampled_from(["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"])),
    st.tuples(st.just(' t="inlineStr"'), st.just("<is>"), st.sampled_from(TEXTS)),
)  # fmt: skip
HEADS = st.sampled_from(
    ["", '<dimension ref="A1:C9"/>', '<cols><col min="1" max="2" hidden="1"/><col min="4" max="4" width="9"/></cols>', '<col max="900" hidden="true" min="0"/>']
)  # fmt: skip
TAILS = st.sampled_from(
    ["", '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C1"/></mergeCells>', '<x:f xmlns:x="x">A1</x:f>', '<pane x="&lt;c r=&quot;A1&quot;>"/>']
)  # fmt: skip
# What a damaged or unusual sheet may have anywhere.
ODDITIES = st.sampled_from(
    [" ", "\n", "x", "&#32;", "&#65;", "#NEW!", "NaN", "<!-- -->", "<![CDATA[1]]>", "<?x y?>", "<x/>", "<v>1</v>", "<v/>", "<f/>", "<f>", "</c>", "<row/>",
     '<row r="3"/>', "</row>", '<row r="2">', '<c r="D2"/>', "<c><v>1</v></c>", '<c r="C3"><v>1</v></c>', '<x:c xmlns:x="x"/>', '<x:row xmlns:x="x" r="1"/>',
     "<sheetData/>", '<x:sheetData xmlns:x="x"/>', '<mergeCell ref="A1:B2"/>', '<mergeCell ref="a1:b2"/>', '<mergeCell ref="A1:ZZZZ9"/>', "<t>1</t>",
     '<col min="1" max="2" hidden="1"/>', "<col hidden='1' min='1' max='1'/>", '<dimension ref="?"/>', "<extLst/>", "<is><t>1</t></is>"]
)  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """A sheet as programs write them, or one with an oddity or two, or with a piece missing."""
    rows = []
    for row in sorted(draw(st.sets(st.integers(1, 5), max_size=3))):
        said = draw(st.sampled_from(["", "", ' hidden="1"', ' hidden="true"', ' hidden="0"', ' ht="9" spans="1:2"']))
        cells = ""
        for column in sorted(draw(st.sets(st.sampled_from("ABCDE"), max_size=4))):
            kind, formula, value = draw(CONTENTS)
            inside = f"<is><t>{value}</t></is>" if formula == "<is>" else f"{formula}<v>{value}</v>"
            start = f'<c r="{column}{row}"{draw(STYLES)}'
            cells += draw(
                st.sampled_from([f"{start}/>", *[f"{start}{kind}>{inside}</c>"] * 3, f"{start}{kind}><f/></c>"])
            )
        rows.append(f'<row r="{row}"{said}>{cells}</row>')
    xml = sheet("".join(rows), draw(HEADS), draw(TAILS)).decode()
    for oddity in draw(st.lists(ODDITIES | st.none(), max_size=2)):
        places = [at for at, letter in enumerate(xml) if letter == "<"]
        number = draw(st.integers(1, len(places) - 1))
        at, after = places[number], places[min(number + 1, len(places) - 1)]
        xml = xml[:at] + (xml[after:] if oddity is None else oddity + xml[at:])
    return xml


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(sheets())
def test_any_sheet_is_the_same_both_ways(xml: str) -> None:
    same_both_ways(rezipped(FULL, sheet=xml.encode()))
