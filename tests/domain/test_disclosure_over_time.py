"""Which figures are not told: a small count, and whatever it could be worked out from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.disclosure import kept_codes, small_import, small_steps
from laa_xl.domain.words import Accumulation, Measure
from tests.support.public import agreement, one

# Codes, what each is part of, what each is the same as; which are small; which are hidden.
CASES = [
    ("alone", ("A", "B"), {}, {}, {"A"}, {"A"}),
    ("a total of which one part is small", ("T", "A", "B"), {"A": "T", "B": "T"}, {}, {"A"}, {"A", "T"}),
    ("a total of totals", ("U", "T", "A", "C"), {"A": "T", "T": "U", "C": "U"}, {}, {"A"}, {"A", "T", "U"}),
    ("the parts of a small total", ("T", "A", "B"), {"A": "T", "B": "T"}, {}, {"T"}, {"T", "A", "B"}),
    ("the same figure in another theme", ("A", "B"), {}, {"B": "A"}, {"A"}, {"A", "B"}),
    ("and the other way round", ("A", "B"), {}, {"B": "A"}, {"B"}, {"A", "B"}),
    ("the twin's total", ("A", "B", "T"), {"B": "T"}, {"A": "B"}, {"A"}, {"A", "B", "T"}),
    ("nothing small", ("T", "A"), {"A": "T"}, {}, set(), set()),
]


@pytest.mark.parametrize(("name", "codes", "parts", "twins", "small", "hidden"), CASES)
def test_what_gives_a_small_count_away_is_hidden_with_it(
    name: str, codes: tuple[str, ...], parts: dict[str, str], twins: dict[str, str], small: set[str], hidden: set[str]
) -> None:
    terms = agreement(*(one(code, part_of=parts.get(code), same_as=twins.get(code)) for code in codes))
    assert set(kept_codes({i.code: i for i in terms.indicators}, {}, small)) == hidden


CODES = [f"C{number}" for number in range(8)]


@given(st.data())
def test_no_shown_total_has_a_hidden_part_whatever_is_part_of_what(data: st.DataObject) -> None:
    """So that nothing can be taken from a total that is told: every part of it is told as well."""
    parts = {
        code: data.draw(st.sampled_from([None, *CODES[:number]]), code) for number, code in enumerate(CODES) if number
    }
    terms = agreement(*(one(code, part_of=parts.get(code)) for code in CODES))
    small = data.draw(st.sets(st.sampled_from(CODES)))
    hidden = set(kept_codes({i.code: i for i in terms.indicators}, {}, small))
    assert small <= hidden
    for code, total in parts.items():
        if total is not None and total not in hidden:
            assert code not in hidden, (code, total)


@pytest.mark.parametrize(
    ("year", "left_out"),
    [
        ([7, 9], {0}),  # 2 in the second quarter
        ([7, 12], set()),  # 5: as many as may be told
        ([7, 9, 20], {0}),  # beside 20 the 9 stands, and beside 9 the 7 does not
        ([7, 9, 10], {0, 1}),
        ([7, None, 9], {0}),
        ([12, 7], {0}),  # a fall is a mistake, and tells as much
        ([None, None], set()),
    ],
)
def test_of_a_count_that_adds_up_the_steps_are_no_smaller_than_what_may_be_told(
    year: list[float | None], left_out: set[int]
) -> None:
    counted, _ = one("A", suppress_small=True, accumulation=Accumulation.CUMULATIVE)
    assert small_steps(counted, year, 5) == left_out
    at_a_time, _ = one("B", suppress_small=True)
    assert small_steps(at_a_time, year, 5) == set()
    careless, _ = one("C", accumulation=Accumulation.CUMULATIVE)
    assert small_steps(careless, year, 5) == set()


def test_an_imported_rate_is_never_told_where_small_counts_are_not_as_nobody_knows_its_count() -> None:
    count, _ = one("A", suppress_small=True)
    rate, _ = one("B", suppress_small=True, measure=Measure.RATE)
    free, _ = one("C", measure=Measure.RATE)
    assert [small_import(count, 4, 5), small_import(count, 5, 5)] == [True, False]
    assert [small_import(rate, 80, 5), small_import(free, 1, 5)] == [True, False]
