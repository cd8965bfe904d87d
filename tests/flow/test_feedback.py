"""``laa-xl validate --annotate``: which copies are written, under which names, and what is said."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from laa_xl.files.store import StoreError
from laa_xl.flow.feedback import destinations
from tests.support.cli import laa_xl
from tests.support.partners import cell, highlights, sheets, wrong
from tests.support.returns import encrypted, valid_return


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "wrong.xlsx").write_bytes(wrong())
    (tmp_path / "valid.xlsx").write_bytes(valid_return())
    return tmp_path


def test_a_copy_is_written_under_the_same_name_and_the_return_stays_as_it_is(folder: Path) -> None:
    marked = folder / "new" / "marked"
    result = laa_xl("validate", folder / "wrong.xlsx", "--annotate", marked)
    assert result.exit_code == 1
    assert result.stdout.endswith(f"Annotated copy: {marked / 'wrong.xlsx'}\n")
    cells = {cell("PERCENT.actual"), cell("LOWER.actual"), cell("RANGE.rag")}
    assert highlights((marked / "wrong.xlsx").read_bytes(), "Indicators").keys() == cells
    assert (folder / "wrong.xlsx").read_bytes() == wrong()


def test_without_anything_to_say_there_is_a_copy_that_says_so(folder: Path) -> None:
    result = laa_xl("validate", folder / "valid.xlsx", "--annotate", folder / "marked")
    assert result.exit_code == 0
    assert list(sheets((folder / "marked" / "valid.xlsx").read_bytes()))[-1] == "Findings"


def test_without_the_option_nothing_is_written_and_the_json_names_no_copy(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    result = laa_xl("validate", folder / "wrong.xlsx", "--json")
    assert sorted(folder.rglob("*")) == before
    said = json.loads(result.stdout)
    assert said.keys() == {"file", "theme", "period", "verdict", "findings", "confirmed", "waived"}


def test_json_names_each_copy_or_null(folder: Path) -> None:
    (folder / "locked.xlsx").write_bytes(encrypted(wrong()))
    files = [folder / name for name in ("wrong.xlsx", "locked.xlsx", "missing.xlsx")]
    result = laa_xl("validate", *files, "--json", "--annotate", folder / "marked")
    found = [item["annotated"] for item in json.loads(result.stdout)]
    assert found == [str(folder / "marked" / "wrong.xlsx"), None, None]
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("damaged.xlsx", wrong()[:5000]),
        ("text.csv", b"a,b\n1,2\n"),
        ("locked.xlsx", encrypted(wrong())),
        ("empty.xlsx", b""),
    ],
)
def test_no_copy_is_made_of_what_cannot_be_opened_and_a_sentence_says_why(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    result = laa_xl("validate", folder / name, "--annotate", folder / "marked")
    assert result.exit_code == 2
    assert "no annotated copy was made, because the file cannot be opened as a workbook." in result.stderr
    assert "Traceback" not in result.stderr
    assert not (folder / "marked").exists()


def test_a_workbook_locked_with_excels_own_password_is_checked_but_not_annotated(folder: Path) -> None:
    (folder / "locked.xlsx").write_bytes(encrypted(wrong(), "VelvetSweatshop"))
    result = laa_xl("validate", folder / "locked.xlsx", "--annotate", folder / "marked")
    assert result.exit_code == 1
    assert "no annotated copy was made, because the workbook is encrypted." in result.stderr


def test_a_workbook_of_another_kind_gets_a_copy_that_says_so(folder: Path) -> None:
    import openpyxl

    openpyxl.Workbook().save(folder / "other.xlsx")
    result = laa_xl("validate", folder / "other.xlsx", "--annotate", folder / "marked")
    assert result.exit_code == 2
    book = openpyxl.load_workbook(folder / "marked" / "other.xlsx")
    assert book.sheetnames == ["Sheet", "Findings"]
    assert book["Findings"]["H5"].value == "W01"


@pytest.mark.parametrize("where", [".", "a/..", "link"])
def test_a_return_is_never_overwritten(folder: Path, where: str) -> None:
    (folder / "a").mkdir()
    (folder / "link").symlink_to(folder, target_is_directory=True)
    before = {path: path.read_bytes() for path in folder.glob("*.xlsx")}
    result = laa_xl("validate", folder / "wrong.xlsx", folder / "valid.xlsx", "--annotate", folder / where)
    assert result.exit_code == 2
    assert "would overwrite the file itself. Choose another folder for --annotate." in result.stderr
    assert result.stdout == ""
    assert {path: path.read_bytes() for path in folder.glob("*.xlsx")} == before


def test_nor_is_another_return_of_the_same_call(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "valid.xlsx").write_bytes(wrong())
    result = laa_xl("validate", folder / "in" / "valid.xlsx", folder / "valid.xlsx", "--annotate", folder)
    assert result.exit_code == 2
    assert (folder / "valid.xlsx").read_bytes() == valid_return()


def test_files_of_one_name_get_copies_of_different_names(tmp_path: Path) -> None:
    files = [Path("a/Return.xlsx"), Path("b/return.xlsx"), Path("c/return-2.xlsx"), Path("d/return.xlsx")]
    names = [path.name for path in destinations(files, tmp_path)]
    assert names == ["Return.xlsx", "return-2.xlsx", "return-2-2.xlsx", "return-3.xlsx"]


def test_a_hard_link_to_the_return_is_not_overwritten_either(folder: Path) -> None:
    (folder / "marked").mkdir()
    os.link(folder / "wrong.xlsx", folder / "marked" / "wrong.xlsx")
    with pytest.raises(StoreError):
        destinations([folder / "wrong.xlsx"], folder / "marked")


def test_a_copy_of_an_earlier_run_is_replaced(folder: Path) -> None:
    for _ in range(2):
        laa_xl("validate", folder / "wrong.xlsx", "--annotate", folder / "marked")
    assert [path.name for path in (folder / "marked").iterdir()] == ["wrong.xlsx"]


def test_a_copy_that_came_back_is_annotated_into_another_folder(folder: Path) -> None:
    laa_xl("validate", folder / "wrong.xlsx", "--annotate", folder / "one")
    laa_xl("validate", folder / "one" / "wrong.xlsx", "--annotate", folder / "two")
    assert (folder / "two" / "wrong.xlsx").read_bytes() == (folder / "one" / "wrong.xlsx").read_bytes()
