"""Past quarters from spreadsheets as people have them: every entry is taken, or told with its cell and the reason."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from laa_xl.declare.import_headings import ImportMap
from laa_xl.domain.imports import Became, tally
from laa_xl.domain.periods import Period
from laa_xl.domain.register import Register
from laa_xl.files.grid import read_grids, spreadsheet_bytes
from laa_xl.files.owners import excel_mark
from laa_xl.files.refused import UnusableText
from laa_xl.files.store import sha256_of
from laa_xl.files.tabulated import NotATable, columns_of
from laa_xl.flow.programme import Programme
from laa_xl.stages.importing import Asked, lines_of
from tests.flow.test_programme import records
from tests.support.cli import laa_xl, succeeded
from tests.support.living import FINE, NOW, accept, carried_by, new_programme, template

LONG = """\
Code,Period,Actual,Data status,Target,Comment
NI021,2007-Q3,54.5,Final,55,From the survey
NI 16,Q4 2007/08,9.1,provisional,,
NI154,December 2007,310,,,
"""


def saved(folder: Path, text: str, name: str = "past.csv") -> Path:
    path = folder.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def outcome(folder: Path, *words: str | Path, code: int = 0) -> dict[str, Any]:
    result = laa_xl("import", folder, *words, "--json", now=NOW)
    assert result.exit_code == code, result.stdout + result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def became(found: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    """By place: what became of the entry, and its figure or the reason."""
    return {
        line["place"]: (line["became"], line["actual"] if line["became"] == "taken" else line["why"])
        for line in found["lines"]
    }


def everything(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".laa-xl.lock")
    return {str(path.relative_to(folder)): sha256_of(path.read_bytes()) for path in files}


def wide(path: Path, change: Callable[[Any, Any], None] = lambda book, sheet: None) -> Path:
    """A county's own sheet: a merged title, the year merged over its quarters, section lines, formulas, errors."""
    book = xlsxwriter.Workbook(str(path))
    sheet, percent = book.add_worksheet("Past"), book.add_format({"num_format": "0.0%"})
    sheet.merge_range("A1:H1", "Southshire: performance in 2007/08", book.add_format())
    sheet.merge_range("A3:A4", "Ref", book.add_format())
    sheet.merge_range("B3:B4", "Indicator", book.add_format())
    sheet.merge_range("C3:F3", "2007/08", book.add_format())
    sheet.write_row("C4", ["Q1", "Q2", "Q3", "Q4", "Q1 2008/09", "Owner"])
    sheet.write("A5", "Safer Places")
    sheet.write_row("A6", ["NI 21", "Feel safe"])
    sheet.write_row("C6", [0.5, 0.515], percent)
    sheet.write_formula("E6", "=0.5+0.03", percent, 0.53)
    sheet.write("F6", "n/a")
    sheet.write("G6", 0.58, percent)
    sheet.write("H6", "Jo")
    sheet.write_row("A7", ["ni-016", "Burglaries", 9.5, "9,4", "9.3 per 1000"])
    sheet.write_formula("F7", "=1/0", None, "#DIV/0!")
    sheet.write("G7", 7.0)
    sheet.write_row("A8", ["NI154", "Homes", 90, "1,200"])
    sheet.write("E8", 0.4, percent)
    sheet.write_datetime("F8", date(2008, 3, 31), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write_row("A9", ["BV 1", "Another", 1])
    change(book, sheet)
    book.close()
    return path


def test_a_wide_sheet_is_read_by_its_headings_and_every_figure_is_taken_or_told_with_its_cell(folder: Path) -> None:
    found = outcome(folder, wide(folder.parent / "past.xlsx"), code=1)
    assert became(found) == {
        "Past, A5": ("ignored", "There is no figure."),
        "Past, C6": ("taken", 50.0),
        "Past, D6": ("taken", 51.5),
        "Past, E6": ("taken", 53.0),
        "Past, F6": ("ignored", '"n/a" says that there is no figure; it is not read as zero.'),
        "Past, G6": ("ignored", "The accepted return filled-southshire-2008-SAFE-2008-Q1.xlsx says the same."),
        "Past, C7": ("taken", 9.5),
        "Past, D7": ("not taken", '"9.4 or 94" is not certain to be a figure in the unit of NI016 (per 1000 homes).'),
        "Past, E7": (
            "not taken",
            '"9.3 per 1000" is not certain to be a figure in the unit of NI016 (per 1000 homes).',
        ),
        "Past, F7": ("not taken", "The cell shows the error #DIV/0!."),
        "Past, G7": (
            "not taken",
            "The accepted return filled-southshire-2008-SAFE-2008-Q1.xlsx says 8, which counts; here it is 7.",
        ),
        "Past, C8": ("taken", 90.0),
        "Past, D8": ("taken", 1200.0),
        "Past, E8": ("not taken", "The cell is formatted as a percentage, but NI154 is not one (homes)."),
        "Past, F8": ("not taken", '"31/03/2008" is not a figure.'),
        "Past, C9": (
            "not taken",
            'The agreement has no indicator "BV 1". If it has another code there, say so in a mapping file.',
        ),
    }
    periods = {line["place"]: line["period"] for line in found["lines"] if line["became"] == "taken"}
    assert periods["Past, C6"] == "2007-Q1"
    assert periods["Past, D8"] == "2007-Q2"
    assert (found["read"], found["taken"], found["not_taken"], found["ignored"]) == (16, 6, 7, 3)
    assert found["columns_not_read"] == ['"Owner" (Past, H4)']


def test_a_long_csv_is_read_by_its_headings_with_all_that_stands_beside_a_figure(folder: Path) -> None:
    found = outcome(folder, saved(folder, LONG))
    assert [(line["indicator"], line["period"], line["actual"]) for line in found["lines"]] == [
        ("NI021", "2007-Q3", 54.5),
        ("NI016", "2007-Q4", 9.1),
        ("NI154", "2007-Q3", 310.0),
    ]
    rows = {row["Code"]: row for row in records(folder / "master.xlsm", "Imported")}
    row = rows["NI021"]
    assert (row["Period"], row["Theme"], row["Actual"], row["Data status"]) == ("2007-Q3", "SAFE", 54.5, "Final")
    assert (row["Target, as imported"], row["Comment"], row["Does it count?"]) == (55, "From the survey", "Yes")
    assert (row["File"], row["Cell"], row["Imported by"]) == ("past.csv", "C2", "County team")
    assert row["File's fingerprint"] == sha256_of((folder.parent / "past.csv").read_bytes())
    assert rows["NI016"]["Data status"] == "Provisional"


def test_imported_figures_are_compared_with_and_shown_in_the_templates_history_marked_as_imported(folder: Path) -> None:
    before = {(r["Period"], r["Code"]): r for r in records(folder / "master.xlsm", "Indicators")}["2008-Q1", "NI016"]
    assert before["Compared with"] == "Improved: 8 against 9 (baseline) is 11.1% better (up to 2% is steady)."
    outcome(folder, saved(folder, "Code,Period,Actual\nNI016,2007-Q4,7\nNI016,2007-Q3,7.5\n"))
    after = {(r["Period"], r["Code"]): r for r in records(folder / "master.xlsm", "Indicators")}["2008-Q1", "NI016"]
    # Lower is better: 8 against the 7 of the quarter before is 1/7 worse.
    assert after["Direction of travel"] == "worsened"
    assert (
        after["Compared with"]
        == "Worsened: 8 against 7 (previous period, imported) is 14.3% worse (up to 2% is steady)."
    )
    path = template(folder, "2008-Q2", "SAFE")
    spec = carried_by(path)
    assert [(past.period, past.actual, past.imported) for past in spec.past if past.indicator == "NI016"] == [
        ("2007-Q3", 7.5, True),
        ("2007-Q4", 7.0, True),
        ("2008-Q1", 8.0, None),
    ]
    sheet = openpyxl.load_workbook(path, data_only=True)["History"]
    cells = [[cell.value for cell in line] for line in sheet.iter_rows(max_col=5)]
    assert ["Quarter", "Actual", "Target of the quarter", "Target year end", "Where from"] in cells
    # The sheet opens on the first indicator that has something to draw, which no import touched.
    shown = {line[0]: line[4] for line in cells if line[0]}
    assert shown["April to June 2008"] in (None, "")
    hidden = openpyxl.load_workbook(path, data_only=True)
    data = next(tab for tab in hidden if tab.sheet_state == "veryHidden" and tab["A1"].value == "code")
    head = [cell.value for cell in data[1]]
    row = next(line for line in data.iter_rows(values_only=True) if line[0] == "NI016")
    assert row[head.index("origin 2007-Q4")] == "imported"
    assert row[head.index("origin 2008-Q1")] in (None, "")


def test_a_template_without_imported_figures_says_nothing_of_them(folder: Path) -> None:
    sheet = openpyxl.load_workbook(template(folder, "2008-Q2", "SAFE"))["History"]
    said = " ".join(str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value)
    assert "mported" not in said
    assert "Where from" not in said


def test_the_same_file_asked_for_again_changes_nothing(folder: Path) -> None:
    path = saved(folder, LONG)
    outcome(folder, path)
    before = everything(folder)
    assert outcome(folder, path)["became"] == "unchanged"
    assert everything(folder) == before


def test_a_copy_of_the_file_under_another_name_and_in_another_order_takes_nothing_twice(folder: Path) -> None:
    outcome(folder, saved(folder, LONG))
    head, *lines = LONG.splitlines()
    found = outcome(folder, saved(folder, "\n".join([head, *reversed(lines)]), "again.csv"))
    assert found["became"] == "nothing taken"
    assert {line["why"] for line in found["lines"]} == {"It was imported from past.csv already."}
    assert len(Programme(folder).load_register().imports) == 1


def test_a_later_import_of_another_figure_counts_and_the_earlier_one_stays_in_sight(folder: Path) -> None:
    outcome(folder, saved(folder, "Code,Period,Actual\nNI016,2007-Q4,7\n"))
    found = outcome(folder, saved(folder, "Code,Period,Actual\nNI016,2007-Q4,7.2\n", "revised.csv"))
    assert found["lines"][0]["why"] == "It counts instead of 7, imported from past.csv."
    rows = records(folder / "master.xlsm", "Imported")
    assert [(row["Actual"], row["Does it count?"]) for row in rows] == [
        (7, "No: imported again from revised.csv."),
        (7.2, "Yes"),
    ]
    assert Programme(folder).load().imported["NI016", Period(2007, 4)].figure.actual == 7.2


def test_a_return_accepted_later_counts_instead_of_the_imported_figure_and_both_are_told(folder: Path) -> None:
    outcome(folder, saved(folder, "Code,Period,Actual\nNI154,2008-Q2,210\n"))
    path = accept(folder, "2008-Q2", "JOBS", {"NI154": {"actual": 200, **FINE}})
    result = laa_xl("consolidate", folder, now=NOW)
    told = f"NI154 for 2008-Q2 is 210 in past.csv (imported), and 200 in the accepted return {path.name}, which counts."
    assert told in result.stderr
    (row,) = records(folder / "master.xlsm", "Imported")
    assert row["Does it count?"] == "No: the accepted return says 200, which counts."
    spec = carried_by(template(folder, "2008-Q3", "JOBS"))
    assert [(past.actual, past.imported) for past in spec.past if past.indicator == "NI154"] == [(200, None)]


def test_an_import_is_withdrawn_with_a_reason_and_nothing_that_was_kept_goes(folder: Path) -> None:
    outcome(folder, saved(folder, LONG))
    kept = sorted(path.name for path in (folder / "imported").rglob("*") if path.is_file())
    said = succeeded(
        laa_xl("import", folder, "--withdraw", "past.csv", "--because", "The wrong county", now=NOW)
    ).stdout
    assert "Withdrawn on 01/08/2009 by County team: The wrong county" in said
    assert sorted(path.name for path in (folder / "imported").rglob("*") if path.is_file()) == kept
    assert Programme(folder).load().imported == {}
    counts = {row["Does it count?"] for row in records(folder / "master.xlsm", "Imported")}
    assert counts == {"No: withdrawn on 1 August 2009 by County team. The wrong county"}
    assert not carried_by(template(folder, "2008-Q2", "SAFE")).has_imported
    again = laa_xl("import", folder, "--withdraw", "1", "--because", "Again", now=NOW)
    assert (again.exit_code, "withdrawn already" in again.stderr) == (2, True)
    # What was withdrawn may be imported anew.
    assert outcome(folder, folder.parent / "past.csv")["became"] == "imported"
    listed = succeeded(laa_xl("import", folder, now=NOW)).stdout
    assert listed.count("past.csv") == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--withdraw", "past.csv"), "Say why"),
        (("--withdraw", "other.csv", "--because", "x"), "is not among the imports"),
    ],
)
def test_a_withdrawal_needs_its_reason_and_a_known_import(folder: Path, words: tuple[str, ...], said: str) -> None:
    outcome(folder, saved(folder, LONG))
    before = everything(folder)
    result = laa_xl("import", folder, *words, now=NOW)
    assert result.exit_code == 2
    assert said in result.stderr
    assert everything(folder) == before


def test_where_the_master_is_open_nothing_is_imported_or_withdrawn(folder: Path) -> None:
    path = saved(folder, LONG)
    mark = excel_mark(folder / "master.xlsm")
    mark.write_bytes(b"\x09Ann Other".ljust(165, b" "))
    before = everything(folder)
    refused = laa_xl("import", folder, path, now=NOW)
    assert (refused.exit_code, "is open: Ann Other" in refused.stderr) == (2, True)
    assert everything(folder) == before
    mark.unlink()
    outcome(folder, path)
    mark.write_bytes(b"\x09Ann Other".ljust(165, b" "))
    before = everything(folder)
    assert laa_xl("import", folder, "--withdraw", "1", "--because", "Wrong", now=NOW).exit_code == 2
    assert everything(folder) == before


def test_a_dry_run_says_the_same_and_changes_nothing(folder: Path) -> None:
    path, before = saved(folder, LONG), everything(folder)
    tried = outcome(folder, path, "--dry-run")
    assert (tried["became"], tried["taken"], tried["kept"]) == ("dry run", 3, None)
    assert everything(folder) == before
    assert outcome(folder, path)["lines"] == tried["lines"]


def test_the_file_is_kept_as_received_with_a_report_that_accounts_for_every_entry(
    folder: Path, ooxml_errors: Callable[[Path], list[str]]
) -> None:
    path = wide(folder.parent / "=cmd.xlsx", lambda book, sheet: sheet.write_row("A10", ["=1+1", "x"]) or None)
    found = outcome(folder, path, code=1)
    kept = Path(found["kept"])
    assert (kept / "received" / path.name).read_bytes() == path.read_bytes()
    rows = list(csv.DictReader(io.StringIO((kept / "import-report.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == found["read"]
    assert [row["Became"] for row in rows] == sorted(
        (row["Became"] for row in rows), key=["not taken", "ignored", "taken"].index
    )
    assert not any(value.startswith("=") for row in rows for value in row.values())
    report = kept / "import-report.xlsx"
    sheet = openpyxl.load_workbook(report)["Import"]
    assert sheet["A3"].value.startswith(f"Entries read: {found['read']} = {found['taken']} taken")
    assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)
    assert ooxml_errors(report) == []
    entry = Programme(folder).load_register().imports[0]
    assert entry.read == entry.taken + entry.not_taken + entry.ignored == found["read"]
    assert (entry.file, entry.sha256, entry.by) == (path.name, sha256_of(path.read_bytes()), "County team")


WRONG = {
    "a code that two lines contradict": (
        "Code,Period,Actual\nNI016,2007-Q3,9\nNI016,Dec 2007,9.5\n",
        {
            "C2": "NI016 for 2007-Q3 stands here as 9, and in C3 as 9.5. Keep one.",
            "C3": "NI016 for 2007-Q3 stands here as 9.5, and in C2 as 9. Keep one.",
        },
    ),
    "a quarter to come": (
        "Code,Period,Actual\nNI016,2009-Q2,9\n",
        {"C2": "Quarter 2 of 2009-10 (July to September 2009) has not ended yet."},
    ),
    "a calendar quarter or a financial one": (
        "Code,Period,Actual\nNI016,Q3 2007,9\n",
        {"C2": '"Q3 2007" is not certain: 2007 may be a calendar year or a financial year; write 2007-08, or 2007-Q3.'},
    ),
    "no quarter": (
        "Code,Period,Actual\nNI016,,9\n",
        {"C2": "There is no quarter: it names no quarter; write 2007-Q3, Q3 2007/08 or December 2007."},
    ),
    "no code": ("Code,Period,Actual\n,2007-Q3,9\n", {"C2": "There is no code in A2."}),
    "an impossible figure": (
        "Code,Period,Actual\nNI021,2007-Q3,540\n",
        {"C2": "540 is impossible: the figure has to be from 0 to 100 (% of residents)."},
    ),
    "a fraction for a percentage": (
        "Code,Period,Actual\nNI021,2007-Q3,0.54\n",
        {"C2": "0.54 may mean 54 %. Enter 54, or format the cell as a percentage."},
    ),
    "a data status that says there is no figure": (
        "Code,Period,Actual,Status\nNI016,2007-Q3,9,Not yet available\n",
        {"C2": 'There is a figure, but its data status is "Not yet available".'},
    ),
    "an unknown data status": (
        "Code,Period,Actual,Status\nNI016,2007-Q3,9,prov\n",
        {
            "C2": 'The data status "prov" is not known: Final, Provisional, Estimate, Proxy. Say in a mapping file which is meant.'
        },
    ),
    "a quarter and a year that contradict each other": (
        "Code,Year,Quarter,Actual\nNI016,2006/07,2007-Q3,9\n",
        {"D2": '"2007-Q3 2006/07" is not certain: the quarter is 2007-Q3, the year beside it is another.'},
    ),
    "a month that ends no quarter, in a heading": (
        "Code,November 2007,Dec 2007\nNI016,9,9.5\n",
        {"B2": '"November 2007" is not certain: no quarter ends with November.'},
    ),
}


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_by_its_cell(folder: Path, text: str, told: dict[str, str]) -> None:
    found = outcome(folder, saved(folder, text), "--dry-run", code=1)
    assert {line["place"]: line["why"] for line in found["lines"] if line["became"] == "not taken"} == told


RIGHT = {
    "year and quarter in two columns": "Code;Year;Quarter;Actual\nNI016;2007/08;Q3;9.5\n",
    "a financial year by its first year": "Code,Financial year,Quarter,Actual\nNI016,2007,3,9.5\n",
    "a quarter with its months": "Code,Period,Actual\nNI016,Quarter 3 of 2007-08 (October to December 2007),9.5\n",
    "a title above, and blank lines": "Our figures\n\n\nIndicator\tPeriod\tOutturn\n\nNI016\t31/12/2007\t9.5\n",
    "the heading again on the next page": "Ref,Dec 2007\nNI016,9.5\nRef,Dec 2007\n",
    "words beside the quarter": "Ref,Target Q3 2007/08,Q3 2007/08 actual\nNI016,9,9.5\n",
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_tables_as_people_have_them_are_understood(folder: Path, text: str) -> None:
    text = text.replace(",3,9.5", ",Q3,9.5")
    found = outcome(folder, saved(folder, text), "--dry-run")
    taken = [(line["indicator"], line["period"], line["actual"]) for line in found["lines"] if line["actual"]]
    assert taken == [("NI016", "2007-Q3", 9.5)]


def test_a_table_of_one_quarter_needs_to_be_told_which(folder: Path) -> None:
    path = saved(folder, "Code,Actual\nNI016,9.5\n")
    refused = laa_xl("import", folder, path, now=NOW)
    assert (refused.exit_code, "needs --period" in refused.stderr) == (2, True)
    found = outcome(folder, path, "--period", "2007-Q3")
    assert [(line["period"], line["actual"]) for line in found["lines"]] == [("2007-Q3", 9.5)]


def test_a_period_that_was_asked_for_leaves_the_others_out(folder: Path) -> None:
    found = outcome(folder, saved(folder, LONG), "--period", "2007-Q4")
    assert [(line["became"], line["why"]) for line in found["lines"]] == [
        ("ignored", "It is about 2007-Q3; only 2007-Q4 was asked for."),
        ("taken", ""),
        ("ignored", "It is about 2007-Q3; only 2007-Q4 was asked for."),
    ]


def test_a_mapping_file_says_what_other_words_mean(folder: Path) -> None:
    path = saved(folder, "Nr;Q3 2007;Stand;Extra;Code\nBV 126;9.5;prov;1;x\n")
    told = saved(
        folder,
        "what,written,means\ncolumn,Nr,indicator\ncolumn,Q3 2007,2007-Q3\ncolumn,Stand,2007-Q3 status\ncolumn,CODE,ignore\n"
        "code,bv  126,NI016\nstatus,prov,Provisional\n",
        "map.csv",
    )
    found = outcome(folder, path, "--map", told)
    assert [(line["indicator"], line["period"], line["actual"]) for line in found["lines"]] == [
        ("NI016", "2007-Q3", 9.5)
    ]
    assert found["columns_not_read"] == ['"Extra" (D1)']
    assert Programme(folder).load().imported["NI016", Period(2007, 3)].figure.status == "Provisional"
    assert (Path(found["kept"]) / "map.csv").read_bytes() == told.read_bytes()


UNUSABLE: dict[str, tuple[str, bytes, tuple[str, ...], str]] = {
    "no table": ("a.csv", b"Hello,there\n1,2\n", (), "no table of past figures was found"),
    "two columns of codes": ("a.csv", b"Code,Ref,Period,Actual\nNI016,1,2007-Q3,9\n", (), 'A1 ("Code") and B1 ("Ref")'),
    "two columns of one quarter": ("a.csv", b"Ref,Dec 2007,Q3 2007/08\nNI016,1,2\n", (), 'B1 ("Dec 2007") and C1'),
    "a sheet of a CSV": ("a.csv", LONG.encode(), ("--sheet", "Past"), "A CSV file has no sheets."),
    "not UTF-8": ("a.csv", "Code,Period,Actual\nNI016,2007-Q3,£9\n".encode("latin-1"), (), "CSV in UTF-8"),
    "an old Excel file": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, (), "Save it as .xlsx"),
    "a damaged workbook": ("a.xlsx", b"PK\x03\x04 no zip", (), "cannot be read"),
    "a quote that never ends": ("a.csv", b'Code,"Period\n', (), "cannot be read as a table"),
    "an empty file": ("a.csv", b"", (), "no table of past figures was found"),
    "another file altogether": ("a.pdf", b"%PDF-1.4\0\0", (), "neither an Excel workbook"),
}


@pytest.mark.parametrize(("name", "data", "words", "said"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_that_cannot_be_used_is_said_in_a_sentence_and_changes_nothing(
    folder: Path, name: str, data: bytes, words: tuple[str, ...], said: str
) -> None:
    path, good, before = folder.parent / name, saved(folder, LONG, "good.csv"), everything(folder)
    path.write_bytes(data)
    result = (
        laa_xl("import", folder, good, path, *words, now=NOW) if not words else laa_xl("import", folder, path, *words)
    )
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert everything(folder) == before


def test_a_missing_file_and_a_wrong_map_are_said(folder: Path) -> None:
    missing = laa_xl("import", folder, folder / "nothing.csv", now=NOW)
    assert (missing.exit_code, "There is no file" in missing.stderr) == (2, True)
    told = saved(
        folder, "what,written,means\ncode,X,NI999\ncolumn,Y,someday\nthing,Z,actual\ncolumn,,actual\n", "map.csv"
    )
    wrong = laa_xl("import", folder, saved(folder, LONG), "--map", told, now=NOW)
    assert wrong.exit_code == 2
    for part in (
        'line 2: the agreement has no indicator "NI999"',
        'line 3: "someday"',
        'line 4: "thing"',
        "line 5: say",
    ):
        assert part in wrong.stderr
    other = laa_xl("import", folder, saved(folder, LONG), "--map", saved(folder, "a,b\n1,2\n", "m.csv"), now=NOW)
    assert (other.exit_code, "needs the columns what, written, means" in other.stderr) == (2, True)


def test_past_figures_on_several_sheets_are_imported_one_by_one_and_hidden_ones_only_by_name(folder: Path) -> None:
    def more(book: Any, first: Any) -> None:
        for name in ("Other", "Secret"):
            sheet = book.add_worksheet(name)
            sheet.write_row("A1", ["Code", "Dec 2006"])
            sheet.write_row("A2", ["NI016", 9.9 if name == "Other" else 9.8])
        sheet.hide()

    path = wide(folder.parent / "past.xlsx", more)
    both = laa_xl("import", folder, path, now=NOW)
    assert (both.exit_code, 'more than one sheet: "Past", "Other"' in both.stderr) == (2, True)
    assert outcome(folder, path, "--sheet", "other")["lines"][0]["actual"] == 9.9
    assert outcome(folder, path, "--sheet", "Secret", "--dry-run")["lines"][0]["actual"] == 9.8
    unknown = laa_xl("import", folder, path, "--sheet", "None", now=NOW)
    assert 'Its sheets are: "Past", "Other", "Secret".' in unknown.stderr


def test_a_formula_that_nobody_calculated_is_no_figure(folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Code", "Dec 2007"])
    book.active.append(["NI016", "=1+1"])
    path = folder.parent / "made.xlsx"
    book.save(path)
    (line,) = outcome(folder, path, code=1)["lines"]
    assert line["why"] == "The cell has a formula without a result. Open the file in Excel, save it, and try again."


def test_a_heading_that_excel_has_turned_into_a_date_is_its_month(folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Code", date(2007, 12, 1), date(2008, 3, 31)])
    book.active.append(["NI016", 9.5, 9.4])
    path = folder.parent / "dates.xlsx"
    book.save(path)
    assert [line["period"] for line in outcome(folder, path)["lines"]] == ["2007-Q3", "2007-Q4"]


def test_an_indicator_that_has_ended_takes_no_figure_of_afterwards(tmp_path: Path) -> None:
    indicators = "code,outcome,title,measure,accumulation,polarity,last_period\nNI016,O1,Burglaries,rate,point in time,lower,2008-Q1\n"
    folder = new_programme(tmp_path, indicators=indicators, targets="indicator,year,quarter,target\nNI016,2008,,8\n")
    found = outcome(folder, saved(folder, "Code,2008-Q1,2008-Q2\nNI016,8,7\n"), code=1)
    assert became(found) == {"B2": ("taken", 8.0), "C2": ("not taken", "NI016 has ended with 2008-Q1.")}


def test_a_register_of_before_there_were_imports_is_read(folder: Path) -> None:
    data = json.loads((folder / "register.json").read_text())
    del data["imports"]
    (folder / "register.json").write_text(json.dumps(data))
    assert Programme(folder).load_register().imports == ()
    assert Register().imports == ()


def test_a_record_that_was_changed_stops_the_run_and_names_it(folder: Path) -> None:
    outcome(folder, saved(folder, LONG))
    record = next((folder / "imported").rglob("figures.json"))
    record.write_text(record.read_text().replace("54.5", "64.5"))
    result = laa_xl("consolidate", folder, now=NOW)
    assert result.exit_code == 2
    assert "figures.json was changed or lost" in result.stderr


def test_the_words_on_the_screen_group_one_cause_and_end_with_1_where_something_was_not_taken(folder: Path) -> None:
    text = "Code,2006-Q1,2006-Q2,2006-Q3,2006-Q4,2007-Q1,2007-Q2,2007-Q3\nXX1,1,2,3,4,5,6,7\nNI016,9,9,9,9,9,9,9\n"
    result = laa_xl("import", folder, saved(folder, text), now=NOW)
    assert result.exit_code == 1
    assert "14 entries read: 7 taken, 7 not taken, 0 ignored." in result.stdout
    assert 'Not taken · B2, C2, D2, E2, F2, G2 and 1 more: XX1: The agreement has no indicator "XX1".' in result.stdout


CELLS = st.sampled_from(
    [
        "",
        "",
        " ",
        "NI016",
        "NI 21",
        "Total",
        "9.5",
        "12%",
        "n/a",
        "abc",
        "2007-Q3",
        "Dec 2007",
        "#REF!",
        "1e400",
        "-",
        "Code",
    ]
)


def test_a_row_that_reads_like_a_heading_with_a_quarter_three_times_is_asked_about() -> None:
    (grid,) = read_grids("x.csv", b"Code,Dec 2007,2007-Q4,Owner\n2007-Q3,2007-Q3,2007-Q3,Code\n")
    with pytest.raises(NotATable, match=r"^3 columns may hold actual of 2007-Q3: A2"):
        columns_of(grid, ImportMap.empty(), None)


@settings(max_examples=150)
@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=8), st.booleans())
def test_no_entry_is_ever_lost_whatever_stands_below_the_headings(
    begun: Path, rows: list[list[str]], long: bool
) -> None:
    head = ["Code", "Period", "Actual", "Target"] if long else ["Code", "Dec 2007", "2007-Q4", "Owner"]
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    (grid,) = read_grids("x.csv", out.getvalue().encode())
    try:
        columns = columns_of(grid, ImportMap.empty(), None)
    except NotATable as told:  # a row with the words of a heading, twice: the whole file is asked about
        assert "Code" in [cell for row in rows for cell in row]
        assert "may hold" in str(told)
        return
    assert columns is not None
    agreement = AGREEMENT.setdefault("loaded", Programme(begun).load().agreement)
    lines = lines_of(grid, columns, Asked(agreement, ImportMap.empty(), None, date(2009, 1, 1)))
    # Counted anew: a row of the long form is one entry; in the wide form each quarter that holds something, else the row.
    held = [(number, row) for number, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    expected = [1 if long else max(1, sum(1 for cell in row[1:3] if cell.strip())) for _, row in held]
    assert len(lines) == sum(tally(lines).values()) == sum(expected)
    assert {line.row for line in lines} == {number for number, _ in held}
    for line in lines:
        assert (line.figure is not None) == (line.became is Became.TAKEN)
        assert line.why or line.became is Became.TAKEN


AGREEMENT: dict[str, Any] = {}


def test_a_file_that_is_too_large_is_refused_before_anything_of_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("laa_xl.files.grid.read_file", lambda path: pytest.fail(f"{path} was read"))
    large = tmp_path / "all.csv"
    with large.open("wb") as file:
        file.truncate(26 * 1024 * 1024)  # takes no room on the disk
    with pytest.raises(UnusableText, match=r"all\.csv is larger than 25 MB\. Import it in parts\."):
        spreadsheet_bytes(large)
