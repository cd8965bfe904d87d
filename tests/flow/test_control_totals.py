"""Control totals: they agree on what was accepted, and a row, an entry or a figure lost on the way is told aloud."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from laa_xl.checks.understanding import understand_entry
from laa_xl.domain.periods import Period
from laa_xl.domain.report import HighlightReport
from laa_xl.domain.totals import SheetTotals
from laa_xl.files.raw import RawRow
from laa_xl.files.table_reader import TableReader
from laa_xl.flow.accepting import Accepted, read_accepted
from laa_xl.flow.frames import frames
from laa_xl.flow.programme import Programme, State
from laa_xl.flow.working_out import assess_all, computed_of, report_of
from laa_xl.stages import checking
from laa_xl.stages.reconciling import Counted, Reconciled, reconciled
from tests.support.cli import NOW, laa_xl, succeeded
from tests.support.programmes import demo_return, filled
from tests.support.returns import checked, return_of, state, typed, valid_entries

Q2 = Period(2008, 2)


def totals(data: bytes) -> dict[str, SheetTotals]:
    return {one.table: one for one in checked(data, state()).totals}


def test_every_row_below_the_headings_is_accepted_rejected_or_ignored_with_a_reason() -> None:
    # The valid return: 20 indicators of the theme; 20, 12 and 15 prepared lines; two lines of money and their total.
    found = totals(typed({}))
    assert {name: (one.read, one.accepted, one.rejected, one.reasons) for name, one in found.items()} == {
        "about": (1, 1, 0, ""),
        "indicators": (20, 20, 0, ""),
        "narrative": (20, 2, 0, "18 prepared, nothing entered"),
        "risks": (12, 1, 0, "11 prepared, nothing entered"),
        "finance": (3, 3, 0, ""),
        "actions": (15, 1, 0, "14 prepared, nothing entered"),
    }
    assert all(one.differences == () for one in found.values())


def test_entries_and_sums_are_those_that_were_typed() -> None:
    entries, found = valid_entries(), totals(typed({}))
    assert {name: one.filled for name, one in found.items()} == {
        table: sum(len(row) for row in rows.values()) for table, rows in entries.items()
    }
    actuals = [Decimal(str(row["actual"])) for row in entries["indicators"].values() if "actual" in row]
    sums = {one.column: one for one in found["indicators"].sums}
    assert sums["actual"].typed == sums["actual"].taken == sum(actuals)
    money = {one.column: one.taken for one in found["finance"].sums}
    assert money == {"spend": Decimal("68000.5"), "profile": 75000, "outturn": 149000}, "without the line of totals"


def test_a_figure_read_otherwise_than_it_stands_is_counted_and_no_difference() -> None:
    found = totals(typed({"PERCENT.actual": "£61.5"}))["indicators"]
    actual = next(one for one in found.sums if one.column == "actual")
    assert (actual.otherwise, actual.taken - actual.typed) == (1, Decimal("61.5"))
    assert found.differences == ()


def test_of_a_return_that_must_be_fixed_every_row_is_rejected() -> None:
    found = totals(typed({"PERCENT.actual": "about 60"}))
    assert (found["indicators"].accepted, found["indicators"].rejected) == (0, 20)
    assert (found["narrative"].accepted, found["narrative"].rejected) == (0, 2)
    doubled = totals(typed({"Indicators!A8": "PERCENT"}))["indicators"]
    assert doubled.read == doubled.rejected + doubled.left_out


def lost_row(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = TableReader._rows

    def without(self: TableReader, header: int, columns: Mapping[str, int]) -> Iterator[RawRow]:
        return (row for row in rows(self, header, columns) if row.key != "N2")

    monkeypatch.setattr(TableReader, "_rows", without)


def lost_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(value: Any, column: Any, table: Any, key: str, *more: Any, **words: Any) -> Any:
        gone = (key, column.name) == ("N2", "text")
        return understand_entry(None if gone else value, column, table, key, *more, **words)

    monkeypatch.setattr(checking, "understand_entry", without)


def other_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    def another(value: Any, column: Any, table: Any, key: str, *more: Any, **words: Any) -> Any:
        changed = 71 if (key, column.name) == ("YEAR", "actual") else value
        return understand_entry(changed, column, table, key, *more, **words)

    monkeypatch.setattr(checking, "understand_entry", another)


@pytest.mark.parametrize(
    ("harm", "table", "told"),
    [
        (lost_row, "narrative", "20 rows read, but 1 accepted, 0 rejected and 18 ignored"),
        (lost_entry, "narrative", "10 entries filled in, but 9 understood"),
        (other_figure, "indicators", "Actual adds up to 11,443.12 in the file, but to 11,444.12 as understood"),
    ],
)
def test_what_reading_loses_is_noticed(
    monkeypatch: pytest.MonkeyPatch, harm: Callable[[pytest.MonkeyPatch], None], table: str, told: str
) -> None:
    harm(monkeypatch)
    found = totals(return_of(valid_entries()))
    assert {name: one.differences for name, one in found.items() if one.differences} == {table: (told,)}


class Whole:
    """A programme with every step of the way from its returns to master and report."""

    def __init__(self, programme: Programme) -> None:
        self.state: State = programme.load()
        self.accepted: Accepted = read_accepted(programme, self.state)
        assessments = assess_all(self.state, self.accepted)
        self.tables = computed_of(self.state, assessments, self.accepted, datetime.fromisoformat(NOW).date(), {})
        report = report_of(self.state, assessments, self.accepted, Q2)
        assert report is not None
        self.report: HighlightReport = report

    def reconciled(self, tables: dict[str, Any] | None = None, report: HighlightReport | None = None) -> Reconciled:
        counted = [Counted(item.returned, item.totals) for item in self.accepted.values() if item.returned]
        return reconciled(self.state.agreement, counted, tables or self.tables, report or self.report, Q2)


@pytest.fixture(scope="module")
def whole() -> Iterator[Whole]:
    with tempfile.TemporaryDirectory() as folder:
        yield Whole(filled("leicester-2008", Path(folder)))


def test_master_and_report_hold_what_was_accepted(whole: Whole) -> None:
    found = whole.reconciled()
    assert found.differences == ()
    sums = {row["theme"]: row for row in found.rows if row["what"] == "Sum of Actual"}
    for theme, row in sums.items():
        by_hand = _typed_actuals(theme)
        assert (row["read"], row["accepted"], row["master"], row["report"]) == (by_hand,) * 4, theme


def _typed_actuals(theme: str) -> float:
    """The sum of the column Actual, read by openpyxl."""
    sheet = openpyxl.load_workbook(io.BytesIO(demo_return("leicester-2008", theme)))["Indicators"]
    head = next(cell for line in sheet.iter_rows() for cell in line if cell.value == "Actual")
    cells = (sheet.cell(row, head.column).value for row in range(head.row + 1, sheet.max_row + 1))
    return float(sum(Decimal(str(value)) for value in cells if isinstance(value, (int, float))))


def without_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return rows[1:]


def with_another(column: str, value: Any) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    def changed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        place = next(number for number, row in enumerate(rows) if row.get(column) is not None)
        return [{**row, column: value} if number == place else row for number, row in enumerate(rows)]

    return changed


@pytest.mark.parametrize(
    ("table", "harm", "told"),
    [
        ("all_indicators", without_first, "11 accepted, but 10 in the master"),
        ("all_narrative", without_first, "2 accepted, but 1 in the master"),
        ("all_risks", without_first, "1 accepted, but 0 in the master"),
        ("all_finance", without_first, "4 accepted, but 3 in the master"),
        ("all_narrative", with_another("heading", None), "7 accepted, but 6 in the master"),
        ("all_risks", with_another("likelihood", 5), "4 accepted, but 5 in the master"),
        ("all_indicators", with_another("actual", 0), "59.35 accepted, but 56.93 in the master"),
    ],
)  # fmt: skip
def test_what_the_master_loses_is_noticed(
    whole: Whole, table: str, harm: Callable[[list[dict[str, Any]]], list[dict[str, Any]]], told: str
) -> None:
    found = whole.reconciled({**whole.tables, table: harm(whole.tables[table])})
    assert any(told in line for line in found.differences), found.differences
    assert all(line.startswith("Control totals, ") and "2008-Q2" in line for line in found.differences)


def test_what_the_report_loses_is_noticed(whole: Whole) -> None:
    line = next(line for line in whole.report.ratings if line.actual)
    fewer = replace(whole.report, ratings=tuple(one for one in whole.report.ratings if one is not line))
    (told, *_) = whole.reconciled(report=fewer).differences
    assert f"{line.code} is not in the report" in told
    other = replace(line, actual="99")
    changed = replace(whole.report, ratings=tuple(other if one is line else one for one in whole.report.ratings))
    (told,) = whole.reconciled(report=changed).differences
    assert "printed in the report" in told
    sections = tuple(
        replace(section, blocks=()) if section.code == "4" else section for section in whole.report.sections
    )
    assert any(
        "not in the report" in one
        for one in whole.reconciled(report=replace(whole.report, sections=sections)).differences
    )


def test_a_difference_is_told_at_every_run_and_in_the_master(
    leicester: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    from laa_xl.stages import consolidating

    risks = consolidating._risks

    def lossy(agreement: Any, returned: Any) -> list[dict[str, Any]]:
        return list(risks(agreement, returned))[1:]

    monkeypatch.setattr(consolidating, "_risks", lossy)
    result = succeeded(laa_xl("rebuild", leicester.root))
    assert (
        "Please look: Control totals, CYP for 2008-Q2, Risks, Rows: 1 accepted, but 0 in the master." in result.stderr
    )
    rows = frames(leicester.root, datetime.fromisoformat(NOW))["Control totals"].to_dict("records")
    wrong = {(row["Theme"], row["What is counted"]) for row in rows if row["Do they agree?"] != "yes"}
    assert ("CYP", "Rows") in wrong and {row["Sheet"] for row in rows if row["Do they agree?"] != "yes"} == {"Risks"}


def test_the_register_keeps_the_totals_of_each_file(leicester: Programme) -> None:
    receipts = {receipt.theme: receipt for receipt in leicester.load_register().receipts}
    indicators = receipts["CYP"].totals[1]
    assert (indicators.table, indicators.read, indicators.accepted) == ("indicators", 9, 9)
    kept = json.loads((leicester.root / "register.json").read_text())["receipts"]
    assert all(len(receipt["totals"]) == 6 for receipt in kept)
