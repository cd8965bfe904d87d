"""The fixed words of the public page: its glossary, and sentences for what is not rated, not there or not told."""

from __future__ import annotations

from laa_xl.domain.agreement import Settings
from laa_xl.domain.amber_words import AMBER_WORDS
from laa_xl.domain.assessment import Assessed
from laa_xl.domain.numbers import plain
from laa_xl.domain.rating import GreyReason
from laa_xl.domain.sentences import many
from laa_xl.domain.words import DataStatus, Polarity, RatingMode

GOOD = {
    Polarity.HIGHER: "Higher is better",
    Polarity.LOWER: "Lower is better",
    Polarity.RANGE: "A range is best",
    Polarity.UNSET: "Not agreed yet whether higher or lower is better",
}
# What stands in the place of a final figure is said in full.
MARKS = {
    DataStatus.PROVISIONAL: "Provisional: may still change",
    DataStatus.ESTIMATE: "Estimate",
    DataStatus.PROXY: "Proxy: stands in for the real measure",
}
NOT_RATED = {
    GreyReason.PLACEHOLDER: "its baseline or target is not agreed yet",
    GreyReason.NOT_APPLICABLE: "it does not apply in this quarter",
    GreyReason.NOT_DUE: "no figure is due in this quarter",
    GreyReason.POLARITY: "it is not agreed yet whether higher or lower is better",
    GreyReason.NO_TARGET: "there is no target to set it against",
    GreyReason.FORECAST_ONLY: "there is no figure yet",
    GreyReason.NO_DATA: "there is no figure yet",
}
FORECAST_COUNTS = "The rating also takes account of what is expected at the year end, which is not published here."
EARLIER_NOT_SHOWN = "The earlier figure is not shown."


def why_not_rated(item: Assessed) -> str:
    """``Not rated: there is no figure yet.``"""
    reason = item.rating.reason or GreyReason.NO_DATA
    if reason is GreyReason.NO_DATA and not item.due:
        reason = GreyReason.NOT_DUE
    return f"Not rated: {NOT_RATED[reason]}."


def no_figure(item: Assessed) -> str:
    """What stands in the place of a figure that is not there."""
    if item.status is not None and not item.status.has_figure:
        return item.status.value
    if item.indicator.placeholder:
        return "No figure"
    return "No figure" if item.due else DataStatus.NOT_DUE.value


def fewer_than(threshold: int) -> str:
    """What stands in the place of a small count."""
    return f"Fewer than {threshold}"


def glossary(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Each term of the page with its meaning, in the order of the alphabet."""
    upper, lower = plain(settings.tolerance_upper), plain(settings.tolerance_lower)
    ahead = settings.rating_mode is RatingMode.OUTLOOK
    few = settings.suppression_threshold
    return (
        ("Amber", AMBER_WORDS[settings.rating_mode].meaning),
        ("Baseline", "The figure from which an indicator starts."),
        ("Better, within, worse", f"How a figure stands against its target: better by more than {upper}%, within "
         f"{upper}% above to {lower}% below, or worse by more, unless an indicator has its own tolerance."),
        ("Direction of travel", "Whether a figure is improved, steady or worsened against an earlier one that can be compared "
         f"with it. A change of up to {plain(settings.dead_band)}% is steady."),
        ("Estimate", "A figure that was worked out because the real one is not known yet."),
        ("Forecast", "What is expected at the end of the financial year, on 31 March."),
        ("Government block", "One of the national headings under which Government looks at local agreements."),
        ("Green", "On track."),
        ("Grey", "Not rated: no target is agreed, no figure is there, or none is due. It says nothing good or bad."),
        ("Indicator", "How it is measured whether something gets better."),
        ("Local Area Agreement", f"An agreement of {many(len(settings.years), 'year')} between local partners and Government on what "
         "is to improve here."),
        ("Not shown", f"A count of fewer than {few} is not told where people might be recognised, nor is any figure from which "
         "it could be worked out."),
        ("Placeholder", "An indicator whose baseline or target is not agreed yet."),
        ("Provisional", "A figure that may still change."),
        ("Proxy", "A figure that stands in for the real measure."),
        ("Quarter", "Three months of a financial year, which runs from April to March."),
        ("Red", "At risk: worse than the target at the year end, as is expected; or now, where nothing is said of the year end."
         if ahead else "Worse than the target by more than the tolerance."),
        ("Target", "What was agreed: one for the quarter, another one for the year end."),
    )  # fmt: skip
