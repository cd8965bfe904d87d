"""Returns that other programs saved, or that lost their protection: they read as before, and nothing is said.

LibreOffice and openpyxl save real files in tests/checks/test_silence.py. Google Sheets and Numbers cannot run here: what their
files look like is imitated from what is known of them, part by part, and said so in each test.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from laa_xl.files.cells import read_cells
from laa_xl.flow.pipeline import inbox_files
from laa_xl.flow.programme import Programme
from laa_xl.flow.receiving import validate_file
from tests.faults.desk import Desk
from tests.faults.places import judged, said
from tests.faults.returns_made import Clean, demonstrations, drawn
from tests.faults.written import written
from tests.support.partners import packed
from tests.support.returns import checked
from tests.support.zips import parts_of


def test_the_marks_of_workbooks_that_are_open_are_no_returns(tmp_path: Path) -> None:
    programme = Programme(tmp_path)
    programme.create()
    for name in ("return.xlsx", "~$return.xlsx", ".~lock.return.xlsx#", ".DS_Store"):
        (programme.folder("inbox") / name).write_bytes(b"x")
    assert [path.name for path in inbox_files(programme)] == ["return.xlsx"]
    (finding,) = validate_file(programme.folder("inbox") / "~$return.xlsx").findings
    assert finding.rule == "F11"


RETURNS = [*demonstrations()[::3], *drawn()[:6]]
EVERY = pytest.mark.parametrize("clean", RETURNS, ids=lambda clean: clean.name)


def assert_unchanged(clean: Clean, data: bytes) -> None:
    before, after = judged(clean.cells)[1], checked(data)
    assert [finding.line for finding in after.findings] == [f.line for f in checked(clean.data).findings]
    again = judged(read_cells(data))[1]
    assert before is not None
    assert again is not None
    assert said(again.returned) == said(before.returned)


def on_every_sheet(data: bytes, change: Callable[[str], str]) -> bytes:
    """A workbook with the XML of each of its sheets changed."""
    members = parts_of(data)
    for name in members:
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            members[name] = change(members[name].decode()).encode()
    return packed(members)


@EVERY
def test_a_return_without_its_protection_and_its_validation_reads_the_same(clean: Clean) -> None:
    pattern = re.compile(r"<sheetProtection[^>]*/>|<dataValidations.*?</dataValidations>", re.DOTALL)
    data = on_every_sheet(clean.data, lambda xml: pattern.sub("", xml))
    assert not any(b"sheetProtection" in blob or b"dataValidation " in blob for blob in parts_of(data).values())
    assert_unchanged(clean, data)


@EVERY
def test_the_hidden_names_that_excel_adds_change_nothing(clean: Clean) -> None:
    """One person's file failed elsewhere because Excel had added hidden names: filters, functions that it did not know."""
    members = parts_of(clean.data)
    added = (
        '<definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">Indicators!$A$5:$AE$19</definedName>'
        '<definedName name="_xlfn.IFERROR" hidden="1">#NAME?</definedName>'
        '<definedName name="_xlfn.SINGLE" hidden="1">#NAME?</definedName>'
        '<definedName name="Z_12AB_.wvu.FilterData" localSheetId="1" hidden="1">Indicators!$A$5:$AE$19</definedName>'
        '<definedName name="Actual" hidden="1">#REF!</definedName>'
    )
    book = members["xl/workbook.xml"].decode()
    members["xl/workbook.xml"] = book.replace("<definedNames>", f"<definedNames>{added}").encode()
    assert members["xl/workbook.xml"] != book.encode()
    assert_unchanged(clean, packed(members))


@EVERY
def test_a_file_as_google_sheets_saves_it_reads_the_same(clean: Clean) -> None:
    """Imitated: every text shared, very hidden sheets merely hidden, a thousand rows of fixed height, no properties, no
    protection, no tables, results beside all formulas, an empty text as one of no length."""
    desk = Desk(read_cells(clean.data))
    for tab in desk.tabs:
        tab.state = "visible" if tab.state == "visible" else "hidden"
    assert_unchanged(clean, as_google(written(desk.cells())))


def as_google(data: bytes) -> bytes:
    members = parts_of(data)
    texts: dict[str, int] = {}

    def shared(found: re.Match[str]) -> str:
        number = texts.setdefault(found[2], len(texts))
        return f'{found[1]}t="s"><v>{number}</v></c>'

    for name, blob in members.items():
        if name.startswith("xl/worksheets/sheet"):
            xml = re.sub(r'(<c [^>]*)t="inlineStr"><is>(.*?)</is></c>', shared, blob.decode(), flags=re.DOTALL)
            xml = re.sub(r'(<row r="\d+")', r'\1 ht="15.75" customHeight="1"', xml)
            last = max((int(number) for number in re.findall(r'<row r="(\d+)"', xml)), default=0)
            more = "".join(f'<row r="{row}" ht="15.75" customHeight="1"/>' for row in range(last + 1, 1001))
            xml = xml.replace("</sheetData>", more + "</sheetData>")
            members[name] = xml.replace(
                "<sheetData>", '<sheetPr><outlinePr summaryBelow="0" summaryRight="0"/></sheetPr><sheetData>', 1
            ).encode()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = "".join(f"<si>{text}</si>" for text in texts)
    members["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{main}" count="{len(texts)}" uniqueCount="{len(texts)}">{strings}</sst>'.encode()
    )
    rels = members["xl/_rels/workbook.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="shared" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    members["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", link).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blob in members.items():
            archive.writestr(name, blob)
    return out.getvalue()


@EVERY
def test_a_file_as_numbers_saves_it_reads_the_same(clean: Clean) -> None:
    """Imitated: each table a sheet "Indicators - Table 1", none hidden, a sheet Export Summary before them, no names, no
    validation, no protection, texts in the cells."""
    desk = Desk(read_cells(clean.data))
    for tab in desk.tabs:
        tab.name, tab.state = f"{tab.name} - Table 1", "visible"
    desk.tabs.insert(0, desk.add("Export Summary", {0: {0: "This document was exported from Numbers."}}))
    desk.tabs.pop()
    again = checked(written(desk.cells()))
    assert [(f.rule, f.row, f.message) for f in again.findings] == [
        (f.rule, f.row, f.message) for f in checked(clean.data).findings
    ]
