"""An annotated copy: what is marked, that nothing else changes, and what becomes of the marks later."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

from laa_xl.domain.findings import Finding
from laa_xl.files.annotated import annotated
from laa_xl.files.package import Refused
from tests.support import ooxml
from tests.support.partners import (
    BESIDE,
    RELS,
    SHEET,
    TYPES,
    boxes,
    cell,
    changed,
    free_part,
    highlights,
    linked,
    lost,
    notes,
    packed,
    rich,
    root_of,
    sheets,
    wrong,
)
from tests.support.returns import checked, encrypted, places, typed, valid_return
from tests.support.zips import parts_of

ACTIONS = "xl/worksheets/sheet6.xml"
TITLE = "Findings on this return"
HEADINGS = ["Severity", "Sheet", "Cell", "Row", "You entered", "What to do", "Confirmed because", "Rule"]


def copy_of(data: bytes) -> bytes:
    return annotated(data, checked(data).findings)


def listed(data: bytes, sheet: str = "Findings") -> list[list[str]]:
    """The rows of a Findings sheet under its headings, as openpyxl reads them."""
    tab = openpyxl.load_workbook(io.BytesIO(data))[sheet]
    rows = [["" if value is None else str(value) for value in row] for row in tab.iter_rows(values_only=True)]
    assert rows[0][0] == TITLE
    return rows[rows.index(HEADINGS) + 1 :]


def to_fix() -> str:
    return cell("PERCENT.actual")


def to_confirm() -> str:
    return cell("LOWER.actual")


def to_know() -> str:
    return cell("RANGE.rag")


def marked_cells() -> set[str]:
    """The indicators' cells with wrong entries; a fourth entry is on the Actions sheet."""
    return {to_fix(), to_confirm(), to_know()}


def partners_return(data: bytes | None = None) -> bytes:
    """A return with the partner's note on an entry to fix, a thread on one to confirm, and all that partners add."""
    return rich(data or wrong(), to_fix(), to_confirm())


# What is marked


def test_each_finding_is_marked_at_its_cell_by_a_line_of_its_own_for_its_severity() -> None:
    copy = copy_of(wrong())
    assert highlights(copy, "Indicators") == {to_fix(): "thin", to_confirm(): "dashed", to_know(): "dotted"}
    assert highlights(copy, "Actions") == {cell("A1.due"): "thin"}
    assert highlights(copy, "Narrative") == {}


def test_each_marked_cell_has_a_note_that_says_what_to_do() -> None:
    findings = {item.cell: item for item in checked(wrong()).findings}
    found = notes(copy_of(wrong()), "Indicators")
    assert found.keys() == marked_cells()
    leads = {to_fix(): "Must fix: ", to_confirm(): "Please confirm: ", to_know(): "For information: "}
    for place, begins in leads.items():
        author, words = found[place]
        assert author == "laa-xl"
        assert words.startswith(begins + findings[place].message + "\n")
    assert sorted(boxes(copy_of(wrong()), "Indicators")) == sorted(marked_cells())


def test_several_findings_on_a_cell_share_one_note_and_look_as_the_gravest() -> None:
    first, *_, last = checked(wrong()).findings
    both = [Finding("X1", last.severity, "Indicators", to_fix(), "PERCENT", "1", "Look again."), first]
    copy = annotated(wrong(), both)
    assert notes(copy, "Indicators")[to_fix()][1].startswith(
        f"For information: Look again.\nMust fix: {first.message}\n"
    )
    assert highlights(copy, "Indicators") == {to_fix(): "thin"}
    assert boxes(copy, "Indicators") == [to_fix()]


def test_the_findings_sheet_lists_every_finding_with_a_link_to_its_cell() -> None:
    data = partners_return()
    found = checked(data).findings
    copy = copy_of(data)
    words = {"must_fix": "Must fix", "confirm": "Please confirm", "info": "For information"}
    assert listed(copy, "Findings 2") == [
        [words[f.severity.value], f.sheet, f.cell, f.row, f.entered, f.message, "", f.rule] for f in found
    ]
    tab = openpyxl.load_workbook(io.BytesIO(copy))["Findings 2"]
    links = {cell.coordinate: cell.hyperlink.location for row in tab.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"C{5 + i}": f"'{f.sheet}'!{f.cell}" for i, f in enumerate(found) if f.cell}
    assert tab.merged_cells.ranges == set()
    assert [table.ref for table in tab.tables.values()] == [f"A4:H{4 + len(found)}"]
    assert (tab.freeze_panes, tab.print_title_rows) == ("A5", "$4:$4")
    assert (tab.page_setup.orientation, tab.page_setup.paperSize, tab.page_setup.fitToHeight) == ("landscape", 9, 0)
    assert tab.sheet_properties.pageSetUpPr.fitToPage


def test_a_confirmed_finding_is_listed_with_its_reason_and_not_marked() -> None:
    data = typed({"LOWER.actual": 99, "LOWER.confirm": "A gang was at work"})
    copy = copy_of(data)
    assert highlights(copy, "Indicators") == {}
    assert notes(copy, "Indicators") == {}
    (row,) = listed(copy)
    assert (row[0], row[6]) == ("Confirmed", "A gang was at work")


def test_a_finding_without_a_cell_is_listed_without_a_mark() -> None:
    finding = Finding("S01", checked(wrong()).findings[0].severity, "Gone", "", "", "", "The sheet is missing.")
    copy = annotated(valid_return(), [finding])
    assert listed(copy) == [["Must fix", "Gone", "", "", "", "The sheet is missing.", "", "S01"]]


def test_what_a_partner_entered_is_shown_as_text_whatever_it_holds() -> None:
    nasty = "=1+1 <b>&\"'\x07 ]]> £ \U0001f600"
    finding = Finding("N03", checked(wrong()).findings[0].severity, "Indicators", to_fix(), nasty, nasty, nasty)
    copy = annotated(valid_return(), [finding])
    shown = nasty.replace("\x07", "")
    assert listed(copy) == [["Must fix", "Indicators", to_fix(), shown, shown, shown, "", "N03"]]
    assert checked(copy).findings == ()


# Nothing else changes


def test_only_the_parts_that_had_to_change_differ_and_lose_nothing() -> None:
    data = partners_return()
    before, after = parts_of(data), parts_of(copy_of(data))
    assert list(after)[: len(before)] == list(before)
    assert {name for name in before if before[name] != after[name]} == {
        TYPES,
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        SHEET,
        ACTIONS,
        "xl/worksheets/_rels/sheet6.xml.rels",
        linked(data, SHEET)["comments"],
        linked(data, SHEET)["vmlDrawing"],
    }
    sheet = free_part(before, "xl/worksheets/sheet", "xml")
    assert set(after) - set(before) == {
        sheet,
        f"xl/worksheets/_rels/{sheet.rpartition('/')[2]}.rels",
        free_part(before, "xl/tables/table", "xml"),
        free_part(before, "xl/comments", "xml"),
        free_part(before, "xl/drawings/vmlDrawing", "vml"),
    }
    assert {name: lost(before[name], after[name]) for name in before} == dict.fromkeys(before, b"")


def test_the_measure_of_loss_sees_a_loss() -> None:
    xml = parts_of(valid_return())[SHEET]
    assert lost(xml, xml.replace(b"<tablePart ", b"<tablePartX ")) != b""
    assert lost(xml, xml.replace(b"fitToWidth=", b"fitToHeight=")) != b""


def test_what_the_form_itself_draws_stays_on_sheets_with_marks_and_without() -> None:
    # A finding on the Start sheet, too: the sheet with the data bar is rewritten as well.
    data = typed({"about.organisation": None}, wrong())
    copy = copy_of(data)
    assert highlights(copy, "Start") == {cell("about.organisation"): "thin"}
    rows = sum(place.startswith("Indicators!A") and spot.endswith(".code") for spot, place in places().items())
    for kind, sheet, number in (("sparkline", "Indicators", rows), ("dataBar", "Start", 1)):
        tag = f"{{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}}{kind}"
        assert len(list(root_of(copy, sheets(copy)[sheet]).iter(tag))) == number
    chart = linked(copy, linked(copy, sheets(copy)["History"])["drawing"])["chart"]
    assert parts_of(copy)[chart] == parts_of(data)[chart]
    before, after = parts_of(data), parts_of(copy)
    assert {name: lost(before[name], after[name]) for name in before} == dict.fromkeys(before, b"")


def test_zip_members_keep_their_order_dates_and_packing() -> None:
    def members(data: bytes) -> list[tuple[object, ...]]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(m.filename, m.date_time, m.compress_type, m.external_attr) for m in archive.infolist()]

    before = members(wrong())
    assert members(copy_of(wrong()))[: len(before)] == before


def test_a_cell_with_the_partners_note_or_thread_keeps_it_and_is_highlighted_and_listed() -> None:
    copy = copy_of(partners_return())
    found = notes(copy, "Indicators")
    assert found[to_fix()] == ("Pat", "As agreed on the telephone")
    assert found[to_confirm()][1] == "[Threaded comment]"
    assert found[to_know()][0] == "laa-xl"
    assert sorted(boxes(copy, "Indicators")) == sorted(marked_cells())
    assert highlights(copy, "Indicators").keys() == marked_cells()


def test_the_boxes_of_notes_have_numbers_of_their_own_in_the_whole_workbook() -> None:
    copy = parts_of(copy_of(partners_return()))
    numbers = [
        n for name, blob in copy.items() if name.endswith(".vml") for n in re.findall(rb'id="_x0000_s(\d+)"', blob)
    ]
    assert len(numbers) == len(set(numbers)) == 4
    blocks = [n for name, blob in copy.items() if name.endswith(".vml") for n in re.findall(rb'data="(\d+)"', blob)]
    assert len(blocks) == len(set(blocks)) == 2
    assert {int(number) // 1024 for number in numbers} == {int(block) for block in blocks}


def test_protected_sheets_stay_protected() -> None:
    before, after = wrong(), copy_of(wrong())
    for name, part in sheets(before).items():
        protection = root_of(before, part).find("{*}sheetProtection")
        copied = root_of(after, sheets(after)[name]).find("{*}sheetProtection")
        assert protection is not None
        assert copied is not None
        assert copied.attrib == protection.attrib
    assert root_of(after, sheets(after)["Findings"]).find("{*}sheetProtection") is not None


@pytest.mark.parametrize(
    "part",
    [
        "xl/vbaProject.bin",
        "xl/activeX/activeX1.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/externalLinks/externalLink1.xml",
    ],
)
def test_what_can_do_something_is_not_passed_on(part: str) -> None:
    blob = "\x01Ole10Native".encode("utf-16-le") + b"<ddeLink />"
    with pytest.raises(Refused) as refused:
        copy_of(packed({**parts_of(changed(wrong())), part: blob}))
    assert refused.value.code == "carries"
    assert "never passed on" in refused.value.detail


def test_the_same_findings_give_the_same_bytes() -> None:
    assert copy_of(partners_return()) == copy_of(partners_return())


def test_a_workbook_that_cannot_be_opened_is_refused() -> None:
    for data, code in ((encrypted(wrong()), "password"), (wrong()[:9000], "corrupt"), (b"PK", "corrupt")):
        with pytest.raises(Refused) as refused:
            annotated(data, [])
        assert refused.value.code == code


# The copy comes back


def test_an_annotated_copy_is_checked_like_the_return_it_was_made_from() -> None:
    for data in (wrong(), partners_return(), valid_return()):
        findings = checked(data).findings
        assert checked(copy_of(data)).findings == findings


def test_a_second_annotation_replaces_the_first_and_nothing_of_the_partners() -> None:
    data = partners_return()
    first = copy_of(data)
    again = annotated(first, checked(first).findings)
    assert parts_of(again) == parts_of(first)
    corrected = partners_return(typed({"YEAR.actual": -3}))
    second = annotated(first, checked(corrected).findings)
    assert highlights(second, "Indicators") == {cell("YEAR.actual"): "thin"}
    assert highlights(second, "Actions") == {}
    assert notes(second, "Actions") == {}
    assert boxes(second, "Actions") == []
    assert notes(second, "Indicators").keys() == {to_fix(), to_confirm(), cell("YEAR.actual")}
    assert notes(second, "Indicators")[to_fix()] == ("Pat", "As agreed on the telephone")
    assert list(sheets(second)) == list(sheets(first))
    before, after = parts_of(data), parts_of(second)
    assert {name: lost(before[name], after[name]) for name in before} == dict.fromkeys(before, b"")


def test_with_nothing_left_the_marks_are_gone_and_the_sheet_says_so() -> None:
    copy = annotated(copy_of(wrong()), [])
    assert highlights(copy, "Indicators") == notes(copy, "Indicators") == {}
    assert boxes(copy, "Indicators") == []
    assert listed(copy) == [["Nothing to do", "", "", "", "", "", "", ""]]
    assert "There is nothing to do" in parts_of(copy)[sheets(copy)["Findings"]].decode()


def test_a_renamed_findings_sheet_is_known_and_keeps_its_name_and_place() -> None:
    copy = changed(copy_of(wrong()), workbook=lambda xml: xml.replace('name="Findings"', 'name="Done"'))
    assert checked(copy).findings == checked(wrong()).findings
    assert list(sheets(annotated(copy, []))) == list(sheets(copy))


def test_our_note_with_words_of_the_partners_in_it_is_theirs() -> None:
    def add(xml: str) -> str:
        return re.sub(r"\(laa-xl \w{6}\)</t>", "(corrected on Monday)</t>", xml, count=1)

    copy = changed(copy_of(wrong()), comments1=add)
    theirs = notes(copy, "Indicators")[to_fix()]
    assert "corrected on Monday" in theirs[1]
    assert notes(annotated(copy, checked(wrong()).findings), "Indicators")[to_fix()] == theirs
    assert [f.rule for f in checked(copy).findings if f.rule == "S14"] == ["S14"]


@pytest.mark.parametrize("made_by", ["LibreOffice", "openpyxl"])
def test_a_copy_that_another_program_saved_is_known_again(made_by: str, tmp_path: Path, office: ModuleType) -> None:
    saved = tmp_path / "saved.xlsx"
    if made_by == "LibreOffice":
        (tmp_path / "copy.xlsx").write_bytes(copy_of(wrong()))
        office.resave(tmp_path / "copy.xlsx", saved)
    else:
        openpyxl.load_workbook(io.BytesIO(copy_of(wrong()))).save(saved)
    data = saved.read_bytes()
    assert highlights(data, "Indicators").keys() == notes(data, "Indicators").keys() == marked_cells()
    assert checked(data).findings == checked(wrong()).findings
    bare = annotated(data, [])
    assert highlights(bare, "Indicators") == notes(bare, "Indicators") == {}
    assert boxes(bare, "Indicators") == []
    assert list(sheets(bare)) == list(sheets(data))


# Real programs


@pytest.mark.ooxml
def test_the_copies_have_no_error_for_office_that_the_originals_had_not(tmp_path: Path, office: ModuleType) -> None:
    start = typed({"about.organisation": None}, wrong())
    originals = {"ours": wrong(), "start": start, "rich": partners_return(), "valid": valid_return()}
    (tmp_path / "return.xlsx").write_bytes(wrong())
    originals["office"] = office.resave(tmp_path / "return.xlsx", tmp_path / "office.xlsx").read_bytes()
    saved = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(wrong())).save(saved)
    originals["openpyxl"] = saved.getvalue()
    originals["twice"] = copy_of(partners_return())
    files: dict[str, list[Path]] = {}
    for name, data in originals.items():
        files[name] = [tmp_path / f"{name}-before.xlsx", tmp_path / f"{name}-after.xlsx"]
        files[name][0].write_bytes(data)
        files[name][1].write_bytes(copy_of(data))
    found = ooxml.errors_of([path for pair in files.values() for path in pair], ("Microsoft365",))
    older = ooxml.errors_of(files["rich"], ("Office2013",))  # what is added is the same in all of them
    assert set(older[files["rich"][1]]) <= set(older[files["rich"][0]])
    new = {name: set(found[after]) - set(found[before]) for name, (before, after) in files.items()}
    assert new == {name: set() for name in files}
    for name in ("ours", "start", "rich", "valid", "twice"):
        assert found[files[name][1]] == []


def test_libreoffice_shows_the_list_and_what_was_there(tmp_path: Path, office: ModuleType) -> None:
    (tmp_path / "before.xlsx").write_bytes(wrong())
    (tmp_path / "copy.xlsx").write_bytes(copy_of(wrong()))
    before, after = office.recalculated(tmp_path / "before.xlsx"), office.recalculated(tmp_path / "copy.xlsx")
    shown = after.pop("Findings")
    assert after == before
    assert shown["A1"] == TITLE
    assert [shown[f"{column}4"] for column in "ABCDEFGH"] == HEADINGS
    found = checked(wrong()).findings
    assert [(shown[f"C{row}"], shown[f"F{row}"]) for row in range(5, 5 + len(found))] == [
        (item.cell, item.message) for item in found
    ]


def test_a_text_that_looks_like_an_escape_of_excels_is_shown_as_it_is(tmp_path: Path, office: ModuleType) -> None:
    finding = Finding("N03", checked(wrong()).findings[0].severity, "Indicators", to_fix(), "", "_x0041_", '"_x0041_"')
    (tmp_path / "copy.xlsx").write_bytes(annotated(valid_return(), [finding]))
    assert office.recalculated(tmp_path / "copy.xlsx")["Findings"]["E5"] == "_x0041_"
    assert checked((tmp_path / "copy.xlsx").read_bytes()).findings == ()


# Workbooks that other programs write


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def prefixed(data: bytes) -> bytes:
    """Every element of the spreadsheet's own vocabulary with a prefix, as some servers write it."""

    def change(xml: str) -> str:
        if f'xmlns="{MAIN}"' not in xml:
            return xml
        return re.sub(r"<(/?)([A-Za-z]+)(?=[\s/>])", r"<\1x:\2", xml.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"'))

    return _every(data, change)


def strict(data: bytes) -> bytes:
    """The workbook as Excel's "Strict Open XML" has it."""
    old = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    new = "http://purl.oclc.org/ooxml/"
    return _every(
        data,
        lambda xml: xml.replace(MAIN, f"{new}spreadsheetml/main").replace(old, f"{new}officeDocument/relationships"),
    )


def absolute(data: bytes) -> bytes:
    return _every(
        data,
        lambda xml: re.sub(
            r'Target="(?:\.\./)?((?:worksheets|tables|styles|shared|theme|drawings|charts)[^"]*)"',
            r'Target="/xl/\1"',
            xml,
        ),
    )


def utf16(data: bytes) -> bytes:
    members = parts_of(data)
    for name in (SHEET, "xl/styles.xml", TYPES):
        members[name] = members[name].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"', 1).encode("utf-16")
    return packed(members)


def with_marks(data: bytes) -> bytes:
    members = parts_of(data)
    return packed({name: b"\xef\xbb\xbf" + blob if name.endswith(".xml") else blob for name, blob in members.items()})


def without_formats(data: bytes) -> bytes:
    """No highlights in the workbook so far, and none declared."""
    bare = changed(data, styles=lambda xml: re.sub(r"<dxfs.*</dxfs>", "", xml))
    return _every(bare, lambda xml: re.sub(r"<conditionalFormatting.*</conditionalFormatting>", "", xml))


def with_empty_lists(data: bytes) -> bytes:
    bare = changed(
        without_formats(data), styles=lambda xml: xml.replace("<tableStyles", "<dxfs count='0' /><tableStyles")
    )
    return changed(bare, workbook=lambda xml: re.sub(r"<definedNames>.*</definedNames>", "<definedNames/>", xml))


def without_styles(data: bytes) -> bytes:
    members = parts_of(data)
    del members["xl/styles.xml"]
    members[TYPES] = re.sub(rb'<Override PartName="/xl/styles.xml"[^>]*>', b"", members[TYPES])
    rels = "xl/_rels/workbook.xml.rels"
    members[rels] = re.sub(rb'<Relationship Id="[^"]*" Type="[^"]*/styles"[^>]*>', b"", members[rels])
    bare = packed(members)
    return _every(bare, lambda xml: re.sub(r"(<c [^>]*?) s=\"\d+\"|(<cfRule[^>]*?) dxfId=\"\d+\"", r"\1\2", xml))


def with_alternatives(data: bytes) -> bytes:
    """Controls stand in an alternative, whose place is that of the controls: after the old drawing."""
    control = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" Requires="x14"><controls/></mc:Choice>'
        "</mc:AlternateContent><tableParts"
    )
    return changed(data, sheet2=lambda xml: xml.replace("<tableParts", control))


def with_empty_note_list(data: bytes) -> bytes:
    copy = annotated(data, [])
    members = parts_of(annotated(copy_of(copy), []))
    part = linked(packed(members), SHEET)["comments"]
    members[part] = re.sub(rb"<authors>.*</commentList>", b"<authors/><commentList/>", members[part])
    return packed(members)


def _every(data: bytes, change: Callable[[str], str]) -> bytes:
    members = parts_of(data)
    return packed(
        {name: change(blob.decode()).encode() if b"<" in blob[:3] else blob for name, blob in members.items()}
    )


VARIANTS = [
    prefixed,
    strict,
    absolute,
    utf16,
    with_marks,
    without_formats,
    with_empty_lists,
    without_styles,
    with_alternatives,
    with_empty_note_list,
]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.__name__)
def test_a_workbook_is_annotated_whoever_wrote_it(variant: Callable[[bytes], bytes]) -> None:
    data = variant(wrong())
    findings = checked(data).findings
    assert marked_cells() | {cell("A1.due")} <= {item.cell for item in findings}
    copy = annotated(data, findings)
    cells = {item.cell for item in findings if item.sheet == "Indicators"}
    assert highlights(copy, "Indicators").keys() == notes(copy, "Indicators").keys() == cells
    assert set(boxes(copy, "Indicators")) == cells
    assert highlights(copy, "Indicators")[to_confirm()] == "dashed"
    assert linked(copy, sheets(copy)["Findings"]).keys() == {"table"}
    assert checked(copy).findings == findings
    before, after = parts_of(data), parts_of(copy)
    same = dict.fromkeys(before, b"")
    if variant is utf16:  # written in UTF-8 with the same content
        for name in (SHEET, "xl/styles.xml", TYPES):
            before[name] = before[name].decode("utf-16").replace('"UTF-16"', '"UTF-8"').encode()
    if variant is with_empty_note_list:
        assert len(before) == len(after)
        for name in (sheets(data)["Findings"], linked(data, sheets(data)["Findings"])["table"]):
            del before[name], same[name]
    assert {name: lost(blob, after[name]) for name, blob in before.items()} == same


@pytest.mark.ooxml
@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.__name__)
def test_what_is_put_in_is_valid_whoever_wrote_the_rest(variant: Callable[[bytes], bytes], tmp_path: Path) -> None:
    data = variant(wrong())
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    before.write_bytes(data)
    after.write_bytes(copy_of(data))
    found = ooxml.errors_of([before, after], ("Microsoft365",))
    assert set(found[after]) - set(found[before]) == set()


def test_a_drawing_that_is_no_xml_is_left_alone() -> None:
    members = parts_of(partners_return())
    links = linked(packed(members), SHEET)
    drawing = links["vmlDrawing"]
    members[drawing] = members[drawing].replace(b"</xml>", b"<br></xml>")
    copy = copy_of(packed(members))
    for part in (drawing, links["comments"], RELS):
        assert parts_of(copy)[part] == members[part]
    assert highlights(copy, "Indicators").keys() == marked_cells()


def test_notes_join_a_drawing_of_buttons_with_the_kind_of_box_they_need() -> None:
    members = parts_of(rich(wrong(), f"{BESIDE}20", f"{BESIDE}21"))
    drawing = linked(packed(members), SHEET)["vmlDrawing"]
    members[drawing] = members[drawing].replace(b"_x0000_t202", b"_x0000_t201").replace(b'"Note"', b'"Button"')
    copy = copy_of(packed(members))
    assert parts_of(copy)[drawing].count(b'<v:shapetype id="_x0000_t202"') == 1
    assert parts_of(copy)[drawing].count(b'type="#_x0000_t202"') == 3
    assert lost(members[drawing], parts_of(copy)[drawing]) == b""
    bare = annotated(copy, [])
    assert parts_of(bare)[drawing].count(b"<v:shape ") == 2
