"""A figure of before that is another one now: old, new, who and why in one place; what was issued stays as it was sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from laa_xl.flow.frames import frames
from tests.support import living
from tests.support.cli import laa_xl, succeeded
from tests.support.living import EXPLAINED, FINE, accept, enter, new_programme
from tests.support.programmes import prints

JULY, OCTOBER = "2008-07-20T09:00:00", "2008-10-20T09:00:00"
FEELS = {"NI021": {"actual": 61.0, **FINE}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new_programme(tmp_path)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the clock."""
    return lambda now: monkeypatch.setattr(living, "NOW", now)


def changes(folder: Path) -> list[dict[str, Any]]:
    return frames(folder, datetime.fromisoformat(OCTOBER))["Changes"].to_dict("records")


def burglaries(actual: float, status: str, **more: Any) -> dict[str, dict[str, Any]]:
    row = {"actual": actual, "status": status, "forecast_judgement": "Within", "data_period": "2007", **more}
    return {**FEELS, "NI016": row}


def test_a_provisional_figure_that_a_later_return_makes_final_keeps_old_new_who_and_why(
    folder: Path, at: Callable[[str], None]
) -> None:
    at(JULY)
    accept(folder, "2008-Q1", "SAFE", burglaries(7.9, "Provisional"))
    succeeded(laa_xl("report", "issue", folder, "--period", "2008-Q1", now="2008-07-25T09:00:00"))
    issued = prints(folder / "reports" / "2008-Q1" / "issued")
    at(OCTOBER)
    path = accept(folder, "2008-Q2", "SAFE", burglaries(7.6, "Final", confirm="The police recounted"))
    (row,) = changes(folder)
    assert [row[title] for title in ("Period", "Theme", "What happened", "Sheet", "Row", "What")] == [
        "2008-Q1", "SAFE", "Later return", "Indicators", "NI016", "Actual, about 2007",
    ]  # fmt: skip
    assert (row["Before"], row["After"]) == ("7.9 (provisional)", "7.6 (final)")
    assert row["Who"] == "Performance officer, Partnership (return for 2008-Q2)"
    assert row["Why"] == "The police recounted"
    assert (row["On"], row["File"]) == (date(2008, 10, 20), path.name)
    assert row["Earlier file"] == "filled-southshire-2008-SAFE-2008-Q1.xlsx"
    assert row["Reports issued before"] == "Issue 1 of 25 July 2008 quotes the figure before."
    assert prints(folder / "reports" / "2008-Q1" / "issued") == issued


def test_the_same_figure_said_again_is_no_restatement(folder: Path, at: Callable[[str], None]) -> None:
    at(JULY)
    accept(folder, "2008-Q1", "SAFE", burglaries(7.9, "Final"))
    at(OCTOBER)
    accept(folder, "2008-Q2", "SAFE", burglaries(7.9, "Final"))
    assert changes(folder) == []


def test_a_report_issued_after_the_correction_does_not_quote_the_old_figure(
    folder: Path, at: Callable[[str], None]
) -> None:
    at(JULY)
    path = accept(folder, "2008-Q1", "SAFE", burglaries(7.9, "Provisional"))
    assert path.is_file()
    at("2008-07-22T09:00:00")
    accept(folder, "2008-Q1", "SAFE", burglaries(7.7, "Provisional"))
    succeeded(laa_xl("report", "issue", folder, "--period", "2008-Q1", now="2008-07-25T09:00:00"))
    (row,) = changes(folder)
    assert (row["What happened"], row["Before"], row["After"]) == ("Corrected return", "7.9", "7.7")
    assert row["Reports issued before"] is None


def imported(folder: Path, name: str, text: str, now: str) -> None:
    path = folder.parent / name
    path.write_text(f"Code,Period,Actual,Comment\n{text}", encoding="utf-8")
    succeeded(laa_xl("import", folder, path, "--by", "Data officer", now=now))


def test_figures_imported_anew_and_returns_that_contradict_them_stand_in_the_same_place(
    folder: Path, at: Callable[[str], None]
) -> None:
    imported(folder, "first.csv", "NI016,2008-Q1,8.4,\nNI021,2007-Q4,58,\n", "2008-07-05T09:00:00")
    imported(folder, "second.csv", "NI021,2007-Q4,59,Recounted by the survey firm\n", "2008-07-06T09:00:00")
    at(JULY)
    accept(folder, "2008-Q1", "SAFE", {**FEELS, "NI016": {"actual": 7.9, **FINE}})
    first, second = changes(folder)
    assert (first["Period"], first["What happened"], first["Before"], first["After"]) == (
        "2007-Q4", "Later import", "58", "59",
    )  # fmt: skip
    assert (first["Who"], first["Why"]) == ("Data officer (import)", "Recounted by the survey firm")
    assert (first["Earlier file"], first["File"]) == ("first.csv", "second.csv")
    assert (second["What happened"], second["Row"], second["Before"], second["After"]) == (
        "Return after import", "NI016", "8.4", "7.9",
    )  # fmt: skip


def test_a_revised_baseline_stands_there_with_its_reason(folder: Path, at: Callable[[str], None]) -> None:
    at(JULY)
    accept(
        folder, "2008-Q1", "SAFE", {**FEELS, "NI016": {"actual": 8.9, "status": "Final", "forecast": 8.9, **EXPLAINED}}
    )
    revised = {
        "Indicator": "NI016",
        "Revised baseline": 9.4,
        "Baseline period": "2007-08, recounted",
        "Effective from": date(2008, 10, 1),
        "Reason": "Recounted",
        "Agreed by (post)": "Board",
    }
    enter(folder, "Agreement revised baselines", revised)
    succeeded(laa_xl("rebuild", folder, now=OCTOBER))
    (row,) = changes(folder)
    assert [row[title] for title in ("Period", "What happened", "Row", "What", "Before", "After", "Who", "Why")] == [
        "2008-Q3", "Revised baseline", "NI016", "Baseline, 2007-08, recounted", "9", "9.4", "Board", "Recounted",
    ]  # fmt: skip
