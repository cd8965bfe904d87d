"""Bullets of reports about one indicator: where it stands, what its partner says, why, and what is done about it."""

from __future__ import annotations

from collections.abc import Iterator

from laa_xl.domain.agreement import Agreement, Indicator
from laa_xl.domain.assessment import Assessed
from laa_xl.domain.drafting import figures, rated, with_owner
from laa_xl.domain.entry_drafts import master_source, source_of
from laa_xl.domain.figure_drafts import only_forecast_worse
from laa_xl.domain.gap_drafts import partner_name, theme_lead
from laa_xl.domain.report import Bullet, BulletKind, Source
from laa_xl.domain.reported import Reported
from laa_xl.domain.returns import Row
from laa_xl.domain.sentences import (
    as_sentence,
    as_words,
    capital,
    listed,
    sentences,
    spoken_code,
    spoken_day,
    unsaid,
    without_stop,
)
from laa_xl.domain.whole_words import WholeWords, pattern_of


def position(shown: Reported, item: Assessed) -> str:
    """The figures and the rating in a sentence."""
    if only_forecast_worse(item):
        return f"{capital(figures(item, shown.agreement))}."
    return rated(item, shown.agreement)


def bullets_about(shown: Reported, item: Assessed, kind: str) -> Iterator[Bullet]:
    """Where it stands, then the partner's words: commentary, cause, improvement action, actions of the Actions sheet.

    What was said already is not said again. ``kind`` begins their ids.
    """
    code = item.indicator.code
    said = position(shown, item)
    yield _bullet(f"{kind}/{code}/position", "Position", said, shown.source(item), "rating", _decision(item))
    returned = item.source
    if returned is None:
        return
    for row in returned.rows("narrative"):
        if row.text_of("indicator").strip().casefold() == code.casefold():
            words = unsaid(row.text_of("text"), said)
            yield from _words(shown, item, row, "text", f"{kind}/{code}/narrative/{row.key}", "Commentary", words)
            said = sentences(said, words)
    if item.row is None:
        return
    cause = unsaid(item.row.text_of("cause"), said)
    yield from _words(shown, item, item.row, "cause", f"{kind}/{code}/cause", "Cause", cause)
    action = unsaid(item.row.text_of("action"), said)
    if action:
        by = item.row.date_of("action_date")
        text = with_owner(action, item.row.text_of("action_owner"), f"by {spoken_day(by)}" if by else "")
        yield from _words(shown, item, item.row, "action", f"{kind}/{code}/action", "Action", text)
    said = sentences(said, cause, action)
    for row in returned.rows("actions"):
        if row.text_of("indicator").strip().casefold() == code.casefold() and unsaid(row.text_of("action"), said):
            text = action_words(row)
            yield from _words(shown, item, row, "action", f"{kind}/{code}/actions/{row.key}", "Action", text)


def action_words(row: Row) -> str:
    """A line of the Actions sheet: ``Fill the posts (police, by 31 March 2009). In progress. A comment.``"""
    due = row.date_of("due")
    return sentences(
        with_owner(row.text_of("action"), row.text_of("owner"), f"by {spoken_day(due)}" if due else ""),
        as_sentence(row.text_of("progress")),
        as_sentence(row.text_of("comment")),
    )


def _words(
    shown: Reported, item: Assessed, row: Row, column: str, name: str, heading: str, text: str
) -> Iterator[Bullet]:
    if as_words(text) and item.source:
        told = shown.kept.words(item, as_words(text))
        yield _bullet(name, heading, told, source_of(shown.agreement, item.source, row, column), "narrative")


def _bullet(
    name: str,
    heading: str,
    text: str,
    source: Source,
    kind: BulletKind,
    also: tuple[Source, ...] = (),
) -> Bullet:
    return Bullet(name, heading, text, source, kind=kind, also=also)  # the rating stands at the heading above


def _decision(item: Assessed) -> tuple[Source, ...]:
    return (master_source("Overrides", item.override.cell),) if item.override else ()


def who_answers(agreement: Agreement, indicator: Indicator) -> str:
    """The post or organisation that answers for an indicator, the nearest one known."""
    return (
        without_stop(indicator.responsible_post or "")
        or partner_name(agreement, indicator.lead_partner)
        or theme_lead(agreement, agreement.theme_of(indicator))
    )


class Named:
    """The reported indicators, to be found in texts that name them."""

    def __init__(self, shown: Reported) -> None:
        self._items = shown.items
        self._codes: dict[str, set[str]] = {}
        for item in shown.items:
            for form in _forms(item.indicator.code):
                self._codes.setdefault(form, set()).add(item.indicator.code)
        self._forms = WholeWords(self._codes)

    def told(self, text: str) -> str:
        """Those that a text names, with their ratings: ``Indicators named: NI 154 (red).``; "" for none."""
        codes = {code for form in self._forms.among(text) for code in self._codes[form]}
        found = [item for item in self._items if item.indicator.code in codes] if codes else []
        said = [
            f"{spoken_code(item.indicator.code)} ({item.effective.lower()})"
            for item in found
            if _names(text, item.indicator.code)
        ]
        return f"Indicators named: {listed(said)}." if said else ""


def _forms(code: str) -> set[str]:
    return {code, spoken_code(code)}


def _names(text: str, code: str) -> bool:
    return pattern_of(sorted(_forms(code)), any_case=False).search(text) is not None
