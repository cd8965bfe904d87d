"""Buttons of the master pressed in LibreOffice: the macro saves, calls the command line, and the new master holds the result."""

from __future__ import annotations

import ast
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from laa_xl.files.lines import from_lines, to_lines
from laa_xl.flow.pending import is_pending
from tests.flow.test_programme import edit, inbox, records, under
from tests.support.cli import laa_xl, succeeded

SECONDS = 90  # until the waiting process must have put the new master in place

# Names that somebody, a shell or a language might take for something else.
TEXTS = [
    "",
    "2008-Q2",
    r"C:\New folder\return.xlsx",
    "\\\\server\\share\\Q2 'final' \"new\".xlsx\n/home/ann/caf\u00e9 \u20ac \u4e2d\u6587 \U0001f600.xlsx",
    "%TEMP% & del | echo $HOME `id` ^x !y; #z",
    r"\u0041 is not A",
    "\uffff\x01\t",
]


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme with everything accepted, and a corrected return in its inbox."""
    folder = tmp_path_factory.mktemp("programme") / "Ann's caf\u00e9"
    succeeded(laa_xl("demo", "--into", folder))

    def better(book: Any) -> None:
        under(book["Indicators"], "Actual", "NI193").value = 50.0

    edit(inbox(folder, "SSC"), better, folder / "inbox" / "corrected.xlsx")
    return folder


@pytest.fixture
def folder(corrected: Path, tmp_path: Path) -> Path:
    """A copy of its own, whose path needs quoting."""
    return Path(shutil.copytree(corrected, tmp_path / corrected.name))


def until(found: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not found():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def override(desk: Any, row: int, code: str) -> None:
    """Type an override into a free row of the table."""
    entries = ("2008-Q2", "Indicator", code, "Red", "Known since yesterday", "Performance officer")
    for column, value in zip("ABCDEF", entries, strict=True):
        desk.enter(f"Overrides!{column}{row}", value)


@pytest.mark.office
def test_consolidate_gives_the_very_master_of_the_command_line_once_the_workbook_is_closed(
    office: ModuleType, folder: Path, tmp_path: Path
) -> None:
    twin = shutil.copytree(folder, tmp_path / "twin" / folder.name)
    assert laa_xl("consolidate", twin).exit_code == 0
    before = (folder / "master.xlsm").read_bytes()

    with office.Desk(folder / "master.xlsm") as desk:
        said = desk.press("Dashboard", "Consolidate")
        assert said["title"] == "Consolidate"
        assert said["text"].startswith("Files: 1 accepted, 4 already accepted.")
        assert "when you close this workbook" in said["text"]
        assert (folder / "master.next.xlsm").is_file()
    until(lambda: not is_pending(folder / "master.xlsm"))

    after = (folder / "master.xlsm").read_bytes()
    assert after == (twin / "master.xlsm").read_bytes() != before
    actual = {row["Code"]: row["Actual"] for row in records(folder / "master.xlsm", "Indicators")}
    assert actual["NI193"] == 50.0


@pytest.mark.office
def test_the_report_is_drafted_and_what_was_typed_before_and_after_the_press_is_all_there(
    office: ModuleType, folder: Path
) -> None:
    shutil.rmtree(folder / "reports")
    with office.Desk(folder / "master.xlsm") as desk:
        override(desk, 10, "NI154")  # typed, and not saved
        said = desk.press("Highlight report", "Highlight report", period="2008-Q2")
        assert said["title"] == "Highlight report"
        assert sorted(path.suffix for path in (folder / "reports" / "2008-Q2").iterdir()) == [".docx", ".xlsx"]
        override(desk, 11, "NI112")  # after the press: the new master that waits does not have it
        desk.save()
    until(lambda: not is_pending(folder / "master.xlsm"))

    rated = [row["Code"] for row in records(folder / "master.xlsm", "Overrides")]
    assert rated == ["NI065", "NI186", "NI154", "NI112"]
    counts = {row["Code"]: row["Rating that counts"] for row in records(folder / "master.xlsm", "Indicators")}
    assert (counts["NI154"], counts["NI112"]) == ("Red", "Red")
    assert office.macros(folder / "master.xlsm")["buttons"]["Dashboard"], (
        "a master that LibreOffice saved has no buttons"
    )


@pytest.mark.office
def test_go_to_source_opens_the_return_for_reading_at_the_cell_and_explain_says_why(
    office: ModuleType, folder: Path
) -> None:
    rows = openpyxl.load_workbook(folder / "master.xlsm")["Indicators"].iter_rows()
    row = next(cell.row for line in rows for cell in line if cell.value == "NI154")
    before = {path: path.read_bytes() for path in (folder / "accepted").rglob("*.xlsx")}
    with office.Desk(folder / "master.xlsm") as desk:
        desk.select(f"Indicators!A{row}")
        assert "1,450" in desk.press("Indicators", "Explain this rating")["text"]
        desk.press("Indicators", "Go to source")
        path, place, read_only = desk.shown()
    assert path in before
    assert read_only
    sheet, cell = place.split("!")
    (number,) = re.findall(r"\d+", cell)
    assert openpyxl.load_workbook(path)[sheet][f"A{number}"].value == "NI154"
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.office
def test_what_stands_in_the_way_is_one_sentence_and_nothing_is_done(office: ModuleType, folder: Path) -> None:
    with office.Desk(folder / "master.xlsm") as desk:
        said = desk.press("Dashboard", "Highlight report", period="Q2 of 2008")
        assert said["problem"] == "1"
        assert "is not a period" in said["text"]

        register = (folder / "register.json").read_bytes()
        desk.select("Register!A9:B10")
        said = desk.press("Register", "Withdraw", reason="The wrong file")
        assert said["problem"] == "1"
        assert said["text"].startswith("Several rows are selected")
        assert (folder / "register.json").read_bytes() == register

        desk.settings(command='"/nowhere/laa xl"')
        said = desk.press("Dashboard", "Consolidate")
        assert said["problem"] == "1"
        assert "was not found on this machine" in said["text"]

        desk.settings(command=office.COMMAND)
        (folder / "register.json").rename(folder / "elsewhere.json")
        said = desk.press("Dashboard", "Consolidate")
        assert said["problem"] == "1"
        assert "is not in a programme folder" in said["text"]
    assert not is_pending(folder / "master.xlsm")
    assert len(list((folder / "journal").iterdir())) == 1


@pytest.mark.office
def test_what_goes_to_python_and_to_the_command_line_is_read_back_letter_by_letter(
    office: ModuleType, folder: Path
) -> None:
    with office.Desk(folder / "master.xlsm") as desk:
        for text in TEXTS:
            escaped = desk.run("LaaPress.Escaped", text)
            assert from_lines(f"answer={escaped}".encode("ascii")) == [("answer", text)]
            ours = to_lines([("other", "x"), ("answer", text)]).decode("ascii")
            assert desk.run("LaaPress.ValueOf", ours, "answer") == text

            command = desk.run("LaaPress.PythonCommand", "choose", text)
            assert python_argument(command) == text
            assert not set(command) & set('\\"|%$`&^!<>\n')

        long = "C:\\returns\\\u00e9 of a long name.xlsx\n" * 200
        command = desk.run("LaaPress.PythonCommand", "choose", long)
        assert len(command) < 6000
        assert python_argument(command) == long

        assert desk.run("LaaPress.AskFiles") == desk.run("LaaPress.AskPeriod", "report") == ""

        assert offered(desk, "report", "templates", "letters") == ["2008-Q2", "2008-Q3", "2008-Q2"]
        desk.enter("Register!A300", "2008-Q4")  # its templates are out, and nothing of it was accepted yet
        desk.enter("Register!D300", "missing")
        assert offered(desk, "freeze", "templates", "letters") == ["2008-Q2", "2009-Q1", "2008-Q4"]


def offered(desk: Any, *actions: str) -> list[str]:
    """The quarter that each action offers when it asks for one."""
    return [desk.run("LaaPress.OfferedPeriod", action) for action in actions]


def python_argument(command: str) -> str:
    """The second argument of laa_xl.buttons.press, worked out as Python does."""
    call = ast.parse(command).body[1]
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    assert ast.unparse(call.value.func) == "laa_xl.buttons.press"
    assert ast.unparse(call.value.args[0]) == "'choose'"
    return str(eval(ast.unparse(call.value.args[1])))
