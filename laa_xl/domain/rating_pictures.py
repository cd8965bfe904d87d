"""Ratings as pictures: quarter by quarter, how many of each colour, and what changed since an earlier quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from laa_xl.domain.agreement import Agreement
from laa_xl.domain.assessment import Assessed, Assessment
from laa_xl.domain.documents import Drawing, Field, Grid, Line, Picture, Shape
from laa_xl.domain.figure_drafts import figure_source
from laa_xl.domain.history import label_of
from laa_xl.domain.periods import Period
from laa_xl.domain.pictures import CODE, TITLE
from laa_xl.domain.rating import group_rag
from laa_xl.domain.sentences import listed
from laa_xl.domain.words import Rag

_BEST_FIRST = (Rag.GREEN, Rag.AMBER, Rag.RED, Rag.GREY)


def rating_matrix(agreement: Agreement, assessments: Sequence[Assessment]) -> Grid:
    """Every indicator's rating, a column a quarter; empty where it was not part of the agreement."""
    quarters = [assessment.period for assessment in assessments]
    fields = (
        CODE,
        TITLE,
        Field("theme", "Theme", width=22, meaning="The theme whose return carries the indicator"),
        *(
            Field(
                f"rag_{_name(quarter)}",
                label_of(quarter),
                Shape.RAG,
                10,
                f"The rating that counts at {quarter.spelled}",
            )
            for quarter in quarters
        ),
        Field("travel", "Direction of travel", width=14, meaning=f"At {quarters[-1]}, against the earlier figure"),
    )
    found: dict[str, dict[Period, Assessed]] = {}
    for assessment in assessments:
        for item in assessment.indicators:
            found.setdefault(item.indicator.code, {})[assessment.period] = item
    lines = []
    for code, items in found.items():
        newest = items[max(items)]
        ratings = [items[quarter].effective.value if quarter in items else None for quarter in quarters]
        last = items.get(quarters[-1])
        travel = last.travel.direction.value if last and not last.kept else None
        theme = agreement.theme(newest.theme).name
        sources = tuple(figure_source(agreement, items[quarter]) for quarter in quarters if quarter in items)
        lines.append(Line((code, newest.indicator.title, theme, *ratings, travel), None, sources[-1:]))
    return Grid("ratings-over-time", "Every rating, quarter by quarter", fields, tuple(lines))


def _name(period: Period) -> str:
    return str(period).replace("-", "_").lower()


def ratings_picture(assessments: Sequence[Assessment]) -> Picture:
    """How many are green, amber, red and grey in each quarter; rows of one group count as one, as in the counts."""
    fields = (
        Field("quarter", "Quarter", width=14, meaning="The quarter and its financial year"),
        *(
            Field(rag.value.lower(), rag.value, Shape.COUNT, 10, f"Indicators rated {rag.lower()}")
            for rag in _BEST_FIRST
        ),
        Field("all", "All", Shape.COUNT, 10, "All indicators; rows of one group count as one"),
    )
    lines, said = [], []
    for assessment in assessments:
        counts = assessment.counts
        grey = counts.placeholder + counts.not_rated
        values = (counts.on_track, counts.off_trajectory, counts.at_risk, grey)
        lines.append(Line((label_of(assessment.period), *values, counts.total)))
        told = listed(f"{value} {rag.lower()}" for rag, value in zip(_BEST_FIRST, values, strict=True))
        said.append(f"{label_of(assessment.period)}: {told}")
    note = "Grey are placeholders, and what could not be rated or was not due."
    grid = Grid("ratings-by-quarter", "Indicators by rating, quarter by quarter", fields, tuple(lines), note)
    series = tuple(rag.value.lower() for rag in _BEST_FIRST)
    alt = f"{'; '.join(said)}."
    return Picture(grid.name, grid.title, alt, Drawing.STACKED, grid, "quarter", series, "Indicators")


def _group_ratings(assessment: Assessment) -> dict[str, Rag]:
    """The one rating of each indicator, or of each group of rows that count as one: just as ``assessment.count`` counts."""
    members: dict[str, list[Rag]] = {}
    for item in assessment.indicators:
        members.setdefault(item.indicator.counting_key, []).append(item.effective)
    return {key: group_rag(rags) for key, rags in members.items()}


def changes_picture(before: Assessment, now: Assessment) -> Picture | None:
    """What made the number of green indicators another one since an earlier quarter; None where no rating changed.

    Its ends are the "on track" of the two counts.
    """
    was, is_now = _group_ratings(before), _group_ratings(now)
    moves = Counter((was.get(key), is_now.get(key)) for key in {**was, **is_now})
    steps: list[tuple[str, int]] = []
    for other in (Rag.AMBER, Rag.RED, Rag.GREY, None):
        came, went = (
            ("new in the agreement", "ended") if other is None else (f"was {other.lower()}", f"now {other.lower()}")
        )
        steps += [
            (f"Green, {came}", moves[(other, Rag.GREEN)]),
            (f"No longer green: {went}", -moves[(Rag.GREEN, other)]),
        ]
    steps = [(name, change) for name, change in steps if change]
    if not steps:
        return None
    ends = [sum(rag is Rag.GREEN for rag in ratings.values()) for ratings in (was, is_now)]
    first, last = (f"Green at {label_of(one.period)}" for one in (before, now))
    lines = (
        Line((first, ends[0])),
        *(Line((name, change)) for name, change in steps),
        Line((last, ends[1]), total=True),
    )
    fields = (
        Field("step", "Step", width=34, meaning="What was counted, or why the number changed"),
        Field("change", "Indicators", Shape.COUNT, 12, "The number at the start, then what was added or taken away"),
    )
    grid = Grid("green-since-before", f"Green indicators since {label_of(before.period)}", fields, lines)
    said = listed((f"{name} {change:+d}" for name, change in steps), ";")
    alt = f"From {ends[0]} green at {label_of(before.period)} to {ends[1]} at {label_of(now.period)}: {said}."
    return Picture(grid.name, grid.title, alt, Drawing.WATERFALL, grid, "step", ("change",), "Indicators rated green")


def changed_ratings(agreement: Agreement, before: Assessment, now: Assessment) -> Grid:
    """The indicators whose rating is another one than in an earlier quarter."""
    was = {item.indicator.code: item for item in before.indicators}
    fields = (
        CODE,
        TITLE,
        Field("before", label_of(before.period), Shape.RAG, 11, f"The rating that counted at {before.period.spelled}"),
        Field("now", label_of(now.period), Shape.RAG, 11, f"The rating that counts at {now.period.spelled}"),
        Field("change", "Change", width=18, meaning="Which way the rating went"),
    )
    lines = []
    for item in now.indicators:
        old = was.get(item.indicator.code)
        if old is None or old.effective is item.effective:
            continue
        values = (item.indicator.code, item.indicator.title, old.effective.value, item.effective.value)
        sources = tuple(figure_source(agreement, one) for one in (item, old))
        lines.append(Line((*values, _moved(old.effective, item.effective)), None, sources))
    return Grid("changed-ratings", f"Ratings that changed since {label_of(before.period)}", fields, tuple(lines))


def _moved(was: Rag, now: Rag) -> str:
    if Rag.GREY in (was, now):
        return "now rated" if was is Rag.GREY else "no longer rated"
    return "better" if _BEST_FIRST.index(now) < _BEST_FIRST.index(was) else "worse"
