"""A figure that is not final is marked wherever it is told: in charts' words and tables, and on the public page."""

from __future__ import annotations

import pytest

from laa_xl.domain.documents import Document, Grid
from laa_xl.domain.periods import Period
from laa_xl.domain.words import DataStatus, mark_of
from laa_xl.stages.charting import chart_book
from tests.support.public import agreement as public_agreement
from tests.support.public import html, imported, one, page
from tests.support.public import returned as public_returned
from tests.support.public import row as public_row
from tests.support.report_inputs import by, given, returned, row, rows_of
from tests.support.small_agreement import agreement, indicator

BEFORE, NOW = Period(2008, 1), Period(2008, 2)


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        (DataStatus.FINAL, ""),
        (DataStatus.PROVISIONAL, "provisional"),
        (DataStatus.ESTIMATE, "estimate"),
        (DataStatus.PROXY, "proxy"),
        ("Proxy", "proxy"),
        ("", ""),
        (None, ""),
    ],
)
def test_whatever_is_not_final_has_a_mark(status: DataStatus | str | None, mark: str) -> None:
    assert mark_of(status) == mark


def book() -> Document:
    """NI 39 a proxy that was provisional, NI 16 final, of two quarters."""
    terms = agreement(indicator("NI039"), indicator("NI016"))
    figures = {BEFORE: ((70, "Provisional"), (60, "Final")), NOW: ((80, "Proxy"), (90, "Final"))}
    returns = [
        returned(
            terms,
            "SAFE",
            when,
            *(
                row("indicators", code, number, actual=actual, status=status)
                for number, (code, (actual, status)) in enumerate(zip(("NI039", "NI016"), found, strict=True), 8)
            ),
        )
        for when, found in figures.items()
    ]
    return chart_book(given(terms, NOW, *returns))


def table(made: Document, name: str) -> Grid:
    return next(found for found in made.tables if found.name == name)


def test_the_chart_of_figures_against_targets_marks_them_in_its_words_and_in_its_table() -> None:
    made = book()
    drawn = next(one for one in made.pictures if one.name == "against-target-safe")
    # 80 and 90 of 100, each more than or up to 10 % worse
    assert drawn.alt == (
        "Share of the target that was reached. NI 39 80% (80, proxy, against 100, red); NI 16 90% (90 against 100, green)."
    )
    assert {line["code"]: line["status"] for line in rows_of(table(made, "against-target-safe"))} == {
        "NI039": "Proxy",
        "NI016": "Final",
    }


def test_a_trend_marks_each_quarter_in_its_words_and_in_its_table() -> None:
    made = book()
    drawn = next(one for one in made.pictures if one.name == "trend-ni039")
    assert "Actual Q1 2008-09 70 (provisional), Q2 2008-09 80 (proxy);" in drawn.alt
    final = next(one for one in made.pictures if one.name == "trend-ni016")
    assert "Actual Q1 2008-09 60, Q2 2008-09 90;" in final.alt
    mine = [line for line in rows_of(table(made, "trends")) if line["code"] == "NI039"]
    assert {quarter: line["status"] for quarter, line in by(mine, "period").items()} == {
        "2008-Q1": "Provisional",
        "2008-Q2": "Proxy",
    }


def test_the_public_page_marks_what_is_at_risk_and_the_words_of_a_trend() -> None:
    terms = public_agreement(one("A1"), one("A2"))
    rows = public_returned(public_row("A1", 50, "Provisional"), public_row("A2", 60))
    made = page(terms, rows, past=imported({("A1", "2008-Q1"): 40}))
    text = html(made)
    assert "</a>: 50 (provisional) against a target of 100</li>" in text
    assert "</a>: 60 against a target of 100</li>" in text
    first = next(made.indicators)
    assert first.trend_words.startswith(
        "2 figures, from 40 (Q1 2008-09, from earlier records) to 50 (Q2 2008-09, provisional)."
    )
