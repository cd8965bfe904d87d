"""A copy of an agreement or a specification with other content answers from its own content."""

from __future__ import annotations

from laa_xl.domain.periods import Period
from tests.support.returns import THEME, agreement, spec


def test_a_copy_does_not_answer_from_what_the_original_had_looked_up() -> None:
    form, last = spec(), Period(2008, 1)
    assert form.past_actual("PERCENT", last) == 58
    assert form.model_copy(update={"past": ()}).past_actual("PERCENT", last) is None


def test_a_themes_slice_knows_the_targets_of_its_own_year_only() -> None:
    whole = agreement()
    indicator = whole.indicator("PERCENT")
    assert whole.year_end(indicator, Period(2008, 2)).value == 60
    assert whole.slice(THEME, Period(2009, 2)).year_end(indicator, Period(2008, 2)).value is None
    assert not whole.slice(THEME, Period(2008, 2)).has_indicator("WORK")
