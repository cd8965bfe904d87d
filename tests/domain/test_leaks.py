"""Words that tell a figure about few people are found, however the sentence is put; other numbers are none."""

from __future__ import annotations

import pytest

from laa_xl.domain.leak_kinds import LeakKind
from laa_xl.domain.leaks import Few, Secrets

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
        "4/NI033/narrative/N4",
        "NI 33 Fires: fewer than 5 (Shortened by 4 sentences: all of it stands in the master, Indicators.)",
        "Left out for length, and kept in the county's workbook: 4 points (NI 33 Fires; NI 16 Burglaries).",
        "NI 33 Fires: Green by decision of Officer. [Safer return, Indicators, K9; Overrides, row 4]",
        "Nothing is shown of NI 33; four posts were filled",
        "Four posts were filled in July",
    ],
)
def test_codes_days_quarters_and_other_clauses_are_no_figures(text: str) -> None:
    assert list(SECRETS.found_in(text)) == []
