"""Returns that hypothesis makes as a careful partner fills them: near their targets and their past. Nothing is said of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from laa_xl.domain.agreement import Indicator
from laa_xl.domain.aims import aims
from laa_xl.domain.periods import Period
from laa_xl.domain.spec import FormSpec, Past
from laa_xl.domain.words import Measure
from laa_xl.stages.templating import content
from tests.support.returns import Entries, spec, valid_entries

# So near to its target that no tolerance is left, and every past figure so near that none is an outlier: what a quarter adds
# to a figure that builds up is the difference of two such figures, and differs by ten times as much.
NEAR = st.integers(min_value=-60, max_value=60).map(lambda steps: 1 + steps / 10_000)
EARLIER = [Period(2006, 3), Period(2006, 4), *(Period(2007, q) for q in (1, 2, 3, 4)), Period(2008, 1)]
WORDS = st.text("abcdefghijklmnop", min_size=3, max_size=9)
FIGURES = ("PERCENT", "LOWER", "SEASON", "YEAR", "MONEY", "RATIO", "OVER", "LEAST", "UNSET")


def aim(form: FormSpec, indicator: Indicator, period: Period) -> float:
    target = aims(form.agreement, indicator, period).period.value
    return 500.0 if target is None else float(target)


def plain_figure(value: float, indicator: Indicator) -> float:
    """As many decimals as the indicator has, and not round."""
    figure = round(value, indicator.decimals)
    return figure + 1 if indicator.measure in (Measure.COUNT, Measure.MONEY) and figure % 10 == 0 else figure


@st.composite
def filled(draw: Callable[[Any], Any]) -> tuple[FormSpec, Entries]:
    form, entries, past = spec(), valid_entries(), []
    for code in FIGURES:
        indicator = form.agreement.indicator(code)
        row = entries["indicators"][code]
        for name in ("numerator", "denominator", "declared", "forecast"):
            row.pop(name, None)
        value = plain_figure(aim(form, indicator, form.when) * draw(NEAR), indicator)
        row |= {"actual": value, "status": draw(st.sampled_from(["Final", "Provisional", "Estimate", "Proxy"]))}
        if code != "UNSET":
            row["forecast_judgement"] = "Within"
        for period in EARLIER:
            year = Period(2008, period.quarter)
            before = plain_figure(aim(form, indicator, year) * draw(NEAR), indicator)
            if before != value:
                past.append(Past(indicator=code, period=str(period), actual=before))
    entries["actions"]["A1"] |= {"indicator": None, "action": f"{draw(WORDS)} the yards {draw(WORDS)}"}
    entries["actions"]["A1"]["due"] = draw(st.dates(date(2008, 10, 1), date(2011, 3, 31)))
    entries["risks"]["R1"] |= {"likelihood": draw(st.integers(1, 5)), "impact": draw(st.integers(1, 5))}
    entries["narrative"]["N1"]["text"] = f"{draw(WORDS)} {draw(WORDS)} came to more of the schemes."
    spend = draw(st.integers(26_001, 60_000))
    profile = spend + draw(st.integers(-8_000, 10_000))  # spend is at most 1.45 times that: from 1.5 it is asked about
    entries["finance"] = {
        "GRANT": {"spend": spend, "profile": profile, "outturn": draw(st.integers(95_000, 105_000))},
        "BID": {"comment": f"The ledger of {draw(WORDS)} closes in October."},
    }
    return form.model_copy(update={"past": tuple(past), "carried": ()}), entries


@settings(max_examples=60)
@given(filled())
def test_nothing_is_said_of_a_return_that_was_filled_with_care(case: tuple[FormSpec, Entries]) -> None:
    form, entries = case
    assert content(form, entries).live.open == frozenset()
