"""Reads the highlight report as it stands in the master, so that what an officer changed there is taken in first."""

from __future__ import annotations

from laa_xl.domain.report_sheet import (
    DRAFTED_HEADING,
    KEY_HEADING,
    PRINTED_HEADING,
    ReportSheet,
    RowKind,
    SheetRow,
    read_mark,
    read_order,
)
from laa_xl.files.cells import SheetCells
from laa_xl.files.outside import text_of
from laa_xl.files.reading import COLUMNS
from laa_xl.files.report_page import HOW_TO_EDIT

_TEXT, _RATING, _SOURCE, _REFERENCE = (heading for heading, _ in COLUMNS)
_OURS = (_TEXT, _RATING, _REFERENCE, KEY_HEADING, PRINTED_HEADING, DRAFTED_HEADING)


def read_report_sheet(cells: SheetCells) -> ReportSheet | None:
    """The sheet by its headings: moved columns do not matter. None where no report stands, or one of an earlier version."""
    header = next((row for row in sorted(cells.rows) if _headings(cells, row).keys() >= set(_OURS)), None)
    if header is None:
        return None
    columns = _headings(cells, header)
    rows: list[SheetRow] = []
    period, places = read_order("")
    for number in sorted(cells.rows):
        line = cells.rows[number]
        text, rating, reference, key, printed, drafted = (text_of(line.get(columns[name])) for name in _OURS)
        mark = read_mark(key)
        if number == header:
            continue
        if mark and mark.kind is RowKind.REPORT and not period:
            period, places = read_order(drafted)
        if number < header and mark is None:
            continue  # above the headings nothing of the report is entered
        source = text_of(line.get(columns[_SOURCE])) if _SOURCE in columns else ""
        rows.append(SheetRow(number + 1, mark, text, rating, reference, source, printed, drafted))
    return ReportSheet(period, places, tuple(rows)) if period else None


def _headings(cells: SheetCells, row: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in cells.rows[row].items():
        found.setdefault(text_of(cell).strip(), index)
    return found


def has_lost_its_marks(cells: SheetCells) -> bool:
    """Whether a report that may be edited stands there, and what tells the edits (hidden columns, the title's row) is gone.

    A report of an earlier version, which could not be edited, and an empty sheet have lost nothing.
    """
    if read_report_sheet(cells) is not None:
        return False
    words = {text_of(cell) for line in cells.rows.values() for cell in line.values()}
    bullets = any(text.startswith('["bullet"') for text in words)
    return bullets or HOW_TO_EDIT in words


def outside_report(cells: SheetCells) -> tuple[int, object] | None:
    """The row and the value of the first entry to the right of the report's columns; None where there is none."""
    header = next((row for row in sorted(cells.rows) if _headings(cells, row).keys() >= set(_OURS)), None)
    if header is None:
        return None
    ours = {_headings(cells, header)[name] for name in (*_OURS, _SOURCE) if name in _headings(cells, header)}
    return next(
        (
            (number + 1, cell.value)
            for number, line in sorted(cells.rows.items())
            for index, cell in line.items()
            if number >= header and index not in ours and cell.value not in (None, "")
        ),
        None,
    )


def without_value(cells: SheetCells) -> tuple[int, str, str] | None:
    """The row, the heading and the error of the first cell of words or rating that shows no value; None where all do.

    A bullet so cleared would be taken for one to hide: what was meant, only the officer knows.
    """
    header = next((row for row in sorted(cells.rows) if _headings(cells, row).keys() >= set(_OURS)), None)
    if header is None:
        return None
    columns = _headings(cells, header)
    for number in sorted(row for row in cells.rows if row > header):
        for heading in (_TEXT, _RATING):
            cell = cells.rows[number].get(columns[heading])
            if cell is not None and (cell.error or cell.uncalculated):
                return number + 1, heading, cell.error or "a formula"
    return None
