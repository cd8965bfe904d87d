"""Writes the master's first page into a file, with the chart of its counts."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.actions import actions_on
from laa_xl.declare.master_form import DASHBOARD_SHEET
from laa_xl.declare.theme import NAVY, TAB_COLOURS, readable_on
from laa_xl.domain.dashboard import Dashboard
from laa_xl.files.buttons_writer import write_buttons
from laa_xl.files.dashboard_page import COUNTS, TILE, ChartPlace, dashboard_page
from laa_xl.files.formats import Formats
from laa_xl.files.page_writer import put_page

_NAME = 46
_UPRIGHT = 2  # so many periods still read well on a page in portrait
_ROOM = 2  # columns beside the quarters, for the lines above them where there are few
DESCRIPTION = (
    "Stacked bars of the number of indicators in each class, one bar a period. The numbers stand in the table above it."
)


def write_dashboard(book: Workbook, formats: Formats, sheet: Worksheet, dashboard: Dashboard, note: str) -> None:
    """Write the first page into an empty sheet."""
    page, chart = dashboard_page(dashboard, note)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(TAB_COLOURS["title"])
    sheet.set_column(0, 0, _NAME)
    sheet.set_column(1, page.shown - 1, TILE)
    if page.shown < page.width:
        sheet.set_column(page.shown, page.width - 1, TILE, None, {"hidden": True})
    sheet.set_column(page.width, page.width + _ROOM - 1, TILE)
    put_page(sheet, formats, page)
    write_buttons(sheet, page.buttons_row, actions_on(DASHBOARD_SHEET))
    sheet.freeze_panes(page.buttons_row + 1, 0)
    _chart(book, sheet, chart)
    sheet.set_paper(9)
    if len(dashboard.periods) > _UPRIGHT:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&8Dashboard&R&8Page &P of &N")


def _chart(book: Workbook, sheet: Worksheet, place: ChartPlace) -> None:
    """Over every quarter of the agreement: a column without a period is hidden, and a chart leaves hidden cells out."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    name, header, last = sheet.get_name(), place.header, place.columns
    for offset, (_, _, colour, _) in enumerate(COUNTS, 1):
        chart.add_series(
            {
                "name": [name, header + offset, 0],
                "categories": [name, header, 1, header, last],
                "values": [name, header + offset, 1, header + offset, last],
                "fill": {"color": colour},
                "data_labels": {
                    "value": True,
                    "num_format": "0;;",
                    "font": {"color": readable_on(colour), "bold": True},
                },
                "gap": 60,
            }
        )
    chart.set_title({"name": "Indicators by class", "name_font": {"size": 12, "color": NAVY}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"major_gridlines": {"visible": False}, "min": 0, "label_position": "none"})
    # It moves with the rows above it, and keeps its size when a column for a new period is shown.
    sheet.insert_chart(place.row, 0, chart, {"description": DESCRIPTION, "object_position": 2})
    chart.set_size({"width": 760, "height": 300})
