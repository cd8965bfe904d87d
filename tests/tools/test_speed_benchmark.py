"""The ways that are compared in benchmarks/speed.py are about the same returns, and find the same figures in them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from benchmarks.peers import WAYS
from benchmarks.returns import INDICATORS, Made, make, theme_code
from benchmarks.speed import shape
from laa_xl.flow.pipeline import computed_tables, consolidate
from laa_xl.flow.programme import Programme


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Three returns of one quarter: the third is a copy of the first, in which everything that names the theme is changed."""
    return make(tmp_path_factory.mktemp("made") / "region", 3, 1, models=2)


@pytest.fixture(scope="module")
def ours(made: Made) -> dict[str, float]:
    """The figures of the master by code; those of the return that was rejected are not among them."""
    programme = Programme(made.root)
    outcome = consolidate(programme, made.files, None, made.now)
    assert [became for _, became in outcome.files] == ["accepted", "rejected", "accepted"]
    assert [bool(item.open) for item, _ in outcome.files] == [number == 2 for number in (1, 2, 3)], (
        "the last model has faults"
    )
    rows = computed_tables(programme, made.now)["all_indicators"]
    assert len(rows) == made.rows == 3 * INDICATORS
    return {row["code"]: row["actual"] for row in rows if "actual" in row}


def test_a_copied_return_is_its_models_but_for_the_theme(ours: dict[str, float]) -> None:
    first, third = (
        {code[5:]: figure for code, figure in ours.items() if code.startswith(theme_code(n))} for n in (1, 3)
    )
    assert first == third
    assert len(first) == INDICATORS


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@pytest.mark.parametrize("way", ["pandas one call", "openpyxl in and out"])
def test_another_way_finds_the_figures_of_the_master(
    way: str, made: Made, ours: dict[str, float], tmp_path: Path
) -> None:
    files = made.files[::2]
    master = tmp_path / "master.xlsx"
    WAYS[way](files, master)
    sheet = openpyxl.load_workbook(master, read_only=True)["Indicators"]
    found = {str(row[1]): row[11] for row in sheet.iter_rows(values_only=True) if str(row[1]) in ours}
    assert found == {code: ours[code] for code in found}
    assert len(found) == len(files) * INDICATORS


@pytest.mark.parametrize(("returns", "expected"), [(7, (7, 1)), (70, (7, 10)), (700, (70, 10)), (3000, (300, 10))])
def test_the_sizes_have_ten_quarters_where_there_are_enough_returns(returns: int, expected: tuple[int, int]) -> None:
    assert shape(returns) == expected
