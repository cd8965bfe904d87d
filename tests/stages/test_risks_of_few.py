"""A high risk of an indicator whose count is kept back is told by its words, whatever the count, its score and its day are."""

from __future__ import annotations

from datetime import date

import pytest

from laa_xl.domain.periods import Period
from laa_xl.domain.words import Polarity
from laa_xl.stages.reporting import draft_highlight
from tests.support.report_inputs import given, returned, row
from tests.support.small_agreement import agreement, indicator

NOW = Period(2008, 2)


def told(count: int, risk: str) -> str:
    """What section 3 says of NI 1, which counts so few and has a high risk to be looked at again on 4 December."""
    terms = agreement(indicator("NI001", 20, suppress_small=True, polarity=Polarity.LOWER))
    score = {"outcome_kind": "Mandatory outcome", "likelihood": 5, "impact": 3}
    rows = (
        row("indicators", "NI001", actual=count, status="Final"),
        row(
            "risks",
            "R1",
            risk=risk,
            mitigation="Patrols",
            owner="Head",
            review=date(2008, 12, 4),
            indicator="NI001",
            **score,
        ),
    )
    known = given(terms, NOW, returned(terms, "SAFE", NOW, *rows))
    made = draft_highlight(terms, known.assessment, {"SAFE": known.returns["SAFE", NOW]}, known.inputs, NOW)
    return "\n".join(bullet.line for bullet in made.bullets if bullet.kind == "risk")


@pytest.mark.parametrize("count", range(5))
def test_a_score_a_day_or_a_code_is_not_taken_for_the_count(count: int) -> None:
    assert told(count, "Fires spread") == (
        "NI 1 Title of NI001: Fires spread. Mitigation: Patrols (Head, review 4 December 2008). Likelihood 5 x impact 3 = 15."
    )


def test_a_partners_words_that_hold_the_count_are_not_told() -> None:
    assert "Four" not in told(4, "Four fires may spread")
    assert "4 fires" not in told(4, "4 fires may spread")
