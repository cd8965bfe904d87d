"""One document with everything in it that a report can hold: each shape, each drawing, what is awkward in each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from laa_xl.domain.documents import Document, Drawing, Field, Grid, Line, Part, Picture, Shape
from laa_xl.domain.report import Bullet, Source

CELL = Source("Jobs", "jobs.xlsx", "Finance", "F14")
FIELDS = (
    Field("stream", "Funding stream", width=36, meaning="Where the money comes from"),
    Field("budget", "Budget", Shape.POUNDS, 14, "Agreed for the year"),
    Field("variance", "Variance", Shape.POUNDS),
    Field("spent", "Spent", Shape.PERCENT),
    Field("paid", "Paid on", Shape.DATE),
    Field("rag", "Rating", Shape.RAG),
    Field("performance", "Performance", Shape.SYMBOL),
    Field("projects", "Projects", Shape.COUNT),
    Field("rate", "Rate", Shape.FIGURE),
    Field("level", "Level"),
)
STREAMS = Grid(
    "streams",
    "Budget, spend and forecast: every stream [2008/09]",
    FIELDS,
    (
        Line(
            (
                "Renewal fund",
                1000000,
                -250000.5,
                Decimal("0.1234"),
                date(2008, 9, 30),
                "Red",
                "star",
                3,
                0.1 + 0.2,
                "High",
            ),
            1,
            (CELL, Source("Jobs", "jobs.xlsx", "Finance", "G14")),
            tints=("", "", "", "", "", "", "", "", "", "Red"),
        ),
        Line(
            ("=2+3 grant & more", 500000, 50000, 1.1, None, "Green", "triangle", "fewer than 5", None, "Low"),
            1,
            (CELL,),
        ),
        Line(("All streams", 1500000, -200000.5, 0.2, None, "Amber", "circle", 3, None, ""), None, (), total=True),
    ),
    "Positive is an overspend.",
)
STEPS = Grid(
    "bridge",
    "From budget to forecast",
    (Field("step", "Step", width=30), Field("change", "Change", Shape.POUNDS)),
    (
        Line(("Budget", 100000)),
        Line(("Slipped", -160000)),
        Line(("New grant", 30000)),
        Line(("Carried forward", 80000)),
        Line(("Forecast", 50000), total=True),
    ),
)
TREND = Grid(
    "crime",
    "Crime",
    (
        Field("quarter", "Quarter"),
        Field("actual", "Actual", Shape.FIGURE),
        Field("target", "Target", Shape.FIGURE),
    ),
    (Line(("Q1", 2.5, 2.14), 2), Line(("Q2", None, 2.14), 2), Line(("Q3", 2.42, 2.14), 2)),
)
AGAINST = Grid(
    "homes",
    "Homes",
    (
        Field("area", "Area"),
        *(Field(name, name.capitalize(), Shape.FIGURE) for name in ("actual", "target", "low", "high")),
    ),
    (Line(("North", 300, 1450, 1305, 1595), 0), Line(("South", "fewer than 5", 10, None, 12), 0)),
)
SHARES = Grid(
    "shares",
    "Ratings by theme",
    (Field("theme", "Theme"), *(Field(rag.lower(), rag, Shape.COUNT) for rag in ("Green", "Amber", "Red", "Grey"))),
    (Line(("Children and Young People", 5, 2, 1, 4)), Line(("Safer Places", 2, 0, 3, 6))),
)


def _picture(grid: Grid, drawing: Drawing, category: str, *series: str, axis: str = "£") -> Picture:
    return Picture(f"picture-{grid.name}", grid.title, f"{grid.title} in words.", drawing, grid, category, series, axis)


PICTURES = (
    _picture(STEPS, Drawing.WATERFALL, "step", "change"),
    _picture(TREND, Drawing.TREND, "quarter", "actual", "target", axis="offences"),
    _picture(AGAINST, Drawing.BULLET, "area", "actual", "target", "low", "high", axis="homes"),
    _picture(SHARES, Drawing.STACKED, "theme", "green", "amber", "red", "grey", axis="Indicators"),
    Picture(
        "picture-streams",
        "Budgets",
        "Budgets in words.",
        Drawing.COLUMNS,
        STREAMS,
        "stream",
        ("budget", "variance"),
        "£",
    ),
)
DOCUMENT = Document(
    kind="money",
    title="Money: budget & spend",
    agreement="Anyshire & District Agreement 2008-11",
    area="Anyshire",
    period="Quarter 2 of 2008-09 (July to September 2008)",
    state="Draft",
    parts=(
        Part(
            "Overview",
            1,
            "Amber",
            ("Words of the report.",),
            (
                Bullet("1/a", "NI 16 Crime", "2.42 against 2.14.", CELL, "Red", note="Worse: rule 1."),
                Bullet("1/b", "", "=1+1 is what they wrote <& more>.", CELL),
            ),
        ),
        Part("Streams", 2, grids=(STREAMS,), pictures=PICTURES),
        Part("Nothing yet", 1, grids=(Grid("empty", "Empty", FIELDS, ()),)),
    ),
    rules=('Rating: "outlook" rule, version 1.',),
    illustrative_note="All of this is made up.",
)
