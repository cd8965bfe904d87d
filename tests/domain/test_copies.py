"""A copy of an agreement or a specification with other content answers from its own content."""

from __future__ import annotations

from laa_xl.domain.aims import aims
from laa_xl.domain.copying import alike
from laa_xl.domain.periods import Period
from laa_xl.domain.records import Outcome
from laa_xl.domain.register import Approval, Register
from tests.support.returns import THEME, agreement, spec


def test_a_copy_does_not_answer_from_what_the_original_had_looked_up() -> None:
    form, last = spec(), Period(2008, 1)
    assert form.past_actual("PERCENT", last) == 58
    assert form.model_copy(update={"past": ()}).past_actual("PERCENT", last) is None


def test_a_themes_slice_knows_the_targets_of_its_own_year_only() -> None:
    whole = agreement()
    indicator = whole.indicator("PERCENT")
    assert aims(whole, indicator, Period(2008, 2)).year_end.value == 60
    assert aims(whole.slice(THEME, Period(2009, 2)), indicator, Period(2008, 2)).year_end.value is None
    assert not whole.slice(THEME, Period(2008, 2)).has_indicator("WORK")


def test_records_that_share_what_was_given_stay_what_they_were_and_a_copy_has_its_own() -> None:
    def made() -> list[Outcome]:
        return [Outcome(code=code, theme="T", title=code) for code in "AB"] + [
            Outcome(code="C", theme="T", title="C", mandatory=True)
        ]

    shared = made()
    alike(shared)
    assert shared == made()
    assert [one.model_dump(exclude_unset=True) for one in shared] == [
        one.model_dump(exclude_unset=True) for one in made()
    ]
    changed = shared[0].model_copy(update={"mandatory": True})
    assert "mandatory" in changed.model_fields_set
    assert "mandatory" not in shared[0].model_fields_set | shared[1].model_fields_set


def test_a_register_with_more_in_it_has_another_fingerprint() -> None:
    register = Register()
    before = register.content
    more = Approval.model_validate(
        {"period": "2008-Q2", "step": "s", "by": "Post", "on": "2008-10-01", "at": "2008-10-01T09:00", "content": "c"}
    )
    after = register.model_copy(update={"approvals": (more,)})
    assert after.content != before
    assert after.model_copy(update={"approvals": ()}).content == before == Register().content
    assert register == Register(), "what is kept in mind is no part of what it says"
