"""Native Excel charts of pictures: told apart in greyscale as well, every axis named, nothing hidden from print."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.workbook import Workbook

from laa_xl.declare.theme import BAND_FILL, FILLS, FONT, LINES, NAVY, RAG_FILLS, readable_on
from laa_xl.domain.documents import Drawing, Picture, Shape
from laa_xl.domain.sentences import as_words
from laa_xl.files.formats import shape_format
from laa_xl.files.plots import BELOW, TAKEN, TOTAL, Number, Plot, Series, plot_of
from laa_xl.files.printed_values import text_of

_SMALL, _WIDE = (312, 296), (936, 280)  # pixels: three beside each other, or one across a page
_TEXT = "#33383F"
_GRIDLINES = {"visible": True, "line": {"color": "#D3D9E1", "width": 0.75}}
_LONG = 14  # characters: longer names of categories read better beside bars than below columns
_ROOM_OF_BAR = 26  # pixels
_STEPS_FILLS = {TOTAL: NAVY, "Added": RAG_FILLS["Green"], TAKEN: RAG_FILLS["Red"]}
_MOST_LABELLED = 14  # columns whose figures have room above them


@dataclass(frozen=True, slots=True)
class Block:
    """Where the numbers of a picture stand: headings in row ``top``, a row a category below, from column ``left`` on."""

    sheet: str
    top: int
    left: int = 0


def size_of(picture: Picture) -> tuple[int, int]:
    """Width and height in pixels; trends are small, so that many stand side by side."""
    if picture.drawing is Drawing.TREND:
        return _SMALL
    width, height = _WIDE
    lying = _lies(picture)
    return (width, max(height, 130 + _ROOM_OF_BAR * len(picture.grid.lines))) if lying else (width, height)


def chart_of(book: Workbook, picture: Picture, block: Block) -> Any:
    """The chart of a picture whose numbers stand in a block; it is not placed anywhere yet."""
    plot = plot_of(picture)
    made = _Maker(book, picture, plot, block)
    chart = {
        Drawing.TREND: made.trend,
        Drawing.BULLET: made.bullet,
        Drawing.STACKED: made.stacked,
        Drawing.COLUMNS: made.columns,
        Drawing.WATERFALL: made.waterfall,
    }[picture.drawing]()
    size = 9 if picture.drawing is Drawing.TREND else 12
    words = as_words(picture.title)
    title = _wrapped(words, 52) if picture.drawing is Drawing.TREND else words
    chart.set_title({"name": title, "name_font": _font(size, bold=True, colour=NAVY), "overlay": False})
    chart.set_size(dict(zip(("width", "height"), size_of(picture), strict=True)))
    chart.set_chartarea({"border": {"color": "#D3D9E1"}, "fill": {"color": "#FFFFFF"}})
    chart.show_blanks_as("gap")
    return chart


def _font(size: float, *, bold: bool = False, colour: str = _TEXT) -> dict[str, Any]:
    return {"name": FONT, "size": size, "bold": bold, "color": colour}


def _lies(picture: Picture) -> bool:
    """Whether its bars lie on their side, for the names of its categories."""
    if picture.drawing not in (Drawing.STACKED, Drawing.COLUMNS, Drawing.WATERFALL):
        return False
    return any(len(str(value or "")) > _LONG for value in picture.grid.column(picture.category))


class _Maker:
    def __init__(self, book: Workbook, picture: Picture, plot: Plot, block: Block) -> None:
        self.book, self.picture, self.plot, self.block = book, picture, plot, block
        field = next(field for field in picture.grid.fields if field.name == picture.series[0])
        known = [line.decimals for line in picture.grid.lines if line.decimals is not None]
        self.format = shape_format(field.shape, max(known, default=None)) or "General"
        self.axis_format = "0%" if field.shape is Shape.PERCENT else self.format

    def trend(self) -> Any:
        chart = self.book.add_chart({"type": "line"})
        for place, series in enumerate(self.plot.series):
            look = LINES.get(series.field) or {**LINES["actual"], "color": FILLS[place % len(FILLS)]}
            marker: dict[str, Any] = {"type": look["marker"]}
            if look["marker"] != "none":
                marker |= {"size": 6, "fill": {"color": look["color"]}, "border": {"color": look["color"]}}
            line = {key: look[key] for key in ("color", "width", "dash_type")}
            chart.add_series({**self._data(place, series), "line": line, "marker": marker})
        self._axes(chart, small=True)
        chart.set_legend({"position": "bottom", "font": _font(8)})
        return chart

    def bullet(self) -> Any:
        """The tolerance as a broad band, the target as a bar across it, the actual figure as a dot with its number.

        One axis for all: where there are two, LibreOffice gives the columns of both the same width.
        """
        below, band, target, actual = self.plot.series
        chart = self.book.add_chart({"type": "column", "subtype": "stacked"})
        chart.add_series({**self._data(0, below), "fill": {"none": True}, "border": {"none": True}, "gap": 50})
        chart.add_series({**self._data(1, band), "fill": {"color": BAND_FILL}, "border": {"none": True}, "gap": 50})
        marks = self.book.add_chart({"type": "line"})
        for place, series, kind, size, colour in (
            (2, target, "long_dash", 12, LINES["target"]["color"]),
            (3, actual, "circle", 10, NAVY),
        ):
            mark = {"type": kind, "size": size, "fill": {"color": colour}, "border": {"color": colour}}
            labels = self._labels(len(actual.values), "right") if series is actual else {}
            marks.add_series({**self._data(place, series), **labels, "line": {"none": True}, "marker": mark})
        chart.combine(marks)
        tops = [(low or 0) + (size or 0) for low, size in zip(below.values, band.values, strict=True)]
        known = [value for series in (actual, target) for value in series.values if value is not None]
        self._axes(chart, limits=_limits([*known, *tops]))
        chart.set_legend({"position": "bottom", "font": _font(9), "delete_series": [0]})
        return chart

    def stacked(self) -> Any:
        chart = self.book.add_chart({"type": "bar" if _lies(self.picture) else "column", "subtype": "stacked"})
        for place, series in enumerate(self.plot.series):
            colour = self._fill(place, series)
            inside = {
                "value": True,
                "num_format": _without_zero(self.format),
                "font": _font(9, bold=True, colour=readable_on(colour)),
            }
            look = {"fill": {"color": colour}, "border": {"color": "#FFFFFF"}, "gap": 60, "data_labels": inside}
            chart.add_series({**self._data(place, series), **look})
        self._axes(chart)
        chart.set_legend({"position": "bottom", "font": _font(9)})
        return chart

    def columns(self) -> Any:
        chart = self.book.add_chart({"type": "bar" if _lies(self.picture) else "column"})
        for place, series in enumerate(self.plot.series):
            look = {"fill": {"color": self._fill(place, series)}, "border": {"none": True}, "gap": 70}
            count = len(series.values) * len(self.plot.series)
            chart.add_series({**self._data(place, series), **look, **self._labels(count)})
        self._axes(chart)
        several = len(self.plot.series) > 1
        chart.set_legend({"position": "bottom", "font": _font(9)} if several else {"none": True})
        return chart

    def waterfall(self) -> Any:
        chart = self.book.add_chart({"type": "bar" if _lies(self.picture) else "column", "subtype": "stacked"})
        for place, series in enumerate(self.plot.series):
            if series.name == BELOW:
                look: dict[str, Any] = {"fill": {"none": True}, "border": {"none": True}}
            else:
                colour = _STEPS_FILLS[series.name.split(",")[0]]
                shown = {"value": True, "font": _font(9, bold=True, colour=readable_on(colour))}
                custom = [{"value": text} if text else {"delete": True} for text in self._steps(series)]
                look = {"fill": {"color": colour}, "border": {"none": True}, "data_labels": {**shown, "custom": custom}}
            chart.add_series({**self._data(place, series), **look, "gap": 40})
        self._axes(chart)
        chart.set_legend({"none": True})  # each bar says itself what it is
        return chart

    def _steps(self, series: Series) -> list[str]:
        """What stands on the bars of a series: the whole of the change, once, though a bar across zero is drawn in two."""
        grid, name = self.picture.grid, self.picture.series[0]
        field = next(field for field in grid.fields if field.name == name)
        said = []
        for at, (line, change) in enumerate(zip(grid.lines, grid.column(name), strict=True)):
            parts = [abs(one.values[at] or 0) for one in self.plot.series if one.name != BELOW]
            mine = abs(series.values[at] or 0)
            text = text_of(field, line, change) if mine and mine == max(parts) else ""
            whole = at == 0 or line.total
            said.append(f"+{text}" if text and not whole and not text.startswith("-") else text)
        return said

    def _data(self, place: int, series: Series) -> dict[str, Any]:
        first, last = self.block.top + 1, self.block.top + len(self.plot.categories)
        column = self.block.left + 1 + place
        return {
            "name": series.name,
            "categories": [self.block.sheet, first, self.block.left, last, self.block.left],
            "categories_data": list(self.plot.categories),
            "values": [self.block.sheet, first, column, last, column],
            "values_data": list(series.values),
        }

    def _labels(self, count: int, position: str = "outside_end") -> dict[str, Any]:
        if count > _MOST_LABELLED:
            return {}
        font = _font(9, bold=position != "outside_end")
        return {"data_labels": {"value": True, "num_format": self.format, "font": font, "position": position}}

    def _fill(self, place: int, series: Series) -> str:
        return RAG_FILLS.get(series.name) or FILLS[place % len(FILLS)]

    def _axes(self, chart: Any, *, small: bool = False, limits: Mapping[str, float] | None = None) -> None:
        size = 8 if small else 9
        if limits is None and self.picture.drawing is not Drawing.TREND:
            limits = _from_nothing([value for series in self.plot.series for value in series.values])
        names: dict[str, Any] = {
            "num_font": {**_font(size), **({"rotation": -45} if small else {})},
            "label_position": "low",
        }
        values = {
            "name": _wrapped(as_words(self.picture.axis), 30) if small else as_words(self.picture.axis),
            "name_font": _font(size),
            "num_font": _font(size),
            "num_format": self.axis_format,
            "major_gridlines": _GRIDLINES,
            **(limits or {}),
        }
        if _lies(self.picture):
            chart.set_y_axis({**names, "reverse": True})
            chart.set_x_axis({**values, "label_position": "high"})
        else:
            chart.set_x_axis(names)
            chart.set_y_axis(values)


def _from_nothing(values: Iterable[Number]) -> dict[str, float]:
    """The end of an axis at zero, for bars and columns, whose length is the figure: left alone it may begin just below them."""
    known = [value for value in values if value]
    if not known or min(known) < 0 < max(known):
        return {}
    return {"min": 0} if min(known) > 0 else {"max": 0}


def _limits(values: list[float]) -> dict[str, float]:
    """The ends of an axis with a round step that holds every value, zero among them."""
    low, high = min([0.0, *values]), max([0.0, *values])
    step = 10 ** math.floor(math.log10((high - low) or 1))
    step = next(step * part for part in (0.1, 0.2, 0.25, 0.5, 1, 2) if (high - low) / (step * part) <= 8)
    top = math.ceil(high / step + 0.4)  # with room for a label beside or above the highest
    return {"min": round(math.floor(low / step) * step, 9), "max": round(top * step, 9), "major_unit": step}


def _without_zero(number: str) -> str:
    """A number format that shows nothing for 0."""
    shown = "0.##" if number == "General" else number.split(";")[0]
    return f"{shown};-{shown};;"


def _wrapped(text: str, room: int) -> str:
    """A title that has to fit above a small chart: cut at a word where it is too long; the sheet has it in full."""
    if len(text) <= 2 * room:
        return text
    return text[: 2 * room - 1].rsplit(" ", 1)[0] + "…"
