"""From assessments to the public page: what anybody may read, and nothing from which the rest could be worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.assessment import Assessed, Assessment, Rolled, count, for_government
from laa_xl.domain.changes import changes_of
from laa_xl.domain.disclosure import small_baselines
from laa_xl.domain.drafting import actual_of, compared_forecast, decided, decider, decision_on, figures
from laa_xl.domain.drafts import Draft, distinct, without_repeats
from laa_xl.domain.editing import heading_of
from laa_xl.domain.entry_drafts import county_drafts, narrative_drafts
from laa_xl.domain.gap_drafts import partner_name
from laa_xl.domain.imports import Imported
from laa_xl.domain.in_words import rule_lines, tally_sentence, travel_sentence
from laa_xl.domain.inputs import EditAction, Inputs, Override
from laa_xl.domain.periods import Period
from laa_xl.domain.public import (
    PublicGroup,
    PublicIndicator,
    PublicPage,
    PublicRating,
    Said,
)
from laa_xl.domain.public_missing import missing_lines
from laa_xl.domain.public_trend import NOT_SHOWN, PublicHistory, aim_words, amount, trend_words
from laa_xl.domain.public_words import (
    EARLIER_NOT_SHOWN,
    FORECAST_COUNTS,
    GOOD,
    MARKS,
    fewer_than,
    glossary,
    no_figure,
    why_not_rated,
)
from laa_xl.domain.returns import Return
from laa_xl.domain.reward_words import grants_of
from laa_xl.domain.sections import SECTIONS
from laa_xl.domain.sentences import (
    as_sentence,
    as_words,
    capital,
    listed,
    many,
    sentences,
    spoken_code,
    spoken_day,
    without_stop,
)
from laa_xl.domain.words import Direction, Publish, Rag, RatingMode, mark_of

_ABOUT_FIGURES = ("2", "5", "6")  # sections that the page tells by itself, or that are for Government alone
_FOR_GOVERNMENT = "Risks are listed"


def public_page(
    agreement: Agreement,
    assessments: Sequence[Assessment],
    returns: Mapping[str, Return],
    inputs: Inputs,
    imported: Imported,
    period: Period,
    today: date,
) -> PublicPage:
    """The page of a period; ``assessments`` of every period (later ones are not told), ``returns`` of that one, by theme.

    Local-only indicators are left out and weigh nothing. What is told beyond figures, targets and ratings is a choice of the
    agreement's settings.
    """
    whole = next(one for one in assessments if one.period == period)
    history = PublicHistory(agreement, assessments, imported)
    told = for_government(whole, agreement.settings.rollup)
    view = _View(agreement, history, told, inputs)
    settings = agreement.settings
    overall = told.agreement
    direction = told.direction
    return PublicPage(
        title=settings.title,
        area=settings.area,
        body=settings.accountable_body,
        period=period.spelled,
        published=spoken_day(today),
        overall=view.group(overall, told.indicators),
        blocks=tuple(view.groups(told.blocks, "block")),
        themes=tuple(view.groups(told.themes, "theme", detailed=True)),
        direction=PublicRating(direction.rating, decided(direction)) if direction else None,
        travel=travel_sentence(told.travels),
        missing=tuple(missing_lines(agreement, told.indicators, worded=view.worded)),
        not_due=_not_due(overall),
        said=tuple(view.said(returns)) if settings.public_narrative is Publish.YES else (),
        rules=tuple(line for line in rule_lines(agreement.at(period)) if not line.startswith(_FOR_GOVERNMENT)),
        glossary=glossary(settings),
        notes=tuple(view.notes()),
        contact=as_words(settings.public_contact or "") or settings.accountable_body,
        sources=settings.sources or "",
        illustrative_note=settings.illustrative_note or "",
        grouped=_grouped(told),
    )


def _not_due(overall: Rolled) -> str:
    number = overall.suggested.tally.not_due
    return f"Not due in this quarter, and so not missing: {many(number, 'indicator')}." if number else ""


def _grouped(told: Assessment) -> str:
    groups: dict[str, list[str]] = {}
    for item in told.indicators:
        groups.setdefault(item.indicator.counting_key, []).append(spoken_code(item.indicator.code))
    several = [listed(codes) for codes in groups.values() if len(codes) > 1]
    return f"Counted as one, at the worst of them: {listed(several, ';')}." if several else ""


class _View:
    """What the parts of the page are made from."""

    def __init__(self, agreement: Agreement, history: PublicHistory, told: Assessment, inputs: Inputs) -> None:
        self.agreement, self.history, self.told, self.inputs = agreement, history, told, inputs
        self.few = agreement.settings.suppression_threshold
        self.untold = small_baselines(agreement)
        self.ahead = agreement.settings.public_forecast is Publish.YES
        self.worded = agreement.settings.public_narrative is Publish.YES
        self.grants = grants_of(agreement) if agreement.settings.public_reward is Publish.YES else {}

    def hidden(self, item: Assessed) -> bool:
        return self.history.is_hidden(item.indicator.code, item.period)

    def groups(self, found: Sequence[Rolled], name: str, *, detailed: bool = False) -> Iterator[PublicGroup]:
        """Themes or blocks; one that has nothing to tell is left out."""
        for rolled in found:
            items = [item for item in self.told.indicators if getattr(item, name) == rolled.code]
            if items:
                yield self.group(rolled, items, detailed=detailed)

    def group(self, rolled: Rolled, items: Sequence[Assessed], *, detailed: bool = False) -> PublicGroup:
        rating = PublicRating(rolled.effective, decision_on(rolled))
        shown = tuple(self.indicator(item) for item in items) if detailed else ()
        why = tally_sentence(rolled.suggested.tally)
        return PublicGroup(rolled.code, rolled.name, rating, count(items), why, shown)

    def indicator(self, item: Assessed) -> PublicIndicator:
        indicator, hidden = item.indicator, self.hidden(item)
        trend = self.history.trend(item, ahead=self.ahead)
        return PublicIndicator(
            code=indicator.code,
            spoken=spoken_code(indicator.code),
            title=without_stop(indicator.title),
            theme=self.agreement.theme(item.theme).name,
            unit=as_words(indicator.unit or ""),
            good=GOOD[indicator.polarity],
            figure=self.figure(item),
            about="" if hidden or item.row is None else without_stop(item.row.text_of("data_period")),
            status=item.status.value if item.status else "",
            target="" if hidden else aim_words(indicator, item.aims.period),
            year_end="" if hidden else aim_words(indicator, item.aims.year_end),
            performance="" if hidden or item.rating.symbol is None else item.rating.symbol.mark,
            forecast="" if hidden else self.forecast(item),
            rating=PublicRating(item.effective, self.decision(item.override, item)),
            direction=Direction.NONE if hidden else item.travel.direction,
            travel="" if hidden else self.travel(item),
            why=self.why(item),
            marks=tuple(_marks(item)),
            mark="" if hidden or actual_of(item) is None else mark_of(item.status),
            has_figure=not hidden and actual_of(item) is not None,
            trend=trend,
            trend_words=trend_words(trend),
            words=tuple(self.words(item)) if self.worded and not hidden else (),
            facts=tuple(self.facts(item)),
            hidden=hidden,
        )

    def figure(self, item: Assessed) -> str:
        if self.hidden(item):
            return self._in_its_place(item)
        return amount(item.indicator, actual_of(item)) or no_figure(item)

    def _in_its_place(self, item: Assessed) -> str:
        """A small count is told as one; a figure that is hidden for the sake of another, or of a forecast, as not shown."""
        small = self.history.is_small(item.indicator.code, item.period)
        numbers = [item.row.number_of(name) for name in ("actual", "numerator")] if item.row else []
        few = any(number is not None and number < self.few for number in numbers)
        return fewer_than(self.few) if small and few else NOT_SHOWN

    def forecast(self, item: Assessed) -> str:
        """``8.4 (▲ worse)``, or the symbol alone where there is a word and no figure; a word is not said of a figure beside it."""
        mark = item.rating.forecast.mark if item.rating.forecast else ""
        figure = amount(item.indicator, item.row.number_of("forecast")) if item.row else ""
        if not self.ahead:
            return ""
        if figure and mark and compared_forecast(item) is None:
            return f"{figure}; expected: {mark}"
        return f"{figure} ({mark})" if figure and mark else figure or mark

    def decision(self, override: Override | None, item: Assessed) -> str:
        if override is None:
            return ""
        if self.hidden(item):
            return f"{override.rating} by decision of {decider(override)}."
        return decided(override, item.rating.rag)

    def travel(self, item: Assessed) -> str:
        if actual_of(item) is None:
            return ""
        compared = item.travel.direction is not Direction.NONE
        if compared and self.history.compared_with_hidden(item):
            return EARLIER_NOT_SHOWN
        return item.travel.explanation

    def why(self, item: Assessed) -> str:
        if self.hidden(item):
            told = self._in_its_place(item)
            if told == NOT_SHOWN:
                return f"Not shown: a count of fewer than {self.few} could be worked out from it."
            return f"{told}, so that the figure is not shown, nor anything from which it could be worked out."
        if item.rating.rag is Rag.GREY:
            return why_not_rated(item)
        said = f"{capital(figures(item, self.agreement, ahead=self.ahead))}."
        unsaid = item.rating.forecast is not None and not self.ahead
        outlook = self.agreement.settings.rating_mode is RatingMode.OUTLOOK
        return sentences(said, FORECAST_COUNTS if unsaid and outlook else "")

    def words(self, item: Assessed) -> Iterator[tuple[str, str]]:
        """Cause and action as the partner wrote them; who acts is not told, for it may be a person."""
        for column, heading in (("cause", "Why it stands there"), ("action", "What is being done")):
            if item.row and (said := as_sentence(item.row.text_of(column))):
                yield heading, said

    def facts(self, item: Assessed) -> Iterator[tuple[str, str]]:
        indicator = item.indicator
        if indicator.definition:
            yield "What it is", as_sentence(indicator.definition)
        if lead := partner_name(self.agreement, indicator.lead_partner):
            yield "Lead partner", lead
        if indicator.source:
            yield "Source", as_words(indicator.source)
        if grant := self.grants.get(indicator.code):
            yield "Reward grant", grant
        told = not self.hidden(item) and indicator.code not in self.untold
        if told and (changes := changes_of(self.agreement, indicator.code, item.period)):
            yield "Agreed anew", sentences(*changes)

    def notes(self) -> Iterator[str]:
        items = self.told.indicators
        if any(item.indicator.suppress_small for item in items):
            number = sum(self.hidden(item) for item in items)
            yield (
                f"Counts below {self.few} are not shown where people might be recognised, nor is a figure from which one could "
                f"be worked out. In this quarter that is so for {many(number, 'indicator')}."
            )
        if not self.ahead:
            yield "Forecasts of the year end are not published here."
        yield "Provisional figures, estimates and proxies are rated, and marked wherever they stand."

    def said(self, returns: Mapping[str, Return]) -> Iterator[Said]:
        """What partners and county team wrote, by block and section, as officers edited it."""
        agreement, period = self.agreement, self.told.period
        entries = [entry for entry in self.inputs.county if entry.period == period]
        received = [returns[theme.code] for theme in agreement.themes if theme.code in returns]
        written: list[Draft] = [
            *county_drafts(agreement, entries),
            *(draft for returned in received for draft in narrative_drafts(agreement, returned)),
        ]
        hidden = {item.indicator.code for item in self.told.indicators if self.hidden(item)}
        worded = (EditAction.REPLACE, EditAction.HIDE)  # a rating or an order beside them takes neither back
        mine = [edit for edit in self.inputs.edits if edit.period == period and edit.kind in worded]
        edits = {edit.bullet.strip(): edit for edit in mine}
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for draft in without_repeats(distinct(written)):
            edit, heading, text = edits.get(draft.bullet.id), draft.bullet.heading, draft.public
            if (edit and edit.kind is EditAction.HIDE) or draft.indicator in hidden:
                continue
            if edit and as_sentence(edit.text):
                heading, text = heading_of(edit, heading), as_sentence(edit.text)
            found.setdefault((draft.block, draft.section), []).append((heading, text))
        for block, name in [("", "The whole agreement"), *((one.code, one.name) for one in agreement.blocks)]:
            for section in SECTIONS:
                points = found.get((block, section.code))
                if points and section.code not in _ABOUT_FIGURES:
                    yield Said(name, section.title, tuple(points))


def _marks(item: Assessed) -> Iterator[str]:
    if item.status is not None and item.status in MARKS and actual_of(item) is not None:
        yield MARKS[item.status]
    if item.indicator.placeholder:
        yield "Placeholder"
    if item.indicator.illustrative:
        yield "Illustrative: made up for a demonstration"
