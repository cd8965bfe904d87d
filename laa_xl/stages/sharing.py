"""The multi-area view (document 004): indicators that several agreements share, side by side, combined where that is meaningful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from laa_xl.domain.assessment import Assessed, standings
from laa_xl.domain.combining import AreaFigure, Combined, combine
from laa_xl.domain.disclosure import NOT_SHOWN
from laa_xl.domain.documents import Document, Field, Grid, Line, Part, Shape, Value
from laa_xl.domain.drafting import actual_of, decision_on, remedy
from laa_xl.domain.indicator_lines import indicator_grid, sources_of
from laa_xl.domain.numbers import tidy
from laa_xl.domain.report import DRAFT, Bullet, Source
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.reported import decimals_of
from laa_xl.domain.sentences import are, listed, many, sentences, slug, spoken_code, without_stop
from laa_xl.domain.shared_indicators import Area, NotTogether, areas_of, in_area, key_of, rules_of, shared_of
from laa_xl.domain.told_bullets import position
from laa_xl.domain.words import Rag

KIND = "multi-area"
_OFF_TARGET = (Rag.RED, Rag.AMBER)
_FIGURES = (
    "code",
    "indicator",
    "unit",
    "actual",
    "about",
    "target",
    "performance",
    "forecast_symbol",
    "rating",
    "direction",
)
_RULE = (
    "Combining: counts and money are summed, with their targets; percentages and rates are the areas' numerators over their "
    "denominators. Rates are never averaged; scores, changes, surveys and standardised rates are not combined, nor figures of different "
    "times or units, nor where one is about few people. A combined figure has no rating: ratings belong to the agreements."
)
_COMBINED = (
    "Only what can be put together is: for each of the others, the note says why not. A combined figure has no rating."
)


def multi_area(inputs: Sequence[ReportInput]) -> Document:
    """One view of several agreements, each in its own quarter; NotTogether for fewer than two different ones."""
    agreements = {(given.agreement.settings.area, given.agreement.settings.title) for given in inputs}
    if len(agreements) < 2:
        raise NotTogether("A multi-area view needs two different agreements or more.")
    if len(agreements) < len(inputs):
        raise NotTogether("A multi-area view takes each agreement once.")
    areas = areas_of(inputs)
    shared = shared_of(areas)
    combined = [(figures, combine(figures)) for figures in shared]
    names = [area for area, _ in areas]
    parts = [
        Part("Summary", words=tuple(_summary(areas, combined)), grids=(_agreements(areas, shared),)),
    ]
    if shared:
        parts += [
            Part("Shared indicators side by side", grids=(_side_by_side(names, shared),)),
            Part("Shared indicators combined", words=(_COMBINED,), grids=(_combined(combined),)),
            Part("Shared indicators in full", grids=(_in_full(shared),)),
            *_off_target(shared),
        ]
    quarters = list(dict.fromkeys(given.period.spelled for given in inputs))
    notes = [(area, given.agreement.settings.illustrative_note) for area, given in zip(names, inputs, strict=True)]
    return Document(
        kind=KIND,
        title="Multi-area view",
        agreement="; ".join(given.agreement.settings.title for given in inputs),
        area=listed(names),
        period=quarters[0] if len(quarters) == 1 else listed(quarters, ";"),
        state=DRAFT,
        parts=tuple(parts),
        rules=(_RULE, *rules_of(names, inputs)),
        illustrative_note=sentences(*(f"{area}: {note}" for area, note in notes if note)),
    )


def _summary(areas: Sequence[Area], combined: Sequence[tuple[tuple[AreaFigure, ...], Combined]]) -> Iterator[str]:
    names = listed(area for area, _ in areas)
    done = [figures for figures, one in combined if one.value is not None]
    if not combined:
        yield f"{names} share no indicator of one code that is reported to Government."
    else:
        one = len(combined) == 1
        none, each = ("It is not combined", "") if one else ("None of them is combined", "of each ")
        said = f"{are(len(done))} combined" if done else none
        rest = "" if len(done) == len(combined) else f"; {'of the others ' if done else each}the table says why not"
        yield f"{names} share {many(len(combined), 'indicator')}. {said}{rest}."
    alone = []
    codes = {key_of(figures[0].item.indicator.code) for figures, _ in combined}
    for area, shown in areas:
        mine = [
            item.indicator.code
            for item in shown.items
            if item.indicator.multi_area and key_of(item.indicator.code) not in codes
        ]
        alone += [f"{spoken_code(code)} ({area})" for code in mine]
    if alone:
        yield f"Marked as multi-area in one agreement alone: {listed(alone)}."
    for area, shown in areas:
        if decision := decision_on(shown.assessment.agreement):
            yield f"{area}: {decision}"
    quarters = {shown.period for _, shown in areas}
    if len(quarters) > 1:
        said = listed([f"{area}, {shown.period.spelled}" for area, shown in areas], ";")
        yield f"The agreements are shown in different quarters: {said}. Their figures stand side by side and are not combined."


def _agreements(areas: Sequence[Area], shared: Sequence[tuple[AreaFigure, ...]]) -> Grid:
    called = {shown.assessment.counts.amber.short for _, shown in areas}
    amber = next(iter(called)).capitalize() if len(called) == 1 else Rag.AMBER.value
    fields = (
        Field("area", "Area", width=24, meaning="The place that the agreement is about"),
        Field("agreement", "Agreement", width=40, meaning="The agreement's title"),
        Field("quarter", "Quarter", width=30, meaning="The quarter that is shown"),
        Field("rating", "Rating", Shape.RAG, 10, "The agreement's rating, after decisions"),
        Field("on_track", "On track", Shape.COUNT, 9, "Indicators rated green; rows of one group count as one"),
        Field("off_trajectory", amber, Shape.COUNT, 14, "Rated amber"),
        Field("at_risk", "At risk", Shape.COUNT, 9, "Rated red"),
        Field("placeholder", "Placeholders", Shape.COUNT, 15, "Without an agreed baseline or target"),
        Field("not_rated", "Not rated", Shape.COUNT, 9, "Could not be rated, or none was due"),
        Field("shared", "Shared", Shape.COUNT, 11, "Indicators that another agreement has as well"),
    )
    lines = []
    for area, shown in areas:
        counts, whole = shown.assessment.counts, shown.assessment.agreement
        mine = [one.item for figures in shared for one in figures if one.area == area]
        values: tuple[Value, ...] = (
            *(area, shown.agreement.settings.title, shown.period.spelled, whole.effective.value),
            *(counts.on_track, counts.off_trajectory, counts.at_risk, counts.placeholder, counts.not_rated),
            len(standings(mine)),
        )
        lines.append(Line(values, sources=(Source("", "", f"{area}: Indicators", "Rating that counts"),)))
    return Grid("areas", "The agreements", fields, tuple(lines))


def _side_by_side(names: Sequence[str], shared: Sequence[tuple[AreaFigure, ...]]) -> Grid:
    fields = [
        Field("code", "Code", width=10, meaning="The indicator's code"),
        Field("indicator", "Indicator", width=44, meaning="What is measured, by the first agreement that has it"),
    ]
    for area in names:
        name = slug(area)
        fields += [
            Field(
                f"{name}-actual", area, Shape.FIGURE, 14, f"The accepted figure of {area}; empty: none, or not shown"
            ),
            Field(f"{name}-target", f"{area}, target", Shape.FIGURE, 14, f"The target of {area} for its quarter"),
            Field(f"{name}-rating", f"{area}, rating", Shape.RAG, 12, f"The rating that counts in {area}"),
        ]
    lines = []
    for figures in shared:
        first = figures[0].item.indicator
        values: list[Value] = [spoken_code(first.code), without_stop(first.title)]
        for area in names:
            mine = next((one for one in figures if one.area == area), None)
            values += [None, None, None] if mine is None else _cells(mine)
        numbers = [value for value in values if not isinstance(value, str)]
        places = max(decimals_of(one.item.indicator, *numbers) for one in figures)
        lines.append(Line(tuple(values), places, tuple(source for one in figures for source in _places(one))))
    return Grid("side-by-side", "Shared indicators side by side", tuple(fields), tuple(lines), _kept(shared))


def _cells(one: AreaFigure) -> list[Value]:
    item = one.item
    actual = actual_of(item)
    shown = None if actual is None else one.shown.kept.word(item.indicator.code) or tidy(actual)
    aim = item.aims.period
    target = (
        aim.written(item.indicator.polarity, item.indicator.decimals) or None if aim.value is None else tidy(aim.value)
    )
    return [shown, target, item.effective.value]


def _places(one: AreaFigure) -> tuple[Source, ...]:
    """Its cells, each with the area it is in."""
    found = sources_of(one.shown, one.item, "numerator", "denominator")
    return tuple(in_area(one.area, source) for source in found)


def _kept(shared: Sequence[tuple[AreaFigure, ...]]) -> str:
    hidden = sum(1 for figures in shared for one in figures if one.hidden)
    return f"{many(hidden, 'figure')} not shown, as few people are counted." if hidden else ""


def _combined(combined: Sequence[tuple[tuple[AreaFigure, ...], Combined]]) -> Grid:
    fields = (
        Field("code", "Code", width=10, meaning="The indicator's code"),
        Field("indicator", "Indicator", width=44, meaning="What is measured"),
        Field("unit", "Unit", width=22, meaning="What the combined figure is in"),
        Field("value", "Combined", Shape.FIGURE, 12, "The figure of all areas together; empty: not combined"),
        Field(
            "target",
            "Sum of targets",
            Shape.FIGURE,
            12,
            "For counts and money alone; empty: an area has none, or it is a rate",
        ),
        Field("numerator", "Sum of numerators", Shape.FIGURE, 14, "What was counted in all areas"),
        Field("denominator", "Sum of denominators", Shape.FIGURE, 14, "Out of which it was counted"),
        Field(
            "note",
            "How, or why not",
            width=56,
            meaning="How the figure was put together, and what of it is not final; or why it was not",
        ),
    )
    lines = []
    for figures, one in combined:
        first = figures[0].item.indicator
        values = (
            *(spoken_code(first.code), without_stop(first.title), first.unit or None),
            *(one.value, one.target, one.numerator, one.denominator, one.note),
        )
        places = max(figure.item.indicator.decimals for figure in figures)
        lines.append(Line(values, places, tuple(source for figure in figures for source in _places(figure))))
    return Grid("combined", "Shared indicators combined", fields, tuple(lines))


def _in_full(shared: Sequence[tuple[AreaFigure, ...]]) -> Grid:
    """Every figure of every area, one below the other, as a data file takes it."""
    parts = (
        Field("area", "Area", width=20, meaning="The place that the figure is about"),
        Field("numerator", "Numerator", Shape.FIGURE, 12, "What was counted; empty: not given, or not shown"),
        Field(
            "denominator",
            "Denominator",
            Shape.FIGURE,
            12,
            "Out of which it was counted; empty: not given, or not shown",
        ),
    )
    lines: list[Line] = []
    fields: tuple[Field, ...] = ()
    for figures in shared:
        for one in figures:
            grid = indicator_grid(one.shown, [one.item], _FIGURES, "one", "")
            (line,) = grid.lines
            numbers = [one.part(name) for name in ("numerator", "denominator")]
            cells: list[Value] = [
                None if number is None else NOT_SHOWN if one.hidden else tidy(number) for number in numbers
            ]
            lines.append(replace(line, values=(one.area, *line.values, *cells), sources=_places(one)))
            fields = (parts[0], *grid.fields, *parts[1:])
    return Grid("shared-figures", "Every shared figure", fields, tuple(lines), _kept(shared))


def _off_target(shared: Sequence[tuple[AreaFigure, ...]]) -> Iterator[Part]:
    """What each area says about shared indicators that are amber or red there."""
    bullets = tuple(_bullet(one) for figures in shared for one in figures if one.item.effective in _OFF_TARGET)
    if bullets:
        yield Part("Shared indicators that are off target", bullets=bullets)


def _bullet(one: AreaFigure) -> Bullet:
    item: Assessed = one.item
    text = sentences(position(one.shown, item), one.shown.kept.words(item, remedy(item)))
    found = sources_of(one.shown, item, "cause", "action")
    sources = tuple(in_area(one.area, source) for source in found)
    heading = f"{spoken_code(item.indicator.code)} {without_stop(item.indicator.title)}, {one.area}"
    name = f"{KIND}/{slug(one.area)}/{item.indicator.code}"
    return Bullet(name, heading, text, sources[0], item.effective.value, "rating", also=sources[1:])
