"""The master as .xlsm: its macros, ribbon and buttons, in the file, in LibreOffice, and before several readers."""

from __future__ import annotations

import re
import zipfile
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import olefile
import pytest
from oletools.olevba import VBA_Parser
from pyopenvba.integrity import check_file

from laa_xl.declare.actions import ACTIONS, Action, actions_on
from laa_xl.declare.code_names import CODE_NAMES
from laa_xl.declare.macro_texts import ribbon_xml
from laa_xl.declare.master_form import MASTER_SHEETS
from laa_xl.files.macros import macros_folder, master_modules, master_project
from laa_xl.files.vba.modules import Kind, Module
from laa_xl.files.vba.project import PROJECT_NAME, vba_project
from tests.support.cli import laa_xl, succeeded
from tests.support.zips import parts_of

# That they are what the code builds is proved in test_generated_files.
MASTERS = sorted((Path(__file__).resolve().parents[2] / "workbooks").glob("*/master.xlsm"))
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The master of a programme in which nothing was accepted yet."""
    folder = tmp_path_factory.mktemp("empty") / "p"
    succeeded(laa_xl("new", folder, "--agreement", "leicester-2008"))
    return folder / "master.xlsm"


def buttons(path: Path) -> dict[str, list[dict[str, str]]]:
    """The buttons of each sheet as they stand in the drawings of the file."""
    found = {}
    members = parts_of(path)
    sheets = {part: name for name, part in sheet_parts(members).items()}
    for part, name in sheets.items():
        rels = members.get(part.replace("worksheets/", "worksheets/_rels/") + ".rels", b"<none/>")
        drawings = [rel.get("Target", "") for rel in ElementTree.fromstring(rels) if ".vml" in rel.get("Target", "")]
        for drawing in drawings:
            text = members[drawing.replace("..", "xl")].decode()
            found[name] = [
                {
                    "alt": re.search(r'alt="([^"]*)"', shape)[1],
                    "caption": re.search(r"<font[^>]*>([^<]*)</font>", shape)[1],
                    "macro": re.search(r"<x:FmlaMacro>([^<]*)<", shape)[1],
                    "printed": re.search(r"<x:PrintObject>([^<]*)<", shape)[1],
                    "anchor": re.search(r"<x:Anchor>([^<]*)<", shape)[1],
                }
                for shape in re.findall(r"<v:shape .*?</v:shape>", text, re.DOTALL)
            ]
    return found


def sheet_parts(members: dict[str, bytes]) -> dict[str, str]:
    rels = {r.get("Id"): r.get("Target") for r in ElementTree.fromstring(members["xl/_rels/workbook.xml.rels"])}
    office = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    sheets = ElementTree.fromstring(members["xl/workbook.xml"]).iter(f"{MAIN}sheet")
    return {sheet.get("name", ""): f"xl/{rels[sheet.get(office)]}" for sheet in sheets}


def expected(sheet: str) -> list[Action]:
    return [action for action in ACTIONS if sheet in action.sheets]


def test_both_agreements_have_a_master() -> None:
    assert [path.parent.name for path in MASTERS] == ["leicester-2008", "leicestershire-2006"]


@pytest.mark.parametrize("path", MASTERS, ids=lambda path: path.parent.name)
def test_each_sheet_has_the_buttons_of_its_actions_bound_to_their_macros_and_none_is_printed(path: Path) -> None:
    found = buttons(path)
    assert sorted(found) == sorted({sheet for action in ACTIONS for sheet in action.sheets})
    for sheet in MASTER_SHEETS:
        wanted = [
            {"alt": a.tip, "caption": a.label, "macro": f"[0]!{a.macro}", "printed": "False"} for a in expected(sheet)
        ]
        assert [{k: v for k, v in button.items() if k != "anchor"} for button in found.get(sheet, [])] == wanted


def test_a_master_in_which_nothing_was_accepted_has_them_too(empty: Path) -> None:
    assert {sheet: len(found) for sheet, found in buttons(empty).items()} == {
        sheet: len(actions_on(sheet)) for sheet in MASTER_SHEETS if actions_on(sheet)
    }


@pytest.mark.parametrize("path", MASTERS, ids=lambda path: path.parent.name)
def test_a_button_stays_in_sight_however_far_one_scrolls(path: Path) -> None:
    """It lies in the rows and columns that do not scroll; on pages of text, in the rows."""
    members = parts_of(path)
    for sheet, part in sheet_parts(members).items():
        pane = ElementTree.fromstring(members[part]).find(f".//{MAIN}pane")
        for button in buttons(path).get(sheet, []):
            assert pane is not None, sheet
            _, _, _, _, right, _, bottom, _ = map(int, button["anchor"].split(","))
            assert bottom < int(pane.get("ySplit", "0")), (sheet, button)
            if "xSplit" in pane.keys():  # noqa: SIM118 - an element is no mapping
                assert right < int(pane.get("xSplit", "0")), (sheet, button)


@pytest.mark.parametrize("path", MASTERS, ids=lambda path: path.parent.name)
def test_the_sheets_carry_the_code_names_of_their_modules(path: Path) -> None:
    members = parts_of(path)
    found = {}
    for name, part in sheet_parts(members).items():
        properties = ElementTree.fromstring(members[part]).find(f"{MAIN}sheetPr")
        assert properties is not None, name
        found[name] = properties.get("codeName")
    assert found == CODE_NAMES
    properties = ElementTree.fromstring(members["xl/workbook.xml"]).find(f"{MAIN}workbookPr")
    assert properties is not None
    assert properties.get("codeName") == "ThisWorkbook"


@pytest.mark.parametrize("path", MASTERS, ids=lambda path: path.parent.name)
def test_olevba_finds_every_module_in_the_master_byte_for_byte(path: Path) -> None:
    parser = VBA_Parser(str(path))
    found = {name.rpartition(".")[0]: code.encode("ascii") for _, _, name, code in parser.extract_macros()}
    parser.close()
    assert found == {module.name: module.source() for module in master_modules(macros_folder())}
    assert olefile.isOleFile(parts_of(path)["xl/vbaProject.bin"])
    assert parts_of(path)["xl/vbaProject.bin"] == master_project()


@pytest.mark.parametrize("path", MASTERS, ids=lambda path: path.parent.name)
def test_a_second_reader_finds_nothing_wrong_with_package_and_project(path: Path) -> None:
    report = check_file(path)
    assert (report.complete, report.issues) == (True, ())


@pytest.mark.parametrize("path", MASTERS, ids=lambda path: path.parent.name)
def test_the_ribbon_is_found_from_the_package_and_is_the_declared_one(path: Path) -> None:
    members = parts_of(path)
    links = [
        (rel.get("Type"), rel.get("Target"))
        for rel in ElementTree.fromstring(members["_rels/.rels"]).iter(f"{PACKAGE}Relationship")
    ]
    assert (
        "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
        "customUI/customUI14.xml",
    ) in links
    assert members["customUI/customUI14.xml"].decode() == ribbon_xml()
    types = ElementTree.fromstring(members["[Content_Types].xml"])
    defaults = {one.get("Extension"): one.get("ContentType") for one in types.iter(f"{TYPES}Default")}
    overrides = {one.get("PartName"): one.get("ContentType") for one in types.iter(f"{TYPES}Override")}
    assert defaults["xml"] == "application/xml"
    assert defaults["bin"] == "application/vnd.ms-office.vbaProject"
    assert overrides["/xl/workbook.xml"] == "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


@pytest.mark.parametrize("path", MASTERS, ids=lambda path: path.parent.name)
def test_in_libreoffice_the_buttons_run_their_macros_and_cover_nothing(path: Path, office: ModuleType) -> None:
    found = office.macros(path)
    assert found["code_names"] == CODE_NAMES
    for sheet in MASTER_SHEETS:
        shown = found["buttons"][sheet]
        assert [button["label"] for button in shown] == [action.label for action in expected(sheet)], sheet
        macros = [f"{PROJECT_NAME}.LaaButtons.{action.macro}" for action in expected(sheet)]
        assert [button["macros"] for button in shown] == [[macro] for macro in macros], sheet
        assert [button["texts"] for button in shown] == [[]] * len(shown), sheet
        assert not any(button["printed"] for button in shown), sheet
        for left, right in pairwise(shown):
            assert left["right"] < right["left"], (sheet, left["label"], right["label"])


def test_in_libreoffice_every_module_is_there_and_compiles(office: ModuleType) -> None:
    found = office.macros(MASTERS[0])
    modules = master_modules(macros_folder())
    assert sorted(found["modules"]) == sorted(module.name for module in modules)
    for module in modules:
        if module.kind is Kind.STANDARD:
            assert module.code.strip() in found["modules"][module.name], module.name
    assert found["broken"] == []


def test_libreoffice_would_name_a_module_that_does_not_compile(office: ModuleType, tmp_path: Path) -> None:
    modules = [module for module in master_modules(macros_folder()) if module.name != "LaaPress"]
    broken = Module("LaaPress", Kind.STANDARD, "Option Explicit\nPublic Sub Press(\n  x = = 3\nEnd Sub\n")
    members = parts_of(MASTERS[0]) | {"xl/vbaProject.bin": vba_project([*modules, broken])}
    path = tmp_path / "broken.xlsm"
    with zipfile.ZipFile(path, "w") as archive:
        for name, blob in members.items():
            archive.writestr(name, blob)
    assert "LaaPress" in office.macros(path)["broken"]
