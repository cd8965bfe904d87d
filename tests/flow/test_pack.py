"""The pack for Government: what is in it, what never is, how ready it is, and that it is whole or not there."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.domain.inputs import REASON_ASKED
from laa_xl.domain.periods import Period
from laa_xl.files.pdf import MISSING, NoPdf
from laa_xl.files.store import StoreError, sha256_of
from laa_xl.flow import packing
from laa_xl.flow.answers import Answer, Asked
from laa_xl.flow.deciding import Why, let_in
from laa_xl.flow.desk import answer
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.packing import PackStopped
from laa_xl.flow.programme import Programme
from tests.support import ooxml
from tests.support.cli import laa_xl, succeeded
from tests.support.planted import pdf
from tests.support.programmes import NOW, PERIODS, demo_return, edited, fill_row, filled, find, new_return, prints, put

Q2 = Period(2008, 2)
IN_A_PACK = [
    "highlight-report-2008-Q2.xlsx",
    "highlight-report-2008-Q2.docx",
    "indicators-2008-Q2.xlsx",
    "indicators-2008-Q2.csv",
    "cover-note.txt",
    "contents.txt",
    "manifest.json",
]


def press(programme: Programme, name: str = "pack", now: datetime = NOW) -> Answer:
    return answer(programme, Asked(name, now))


def place(programme: Programme) -> Path:
    return programme.folder("reports", "2008-Q2", "pack")


def everything(folder: Path) -> str:
    """All that a pack says, with every part of its zips unpacked."""
    said = []
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        if path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                said += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        else:
            said.append(data.decode("utf-8-sig"))
    return "\n".join(said)


def mark(programme: Programme, code: str, heading: str, value: object = "Y") -> None:
    """Change one cell of the agreement's indicators."""

    def change(book: Any) -> None:
        sheet = book["Agreement indicators"]
        sheet.cell(find(sheet, code).row, find(sheet, heading).column).value = value

    edited(programme, change)


def county_entry(programme: Programme, text: str) -> None:
    row = {
        "Period": "2008-Q2",
        "Section of the highlight report": "6 Other key issues for Government",
        "Topic": "A point",
        "Text": text,
    }
    edited(programme, lambda book: fill_row(book["County entries"], "Topic", row))


def table(programme: Programme) -> list[dict[str, str]]:
    text = (place(programme) / "indicators-2008-Q2.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_pack_holds_report_table_letter_and_contents_and_the_contents_are_right(leicester: Programme) -> None:
    said = press(leicester)
    assert "7 files in reports/2008-Q2/pack" in said.text
    assert "36 indicators" in said.text
    names = {path.name for path in place(leicester).iterdir()}
    assert names == set(IN_A_PACK)
    manifest = json.loads((place(leicester) / "manifest.json").read_text(encoding="utf-8"))
    assert {file["name"] for file in manifest["files"]} == names - {"manifest.json"}
    contents = (place(leicester) / "contents.txt").read_text(encoding="utf-8")
    for file in manifest["files"]:
        data = (place(leicester) / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), sha256_of(data))
        assert file["name"] == "contents.txt" or file["sha256"] in contents
    assert (manifest["agreement"], manifest["period"], manifest["report"]) == ("leicester-2008", "2008-Q2", "Draft")
    assert manifest["rating_rule"] == {"mode": "outlook", "version": "1"}
    assert manifest["suppression"] == "No suppression of small counts was asked for."
    assert manifest["made_with"].startswith("laa-xl ")


def test_its_figures_are_the_masters_as_values_only(leicester: Programme) -> None:
    press(leicester)
    rows = {row["Code"]: row for row in table(leicester)}
    assert (rows["NI154"]["Actual"], rows["NI154"]["Target this period"]) == ("300", "1450")
    assert rows["NI065"]["Computed rating"] == "Amber"
    assert rows["NI065"]["Rating that counts"] == "Green"
    assert rows["NI001"]["Actual"] == ""
    book = openpyxl.load_workbook(place(leicester) / "indicators-2008-Q2.xlsx")
    (sheet,) = book.worksheets
    head = find(sheet, "Code")
    shown = {
        sheet.cell(row, head.column).value: sheet.cell(row, find(sheet, "Actual").column).value
        for row in range(head.row + 1, sheet.max_row + 1)
    }
    assert {code: "" if value is None else f"{value:g}" for code, value in shown.items()} == {
        code: row["Actual"] and f"{float(row['Actual']):g}" for code, row in rows.items()
    }
    assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)


def test_neither_contacts_nor_notes_nor_files_nor_local_matters_are_in_it(leicester: Programme) -> None:
    mark(leicester, "NI193", "Local only")
    mark(leicester, "NI154", "Note", "Ask the housing team before quoting this.")
    note = {
        "Period": "2008-Q2",
        "What is rated": "Indicator",
        "Code": "NI125",
        "Rating": "Green",
        "Reason": "Seasonal.",
    }
    row = {**note, "By (post)": "Officer", "On": date(2008, 10, 30), "Note": "Agreed on the telephone with the lead."}
    edited(leicester, lambda book: fill_row(book["Overrides"], "Code", row))
    said = press(leicester)
    assert "35 indicators" in said.text
    words = everything(place(leicester))
    for secret in (
        "NI193",
        "NI 193",
        "landfill",
        "cyp.lead@leicester.example",
        "housing team",
        "on the telephone",
        "leicester-2008-SSC-2008-Q2.xlsx",
        "accepted/",
        "Highlight report.xlsx",
    ):
        assert secret not in words, secret
    assert not re.search(r"[\w.]+@\w", words)
    assert "NI154" in words  # the search would find what is there
    assert "Seasonal." in words


def test_small_counts_are_not_shown_where_the_indicator_asks_for_it(leicester: Programme) -> None:
    mark(leicester, "NI154", "Suppress small counts")
    put(leicester, "economy.xlsx", new_return(leicester, "EDE", Q2, {"NI154": {"actual": 3, "forecast": 4}}))
    press(leicester, "consolidate")
    press(leicester)
    (row,) = [row for row in table(leicester) if row["Code"] == "NI154"]
    assert row["Actual"] == "fewer than 5"
    assert {row[name] for name in ("Numerator", "Year-end forecast", "Variance", "Variance %", "Why this rating")} == {
        ""
    }
    manifest = json.loads((place(leicester) / "manifest.json").read_text(encoding="utf-8"))
    assert "1 figure" in manifest["suppression"]
    assert not re.search(r"(?<![\d.,])3 against|year-end forecast 4\b", everything(place(leicester)))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Write to j.smith@county.example for more.", "an e-mail address"),
        ("See leicester-2008-SSC-2008-Q2.xlsx for more.", "kept for the county"),
        ("The percentage of municipal waste landfilled is worse.", "local only"),
    ],
)
def test_words_that_tell_what_must_not_leave_stop_the_pack_and_are_named_with_their_place(
    text: str, what: str, leicester: Programme
) -> None:
    title = next(i.title for i in leicester.load().agreement.indicators if i.code == "NI193")
    text = text.replace("The percentage of municipal waste landfilled", title)
    mark(leicester, "NI193", "Local only")
    county_entry(leicester, text)
    before = prints(leicester.root, "journal")
    with pytest.raises(PackStopped) as stopped:
        press(leicester)
    assert prints(leicester.root, "journal") == before
    assert {leak.file for leak in stopped.value.leaks} == {
        "highlight-report-2008-Q2.xlsx",
        "highlight-report-2008-Q2.docx",
    }
    for leak in stopped.value.leaks:
        assert what in leak.what
        assert leak.place.startswith(("Highlight report, A", "paragraph ")), leak.place
        assert leak.sentence in stopped.value.message


def test_a_rating_that_was_changed_in_the_report_stops_the_pack_until_its_reason_is_there(leicester: Programme) -> None:
    def amber(book: Any) -> None:
        sheet = book["Highlight report"]
        row = find(sheet, "1/SSC/rating").row
        sheet.cell(row, 2).value = "Amber" if sheet.cell(row, 2).value != "Amber" else "Red"

    def reason(book: Any) -> None:
        sheet = book["Overrides"]
        cell = next(cell for line in sheet.iter_rows() for cell in line if str(cell.value).startswith(REASON_ASKED))
        cell.value = "The Board took another view."

    edited(leicester, amber)
    before = prints(leicester.root)
    result = laa_xl("pack", leicester.root, "--period", "2008-Q2")
    assert (result.exit_code, prints(leicester.root)) == (2, before)
    assert "Overrides: give the reason for " in result.stderr
    assert (
        "(Block SSC, 2008-Q2), which was entered in the report. Then make the pack; nothing was changed."
        in result.stderr
    )
    succeeded(laa_xl("consolidate", leicester.root))  # it becomes an override, whose reason is asked for
    assert laa_xl("pack", leicester.root, "--period", "2008-Q2").exit_code == 2
    edited(leicester, reason)
    succeeded(laa_xl("pack", leicester.root, "--period", "2008-Q2"))


def test_a_stopped_pack_leaves_the_one_before_and_ends_with_1(leicester: Programme) -> None:
    succeeded(laa_xl("pack", leicester.root, "--period", "2008-Q2"))
    before = prints(place(leicester))
    county_entry(leicester, "Ring 0116 496 0123.")
    result = laa_xl("pack", leicester.root, "--period", "2008-Q2")
    assert result.exit_code == 1
    assert "highlight-report-2008-Q2.docx, paragraph" in result.stdout
    assert prints(place(leicester)) == before


def test_a_pack_is_made_fresh_each_time(leicester: Programme) -> None:
    press(leicester)
    press(leicester, "freeze")
    said = press(leicester)
    assert "the report (Issue 1, 27 October 2008)" in said.text
    names = sorted(path.name for path in place(leicester).iterdir())
    assert "highlight-report-2008-Q2.xlsx" not in names
    assert "highlight-report-2008-Q2-issue-1.docx" in names
    issued = leicester.folder("reports", "2008-Q2", "issued") / "highlight-report-2008-Q2-issue-1.docx"
    assert (place(leicester) / issued.name).read_bytes() == issued.read_bytes()
    assert [path.name for path in place(leicester).parent.iterdir() if path.name.startswith(".")] == []


def test_an_issue_that_says_other_things_than_the_figures_is_not_packed(leicester: Programme) -> None:
    press(leicester, "freeze")
    put(leicester, "police.xlsx", new_return(leicester, "SSC", Q2, {"NI193": {"actual": 50.0}}))
    press(leicester, "consolidate")
    let_in(leicester, "police.xlsx", Why("Performance officer", "The police counted anew", NOW))
    said = press(leicester)
    assert "it says other things than issue 1" in said.text
    assert (place(leicester) / "highlight-report-2008-Q2.docx").is_file()


def test_an_issue_that_was_changed_is_not_packed(leicester: Programme) -> None:
    workbook = press(leicester, "freeze").written[0]
    workbook.chmod(0o644)
    workbook.write_bytes(b"changed")
    with pytest.raises(ProgrammeError, match="changed or gone"):
        press(leicester)
    assert not place(leicester).exists()


def test_how_ready_it_is_stands_in_the_answer_and_in_the_cover_note(tmp_path: Path) -> None:
    programme = filled("leicester-2008", tmp_path)
    put(programme, "health.xlsx", new_return(programme, "HCOP", Q2, {"NI040": {"confirm": None}}))
    register = programme.load_register()
    programme.save_register(
        register.model_copy(update={"receipts": tuple(r for r in register.receipts if r.theme != "EDE")})
    )
    press(programme, "consolidate")
    said = press(programme)
    assert said.problem
    note = (place(programme) / "cover-note.txt").read_text(encoding="utf-8")
    for words in (
        "The report is a draft: it has not been issued.",
        "1 return not accepted: Economic Development and Enterprise.",
        "The direction of travel has not been decided.",
        "not yet confirmed by the partner",
    ):
        assert words in said.text, words
        assert words in note, words
    assert "Government Office for the East Midlands" in note
    assert "Quarter 2 of 2008-09 (July to September 2008)" in note


def test_a_red_without_a_cause_is_named_unless_it_is_local_only(leicester: Programme) -> None:
    def strict(book: Any) -> None:
        sheet = book["Agreement targets"]
        for code in ("NI020", "NI193"):
            sheet.cell(find(sheet, code).row, find(sheet, "Target").column).value = 0.1
        row = {"Period": "2008-Q2", "What is rated": "Indicator", "Rating": "Red", "Reason": "Seen worse."}
        for code in ("NI020", "NI193"):
            fill_row(book["Overrides"], "Code", {**row, "Code": code, "By (post)": "Officer", "On": date(2008, 10, 30)})

    edited(leicester, strict)
    mark(leicester, "NI193", "Local only")
    said = press(leicester).text
    assert "Red without a cause: NI 20." in said
    assert "193" not in said


def test_a_dry_run_says_what_would_go_and_writes_nothing(leicester: Programme) -> None:
    before = prints(leicester.root)
    result = laa_xl("pack", leicester.root, "--dry-run")
    assert result.exit_code == 0
    told = result.stdout.splitlines()
    assert [line.split(":")[0] for line in told] == IN_A_PACK
    assert all(line.endswith(" bytes") for line in told)
    assert "nothing was written" in result.stderr
    assert "Please note: The report is a draft" in result.stderr
    assert prints(leicester.root) == before


def test_who_has_not_agreed_to_the_report_yet_is_named_with_the_blocks_that_are_left(leicester: Programme) -> None:
    agreed = ("report", "approve", leicester.root, "--period", "2008-Q2", "--step")
    for step in (("Block lead", "--block", "SSC"), ("Board",)):
        succeeded(laa_xl(*agreed, *step))
    said = press(leicester).text
    assert "Nobody has approved the report as Block lead (CYP, HCOP, EDE) and Senior Officers Group." in said


def test_why_it_goes_although_something_is_open_stands_in_the_cover_note(leicester: Programme) -> None:
    reason = "The Board meets on 3 November; the final report follows"
    succeeded(laa_xl("pack", leicester.root, "--because", reason))
    note = (place(leicester) / "cover-note.txt").read_text(encoding="utf-8")
    assert f"- It is sent all the same: {reason}." in note.splitlines()
    manifest = json.loads((place(leicester) / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["sent_because"] == f"{reason}."
    succeeded(laa_xl("pack", leicester.root))
    note = (place(leicester) / "cover-note.txt").read_text(encoding="utf-8")
    assert "- It is sent all the same; no reason was given." in note.splitlines()


def test_the_report_is_in_it_as_pdf_where_the_agreement_or_somebody_asks_for_it(
    leicester: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bytes] = []
    monkeypatch.setattr(packing, "pdf_of", lambda docx: made.append(docx) or pdf()(b"", ""))
    succeeded(laa_xl("pack", leicester.root, "--pdf"))
    name = "highlight-report-2008-Q2.pdf"
    assert made == [(place(leicester) / name).with_suffix(".docx").read_bytes()]
    manifest = json.loads((place(leicester) / "manifest.json").read_text(encoding="utf-8"))
    assert name in {file["name"] for file in manifest["files"]}
    assert f"- {name}: " in (place(leicester) / "cover-note.txt").read_text(encoding="utf-8")

    succeeded(laa_xl("pack", leicester.root))
    assert not (place(leicester) / name).exists()

    def asked(book: Any) -> None:
        sheet = book["Settings"]
        find(sheet, "Pack: the report as PDF too").offset(0, 1).value = "yes"

    edited(leicester, asked)
    assert "8 files" in press(leicester).text
    monkeypatch.setattr(packing, "pdf_of", _no_office)
    said = press(leicester).text
    assert "7 files" in said
    assert "The report is not in the pack as PDF. A PDF is made by LibreOffice" in said


def _no_office(_: bytes) -> bytes:
    raise NoPdf(MISSING)


@pytest.mark.parametrize("how", ["stranger", "changed", "other"])
def test_a_folder_in_which_somebody_has_worked_is_left_alone(how: str, leicester: Programme, tmp_path: Path) -> None:
    out = tmp_path / "out"
    succeeded(laa_xl("pack", leicester.root, "--out", out))
    if how == "stranger":
        (out / "my letter.txt").write_text("mine")
    elif how == "changed":
        (out / "cover-note.txt").write_text("mine")
    else:
        (out / "manifest.json").unlink()
    before = prints(out)
    kept = laa_xl("pack", leicester.root, "--out", leicester.folder("accepted") / "out")
    assert kept.exit_code == 2
    assert "keeps for itself" in kept.stderr
    result = laa_xl("pack", leicester.root, "--out", out)
    assert result.exit_code == 2
    assert {"stranger": "my letter.txt is not part", "changed": "cover-note.txt was changed", "other": "no pack"}[
        how
    ] in result.stderr
    assert prints(out) == before


def test_a_pack_that_cannot_be_put_in_place_leaves_the_old_one_whole(
    leicester: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(leicester)
    before = prints(leicester.root)
    monkeypatch.setattr(packing, "put_folder", _fails)
    with pytest.raises(ProgrammeError, match="no room"):
        press(leicester)
    assert prints(leicester.root) == before


def _fails(*_: object) -> None:
    raise StoreError("There is no room.")


@pytest.mark.parametrize("name", sorted(PERIODS))
def test_every_workbook_and_document_made_at_the_desk_is_valid_for_every_office(
    name: str, tmp_path: Path, ooxml_errors: Any
) -> None:
    programme = filled(name, tmp_path)
    theme = programme.load().agreement.themes[0].code
    put(programme, "a return.xlsx", demo_return(name, theme))
    late = datetime(2010, 1, 1)
    files = [programme.master]
    for action in ("check", "freeze", "pack", "templates", "chase"):
        files += (
            press(programme, action, late).written if action != "templates" else press(programme, action).written[:0]
        )
    kinds = [path for path in files if path.suffix in (".xlsm", ".xlsx", ".docx")]
    assert len(kinds) == 1 + 1 + 2 + 3 + 1  # master, findings, the issue twice, the pack, the chase list
    assert [errors for errors in ooxml.errors_of(kinds).values() if errors] == []
