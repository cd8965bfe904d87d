"""The chart book from small hand-built returns: what each picture shows, and what none may show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from laa_xl.domain.agreement import Agreement, Block, Indicator, Outcome, Settings, TargetRow, Theme
from laa_xl.domain.assessment import Assessment, count
from laa_xl.domain.documents import Document, Drawing, Grid, Picture
from laa_xl.domain.imports import Import, Imported, ImportedFigure, Standing
from laa_xl.domain.inputs import Inputs, Level, Override
from laa_xl.domain.periods import Period
from laa_xl.domain.rating_pictures import changes_picture
from laa_xl.domain.register import Register
from laa_xl.domain.report_input import ReportInput
from laa_xl.domain.returns import Entry, Return, Row
from laa_xl.domain.words import Accumulation, Measure, Polarity, Rag, ToleranceKind
from laa_xl.stages.assessing import assess
from laa_xl.stages.charting import chart_book

NOW, BEFORE = Period(2008, 2), Period(2008, 1)
SETTINGS = Settings(
    code="anyshire-2008",
    title="Anyshire Agreement",
    area="Anyshire",
    accountable_body="Anyshire County Council",
    start_year=2008,
    end_year=2010,
    risk_high=15,
    risk_medium=8,
    suppression_threshold=5,
)
FIXED: dict[str, Any] = {
    "outcome": "SAFE1",
    "measure": Measure.COUNT,
    "accumulation": Accumulation.POINT,
    "polarity": Polarity.HIGHER,
    "unit": "people",
}


def terms(*indicators: dict[str, Any]) -> Agreement:
    """One theme; each indicator's target is 100 unless said otherwise."""
    return Agreement(
        settings=SETTINGS,
        blocks=(Block(code="SSC", name="Safer and Stronger"),),
        themes=(Theme(code="SAFE", name="Safer Places", block="SSC"),),
        outcomes=(Outcome(code="SAFE1", theme="SAFE", title="Less crime"),),
        indicators=tuple(
            Indicator(
                **{**FIXED, "title": f"Title of {one['code']}", **{k: v for k, v in one.items() if k not in AIMS}}
            )
            for one in indicators
        ),
        targets=tuple(
            TargetRow(indicator=one["code"], year=2008, **{name: one.get(name) for name in AIMS} | {"target": aim(one)})
            for one in indicators
        ),
    )


AIMS = ("target", "low", "high")


def aim(one: dict[str, Any]) -> float | None:
    return one.get("target", None if "low" in one else 100)


def returned(period: Period, figures: dict[str, float | None], *risks: dict[str, Any]) -> Return:
    rows = tuple(
        Row(
            "indicators",
            "Indicators",
            code,
            number,
            {
                "actual": Entry(value, f"F{number}"),
                "status": Entry("Final" if value is not None else "Not yet available", f"G{number}"),
            },
        )
        for number, (code, value) in enumerate(figures.items(), 8)
    )
    entered = tuple(
        Row("risks", "Risks", f"R{number}", number, {name: Entry(value, f"C{number}") for name, value in risk.items()})
        for number, risk in enumerate(risks, 8)
    )
    return Return(SETTINGS.code, "SAFE", period, "safe.xlsx", "0" * 64, {"indicators": rows, "risks": entered})


def given(agreement: Agreement, *returns: Return, imported: Imported | None = None) -> ReportInput:
    found = {(one.theme, one.period): one for one in returns}
    periods = sorted(one.period for one in returns)
    assessments = tuple(assess(agreement, found, period, (), imported or {}) for period in periods)
    return ReportInput(
        agreement, NOW, assessments, found, Inputs(), Register(), date(2008, 11, 1), imported=imported or {}
    )


def past(code: str, period: str, actual: float) -> tuple[tuple[str, Period], Standing]:
    entry = Import(
        file="old.xlsx", sha256="0" * 64, at=datetime(2008, 4, 1), by="x", read=1, taken=1, not_taken=0, ignored=0,
        kept="imported/x", record_sha256="0" * 64,
    )  # fmt: skip
    figure = ImportedFigure(indicator=code, period=period, actual=actual, sheet="Past", cell="C4")
    return (code, Period.parse(period)), Standing(figure, entry)


def picture(document: Document, name: str) -> Picture:
    return next(found for found in document.pictures if found.name == name)


def grid(document: Document, name: str) -> Grid:
    return next(found for found in document.grids if found.name == name)


def test_a_trend_shows_every_quarter_from_the_first_figure_on_and_a_missing_one_is_a_gap() -> None:
    agreement = terms({"code": "NI016", "baseline": 90})
    imported = dict([past("NI016", "2007-Q3", 88)])
    book = chart_book(
        given(agreement, returned(BEFORE, {"NI016": None}), returned(NOW, {"NI016": 95}), imported=imported)
    )
    drawn = picture(book, "trend-ni016")
    assert drawn.drawing is Drawing.TREND
    assert drawn.grid.column("quarter") == ("Q3 2007-08", "Q4 2007-08", "Q1 2008-09", "Q2 2008-09")
    assert drawn.grid.column("actual") == (88, None, None, 95)
    assert drawn.grid.column("target") == (None, None, 100, 100)
    assert drawn.series == ("actual", "target", "baseline")
    assert drawn.alt == (
        "NI 16 Title of NI016 (people, higher is better). Actual Q3 2007-08 88, Q2 2008-09 95; Target 100; Baseline 90."
    )
    assert [line.origin for line in drawn.grid.lines] == [
        "earlier spreadsheet, Past, C4",
        "",
        "",
        "Safer Places return, Indicators, F8",
    ]


def test_one_figure_is_no_trend_and_no_empty_picture_is_drawn() -> None:
    book = chart_book(given(terms({"code": "A"}), returned(NOW, {"A": 95})))
    assert not [found for found in book.pictures if found.drawing is Drawing.TREND]
    assert all(found.grid.lines and found.alt for found in book.pictures)
    assert "No indicator has 2 figures yet, so there is no trend to show." in [w for p in book.parts for w in p.words]


def test_local_only_indicators_and_the_risks_to_them_are_in_no_picture_and_no_table() -> None:
    agreement = terms({"code": "PUBLIC"}, {"code": "OURS", "local_only": True})
    risks = (
        {"risk": "A public risk", "likelihood": 4, "impact": 4},
        {"risk": "A quiet risk", "likelihood": 5, "impact": 5, "indicator": "ours"},
    )
    figures = {"PUBLIC": 95, "OURS": 50}
    book = chart_book(given(agreement, returned(BEFORE, figures), returned(NOW, figures, *risks)))
    said = "\n".join(text for _, text in book.texts)
    assert "PUBLIC" in said
    assert "A public risk" in said
    assert "OURS" not in said
    assert "quiet" not in said
    assert picture(book, "ratings-by-quarter").grid.column("all") == (1, 1)


def test_a_figure_that_counts_too_few_people_is_drawn_nowhere_whoever_reported_it() -> None:
    agreement = terms({"code": "FEW", "suppress_small": True}, {"code": "OTHER"})
    imported = dict([past("FEW", "2007-Q3", 4), past("FEW", "2007-Q4", 77), past("FEW", "2008-Q1", 66)])
    first, second = returned(BEFORE, {"FEW": 3, "OTHER": 9}), returned(NOW, {"FEW": 88, "OTHER": 9})
    book = chart_book(given(agreement, first, second, imported=imported))
    # Not the 4 of old, nor the 3, nor the imported 66 of the quarter whose own figure is kept back.
    assert picture(book, "trend-few").grid.column("actual") == (77, None, 88)
    few = chart_book(given(agreement, returned(NOW, {"FEW": 3, "OTHER": 9})))
    assert [line.values[0] for line in picture(few, "against-target-safe").grid.lines] == ["OTHER"]


def test_of_an_imported_share_nobody_knows_how_many_were_counted_so_it_is_left_out() -> None:
    agreement = terms({"code": "SHARE", "suppress_small": True, "measure": Measure.PERCENT})
    imported = dict([past("SHARE", "2007-Q3", 60), past("SHARE", "2007-Q4", 61)])
    book = chart_book(given(agreement, returned(NOW, {"SHARE": 62}), imported=imported))
    assert not [found for found in book.pictures if found.drawing is Drawing.TREND]


POINTS_OF_A_RANGE = {
    "polarity": Polarity.RANGE, "tolerance_kind": ToleranceKind.POINTS, "tolerance_lower": 1, "tolerance_upper": 1,
}  # fmt: skip
# indicator, actual: reached, lower and upper edge as shares of the target; None: it cannot be set against one
AGAINST: list[tuple[dict[str, Any], float, tuple[float, float, float] | None]] = [
    ({}, 80, (0.8, 0.9, 1.1)),
    ({"polarity": Polarity.LOWER}, 120, (0.8, 0.9, 1.1)),
    ({"polarity": Polarity.LOWER}, 75, (1.25, 0.9, 1.1)),
    ({"tolerance_lower": 5, "tolerance_upper": 20}, 100, (1.0, 0.95, 1.2)),
    (
        {"target": 50, "tolerance_kind": ToleranceKind.POINTS, "tolerance_lower": 5, "tolerance_upper": 10},
        60,
        (1.2, 0.9, 1.2),
    ),
    ({"polarity": Polarity.RANGE, "low": 10, "high": 20}, 8, (0.8, 0.9, 1.0)),
    ({"polarity": Polarity.RANGE, "low": 10, "high": 20}, 15, (1.0, 0.9, 1.0)),
    # In points of the end that was passed: 22 is 10 % over 20, and 1 point is 5 % of it.
    ({**POINTS_OF_A_RANGE, "low": 10, "high": 20}, 22, (0.9, 0.95, 1.0)),
    ({**POINTS_OF_A_RANGE, "low": 10, "high": 20}, 8, (0.8, 0.9, 1.0)),
    ({**POINTS_OF_A_RANGE, "low": 10, "high": 20, "target": 5}, 8, (0.8, 0.9, 1.0)),
    ({**POINTS_OF_A_RANGE, "low": 0, "high": 20}, 15, (1.0, 0.95, 1.0)),
    ({"target": 0}, 3, None),
    ({"placeholder": True}, 80, None),
    ({"polarity": Polarity.UNSET}, 80, None),
]


@pytest.mark.parametrize(("about", "actual", "expected"), AGAINST)
def test_a_figure_is_set_against_its_target_on_a_scale_on_which_more_is_better(
    about: dict[str, Any], actual: float, expected: tuple[float, float, float] | None
) -> None:
    book = chart_book(given(terms({"code": "A", **about}), returned(NOW, {"A": actual})))
    found = [one.grid for one in book.pictures if one.drawing is Drawing.BULLET]
    shown = [(g.column("reached")[0], g.column("lowest")[0], g.column("highest")[0]) for g in found]
    assert shown == ([] if expected is None else [expected])
    assert all(g.column("aim") == (1.0,) for g in found)


def test_a_chart_names_an_indicator_as_it_is_spoken_and_its_words_tell_the_figures() -> None:
    book = chart_book(given(terms({"code": "NI016", "decimals": 1}), returned(NOW, {"NI016": 80.5})))
    drawn = picture(book, "against-target-safe")
    assert drawn.grid.column(drawn.category) == ("NI 16",)
    assert drawn.alt == "Share of the target that was reached. NI 16 80.5% (80.5 against 100.0, red)."
    assert "target_high" not in [field.name for field in drawn.grid.fields]


CODES = [f"I{number}" for number in range(8)]
RAGS = st.lists(st.sampled_from(list(Rag)), min_size=len(CODES), max_size=len(CODES))


def decided(period: Period, rags: list[Rag], codes: list[str], groups: dict[str, str]) -> Assessment:
    """An assessment whose every rating is an officer's decision."""
    agreement = terms(*({"code": code, "group": groups.get(code)} for code in codes))
    plain = assess(agreement, {}, period, ())
    items = tuple(
        replace(item, override=Override(period, Level.INDICATOR, item.indicator.code, rag, "Because.", "Officer", None))
        for item, rag in zip(plain.indicators, rags, strict=False)
    )
    return replace(plain, indicators=items, counts=count(items))


@drawn(RAGS, RAGS, st.integers(5, 8), st.integers(5, 8), st.booleans())
def test_the_waterfall_leads_from_one_count_on_track_to_the_other(
    was: list[Rag], now: list[Rag], many_before: int, many_now: int, grouped: bool
) -> None:
    groups = {"I1": "G", "I2": "G"} if grouped else {}
    before = decided(BEFORE, was, CODES[:many_before], groups)
    after = decided(NOW, now, CODES[-many_now:], groups)
    found = changes_picture(before, after)
    if found is None:
        assert before.counts.on_track == after.counts.on_track
        return
    first, *steps, last = found.grid.column("change")
    assert (first, last) == (before.counts.on_track, after.counts.on_track)
    assert first + sum(steps) == last  # type: ignore[operator, arg-type]
    assert all(steps)
    assert [line.total for line in found.grid.lines] == [*(False for _ in (first, *steps)), True]


def test_ratings_that_changed_say_which_way_and_where_both_figures_stand() -> None:
    agreement = terms({"code": "UP"}, {"code": "DOWN"}, {"code": "NEW"}, {"code": "SAME"})
    first = returned(BEFORE, {"UP": 50, "DOWN": 100, "NEW": None, "SAME": 100})
    second = returned(NOW, {"UP": 100, "DOWN": 50, "NEW": 100, "SAME": 100})
    found = grid(chart_book(given(agreement, first, second)), "changed-ratings")
    assert {line.values[0]: line.values[4] for line in found.lines} == {
        "UP": "better",
        "DOWN": "worse",
        "NEW": "now rated",
    }
    assert found.lines[1].origin == "Safer Places return, Indicators, F9"


def test_the_heat_map_counts_each_scored_risk_once_and_colours_by_the_agreements_levels() -> None:
    places = [(5, 3), (5, 3), (1, 1), (3, 3), (2, 4), (6, 1), (None, 4)]
    risks = [{"risk": f"Risk {n}", "likelihood": one, "impact": other} for n, (one, other) in enumerate(places)]
    book = chart_book(given(terms({"code": "A"}), returned(NOW, {"A": 95}, *risks)))
    found = grid(book, "risk-heat-map")
    counted = {(line.values[0], impact): line.values[impact] for line in found.lines for impact in range(1, 6)}
    assert {place: number for place, number in counted.items() if number} == {
        (5, 3): 2,
        (1, 1): 1,
        (3, 3): 1,
        (2, 4): 1,
    }
    colours = {(line.values[0], impact): line.tints[impact] for line in found.lines for impact in range(1, 6)}
    assert colours[(5, 3)] == "Red"  # 15: an edge counts as high
    assert colours[(2, 4)] == "Amber"  # 8
    assert colours[(1, 5)] == "Green"  # 5
    listed = [line.values for line in grid(book, "risks").lines]
    assert [values[4] for values in listed] == [15, 15, 9, 8, 1, None, None]
    words = [word for part in book.parts for word in part.words]
    assert "Of 5 scored risks, 2 are high, 2 are medium and 1 is low. 2 risks could not be scored." in words


def test_a_book_of_one_theme_has_that_themes_pictures_alone() -> None:
    agreement = terms({"code": "A"})
    other = replace_theme(agreement)
    figures = {("SAFE", NOW): returned(NOW, {"A": 95}), ("JOBS", NOW): replace(returned(NOW, {"B": 50}), theme="JOBS")}
    found = ReportInput(
        other, NOW, (assess(other, figures, NOW, ()),), figures, Inputs(), Register(), date(2008, 11, 1)
    )
    book = chart_book(found, theme="JOBS")
    assert grid(book, "ratings-over-time").column("code") == ("B",)
    assert picture(book, "ratings-by-quarter").grid.column("all") == (1,)
    assert book.title == "Chart book: Jobs"


def replace_theme(agreement: Agreement) -> Agreement:
    return agreement.model_copy(
        update={
            "themes": (*agreement.themes, Theme(code="JOBS", name="Jobs", block="SSC")),
            "outcomes": (*agreement.outcomes, Outcome(code="JOBS1", theme="JOBS", title="Work")),
            "indicators": (
                *agreement.indicators,
                Indicator(**{**FIXED, "code": "B", "title": "Work", "outcome": "JOBS1"}),
            ),
        }
    )
