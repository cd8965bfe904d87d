"""A programme folder whose master is still the .xlsx of an earlier version, and what a master must not lose."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from laa_xl.files.macros import macros_folder, master_modules
from laa_xl.files.own_macros import own_modules
from laa_xl.files.vba.modules import Kind, Module
from laa_xl.files.vba.project import vba_project
from tests.support.cli import laa_xl, succeeded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A programme as an earlier version left it: the same master, without macros, with an entry of the officer's."""
    folder = tmp_path / "p"
    succeeded(laa_xl("new", folder, "--agreement", "leicester-2008"))
    book = openpyxl.load_workbook(folder / "master.xlsm")
    sheet = book["County entries"]
    (period,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "Period")
    for offset, value in enumerate(("2008-Q2", "6. Other key issues for Government", None, "Buses", "Fares rise.")):
        sheet.cell(period.row + 1, period.column + offset, value)
    book.save(folder / "master.xlsx")
    (folder / "master.xlsm").unlink()
    return folder


def entered(path: Path) -> bool:
    rows = openpyxl.load_workbook(path)["County entries"].iter_rows(values_only=True)
    return any("Fares rise." in row for row in rows)


def test_it_is_read_and_put_away_once_the_new_one_is_written(folder: Path) -> None:
    before = (folder / "master.xlsx").read_bytes()
    said = succeeded(laa_xl("consolidate", folder)).stdout
    assert f"Master: {folder / 'master.xlsm'}" in said
    assert entered(folder / "master.xlsm")
    assert not (folder / "master.xlsx").exists()
    (kept,) = (folder / "journal").glob("master-of-an-earlier-version-*.xlsx")
    assert kept.read_bytes() == before


def test_runs_that_write_no_master_leave_it_where_it_is(folder: Path) -> None:
    succeeded(laa_xl("status", folder))
    succeeded(laa_xl("templates", folder, "--period", "2008-Q2"))
    assert (folder / "master.xlsx").is_file()
    assert not (folder / "master.xlsm").exists()


def test_an_error_in_it_is_told_by_its_own_name(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "master.xlsx")
    book.create_sheet("My notes").append(["keep"])
    book.save(folder / "master.xlsx")
    run = laa_xl("consolidate", folder)
    assert run.exit_code == 2
    assert f'{folder / "master.xlsx"} has sheets of your own ("My notes")' in run.output
    assert (folder / "master.xlsx").is_file()
    assert not (folder / "master.xlsm").exists()


def test_where_it_cannot_be_put_away_that_is_said_and_the_next_run_does_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:  # as Windows does while Excel holds a file
        if self.name == "master.xlsx":
            raise PermissionError(13, "in use", str(self))
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", held)
        run = laa_xl("consolidate", folder)
    assert run.exit_code == 2
    assert "If it is open in Excel, close it there and run again; nothing was changed." in run.output
    assert not (folder / "master.xlsm").exists()
    assert (folder / "master.xlsx").is_file()
    succeeded(laa_xl("consolidate", folder))
    assert not (folder / "master.xlsx").exists()
    assert entered(folder / "master.xlsm")


def test_work_that_went_on_in_it_is_not_passed_over(folder: Path) -> None:
    before = (folder / "master.xlsx").read_bytes()
    succeeded(laa_xl("consolidate", folder))
    (folder / "master.xlsx").write_bytes(before)
    later = (folder / "master.xlsm").stat().st_mtime + 60
    os.utime(folder / "master.xlsx", (later, later))
    run = laa_xl("consolidate", folder)
    assert run.exit_code == 2
    assert "There are two masters" in run.output
    assert (folder / "master.xlsx").read_bytes() == before


def with_modules(path: Path, *more: Module) -> None:
    """Give a master other modules beside its own, as an officer does who records a macro."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/vbaProject.bin"] = vba_project([*master_modules(macros_folder()), *more])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blob in members.items():
            archive.writestr(name, blob)
    path.write_bytes(packed.getvalue())


def test_a_run_from_outside_excel_that_could_not_keep_an_officers_macro_stops(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    succeeded(laa_xl("new", folder, "--agreement", "leicester-2008"))
    master = folder / "master.xlsm"
    assert own_modules(master.read_bytes()) == ()
    with_modules(master, Module("Module1", Kind.STANDARD, "Sub Mine()\nEnd Sub\n"), Module("Helper", Kind.CLASS, ""))
    before = master.read_bytes()
    run = laa_xl("consolidate", folder)
    assert run.exit_code == 2
    assert "has macros of your own (Module1, Helper)" in run.output
    assert master.read_bytes() == before


def test_modules_of_another_version_of_ours_stop_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    succeeded(laa_xl("new", folder, "--agreement", "leicester-2008"))
    with_modules(folder / "master.xlsm", Module("LaaOfTomorrow", Kind.STANDARD, ""))
    assert own_modules((folder / "master.xlsm").read_bytes()) == ()
    succeeded(laa_xl("consolidate", folder))
    assert own_modules((folder / "master.xlsm").read_bytes()) == ()
