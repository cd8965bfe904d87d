"""Reading ahead: what comes is what reading each file for itself gives, in its turn, and a bad file is told in its own."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import pytest

from laa_xl.files import apart
from laa_xl.files.ahead import DEPTH, current
from laa_xl.files.cells import read_cells
from laa_xl.files.refused import Refused
from tests.hostile.zips import changed
from tests.support.returns import typed, valid_return


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    apart.cool_down()


@functools.cache
def files() -> list[bytes]:
    """More than are read ahead at once, each with another figure."""
    return [typed({"PERCENT.actual": number}) for number in range(DEPTH + 2)]


def test_files_read_ahead_are_what_they_are_for_themselves() -> None:
    with apart.read_ahead(files(), ()):
        assert [apart.read_apart(data) for data in files()] == [read_cells(data) for data in files()]
    assert current() is None


def test_the_files_are_gone_through_only_as_far_as_is_read_ahead() -> None:
    begun: list[int] = []

    def given() -> Iterator[bytes]:
        for number, data in enumerate(files()):
            begun.append(number)
            yield data

    with apart.read_ahead(given(), ()):
        assert begun == list(range(DEPTH))
        apart.read_apart(files()[0])
        assert begun == list(range(DEPTH + 1))


def test_a_bad_file_is_refused_in_its_turn_and_the_next_are_read() -> None:
    bad = changed({"xl/worksheets/sheet1.xml": b"<x"})
    good = files()
    with apart.read_ahead([good[0], bad, good[1]], ()):
        assert apart.read_apart(good[0]) == read_cells(good[0])
        with pytest.raises(Refused, match="corrupt"):
            apart.read_apart(bad)
        assert apart.read_apart(good[1]) == read_cells(good[1])


@pytest.mark.parametrize("order", [(3, 0, 1), (0, 2, 4), (4,), (1, 1, 1)])
def test_whoever_asks_out_of_turn_gets_the_file_all_the_same(order: tuple[int, ...]) -> None:
    every = files()
    with apart.read_ahead(every, ()):
        for number in order:
            assert apart.read_apart(every[number]) == read_cells(every[number])
        assert apart.read_apart(valid_return()) == read_cells(valid_return()), "one that was not named"
        assert apart.read_apart(every[4], unread=["_checks"]) == read_cells(every[4], unread=["_checks"])


def test_the_same_file_twice_in_a_row_is_read_twice() -> None:
    one = files()[0]
    with apart.read_ahead([one, one, one], ()):
        assert [apart.read_apart(one) for _ in range(3)] == [read_cells(one)] * 3


def test_what_stops_the_run_stops_reading_ahead() -> None:
    with pytest.raises(KeyboardInterrupt), apart.read_ahead(files(), ()):
        raise KeyboardInterrupt
    assert current() is None
    assert apart.read_apart(files()[0]) == read_cells(files()[0])
