"""The self-assessment (document 002): summary; each theme's achievements, risks and improvement; all tables; data gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from laa_xl.declare.master_places import of_indicators
from laa_xl.domain.assessment import Assessed
from laa_xl.domain.data_gaps import Gap, gaps_of
from laa_xl.domain.documents import Document, Drawing, Field, Grid, Line, Part, Picture, Shape, Value
from laa_xl.domain.drafting import decided, decision_on, remedy, topic
from laa_xl.domain.entry_drafts import county_drafts, narrative_drafts, source_of
from laa_xl.domain.gap_words import gap_parts, gaps_sentence
from laa_xl.domain.in_words import tally_sentence, travel_sentence
from laa_xl.domain.indicator_lines import indicator_grid, sources_of
from laa_xl.domain.numbers import tidy
from laa_xl.domain.part_words import percent, share_of
from laa_xl.domain.report import Bullet
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.reported import Reported, cited, document, reported
from laa_xl.domain.returns import Row
from laa_xl.domain.risk import RiskSettings, rate_risk
from laa_xl.domain.risk_pictures import RISK_TINTS
from laa_xl.domain.rollup import Tally
from laa_xl.domain.sentences import as_words, many, sentences, slug
from laa_xl.domain.told_bullets import position
from laa_xl.domain.words import Rag, Symbol

KIND = "self-assessment"
_FULL = (
    *("code", "indicator", "unit", "baseline", "actual", "about", "target", "variance_pct", "performance"),
    *("year_end_target", "forecast", "forecast_symbol", "rating", "direction"),
)
_OFF_TARGET = (Rag.RED, Rag.AMBER)
_STRENGTHS, _OVERALL = "4", ("1", "2")


def self_assessment(given: ReportInput) -> Document:
    """The self-assessment of a quarter."""
    shown = reported(given)
    before = reported(given, given.previous) if given.previous else None
    gaps = gaps_of(shown.items)
    earlier = gaps_of(before.items) if before else None
    parts = [
        _summary(given, shown, gaps, earlier),
        *(part for theme in shown.agreement.themes for part in _theme(given, shown, theme.code)),
        Part("Indicator tables", words=("Every indicator that is reported, theme by theme.",)),
        *(part for theme in shown.agreement.themes for part in _table(shown, theme.code)),
        *gap_parts(shown, gaps, earlier, before.period if before else None),
    ]
    return document(given, KIND, f"Self-assessment {given.period.financial_year}", parts)


def _summary(given: ReportInput, shown: Reported, gaps: list[Gap], earlier: list[Gap] | None) -> Part:
    assessment = shown.assessment
    whole = assessment.agreement
    judged = assessment.direction
    words = [
        _measured(whole.suggested.tally),
        gaps_sentence(gaps, earlier),
        travel_sentence(shown.assessment.travels),
        f"Direction of travel: {decided(judged)}"
        if judged
        else "Direction of travel: to be decided by the county team.",
        decision_on(whole),
    ]
    entries = [entry for entry in given.inputs.county if entry.period == given.period]
    drafts = list(county_drafts(given.agreement, entries))
    bullets = [draft.bullet for draft in drafts if draft.section in (*_OVERALL, _STRENGTHS)]
    return Part(
        "Summary",
        rag=whole.effective,
        words=tuple(word for word in words if word),
        bullets=cited(KIND, bullets),
        grids=(shares := _shares(shown),),
        pictures=(_picture(shares),) if whole.suggested.tally.rated else (),
    )


def _measured(tally: Tally) -> str:
    """In the words of document 002, 4: shares are of the indicators that could be measured."""
    if not tally.rated:
        return "None of the indicators could be measured."
    shares = [
        f"{percent(number, tally.rated, 1)} ({number}) {words}"
        for number, words in (
            (tally.green, "were on track (green)"),
            (tally.amber, "were amber"),
            (tally.red, "were considered red (high risk of not achieving planned targets)"),
        )
    ]
    said = f"Of the {many(tally.rated, 'indicator')} that could be measured, {shares[0]}, {shares[1]} and {shares[2]}."
    rest = tally.grey_due + tally.placeholders + tally.not_due
    return sentences(said, f"{rest} could not be measured." if rest else "")


def _shares(shown: Reported) -> Grid:
    """Green, amber and red of the measurable, by theme; rows of one group count once."""
    fields = (
        Field("theme", "Theme", width=38, meaning="The local theme; All: the whole agreement"),
        Field("rating", "Rating", Shape.RAG, 10, "The theme's rating, after decisions"),
        *(
            Field(name, name.capitalize(), Shape.COUNT, 10, f"Indicators rated {name}")
            for name in ("green", "amber", "red")
        ),
        Field("measured", "Measured", Shape.COUNT, 12, "Indicators with a colour"),
        *(
            Field(
                f"{name}_share",
                f"{name.capitalize()}, %",
                Shape.PERCENT,
                11,
                f"{name.capitalize()} of those measured",
            )
            for name in ("green", "amber", "red")
        ),
        Field("not_measured", "Not measured", Shape.COUNT, 12, "Indicators without a colour"),
        Field(
            "of_these_placeholders",
            "Placeholders",
            Shape.COUNT,
            15,
            "Of those not measured, without an agreed baseline or target",
        ),
        Field("total", "All", Shape.COUNT, 8, "Measured or not"),
    )
    rolled = [*shown.assessment.themes, replace(shown.assessment.agreement, name="All")]
    lines = []
    for one in rolled:
        tally = one.suggested.tally
        rest = tally.grey_due + tally.placeholders + tally.not_due
        shares = (share_of(number, tally.rated) for number in (tally.green, tally.amber, tally.red))
        values: tuple[Value, ...] = (
            *(one.name, one.effective.value, tally.green, tally.amber, tally.red, tally.rated, *shares),
            *(rest, tally.placeholders, tally.rated + rest),
        )
        lines.append(Line(values, sources=(of_indicators("effective"),), total=one is rolled[-1]))
    note = "Shares are of the indicators that could be measured. A group that two themes share counts in each of them."
    return Grid("shares", "Green, amber and red of what could be measured", fields, tuple(lines), note)


def _picture(shares: Grid) -> Picture:
    """The indicators of each theme by rating; the line of the whole agreement would dwarf them."""
    themes = replace(shares, lines=tuple(line for line in shares.lines if not line.total))
    names = ("green", "amber", "red", "not_measured")
    columns = zip(*(themes.column(name) for name in ("theme", *names)), strict=True)
    said = [
        f"{theme}: {green} green, {amber} amber, {red} red, {rest} not measured"
        for theme, green, amber, red, rest in columns
    ]
    alt = f"{'; '.join(said)}."
    return Picture(
        "shares-by-theme", "Indicators by rating, by theme", alt, Drawing.STACKED, themes, "theme", names, "Indicators"
    )


def _theme(given: ReportInput, shown: Reported, code: str) -> Iterator[Part]:
    theme, rolled = shown.agreement.theme(code), shown.theme(code)
    words = [tally_sentence(rolled.suggested.tally), decision_on(rolled)]
    if code not in shown.returns:
        words.append("No return has been accepted for this quarter.")
    yield Part(theme.name, rag=rolled.effective, words=tuple(word for word in words if word))
    items = shown.of_theme(code)
    achieved = (*_told_strengths(given, shown, code), *_strengths(shown, items))
    nothing = ("Nothing is reported.",)
    yield Part("Achievements", 2, words=() if achieved else nothing, bullets=achieved)
    risks = _risks(shown, code)
    yield Part("Risks", 2, words=() if risks.lines else nothing, grids=(risks,) if risks.lines else ())
    improving = tuple(_improvement(shown, item) for item in items if item.effective in _OFF_TARGET)
    actions = _actions(shown, code)
    said = () if improving or actions.lines else nothing
    yield Part("Improvement activity", 2, words=said, bullets=improving, grids=(actions,) if actions.lines else ())


def _told_strengths(given: ReportInput, shown: Reported, code: str) -> tuple[Bullet, ...]:
    if code not in shown.returns:
        return ()
    items = {item.indicator.code: item for item in shown.items}
    out = []
    for draft in narrative_drafts(given.agreement, shown.returns[code]):
        if draft.section == _STRENGTHS:
            item = items.get(draft.indicator)
            text = shown.kept.words(item, draft.bullet.text) if item else draft.bullet.text
            out.append(replace(draft.bullet, text=text))
    return cited(KIND, out)


def _strengths(shown: Reported, items: Iterable[Assessed]) -> Iterator[Bullet]:
    for item in items:
        if item.rating.symbol is Symbol.STAR and item.effective is Rag.GREEN:
            name = f"{KIND}/{item.theme}/strength/{item.indicator.code}"
            sources = sources_of(shown, item)
            yield Bullet(
                name,
                topic(item.indicator),
                position(shown, item),
                sources[0],
                item.effective.value,
                "strength",
                also=sources[1:],
            )


def _improvement(shown: Reported, item: Assessed) -> Bullet:
    text = sentences(position(shown, item), shown.kept.words(item, remedy(item)))
    sources = sources_of(shown, item, "cause", "action")
    name = f"{KIND}/{item.theme}/improvement/{item.indicator.code}"
    return Bullet(name, topic(item.indicator), text, sources[0], item.effective.value, "rating", also=sources[1:])


def _rows(shown: Reported, theme: str, table: str, column: str) -> Iterator[tuple[Row, Line]]:
    """The filled rows of a table of a theme's return that concern no local-only indicator; a line with their source each."""
    returned = shown.returns.get(theme)
    for row in returned.rows(table) if returned else ():
        if returned and as_words(row.text_of(column)) and not shown.local_only(row.text_of("indicator")):
            yield row, Line((), sources=(source_of(shown.agreement, returned, row, column),))


def _words(shown: Reported, row: Row, column: str) -> Value:
    """Somebody's words in a row, unless they tell a figure that is kept back."""
    code = row.text_of("indicator").strip().casefold()
    item = next((one for one in shown.items if one.indicator.code.casefold() == code), None)
    text = as_words(row.text_of(column))
    return (shown.kept.words(item, text) if item else text) or None


def _number(row: Row, column: str) -> Value:
    number = row.number_of(column)
    return None if number is None else tidy(number)


def _risks(shown: Reported, theme: str) -> Grid:
    fields = (
        Field("risk", "Risk", width=36, meaning="What might happen"),
        Field("risk_cause", "Cause", width=28, meaning="Why it might"),
        Field("threatens", "Threatens", width=16, meaning="A mandatory or another key outcome"),
        Field(
            "indicator", "Indicator", width=10, meaning="The code of the indicator that is threatened, where it is one"
        ),
        Field("likelihood", "Likelihood", Shape.COUNT, 9, "1 very unlikely to 5 almost certain"),
        Field("impact", "Impact", Shape.COUNT, 9, "1 slight to 5 severe"),
        Field("score", "Score", Shape.COUNT, 9, "Likelihood times impact; empty where one of them is missing"),
        Field("level", "Level", width=12, meaning="High, medium or low by the agreement's thresholds"),
        Field("mitigation", "Mitigation", width=36, meaning="What is being done about it"),
        Field("owner", "Owner", width=24, meaning="A post or organisation"),
        Field("review", "Review", Shape.DATE, 12, "When it is looked at again"),
    )
    settings = shown.agreement.settings
    limits = RiskSettings(settings.risk_high, settings.risk_medium)
    found = []
    for row, line in _rows(shown, theme, "risks", "risk"):
        rated = rate_risk(row.number_of("likelihood"), row.number_of("impact"), limits)
        values: tuple[Value, ...] = (
            *(_words(shown, row, "risk"), _words(shown, row, "risk_cause"), row.text_of("outcome_kind") or None),
            *(row.text_of("indicator") or None, _number(row, "likelihood"), _number(row, "impact")),
            *(rated.score, rated.level.capitalize() if rated.level else "Not scored"),
            *(_words(shown, row, "mitigation"), row.text_of("owner") or None, row.date_of("review")),
        )
        tints = [RISK_TINTS[rated.level] if rated.level and field.name == "level" else "" for field in fields]
        found.append((-(rated.score or 0), replace(line, values=values, tints=tuple(tints))))
    lines = tuple(line for _, line in sorted(found, key=lambda one: one[0]))
    return Grid(f"risks-{slug(theme)}", f"Risks: {shown.agreement.theme(theme).name}", fields, lines)


def _actions(shown: Reported, theme: str) -> Grid:
    fields = (
        Field(
            "indicator", "Indicator", width=10, meaning="The code of the indicator that it is about, where it is one"
        ),
        Field("action", "Improvement activity", width=56, meaning="What is being done"),
        Field("owner", "Owner", width=30, meaning="A post or organisation"),
        Field("due", "Due", Shape.DATE, 12, "By when"),
        Field("progress", "Progress", width=14, meaning="Not started, in progress, complete or stopped"),
        Field("comment", "Comment", width=36, meaning="What else there is to say"),
    )
    lines = []
    for row, line in _rows(shown, theme, "actions", "action"):
        values: tuple[Value, ...] = (
            *(row.text_of("indicator") or None, _words(shown, row, "action"), row.text_of("owner") or None),
            *(row.date_of("due"), row.text_of("progress") or None, _words(shown, row, "comment")),
        )
        lines.append(replace(line, values=values))
    return Grid(f"actions-{slug(theme)}", f"Actions: {shown.agreement.theme(theme).name}", fields, tuple(lines))


def _table(shown: Reported, theme: str) -> Iterator[Part]:
    items = shown.of_theme(theme)
    if items:
        name = shown.agreement.theme(theme).name
        grid = indicator_grid(shown, items, _FULL, f"indicators-{slug(theme)}", f"Indicators: {name}")
        yield Part(name, 2, shown.theme(theme).effective, grids=(grid,))
