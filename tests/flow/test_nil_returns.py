"""A theme with nothing to report chooses Yes once; its return counts as received, and its gaps say why."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.flow.test_programme import records
from tests.support.cli import laa_xl, succeeded
from tests.support.demo_folders import sent

PERIOD = "2008-Q2"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sent(tmp_path / "p")


def filled(folder: Path, risk: str = "") -> Path:
    """The template of EDE with Yes beside "Nil return", saved as by a partner; and perhaps a risk."""
    book = openpyxl.load_workbook(folder / "templates" / PERIOD / f"leicester-2008-EDE-{PERIOD}.xlsx")
    start = book["Start"]
    row = next(line[0].row for line in start.iter_rows(max_col=1) if line[0].value == "Nil return")
    start.cell(row, 2).value = "Yes"
    if risk:
        line = next(line[0].row for line in book["Risks"].iter_rows(max_col=1) if line[0].value == "R1")
        book["Risks"].cell(line, 3).value = risk
    path = folder / "inbox" / "nil.xlsx"
    book.save(path)
    return path


def test_a_nil_return_needs_no_other_entry_and_counts_as_received(folder: Path) -> None:
    path = filled(folder)
    checked = laa_xl("validate", path, "--json")
    findings = [finding for finding in json.loads(checked.stdout)["findings"] if finding["severity"] != "info"]
    assert (checked.exit_code, findings) == (0, [])
    succeeded(laa_xl("consolidate", folder))
    (line,) = [
        line
        for line in json.loads(succeeded(laa_xl("status", folder, "--json")).stdout)["returns"]
        if line["theme"] == "EDE"
    ]
    assert (line["state"], line["nil"]) == ("accepted", True)
    assert "accepted, nil return" in succeeded(laa_xl("status", folder)).stdout
    (row,) = [row for row in records(folder / "master.xlsm", "Register") if row["Theme"] == "EDE"]
    assert (row["State"], row["Nil return"]) == ("accepted", "Yes")


def test_its_figures_are_gaps_that_say_why(folder: Path) -> None:
    filled(folder)
    succeeded(laa_xl("consolidate", folder))
    gaps = [row for row in records(folder / "master.xlsm", "Data gaps") if row["Theme"] == "EDE"]
    assert gaps
    for row in gaps:
        assert "Nil return: the theme has nothing to report." in row["Why"] or "Placeholder" in row["Why"]


def test_a_nil_return_with_an_entry_is_not_accepted(folder: Path) -> None:
    path = filled(folder, risk="The site may flood")
    checked = laa_xl("validate", path, "--json")
    codes = [finding["rule"] for finding in json.loads(checked.stdout)["findings"] if finding["severity"] != "info"]
    assert (checked.exit_code, codes) == (1, ["B15"])
    assert laa_xl("consolidate", folder).exit_code == 1
