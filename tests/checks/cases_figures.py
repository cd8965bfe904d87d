"""An indicator's figures, and what is said beside them. Rule, what is broken, entries, and where it is found."""

from __future__ import annotations

from typing import Any

from laa_xl.domain.spec import FormSpec, Past
from tests.checks.case import Case, entry
from tests.support.returns import PAST, return_of, spec, valid_entries


def known(code: str, **more: Any) -> FormSpec:
    """The template of an agreement that knows more of an indicator."""
    changed = tuple(i.model_copy(update=more) if i.code == code else i for i in spec().agreement.indicators)
    form = spec().model_copy(update={"agreement": spec().agreement.model_copy(update={"indicators": changed})})
    return FormSpec.model_validate_json(form.text())


def after(code: str, actual: float) -> bytes:
    """The valid return, where something else was accepted for the quarter before."""
    past = (*PAST, Past(indicator=code, period="2008-Q1", actual=actual))
    return return_of(valid_entries(), FormSpec.model_validate_json(spec().model_copy(update={"past": past}).text()))


CASES = [
    entry("I01", "minus three fires", {"YEAR.actual": -3}),
    entry("I01", "fewer than no people expected", {"SEASON.forecast": -1}),
    entry("I01", "minus three and a half fires", {"YEAR.actual": -3.5}),
    entry("I01", "a negative percentage", {"PERCENT.actual": -61.5}),
    entry("I01", "a negative score", {"SCORE.actual": -3}),
    entry("I01", "a negative numerator", {"PERCENT.numerator": -123}),
    entry("I01", "a negative denominator", {"RATIO.denominator": -50}),
    entry("I02", "620 for 62.0 %", {"PERCENT.actual": 620}),
    entry("I02", "a forecast of 101 %", {"PERCENT.forecast": 101}),
    entry("I02", "620 for 62.0 % of a placeholder", {"HOLDER.actual": 620, "HOLDER.status": "Final"}),
    entry("I03", "7 on a score of 1 to 5", {"SCORE.actual": 7}),
    entry("I03", "half a point on a score of 1 to 5", {"SCORE.actual": 0.5}),
    entry("I03", "more than a percentage that may pass 100 allows", {"OVER.actual": 151}),
    entry("I03", "less than a lowest figure allows", {"LEAST.actual": 9}),
    entry("I03", "more than a highest figure allows", {"MOST.forecast": 51}),
    entry("I04", "half a call", {"UNSET.actual": 480.5}),
    entry("I04", "a tenth of a person expected", {"SEASON.forecast": 410.1}),
    entry("I05", "0.615 for 61.5 %", {"PERCENT.actual": 0.615}),
    entry("I05", "0.62 for 62 % at the year end", {"PERCENT.forecast": 0.62}),
    entry("I06", "far from the quarter before", {"LOWER.actual": 3.7}),
    entry("I06", "far from the same quarter of last year", {"SEASON.actual": 300}),
    Case("I06", "15 after nothing", lambda: after("RANGE", 0.0), "RANGE.actual"),
    Case(
        "I06",
        "far from the baseline",
        lambda: return_of(valid_entries(), known("RATIO", baseline=0.5, baseline_period="2007-08")),
        "RATIO.actual",
    ),
    entry("I07", "120 of 200 and 61.5 %", {"PERCENT.numerator": 120}),
    entry("I07", "46 of 100 and 0.92", {"RATIO.denominator": 100}, at="RATIO.numerator"),
    entry("I08", "a numerator alone", {"PERCENT.denominator": None}),
    entry("I08", "a denominator alone", {"RATIO.numerator": None}),
    entry("I09", "nothing to divide by", {"PERCENT.denominator": 0}),
    entry("I10", "red declared, green computed", {"PERCENT.declared": "Red"}),
    entry("I10", "amber declared, green computed", {"RANGE.declared": "Amber"}),
    entry("I10", "green declared, red computed", {"YEAR.declared": "Green"}),
    entry("I10", "green declared, and no figure", {"POINTS.declared": "Green"}),
    entry("I11", "worse, and a forecast within", {"SEASON.forecast_judgement": "Worse"}, at="SEASON.forecast"),
    entry("I11", "better, and a forecast worse", {"YEAR.forecast_judgement": "Better"}, at="YEAR.forecast"),
    entry(
        "I12",
        "a forecast where no target is agreed",
        {"QUARTER.forecast": 40, "QUARTER.forecast_judgement": None},
    ),
]
