"""What stands just inside what a rule asks about gives no finding: each table of near misses beside its cases."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks import near_doing, near_known, near_plausible, near_words
from tests.checks.case import Case
from tests.checks.shaped import silent

TABLES = (near_plausible.NEAR, near_words.NEAR, near_doing.NEAR)
NEAR: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    what: near for table in TABLES for what, near in table.items()
}


def test_no_two_near_misses_are_called_the_same() -> None:
    assert len(NEAR) == sum(map(len, TABLES))


@pytest.mark.parametrize("what", NEAR)
def test_just_inside_gives_no_finding(what: str) -> None:
    changes, shape = NEAR[what]
    assert silent(changes, **shape) == []


@pytest.mark.parametrize("case", near_known.NEAR, ids=str)
def test_just_inside_gives_no_finding_in_a_programme(case: Case) -> None:
    assert [finding.line for finding in case.findings()] == []
