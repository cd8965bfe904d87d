"""Lines of one imported file that are about the same figure: told at each, and in the time that a long file may take."""

from __future__ import annotations

import time

import pytest

from laa_xl.domain.earlier import EarlierFigures
from laa_xl.domain.imports import Became, ImportedFigure, Line
from laa_xl.domain.settling import settled
from tests.support.small_agreement import agreement, indicator

EARLIER = EarlierFigures(agreement(indicator("R1")), {})


def line(row: int, actual: float) -> Line:
    figure = ImportedFigure(indicator="R1", period="2007-Q3", actual=actual)
    return Line(row, f"C{row}", "R1", "2007-Q3", f"{actual:g}", Became.TAKEN, figure=figure)


def test_lines_that_contradict_each_other_name_each_other() -> None:
    first, second = settled([line(2, 10), line(3, 11)], EARLIER)
    assert first.why == "R1 for 2007-Q3 stands here as 10, and in C3 as 11. Keep one."
    assert second.why == "R1 for 2007-Q3 stands here as 11, and in C2 as 10. Keep one."


def test_of_very_many_that_contradict_each_other_the_first_are_named() -> None:
    found = settled([line(row, row) for row in range(2, 12)], EARLIER)
    assert found[9].why == (
        "R1 for 2007-Q3 stands here as 11, and in C2 as 2, in C3 as 3, in C4 as 4, in C5 as 5, in C6 as 6, "
        "and in 4 more places. Keep one."
    )


@pytest.mark.parametrize("values", [1, 5000])
def test_a_long_file_that_says_one_figure_over_and_over_takes_no_longer_than_another(values: int) -> None:
    lines = [line(row, row % values) for row in range(2, 5002)]
    begun = time.process_time()
    found = settled(lines, EARLIER)
    assert time.process_time() - begun < 3  # each line held against each other took half a minute
    assert sum(one.became is Became.TAKEN for one in found) == (1 if values == 1 else 0)
