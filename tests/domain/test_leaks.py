"""Words that tell a figure about few people are found, however the sentence is put; other numbers are none."""

from __future__ import annotations

import pytest

from laa_xl.domain.leak_kinds import LeakKind
from laa_xl.domain.leaks import Few, Secrets
from laa_xl.domain.told_numbers import tells

SECRETS = Secrets(few=(Few("NI033", frozenset({4.0})), Few("R4.1", frozenset({1177.1}))))


@pytest.mark.parametrize(
    "text",
    [
        "NI 33 stood at 4.",
        "NI 33 is 4.",
        "NI 33 fell to 4 this quarter",
        "NI 33 had 4 deaths",
        "For NI 33 there are 4",
        "NI033 WAS 4 IN JULY",
        "NI 33 STOOD AT 4",
        "NI033: four deaths",
        "Of those of NI 33 all 4 were visited",
        "R4.1 stands at 1,177.1 this quarter.",
        "In R4.1 we saw 1177.1 users",
        "In 2008-Q2, with NI 16 on target, NI 33 came to 4",
        "NI 33, see F14: it was 4",
        "NI 33: shortened by 4",
        "4/SAFE/indicators/NI033 stood at 4",
        "NI 33 stands in row 4",
        "NI33 is 4",
        "Only 4 for ni 033",
        "Only 4 for N.I. 33",
        "Only 4 for NI-33",
        "Only 4 for NI  33",
    ],
)
def test_a_small_count_is_found_whatever_word_stands_before_it(text: str) -> None:
    assert [what.partition(" (")[0] for what in SECRETS.found_in(text)] == [str(LeakKind.SMALL_COUNT)]


@pytest.mark.parametrize(
    "text",
    [
        "NI 33 is not shown for Q4.",
        "NI 33 goes with NI 4 and BV 4a.",
        "NI 33 was agreed on 4 July 2008",
        "NI 33 was counted on 04/07/2008 for 2008-Q4",
        "NI 33: fewer than 4",
        "NI 33, from Narrative, F4",
        "NI 33: Likelihood 4 x impact 4 = 16",
        # what we write ourselves around a bullet: its reference, what was shortened or left out, where a decision stands
        "4/SAFE/indicators/NI033",
        "3b/4/indicators/NI033",
        "4/NI033/narrative/N4",
        "NI 33 Fires: fewer than 5 (Shortened by 4 sentences: all of it stands in the master, Indicators.)",
        "Left out for length, and kept in the county's workbook: 4 points (NI 33 Fires; NI 16 Burglaries).",
        "NI 33 Fires: Green by decision of Officer. [Safer return, Indicators, K9; Overrides, row 4]",
        "Nothing is shown of NI 33; four posts were filled",
        "Four posts were filled in July",
        "NI 330 is 4",
        "NI 3 3 is 4",
    ],
)
def test_codes_days_quarters_and_other_clauses_are_no_figures(text: str) -> None:
    assert list(SECRETS.found_in(text)) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "There were none"),
        (0, "A nil return"),
        (0, "It fell to zero"),
        (1, "A single death"),
        (2, "A couple of deaths"),
        (2, "It happened twice"),
        (6, "Half a dozen deaths"),
        (12, "A dozen deaths"),
        (12, "There were twelve"),
        (19, "Nineteen deaths"),
    ],
)
def test_a_number_is_known_by_the_words_that_people_use_for_it(number: int, words: str) -> None:
    assert tells({float(number)}, words)
    assert not tells({7.0}, words)


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("The group meets twice a week", False),
        ("Visits are made twice\neach month", False),
        ("It is looked at twice monthly", False),
        ("It happened twice a year", True),  # which is what a year's figure says
        ("It happened twice a quarter", True),
        ("It happened twice a weekend", True),
        ("It happened twice", True),
        ("It happened twice in a week", True),
    ],
)
def test_how_often_in_a_week_or_a_month_is_no_count(words: str, *, is_told: bool) -> None:
    assert tells({2.0}, words) is is_told


def test_a_word_that_the_indicators_own_words_have_is_no_figure() -> None:
    few = Few("NI033", frozenset({1.0}), "Deaths of single parents")
    secrets = Secrets(few=(few,))
    assert list(secrets.found_in("NI 33 Deaths of single parents: fewer than 5")) == []
    assert list(secrets.found_in("NI 33 Deaths of single parents: 1")) != []
    assert list(Secrets(few=(Few("NI033", frozenset({1.0})),)).found_in("NI 33: a single parent")) != []


BESIDE = Secrets(few=(Few("NI033", frozenset({2.0}), "", ("Children do well: Key Stage 2.", "Theme 2"), ("2",)),))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "NI 33 Deaths: at risk. Outcome: Children do well: Key Stage 2 (Theme 2). [Theme 2 return, Indicators, K6]",
            False,
        ),
        ("In Theme 2, NI 33 is not shown", False),
        ("NI 33 Deaths: 2 of them. Outcome: Children do well: Key Stage 2 (Theme 2).", True),
        ("NI 33 Deaths: two. Outcome: Children do well: Key Stage 2 (Theme 2).", True),
        ("In Theme 2, NI 33 is 2", True),
    ],
)
def test_a_number_in_the_name_of_an_outcome_or_a_theme_is_no_figure_of_its_indicators(text: str, told: bool) -> None:
    assert bool(list(BESIDE.found_in(text))) is told


def test_a_row_may_have_the_code_of_its_theme_where_the_figure_is_the_same_number() -> None:
    assert list(BESIDE.few_in_row(("2008-Q2", "2", "NI033", "Theme 2", "fewer than 5"))) == []
    assert [place for place, _ in BESIDE.few_in_row(("2008-Q2", "2", "NI033", "Theme 2", "2"))] == [4]


@pytest.mark.parametrize("cell", ["NI33", "NI 33", "NI033", "ni 033 "])
def test_a_row_is_known_by_its_code_however_it_is_written(cell: str) -> None:
    assert [place for place, _ in SECRETS.few_in_row((cell, "Deaths", "4"))] == [2]


@pytest.mark.parametrize(
    "text", ["NI193 fell", "NI193", "NI 0193 fell", "ni-193 fell", "N.I. 193 fell", "NI\u00a0 193 fell"]
)
def test_a_local_only_indicator_is_known_by_its_code_however_it_is_written(text: str) -> None:
    secrets = Secrets(codes=("NI193", "NI040"))
    assert [what.partition(" (")[0] for what in secrets.found_in(text)] == [str(LeakKind.LOCAL_ONLY)]
    assert list(secrets.found_in(text.replace("193", "40"))) != []
    assert list(secrets.found_in(text.replace("193", "1931"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ring 00441164960123",
        "Ring 0044 116 496 0123",
        "Ring 0116.496.0123",
        "Ring 0116\u2013496\u20130123",
        "Ring 0116\u2011496\u20110123",
        "Tel.0116 496 0123",
        "Ring 0116 496 0123x204",
        "Ring 0116 496 0123ext. 204",
    ],
)
def test_a_telephone_number_is_found_whatever_parts_its_digits(text: str) -> None:
    assert [what.partition(" (")[0] for what in SECRETS.found_in(text)] == [str(LeakKind.PHONE)]


def test_a_telephone_number_is_quoted_as_it_stands_in_the_text_so_that_it_can_be_found_there() -> None:
    (told,) = SECRETS.found_in("Ring 0116\u2013496\u20130123 today")
    assert "0116\u2013496\u20130123" in told


@pytest.mark.parametrize(
    "text",
    [
        "Write to j.smith @ county.example",
        "Write to j.smith@ county.example",
        "Write to j.smith [at] county.example",
        "Write to j.smith (at) county (dot) example",
    ],
)
def test_an_address_that_is_written_for_people_alone_is_found(text: str) -> None:
    assert [what.partition(" (")[0] for what in SECRETS.found_in(text)] == [str(LeakKind.EMAIL)]


@pytest.mark.parametrize(
    "text",
    [
        "12 sites @ 4 visits each. All were visited",
        "5 staff @ Leicester. They began in May",
        "The panel met @ 10.30am and @ 4.15 pm",
        "From 01.04.2008 to 30.09.2008",
        "From 01.04.2008 31.03.2009",
        "In 2006\u201307 2007\u201308 2008\u201309",
        "0.123.456 and 1.0116.4960.123",
        "012345x6 of them",
    ],
)
def test_times_sums_and_places_are_neither_addresses_nor_telephone_numbers(text: str) -> None:
    assert list(SECRETS.found_in(text)) == []
