"""The actions, the macros, the ribbon and the code names agree, and the texts are such that Excel and LibreOffice run them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from laa_xl.declare.actions import ACTIONS, GROUPS, Action, Asks, actions_on
from laa_xl.declare.code_names import CODE_NAMES, WORKBOOK_CODE_NAME
from laa_xl.declare.macro_texts import buttons_module, ribbon_xml
from laa_xl.declare.master_form import MASTER_SHEETS
from laa_xl.files.macros import macros_folder, master_modules
from laa_xl.files.vba.modules import Kind

FOLDER = Path(__file__).resolve().parents[2] / "macros"
TEXTS = sorted(path for path in FOLDER.iterdir() if path.suffix in (".bas", ".cls"))
UI = "{http://schemas.microsoft.com/office/2009/07/customui}"

# Of these names each stands in Microsoft's lists of Excel's controls for Office 2013, Office 2016 and Microsoft 365.
EXCELS_PICTURES = {
    "ErrorChecking",
    "FileCheckIn",
    "FileCheckOut",
    "FileEmailAsPdfEmailAttachment",
    "FileMarkAsFinal",
    "FileNew",
    "FileOpen",
    "FilePrintPreview",
    "FileSendAsAttachment",
    "FunctionsLogicalInsertGallery",
    "Refresh",
    "RefreshAll",
    "ReviewReplyWithChanges",
    "SendCopySendToMailRecipient",
    "TracePrecedents",
    "Undo",
}


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def procedures(code: str) -> dict[str, str]:
    """Each procedure's declaration, without Public, and what it does."""
    found = re.findall(r"^Public ((?:Sub|Function) .*)\n((?:.*\n)*?)End (?:Sub|Function)$", code, re.MULTILINE)
    return {head: " ".join(body.split()) for head, body in found}


def test_the_texts_in_the_repo_are_those_that_the_actions_give() -> None:
    assert text("LaaButtons.bas") == buttons_module(), "run: make workbooks"
    assert text("ribbon.xml") == ribbon_xml(), "run: make workbooks"


CALLS = {
    Asks.NOTHING: '""',
    Asks.PERIOD: 'AskPeriod("{name}")',
    Asks.FILES: "AskFiles()",
    Asks.MAILS: "AskMails()",
    Asks.REASON: "AskReason()",
}


def test_every_action_has_one_macro_for_its_button_and_one_for_the_ribbon_and_there_are_no_others() -> None:
    found = procedures(text("LaaButtons.bas"))
    expected = {}
    for action in ACTIONS:
        press = "Press" if action.asks is Asks.NOTHING else "PressWith"
        expected[f"Sub {action.macro}()"] = f'{press} "{action.name}", {CALLS[action.asks].format(name=action.name)}'
        expected[f"Sub {action.callback}(control As Object)"] = action.macro
    assert found == expected


def test_what_the_macros_call_stands_in_the_dispatcher() -> None:
    heads = procedures(text("LaaPress.bas"))
    for head in (
        "Sub Press(action As String, answer As String)",
        "Function AskPeriod(action As String) As String",
        "Function AskReason() As String",
        "Function AskFiles() As String",
        "Function AskMails() As String",
    ):
        assert head in heads


def test_the_ribbon_has_a_group_for_each_group_and_a_button_for_each_action() -> None:
    root = ElementTree.fromstring(text("ribbon.xml"))
    (tab,) = root.iter(f"{UI}tab")
    assert tab.get("label") == "LAA"
    assert [group.get("label") for group in tab] == list(GROUPS)
    by_callback = {action.callback: action for action in ACTIONS}
    shown: list[Action] = []
    for group in tab:
        for button in group:
            action = by_callback[button.get("onAction", "")]
            assert action.group == group.get("label")
            assert (button.get("label"), button.get("screentip"), button.get("supertip"), button.get("imageMso")) == (
                action.label,
                action.tip,
                action.help,
                action.icon,
            )
            assert button.get("size") == ("large" if action.large else "normal")
            shown.append(action)
    assert Counter(shown) == Counter(ACTIONS)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)


def test_every_picture_is_one_of_excels_own() -> None:
    assert {action.icon for action in ACTIONS} <= EXCELS_PICTURES


def test_the_words_fit_where_office_shows_them() -> None:
    for action in ACTIONS:
        assert len(action.label) <= 24
        assert len(action.tip) <= 80
        assert len(action.help) <= 250


def test_every_sheet_that_an_action_names_is_in_the_master() -> None:
    assert {sheet for action in ACTIONS for sheet in action.sheets} <= set(MASTER_SHEETS)
    assert actions_on("Dashboard")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_text_is_such_that_excel_and_libreoffice_run_it(path: Path) -> None:
    code = path.read_bytes().decode("ascii")
    assert "\r" not in code  # the builder ends the lines as Windows does
    assert "\nOption Explicit\n" in f"\n{code}"
    statements = [line.split("'")[0].strip() for line in code.splitlines()]
    assert [line for line in statements if line.startswith("#")] == []  # LibreOffice runs both branches of an #If
    assert [line for line in code.splitlines() if len(line) > 1000] == []
    # Late bound: a type of another library would tie the master to that library's version.
    assert re.findall(r"\bAs (?:New )?\w+\.\w+|\bAs IRibbon\w+|\bDeclare (?:PtrSafe )?(?:Sub|Function)", code) == []


def test_code_names_are_readable_and_unique_and_vba_allows_them() -> None:
    assert list(CODE_NAMES) == list(MASTER_SHEETS)
    assert CODE_NAMES["Highlight report"] == "shtHighlightReport"
    names = [module.name.casefold() for module in master_modules(FOLDER)]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("sht[A-Za-z]{1,28}", name) for name in CODE_NAMES.values())


def test_the_project_has_the_workbook_each_sheet_and_every_text() -> None:
    modules = master_modules(FOLDER)
    assert modules[0].name == WORKBOOK_CODE_NAME
    assert modules[0].kind is Kind.WORKBOOK
    sheets = [module.name for module in modules if module.kind is Kind.SHEET]
    assert sheets == list(CODE_NAMES.values())
    others = [module.name for module in modules if not module.kind.document]
    assert others == [path.stem for path in TEXTS if path.stem not in ("ThisWorkbook", "Sheet")]


def test_a_text_that_is_added_becomes_a_module(tmp_path: Path) -> None:
    for path in TEXTS:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "Counter.cls").write_text("Option Explicit\n", encoding="ascii")
    (tmp_path / "LaaMore.bas").write_text("Option Explicit\n", encoding="ascii")
    found = {module.name: module.kind for module in master_modules(tmp_path)}
    assert (found["Counter"], found["LaaMore"]) == (Kind.CLASS, Kind.STANDARD)


def test_the_checkout_uses_its_own_texts() -> None:
    assert macros_folder() == FOLDER
