"""The columns of a report's indicator tables: each declared once, with its meaning, and how it is filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from laa_xl.domain.assessment import Assessed
from laa_xl.domain.disclosure import NOT_SHOWN
from laa_xl.domain.documents import Field, Grid, Line, Shape, Value
from laa_xl.domain.drafting import actual_of
from laa_xl.domain.entry_drafts import master_source, source_of
from laa_xl.domain.numbers import tidy
from laa_xl.domain.rated_lines import declared
from laa_xl.domain.report import Source
from laa_xl.domain.reported import Reported, about, decimals_of
from laa_xl.domain.variance import Target
from laa_xl.domain.words import Polarity


@dataclass(frozen=True, slots=True)
class Told:
    """A column: how it is declared, and its value for an indicator. ``tells``: it would give a small count away."""

    field: Field
    value: Callable[[Assessed, Reported], Value]
    tells: bool = False


def _actual(item: Assessed, shown: Reported) -> Value:
    actual = actual_of(item)
    if actual is None:
        return None
    return shown.kept.word(item.indicator.code) or tidy(actual)


def _target(item: Assessed, target: Target) -> Value:
    """A number; a range in words, as a data file has no cell for it."""
    if item.indicator.polarity is Polarity.RANGE:
        return target.written(item.indicator.polarity, item.indicator.decimals) or None
    return None if target.value is None else tidy(target.value)


def _forecast(item: Assessed, _: Reported) -> Value:
    figure = item.row.number_of("forecast") if item.row else None
    return None if figure is None else tidy(figure)


def _theme(item: Assessed, shown: Reported) -> Value:
    return shown.agreement.theme(item.theme).name


def _baseline(item: Assessed, shown: Reported) -> Value:
    baseline = item.indicator.baseline
    return None if baseline is None else shown.kept.baseline(item.indicator) or tidy(baseline)


_COLUMNS: tuple[Told, ...] = (
    Told(
        Field("code", "Code", width=10, meaning="The indicator's code in the agreement"),
        lambda item, _: item.indicator.code,
    ),
    Told(Field("indicator", "Indicator", width=42, meaning="What is measured"), lambda item, _: item.indicator.title),
    Told(Field("theme", "Theme", width=26, meaning="The theme whose return carries it"), _theme),
    Told(
        Field("unit", "Unit", width=18, meaning="What the figures are in"), lambda item, _: item.indicator.unit or None
    ),
    Told(
        Field(
            "baseline",
            "Baseline",
            Shape.FIGURE,
            11,
            "The figure before the agreement, in the unit; empty: none is agreed",
        ),
        _baseline,
    ),
    Told(
        Field(
            "actual",
            "Best available data",
            Shape.FIGURE,
            13,
            "The accepted figure in the indicator's unit; empty: there is none, or it is not shown as few people are counted",
        ),
        _actual,
    ),
    Told(
        Field(
            "about",
            "Status and time of the data",
            width=20,
            meaning="Final, provisional, estimate or proxy, or why there is none",
        ),
        lambda item, _: about(item) or None,
    ),
    Told(
        Field(
            "target", "Target", Shape.FIGURE, 12, "The target of the quarter, in the unit; a range is printed in words"
        ),
        lambda item, _: _target(item, item.aims.period),
    ),
    Told(
        Field("year_end_target", "Target, year end", Shape.FIGURE, 12, "The target of 31 March, in the unit"),
        lambda item, _: _target(item, item.aims.year_end),
    ),
    Told(
        Field("placeholder", "Placeholder?", width=15, meaning="Placeholder while baseline or target is not agreed"),
        lambda item, _: "Placeholder" if item.indicator.placeholder else None,
    ),
    Told(
        Field("variance", "Variance", Shape.FIGURE, 11, "Distance from the target in the unit; positive is favourable"),
        lambda item, _: item.rating.variance,
        tells=True,
    ),
    Told(
        Field("variance_pct", "Variance, %", Shape.PERCENT, 10, "The same as a fraction of the target: 0.1 is 10 %"),
        lambda item, _: item.rating.variance_fraction,
        tells=True,
    ),
    Told(
        Field(
            "performance",
            "Performance",
            Shape.SYMBOL,
            15,
            "star better than the target, circle within its tolerance, triangle worse",
        ),
        lambda item, _: item.rating.symbol.value if item.rating.symbol else None,
        tells=True,
    ),
    Told(
        Field("forecast", "Year-end forecast", Shape.FIGURE, 12, "What is expected at 31 March, in the unit"),
        _forecast,
        tells=True,
    ),
    Told(
        Field(
            "forecast_symbol",
            "End of year forecast",
            Shape.SYMBOL,
            13,
            "The forecast against the year-end target, by the same symbols",
        ),
        lambda item, _: item.rating.forecast.value if item.rating.forecast else None,
    ),
    Told(
        Field(
            "rating",
            "Rating that counts",
            Shape.RAG,
            11,
            "Red, Amber, Green or Grey, after decisions of the county team",
        ),
        lambda item, _: item.effective.value,
    ),
    Told(
        Field("computed", "As computed", Shape.RAG, 12, "The rating that the figures give"),
        lambda item, _: item.rating.rag.value,
    ),
    Told(
        Field("declared", "As declared", Shape.RAG, 12, "The rating that the partner stated; empty: none"),
        lambda item, _: declared(item) or None,
    ),
    Told(
        Field("direction", "Direction of travel", width=14, meaning="Against the last comparable figure"),
        lambda item, _: item.travel.direction.value,
        tells=True,  # of two hidden figures it would say which is the larger
    ),
)
_BY_NAME = {column.field.name: column for column in _COLUMNS}


def indicator_grid(shown: Reported, items: Sequence[Assessed], columns: Iterable[str], name: str, title: str) -> Grid:
    """A table of indicators with these columns; small counts, and what tells them, are kept back."""
    told = [_BY_NAME[column] for column in columns]
    lines = tuple(_line(shown, item, told) for item in items)
    note = shown.kept.note(item.indicator.code for item in items)
    return Grid(name, title, tuple(column.field for column in told), lines, note)


def _line(shown: Reported, item: Assessed, columns: list[Told]) -> Line:
    values = tuple(_value(shown, item, column) for column in columns)
    places = decimals_of(
        item.indicator,
        *(value for column, value in zip(columns, values, strict=True) if column.field.shape is Shape.FIGURE),
    )
    return Line(values, places, sources_of(shown, item))


def _value(shown: Reported, item: Assessed, column: Told) -> Value:
    value = column.value(item, shown)
    hidden = column.tells and value is not None and shown.kept.hides(item.indicator.code)
    if not hidden:
        return value
    return NOT_SHOWN if column.field.shape.numeric else None


def sources_of(shown: Reported, item: Assessed, *columns: str) -> tuple[Source, ...]:
    """The cell of the figure, those of further columns that are filled, and the decision on its rating."""
    found = [shown.source(item)]
    if item.source and item.row:
        used = [column for column in columns if not item.row.blank(column)]
        found += [source_of(shown.agreement, item.source, item.row, column) for column in used]
    if item.override:
        found.append(master_source("Overrides", item.override.cell))
    return tuple(dict.fromkeys(found))
