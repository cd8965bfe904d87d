"""`laa-xl schema` tells people what it tells programs: every setting, file and column, what is needed, and the limits."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

from laa_xl.flow.shipped import agreement_folder
from tests.support.cli import laa_xl, succeeded


def shown(what: str) -> list[list[str]]:
    """What is printed: the cells of each line, and a line that is no row of a table as its one cell."""
    lines = succeeded(laa_xl("schema", what)).stdout.splitlines()
    return [[cell.strip() for cell in line.strip("│┃").replace("┃", "│").split("│")] for line in lines]


def described(what: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(succeeded(laa_xl("schema", what, "--json")).stdout)
    return found


def row_of(name: str, below: str) -> list[str]:
    """The first row that begins with ``name`` below a title."""
    lines = shown("agreement")
    start = lines.index([below])
    return next(cells for cells in lines[start:] if cells[0] == name)


def test_every_setting_of_an_agreement_is_listed_with_its_type_its_default_and_what_it_means() -> None:
    listed = {cells[0] for cells in shown("agreement")}
    assert {one["name"] for one in described("agreement")["settings"]} <= listed
    assert row_of("code", "agreement.toml: settings")[1:4] == ["text", "always", ""]
    mode = row_of("rating_mode", "agreement.toml: settings")
    assert mode[1:4] == ["outlook or current", "", "outlook"]
    assert mode[4].startswith("Rating mode: outlook: performance")
    assert row_of("net_budget_requirement", "agreement.toml: settings")[1:4] == ["money", "", ""]
    assert row_of("tolerance_upper", "agreement.toml: settings")[3] == "10"


def test_each_table_of_an_agreement_is_under_the_name_of_its_file() -> None:
    lines = shown("agreement")
    for table in described("agreement")["tables"]:
        assert [f"{table['file']}: {table['title']}"] in lines
        for column in table["columns"]:
            assert row_of(column["name"], f"{table['file']}: {table['title']}")


def test_limits_and_lists_are_told_in_words() -> None:
    assert row_of("quarter", "targets.csv: Targets")[4] == "from 1 to 4"
    assert row_of("lag_months", "indicators.csv: Indicators")[4] == "0 or more"
    assert row_of("polarity", "indicators.csv: Indicators")[4] == "higher, lower, range"
    for what in ("return", "master", "agreement"):
        printed = succeeded(laa_xl("schema", what)).stdout
        assert "minimum" not in printed.replace("│ minimum ", "")  # but for the column of that name
        assert "None" not in printed


def test_what_the_schema_calls_needed_is_what_a_new_programme_refuses_blank(tmp_path: Path) -> None:
    folder = tmp_path / "agreement"
    shutil.copytree(agreement_folder("leicester-2008"), folder)
    expected = set()
    for table in described("agreement")["tables"]:
        if not (file := folder / table["file"]).exists():
            continue
        rows = blanked(file, [column["name"] for column in table["columns"] if column["required"]])
        needed = [column["title"] for column in table["columns"] if column["required"]]
        expected |= {
            f"{table['file']}, row {row}, {title}: This is needed." for row, title in zip(rows, needed, strict=True)
        }
    assert len(expected) > 20
    result = laa_xl("new", tmp_path / "county", "--agreement", folder)
    assert result.exit_code == 2
    assert {line.strip() for line in result.stderr.splitlines()} >= expected


def blanked(file: Path, columns: list[str]) -> list[int]:
    """Leave each of the columns blank in a row of its own; the numbers of these rows, as they are told."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    for number, column in enumerate(columns):
        rows[number][column] = ""
    with file.open("w", encoding="utf-8", newline="") as text:
        out = csv.DictWriter(text, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
    return [number + 2 for number, _ in enumerate(columns)]
