"""Rows that wait packed are the rows that were given, in their order, however they are asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from laa_xl.domain.packed_rows import TOGETHER, PackedRows
from laa_xl.domain.returns import ErrorValue


def rows(count: int) -> list[dict[str, Any]]:
    kinds = (None, "text", 0.1, 3, True, date(2008, 9, 30), ErrorValue("#N/A"))
    return [{"number": number, "value": kinds[number % len(kinds)]} for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, TOGETHER - 1, TOGETHER, TOGETHER + 1, 3 * TOGETHER + 5])
def test_they_are_the_rows_that_were_given(count: int) -> None:
    given = rows(count)
    held = PackedRows(iter(given))
    assert list(held) == given
    assert list(held) == given  # again
    assert held == given
    assert given == held
    assert held == PackedRows(given)
    assert len(held) == count
    assert [held[place] for place in range(-count, count)] == given * 2
    assert held[1:-1] == given[1:-1]
    assert [type(row["value"]) for row in held] == [type(row["value"]) for row in given]
    with pytest.raises(IndexError):
        _ = held[count]


def test_another_row_or_another_order_is_not_equal() -> None:
    given = rows(TOGETHER + 2)
    held = PackedRows(given)
    assert held != given[:-1]
    assert held != given[::-1]
    assert held != {"number": 0}


def test_no_more_rows_are_held_than_are_packed_together() -> None:
    class Counted(dict[str, Any]):
        alive = 0

        def __init__(self, *values: Any) -> None:
            super().__init__(*values)
            Counted.alive += 1

        def __reduce__(self) -> tuple[Any, ...]:
            return dict, (dict(self),)

        def __del__(self) -> None:
            Counted.alive -= 1

    held = PackedRows(Counted(row) for row in rows(4 * TOGETHER + 7))
    assert Counted.alive == 7
    assert list(held) == rows(4 * TOGETHER + 7)
