"""The command line as other programs and people use it: verbs, exit codes, JSON, mistakes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from laa_xl.files.store import sha256_of
from tests.support.cli import laa_xl, succeeded

LINE = "on track 16 · off trajectory 3 · at risk 5 · placeholder 11 · of 35"
FINDING_KEYS = {"rule", "severity", "sheet", "cell", "row", "entered", "message", "also"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "leicester"
    succeeded(laa_xl("demo", "--into", folder))
    return folder


def returns(folder: Path) -> list[Path]:
    return sorted((folder / "inbox").glob("*.xlsx"))


def cell_of(path: Path, sheet: str, row: str, heading: str) -> str:
    """The address under a heading in the row of a code, found as a person would find it."""
    worksheet = openpyxl.load_workbook(path)[sheet]
    head = next(line for line in worksheet.iter_rows() if any(cell.value == heading for cell in line))
    column = next(cell.column_letter for cell in head if cell.value == heading)
    number = next(line[0].row for line in worksheet.iter_rows() if line[0].value == row)
    return f"{column}{number}"


def changed(path: Path, target: Path, sheet: str, cell: str, value: object) -> Path:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(target)
    return target


def test_demo_prints_the_published_counts_and_where_everything_is(tmp_path: Path) -> None:
    result = succeeded(laa_xl("demo", "--into", tmp_path / "d"))
    assert LINE in result.stdout.splitlines()
    for name in ("templates", "inbox", "accepted", "master.xlsm", "highlight-report-2008-Q2.xlsx"):
        assert name in result.stdout
    assert len(list((tmp_path / "d" / "templates" / "2008-Q2").glob("*.xlsx"))) == 4
    assert len(list((tmp_path / "d" / "accepted" / "2008-Q2").glob("*.xlsx"))) == 4


def test_demo_runs_again_in_its_own_folder_and_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    succeeded(laa_xl("demo", "--into", folder))
    before = {path: sha256_of(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    succeeded(laa_xl("demo", "--into", folder))
    after = {path: sha256_of(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    assert before == after


def test_demo_leaves_a_folder_alone_that_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = laa_xl("demo", "--into", tmp_path)
    assert result.exit_code == 2
    assert "not empty" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_validate_prints_one_object_for_one_file_and_a_list_for_several(demo: Path) -> None:
    one = json.loads(succeeded(laa_xl("validate", returns(demo)[0], "--json")).stdout)
    assert {"file", "verdict", "findings"} <= set(one)
    assert (one["verdict"], one["findings"]) == ("ok", [])
    several = json.loads(succeeded(laa_xl("validate", *returns(demo), "--json", "--programme", demo)).stdout)
    assert [item["verdict"] for item in several] == ["ok"] * 4


def test_a_finding_that_must_be_fixed_ends_with_1_and_names_its_cell(demo: Path, tmp_path: Path) -> None:
    source = next(path for path in returns(demo) if "SSC" in path.name)
    cell = cell_of(source, "Indicators", "NI020", "Actual")
    broken = changed(source, tmp_path / "r.xlsx", "Indicators", cell, "approx 120")
    result = laa_xl("validate", broken, "--json")
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert said["verdict"] == "findings"
    (finding,) = said["findings"]
    assert set(finding) == FINDING_KEYS
    assert (finding["rule"], finding["severity"]) == ("N03", "must_fix")
    assert (finding["sheet"], finding["cell"], finding["row"]) == ("Indicators", cell, "NI020")
    assert finding["entered"] == "approx 120"
    assert "approx 120" in finding["message"]


def test_something_to_confirm_ends_with_0_and_the_verdict_findings(demo: Path, tmp_path: Path) -> None:
    source = next(path for path in returns(demo) if "HCOP" in path.name)
    cell = cell_of(source, "Indicators", "NI040", "Confirmed because")
    unconfirmed = changed(source, tmp_path / "r.xlsx", "Indicators", cell, None)
    result = laa_xl("validate", unconfirmed, "--json")
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert said["verdict"] == "findings"
    assert {(finding["rule"], finding["severity"], finding["row"]) for finding in said["findings"]} == {
        ("I04", "confirm", "NI040")
    }


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("nothing.xlsx", None, "F01"),
        ("empty.xlsx", b"", "F02"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "F07"),
    ],
)
def test_a_file_that_cannot_be_used_ends_with_2_and_one_sentence(
    tmp_path: Path, name: str, content: bytes | None, rule: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = laa_xl("validate", path, "--json")
    assert result.exit_code == 2
    said = json.loads(result.stdout)
    assert (said["verdict"], [finding["rule"] for finding in said["findings"]]) == ("refused", [rule])
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_the_worst_of_several_files_decides_the_exit_code(demo: Path, tmp_path: Path) -> None:
    assert laa_xl("validate", returns(demo)[0], tmp_path / "missing.xlsx").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ["validate"],
        ["templates", "x", "--period", "Q2 2008"],
        ["new", "x"],
        ["schema", "everything"],
        ["report", "highlight", "x"],
        ["nonsense"],
    ],
)
def test_a_wrong_call_ends_with_2(words: list[str]) -> None:
    result = laa_xl(*words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "words",
    [
        ["status", "{}"],
        ["consolidate", "{}"],
        ["templates", "{}", "--period", "2008-Q2"],
        ["report", "highlight", "{}", "--period", "2008-Q2"],
        ["report", "issue", "{}"],
        ["pack", "{}"],
        ["chase", "{}"],
        ["letters", "{}", "--kind", "thanks"],
        ["collect", "{}", "x.eml"],
        ["mail", "pack", "{}"],
        ["explain", "{}", "NI016"],
        ["source", "{}", "--sheet", "Indicators", "--row", "9"],
        ["rebuild", "{}"],
        ["held", "{}"],
        ["withdraw", "{}", "SSC", "2008-Q2", "--because", "Wrong"],
        ["validate", "x.xlsx", "--programme", "{}"],
    ],
)
def test_a_folder_that_is_no_programme_is_said_in_a_sentence(tmp_path: Path, words: list[str]) -> None:
    result = laa_xl(*[word.format(tmp_path) for word in words])
    assert result.exit_code == 2
    assert "is not a programme folder" in result.stderr


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = laa_xl("new", tmp_path / "file" / "p", "--agreement", "leicester-2008")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert laa_xl("status", tmp_path, now="junk").exit_code == 2
    assert "leicester-2008" in laa_xl("new", tmp_path / "q", "--agreement", "nosuch").stderr


@pytest.mark.parametrize(
    "verb",
    [
        ["new"],
        ["templates"],
        ["split"],
        ["join"],
        ["validate"],
        ["consolidate"],
        ["report", "highlight"],
        ["report", "issue"],
        ["pack"],
        ["chase"],
        ["letters"],
        ["collect"],
        ["mail", "pack"],
        ["mail", "send"],
        ["mail", "outlook"],
        ["explain"],
        ["source"],
        ["publish"],
        ["rebuild"],
        ["status"],
        ["schema"],
        ["demo"],
        ["press"],
        ["settle"],
        ["held"],
        ["withdraw"],
        ["install"],
        ["uninstall"],
        ["doctor"],
    ],
)
def test_every_verb_shows_an_example(verb: list[str]) -> None:
    text = succeeded(laa_xl(*verb, "--help")).stdout
    assert f"laa-xl {' '.join(verb)}" in text.split("Examples:")[1]


@pytest.mark.parametrize("what", ["return", "master", "agreement"])
def test_schema_describes_every_column(what: str) -> None:
    described = json.loads(succeeded(laa_xl("schema", what, "--json")).stdout)
    tables = [table for sheet in described.get("sheets", ()) for table in sheet["tables"]] or described["tables"]
    for table in tables:
        for column in table["columns"]:
            assert {"name", "title", "type", "unit", "entry", "role", "required", "allowed"} <= set(column)
    assert laa_xl("schema", what).exit_code == 0


def test_the_schema_is_enough_to_fill_a_return_with_another_tool(demo: Path, tmp_path: Path) -> None:
    schema = json.loads(succeeded(laa_xl("schema", "return", "--json")).stdout)
    template = next((demo / "templates" / "2008-Q2").glob("*EDE*"))
    filled = next(path for path in returns(demo) if "EDE" in path.name)
    source, target = openpyxl.load_workbook(filled), openpyxl.load_workbook(template)
    for sheet in schema["sheets"]:
        titles = {column["title"]: column for column in sheet["tables"][0]["columns"] if column["entry"]}
        for line in source[sheet["sheet"]].iter_rows():
            for cell in line:
                across = sheet["orientation"].startswith("one record")
                head = (
                    source[sheet["sheet"]].cell(_heading_row(source[sheet["sheet"]], titles), cell.column).value
                    if across
                    else source[sheet["sheet"]].cell(cell.row, 1).value
                )
                below = not across or cell.row > _heading_row(source[sheet["sheet"]], titles)
                if head in titles and below and (across or cell.column == 2) and cell.value is not None:
                    target[sheet["sheet"]][cell.coordinate] = cell.value
    target.save(tmp_path / "filled.xlsx")
    said = json.loads(succeeded(laa_xl("validate", tmp_path / "filled.xlsx", "--json")).stdout)
    assert (said["verdict"], said["findings"]) == ("ok", [])


def _heading_row(worksheet: object, titles: dict[str, object]) -> int:
    for line in worksheet.iter_rows():  # type: ignore[attr-defined]
        if sum(1 for cell in line if cell.value in titles) >= min(3, len(titles)):
            return int(line[0].row)
    return 10_000


def test_status_says_where_each_return_stands(demo: Path) -> None:
    said = json.loads(succeeded(laa_xl("status", demo, "--json")).stdout)
    assert {line["theme"]: line["state"] for line in said["returns"]} == dict.fromkeys(
        ("CYP", "HCOP", "SSC", "EDE"), "accepted"
    )


def test_report_writes_the_format_that_its_name_asks_for(demo: Path, tmp_path: Path) -> None:
    for name, start in (("r.xlsx", b"PK"), ("r.docx", b"PK")):
        succeeded(laa_xl("report", "highlight", demo, "--period", "2008-Q2", "--out", tmp_path / name))
        assert (tmp_path / name).read_bytes().startswith(start)
    succeeded(laa_xl("report", "highlight", demo, "--out", tmp_path / "newest.docx"))
    assert (tmp_path / "newest.docx").read_bytes() == (tmp_path / "r.docx").read_bytes()
    assert laa_xl("report", "highlight", demo, "--period", "2008-Q2", "--out", tmp_path / "r.odt").exit_code == 2
    none = laa_xl("report", "highlight", demo, "--period", "2008-Q3")
    assert none.exit_code == 2
    assert "no return was accepted for 2008-Q3" in none.stderr


def test_rebuild_writes_a_lost_master_and_takes_nothing_in(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(demo, folder)
    master = next(folder.glob("master.*"))
    before = sha256_of(master.read_bytes())
    (folder / "inbox" / "new.xlsx").write_bytes(b"not looked at")
    assert "(unchanged)" in succeeded(laa_xl("rebuild", folder)).stdout
    master.unlink()
    result = succeeded(laa_xl("rebuild", folder))
    assert "Accepted returns read: 4" in result.stdout
    assert LINE in result.stdout
    assert "new.xlsx" not in result.stdout + result.stderr
    assert sha256_of(master.read_bytes()) == before


def test_without_out_the_report_stands_in_the_master_and_in_both_files(demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(demo, folder)
    next(folder.glob("master.*")).unlink()
    lines = succeeded(laa_xl("report", "highlight", folder, "--period", "2008-Q2")).stdout.splitlines()
    *files, again = lines
    assert [Path(line).suffix for line in files] == [".xlsx", ".docx"]
    assert again.startswith("There was no master.xlsm")
    sheet = openpyxl.load_workbook(next(folder.glob("master.*")))["Highlight report"]
    assert any("Quarter 2 of 2008-09" in str(cell.value) for line in sheet.iter_rows(max_row=5) for cell in line)
