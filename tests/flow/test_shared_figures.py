"""Two themes that report one figure are held against each other, at the same one of them whatever the order they come in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from laa_xl.flow.demonstration import new_from
from laa_xl.flow.pipeline import consolidate, make_templates
from laa_xl.flow.programme import Programme
from laa_xl.flow.receiving import template_spec
from tests.flow.test_programme import records
from tests.support.returns import PERIOD, SETTINGS, TABLES, Entries, return_of, valid_entries

NOW = datetime.fromisoformat("2008-10-24T12:00")


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    folder = tmp_path / "agreement"
    folder.mkdir()
    lines = (
        f"{name} = {value!r}" if isinstance(value, int) else f'{name} = "{value}"' for name, value in SETTINGS.items()
    )
    (folder / "agreement.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text.lstrip(), encoding="utf-8")
    rows = (folder / "indicators.csv").read_text(encoding="utf-8").splitlines()
    shared = [f"{rows[0]},same_as", *(f"{row},{'WORK' if row.startswith('SEASON') else ''}" for row in rows[1:])]
    (folder / "indicators.csv").write_text("\n".join(shared) + "\n", encoding="utf-8")
    made, _ = new_from(tmp_path / "p", str(folder), NOW)
    make_templates(made, PERIOD, ["SAFE", "JOBS"], NOW)
    return made


def arrived(programme: Programme, theme: str, entries: Entries) -> Path:
    spec = template_spec(programme.load(), theme, PERIOD, {})
    path = programme.folder("inbox") / f"{theme}.xlsx"
    path.write_bytes(return_of(entries, spec))
    return path


@pytest.mark.parametrize("order", [("SAFE", "JOBS"), ("JOBS", "SAFE")])
def test_the_finding_stands_at_the_same_return_whichever_came_first(
    programme: Programme, order: tuple[str, str]
) -> None:
    entries: dict[str, Entries] = {
        "SAFE": valid_entries(),
        "JOBS": {
            "about": valid_entries()["about"],
            "indicators": {"WORK": {"actual": 41, "status": "Final", "forecast": 82}},
        },
    }
    files = [arrived(programme, theme, entries[theme]) for theme in order]
    outcome = consolidate(programme, files, PERIOD, NOW)
    assert [verdict for _, verdict in outcome.files] == ["accepted", "accepted"]
    found = [(row["Theme"], row["Row"]) for row in records(programme.master, "Findings") if row["Rule"] == "Y01"]
    assert found == [("SAFE", "SEASON")]
    assert not consolidate(programme, [], PERIOD, NOW).changed
