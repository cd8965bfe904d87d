"""A figure with its unit: per cent behind it, pounds before it, and what counts thousands as it stands."""

from __future__ import annotations

import pytest

from laa_xl.domain.rating import rate
from laa_xl.domain.units import beside, signed
from laa_xl.domain.variance import Target, Tolerance
from laa_xl.domain.words import DataStatus, Polarity, RatingMode


@pytest.mark.parametrize(
    ("words", "unit", "printed", "rest"),
    [
        ("61.5", "% of residents", "61.5%", "of residents"),
        ("300,000", "£", "£300,000", ""),
        ("-1,250.50", "£ a week", "-£1,250.50", "a week"),
        ("10 to 20", "£", "£10 to £20", ""),
        ("at least 10", "£ per head", "at least £10", "per head"),
        ("11,043", "£000", "11,043", "£000"),
        ("11,043", "£ thousand", "11,043", "£ thousand"),
        ("11", "£m", "11", "£m"),
        ("11", "£ millions", "11", "£ millions"),
        ("11,043", "£'000", "11,043", "£'000"),
        ("11,043", "£\u2019000s", "11,043", "£\u2019000s"),
        ("11,043", "£ (000s)", "11,043", "£ (000s)"),
        ("11,043", "£, thousands", "11,043", "£, thousands"),
        ("11", "£ in millions", "11", "£ in millions"),
        ("11", "£mn", "11", "£mn"),
        ("110", "£100k", "110", "£100k"),
        ("300", "£s", "300", "£s"),
        ("12.50", "£ per 1,000 residents", "£12.50", "per 1,000 residents"),
        ("11,043", "GBP 000", "11,043", "GBP 000"),
        ("300", "homes", "300", "homes"),
        ("300", None, "300", ""),
        ("", "£", "", ""),
    ],
)
def test_a_figure_has_the_sign_of_its_unit_and_the_rest_stands_beside_it(
    words: str, unit: str | None, printed: str, rest: str
) -> None:
    assert (signed(words, unit), beside(unit)) == (printed, rest)


def test_the_sentence_of_the_rule_writes_pounds_at_both_figures() -> None:
    found = rate(
        actual=300000,
        status=DataStatus.ESTIMATE,
        target=Target(value=750000),
        year_end=Target(value=3000000),
        forecast=None,
        judgement=None,
        polarity=Polarity.HIGHER,
        tolerance=Tolerance(10, 10),
        mode=RatingMode.OUTLOOK,
        version="1",
        placeholder=False,
        unit="£",
    )
    assert found.explanation.startswith("Red: £300,000 (estimate) against £750,000 is 60% worse than target")
