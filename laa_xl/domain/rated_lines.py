"""The ratings table of a report: every indicator with its computed and its declared rating side by side."""

from __future__ import annotations

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.assessment import Assessed, Assessment
from laa_xl.domain.disclosure import kept_back
from laa_xl.domain.drafting import actual_of
from laa_xl.domain.numbers import in_full
from laa_xl.domain.report import RatedLine
from laa_xl.domain.sentences import listed, spoken_code


def rated_line(item: Assessed, agreement: Agreement) -> RatedLine:
    """One indicator as the annual review prints it; a figure that must not be shown is named so."""
    indicator, rating = item.indicator, item.rating
    kept = kept_back([item], agreement.settings.suppression_threshold)
    actual = actual_of(item)
    shown = kept.word(indicator.code) or in_full(actual, indicator.decimals)
    if item.status is not None and (actual is None or item.status.value != "Final"):
        shown = f"{shown} ({item.status.value.lower()})" if shown else item.status.value
    return RatedLine(
        indicator.code,
        indicator.title,
        "placeholder" if indicator.placeholder and not shown else shown,
        item.aims.period.written(indicator.polarity, indicator.decimals),
        rating.symbol.mark if rating.symbol and not item.kept else "",
        rating.forecast.mark if rating.forecast else "",
        rating.rag.value,
        declared(item),
        item.effective.value,
    )


def declared(item: Assessed) -> str:
    """The rating that the partner states; "" where none is stated."""
    return item.row.text_of("declared") if item.row else ""


def differences_sentence(assessment: Assessment) -> str:
    """Where declared and computed rating differ, both are named; "" where they agree everywhere."""
    differing = [item for item in assessment.indicators if declared(item) and declared(item) != item.rating.rag.value]
    if not differing:
        return ""
    said = [
        f"{spoken_code(item.indicator.code)} (computed {item.rating.rag.value.lower()}, "
        f"declared or published {declared(item).lower()}, counted {item.effective.value.lower()})"
        for item in differing
    ]
    return f"Computed and declared rating differ for {listed(said)}."
