"""The ways that are compared in benchmarks/speed.py are about the same returns, and find the same figures in them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from benchmarks.peers import WAYS
from benchmarks.returns import INDICATORS, Made, make, theme_code
from benchmarks.speed import shape
from laa_xl.domain.register import State
from laa_xl.flow.pipeline import computed_tables, consolidate
from laa_xl.flow.programme import Programme


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Seven returns of one quarter: the sixth is a copy of the first, in which everything that names the theme is changed."""
    return make(tmp_path_factory.mktemp("made") / "region", 7, 1)


@pytest.fixture(scope="module")
def ours(made: Made) -> dict[str, float]:
    """The figures of the master by code."""
    programme = Programme(made.root)
    outcome = consolidate(programme, made.files, None, made.now)
    assert [became for _, became in outcome.files] == ["accepted"] * 7
    assert [bool(item.open) for item, _ in outcome.files] == [number == 5 for number in range(1, 8)], (
        "faults in every fifth"
    )
    assert all(receipt.state is State.ACCEPTED for receipt in programme.load_register().receipts)
    rows = computed_tables(programme, made.now)["all_indicators"]
    assert len(rows) == made.rows == 7 * INDICATORS
    return {row["code"]: row["actual"] for row in rows}


def test_a_copied_return_is_its_models_but_for_the_theme(ours: dict[str, float]) -> None:
    first, sixth = (
        {code[5:]: figure for code, figure in ours.items() if code.startswith(theme_code(n))} for n in (1, 6)
    )
    assert first == sixth
    assert len(first) == INDICATORS


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@pytest.mark.parametrize("way", ["pandas one call", "openpyxl in and out"])
def test_another_way_finds_the_figures_of_the_master(
    way: str, made: Made, ours: dict[str, float], tmp_path: Path
) -> None:
    files = made.files[::3]
    master = tmp_path / "master.xlsx"
    WAYS[way](files, master)
    sheet = openpyxl.load_workbook(master, read_only=True)["Indicators"]
    found = {str(row[1]): row[11] for row in sheet.iter_rows(values_only=True) if str(row[1]) in ours}
    assert found == {code: ours[code] for code in found}
    assert len(found) == len(files) * INDICATORS


@pytest.mark.parametrize(("returns", "expected"), [(7, (7, 1)), (70, (7, 10)), (700, (70, 10)), (3000, (300, 10))])
def test_the_sizes_have_ten_quarters_where_there_are_enough_returns(returns: int, expected: tuple[int, int]) -> None:
    assert shape(returns) == expected
