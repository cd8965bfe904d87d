"""One quarter of a small agreement assessed, whose indicators come out with the ratings that a test names."""

from __future__ import annotations

from datetime import date
from typing import Any

from laa_xl.domain.assessment import Assessment
from laa_xl.domain.inputs import Level, Override
from laa_xl.domain.periods import Period
from laa_xl.domain.returns import Entry, Return, Row
from laa_xl.domain.words import Rag
from laa_xl.stages.assessing import assess
from tests.support.small_agreement import agreement, indicator

PERIOD = Period(2008, 2)
FIGURES: dict[Rag, dict[str, Any]] = {
    # against a target of 100 with a tolerance of 10 %, more is better
    Rag.GREEN: {"actual": 100.0, "status": "Final", "forecast": 100.0},
    Rag.AMBER: {"actual": 80.0, "status": "Final", "forecast": 100.0},
    Rag.RED: {"actual": 80.0, "status": "Final", "forecast": 80.0},
    Rag.GREY: {"status": "Not yet available"},
}


def override(level: Level, code: str, rating: Rag, period: Period = PERIOD) -> Override:
    return Override(period, level, code, rating, "The courts say so.", "Analyst", date(2008, 10, 30))


def assessed(
    ratings: dict[str, Rag],
    *overrides: Override,
    entered: dict[str, dict[str, Any]] | None = None,
    settings: dict[str, Any] | None = None,
    **more: dict[str, Any],
) -> Assessment:
    """One quarter of indicators that come out with these ratings, by code.

    ``entered``: other entries in an indicator's row; ``more``: what it is declared with beside its code and target.
    """
    declared = [indicator(code, **more.get(code, {})) for code in ratings]
    whole = agreement(*declared, **(settings or {}))
    filled = {code: {**FIGURES[rag], **(entered or {}).get(code, {})} for code, rag in ratings.items()}
    rows = {
        theme: tuple(
            Row("indicators", "Indicators", code, 6, {name: Entry(value, "K6") for name, value in filled[code].items()})
            for code in ratings
            if whole.theme_of(whole.indicator(code)).code == theme
        )
        for theme in ("SAFE", "JOBS")
    }
    returns = {
        (theme, PERIOD): Return("anyshire-2008", theme, PERIOD, "return.xlsx", "", {"indicators": found})
        for theme, found in rows.items()
    }
    return assess(whole, returns, PERIOD, overrides)
