"""Shares and changes in words never say more, or something else, than the numbers do."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.part_words import change_in_words, part_in_words, percent, share_of

SIZES = {
    "a tenth": Fraction(1, 10),
    "a fifth": Fraction(1, 5),
    "a quarter": Fraction(1, 4),
    "a third": Fraction(1, 3),
    "two fifths": Fraction(2, 5),
    "half": Fraction(1, 2),
    "three fifths": Fraction(3, 5),
    "two thirds": Fraction(2, 3),
    "three quarters": Fraction(3, 4),
    "four fifths": Fraction(4, 5),
    "nine tenths": Fraction(9, 10),
}


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (16, 30, "over half"),  # document 002, 4: "of the remaining 30 over half"
        (15, 30, "half"),
        (10, 30, "a third"),
        (30, 30, "all"),
        (0, 30, "none"),
        (0, 0, "none"),
        (3, 29, "about a tenth"),
        (1, 6, "17%"),
    ],
)
def test_a_share_is_said_as_people_say_it(part: int, whole: int, words: str) -> None:
    assert part_in_words(part, whole) == words


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(62, 100, "62%"), (1, 3, "33%"), (1, 300, "0.3%"), (299, 300, "99.7%"), (0, 5, "0%"), (5, 5, "100%")],
)
def test_a_percentage_never_reads_as_none_or_all_where_it_is_not(part: int, whole: int, words: str) -> None:
    assert percent(part, whole) == words


def test_a_share_that_a_table_prints_too_has_its_decimal() -> None:
    assert [percent(number, 24, 1) for number in (16, 3, 5, 12)] == ["66.7%", "12.5%", "20.8%", "50%"]


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_change_names_both_ends_and_the_right_way(before: int, now: int) -> None:
    said = change_in_words(before, now)
    if before == now:
        assert said == f"stayed at {now or 'none'}"
        return
    assert said.endswith(f"from {before or 'none'} to {now or 'none'}")
    assert said.startswith("fallen") == (now < before)
    assert said.startswith(("risen", "doubled")) == (now > before)


@given(st.integers(1, 500), st.integers(1, 500))
def test_a_named_size_is_the_size(before: int, now: int) -> None:
    found = re.match(r"(?:fallen|risen) by (about )?([a-z ]+),", change_in_words(before, now))
    if found:
        size = Fraction(abs(now - before), before)
        named = SIZES[found[2]]
        assert size == named if not found[1] else abs(size - named) <= named / 16


@given(st.integers(0, 100), st.integers(1, 100))
def test_a_share_is_none_of_nothing_and_exact_to_six_decimals(part: int, whole: int) -> None:
    found = share_of(part, whole)
    assert found is not None
    assert abs(Fraction(found) - Fraction(part, whole)) <= Fraction(1, 2_000_000)
    assert share_of(part, 0) is None
