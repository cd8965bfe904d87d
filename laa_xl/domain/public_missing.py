"""What the public page says is missing: of which indicator, what, why, when it comes and from whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.assessment import Assessed
from laa_xl.domain.gap_drafts import partner_name, theme_lead
from laa_xl.domain.public import MissingLine
from laa_xl.domain.public_words import why_not_rated
from laa_xl.domain.rating import GreyReason
from laa_xl.domain.sentences import as_sentence, spoken_code, spoken_day, without_stop

_UNRATED = {GreyReason.NO_TARGET: "Target", GreyReason.POLARITY: "Whether higher or lower is better"}


def missing_lines(agreement: Agreement, items: Iterable[Assessed], *, worded: bool) -> Iterator[MissingLine]:
    """What is due and not there, and what cannot be measured yet. ``worded``: partners' own reasons may be told."""
    for item in items:
        what = _missing(item)
        if not what:
            continue
        indicator, theme = item.indicator, agreement.theme(item.theme)
        day = item.row.date_of("status_date") if item.row else None
        who = without_stop(indicator.responsible_post or "") or partner_name(agreement, indicator.lead_partner)
        yield MissingLine(
            theme.name,
            spoken_code(indicator.code),
            without_stop(indicator.title),
            what,
            _why(item, what, worded=worded),
            spoken_day(day) if day else "Not known yet",
            who or theme_lead(agreement, theme),
        )


def _missing(item: Assessed) -> str:
    """What is missing of an indicator; "" for nothing."""
    if item.indicator.placeholder:
        return "Baseline or target"
    if item.missing:
        return "Figure"
    if not item.due:
        return ""
    return _UNRATED.get(item.rating.reason, "") if item.rating.reason else ""


def _why(item: Assessed, what: str, *, worded: bool) -> str:
    if what == "Figure":
        return _why_no_figure(item, worded=worded)
    if item.indicator.placeholder:
        return "Its baseline or target is not agreed yet."
    return why_not_rated(item).removeprefix("Not rated: ").capitalize()


def _why_no_figure(item: Assessed, *, worded: bool) -> str:
    if item.source is None:
        return "No return was received for this theme."
    if item.source.nil:
        return "The theme had nothing to report."
    said = as_sentence(item.row.text_of("status_reason")) if item.row else ""
    if said and worded:
        return said
    return f"{item.status.value}." if item.status else "No reason was given."
