"""The annual review (document 003): designated targets with their symbols, the counts, and what is done where it is needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from laa_xl.declare.master_places import in_agreement, of_indicators
from laa_xl.domain.aims import tolerance_of
from laa_xl.domain.assessment import Assessed, Counts, Standing, count, standings
from laa_xl.domain.documents import Document, Field, Grid, Line, Part, Shape
from laa_xl.domain.drafting import decided, decision_on, topic
from laa_xl.domain.drafts import Draft
from laa_xl.domain.entry_drafts import county_drafts, narrative_drafts
from laa_xl.domain.figure_drafts import only_forecast_worse
from laa_xl.domain.indicator_lines import indicator_grid, sources_of
from laa_xl.domain.live import judgement_of
from laa_xl.domain.numbers import in_full
from laa_xl.domain.profile import period_target
from laa_xl.domain.rated_lines import declared
from laa_xl.domain.rating import forecast_disagrees
from laa_xl.domain.report import Bullet
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.reported import Reported, cited, document, reported
from laa_xl.domain.sections import SECTIONS
from laa_xl.domain.sentences import are, as_sentence, listed, sentences, spoken_code
from laa_xl.domain.told_bullets import Named, bullets_about, who_answers
from laa_xl.domain.words import Accumulation, RatingMode, Symbol

KIND = "annual-review"
_APPENDIX = (
    "code",
    "indicator",
    "actual",
    "about",
    "target",
    "placeholder",
    "performance",
    "forecast_symbol",
    "rating",
)
_LEGEND = (
    "Star: better than anticipated, by more than the tolerance. Circle: within the acceptable range. Triangle: worse than "
    "anticipated, by more than the tolerance. A figure that is not final is marked so beside it."
)
_OVERALL, _CROSS_CUTTING, _DELIVERY, _RISKS, _MISSING = ("1", "2"), ("6",), ("4",), ("3", "3b"), ("5",)
_PLACED = (*_OVERALL, *_CROSS_CUTTING, *_DELIVERY, *_RISKS, *_MISSING)
_OTHER = tuple(one for one in SECTIONS if one.code not in _PLACED)  # a section added later: under its own heading


def annual_review(given: ReportInput) -> Document:
    """The annual review of a quarter: of the designated indicators, or of all that are reported where none is designated."""
    shown = reported(given)
    chosen = [item for item in shown.items if item.indicator.designated]
    name = "designated targets" if chosen else "targets"
    chosen = chosen or list(shown.items)
    classes = standings(chosen)
    at_risk = _of(classes, Standing.AT_RISK)
    off = _of(classes, Standing.OFF_TRAJECTORY)
    feared = [item for item in chosen if only_forecast_worse(item)]
    drafts = _said(given, shown, {item.indicator.code for item in (*at_risk, *off, *feared)})
    counts = count(chosen)
    whole = shown.assessment.agreement
    said = (decision_on(whole), *_summary(counts, name, at_risk), *_all_measures(shown, chosen))
    parts = [
        Part(
            "Summary of progress",
            rag=whole.effective,
            words=tuple(words for words in said if words),
            bullets=cited(KIND, (draft.bullet for draft in drafts if draft.section in _OVERALL)),
            grids=(_counts(classes, name, counts.mode), _symbols(chosen)),
        ),
        Part(name.capitalize(), words=(_LEGEND,), grids=(_targets(shown, chosen, name),)),
        *_narratives(shown, at_risk, "Indicators at risk of missing the agreed level of ambition", "at-risk"),
        *_narratives(shown, feared, "Indicators that are not rated and are expected to end worse", "expected"),
        *_bullets("Other risks that partners and the county team name", drafts, _RISKS),
        *_narratives(shown, off, f"Indicators {counts.amber.listed}", "off-trajectory"),
        *_bullets("Cross-cutting notes", drafts, _CROSS_CUTTING),
        *_bullets("Delivery: impact and strong performance", drafts, _DELIVERY),
        *_bullets("Information that is not available", drafts, _MISSING),
        *(part for one in _OTHER for part in _bullets(one.title, drafts, (one.code,))),
        *_placeholders(shown, classes),
        *_notes(shown, chosen),
    ]
    return document(given, KIND, f"Annual review {given.period.financial_year}", parts)


def _of(classes: Iterable[tuple[Standing, tuple[Assessed, ...]]], standing: Standing) -> list[Assessed]:
    return [
        item for found, items in classes if found is standing for item in items if found is not Standing.PLACEHOLDER
    ]


def _summary(counts: Counts, name: str, at_risk: Sequence[Assessed]) -> Iterator[str]:
    """In the words of document 003, 4.5 and 4.6."""
    said = [
        f"{_are(counts.on_track)} on track to meet or exceed the levels of ambition as agreed",
        f"{_are(counts.off_trajectory)} {counts.amber.reviewed}",
        f"{_are(counts.at_risk)} at risk of missing agreed levels of ambition",
        f"{_are(counts.placeholder)} {'placeholders' if counts.placeholder > 1 else 'a placeholder'}, with no agreed "
        "baseline or target on which to evidence progress",
    ]
    if counts.not_rated:
        said.append(f"{counts.not_rated} could not be rated, or had no figure due")
    which = name if counts.total != 1 else name.removesuffix("s")
    yield f"Of the {counts.total} {which}: {'; '.join(said)}."
    if at_risk:
        yield f"At risk: {listed([topic(item.indicator) for item in at_risk], ';')}."


def _all_measures(shown: Reported, chosen: Sequence[Assessed]) -> Iterator[str]:
    """Document 003, A.1, where the agreement has more than the designated ones: all measures by their best available data."""
    if len(shown.items) == len(chosen):
        return
    found = Counter(None if item.kept else item.rating.symbol for item in shown.items)
    yield (
        f"Of the {len(shown.items)} rows of all measures in the agreement, designated or not, {found[Symbol.STAR] or 'none'} "
        f"{'is' if found[Symbol.STAR] < 2 else 'are'} ahead of target, {found[Symbol.CIRCLE] or 'none'} broadly on target and "
        f"{found[Symbol.TRIANGLE] or 'none'} below; {found[None] or 'none'} could not be set against a target."
    )


def _are(number: int) -> str:
    return are(number) if number else "none is"


def _counts(classes: Sequence[tuple[Standing, tuple[Assessed, ...]]], name: str, mode: RatingMode) -> Grid:
    fields = (
        Field("standing", "Where they stand", width=38, meaning="The class of the annual review"),
        Field("indicators", "Indicators", Shape.COUNT, 12, "Rows of one group count as one, at the worst of them"),
        Field("rows", "Rows of the table", Shape.COUNT, 12, "Rows of the table of targets"),
    )
    source = (of_indicators("effective"),)
    lines = []
    for standing in Standing:
        mine = [items for found, items in classes if found is standing]
        lines.append(Line((standing.called(mode).capitalize(), len(mine), sum(map(len, mine))), sources=source))
    whole = ("All", len(classes), sum(len(items) for _, items in classes))
    groups = [items for _, items in classes if len(items) > 1]
    told = [f"{listed([spoken_code(item.indicator.code) for item in items])} count as one" for items in groups]
    note = f"{listed(told, ';')}." if told else ""
    return Grid(
        "counts", f"The {name} by where they stand", fields, (*lines, Line(whole, sources=source, total=True)), note
    )


def _symbols(items: Sequence[Assessed]) -> Grid:
    fields = (
        Field("performance", "Performance", width=38, meaning="How the best available data stand against the target"),
        Field("rows", "Rows of the table", Shape.COUNT, 12, "Rows of the table of targets"),
    )
    source = (of_indicators("performance"),)
    words = {
        Symbol.STAR: "Better than anticipated",
        Symbol.CIRCLE: "Within acceptable range",
        Symbol.TRIANGLE: "Worse than anticipated",
        None: "No figure or no target to rate it against, or not shown",
    }
    found = [None if item.kept else item.rating.symbol for item in items]
    lines = [Line((text, found.count(symbol)), sources=source) for symbol, text in words.items()]
    return Grid(
        "performance",
        "Performance, row by row",
        fields,
        (*lines, Line(("All", len(found)), sources=source, total=True)),
    )


def _targets(shown: Reported, items: Sequence[Assessed], name: str) -> Grid:
    title = f"{name.capitalize()} at {shown.period.end:%d/%m/%Y}"
    return indicator_grid(shown, items, _APPENDIX, name.replace(" ", "-"), title)


def _narratives(shown: Reported, items: Sequence[Assessed], heading: str, name: str) -> Iterator[Part]:
    if not items:
        return
    yield Part(heading, words=("Each with its position, the partner's words, and what is being done about it.",))
    for item in items:
        bullets = tuple(bullets_about(shown, item, f"{KIND}/{name}"))
        yield Part(topic(item.indicator), 2, item.effective.value, bullets=bullets)


def _said(given: ReportInput, shown: Reported, told: set[str]) -> list[Draft]:
    """The county's entries and the partners' lines, less those that stand with the indicators that are told of."""
    entries = [entry for entry in given.inputs.county if entry.period == given.period]
    mine = [shown.returns[theme.code] for theme in given.agreement.themes if theme.code in shown.returns]
    partners = [draft for returned in mine for draft in narrative_drafts(given.agreement, returned)]
    items = {item.indicator.code: item for item in shown.items}
    out = list(county_drafts(given.agreement, entries))
    for draft in partners:
        if draft.indicator in told:
            continue
        item = items.get(draft.indicator)
        bullet = draft.bullet
        text = shown.kept.words(item, bullet.text) if item else bullet.text
        out.append(replace(draft, bullet=replace(bullet, text=text)))
    named = Named(shown)
    return [replace(draft, bullet=replace(draft.bullet, note=named.told(draft.bullet.line))) for draft in out]


def _bullets(heading: str, drafts: Iterable[Draft], sections: tuple[str, ...]) -> Iterator[Part]:
    found: list[Bullet] = [draft.bullet for draft in drafts if draft.section in sections]
    if found:
        yield Part(heading, bullets=cited(KIND, found))


def _placeholders(shown: Reported, classes: Iterable[tuple[Standing, tuple[Assessed, ...]]]) -> Iterator[Part]:
    counted = [members for found, members in classes if found is Standing.PLACEHOLDER]
    items = [item for members in counted for item in members if item.indicator.placeholder]
    if not items:
        return
    fields = (
        Field("code", "Code", width=10, meaning="The indicator's code in the agreement"),
        Field("indicator", "Indicator", width=56, meaning="What is measured"),
        Field("theme", "Theme", width=30, meaning="The theme whose return carries it"),
        Field("who", "Who agrees it", width=36, meaning="The post or organisation that answers for it"),
    )
    agreement = shown.agreement
    lines = tuple(
        Line(
            (
                item.indicator.code,
                item.indicator.title,
                agreement.theme(item.theme).name,
                who_answers(agreement, item.indicator),
            ),
            sources=(in_agreement("indicators", item.indicator.code, "placeholder"),),
        )
        for item in items
    )
    words = "Their baselines and targets are to be agreed at the annual refresh of the agreement. They are never counted as red."
    yield Part("Placeholders", words=(words,), grids=(Grid("placeholders", "Placeholders", fields, lines),))


_NOTE_FIELDS = (
    Field("code", "Code", width=10, meaning="The indicator's code in the agreement"),
    Field("indicator", "Indicator", width=40, meaning="What is measured"),
    Field("computed", "As computed", Shape.RAG, 14, "The rating that the figures give"),
    Field("declared", "As declared", Shape.RAG, 13, "The rating that the partner stated; empty: none"),
    Field("rating", "Rating that counts", Shape.RAG, 12, "After decisions of the county team"),
    Field("note", "Note", width=70, meaning="What differs, who decided and why, what the partner confirmed"),
)


def _notes(shown: Reported, items: Iterable[Assessed]) -> Iterator[Part]:
    """Where figures, forecast, declared rating or decision differ; then what partners confirmed of the others."""
    differing: list[Line] = []
    confirmed: list[Line] = []
    for item in items:
        found = tuple(_differences(shown, item))
        words = as_sentence(item.row.text_of("confirm")) if item.row else ""
        note = sentences(*found, f"The partner confirms: {words}" if words else "")
        if note:
            values = (
                item.indicator.code,
                item.indicator.title,
                item.rating.rag.value,
                declared(item) or None,
                item.effective.value,
                shown.kept.words(item, note),
            )
            line = Line(values, sources=sources_of(shown, item, "declared", "confirm"))
            (differing if found else confirmed).append(line)
    grids = (
        Grid("differences", "Where rating and figures differ", _NOTE_FIELDS, tuple(differing)),
        Grid("confirmed", "What partners confirm of the other figures", _NOTE_FIELDS, tuple(confirmed)),
    )
    if differing or confirmed:
        said = (
            "Where figures, forecast, declared rating or decision differ, each is kept and none is silently resolved."
        )
        yield Part("Notes on the figures", words=(said,), grids=tuple(grid for grid in grids if grid.lines))


def _differences(shown: Reported, item: Assessed) -> Iterator[str]:
    stated, row = declared(item), item.row
    if item.override:
        yield decided(item.override, item.rating.rag)
    if stated and stated != item.rating.rag.value:
        yield f"The figures give {item.rating.rag.value.lower()}; the partner declared {stated.lower()}."
    if row is None:
        return
    agreement = shown.agreement
    judgement, aims = judgement_of(row), item.aims
    tolerance = tolerance_of(agreement, item.indicator)
    if forecast_disagrees(row.number_of("forecast"), judgement, aims.year_end, item.indicator.polarity, tolerance):
        yield f'The year-end forecast and its judgement, "{judgement}", say different things; the figure counts.'
    yield from _whole_year(item)


def _whole_year(item: Assessed) -> Iterator[str]:
    """Document 003's NI 154: a half-year's figure against the target of the whole year."""
    indicator, aims, quarter = item.indicator, item.aims, item.period.quarter
    value = aims.period.value
    if indicator.accumulation is not Accumulation.CUMULATIVE or quarter == 4 or value is None:
        return
    if not value or value != aims.year_end.value:
        return
    due = period_target(value, quarter, indicator.accumulation, indicator.shares, indicator.decimals, None)
    yield (
        f"The target of the quarter, {in_full(value, indicator.decimals)}, is that of the whole year; by "
        f"{'its seasonal shares' if indicator.shares else 'a straight line'} it would be {in_full(due, indicator.decimals)}."
    )
