"""Finding any of many phrases gives what one pattern of all of them gives, and does not take its time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laa_xl.domain.leaks import Secrets
from laa_xl.domain.whole_words import WholeWords

# Letters that a pattern takes for others when it ignores case, marks that join to letters, and what parts words.
LETTERS = "aAkKiIsSzéÉßµμςσ0_ı\u0130\u017f\u212a\u0345\u0390\u1fd3\ufb05\ufb06\u0301 .-'@/"
texts = st.text(LETTERS, max_size=40)


def by_one_pattern(phrases: list[str], text: str) -> tuple[int, int] | None:
    wanted = sorted({phrase for phrase in phrases if phrase.strip()}, key=lambda phrase: (-len(phrase), phrase))
    if not wanted:
        return None
    found = re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)", text, re.IGNORECASE)
    return found.span() if found else None


@given(st.lists(st.text(LETTERS, max_size=6), max_size=8), texts)
def test_what_is_found_is_what_one_pattern_of_all_phrases_finds(phrases: list[str], text: str) -> None:
    found = WholeWords(phrases).search(text)
    assert (found.span() if found else None) == by_one_pattern(phrases, text)


@given(st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=5), st.data())
def test_a_phrase_that_stands_there_is_found_in_whatever_case(phrases: list[str], data: st.DataObject) -> None:
    phrase = data.draw(st.sampled_from(phrases))
    said = data.draw(st.sampled_from([phrase, phrase.upper(), phrase.lower(), phrase.swapcase()]))
    text = f"{data.draw(texts)} {said} {data.draw(texts)}"
    found = WholeWords(phrases).search(text)
    assert (found.span() if found else None) == by_one_pattern(phrases, text)


@pytest.mark.parametrize(
    ("phrases", "text", "found"),
    [
        (["NI016", "NI 16"], "of ni 16, again", "ni 16"),
        (["NI016", "NI 16"], "of NI 160", None),
        (["return.xlsx", "my return.xlsx"], "see My Return.xlsx", "My Return.xlsx"),
        (["return.xlsx", "my return.xlsx"], "see your-return.xlsx", "return.xlsx"),
        (["return.xlsx"], "see returns.xlsx and return xlsx", None),
        (["&&", "***"], "a && b", "&&"),
        (["", "  "], "a  b", None),
        ([], "a", None),
    ],
)
def test_a_phrase_stands_by_itself_in_any_case_and_of_two_the_longer_is_told(
    phrases: list[str], text: str, found: str | None
) -> None:
    hit = WholeWords(phrases).search(text)
    assert (hit[0] if hit else None) == found


def test_few_phrases_are_tried_where_the_words_of_many_stand_apart() -> None:
    names = WholeWords(
        f"county-2008-T{theme:03}-{year}-Q{quarter}.xlsx"
        for theme in range(300)
        for year in range(2006, 2009)
        for quarter in range(1, 5)
    )
    told = " ".join(f"T{theme:03}" for theme in range(300)) + " county 2008-Q3"
    assert names.among(told) == []
    found = names.search(f"{told} from county-2008-T007-2007-Q3.xlsx")
    assert found is not None and found[0] == "county-2008-T007-2007-Q3.xlsx"
    assert len(names.among("county-2008-T007-2007-Q3.xlsx")) < 12  # those of one theme at most


@given(st.text("a.@-_+' b1", max_size=60))
def test_an_address_is_the_one_that_a_plain_pattern_finds(text: str) -> None:
    plain = re.search(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+", text)
    found = [what for what in Secrets().found_in_code(text) if "e-mail" in what]
    assert found == ([f'an e-mail address ("{plain[0]}")'] if plain else [])
