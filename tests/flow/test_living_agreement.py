"""An agreement that lives: targets, baselines, indicators, themes and years change, and each quarter keeps its own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.declare.load import load_agreement
from laa_xl.domain.aims import aims
from laa_xl.domain.periods import Period
from laa_xl.files.text import read_agreement_folder
from laa_xl.flow.errors import ProgrammeError
from laa_xl.flow.homes import OpenMaster
from laa_xl.flow.pipeline import highlight
from laa_xl.flow.programme import Programme
from laa_xl.flow.rolling import untargeted
from tests.flow.test_programme import records
from tests.support.cli import laa_xl, succeeded
from tests.support.demo_folders import demo
from tests.support.earlier import written_without
from tests.support.engine import open_book
from tests.support.living import (
    EXPLAINED,
    FINE,
    NOW,
    SAFE_Q1,
    TABLES,
    accept,
    carried_by,
    change,
    enter,
    filled,
    new_programme,
    template,
)


def master_rows(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["Period"], row["Code"]): row for row in records(folder / "master.xlsm", "Indicators")}


def consolidated(folder: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(succeeded(laa_xl("consolidate", folder, "--json", now=NOW)).stdout)
    return {period["period"]: period for period in said["periods"]}


def test_a_target_agreed_anew_counts_from_its_date_and_reports_name_both_and_the_date(folder: Path) -> None:
    issued_before = template(folder, "2008-Q2", "SAFE")
    new = {"Indicator": "NI021", "Financial year": 2008, "Target": 64, "Effective from": date(2008, 7, 1)}
    enter(folder, "Agreement targets", new)
    # On the template of before the change: 58.0 is within 10 % of 60 and of 64; what is printed there stays what it was.
    path = filled(issued_before, {"NI021": {"actual": 58.0, **FINE}, "NI016": {"actual": 8.0, **FINE}})
    said = json.loads(succeeded(laa_xl("validate", path, "--programme", folder, "--json")).stdout)
    (told,) = said["findings"]
    assert (said["verdict"], told["rule"], told["severity"], told["row"]) == ("ok", "I19", "info", "NI021")
    assert "the target of this quarter was 60 and is now 64" in told["message"]
    succeeded(laa_xl("consolidate", folder, path, now=NOW))
    rows = master_rows(folder)
    assert (rows["2008-Q1", "NI021"]["Target year end"], rows["2008-Q1", "NI021"]["Agreed anew"]) == (60, None)
    assert rows["2008-Q2", "NI021"]["Target year end"] == 64
    told = "The year-end target for 2008-09 is 64.0 since 1 July 2008; before, 60.0."
    assert rows["2008-Q2", "NI021"]["Agreed anew"] == told
    first, _, _ = highlight(Programme(folder), Period(2008, 1))
    second, _, _ = highlight(Programme(folder), Period(2008, 2))
    assert not [line for line in first.rules if "Agreed anew" in line]
    assert [line for line in second.rules if "Agreed anew" in line] == [f"Agreed anew, NI 21: {told}"]
    # The next template's history aims at each quarter's own target.
    spec = carried_by(template(folder, "2008-Q3", "SAFE"))
    indicator = spec.agreement.indicator("NI021")
    year_ends = [aims(spec.agreement, indicator, Period(2008, quarter)).year_end.value for quarter in (1, 2, 3)]
    assert year_ends == [60, 64, 64]


def test_a_revised_baseline_counts_from_its_date_with_old_new_who_and_why(folder: Path) -> None:
    revised = {
        "Indicator": "NI016",
        "Revised baseline": 7.5,
        "Baseline period": "2007-08, recounted",
        "Effective from": date(2008, 9, 1),
        "Reason": "The police counted garages as homes",
        "Agreed by (post)": "Head of performance",
    }
    enter(folder, "Agreement revised baselines", revised)
    # No figure for the second quarter's comparator: July to September has none, so October compares with the baseline.
    late = {"status": "Not yet available", "status_reason": "The count is late.", "status_date": date(2008, 12, 1)}
    accept(folder, "2008-Q2", "SAFE", {"NI021": {"actual": 58.0, **FINE}, "NI016": late})
    accept(folder, "2008-Q3", "SAFE", {"NI021": {"actual": 58.0, **FINE}, "NI016": {"actual": 8.0, **FINE}})
    rows = master_rows(folder)
    # 8.0 against 9.0 is better, lower being good; 8.0 against 7.5 is worse by 6.7 %.
    assert rows["2008-Q1", "NI016"]["Direction of travel"] == "improved"
    assert rows["2008-Q3", "NI016"]["Direction of travel"] == "worsened"
    assert rows["2008-Q1", "NI016"]["Agreed anew"] is None
    assert rows["2008-Q3", "NI016"]["Agreed anew"] == (
        "The baseline is 7.5 (2007-08, recounted) since 1 September 2008; before, 9.0. By Head of performance: The police counted "
        "garages as homes."
    )
    # A template carries the baseline in force, and nothing of who and why.
    spec = carried_by(folder / "templates" / "2008-Q3" / "southshire-2008-SAFE-2008-Q3.xlsx")
    assert spec.agreement.indicator("NI016").baseline == 7.5
    assert "Head of performance" not in spec.text()
    assert "garages" not in spec.text()


def test_an_indicator_that_ends_stays_in_its_time_and_is_neither_asked_for_nor_counted_after(folder: Path) -> None:
    before = consolidated(folder)["2008-Q1"]["counts"]["of"]
    change(folder, "Agreement indicators", "NI016", Last_period="2008-Q1")
    path = template(folder, "2008-Q2", "SAFE")
    assert [one.code for one in carried_by(path).agreement.indicators] == ["NI021"]
    assert "NI016" not in {str(cell.value) for line in openpyxl.load_workbook(path)["Indicators"] for cell in line}
    succeeded(laa_xl("consolidate", folder, filled(path, {"NI021": {"actual": 60.0, **FINE}}), now=NOW))
    counts = {period: found["counts"]["of"] for period, found in consolidated(folder).items()}
    assert (before, counts) == (3, {"2008-Q1": 3, "2008-Q2": 2})
    rows = master_rows(folder)
    assert rows["2008-Q1", "NI016"]["Actual"] == 8
    assert rows["2008-Q1", "NI016"]["Agreed anew"] == "Ends with this quarter."
    assert ("2008-Q2", "NI016") not in rows
    gaps = records(folder / "master.xlsm", "Data gaps")
    assert ("2008-Q2", "NI016") not in {(gap["Period"], gap["Code"]) for gap in gaps}


def test_an_indicator_that_is_added_is_not_missing_before_its_start(folder: Path) -> None:
    added = {
        "Indicator": "NI047",
        "Outcome": "O1",
        "Title": "Deaths on roads",
        "Measure": "count",
        "Decimals": 0,
        "Polarity": "lower",
        "Accumulation": "cumulative",
        "First period": "2008-Q3",
    }
    enter(folder, "Agreement indicators", added)
    enter(folder, "Agreement targets", {"Indicator": "NI047", "Financial year": 2008, "Target": 40})
    assert not carried_by(template(folder, "2008-Q2", "SAFE")).agreement.has_indicator("NI047")
    assert carried_by(template(folder, "2008-Q3", "SAFE")).agreement.has_indicator("NI047")
    assert consolidated(folder)["2008-Q1"]["counts"]["of"] == 3
    assert ("2008-Q1", "NI047") not in master_rows(folder)
    assert "NI047" not in {gap["Code"] for gap in records(folder / "master.xlsm", "Data gaps")}


def test_a_return_on_a_template_of_before_an_indicator_was_added_says_so_in_the_gaps(folder: Path) -> None:
    path = filled(template(folder, "2008-Q2", "SAFE"), SAFE_Q1)
    added = {
        "Indicator": "NI047",
        "Outcome": "O1",
        "Title": "Deaths on roads",
        "Measure": "count",
        "Polarity": "lower",
        "Accumulation": "cumulative",
        "First period": "2008-Q2",
    }
    enter(folder, "Agreement indicators", added)
    enter(folder, "Agreement targets", {"Indicator": "NI047", "Financial year": 2008, "Target": 40})
    succeeded(laa_xl("consolidate", folder, path, now=NOW))
    gaps = {(gap["Period"], gap["Code"]): gap["Why"] for gap in records(folder / "master.xlsm", "Data gaps")}
    assert gaps["2008-Q2", "NI047"] == "The return was made on a template that does not have it yet."
    report, _, _ = highlight(Programme(folder), Period(2008, 2))
    (gap,) = [bullet for bullet in report.section("5").bullets if "NI 47" in bullet.line]
    assert "the return was made on a template that does not have it yet" in gap.text.casefold()


def test_rows_that_an_accepted_return_reports_for_nobody_are_told(folder: Path) -> None:
    change(folder, "Agreement indicators", "NI016", First_period="2008-Q2")
    result = laa_xl("consolidate", folder, now=NOW)
    assert "reports on NI016, which the agreement does not have in 2008-Q1" in result.stderr


def test_an_indicator_moves_to_another_theme_from_a_quarter_and_takes_its_history_along(folder: Path) -> None:
    moved = {
        "Indicator": "NI016",
        "To outcome": "O2",
        "From period": "2008-Q2",
        "Reason": "Landlords act on it now",
        "Agreed by (post)": "Head of performance",
    }
    enter(folder, "Agreement moved indicators", moved)
    old, new = template(folder, "2008-Q2", "SAFE"), template(folder, "2008-Q2", "JOBS")
    assert [one.code for one in carried_by(old).agreement.indicators] == ["NI021"]
    spec = carried_by(new)
    assert [one.code for one in spec.agreement.indicators] == ["NI016", "NI154"]
    assert spec.past_actual("NI016", Period(2008, 1)) == 8.0
    figures = {"NI016": {"actual": 6.0, **FINE}, "NI154": {"actual": 200, **FINE}}
    succeeded(laa_xl("consolidate", folder, filled(new, figures), now=NOW))
    rows = master_rows(folder)
    assert (rows["2008-Q1", "NI016"]["Theme"], rows["2008-Q2", "NI016"]["Theme"]) == ("SAFE", "JOBS")
    assert (rows["2008-Q1", "NI016"]["Block"], rows["2008-Q2", "NI016"]["Block"]) == ("SSC", "EDE")
    assert rows["2008-Q2", "NI016"]["Direction of travel"] == "improved"  # 6.0 against 8.0, which SAFE reported
    assert rows["2008-Q2", "NI016"]["Agreed anew"] == "Reported by Jobs since 1 July 2008; before, by Safer Places."


def test_themes_and_blocks_are_renamed_and_keep_their_code(folder: Path) -> None:
    path = filled(template(folder, "2008-Q2", "SAFE"), SAFE_Q1)
    change(folder, "Agreement themes", "SAFE", Name="Safe and Sound")
    change(folder, "Agreement government blocks", "SSC", Name="Safer Communities")
    said = json.loads(succeeded(laa_xl("validate", path, "--programme", folder, "--json")).stdout)
    assert (said["verdict"], said["findings"]) == ("ok", [])
    succeeded(laa_xl("consolidate", folder, path, now=NOW))
    names = {row["Theme"]: row["Theme's name"] for row in records(folder / "master.xlsm", "Register")}
    assert names["SAFE"] == "Safe and Sound"
    report, _, _ = highlight(Programme(folder), Period(2008, 2))
    assert {block.name for block in report.section("1").blocks} == {"Safer Communities", "Economy"}
    book = openpyxl.load_workbook(template(folder, "2008-Q3", "SAFE"))
    assert "Safe and Sound" in str(book["Indicators"]["A1"].value)


def test_a_new_year_has_its_own_targets_and_what_was_open_goes_on(folder: Path) -> None:
    risk = {"R1": {"risk": "Wardens leave", "outcome_kind": "Other key outcome", "likelihood": 2, "impact": 3,
                   "mitigation": "Pay", "owner": "Council", "review": date(2009, 6, 30)}}  # fmt: skip
    action = {
        "A1": {"action": "Light the parks", "owner": "Council", "due": date(2009, 9, 30), "progress": "In progress"}
    }
    behind = {"actual": 9.5, "status": "Final", "forecast_judgement": "Worse", **EXPLAINED}
    accept(folder, "2008-Q4", "SAFE", {"NI021": {"actual": 61.0, **FINE}, "NI016": behind}, risks=risk, actions=action)
    path = template(folder, "2009-Q1", "SAFE")
    spec = carried_by(path)
    period = Period(2009, 1)
    assert {row.year for row in spec.agreement.targets} == {2009}
    assert aims(spec.agreement, spec.agreement.indicator("NI021"), period).year_end.value == 65
    assert spec.past_actual("NI021", Period(2008, 4)) == 61.0
    assert spec.agreement.indicator("NI021").baseline == 50
    kept = {(item.table, item.row, item.column): item.value for item in spec.carried}
    assert kept["actions", "A1", "action"] == "Light the parks"
    assert kept["risks", "R1", "risk"] == "Wardens leave"
    assert kept["indicators", "NI016", "cause"] == "Known."


def test_a_target_that_the_new_year_lacks_is_told_before_its_templates_go_out(tmp_path: Path) -> None:
    targets = TABLES["targets"].replace("NI016,2009,,7,\n", "")
    folder = new_programme(tmp_path, targets=targets)
    told = "1 indicator without a target for 2009-10: NI016."
    assert told in succeeded(laa_xl("templates", folder, "--period", "2009-Q1", now=NOW)).stderr
    assert succeeded(laa_xl("templates", folder, "--period", "2008-Q4", now=NOW)).stderr == ""
    # With the last quarter of the year reported, every run says it, in good time for the new templates.
    behind = {"actual": 9.5, "status": "Final", "forecast_judgement": "Worse", **EXPLAINED}
    accept(folder, "2008-Q4", "SAFE", {"NI021": {"actual": 61.0, **FINE}, "NI016": behind})
    assert told in laa_xl("consolidate", folder, now=NOW).stderr
    assert untargeted(Programme(folder).load().agreement, Period(2008, 4)) == ""


def test_indicators_that_are_due_without_a_target_for_the_quarter_are_named_before_its_templates_go_out(
    tmp_path: Path,
) -> None:
    folder = demo(tmp_path / "p")  # what was printed are targets of the second quarter
    told = (
        "Please look: 24 indicators due in Quarter 3 of 2008-09 (October to December 2008) without a target for it: NI016, NI020, "
        "NI035, NI039, NI040, NI056i, NI059, NI065, NI112, NI117, NI120(i), NI120(ii) and 12 more. Figures without a target are grey."
    )
    assert told in succeeded(laa_xl("templates", folder, "--period", "2008-Q3", now=NOW)).stderr
    assert succeeded(laa_xl("templates", folder, "--period", "2008-Q2", now=NOW)).stderr == ""


DUE = [
    # the rows of NI021's targets, its columns, whether its templates of 2008-Q3 lack one
    ("2008,,60,", {}, False),  # the quarter's follows from the year end's
    ("2008,3,60,", {}, False),
    ("2008,2,60,", {}, True),
    ("2008,,60,2009-01-15", {}, True),  # in force from a day after the quarter only
    ("2008,2,60,", {"Due in": "Q2 Q4"}, False),
    ("2008,2,60,", {"Placeholder": "Y"}, False),
    ("2008,2,60,", {"Polarity": None}, False),
    ("2008,2,60,", {"First period": "2008-Q4"}, False),
]


@pytest.mark.parametrize(("row", "columns", "told"), DUE)
def test_only_what_is_due_and_has_nothing_to_be_rated_against_is_named(
    tmp_path: Path, row: str, columns: dict[str, Any], told: bool
) -> None:
    folder = new_programme(tmp_path, targets=TABLES["targets"].replace("NI021,2008,,60,", f"NI021,{row}"))
    change(
        folder, "Agreement indicators", "NI021", **{name.replace(" ", "_"): value for name, value in columns.items()}
    )
    said = untargeted(Programme(folder).load().agreement, Period(2008, 3))
    assert said.partition(":")[0] == (
        "1 indicator due in Quarter 3 of 2008-09 (October to December 2008) without a target for it" * told
    )


def test_a_range_without_edges_for_the_quarter_is_named(tmp_path: Path) -> None:
    indicators = TABLES["indicators"].replace(",1,lower,", ",1,range,")
    head = "indicator,year,quarter,target,low,high,effective_from\n"
    others = "NI021,2008,,60,,,\nNI154,2008,,400,,,\n"
    for quarter, told in (("", ""), ("3", ""), ("2", "NI016")):
        targets = f"{head}{others}NI016,2008,{quarter},,6,8,\n"
        folder = new_programme(tmp_path / f"of{quarter}", indicators=indicators, targets=targets)
        said = untargeted(Programme(folder).load().agreement, Period(2008, 3))
        assert said.partition("for it: ")[2].partition(".")[0] == told


FUNDING = "code,theme,stream,year,budget\nF1,SAFE,Safer grant,2008,1000\nF2,JOBS,Works grant,2008,500\n"


def test_a_line_has_a_row_for_each_year_and_the_money_report_knows_what_last_year_left(tmp_path: Path) -> None:
    folder = new_programme(tmp_path, funding=FUNDING)
    accept(folder, "2008-Q4", "SAFE", SAFE_Q1, finance={"F1": {"spend": 900.0, "profile": 1000.0, "outturn": 900.0}})
    told = (
        "Please look: 2 funding lines of 2008-09 without a row for 2009-10: F1 (Safer grant, SAFE), F2 (Works grant, JOBS). Templates do "
        "not ask for them. If one goes on, add a row with the same code, the new year and its budget to Agreement funding streams"
    )
    assert told in succeeded(laa_xl("templates", folder, "--period", "2009-Q1", now=NOW)).stderr
    new = {"Line": "F1", "Theme": "SAFE", "Funding stream": "Safer grant", "Financial year": 2009, "Budget, £": 1200}
    enter(folder, "Agreement funding streams", new)
    said = laa_xl("templates", folder, "--period", "2009-Q1", now=NOW)
    assert "1 funding line of 2008-09 without a row for 2009-10: F2 (Works grant, JOBS)." in succeeded(said).stderr
    fine = {"NI021": {"actual": 66.0, **FINE}, "NI016": {"actual": 7.0, **FINE}}
    accept(folder, "2009-Q1", "SAFE", fine, finance={"F1": {"spend": 300.0, "profile": 300.0, "outturn": 1200.0}})
    budgets = {
        row["Period"]: row["Budget, £"] for row in records(folder / "master.xlsm", "Finance") if row["Line"] == "F1"
    }
    assert budgets == {"2008-Q4": 1000, "2009-Q1": 1200}
    agreement = Programme(folder).load().agreement
    assert [line.budget for line in agreement.funding_of("SAFE", 2008)] == [1000]
    out = tmp_path / "money.xlsx"
    succeeded(laa_xl("report", "money", folder, "--period", "2009-Q1", "--out", out, now=NOW))
    cells = [[cell.value for cell in line] for tab in openpyxl.load_workbook(out) for line in tab.iter_rows()]
    head = next(line for line in cells if "Left by last year" in line)
    left = [line[head.index("Left by last year")] for line in cells[cells.index(head) + 1 :] if "F1" in line]
    assert left[0] == 100


LINES = [
    ("F1,SAFE,Grant,2008,1\nF1,SAFE,Grant,2009,1\n", ""),
    ("F1,SAFE,Grant,2008,1\nF1,JOBS,Grant,2009,1\n", ""),  # another theme has it from then on
    ("F1,SAFE,Grant,2008,1\nf1,JOBS,Grant,2008,1\n", "It has another row for 2008-09. A line has one row for each year"),
    ("F1,SAFE,Grant,,1\nF1,SAFE,Grant,2009,1\n", "It has a row without a financial year, which is for every year"),
    ("F1,SAFE,Grant,2008,1\nF1,SAFE,Grant,,1\n", "It has a row without a financial year, which is for every year"),
    ("F1,SAFE,Grant,,1\nF1,SAFE,Grant,,1\n", "It has a row without a financial year, which is for every year"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "told"), LINES)
def test_two_rows_of_a_line_are_two_years(tmp_path: Path, rows: str, told: str) -> None:
    new_programme(tmp_path)
    (tmp_path / "agreement" / "funding.csv").write_text(f"code,theme,stream,year,budget\n{rows}", encoding="utf-8")
    _, wrong = load_agreement(read_agreement_folder(tmp_path / "agreement"))
    assert [(one.table, one.row, one.column) for one in wrong] == ([("funding", 3, "Line")] if told else [])
    assert "".join(one.message for one in wrong).startswith(told)


def test_a_waiver_of_a_line_knows_every_theme_that_had_it(tmp_path: Path) -> None:
    folder = new_programme(tmp_path, funding=FUNDING + "F1,JOBS,Safer grant,2009,1000\n")
    for theme in ("SAFE", "JOBS"):
        waiver = {
            "From quarter": "2008-Q1", "Until quarter": "2009-Q4", "Rule": "F05", "Theme": theme, "Indicator or line": "F1",
            "Reason": "The ledger is late", "Granted by (post)": "Head", "On": date(2008, 5, 1),
        }  # fmt: skip
        enter(folder, "Waivers", waiver)
    said = [one.message for one in Programme(folder).load().warnings]
    assert not [message for message in said if "It is not in the return of" in message]


def without(folder: Path, sheet: str, *titles: str) -> None:
    """Delete columns of a table of the master, or its whole tab."""
    book = openpyxl.load_workbook(folder / "master.xlsm", keep_vba=True)
    for title in titles:
        column = next(cell.column for line in book[sheet].iter_rows() for cell in line if cell.value == title)
        book[sheet].delete_cols(column)
    book[sheet].tables.clear()
    if not titles:
        del book[sheet]
    book.save(folder / "master.xlsm")


@pytest.mark.parametrize("noted", [True, False])
def test_a_master_of_an_earlier_version_without_the_new_tables_and_columns_is_read(folder: Path, noted: bool) -> None:
    missing = {"baselines": (), "moves": (), "indicators": ("First period", "Last period", "Suppress small counts")}
    written_without(folder, missing, noted=noted)
    without(folder, "Agreement revised baselines")
    without(folder, "Agreement moved indicators")
    without(folder, "Agreement indicators", *missing["indicators"])
    loaded = Programme(folder).load().agreement
    assert (loaded.baselines, loaded.moves) == ((), ())
    assert [one.first_period for one in loaded.indicators] == [None, None, None]
    succeeded(laa_xl("consolidate", folder, now=NOW))
    assert "Agreement moved indicators" in openpyxl.load_workbook(folder / "master.xlsm").sheetnames


TAKEN_AWAY = [
    ("Agreement indicators", "Suppress small counts", "Agreement indicators, row 4, Suppress small counts: This column is gone."),
    ("Agreement indicators", "Last period", "Agreement indicators, row 4, Last period: This column is gone."),
    ("Overrides", "Code", "Overrides, row 5, Code: This column is gone."),
    ("Agreement moved indicators", "", "Agreement moved indicators: This sheet of the master is missing."),
    ("Agreement indicators", "Title", "Agreement indicators, row 4, Title: This column is missing."),  # needed in any case
]  # fmt: skip


@pytest.mark.parametrize(("noted", "is_open"), [(True, False), (False, False), (True, True)])
@pytest.mark.parametrize(("sheet", "title", "told"), TAKEN_AWAY)
def test_a_column_that_was_taken_away_is_not_read_as_blank(
    folder: Path, sheet: str, title: str, told: str, noted: bool, is_open: bool
) -> None:
    written_without(folder, {}, noted=noted)
    without(folder, sheet, *([title] if title else []))
    home = OpenMaster(open_book(folder / "master.xlsm")) if is_open else None
    if sheet == "Overrides" and not noted:
        Programme(folder).load()  # it had no rows, so that nothing can be lost
        return
    with pytest.raises(ProgrammeError) as refused:
        Programme(folder, open_master=home).load()
    (error,) = refused.value.errors
    assert error.told(in_master=True).startswith(told)


def test_without_a_journal_nothing_that_is_gone_is_read_as_blank(folder: Path) -> None:
    for entry in (folder / "journal").glob("*.json"):
        entry.unlink()
    without(folder, "Agreement indicators", "Suppress small counts")
    with pytest.raises(ProgrammeError):
        Programme(folder).load()


def test_a_template_without_changes_keeps_the_fingerprint_that_it_had_before_there_were_any(folder: Path) -> None:
    spec = carried_by(template(folder, "2008-Q2", "SAFE"))
    data = json.loads(spec.text())
    assert {"baselines", "moves"}.isdisjoint(data["agreement"])
    for indicator in data["agreement"]["indicators"]:
        assert {"first_period", "last_period"}.isdisjoint(indicator)


def test_changes_read_the_same_from_text_and_from_the_master(tmp_path: Path) -> None:
    indicators = TABLES["indicators"].replace(",50,2007-08,,\n", ",50,2007-08,2008-q2,2010-Q3\n")
    folder = new_programme(
        tmp_path,
        indicators=indicators,
        baselines="indicator,baseline,baseline_period,effective_from,reason,post\nNI016,7.5,2007,2008-09-01,Recount,Head\n",
        moves="indicator,outcome,from_period,reason,post\nNI016,O2,2009-Q1,Landlords,Head\n",
    )
    from_text, _ = load_agreement(read_agreement_folder(tmp_path / "agreement"))
    assert from_text is not None
    assert Programme(folder).load().agreement == from_text
    one = from_text.indicator("NI021")
    assert (one.first_period, one.last_period) == ("2008-Q2", "2010-Q3")
    assert [one.runs_in(Period(*period)) for period in ((2008, 1), (2008, 2), (2010, 3), (2010, 4))] == [
        False,
        True,
        True,
        False,
    ]
    # And again when the master is lost and made from the journal.
    (folder / "master.xlsm").unlink()
    assert Programme(folder).load().agreement == from_text


def test_a_reward_target_and_an_override_of_an_indicator_that_has_ended_say_so(tmp_path: Path) -> None:
    rewards = "indicator,target_no,target_title,without_stretch,with_stretch\nNI016,1,Burglaries,9,7\n"
    folder = new_programme(tmp_path, rewards=rewards)
    accept(folder, "2008-Q1", "SAFE", SAFE_Q1)
    change(folder, "Agreement indicators", "NI016", Last_period="2008-Q1")
    override = {
        "Period": "2008-Q2",
        "What is rated": "Indicator",
        "Code": "NI016",
        "Rating": "Green",
        "Reason": "It went well",
        "By (post)": "Head of performance",
        "On": date(2008, 10, 20),
    }
    enter(folder, "Overrides", override)
    accept(folder, "2008-Q2", "SAFE", {"NI021": {"actual": 60.0, **FINE}})
    why = {row["Period"]: row["Why"] for row in records(folder / "master.xlsm", "Reward")}
    assert why["2008-Q2"] == "It is no part of the agreement in this quarter."
    assert why["2008-Q1"] != why["2008-Q2"]
    told = laa_xl("consolidate", folder, now=NOW).stderr
    assert 'Overrides, row 6, Code: You have "NI016". The agreement does not have it in 2008-Q2.' in told
    assert "It ends with 2008-Q1, before the agreement does" in told
