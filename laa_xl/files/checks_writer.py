"""The Checks sheet of a return: every problem that is open as one types, in words, with a link to its cell."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from laa_xl.declare.printed import CHECKS_GUIDANCE, CHECKS_HEADINGS
from laa_xl.declare.return_form import CHECKS_DATA
from laa_xl.declare.theme import ATTENTION, CONFIRM
from laa_xl.domain.words import Severity
from laa_xl.files.formats import Formats
from laa_xl.files.live_places import FIRST_CHECK, KEY, KIND, MUST_FIX, POSITION, TARGET, TO_CONFIRM, WORDS, Places
from laa_xl.files.open_checks import LISTED

WIDTHS = (6, 18, 20, 24, 78)
HEADER = 5  # the row of the headings, counted from 0
_FIX, _CONFIRM = Severity.MUST_FIX.spoken, Severity.CONFIRM.spoken


def write_checks_sheet(sheet: Worksheet, formats: Formats, places: Places) -> None:
    """The sheet below its title and subtitle, which stand there already."""
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    formula, shown = summary(places)
    sheet.write_formula(2, 0, formula, formats.role("subsection"), shown)
    sheet.write_string(3, 0, CHECKS_GUIDANCE, formats.role("guidance"))
    for index, heading in enumerate(CHECKS_HEADINGS):
        sheet.write_string(HEADER, index, heading, formats.role("header"))
    sheet.set_row(HEADER, 20)
    for number in range(LISTED):
        _line(sheet, formats, places, number)
    last = HEADER + LISTED
    header = formats.role("header")
    columns = [{"header": heading, "header_format": header} for heading in CHECKS_HEADINGS]
    sheet.add_table(HEADER, 0, last, len(WIDTHS) - 1, {"name": "tblChecks", "style": None, "columns": columns})
    for kind, look in ((_FIX, ATTENTION), (_CONFIRM, CONFIRM)):
        rule = {"type": "formula", "criteria": f'=$B{HEADER + 2}="{kind}"', "format": formats.made(look)}
        sheet.conditional_format(HEADER + 1, 1, last, 1, rule)
    sheet.freeze_panes(HEADER + 1, 0)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, last, len(WIDTHS) - 1)


def summary(places: Places) -> tuple[str, str]:
    """How many problems are open: the formula, and what it shows."""
    fix, confirm = places.total(MUST_FIX), places.total(TO_CONFIRM)
    count = [places.count(severity) for severity in (Severity.MUST_FIX, Severity.CONFIRM)]
    shown = f"{count[0]} to fix, {count[1]} to confirm."
    if sum(count) > LISTED:
        shown += f" The first {LISTED} are listed."
    if sum(count) == 0:
        shown = "Nothing to fix, nothing to confirm."
    more = f'IF({fix}+{confirm}>{LISTED}," The first {LISTED} are listed.","")'
    words = f'{fix}&" to fix, "&{confirm}&" to confirm."&{more}'
    return f'=IF({fix}+{confirm}=0,"Nothing to fix, nothing to confirm.",{words})', shown


def link_formula(number: int, before: str = "") -> str:
    """A link to the cell of the nth open check, counted from 0; "" where there are fewer."""
    target = open_cell(number, TARGET)
    return f'HYPERLINK("#"&{target},"{before}"&SUBSTITUTE({target},"!"," "))'


def open_cell(number: int, column: int) -> str:
    """A cell of the hidden list of open checks."""
    return f"{CHECKS_DATA}!{xl_rowcol_to_cell(FIRST_CHECK + number, column, True, True)}"


def _line(sheet: Worksheet, formats: Formats, places: Places, number: int) -> None:
    row = HEADER + 1 + number
    shown: tuple[Any, ...] = ("",) * len(WIDTHS)
    if number < len(places.open_spots):
        line = places.lines[places.open_spots[number]]
        target = places.cell(line.table, line.offset, line.check.live.column)
        shown = (number + 1, line.check.rule.severity.spoken, target.replace("!", " "), line.name, line.check.live.says)
    is_open = f'{open_cell(number, POSITION)}=""'
    texts = (
        f'=IF({is_open},"",{number + 1})',
        f"={open_cell(number, KIND)}",
        f'=IF({is_open},"",{link_formula(number)})',
        f"={open_cell(number, KEY)}",
        f"={open_cell(number, WORDS)}",
    )
    plain, wrapped = formats.role("plain"), formats.role("plain", text_wrap=True)
    looks = (formats.role("plain", align="right"), plain, formats.role("cell_link"), plain, wrapped)
    for column, (text, look, value) in enumerate(zip(texts, looks, shown, strict=True)):
        sheet.write_formula(row, column, text, look, value)
