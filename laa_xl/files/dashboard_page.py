"""The master's first page, laid out: a matrix of ratings with counts, the annual counts, and where everything is."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from laa_xl.declare.master_form import COMPUTED_SHEETS, INPUT_SHEETS, REPORT_SHEET
from laa_xl.declare.theme import MASTER_HELP, RAG_FILLS, SYMBOLS
from laa_xl.domain.dashboard import Dashboard, PeriodLine
from laa_xl.domain.words import Rag
from laa_xl.files.page import Draft, Page
from laa_xl.files.sheets import BOLD, LINE, lines_of

COUNTS = (  # what amber is called depends on the rule, so that its line is not always the same
    ("On track", "on_track", RAG_FILLS["Green"], Rag.GREEN),
    ("", "off_trajectory", RAG_FILLS["Amber"], Rag.AMBER),
    ("At risk", "at_risk", RAG_FILLS["Red"], Rag.RED),
    ("Placeholder", "placeholder", RAG_FILLS["Grey"], Rag.GREY),
    ("Not rated", "not_rated", "#C9CED6", Rag.GREY),
)
TITLE = "Dashboard: "
_RATINGS, _CLASSES, _SHEETS = "Ratings by period", "Indicators by class (rows of one group counted once)", "Sheets"
_BUTTONS_ROW = 1
_CHART_ROWS = 19  # left free below the counts
TILE = 34  # how wide the column of a period is
_HEADING = 20  # points of a row with the name of a part in it


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """Where the chart of the counts finds its numbers, and where it stands."""

    header: int  # the row of the periods; the counts follow below it
    columns: int  # from the second on, with room for every quarter of the agreement
    row: int


def dashboard_page(dashboard: Dashboard, note: str) -> tuple[Page, ChartPlace]:
    """The page and the place of its chart; the same rows in the same order whatever was accepted."""
    draft = Draft()
    draft.put(0, 0, f"{TITLE}{dashboard.title}", "title")
    draft.heights[0] = 24
    draft.row = _BUTTONS_ROW + 1
    looks = [(f"Please look: {text}", "warning") for text in dashboard.looks]
    for text, role in ((MASTER_HELP, "guidance"), (dashboard.rule, "guidance"), (note, "warning"), *looks):
        for line in textwrap.wrap(text, 120):
            draft.put(draft.row, 0, line, role)
            draft.row += 1
    _matrix(draft, dashboard)
    header = _counts(draft, dashboard)
    chart = ChartPlace(header, dashboard.room, draft.row + 1)
    draft.row += _CHART_ROWS
    start = draft.row + 1
    _contents(draft, start)
    page = Page(
        tuple(draft.cells),
        draft.heights,
        draft.row,
        1 + dashboard.room,
        1 + max(1, len(dashboard.periods)),
        tuple(draft.anchors),
        _BUTTONS_ROW,
        start,
    )
    return page, chart


def _heading(draft: Draft, row: int, text: str) -> None:
    draft.anchor(row, text, "section")
    draft.heights[row] = _HEADING  # its letters are taller than a row is by itself


def _matrix(draft: Draft, dashboard: Dashboard) -> None:
    row = draft.row + 1
    _heading(draft, row, _RATINGS)
    row += 1
    draft.put(row, 0, "Theme, block or agreement", "header")
    for index, period in enumerate(dashboard.periods, 1):
        draft.put(row, index, period, "header")
    level = ""
    for line in dashboard.rows:
        row += 1
        if line.level != level:
            level = line.level
            draft.put(row, 0, level, "subsection")
            row += 1
        draft.put(row, 0, f"{line.name} ({line.code})" if line.code else line.name, "locked")
        lines = 2
        for index, tile in enumerate(line.tiles, 1):
            if tile is None:
                draft.put(row, index, "no return accepted", "plain", text_wrap=True)
                continue
            decided = "" if tile.rag is tile.computed else f" (figures: {tile.computed.value})"
            words = f"{tile.rag.value}{decided}\n{tile.counts}"
            draft.put(row, index, words, f"rag_{tile.rag.value.lower()}", text_wrap=True)
            lines = max(lines, lines_of(f"{SYMBOLS[tile.rag.value]} {words}", TILE, BOLD))
        draft.heights[row] = 4 + lines * LINE
    draft.row = row + 1


def _counts(draft: Draft, dashboard: Dashboard) -> int:
    """The annual review's classes, a column a period, under the same periods as the ratings above."""
    draft.row += 1
    _heading(draft, draft.row, _CLASSES)
    header = draft.row + 1
    draft.anchor(header, "Class", "header")
    for index, line in enumerate(dashboard.lines, 1):
        draft.put(header, index, line.period, "header")
    for offset, (title, name, _, rag) in enumerate(COUNTS, 1):
        if title:
            draft.anchor(header + offset, title, "locked")
        else:
            draft.put(header + offset, 0, dashboard.amber.capitalize(), "locked")
        for index, line in enumerate(dashboard.lines, 1):
            draft.put(header + offset, index, getattr(line, name), f"rag_{rag.value.lower()}")
    last = header + len(COUNTS)
    rest: tuple[tuple[str, Callable[[PeriodLine], str]], ...] = (
        ("Of", lambda line: str(line.of)),
        ("Direction of travel", lambda line: line.direction),
        ("Returns accepted", lambda line: f"{line.accepted} of {line.expected}"),
        ("Still owed by", lambda line: line.owed),
    )
    for offset, (title, words) in enumerate(rest, 1):
        draft.anchor(last + offset, title, "locked")
        for index, line in enumerate(dashboard.lines, 1):
            draft.put(last + offset, index, words(line), "plain", align="center", text_wrap=True)
    draft.row = last + len(rest) + 1
    return header


def _contents(draft: Draft, row: int) -> None:
    _heading(draft, row, _SHEETS)
    names = [(REPORT_SHEET, "The six sections for the Government Office, drafted from the returns")]
    names += [(other.name, other.guidance[0]) for other in COMPUTED_SHEETS]
    names += [(other.name, other.table.guidance or "The agreement, yours to edit") for other in INPUT_SHEETS]
    for offset, (name, what) in enumerate(names, 1):
        draft.put(row + offset, 0, name, "link", link=name)
        draft.put(row + offset, 1, what, "guidance")
    draft.row = row + len(names) + 1
