"""Sentences about how indicators stand: what is one is said of one."""

from __future__ import annotations

import pytest

from laa_xl.domain.in_words import tally_sentence
from laa_xl.domain.public_words import glossary
from laa_xl.domain.rollup import Tally
from laa_xl.domain.settings import Settings


@pytest.mark.parametrize(
    ("due", "said"),
    [(1, "The 1 indicator due could not be rated."), (3, "None of the 3 indicators due could be rated.")],
)
def test_what_is_due_and_not_rated_is_said_of_one_and_of_several(due: int, said: str) -> None:
    assert tally_sentence(Tally(0, 0, 0, due, 0, 0)) == said


@pytest.mark.parametrize(("last", "term"), [(2004, "1 year"), (2008, "5 years")])
def test_the_glossary_gives_the_agreement_its_own_term(last: int, term: str) -> None:
    settings = Settings(code="a", title="A", area="A", accountable_body="Council", start_year=2004, end_year=last)
    meaning = dict(glossary(settings))["Local Area Agreement"]
    assert meaning == f"An agreement of {term} between local partners and Government on what is to improve here."
