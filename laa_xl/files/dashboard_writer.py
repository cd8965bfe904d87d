"""The master's first page: a matrix of ratings with counts, the annual counts, a chart, and where everything is."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.actions import actions_on
from laa_xl.declare.master_form import COMPUTED_SHEETS, DASHBOARD_SHEET, INPUT_SHEETS, REPORT_SHEET
from laa_xl.declare.theme import MASTER_HELP, NAVY, TAB_COLOURS
from laa_xl.domain.dashboard import Dashboard, PeriodLine
from laa_xl.domain.words import Rag
from laa_xl.files.buttons_writer import write_buttons
from laa_xl.files.formats import Formats
from laa_xl.files.sheets import LINE

_COUNTS = (
    ("On track", "on_track", "#3C8D40", Rag.GREEN),
    ("Off trajectory", "off_trajectory", "#E0A100", Rag.AMBER),
    ("At risk", "at_risk", "#B8322A", Rag.RED),
    ("Placeholder", "placeholder", "#9AA3AF", Rag.GREY),
    ("Not rated", "not_rated", "#C9CED6", Rag.GREY),
)
_NAME, _TILE = 46, 30
_UPRIGHT = 2  # so many periods still read well on a page in portrait


def write_dashboard(book: Workbook, formats: Formats, sheet: Worksheet, dashboard: Dashboard, note: str) -> None:
    """Write the first page into an empty sheet."""
    sheet.hide_gridlines(2)
    sheet.set_tab_color(TAB_COLOURS["title"])
    sheet.set_column(0, 0, _NAME)
    sheet.set_column(1, max(3, len(dashboard.periods)), _TILE)
    sheet.write_string(0, 0, f"Dashboard: {dashboard.title}", formats.role("title"))
    sheet.set_row(0, 24)
    write_buttons(sheet, 1, actions_on(DASHBOARD_SHEET))
    sheet.freeze_panes(2, 0)
    row = 2
    for text, role in ((MASTER_HELP, "guidance"), (dashboard.rule, "guidance"), (note, "warning")):
        for line in textwrap.wrap(text, 120):
            sheet.write_string(row, 0, line, formats.role(role))
            row += 1
    for text in dashboard.looks:
        for line in textwrap.wrap(f"Please look: {text}", 120):
            sheet.write_string(row, 0, line, formats.role("warning"))
            row += 1
    row = _matrix(formats, sheet, dashboard, row + 1)
    row = _counts(book, formats, sheet, dashboard, row + 1)
    _contents(formats, sheet, row + 1)
    sheet.set_paper(9)
    if len(dashboard.periods) > _UPRIGHT:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&8Dashboard&R&8Page &P of &N")


def _matrix(formats: Formats, sheet: Worksheet, dashboard: Dashboard, row: int) -> int:
    sheet.write_string(row, 0, "Ratings by period", formats.role("section"))
    row += 1
    sheet.write_string(row, 0, "Theme, block or agreement", formats.role("header"))
    for index, period in enumerate(dashboard.periods, 1):
        sheet.write_string(row, index, period, formats.role("header"))
    level = ""
    for line in dashboard.rows:
        row += 1
        if line.level != level:
            level = line.level
            sheet.write_string(row, 0, level, formats.role("subsection"))
            row += 1
        sheet.write_string(row, 0, f"{line.name} ({line.code})" if line.code else line.name, formats.role("locked"))
        sheet.set_row(row, 4 + 2 * LINE)
        for index, tile in enumerate(line.tiles, 1):
            if tile is None:
                sheet.write_string(row, index, "no return accepted", formats.role("plain", text_wrap=True))
                continue
            decided = "" if tile.rag is tile.computed else f" (figures: {tile.computed.value})"
            look = formats.role(f"rag_{tile.rag.value.lower()}", text_wrap=True)
            sheet.write_string(row, index, f"{tile.rag.value}{decided}\n{tile.counts}", look)
    return row + 1


def _counts(book: Workbook, formats: Formats, sheet: Worksheet, dashboard: Dashboard, row: int) -> int:
    """The annual review's classes, a column a period, under the same periods as the ratings above."""
    sheet.write_string(row, 0, "Indicators by class (rows of one group counted once)", formats.role("section"))
    header = row + 1
    sheet.write_string(header, 0, "Class", formats.role("header"))
    for index, line in enumerate(dashboard.lines, 1):
        sheet.write_string(header, index, line.period, formats.role("header"))
    plain = formats.role("plain", align="center", text_wrap=True)
    for offset, (title, name, _, rag) in enumerate(_COUNTS, 1):
        sheet.write_string(header + offset, 0, title, formats.role("locked"))
        for index, line in enumerate(dashboard.lines, 1):
            sheet.write_number(header + offset, index, getattr(line, name), formats.role(f"rag_{rag.value.lower()}"))
    last = header + len(_COUNTS)
    rest: tuple[tuple[str, Callable[[PeriodLine], str]], ...] = (
        ("Of", lambda line: str(line.of)),
        ("Direction of travel", lambda line: line.direction),
        ("Returns accepted", lambda line: f"{line.accepted} of {line.expected}"),
        ("Still owed by", lambda line: line.owed),
    )
    for offset, (title, words) in enumerate(rest, 1):
        sheet.write_string(last + offset, 0, title, formats.role("locked"))
        for index, line in enumerate(dashboard.lines, 1):
            sheet.write_string(last + offset, index, words(line), plain)
    end = last + len(rest)
    if dashboard.lines:
        _chart(book, sheet, dashboard, header, end + 2)
    return end + (20 if dashboard.lines else 2)


def _chart(book: Workbook, sheet: Worksheet, dashboard: Dashboard, header: int, row: int) -> None:
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    last = len(dashboard.lines)
    for offset, (_, _, colour, _) in enumerate(_COUNTS, 1):
        chart.add_series(
            {
                "name": [sheet.get_name(), header + offset, 0],
                "categories": [sheet.get_name(), header, 1, header, last],
                "values": [sheet.get_name(), header + offset, 1, header + offset, last],
                "fill": {"color": colour},
                "data_labels": {
                    "value": True,
                    "num_format": "0;;",
                    "font": {"color": _on(colour), "bold": True},
                },
                "gap": 60,
            }
        )
    chart.set_title({"name": "Indicators by class", "name_font": {"size": 12, "color": NAVY}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"major_gridlines": {"visible": False}, "min": 0, "label_position": "none"})
    newest = dashboard.lines[-1]
    described = ", ".join(f"{title.lower()} {getattr(newest, name)}" for title, name, *_ in _COUNTS)
    description = (
        f"Stacked bars of the number of indicators in each class, one bar a period. {newest.period}: {described}."
    )
    sheet.insert_chart(row, 0, chart, {"description": description, "object_position": 1})
    chart.set_size({"width": 760, "height": 300})


def _on(colour: str) -> str:
    """Black or white, whichever reads better on a colour."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#FFFFFF"


def _contents(formats: Formats, sheet: Worksheet, row: int) -> None:
    sheet.write_string(row, 0, "Sheets", formats.role("section"))
    names = [(REPORT_SHEET, "The six sections for the Government Office, drafted from the returns")]
    names += [(other.name, other.guidance[0]) for other in COMPUTED_SHEETS]
    names += [(other.name, other.table.guidance or "The agreement, yours to edit") for other in INPUT_SHEETS]
    for offset, (name, what) in enumerate(names, 1):
        sheet.write_url(row + offset, 0, f"internal:'{name}'!A1", formats.role("link"), name)
        sheet.write_string(row + offset, 1, what, formats.role("guidance"))
