"""The ways that benchmarks/udf_arrays.py measures all give the same; how long they take decides nothing here."""

from __future__ import annotations

import pytest

from benchmarks.udf_arrays import PLAIN, cells, measured, ways


@pytest.mark.parametrize("name", PLAIN)
def test_every_way_gives_the_same_answers(name: str) -> None:
    given = cells(400)
    answers = {way: run(*given) for way, run in ways(name).items()}
    assert {"plain loop", "one array call", "one call a row", "pandas, exact"} <= set(answers)
    assert all(found == answers["plain loop"] for found in answers.values())
    assert len({str(cell) for (cell,) in answers["plain loop"]}) > 1


def test_some_rows_stand_exactly_on_the_edge() -> None:
    actuals, targets = cells(400)
    on_the_edge = [
        1 for (actual,), (target,) in zip(actuals, targets, strict=True) if round(actual / target, 12) == 0.9
    ]
    assert len(on_the_edge) >= 5


def test_every_way_is_measured_as_often() -> None:
    calls: list[str] = []
    found = measured({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, [], 3)
    assert calls == ["a", "b"] * 4
    assert set(found) == {"a", "b"}
