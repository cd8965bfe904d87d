"""The tools that the other tests lean on do what they say."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document

from tests.support import office as libreoffice
from tests.support import ooxml


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "figures.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Figures")
        sheet.write("A1", 21)
        sheet.write_formula("B1", "=A1*2", None, 999)  # a wrong cached value
        sheet.write_formula("C1", "=1/0", None, 999)
        sheet.write_formula("D1", '=IF(A1=21,"","x")', None, "x")
        sheet.write("B3", "text")
        sheet.write("C3", 0.625, book.add_format({"num_format": "0.0%"}))
        book.add_worksheet("Empty")
        hidden = book.add_worksheet("Out of sight")
        hidden.very_hidden()
        hidden.write("AB2", "found")
    return path


def damage(path: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert old in parts[part]
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content.replace(old, new) if name == part else content)


@pytest.mark.office
def test_a_wrong_cached_value_is_recalculated(office, workbook):
    assert office.recalculated(workbook) == {
        "Figures": {"A1": 21, "B1": 42, "C1": "#DIV/0!", "D1": "", "B3": "text", "C3": 0.625},
        "Empty": {},
        "Out of sight": {"AB2": "found"},
    }


@pytest.mark.office
def test_the_shown_text_follows_the_number_format(office, workbook):
    assert office.recalculated(workbook, shown=True)["Figures"]["C3"] == "62.5%"


@pytest.mark.office
def test_saving_again_keeps_values_and_stores_the_right_result(office, workbook, tmp_path):
    from python_calamine import CalamineWorkbook

    saved = office.resave(workbook, tmp_path / "saved.xlsx")
    rows = CalamineWorkbook.from_path(saved).get_sheet_by_name("Figures").to_python(skip_empty_area=False)
    assert rows[0][:2] == [21, 42]
    assert rows[2][1:3] == ["text", 0.625]


@pytest.mark.office
def test_a_workbook_and_a_letter_print(office, workbook, tmp_path):
    letter = tmp_path / "letter.docx"
    document = Document()
    document.add_paragraph("First page")
    document.add_page_break()
    document.add_paragraph("Second page")
    document.save(str(letter))

    assert office.to_pdf(workbook, tmp_path / "out").read_bytes().startswith(b"%PDF")
    pictures = office.to_png(office.to_pdf(letter, tmp_path / "out"), tmp_path / "pictures", dpi=40)
    assert [picture.name for picture in pictures] == ["letter-1.png", "letter-2.png"]
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


@pytest.mark.office
def test_a_refused_file_leaves_the_session_usable(office, workbook, tmp_path):
    with pytest.raises(office.OfficeError, match="not-there"):
        office.recalculated(tmp_path / "not-there.xlsx")
    assert office.recalculated(workbook)["Figures"]["B1"] == 42


@pytest.mark.office
def test_no_answer_in_time_is_an_error_and_the_next_request_starts_afresh(office, workbook, monkeypatch):
    with monkeypatch.context() as impatient:
        impatient.setattr(office, "SECONDS", 0.01)
        with pytest.raises(office.OfficeError, match="took over"):
            office.recalculated(workbook)
    assert office.recalculated(workbook)["Figures"]["B1"] == 42


def test_a_machine_without_libreoffice_says_what_to_install(monkeypatch):
    monkeypatch.setattr(libreoffice.shutil, "which", lambda name: None)
    with pytest.raises(libreoffice.OfficeMissing, match="install libreoffice-calc"):
        libreoffice.find_soffice.__wrapped__()


@pytest.mark.ooxml
def test_a_sound_workbook_has_no_errors(ooxml_errors, workbook):
    assert ooxml_errors(workbook) == []


@pytest.mark.ooxml
def test_a_damaged_workbook_has_errors_that_name_the_part_and_the_versions(ooxml_errors, workbook):
    damage(workbook, "xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData><nonsense/>")
    (error,) = ooxml_errors(workbook, ooxml.VERSIONS)
    assert error.startswith("[Office2013, Office2016, Office2019, Office2021, Microsoft365] ")
    assert "/xl/worksheets/sheet1.xml" in error
    assert "nonsense" in error


@pytest.mark.ooxml
def test_a_file_that_is_no_package_is_an_error_too(tmp_path):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut short")
    sound = tmp_path / "sound.xlsx"
    xlsxwriter.Workbook(str(sound)).close()
    found = ooxml.errors_of([broken, sound], versions=("Office2013",))
    assert found[broken] and found[sound] == []


def test_a_validator_that_is_named_but_not_there_is_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("LAA_OOXML_VALIDATOR", str(tmp_path / "nowhere"))
    with pytest.raises(ooxml.ValidatorMissing, match="LAA_OOXML_VALIDATOR"):
        ooxml.find_validator.__wrapped__()
