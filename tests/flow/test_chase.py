"""The chase list: who owes what, how late, what was sent back, and whom to ask."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.domain.periods import Period
from laa_xl.flow.answers import Answer, Asked
from laa_xl.flow.chasing import chase, chased_period
from laa_xl.flow.desk import answer
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.pipeline import consolidate, make_templates
from laa_xl.flow.programme import Programme
from tests.support.cli import laa_xl, succeeded
from tests.support.copies import copy_of
from tests.support.programmes import edited, fill_row, filled, find, new_return, put

Q2, Q3 = Period(2008, 2), Period(2008, 3)
DUE = date(2009, 1, 24)  # 24 days after 31 December 2008
BEFORE, AFTER = datetime(2009, 1, 20, 9), datetime(2009, 1, 27, 9)


def _waiting(folder: Path) -> None:
    leicester = filled("leicester-2008", folder)
    make_templates(leicester, Q3, ["CYP", "HCOP", "SSC", "EDE"], datetime(2009, 1, 2))
    good = put(leicester, "economy.xlsx", new_return(leicester, "EDE", Q3))
    bad = put(leicester, "police.xlsx", new_return(leicester, "SSC", Q3, {"NI193": {"actual": "about 50"}}))
    consolidate(leicester, [good, bad], None, BEFORE)


@pytest.fixture
def waiting(tmp_path: Path) -> Programme:
    """Q3 is out to all four themes: EDE has sent it, SSC one that was sent back, the others nothing."""
    return Programme(copy_of(_waiting, tmp_path / "p") / "leicester-2008")


def states(programme: Programme, now: datetime, period: Period | None = None) -> dict[str, tuple[Any, ...]]:
    found = chase(programme, period, now)
    return {row["theme"]: (row["state"], row["days_late"], row["must_fix"]) for row in found.rows}


def press(programme: Programme, now: datetime) -> Answer:
    return answer(programme, Asked("chase", now))


def test_who_owes_what_and_how_late_is_counted_from_the_day_it_was_due(waiting: Programme) -> None:
    assert states(waiting, BEFORE) == {
        "CYP": ("not due yet", None, None),
        "HCOP": ("not due yet", None, None),
        "SSC": ("sent back to be fixed", None, 1),
    }
    late = (AFTER.date() - DUE).days
    assert late == 3
    assert states(waiting, AFTER) == {
        "CYP": ("missing", late, None),
        "HCOP": ("missing", late, None),
        "SSC": ("sent back to be fixed", late, 1),
    }


def test_more_time_that_officers_gave_counts_and_the_latest_stands_first(waiting: Programme) -> None:
    row = {
        "Period": "2008-Q3",
        "Theme": "CYP",
        "New deadline": date(2009, 1, 26),
        "Reason": "School holidays.",
        "Agreed by (post)": "Officer",
        "On": date(2009, 1, 5),
    }
    edited(waiting, lambda book: fill_row(book["Extensions"], "Theme", row))
    found = states(waiting, AFTER)
    assert found["CYP"] == ("missing", 1, None)
    assert list(found)[-1] == "CYP"


def test_a_correction_that_was_sent_back_is_chased_although_a_return_counts(leicester: Programme) -> None:
    bad = put(leicester, "police.xlsx", new_return(leicester, "SSC", Q2, {"NI193": {"actual": "about 50"}}))
    consolidate(leicester, [bad], None, BEFORE)
    (row,) = chase(leicester, Q2, AFTER).rows
    assert row["state"] == "correction sent back; the earlier return counts"
    assert (row["days_late"], row["must_fix"], row["file"]) == (None, 1, "police.xlsx")
    good = put(leicester, "again.xlsx", new_return(leicester, "SSC", Q2, {"NI193": {"actual": 50.0}}))
    consolidate(leicester, [good], None, AFTER)
    assert chase(leicester, Q2, AFTER).rows == ()


def test_whom_to_ask_comes_from_the_contacts_and_without_one_from_the_theme(waiting: Programme) -> None:
    def no_contacts(book: Any) -> None:
        sheet = book["Agreement contacts"]
        theme, post = find(sheet, "Theme").column, find(sheet, "Post").row
        for row in range(sheet.max_row, post, -1):
            if sheet.cell(row, theme).value == "HCOP":
                sheet.delete_rows(row)

    edited(waiting, no_contacts)
    rows = {row["theme"]: row for row in chase(waiting, None, AFTER).rows}
    cyp = rows["CYP"]
    assert cyp["post"] == "Performance contact, Children and Young People"
    assert cyp["email"] == "cyp.returns@leicester.example"
    assert cyp["lead_email"] == "cyp.lead@leicester.example"
    lead = waiting.load().agreement.theme("HCOP").lead_post
    assert (rows["HCOP"]["post"], rows["HCOP"]["email"]) == (lead, None)


def test_the_list_is_written_as_workbook_and_csv(waiting: Programme) -> None:
    found = chase(waiting, None, AFTER)
    assert [path.name for path in found.written] == ["chase-list-2009-01-27.xlsx", "chase-list-2009-01-27.csv"]
    assert {path.parent for path in found.written} == {waiting.folder("reports", "2008-Q3")}
    rows = list(csv.DictReader(io.StringIO(found.written[1].read_text(encoding="utf-8-sig"))))
    assert [(row["Theme"], row["Days late"], row["To fix"]) for row in rows] == [
        ("CYP", "3", ""),
        ("HCOP", "3", ""),
        ("SSC", "3", "1"),
    ]
    assert rows[0]["Due"] == DUE.isoformat()
    sheet = openpyxl.load_workbook(found.written[0])["Chase list"]
    head = find(sheet, "Days late")
    assert [sheet.cell(head.row + n, head.column).value for n in (1, 2, 3)] == [3, 3, 3]


def test_a_file_name_that_looks_like_a_formula_stays_text(leicester: Programme) -> None:
    name = '=HYPERLINK("https://evil.example","x").xlsx'
    data = new_return(leicester, "SSC", Q2, {"NI193": {"actual": "about 50"}})
    bad = leicester.root / "elsewhere.xlsx"
    bad.write_bytes(data)
    consolidate(leicester, [bad], None, BEFORE)
    register = leicester.load_register()
    last = register.receipts[-1].model_copy(update={"file": name})
    leicester.save_register(register.model_copy(update={"receipts": (*register.receipts[:-1], last)}))
    found = chase(leicester, Q2, AFTER)
    row = next(csv.DictReader(io.StringIO(found.written[1].read_text(encoding="utf-8-sig"))))
    assert row["Rejected file"] == f"'{name}"
    sheet = openpyxl.load_workbook(found.written[0])["Chase list"]
    cell = sheet.cell(find(sheet, "Rejected file").row + 1, find(sheet, "Rejected file").column)
    assert (cell.data_type, cell.value) == ("s", name)


def test_the_quarter_is_the_newest_with_something_overdue_so_that_new_templates_hide_nothing(
    waiting: Programme,
) -> None:
    make_templates(waiting, Period(2008, 4), ["CYP"], AFTER)
    state = waiting.load()
    assert chased_period(state, AFTER) == Q3
    said = press(waiting, AFTER)
    assert "Quarter 3 of 2008-09" in said.text
    late = datetime(2010, 1, 1)
    assert chased_period(state, late) == Period(2008, 4)
    assert "Also to be chased: 3 returns of 2008-Q3" in press(waiting, late).text


def test_the_message_names_each_and_whom_to_ask(waiting: Programme) -> None:
    said = press(waiting, AFTER)
    assert said.problem
    assert "3 returns to chase" in said.text
    assert "Safer and Stronger Communities: sent back to be fixed, 3 days late, 1 to fix." in said.text
    assert "Performance contact, Children and Young People" in said.text
    assert "reports/2008-Q3/chase-list-2009-01-27.xlsx" in said.text
    assert "@" not in said.text


def test_where_nobody_owes_anything_nothing_is_written(leicester: Programme) -> None:
    said = press(leicester, AFTER)
    assert "Nobody owes a return" in said.text
    assert not said.problem
    assert said.written == ()
    assert list(leicester.folder("reports", "2008-Q2").glob("chase*")) == []


def test_before_any_template_went_out_there_is_nobody_to_chase(leicester: Programme) -> None:
    leicester.save_register(type(leicester.load_register())())
    with pytest.raises(ProgrammeError, match="No templates have gone out"):
        press(leicester, AFTER)


def test_the_command_line_prints_the_list_as_a_table_and_as_json(waiting: Programme) -> None:
    now = AFTER.isoformat()
    shown = succeeded(laa_xl("chase", waiting.root, now=now)).stdout
    for words in ("Quarter 3 of 2008-09", "missing", "24/01/2009", "chase-list-2009-01-27.csv"):
        assert words in shown, words
    said = json.loads(succeeded(laa_xl("chase", waiting.root, "--period", "2008-Q3", "--json", now=now)).stdout)
    assert said["period"] == "2008-Q3"
    assert {row["theme"]: row["deadline"] for row in said["returns"]}["CYP"] == DUE.isoformat()
    assert all(Path(path).is_file() for path in said["written"])
    assert laa_xl("chase", waiting.root, "--period", "2031-Q1").exit_code == 2


def test_the_lock_of_another_run_does_not_keep_the_question_back(waiting: Programme) -> None:
    with waiting.locked():
        assert press(dataclasses.replace(waiting, lock_seconds=0.1), AFTER).written
