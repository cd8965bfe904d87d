"""Where a rule settles the everyday case by a cheap look, it says what the whole rule would have said."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from laa_xl.checks.entries import says_nothing
from laa_xl.checks.figures import slip
from laa_xl.checks.wording import _telephone
from laa_xl.domain.agreement import Indicator
from laa_xl.domain.earlier import EarlierFigures
from laa_xl.domain.grammar import NOT_A_NUMBER_WORDS, stripped, understand
from laa_xl.domain.numbers import exact
from laa_xl.domain.profile import period_target
from laa_xl.domain.words import Accumulation
from laa_xl.files.outside import normal
from laa_xl.flow.specifying import _past_figures, spec_for
from tests.support.returns import PERIOD, THEME, agreement

PADDED = ["", " ", "\u00a0", "\u200b \u200b", " ' ", '" ', "\t\n", "\u3000"]


@pytest.mark.parametrize("word", sorted(NOT_A_NUMBER_WORDS))
def test_a_word_for_a_missing_entry_is_known_however_it_is_padded(word: str) -> None:
    for before in PADDED:
        for after in PADDED:
            text = f"{before}{word.replace(' ', '   ')}{after}"
            assert says_nothing(text) == (understand(text).kind == "not_a_number_word"), repr(text)
    assert says_nothing(f" {word} ")


@pytest.mark.parametrize("text", ["5-6", "12/05/2008", "5%", "£5", "4", "Burglary fell", "TBC by May", ""])
def test_a_figure_or_a_few_words_are_no_word_for_a_missing_entry(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "\u00a0\u2003 ", "\u3000\t", "\ufeff", "''", "' '", "0", "\uff0d", "."]
)
def test_a_text_without_anything_to_see_is_blank_to_the_grammar_too(text: str) -> None:
    assert (stripped(text) == "") == (understand(text).kind == "blank")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ring 0116 496 0000.", "0116 496 0000"),
        ("Ring +44 116 496 1111.", "+44 116 496 1111"),
        ("Ring (0116) 496 0000 today", "(0116) 496 0000"),
        ("Ring 01204 12345.", "01204 12345"),
        ("Ring +44 1204 12345", "+44 1204 12345"),
        ("Plans 01204 and 12345", None),
        ("Plan 01204 1234", None),
        ("Plan 01204 12345/7", None),
        ("Three of 120 posts, from 2006 on", None),
        ("No number at all", None),
    ],
)
def test_a_telephone_number_is_found_where_it_has_its_first_digits(text: str, found: str | None) -> None:
    match = _telephone(text)
    assert (match[0].strip() if match else None) == found


def test_a_slip_of_the_unit_is_one_by_exact_arithmetic_whatever_its_size() -> None:
    rate = _of_measure("rate")
    draw = random.Random(9)
    edges = [times * near for times in (10, 100, 1000) for near in (0.8, 1.0, 1.25)]
    for _ in range(2000):
        other = round(draw.uniform(0.1, 900), draw.randint(0, 4)) or 1.0
        ratio = draw.choice([*edges, 1.0, 3.0, 7.5, draw.uniform(0.01, 20)])
        value = round(other * ratio if draw.random() < 0.5 else other / ratio, 6)
        if value == 0:
            continue
        is_one = any(
            Decimal(times) / Decimal("1.25") <= of <= Decimal(times) * Decimal("1.25")
            for times in (10, 100, 1000)
            for of in (exact(value) / exact(other), 1 / (exact(value) / exact(other)))
        )
        assert bool(slip(rate, value, other)) == is_one, (value, other)


def test_a_long_text_is_compared_like_a_short_one() -> None:
    assert normal("Data  STATUS" + " " * 300) == normal("data status") == "data status"


def test_a_target_in_another_kind_of_number_is_rounded_for_itself() -> None:
    whole: dict[str, Any] = {
        "accumulation": Accumulation.RATE,
        "shares": None,
        "decimals": 20,
        "explicit": None,
        "quarter": 2,
    }
    assert period_target(Decimal("0.1"), **whole) == period_target(0.1, **whole) == 0.1


@pytest.mark.parametrize("actual", [4.0, 0.0, -0.0])
def test_a_figure_of_an_earlier_quarter_goes_into_a_specification_as_it_stands(actual: float) -> None:
    # 0 and -0 are equal: one kept in the other's place would change the fingerprint of a template.
    whole, period = agreement(), PERIOD.previous
    code = whole.indicators[0].code
    stands = SimpleNamespace(figure=SimpleNamespace(actual=actual), entry=SimpleNamespace(file="before.xlsx"))
    found = list(_past_figures(whole, EarlierFigures(whole, {}, {(code, period): stands}), PERIOD))  # type: ignore[dict-item]
    assert [(one.indicator, repr(one.actual), one.imported) for one in found] == [(code, repr(actual), True)]


class _AskedByName(dict[Any, Any]):
    def __iter__(self) -> Iterator[Any]:
        raise AssertionError("asked which returns there are, so that the answer would rest on every one of them")


def test_a_specification_asks_for_the_returns_that_it_needs_and_never_which_there_are() -> None:
    assert spec_for(agreement(), THEME, PERIOD, _AskedByName()) == spec_for(agreement(), THEME, PERIOD, {})


def _of_measure(measure: str) -> Indicator:
    found = agreement().indicators[0]
    return found.model_copy(update={"measure": type(found.measure)(measure)})
