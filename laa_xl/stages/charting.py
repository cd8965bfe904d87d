"""The chart book: ratings over time, figures against targets, trends and risks, as one report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.assessment import Assessment, count, for_government, told_travels
from laa_xl.domain.disclosure import Record
from laa_xl.domain.documents import Document, Part
from laa_xl.domain.history import label_of
from laa_xl.domain.in_words import counts_sentence, rule_lines, travel_sentence
from laa_xl.domain.pictures import target_picture
from laa_xl.domain.rating_pictures import changed_ratings, changes_picture, rating_matrix, ratings_picture
from laa_xl.domain.report import DRAFT
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.risk_pictures import heat_map, risk_list, risks_of, risks_sentence
from laa_xl.domain.sentences import many, slug
from laa_xl.domain.trends import LEAST, trend_grid, trend_pictures

KIND = "charts"


def chart_book(given: ReportInput, *, theme: str = "") -> Document:
    """The pictures of a quarter and of those before it; ``theme``: of that theme alone.

    Local-only indicators and figures that count too few people are in none of them.
    """
    agreement, settings = given.agreement, given.agreement.settings
    shown = tuple(_of_theme(for_government(one, settings.rollup), theme) for one in given.assessments)
    now, before = shown[-1], shown[-2] if len(shown) > 1 else None
    about = f": {agreement.theme(theme).name}" if theme else ""
    parts = (
        _ratings(agreement, shown, before, now),
        Part("Every rating, quarter by quarter", grids=(rating_matrix(agreement, shown),)),
        *_against_targets(agreement, now),
        _trends(given, shown),
        _risks(given, theme),
    )
    return Document(
        kind=KIND,
        title=f"Chart book{about}",
        agreement=settings.title,
        area=settings.area,
        period=given.period.spelled,
        state=DRAFT,
        parts=parts,
        rules=rule_lines(agreement.at(given.period)),
        illustrative_note=settings.illustrative_note or "",
    )


def _of_theme(assessment: Assessment, theme: str) -> Assessment:
    if not theme:
        return assessment
    items = tuple(item for item in assessment.indicators if item.theme == theme)
    return replace(assessment, indicators=items, counts=count(items), travels=told_travels(items))


def _ratings(agreement: Agreement, shown: Sequence[Assessment], before: Assessment | None, now: Assessment) -> Part:
    words = [counts_sentence(now.counts), travel_sentence(now.travels)]
    pictures, grids = [ratings_picture(shown)], []
    if before is None:
        words.append("This is the first quarter, so nothing can have changed since an earlier one.")
    else:
        changed = changed_ratings(agreement, before, now)
        words.append(f"{many(len(changed.lines), 'rating')} changed since {label_of(before.period)}.")
        grids = [changed] if changed.lines else []
        pictures += [picture for picture in (changes_picture(before, now),) if picture]
    return Part("How the ratings stand and moved", words=tuple(words), grids=tuple(grids), pictures=tuple(pictures))


def _against_targets(agreement: Agreement, now: Assessment) -> Iterator[Part]:
    found = []
    for theme in agreement.themes:
        items = [item for item in now.indicators if item.theme == theme.code]
        name = f"against-target-{slug(theme.code)}"
        picture = target_picture(agreement, items, name, f"{theme.name}: share of target reached")
        if picture is not None:
            left = len(items) - len(picture.grid.lines)
            rest = f"{many(left, 'indicator')} without a figure that can be set against a target." if left else ""
            words = tuple(word for word in (rest,) if word)
            found.append(Part(theme.name, 2, words=words, grids=(picture.grid,), pictures=(picture,)))
    said = "100% is the target. More is better, whichever way is good: fewer offences than the target allows is more than 100%."
    yield Part("Actual against target", words=(said if found else "No figure can be set against a target yet.",))
    yield from found


def _trends(given: ReportInput, shown: Sequence[Assessment]) -> Part:
    record = Record(given.agreement, given.assessments, given.imported)
    grid = trend_grid(record, shown, given.period)
    if not grid.lines:
        return Part("Trends", words=(f"No indicator has {LEAST} figures yet, so there is no trend to show.",))
    pictures = trend_pictures(given.agreement, grid)
    words = (f"{many(len(pictures), 'indicator')} with {LEAST} figures or more.",)
    return Part("Trends", words=words, grids=(grid,), pictures=pictures)


def _risks(given: ReportInput, theme: str) -> Part:
    settings, now = given.agreement.settings, given.returns_now()
    codes = [one.code for one in given.agreement.themes if theme in ("", one.code)]
    risks = risks_of(
        given.agreement,
        [now[(code, given.period)] for code in codes if (code, given.period) in now],
        given.assessment.indicators,
    )
    grids = (heat_map(risks, settings), risk_list(risks, settings)) if any(risk.score for risk in risks) else ()
    return Part("Risks", words=(risks_sentence(risks, settings),), grids=grids)
