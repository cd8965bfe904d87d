"""Where a row of the master came from: the kept file as it was received, its sheet and its cell."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from laa_xl.declare.actions import action
from laa_xl.declare.master_form import COMPUTED_SHEETS
from laa_xl.domain.periods import Period
from laa_xl.flow.answers import Answer, Asked
from laa_xl.flow.desk import answer
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pipeline import consolidate, make_templates
from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl, succeeded
from tests.support.programmes import NOW, find, new_return, put, row_of

Q2 = Period(2008, 2)


def source(programme: Programme, sheet: str, row: int) -> Answer:
    return answer(programme, Asked("source", NOW, sheet=sheet, row=row))


def first_row(programme: Programme, sheet: str) -> int | None:
    """The first row of a sheet's table; None where it has none."""
    worksheet = openpyxl.load_workbook(programme.master)[sheet]
    head = find(worksheet, "Period")
    return head.row + 1 if worksheet.cell(head.row + 1, head.column).value else None


def test_a_figure_leads_to_the_very_cell_it_was_typed_in(leicester: Programme) -> None:
    said = source(leicester, "Indicators", row_of(leicester, "Indicators", Code="NI154"))
    place = said.show
    assert place is not None
    assert place.file is not None
    assert place.file.parent == leicester.folder("accepted", "2008-Q2")
    assert openpyxl.load_workbook(place.file)[place.sheet][place.cell].value == 300
    assert f"leicester-2008-EDE-2008-Q2.xlsx, received 24/10/2008 and accepted: Indicators, {place.cell}" in said.text
    assert not said.changed


def test_every_sheet_that_offers_its_source_has_one_for_its_rows(leicester: Programme) -> None:
    for sheet in action("source").sheets:
        row = first_row(leicester, sheet)
        if row is None:
            continue
        place = source(leicester, sheet, row).show
        assert place is not None, sheet
        assert place.file is not None
        book = openpyxl.load_workbook(place.file)
        assert place.sheet in book.sheetnames, sheet
        assert book[place.sheet][place.cell] is not None
    assert set(action("source").sheets) <= {sheet.name for sheet in COMPUTED_SHEETS}


def test_a_register_row_leads_to_its_own_file_also_where_it_was_rejected(leicester: Programme) -> None:
    bad = put(leicester, "police.xlsx", new_return(leicester, "SSC", Q2, {"NI193": {"actual": "about 50"}}))
    consolidate(leicester, [bad], None, NOW)
    said = source(leicester, "Register", row_of(leicester, "Register", Theme="SSC", File="police.xlsx"))
    assert said.show is not None
    assert said.show.file is not None
    assert said.show.file.read_bytes() == bad.read_bytes()
    assert said.show.file.parent.parent.name == "rejected"
    assert "police.xlsx, received 27/10/2008 and rejected." in said.text
    kept = source(leicester, "Register", row_of(leicester, "Register", Theme="SSC")).show
    assert kept is not None
    assert kept.file is not None
    assert kept.file.parent.parent.name == "accepted"


def test_a_row_without_a_source_says_why(leicester: Programme) -> None:
    make_templates(leicester, Period(2008, 3), ["SSC", "EDE"], NOW)
    put(leicester, "police.xlsx", new_return(leicester, "SSC", Period(2008, 3)))
    consolidate(leicester, [leicester.folder("inbox") / "police.xlsx"], None, NOW)
    for sheet, values, told in (
        ("Indicators", {"Period": "2008-Q3", "Code": "NI154"}, "no return of EDE was accepted for 2008-Q3"),
        ("Register", {"Period": "2008-Q3", "Theme": "EDE"}, "No return of EDE for 2008-Q3 has come in"),
    ):
        with pytest.raises(ProgrammeError) as refused:
            source(leicester, sheet, row_of(leicester, sheet, **values))
        assert told in refused.value.message


def test_an_imported_figure_leads_to_the_cell_of_the_spreadsheet_it_was_imported_from(leicester: Programme) -> None:
    past = leicester.root.parent / "past.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Past"
    for line in (("Code", "Period", "Actual"), ("NI154", "2007-Q3", 310)):
        sheet.append(line)
    book.save(past)
    succeeded(laa_xl("import", leicester.root, past, now=NOW.isoformat()))
    row = row_of(leicester, "Imported", Code="NI154")
    said = source(leicester, "Imported", row)
    assert said.show is not None
    assert said.show.file is not None
    assert said.show.file.read_bytes() == past.read_bytes()
    assert (said.show.sheet, said.show.cell) == ("Past", "C2")
    assert f"past.xlsx, imported {NOW:%d/%m/%Y} by County team: Past, C2." in said.text
    said.show.file.write_bytes(b"x")
    with pytest.raises(ProgrammeError, match=r"changed after it was imported\. Put back the file as received"):
        source(leicester, "Imported", row)


def test_rows_of_other_sheets_say_which_have_a_source(leicester: Programme) -> None:
    for sheet, row, told in (
        ("Reward", 9, "Indicators, Data gaps"),
        ("Dashboard", 9, "Indicators, Data gaps"),
        ("Issued reports", 7, "Indicators, Data gaps"),
        ("Indicators", 1, "none of its table's rows"),
        ("Elsewhere", 1, "no sheet"),
        ("", 0, "Choose a row"),
    ):
        with pytest.raises(ProgrammeError) as refused:
            source(leicester, sheet, row)
        assert told in refused.value.message, sheet


@pytest.mark.parametrize("how", ["changed", "gone"])
def test_a_kept_file_that_was_touched_is_told(how: str, leicester: Programme) -> None:
    row = row_of(leicester, "Indicators", Code="NI154")
    kept = next(leicester.folder("accepted", "2008-Q2").glob("EDE-*"))
    if how == "changed":
        kept.write_bytes(kept.read_bytes() + b"x")
    else:
        kept.unlink()
    with pytest.raises(ProgrammeError, match="Put back the file as received"):
        source(leicester, "Indicators", row)


def test_the_command_line_prints_the_file_and_the_cell(leicester: Programme) -> None:
    row = row_of(leicester, "Indicators", Code="NI154")
    shown = succeeded(laa_xl("source", leicester.root, "--sheet", "Indicators", "--row", str(row))).stdout.splitlines()
    assert "Indicators, " in shown[0]
    assert Path(shown[1]).is_file()
    assert laa_xl("source", leicester.root, "--sheet", "Reward", "--row", "9").exit_code == 2
    assert laa_xl("source", leicester.root, "--sheet", "Indicators", "--row", "0").exit_code == 2
