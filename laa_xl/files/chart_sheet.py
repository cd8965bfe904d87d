"""Writes the charts of a report on a sheet, laid out for print, and the numbers that they draw on another."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from laa_xl.domain.documents import Document, Picture
from laa_xl.domain.sentences import as_words
from laa_xl.files.charts import Block, chart_of, size_of
from laa_xl.files.formats import Exact, Formats, shape_format
from laa_xl.files.plots import plot_of

CHARTS, DATA = "Charts", "Chart data"
DATA_GUIDANCE = (
    "The numbers that the charts draw. What they mean, and where they come from, stands in the tables of the report."
)
_COLUMNS, _COLUMN_PIXELS = 12, 78  # of the sheet of charts: as wide as a page across
_ROW_PIXELS = 20
_PAGE_ROWS = 41  # of 15 points that fit on a page so printed
_SCALE = (
    78  # %: as wide as a page also where another font stands in, whose columns are wider; fitting would undo the breaks
)
_GAP = 1
_NOTE = 150  # characters that fit across the page


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a picture, or (None) a heading, stands on the sheet of charts."""

    row: int
    pixels: int
    heading: str
    picture: Picture | None


def put_data(sheet: Worksheet, formats: Formats, pictures: Sequence[Picture]) -> dict[str, Block]:
    """Write the numbers of each picture as a block, one below the other; where each stands, by the picture's name."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 8, 23)
    sheet.write_string(0, 0, DATA, formats.role("title"))
    sheet.write_string(1, 0, DATA_GUIDANCE, formats.role("guidance"))
    blocks, row = {}, 3
    for picture in pictures:
        plot = plot_of(picture)
        sheet.write_string(row, 0, as_words(picture.title), formats.role("subsection"))
        block = Block(sheet.get_name(), row + 1)
        blocks[picture.name] = block
        category = next(field for field in picture.grid.fields if field.name == picture.category)
        headings = [category.heading, *(series.name for series in plot.series)]
        for column, heading in enumerate(headings):
            sheet.write_string(block.top, column, as_words(heading), formats.role("header"))
        shape = next(field.shape for field in picture.grid.fields if field.name == picture.series[0])
        for offset, name in enumerate(plot.categories):
            at = block.top + 1 + offset
            sheet.write_string(at, 0, as_words(name), formats.role("plain"))
            shown = shape_format(shape, picture.grid.lines[offset].decimals) or "General"
            look = formats.role("plain", align="right", num_format=shown)
            for column, series in enumerate(plot.series, 1):
                value = series.values[offset]
                if value is None:
                    sheet.write_blank(at, column, None, look)
                else:
                    sheet.write_number(at, column, Exact(value), look)
        row = block.top + len(plot.categories) + 2
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return blocks


def put_charts(
    book: Workbook, sheet: Worksheet, formats: Formats, document: Document, blocks: dict[str, Block]
) -> None:
    """Place the charts, each on one printed page as a whole, with its words for who cannot see it."""
    sheet.hide_gridlines(2)
    sheet.set_column_pixels(0, _COLUMNS - 1, _COLUMN_PIXELS)
    sheet.write_string(0, 0, as_words(f"{document.title}: charts"), formats.role("title"))
    sheet.set_row(0, 24)
    sheet.write_string(1, 0, as_words(f"{document.agreement} · {document.period}"), formats.role("subtitle"))
    note = textwrap.wrap(as_words(document.illustrative_note), _NOTE)
    for row, line in enumerate(note, 2):
        sheet.write_string(row, 0, line, formats.role("warning"))
    first = 3 + len(note)
    breaks: list[int] = []
    end = first
    for spot in _spots(document, first, breaks):
        if spot.picture is None:
            sheet.write_string(spot.row, 0, as_words(spot.heading), formats.role("section"))
            continue
        options = {
            "description": as_words(spot.picture.alt),
            "object_position": 1,
            "y_offset": 2,
            "x_offset": spot.pixels % _COLUMN_PIXELS,
        }
        chart = chart_of(book, spot.picture, blocks[spot.picture.name])
        sheet.insert_chart(spot.row, spot.pixels // _COLUMN_PIXELS, chart, options)
        end = max(end, spot.row + _rows(spot.picture))
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_print_scale(_SCALE)
    sheet.print_area(0, 0, end, _COLUMNS - 1)
    sheet.set_h_pagebreaks(breaks)


def _rows(picture: Picture) -> int:
    return -(-size_of(picture)[1] // _ROW_PIXELS) + _GAP


def _spots(document: Document, first: int, breaks: list[int]) -> Iterator[Spot]:
    """Every heading and picture in order: beside each other while there is room, and no chart across two pages."""
    row, page = first, 0
    for part in document.parts:
        lines = list(_lines(part.pictures))
        for number, line in enumerate(lines):
            need = max(_rows(picture) for picture in line) + (number == 0)
            if row > first and row + need - page > _PAGE_ROWS:
                breaks.append(row)
                page = row
            if number == 0:
                yield Spot(row, 0, part.heading, None)
                row += 1
            left = 0
            for picture in line:
                yield Spot(row, left, "", picture)
                left += size_of(picture)[0]
            row += max(_rows(picture) for picture in line)


def _lines(pictures: Sequence[Picture]) -> Iterator[list[Picture]]:
    """The pictures that stand beside each other."""
    line: list[Picture] = []
    for picture in pictures:
        wide = sum(size_of(one)[0] for one in (*line, picture))
        if line and wide > _COLUMNS * _COLUMN_PIXELS:
            yield line
            line = []
        line.append(picture)
    if line:
        yield line
