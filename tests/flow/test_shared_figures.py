"""Two themes that report one figure are held against each other, at the same one of them whatever the order they come in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from laa_xl.flow.pipeline import consolidate
from laa_xl.flow.programme import Programme
from laa_xl.flow.receiving import template_spec
from tests.flow.test_programme import records
from tests.support.programmes import shared_entries, with_shared_figure
from tests.support.returns import PERIOD, Entries, return_of

NOW = datetime.fromisoformat("2008-10-24T12:00")


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    return with_shared_figure(tmp_path, NOW)


def arrived(programme: Programme, theme: str, entries: Entries) -> Path:
    spec = template_spec(programme.load(), theme, PERIOD, {})
    path = programme.folder("inbox") / f"{theme}.xlsx"
    path.write_bytes(return_of(entries, spec))
    return path


@pytest.mark.parametrize("order", [("SAFE", "JOBS"), ("JOBS", "SAFE")])
def test_the_finding_stands_at_the_same_return_whichever_came_first(
    programme: Programme, order: tuple[str, str]
) -> None:
    files = [arrived(programme, theme, shared_entries(theme, 41)) for theme in order]
    outcome = consolidate(programme, files, PERIOD, NOW)
    assert [verdict for _, verdict in outcome.files] == ["accepted", "accepted"]
    found = [(row["Theme"], row["Row"]) for row in records(programme.master, "Findings") if row["Rule"] == "Y01"]
    assert found == [("SAFE", "SEASON")]
    assert not consolidate(programme, [], PERIOD, NOW).changed
