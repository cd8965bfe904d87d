"""Returns are held as packed text but for those looked into last: what comes back is what was there, value by value."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Entry, ErrorValue, Return, Row
from laa_xl.files import later_tables
from laa_xl.files.later_tables import LaterTables, NotPlain, to_text

VALUES: list[Any] = [
    None, "", "text", "  kept ", "line\nbreak", "é ▲ 𝄞", "\x1f", "s", 0, 1, -3, 10**20, 0.1, -0.0, 0.0, 1.0, 1e-300, True, False,
    date(2008, 9, 30), datetime(2008, 9, 30, 17, 5, 12), time(17, 5), ErrorValue("#REF!"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_open() -> Iterator[None]:
    later_tables._LAST.clear()
    yield
    later_tables._LAST.clear()


def row(number: int, *entries: Entry, table: str = "indicators", key: str = "NI1") -> Row:
    return Row(table, "Indicators", key, number, {f"column {place}": entry for place, entry in enumerate(entries)})


def same(one: Row, other: Row) -> None:
    """Alike in every way in which a row may be asked, types and signs of zero included."""
    assert (one, list(one.entries), repr(one)) == (other, list(other.entries), repr(other))
    assert list(map(repr, one.entries.values())) == list(map(repr, other.entries.values()))
    assert repr(one.told()) == repr(other.told())
    assert repr(one.standing()) == repr(other.standing())
    for column in (*one.entries, "not there"):
        for ask in ("__getitem__", "number_of", "date_of", "text_of", "blank", "unusable", "cell"):
            assert repr(getattr(one, ask)(column)) == repr(getattr(other, ask)(column)), (ask, column)
    with pytest.raises(KeyError):
        _ = other.entries["not there"]


def test_every_kind_of_value_comes_back_with_what_was_entered_and_its_cell() -> None:
    usable = [Entry(value, f"{chr(65 + place)}7", value) for place, value in enumerate(VALUES)]
    read_otherwise = [Entry(value, "AB7", VALUES[place - 1]) for place, value in enumerate(VALUES)]
    printed = [Entry(value, "$A$7") for value in VALUES]
    unusable = [Entry(None, "C9", value, usable=False) for value in VALUES]
    tables = {
        "indicators": (row(6, *usable), row(6, *read_otherwise), row(7, *printed, key="NI2"), row(8, *unusable)),
        "about": (row(0, Entry("form", "B3", "form"), Entry(None, "B4"), table="elsewhere"),),
        "risks": (),
    }
    again = LaterTables(to_text(tables))
    assert again == tables
    assert tables == again
    assert list(again) == list(tables)
    assert len(again) == 3
    for name, rows in tables.items():
        for one, other in zip(rows, again[name], strict=True):
            same(one, other)


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.sampled_from(VALUES), st.sampled_from(VALUES), st.booleans(), st.sampled_from(("A7", "B8", ""))
            ),
            max_size=4,
        ),
        max_size=3,
    )
)
def test_any_rows_come_back(lines: list[list[tuple[Any, Any, bool, str]]]) -> None:
    rows = tuple(
        row(6, *(Entry(value, cell, entered, usable) for value, entered, usable, cell in line)) for line in lines
    )
    for one, other in zip(rows, LaterTables(to_text({"indicators": rows}))["indicators"], strict=True):
        same(one, other)


@pytest.mark.parametrize("value", [math.nan, math.inf, object(), [1], ("a",)])
def test_what_has_no_text_is_said_to_have_none_and_stays_open(value: Any) -> None:
    tables = {"indicators": (row(6, Entry(value, "A7")),)}
    with pytest.raises(NotPlain):
        to_text(tables)
    held = LaterTables.of(tables)
    held.close()
    assert not held.waiting
    assert held["indicators"] is tables["indicators"]


def test_of_many_returns_the_last_are_held_open_and_every_one_answers_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(later_tables, "MOST_OPEN", 3)
    made = [
        {"indicators": (row(6, Entry(float(number), "A7", float(number))), row(7, Entry("later", "A8")))}
        for number in range(8)
    ]
    held = [LaterTables.of(tables) for tables in made]
    assert [one.waiting for one in held] == [True] * 5 + [False] * 3
    returns = [Return("laa", "SAFE", Period(2008, 2), "file", "sha", one) for one in held]
    for turn in range(2):
        for number, returned in enumerate(returns):
            found = returned.row("indicators", "NI1")
            assert found is not None
            assert (found["column 0"], returned.rows("indicators")) == (float(number), made[number]["indicators"]), turn
            assert returned.row("indicators", "NI3") is None
            assert returned.row("risks", "R1") is None
            assert sum(not one.waiting for one in held) == 3


def test_few_returns_are_never_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(tables: Any) -> bytes:
        raise AssertionError("packed")

    monkeypatch.setattr(later_tables, "to_text", refuse)
    held = [LaterTables.of({"indicators": (row(6, Entry(1.0, "A7")),)}) for _ in range(later_tables.MOST_OPEN)]
    assert not any(one.waiting for one in held)


def test_rows_that_somebody_holds_outlive_the_closing() -> None:
    held = LaterTables.of({"indicators": (row(6, Entry("é", "A7", "é")),)})
    first = held["indicators"][0]
    held.close()
    assert held.waiting
    same(first, held["indicators"][0])
    changed = replace(held["indicators"][0], key="NI9")
    assert (changed.key, changed["column 0"]) == ("NI9", "é")


def test_at_the_end_of_a_run_none_is_held_and_who_has_one_can_still_ask_it() -> None:
    rows = (row(3, Entry(1.5, "B4", 1.5)),)
    mine = LaterTables.of({"indicators": rows})
    assert len(later_tables._LAST) == 1
    later_tables.let_go()
    assert not later_tables._LAST
    assert mine["indicators"] == rows
