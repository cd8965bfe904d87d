"""The grammar of typed figures and dates: what is certain, what is asked, and what is never 0."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.grammar import folded, understand, understand_date


@pytest.mark.parametrize(
    ("text", "value", "reading"),
    [
        ("1234", 1234.0, "1,234"),
        ("1,234", 1234.0, "1,234"),
        ("1,234.5", 1234.5, "1,234.5"),
        ("1 234", 1234.0, "1,234"),
        ("1\u00a0234\u00a0567", 1234567.0, "1,234,567"),
        ("1\u202f234", 1234.0, "1,234"),
        ("1\u2009234.5", 1234.5, "1,234.5"),
        ("  42\u00a0", 42.0, "42"),
        ("\ufeff42\u200b\n", 42.0, "42"),
        ("１，２３４", 1234.0, "1,234"),
        (".5", 0.5, "0.5"),
        ("1.234", 1.234, "1.234"),
        ("007", 7.0, "7"),
        ("-0", 0.0, "0"),
        ("£132,158", 132158.0, "132,158"),
        ("£ 132,158", 132158.0, "132,158"),
        ("￡5", 5.0, "5"),
        ("£3.2m", 3200000.0, "3,200,000"),
        ("3.2 million", 3200000.0, "3,200,000"),
        ("3.2M", 3200000.0, "3,200,000"),
        ("1.1bn", 1100000000.0, "1,100,000,000"),
        ("12k", 12000.0, "12,000"),
        ("12 thousand", 12000.0, "12,000"),
        ("(1,234)", -1234.0, "-1,234"),
        ("(£1,234)", -1234.0, "-1,234"),
        ("-5", -5.0, "-5"),
        ("+5", 5.0, "5"),
        ("−5", -5.0, "-5"),
        ("–5", -5.0, "-5"),
        ("-£5", -5.0, "-5"),
        ("£-5", -5.0, "-5"),
        ("'42", 42.0, "42"),
        ("\u201942", 42.0, "42"),
        ("\u201c1,234\u201d", 1234.0, "1,234"),
        ('"-3.5"', -3.5, "-3.5"),
        ("\u2018£5\u2019", 5.0, "5"),
    ],
)
def test_a_figure_that_can_be_read_in_one_way_is_read(text: str, value: float, reading: str) -> None:
    understood = understand(text)
    assert (understood.kind, understood.value, understood.reading) == ("number", value, reading)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12%", 12.0), ("12 %", 12.0), ("12.5\u00a0%", 12.5), ("-3%", -3.0), ("(3%)", -3.0), ("１２％", 12.0)],
)
def test_a_percentage_keeps_its_number(text: str, value: float) -> None:
    assert (understand(text).kind, understand(text).value) == ("percent", value)


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u202f\t\n", "\u200b", "\ufeff "])
def test_only_spaces_of_any_width_are_blank(text: str) -> None:
    assert understand(text).kind == "blank"


@pytest.mark.parametrize(
    "text",
    [
        *("n/a", "N/A", " n/a\u00a0", "na", "TBC", "tba", "tbd", "none", "nil", "Nil", "unknown"),
        *("-", "–", "—", ".", "?", "*", "not available", "Not  Available"),
    ],
)
def test_words_for_a_missing_figure_are_never_zero(text: str) -> None:
    understood = understand(text)
    assert (understood.kind, understood.value) == ("not_a_number_word", None)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("1,23", "1.23 or 123"),
        ("1,2", "1.2 or 12"),
        ("0,123", "0.123 or 123"),
        ("1.234,5", "1234.5"),
        ("12,34,567", "1234567"),
        ("1.234.567", "1234567"),
        ("10-15", "10-15"),
        ("10–15", "10–15"),
        ("10 to 15", "10 to 15"),
        ("3/4", "3/4"),
        ("c. 120", "c. 120"),
        ("- 5", "- 5"),
        ("– 5", "– 5"),
        ("5-", "5-"),
        ("(-5)", "(-5)"),
        ("5.", "5."),
        ("12 34", "12 34"),
        ("1\n234", "1\n234"),
        ("1e5", "1e5"),
        ("3 m", "3 m"),
        ("£12%", "£12%"),
        ("2008-10-24", "2008-10-24"),
        ("9" * 400, "9" * 400),
        ("1O5", "105"),
        ("3o", "30"),
        ("l20", "120"),
        ("-I,2OO.5", "-1,200.5"),
        ("5O%", "50%"),
        ("'10-12", "10-12"),
    ],
)
def test_a_figure_with_two_readings_is_asked_about(text: str, reading: str) -> None:
    understood = understand(text)
    assert (understood.kind, understood.value, understood.reading) == ("ambiguous", None, reading)


@pytest.mark.parametrize(
    "text",
    [
        "approx 120",
        "about 5",
        "<5",
        ">10",
        "~3",
        "5*",
        "12 per cent",
        "$5",
        "5 visits",
        "½",
        "5²",
        "٣",
        "5\u212a",
        "£",
        "nan",
        "inf",
    ],
)
def test_anything_else_is_text(text: str) -> None:
    assert (understand(text).kind, understand(text).value) == ("text", None)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4))
def test_a_decimal_with_thousands_separators_comes_back_exact(number: Decimal) -> None:
    for text in (f"{number:,f}", f"{number:,f}".replace(",", "\u00a0"), f"{number:f}"):
        understood = understand(text)
        assert (understood.kind, understood.value) == ("number", float(number))
        assert Decimal(understood.reading.replace(",", "")) == number


@given(st.integers(0, 10**7), st.sampled_from([("k", 3), ("m", 6), ("bn", 9), (" million", 6)]))
def test_a_suffix_moves_the_decimal_point_and_nothing_else(hundredths: int, suffix: tuple[str, int]) -> None:
    number = Decimal(hundredths) / 100
    assert understand(f"£{number:f}{suffix[0]}").value == float(number.scaleb(suffix[1]))


FIGURE_LIKE = st.text(st.sampled_from("0123456789.,-+–−—()£%/ kmbnKto\u00a0\u202f\u2009\n１％"), max_size=12)


@given(st.text() | FIGURE_LIKE)
def test_any_text_is_understood_as_something(text: str) -> None:
    understood = understand(text)
    assert (understood.value is not None) == (understood.kind in ("number", "percent"))
    kind, day = understand_date(text)
    assert (day is not None) == (kind != "text")


@pytest.mark.parametrize(
    "text", ["1" * 32_767 + "x", "1,111" * 6_000, "1 " * 16_000 + "x", "1." * 16_000, "(" * 32_767]
)
def test_the_longest_text_that_a_cell_holds_is_understood(text: str) -> None:
    assert understand(text).value is None


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("2008-10-24", "date", date(2008, 10, 24)),
        (" 24 October 2008\u00a0", "date", date(2008, 10, 24)),
        ("24 Oct 2008", "date", date(2008, 10, 24)),
        ("24th Sept 2008", "date", date(2008, 9, 24)),
        ("24/10/2008", "date", date(2008, 10, 24)),
        ("05/05/2008", "date", date(2008, 5, 5)),
        ("24.10.2008", "date", date(2008, 10, 24)),
        ("03/04/2008", "ambiguous", date(2008, 4, 3)),
        ("3.4.2008", "ambiguous", date(2008, 4, 3)),
        ("10/24/2008", "ambiguous", date(2008, 10, 24)),
        ("24/10/08", "ambiguous", date(2008, 10, 24)),
        ("31/02/2008", "text", None),
        ("2008-02-30", "text", None),
        ("24 Brumaire 2008", "text", None),
        ("24/10-2008", "text", None),
        ("October 2008", "text", None),
        ("tbc", "text", None),
    ],
)
def test_a_typed_date_is_read_day_first_and_asked_about_where_months_could_lead(
    text: str, kind: str, day: date | None
) -> None:
    assert understand_date(text) == (kind, day)


@pytest.mark.parametrize(
    "text", ["O", "Il", "lo", "oil", "1st", "O2 levels", "'", '""', "\u201cgood\u201d", "it's 5", "5'6\"", "'n/a"]
)
def test_a_word_or_a_quotation_is_no_figure(text: str) -> None:
    assert understand(text).kind == "text"


@pytest.mark.parametrize(
    "text",
    [
        *("Friday 31 October 2008", "Fri, 31 Oct 2008", "31-Oct-2008", "31/Oct/2008", "31st of October 2008"),
        *("October 31, 2008", "Oct. 31 2008", "2008-10-31 00:00:00", "2008-10-31T00:00:00", "31/10/2008 00:00"),
        *("３１／１０／２００８", "\u200b31 October 2008\u00a0"),
    ],
)
def test_a_day_is_the_same_day_however_it_is_written(text: str) -> None:
    assert understand_date(text) == ("date", date(2008, 10, 31))


@pytest.mark.parametrize("text", ["2008-10-31 12:30", "31-Oct-08", "Oct 2008", "Monday", "32-Oct-2008", "Oct 32, 2008"])
def test_what_is_no_whole_day_is_no_certain_date(text: str) -> None:
    assert understand_date(text)[0] != "date"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Residents' views", "Residents\u2019 views"),
        ("Year-end forecast", "Year\u2010end\u00a0forecast"),
        ("Final", "\u200bＦｉｎａｌ "),
        ("not yet available", "NOT\nYET  AVAILABLE"),
        ("NI016", "ni016\ufeff"),
        ("co-operation", "co\u2013oper\u00adation"),
    ],
)
def test_words_are_the_same_however_their_marks_are_drawn(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("Risk 1", "Risk1"), ("10", "1O"), ("cafe", "café"), ("a,b", "a;b")])
def test_words_that_differ_in_a_letter_or_a_mark_differ(one: str, other: str) -> None:
    assert folded(one) != folded(other)
