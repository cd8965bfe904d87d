"""Lists written for the county team, files that are kept, and folders that are put in place as a whole."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from laa_xl.declare.master_form import ALL_INDICATORS
from laa_xl.declare.office_lists import CHASE, CHASE_SHEET, REPORTED
from laa_xl.files import store
from laa_xl.files.csv_writer import csv_bytes
from laa_xl.files.list_writer import list_bytes
from laa_xl.files.store import StoreError, keep_file, put_folder

WHEN = datetime(2009, 1, 27)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1", "'\t=1"),
        ("Police, city", "Police, city"),
        ("a = b", "a = b"),
        (-5, "-5"),
        (-0.5, "-0.5"),
        (300.0, "300"),
        (0.1, "0.1"),
        (date(2009, 1, 24), "2009-01-24"),
        (None, ""),
        (True, "Y"),
    ],
)
def test_csv_writes_text_never_as_a_formula_and_a_number_as_it_is(value: object, written: str) -> None:
    text = csv_bytes(CHASE, [{"name": value}]).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["Theme's name"] == written


def test_a_list_without_rows_still_has_its_headings_and_equal_lists_are_equal_bytes() -> None:
    empty = list_bytes(CHASE_SHEET, [], "An agreement", WHEN)
    assert empty == list_bytes(CHASE_SHEET, [], "An agreement", WHEN)
    sheet = openpyxl.load_workbook(io.BytesIO(empty))["Chase list"]
    titles = {cell.value for line in sheet.iter_rows() for cell in line}
    assert {column.title for column in CHASE.columns} <= titles


def test_a_formula_in_a_list_is_text() -> None:
    data = list_bytes(CHASE_SHEET, [{"name": "=1+1"}], "=2+2", WHEN, ["=3+3"])
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Chase list"]
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value} == {"s"}


def test_what_government_is_told_holds_no_personal_column_no_place_and_no_free_words() -> None:
    names = {column.name for column in REPORTED.columns}
    assert not any(column.personal for column in REPORTED.columns)
    private = {"file", "sha256", "sheet", "cell", "cause", "action", "action_owner", "confirm", "status_reason"}
    assert private <= {column.name for column in ALL_INDICATORS.columns}
    assert not names & (private | {"override_reason"})


def test_a_kept_file_is_read_only_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "issued" / "a.xlsx"
    keep_file(path, b"one")
    keep_file(path, b"one")
    assert not path.stat().st_mode & 0o222
    with pytest.raises(StoreError, match="holds something else"):
        keep_file(path, b"two")
    assert path.read_bytes() == b"one"


def test_a_folder_takes_the_place_of_the_old_one_as_a_whole(tmp_path: Path) -> None:
    put_folder(tmp_path / "pack", {"a.txt": b"1", "b.txt": b"2"})
    put_folder(tmp_path / "pack", {"a.txt": b"3"})
    assert {path.name: path.read_bytes() for path in (tmp_path / "pack").iterdir()} == {"a.txt": b"3"}
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


@pytest.mark.parametrize("breaks", ["writing", "renaming"])
def test_a_folder_that_cannot_be_finished_leaves_the_old_one(
    breaks: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_folder(tmp_path / "pack", {"a.txt": b"1"})
    if breaks == "writing":
        real = store.write_new

        def fails(path: Path, data: bytes) -> None:
            if path.name == "b.txt":
                raise StoreError("The disk is full.")
            real(path, data)

        monkeypatch.setattr(store, "write_new", fails)
    else:
        rename = Path.rename

        def refuses(self: Path, target: Path) -> Path:
            if target.name == "pack" and not self.name.endswith(".old"):
                raise PermissionError(13, "Permission denied")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", refuses)
    with pytest.raises(StoreError):
        put_folder(tmp_path / "pack", {"a.txt": b"2", "b.txt": b"2"})
    assert {path.name: path.read_bytes() for path in (tmp_path / "pack").iterdir()} == {"a.txt": b"1"}
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]
