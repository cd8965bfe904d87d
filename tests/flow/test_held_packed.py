"""What a run holds does not change what it writes: nothing that is packed, closed or dropped on the way is needed as it was."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from laa_xl.declare.agreement_tables import SETTINGS
from laa_xl.declare.master_form import MASTER_FORM
from laa_xl.domain import packed_rows
from laa_xl.domain.periods import Period
from laa_xl.files import book, later_tables, streamed, word_package
from laa_xl.files.kept_answers import OFF, PLACE
from laa_xl.flow import journal
from laa_xl.flow.accepting import read_accepted
from laa_xl.flow.pipeline import Outcome, consolidate
from laa_xl.flow.programme import Programme
from laa_xl.flow.working_out import assess_all
from tests.support.living import EXPLAINED, FINE, accept, filled, new_programme, template

NOW = datetime.fromisoformat("2009-08-01T09:00:00")
QUARTERS = ("2008-Q2", "2008-Q3", "2008-Q4", "2009-Q1")
SURE = {**FINE, **EXPLAINED, "confirm": "Checked with the source."}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two themes, four quarters, and one more return in the inbox."""
    folder = new_programme(tmp_path_factory.mktemp("made"))
    for number, period in enumerate(QUARTERS):
        accept(folder, period, "SAFE", {"NI021": {"actual": 61 + number, **SURE}, "NI016": {"actual": 9.5, **SURE}})
        if period != QUARTERS[-1]:
            accept(folder, period, "JOBS", {"NI154": {"actual": 200 + 40 * number, **SURE}})
    filled(template(folder, QUARTERS[-1], "JOBS"), {"NI154": {"actual": 120, **SURE}})
    return folder


def consolidated(made: Path, into: Path) -> tuple[Outcome, Mapping[str, bytes]]:
    """What a run in a copy of the programme gives, and everything that stands in its folder then."""
    programme = Programme(Path(shutil.copytree(made, into)))
    outcome = consolidate(programme, [next((into / "templates" / QUARTERS[-1]).glob("*JOBS*"))], None, NOW)
    assert [became for _, became in outcome.files] == ["accepted"]
    written = (
        into / "master.xlsm",
        into / "register.json",
        *(into / "reports").rglob("*.*"),
        *(into / "journal").iterdir(),
    )
    return outcome, {str(path.relative_to(into)): path.read_bytes() for path in written}


@pytest.mark.parametrize("kept", [OFF, ""])
def test_with_next_to_nothing_held_the_same_is_written(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    monkeypatch.setenv(PLACE, kept or str(tmp_path / "answers"))
    _, usual = consolidated(made, tmp_path / "usual")
    for module, name in (
        (later_tables, "MOST_OPEN"), (packed_rows, "TOGETHER"), (streamed, "_TOGETHER"), (book, "_AT_ONCE"), (word_package, "_AT_ONCE"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, 1)
    _, barely = consolidated(made, tmp_path / "barely")
    assert len(usual) >= 5
    assert barely == usual


def test_a_quarter_that_no_report_needs_is_held_without_its_indicators(made: Path, tmp_path: Path) -> None:
    outcome, _ = consolidated(made, tmp_path / "one")
    assert [str(one.period) for one in outcome.assessments] == list(QUARTERS)
    assert [bool(one.indicators) for one in outcome.assessments] == [False, False, True, True]
    programme = Programme(tmp_path / "one")
    state = programme.load()
    whole = assess_all(state, read_accepted(programme, state))
    assert all(one.indicators for one in whole)
    assert [one.summed_up for one in outcome.assessments] == [one.summed_up for one in whole]
    assert list(outcome.assessments[2:]) == whole[2:]
    assert outcome.period == Period(2009, 1)


def test_a_run_holds_no_more_rows_of_the_master_than_are_packed_together(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_rows, "TOGETHER", 2)
    most = 0
    real = packed_rows.PackedRows.append

    def counted(self: packed_rows.PackedRows, row: Mapping[str, Any]) -> None:
        nonlocal most
        real(self, row)
        most = max(most, len(self._last))

    monkeypatch.setattr(packed_rows.PackedRows, "append", counted)
    consolidated(made, tmp_path / "one")
    assert most == 1  # two are packed at once


TABLES: list[dict[str, Sequence[Mapping[str, Any]]]] = [
    {"settings": []},
    {
        "settings": [
            {"setting": SETTINGS[0].title, "value": 1.5},
            {"setting": SETTINGS[1].title, "value": "é\n,\n  {"},
            {"setting": SETTINGS[2].title, "value": None},
        ],
        "b": [],
        "a": [
            {"z": 1, "b": 'x\n"y"', "d": date(2008, 1, 2), "n": None, "t": True, "f": 1e-300, "i": sys.maxsize},
            {},
            {"l": [1, {"a": [2, {}]}], "k": "q"},
        ],
    },
]


@pytest.mark.parametrize("tables", TABLES)
def test_the_journal_is_the_json_that_python_writes_with_indents(
    tables: dict[str, Sequence[Mapping[str, Any]]],
) -> None:
    names = {setting.title: setting.name for setting in SETTINGS}
    data = {
        "columns": {table.name: [column.title for column in table.columns] for table in MASTER_FORM.tables()},
        "settings": {names[row["setting"]]: row["value"] for row in tables["settings"] if row["value"] is not None},
        "tables": {name: list(rows) for name, rows in tables.items() if name != "settings"},
    }
    wanted = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    assert journal.entry_bytes(tables) == wanted.encode()
